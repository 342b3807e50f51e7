"""The teacher's guide: each chapter whole in both languages, times summed, every question in it, fresh, links alive."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from lessons import LESSONS, TOP, Lesson
from mineros import bank, guide
from mineros.data import Tables
from mineros.guide import LEVELS, PLANS, Chapter
from mineros.words import LANGUAGES, Words

NUMBERS = [f"{number:02d}" for number in range(6)]
EACH = pytest.mark.parametrize(("number", "language"), [(n, language) for n in NUMBERS for language in LANGUAGES])
SECTIONS = (
    "blueprint", "stems", "plans", "prepare", "group", "background", "paper", "sensitive", "differentiate", "questions",
    "assess", "standards", "sources",
)  # fmt: skip


@cache
def chapter(number: str, language: str) -> Chapter:
    return Chapter(number, language)


@cache
def text(number: str, language: str) -> str:
    return chapter(number, language).text()


@cache
def lesson(number: str) -> Lesson:
    return Lesson(next(path for path in LESSONS if path.name.startswith(number) and path.parent.name == "en"))


def test_every_lesson_has_a_chapter() -> None:
    assert guide.numbers(TOP) == NUMBERS


def test_the_pages_are_those_that_the_sources_make() -> None:
    stale = [path.name for path, content in guide.made(TOP).items() if path.read_text("utf-8") != content]
    assert stale == [], "run python -m mineros.guide"


@EACH
def test_all_sections_stand_in_their_order(number: str, language: str) -> None:
    heads = re.findall(r"^## (.+)$", text(number, language), re.MULTILINE)
    assert heads == [Words(language)(f"guide.heading.{name}") for name in SECTIONS]


@EACH
def test_every_question_is_there_with_three_levels_and_two_misconceptions(number: str, language: str) -> None:
    whole = text(number, language)
    for entry in bank.lesson(number, Words(language)):
        (part,) = re.findall(rf"^### {entry['id']} ·.*?(?=^##|\Z)", whole, re.MULTILINE | re.DOTALL)
        assert f"**{entry['text'][language]}**" in part
        for sample in entry["sample"]:
            assert sample[language] in part
            assert sample[f"why_{language}"] in part
        assert [part.count(Words(language)(f"guide.level.{level}") + ":*") for level in LEVELS] == [1, 1, 1]
        for wrong in entry["misconception"]:
            assert wrong[language] in part
            assert wrong[f"followup_{language}"] in part


@pytest.mark.parametrize("number", NUMBERS)
def test_the_three_plans_last_as_long_as_they_say(number: str) -> None:
    plans = {plan["id"]: plan["step"] for plan in chapter(number, "en").held["plan"]}
    assert tuple(plans) == PLANS
    lasts = {name: {} for name in PLANS}
    for name, steps in plans.items():
        for step in steps:
            day = step.get("day", 1)
            lasts[name][day] = lasts[name].get(day, 0) + step["minutes"]
    assert lasts == {"45": {1: 45}, "90": {1: 90}, "2x45": {1: 45, 2: 45}}


@pytest.mark.parametrize("number", NUMBERS)
def test_a_plan_names_cells_that_exist_and_the_long_ones_every_question_of_the_core(number: str) -> None:
    entries = bank.lesson(number, Words("en"))
    known = {cell["id"] for cell in lesson(number).cells} | {entry["id"] for entry in entries}
    core = {entry["id"] for entry in entries if entry["core"]}
    for plan in chapter(number, "en").held["plan"]:
        named = {cell for step in plan["step"] for cell in step["cells"]}
        assert named <= known, (plan["id"], sorted(named - known))
        if plan["id"] != "45":
            assert core <= named, (plan["id"], sorted(core - named))


@pytest.mark.parametrize("number", NUMBERS)
def test_stems_contradict_each_other_in_number_and_rest_on_what_exists(number: str) -> None:
    stems = chapter(number, "en").held["stem"]
    assert 3 <= len(stems) <= 5
    sources = set(Tables(Words("en"))["sources"]["source_id"])
    cells = {cell["id"] for cell in lesson(number).cells}
    for stem in stems:
        assert stem["rests"]
        assert set(stem["rests"]) <= sources | cells, stem["rests"]


@pytest.mark.parametrize("number", NUMBERS)
def test_each_investigation_has_its_supporting_question(number: str) -> None:
    investigations = [
        lesson(number).cells[cell]["id"] for name, cell in lesson(number).parts if name == "investigation"
    ]
    assert [entry["part"] for entry in chapter(number, "en").held["supporting"]] == investigations


@pytest.mark.parametrize("number", NUMBERS)
def test_what_needs_care_and_every_kind_of_student_are_thought_of(number: str) -> None:
    held = chapter(number, "en").held
    assert [entry["kind"] for entry in held["sensitive"]] == ["dead", "living", "families"]
    assert [entry["kind"] for entry in held["differentiate"]] == ["support", "challenge", "language", "access"]
    assert 4 <= len(held["prepare"]) <= 7
    assert 4 <= len(held["background"]) <= 6
    assert 3 <= len(held["paper"]) <= 5


@EACH
def test_every_source_that_the_guide_names_exists_and_every_link_leads_somewhere(number: str, language: str) -> None:
    whole = text(number, language)
    known = set(Tables(Words(language))["sources"]["source_id"])
    assert set(re.findall(r"\bS\d{4}\b", whole)) <= known
    for target in re.findall(r"\]\(([^)#\s]+)", whole):
        if "://" not in target:
            assert (TOP / "guide" / language / target).exists(), target


@EACH
def test_every_code_of_a_standard_is_in_the_checked_list(number: str, language: str) -> None:
    listed = {
        entry["code"]: entry for entry in tomllib.loads((TOP / "guide" / "standards.toml").read_text())["standard"]
    }
    section = (
        text(number, language).partition(f"## {Words(language)('guide.heading.standards')}")[2].partition("\n## ")[0]
    )
    used = {code for entry in bank.lesson(number, Words(language)) for code in entry["standards"]}
    assert used <= set(listed)
    for code in used:
        (row,) = [line for line in section.splitlines() if line.startswith(f"| {code} |")]
        seen = "yes" if listed[code]["verified"] else "no"
        assert row.endswith(f"| {Words(language)(f'guide.standards.{seen}')} |")


@pytest.mark.parametrize("page", ["first-day.md", "accessibility.md", "adapting.md", "graders.md", "translators.md"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_beside_the_chapters_are_there_and_their_links_lead_somewhere(page: str, language: str) -> None:
    path: Path = TOP / "guide" / language / page
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text("utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target


# --- worked answers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", NUMBERS)
def test_every_lesson_has_a_worked_answer_that_earns_all_points_and_one_that_lacks_some(number: str) -> None:
    points = [entry["points"] for entry in chapter(number, "en").worked]
    assert points == ([3, 5, 7] if number == "05" else [4, 7])


@EACH
def test_the_worked_answers_stand_in_the_chapter_with_their_points(number: str, language: str) -> None:
    whole = text(number, language)
    words = Words(language)
    for entry in chapter(number, language).worked:
        assert f"### {words('rubric.worked_at', n=entry['points'], of=7)}" in whole
        assert entry["claim"][language] in whole


@EACH
def test_a_teacher_reads_headings_and_numbers_of_figures_not_the_ids_of_cells(number: str, language: str) -> None:
    """JupyterLab shows no ids of cells, so none may stand in a plan or behind an answer."""
    ids = {cell["id"] for cell in lesson(number).cells if re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", cell["id"])}
    plans = text(number, language).partition(f"## {Words(language)('guide.heading.prepare')}")[0]
    named = {word for word in re.findall(r"[a-z0-9-]+", plans) if word in ids}
    assert named == set()
