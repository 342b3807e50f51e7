"""A reader at the data browser: both notebooks in the real JupyterLab, its real controls, a real keyboard.

One server and one page for each language. Every test says what the controls shall hold (`look_for`), so that each
may be run alone.
"""

from __future__ import annotations

import csv
import re

import pytest

pytest.importorskip("playwright.sync_api")

import lab as jupyter
from mineros import open_pack
from mineros.cards import headline
from mineros.words import Words

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(jupyter.CHROMIUM is None, reason="there is no chromium on this machine"),
]

HTML = "<img src=x onerror=window.__pwned=1>"
CONTROLS = ".widget-dropdown, .widget-text, .widget-select, .widget-button"
TIME = {"events": "date", "sources": "published", "claims": "as_of"}
SLOW = 30  # seconds for two searches and two pictures in a row, on two slow and busy cores; no promise of speed


def plain(text):
    """ipywidgets writes hard spaces into the options of its lists."""
    return text.replace("\xa0", " ").strip()


class Reader:
    """One reader, one language: the controls of the browser by their labels, and what stands under them."""

    def __init__(self, lab, language):
        self.lab, self.page, self.cell = lab, lab.page, lab.cell("browser-browse")
        self.pack = open_pack(language)  # what the page shows is compared with what the package finds
        self.say = self.pack.words

    def control(self, name):
        """The field with this label, or the button with this name, by its key in the catalogue."""
        name = self.say(f"browse.{name}")
        field = self.cell.get_by_label(name, exact=True)
        return field.or_(self.cell.get_by_role("button", name=name, exact=True))

    def found(self):
        return self.cell.locator("[role=status]").first.inner_text()

    def told(self):
        return self.cell.locator("[role=status]").last.inner_text()

    def alt(self):
        return self.cell.locator("figure img").get_attribute("alt")

    def drawn(self):
        return self.cell.locator("figure").get_attribute("data-figure")

    def card(self):
        """All that stands in the card of the chosen line, folded parts too."""
        return self.cell.locator(".mineros:not(figure)").evaluate_all("all => all.map(c => c.textContent).join('\\n')")

    def lines(self):
        return [plain(line) for line in self.control("list").locator("option").all_text_contents()]

    def chosen(self, name):
        """What a list shows as chosen."""
        return plain(self.control(name).locator("option:checked").text_content())

    def counted(self, table, n):
        """The sentence that tells how many rows were found."""
        key = "browse.found_more" if n > 300 else "browse.found"
        return self.say(key, n=n, most=300, what=self.say(f"browse.tables.{table}"))

    def look_for(self, table="events", text="", start="", end="", place="", side="", view="timeline"):
        """Let the controls hold this and wait for the answer; returns the rows that the package finds."""
        wanted = {"table": self.say(f"browse.tables.{table}"), "text": text, "start": start, "end": end,
                  "place": place or self.say("browse.anywhere"), "side": side or self.say("browse.any_side"),
                  "draw": self.say(f"browse.view.{view}")}  # fmt: skip
        for name, value in wanted.items():
            control = self.control(name)
            if name in ("text", "start", "end"):
                if control.input_value() != value:
                    control.fill(value)
                    control.press("Enter")
            elif self.chosen(name) != value:
                control.select_option(label=value)
        rows = self.pack.find(
            table, text, start=int(start) if start else None, end=int(end) if end else None,
            place=self.code("place", place), side=self.code("side", side),
        )  # fmt: skip
        self.wait_for(table, rows, view)
        return rows

    def code(self, kind, label):
        """The id behind a label of the list of places or sides."""
        if not label:
            return ""
        if kind == "side":
            sides = set(self.pack.claims["perspective"]) | set(self.pack.sources["perspective"])
            return next(side for side in sides if self.pack.tables.label("claims", "perspective", side) == label)
        name, region = label.split(", ")
        places = self.pack.places
        return places[(places["name"] == name) & (places["state"] == region)]["place_id"].item()

    def wait_for(self, table, rows, view):
        """Until number, list and picture are those of these rows."""
        dated = int((rows[TIME[table]] != "").sum())
        n = self.say.number(dated)
        nothing = self.say("figure.timeline.empty.finding")
        assert self.lab.until(lambda: self.found().startswith(self.counted(table, len(rows))), SLOW), self.found()
        assert self.lab.until(lambda: self.drawn() == view, SLOW)
        if view == "timeline":
            assert self.lab.until(
                lambda: f" {n} " in f" {self.alt()}" if dated else self.alt() == nothing, SLOW
            ), self.alt()  # fmt: skip
        assert self.lab.until(lambda: len(self.lines()) == min(len(rows), 300), SLOW), len(self.lines())

    def tab_to(self, control):
        """Press Tab until the control has the focus; nothing else."""
        for _ in range(40):
            self.page.keyboard.press("Tab")
            if control.evaluate("control => control === document.activeElement"):
                return
        pytest.fail(f"Tab does not reach {control}")

    def choose(self, part):
        """Choose the line of the list that holds a text, and wait for its card."""
        line = next(line for line in self.lines() if part in line)
        self.control("list").select_option(label=line)
        assert self.lab.until(lambda: self.say("browse.choose") not in self.card())
        return line


@pytest.fixture(scope="module", params=["es"])  # the same code serves English; its words are shorter
def reader(request, tmp_path_factory):
    """The notebook in one language, run from top to bottom."""
    notebook = jupyter.TOP / "notebooks" / request.param / "data-browser.ipynb"
    with jupyter.opened(tmp_path_factory.mktemp("lab"), notebook) as lab:
        lab.run_all()
        assert lab.until(lambda: lab.cell("browser-browse").locator("figure img").count() == 1)
        lab.errors_at_first = lab.errors()
        yield Reader(lab, request.param)


# --- the page -------------------------------------------------------------------------------------------------------


def test_every_cell_runs_without_an_error(reader):
    lab = reader.lab
    assert lab.errors_at_first == []
    prompts = lab.page.locator(".jp-Notebook .jp-CodeCell .jp-InputPrompt").all_inner_texts()
    assert [prompt.strip(" :") for prompt in prompts] == [f"[{n}]" for n in range(1, len(lab.code) + 1)]
    shown = [cell for cell in lab.code if lab.cell(cell).locator(".jp-OutputArea-output").count()]
    assert shown == [cell for cell in lab.code if cell != "browser-open-code"]


def test_every_picture_is_whole_and_says_in_words_what_it_shows(reader):
    pictures = reader.page.locator(".jp-OutputArea-output img").evaluate_all(
        "all => all.map(img => ({alt: img.alt, whole: img.complete && img.naturalWidth > 0}))"
    )
    assert [p for p in pictures if not p["whole"] or len(p["alt"].strip()) <= 40] == []
    assert len(pictures) == 3


def test_words_of_a_table_begin_at_the_left_as_a_reader_expects(reader):
    cell = reader.lab.cell("browser-contents")
    sides = cell.locator("td").evaluate_all("all => [...new Set(all.map(td => getComputedStyle(td).textAlign))]")
    assert sides == ["left"]


def test_every_control_has_a_visible_label_in_the_reader_s_language(reader):
    labels = reader.cell.locator(CONTROLS).evaluate_all(
        """all => all.map(c => c.matches('button') ? c : c.querySelector('label, .widget-label'))
        .map(l => l.checkVisibility() ? l.innerText.trim() : '')"""
    )
    names = ("table", "text", "start", "end", "place", "side", "list", "previous", "next", "save", "draw")
    assert labels == [reader.say(f"browse.{name}") for name in names]


def test_no_word_of_the_other_language_stands_among_the_controls(reader):
    """Labels, hints, options and sentences; names of places, and titles of what was found, are names."""
    reader.look_for("claims", "Linares")
    shown = reader.cell.locator(".widget-vbox").evaluate_all(
        """all => all.flatMap(box => [...box.querySelectorAll('label, .widget-label, button, option, [role=status]')]
        .flatMap(part => [part.textContent, part.title]).concat([...box.querySelectorAll('input')]
        .flatMap(i => [i.placeholder, i.title])))"""
    )
    shown = {plain(text) for text in shown}
    other = Words("en" if reader.say.language == "es" else "es")
    own = set(_texts(reader.say.entry("browse")))
    foreign = set(_texts(other.entry("browse"))) - own
    codes = set(reader.pack.claims["perspective"]) | set(reader.pack.sources["perspective"])
    other_pack = open_pack(other.language)
    foreign |= {other_pack.tables.label("claims", "perspective", code) for code in codes}
    foreign -= {reader.pack.tables.label("claims", "perspective", code) for code in codes}
    assert sorted(shown & foreign) == []
    assert len(shown & own) > 15
    assert not [text for text in shown if re.search(r"[{}]|browse\.", text)]


def _texts(entry):
    """All texts of a part of the catalogue."""
    return [text for value in entry.values() for text in (_texts(value) if isinstance(value, dict) else [value])]


# --- the keyboard alone ---------------------------------------------------------------------------------------------


def test_keyboard_alone_searches_steps_reads_draws_and_saves(reader):
    """From the cell on nothing but keys: Tab, letters, Enter, Space, and arrows in an open list."""
    lab, say, keys = reader.lab, reader.say, reader.page.keyboard
    reader.look_for()
    everything = reader.alt()
    exports = lab.folder / "my-work" / "exports"
    before = set(exports.glob("events-*.csv"))
    rows = reader.pack.find("events", "cananea huelga" if say.language == "es" else "cananea strike")
    titles = [headline(reader.pack.tables, "events", row)[:140] for _, row in rows.iterrows()]
    assert len(rows) > 2

    reader.cell.focus()
    reader.tab_to(reader.control("text"))
    keys.type("CANANEA huelga" if say.language == "es" else "CANANEA strike")
    keys.press("Enter")
    reader.wait_for("events", rows, "timeline")
    assert reader.alt() != everything
    assert reader.lines() == titles
    assert say("browse.choose") in reader.card()

    reader.tab_to(reader.control("next"))
    for place, key in enumerate(("Enter", "Space")):
        keys.press(key)
        row = rows.iloc[place]
        assert lab.until(lambda row=row: row["title"] in reader.card()), reader.card()
        card = reader.card()
        assert row["summary"] in card
        assert reader.chosen("list") == titles[place]
        for source in row["source_ids"].split("; "):
            assert f"[{source}]" in card
            assert reader.pack.citations.source(source)["interest"] in card
        for field in ("cite.side", "cite.seen", "cite.interest"):
            assert f"{say(field)}:" in card

    reader.tab_to(reader.control("save"))
    keys.press("Enter")
    assert lab.until(lambda: set(exports.glob("events-*.csv")) - before)
    (file,) = set(exports.glob("events-*.csv")) - before
    assert lab.until(lambda: reader.told() == say("browse.saved", n=len(rows), file=str(file))), reader.told()
    holds_each_row_with_its_citation(reader, file, rows)

    reader.tab_to(reader.control("draw"))
    for key in ("Space", "ArrowDown", "Enter"):
        keys.press(key)
    assert lab.until(lambda: reader.drawn() == "places")
    assert reader.cell.locator("figure .title").inner_text() == say("figure.places.title")
    places = reader.pack.places.set_index("place_id")
    at = [places.loc[place, "near"] or place for place in rows["place_id"]]  # a mine is drawn at its town
    on_map = sum(places.loc[place, "latitude"] == places.loc[place, "latitude"] for place in at)
    assert re.search(rf"\b{on_map}\b", reader.alt())
    missing = say("figure.places.missing", missing=len(rows) - on_map)
    assert missing in reader.cell.locator("figcaption").inner_text()
    assert say("figure.places.finding").split("{places}")[1].split(".")[0] in reader.alt()
    assert lab.errors() == []


def holds_each_row_with_its_citation(reader, file, rows):
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        written = list(csv.DictReader(lines))
    assert [row["event_id"] for row in written] == list(rows["event_id"])
    assert list(written[0])[-1] == "citation"
    for row in written:
        assert row["citation"] == reader.say(
            "export.citation", edition=reader.pack.tables.edition, table="events", row=row["event_id"],
            sources="; ".join(f"{reader.pack.citations.short(s)} [{s}]" for s in row["source_ids"].split("; ")),
        )  # fmt: skip
        for part in ("events", row["event_id"], reader.pack.tables.edition):
            assert part in row["citation"]


def test_letters_and_arrows_in_a_menu_or_the_list_are_not_commands_of_jupyterlab(reader):
    reader.look_for(text="Linares")
    page, cells = reader.page, reader.page.locator(".jp-Cell").count()
    lines = reader.control("list")
    lines.focus()
    for key in ("x", "b", "d", "d", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    assert reader.lab.until(lambda: lines.locator("option:checked").count() == 1), "arrows move in the list"
    reader.control("side").focus()
    for key in ("x", "a", "b", "Escape"):
        page.keyboard.press(key)
    reader.control("next").focus()
    for key in ("x", "z", "b"):
        page.keyboard.press(key)
    assert page.locator(".jp-Cell").count() == cells
    assert reader.cell.locator("figure img").count() == 1


def test_previous_goes_back_and_stays_at_the_first_line(reader):
    rows = reader.look_for("events", "Cananea")
    for name, place in (("next", 0), ("next", 1), ("previous", 0), ("previous", 0)):
        reader.control(name).focus()
        reader.page.keyboard.press("Enter")
        assert reader.lab.until(lambda place=place: rows.iloc[place]["title"] in reader.card())
        assert reader.control("list").evaluate("list => list.selectedIndex") == place


# --- what a search changes ------------------------------------------------------------------------------------------


def test_alternative_text_changes_with_the_search_and_names_the_number_found(reader):
    said = {}
    for text in ("", "Cananea", "Linares"):
        rows = reader.look_for("events", text)
        said[reader.alt()] = len(rows)
        assert re.search(rf"\b{len(rows)}\b", reader.alt())
        assert reader.say("browse.tables.events") in reader.alt()
    assert len(said) == 3


def test_year_in_words_is_answered_by_one_sentence_and_changes_nothing_else(reader):
    reader.look_for("events", "Cananea")
    reader.control("next").click()
    assert reader.lab.until(lambda: reader.say("browse.choose") not in reader.card())

    def rest():
        return reader.lines(), reader.card(), reader.alt(), reader.cell.locator("figure img").get_attribute("src")

    before = rest()
    for name, typed in (("start", "two thousand six"), ("end", "dos mil seis")):
        reader.control(name).fill(typed)
        reader.control(name).press("Enter")
        assert reader.lab.until(lambda: reader.found() == reader.say("browse.bad_year"))
        reader.page.wait_for_timeout(300)
        assert rest() == before
        reader.control(name).fill("")
        reader.control(name).press("Enter")
        assert reader.lab.until(lambda: reader.found() != reader.say("browse.bad_year"))
        reader.control("next").click()
        assert reader.lab.until(lambda: rest() == before)
    assert reader.lab.errors() == []


def test_search_that_finds_nothing_says_0_and_the_figure_says_so(reader):
    reader.look_for("events", "zzzz")
    assert re.search(r"\b0\b", reader.found())
    assert reader.say("browse.tables.claims") in reader.found(), "what the same search finds elsewhere is said"
    assert reader.lines() == []
    assert reader.cell.locator("figure .title").inner_text() == reader.say("figure.timeline.empty.title")
    reader.look_for("events", "zzzz", view="places")
    assert reader.alt() == reader.say("figure.places.empty.finding")
    reader.control("next").click()  # nothing to step to
    reader.page.wait_for_timeout(200)
    assert reader.card().strip().endswith(reader.say("browse.choose"))
    assert reader.lab.errors() == []


def test_html_in_the_search_box_stays_text(reader):
    for name in ("text", "start"):
        reader.look_for("events", "Cananea")
        reader.control(name).fill(HTML)
        reader.control(name).press("Enter")
        expected = {"text": reader.counted("events", 0), "start": reader.say("browse.bad_year")}[name]
        assert reader.lab.until(lambda expected=expected: reader.found().startswith(expected))
        reader.page.wait_for_timeout(200)
        assert reader.page.locator("img[src=x]").count() == 0
        assert reader.page.evaluate("window.__pwned") is None
        assert reader.control(name).input_value() == HTML


def test_place_and_side_narrow_the_number_found(reader):
    everything = len(reader.look_for())
    place = "Cananea, Sonora"
    side = reader.pack.tables.label("claims", "perspective", "union")
    there = len(reader.look_for(place=place))
    of_side = len(reader.look_for(side=side))
    both = len(reader.look_for(place=place, side=side))
    assert 0 < both < there < everything
    assert both < of_side < everything


def test_years_narrow_the_number_found(reader):
    rows = reader.look_for("events", "Cananea", start="2007", end="2008")
    assert set(rows["date"].str[:4]) == {"2007", "2008"}
    assert len(rows) < len(reader.look_for("events", "Cananea"))


# --- sources and claims ---------------------------------------------------------------------------------------------


def test_card_of_a_source_tells_what_rests_on_it(reader):
    sources = reader.look_for("sources", "Cananea")
    resting = reader.pack.finder.resting
    source = max(sources["source_id"], key=lambda s: len([t for t, _ in resting.get(s, []) if t == "events"]))
    row = sources[sources["source_id"] == source].iloc[0]
    reader.choose(row["title"][:40])
    assert reader.lab.until(lambda: f"[{source}]" in reader.card()), reader.card()
    card = reader.card()
    assert row["interest"] in card
    assert f"{reader.say('browse.rests', n=len(resting[source]))}:" in card
    events = [row_id for table, row_id in resting[source] if table == "events"]
    for title in reader.pack.events.set_index("event_id").loc[events, "title"]:
        assert title in card
    assert f"{reader.pack.tables.title('events')}: {len(events)}" in card


def test_card_of_a_claim_lists_all_answers_to_its_question(reader):
    claims = reader.look_for("claims", "Sicartsa")
    chosen = claims.iloc[0]
    reader.choose(headline(reader.pack.tables, "claims", chosen)[:140])
    question = reader.pack.disputes.set_index("dispute_id").loc[chosen["dispute_id"]]
    assert reader.lab.until(lambda: question["question"] in reader.card())
    card, answers = reader.card(), reader.pack.claims_on(chosen["dispute_id"])
    assert reader.say("browse.all_answers", n=len(answers)) in card
    for answer in answers.itertuples():
        side = reader.pack.tables.label("claims", "perspective", answer.perspective)
        assert f"{answer.claimant} ({side}): {answer.claim}" in card
    assert question["why"] in card
    assert reader.pack.tables.label("disputes", "status", question["status"]) in card
    for source in chosen["source_ids"].split("; "):
        assert f"[{source}]" in card


def test_sources_without_a_date_are_told_under_the_picture(reader):
    rows = reader.look_for("sources", "Linares")
    undated = int((rows["published"] == "").sum())
    assert reader.say("figure.timeline.missing", missing=undated) in reader.cell.locator("figcaption").inner_text()


# --- the disk and the network ---------------------------------------------------------------------------------------


def test_folder_that_cannot_be_written_is_told_in_one_sentence(reader):
    """A file stands where the folder should be: that stops even an administrator."""
    reader.look_for("events", "Cananea")
    exports = reader.lab.folder / "my-work" / "exports"
    aside = exports.with_name("exports-aside")
    exports.rename(aside)  # the last cell of the notebook made it
    exports.write_text("")
    try:
        reader.control("save").focus()
        reader.page.keyboard.press("Enter")
        sentence = reader.say("error.not_exported", folder=str(exports), why="{why}")
        pattern = re.escape(sentence).replace(re.escape("{why}"), ".+")
        assert reader.lab.until(lambda: re.fullmatch(pattern, reader.told()), 5), repr(reader.told())
    finally:
        exports.unlink()
        aside.rename(exports)
    assert reader.lab.errors() == []
    reader.control("save").press("Enter")  # and when the folder is there again, it works
    start = reader.say("browse.saved").split("{n}")[0]
    assert reader.lab.until(lambda: reader.told().startswith(start))


def test_nothing_leaves_this_machine(reader):
    lab = reader.lab
    reader.look_for("claims", "Linares", view="places")
    assert any(address.startswith("ws://127.0.0.1:") for address in lab.asked)
    assert lab.leaves() == []
    assert "ipykernel" in lab.outside.with_name("outside.txt.watched").read_text("utf-8")
    assert not lab.outside.exists(), lab.outside.read_text("utf-8")
