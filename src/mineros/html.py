"""Small pieces of HTML. Whatever comes from a table or from a reader is escaped here and nowhere else."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

# One card for figures, notes and source boxes: white, so that a chart reads the same in a dark theme;
# system fonts, because nothing may be fetched.
STYLE = """<style>
.mineros{box-sizing:border-box;max-width:60rem;margin:.4rem 0;padding:.9rem 1.1rem;background:#fff;color:#1b1b1b;
 border:1px solid #d9d5cc;border-radius:6px;
 font:400 1rem/1.5 "Atkinson Hyperlegible Next","Segoe UI",Roboto,Arial,sans-serif}
.mineros img{display:block;width:100%;height:auto;margin:.3rem 0}
.mineros .title{font-size:1.3rem;font-weight:700;line-height:1.25;margin:0 0 .2rem;color:#1b1b1b}
.mineros .number{font-size:.95rem;font-weight:400;color:#5a564e;margin:0}
.mineros .finding{margin:.2rem 0 .5rem}
.mineros p.source{margin:.7rem 0 .1rem;font-weight:700;color:#1b1b1b}.mineros p.source:first-child{margin-top:0}
.mineros p.fact{margin:.12rem 0;font-size:.92rem;line-height:1.4;color:#1b1b1b}
.mineros details{margin-top:.6rem;font-size:.9rem}.mineros summary{cursor:pointer;font-weight:700;padding:.15rem 0}
.mineros :is(a,summary,.scroll):focus-visible{outline:3px solid #1f5f8b;outline-offset:2px}
details.mineros>figure.mineros{border:0;padding:0}
.mineros .scroll{overflow-x:auto;position:relative}
.mineros .scroll caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.mineros table{border-collapse:collapse;margin:.4rem 0;font-size:.9rem;color:#1b1b1b}
.mineros .scroll table th,.mineros .scroll table td{text-align:left;vertical-align:top;padding:.25rem .7rem .25rem 0;
 border-bottom:1px solid #e4e0d7;
 white-space:normal;max-width:26rem;background:#fff}
.mineros.guess{border-left:6px solid #b3541e;background:#fbf3ea;padding:.5rem .8rem;margin:0 0 .7rem;color:#1b1b1b}
.mineros :is(h1,h2,h3,h4,h5){font-weight:700;line-height:1.25;margin:1.1rem 0 .25rem;color:#1b1b1b}
.mineros h1{font-size:1.7rem}.mineros h2{font-size:1.4rem}.mineros h3{font-size:1.22rem}.mineros h4{font-size:1.1rem}
.mineros h5{font-size:1rem}.mineros p.said{margin:.25rem 0}.mineros p.part{margin-top:.9rem}
.mineros pre.given{margin:.4rem 0 0;font-size:.92rem;white-space:pre-wrap;color:#1b1b1b;background:none}
.mineros ul{margin:.3rem 0 .3rem 1.1rem;padding:0}
.mineros.mineros a:is(:link,:visited):not(.button){color:#1f5f8b;text-decoration:underline}
.mineros.note{border-left:6px solid #1f5f8b}.mineros.bad{border-left:6px solid #b3541e}
</style>"""

# The ring of what has the focus: blue, with a white one beside it that a dark page shows. The boxes of controls cut off
# what leaves them, so it lies inside a field or a button.
FOCUS = """<style>
:is(.mineros-controls,.mineros) :is(a,button,input,select,textarea,summary,.scroll,.noUi-handle):focus-visible{
 outline:3px solid #1f5f8b!important;outline-offset:2px;box-shadow:0 0 0 2px #fff!important}
.mineros-controls :is(button,select,textarea,input:not([type=radio],[type=checkbox])):focus-visible{
 outline-offset:-3px;box-shadow:inset 0 0 0 5px #fff!important}
.mineros-controls input:is([type=radio],[type=checkbox]){margin-left:5px}
.mineros-controls input:is([type=radio],[type=checkbox]):focus-visible{
 outline-offset:1px;box-shadow:0 0 0 1px #fff!important}
.mineros-controls .mineros-unseen{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;
 clip-path:inset(50%)}
@media(prefers-reduced-motion:reduce){.mineros-controls *{animation:none!important;transition:none!important}}
</style>"""
PLAIN = "mathjax_ignore"  # JupyterLab would read "from $5 to $6" as a formula
SCRIPT = (Path(__file__).parent / "controls.js").read_text("utf-8")


def keys(language: str) -> str:
    """What stands beside controls in a page: keys and names for them, the ring of the focus, the page's language."""
    return f'<span class="mineros-language" lang="{text(language)}"></span>{FOCUS}<script>{SCRIPT}</script>'


def alternative(whole: str) -> str:
    """The text alternative of the picture in some HTML, as HTML; empty where there is none."""
    found = re.search(r'<img [^>]*alt="([^"]*)"', whole)
    return found[1] if found else ""


def text(value: object) -> str:
    """Any value as harmless HTML text: what a student types is shown, never run."""
    return escape(str(value), quote=True)


def table(frame: pd.DataFrame, caption: str) -> str:
    """A table that a screen reader can walk through: caption, column heads with scope, every cell escaped.

    Cells in another language say so, where `frame.attrs["languages"]` tells it: codes for each row, by column.
    """
    spoken = [frame.attrs.get("languages", {}).get(name) or [""] * len(frame) for name in frame.columns]
    heads = "".join(f'<th scope="col">{text(name)}</th>' for name in frame.columns)
    rows = "".join(
        "<tr>" + "".join(map(_cell, row, codes)) + "</tr>"
        for row, *codes in zip(frame.itertuples(index=False, name=None), *spoken, strict=True)
    )
    return (
        f'<div class="scroll" tabindex="0" role="group" aria-label="{text(caption)}"><table>'
        f"<caption>{text(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _cell(value: object, language: str) -> str:
    mark = f' lang="{text(language)}"' if language else ""
    return f"<td{mark}>{text(value)}</td>"


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Named facts, one short paragraph each; the descriptions are ready-made HTML."""
    return "".join(f'<p class="fact"><strong>{text(term)}:</strong> {body}</p>' for term, body in pairs)


def folded(summary: str, items: list[str]) -> str:
    """A list that a click opens; summary and items are plain texts."""
    lines = "".join(f"<li>{text(item)}</li>" for item in items)
    return f"<details><summary>{text(summary)}</summary><ul>{lines}</ul></details>"


def status(sentence: str, style: str = "") -> str:
    """A sentence that a screen reader says as soon as it changes."""
    look = f' style="{style}"' if style else ""
    return f'<span role="status"{look}>{text(sentence)}</span>'


def card(body: str, kind: str = "") -> str:
    """A card around ready-made HTML."""
    return f'{STYLE}<div class="{PLAIN}"><div class="mineros {kind}">{body}</div></div>'


def page(title: str, body: str, language: str, style: str = "") -> str:
    """A whole page that opens anywhere, with nothing fetched from elsewhere; `body` and `style` are ready-made HTML."""
    return (
        f'<!doctype html>\n<html lang="{text(language)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{text(title)}</title>{STYLE}'
        "<style>body{margin:0;background:#f7f5f0;color:#1b1b1b;"
        'font:400 1rem/1.5 "Atkinson Hyperlegible Next","Segoe UI",Roboto,Arial,sans-serif}h1,h2,h3{line-height:1.25}'
        ".mineros h3:first-child{margin-top:0}main{max-width:62rem;margin:0 auto;padding:1.5rem}"
        "@media print{body{background:#fff}main{padding:0}.mineros{border:0;break-inside:avoid}"
        f"article.mineros{{break-inside:auto}}}}</style>{style}</head>"
        f"<body><main>{body}</main></body></html>\n"
    )
