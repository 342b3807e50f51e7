"""The box under a question, by its kind. Each change is saved at once and shown on return."""

from __future__ import annotations

import math
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mineros import bank, check, html, interrupts, style
from mineros.ask_many import Matching, Ordering, Several
from mineros.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Callable

    import ipywidgets

    from mineros.answers import Answers
    from mineros.words import Words

SOON = 0.5  # seconds after a verdict: what comes by then was given before the button was pressed


class AnswerBox:
    """The widgets of one question. `AnswerBox(...).show()` gives the box of them."""

    def __init__(self, question_id: str, answers: Answers, words: Words) -> None:
        import ipywidgets

        self.ipywidgets = ipywidgets
        self.entry = bank.question(question_id, words)
        self.id, self.answers, self.words = question_id, answers, words
        self.status = ipywidgets.HTML()
        self.verdict = ipywidgets.HTML().add_class("mineros-live")
        self.now: Callable[[], Any] = lambda: None  # what the control holds at this moment
        self._checked = -math.inf  # when, on the clock that only goes on
        self._lock: Callable[[], None] = lambda: None  # put a prediction back as it was, for good

    @property
    def locked(self) -> bool:
        """Whether this is a prediction whose record has been shown: then it stays as it was."""
        return self.entry["role"] == "prediction" and self.answers.is_revealed(self.id)

    def show(self) -> ipywidgets.VBox:
        """The whole box: what kind of answer, the control, where it was saved, and a check where there is one."""
        control = self._control()
        parts = [self.ipywidgets.HTML(self._intro()), control]
        if check.exists(self.id):
            layout = {"width": "14rem", "margin": ".5rem 0 .3rem 0"}
            button = self.ipywidgets.Button(description=self.words("ask.check"), layout=layout)
            button.on_click(lambda _: self._check())
            parts += [button, self.verdict]
        kept = self.answers.get(self.id)
        self._say(self.words("ask.kept") if kept is not None else self.words("ask.not_yet"))
        layout = {"max_width": "60rem", "padding": "0.2rem 0 0.6rem 0"}
        return self.ipywidgets.VBox([*parts, self.status], layout=layout)

    # --- what stands around the control ---------------------------------------------------------------------------

    def _intro(self) -> str:
        entry, words = self.entry, self.words
        facts = words(
            "ask.facts",
            kind=words(f"ask.kind.{entry['kind']}"),
            minutes=entry["minutes"],
            grouping=words(f"ask.grouping.{entry['grouping']}"),
        )
        lines = [f"<span>{html.text(facts)}</span>"]
        starter = bank.said(entry, "support_starter", words)
        if starter and entry["kind"] != "numeric":  # a number box takes no sentence
            lines.append(f"<span>{html.text(words('ask.starter'))} <em>{html.text(starter)}</em></span>")
        if bank_words := bank.said(entry, "support_words", words):
            lines.append(f"<span>{html.text(words('ask.word_bank'))} {html.text(bank_words)}</span>")
        asked = html.text(bank.said(entry, "text", words))  # the name of the box for whoever comes to it by Tab
        look = 'class="mineros-asked" style="line-height:1.45;font-size:.95rem"'
        return f'<div {look} data-question="{asked}">{"<br>".join(lines)}</div>'

    def _say(self, sentence: str) -> None:
        notice = self.answers.notice
        whole = f"{sentence} {notice}".strip() if notice else sentence
        self.status.value = html.status(whole, "font-size:.9rem")

    @interrupts.held()
    def save(self, value: Any, said: str = "") -> None:
        """Keep what the control holds now, and say so; a prediction whose record was shown stays as it was.

        said: what was done, for whoever does not see it.
        """
        if self.locked and not self.answers.was_on_its_way(self.id):
            self._lock()  # the record has been shown in the meantime
            self._say(self.words("ask.locked"))
            return
        self.verdict.value = ""  # it was about the answer before
        if self.answers.save(self.id, value, bank.said(self.entry, "text", self.words)):
            # With its time, so that a box that lost its kernel is seen to stand still, and each save is announced.
            self._say(f"{said} {self.words('ask.saved', time=f'{datetime.now():%H:%M:%S}')}".strip())
        else:
            self._say("")
        if time.monotonic() - self._checked < SOON:
            self._check(tries=0)  # the press overtook it: a page keeps back what is given while the kernel saves

    @interrupts.held()
    def _check(self, tries: int = 1) -> None:
        """Say whether the answer holds. tries: as how many it counts."""
        if self.answers.get(self.id) is None and self.now():
            self.save(self.now())  # an order that was right, or liked, as it stood is an answer too
        verdict = check.check(self.id, self.now(), self.words)
        self.answers.note_check(self.id, verdict.right, verdict.hint, tries)
        color = style.STEEL if verdict.right else style.RUST
        self.verdict.value = (
            f'<div role="status" style="border-left:6px solid {color};padding:.3rem .7rem;line-height:1.45">'
            f"{check.in_html(verdict, self.words)}</div>"
        )
        self._checked = time.monotonic()

    # --- the controls, by kind of question --------------------------------------------------------------------------

    def _control(self) -> ipywidgets.Widget:
        makers: dict[str, Callable[[], ipywidgets.Widget]] = {
            "written": self._text, "discussion": self._text, "chart": self._text,
            "numeric": self._number, "choice": self._choice,
            "ordering": lambda: Ordering(self).widget, "several": lambda: Several(self).widget,
            "matching": lambda: Matching(self).widget,
        }  # fmt: skip
        if self.entry["kind"] not in makers:
            raise QuestionError(self.words("error.bad_kind", question=self.id, kind=self.entry["kind"]))
        return makers[self.entry["kind"]]()

    def _kept(self) -> Any:
        """The answer to show: once locked, the one given before the record was seen."""
        return self.answers.first(self.id) if self.locked else self.answers.get(self.id)

    def _text(self) -> ipywidgets.Widget:
        box = self.ipywidgets.Textarea(
            value=str(self._kept() or ""),
            disabled=self.locked,
            description=self.words("ask.your_answer", question=self.id),
            placeholder=self.words("ask.write_here"),
            rows=4,
            style={"description_width": "initial"},
            layout={"width": "98%"},
        )
        # Shift-Enter adds an empty line at the end of a box; it is no part of the answer.
        box.observe(lambda change: self.save(change["new"].rstrip("\n")), names="value")

        def lock() -> None:
            box.value, box.disabled = str(self.answers.first(self.id) or ""), True

        self.now, self._lock = lambda: box.value, lock
        return box

    def _number(self) -> ipywidgets.Widget:
        unit = bank.said(self.entry, "unit", self.words)
        box = self.ipywidgets.Text(
            value=_typed_again(self._kept()),
            description=self.words("ask.your_number", unit=unit),
            disabled=self.locked,
            style={"description_width": "initial"},
            layout={"width": "22rem", "max_width": "100%"},
        )

        @interrupts.held()
        def typed(change: dict[str, Any]) -> None:
            try:
                number = float(change["new"].strip().replace(",", ""))
                if not math.isfinite(number):
                    raise ValueError("not a finite number")
            except ValueError:
                if change["new"].strip():
                    self._say(self.words("ask.not_a_number"))
                elif self.answers.get(self.id) is not None:
                    self.save(None)  # an emptied box takes the number back
                return
            if outside := self._outside(number):
                self._say(outside)
                return
            self.save(int(number) if number.is_integer() else number)

        def lock() -> None:
            box.value, box.disabled = _typed_again(self.answers.first(self.id)), True

        box.observe(typed, names="value")
        self.now, self._lock = lambda: box.value, lock
        return box

    def _outside(self, number: float) -> str:
        """One sentence where a number cannot be meant: a count below zero, or one that the question rules out."""
        least, most = self.entry.get("least", 0), self.entry.get("most", math.inf)
        if least <= number <= most:
            return ""
        if math.isinf(most):
            return self.words("ask.too_small", least=least)
        return self.words("ask.out_of_range", least=least, most=most)

    def _choice(self) -> ipywidgets.Widget:
        options = bank.options(self.entry, self.words)
        kept = self._kept()
        box = self.ipywidgets.RadioButtons(
            options=options,
            value=kept if kept in [value for _, value in options] else None,
            description=self.words("ask.choose", question=self.id),
            disabled=self.locked,
            style={"description_width": "initial"},
            layout={"width": "max-content", "max_width": "100%"},
        )

        def lock() -> None:
            box.value, box.disabled = self.answers.first(self.id), True

        box.observe(lambda change: self.save(change["new"]), names="value")
        self.now, self._lock = lambda: box.value, lock
        return box


def _typed_again(kept: Any) -> str:
    """A kept number as it may be typed again, to its last digit; nothing where no number is kept."""
    return f"{kept:,}" if isinstance(kept, int | float) else ""
