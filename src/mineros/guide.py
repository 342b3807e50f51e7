"""For the pack's makers: the chapters of the teacher's guide, made from one source a lesson and the question bank.

    python -m mineros.guide

writes `guide/en/NN-*.md` and `guide/es/NN-*.md` from `guide/lessons/NN.toml` (what only a colleague would add),
`guide/worked/NN.toml` (worked answers), the question bank, the notebook, the list of standards, the rubric and the
table of sources.
"""

from __future__ import annotations

import json
import re
import tomllib
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mineros import bank, folders, keys
from mineros.data import Tables
from mineros.words import LANGUAGES, Words, filled_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PLANS = ("45", "90", "2x45")
LEVELS = ("basic", "emerging", "proficient")
CITED = re.compile(r"S\d{4}")
DRAWN = re.compile(r'pack\.(?:figure|explore)\(\s*"(\w+)"(?:.*?number="([\d.]+)")?', re.DOTALL)
NOTHING = "–"
CORE = re.compile(r"^## .* · (\d+) min$", re.MULTILINE)


class Chapter:
    """One lesson's chapter in one language."""

    def __init__(self, number: str, language: str, top: Path | None = None) -> None:
        self.number, self.words, self.top = number, Words(language), top or folders.top()
        self.language = language
        (self.lesson,) = (self.top / "notebooks" / language).glob(f"{number}-*.ipynb")
        self.held: dict[str, Any] = filled_in(_toml(self.top / "guide" / "lessons" / f"{number}.toml"))
        self.questions = bank.lesson(number, self.words)

    @cached_property
    def tables(self) -> Tables:
        """The dataset in the chapter's language."""
        return Tables(self.words)

    @cached_property
    def cells(self) -> list[dict[str, Any]]:
        """The cells of the lesson."""
        cells: list[dict[str, Any]] = json.loads(self.lesson.read_text("utf-8"))["cells"]
        return cells

    def told(self, key: str, **values: str | int) -> str:
        """A sentence of the guide's own, by the end of its key."""
        return self.words(f"guide.{key}", **values)

    def text(self) -> str:
        """The whole chapter as Markdown."""
        parts = [self._opening(), *(f"## {self.told(f'heading.{name}')}\n\n{part}" for name, part in self._parts())]
        return "\n\n".join(parts) + "\n"

    def _opening(self) -> str:
        minutes = sum(task["minutes"] for task in bank.exercises(self.number, self.words))
        name = self.lesson.name
        where = {
            "lesson": f"../../notebooks/{self.language}/{name}",
            "exercises": f"../../exercises/{self.language}/{name}",
            "minutes": minutes,
        }
        return "\n\n".join(
            [
                f"# {self.words(f'lessons.{self.number}.title')}",
                f"*{self.told('of', number=self.number)}*",
                f"{self.told('times', core=self.core, extension=self.extension)} {self.told('read', **where)}",
                f"<!-- {self.told('made', number=self.number)} -->",
            ]
        )

    @property
    def core(self) -> int:
        """The minutes of the lesson's core, as its headings state them."""
        texts = ("".join(cell["source"]) for cell in self.cells if cell["cell_type"] == "markdown")
        return sum(int(minutes) for text in texts for minutes in CORE.findall(text))

    @property
    def extension(self) -> int:
        """The minutes of the questions beyond the core."""
        return sum(question["minutes"] for question in self.questions if not question["core"])

    def _parts(self) -> Iterator[tuple[str, str]]:
        """The sections in order: the name of the heading, and what stands under it."""
        yield "blueprint", self._blueprint()
        yield "stems", f"{self.told('stems.how')}\n\n{_listed(map(self._stem, self.held['stem']))}"
        yield "plans", "\n\n".join(self._plan(plan) for plan in self.held["plan"])
        for name in ("prepare", "group"):
            yield name, _listed(self._own(entry) for entry in self.held[name])
        yield "background", "\n\n".join(self._own(entry) for entry in self.held["background"])
        yield "paper", _listed(self._own(entry) for entry in self.held["paper"])
        for name in ("sensitive", "differentiate"):
            yield name, _listed(self._headed(f"{name}.{entry['kind']}", entry) for entry in self.held[name])
        yield "questions", "\n\n".join(map(self._question, self.questions))
        yield "assess", self._rubric()
        yield "standards", self._standards()
        yield "sources", self._sources()

    # --- the parts ---------------------------------------------------------------------------------------------------

    def _own(self, entry: dict[str, Any], field: str = "") -> str:
        """A text in the chapter's language: under "es", or under a name such as "task_es"."""
        return str(entry[f"{field}_{self.language}" if field else self.language]).strip()

    def _headed(self, key: str, entry: dict[str, Any]) -> str:
        return f"**{self.told(key)}.** {self._own(entry)}"

    def _blueprint(self) -> str:
        head, question = self.told("blueprint.question"), self.words(f"lessons.{self.number}.question")
        rows = [f"**{head}:** {question}", f"**{self.told('blueprint.staging')}:** {self._own(self.held['staging'])}"]
        columns = ("question", "sources", "task", "listen")
        table = _table(
            [self.told(f"supporting.{name}") for name in columns],
            [
                [
                    self._own(entry),
                    ", ".join(self._cited(entry["part"])) or NOTHING,
                    self._own(entry, "task"),
                    self._own(entry, "listen"),
                ]
                for entry in self.held["supporting"]
            ],
        )
        after = [
            f"**{self.told(f'blueprint.{name}')}:** {self._own(self.held[name])}"
            for name in ("summative", "extension", "action")
        ]
        return "\n\n".join([*rows, f"**{self.told('blueprint.supporting')}**", table, *after])

    def _cited(self, part: str) -> list[str]:
        """The sources on the card of an investigation: those cited before the next part begins."""
        found, inside = [], False
        for cell in self.cells:
            if cell["metadata"].get("mineros", {}).get("part"):
                inside = cell["id"] == part
            source = "".join(cell["source"])
            if inside and "pack.cite(" in source:
                found += CITED.findall(source)
        return found

    def _stem(self, stem: dict[str, Any]) -> str:
        rests = ", ".join(map(self._named, stem["rests"]))
        return f"{self._own(stem)} ({self.told('stems.rests', what=rests)})"

    def _named(self, reference: str) -> str:
        """What a teacher calls it: a part by its heading, a cell by its figure; ids of questions and sources stay."""
        cell = next((cell for cell in self.cells if cell["id"] == reference), None)
        if cell is None:
            return reference
        source = "".join(cell["source"])
        if drawn := DRAWN.search(source):
            number = drawn[2] or self.words(f"figure.{drawn[1]}.number")
            return self.words("figure.number", number=number)
        heading = source.splitlines()[0].lstrip("# ").partition(" · ")[0]
        investigation = re.match(r"(\d)\. ", heading)
        return self.told("plan.investigation", number=investigation[1]) if investigation else f"“{heading}”"

    def _plan(self, plan: dict[str, Any]) -> str:
        blocks = [f"### {self.told('plan.' + plan['id'])}"]
        days = sorted({step.get("day", 1) for step in plan["step"]})
        for day in days:
            start, rows = 0, []
            for step in (step for step in plan["step"] if step.get("day", 1) == day):
                end = start + step["minutes"]
                where = ", ".join(map(self._named, step["cells"]))
                rows.append([f"{start}–{end}", self._own(step), where])
                start = end
            table = _table([self.told(f"plan.{name}") for name in ("minutes", "what", "where")], rows)
            blocks += [f"**{self.told('plan.day', day=day)}**", table] if len(days) > 1 else [table]
        return "\n\n".join(blocks)

    def _question(self, entry: dict[str, Any]) -> str:
        kind, grouping = self.words(f"ask.kind.{entry['kind']}"), self.words(f"ask.grouping.{entry['grouping']}")
        head = " · ".join([entry["id"], kind, f"{entry['minutes']} min", grouping])
        if not entry["core"]:
            head += f" · {self.told('question.extension')}"
        habits = self.words.joined([self.told(f"habit.{habit}") for habit in entry["habit"]])
        facts = [
            f"{self.told('question.depth', depth=entry['depth'])}. {self.told('question.habits', habits=habits)} "
            f"{self.told('question.standards', codes=', '.join(entry['standards']))}",
            f"**{self.told('question.evidence')}:** {self._said(entry, 'evidence')}",
        ]
        if right := keys.in_words(entry, self.top / "exercises" / "solutions", self.language):
            facts.append(f"**{self.told('question.right')}:** {right}")
        for sample in entry["sample"]:
            level = self.told(f"level.{sample['level']}")
            facts.append(f"*{level}:* {self._own(sample)} ({self._own(sample, 'why')})")
        facts += [
            f"**{self.told('question.misconception', said=self._own(wrong))}** "
            f"{self.told('question.followup', followup=self._own(wrong, 'followup'))}"
            for wrong in entry["misconception"]
        ]
        for name, field in (
            ("starter", "support_starter"),
            ("words", "support_words"),
            ("further", "extension"),
            ("care", "sensitivity"),
        ):
            facts.append(f"{self.told(f'question.{name}')}: {self._said(entry, field)}")
        return f"### {head}\n\n**{self._said(entry, 'text')}**\n\n{_listed(facts)}"

    def _said(self, entry: dict[str, Any], field: str) -> str:
        return bank.said(entry, field, self.words)

    @cached_property
    def rubric(self) -> dict[str, Any]:
        """The rubric, as its file holds it."""
        held: dict[str, Any] = filled_in(_toml(self.top / "guide" / "rubric.toml"))
        return held

    @cached_property
    def worked(self) -> list[dict[str, Any]]:
        """Worked answers to the question of the lesson; those of lesson 05 stand in the lesson, with the rubric."""
        own = self.top / "guide" / "worked" / f"{self.number}.toml"
        held: list[dict[str, Any]] = filled_in(_toml(own))["worked"] if own.exists() else self.rubric["worked"]
        return held

    def _rubric(self) -> str:
        """The seven criteria, and each worked answer with its points and why."""
        from mineros.cite import Citations
        from mineros.document import Document
        from mineros.rubric import write_worked

        criteria = self.rubric["criterion"]
        heads = [self.words(f"rubric.column.{name}") for name in ("name", "no", "yes")]
        rows = [[entry[name][self.language] for name in ("name", "no", "yes")] for entry in criteria]
        parts = [self.told("assess.how"), _table(heads, rows), self.told("assess.worked", n=len(self.worked))]
        for entry in self.worked:
            text = Document()
            write_worked(text, entry, criteria, Citations(self.tables))
            said = self.words("rubric.worked_at", n=entry["points"], of=len(criteria))
            parts += [f"### {said}", *text.marks]
        return "\n\n".join(parts)

    def _standards(self) -> str:
        used = {code for question in self.questions for code in question["standards"]}
        known = _toml(self.top / "guide" / "standards.toml")["standard"]
        rows = [
            [entry["code"], entry["framework"], self._own(entry, "summary"),
             self.told("standards.yes" if entry["verified"] else "standards.no")]
            for entry in known if entry["code"] in used
        ]  # fmt: skip
        heads = [self.told(f"standards.{name}") for name in ("code", "framework", "summary", "seen")]
        return f"{self.told('standards.how')}\n\n{_table(heads, rows)}"

    def _sources(self) -> str:
        from mineros.cite import Citations

        citations, label = Citations(self.tables), self.tables.label
        cited = dict.fromkeys(
            source
            for cell in self.cells
            if "pack.cite(" in "".join(cell["source"])
            for source in CITED.findall("".join(cell["source"]))
        )
        rows = []
        for source in cited:
            row = citations.source(source)
            coded = [label("sources", column, row[column]) for column in ("perspective", "kind", "language", "seen")]
            name = f"{source}: {row['title']}. {citations.short(source)}"
            rows.append([name, f"{coded[0]}, {coded[1]}", coded[2], coded[3], row["interest"]])
        heads = [self.told(f"sources.{name}") for name in ("source", "side", "language", "seen", "interest")]
        return _table(heads, rows)


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _listed(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _table(heads: list[str], rows: list[list[str]]) -> str:
    """A Markdown table; a stroke within a cell would end it."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(
        "| " + " | ".join(" ".join(cell.replace("|", "/").split()) for cell in line) + " |" for line in lines
    )


def numbers(top: Path) -> list[str]:
    """The lessons that have a chapter."""
    return sorted(path.stem for path in (top / "guide" / "lessons").glob("[0-9][0-9].toml"))


def made(top: Path) -> dict[Path, str]:
    """All files that this command writes, with their contents."""
    files = {}
    for number in numbers(top):
        for language in LANGUAGES:
            chapter = Chapter(number, language, top)
            files[top / "guide" / language / f"{chapter.lesson.stem}.md"] = chapter.text()
    return files


def main() -> None:
    """Write what has changed, and say which files those were."""
    folders.rewrite(made(folders.top()))


if __name__ == "__main__":
    main()
