"""Handing in where a school's server has a folder for it: only when the button is pressed, never by itself.

The variable MINEROS_HAND_IN names the folder of this one student, in which the school's teachers can read (hub/).
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mineros import exports, html, takeaway
from mineros.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mineros.answers import Answers
    from mineros.words import Words

FILE = "handed-in.json"  # one for each student: a newer one takes its place


def folder() -> Path | None:
    """Where this student hands in; None where there is no such place, as on a computer of one's own."""
    named = os.environ.get("MINEROS_HAND_IN")
    return Path(named) if named else None


def send(to: Path, student: str, answers: Answers, words: Words) -> Path:
    """Write the file to hand in into that folder, whole or not at all, for its group to read. Raises ExportError."""
    try:
        if not to.is_dir():  # made by the server; one that we made ourselves no teacher would look into
            raise ExportError(words("hub.no_folder", folder=str(to)))
        (file,) = exports.write(to, {FILE: takeaway.handed(student, answers, words)}, words)
        file.chmod(0o640)
    except OSError as cause:
        raise ExportError(words("error.not_exported", folder=str(to), why=cause.strerror or str(cause))) from cause
    return file


def take_back(to: Path, words: Words) -> str:
    """Delete what was handed in; returns what came of it. Raises ExportError."""
    try:
        (to / FILE).unlink()
    except FileNotFoundError:
        return words("hub.nothing_there")
    except OSError as cause:
        raise ExportError(words("hub.not_taken_back", folder=str(to), why=cause.strerror or str(cause))) from cause
    return words("hub.taken_back")


def state(to: Path, words: Words) -> str:
    """Whether something lies there now, and since when."""
    try:
        moment = datetime.fromtimestamp((to / FILE).stat().st_mtime)
    except OSError:
        return words("hub.nothing_there")
    return words("hub.handed_in", date=words.date(moment.date().isoformat()), time=f"{moment:%H:%M}")


def controls(student: Callable[[], str], answers: Answers, words: Words) -> list[Any]:
    """Two buttons, what they do above them and what they did below; none where there is no place to hand in.

    student: gives the name as it stands in its field when a button is pressed.
    """
    import ipywidgets

    to = folder()
    if to is None:
        return []
    told = ipywidgets.HTML(_line(state(to, words), "status")).add_class("mineros-live")

    def press(do: Callable[[], str]) -> None:
        try:
            told.value = _line(do(), "status")
        except ExportError as error:
            told.value = _line(str(error), "status")

    def hand_in() -> str:
        send(to, student(), answers, words)
        return state(to, words)

    buttons = []
    for key, do in (("send", hand_in), ("take_back", lambda: take_back(to, words))):
        button = ipywidgets.Button(description=words(f"hub.{key}"), layout={"width": "auto"})
        button.on_click(lambda _, do=do: press(do))
        buttons.append(button)
    return [
        ipywidgets.HTML(_line(words("hub.how"))),
        ipywidgets.HBox(buttons, layout={"flex_flow": "row wrap"}),
        told,
    ]


def _line(said: str, role: str = "note") -> str:
    """A sentence above or below controls."""
    space = "" if role == "status" else ";margin-top:.6rem"
    return f'<div role="{role}" style="line-height:1.45;white-space:normal{space}">{html.text(said)}</div>'
