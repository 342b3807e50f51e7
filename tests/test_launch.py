"""The links that open a lesson live: each part arrives where it is read, and nothing is offered that is not known."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

import mineros
from lessons import LESSONS, TOP
from mineros import folders, launch
from mineros.errors import LaunchError
from mineros.launch import Release, ways
from mineros.translation import paired
from mineros.words import LANGUAGES, Words

TAG = f"v{mineros.__version__}"
LESSON = "01-pasta-de-conchos.ipynb"
PATH = f"notebooks/es/{LESSON}"
FULL = Release("owner/name", TAG, lite="https://pages.example.org/live/", hub="https://hub.example.org/jupyter")


def query(link: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(link).query, strict_parsing=True).items()}


# --- one link --------------------------------------------------------------------------------------------------------


def test_what_is_known_is_offered_and_nothing_else() -> None:
    def keys(release: Release) -> list[str]:
        return [key for key, _ in ways(release, "notebooks", "es", LESSON)]

    assert keys(FULL) == ["lite", "binder", "hub"]
    assert keys(Release("owner/name", TAG)) == ["binder"]
    assert keys(Release(lite="live")) == ["lite"]
    assert keys(Release(hub="https://hub.example.org")) == []


@pytest.mark.parametrize(
    ("repository", "place"),
    [
        ("owner/name", f"/v2/gh/owner/name/{TAG}"),
        ("https://github.com/owner/name.git", f"/v2/gh/owner/name/{TAG}"),
        ("https://gitlab.com/school/history/pack/", f"/v2/gl/school%2Fhistory%2Fpack/{TAG}"),
        ("https://git.example.org/año/pack", f"/v2/git/https%3A%2F%2Fgit.example.org%2Fa%C3%B1o%2Fpack/{TAG}"),
    ],
)
def test_binder_is_told_the_host_the_release_and_the_file(repository: str, place: str) -> None:
    link = urlsplit(launch.binder(Release(repository, TAG), PATH))
    assert (link.hostname, link.path) == ("mybinder.org", place)
    assert query(link.geturl()) == {"urlpath": f"lab/tree/{PATH}"}


def test_the_hub_is_told_to_copy_the_branch_that_holds_no_key_and_to_open_the_copy() -> None:
    link = launch.pulled(FULL, PATH)
    assert link.startswith("https://hub.example.org/jupyter/hub/user-redirect/git-pull?")
    asked = query(link)
    assert asked.pop("urlpath") == f"lab/tree/{asked['targetPath']}/{PATH}"
    assert asked == {"repo": "https://github.com/owner/name", "branch": "students", "targetPath": "los-mineros"}


def test_the_browser_edition_opens_the_file_from_a_whole_and_from_a_neighboring_address() -> None:
    assert launch.lite("https://pages.example.org/live/", PATH).startswith(
        "https://pages.example.org/live/lab/index.html?"
    )
    assert launch.lite("../live", PATH).startswith("../live/lab/index.html?")
    assert query(launch.lite("../live", PATH)) == {"path": PATH}


@pytest.mark.parametrize("path", ["a b/ñ&c=d#e?f%2F.ipynb", PATH])
def test_any_file_name_arrives_whole(path: str) -> None:
    assert query(launch.binder(FULL, path))["urlpath"] == f"lab/tree/{path}"
    assert query(launch.pulled(FULL, path))["urlpath"].endswith(f"/{path}")
    assert query(launch.lite("live", path))["path"] == path


@pytest.mark.parametrize(
    "given",
    [
        {"repository": "owner name", "tag": TAG},
        {"repository": "name", "tag": TAG},
        {"repository": 'https://git.example.org/"><script>', "tag": TAG},
        {"repository": "javascript://git.example.org/x", "tag": TAG},
        {"repository": "owner/name", "tag": "v1 0"},
        {"repository": "owner/name", "tag": "../x?"},
        {"repository": "owner/name"},
        {"tag": TAG},
        {"hub": "hub.example.org"},
    ],
)
def test_what_makes_no_link_is_refused_in_one_sentence_or_two(given: dict[str, str]) -> None:
    with pytest.raises(LaunchError, match=r"^\S[^\n]+\.$"):
        Release(**given)


# --- the table -------------------------------------------------------------------------------------------------------


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The two pages that greet a newcomer, elsewhere, with the lessons beside them."""
    for name in ("README.md", "LEEME.md"):
        shutil.copyfile(TOP / name, tmp_path / name)
    shutil.copytree(TOP / "notebooks", tmp_path / "notebooks")
    monkeypatch.setattr(folders, "top", lambda: tmp_path)
    return tmp_path


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_lesson_of_each_language_is_linked_in_each_possible_way(language: str) -> None:
    made = unquote(launch.table(FULL, Words(language)))
    for lesson in LESSONS:
        assert made.count(f"{lesson.parent.name}/{lesson.name})") == 3
    assert f"| {Words(language)('site.here')} |" in made.splitlines()[0]
    assert made.splitlines()[0].split(" | ")[1] == Words(language)("site.here")  # the reader's own language first
    for key in ("lite", "binder", "hub"):
        assert Words(language)(f"launch.about.{key}") in made


def test_the_pages_of_a_newcomer_get_the_links_of_a_release_and_lose_them_again(copied: Path) -> None:
    before = {name: (copied / name).read_text("utf-8") for name in ("README.md", "LEEME.md")}
    assert launch.main(["owner/name", TAG, "--write"]) == 0
    for name, text in before.items():
        after = (copied / name).read_text("utf-8")
        assert after.count(f"/{TAG}?urlpath=") == len(LESSONS)
        assert re.sub(paired.LINKS, "", after) == re.sub(paired.LINKS, "", text)
    assert launch.main(["--write"]) == 0
    assert {name: (copied / name).read_text("utf-8") for name in before} == before


def test_without_a_release_the_pages_say_so_and_invent_no_address() -> None:
    for name, language in (("README.md", "en"), ("LEEME.md", "es")):
        held = re.search(paired.LINKS, (TOP / name).read_text("utf-8"))
        assert held
        assert Words(language)("launch.none") in held.group() or f"/{TAG}?urlpath=" in held.group()


def test_a_tag_that_names_another_edition_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert launch.main(["owner/name", "v0.0.9"]) == 1
    said = capsys.readouterr()
    assert "v0.0.9" in said.err and TAG in said.err and not said.out
    assert launch.main(["owner/name", TAG]) == 0
