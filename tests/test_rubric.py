"""The rubric: seven points in words of both languages, a judgment that is kept, worked answers that the tables bear."""

from __future__ import annotations

import re
import tomllib

import ipywidgets
import pytest

from boxes import Read, fresh, words_of
from drawn import pack
from mineros import folders, rubric
from mineros.case import LEAST_SIDES, LEAST_WITNESSES, Evidence
from mineros.errors import QuestionError
from mineros.evidence import Shelf
from mineros.rubric import KEPT_AS, LEVELS, RubricBox
from mineros.words import LANGUAGES, Words

LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
HELD = tomllib.loads(folders.rubric().read_text("utf-8"))
CRITERIA = [entry["id"] for entry in HELD["criterion"]]
# Those of the rubric, which lesson 05 shows, and those of the teacher's guide to the other lessons.
WORKED_OF = {"05": HELD["worked"]} | {
    path.stem: tomllib.loads(path.read_text("utf-8"))["worked"]
    for path in sorted((folders.top() / "guide" / "worked").glob("*.toml"))
}
WORKED = pytest.mark.parametrize(
    "worked",
    [entry for entries in WORKED_OF.values() for entry in entries],
    ids=[f"{number}-{entry['points']}" for number, entries in WORKED_OF.items() for entry in entries],
)


@pytest.fixture
def opened(tmp_path, monkeypatch):
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path))
    return lambda language="en": RubricBox(fresh(language))


def cited(entry: dict) -> list[str]:
    return [source for piece in entry["evidence"] for source in piece["sources"]]


# --- what it says ----------------------------------------------------------------------------------------------------


def test_there_are_seven_points_each_with_its_levels_in_both_languages():
    assert len(CRITERIA) == len(set(CRITERIA)) == 7
    for entry in HELD["criterion"]:
        for part in ("name", *LEVELS):
            assert set(entry[part]) == set(LANGUAGES)
            assert all(text.strip() for text in entry[part].values())
        assert all(entry[level]["en"].startswith(("I ", "A reader", "After")) for level in LEVELS)
        assert entry["no"] != entry["yes"]


def test_the_worked_answers_stand_at_three_five_and_seven():
    assert [entry["points"] for entry in HELD["worked"]] == [3, 5, 7]
    assert sorted(WORKED_OF) == ["00", "01", "02", "03", "04", "05"]
    for entry in [entry for entries in WORKED_OF.values() for entry in entries]:
        assert len(entry["earned"]) == len(set(entry["earned"])) == entry["points"]
        assert set(entry["earned"]) <= set(CRITERIA)


@WORKED
def test_a_worked_answer_is_complete_in_both_languages(worked):
    texts = [worked["claim"], worked["chart"], worked["why"], *(piece["shows"] for piece in worked["evidence"])]
    if "limits" in worked["earned"]:
        texts += [piece["limits"] for piece in worked["evidence"]]
    if "rival" in worked["earned"]:
        texts += [worked["rival"], worked["answer"]]
    for text in texts:
        assert set(text) == set(LANGUAGES)
        assert all(text.values())
        assert text["es"].count("¿") == text["es"].count("?")
        assert '"' not in text["en"] + text["es"]


@WORKED
def test_a_worked_answer_earns_its_point_for_evidence_only_where_the_board_would_give_it(worked):
    shelf = Shelf(pack("en"))
    witnesses = shelf.witnesses([Evidence("source", source) for source in cited(worked)])
    enough = len(witnesses) >= LEAST_WITNESSES and len(shelf.sides(witnesses)) >= LEAST_SIDES
    assert enough == ("evidence" in worked["earned"])


@WORKED
def test_a_worked_answer_names_only_sources_that_exist(worked):
    known = set(pack("en").sources["source_id"])
    assert cited(worked)
    assert set(cited(worked)) <= known
    written = re.findall(r"S\d{4}", " ".join(worked["answer"].values()) + " ".join(worked["rival"].values()))
    assert set(written) <= set(cited(worked))


def test_the_numbers_of_the_worked_answers_are_those_of_the_tables():
    warnings, claims = pack("en").warnings, pack("en").claims
    assert HELD["question"]["en"] == pack("en").disputes.set_index("dispute_id").loc["mine-state", "question"]
    assert HELD["question"]["es"] == pack("es").disputes.set_index("dispute_id").loc["mine-state", "question"]
    assert len(warnings) == 21
    assert warnings["known_before"].value_counts().to_dict() == {False: 13, True: 8}
    assert (warnings["date"] != "").sum() == 19
    assert warnings["date"].max()[:4] == "2007"
    assert (warnings["date"].str[:4].value_counts().index[0]) == "2006"
    inspection = warnings[warnings["known_before"] & (warnings["date"] == "2004-07-12")]
    assert len(inspection) == 3, "three rows tell of one inspection"
    last = warnings[warnings["warning_id"] == "N10"].iloc[0]
    assert (last["count"], last["date"], last["source_ids"]) == (6, "2006-02-07", "S0046")
    minutes = warnings[warnings["warning_id"] == "N09"].iloc[0]
    assert (minutes["date"], minutes["source_ids"]) == ("2006-02-02", "S0046")
    said = claims[claims["dispute_id"] == "mine-state"].set_index("claim_id")
    assert [said.loc[claim, "source_ids"] for claim in ("C0157", "C0158", "C0271")] == ["S0017", "S0017", "S0579"]
    dates = pack("en").sources.set_index("source_id")["published"]
    assert (dates["S0017"], dates["S0579"], dates["S0071"][:4]) == ("2006-02-23", "2006-02-21", "2007")


# --- judging oneself -----------------------------------------------------------------------------------------------


def radios(box: RubricBox) -> list[ipywidgets.RadioButtons]:
    return list(box.buttons.values())


@LANGUAGE
def test_nothing_is_judged_for_the_student_and_each_line_has_its_name(language, opened):
    box = opened(language)
    assert [radio.value for radio in radios(box)] == [None] * 7
    assert [radio.description for radio in radios(box)] == [e["name"][language] for e in HELD["criterion"]]


@LANGUAGE
def test_a_judgment_is_added_up_saved_and_there_on_return(language, opened):
    box = opened(language)
    for place, radio in enumerate(radios(box)):
        radio.value = int(place % 2 == 0)
    assert box.words("rubric.total", n=4, of=7) in words_of(box.status.value)
    assert box.words("rubric.left", n=1)[:8] not in words_of(box.status.value)
    assert 'role="status"' in box.status.value
    again = opened("es" if language == "en" else "en")
    assert [radio.value for radio in radios(again)] == [1, 0, 1, 0, 1, 0, 1]


def test_lines_that_are_open_are_told(opened):
    box = opened()
    radios(box)[0].value = 1
    assert box.words("rubric.left", n=6) in words_of(box.status.value)


@pytest.mark.parametrize("damaged", ["text", 7, [1], {"claim": 3}, {"nothing": 1}, {"claim": "1"}, {"claim": None}])
def test_a_damaged_record_opens_as_not_judged(damaged, opened):
    fresh("en").answers.save(KEPT_AS, damaged)
    assert [radio.value for radio in radios(opened())] == [None] * 7


@LANGUAGE
def test_a_folder_that_refuses_is_told(language, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder", "utf-8")
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path / "file" / "my-work"))
    box = RubricBox(fresh(language))
    radios(box)[0].value = 1
    assert str(tmp_path) in words_of(box.status.value)
    assert box.words("rubric.total", n=1, of=7) in words_of(box.status.value)


# --- shown -----------------------------------------------------------------------------------------------------------


@LANGUAGE
def test_worked_answers_wait_folded_and_cite_in_full(language, opened):
    box = opened(language)
    whole = box.worked()
    page = Read(whole)
    assert whole.count("<details>") == whole.count("<summary>") == 3
    assert "open" not in re.findall(r"<details([^>]*)>", whole)
    assert "script" not in page.tags
    for entry in HELD["worked"]:
        assert box.words("rubric.worked_at", n=entry["points"], of=7) in words_of(whole)
        for source in cited(entry):
            assert box.citations.full(source) in whole


@LANGUAGE
def test_the_whole_rubric_stays_on_a_page_without_a_kernel(language, opened):
    table = words_of(opened(language).criteria())
    for entry in HELD["criterion"]:
        assert all(entry[part][language] in table for part in ("name", *LEVELS))


@LANGUAGE
def test_a_missing_or_damaged_rubric_is_one_sentence(language, tmp_path, monkeypatch):
    for content in (None, "no toml [", "question = {}\ncriterion = []\n"):
        if content is not None:
            (tmp_path / "rubric.toml").write_text(content, "utf-8")
        monkeypatch.setattr(folders, "rubric", lambda: tmp_path / "rubric.toml")
        rubric._file.cache_clear()
        with pytest.raises(QuestionError) as raised:
            rubric.rubric(Words(language))
        assert "rubric.toml" in str(raised.value)
        assert "\n" not in str(raised.value)
    rubric._file.cache_clear()


def test_the_wheel_carries_the_rubric():
    carried = tomllib.loads((folders.top() / "pyproject.toml").read_text("utf-8"))
    included = carried["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included["guide/rubric.toml"] == "mineros/_pack/guide/rubric.toml"
