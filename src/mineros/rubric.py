"""The rubric: seven points in the student's words, to judge one's own piece by, and three worked answers."""

from __future__ import annotations

import tomllib
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from mineros import controls, folders, html, interrupts
from mineros.board import heading
from mineros.document import Document
from mineros.errors import QuestionError
from mineros.words import filled_in

if TYPE_CHECKING:
    from mineros.cite import Citations
    from mineros.pack import Pack
    from mineros.words import Words

KEPT_AS = "05-rubric"
LEVELS = ("no", "yes")  # no point, one point
STYLE = "<style>.mineros-rubric .widget-label{font-weight:700;font-size:1rem}</style>"


@cache
def _file() -> dict[str, Any]:
    held: dict[str, Any] = filled_in(tomllib.loads(folders.rubric().read_text("utf-8")))
    return held


def rubric(words: Words) -> dict[str, Any]:
    """The rubric as its file holds it: `criterion`, `worked`, `question`. Raises QuestionError."""
    try:
        held = _file()
        if not held["criterion"] or not held["question"]:
            raise ValueError("no criterion or no question")
    except (OSError, ValueError, KeyError) as cause:
        raise QuestionError(words("error.damaged", file=str(folders.rubric()))) from cause
    return held


def judged(kept: Any, criteria: list[dict[str, Any]]) -> dict[str, int]:
    """What was judged, by criterion: 0 or 1. What a damaged record holds besides is left out."""
    kept = kept if isinstance(kept, dict) else {}
    known = {entry["id"] for entry in criteria}
    return {name: int(points) for name, points in kept.items() if name in known and points in (0, 1)}


def total(points: dict[str, int], words: Words) -> str:
    """The points in one sentence, and how many criteria are not judged yet."""
    criteria = rubric(words)["criterion"]
    said = words("rubric.total", n=sum(points.values()), of=len(criteria))
    left = len(criteria) - len(points)
    return f"{said} {words('rubric.left', n=left)}" if left else said


def write(text: Document, points: dict[str, int], words: Words) -> None:
    """Write the self-assessment into a document: the total, then each criterion with the level that was chosen."""
    text.say(total(points, words))
    lines = []
    for entry in rubric(words)["criterion"]:
        name, given = entry["name"][words.language], points.get(entry["id"])
        lines.append(
            f"{name}: {words('rubric.open')}" if given is None
            else f"{name} ({given}): {entry[LEVELS[given]][words.language]}"
        )  # fmt: skip
    text.items(lines)


class RubricBox:
    """The widgets of the rubric. `RubricBox(pack).show()` puts them under the cell."""

    def __init__(self, pack: Pack) -> None:
        import ipywidgets

        self.words, self.answers, self.citations = pack.words, pack.answers, pack.citations
        self.held = rubric(self.words)
        self.points = judged(self.answers.get(KEPT_AS), self.held["criterion"])
        self.status = ipywidgets.HTML()
        self.buttons = {entry["id"]: self._levels(entry) for entry in self.held["criterion"]}

    def show(self) -> None:
        """Display the rubric, and the worked answers folded below it."""
        import ipywidgets
        from IPython.display import HTML, display

        parts = [heading(self.words("rubric.title"), self.words("rubric.how")), *self.buttons.values()]
        box = ipywidgets.VBox([*parts, self.status], layout={"max_width": "60rem"})
        controls.show(box.add_class("mineros-rubric"))
        display(HTML(html.keys(self.words.language) + STYLE + self.criteria() + self.worked()))
        self.status.value = self._said(total(self.points, self.words))

    def criteria(self) -> str:
        """HTML of the criteria as a table, folded: a page without a kernel and a printed one keep it."""
        import pandas as pd

        language, say = self.words.language, self.words
        rows = [
            {
                say("rubric.column.name"): entry["name"][language],
                say("rubric.column.no"): entry["no"][language],
                say("rubric.column.yes"): entry["yes"][language],
            }
            for entry in self.held["criterion"]
        ]
        table = html.table(pd.DataFrame(rows), say("rubric.title"))
        return html.card(f"<details><summary>{html.text(say('rubric.all'))}</summary>{table}</details>")

    def worked(self) -> str:
        """HTML of the worked answers, each folded."""
        question = html.text(self.words("rubric.worked", question=self.held["question"][self.words.language]))
        answers = [self._worked(entry) for entry in self.held["worked"]]
        return html.card(f"<p>{question}</p>{''.join(answers)}")

    def _worked(self, entry: dict[str, Any]) -> str:
        text = Document(top=4)
        write_worked(text, entry, self.held["criterion"], self.citations)
        summary = self.words("rubric.worked_at", n=entry["points"], of=len(self.held["criterion"]))
        cited = list(dict.fromkeys(source for piece in entry["evidence"] for source in piece["sources"]))
        references = f"<p><strong>{html.text(self.words('figure.all_sources'))}</strong></p>"
        body = f"{text.html}{references}{self.citations.references(cited)}"
        return f"<details><summary>{html.text(summary)}</summary>{body}</details>"

    def _levels(self, entry: dict[str, Any]) -> Any:
        import ipywidgets

        language = self.words.language
        box = ipywidgets.RadioButtons(
            options=[(f"{points} · {entry[level][language]}", points) for points, level in enumerate(LEVELS)],
            value=self.points.get(entry["id"]),
            description=entry["name"][language],
            style={"description_width": "initial"},
            layout={"width": "auto", "max_width": "100%"},
        )
        box.observe(lambda change: self._judge(entry["id"], change["new"]), names="value")
        return box

    @interrupts.held()
    def _judge(self, criterion: str, points: int | None) -> None:
        if points is not None:
            self.points[criterion] = points
        saved = self.answers.save(KEPT_AS, dict(self.points), self.words("rubric.title"))
        time = f"{datetime.now():%H:%M:%S}"
        said = self.words("ask.saved", time=time) if saved else self.answers.notice
        self.status.value = self._said(f"{total(self.points, self.words)} {said}")

    @staticmethod
    def _said(sentence: str) -> str:
        return html.status(sentence, "font-weight:700")


def write_worked(text: Document, entry: dict[str, Any], criteria: list[dict[str, Any]], citations: Citations) -> None:
    """Write a worked answer into a document: the answer, then its points and why."""
    say, language = citations.words, citations.words.language
    text.fact(say("board.written.claim"), entry["claim"][language])
    for piece in entry["evidence"]:
        cited = "; ".join(f"{citations.short(source)} [{source}]" for source in piece["sources"])
        text.fact(say("board.written.piece"), cited, begins=True)
        text.fact(say("board.field.shows"), piece["shows"][language])
        text.fact(say("board.field.limits"), piece["limits"][language] or say("board.not_written"))
    for part in ("chart", "rival", "answer"):
        written = entry[part][language] or say("board.not_written")
        text.fact(say(f"board.written.{part}"), written, begins=part != "answer")
    earned = [c["name"][language] for c in criteria if c["id"] in entry["earned"]]
    lost = [c["name"][language] for c in criteria if c["id"] not in entry["earned"]]
    text.fact(say("rubric.earned"), "; ".join(earned), begins=True)
    text.fact(say("rubric.lost"), "; ".join(lost) or say("rubric.none"))
    text.fact(say("rubric.why"), entry["why"][language])
