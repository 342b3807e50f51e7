"""The first page: what was read, where the class stumbled, every question with its page, what is to be looked at."""

from __future__ import annotations

from datetime import datetime
from textwrap import shorten
from typing import TYPE_CHECKING

from mineros import bank, html, takeaway
from mineros.classroom import gradebook, marking, stumbles
from mineros.figure import as_html
from mineros.texts import visible

if TYPE_CHECKING:
    from mineros.classroom.files import Problem
    from mineros.classroom.handed_in import Class
    from mineros.classroom.questions import Asked
    from mineros.words import Words

PROBLEMS = "problems.html"  # a page of its own where the others hold no names
LINE = 110  # letters of a question in the list
STYLE = """<style>
.mineros .scroll table.list{width:100%}.mineros .scroll .list td.n,.mineros .scroll .list th.n{text-align:right}
.mineros .scroll .list th[scope=row]{font-weight:400;max-width:none;width:62%}.list a{font-weight:700}
.files{overflow-wrap:anywhere}.problem{margin:.5rem 0}.problem .files{color:#5a564e;font-size:.9rem}
main{max-width:62rem!important}h2{margin-top:1.8rem}figure.mineros,.mineros.guide{max-width:none}
figure.mineros{margin:.4rem 0 1.1rem}
@media(max-width:40rem){.list .kind{display:none}}
@media print{figure.mineros{break-inside:avoid}}
</style>"""


def page(group: Class, asked: list[Asked], words: Words, extra: dict[str, str], with_names: bool = True) -> str:
    """The whole page. extra: further pages, title by file name."""
    parts = [
        f"<h1>{html.text(words('collect.title'))}</h1>",
        *(f"<p>{html.text(sentence)}</p>" for sentence in summary(group, asked, words)),
        f'<p><a href="{gradebook.FILE}">{html.text(words("collect.gradebook"))}</a></p>',
        f"<h2>{html.text(words('collect.stumbles'))}</h2>{pictures(asked, words)}",
        f"<h2>{html.text(words('collect.questions'))}</h2>{_list(asked, extra, words)}",
        _problems(group, words, with_names),
    ]
    return _whole(words("collect.title"), "".join(parts), words)


def summary(group: Class, asked: list[Asked], words: Words) -> list[str]:
    """What was read, in a few sentences."""
    answers = sum(len(question.said) for question in asked)
    date = takeaway.day(datetime.now().isoformat(), words)
    counts = {"files": group.read, "students": len(group.students), "answers": answers, "questions": len(asked)}
    said = [words("collect.read", **counts, date=date)]
    if group.others:
        said.append(words("collect.others", n=group.others))
    return said


def pictures(asked: list[Asked], words: Words) -> str:
    """Both figures as HTML; a sentence in the place of what cannot be drawn."""
    tried, met = stumbles.standings(asked, words), stumbles.stumbles(asked, words)
    if not tried:
        return f"<p>{html.text(words('collect.no_checks'))}</p>"
    people = len({said.student.number for question in asked for said in question.said if said.given.tries})
    drawn = [as_html("tries", stumbles.drawing_of_tries(tried, people, words), words, None)]
    if met:
        drawn.insert(0, as_html("hints", stumbles.drawing_of_hints(met, people, words), words, None))
    else:
        drawn.append(f"<p>{html.text(words('collect.no_hints'))}</p>")
    return "".join(drawn).replace(html.STYLE, "")


def _list(asked: list[Asked], extra: dict[str, str], words: Words) -> str:
    """Every question with the link to its page and what came of it."""
    heads = [("question", ""), ("kind", "kind"), ("answered", "n"), ("right_of", "n")]
    head = "".join(
        f'<th scope="col"{_class(kind)}>{html.text(words(f"collect.column.{name}"))}</th>' for name, kind in heads
    )
    lessons = list(dict.fromkeys(question.lesson for question in asked))
    groups = "".join(
        f'<tbody><tr><th scope="rowgroup" colspan="4"><strong>{html.text(takeaway.lesson_name(lesson, words))}</strong>'
        f"</th></tr>{''.join(_row(question, words) for question in asked if question.lesson == lesson)}</tbody>"
        for lesson in lessons
    )
    more = "".join(
        f'<tbody><tr><th scope="row" colspan="4">{_link(file, title)}</th></tr></tbody>'
        for file, title in extra.items()
    )
    caption = html.text(words("collect.questions"))
    return (
        f'<div class="mineros guide"><div class="scroll" tabindex="0" role="group" aria-label="{caption}">'
        f'<table class="list"><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead>{groups}{more}</table></div></div>"
    )


def _row(question: Asked, words: Words) -> str:
    said = bank.said(question.entry, "title", words) or bank.said(question.entry, "text", words)
    link = _link(f"{question.id}.html", question.id)
    right = f"{question.right} / {sum(said.given.tries > 0 for said in question.said)}" if question.is_checked else ""
    return (
        f'<tr><th scope="row">{link} {html.text(shorten(said, LINE, placeholder=" …"))}</th>'
        f'<td class="kind">{html.text(words("ask.kind." + question.entry["kind"]))}</td>'
        f'<td class="n">{len(question.said)}</td><td class="n">{right}</td></tr>'
    )


def _link(file: str, name: str) -> str:
    return f'<a href="{marking.FOLDER}/{html.text(file)}">{html.text(name)}</a>'


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


# --- what is to be looked at ----------------------------------------------------------------------------------------


def sentence(problem: Problem, words: Words) -> str:
    """A problem in one sentence."""
    return visible(words(f"collect.problem.{problem.kind}", **problem.values))


def _problems(group: Class, words: Words, with_names: bool) -> str:
    """Folded, so that no name is on a projector before somebody asks for it."""
    title = words("collect.problems", n=len(group.problems))
    if not group.problems:
        return f"<h2>{html.text(title)}</h2><p>{html.text(words('collect.no_problems'))}</p>"
    if not with_names:
        link = f'<a href="{PROBLEMS}">{html.text(words("collect.problems_apart"))}</a>'
        return f"<h2>{html.text(title)}</h2><p>{link}</p>"
    body = f"<details><summary>{html.text(words('collect.problems_open'))}</summary>{_listed(group, words)}</details>"
    return f'<h2>{html.text(title)}</h2><div class="mineros guide">{body}</div>'


def problems_page(group: Class, words: Words) -> str:
    """The list on a page of its own, for the teacher alone."""
    title = words("collect.problems", n=len(group.problems))
    return _whole(title, f'<h1>{html.text(title)}</h1><div class="mineros guide">{_listed(group, words)}</div>', words)


def _listed(group: Class, words: Words) -> str:
    whole = []
    for problem in group.problems:
        files = "".join(f"<div><bdi>{html.text(file)}</bdi></div>" for file in problem.files)
        said = html.text(sentence(problem, words))
        whole.append(f'<div class="problem">{said}<div class="files">{files}</div></div>')
    return "".join(whole)


def _whole(title: str, body: str, words: Words) -> str:
    return visible(html.page(title, body, words.language, marking.STYLE + STYLE))
