"""How far a reader has come, and the reader's own answers: to look at, to take along, to bring back."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mineros import bank, check, controls, folders, html, school, takeaway
from mineros.errors import MinerosError, QuestionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    import ipywidgets

    from mineros.answers import Answers
    from mineros.words import Words

MIME = {"html": "text/html", "md": "text/markdown", "csv": "text/csv", "json": "application/json"}
STYLE = """<style>
.mineros .scroll .progress{border-collapse:collapse;table-layout:auto;width:100%;font-size:.95rem}
.mineros .scroll .progress :is(th,td){text-align:left;vertical-align:top;padding:.55rem .9rem .55rem 0;line-height:1.35;
 border-bottom:1px solid #e4e0d7;font-weight:400;background:#fff;color:#1b1b1b}
.mineros .scroll .progress thead th{font-weight:700;font-size:.9rem}
.mineros .scroll .progress [scope=row]{min-width:15rem}
.mineros .progress .ask{display:block;font-size:.9rem;color:#5a564e;line-height:1.35}
.mineros .bar{display:block;width:5.5rem;height:.5rem;margin-top:.35rem;border:1px solid #1f5f8b;background:#fff}
.mineros .bar i{display:block;height:100%;background:#1f5f8b}
</style>"""


@dataclass(frozen=True)
class Standing:
    """One lesson: of each kind of question how many are answered, of how many. `read` is false without its bank."""

    number: str
    read: bool
    given: dict[str, int]
    asked: dict[str, int]
    revealed: int = 0
    checked: int = 0
    right: int = 0
    checks: int = 0
    next: str = ""
    begun: bool = False  # a board, a chart or a judgment counts too
    exercises: tuple[int, int, int] = (0, 0, 0)  # answered, right so far, of how many

    @property
    def answered(self) -> int:
        """How many questions of all kinds have an answer."""
        return sum(self.given.values())

    @property
    def all(self) -> int:
        """How many questions of all kinds the lesson has."""
        return sum(self.asked.values())


KINDS = {"prediction": "guesses", "question": "questions", "ordering": "tasks", "modify": "tasks", "make": "tasks"}


def standings(answers: Answers, words: Words) -> list[Standing]:
    """Where the reader stands in each lesson that has questions, or answers."""
    records = {name: record for name, record in answers.records().items() if record.get("value") not in (None, "")}
    numbers = sorted({*bank.numbers(), *(name[:2] for name in records)})
    return [_standing(number, records, words) for number in numbers]


def _standing(number: str, records: dict[str, dict[str, Any]], words: Words) -> Standing:
    own = {name: record for name, record in records.items() if name.startswith(f"{number}-")}
    try:
        questions = bank.lesson(number, words)
        kinds = {question["id"]: KINDS.get(question["role"], "questions") for question in questions}
    except (QuestionError, KeyError, TypeError):
        return Standing(number, False, {"questions": len(own)}, {})
    asked = {kind: list(kinds.values()).count(kind) for kind in ("guesses", "questions", "tasks")}
    given = {kind: sum(kinds[name] == kind for name in own if name in kinds) for kind in asked}
    checkable = [name for name in kinds if check.exists(name)]
    return Standing(
        number=number,
        read=True,
        given=given,
        asked=asked,
        revealed=sum(bool(own[name].get("revealed")) for name in own if kinds.get(name) == "guesses"),
        checked=sum(bool(own[name].get("tries")) for name in checkable if name in own),
        right=sum(own[name].get("right") is True for name in checkable if name in own),
        checks=len(checkable),
        next=next((name for name in kinds if name not in own), ""),
        begun=bool(own),
        exercises=_exercises(number, own, words),
    )


def _exercises(number: str, own: dict[str, dict[str, Any]], words: Words) -> tuple[int, int, int]:
    """Of a lesson's exercises: how many are answered, right so far, and there at all."""
    try:
        names = [task["id"] for task in bank.exercises(number, words)]
    except QuestionError:
        return 0, 0, 0
    given = [own[name] for name in names if name in own]
    return len(given), sum(record.get("right") is True for record in given), len(names)


# --- what is shown -------------------------------------------------------------------------------------------------


def table(found: Iterable[Standing], words: Words) -> str:
    """Where the reader stands, as a table that a screen reader can walk through."""
    files = folders.lessons(words.language)
    head = "".join(
        f'<th scope="col">{html.text(words(f"progress.column.{column}"))}</th>'
        for column in ("lesson", "answered", "guesses", "questions", "tasks", "checks", "exercises", "next")
    )
    rows = "".join(_row(standing, files.get(standing.number, ""), words) for standing in found)
    caption = html.text(words("progress.caption"))
    return (
        f'{STYLE}<div class="scroll" tabindex="0" role="group" aria-label="{caption}">'
        f'<table class="progress"><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(standing: Standing, file: str, words: Words) -> str:
    name = html.text(takeaway.lesson_name(standing.number, words))
    if file:
        name = f'<a href="{html.text(file)}">{name}</a>'
    if words.has(f"lessons.{standing.number}.question"):
        name += f'<span class="ask">{html.text(words(f"lessons.{standing.number}.question"))}</span>'
    if not standing.read:
        unread = html.text(words("progress.no_bank", n=standing.answered))
        return f'<tr><th scope="row">{name}</th><td colspan="7">{unread}</td></tr>'

    def part(kind: str) -> str:
        return words("progress.of", n=standing.given[kind], all=standing.asked[kind])

    share = round(100 * standing.answered / standing.all) if standing.all else 0
    whole = html.text(words("progress.of", n=standing.answered, all=standing.all))
    bar = f'<span class="bar" aria-hidden="true"><i style="width:{share}%"></i></span>'
    cells = [f"{whole}{bar}", html.text(_guesses(standing, part("guesses"), words)), html.text(part("questions"))]
    cells += [html.text(part("tasks")), html.text(_checks(standing, words)), _practised(standing, file, words)]
    cells.append(html.text(_next(standing, words)))
    return f'<tr><th scope="row">{name}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _guesses(standing: Standing, written: str, words: Words) -> str:
    return words("progress.guesses", written=written, n=standing.revealed) if standing.revealed else written


def _checks(standing: Standing, words: Words) -> str:
    if not standing.checks:
        return words("progress.none")
    if not standing.checked:
        return words("progress.unchecked", all=standing.checks)
    key = "progress.checked" if standing.right else "progress.checked_none"
    return words(key, n=standing.checked, all=standing.checks, right=standing.right)


def _practised(standing: Standing, file: str, words: Words) -> str:
    """How far the exercises are, as a link to their notebook, which bears the lesson's name."""
    answered, right, of = standing.exercises
    if not of:
        return html.text(words("progress.no_exercises"))
    said = words("progress.of", n=answered, all=of)
    told = html.text(words("progress.practised", written=said, n=right) if right else said)
    place = f"../../exercises/{words.language}/{file}"
    return f'<a href="{html.text(place)}">{told}</a>' if file else told


def _next(standing: Standing, words: Words) -> str:
    if not standing.next:
        return words("progress.done")
    return words("progress.next" if standing.begun else "progress.begin", question=standing.next)


def guesses(found: Iterable[takeaway.Entry], words: Words) -> str:
    """The reader's own guesses with their dates, to be unfolded."""
    lines = []
    for entry in found:
        if entry.role == "prediction":
            shown = words("progress.seen") if entry.revealed else words("progress.unseen")
            said = (entry.first or entry.answer).replace("\n", " ")
            date = takeaway.day(entry.saved, words)
            lines.append(
                words("progress.guess", asked=entry.asked, guess=said, date=date or words("date.unknown"), shown=shown)
            )
    return html.folded(words("progress.my_guesses", n=len(lines)), lines) if lines else ""


def view(answers: Answers, words: Words) -> str:
    """The whole picture as HTML."""
    found = takeaway.entries(answers, words)
    sentence = words("progress.so_far" if found else "progress.nothing", n=len(found))
    if dates := sorted(entry.saved for entry in found if takeaway.day(entry.saved, words)):
        sentence += " " + words("progress.latest", date=takeaway.day(dates[-1], words))
    notice = f"<p>{html.text(answers.notice)}</p>" if answers.notice else ""
    title = f'<p class="title">{html.text(words("progress.title"))}</p>'
    body = table(standings(answers, words), words) + guesses(found, words)
    return html.card(f"{title}<p>{html.text(sentence)}</p>{notice}{body}")


class Progress:
    """The picture, and under it the buttons to take answers along and the field to bring them back."""

    def __init__(self, answers: Answers, words: Words) -> None:
        import ipywidgets

        self.answers, self.words, self.widgets = answers, words, ipywidgets
        self.told, self.handed, self.brought = (ipywidgets.HTML().add_class("mineros-live") for _ in range(3))
        self._picture: Any = None

    def show(self) -> None:
        """Display all of it. Without a kernel the picture stays on the page."""
        from IPython.display import HTML, display

        self._picture = display(HTML(view(self.answers, self.words)), display_id=True)
        controls.show(self.controls())
        display(HTML(html.keys(self.words.language)))

    def controls(self) -> ipywidgets.VBox:
        """The buttons and the field, each with what it did told below it."""
        words, box = self.words, self.widgets
        buttons = []
        for form in takeaway.FORMS:
            button = box.Button(description=words(f"take.button.{form}"), layout={"width": "auto"})
            button.on_click(lambda _, form=form: self.take(form))
            buttons.append(button)
        self.upload = box.FileUpload(
            accept=".json", multiple=False, description=words("take.bring"), layout={"width": "auto"}
        )
        self.upload.observe(lambda change: self.bring(change["new"]), names="value")
        self.again = box.Button(description=words("take.again"), layout={"width": "auto"})
        self.again.on_click(lambda _: self.refresh())

        def head(key: str) -> Any:
            return box.HTML(f'<div style="line-height:1.45;margin-top:.6rem">{html.text(words(key))}</div>')

        self.student = box.Text(
            description=words("take.student"),
            continuous_update=False,  # sent whole: a press of the button would overtake letters
            style={"description_width": "initial"},
            layout={"width": "24rem", "max_width": "100%"},
        )
        hand_in = box.Button(description=words("take.hand_in"), layout={"width": "auto"})
        hand_in.on_click(lambda _: self.hand_in())
        row = box.HBox(buttons, layout={"flex_flow": "row wrap"})
        parts = [self.again, head("take.how"), row, self.told]
        parts += [head("take.hand_in_how"), self.student, hand_in, self.handed]
        parts += school.controls(lambda: str(self.student.value), self.answers, words)
        parts += [head("take.bring_how"), self.upload, self.brought]
        return box.VBox(parts, layout={"max_width": "60rem", "align_items": "flex-start"})

    def refresh(self) -> None:
        """Draw the picture anew: another notebook may have saved since."""
        from IPython.display import HTML

        if self._picture is not None:
            self._picture.update(HTML(view(self.answers, self.words)))

    def take(self, form: str) -> None:
        """Save all answers in a form, and say where."""
        self._write(self.told, lambda: takeaway.save(form, self.answers.exports, self.answers, self.words))

    def hand_in(self) -> None:
        """Write the file to hand in, with the name that was typed, and say where."""
        self._write(self.handed, lambda: takeaway.hand_in(self.student.value, self.answers, self.words))

    def _write(self, field: Any, write: Callable[[], Path]) -> None:
        try:
            file = write()
        except MinerosError as error:
            self._say(field, html.text(error))
            return
        said = html.text(self.words("take.done", file=str(file)))
        self._say(field, f"{said} {_download(file, MIME[file.suffix[1:]], self.words)}")

    def bring(self, files: Iterable[dict[str, Any]]) -> None:
        """Join the chosen file with the answers that are here, and say what came of it."""
        for file in files:
            try:
                self._say(self.brought, html.text(takeaway.bring_back(bytes(file["content"]), self.answers)))
                self.refresh()
            except MinerosError as error:
                self._say(self.brought, html.text(error))

    @staticmethod
    def _say(field: Any, ready: str) -> None:
        field.value = f'<div role="status" style="line-height:1.45;white-space:normal">{ready}</div>'


def _download(file: Path, mime: str, words: Words) -> str:
    """A link that hands the file to the browser itself, wherever the kernel runs."""
    content = base64.b64encode(file.read_bytes()).decode()
    name = html.text(file.name)
    said = html.text(words("take.download", file=file.name))
    style = "color:#1f5f8b;text-decoration:underline"
    return f'<a style="{style}" download="{name}" href="data:{mime};base64,{content}">{said}</a>'
