"""Links that open a lesson live: the in-browser edition, Binder, and a school's server by nbgitpuller.

No address of ours is written anywhere: all links follow from two facts that whoever publishes the pack gives, the
repository and the release. `python -m mineros.launch OWNER/NAME TAG --write` puts them into the README.

The forms of the links are those of Binder (BinderHub's documentation, "Repository providers") and of the link generator
in nbgitpuller's documentation. Each part is quoted for the place where it stands, so a path survives inside a query.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

from mineros import __version__, folders
from mineros.errors import LaunchError
from mineros.words import LANGUAGES, ORIGINAL, Words, own_language

if TYPE_CHECKING:
    from collections.abc import Iterator

BINDER = "https://mybinder.org"
# nbgitpuller fails on a tag when a student comes back (1.3: it asks for origin/TAG), so it is given a branch, which
# each release moves on. The branch holds what mineros.student copies: no teachers' key reaches a student's folder.
BRANCH = "students"
FOLDER = "los-mineros"  # in the student's home; named here, since nbgitpuller would keep the .git of an address in it
BEGIN, END = "<!-- launch -->\n", "<!-- /launch -->"
SHORT = re.compile(r"[\w.-]+/[\w.-]+")
TAG = re.compile(r"[\w][\w.+/-]*")


@dataclass(frozen=True)
class Release:
    """Where a release of the pack can be opened. What is not known stays empty, and its links are not offered.

    repository: OWNER/NAME on GitHub, or the address of any Git repository. tag: the release in it, such as "v1.0.0".
    lite: where the in-browser edition stands, whole or seen from the page that links to it. hub: a school's JupyterHub
    that has nbgitpuller. Raises LaunchError.
    """

    repository: str = ""
    tag: str = ""
    lite: str = ""
    hub: str = ""

    def __post_init__(self) -> None:
        words = Words(own_language())
        if self.repository and not (SHORT.fullmatch(self.repository) or _is_web(self.repository)):
            raise LaunchError(words("launch.error.repository", given=self.repository))
        if self.tag and not TAG.fullmatch(self.tag):
            raise LaunchError(words("launch.error.tag", given=self.tag))
        if bool(self.repository) != bool(self.tag):
            raise LaunchError(words("launch.error.half"))
        if self.hub and not _is_web(self.hub):
            raise LaunchError(words("launch.error.hub", given=self.hub))

    @property
    def git(self) -> str:
        """The address that Git clones from."""
        return f"https://github.com/{self.repository}" if SHORT.fullmatch(self.repository) else self.repository


def _is_web(address: str) -> bool:
    """Whether this is a whole address of the web, without a space or a quotation mark in it."""
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s\"'<>]", address)


def binder(release: Release, path: str) -> str:
    """Binder, with a file of the release open in JupyterLab; `path` as seen from the top of the repository."""
    where = urlsplit(release.git)
    project = where.path.strip("/").removesuffix(".git")
    if where.hostname == "github.com":
        place = f"gh/{quote(project)}"
    elif where.hostname == "gitlab.com":
        place = f"gl/{quote(project, safe='')}"
    else:
        place = f"git/{quote(release.git, safe='')}"
    return f"{BINDER}/v2/{place}/{quote(release.tag)}?" + urlencode({"urlpath": f"lab/tree/{path}"})


def pulled(release: Release, path: str) -> str:
    """The release's hub, which copies the students' branch into their folder and opens a file of it in JupyterLab.

    What a student changed there is kept when a newer release comes.
    """
    asked = {"repo": release.git, "branch": BRANCH, "targetPath": FOLDER, "urlpath": f"lab/tree/{FOLDER}/{path}"}
    return f"{release.hub.rstrip('/')}/hub/user-redirect/git-pull?{urlencode(asked)}"


def lite(base: str, path: str) -> str:
    """The in-browser edition at the address `base`, with a file of it open."""
    return f"{base.rstrip('/')}/lab/index.html?{urlencode({'path': path})}"


def ways(release: Release, folder: str, language: str, filename: str) -> list[tuple[str, str]]:
    """How a notebook can be opened live: pairs of a key ("lite", "binder", "hub") and an address.

    folder: "notebooks" or "exercises". filename: such as "01-pasta-de-conchos.ipynb".
    """
    path = f"{folder}/{language}/{filename}"
    found = []
    if release.lite:
        found.append(("lite", lite(release.lite, path)))
    if release.repository:
        found.append(("binder", binder(release, path)))
    if release.repository and release.hub:
        found.append(("hub", pulled(release, path)))
    return found


# --- the table -------------------------------------------------------------------------------------------------------


def table(release: Release, words: Words, badge: str = "") -> str:
    """All lessons in all languages with their links, as Markdown; without a release, one sentence that says so.

    badge: the picture that stands for Binder, seen from the page; without one, its name stands there.
    """
    editions = sorted(LANGUAGES, key=lambda language: language != words.language)  # the reader's own first
    known = [key for key, _ in ways(release, "", "", "")]
    if not known:
        return words("launch.none") + "\n"
    head = [words("launch.lesson"), *(Words(language)("site.here") for language in editions)]
    rows = [head, ["---"] * len(head)]
    for number in folders.lessons(words.language):
        links = (" · ".join(_links(release, Words(language), number, badge)) for language in editions)
        rows.append([f"{number} {words(f'lessons.{number}.title')}", *links])
    lines = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return "\n\n".join([lines, *(words(f"launch.about.{key}") for key in known)]) + "\n"


def _links(release: Release, words: Words, number: str, badge: str) -> Iterator[str]:
    """The links to one lesson in one language, in the words of that language."""
    filename = folders.lessons(words.language)[number]
    for key, address in ways(release, "notebooks", words.language, filename):
        picture = f"![Binder]({badge})" if badge and key == "binder" else ""
        yield f"[{picture or words(f'launch.way.{key}')}]({address})"


def write(release: Release) -> None:
    """Put the table between the marks in the README of each language."""
    from mineros.translation.paired import page

    for language in LANGUAGES:
        path = folders.top() / ("README.md" if language == ORIGINAL else page("README.md", language))
        before, begin, rest = path.read_text("utf-8").partition(BEGIN)
        _, end, after = rest.partition(END)
        made = table(release, Words(language), badge="guide/binder.svg")
        folders.rewrite({path: before + begin + made + end + after})


def check(tag: str) -> None:
    """See that a tag names this edition, so that no page says one version and leads to another. Raises LaunchError."""
    if tag and tag != f"v{__version__}":
        raise LaunchError(Words(own_language())("launch.error.edition", tag=tag, version=__version__))


def main(arguments: list[str] | None = None) -> int:
    """Print the table, or write it; returns 1 where there can be none."""
    words = Words(own_language())
    parser = argparse.ArgumentParser(prog="python -m mineros.launch", description=words("launch.command.about"))
    parser.add_argument("repository", nargs="?", default="", help=words("launch.command.repository"))
    parser.add_argument("tag", nargs="?", default="", help=words("launch.command.tag"))
    parser.add_argument("--lite", default="", help=words("launch.command.lite"))
    parser.add_argument("--hub", default="", help=words("launch.command.hub"))
    parser.add_argument("--language", choices=LANGUAGES, default=words.language, help=words("launch.command.language"))
    parser.add_argument("--write", action="store_true", help=words("launch.command.write"))
    options = parser.parse_args(arguments)
    try:
        check(options.tag)
        release = Release(options.repository, options.tag, options.lite, options.hub)
    except LaunchError as error:
        print(error, file=sys.stderr)
        return 1
    if options.write:
        write(release)
    else:
        print(table(release, Words(options.language)), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
