"""What several tests need to know of a lesson: its cells, its calls to the pack, its prose."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mineros import bank
from mineros.words import Words

TOP = Path(__file__).parents[1]
LESSONS = sorted(TOP.glob("notebooks/*/[0-9][0-9]-*.ipynb"))


@dataclass(frozen=True)
class Call:
    """One call of a verb of the pack in a lesson's code, such as pack.figure("days", ..., guess="01-p1")."""

    verb: str
    name: str
    keywords: dict[str, str]
    cell: int


class Lesson:
    """A notebook read as a lesson."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.language = path.parent.name
        self.number = path.name[:2]
        self.notebook = json.loads(path.read_text("utf-8"))
        self.cells = self.notebook["cells"]
        self.words = Words(self.language)

    def source(self, index: int) -> str:
        return "".join(self.cells[index]["source"])

    def note(self, index: int, key: str) -> str:
        return self.cells[index]["metadata"].get("mineros", {}).get(key, "")

    @cached_property
    def parts(self) -> list[tuple[str, int]]:
        """The named parts in order, with the cell in which each begins."""
        return [(self.note(index, "part"), index) for index in range(len(self.cells)) if self.note(index, "part")]

    @cached_property
    def questions(self) -> list[tuple[str, int]]:
        return [
            (self.note(index, "question"), index) for index in range(len(self.cells)) if self.note(index, "question")
        ]

    @cached_property
    def bank(self) -> list[dict]:
        return bank.lesson(self.number, self.words)

    @cached_property
    def code(self) -> list[int]:
        return [index for index, cell in enumerate(self.cells) if cell["cell_type"] == "code"]

    @cached_property
    def calls(self) -> list[Call]:
        found = []
        for index in self.code:
            for node in ast.walk(ast.parse(self.source(index))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and isinstance(node.func.value, ast.Name)
                    and node.func.value.id == "pack"
                ):
                    first = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else ""
                    keywords = {
                        word.arg: word.value.value for word in node.keywords if isinstance(word.value, ast.Constant)
                    }
                    found.append(Call(node.func.attr, str(first), keywords, index))
        return sorted(found, key=lambda call: call.cell)

    def section_of(self, cell: int) -> int:
        """The cell in which the part begins that holds this cell."""
        return max(start for _, start in self.parts if start <= cell)

    @cached_property
    def prose(self) -> list[tuple[int, str]]:
        """The markdown cells that are the lesson's own words (questions stand in the bank)."""
        return [
            (index, self.source(index))
            for index, cell in enumerate(self.cells)
            if cell["cell_type"] == "markdown" and not self.note(index, "question")
        ]

    @cached_property
    def plain(self) -> str:
        """The prose in one text; of a link only its words."""
        return re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", "\n\n".join(text for _, text in self.prose))

    def minutes(self, text: str) -> int:
        """The minutes that a heading states: "## 1. What was known before? · 9 min" gives 9."""
        found = re.search(r"^#+ .*· (\d+) min", text, re.MULTILINE)
        return int(found.group(1)) if found else 0
