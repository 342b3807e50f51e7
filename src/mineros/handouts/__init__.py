"""For teachers: a lesson on paper and on a screen. Sheets, cards to cut out, slides and their notes, as PDF.

A lesson's notebook is read once (`mineros.lesson`), laid out as pages of HTML (`sheets`, `cards`, `slides`; what they
share is in `pages`, their list in `documents`), and printed by a Chromium that the machine has (`printer`). Nothing is
fetched.
"""
