"""How easy a text is to read, by the words of its sentences and the syllables of its words.

    python tests/reading.py        prints it for every lesson, exercise and question bank, in both languages

For English the reading ease of R. Flesch (1948); for Spanish the perspicuity of F. Szigriszt (1993), read on the
INFLESZ scale of I. Barrio-Cantalejo (2008): below 40 very hard, from 55 normal, from 65 quite easy, from 80 very easy.
Syllables are counted by vowels, which is right but for a few words in a hundred.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TOP = Path(__file__).parents[1]
ASIDE = re.compile(r"```.*?```|`[^`]*`|<[^>]+>|^#[^\n]*|^\|[^\n]*|\{\{.*?\}\}|\{\w+\}", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"!?\[([^]]*)\]\([^)]*\)")
# A sentence ends at its mark, and where a paragraph or an item of a list does.
END = re.compile(r"(?<=[.?!:;…])[”’)*]*\s+|\n\s*\n|\n\s*- |\n\s*\d+\. ")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
NUCLEUS = {
    # Each full or accented vowel, and weak ones that lean on none.
    "es": re.compile(r"[aeoáéóíú]|(?<![aeoáéóíú])[iuü]+(?![aeoáéóíú])|(?<![aeiouáéíóú])y\b"),
    "en": re.compile(r"[aeiouy]+"),
}


class Reading(NamedTuple):
    """words: a sentence on average. longest: words of the longest. ease: from 0 (hard) to 100 (easy)."""

    words: float
    longest: int
    ease: float


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence of a Markdown text, without headings, tables and code."""
    plain = LINK.sub(r"\1", ASIDE.sub(" ", text)).replace("*", "").replace(">", "")
    return [words for part in END.split(plain) if (words := WORD.findall(part))]


def syllables(word: str, language: str) -> int:
    """How many syllables a word has; a number counts as one word of two."""
    if word[0].isdigit():
        return 2
    low = re.sub(r"qu(?=[eiéí])|gu(?=[eiéí])", "k", word.lower()) if language == "es" else word.lower()
    found = len(NUCLEUS[language].findall(low))
    silent = language == "en" and re.search(r"[^aeiouyl]e$|[^aeioudt]ed$", low) and found > 1
    return max(1, found - bool(silent))


def reading(text: str, language: str) -> Reading:
    """How a text reads."""
    all_sentences = sentences(text)
    words = [word for sentence in all_sentences for word in sentence]
    length, weight = len(words) / len(all_sentences), sum(syllables(word, language) for word in words) / len(words)
    ease = 206.835 - 62.3 * weight - length if language == "es" else 206.835 - 84.6 * weight - 1.015 * length
    return Reading(length, max(map(len, all_sentences)), ease)


def texts() -> Iterator[tuple[str, str, str]]:
    """What is read: a name, the language, the text."""
    for path in sorted([*TOP.glob("notebooks/*/*.ipynb"), *TOP.glob("exercises/*/*.ipynb")]):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        prose = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        yield f"{path.parent.parent.name}/{path.stem}", path.parent.name, prose
    for path in sorted((TOP / "guide" / "questions").glob("*.toml")):
        entries = tomllib.loads(path.read_text("utf-8"))["question"]
        for language in ("en", "es"):
            said = [entry["text"][language] for entry in entries]
            said += [sample[language] for entry in entries for sample in entry.get("sample", [])]
            yield f"questions/{path.stem}", language, "\n\n".join(said)


if __name__ == "__main__":
    print(f"{'':32}{'':4}{'words':>6}{'longest':>9}{'ease':>7}")
    for name, language, text in texts():
        found = reading(text, language)
        print(f"{name:32}{language:4}{found.words:6.1f}{found.longest:9}{found.ease:7.1f}")
