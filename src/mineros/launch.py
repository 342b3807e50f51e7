"""Links that open a lesson live: the in-browser edition, Binder, and a school's server by nbgitpuller.

No address of ours is written anywhere: all links follow from two facts that whoever publishes the pack gives, the
repository and the release. `python -m mineros launch OWNER/NAME TAG` writes them into the README, lesson by lesson.

The forms of the links: binder's user guide ("Open a file", "Repository providers") and the link generator in
nbgitpuller's documentation. Each part is quoted for the place where it stands, so a path survives inside a query.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from mineros.errors import LaunchError
from mineros.words import Words, own_language

BINDER = "https://mybinder.org"
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

    @property
    def name(self) -> str:
        """The folder that a clone makes."""
        return self.git.rstrip("/").rpartition("/")[2].removesuffix(".git")


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
    """The release's hub, which copies the repository to the student's folder and opens a file of it in JupyterLab."""
    asked = {"repo": release.git, "branch": release.tag, "urlpath": f"lab/tree/{release.name}/{path}"}
    return f"{release.hub.rstrip('/')}/hub/user-redirect/git-pull?{urlencode(asked)}"


def lite(base: str, path: str) -> str:
    """The in-browser edition at the address `base`, with a file of it open."""
    return f"{base.rstrip('/')}/lab/index.html?{urlencode({'path': path})}"


def ways(release: Release, folder: str, language: str, filename: str) -> list[tuple[str, str]]:
    """How a notebook can be opened live: pairs of a key ("lite", "binder", "hub") and an address, the quickest first.

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
