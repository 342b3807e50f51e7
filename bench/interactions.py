"""Each interaction of the lessons in a real JupyterLab: milliseconds from the input to the changed picture.

The six lessons are run, one after another, in JupyterLab in headless Chromium. The controls of each interaction are
moved to states not seen since the cell was run, because a seen one is not drawn again. The clock is that of the page:
from the event that a reader's key or click would send until another picture stands decoded in the page. Two floors are
taken in turn with each move, in the same kernel and page, with a line chart of the same size and in the same letters:

- its redraw and PNG encoding alone, as the kernel counts them: the target is held against this one;
- the same chart all the way: a bare text box of ipywidgets, one observer, one display that is updated.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from math import nan
from pathlib import Path
from typing import Any

TOP = Path(__file__).parents[1]
sys.path[:0] = [str(TOP / "tests"), str(TOP / "src")]

import table  # noqa: E402

import lab as jupyter  # noqa: E402 - that of the tests
from lab import Lab  # noqa: E402

STATES = 4  # fresh ones of each interaction, in each round
RATIO, MOST = 1.3, 100.0  # the targets: to a bare redraw, and milliseconds for 95 of 100 moves

# The floor's cell. Its box is told "width height number"; the picture's alternative text says how long it took to draw.
FLOOR = """
import base64, io, time
import ipywidgets
from IPython.display import HTML, display
from matplotlib.figure import Figure

def bare(width, height):
    began = time.perf_counter()
    figure = Figure(figsize=(width / 110, height / 110))
    axes = figure.add_subplot()
    axes.plot([1, 3, 2])
    axes.set_title("bare")
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=110)
    return file.getvalue(), time.perf_counter() - began

def redraw(change):
    drawn, seconds = bare(*map(int, change["new"].split()[:2]))
    data = base64.b64encode(drawn).decode("ascii")
    handle.update(HTML(f'<figure><img src="data:image/png;base64,{data}" alt="{seconds}"></figure>'))

box = ipywidgets.Text()
box.observe(redraw, names="value")
display(box)
handle = display(HTML("<figure><img></figure>"), display_id=True)
"""

# Does something in one cell; how many milliseconds later another picture stands there. -1: none came.
TIMED = """async ([cell, act, what]) => {
 const place = document.querySelectorAll('.jp-Notebook .jp-Cell')[cell];
 const acts = {
  select: ([n, to]) => { const all = place.querySelectorAll('select');
   all[n].selectedIndex = to; all[n].dispatchEvent(new Event('change', {bubbles: true})); },
  tick: ([n]) => place.querySelectorAll('input[type=checkbox]')[n].click(),
  number: ([n, to]) => { const all = place.querySelectorAll('input[type=number]');
   all[n].value = to; all[n].dispatchEvent(new Event('change', {bubbles: true})); },
  key: ([n, key]) => place.querySelectorAll('.noUi-handle')[n].dispatchEvent(
   new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true})),
  text: ([to]) => { const box = place.querySelector('input[type=text]');
   box.value = to; box.dispatchEvent(new Event('input', {bubbles: true})); },
 };
 const old = place.querySelector('figure img');
 const taken = await new Promise(done => {
  const began = performance.now();
  const watch = new MutationObserver(async () => {
   const img = place.querySelector('figure img');
   if (!img || img === old) return;
   watch.disconnect();
   await img.decode();
   done(performance.now() - began);
  });
  watch.observe(place, {subtree: true, childList: true});
  setTimeout(() => { watch.disconnect(); done(-1); }, 8000);
  acts[act](what);
 });
 const img = place.querySelector('figure img');
 return {taken, width: img.naturalWidth, height: img.naturalHeight, alt: img.alt};
}"""

# Where the controls of a cell stand, and what they offer.
CONTROLS = """cell => {
 const place = document.querySelectorAll('.jp-Notebook .jp-Cell')[cell].querySelector('.mineros-controls');
 return {
  select: [...place.querySelectorAll('select')].map(s => [s.selectedIndex, s.options.length]),
  tick: [...place.querySelectorAll('input[type=checkbox]')].map(box => box.checked),
  number: [...place.querySelectorAll('input[type=number]')].map(box => [+box.value, +box.min, +box.max, +box.step]),
 } }"""
QUIET = "() => document.querySelector('.jp-Notebook-ExecutionIndicator[data-status=idle]')"


@dataclass
class Moved:
    """What was measured of one interaction, in milliseconds, move by move."""

    name: str
    ours: list[float] = field(default_factory=list)
    drawn: list[float] = field(default_factory=list)  # the floor's redraw and encoding
    through: list[float] = field(default_factory=list)  # the floor all the way
    unseen: int = 0  # moves after which no other picture came

    def rows(self) -> Iterator[table.Row]:
        """Against both floors."""
        if not self.ours:
            yield table.Row("interactions", self.name, nan, "ms", note=f"no picture after {self.unseen} moves")
            return
        late = f"95th percentile {table.percentile(self.ours, 0.95):.0f} ms of {len(self.ours)} moves"
        late += f", {self.unseen} without a picture" if self.unseen else ""
        for floor, name, target in (
            (self.drawn, "a bare redraw", RATIO),
            (self.through, "a bare chart and control", nan),
        ):
            pairs = zip(self.ours, floor, strict=True)
            yield table.compared("interactions", f"{self.name}, to {name}", pairs, "ms", target, late)


def rows(rounds: int) -> Iterator[table.Row]:
    """Two lines for each interaction, then two of all together."""
    found: list[Moved] = []
    for path in sorted(TOP.glob("notebooks/en/[0-9][0-9]-*.ipynb")):
        for moved in lesson(path, rounds):
            found.append(moved)
            yield from moved.rows()
    every = [taken for moved in found for taken in moved.ours]
    seen = [moved for moved in found if moved.ours]
    late = [table.percentile(moved.ours, 0.95) for moved in seen]
    slow = max(zip(late, (moved.name for moved in seen), strict=True))
    yield table.Row("interactions", "95th percentile of all moves", table.percentile(every, 0.95), "ms", target=MOST,
                    note=f"{len(every)} moves of {len(found)} interactions; median {statistics.median(every):.0f} ms; "
                    f"{sum(one <= MOST for one in late)} interactions under {MOST:.0f} ms; slowest {slow[1]}, "
                    f"{slow[0]:.0f} ms")  # fmt: skip


def lesson(path: Path, rounds: int) -> list[Moved]:
    """All interactions of one lesson, which is run from its top first: the page is as full as a reader's."""
    with tempfile.TemporaryDirectory() as scratch:
        notebook = json.loads(path.read_text("utf-8"))
        floor = {"cell_type": "code", "id": "floor", "metadata": {}, "outputs": [], "execution_count": None}
        notebook["cells"].append(floor | {"source": FLOOR})
        copy = Path(scratch) / "en" / path.name
        copy.parent.mkdir()
        copy.write_text(json.dumps(notebook), "utf-8")
        with jupyter.opened(Path(scratch), copy) as lab:
            lab.run_all()
            names = [cell for cell in lab.code if cell.startswith("explore-")]
            found = {name: Moved(f"{path.name[:2]} {name.removeprefix('explore-')}") for name in names}
            Floor(lab).timed(1100, 700)  # the first of a kernel is slow
            for number in range(rounds):
                for name in names:
                    one_round(lab, name, number, found[name])
    return list(found.values())


class Floor:
    """The bare chart behind its text box."""

    numbers: Iterator[int] = count()  # what it is told is never twice the same

    def __init__(self, lab: Lab) -> None:
        self.lab = lab

    def timed(self, width: int, height: int) -> tuple[float, float]:
        """Milliseconds to redraw it at this size, and all the way."""
        seen = timed(self.lab, "floor", "text", [f"{width} {height} {next(self.numbers)}"])
        return float(seen["alt"]) * 1000, seen["taken"]


def timed(lab: Lab, cell: str, act: str, what: list[Any]) -> dict[str, Any]:
    """Do something in a cell of a quiet notebook, and wait until all is quiet again."""
    lab.page.wait_for_function(QUIET)
    seen: dict[str, Any] = lab.page.evaluate(TIMED, [lab.places[cell], act, what])
    return seen


def one_round(lab: Lab, name: str, number: int, found: Moved) -> None:
    """Run a cell again, so that it has seen nothing but its first state, and move its controls to a few others."""
    lab.run(name)
    lab.page.wait_for_function(QUIET)
    place, floor = lab.places[name], Floor(lab)
    lab.page.wait_for_function(f"cell => {{ const all = ({CONTROLS})(cell); return Object.values(all).flat().length }}",
                               arg=place)  # fmt: skip
    state = lab.page.evaluate(CONTROLS, place)
    seen, size = {json.dumps(state)}, (1100, 700)
    for turn in range(STATES):
        bare = floor.timed(*size) if turn % 2 else None
        move = fresh(state, seen, number + turn)
        if move is None:
            return
        own = timed(lab, name, *move)
        state = lab.page.evaluate(CONTROLS, place)
        seen.add(json.dumps(state))
        size = (own["width"], own["height"])
        bare = bare or floor.timed(*size)
        if min(own["taken"], bare[1]) < 0:  # no other picture within eight seconds
            found.unseen += 1
            continue
        found.ours.append(own["taken"])
        found.drawn.append(bare[0])
        found.through.append(bare[1])


def fresh(state: dict[str, list[Any]], seen: set[str], turn: int) -> tuple[str, list[Any]] | None:
    """A move that leads to a state not seen yet: another control and another position at each turn."""
    moves = list(offered(state))
    controls = list(dict.fromkeys((act, what[0]) for act, what, _ in moves))
    for shift in range(len(controls)):
        wanted = controls[(turn + shift) % len(controls)]
        mine = [move for move in moves if (move[0], move[1][0]) == wanted]
        mine = mine[turn * 7 % len(mine) :] + mine[: turn * 7 % len(mine)]
        for act, what, after in mine:
            if json.dumps(after) not in seen:
                return act, what
    return None


def offered(state: dict[str, list[Any]]) -> Iterator[tuple[str, list[Any], dict[str, list[Any]]]]:
    """Every single move of a control, and what stands after it."""

    def put(kind: str, place: int, value: Any) -> dict[str, list[Any]]:
        return state | {kind: [*state[kind][:place], value, *state[kind][place + 1 :]]}

    for place, (now, many) in enumerate(state["select"]):
        for to in range(many):
            if to != now:
                yield "select", [place, to], put("select", place, [to, many])
    for place, ticked in enumerate(state["tick"]):
        yield "tick", [place], put("tick", place, not ticked)
    for place, (now, low, high, step) in enumerate(state["number"]):
        for key, to in (("ArrowRight", now + step), ("ArrowLeft", now - step)):
            if low <= to <= high:
                yield "key", [place, key], put("number", place, [to, low, high, step])
        for to in range(int(low), int(high) + 1, int(step)):
            if to != now:
                yield "number", [place, to], put("number", place, [to, low, high, step])
