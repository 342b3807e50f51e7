"""A presenter's way through the lesson: a slide for each part, guess, figure and question, with notes to speak from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mineros import bank, folders, html, keys
from mineros.handouts.pages import aspect, listed, markdown, page, part_of, printed, screen_style, small
from mineros.handouts.sheets import AT_A_KEYBOARD, CONTROLS, extension
from mineros.lesson import without_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineros.lesson import Block, Lesson

NOT_SHOWN = ("overview", "saving")
WHOLE = ("notice",)  # what a class must hear before anything else stays on one slide
BY_PARAGRAPH = ("debate", "summary")  # each paragraph is read aloud, and talked about, by itself
BESIDE = 1.6  # a figure that is less wide than this, for its height, has its title at its side
LONG, LONGER = 100, 170  # letters of a question; longer ones are set smaller
WORDY, WORDIER = 330, 600  # letters of a text
LEAST = 60  # letters of a paragraph that is worth a slide; "Now it is your turn." is not

# The keys of a clicker and of a keyboard move by one slide, a number and Enter to that slide. A click on a figure makes
# it as wide as the screen, for small letters, and back. Without a script the page still scrolls.
TURNING = """<script>
addEventListener('click', event => {
 const slide = event.target.closest('img') && event.target.closest('section');
 if (slide) slide.classList.toggle('close');
});
let typed = '';
addEventListener('keydown', event => {
 if (/^[0-9]$/.test(event.key)) { typed += event.key; return; }
 if (event.key === 'Enter' && typed) { scrollTo({top: (typed - 1) * innerHeight}); typed = ''; return; }
 typed = '';
 const way = {ArrowRight: 1, ArrowDown: 1, PageDown: 1, ' ': 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1}[event.key];
 if (!way || event.ctrlKey || event.altKey || event.metaKey) return;
 event.preventDefault();
 scrollTo({top: (Math.round(scrollY / innerHeight) + (event.shiftKey ? -1 : way)) * innerHeight});
})</script>"""


@dataclass(frozen=True)
class Slide:
    """A slide: its kind ("title", "part", "figure", "question"), its HTML, and what the speaker wants at hand."""

    kind: str
    head: str
    body: str
    note: str


def slides(lesson: Lesson, _: str = "") -> str:
    """All slides on one page; a screen shows one at a time, a printer makes a page of each."""
    shown = _all(lesson)
    of = html.text(lesson.title)
    sections = [
        f'<section class="{slide.kind}">{slide.body}<footer><span>{of}</span><span>{number} / {len(shown)}</span>'
        "</footer></section>"
        for number, slide in enumerate(shown, start=1)
    ]
    return page(lesson, "slides", "".join(sections) + TURNING, screen_style())


def notes(lesson: Lesson, paper: str) -> str:
    """For each slide, what the speaker wants at hand."""
    parts = [f"<h1>{html.text(lesson.title)}</h1><p>{html.text(lesson.told('keys'))}</p>"]
    for number, slide in enumerate(_all(lesson), start=1):
        at = html.text(lesson.told("slide", slide=number))
        parts.append(
            f'<section class="question"><h2 class="small">{at}</h2><h3>{slide.head}</h3>{slide.note}</section>'
        )
    return printed(lesson, "notes", "".join(parts), paper)


def _all(lesson: Lesson) -> list[Slide]:
    """Title, parts, figures, guesses and questions. What the notebook says between them goes into the next note."""
    found, said, figure = [_title(lesson)], "", ""
    views: dict[str, str] = {}  # by question: the view of a figure that it is about
    for block in lesson.blocks:
        if block.cell in lesson.left_out or block.part in NOT_SHOWN:
            continue
        if block.kind == "text" and block.part in ("", "title"):
            found.append(_opening(lesson, block))
        elif block.kind == "text" and block.cell == block.part:
            found += _part(lesson, block)
            figure = ""
        elif block.kind == "text" and not block.cell.startswith(CONTROLS):
            said += markdown(without_keys(lesson.on_paper(block.cell, block.content)))
        elif block.kind == "figure":
            found.append(_figure(lesson, block, said))
            said, views = "", views | dict.fromkeys(block.asked, _image(block))
            figure = figure if block.said else _image(block)
        elif block.kind == "question":
            entry = lesson.questions[block.content]
            if entry["role"] == "prediction":
                figure = ""
            if entry["role"] not in AT_A_KEYBOARD:
                found.append(_question(lesson, entry, said, views.get(entry["id"], figure)))
                said = ""
    return found


def _title(lesson: Lesson) -> Slide:
    question = html.text(lesson.words(f"lessons.{lesson.number}.question"))
    of = html.text(lesson.told("of", number=lesson.number))
    title = html.text(lesson.words(f"lessons.{lesson.number}.title"))
    body = f'<h1>{title}</h1><p class="asked">{question}</p><p class="small">{of}</p>'
    return Slide("title", title, body, f"<p>{html.text(lesson.guide['staging'][lesson.language])}</p>")


def _opening(lesson: Lesson, block: Block) -> Slide:
    """What the notebook says under its title: where and when, before anything is asked."""
    text = block.content.partition("\n")[2].strip().split("\n\n")[-1]
    head = html.text(lesson.words(f"lessons.{lesson.number}.title"))
    return Slide("part", head, _said(head, text), "")


def _part(lesson: Lesson, block: Block) -> Iterator[Slide]:
    """A part's heading and its first paragraph, the rest in the note; or a slide for each of its paragraphs."""
    heading, _, rest = lesson.on_paper(block.cell, block.content).partition("\n")
    name, _, minutes = heading.lstrip("# ").partition(" · ")
    head, above = html.text(name), small(minutes)
    texts = [text.removeprefix("- ") for text in re.split(r"\n\n|\n(?=- )", rest.strip())]
    if block.part in BY_PARAGRAPH:
        for text in texts:
            if len(text) >= LEAST:
                yield Slide("part", head, above + _said(head, text), markdown(text))
        return
    supporting = {entry["part"]: entry for entry in lesson.guide["supporting"]}
    listen = ""
    if block.cell in supporting:
        wanted = supporting[block.cell][f"listen_{lesson.language}"]
        listen = f"<p><strong>{html.text(lesson.told('note.listen'))}:</strong> {html.text(wanted)}</p>"
    shown = rest.strip() if block.part in WHOLE else texts[0]
    yield Slide("part", head, above + _said(head, shown), markdown(rest) + listen)


def _said(head: str, text: str) -> str:
    """A heading, and a text in letters as large as its length allows."""
    size = "wordier" if len(text) > WORDIER else "wordy" if len(text) > WORDY else "short"
    return f'<h2>{head}</h2><div class="{size}">{markdown(text)}</div>'


def _image(block: Block) -> str:
    found = re.search(r"<img [^>]*>", block.content)
    return found[0] if found else ""


def _figure(lesson: Lesson, block: Block, said: str) -> Slide:
    """Number, title and picture. What it shows and does not show is the speaker's to say, after the class."""
    image, title = _image(block), part_of(block, "title")
    facts = "".join(re.findall(r'<p class="(?:finding|fact)">.*?</p>', block.content, re.DOTALL))
    kind = "figure beside" if aspect(image) < BESIDE else "figure"
    number = part_of(block, "number")
    head = f'<div><p class="small">{number}</p><h2>{title}</h2>{small(block.said)}</div>'
    note = said + (f"<p>{html.text(block.said)}</p>" if block.said else "") + facts
    return Slide(kind, ". ".join(filter(None, (number, title))), head + image, note)


def _question(lesson: Lesson, entry: dict[str, Any], said: str, figure: str) -> Slide:
    """A question, with the figure that it is about beside it, and letters before its options for a show of hands."""
    words, language = lesson.words, lesson.language
    asked = lesson.on_paper(entry["id"], bank.said(entry, "text", words))
    label = f"{words('lesson.label.' + entry['role'])} · {entry['id']}"
    grouping = words(f"ask.grouping.{entry['grouping']}")
    how = " · ".join([f"{entry['minutes']} min", grouping, *extension(lesson, entry)])
    options = listed((option for option, _ in bank.options(entry, words)), 'ol type="A"')
    size = " long" * (len(asked) > LONG) + "er" * (len(asked) > LONGER)
    body = (
        f'<div><p class="small"><b>{html.text(label)}</b> {html.text(how)}</p>'
        f'<p class="asked{size}">{html.text(asked)}</p>{options}</div>{figure}'
    )
    best = next(sample for sample in entry["sample"] if sample["level"] == "proficient")
    right = keys.in_words(entry, folders.solutions(), language)
    note = [said, *([f"<p><strong>{html.text(lesson.told('right', answer=right))}</strong></p>"] if right else [])]
    note += [f"<p><strong>{html.text(lesson.told('note.good'))}:</strong> {html.text(best[language])}</p>"]
    for wrong in entry["misconception"]:
        heard = {"said": wrong[language], "followup": wrong[f"followup_{language}"]}
        note.append(f"<p>{html.text(lesson.told('note.hear', **heard))}</p>")
    return Slide("question beside" if figure else "question", html.text(asked), body, "".join(note))
