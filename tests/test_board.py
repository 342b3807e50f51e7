"""The evidence board: nothing is lost, what is missing is said kindly, and one side alone is never enough."""

from __future__ import annotations

import json

import ipywidgets
import pytest

from boxes import PLANTED, Read, every, fresh, hear, whole_case, words_of
from drawn import pack
from mineros import case, folders
from mineros.board import Board
from mineros.data import listed
from mineros.evidence import OWN, Shelf
from mineros.words import LANGUAGES

LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
# Two newspapers, a government's word and a report of deputies: four makers, two sides.
FOUR = ("S0046", "S0017", "S0579", "S0071")


@pytest.fixture
def opened(tmp_path, monkeypatch):
    """A board as somebody finds it who comes (back) to it."""
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path))
    return lambda language="en": Board(fresh(language))


@pytest.fixture(params=LANGUAGES)
def shelf(request):
    return Shelf(pack(request.param))


def kept() -> dict:
    return json.loads((folders.work() / "answers.json").read_text("utf-8"))["answers"][case.KEPT_AS]["value"]


def parts(board: Board) -> list:
    return [
        part
        for whole in (*board.fields.values(), board.find.whole, board.slots.whole)
        for part in every(whole)
    ]  # fmt: skip


def put(board: Board, kind: str, text: str, line: int = 0) -> str:
    """Search and press, as a reader does; returns the id."""
    board.find.kind.value = kind
    board.find.text.value = text
    board.find.list.index = line
    chosen = board.find.list.value
    board.find.button.click()
    return chosen


# --- what is missing ---------------------------------------------------------------------------------------------


def test_a_whole_case_lacks_nothing(shelf):
    assert case.lacks(whole_case(*FOUR), shelf) == []


@pytest.mark.parametrize("part", ["claim", "rival", "answer"])
def test_each_text_that_is_missing_is_one_sentence(part, shelf):
    (said,) = case.lacks(whole_case(*FOUR, **{part: "  \n"}), shelf)
    assert said == shelf.words(f"board.lack.{part}")


@pytest.mark.parametrize(("part", "lack"), [("shows", "shows"), ("limits", "limits")])
def test_evidence_without_what_it_does_or_does_not_show_is_named(part, lack, shelf):
    held = whole_case(*FOUR)
    setattr(held.pieces[2], part, " ")
    (said,) = case.lacks(held, shelf)
    assert said == shelf.words(f"board.lack.{lack}", name=shelf.name(held.pieces[2]))
    held.pieces[2].shows = held.pieces[2].limits = ""
    (said,) = case.lacks(held, shelf)
    assert said == shelf.words("board.lack.both", name=shelf.name(held.pieces[2]))


def test_three_sources_are_too_few(shelf):
    (said,) = case.lacks(whole_case(*FOUR[:3]), shelf)
    assert said == shelf.words("board.lack.witnesses", n=3, least=4)


def test_four_sources_of_one_side_are_refused_and_the_side_is_named(shelf):
    sources = shelf.tables["sources"]
    press = sources[(sources["perspective"] == "press") & (sources["publisher"] != "") & (sources["repeats"] == "")]
    four = list(press.drop_duplicates("publisher")["source_id"][:4])
    (said,) = case.lacks(whole_case(*four), shelf)
    side = shelf.tables.label("sources", "perspective", "press")
    assert said == shelf.words("board.lack.sides", side=side)


def test_a_claim_carried_by_another_side_says_whose_pages_they_are(shelf):
    """The board counts pages: without this the student reads three sides and is told that there is one."""
    union, press = (shelf.tables.label("claims", "perspective", side) for side in ("union", "press"))
    sources = shelf.tables["sources"].set_index("source_id")["perspective"]
    claims = shelf.tables["claims"]
    pages = claims["source_ids"].map(lambda cell: {sources[source] for source in listed(cell)})
    of_union = claims["perspective"] == "union"
    told_by_press = claims[of_union & pages.map(lambda sides: sides == {"press"})]["claim_id"].iloc[0]
    told_by_itself = claims[of_union & pages.map(lambda sides: sides == {"union"})]["claim_id"].iloc[0]
    kind, read = shelf.words("board.kind.claim"), shelf.words("board.read_in", sides=press)
    assert shelf.about(case.Evidence("claim", told_by_press)) == [kind, union, read]
    assert shelf.about(case.Evidence("claim", told_by_itself)) == [kind, union]


def test_sources_of_one_publisher_are_one_witness(shelf):
    sources = shelf.tables["sources"]
    jornada = list(sources[sources["publisher"] == "La Jornada"]["source_id"][:3])
    assert len(shelf.witnesses(whole_case(*jornada, "S0579").pieces)) == 2
    first, second = case.lacks(whole_case(*jornada, "S0579"), shelf)
    assert first == shelf.words("board.lack.witnesses", n=2, least=4)
    assert all(shelf.citations.short(source) in second for source in jornada)


def test_every_copy_of_the_tables_is_one_witness_with_its_original(shelf):
    sources = shelf.tables["sources"]
    copies = sources[sources["repeats"] != ""]
    assert len(copies) > 10
    for copy, original in zip(copies["source_id"], copies["repeats"], strict=True):
        (group,) = shelf.witnesses(whole_case(copy, original).pieces)
        assert set(group) == {copy, original}
        side = sources.set_index("source_id").loc[original, "perspective"]
        assert shelf.sides([group]) == [side], "a copy brings no side of its own"


def test_two_copies_of_a_third_are_one_witness(shelf):
    sources = shelf.tables["sources"]
    repeats = sources[sources["repeats"] != ""].groupby("repeats")["source_id"].agg(list)
    pairs = [copies for copies in repeats if len(copies) > 1]
    assert pairs
    assert all(len(shelf.witnesses(whole_case(*copies).pieces)) == 1 for copies in pairs)


def test_a_source_that_joins_two_groups_makes_them_one(shelf):
    sources = shelf.tables["sources"].set_index("source_id")
    copies = sources[(sources["repeats"] != "") & (sources["publisher"] != "")]
    for copy, row in copies.iterrows():
        same = sources[(sources["publisher"] == row["publisher"]) & (sources["repeats"] == "")].index
        others = [source for source in same if source not in (copy, row["repeats"])]
        if others and sources.loc[others[0], "publisher"] != sources.loc[row["repeats"], "publisher"]:
            assert len(shelf.witnesses(whole_case(others[0], row["repeats"]).pieces)) == 2
            assert len(shelf.witnesses(whole_case(others[0], row["repeats"], copy).pieces)) == 1
            return
    pytest.fail("the tables hold no such source any more: choose another example")


def test_a_claim_of_the_dataset_brings_its_sources_and_a_figure_brings_none(shelf):
    claims = shelf.tables["claims"]
    several = claims[claims["source_ids"].str.contains("; ")].iloc[0]
    assert shelf.sources(case.Evidence("claim", several["claim_id"])) == several["source_ids"].split("; ")
    assert shelf.sources(case.Evidence("figure", OWN)) == []


@pytest.mark.parametrize("kind", case.KINDS)
def test_a_piece_of_another_edition_is_named_counts_for_nothing_and_stays(kind, shelf):
    held = whole_case(*FOUR[:3])
    held.pieces.append(case.Evidence(kind, "S9999", "shows", "limits"))
    assert shelf.words("board.lack.unknown", name="S9999") in case.lacks(held, shelf)
    assert shelf.words("board.lack.witnesses", n=3, least=4) in case.lacks(held, shelf)
    assert case.read(held.record())[0].pieces[-1].id == "S9999"


# --- what is offered -----------------------------------------------------------------------------------------------


@LANGUAGE
def test_every_piece_that_is_offered_has_a_name_and_a_card(language, opened):
    shelf = opened(language).shelf
    for kind in case.KINDS:
        found = shelf.find(kind)
        assert len({name for _, name in found}) == len(found) > 8
        for _, name in found[:: max(1, len(found) // 6)]:
            piece = case.Evidence(kind, name)
            assert shelf.knows(piece)
            assert shelf.name(piece) not in ("", name)
            assert "{" not in shelf.name(piece)
            assert shelf.card(kind, name)


def test_the_figures_stand_in_the_order_of_their_numbers(shelf):
    titles = [title for title, name in shelf.find("figure") if name != OWN]
    numbers = [[int(part) for part in title.split(" ")[0].split(".")] for title in titles]
    assert numbers == sorted(numbers)
    assert [1, 10] in numbers


def test_sources_without_a_date_stand_last(shelf):
    dates = shelf.tables["sources"].set_index("source_id")["published"]
    found = [dates[name] == "" for _, name in shelf.find("source")]
    assert found == sorted(found)


@LANGUAGE
def test_a_search_narrows_by_word_side_and_question(language, opened):
    board = opened(language)
    find = board.find
    every_line = find.found.value
    find.text.value = "Cananea"
    assert find.found.value != every_line
    find.side.value = "union"
    sources = board.shelf.tables["sources"].set_index("source_id")["perspective"]
    assert {sources[value] for _, value in find.list.options} == {"union"}
    find.kind.value = "claim"
    find.text.value, find.side.value, find.dispute.value = "", "", "survivors"
    disputes = board.shelf.tables["claims"].set_index("claim_id")["dispute_id"]
    assert {disputes[value] for _, value in find.list.options} == {"survivors"}
    assert find.button.disabled, "nothing is chosen for the student"
    find.text.value = "no such word anywhere"
    assert find.list.options == ()
    find.button.click()
    assert board.case.pieces == []


# --- what the reader does ------------------------------------------------------------------------------------------


@LANGUAGE
def test_all_that_is_done_is_saved_at_once_and_there_on_return(language, opened):
    board = opened(language)
    board.fields["title"].value = "Título"
    board.fields["claim"].value = "Ésta es mi postura\ncon dos líneas\n"
    source = put(board, "source", "Pasta de Conchos")
    claim = put(board, "claim", "Cananea", 2)
    figure = put(board, "figure", "1.1")
    for place, slot in enumerate(board.slots.whole.children):
        shows, limits = (part for part in every(slot) if isinstance(part, ipywidgets.Textarea))
        shows.value, limits.value = f"muestra {place}", f"no muestra {place}"
    board.fields["rival"].value, board.fields["answer"].value = "rival", "respuesta"
    again = opened(language)
    assert again.case == board.case == case.read(kept())[0]
    assert [piece.place for piece in again.case.pieces] == [("source", source), ("claim", claim), ("figure", figure)]
    assert again.fields["claim"].value == "Ésta es mi postura\ncon dos líneas"
    assert [slot.boxes["limits"].value for slot in again.slots.made] == [f"no muestra {place}" for place in range(3)]
    other = opened("es" if language == "en" else "en")
    assert other.case == again.case, "the board holds in the other language"


def test_pieces_move_by_buttons_and_take_their_words_with_them(opened):
    board = opened()
    for line in range(3):
        put(board, "source", "Cananea", line)
        board.slots.made[line].boxes["shows"].value = str(line)
    first, second, third = board.slots.made
    assert (first.up.disabled, first.down.disabled, third.down.disabled) == (True, False, True)
    third.up.click()
    assert [piece["shows"] for piece in kept()["pieces"]] == ["0", "2", "1"]
    assert [slot.boxes["shows"].value for slot in (first, second, third)] == ["0", "2", "1"]
    assert board.slots.whole.children[1] is second.whole, "the place stays, so the keyboard stays on its button"
    first.down.click()
    assert [piece["shows"] for piece in kept()["pieces"]] == ["2", "0", "1"]
    first.up.click()
    assert [piece["shows"] for piece in kept()["pieces"]] == ["2", "0", "1"]


@pytest.mark.parametrize("act", ["down", "off"])
def test_words_that_a_press_of_a_button_overtakes_stay_with_their_piece(act, opened):
    """A page keeps back what is typed while the kernel still saves; a press it sends at once."""
    board = opened()
    for line in range(2):
        put(board, "source", "Cananea", line)
    first, second = board.case.pieces
    slot, other = board.slots.made
    other.boxes["shows"].value = "what the second shows"
    typed = slot.boxes["shows"]
    hear(typed, value="what the f")
    getattr(slot, act).click()
    hear(typed, value="what the first shows")
    assert (first.shows, second.shows) == ("what the first shows", "what the second shows")
    assert {piece["id"]: piece["shows"] for piece in kept()["pieces"] + kept()["removed"]} == {
        first.id: "what the first shows", second.id: "what the second shows",
    }  # fmt: skip
    assert slot.boxes["shows"].value == "what the second shows"


def test_what_is_taken_off_loses_none_of_its_words(opened):
    board = opened()
    put(board, "source", "Cananea", 0)
    board.slots.made[0].boxes["shows"].value = "many hours of work"
    put(board, "source", "Cananea", 1)
    board.slots.made[0].off.click()
    assert [piece["id"] for piece in kept()["pieces"]] == [board.case.pieces[0].id]
    assert kept()["removed"][0]["shows"] == "many hours of work"
    again = opened()
    put(again, "source", "Cananea", 0)
    assert again.slots.made[1].boxes["shows"].value == "many hours of work"
    assert again.case.removed == []


def test_a_piece_that_a_strange_record_holds_twice_comes_back_with_its_newest_words():
    held = case.Case(
        pieces=[case.Evidence("source", "S0046", "new")], removed=[case.Evidence("source", "S0046", "old")]
    )
    held.remove(0)
    held.add("source", "S0046")
    assert [piece.shows for piece in held.pieces] == ["new"]


def test_one_piece_stands_on_the_board_once(opened):
    board = opened()
    put(board, "source", "Cananea", 0)
    put(board, "source", "Cananea", 0)
    assert len(board.case.pieces) == 1
    assert words_of(board.find.told.value) == board.words("board.there")


@LANGUAGE
def test_the_board_says_how_much_is_missing_and_when_nothing_is(language, opened):
    pack_now = fresh(language)
    pack_now.answers.save(case.KEPT_AS, whole_case(*FOUR, answer="").record())
    board = opened(language)
    assert board.words("board.lack.answer") in words_of(board.picture())
    board.fields["answer"].value = "Now it is answered."
    assert board.words("board.whole") in words_of(board.status.value)
    assert board.words("board.whole") in words_of(board.picture())


@LANGUAGE
def test_every_control_has_a_visible_label_and_every_message_is_a_status(language, opened):
    board = opened(language)
    put(board, "source", "Cananea")
    for part in parts(board):
        if isinstance(part, ipywidgets.Button | ipywidgets.Text | ipywidgets.Textarea | ipywidgets.Dropdown):
            assert part.description.strip()
        if hasattr(part, "style") and hasattr(part.style, "description_width") and part.description:
            assert part.style.description_width == "initial", "the label is not cut off"
    for told in (board.status, board.find.told, board.find.found):
        assert 'role="status"' in told.value
    button = board.slots.made[0].off
    assert board.shelf.name(board.case.pieces[0]) in button.tooltip


# --- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "damaged",
    [
        "text", 12, True, [1, 2], {}, {"claim": 3}, {"claim": "mine", "pieces": "S0001"},
        {"claim": "mine", "pieces": [7, None, {"kind": "source"}, {"kind": "source", "id": "S0017"}]},
        {"claim": "mine", "pieces": [{"kind": "poem", "id": "S0017", "shows": "", "limits": ""}]},
    ],
)  # fmt: skip
def test_a_damaged_record_opens_keeps_what_can_be_read_and_is_set_aside_as_it_was(damaged, opened):
    fresh("en").answers.save(case.KEPT_AS, damaged)
    board = opened()
    assert board.words("board.damaged", name=case.SET_ASIDE_AS) == board.notice
    if isinstance(damaged, dict):
        assert board.case.claim == (damaged.get("claim") if damaged.get("claim") == "mine" else "")
    board.fields["claim"].value = "a new claim"
    assert fresh("en").answers.get(case.SET_ASIDE_AS) == damaged
    assert kept()["claim"] == "a new claim"
    assert opened().notice == "", "what was mended is not told again"


def test_a_record_that_is_partly_whole_keeps_its_whole_pieces(opened):
    record = whole_case(*FOUR).record()
    record["pieces"].insert(1, {"kind": "source"})
    held, whole = case.read(record)
    assert not whole
    assert [piece.id for piece in held.pieces] == list(FOUR)


def test_half_an_emoji_is_saved_without_harm(opened):
    board = opened()
    board.fields["claim"].value = "coal \ud83d dust"
    assert kept()["claim"] == "coal � dust"
    board.fields["claim"].value = "a whole one: \N{PICK}\N{ROCK}"
    assert kept()["claim"] == "a whole one: \N{PICK}\N{ROCK}"


@LANGUAGE
def test_html_that_is_typed_is_shown_and_never_run(language, opened):
    board = opened(language)
    put(board, "source", "Cananea")
    for field in (*board.fields.values(), *board.slots.made[0].boxes.values()):
        field.value = PLANTED
    page = Read(board.picture())
    assert "script" not in page.tags
    assert page.images == []
    assert page.handlers == []
    assert "&lt;script&gt;" in board.picture()


@LANGUAGE
def test_a_folder_that_refuses_is_told_in_one_sentence_and_nothing_is_lost(language, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder", "utf-8")
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path / "file" / "my-work"))
    board = Board(fresh(language))
    board.fields["claim"].value = "still here"
    assert board.words("answers.not_written", folder=str(folders.work()), why="")[:12] in words_of(board.status.value)
    assert board.case.claim == "still here"
    (tmp_path / "file").unlink()
    board.fields["title"].value = "and now saved"
    assert kept()["claim"] == "still here"


@LANGUAGE
def test_a_page_without_a_kernel_keeps_the_board(language, opened, capsys):
    board = opened(language)
    put(board, "source", "Cananea")
    board.fields["claim"].value = "what I claim"
    picture = board.picture()
    page = Read(picture)
    assert page.levels == [3, 4, 4, 5, 4, 4]
    assert "what I claim" in picture
    assert board.shelf.name(board.case.pieces[0], whole=True) in page.headings[3]


@LANGUAGE
def test_the_verb_displays_controls_and_the_board(language, opened, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda *what, **_: shown.append(what[0]))
    opened(language).pack.board()
    controls, below = shown
    assert "mineros-controls" in controls._dom_classes
    assert "mineros" in below.data
