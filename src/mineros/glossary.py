"""For the pack's makers: the pages of the glossary, and the links to it in the lessons.

    python -m mineros.glossary

writes `notebooks/en/glossary.ipynb` and `notebooks/es/glossary.ipynb` from `guide/glossary.toml`, and links the first
use of each term in the prose of every lesson. It adds links and changes no word; run twice, it changes nothing more.
"""

from __future__ import annotations

import json
import re
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING, Any

from mineros import folders
from mineros.terms import Term, all_terms
from mineros.words import LANGUAGES, Words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Notebook = dict[str, Any]

# JupyterLab opens a notebook at the cell of this id, and HTML made by nbconvert carries the same anchor. A heading's
# own anchor is not reached in a notebook that is just being opened, and it would differ in the two languages.
ANCHOR = "glossary.ipynb#cell-id="
LINK = re.compile(rf"\[([^\]]+)\]\({re.escape(ANCHOR)}[\w-]+\)")
# Where no link is set: code, links, headings, HTML, bold labels, and what somebody else said.
CLOSED = re.compile(
    r"```.*?```|`[^`]*`|!?\[[^\]]*\]\([^)]*\)|<[^>]+>|\*\*[^*]+\*\*|“[^”]*”|^#[^\n]*$", re.DOTALL | re.MULTILINE
)


# --- links ---------------------------------------------------------------------------------------------------------


def _pattern(form: str) -> str:
    """A form as a pattern: any space between its words; with its capitals, if it has some, else with or without."""
    spelled = r"\s+".join(map(re.escape, form.split()))
    return f"(?:{spelled})" if form != form.lower() else f"(?i:{spelled})"


def _uses(terms: Iterable[Term], language: str) -> tuple[re.Pattern[str], dict[str, Term]]:
    """One pattern for all forms, the longest first, and the term that each form stands for."""
    forms = {form: term for term in terms for form in term.written(language)}
    longest = sorted(forms, key=len, reverse=True)
    alternatives = "|".join(map(_pattern, longest))
    known = {" ".join(form.split()).casefold(): term for form, term in forms.items()}
    return re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])"), known


def unlinked(text: str) -> str:
    """A text without its links to the glossary."""
    return LINK.sub(r"\1", text)


def _is_open(cell: dict[str, Any]) -> bool:
    """Whether links may stand in this cell: prose that is neither the title nor a question."""
    notes = cell["metadata"].get("mineros", {})
    return cell["cell_type"] == "markdown" and notes.get("part") != "title" and "question" not in notes


def linked(notebook: Notebook, language: str) -> Notebook:
    """The notebook with the first use of each term linked, and no other link to the glossary."""
    pattern, known = _uses(all_terms(), language)
    done: set[str] = set()

    def link(found: re.Match[str]) -> str:
        term = known[" ".join(found[0].split()).casefold()]
        if not term.linked or term.id in done:
            return found[0]
        done.add(term.id)
        return f"[{found[0]}]({ANCHOR}{term.id})"

    def cell_with_links(cell: dict[str, Any]) -> dict[str, Any]:
        if cell["cell_type"] != "markdown":
            return cell
        text = unlinked("".join(cell["source"]))
        if _is_open(cell):
            parts, end = [], 0
            for closed in CLOSED.finditer(text):
                parts += [pattern.sub(link, text[end : closed.start()]), closed[0]]
                end = closed.end()
            text = "".join([*parts, pattern.sub(link, text[end:])])
        return cell | {"source": text.splitlines(keepends=True)}

    return notebook | {"cells": [cell_with_links(cell) for cell in notebook["cells"]]}


def met(notebooks: dict[str, Notebook], language: str) -> dict[str, list[str]]:
    """For each term, the lessons (their names in `notebooks`) in whose text it stands, questions included."""
    pattern, known = _uses(all_terms(), language)
    found: dict[str, list[str]] = {}
    for name, notebook in notebooks.items():
        whole = "\n\n".join("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "markdown")
        used = {known[" ".join(use[0].split()).casefold()].id for use in pattern.finditer(unlinked(whole))}
        for term in used:
            found.setdefault(term, []).append(name)
    return found


# --- the page ------------------------------------------------------------------------------------------------------


def sorting(name: str) -> tuple[str, str]:
    """The key by which names stand in order: accents do not count, ñ comes after n, capitals last of all."""
    marked = name.casefold().replace("ñ", "n\uffff")
    bare = "".join(sign for sign in unicodedata.normalize("NFD", marked) if not unicodedata.combining(sign))
    return bare, name


def _letter(name: str) -> str:
    bare = sorting(name)[0]
    return "Ñ" if bare.startswith("n\uffff") else bare[0].upper()


def page(language: str, lessons: dict[str, Notebook]) -> Notebook:
    """The glossary as a notebook that can be read without running anything. `lessons`: file names and notebooks."""
    words = Words(language)
    where = met(lessons, language)
    terms = sorted(all_terms(), key=lambda term: sorting(term.name[language]))
    letters = [(letter, list(group)) for letter, group in groupby(terms, lambda term: _letter(term.name[language]))]
    index = " · ".join(f"[{letter}](#cell-id={_letter_id(letter)})" for letter, _ in letters)
    cells = [
        _text("glossary-title", f"# {words('glossary.title')}\n\n{words('glossary.intro', terms=len(terms))}"),
        _text("glossary-how", f"{words('glossary.how')}\n\n{words('glossary.letters')} {index}"),
    ]
    for letter, group in letters:
        cells.append(_text(_letter_id(letter), f"## {letter}"))
        cells += [_text(term.id, _entry(term, words, where.get(term.id, []))) for term in group]
    cells += [
        _text("glossary-own", f"## {words('glossary.own')}\n\n{words('glossary.own_how')}"),
        _code("glossary-open", f'from mineros import open_pack\n\npack = open_pack("{language}")'),
        _code("glossary-term", 'pack.term("amparo")'),
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}, "mineros": {"language": language}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _letter_id(letter: str) -> str:
    return f"letter-{'ny' if letter == 'Ñ' else letter.lower()}"


def _entry(term: Term, words: Words, lessons: list[str]) -> str:
    """A term: its name as a heading, what it means, then its other name, its field and the lessons that use it."""
    other = "es" if words.language == "en" else "en"
    facts = [
        f'{words("glossary.other")}: <span lang="{other}">*{term.name[other]}*</span>',
        words(f"glossary.fields.{term.field}"),
        *(f"[{words('glossary.lesson', number=name[:2])}]({name})" for name in lessons),
    ]
    return f"### {term.name[words.language]}\n\n{term.meaning[words.language]}\n\n{' · '.join(facts)}"


def _text(cell_id: str, text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": cell_id, "metadata": {}, "source": text.splitlines(keepends=True)}


def _code(cell_id: str, code: str) -> dict[str, Any]:
    source = code.splitlines(keepends=True)
    return {
        "cell_type": "code", "execution_count": None, "id": cell_id, "metadata": {}, "outputs": [], "source": source
    }  # fmt: skip


# --- files ---------------------------------------------------------------------------------------------------------


def made(top: Path) -> dict[Path, str]:
    """All files that this command writes, with their contents, for the notebooks under a folder."""
    files: dict[Path, str] = {}
    for language in LANGUAGES:
        folder = top / "notebooks" / language
        paths = sorted(folder.glob("[0-9][0-9]-*.ipynb"))
        lessons = {path.name: linked(json.loads(path.read_text("utf-8")), language) for path in paths}
        pages = lessons | {"glossary.ipynb": page(language, lessons)}
        files |= {folder / name: as_file(notebook) for name, notebook in pages.items()}
    return files


def as_file(notebook: Notebook) -> str:
    """A notebook as it stands in its file."""
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write what has changed, and say which files those were."""
    folders.rewrite(made(folders.top()))


if __name__ == "__main__":
    main()
