"""Labels: the words that each side chose for the leader, by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros import quoted, style
from mineros.charts.common import band, cited, lanes, names_of_sides, year_fraction
from mineros.charts.exile.looks import batches, spread_up
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd

    from mineros.charts.exile.looks import Mark
    from mineros.data import Tables
    from mineros.words import Value

FAMILIES = [
    "exile", "self_exile", "fugitive", "victim", "accused", "leader", "former_leader", "boss", "hero", "senator",
    "other",
]  # fmt: skip
WHERE = ("everywhere", "mexico", "abroad")
STAY = "X02"  # the spell in Vancouver, shaded


def labels(tables: Tables, coverage: pd.DataFrame, sides: list[str] | None = None, where: str = WHERE[0]) -> Drawing:
    """Labels for the leader: a mark for each on its date, in the row of its word family, by who speaks.

    sides: the perspectives to show; None shows all. where: printed everywhere, in Mexico, or abroad.
    """
    say = tables.words
    home = coverage["country"] == say("figure.labels.home")
    place = {"everywhere": home | ~home, "mexico": home, "abroad": ~home & (coverage["country"] != "")}[where]
    chosen = coverage[place] if sides is None else coverage[place & coverage["perspective"].isin(sides)]
    chosen = chosen.sort_values(["date", "label_id"])
    dated = chosen[chosen["date"] != ""]
    dated = dated.assign(year=[year_fraction(iso) for iso in dated["date"]])
    figure = style.new_figure(7.4, left=0.29, right=0.94, top=0.98, bottom=0.19)
    axes = figure.subplots()
    stay = tables["spells"].set_index("spell_id").loc[STAY]
    band(axes, year_fraction(stay["start"]), year_fraction(stay["end"]))
    marks: list[Mark] = []
    for line, family in enumerate(FAMILIES):
        mine = dated[dated["family"] == family]
        years = list(mine["year"])
        downs = [line - shift for shift in spread_up(years, 0.36, 0.2)]
        marks += zip([style.SIDES[side] for side in mine["perspective"]], years, downs, strict=True)
        axes.text(
            1.015, line, f"{len(mine)}", transform=axes.get_yaxis_transform(), va="center", fontsize=15,
            fontweight="bold",
        )  # fmt: skip
    for (color, marker), *spots in batches(marks, 0.5, 0.35):
        axes.plot(*spots, marker, color=color, markersize=10, alpha=0.9, markeredgecolor="white")
    names = [tables.label("coverage", "family", family) for family in FAMILIES]
    present = lanes(axes, tables, names, dated["perspective"])
    axes.set_ylim(len(FAMILIES) - 0.4, -0.7)
    axes.set_xlim(2005.6, 2026.6)
    counted = dated["family"].value_counts()

    def said_by(family: str) -> str:
        return names_of_sides(tables, dated[dated["family"] == family]["perspective"], say("figure.labels.nobody"))

    facts: dict[str, Value] = {key: int(counted.get(key, 0)) for key in ("exile", "self_exile", "fugitive")}
    press = dated[dated["perspective"] == "press"]
    facts |= {
        "where": say(f"figure.labels.where.{where}"), "n": len(dated), "missing": len(chosen) - len(dated),
        "sides": len(present), "press": len(press),
        "sides_exile": said_by("exile"), "sides_fugitive": said_by("fugitive"),
        "as_of": say.date(max(dated["date"], default="")),
    }  # fmt: skip
    variant = "" if len(dated) else "empty"
    return Drawing(figure, _listing(tables, chosen), facts, cited(chosen), variant)


def _listing(tables: Tables, chosen: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    say = tables.words
    head = "figure.labels.column."
    table = pd.DataFrame(
        {
            say(head + "date"): [say.date(iso) for iso in chosen["date"]],
            say(head + "outlet"): list(chosen["outlet"]),
            say(head + "country"): list(chosen["country"]),
            say(head + "side"): [tables.label("coverage", "perspective", code) for code in chosen["perspective"]],
            **quoted.columns(chosen, "coverage", say, say(head + "label"), say(head + "original")),
            say(head + "family"): [tables.label("coverage", "family", code) for code in chosen["family"]],
            say(head + "note"): [note or "–" for note in chosen["note"]],
            say(head + "source"): list(chosen["source_id"]),
        }
    )
    return quoted.told(table, chosen, "coverage", say, say(head + "original"))
