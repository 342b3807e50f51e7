"""The pages of the site as Markdown, one a lesson and one its exercises, with ready-made HTML for figures and cards."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from mineros import bank, html
from mineros.figure import PICTURE
from mineros.lesson import SENTENCE, without_keys
from mineros.site import live
from mineros.terms import all_terms
from mineros.words import LANGUAGES, Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mineros.lesson import Block
    from mineros.site.reading import Practice, Reading

NO_PAGE = ("saving",)  # parts that speak only of a running notebook
CONTROLS = ("try-", "make-")
# Links of a notebook: to a term, to a lesson or its exercises, to what has no page here.
TERM = re.compile(r"\((?:[./\w]*/)?glossary\.ipynb#cell-id=([\w-]+)\)")
LESSON = re.compile(r"\[([^\]]+)\]\((?:\.\./\.\./(notebooks|exercises)/\w\w/)?(\d\d-[\w-]+)\.ipynb\)")
ELSEWHERE = re.compile(r"\[([^\]]+)\]\((?:\.\./)*[\w./-]+\.ipynb\)")
RUNNING = re.compile(r"`my-work`|progress\.ipynb")
FOLDERS = {"notebooks": "lessons", "exercises": "exercises"}  # of notebooks, and of their pages


def of_lesson(lesson: Reading, names: Iterable[str] = ()) -> str:
    """A lesson: its text, figures, cards and questions in order. names: of all lessons on the site."""
    written, before = [], ""
    for block in lesson.blocks:
        if block.part not in NO_PAGE and not block.cell.startswith(CONTROLS):
            written.append(_block(lesson, block, before, names))
            if block.part == "title":
                written.append(_top(lesson, "lessons"))
            before = block.content if block.kind == "figure" else before
    written.append(_hidden([f"../exercises/{lesson.name}", f"../answers/{lesson.name}"]))
    return told_apart("\n\n".join(written)) + "\n"


def of_practice(practice: Practice, names: Iterable[str] = ()) -> str:
    """A set of exercises: what is asked, with its figures and its code. names: of all lessons on the site."""
    words, written = practice.words, []
    for block in practice.blocks:
        if block.cell == "overview":
            written.append("\n\n".join([*block.content.split("\n\n")[:2], words("site.practice")]))
        elif block.cell == "next":
            written.append(linked(_left(block.content), names, practice.folder))
        elif block.kind == "text":
            written.append(linked(block.content, names, practice.folder))
        elif block.kind in ("code", "printed"):
            written.append(f"```{'python' if block.kind == 'code' else 'text'}\n{block.content}\n```")
        elif block.kind == "question":
            written.append(_task(practice, practice.questions[block.content]))
        else:
            written.append(raw(block.content))
        if block.cell == "title":
            written.append(_top(practice, "exercises"))
    return told_apart("\n\n".join(written)) + "\n"


def _left(text: str) -> str:
    """A text without the sentences that speak of a running notebook."""
    kept = [[one for one in SENTENCE.split(part) if not RUNNING.search(one)] for part in text.split("\n\n")]
    return "\n\n".join(" ".join(part) for part in kept if part)


def told_apart(whole: str) -> str:
    """A page on which no two places have the same name for a screen reader: the second is numbered."""
    seen: Counter[str] = Counter()

    def number(found: re.Match[str]) -> str:
        seen[found[1]] += 1
        times = seen[found[1]]
        return f'aria-label="{found[1]} ({times})"' if times > 1 else found[0]

    return re.sub(r'aria-label="([^"]*)"', number, whole)


def _top(reading: Reading, folder: str) -> str:
    """What stands under a title: the lesson live, the form for its answers, the same page in the other language."""
    form = f'<a href="../answers/{reading.name}.html">{html.text(reading.words("site.form.open"))}</a>'
    other = others(reading.words, f"../../{{}}/{folder}/{reading.name}.html")
    opens = live.button(reading, reading.words(f"site.open.{folder}"))
    return raw(f'<p class="live">{opens} {form}</p><p class="other">{other}</p>')


def _block(lesson: Reading, block: Block, before: str, names: Iterable[str]) -> str:
    """One block. before: the figure that stands above; the same figure is not drawn twice for its controls."""
    if block.kind == "text":
        return without_keys(linked(block.content, names, lesson.folder))
    if block.kind == "question":
        return _question(lesson, lesson.questions[block.content])
    said = f'<p class="live">{live.button(lesson, lesson.words("site.moves"))}</p>' if block.kind == "explore" else ""
    picture = PICTURE.search(block.content)
    if block.kind == "explore" and picture and picture[1] in before:
        return raw(said)
    if not block.reveals:
        return raw(block.content + said)
    waits = html.text(lesson.words("site.waits"))
    return raw(f'<details class="mineros waits"><summary>{waits}</summary>{block.content}{said}</details>')


def _question(lesson: Reading, entry: dict[str, Any]) -> str:
    """A question, with its options and the words that help; the ways to answer it."""
    words = lesson.words
    head = " · ".join([words(f"lesson.label.{entry['role']}"), entry["id"]])
    return f"### {head}\n\n**{bank.said(entry, 'text', words)}**\n\n{_asked(lesson, entry, form=True)}"


def _task(practice: Practice, entry: dict[str, Any]) -> str:
    """What belongs to a task whose text stands above: options, help, the ways to answer it."""
    return _asked(practice, entry, form=entry["kind"] != "code")


def _asked(reading: Reading, entry: dict[str, Any], form: bool) -> str:
    """Options, help, and where the answer goes. form: whether the form has a place for it."""
    words = reading.words
    listed = _list("ol", bank.items(entry, words)) + _list("ul", [option for option, _ in bank.options(entry, words)])
    help_ = bank.said(entry, "support_words", words)
    helped = f"<p>{html.text(words('handouts.words', words=help_))}</p>" if help_ else ""
    ways = [live.button(reading, words("site.answer"))]
    if form:
        here = html.text(words("site.form.here", question=entry["id"]))
        ways.insert(0, f'<a class="button" href="../answers/{reading.name}.html#{entry["id"]}">{here}</a>')
    return raw(f'<div class="question" id="{entry["id"]}">{listed}{helped}<p class="live">{" ".join(ways)}</p></div>')


def _list(tag: str, items: list[str]) -> str:
    lines = "".join(f"<li>{html.text(item)}</li>" for item in items)
    return f"<{tag}>{lines}</{tag}>" if items else ""


def others(words: Words, address: str) -> str:
    """Links to the same page in the other languages. address: with {} for the language."""
    return " · ".join(
        f'<a href="{address.format(code)}" lang="{code}">{html.text(Words(code)("site.here"))}</a>'
        for code in LANGUAGES
        if code != words.language
    )


def linked(text: str, names: Iterable[str], folder: str) -> str:
    """Markdown whose links lead to pages of the site; what has no page here stays as plain words.

    names: of the lessons on the site. folder: of the notebook that the text is from.
    """

    def lead(found: re.Match[str]) -> str:
        words, to, name = found[1], found[2] or folder, found[3]
        return f"[{words}](../{FOLDERS[to]}/{name}.md)" if name in names else words

    return ELSEWHERE.sub(r"\1", LESSON.sub(lead, TERM.sub(r"(#term-\1)", text)))


def raw(whole: str) -> str:
    """HTML within Markdown."""
    return f"`````{{raw}} html\n{whole}\n`````"


def _hidden(pages: Iterable[str]) -> str:
    """Pages that stand below this one in the navigation."""
    listed = "\n".join(pages)
    return f"```{{toctree}}\n:hidden:\n\n{listed}\n```"


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


def front(words: Words, lessons: list[Reading]) -> str:
    """The first page: what this is, the lessons with their questions, and the other languages."""
    rows = []
    for lesson in lessons:
        title, question = (words(f"lessons.{lesson.number}.{part}") for part in ("title", "question"))
        beside = {"exercises": words("site.exercises"), "answers": words("site.form.short")}
        links = [f"[{said}]({folder}/{lesson.name}.md)" for folder, said in ({"lessons": title} | beside).items()]
        rows.append(f"- {' · '.join(links)}<br>{question}")
    return "\n\n".join(
        [
            f"# {words('site.title')}",
            words("site.about"),
            raw(f'<p class="other">{others(words, "../{}/index.html")}</p>'),
            f"## {words('site.lessons')}",
            "\n".join(rows),
            words("site.license"),
            _hidden([*(f"lessons/{lesson.name}" for lesson in lessons), "glossary", "live"]),
        ]
    )
