"""The pack as a lesson holds it: the tables, and one verb for each thing a lesson does with them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from mineros import bank, interrupts
from mineros.data import Tables
from mineros.errors import AnswersError, ChartError, DataError, ExportError
from mineros.texts import named, typed
from mineros.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mineros.answers import Answers
    from mineros.cite import Citations
    from mineros.finder import Finder


class Pack:
    """The tables as attributes (`pack.events`), and the verbs of a lesson: figure, explore, ask, check, cite, board.

    Nothing is read, drawn or imported before it is asked for.
    """

    dots = 0  # to the inch, in pictures; 0: as a screen wants them

    def __init__(self, language: str) -> None:
        self.words = Words(language)
        self.tables = Tables(self.words)

    def __repr__(self) -> str:
        from mineros import student

        opened = self.words("pack.opened", tables=len(list(self.tables)), folder=str(self.answers.folder))
        return f"{opened}\n{student.edition(self.tables)}"

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name in ("words", "tables"):
            raise AttributeError(name)
        return self.tables[name]

    def _put(self, whole: str) -> None:
        """Put ready-made HTML where the reader sees it; on paper, that is elsewhere (mineros.handouts)."""
        _display(whole)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.tables]

    @cached_property
    def answers(self) -> Answers:
        """The reader's own answers."""
        from mineros.answers import Answers

        return Answers(self.words)

    @cached_property
    def citations(self) -> Citations:
        """The sources, put into words."""
        from mineros.cite import Citations

        return Citations(self.tables)

    @cached_property
    def finder(self) -> Finder:
        """The search over events, sources and claims."""
        from mineros.finder import Finder

        return Finder(self.tables)

    def figure(self, name: str, *tables: pd.DataFrame, guess: str = "", number: str = "", **choices: Any) -> None:
        """Draw a figure of the pack from your tables and show it with its meaning: caption, text, numbers drawn.

        name: the figure's name, such as "days". tables: what it draws. choices: what can be chosen in it.
        guess: the id of a prediction to show beside the result. number: for a figure that several lessons use, the one
        that it bears here, such as "1.2". Raises ChartError.
        """
        name, guess, number = named(name), named(guess), named(number)
        if guess:
            bank.question(guess, self.words)  # a misspelt id is told before anything is drawn
        drawn = self.answers.first(guess) if guess else None
        if isinstance(drawn, list):
            choices["line"] = drawn  # a guess that was drawn, not written, belongs into the picture
        whole = self.html(name, *tables, number=number, **choices)
        self._put(self._beside_guess(whole, guess) if guess else whole)

    @interrupts.held()
    def html(self, name: str, *tables: pd.DataFrame, number: str = "", **choices: Any) -> str:
        """The HTML of a figure, as `figure` shows it."""
        from mineros import charts
        from mineros.figure import as_html

        drawing = charts.draw(name, self.tables, *tables, **choices)
        whole = as_html(name, drawing, self.words, self.citations, number, dots=self.dots)
        drawing.put_away()
        return whole

    def explore(self, name: str, *tables: pd.DataFrame, guess: str = "") -> None:
        """A figure with controls: choose, filter, set, guess. Without a kernel the figure stays as it is.

        guess: the id of a prediction that the figure would give away; until it is made, the figure waits, folded.
        """
        from mineros import interactions
        from mineros.explore import explore

        if guess:
            bank.question(guess, self.words)  # a misspelt id is told before anything is drawn
        waits = bool(guess) and self.answers.first(guess) is None
        drawing = interactions.of(named(name), self, *tables)
        explore(*drawing, self._folded if waits else None, language=self.words.language)

    def _folded(self, whole: str) -> str:
        from mineros.figure import with_guess

        return with_guess(whole, None, self.words)

    def ask(self, question_id: str) -> None:
        """The answer box of a question. What you write is saved at once, and is there when you come back."""
        from mineros import controls, html
        from mineros.ask import AnswerBox

        controls.show(AnswerBox(question_id, self.answers, self.words).show())
        self._put(html.keys(self.words.language))

    def check(self, task: str, value: Any) -> None:
        """Say whether a value answers a task; where it does not, give a hint, never the answer. Raises QuestionError.

        What you gave is saved with your answers, once for each new try; a blank that is still there is no try.
        """
        from mineros import html, tries
        from mineros.check import in_html

        verdict = tries.note(task, value, self.answers)
        given = tries.shown(value)
        below = f'<pre class="given">{html.text(given)}</pre>' if given else ""
        below += f"<p>{html.text(self.answers.notice)}</p>" if self.answers.notice else ""
        self._put(html.card(in_html(verdict, self.words) + below, "note" if verdict.right else "bad"))

    def is_right(self, task: str, value: Any) -> bool:
        """Whether a value answers a task, for a grader's tests: nothing is shown or saved. Raises QuestionError."""
        from contextlib import redirect_stderr, redirect_stdout
        from io import StringIO

        from mineros.check import check

        # A grader takes any output of a test for a failure, and a function of the reader's may print, or warn.
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            return check(task, value, self.words).right

    def cite(self, *source_ids: str) -> None:
        """Show source cards: who made it, when, from which side, what was at stake for its maker."""
        self._put(self.citations.card([named(source) for source in source_ids]))

    def term(self, word: str) -> None:
        """Show a term of the glossary, named in either language: `pack.term("amparo")`. Raises DataError."""
        from mineros import terms

        self._put(terms.card(terms.find(word, self.words), self.words))

    def find(self, table: str, text: str = "", **limits: Any) -> pd.DataFrame:
        """The rows of "events", "sources" or "claims" that fit: words, start and end (years), place, side.

        For example `pack.find("events", "Cananea", start=2007, end=2010, side="union")`. Raises DataError.
        """
        known = ("start", "end", "place", "side")
        if unknown := [name for name in limits if name not in known]:
            raise DataError(self.words("error.no_such_limit", names=", ".join(unknown), known=", ".join(known)))
        return self.finder.find(table, text, **limits)

    def claims_on(self, question: str) -> pd.DataFrame:
        """Every answer to a disputed question; `pack.figure("answers", pack.claims_on(...), dispute=...)` draws them.

        question: an id of the table `disputes`, such as "survivors", or a theme, such as "exile". Raises DataError.
        """
        return self.finder.claims_on(question)

    def who_says(self, question: str) -> None:
        """Show, for each side, how many claims on a question and how many different answers; 0 for a silent side.

        `pack.finder.who_says(question)` is the same as a table to compute with. Raises DataError.
        """
        from mineros import html

        counted = self.finder.who_says(question)
        head = "browse.who."
        listing = {
            self.words(head + "side"): [
                self.tables.label("claims", "perspective", side) for side in counted["perspective"]
            ],
            self.words(head + "claims"): counted["claims"],
            self.words(head + "answers"): counted["answers"],
        }
        self._put(html.card(html.table(_frame(listing), self.words(head + "caption"))))

    def table(self, rows: pd.DataFrame, *columns: str) -> None:
        """Show some columns of rows as a table to read: headings and codes in words. Raises DataError, ExportError.

        rows: what `pack.find` gave, or rows of pack.events, pack.sources or pack.claims. columns: their names.
        """
        from mineros import html

        name, columns = self._table_of(rows), tuple(map(named, columns))
        listing = {self.heading(name, column): self._told(rows, name, column) for column in columns}
        self._put(html.card(html.table(_frame(listing), self.tables.title(name))))

    def contents(self) -> None:
        """Show all tables: name, title, number of rows, what each holds."""
        from mineros import html

        listing = self.tables.contents()
        self._put(html.card(html.table(listing, self.words("data.contents.caption", tables=len(listing)))))

    def browse(self) -> None:
        """The data browser: search, filter, open cards, draw on a timeline and a map, save as a file."""
        from mineros.browser import Browser

        Browser(self).show()

    def board(self) -> None:
        """The evidence board: a claim, the pieces that bear it, what each shows and does not, a rival to answer."""
        from mineros.board import Board

        Board(self).show()

    def rubric(self) -> None:
        """The rubric of seven points, to judge your own piece by, and three worked answers. Raises QuestionError."""
        from mineros.rubric import RubricBox

        RubricBox(self).show()

    def piece(self) -> None:
        """Show your piece, finished or as a draft, and save it as a page and as Markdown. Raises ExportError."""
        from mineros.piece import Piece

        Piece(self).show()

    def progress(self) -> None:
        """Where you are in each lesson, what comes next, and how to take your answers along or bring them back."""
        from mineros.progress import Progress

        Progress(self.answers, self.words).show()

    def bring_back(self, file: str) -> None:
        """Join a kept answers file with yours: of two answers to one question the later stays. Raises AnswersError."""
        from pathlib import Path

        from mineros import html, takeaway
        from mineros.answers import content_of

        try:
            content = content_of(Path(file))
        except (OSError, ValueError, TypeError) as cause:
            raise AnswersError(self.words("answers.no_such_file", file=typed(file)[-200:])) from cause
        self._put(html.card(html.text(takeaway.bring_back(content, self.answers)), "note"))

    def export(self, rows: pd.DataFrame) -> None:
        """Save rows of "events", "sources" or "claims" as CSV, each with its citation, and say where.

        It lies in the folder `exports` beside your answers. Raises ExportError.
        """
        from mineros import html

        file = self.saved(rows)
        self._put(html.card(html.text(self.words("browse.saved", n=len(rows), file=str(file))), "note"))

    def saved(self, rows: pd.DataFrame) -> Path:
        """Save rows as `export` does; returns the file.

        It lies in the folder `exports` beside your answers. Raises ExportError.
        """
        from mineros.cited_rows import save

        return save(rows, self._table_of(rows), self.answers.exports, self.tables, self.citations)

    def _told(self, rows: pd.DataFrame, table: str, column: str) -> list[str]:
        """The cells of a column as a reader meets them: codes in words, quotations in the reader's language."""
        from mineros import quoted

        if quoted.is_quoted(table, column):
            return quoted.in_one(rows, table, self.words)
        return [self.tables.label(table, column, str(cell)) for cell in rows[column]]

    def _table_of(self, rows: pd.DataFrame) -> str:
        """Which table these rows are of. Raises ExportError where they are not whole rows of one that is searched."""
        from mineros.finder import table_of

        try:
            return table_of(rows)
        except (KeyError, AttributeError, IndexError) as cause:
            raise ExportError(self.words("error.not_whole_rows")) from cause

    def in_words(self, table: str, column: str) -> pd.Series:
        """A coded column of a table in the reader's words: kind "order" becomes "order" or "emplazamiento"."""
        table, column = named(table), named(column)
        self.tables.field_title(table, column)  # a wrong table or column is told here
        return self.tables[table][column].map(lambda code: self.tables.label(table, column, code))

    def heading(self, table: str, column: str) -> str:
        """What a column holds, in the reader's words: for an axis of your own chart."""
        return self.tables.field_title(named(table), named(column))

    @interrupts.held()
    def show(self, chart: Figure | Axes, title: str, finding: str, table: str) -> None:
        """Show a chart of your own the way the pack shows its figures; say in words what it shows.

        chart: the figure, or its axes. table: the name of the table that it is drawn from. Raises ChartError.
        """
        from mineros.figure import of_student

        figure: Any = getattr(chart, "figure", chart)  # axes know the figure that they stand in
        if not hasattr(figure, "savefig"):
            raise ChartError(self.words("error.no_chart"))
        self._put(of_student(figure, title, finding, table, self.words))

    def _beside_guess(self, whole: str, prediction: str) -> str:
        """The figure beside what the reader wrote before; the guess is locked from then on."""
        from mineros.figure import with_guess

        kept = self.answers.first(prediction)
        if kept is None:
            return with_guess(whole, None, self.words)
        self.answers.reveal(prediction)
        if isinstance(kept, list):
            return with_guess(whole, self.words("guess.drawn"), self.words)
        entry = bank.question(prediction, self.words)
        if entry["kind"] == "written":
            return with_guess(whole, str(kept), self.words, "guess.wrote")
        named = {value: words for words, value in bank.options(entry, self.words)}
        unit = bank.said(entry, "unit", self.words)
        said = self.words.number(kept) if isinstance(kept, int | float) else named.get(str(kept), str(kept))
        return with_guess(whole, f"{said} {unit}".strip(), self.words)


def _frame(columns: dict[str, Any]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(columns)


def _display(whole: str) -> None:
    """Put ready-made HTML under the cell."""
    from IPython.display import HTML, display

    display(HTML(whole))


def open_pack(language: str) -> Pack:
    """The pack in a language: "en" for English, "es" for Spanish. Raises LanguageError."""
    from mineros import in_browser

    if in_browser.HERE:
        in_browser.prepare()
    return Pack(language)
