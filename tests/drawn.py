"""What the tests of figures and interactions share: every figure as its lesson draws it, and what is seen in it."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.container import BarContainer
from matplotlib.text import Text

from mineros import charts, open_pack
from mineros.drawing import Drawing
from mineros.figure import as_html

# The tables from which a lesson draws each figure, in the order in which it hands them over.
TABLES: dict[str, tuple[str, ...]] = {
    # for any lesson, and for the data browser
    "answers": ("claims",), "employers": ("claims",), "timeline": ("events",), "places": ("events",),
    # 00 How do we know?
    "archive": ("sources",), "seen": ("sources",), "balance": ("sources",), "matrix": ("events",),
    "one_sided": ("claims",), "corroborated": ("events",), "witnesses": ("sources",), "same_fact": ("claims",),
    "checked": ("seed_facts",), "rounded": ("memberships",),
    # 01 Pasta de Conchos
    "days": ("events",), "rescue": ("rescue_log",), "sixty_five": ("recoveries",), "recoveries": ("recoveries",),
    "words": ("vocabulary",), "mexico": ("disasters_mexico",), "rates": ("fatalities",), "followed": ("reforms_after",),
    # 02 Exile
    "route": ("events",), "labels": ("coverage",), "coded": ("legal_steps",), "river": ("legal_steps",),
    "recognition": ("spells", "legal_steps"), "durations": ("spells", "strikes"), "seven": ("killings",),
    "money": ("events", "legal_steps"), "deal": ("claims",),
    # 03 Alliances
    "network": ("ties",), "terms": ("alliance_terms",), "shared": ("shared_employers",), "members": ("memberships",),
    "campaigns": ("actions",), "rounds": ("actions",), "routes": ("ties", "rrm_cases"),
    "tellers": ("ties", "actions", "memberships", "alliance_terms", "shared_employers", "ilo_case_2478"),
    # 04 Senate return
    "seats": ("election_2018_senate",), "reactions": ("reactions",), "reforms": ("reforms",), "votes": ("legislature",),
    "wage": ("min_wage", "prices"), "density": ("series",), "rapid_response": ("rrm_cases",),
    "strikes_2007": ("strikes",), "ledger": ("events",),
    # 05 Your history
    "accounts": ("events",), "silence": ("claims",), "makers": ("events",), "copies": ("sources",),
    "framing": ("series",), "tested": ("seed_facts",), "settled": ("disputes",),
    "own_chart": ("claims",),
}  # fmt: skip
# The tables from which a lesson makes each interaction.
EXPLORED: dict[str, tuple[str, ...]] = {
    # for any lesson
    "answers": ("claims",),
    # 00 How do we know?
    "balance": ("sources",), "in_time": ("sources",), "same_fact": ("claims",), "checked": ("seed_facts",),
    # 01 Pasta de Conchos
    "rescue": ("rescue_log", "claims"), "words": ("vocabulary",), "rates": ("fatalities",),
    # 02 Exile
    "labels": ("coverage",), "coded": ("legal_steps",), "river": ("legal_steps",), "durations": ("spells", "strikes"),
    "money": ("events", "legal_steps"), "deal": ("claims",),
    # 03 Alliances
    "network": ("ties",), "members": ("memberships",), "campaigns": ("actions",),
    # 04 Senate return
    "reactions": ("reactions",), "wage": ("min_wage", "prices"), "density": ("series",),
    "rapid_response": ("rrm_cases",), "ledger": ("events",),
    # 05 Your history
    "accounts": ("events",), "silence": ("claims",), "framing": ("series",),
    "own_chart": (),
}  # fmt: skip
# Figures that say so, instead of refusing, when nothing is left to draw: a filter or a search may find no row.
MAY_BE_EMPTY = {
    "words", "timeline", "places",
    # 02 Exile
    "labels",
}  # fmt: skip


def given(name: str, language: str) -> list:
    """Fresh copies of the tables that a figure is drawn from."""
    return [pack(language).tables[table] for table in TABLES[name]]


@cache
def pack(language: str):
    return open_pack(language)


@cache
def drawn(name: str, language: str) -> Drawing:
    """The figure as a lesson draws it; only looked at, never changed."""
    return charts.draw(name, pack(language).tables, *given(name, language))


@cache
def shown(name: str, language: str) -> str:
    return as_html(name, drawn(name, language), pack(language).words, pack(language).citations)


def bars(axes) -> list:
    return [bar for container in axes.containers if isinstance(container, BarContainer) for bar in container]


def marks(axes, *, dated: bool = False) -> list[tuple[float, float]]:
    """Where the points stand that carry a marker and no line."""
    points = [line for line in axes.lines if line.get_marker() not in ("None", None, "")]
    return [(x, y) for line in points for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)]


def drawn_texts(figure) -> list[Text]:
    """Every text that is really painted; tick labels outside the axis are not."""
    FigureCanvasAgg(figure)
    figure.draw_without_rendering()
    hidden: set[Text] = set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            painted = axis._update_ticks() if axes.axison else []
            every = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
            hidden |= {label for tick in every if tick not in painted for label in (tick.label1, tick.label2)}
            if not axes.axison:
                hidden.add(axis.label)
    texts = figure.findobj(Text)
    return [text for text in texts if text.get_visible() and text.get_text().strip() and text not in hidden]


def faults(figure, least: float = 0.2, texts: list[Text] | None = None) -> list[str]:
    """Texts that leave the canvas, and pairs that cover more than `least` of the smaller one.

    texts: what `drawn_texts` gave, where it was asked already; to lay out a figure takes most of the time.
    """
    texts = drawn_texts(figure) if texts is None else texts
    renderer = figure.canvas.get_renderer()
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts]
    width, height = figure.bbox.width, figure.bbox.height
    found = [f"outside: {said}" for said, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height]
    for place, (said, box) in enumerate(boxes):
        for other, rest in boxes[place + 1 :]:
            wide = min(box.x1, rest.x1) - max(box.x0, rest.x0)
            high = min(box.y1, rest.y1) - max(box.y0, rest.y0)
            smaller = min(box.width * box.height, rest.width * rest.height)
            if wide > 0 and high > 0 and wide * high > least * smaller:
                found.append(f"overlap: {said} / {other}")
    return found


class Page(HTMLParser):
    """Counts of elements, and what stands in them."""

    def __init__(self, whole: str) -> None:
        super().__init__()
        self.images: list[dict] = []
        self.counts: dict[str, int] = {}
        self.open: list[str] = []
        self._said: dict[str, list[str]] = {}
        self.feed(whole)
        self.close()
        self.text = {name: "".join(parts) for name, parts in self._said.items()}

    def handle_starttag(self, tag, attrs):
        name = dict(attrs).get("class") or tag
        self.counts[tag] = self.counts.get(tag, 0) + 1
        if tag == "img":
            self.images.append(dict(attrs))
        else:
            self.open.append(name)

    def handle_endtag(self, tag):
        self.open.pop()

    def handle_data(self, data):
        for name in set(self.open):
            self._said.setdefault(name, []).append(data)


def luminance(color: str) -> float:
    """Relative luminance after WCAG 2.2."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
