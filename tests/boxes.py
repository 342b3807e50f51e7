"""What the tests of widgets share: widgets as a reader meets them, a page read back."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from drawn import pack
from mineros import case, open_pack

if TYPE_CHECKING:
    from ipywidgets import Widget

VOID = {"img", "meta", "br", "link", "input"}
PLANTED = '<script>alert("x")</script><img src=x onerror=alert(1)>'


def every(widget) -> list:
    """A widget and all that stands in it."""
    return [widget, *(part for child in getattr(widget, "children", ()) for part in every(child))]


def hear(widget: Widget, **state: object) -> None:
    """Let a control hear from the page what it holds now, as a kernel passes it on."""
    data = {"method": "update", "state": state, "buffer_paths": []}
    widget.comm.handle_msg({"content": {"data": data}, "buffers": []})


def words_of(text: str) -> str:
    """HTML without its tags."""
    return re.sub(r"<[^>]+>", "", text)


def whole_case(*sources: str, **texts: str) -> case.Case:
    """A case that lacks no words, resting on some sources."""
    said = {"title": "A title", "claim": "A claim.", "rival": "A rival.", "answer": "An answer."} | texts
    pieces = [case.Evidence("source", source, "it shows", "it leaves open") for source in sources]
    return case.Case(**said, pieces=pieces)


class Read(HTMLParser):
    """A page as a screen reader walks through it: headings in order, images, what is fetched, what would run."""

    def __init__(self, whole: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.headings: list[str] = []
        self.images: list[dict] = []
        self.tags: set[str] = set()
        self.handlers: list[str] = []
        self.fetched: list[str] = []
        self.language = ""
        self.open: list[str] = []
        self.feed(whole)
        self.close()

    def handle_starttag(self, tag, attrs):
        held = dict(attrs)
        self.tags.add(tag)
        self.handlers += [name for name in held if name.startswith("on")]
        self.fetched += [held[name] for name in ("src", "srcset", "data") if name in held]
        if tag == "html":
            self.language = held["lang"]
        if tag == "img":
            self.images.append(held)
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
            self.headings.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, "every element is closed in its turn"

    def handle_data(self, data):
        if any(re.fullmatch(r"h[1-6]", tag) for tag in self.open):
            self.headings[-1] += data


def fresh(language: str):
    """A pack as somebody opens it who comes back, with the tables that were read before, for speed."""
    own, read_before = open_pack(language), pack(language)
    own.tables = read_before.tables
    own.__dict__ |= {"finder": read_before.finder, "citations": read_before.citations}
    return own
