"""The data browser: search and filter events, sources and claims, open a card, draw the selection, keep it as a file.

All controls are plain form fields and a list: Tab moves between them, the arrow keys inside them.
"""

from __future__ import annotations

from functools import cached_property
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from mineros import controls, html, interrupts
from mineros.cards import Cards, headline
from mineros.errors import MinerosError
from mineros.finder import SEARCHED

if TYPE_CHECKING:
    import pandas as pd

    from mineros.pack import Pack

MOST = 300  # lines in the list; a longer selection is drawn and exported whole
LINE = 140  # letters of a line
VIEWS = ("timeline", "places")
WIDE = {"width": "auto", "max_width": "44rem"}
LABEL = {"description_width": "initial"}


class Browser:
    """The controls and what stands under them. `Browser(pack).show()` puts them under the cell."""

    def __init__(self, pack: Pack) -> None:
        import ipywidgets

        self.pack, self.words, self.tables = pack, pack.words, pack.tables
        self.finder = pack.finder
        self.cards = Cards(self.tables, pack.citations, self.finder)
        say, box = self.words, ipywidgets
        self.table = self._choice("browse.table", [(say(f"browse.tables.{name}"), name) for name in SEARCHED])
        self.text = self._field("browse.text", "browse.text_hint", "30rem")
        self.start = self._field("browse.start", "browse.year_hint", "14rem")
        self.end = self._field("browse.end", "browse.year_hint", "14rem")
        self.place = box.Dropdown(
            options=self._place_options, description=say("browse.place"), style=LABEL, layout=WIDE
        )
        self.side = box.Dropdown(options=self._side_options, description=say("browse.side"), style=LABEL, layout=WIDE)
        self.view = box.Dropdown(
            options=[(say(f"browse.view.{view}"), view) for view in VIEWS],
            description=say("browse.draw"), style=LABEL, layout=WIDE,
        )  # fmt: skip
        self.list = box.Select(
            options=[], rows=9, description=say("browse.list"), style=LABEL,
            layout={"width": "98%", "max_width": "60rem"},
        )  # fmt: skip
        # Where html.keys does not reach (another front end), arrow keys may leave a list: buttons go through it, too.
        self.previous = box.Button(description=say("browse.previous"))
        self.next = box.Button(description=say("browse.next"))
        self.save = box.Button(description=say("browse.save"), layout={"width": "24rem", "max_width": "100%"})
        self.found, self.told = (box.HTML().add_class("mineros-live") for _ in range(2))
        self._card: Any = None
        self._picture: Any = None
        self.rows: pd.DataFrame = self.finder.find("events")

    @interrupts.held()
    def show(self) -> None:
        """Display the browser. Without a kernel the picture of all events stays on the page."""
        import ipywidgets
        from IPython.display import HTML, display

        years = ipywidgets.HBox([self.start, self.end], layout={"flex_flow": "row wrap"})
        steps = ipywidgets.HBox([self.previous, self.next])
        search = [self.table, self.text, years, self.place, self.side, self.found, self.list, steps]
        controls.show(ipywidgets.VBox(search, layout={"max_width": "60rem"}))
        self._card = display(HTML(""), display_id=True)
        below = ipywidgets.VBox([self.save, self.told, self.view], layout={"max_width": "60rem"})
        controls.show(below)
        self._picture = display(HTML(""), display_id=True)
        display(HTML(html.keys(self.words.language)))
        self.search()
        for field in (self.table, self.text, self.start, self.end, self.place, self.side):
            field.observe(lambda _: self.search(), names="value")
        self.list.observe(lambda _: self.open(), names="value")
        self.view.observe(lambda _: self.draw(), names="value")
        self.previous.on_click(lambda _: self.step(-1))
        self.next.on_click(lambda _: self.step(1))
        self.save.on_click(lambda _: self.export())

    @interrupts.held()
    def search(self) -> None:
        """Find what is asked for now, list it and draw it."""
        table = self.table.value
        limits = {"start": self.start.value, "end": self.end.value, "place": self.place.value, "side": self.side.value}
        try:
            self.rows = self.finder.find(table, self.text.value, **limits)
        except MinerosError as error:
            self._say(self.found, str(error))
            return
        lines = [
            (shorten(headline(self.tables, table, row), LINE, placeholder="…"), str(row.iloc[0]))
            for _, row in self.rows.head(MOST).iterrows()
        ]
        controls.fill(self.list, lines)
        self._say(self.found, self._counted(table, limits))
        self._say(self.told, "")
        self.open()
        self.draw()

    def _counted(self, table: str, limits: dict[str, str]) -> str:
        """How many rows were found; of none, how many the same search finds in the other tables."""
        key = "browse.found" if len(self.rows) <= MOST else "browse.found_more"
        said = self.words(key, n=len(self.rows), most=MOST, what=self.words(f"browse.tables.{table}"))
        if len(self.rows):
            return said
        others = [name for name in SEARCHED if name != table]
        counts = [
            f"{self.words(f'browse.tables.{name}')}: {len(self.finder.find(name, self.text.value, **limits))}"
            for name in others
        ]
        return f"{said} {self.words('browse.elsewhere', counts='; '.join(counts))}"

    def step(self, by: int) -> None:
        """Choose the next line of the list, or the one before; the first where none is chosen."""
        if self.list.options:
            now = -1 if self.list.index is None else self.list.index
            self.list.index = min(max(now + by, 0), len(self.list.options) - 1)

    @interrupts.held()
    def open(self) -> None:
        """Show the card of the chosen line."""
        from IPython.display import HTML

        chosen = self.list.value
        try:
            if chosen is None:
                whole = html.card(html.text(self.words("browse.choose")), "note")
            else:
                row = self.rows[self.rows.iloc[:, 0] == chosen].iloc[0]
                whole = self.cards.card(self.table.value, row.to_dict())
        except MinerosError as error:  # an id that leads nowhere, in a copy that somebody has edited
            whole = html.card(html.text(error), "bad")
        self._card.update(HTML(whole))

    @interrupts.held()
    def draw(self) -> None:
        """Draw all that was found, in time or on a map."""
        from IPython.display import HTML

        try:
            picture = self.pack.html(self.view.value, self.rows)
        except MinerosError as error:  # else it would end unseen in the log of the server
            picture = html.card(html.text(error), "bad")
        self._picture.update(HTML(picture))

    @interrupts.held()
    def export(self) -> None:
        """Write all that was found to a file of the reader's own."""
        try:
            file = self.pack.saved(self.rows)
        except MinerosError as error:
            self._say(self.told, str(error))
            return
        self._say(self.told, self.words("browse.saved", n=len(self.rows), file=str(file)))

    def _field(self, label: str, hint: str, width: str) -> Any:
        import ipywidgets

        return ipywidgets.Text(
            description=self.words(label), placeholder=self.words(hint), continuous_update=False, style=LABEL,
            layout={"width": width, "max_width": "100%"},
        )  # fmt: skip

    def _choice(self, label: str, options: list[tuple[str, str]]) -> Any:
        import ipywidgets

        return ipywidgets.Dropdown(options=options, description=self.words(label), style=LABEL, layout=WIDE)

    @staticmethod
    def _say(field: Any, sentence: str) -> None:
        field.value = html.status(sentence)

    @cached_property
    def _place_options(self) -> list[tuple[str, str]]:
        """The places that an event names, by name."""
        used = set(self.tables["events"]["place_id"])
        places = self.tables["places"]
        named = [
            (", ".join(dict.fromkeys((row.name, row.state or row.country))), row.place_id)
            for row in places[places["place_id"].isin(used)].itertuples(index=False)
        ]
        return [(self.words("browse.anywhere"), ""), *sorted(named)]

    @cached_property
    def _side_options(self) -> list[tuple[str, str]]:
        present = set(self.tables["claims"]["perspective"]) | set(self.tables["sources"]["perspective"])
        return [(self.words("browse.any_side"), ""), *self.tables.choices("claims", "perspective", present)]
