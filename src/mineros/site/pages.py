"""The pages of the site as Markdown, one a lesson, with ready-made HTML for figures and cards."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from mineros import bank, html
from mineros.figure import PICTURE
from mineros.lesson import without_keys
from mineros.site.reading import Reading
from mineros.terms import all_terms
from mineros.words import LANGUAGES, Words

if TYPE_CHECKING:
    from mineros.lesson import Block

NO_PAGE = ("saving",)  # parts that speak only of a running notebook
CONTROLS = ("try-", "make-")
# Links of a notebook: to a term, to another lesson, to what has no page here.
TERM = re.compile(r"\(glossary\.ipynb#cell-id=([\w-]+)\)")
LESSON = re.compile(r"\((\d\d-[\w-]+)\.ipynb\)")
ELSEWHERE = re.compile(r"\[([^\]]+)\]\((?:\.\./)*[\w./-]+\.ipynb\)")


def of_lesson(lesson: Reading) -> str:
    """A lesson: its text, figures, cards and questions in order. What is asked is answered in the running lesson."""
    written, before = [], ""
    for block in lesson.blocks:
        if block.part not in NO_PAGE and not block.cell.startswith(CONTROLS):
            written.append(_block(lesson, block, before))
            if block.part == "title":
                same = f"../../{{}}/lessons/{lesson.path.stem}.html"
                written.append(raw(f'<p class="other">{_others(lesson.words, same)}</p>'))
            before = block.content if block.kind == "figure" else before
    return _told_apart("\n\n".join(written)) + "\n"


def _told_apart(whole: str) -> str:
    """A page on which no two places have the same name for a screen reader: the second is numbered."""
    seen: Counter[str] = Counter()

    def number(found: re.Match[str]) -> str:
        seen[found[1]] += 1
        times = seen[found[1]]
        return f'aria-label="{found[1]} ({times})"' if times > 1 else found[0]

    return re.sub(r'aria-label="([^"]*)"', number, whole)


def _block(lesson: Reading, block: Block, before: str) -> str:
    """One block. before: the figure that stands above; the same figure is not drawn twice for its controls."""
    if block.kind == "text":
        return without_keys(linked(block.content))
    if block.kind == "question":
        return _question(lesson, lesson.questions[block.content])
    said = f'<p class="live">{_live(lesson, "site.moves")}</p>' if block.kind == "explore" else ""
    picture = PICTURE.search(block.content)
    if block.kind == "explore" and picture and picture[1] in before:
        return raw(said)
    if not block.reveals:
        return raw(block.content + said)
    waits = html.text(lesson.words("site.waits"))
    return raw(f'<details class="mineros waits"><summary>{waits}</summary>{block.content}{said}</details>')


def _question(lesson: Reading, entry: dict[str, Any]) -> str:
    """A question, with its options and the words that help; a way to answer it."""
    words = lesson.words
    head = " · ".join([words(f"lesson.label.{entry['role']}"), entry["id"]])
    options = "".join(f"<li>{html.text(option)}</li>" for option, _ in bank.options(entry, words))
    listed = f"<ul>{options}</ul>" if options else ""
    help_ = bank.said(entry, "support_words", words)
    helped = f"<p>{html.text(words('handouts.words', words=help_))}</p>" if help_ else ""
    live = f'<p class="live">{_live(lesson, "site.answer")}</p>'
    asked = f"### {head}\n\n**{bank.said(entry, 'text', words)}**"
    return f"{asked}\n\n{raw(f'<div class=question>{listed}{helped}{live}</div>')}"


def _live(lesson: Reading, key: str) -> str:
    """A link to the page that says how to open the lesson so that it runs."""
    return f'<a href="../live.html">{html.text(lesson.words(key))}</a>'


def _others(words: Words, address: str) -> str:
    """Links to the same page in the other languages. address: with {} for the language."""
    return " · ".join(
        f'<a href="{address.format(code)}" lang="{code}">{html.text(Words(code)("site.here"))}</a>'
        for code in LANGUAGES
        if code != words.language
    )


def linked(text: str) -> str:
    """Markdown whose links lead to pages of the site; what has no page here stays as plain words."""
    text = TERM.sub(r"(#term-\1)", text)
    text = LESSON.sub(r"(\1.md)", text)
    return ELSEWHERE.sub(r"\1", text)


def raw(whole: str) -> str:
    """HTML within Markdown."""
    return f"`````{{raw}} html\n{whole}\n`````"


def glossary(words: Words) -> str:
    """All terms by field, each with a place to which a lesson can link."""
    language = words.language
    parts = [f"# {words('glossary.title')}"]
    for field in dict.fromkeys(term.field for term in all_terms()):
        parts.append(f"## {words(f'glossary.fields.{field}').capitalize()}")
        terms = [term for term in all_terms() if term.field == field]
        for term in sorted(terms, key=lambda term: term.name[language].casefold()):
            parts.append(f"(term-{term.id})=\n### {term.name[language]}\n\n{term.meaning[language]}")
    return "\n\n".join(parts) + "\n"


def front(words: Words, lessons: list[Reading], edition: str) -> str:
    """The first page: what this is, the lessons with their questions, and the other languages."""
    rows = [
        f"- [{lesson.title}](lessons/{lesson.path.stem}.md): {words(f'lessons.{lesson.number}.question')}"
        for lesson in lessons
    ]
    pages = "\n".join([*(f"lessons/{lesson.path.stem}" for lesson in lessons), "glossary", "live"])
    return "\n\n".join(
        [
            f"# {words('site.title')}",
            words("site.about"),
            raw(f'<p class="other">{_others(words, "../{}/index.html")}</p>'),
            f"## {words('site.lessons')}",
            "\n".join(rows),
            words("site.edition", edition=edition),
            f"```{{toctree}}\n:hidden:\n\n{pages}\n```",
        ]
    )


def live(words: Words) -> str:
    """How to open a lesson so that it runs."""
    return f"# {words('site.live.title')}\n\n{words('site.live.text')}\n"
