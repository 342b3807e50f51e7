"""A figure as it reaches the reader: picture, text alternative, caption and the numbers drawn, in one piece of HTML.

JupyterLab and nbconvert ignore the alternative text of image outputs; they keep that of HTML. So a figure is HTML.
"""

from __future__ import annotations

import base64
import re
import struct
import zlib
from textwrap import fill
from typing import TYPE_CHECKING, Any

from mineros import html
from mineros.errors import ChartError
from mineros.style import DPI

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.figure import Figure

    from mineros.cite import Citations
    from mineros.drawing import Drawing
    from mineros.words import Words

QUICK, SMALL = 3, 6  # how far a PNG is packed, of 9: for a screen, where somebody waits for it, and for paper
STRIP = 64  # rows of a PNG that are packed at once
PICTURE = re.compile(r'src="data:image/png;base64,([^"]+)"')  # as `picture` writes it
LARGEST = 60  # inches of a student's chart, to either side
LONGEST_LABEL = {"x": 56, "y": 24}  # letters of a student's label on one line, in a chart of 8 by 4 inches
CAPTION = ("source", "as_of", "unit", "counted", "n", "missing")


def as_png(figure: Figure, dots: int = 0) -> bytes:
    """A chart as a PNG, of so many dots to the inch; 0: as a screen wants it.

    The pixels are matplotlib's, the file is ours: a chart is mostly paper, and packed as it is, without trying filters
    on each row, it needs a third of the time and no more room.
    """
    import numpy as np
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from mineros.press import Canvas

    canvas_before, dots_before = figure.canvas, figure.dpi
    try:
        figure.dpi = dots or DPI
        canvas: Any = figure.canvas if isinstance(figure.canvas, Canvas) else FigureCanvasAgg(figure)
        canvas.draw()
        return _packed(np.asarray(canvas.buffer_rgba()), dots or DPI, SMALL if dots else QUICK)
    finally:
        figure.dpi = dots_before
        figure.set_canvas(canvas_before)


def _packed(pixels: np.ndarray, dots: int, level: int) -> bytes:
    """Pixels, by row and column (red, green, blue, opacity: a byte each), as a PNG file (ISO/IEC 15948)."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    import numpy as np

    height, width, _ = pixels.shape
    packer = zlib.compressobj(level)
    strips = np.array_split(pixels.reshape(height, -1), -(-height // STRIP))  # a copy of the whole would be megabytes
    rows = [packer.compress(np.pad(strip, ((0, 0), (1, 0))).tobytes()) for strip in strips]  # a 0 before: no filter
    size = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)  # 8 bits to each color, and opacity
    per_meter = round(dots / 0.0254)
    scale = struct.pack(">IIB", per_meter, per_meter, 1)
    chunks = ((b"IHDR", size), (b"pHYs", scale), (b"IDAT", b"".join(rows) + packer.flush()), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*one) for one in chunks)


def picture(figure: Figure, alternative: str, dots: int = 0) -> str:
    """An <img> that carries its own data; width and height keep the page from jumping while it loads."""
    content = as_png(figure, dots)
    # The size stands in a PNG's first chunk, as two big-endian numbers.
    width, height = (int.from_bytes(content[place : place + 4], "big") for place in (16, 20))
    data = base64.b64encode(content).decode("ascii")
    return f'<img src="data:image/png;base64,{data}" alt="{html.text(alternative)}" width="{width}" height="{height}">'


class Captions:
    """The sentences around one drawing, from the catalogue's entry of its figure."""

    def __init__(self, name: str, drawing: Drawing, words: Words) -> None:
        self.name, self.drawing, self.words = name, drawing, words

    def sentence(self, part: str) -> str:
        """A part of the catalogue's entry (title, finding, ...), the variant's own if there is one."""
        keys = [f"figure.{self.name}.{part}"]
        if self.drawing.variant:
            keys.insert(0, f"figure.{self.name}.{self.drawing.variant}.{part}")
        key = next(key for key in keys if self.words.has(key))
        return self.words(key, **self.drawing.facts)

    def caption(self, source_line: str) -> list[tuple[str, str]]:
        """The six fields of every caption, with their names."""
        parts = {part: self.sentence(part) for part in CAPTION if part != "source"} | {"source": source_line}
        return [(self.words(f"figure.field.{part}"), html.text(parts[part])) for part in CAPTION]


def as_html(
    name: str, drawing: Drawing, words: Words, citations: Citations | None, number: str = "", *, dots: int = 0
) -> str:
    """The whole figure. Its alternative text states the finding; the folded part holds all numbers and references.

    citations: the sources in words; None for a figure that is drawn from something else, which its entry in the
    catalogue names. number: what the figure is called by; without it, the one in the catalogue. Figures of the data
    browser have none. dots: to the inch, in the picture; 0: as a screen wants it.
    """
    captions = Captions(name, drawing, words)
    title, finding = captions.sentence("title"), captions.sentence("finding")
    key = f"figure.{name}.number"
    called = number or (words(key) if words.has(key) else "")
    named = words("figure.number", number=called) if called else ""
    numbered = f'<p class="number">{html.text(named)}</p>' if called else ""
    said = [named, words("figure.numbers_drawn", rows=len(drawing.table))]
    summary = html.text(" · ".join(filter(None, said)))  # with its number: a list of links names each apart
    folded = (
        f"<details><summary>{summary}</summary>{html.table(drawing.table, title)}"
        f"{_references(drawing, words, citations) if citations else ''}</details>"
    )
    if citations:
        sources = citations.line(drawing.sources) or words("figure.no_source_yet")
    else:
        sources = captions.sentence("source")
    return (
        f'{html.STYLE}<figure class="mineros {html.PLAIN}" data-figure="{html.text(name)}"'
        f' aria-label="{html.text(named or title)}">'
        f'{numbered}<p class="title">{html.text(title)}</p>'
        f"{picture(drawing.figure, finding, dots)}"
        f"<figcaption>{_seen(finding)}"
        f"{html.facts(captions.caption(sources))}{folded}</figcaption></figure>"
    )


def _seen(finding: str) -> str:
    """The finding for the eye. The picture's text alternative says the same, and nobody should hear it twice."""
    return f'<p class="finding"><span aria-hidden="true">{html.text(finding)}</span></p>'


def _references(drawing: Drawing, words: Words, citations: Citations) -> str:
    if not drawing.sources:
        return ""
    named = drawing.sources[: drawing.named]
    rest = len(drawing.sources) - len(named)
    more = f"<p>{html.text(words('figure.more_in_table', count=rest))}</p>" if rest else ""
    return f"<p><strong>{html.text(words('figure.all_sources'))}</strong></p>{citations.references(named)}{more}"


def with_guess(whole: str, guess: str | None, words: Words, said: str = "guess.shown") -> str:
    """The figure with the reader's own guess above it; without a guess it waits, folded, behind one click.

    said: the sentence of the catalogue that holds the guess.
    """
    if guess is not None:
        return html.card(html.text(words(said, guess=guess)), "guess") + whole
    invitation = html.text(words("guess.missing"))
    return f'{html.STYLE}<details class="mineros"><summary>{invitation}</summary>{whole}</details>'


def of_student(figure: Figure, title: str, finding: str, table: str, words: Words) -> str:
    """A figure made by a student, shown the way ours are. What is still empty asks to be written.

    Raises ChartError where it is too large to be painted, or cannot be.
    """
    width, height = figure.get_size_inches()
    if max(width, height) > LARGEST:  # given in dots, most likely: it would fill the memory
        raise ChartError(words("error.too_wide", width=float(width), height=float(height)))
    for axes in figure.axes:
        axes.set_xlabel(_in_lines(axes.get_xlabel(), LONGEST_LABEL["x"]))
        axes.set_ylabel(_in_lines(axes.get_ylabel(), LONGEST_LABEL["y"]))
    figure.set_layout_engine("tight")
    try:
        painted = picture(figure, finding or words("student.finding"))
    except (ValueError, RuntimeError, KeyError, OverflowError) as cause:
        # Half a formula between dollar signs, a TeX that is not here, a number that is no date.
        why = str(cause).strip().partition("\n")[0]
        raise ChartError(words("error.not_painted", why=why)) from cause
    title = html.text(title or words("student.title"))
    finding = finding or words("student.finding")
    source = [(words("figure.field.source"), html.text(words("student.source", table=table)))]
    return (
        f'{html.STYLE}<figure class="mineros {html.PLAIN}" aria-label="{title}">'
        f'<p class="title">{title}</p>{painted}'
        f"<figcaption>{_seen(finding)}{html.facts(source)}</figcaption></figure>"
    )


def _in_lines(label: str, width: int) -> str:
    """A label in lines of so many letters, else a long one would run out of the picture; a formula stays whole."""
    return label if "$" in label else fill(label, width)
