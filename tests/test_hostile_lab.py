"""The hostile strings in a real JupyterLab: none that a table, an answers file or a reader brings runs in the page.

It stands apart from test_hostile.py, whose browser stays open from test to test: Playwright drives one at a time.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import lab
from hostile import CHROMIUM, STRINGS

CELLS = """
from mineros import open_pack
pack = open_pack("en")
--
pack.board()
--
pack.ask("00-q1")
--
pack.progress()
--
pack.piece()
--
import json, matplotlib.pyplot as plt, pandas as pd
from pathlib import Path
strings = json.loads(Path("strings.json").read_text("utf-8"))
for text in strings:
    figure, axes = plt.subplots(figsize=(1, 1))
    pack.show(figure, text, text, text)
    plt.close(figure)
--
from mineros import html
pack._put("".join(html.card(html.table(pd.DataFrame({text: [text]}), text)) for text in strings))
print("\\n".join(strings))
display("\\n".join(strings), pd.DataFrame({"x": strings}, index=strings))
--
pack.cite("".join(strings)[-60:])
"""
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
# What a look at all outputs must not find: addresses that would run, handlers. Of an address in plain text, as `print`
# shows it, JupyterLab itself makes a link, which opens apart; no browser opens a whole page of `data:` from one.
LEADS = (
    "e => /^\\s*(java|vb)script:|^data:text/i.test(e.href?.baseVal ?? e.href ?? '') && !e.download"
    " && !(e.closest('.jp-RenderedText') && e.protocol === 'data:' && e.target === '_blank')"
)
HANDLERS = "e => [...e.attributes].some(a => a.name.startsWith('on'))"


@pytest.mark.whole
@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM, reason="needs Chromium")
def test_in_the_real_jupyterlab_nothing_of_an_answers_file_or_of_a_table_runs(tmp_path: Path) -> None:
    """Its formulas, its links and its colors of a terminal are tried, too."""
    formulas = [text for text in STRINGS[:201] if "$" in text or "\\" in text or "\x1b" in text]
    strings = [text.encode("utf-8", "replace").decode() for text in (*formulas, *STRINGS[::57])]
    (tmp_path / "notebooks").mkdir()
    notebook = tmp_path / "notebooks" / "hostile.ipynb"
    cells = [
        {"cell_type": "code", "id": f"cell-{place}", "metadata": {}, "outputs": [], "execution_count": None,
         "source": source.strip()} for place, source in enumerate(CELLS.split("--\n"))
    ]  # fmt: skip
    notebook.write_text(
        json.dumps({"cells": cells, "metadata": {"kernelspec": KERNEL}, "nbformat": 4, "nbformat_minor": 5}), "utf-8"
    )
    (tmp_path / "notebooks" / "strings.json").write_text(json.dumps(strings), "utf-8")
    record = {"saved": "2026-01-02T03:04:05+00:00", "revealed": "x", "tries": 1, "right": False}
    answers = {f"05-z{n}": {**record, "value": text, "question": text, "first": text} for n, text in enumerate(strings)}
    answers["00-q1"] = {**record, "value": "\n".join(strings), "question": "x"}
    pieces = [{"kind": "source", "id": text, "shows": text, "limits": text} for text in strings]
    held = {"title": strings[0], "claim": "\n".join(strings), "rival": strings[1], "answer": strings[2]}
    answers["05-board"] = {**record, "value": {**held, "pieces": pieces, "removed": []}, "question": "x"}
    (tmp_path / "my-work").mkdir()
    (tmp_path / "my-work" / "answers.json").write_text(json.dumps({"version": 1, "answers": answers}), "utf-8")
    with lab.opened(tmp_path, notebook) as opened:
        page, dialogs = opened.page, []
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.evaluate(
            "window.hits = []; for (const n of ['hit', 'alert', 'confirm']) window[n] = x => { hits.push(x); }; 0"
        )
        opened.menu("Run", "Run All Cells")
        assert opened.until(opened.errors, lab.SECONDS), "the last cell ends in a sentence"
        assert all("Error" not in told for told in opened.errors()), opened.errors()
        page.wait_for_timeout(3000)  # formulas are set in their own time
        assert page.locator(".jp-OutputArea-output").count() > len(strings)  # JupyterLab shows fifty of one cell
        outputs = ".jp-OutputArea-output"
        page.locator(f"{outputs} summary").evaluate_all("all => all.forEach(one => one.click())")
        page.locator(".mineros, .widget-html, .mineros-controls").evaluate_all(
            "all => all.forEach(e => ['mouseover', 'focus', 'click'].forEach(n => e.dispatchEvent(new Event(n))))"
        )
        for wrong in (LEADS, HANDLERS):
            inside = f"one => [...one.querySelectorAll('*')].filter({wrong}).map(e => e.outerHTML.slice(0, 200))"
            assert page.locator(outputs).evaluate_all(f"all => all.flatMap({inside})") == []
        assert page.locator(f":is({outputs}) :is(iframe, object, embed, base, meta, form, #hit)").count() == 0
        assert (page.evaluate("hits"), dialogs, opened.leaves()) == ([], [], [])
