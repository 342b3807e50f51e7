"""For a teacher: a folder of students' files becomes one gradebook, a page for each question, a picture of the class.

Nothing here is imported by a lesson. One direction: `files` finds, `origin` names, `records` tames, `handed_in` puts
them together; `questions` sets answers beside what was asked, `stumbles` counts and draws; `gradebook`, `marking`,
`pieces` and `overview` write; `command` is what a teacher types.
"""
