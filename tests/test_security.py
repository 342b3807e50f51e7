"""What SECURITY.md promises: no data is run, nobody is asked, pins are audited, sums tell a changed file."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from test_publish import WORKFLOW, steps

TOP = Path(__file__).resolve().parents[1]
OURS = sorted(
    path
    for place in ("src/mineros", "hub", "lite", "run.py")
    for path in ([TOP / place] if place.endswith(".py") else (TOP / place).rglob("*.py"))
)

# --- no data is run --------------------------------------------------------------------------------------------------

# Calls that run, unpack or fetch what they are given, by their last names. `compile` and `match` of a pattern are not
# among them where they are asked of `re`, which has a test of its own.
RUNS = {
    "eval", "exec", "compile", "__import__", "import_module", "execfile", "run_path", "run_module", "run_line_magic",
    "run_cell", "system", "popen", "getoutput", "getstatusoutput", "literal_eval", "query", "attrgetter",
    "read_pickle", "to_pickle", "read_html", "read_xml", "read_sql", "extract", "extractall", "unpack_archive",
    "urlopen", "urlretrieve", "Javascript", "HTMLMath", "Markdown", "format_map", "set_trace", "breakpoint",
}  # fmt: skip
MODULES = {
    "pickle", "cPickle", "marshal", "shelve", "dill", "yaml", "jsonpickle", "xml", "lxml", "tarfile", "telnetlib",
    "ftplib", "smtplib", "http", "requests", "httpx", "urllib3", "aiohttp", "xmlrpc", "runpy", "code", "pty",
    "cgi", "commands",
}  # fmt: skip

# What is allowed, and why: by file, then the call or module as the test names it.
ALLOWED = {
    "src/mineros/locks.py": {"import_module": "a name in the code: how Windows locks a file"},
    "src/mineros/charts/__init__.py": {"import_module": "a name of a list in the code; no other gets that far"},
    "src/mineros/interactions/__init__.py": {"import_module": "a name of a list in the code; no other gets that far"},
    "src/mineros/lesson.py": {
        "exec": "runs the cells of the pack's own lessons, to print them or to put them on the site",
        "compile": "the same cells, so that an error names its cell",
    },
    "src/mineros/site/reading.py": {
        "exec": "runs the cells of the pack's own exercises, to put them on the site",
        "eval": "the last line of such a cell, as a notebook shows it",
        "compile": "the same",
    },
    "src/mineros/tasks.py": {
        "exec": "runs the makers' own solutions, from the teachers' key of a checkout, to make the digests",
        "eval": "the value of such a solution",
        "compile": "whether a known slip is an expression",
    },
}


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""


def _of(called: ast.expr) -> str:
    """What a method is asked of, where that is a plain name: `re` of `re.compile`."""
    return called.value.id if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) else ""


def runs(tree: ast.AST) -> Iterator[str]:
    """The names of all calls and imports in a file that could run what they are given."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
            yield from (name.split(".")[0] for name in names if name.split(".")[0] in MODULES)
        if isinstance(node, ast.Call):
            name = _name(node.func)
            named = name == "__import__" and isinstance(node.args[0], ast.Constant)
            if name in RUNS and _of(node.func) != "re" and not named:
                yield name
            for option in node.keywords:
                if option.arg == "shell" and not (isinstance(option.value, ast.Constant) and not option.value.value):
                    yield "shell"
                if option.arg in ("description_allow_html", "allow_pickle"):
                    yield option.arg
            if name == "contains" and _name(node.func.value) == "str":  # of a column
                plain = [option for option in node.keywords if option.arg == "regex"]
                if not plain or not isinstance(plain[0].value, ast.Constant) or plain[0].value.value:
                    yield "contains"


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.relative_to(TOP).as_posix())
def test_nothing_that_is_given_is_run_unpacked_or_fetched(path: Path) -> None:
    allowed = ALLOWED.get(path.relative_to(TOP).as_posix(), {})
    assert sorted(set(runs(ast.parse(path.read_text("utf-8"))))) == sorted(allowed)


@pytest.mark.parametrize(
    "code",
    ["eval(x)", "a.exec(x)", "import pickle", "from xml.etree import ElementTree", "frame.query(x)", "os.system(x)",
     "subprocess.run(x, shell=True)", "subprocess.run(x, shell=y)", "zipped.extractall()", "compile(x, '', 'exec')",
     "column.str.contains(x)", "column.str.contains(x, regex=True)", "__import__(x)", "urllib.request.urlopen(x)",
     "ipywidgets.Text(description_allow_html=True)", "import tarfile", "numpy.load(x, allow_pickle=True)"],
)  # fmt: skip
def test_the_watch_sees_each_way_to_run_what_is_given(code: str) -> None:
    assert list(runs(ast.parse(code)))


PATTERNS = ("compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")
# Patterns that are put together: from the pack's own files, or from names that are written in the code.
BUILT = {
    "src/mineros/glossary.py": "forms of the glossary's own terms, each through re.escape",
    "src/mineros/propose.py": "the capitals at the beginning of an id, and nothing but capitals",
    "src/mineros/student.py": "a list of names in the code",
    "src/mineros/handouts/pages.py": "the class of a paragraph, named by the code",
    "src/mineros/rules/form.py": "the patterns of the dataset's own description",
}


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.relative_to(TOP).as_posix())
def test_no_pattern_is_made_of_what_a_reader_types(path: Path) -> None:
    """A pattern is a text in the code, or a name in capitals that holds one."""
    built = [
        ast.unparse(node)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and _of(node.func) == "re" and _name(node.func) in PATTERNS
        and not (isinstance(node.args[0], ast.Constant) or _name(node.args[0]).isupper())
    ]  # fmt: skip
    assert not built or path.relative_to(TOP).as_posix() in BUILT, built


def test_scripts_of_ours_build_no_page_from_text() -> None:
    """They set texts and attributes; what a script writes as HTML would run."""
    scripts = [*TOP.glob("src/mineros/**/*.js"), *TOP.glob("lite/**/*.js")]
    assert len(scripts) >= 5
    builds = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setTimeout\(['\"`]|\.srcdoc"
    assert [path.name for path in scripts if re.search(builds, path.read_text("utf-8"))] == []


# --- nobody else reaches the servers ---------------------------------------------------------------------------------


def test_the_schools_server_is_reached_through_its_proxy_alone_and_begins_on_loopback() -> None:
    import tomllib

    school = tomllib.loads((TOP / "hub" / "school.toml").read_text("utf-8"))
    assert school["address"] == "127.0.0.1", "whoever opens it to the network does so knowingly"
    config = (TOP / "hub" / "jupyterhub_config.py").read_text("utf-8")
    addresses = dict(re.findall(r'^c\.(\w+\.\w+) = f?"(http[^"]+)"', config, re.MULTILINE))
    bound = addresses.pop("JupyterHub.bind_url")
    assert bound == "http://{school['address']}:{school['port']}"
    assert addresses and all(where.startswith("http://127.0.0.1:") for where in addresses.values())
    assert not re.search(
        r"0\.0\.0\.0|NoAuth|DummyAuth|allow_all|any_allow_config|disable_check_xsrf|admin_users", config
    )
    assert "terminals_enabled=False" in config


@pytest.mark.parametrize("path", [path for path in OURS if "mineros" not in path.parts])
def test_nothing_of_ours_switches_a_servers_protection_off(path: Path) -> None:
    off = r"token=['\"]?['\"]|\.token=(?!\{)|password=['\"]['\"]|disable_check_xsrf|allow_origin|allow_rem|0\.0\.0\.0"
    assert not re.search(off, path.read_text("utf-8"))


# --- pins are audited ------------------------------------------------------------------------------------------------


AUDITED = sorted(path.name for path in (TOP / "requirements").glob("*.txt") if path.name != "lowest.txt")


@pytest.fixture
def audit() -> dict[str, str]:
    """The steps of the weekly audit, by name."""
    jobs = yaml.safe_load((TOP / ".github" / "workflows" / "weekly.yml").read_text("utf-8"))["jobs"]
    assert jobs["audit"]["permissions"] == {"contents": "read"}
    assert "audit" in jobs["report"]["needs"], "what it finds is told"
    return {step["name"]: step["run"] for step in jobs["audit"]["steps"] if "run" in step}


def test_the_audit_is_installed_by_pins_with_digests(audit: dict[str, str]) -> None:
    (install,) = [script for script in audit.values() if "pip install" in script]
    assert "--require-hashes -r requirements/audit.txt" in install
    assert "pip-audit==" in (TOP / "requirements" / "audit.txt").read_text("utf-8")


@pytest.mark.parametrize("found_in", ["", *AUDITED[:2], AUDITED[-1]])
def test_every_list_is_audited_and_a_fault_in_any_of_them_is_told(
    audit: dict[str, str], tmp_path: Path, found_in: str
) -> None:
    """lowest.txt is old on purpose. pip-audit ends well where it could ask about nothing, unless it is strict."""
    (tmp_path / "requirements").mkdir()
    for name in (*AUDITED, "lowest.txt"):
        (tmp_path / "requirements" / name).touch()
    tool = tmp_path / "audit" / "bin" / "pip-audit"
    tool.parent.mkdir(parents=True)
    tool.write_text(
        '#!/bin/sh\necho "$@" >> asked.log\necho told\ncase "$*" in *"/$FOUND "*|*"/$FOUND") exit 1;; esac\n'
    )
    tool.chmod(0o755)
    (compare,) = [script for script in audit.values() if "pip-audit" in script and "pip install" not in script]
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", compare]
    environment = {"PATH": os.environ["PATH"], "FOUND": found_in or "none"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode != 0) == bool(found_in), done.stderr
    asked = [line.split() for line in (tmp_path / "asked.log").read_text().splitlines()]
    assert [words[words.index("-r") + 1] for words in asked] == [f"requirements/{name}" for name in AUDITED]
    assert all({"--strict", "--require-hashes", "--disable-pip"} <= set(words) for words in asked)
    assert "told" in "".join(path.read_text() for path in tmp_path.glob("*.md")), "the issue gets what was found"


# --- the release's sums ----------------------------------------------------------------------------------------------


def _commands(name: str) -> dict[str, str]:
    """What a page tells to type, by system."""
    return dict(re.findall(r"^\| ([^|]+?) \| `([^`]+)` \|", (TOP / name).read_text("utf-8"), re.MULTILINE))


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A release as the workflow packs it: its last line is run on stand-ins for the files that it publishes."""
    packing = steps("release")["Pack the students' files"]
    for name in ("mineros-1-py3-none-any.whl", "los-mineros-v1.zip"):
        (tmp_path / name).write_bytes(name.encode() * 1000)
    (sums,) = [line for line in packing.splitlines() if "SHA256SUMS" in line]
    subprocess.run(["bash", "-c", sums], cwd=tmp_path, check=True)
    return tmp_path


def test_the_sums_cover_every_file_of_the_release(release: Path) -> None:
    published = re.findall(
        r"release/(\S+)", steps("release")["Publish the release, with a link to each lesson in its notes"]
    )
    published = [name for name in published if name not in ("notes.md", "SHA256SUMS")]
    assert published == ["*.whl", "*.zip"]
    summed = {line.split()[1] for line in (release / "SHA256SUMS").read_text().splitlines()}
    assert summed == {path.name for pattern in published for path in release.glob(pattern)}


@pytest.mark.parametrize("page", ["SECURITY.md", "SEGURIDAD.md"])
def test_the_command_of_the_page_accepts_the_release_and_refuses_one_changed_bit(release: Path, page: str) -> None:
    def check() -> subprocess.CompletedProcess[str]:
        environment = {"LC_ALL": "C", "PATH": "/usr/bin:/bin"}
        command = shlex.split(_commands(page)["Linux"])
        return subprocess.run(command, cwd=release, env=environment, capture_output=True, text=True, check=False)

    assert (check().returncode, check().stdout.count(": OK")) == (0, 2)
    packed = release / "los-mineros-v1.zip"
    whole = packed.read_bytes()
    packed.write_bytes(whole[:500] + bytes([whole[500] ^ 1]) + whole[501:])
    told = check()
    assert told.returncode != 0 and f"{packed.name}: FAILED" in told.stdout
    packed.unlink()  # whoever fetched one file only
    assert (check().returncode, check().stdout.count(": OK")) == (0, 1)


def test_the_other_systems_commands_are_told_alike_in_both_languages() -> None:
    english, spanish = _commands("SECURITY.md"), _commands("SEGURIDAD.md")
    assert len(english) == len(spanish) == 4
    words = {"FILE": "ARCHIVO"}
    assert [re.sub(r"\bFILE\b", words["FILE"], command) for command in english.values()] == list(spanish.values())
    assert all("SHA256" in command or "Get-FileHash" in command or "-a 256" in command for command in english.values())


def test_the_sums_are_those_that_any_tool_finds(release: Path) -> None:
    for line in (release / "SHA256SUMS").read_text().splitlines():
        found, name = line.split()
        assert found == hashlib.sha256((release / name).read_bytes()).hexdigest()


# --- the page --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["SECURITY.md", "SEGURIDAD.md"])
def test_the_page_tells_a_private_way_and_invents_no_address(page: str) -> None:
    text = (TOP / page).read_text("utf-8")
    assert "*Security*" in text and re.search(r"\*Report\s+a\s+vulnerability\*", text)
    assert not re.search(r"\S@\S|https?://|mailto:", text)


@pytest.mark.parametrize(("readme", "page"), [("README.md", "SECURITY.md"), ("LEEME.md", "SEGURIDAD.md")])
def test_the_first_page_leads_to_it(readme: str, page: str) -> None:
    assert f"]({page})" in (TOP / readme).read_text("utf-8")


def test_no_job_of_a_workflow_has_rights_beyond_its_own_steps() -> None:
    assert WORKFLOW["permissions"] == {}
