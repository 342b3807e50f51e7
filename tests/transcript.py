"""What a screen reader meets on a page, in order: each part with its role, its name, its value and its state.

`python tests/transcript.py en` opens lesson 01 in JupyterLab, runs it and prints the transcript. It comes from the
accessibility tree that Chromium hands to screen readers, not from the page's source.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

STATES = ("checked", "expanded", "disabled", "required", "invalid", "readonly", "pressed")
PASSED_OVER = ("generic", "none", "InlineTextBox", "RootWebArea", "ListMarker", "LineBreak")
TEXT = ("StaticText", "LineBreak")
CONTROLS = (
    "button", "checkbox", "combobox", "DisclosureTriangle", "link", "listbox", "radio", "slider", "spinbutton",
    "textbox",
)  # fmt: skip
NAMED = ("figure", "group", "image", "radiogroup", "region", "table")
# What JupyterLab makes itself: editors of code, the numbers and arrows beside them, the buttons of a cell.
OF_THE_LAB = ".cm-editor, .jp-InputPrompt, .jp-OutputPrompt, .jp-OutputArea-promptOverlay, .jp-cell-toolbar"


@dataclass
class Part:
    """One thing that a screen reader meets. path: the roles around it, outermost first."""

    role: str
    name: str
    value: str = ""
    states: dict[str, str] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    described: str = ""
    rows: int = 0
    columns: int = 0
    element: int = 0

    def __str__(self) -> str:
        size = f"{self.rows} × {self.columns}" if self.rows else ""
        states = " ".join(f"{name}={value}" for name, value in self.states.items())
        value = f"value “{self.value}”" if self.value else ""
        described = f"description “{self.described}”" if self.described else ""
        said = " | ".join(filter(None, (self.name, value, size, states, described)))
        return f"{self.role}: {said}" if said else self.role


class Tree:
    """The accessibility tree of a page, from one element downwards."""

    def __init__(self, page: Page, selector: str, without: str = "") -> None:
        """selector: of the one element. without: elements that are passed over with all that is in them."""
        session = page.context.new_cdp_session(page)
        session.send("DOM.enable")
        session.send("Accessibility.enable")
        top = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
        chosen = session.send("DOM.querySelector", {"nodeId": top, "selector": selector})["nodeId"]
        element = session.send("DOM.describeNode", {"nodeId": chosen})["node"]["backendNodeId"]
        every = {"nodeId": top, "selector": without or ":not(*)"}
        left_out = session.send("DOM.querySelectorAll", every)["nodeIds"]
        described = [session.send("DOM.describeNode", {"nodeId": node})["node"] for node in left_out]
        self.without = {node["backendNodeId"] for node in described}
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        session.detach()
        self.nodes: dict[str, dict[str, Any]] = {node["nodeId"]: node for node in nodes}
        self.first = next(node["nodeId"] for node in nodes if node.get("backendDOMNodeId") == element)

    def parts(self) -> list[Part]:
        """All parts in the order in which they are met."""
        return list(self._walk(self.first, ()))

    def _walk(self, node_id: str, path: tuple[str, ...]) -> Iterator[Part]:
        node = self.nodes.get(node_id)
        if node is None or node.get("backendDOMNodeId") in self.without:
            return
        role = node.get("role", {}).get("value", "")
        counts = not node.get("ignored") and role not in PASSED_OVER
        part = self._part(node, role, path)
        if counts and (role != "StaticText" or part.name.strip()):
            yield part
        if counts and role in ("StaticText", "textbox", "option"):
            return
        inside = (*path, role) if counts else path
        for child in node.get("childIds", []):
            yield from self._walk(child, inside)

    def _part(self, node: dict[str, Any], role: str, path: tuple[str, ...]) -> Part:
        held = {entry["name"]: entry["value"].get("value") for entry in node.get("properties", [])}
        states = {name: str(held[name]).lower() for name in STATES if held.get(name) not in (None, False, "false")}
        states |= {name: str(held[name]).lower() for name in ("checked", "expanded") if name in held}
        if role == "heading":
            states["level"] = str(held.get("level"))
        if held.get("live") not in (None, "off"):
            states["live"] = str(held["live"])
        rows = list(self._rows(node)) if role == "table" else []
        return Part(
            role=role,
            name=" ".join(str(node.get("name", {}).get("value", "")).split()),
            value=str(node.get("value", {}).get("value", "")),
            states=states,
            path=path,
            described=str(node.get("description", {}).get("value", "")),
            rows=len(rows),
            columns=max((len(row) for row in rows), default=0),
            element=int(node.get("backendDOMNodeId", 0)),
        )

    def _rows(self, node: dict[str, Any]) -> Iterator[list[str]]:
        for child in (self.nodes[child] for child in node.get("childIds", []) if child in self.nodes):
            if child.get("role", {}).get("value") == "row":
                yield [cell for cell in child.get("childIds", []) if not self.nodes[cell].get("ignored")]
            else:
                yield from self._rows(child)


def met(page: Page) -> list[Part]:
    """What is met in a notebook, its folds open, without what JupyterLab makes. The folds are left as they were."""
    folds = ".jp-Notebook details:not([open])"
    page.locator(folds).evaluate_all("all => all.forEach(fold => { fold.open = true; fold.dataset.shut = '1' })")
    parts = Tree(page, ".jp-Notebook", OF_THE_LAB).parts()
    page.locator("[data-shut]").evaluate_all("all => all.forEach(f => { f.open = false; delete f.dataset.shut })")
    return parts


def faults(parts: list[Part]) -> list[str]:
    """What would make no sense to somebody who only listens: each as one line."""
    found: list[str] = []
    level, control, picture = 0, Part("", ""), ""
    for place, part in enumerate(parts):
        after = parts[place + 1] if place + 1 < len(parts) else Part("", "")
        if part.role == "heading":
            now = int(part.states["level"])
            found += [f"a heading of level {now} after one of {level}: {part.name}"] if now > level + 1 else []
            level = now
        is_fold = part.role == "group" and after.role == "DisclosureTriangle"  # it bears the name
        if part.role in (*CONTROLS, *NAMED) and not part.name and not is_fold:
            found.append(f"no name: {part}")
        if part.role in CONTROLS:
            if (part.role, part.name) == (control.role, control.name):
                found.append(f"twice in a row: {part}")
            control = part
        if part.role.startswith("MathML"):
            found.append(f"a formula, where there is none: {part}")
        if part.role == "status" and "live" not in part.states:
            found.append("a status that says nothing when it changes")
        if part.role == "table" and not (part.rows > 1 and part.columns):
            found.append(f"a table of no size: {part}")
        if part.role == "StaticText" and part.name == picture:
            found.append(f"told twice: {part.name}")
        picture = part.name if part.role == "image" else picture
    return found


def told(parts: list[Part]) -> list[str]:
    """The parts as lines, indented by what is around them; texts that stand next to each other on one line."""
    lines: list[str] = []
    running = False
    for part in parts:
        indent = "  " * len(part.path)
        if part.role in TEXT and running and lines[-1].startswith(indent) and not lines[-1][len(indent)].isspace():
            lines[-1] += f" {part.name}"
        else:
            lines.append(indent + (part.name if part.role in TEXT else str(part)))
        running = part.role in TEXT
    return lines


def main(language: str) -> None:
    """Print the transcript of lesson 01 as a reader meets it after Run All Cells."""
    import lab as jupyter

    notebook = jupyter.TOP / "notebooks" / language / jupyter.LESSON.name
    with tempfile.TemporaryDirectory() as folder, jupyter.opened(Path(folder), notebook) as lab:
        lab.run_all()
        print("\n".join(told(met(lab.page))))


if __name__ == "__main__":
    main(*sys.argv[1:] or ["en"])
