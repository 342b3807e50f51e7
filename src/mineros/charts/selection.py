"""A selection of rows on a timeline and on a map: for the data browser, and for any lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from mineros import geo, style
from mineros.charts.common import LISTED, cited, year_fraction
from mineros.drawing import Drawing
from mineros.finder import SEARCHED, Finder, table_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.transforms import Bbox

    from mineros.data import Tables
    from mineros.words import Value

FEW = 40  # so many rows get a mark each; more are counted year by year
NAMED = 12  # so many places of a map bear their names
THEMES = {
    "pasta_de_conchos": (style.INK, "o"),
    "exile": ("#882255", "^"),
    "alliances": (style.STEEL, "D"),
    "senate_return": (style.RUST, "s"),
    "context": ("#8a8a8a", "p"),
}


def timeline(tables: Tables, rows: pd.DataFrame) -> Drawing:
    """Events, sources or claims in time: a lane for each theme or side; a mark for a row, or for a year's rows.

    rows: some of the rows of one of these tables, with all their columns.
    """
    words, table = tables.words, table_of(rows)
    searched = SEARCHED[table]
    dated = rows[rows[searched.time] != ""]
    look = THEMES if searched.lane == "theme" else style.SIDES
    lanes = [lane for lane in look if lane in set(dated[searched.lane])]
    single = len(dated) <= FEW
    years = dated[searched.time].map(year_fraction if single else lambda iso: int(iso[:4]) + 0.5)
    together = dated.assign(year=years).groupby([searched.lane, "year"]).size()
    most = int(together.max()) if len(together) else 1

    height = 1.5 + 0.62 * max(2, len(lanes))
    figure = style.new_figure(height, left=0.29, right=0.92, top=0.95, bottom=0.75 / height)
    axes = figure.subplots()
    for place, lane in enumerate(lanes):
        color, marker = look[lane]
        mine = together[lane]
        if single:
            _stacks(axes, place, mine, color, marker)
        else:
            _bars(axes, place, mine, most, color)
        axes.text(
            1.012, place, words.number(int(mine.sum())), transform=axes.get_yaxis_transform(), va="center",
            fontsize=15, fontweight="bold",
        )  # fmt: skip
    axes.set_yticks(range(len(lanes)), [tables.label(table, searched.lane, lane) for lane in lanes])
    axes.set_ylim(max(1, len(lanes)) - 0.4, -0.6)
    _years(axes, years)
    if dated.empty:
        axes.set_axis_off()  # an axis from 0 to 1 would be a number that nobody counted
    variant = "empty" if dated.empty else ("" if single else "many")
    facts: dict[str, Value] = {
        "what": words(f"browse.tables.{table}"), "n": len(dated), "missing": len(rows) - len(dated)
    }  # fmt: skip
    return Drawing(
        figure, _in_time(tables, table, dated), facts | _busiest(tables, table, dated), _sources(table, dated), variant,
        named=LISTED,
    )  # fmt: skip


def _stacks(axes: Axes, place: int, counts: pd.Series, color: str, marker: str) -> None:
    """A mark for each row of a lane; rows of one date stand on one another, closer the more there are."""
    step = min(0.2, 0.78 / max(1, int(counts.max()) - 1))
    points = [
        (year, place + step * ((count - 1) / 2 - level))
        for year, count in counts.items()
        for level in range(int(count))
    ]
    axes.plot(*zip(*points, strict=True), marker, color=color, markersize=11, alpha=0.75)


def _bars(axes: Axes, place: int, counts: pd.Series, most: int, color: str) -> None:
    """A bar for each year of a lane, standing on the lane's line; all lanes share one scale."""
    tall = (counts / most * 0.78).clip(lower=0.06)
    axes.bar(counts.index, -tall, bottom=place + 0.39, width=0.86, color=color)  # the axis points down


def _busiest(tables: Tables, table: str, dated: pd.DataFrame) -> dict[str, Value]:
    """First and last year, and the lane and the year with most rows; nothing where there is no row."""
    if dated.empty:
        return {}
    searched = SEARCHED[table]
    years = dated[searched.time].str[:4]
    lanes, by_year = dated[searched.lane].value_counts(), years.value_counts()
    return {
        "first": str(years.min()), "last": str(years.max()),
        "lane": tables.label(table, searched.lane, str(lanes.idxmax())), "lane_n": int(lanes.max()),
        "busiest": str(by_year.idxmax()), "busiest_n": int(by_year.max()),
    }  # fmt: skip


def _in_time(tables: Tables, table: str, dated: pd.DataFrame) -> pd.DataFrame:
    """The rows drawn in time, in words."""
    import pandas as pd

    words, searched, head = tables.words, SEARCHED[table], "figure.timeline.column."
    return pd.DataFrame(
        {
            words(head + "date"): [words.date(iso) for iso in dated[searched.time]],
            words(head + "lane"): [tables.label(table, searched.lane, lane) for lane in dated[searched.lane]],
            words(head + "title"): list(dated[searched.title]),
        }
    )


def places(tables: Tables, rows: pd.DataFrame) -> Drawing:
    """Events, sources or claims on a map: a circle for each place, as large as the rows that belong to it.

    A source belongs to the places of the events that rest on it, a claim to those of its sources.
    """
    import pandas as pd

    words, table = tables.words, table_of(rows)
    finder = Finder(tables)
    of_row = finder.places_of(table, rows)
    where = tables["places"].set_index("place_id")
    # A mine without a point of its own is drawn at the town that the table names as near it.
    drawn_at = where["near"].where(where["near"] != "", where.index)
    of_row = of_row.map(lambda found: {drawn_at[place] for place in found})
    numbers = pd.Series([place for found in of_row for place in sorted(found)], dtype=object).value_counts()
    points = where.loc[[place for place in numbers.index if pd.notna(where.loc[place, "latitude"])]]
    shown = points.assign(n=[int(numbers[place]) for place in points.index])
    shown = shown.sort_values(["n", "name"], ascending=[False, True], kind="stable")

    chosen = geo.smallest(list(zip(shown["longitude"], shown["latitude"], strict=True))) if len(shown) else "world"
    figure = style.new_figure(5.0 if chosen == "world" else 6.2, left=0.01, right=0.99, top=0.99, bottom=0.01)
    axes = figure.subplots()
    geo.draw(axes, chosen, tables)
    most = int(shown["n"].max()) if len(shown) else 1
    axes.scatter(
        shown["longitude"], shown["latitude"], s=_area(shown["n"], most), c=style.RUST, alpha=0.55,
        edgecolor="white", linewidth=1,
    )  # fmt: skip
    _name_places(axes, shown.head(NAMED), most)
    on_map = set(shown.index)
    placed = sum(bool(found & on_map) for found in of_row)
    facts: dict[str, Value] = {
        "what": words(f"browse.tables.{table}"), "n": placed, "missing": len(rows) - placed, "places": len(shown),
        "top": str(shown["name"].iloc[0]) if len(shown) else words("list.none"),
        "top_n": int(shown["n"].iloc[0]) if len(shown) else 0,
    }  # fmt: skip
    head = "figure.places.column."
    listing = pd.DataFrame(
        {
            words(head + "place"): list(shown["name"]),
            words(head + "country"): list(shown["country"]),
            words(head + "n"): [words.number(n) for n in shown["n"]],
        }
    )
    return Drawing(figure, listing, facts, _sources(table, rows), "" if len(shown) else "empty", named=LISTED)


def _area(n: Any, most: int) -> Any:
    """The area of a circle, in square points, for a number of rows (or a column of them)."""
    return 60 + 840 * n / most


def _sources(table: str, rows: pd.DataFrame) -> list[str]:
    return list(rows["source_id"]) if table == "sources" else cited(rows)


def _years(axes: Axes, years: pd.Series) -> None:
    """Whole years on the axis, with room at both ends; one year alone still gets an axis of some years."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    if len(years):
        room = max(1.0, 0.04 * (years.max() - years.min()))
        axes.set_xlim(years.min() - room, years.max() + room)
    axes.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda year, _: f"{year:.0f}"))


def _name_places(axes: Axes, shown: pd.DataFrame, most: int) -> None:
    """Names beside the largest circles, each only where it covers no name set before it."""
    from matplotlib import patheffects

    halo = [patheffects.withStroke(linewidth=3, foreground="white")]
    renderer = axes.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    frame = axes.figure.bbox
    taken: list[Bbox] = []
    for row in shown.itertuples():
        away = 5 + (_area(row.n, most) ** 0.5) / 2  # beyond the rim of the circle
        beside: list[tuple[tuple[float, float], Literal["left", "right", "center"]]] = [
            ((away, 0), "left"), ((-away, 0), "right"), ((0, away + 7), "center"), ((0, -away - 7), "center")
        ]  # fmt: skip
        for shift, align in beside:
            label = axes.annotate(
                row.name, (row.longitude, row.latitude), xytext=shift, textcoords="offset points", ha=align,
                va="center", fontsize=14, path_effects=halo,
            )  # fmt: skip
            box = label.get_window_extent(renderer)
            inside = box.x0 > frame.x0 and box.x1 < frame.x1 and box.y0 > frame.y0 and box.y1 < frame.y1
            if inside and not any(box.overlaps(other) for other in taken):
                taken.append(box)
                break
            label.remove()
