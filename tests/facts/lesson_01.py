"""Lesson 01, Pasta de Conchos."""

from __future__ import annotations

import re

from facts import Fact, claim, days
from mineros.charts.conchos import aftermath, elsewhere
from mineros.data import Tables


def _events_counted(tables: Tables) -> int:
    claims = tables["claims"]
    said = claims[(claims["dispute_id"] == "coahuila-deaths-total") & claims["source_ids"].str.contains("S0274")]
    return int(re.findall(r"in (\d+) events", said["claim"].iloc[0])[0])


def _zero(tables: Tables) -> str:
    log = tables["rescue_log"]
    return str(log[log["hours"] == 0]["time"].iloc[0]).lstrip("0")


def _located(tables: Tables) -> int:
    return int(tables["recoveries"].query("base == 65")["located"].max())


def below(tables: Tables) -> int:
    late = tables["recoveries"].query("series == '2024-2026'")
    return int(late["base"].max()) - int(late[~late["conflicts"]]["located"].max())


FACTS: list[Fact] = [
    (r"until the order was (\d+) days", lambda t: days(t, "inspection-2004", "order-2005")),
    (r"second visit to the explosion, was (\d+)", lambda t: days(t, "verification-2006", "explosion-2006")),
    (r"(Six) of the measures were still open", lambda t: int(claim(t, "mine-state", "S0046"))),
    (r"explosion \((\d+) days, by the ministry", lambda t: days(t, "inspection-2004", "explosion-2006")),
    (r"heat above (\d+) °C", lambda t: int(claim(t, "heat", "S0030"))),
    (r"(Sixty-five) men did not come out", lambda t: int(claim(t, "men-trapped", "S0071"))),
    (r"(Sixty-five) men\. A full", lambda t: int(claim(t, "men-trapped", "S0071"))),
    (r"It settles that (\d+) men died", lambda t: int(claim(t, "men-trapped", "S0071"))),
    (r"has (\d+) pillars", lambda t: int(claim(t, "men-trapped", "S0071"))),
    (r"some (\d+) files behind", lambda t: int(claim(t, "why-a-year", "S0577"))),
    (r"counts (\d+) events", _events_counted),
    (r"(Two) men had been recovered", _located),
    (r"The (two) men found in the first search", _located),
    (r"; (\d+) were left in the mine", lambda t: int(t["recoveries"]["base"].min())),
    (r"two bases, (\d+) and 63", lambda t: int(t["recoveries"]["base"].max())),
    (r"two bases, 65 and (\d+)", lambda t: int(t["recoveries"]["base"].min())),
    (r"counted from (2:30) in the morning", _zero),
    (r"record of (three) countries", lambda t: len({country for country, *_ in elsewhere.SERIES.values()})),
    (r"as far as Figure (1\.8)", lambda t: float(t.words("figure.rates.number"))),
    (r"coal was in (three) countries", lambda t: len({country for country, *_ in elsewhere.SERIES.values()})),
    (r"Here are (ten) disasters", lambda t: len(aftermath.TEN)),
]  # fmt: skip
