"""The finished piece: put together from what the reader kept, and saved as one page of HTML and as Markdown."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mineros import bank, board, case, exports, html, interrupts, rubric
from mineros.document import Document, marked
from mineros.errors import ChartError, QuestionError
from mineros.evidence import Shelf
from mineros.interactions.own_chart import KEPT_AS as CHART

if TYPE_CHECKING:
    from pathlib import Path

    from mineros.drawing import Drawing
    from mineros.pack import Pack

LESSON = "05"
WRITTEN = ("written", "discussion", "chart")  # kinds of questions whose answers are paragraphs of the reader's own


class Piece:
    """A piece of history as the reader made it. `Piece(pack).show()` saves it and shows it."""

    def __init__(self, pack: Pack) -> None:
        self.pack, self.words, self.answers = pack, pack.words, pack.answers
        self.shelf = Shelf(pack)
        self.case, self.notice = board.opened(pack)
        self.criteria = rubric.rubric(self.words)["criterion"]
        self.points = rubric.judged(self.answers.get(rubric.KEPT_AS), self.criteria)

    @interrupts.held()
    def show(self) -> None:
        """Save the piece in both forms, say where, and show it. Raises ExportError."""
        from IPython.display import HTML, display

        names = "; ".join(str(file) for file in self.save())
        said = f"{self.notice} {self.words('piece.saved', files=names)}".strip()
        display(HTML(html.card(html.text(said), "note") + html.card(self.document(top=2).html)))

    @interrupts.held()
    def save(self) -> list[Path]:
        """Write the piece as a page, as Markdown, and its chart as a picture beside them; returns the files.

        A draft takes the place of the draft before it; a finished piece bears the time. Raises ExportError.
        """
        from mineros.figure import as_png

        say = self.words
        name = say("piece.file_draft") if self.lacks() else exports.stamped(say("piece.file"))
        picture = f"{name}.png"
        text = self.document(chart_file=picture)
        title = self.case.title.strip() or say("board.no_title")
        page = html.page(title, f'<article class="mineros">{text.html}</article>', say.language)
        contents: dict[str, str | bytes] = {f"{name}.html": page, f"{name}.md": text.markdown}
        if self.drawing is not None:
            contents[picture] = as_png(self.drawing.figure)
        return exports.write(self.answers.exports, contents, say)

    # --- what it holds ----------------------------------------------------------------------------------------------

    @cached_property
    def drawing(self) -> Drawing | None:
        """The reader's own chart; None where none was chosen, or the choice cannot be drawn."""
        from mineros import charts
        from mineros.chartable import fitting

        kept, tables = self.answers.get(CHART), self.pack.tables
        if not isinstance(kept, dict) or kept.get("table") not in list(tables):
            return None
        fit = fitting(tables, kept)
        try:
            return charts.draw("own_chart", tables, tables[fit.pop("table")], **fit)
        except ChartError:  # a choice of another edition of the tables
            return None

    @cached_property
    def paragraphs(self) -> list[tuple[str, str]]:
        """What the reader wrote in this lesson, each under its question."""
        return [
            (str(record.get("question") or name), record["value"])
            for name, record in sorted(self.answers.begun(f"{LESSON}-").items())
            if isinstance(record.get("value"), str) and record["value"].strip() and self._is_written(name)
        ]

    def _is_written(self, question_id: str) -> bool:
        """Whether an answer is a text of the reader's own, and not the id of an option."""
        if question_id == case.SET_ASIDE_AS:
            return False
        try:
            return bank.question(question_id, self.words)["kind"] in WRITTEN
        except QuestionError:  # of an edition with other questions: nothing that was written is left out
            return True

    def lacks(self) -> list[str]:
        """What is missing before the piece is finished: what the board asks for, the chart, the self-assessment."""
        missing = case.lacks(self.case, self.shelf)
        if not self.case.title.strip():
            missing.insert(0, self.words("piece.lack.title"))
        if self.drawing is None:
            missing.append(self.words("piece.lack.chart"))
        if len(self.points) < len(self.criteria):
            missing.append(self.words("piece.lack.rubric"))
        return missing

    @property
    def cited(self) -> list[str]:
        """The sources of all pieces of evidence, in their order."""
        return list(dict.fromkeys(source for piece in self.case.pieces for source in self.shelf.sources(piece)))

    # --- the whole of it --------------------------------------------------------------------------------------------

    def document(self, top: int = 1, chart_file: str = "") -> Document:
        """The piece in both forms. chart_file: where the Markdown finds the picture of the chart."""
        text, say = Document(top), self.words
        board.write(text, self.case, self.shelf)
        if missing := self.lacks():
            self._mark_as_draft(text, missing)
        self._add_chart(text, chart_file)
        if self.paragraphs:
            text.heading(say("piece.paragraphs"), below=1)
            for question, answer in self.paragraphs:
                text.heading(question, below=2)
                text.say(answer)
        text.heading(say("piece.rubric"), below=1)
        rubric.write(text, self.points, say)
        text.heading(say("piece.references"), below=1)
        if self.cited:
            text.ready_items([self._reference(source) for source in self.cited])
        else:
            text.say(say("piece.no_reference"))
        text.say(say("piece.made_with", edition=self.pack.tables.edition))
        return text

    def _mark_as_draft(self, text: Document, missing: list[str]) -> None:
        """Say at once, below the title, that the piece is a draft, and what is missing."""
        notice = Document(text.top)
        notice.heading(self.words("piece.draft"), below=1)
        notice.say(self.words("piece.draft_how"))
        notice.items(missing)
        text.pages[1:1], text.marks[1:1] = notice.pages, notice.marks

    def _add_chart(self, text: Document, chart_file: str) -> None:
        text.heading(self.words("piece.chart"), below=1)
        if self.drawing is None:
            text.say(self.words("piece.no_chart"))
            return
        from mineros.figure import Captions, as_html

        captions = Captions("own_chart", self.drawing, self.words)
        whole = as_html("own_chart", self.drawing, self.words, self.pack.citations).removeprefix(html.STYLE)
        finding = marked(captions.sentence("finding"))
        facts = "\n".join(
            f"- **{marked(self.words(f'figure.field.{part}'))}:** {marked(captions.sentence(part))}"
            for part in ("as_of", "unit", "counted", "n", "missing")
        )
        text.ready(
            whole,
            f"**{marked(captions.sentence('title'))}**\n\n![{finding}]({chart_file})\n\n{finding}\n\n{facts}",
        )

    def _reference(self, source: str) -> tuple[str, str]:
        """A whole reference in HTML and in Markdown."""
        row, citations = self.pack.citations.source(source), self.pack.citations
        when = self.words.date(row["published"])
        said = ", ".join(part for part in (row["author"], row["title"], row["publisher"], when) if part)
        address = f" <{row['url']}>" if row["url"].startswith(("https://", "http://")) and ">" not in row["url"] else ""
        return citations.full(source), f"{marked(f'{said} [{source}]')}{address}"
