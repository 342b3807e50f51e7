"""Both languages say the same things, in whole sentences of their own, and nothing is said outside the catalogue."""

from __future__ import annotations

import ast
import re
import string
from functools import cache
from pathlib import Path

import pytest

import mineros
from mineros.charts import MODULES
from mineros.classroom.stumbles import FIGURES as OF_CLASS
from mineros.errors import LanguageError
from mineros.words import LANGUAGES, Words, catalogue

SOURCE = Path(mineros.__file__).parent
LITE = Path(__file__).parents[1] / "lite"  # the in-browser edition speaks from the same catalogue
LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)

# Equal in both languages on purpose: numbers of figures, places that the tables fill, marks between facts; one word.
SAME = re.compile(r"[\d.]+|Pasta de Conchos|\{\w+\}|\{kind\} · \{minutes\} min · \{grouping\}|\{month\} \{year\}")
SAME_WORDS = {"figure.mexico.column.mineral": "Mineral", "no": "no"}
NAMES = re.compile(
    r"\{\w+\}|[\w-]+\.(?:json|csv|toml)|\bdata/|Los Mineros|Pasta de Conchos|python -m [\w.]+|--language es|"
    r"first-day\.md|\bpack\.\w+|\bday, month, year\b"  # codes, the same in both languages
)
ENGLISH = set(
    re.findall(
        r"\w+",
        """the and of with not answer answers figure this that from for are is was were you your there here write which
        what who when where how have been before after men women year years day days deaths source saved missing cannot
        into its than only more most many one two first last could would should row rows word words""",
    )
)
SPANISH = set(
    re.findall(
        r"\w+",
        """el la los las de que y con una un para por del se su sus tus tu es son fue según sin más hombres año años día
        días muertes fuente respuesta figura esta este""",
    )
)


def flat(table: object, prefix: str = "") -> dict[str, str]:
    """Every text of a catalogue by its dotted key."""
    if isinstance(table, dict):
        return {key: text for name, part in table.items() for key, text in flat(part, f"{prefix}{name}.").items()}
    if isinstance(table, list):
        return {key: text for place, part in enumerate(table) for key, text in flat(part, f"{prefix}{place}.").items()}
    return {prefix[:-1]: str(table)}


ALL = {language: flat(catalogue(language)) for language in LANGUAGES}


def letters(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.lower()))


def places(text: str) -> list[str]:
    return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name is not None})


# --- the two catalogues ----------------------------------------------------------------------------------------------


def test_both_catalogues_have_the_same_keys():
    assert sorted(ALL["en"]) == sorted(ALL["es"])
    assert len(ALL["en"]) > 200


def test_both_catalogues_fill_the_same_places_in_each_text():
    differing = {key: (places(ALL["en"][key]), places(ALL["es"][key])) for key in ALL["en"]}
    assert {key: both for key, both in differing.items() if both[0] != both[1]} == {}


@LANGUAGE
def test_every_place_is_a_plain_name_and_no_text_is_empty(language):
    for key, text in ALL[language].items():
        assert text.strip() == text != "", key
        assert all(name.isidentifier() for name in places(text)), key
        assert "  " not in text, key


def test_no_text_was_left_untranslated():
    same = {key for key, text in ALL["en"].items() if ALL["es"][key] == text}
    assert {key: ALL["en"][key] for key in same if not SAME.fullmatch(ALL["en"][key])} == SAME_WORDS


@pytest.mark.parametrize(("language", "foreign"), [("es", ENGLISH), ("en", SPANISH)])
def test_no_word_of_the_other_language_stands_in_a_message(language, foreign):
    found = {}
    for key, text in ALL[language].items():
        plain = NAMES.sub(" ", text)
        hits = letters(plain) & foreign
        if hits:
            found[key] = sorted(hits)
    assert found == {}


def test_the_lists_of_foreign_words_would_catch_a_swapped_catalogue():
    for language, foreign in (("es", ENGLISH), ("en", SPANISH)):
        swapped = ALL["es" if language == "en" else "en"]
        sentences = [swapped[key] for key in swapped if key.endswith((".finding", ".counted"))]
        caught = [text for text in sentences if letters(NAMES.sub(" ", text)) & foreign]
        assert len(caught) > 0.9 * len(sentences) > 15


@LANGUAGE
def test_american_and_mexican_typography(language):
    for key, text in ALL[language].items():
        assert '"' not in text, f"{key}: quotation marks are “ and ”"
        if language == "es":
            assert text.count("¿") == text.count("?"), key
            assert text.count("¡") == text.count("!"), key


# --- every key that the code asks for --------------------------------------------------------------------------------

CALLS = {"words", "say", "entry", "has", "_words"}


@cache
def source() -> list[ast.Module]:
    """Each module of the package, and of what builds its in-browser edition, parsed."""
    return [ast.parse(path.read_text("utf-8")) for path in (*SOURCE.rglob("*.py"), *LITE.glob("*.py"))]


@cache
def asked() -> tuple[set[str], set[str]]:
    """Whole keys, and the beginnings of keys, that the source hands to the catalogue."""
    whole, starts = set(), set()
    for module in source():
        for node in ast.walk(module):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in CALLS and ast.unparse(node.func) != "self":
                continue
            argument = node.args[0]
            for part in [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]:
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    whole.add(part.value)
                elif isinstance(part, ast.JoinedStr) and isinstance(part.values[0], ast.Constant):
                    starts.add(part.values[0].value)
                elif isinstance(part, ast.BinOp) and isinstance(part.left, ast.Constant):
                    starts.add(part.left.value)
    return whole, starts


@cache
def headed() -> set[str]:
    """Keys put together from `head = "..."` and `words(head + "...")` within one module."""
    found = set()
    for module in source():
        for function in module.body:
            text = ast.unparse(function)
            for head in re.findall(r"head = '([\w.]+)'", text):
                found |= {head + tail for tail in re.findall(r"head \+ '(\w+)'", text)}
    return found


@LANGUAGE
def test_every_key_used_in_the_source_exists(language):
    words = Words(language)
    whole, starts = asked()
    assert len(whole) > 60, "the search finds the calls"
    assert len(starts) > 8
    assert len(headed()) > 40
    assert sorted(key for key in whole | headed() if not words.has(key)) == []
    assert sorted(start for start in starts if not any(key.startswith(start) for key in ALL[language])) == []


@LANGUAGE
def test_every_figure_has_every_part_of_its_caption(language):
    words = Words(language)
    for name in (*MODULES, *OF_CLASS):
        for part in ("title", "finding", "unit", "counted", "as_of", "n", "missing"):
            assert isinstance(words.entry(f"figure.{name}.{part}"), str), f"{name}.{part}"


def test_every_text_of_the_catalogue_is_used():
    _, starts = asked()
    starts = starts | {f"figure.{name}." for name in (*MODULES, *OF_CLASS)}  # Captions puts these together
    used = set(headed())
    for module in source():
        nodes = ast.walk(module)
        used |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    unused = [key for key in ALL["en"] if not key.startswith(tuple(starts))]
    assert [key for key in unused if key not in used and key.rpartition(".")[0] not in used] == []


# --- numbers, dates, lists -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "iso", "said"),
    [
        ("en", "2006-02-19", "February 19, 2006"), ("es", "2006-02-19", "19 de febrero de 2006"),
        ("en", "2024-06", "June 2024"), ("es", "2024-06", "junio de 2024"),
        ("en", "1889", "1889"), ("es", "1889", "1889"), ("en", "", "date not seen"), ("es", "", "fecha no vista"),
    ],
)  # fmt: skip
def test_dates_of_every_precision_are_said_in_words(language, iso, said):
    assert Words(language).date(iso) == said


def test_short_dates_for_axes():
    assert Words("en").day("2006-02-19") == "Feb 19"
    assert Words("es").day("2006-02-19") == "19 feb"
    assert Words("en").date("2025-01", short=True) == "Jan 2025"
    assert Words("es").date("2025-01", short=True).startswith("ene")


@LANGUAGE
def test_every_month_has_its_name(language):
    names = [Words(language).date(f"2006-{month:02d}-01") for month in range(1, 13)]
    assert len(set(names)) == 12
    assert len(Words(language).entry("date.months_short")) == len(Words(language).entry("date.months")) == 12


@LANGUAGE
@pytest.mark.parametrize(
    ("value", "said"),
    [(1365, "1,365"), (1365.0, "1,365"), (0, "0"), (0.5, "0.5"), (9876.51, "9,876.5"), (-4, "-4"), ("text", "text")],
)
def test_numbers_are_written_as_in_mexico_and_the_united_states(language, value, said):
    assert Words(language).number(value) == said


@LANGUAGE
def test_numbers_in_sentences_get_their_separators(language):
    assert "1,365" in Words(language)("figure.days.count", days=1365)


def test_lists_are_joined_as_one_says_them():
    assert Words("en").joined(["a", "b", "c"]) == "a, b and c"
    assert Words("es").joined(["a", "b"]) == "a y b"
    assert Words("en").joined(["a"]) == "a"
    assert Words("en").joined([]) == ""


# --- languages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "", "EN", "español", None, 3])
def test_an_unknown_language_is_told_in_both_which_there_are(language):
    with pytest.raises(LanguageError) as raised:
        mineros.open_pack(language)
    assert "\n" not in str(raised.value)
    assert str(raised.value).count('"en"') == str(raised.value).count('"es"') == 2
    assert raised.value._render_traceback_() == [str(raised.value)]


@LANGUAGE
def test_a_key_that_does_not_exist_is_an_error_and_never_an_empty_label(language):
    assert not Words(language).has("figure.days.nothing")
    assert not Words(language).has("yes.no")
    with pytest.raises(KeyError):
        Words(language)("figure.days.nothing")


# --- no words written into the charts --------------------------------------------------------------------------------

DRAWS = {
    "text", "set_xlabel", "set_ylabel", "set_title", "annotate", "legend", "set_xticks", "set_yticks", "suptitle",
    "supxlabel", "supylabel", "set_xticklabels", "set_yticklabels", "title", "xlabel", "ylabel", "set_label",
}  # fmt: skip
LOOKS = {
    "ha", "va", "loc", "color", "fontweight", "xycoords", "textcoords", "arrowprops", "horizontalalignment",
    "verticalalignment", "linestyle", "weight", "style", "family", "transform", "rotation", "bbox", "bbox_to_anchor",
}  # fmt: skip
SAYS = {"words", "say", "entry", "date", "day", "number", "label"}


def literals(node: ast.AST) -> list[str]:
    """Texts under a node, without those handed to the catalogue or used as a key."""
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in SAYS:
            return []
    if isinstance(node, ast.Subscript):
        return literals(node.value)
    if isinstance(node, ast.Compare):
        return []
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    return [text for child in ast.iter_child_nodes(node) for text in literals(child)]


def drawn_literals(code: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(code)):
        keyed = [keyword for keyword in getattr(node, "keywords", []) if keyword.arg not in LOOKS]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in DRAWS:
                found += [text for part in [*node.args, *(word.value for word in keyed)] for text in literals(part)]
            else:
                found += [text for word in keyed if word.arg == "label" for text in literals(word.value)]
    return [text for text in found if re.search(r"[^\W\d_]{2,}", text)]


def test_no_words_are_written_into_the_charts():
    coordinates = {"axes fraction", "data", "offset points"}
    found = {}
    for path in sorted((SOURCE / "charts").glob("*.py")):
        if texts := [text for text in drawn_literals(path.read_text("utf-8")) if text not in coordinates]:
            found[path.name] = texts
    assert found == {}


def test_the_search_for_written_words_finds_them():
    assert drawn_literals('axes.text(1, 2, "still in the mine", ha="left")') == ["still in the mine"]
    assert drawn_literals('axes.set_xlabel(f"{n} days after")') == [" days after"]
    assert drawn_literals('axes.plot(x, y, label="coal")') == ["coal"]
    assert drawn_literals('axes.set_ylabel(words("figure.mexico.axis"), color="red")') == []
    assert drawn_literals('axes.text(0, 1, f"{count} {row.unit}", va="top")') == []
