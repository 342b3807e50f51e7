"""A check accepts what is right, helps with what is not, and gives nothing away."""

from __future__ import annotations

import hashlib
import json
import math
import re
import tomllib
from decimal import Decimal
from fractions import Fraction
from functools import cache

import numpy as np
import pandas as pd
import pytest

from mineros import bank, check, folders, keys
from mineros.check import forms
from mineros.check.digests import by_hand
from mineros.errors import QuestionError
from mineros.words import LANGUAGES, Words

SOLUTIONS = folders.top() / "exercises" / "solutions"
KEY = {
    task: key
    for path in sorted(SOLUTIONS.glob("*.toml"))
    for task, key in tomllib.loads(path.read_text("utf-8")).items()
}
EVERY = json.loads(folders.checks().read_text("utf-8"))
CHECKS = {task: entry for task, entry in EVERY.items() if task in KEY}  # the exercises have tests of their own
LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


@cache
def hints(task: str, language: str) -> frozenset[str]:
    """Every sentence that this task may answer to a value that is not right."""
    own = {wrong[language] for wrong in KEY[task]["wrong"]} | {KEY[task]["hint"][language]}
    words = Words(language)
    return frozenset(own | {words("check.empty"), words(f"check.expected.{KEY[task]['kind']}")})


def known(task: str) -> list:
    return [*KEY[task]["right"], *(wrong["value"] for wrong in KEY[task]["wrong"])]


# --- the file of digests ---------------------------------------------------------------------------------------------


def test_checks_are_fresh_against_the_teachers_key():
    assert keys.text(SOLUTIONS) == folders.checks().read_text("utf-8")


def test_every_task_of_the_key_has_a_check_and_is_a_question_of_the_bank():
    assert set(CHECKS) == set(KEY)
    for task, key in KEY.items():
        assert check.exists(task)
        assert bank.question(task, Words("en"))["kind"] in (key["kind"], "numeric")


@LANGUAGE
@pytest.mark.parametrize("task", KEY)
def test_praise_does_not_say_yes_a_second_time(task, language):
    right = Words(language)("check.right").rstrip(".")
    assert not KEY[task]["praise"][language].startswith((right + ".", right + ":", right + ","))


def test_no_right_answer_can_be_read_in_the_students_file():
    for task, entry in CHECKS.items():
        assert entry["right"], task
        for shown in [*entry["right"], *entry["wrong"]]:
            assert re.fullmatch(r"[0-9a-f]{64}", shown), f"{task}: {shown}"
        assert set(entry) - {"step"} == {"kind", "salt", "right", "wrong", "hint", "praise"}
        assert re.fullmatch(r"[0-9a-f]{16}", entry["salt"])


def test_equal_answers_of_two_tasks_have_different_digests():
    assert check.digest("01-q1", "salt", "hours") != check.digest("01-q4", "salt", "hours")
    assert check.digest("01-q1", "salt", "hours") != check.digest("01-q1", "pepper", "hours")
    digests = [shown for entry in CHECKS.values() for shown in [*entry["right"], *entry["wrong"]]]
    assert len(digests) == len(set(digests))


@LANGUAGE
def test_hints_do_not_say_the_right_option(language):
    for task, key in KEY.items():
        named = {value: text for text, value in bank.options(bank.question(task, Words(language)), Words(language))}
        told = [key["hint"][language], *(wrong[language] for wrong in key["wrong"])]
        for right in key["right"] if key["kind"] == "choice" else []:
            plain = re.sub(r"[^\w ]", "", named[right].lower())
            for hint in told:
                words = re.sub(r"[^\w ]", "", hint.lower())
                assert plain not in words, f"{task}: {hint}"
                assert right not in re.findall(r"[\w-]+", hint.lower()), f"{task}: {hint}"
                # No four words in a row of the right option either.
                tokens = plain.split()
                parts = [" ".join(tokens[start : start + 4]) for start in range(len(tokens) - 3)]
                assert not [part for part in parts if part in words], f"{task}: {hint}"
        for right in key["right"] if key["kind"] == "ordering" else []:
            assert not [hint for hint in told if " > ".join(right) in hint or ", ".join(right) in hint]


# --- right and known wrong answers -----------------------------------------------------------------------------------


@LANGUAGE
@pytest.mark.parametrize("task", KEY)
def test_right_answers_are_accepted_with_their_praise(task, language):
    for value in KEY[task]["right"]:
        assert check.check(task, value, Words(language)) == check.Verdict(True, KEY[task]["praise"][language])


@LANGUAGE
@pytest.mark.parametrize("task", KEY)
def test_each_known_wrong_answer_gets_its_own_hint(task, language):
    given = [check.check(task, wrong["value"], Words(language)) for wrong in KEY[task]["wrong"]]
    assert [verdict.message for verdict in given] == [wrong[language] for wrong in KEY[task]["wrong"]]
    assert not any(verdict.right for verdict in given)
    assert len({verdict.message for verdict in given}) == len(given), "each hint is its own"


def test_an_ordering_may_come_as_a_list_a_tuple_a_column_or_an_array():
    (right,) = KEY["01-o1"]["right"]
    for shape in (list, tuple, pd.Series, np.array, pd.Index, iter):
        assert check.check("01-o1", shape(right), Words("en")).right, shape
    assert check.check("01-o1", [f" {step} " for step in right], Words("en")).right


# --- everything else -------------------------------------------------------------------------------------------------

STEPS = KEY["01-o1"]["right"][0]
STRANGE = {
    "None": None, "empty": "", "blank": "  \n", "zero": 0, "one": 1, "minus": -12, "huge int": 10**400,
    "nan": math.nan, "inf": math.inf, "-inf": -math.inf, "1e308": 1e308, "true": True, "false": False,
    "empty list": [], "list of None": [None], "nested list": [["inspection"]], "empty dict": {}, "empty set": set(),
    "dict in the right order": dict.fromkeys(STEPS), "set of the right steps": set(STEPS), "bytes": b"hours",
    "object": object(), "class": int, "function": len, "complex": 1j, "decimal": Decimal("NaN"),
    "fraction": Fraction(1, 3), "Timestamp": pd.Timestamp("2006-02-19"), "NaT": pd.NaT, "NA": pd.NA,
    "numpy number": np.int64(7), "numpy nan": np.float64("nan"), "array": np.array([1, 2]), "no array": np.array([]),
    "Series": pd.Series([1, 2]), "DataFrame": pd.DataFrame({"a": [1]}), "range": range(5),
    "reversed": STEPS[::-1], "missing step": STEPS[:-1], "duplicated step": [*STEPS, STEPS[-1]],
    "duplicate in place": [*STEPS[:-1], STEPS[0]], "one text": " > ".join(STEPS), "commas": ", ".join(STEPS),
    "steps in capitals": [step.upper() for step in STEPS], "long": "x" * 1_000_000, "long digits": "9" * 100_000,
    "many": ["inspection"] * 10_000, "half an emoji": "\ud83d", "zero byte": "ho\0urs", "capitals": "HOURS",
    "markup": "<script>alert(1)</script>", "format": "{task} %s {0}", "digest": CHECKS["01-q4"]["right"][0],
    "list of the right choice": ["hours"], "tuple of the right choice": ("inspection-order",),
}  # fmt: skip


@pytest.mark.parametrize("task", KEY)
@pytest.mark.parametrize("name", STRANGE)
def test_no_other_value_is_accepted_and_none_breaks_the_check(task, name):
    for language in LANGUAGES:
        verdict = check.check(task, STRANGE[name], Words(language))
        assert verdict.right is False
        assert verdict.message in hints(task, language)


@pytest.mark.parametrize("task", KEY)
def test_an_answer_of_another_task_is_not_accepted(task):
    own = [str(value) for value in known(task)]
    others = [value for other in KEY if other != task for value in known(other) if str(value) not in own]
    assert len(others) >= 4
    for value in others:
        assert not check.check(task, value, Words("en")).right


@LANGUAGE
def test_a_value_of_the_wrong_kind_is_told_what_is_expected(language):
    words = Words(language)
    for task, value in (("01-q1", 12), ("01-q1", ["inspection-order"]), ("01-o1", "inspection"), ("01-o1", 12)):
        kind = KEY[task]["kind"]
        assert check.check(task, value, words).message == words(f"check.expected.{kind}")
    assert words.has("check.expected.number")


@LANGUAGE
@pytest.mark.parametrize("value", [None, "", "  ", "\n"])
def test_no_answer_is_told_so(language, value):
    words = Words(language)
    assert check.check("01-q1", value, words) == check.Verdict(False, words("check.empty"))


def test_an_unknown_task_is_one_sentence_in_each_language():
    said = []
    for language in LANGUAGES:
        with pytest.raises(QuestionError) as raised:
            check.check("99-q1", "hours", Words(language))
        said.append(str(raised.value))
    assert all("99-q1" in sentence and "\n" not in sentence for sentence in said)
    assert said[0] != said[1]
    assert not check.exists("99-q1")


# --- canonical forms -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("1,365", "1365"), (" 12 ", "12"), (12, "12"), (12.0, "12"), ("12.0", "12"), (12.4, "12"), (-3, "-3"),
        (np.int64(361), "361"), (np.int8(12), "12"), (np.float64(12.0), "12"), (Decimal("12"), "12"),
        ("1,000,000", "1000000"),
    ],
)  # fmt: skip
def test_a_number_may_be_written_in_several_ways(value, form):
    assert forms.canonical("number", value, {}) == form


@pytest.mark.parametrize(
    "value", ["nan", "inf", "-inf", math.nan, math.inf, "twelve", "doce", "", "12 days", "1e400", True, [12], None, {}]
)
def test_what_is_no_finite_number_is_refused(value):
    with pytest.raises((ValueError, TypeError)):
        forms.canonical("number", value, {})


def test_a_number_within_half_a_step_matches_and_one_beyond_does_not():
    tenths = {"step": 0.1}
    assert forms.canonical("number", 0.52, tenths) == forms.canonical("number", 0.48, tenths)
    assert forms.canonical("number", 0.56, tenths) != forms.canonical("number", 0.5, tenths)
    with pytest.raises(ValueError, match="finite"):
        forms.canonical("number", 1e308, {"step": 0.01})


def test_an_unknown_kind_of_check_is_refused():
    with pytest.raises(ValueError, match="no such kind"):
        forms.canonical("essay", "text", {})


# --- number tasks, with a key made here because lesson 01 has none ---------------------------------------------------


@pytest.fixture
def number_task(tmp_path, monkeypatch):
    (tmp_path / "t.toml").write_text(
        '["99-n1"]\nkind = "number"\nsalt = "s"\nstep = 1.0\nright = [587]\n'
        'praise.en = "Yes"\npraise.es = "Sí"\nhint.en = "Look again"\nhint.es = "Mira otra vez"\n'
        '[["99-n1".wrong]]\nvalue = 575\nen = "One is missing"\nes = "Falta una"\n',
        "utf-8",
    )
    file = tmp_path / "checks.json"
    file.write_text(keys.text(tmp_path), "utf-8")
    monkeypatch.setattr(folders, "checks", lambda: file)
    check._tasks.cache_clear()
    yield "99-n1"
    monkeypatch.undo()
    check._tasks.cache_clear()


def test_a_number_task_accepts_its_number_hints_and_says_what_is_expected(number_task):
    for value in (587, "587", " 587 ", 587.3, np.int64(587), "587.0"):
        assert check.check(number_task, value, Words("en")).right, value
    assert check.check(number_task, 575, Words("es")).message == "Falta una"
    for value in (586, 588, -587, 0, "0", 5870, "58.7"):
        assert check.check(number_task, value, Words("es")) == check.Verdict(False, "Mira otra vez", "other"), value
    expected = Words("en")("check.expected.number")
    for value in ("many", math.nan, math.inf, [587], {587: 1}, 1e308j, True, "5 8 7"):
        assert check.check(number_task, value, Words("en")) == check.Verdict(False, expected, "kind"), value


def test_the_salt_stays_the_same_when_the_answer_changes(tmp_path):
    key = {"kind": "choice", "salt": "s", "right": ["a"], "wrong": [], "hint": {}, "praise": {}}
    one, other = keys._of_question("99-x", key), keys._of_question("99-x", key | {"right": ["b"]})
    assert one["salt"] == other["salt"]
    assert one["right"] != other["right"]


# --- in a browser Python has no OpenSSL ------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", [b"", "señales".encode(), b"k" * 64, b"k" * 65, bytes(range(256)) * 9])
def test_the_digest_made_by_hand_is_that_of_openssl(secret):
    for salt, rounds in ((b"00-e1:abc", 1), (b"", 2), (b"salt", 500)):
        assert by_hand(secret, salt, rounds) == hashlib.pbkdf2_hmac("sha256", secret, salt, rounds)


def test_a_check_holds_without_openssl(monkeypatch):
    whole = check.digest("00-e1", "salt", "right")
    monkeypatch.delattr(hashlib, "pbkdf2_hmac")
    assert check.digest("00-e1", "salt", "right") == whole
