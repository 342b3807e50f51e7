"""What is done for Python in a browser alone, seen from outside of a browser."""

from __future__ import annotations

import json
import sys

from mineros import in_browser

FONTS = {
    "_version": 390,
    "ttflist": [{"fname": "/Library/Fonts/Arial.ttf"}, {"fname": "fonts/ttf/DejaVuSans.ttf"}],
}


def brought(folder, monkeypatch, content):
    """A matplotlib that was not imported yet, with a list of fonts."""
    package = folder / "matplotlib"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "fontlist.json").write_text(content)
    monkeypatch.syspath_prepend(folder)
    for name in [name for name in sys.modules if name.partition(".")[0] == "matplotlib"]:
        monkeypatch.delitem(sys.modules, name)
    return package / "fontlist.json"


def test_the_list_of_fonts_gets_the_number_that_is_wanted_and_keeps_the_fonts_that_are_there(tmp_path, monkeypatch):
    file = brought(tmp_path, monkeypatch, json.dumps(FONTS))
    in_browser.prepare()
    assert json.loads(file.read_text()) == {"_version": in_browser.VERSION, "ttflist": FONTS["ttflist"][1:]}


def test_a_list_of_another_form_is_left_to_matplotlib(tmp_path, monkeypatch):
    file = brought(tmp_path, monkeypatch, "no list")
    in_browser.prepare()
    assert file.read_text() == "no list"


def test_nothing_is_prepared_outside_of_a_browser(monkeypatch):
    monkeypatch.setattr(in_browser, "prepare", lambda: 1 / 0)
    assert not in_browser.HERE
    from mineros import open_pack

    assert open_pack("en")
