"""The answers form: all questions of a lesson as plain controls of a page, for a reader who cannot use JupyterLab.

What is typed stays in the reader's browser and is taken along as one file, in the form of `mineros.answers`: a teacher
collects it, and the progress page brings it back. The page says what is asked; `static/answers.js` keeps the answers.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mineros import bank, html
from mineros.answers import LARGEST, VERSION
from mineros.explore import Slider
from mineros.site import live
from mineros.site.pages import others, raw, told_apart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mineros.explore import Control
    from mineros.site.reading import Practice, Reading
    from mineros.words import Words

# By the kind of a question: how it is answered here. The script knows the same names.
WAYS = {
    "written": "text", "discussion": "text", "chart": "text", "numeric": "number", "choice": "choice",
    "several": "several", "ordering": "order", "matching": "match",
}  # fmt: skip
# What the script says, by its own name: sentences of the catalogue, their {places} left for it to fill.
SAID = {
    "saved": "ask.saved", "kept": "ask.kept", "none": "ask.not_yet", "number": "ask.not_a_number",
    "small": "ask.too_small", "range": "ask.out_of_range", "locked": "ask.locked", "foreign": "answers.foreign",
    "about": "take.hand_in_about", "file": "take.hand_in_file",
    **{name: f"site.form.{name}" for name in (
        "incomplete", "refused", "damaged", "nothing", "taken", "brought", "sure", "deleted"
    )},
}  # fmt: skip


def page(lesson: Reading, practice: Practice) -> str:
    """The form of a lesson and its exercises, as Markdown around ready-made HTML."""
    words = lesson.words
    parts = [f"# {words('site.form.title', lesson=words(f'lessons.{lesson.number}.title'))}", raw(_opening(lesson))]
    head = ""
    for block in lesson.blocks:
        if block.kind == "question":
            if block.part != head:
                head = block.part
                parts.append(f"## {_name(lesson.code(head))}" if head else "")
            entry = lesson.questions[block.content]
            parts.append(f"### {words('lesson.label.' + entry['role'])} · {entry['id']}")
            parts.append(raw(_question(lesson, entry, "lessons", lesson.controls.get(entry["id"], []))))
    tasks = [entry for entry in practice.questions.values() if entry["kind"] in WAYS]
    parts += [f"## {words('site.exercises').capitalize()}", words("site.form.code")]
    for entry in tasks:
        parts += [f"### {entry['title'][words.language]} · {entry['id']}", raw(_question(practice, entry, "exercises"))]
    parts += [f"## {words('site.form.take')}", raw(_tools(words))]
    return told_apart("\n\n".join(filter(None, parts))) + "\n"


def _name(text: str) -> str:
    """The heading of a part, without its minutes."""
    return text.splitlines()[0].lstrip("# ").partition(" · ")[0]


def _opening(lesson: Reading) -> str:
    """How the form works; that it keeps nothing without its script; ways to other pages."""
    words = lesson.words
    about = "".join(f"<p>{html.text(words(f'site.form.{key}'))}</p>" for key in ("about", "where"))
    no_script = f'<p class="warned" id="no-script">{html.text(words("site.form.no_script"))}</p>'  # the script hides it
    links = [
        f'<a href="../{folder}/{lesson.name}.html">{html.text(words(f"site.form.{folder}"))}</a>'
        for folder in ("lessons", "exercises")
    ]
    ways = f'<p class="live">{live.button(lesson, words("site.open.lessons"))} {" ".join(links)}</p>'
    other = f'<p class="other">{others(words, f"../../{{}}/answers/{lesson.name}.html")}</p>'
    return f"{ways}{other}{about}{no_script}"


def _question(reading: Reading, entry: dict[str, Any], folder: str, controls: Iterable[Control] = ()) -> str:
    """One question: its words, its controls, and the place where it is told that the answer is kept."""
    words, name = reading.words, entry["id"]
    controls = list(controls)
    way = WAYS[entry["kind"]]
    if controls:
        way = "numbers" if all(isinstance(control, Slider) for control in controls) else "match"
    asked = bank.said(entry, "text", words)
    limits = "".join(f' data-{end}="{html.text(entry[end])}"' for end in ("least", "most") if end in entry)
    locks = " data-locks" if entry["role"] == "prediction" else ""
    read = html.text(words(f"site.form.read.{folder}", question=name))
    return (
        f'<section class="answer" id="{name}" data-way="{way}" data-asked="{html.text(asked)}"{limits}{locks}>'
        f"{_controls(entry, way, asked, controls, words)}"
        f'<p class="told" role="status" id="told-{name}"></p>'
        f'<p class="small"><a href="../{folder}/{reading.name}.html#{name}">{read}</a></p></section>'
    )


def _controls(entry: dict[str, Any], way: str, asked: str, controls: list[Control], words: Words) -> str:
    """What a question is answered with; the question itself is its label, or the legend of the group."""
    name, help_ = entry["id"], _help(entry, words, "drawn" if controls else entry["kind"])
    described = f'aria-describedby="help-{name}"'
    label = f'<label class="asked" for="field-{name}">{html.text(asked)}</label>{help_}'
    if way == "text":
        return f'{label}<textarea id="field-{name}" rows="4" {described}></textarea>'
    if way == "number":
        unit = html.text(bank.said(entry, "unit", words))
        box = f'<input id="field-{name}" type="text" inputmode="decimal" autocomplete="off" size="12" {described}>'
        return f'{label}<p>{box} <span id="unit-{name}">{unit}</span></p>'
    inside = _fields(entry, way, controls, words)
    return f'<fieldset {described}><legend class="asked">{html.text(asked)}</legend>{help_}{inside}</fieldset>'


def _fields(entry: dict[str, Any], way: str, controls: list[Control], words: Words) -> str:
    """The controls of a group, each with its own label."""
    name, options = entry["id"], bank.options(entry, words)
    if controls:
        rows = [_control(f"field-{name}-{place}", control) for place, control in enumerate(controls)]
    elif way in ("choice", "several"):
        kind = "radio" if way == "choice" else "checkbox"
        rows = [
            f'<label><input type="{kind}" name="{name}" value="{html.text(value)}"> {html.text(said)}</label>'
            for said, value in options
        ]
    elif way == "order":
        places = [(str(place), str(place)) for place in range(1, len(options) + 1)]
        rows = [
            _menu(f"field-{name}-{place}", said, [("–", ""), *places], f' data-step="{html.text(value)}"')
            for place, (said, value) in enumerate(options)
        ]
    else:
        offered = [(words("ask.match.none"), ""), *options]
        rows = [_menu(f"field-{name}-{place}", item, offered) for place, item in enumerate(bank.items(entry, words))]
    return "".join(f'<div class="row {way}">{row}</div>' for row in rows)


def _control(name: str, control: Control) -> str:
    """A control of a figure in which a guess is drawn: a number between two ends, or a menu."""
    if isinstance(control, Slider):
        label = html.text(f"{control.label} ({control.low}–{control.high})")
        ends = f'min="{control.low}" max="{control.high}" step="any"'
        return f'<label for="{name}">{label}</label><input id="{name}" type="number" {ends}>'
    return _menu(name, control.label, control.options)


def _menu(name: str, said: str, options: Iterable[tuple[str, Any]], more: str = "") -> str:
    """A menu with its label."""
    offered = "".join(f'<option value="{html.text(value)}">{html.text(option)}</option>' for option, value in options)
    return f'<label for="{name}">{html.text(said)}</label><select id="{name}"{more}>{offered}</select>'


def _help(entry: dict[str, Any], words: Words, how: str) -> str:
    """How to answer, how to begin, words that help."""
    lines = [words(f"site.form.way.{how}")]
    starter = bank.said(entry, "support_starter", words)
    if starter and WAYS.get(how) == "text":
        lines.append(f"{words('ask.starter')} {starter}")
    if helping := bank.said(entry, "support_words", words):
        lines.append(f"{words('ask.word_bank')} {helping}")
    said = "<br>".join(map(html.text, lines))
    return f'<p class="help" id="help-{entry["id"]}">{said}</p>'


def _tools(words: Words) -> str:
    """Name, download, load, print, delete; and what the script has to know. They wait, hidden, for the script."""

    def button(name: str) -> str:
        said = html.text(words(f"site.form.do.{name}"))
        return f'<button type="button" class="button" id="do-{name}">{said}</button>'

    said = {name: str(words.entry(key)) for name, key in SAID.items()}
    known = said | {"language": words.language, "version": VERSION, "largest": LARGEST}
    data = json.dumps(known, ensure_ascii=False).replace("<", "\\u003c")
    return (
        f'<div class="tools" id="tools" hidden><p>{html.text(words("site.form.take_how"))}</p>'
        f'<p><label for="student">{html.text(words("take.student"))}</label> '
        f'<input id="student" type="text" autocomplete="name" maxlength="60"></p>'
        f"<p>{button('take')} {button('print')}</p>"
        f'<p><label for="bring">{html.text(words("site.form.bring"))}</label> '
        f'<input id="bring" type="file" accept=".json,application/json"></p><p>{button("delete")}</p>'
        f'<p class="told" role="status" id="told-tools"></p></div>'
        f'<script type="application/json" id="said">{data}</script><script src="../_static/answers.js"></script>'
    )
