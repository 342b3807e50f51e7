"""From a page of the site to a running lesson: buttons, and the page that lists every way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mineros import html
from mineros.launch import Release, ways
from mineros.lesson import Lesson

if TYPE_CHECKING:
    from mineros.site.reading import Reading
    from mineros.words import Words

PAGE = "live.html"
DEEP = 2  # folders between a lesson's page and the top of the site


def seen_from(release: Release, deep: int) -> Release:
    """The release as links of a page name it, so many folders below the top: the in-browser edition may stand there."""
    beside = release.lite and "://" not in release.lite and not release.lite.startswith("/")
    return replace(release, lite="../" * deep + release.lite) if beside else release


def address(reading: Reading) -> str:
    """Where a button leads: into the in-browser edition where there is one, else to the page that lists the ways."""
    release = seen_from(reading.release, DEEP)
    if release.lite:
        return dict(ways(release, reading.folder, reading.language, reading.path.name))["lite"]
    return f"../{PAGE}#live-{reading.number}" if release.repository else f"../{PAGE}"


def button(reading: Reading, said: str) -> str:
    """A link that looks like a button. said: what stands on it."""
    return f'<a class="button" href="{html.text(address(reading))}">{html.text(said)}</a>'


def page(words: Words, readings: list[Reading], release: Release) -> str:
    """How to open a lesson so that it runs: each way in a paragraph, then the links lesson by lesson, as Markdown."""
    parts = [f"# {words('site.live.title')}", words("site.live.why")]
    found = ways(seen_from(release, DEEP - 1), Lesson.folder, words.language, "")
    parts += [words(f"site.live.{key}") for key, _ in found]
    if found:
        parts.append(f"## {words('site.live.each')}")
        for reading in readings:
            parts.append(f"(live-{reading.number})=\n### {reading.title}\n\n{_links(reading)}")
        parts.append(f"## {words('site.live.own')}")
    return "\n\n".join([*parts, words("site.live.text")]) + "\n"


def _links(reading: Reading) -> str:
    """The lesson and its exercises, each by every way, as a list of HTML: Sphinx knows no page of the other edition."""
    lines = []
    for folder in ("notebooks", "exercises"):
        found = ways(seen_from(reading.release, DEEP - 1), folder, reading.language, reading.path.name)
        named = " · ".join(
            f'<a href="{html.text(where)}">{html.text(reading.words("site.live.way." + key))}</a>'
            for key, where in found
        )
        lines.append(f"<li>{html.text(reading.words(f'site.live.{folder}'))}: {named}</li>")
    return f"<ul>{''.join(lines)}</ul>"
