"""From pages of Markdown to a site: Sphinx, with the theme Furo. Nothing is fetched, neither now nor by a reader."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mineros import html, student, style
from mineros.errors import ExportError
from mineros.lesson import numbers
from mineros.site import forms, live, pages
from mineros.site.reading import Practice, Reading
from mineros.words import LANGUAGES, ORIGINAL, Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from mineros.launch import Release

HERE = Path(__file__).parent
NAME = "Los Mineros"
FURO = {
    "light_css_variables": {"color-brand-primary": style.STEEL, "color-brand-content": style.STEEL},
    "dark_css_variables": {"color-brand-primary": "#8fc1e3", "color-brand-content": "#8fc1e3"},
    "top_of_page_buttons": [],
}


def settings(words: Words, edition: str) -> dict[str, Any]:
    """What Sphinx is told: its file conf.py, as names and values."""
    return {
        "project": NAME,
        "release": edition,
        "language": words.language,
        "extensions": ["myst_parser"],
        "html_theme": "furo",
        "html_title": NAME,
        "html_theme_options": FURO,
        "html_static_path": [str(HERE / "static"), str(style.FONTS), "looks"],
        "html_css_files": ["cards.css", "mineros.css"],
        "exclude_patterns": ["conf.py", "looks", ".doctrees"],
        "html_permalinks": False,
        "html_copy_source": False,
        "html_show_sourcelink": False,
        "html_show_copyright": False,
        "html_show_sphinx": False,
        "templates_path": [str(HERE / "templates")],
        "html_context": {"edition": edition},
        "html_use_index": False,
        "myst_heading_anchors": 0,
        "suppress_warnings": ["myst.header"],
    }


@dataclass(frozen=True)
class Set:
    """One language of the site. only: the number of one lesson, or ""; release: where lessons can be opened live."""

    words: Words
    only: str
    release: Release

    @cached_property
    def lessons(self) -> list[Reading]:
        """The lessons."""
        return [Reading(number, self.words.language, self.release) for number in self._numbers]

    @cached_property
    def practices(self) -> list[Practice]:
        """Their exercises."""
        return [Practice(number, self.words.language, self.release) for number in self._numbers]

    @cached_property
    def edition(self) -> str:
        """Which edition this is, in words."""
        return student.edition(self.lessons[0].pack.tables)

    @property
    def _numbers(self) -> list[str]:
        return [number for number in numbers(self.words.language) if self.only in ("", number)]


def write(folder: Path, made: Set, step: Callable[[str], None]) -> None:
    """The Markdown of one language, into an empty folder. step: called with the name of each lesson that is ready."""
    looks = html.STYLE.removeprefix("<style>").removesuffix("</style>")
    texts = {
        "looks/cards.css": looks,
        "index.md": pages.front(made.words, made.lessons),
        "glossary.md": pages.glossary(made.words),
        "live.md": live.page(made.words, made.lessons, made.release),
    }
    names = [lesson.name for lesson in made.lessons]
    for lesson, practice in zip(made.lessons, made.practices, strict=True):
        texts[f"lessons/{lesson.name}.md"] = pages.of_lesson(lesson, names)
        texts[f"exercises/{lesson.name}.md"] = pages.of_practice(practice, names)
        texts[f"answers/{lesson.name}.md"] = forms.page(lesson, practice)
        step(f"{made.words.language}/{lesson.name}")
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def make(to: Path, only: str, release: Release, step: Callable[[str], None]) -> None:
    """The whole site. to: a folder, replaced whole once everything is made. only: the number of one lesson, or "".

    Raises ExportError with what Sphinx complained of.
    """
    with tempfile.TemporaryDirectory() as temporary:
        made = Path(temporary) / "site"
        for language in LANGUAGES:
            words, source = Words(language), Path(temporary) / language
            one = Set(words, only, release)
            write(source, one, step)
            _run(source, made / language, settings(words, one.edition), words)
            _mend(made / language, words)
            step(f"{language}/")
        (made / "index.html").write_text(_door(), "utf-8")
        if to.exists():
            shutil.rmtree(to)
        shutil.copytree(made, to)


def _run(source: Path, to: Path, told: dict[str, Any], words: Words) -> None:
    """Let Sphinx make one language, in a process of its own: twice in one, it complains of itself."""
    (source / "conf.py").write_text("".join(f"{name} = {value!r}\n" for name, value in told.items()), "utf-8")
    options = ["-b", "html", "-q", "-W", "--keep-going", "-d", str(source / ".doctrees")]
    command = [sys.executable, "-m", "sphinx", *options, str(source), str(to)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        raise ExportError(words("site.command_failed", why=" ".join(done.stderr.split())[:400]))


def _mend(made: Path, words: Words) -> None:
    """What the theme leaves out or says in English only: names for its two side bars, a heading for the search."""
    english, own = Words(ORIGINAL).entry("site.theme"), words.entry("site.theme")
    pairs = [(english[key], own[key]) for key in english]
    for name in ("sidebar", "toc"):
        named = html.text(words(f"site.bar.{name}"))
        pairs.append((f'<aside class="{name}-drawer', f'<aside aria-label="{named}" class="{name}-drawer'))
    heading = f"<h1>{html.text(words('site.search'))}</h1>"
    pairs.append(('<div id="search-results">', f'{heading}<div id="search-results">'))
    for path in made.rglob("*.html"):
        whole = path.read_text("utf-8")
        for theirs, ours in pairs:
            whole = whole.replace(theirs, ours)
        path.write_text(whole, "utf-8")


def _door() -> str:
    """The page in front of both languages."""
    links = "".join(
        f'<li><a href="{code}/index.html" lang="{code}">{html.text(Words(code)("site.here"))}</a></li>'
        for code in LANGUAGES
    )
    title = html.text(" · ".join(Words(code)("site.choose") for code in LANGUAGES))
    return html.page(title, f"<h1>{NAME}</h1><p>{title}</p><ul>{links}</ul>", "en")
