"""What all documents of a lesson share: the page and its looks, the letters, Markdown, figures on paper."""

from __future__ import annotations

import base64
import io
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mineros import html, style
from mineros.figure import PICTURE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mineros.lesson import Block, Lesson

PAPERS = ("A4", "letter")
HERE = Path(__file__).parent
SIZED = re.compile(r'<img ([^>]*) width="(\d+)" height="(\d+)">')
# A figure is ten inches wide on a screen, its letters some 15 points high. On paper it is as wide as the page if it is
# low; a high one is no higher than HIGHEST, unless its letters would get too small to read: then NARROWEST decides.
HIGHEST, NARROWEST, WIDEST = 98, 150, 178  # millimeters


def paper_style(lesson: Lesson, name: str, paper: str) -> str:
    """The look of what is printed on a size of paper, each page with the lesson's name and its own number."""
    named = quoted(f"{lesson.title} · {lesson.told(f'document.{name}')}")
    foot = f'@bottom-left{{content:"{named}"}}@bottom-right{{content:counter(page) " / " counter(pages)}}'
    return (
        f"<style>{letters()}@page{{size:{paper};margin:14mm 15mm 16mm;{foot}}}\n"
        f"{(HERE / 'print.css').read_text('utf-8')}</style>"
    )


def quoted(text: str) -> str:
    """A text that may stand between the quotation marks of a style."""
    return text.replace("\\", "").replace('"', "”").replace("<", "").replace("\n", " ")


def screen_style() -> str:
    """The look of the slides."""
    return f"<style>{letters()}{(HERE / 'screen.css').read_text('utf-8')}</style>"


@cache
def letters() -> str:
    """The pack's own letters, carried by the page, so that it looks the same on every machine."""
    faces = []
    for weight, name in ((400, "Regular"), (700, "Bold")):
        data = base64.b64encode((style.FONTS / f"AtkinsonHyperlegibleNext-{name}.ttf").read_bytes()).decode("ascii")
        faces.append(
            f'@font-face{{font-family:"{style.FAMILY}";font-weight:{weight};src:url(data:font/ttf;base64,{data})}}'
        )
    return "".join(faces)


def page(lesson: Lesson, name: str, body: str, look: str) -> str:
    """A whole page that fetches nothing. name: of the document. look: a <style>."""
    title = html.text(f"{lesson.title} · {lesson.told(f'document.{name}')}")
    return (
        f'<!doctype html>\n<html lang="{lesson.language}"><head><meta charset="utf-8"><title>{title}</title>'
        f"{html.STYLE}{look}</head><body><main>{body}</main></body></html>\n"
    )


def printed(lesson: Lesson, name: str, body: str, paper: str) -> str:
    """A document for a printer, with what it was made from at its end."""
    return page(lesson, name, body + foot(lesson), paper_style(lesson, name, paper))


def foot(lesson: Lesson) -> str:
    """What a document was made from."""
    return f'<p class="foot">{html.text(lesson.told("made", edition=lesson.pack.tables.edition))}</p>'


def markdown(text: str) -> str:
    """Markdown as HTML, by the library that JupyterLab's own export uses. Links become plain words: paper has none."""
    import mistune

    plain = re.sub(r"(?<!!)\[([^]]*)\]\([^)]*\)", r"\1", text)
    return str(mistune.html(plain))


def gray(whole: str) -> str:
    """HTML whose pictures are gray, as a school's printer makes them."""
    from PIL import Image

    def turned(found: re.Match[str]) -> str:
        file = io.BytesIO()
        Image.open(io.BytesIO(base64.b64decode(found[1]))).convert("L").save(file, "PNG")
        return f'src="data:image/png;base64,{base64.b64encode(file.getvalue()).decode("ascii")}"'

    return PICTURE.sub(turned, whole)


def sized(whole: str) -> str:
    """HTML whose pictures have the width that their letters need on paper."""

    def wide(found: re.Match[str]) -> str:
        width = min(WIDEST, max(NARROWEST, HIGHEST * int(found[2]) / int(found[3])))
        return f'<img {found[1]} style="width:{width:.0f}mm">'

    return SIZED.sub(wide, whole)


def aspect(image: str) -> float:
    """How wide an <img> is for its height."""
    found = SIZED.search(image)
    return int(found[2]) / int(found[3]) if found else 1.0


def part_of(block: Block, name: str) -> str:
    """A paragraph of a figure, by its class: "title" or "number"; "" where it has none."""
    found = re.search(rf'<p class="{name}">(.*?)</p>', block.content, re.DOTALL)
    return found[1] if found else ""


def numbered(block: Block) -> str:
    """The title of a figure, after its number where it has one."""
    return ". ".join(filter(None, (part_of(block, "number"), part_of(block, "title"))))


def small(*lines: str) -> str:
    """Paragraphs in small letters."""
    return "".join(f'<p class="small">{html.text(line)}</p>' for line in lines if line)


def listed(items: Iterable[str], tag: str = "ul") -> str:
    """A list; nothing where there is nothing to list."""
    lines = "".join(f"<li>{html.text(item)}</li>" for item in items)
    return f"<{tag}>{lines}</{tag.partition(' ')[0]}>" if lines else ""
