"""The front page of the in-browser edition, in each language: what there is, what is kept where, how to start over."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from mineros import launch, student, style
from mineros.data import Tables
from mineros.html import text
from mineros.words import LANGUAGES, ORIGINAL, Words

PARTS = Path(__file__).resolve().parent / "parts"  # files of ours that go into the site as they are
PAGES = ("data-browser", "glossary", "progress")
SAID = ("saved", "none", "keeping", "whole", "stopped", "cannot", "use_new", "over")
# A reader whose browser speaks Spanish gets that page; who has chosen the other one keeps it (the address says so).
CHOICE = """<script>
const other = {pages}[navigator.language.slice(0, 2)];
if (other && !location.search) location.replace(other);
</script>"""


def write(site: Path, numbers: list[str], size: int) -> None:
    """Write the pages and what they load into the top of the site.

    numbers: those of the lessons. size: of what a first visit fetches, in megabytes.
    """
    for name in ("keep.js", "front.js", "front.css"):
        shutil.copyfile(PARTS / name, site / name)
    for name, weight in (("letters.ttf", "Regular"), ("letters-bold.ttf", "Bold")):
        shutil.copyfile(style.FONTS / f"AtkinsonHyperlegibleNext-{weight}.ttf", site / name)
    for language in LANGUAGES:
        (site / address(language)).write_text(Front(language, numbers, size).page(), "utf-8")


def address(language: str) -> str:
    """The file of a language's front page."""
    return "index.html" if language == ORIGINAL else f"{language}.html"


class Front:
    """The front page in one language."""

    def __init__(self, language: str, numbers: list[str], size: int) -> None:
        self.words = Words(language)
        self.language, self.numbers, self.size = language, numbers, size

    def say(self, key: str, **values: str | int) -> str:
        """A text of the catalogue as HTML."""
        return text(self.words(key, **values) if values else self.words(key))

    def page(self) -> str:
        """The whole page. The empty settings in it are asked for by JupyterLite, which reads them from this file."""
        title = self.say("lite.front.title")
        pages = {language: address(language) for language in LANGUAGES if language != ORIGINAL}
        choice = CHOICE.replace("{pages}", json.dumps(pages)) if self.language == ORIGINAL else ""
        return f"""<!doctype html>
<html lang="{self.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{choice}
<link rel="icon" href="lab/favicon.ico">
<link rel="stylesheet" href="front.css">
<script id="jupyter-config-data" type="application/json" data-jupyter-lite-root=".">{{}}</script>
<script id="said" type="application/json">{self._sentences()}</script>
<script type="module" src="front.js"></script>
</head>
<body>
<main>
<header><h1>{title}</h1><nav>{self._languages()}</nav></header>
<p class="edition" id="edition">{text(student.edition(Tables(self.words)))}</p>
<p>{self.say("lite.front.about")}</p>
<noscript><p><strong>{self.say("lite.front.no_script")}</strong></p></noscript>
{self._begin()}
{self._kept()}
<div class="pair">
{self._section("network", '<p id="network" role="status"></p>')}
{self._over()}
</div>
</main>
</body>
</html>
"""

    def _sentences(self) -> str:
        """What the page's script says, in a form that nothing in it can leave."""
        return json.dumps({name: self.words(f"lite.said.{name}") for name in SAID}).replace("<", "\\u003c")

    def _languages(self) -> str:
        others = [language for language in LANGUAGES if language != self.language]
        return " · ".join(
            f'<a lang="{other}" href="{address(other)}?{other}">{text(Words(other)("site.here"))}</a>'
            for other in others
        )

    def _section(self, name: str, below: str, **values: int) -> str:
        head = f"<h2>{self.say(f'lite.{name}.title')}</h2>"
        return f"<section>{head}<p>{self.say(f'lite.{name}.text', **values)}</p>{below}</section>"

    def _begin(self) -> str:
        head = "".join(f'<th scope="col">{self.say(f"lite.front.{name}")}</th>' for name in ("lesson", "practice"))
        rows = "".join(map(self._row, self.numbers))
        pages = "".join(
            f'<li><a href="{self._open("notebooks", name)}">{self.say(f"lite.page.{name}")}</a>'
            f"<span>{self.say(f'lite.page.{name}_about')}</span></li>"
            for name in PAGES
        )
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        return self._section("begin", f'{table}<ul class="pages">{pages}</ul>', size=self.size)

    def _row(self, file: str) -> str:
        number = file[:2]
        lesson = f"{number} · {self.say(f'lessons.{number}.title')}"
        exercises = self.say("lite.front.exercises_of", number=number)
        return (
            f'<tr><th scope="row"><a href="{self._open("notebooks", file)}">{lesson}</a>'
            f"<span>{self.say(f'lessons.{number}.question')}</span></th>"
            f'<td><a aria-label="{exercises}" href="{self._open("exercises", file)}">'
            f"{self.say('lite.front.exercises')}</a></td></tr>"
        )

    def _open(self, folder: str, name: str) -> str:
        """Where a notebook opens, with no other one beside it from the last time."""
        return text(launch.lite(".", f"{folder}/{self.language}/{name}.ipynb") + "&reset")

    def _kept(self) -> str:
        older = (
            f'<div id="changed" hidden><p>{self.say("lite.said.changed")}</p><ul class="pages" id="older"></ul></div>'
        )
        return self._section("kept", f'{self._button("save", "save")}<p id="saved" role="status"></p>{older}')

    def _over(self) -> str:
        dialog = (
            f'<dialog id="ask" aria-labelledby="ask-title"><h2 id="ask-title">{self.say("lite.over.ask")}</h2>'
            f"<p>{self.say('lite.over.warning')}</p>{self._button('save', 'save')}"
            f"{self._button('keep')}{self._button('all')}"
            f'<form method="dialog"><button>{self.say("lite.button.cancel")}</button></form></dialog>'
        )
        return self._section("over", f'{self._button("over")}<p id="done" role="status"></p>{dialog}')

    def _button(self, name: str, kind: str = "") -> str:
        mark = f'class="{kind}"' if kind else f'id="{name}"'
        return f'<button type="button" {mark}>{self.say(f"lite.button.{name}")}</button>'
