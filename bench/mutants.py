"""Spoil the code on purpose, one small change at a time, and count the changes that the tests find out.

    python3 run.py mutants [PART ...] [--sample N] [--seed N] [--all] [--at-once N] [--folder FOLDER]

Each change (a mutant) is made by mutmut in a copy of the checkout; a mutant that fails a test is killed. What
survives is printed, to be looked at: it wants a test, or simpler code, or it changes nothing that anybody could notice.
The sample is drawn by its seed, so that it is the same each time as long as the code is.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

TOP = Path(__file__).resolve().parents[1]
LEAST = 0.85  # of the mutants that are to be killed
SAMPLE, SEED = 250, 2006


class Part(NamedTuple):
    """Some modules of src/mineros, and the tests that hold them to their promises in seconds."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]


PARTS = {
    "checks": Part(
        ("check/*.py",),
        (
            "tests/test_check_edges.py",
            "tests/test_check.py",
            "tests/test_tries.py",
            "tests/test_check_in_cells.py",
            "tests/test_exercises.py::test_every_checked_task_has_its_hints_by_name",
        ),
    ),
    "data": Part(("data.py",), ("tests/test_tables.py", "tests/test_data.py")),
    "rules": Part(
        ("rules/*.py",),
        (
            "tests/test_data_mutations.py::test_corruption_is_caught_located_and_told_with_its_remedy",
            "tests/test_data_mutations.py::test_a_change_of_form_alone_changes_nothing",
            "tests/test_data_mutations.py::test_all_rules_together_tell_what_is_wrong_and_stumble_over_nothing",
        ),
    ),
    "answers": Part(
        ("answers.py", "locks.py"),
        (
            "tests/test_answers_edges.py",
            "tests/test_answers.py",
            "tests/test_faults_answers.py::test_answers_open_from_whatever_an_editor_or_another_edition_has_made_of_their_file",
            "tests/test_faults_answers.py::test_a_damaged_file_is_kept_as_it_was_told_in_a_sentence_and_refused_where_it_is_brought",
            "tests/test_faults_answers.py::test_of_two_answers_the_later_stays_whatever_a_clock_has_told",
            "tests/test_faults_answers.py::test_an_answer_longer_than_any_is_told_at_its_box_and_keeps_no_other_from_being_saved",
            "tests/test_faults_answers.py::test_what_is_no_file_in_the_place_of_answers_is_set_aside_and_nothing_waits",
            "tests/test_faults_answers.py::test_a_disk_that_knows_no_locks_is_written_all_the_same",
            "tests/test_faults_answers.py::test_an_answer_from_a_clock_that_ran_ahead_gives_way_to_the_next_and_comes_back_over_none",
            "tests/test_progress.py::test_of_two_answers_to_one_question_the_later_one_stays",
        ),
    ),
}
# They look at the files of the pack instead of the code, or try the same thousands of times.
LEFT_OUT = (
    "tests/test_check.py::test_checks_are_fresh_against_the_teachers_key",
    "tests/test_check.py::test_no_other_value_is_accepted_and_none_breaks_the_check",
    "tests/test_check.py::test_an_answer_of_another_task_is_not_accepted",
    "tests/test_check.py::test_hints_do_not_say_the_right_option",
    "tests/test_check.py::test_praise_does_not_say_yes_a_second_time",
    "tests/test_check.py::test_no_right_answer_can_be_read_in_the_students_file",
    "tests/test_tries.py::test_none_of_the_wrong_values_is_accepted_and_each_gets_one_sentence",
    "tests/test_tries.py::test_the_right_answer_of_another_task_is_not_accepted",
    "tests/test_tries.py::test_a_value_that_breaks",
    "tests/test_answers.py::test_two_",
    "tests/test_answers.py::test_a_writer_killed",
    "tests/test_data.py::test_tables_keep_the_promise",
    "tests/test_data.py::test_one_public_tool_validates_the_whole_package",
    "tests/test_data.py::test_datasheet",
    "tests/test_data.py::test_numbers_told",
)
# What an error of Python's own says is no promise: the reader is told one of our sentences instead.
UNTOLD = r"raise (ValueError|TypeError)\(|else ValueError\("
# The digests are slow on purpose, and thousands of tests wait for them. Here they are made in two rounds instead.
SLOW, QUICK = "ROUNDS = 20_000", "ROUNDS = 2"
# Run the quickest tests first: most mutants fall at once. And mutmut tries each in a fork of one Python: what the sound
# code found there, and a test or a module keeps, may not answer for the spoilt code.
ORDER = """
import json, pathlib, sys

def pytest_collection_modifyitems(items):
    stats = pathlib.Path(__file__).with_name("mutmut-stats.json")
    took = json.loads(stats.read_text())["duration_by_test"] if stats.exists() else {}
    items.sort(key=lambda item: took.get(item.nodeid, 0))
    ours = [module for name, module in sys.modules.items() if name.partition(".")[0] == "mineros"]
    for module in {*ours, *(item.module for item in items)}:
        for thing in list(vars(module).values()):
            if hasattr(thing, "cache_clear"):
                thing.cache_clear()
"""


def surroundings(source: Path) -> dict[str, str]:
    """The environment in which mutmut runs: our code from this folder, and the same order of things each time."""
    return os.environ | {"PYTHONPATH": str(source), "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}


def copied(to: Path) -> None:
    """A copy of the files that git knows, as they stand now, ready for many quick runs."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=TOP, check=True, capture_output=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (TOP / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(TOP / name, to / name)
    (to / "conftest.py").write_text(ORDER, "utf-8")


def quickened(folder: Path) -> None:
    """Make the digests of a copy in fewer rounds."""
    check = folder / "src" / "mineros" / "check" / "__init__.py"
    text = check.read_text("utf-8")
    if SLOW not in text:
        sys.exit(f"{check.name} no longer says {SLOW}: change it in {Path(__file__).name} too.")
    check.write_text(text.replace(SLOW, QUICK), "utf-8")
    subprocess.run([sys.executable, "-m", "mineros.keys"], cwd=folder, env=surroundings(folder / "src"), check=True)


def configured(folder: Path, part: Part) -> None:
    """Write mutmut's settings for this part."""
    settings = {
        "source_paths": ["src/"],
        "only_mutate": [f"src/mineros/{module}" for module in part.modules],
        "also_copy": ["conftest.py", "data", "guide", "exercises", "notebooks", "CITATION.cff"],
        "pytest_add_cli_args_test_selection": [*part.tests, *(f"--deselect={test}" for test in LEFT_OUT)],
        "do_not_mutate_patterns": [UNTOLD],
    }
    lists = [f"{name}=" + "".join(f"\n    {value}" for value in values) + "\n    " for name, values in settings.items()]
    # Only with "debug" does it say which test stopped it.
    (folder / "setup.cfg").write_text("\n".join(["[mutmut]", *lists, "debug=true", ""]), "utf-8")


def mutants(folder: Path, part: Part) -> list[str]:
    """The names of all mutants of a part."""
    from mutmut.mutation.file_mutation import mutate_file_contents
    from mutmut.utils.format_utils import get_mutant_name

    os.chdir(folder)
    found = []
    for module in part.modules:
        for path in sorted(Path("src/mineros").glob(module)):
            made = mutate_file_contents(str(path), path.read_text("utf-8")).mutant_names
            found += [get_mutant_name(path, name) for name in made]
    return found


def verdicts(folder: Path) -> dict[str, str]:
    """How each mutant ended that was tried."""
    from mutmut.stats import status_by_exit_code

    found = {}
    for meta in (folder / "mutants" / "src").rglob("*.meta"):
        for name, code in json.loads(meta.read_text("utf-8"))["exit_code_by_key"].items():
            if code is not None:
                found[name] = status_by_exit_code[code]
    return found


def difference(folder: Path, name: str) -> str:
    """The lines that a mutant changes."""
    show = [sys.executable, "-m", "mutmut", "show", name]
    shown = subprocess.run(show, cwd=folder, capture_output=True, text=True, check=True).stdout
    return "\n".join(line for line in shown.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---"))


def tried(folder: Path, name: str, options: argparse.Namespace) -> tuple[int, int]:
    """Try the mutants of a part; how many, and how many were killed. Prints those that survive."""
    part = PARTS[name]
    configured(folder, part)
    shutil.rmtree(folder / "mutants", ignore_errors=True)
    (folder / "mutants" / "src").mkdir(parents=True)  # Python remembers which folders of its path were not there
    every = mutants(folder, part)
    chosen = every
    if not options.all and len(every) > options.sample:
        chosen = sorted(random.Random(options.seed).sample(every, options.sample))
    print(f"== {name}: {len(chosen)} of {len(every)} mutants", flush=True)
    command = [str(Path(sys.executable).with_name("mutmut")), "run", "--max-children", str(options.at_once), *chosen]
    where = {"cwd": folder, "env": surroundings(folder / "mutants" / "src")}
    with (folder / "mutmut.log").open("w") as log:
        done = subprocess.run(command, check=False, stdout=log, stderr=log, **where)
    ended = verdicts(folder)
    if done.returncode or not ended:
        sys.exit(f"mutmut stopped:\n{(folder / 'mutmut.log').read_text()[-5000:]}")
    survived = [each for each in chosen if ended.get(each) not in ("killed", "timeout", "segfault")]
    for each in survived:
        print(f"{each}: {ended.get(each, 'not tried')}\n{difference(folder, each)}", flush=True)
    return len(chosen), len(chosen) - len(survived)


def main() -> None:
    """Try what is named, or every part, and end with one table."""
    parser = argparse.ArgumentParser(prog="run.py mutants", description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--sample", type=int, default=SAMPLE, help=f"how many mutants of each part ({SAMPLE})")
    parser.add_argument("--seed", type=int, default=SEED, help=f"of the sample ({SEED})")
    parser.add_argument("--all", action="store_true", help="all mutants instead of a sample")
    parser.add_argument("--at-once", type=int, default=1, help="how many are tried at a time (1)")
    parser.add_argument("--folder", type=Path, help="where the copy is left, with mutmut's own notes")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no part {', '.join(sorted(unknown))}: choose of {', '.join(PARTS)}")
    parts = options.parts or list(PARTS)
    with tempfile.TemporaryDirectory() as passing:
        folder = (options.folder or Path(passing)).resolve()
        copied(folder)
        if "checks" in parts:
            quickened(folder)
        counts = {name: tried(folder, name, options) for name in parts}
        os.chdir(TOP)  # out of the folder that is removed
    print("\npart     tried  killed  share")
    for name, (many, killed) in counts.items():
        print(f"{name:8} {many:5} {killed:7}  {killed / many:.1%}")
    if low := [name for name, (many, killed) in counts.items() if killed < LEAST * many]:
        sys.exit(f"Below {LEAST:.0%}: {', '.join(low)}.")


if __name__ == "__main__":
    main()
