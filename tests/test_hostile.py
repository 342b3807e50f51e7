"""Whatever a reader, a stranger's file or a table says is shown as text: no place lets it run or build the page.

Over a thousand hostile strings (hostile.py) go through every place of the pack where text becomes HTML. What comes out
is put into a real browser, as JupyterLab would put it. No script may run, no element or attribute may arise that a
harmless string does not give, and the string must be there to be read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from hostile import CHROMIUM, ORIGIN, STRINGS, Watched, browser, twin
from mineros import bank, board, case, check, figure, html, progress, takeaway, terms, tries, words
from mineros.browser import Browser
from mineros.cards import Cards
from mineros.document import Document
from mineros.drawing import Drawing
from mineros.errors import MinerosError
from mineros.evidence import Shelf
from mineros.finding import FindBox
from mineros.handouts import pages as paper
from mineros.launch import Release
from mineros.pack import Pack
from mineros.piece import Piece
from mineros.school import _line
from mineros.site import forms, live
from mineros.slots import Slots
from mineros.words import Words

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="needs Chromium"),
    pytest.mark.xdist_group("hostile"),
]
TOP = Path(__file__).resolve().parents[1]
FEW = STRINGS[::19]  # of 1,580, for places where each string costs much; with --whole these get all of them, too

Make = Callable[[Sequence[str]], str]
PLACES: dict[str, Make] = {}
SLOW: set[str] = set()  # places where each string costs much
CUT: set[str] = set()  # places that show the beginning of a long string, or a string of our own in its place


def place(slow: bool = False, cut: bool = False) -> Callable[[Make], Make]:
    """A place where text becomes HTML: a function from strings to the HTML that they make, one after the other."""

    def keep(make: Make) -> Make:
        name = make.__name__.replace("_", " ")
        PLACES[name] = make
        SLOW.update({name} if slow else ())
        CUT.update({name} if cut else ())
        return make

    return keep


class Known:
    """What is opened once for all places: a pack, its tables, a reader's folder."""

    pack: Pack


def _each(strings: Sequence[str], make: Callable[[str], str]) -> str:
    return "\n".join(f"<section>{make(text)}</section>" for text in strings)


# --- pieces of HTML --------------------------------------------------------------------------------------------------


@place()
def sentences_facts_and_lists(strings: Sequence[str]) -> str:
    return _each(
        strings,
        lambda text: html.status(text) + html.facts([(text, html.text(text))]) + html.folded(text, [text, text]),
    )


@place()
def cells_of_a_table(strings: Sequence[str]) -> str:
    frame = pd.DataFrame({"a": strings, "b": strings})
    frame.attrs["languages"] = {"b": list(strings)}
    return html.table(frame, "x").replace(html.STYLE, "")


@place(slow=True)
def heads_and_caption_of_a_table(strings: Sequence[str]) -> str:
    return html.table(pd.DataFrame([strings], columns=list(strings)), "x") + _each(
        strings, lambda text: html.table(pd.DataFrame({text: [1]}), text)
    )


@place()
def a_text_read_to_whoever_does_not_see_the_picture(strings: Sequence[str]) -> str:
    return _each(strings, lambda text: f'<img alt="{html.text(text)}" src="data:,">').replace("\r", "") + _each(
        strings, lambda text: html.alternative(f'<p>{html.text(text)}</p><img src="" alt="{html.text(text)}">')
    )


# --- figures, charts of the reader's own, guesses --------------------------------------------------------------------


@place(slow=True)
def title_finding_and_table_of_a_readers_chart(strings: Sequence[str]) -> str:
    from matplotlib.figure import Figure

    return _each(strings, lambda text: figure.of_student(Figure(), text, text, text, Known.pack.words))


@place(slow=True)
def facts_and_rows_of_a_figure(strings: Sequence[str]) -> str:
    named = dict.fromkeys(("hint", "task"), "")
    counts = dict.fromkeys(("students", "times", "tried", "all", "people", "n", "missing"), 1)
    rows = Drawing(None, pd.DataFrame({"x": strings}), {**named, **counts})  # type: ignore[arg-type]

    def one(text: str) -> str:
        drawn = Drawing(None, pd.DataFrame({text: [text]}), {**dict.fromkeys(named, text), **counts})  # type: ignore[arg-type]
        return figure.as_html("hints", drawn, Known.pack.words, None, number=text)

    return figure.as_html("hints", rows, Known.pack.words, None) + _each(strings, one)


@place()
def a_guess_beside_its_figure(strings: Sequence[str]) -> str:
    return _each(strings, lambda text: figure.with_guess("<p>x</p>", text, Known.pack.words, "guess.wrote"))


# --- a reader's answers ----------------------------------------------------------------------------------------------


def _entries(strings: Sequence[str]) -> list[takeaway.Entry]:
    return [
        takeaway.Entry("05", text, "prediction", text, text, text, "2026-01-02T03:04:05", "x", 2, text)
        for text in strings
    ]


@place()
def all_answers_on_one_page(strings: Sequence[str]) -> str:
    return takeaway.as_page(_entries(strings), Known.pack.words)


@place(slow=True)
def all_answers_in_markdown(strings: Sequence[str]) -> str:
    import mistune

    entries = [entry.__class__(**{**entry.__dict__, "question": "05-q1"}) for entry in _entries(strings)]
    return str(mistune.html(takeaway.as_markdown(entries, Known.pack.words)))


@place()
def guesses_on_the_progress_page(strings: Sequence[str]) -> str:
    return progress.guesses(_entries(strings), Known.pack.words)


@place()
def the_link_that_hands_over_a_file(strings: Sequence[str]) -> str:
    def one(text: str) -> str:
        file: Any = SimpleNamespace(name=text, read_bytes=lambda: text.encode("utf-8", "replace"))
        return progress._download(file, "application/json", Known.pack.words) + _line(text) + _line(text, "status")

    return _each(strings, one)


def _case(text: str) -> case.Case:
    pieces = [case.Evidence(kind, text, text, text) for kind in case.KINDS]
    return case.Case(text, text, text, text, pieces)


@place(slow=True)
def the_board_as_a_page(strings: Sequence[str]) -> str:
    shelf = Shelf(Known.pack)

    def one(text: str) -> str:
        written = Document(top=3)
        board.write(written, _case(text), shelf)
        written.fact(text, text)
        written.items([text])
        return written.html

    return _each(strings, one)


@place(slow=True)
def the_board_in_markdown(strings: Sequence[str]) -> str:
    import mistune
    from markdown_it import MarkdownIt

    shelf = Shelf(Known.pack)
    common = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

    def one(text: str) -> str:
        written = Document()
        board.write(written, _case(text), shelf)
        written.items([text])
        return f"<div>{mistune.html(written.markdown)}</div><div>{common.render(written.markdown)}</div>"

    return _each(strings, one)


@place()
def paragraphs_of_a_piece(strings: Sequence[str]) -> str:
    piece = Piece(Known.pack)
    piece.__dict__["paragraphs"] = [(text, text) for text in strings]
    return piece.document().html


@place(slow=True)
def a_verdict_and_what_a_cell_gave(strings: Sequence[str]) -> str:
    shown: list[str] = []
    pack = Pack(Known.pack.words.language)
    pack.__dict__["answers"] = SimpleNamespace(notice="")
    pack._put = shown.append  # type: ignore[method-assign]
    with pytest.MonkeyPatch.context() as patch:
        for text in strings:
            pack.__dict__["answers"].notice = text
            patch.setattr(tries, "note", lambda *_, text=text: check.Verdict(False, text))
            pack.check("x", [text])
            pack.check("x", pd.DataFrame({text: [text]}))
            pack.check("x", text)
    return "\n".join(shown)


# --- rows of a table, as somebody may have edited them ---------------------------------------------------------------


def _hostile(row: dict[str, Any], text: str) -> dict[str, Any]:
    """A row in which every free text is hostile; ids, codes and dates must fit, or the row is told to be broken."""
    kept = re.compile(
        r".*_id|.*_ids|.*_by|date.*|as_of|published|perspective|kind|seen|theme|corroboration|verified|contested"
    )
    return {key: held if kept.fullmatch(key) or not isinstance(held, str) else text for key, held in row.items()}


def _cards(table: str) -> Make:
    def make(strings: Sequence[str]) -> str:
        pack = Known.pack
        row = pack.tables[table].to_dict("records")[0]
        cards = Cards(pack.tables, pack.citations, pack.finder)
        return _each(strings, lambda text: cards.card(table, _hostile(row, text)))

    return make


PLACES |= {f"the card of one row of {table}": _cards(table) for table in ("events", "claims")}
SLOW |= {f"the card of one row of {table}" for table in ("events", "claims")}


@place(slow=True)
def the_card_and_the_reference_of_a_source(strings: Sequence[str]) -> str:
    from mineros.cite import Citations

    citations = Citations(Known.pack.tables)
    row = Known.pack.tables["sources"].to_dict("records")[0]

    def one(text: str) -> str:
        addresses = (text, f"https://x/{text}")
        links = twin(text) != text  # the twin of an address is the address, or every link would differ
        citations._rows = {
            name: {**_hostile(row, text), "language": row["language"], "url": address if links else f"https://x/{text}"}
            for name, address in zip("ab", addresses, strict=True)
        } | {text: {**_hostile(row, text), "language": row["language"], "url": ""}}
        return citations.card([text]) + citations.references([text]) + html.text(citations.line([text, text]))

    return _each(strings, one)


@place()
def a_term_of_the_glossary(strings: Sequence[str]) -> str:
    def one(text: str) -> str:
        both = dict.fromkeys(words.LANGUAGES, text)
        return terms.card(terms.Term(text, "law", both, {}, both, True), Known.pack.words)

    return _each(strings, one)


@place()
def rows_that_a_lesson_shows(strings: Sequence[str]) -> str:
    shown: list[str] = []
    pack = Pack(Known.pack.words.language)
    pack._put = shown.append  # type: ignore[method-assign]
    rows = pack.events
    rows = pd.concat([rows] * (len(strings) // len(rows) + 1)).head(len(strings)).reset_index(drop=True)
    rows = rows.assign(title=list(strings), summary=list(strings), theme=list(strings))
    rows.attrs = pack.events.attrs
    pack.table(rows, "title", "summary", "theme")
    return "\n".join(shown)


# --- what a search, a name or a file's name brings into a sentence ---------------------------------------------------


def _told(do: Callable[[], Any]) -> str:
    try:
        do()
    except MinerosError as error:
        return html.card(html.text(error), "bad") + html.status(str(error))
    return "<p></p>"


@place(slow=True, cut=True)
def sentences_about_words_that_lead_nowhere(strings: Sequence[str]) -> str:
    pack = Known.pack

    def one(text: str) -> str:
        wrong: list[Callable[[], Any]] = [
            lambda: pack.find("events", start=f"x{text}"), lambda: pack.claims_on(f"x{text}"),
            lambda: pack.cite(f"x{text}"), lambda: bank.question(f"x{text}", pack.words),
            lambda: pack.figure(f"x{text}"), lambda: pack.in_words(f"x{text}", text), lambda: Words(f"x{text}"),
            lambda: check.check(f"x{text}", 1, pack.words), lambda: pack.bring_back(f"\x00{text}"),
        ]  # fmt: skip
        return "".join(map(_told, wrong))

    return _each(strings, one)


# --- controls --------------------------------------------------------------------------------------------------------


def as_shown(box: Any) -> str:
    """A control and all that is in it as ipywidgets shows it: values of HTML raw, all else as text."""
    if hasattr(box, "children"):
        return f"<div>{''.join(map(as_shown, box.children))}</div>"
    kind = type(box).__name__
    assert not getattr(box, "description_allow_html", False), "a label of a control is text"
    assert kind in ("HTML", "Button", "Text", "Textarea", "Select", "Dropdown", "RadioButtons", "Checkbox"), kind
    return f'<div class="widget-html-content">{box.value}</div>' if kind == "HTML" else f"<i>{kind}</i>"


@place(slow=True)
def places_of_the_board(strings: Sequence[str]) -> str:
    held: Any = SimpleNamespace(case=_case(""), words=Known.pack.words, shelf=Shelf(Known.pack))
    slots = Slots(held)

    def one(text: str) -> str:
        held.case = _case(text)
        slots.fill()
        return as_shown(slots.whole)

    return _each(strings, one)


@place(slow=True)
def the_search_of_the_board_and_of_the_data_browser(strings: Sequence[str]) -> str:
    find, whole = FindBox(Shelf(Known.pack), lambda *_: ""), Browser(Known.pack)

    def one(text: str) -> str:
        find.add = lambda *_: text
        whole._say(whole.found, text)
        whole._say(whole.told, text)
        find._say(find.told, text)
        find._say(find.found, text)
        return as_shown(find.whole) + as_shown(whole.found) + as_shown(whole.told)

    return _each(strings, one)


# --- paper, the site, its form ---------------------------------------------------------------------------------------


@place()
def running_heads_and_small_letters_on_paper(strings: Sequence[str]) -> str:
    return _each(
        strings,
        lambda text: (
            f'<style>@page{{@top-right{{content:"{paper.quoted(text)}"}}}}</style>'
            + paper.small(text)
            + paper.listed([text])
        ),
    )


def _asked(text: str, kind: str) -> dict[str, Any]:
    said = dict.fromkeys(words.LANGUAGES, text)
    spoken = {
        f"{name}_{code}": text for name in ("support_starter", "support_words", "unit") for code in words.LANGUAGES
    }
    options = [{"id": text, **said}, {"id": "b", **said}]
    return {"id": "01-q1", "kind": kind, "role": "question", "option": options, "item": options, "text": said,
            "least": text, "most": text, **said, **spoken}  # fmt: skip


@place(slow=True)
def a_question_in_the_sites_form(strings: Sequence[str]) -> str:
    reading: Any = SimpleNamespace(words=Known.pack.words, name="x")
    kinds = ("written", "numeric", "choice", "several", "ordering", "matching")
    return _each(
        strings, lambda text: "".join(forms._question(reading, _asked(text, kind), "lessons") for kind in kinds)
    )


@place(slow=True)
def buttons_that_open_a_lesson(strings: Sequence[str]) -> str:
    def one(text: str) -> str:
        reading: Any = SimpleNamespace(
            number="01", folder="notebooks", language="en", path=Path("x.ipynb"), release=Release()
        )
        for given in ({"lite": f"./{text}"}, {"hub": f"https://x/{text}"}, {"repository": text, "tag": "v1"}):
            try:
                reading.release = Release(**given)
            except MinerosError:
                continue
            assert not re.match(r"\s*\w+:", live.address(reading)) or live.address(reading).startswith("https://")
            live.button(reading, text)
        reading.release = Release()
        return live.button(reading, text)

    return _each(strings, one)


# --- the tests -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def watched() -> Iterator[Watched]:
    with browser() as page:
        yield page


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pack with a reader's folder of its own, and one picture for all charts: letters in a picture run nowhere."""
    from matplotlib.figure import Figure

    monkeypatch.setenv("MINEROS_WORK", str(tmp_path))
    content = figure.as_png(Figure(figsize=(1, 1)))
    monkeypatch.setattr(figure, "as_png", lambda *_: content)
    Known.pack = Pack("en")


def holds(watched: Watched, make: Make, strings: Sequence[str], name: str) -> None:
    """The promise: nothing runs, nothing of the string's own is built, all of it can be read."""
    whole, harmless = (make(given).replace(html.STYLE, "") for given in (strings, list(map(twin, strings))))
    kind = "page" if whole.lstrip().startswith("<!doctype") else "part"
    if differs := watched.differs(whole, harmless, kind):
        alone = (text for text in strings if watched.differs(make([text]), make([twin(text)]), kind))
        pytest.fail(f"{name}: {differs}; by {next(alone, 'several together')!r}")
    assert watched.ran(whole, kind) == [], name
    if name not in CUT:
        assert watched.missing(whole, strings, kind) == [], name


@pytest.mark.parametrize("kind", ["part", "page"])
def test_the_watch_sees_what_runs_what_is_built_and_what_is_lost(watched: Watched, kind: str) -> None:
    around = "<!doctype html><head></head><body>{}" if kind == "page" else "{}"
    for text in (
        "<script>hit(1)</script>",
        "<img src=x onerror=hit(1)>",
        "<script>alert(1)</script>",
    ):
        assert watched.ran(around.format(text), kind), text
    assert watched.ran(around.format("<b>hit(1)</b>"), kind) == []
    assert watched.differs(around.format("<p onclick=x>"), around.format("<p>"), kind)
    assert watched.differs(around.format("<a href=x>"), around.format("<a href=y>"), kind)
    assert watched.differs(around.format("<p>"), around.format("<p><b>"), kind)
    assert watched.missing(around.format("<style>b</style><p>a"), ["a", "b"], kind) == ["b"]


@pytest.mark.parametrize("name", PLACES)
def test_no_hostile_text_runs_or_builds_anything(watched: Watched, known: None, name: str) -> None:
    holds(watched, PLACES[name], FEW if name in SLOW else STRINGS, name)


@pytest.mark.whole
@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", PLACES)
def test_no_hostile_text_does_so_in_either_language(watched: Watched, known: None, name: str, language: str) -> None:
    Known.pack = Pack(language)
    holds(watched, PLACES[name], STRINGS, name)


# --- files that a class handed in: names, files' names, answers, boards ----------------------------------------------


def _handed_in(folder: Path, strings: Sequence[str], change: Callable[[str], str]) -> None:
    """One file for each string: in the name that was typed, the file's own name, answers, a first guess, a board."""
    import zipfile
    from dataclasses import asdict

    folder.mkdir()
    with zipfile.ZipFile(folder / "class.zip", "w") as packed:
        for number, text in enumerate(strings):
            said = f"{number} {change(text)}"  # no two are alike, or they would be told to be copied
            whole = {"value": said, "saved": "2026-01-02T03:04:05", "question": said, "first": f"1{said}", "hints": {}}
            answers = dict.fromkeys(("00-q1", "02-p1", "02-o1", "05-q1", "05-e1"), whole)
            answers |= {
                name: {"value": [said, said], "hints": {said: 2, "other": 1}, "tries": 1} for name in ("01-o1", "02-e5")
            }
            answers["05-board"] = {"value": asdict(_case(said))}
            called = re.sub(r"[/\\\\\0]", "-", change(text[:40]).encode("utf-8", "replace").decode())
            content = {"student": said, "answers": answers}
            packed.writestr(f"{number} {called}.json", json.dumps(content))
            packed.writestr(f"{number} {called}.pdf", b"")  # listed as something to look at


@pytest.mark.parametrize("strings", [FEW, pytest.param(STRINGS, marks=pytest.mark.whole)], ids=["few", "all"])
def test_what_strangers_handed_in_runs_nowhere_on_a_teachers_pages(
    watched: Watched, known: None, tmp_path: Path, strings: list[str]
) -> None:
    from mineros.classroom import command

    made = []
    for name, change in (("hostile", str), ("harmless", twin)):
        _handed_in(tmp_path / name, strings, change)
        wish = command.Wish(tmp_path / name, tmp_path / f"{name}-made")
        group = command.collect(wish, Known.pack.words, command.Progress(Known.pack.words, quiet=True))
        assert len(group.students) == len(strings)
        files = sorted((tmp_path / f"{name}-made").rglob("*.html"))
        # By name the order of the cards is the same; by number it is another one for each class.
        pages = [re.sub(r'style="--n:\d+"', "", file.read_text("utf-8")) for file in files]
        made.append(dict(zip([file.relative_to(tmp_path / f"{name}-made") for file in files], pages, strict=True)))
    hostile, harmless = made
    assert list(hostile) == list(harmless)
    assert {Path("index.html"), Path("questions/05-board.html"), Path("questions/00-q1.html")} <= set(hostile)
    for file, whole in hostile.items():
        assert watched.differs(whole, harmless[file], "page") == "", file
        assert watched.ran(whole, "page") == [], file
    assert watched.missing(hostile[Path("questions/00-q1.html")], strings, "page") == []


# --- the form of the site, and the first page of the edition for a browser alone: their scripts ----------------------

SCRIPT = (TOP / "src" / "mineros" / "site" / "static" / "answers.js").read_text("utf-8")
KINDS = {"01-q1": "written", "01-q2": "numeric", "01-q3": "choice", "01-q4": "several", "01-q5": "ordering",
         "01-q6": "matching"}  # fmt: skip


def _form(known_words: Words) -> str:
    """A form with a question of each kind and the tools, as the site has it, without what Sphinx puts around it."""
    reading: Any = SimpleNamespace(words=known_words, name="x")
    asked = [forms._question(reading, {**_asked("x", kind), "id": name, "least": 0, "most": 9}, "lessons")
             for name, kind in KINDS.items()]  # fmt: skip
    return f'<p id="no-script"></p>{"".join(asked)}{forms._tools(known_words)}'.replace(
        'src="../_static/answers.js"', ""
    )


def _records(text: str, value: Any) -> dict[str, Any]:
    record = {"value": value, "saved": text, "question": text, "first": value, "right": text, "revealed": ""}
    return dict.fromkeys(KINDS, record)


def test_what_the_sites_form_finds_in_the_browser_or_is_given_as_a_file_runs_nowhere(
    watched: Watched, known: None
) -> None:
    page, whole = watched.page, _form(Known.pack.words)
    look = r"""async ([script, whole, kept, file]) => {
      window.hits = [];
      document.body.innerHTML = whole;
      localStorage.setItem('mineros-answers', kept);
      const before = form(document.body).length;
      const run = document.createElement('script');
      run.textContent = script;
      document.body.append(run);
      const shown = document.querySelector('textarea').value, held = new DataTransfer();
      run.remove();
      held.items.add(new File([file], 'x.json'));
      document.querySelector('#bring').files = held.files;
      document.querySelector('#bring').dispatchEvent(new Event('change'));
      for (const one of document.querySelectorAll('textarea, input, select'))
        if (one.id !== 'bring') one.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise(done => setTimeout(done, 0));
      const after = form(document.body).length;
      document.body.innerHTML = '';
      return [window.hits, shown, after - before];
    }"""
    for text in FEW:
        records = _records(text, text)
        kept = {"student": text, "answers": records, "drafts": {name: [text, text] for name in KINDS}}
        kept["answers"][text] = {"value": text}
        brought = {"student": text, "answers": {name: _records(text, [text])[name] for name in KINDS}}
        hits, shown, more = page.evaluate(look, [SCRIPT, whole, json.dumps(kept), json.dumps(brought)])
        assert (hits, more, watched.dialogs) == ([], 0, []), text
        assert shown.replace("\r\n", "\n").replace("\r", "\n") in (text, re.sub("\r\n?", "\n", text)), text
    everything = {"answers": {"01-q1": {"value": "\n".join(STRINGS)}}}
    hits, shown, more = page.evaluate(look, [SCRIPT, whole, json.dumps(everything), json.dumps(everything)])
    assert (hits, more, watched.dialogs) == ([], 0, [])
    assert shown.count("hit(") == "\n".join(STRINGS).count("hit(")


@pytest.fixture
def catalogue(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A catalogue whose every sentence is one string: what a translation may hold."""

    def fill(text: str) -> None:
        monkeypatch.setattr(Words, "__call__", lambda *_, **__: text)
        monkeypatch.setattr(Words, "entry", lambda *_: text)

    return fill


def test_what_a_translation_says_runs_nowhere_on_the_first_page_of_the_edition_for_a_browser(
    watched: Watched, known: None, catalogue: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(TOP / "lite"))
    import front

    monkeypatch.setattr(front.student, "edition", lambda _: "x")
    for text in FEW:
        pages = []
        for said in (text, twin(text)):
            catalogue(said)
            pages.append(
                re.sub(r"<script>.*?</script>", "", front.Front("en", ["01-x.ipynb"], 1).page(), flags=re.DOTALL)
            )
            pages.append(forms._tools(Known.pack.words))
        front_page, tools, harmless_page, harmless_tools = pages
        assert watched.differs(front_page, harmless_page, "page") == "", text
        assert watched.differs(tools, harmless_tools) == "", text
        assert watched.ran(tools) == [], text


def test_names_of_files_that_a_browser_has_kept_run_nowhere_on_that_page(
    watched: Watched, known: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(TOP / "lite"))
    import front

    monkeypatch.setattr(front.student, "edition", lambda _: "x")
    kept = (
        f"export const changed = Promise.resolve({json.dumps(STRINGS)}), "
        "answers = async () => '', drop = async () => 0, startOver = drop, "
        "keepEdition = async tell => tell({ kept: 1, of: 2 });"
    )
    sent = {
        "index.html": ("text/html", front.Front("en", ["01-x.ipynb"], 1).page()),
        "front.js": ("text/javascript", (TOP / "lite" / "parts" / "front.js").read_text("utf-8")),
        "keep.js": ("text/javascript", kept),
    }

    def answer(route: Any) -> None:
        kind, body = sent.get(route.request.url.removeprefix(f"{ORIGIN}/"), ("text/plain", ""))
        route.fulfill(content_type=kind, body=body)

    page = watched.page.context.browser.new_page()
    try:
        page.route("**/*", answer)
        page.add_init_script(
            "window.hits = []; for (const n of ['hit', 'alert', 'confirm']) window[n] = x => hits.push(x);"
        )
        page.goto(f"{ORIGIN}/index.html")
        page.wait_for_function(f"document.querySelectorAll('#older button').length === {len(STRINGS)}")
        shown = page.locator("#older").evaluate("one => [...one.querySelectorAll('*')].map(one => one.localName)")
        assert sorted(set(shown)) == ["button", "li"] and len(shown) == 2 * len(STRINGS)
        assert page.locator("#older").evaluate("one => [...one.querySelectorAll('*')].every(e => !e.attributes.length)")
        assert page.evaluate("hits") == []
        assert page.locator("#older").inner_text().count("hit(") >= "".join(STRINGS).count("hit(")
    finally:
        page.close()
