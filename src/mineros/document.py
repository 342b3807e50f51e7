"""A text in two forms: a page of HTML that a screen reader walks through by headings, and Markdown.

Whatever comes from a table or from a reader is escaped here, once for each form: it is shown, never run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mineros import html

# Signs that Markdown or a page made from it could take for markup, anywhere in a line and at its beginning.
ANYWHERE = re.compile(r"([\\`*_\[\]<>&|~#$])")
ESCAPED = r"\\\1"
AT_START = re.compile(r"^(\d+)([.)])|^([-+=:])")


def marked(text: str) -> str:
    """A text as Markdown that shows exactly this text, on one line or on several."""
    lines = [ANYWHERE.sub(ESCAPED, line.strip()) for line in text.strip().splitlines()]
    return "\\\n".join(AT_START.sub(_escape_start, line) for line in lines if line)


def _escape_start(found: re.Match[str]) -> str:
    return f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}"


@dataclass
class Document:
    """A text that is written from top to bottom; each part is kept in both forms. `top`: the level of its title."""

    top: int = 1
    pages: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)

    def heading(self, text: str, below: int = 0) -> None:
        """A heading, so many levels below the title."""
        level = self.top + below
        self.pages.append(f"<h{level}>{html.text(text)}</h{level}>")
        self.marks.append(f"{'#' * level} {ANYWHERE.sub(ESCAPED, ' '.join(text.split()))}")

    def say(self, text: str) -> None:
        """A text of one or several paragraphs."""
        for paragraph in [part for part in text.split("\n") if part.strip()]:
            self.pages.append(f'<p class="said">{html.text(paragraph)}</p>')
            self.marks.append(marked(paragraph))

    def fact(self, term: str, text: str, begins: bool = False) -> None:
        """A term and what is said of it; begins: whether a new part begins here."""
        lines = "<br>".join(html.text(line) for line in text.strip().splitlines())
        kind = "said part" if begins else "said"
        self.pages.append(f'<p class="{kind}"><strong>{html.text(term)}:</strong> {lines}</p>')
        self.marks.append(f"**{marked(term)}:** {marked(text)}")

    def items(self, texts: list[str]) -> None:
        """A list of plain texts."""
        self.ready_items([(html.text(text), marked(text)) for text in texts])

    def ready_items(self, items: list[tuple[str, str]]) -> None:
        """A list whose items are ready-made HTML and ready-made Markdown."""
        self.pages.append("<ul>" + "".join(f"<li>{page}</li>" for page, _ in items) + "</ul>")
        self.marks.append("\n".join(f"- {mark}" for _, mark in items))

    def ready(self, page: str, mark: str) -> None:
        """A part that is ready-made in both forms."""
        self.pages.append(page)
        self.marks.append(mark)

    @property
    def html(self) -> str:
        """The parts as HTML."""
        return "\n".join(self.pages)

    @property
    def markdown(self) -> str:
        """The parts as Markdown."""
        return "\n\n".join(self.marks) + "\n"
