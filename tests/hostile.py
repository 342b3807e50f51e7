"""Strings that want to run in a reader's browser, and a browser that tells whether one did.

Each string tries, in some way, to call `hit(n)`, to open a dialog, or to bring in an element or an attribute of its
own. Beside it stands its twin: the same spaces and line ends, an x for every other sign. What a page makes of a string
must have the very form that it makes of the twin.
"""

# ruff: noqa: E501 - a hostile string stands on one line

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any

from playwright.sync_api import Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ORIGIN = "http://pack.example"  # nobody is there: every page is put into the browser by hand

# --- the strings -----------------------------------------------------------------------------------------------------

# What leaves the place in which a string stands: texts, attributes in each kind of quotes, comments, styles, scripts.
BREAKERS = (
    "", '"', "'", "`", '">', "'>", "`>", ">", "-->", "--!>", "]]>", "</style>", "</script>", "</title>", "</textarea>",
    "</template>", "</noscript>", "</select></option>", "</p></div></td></tr></table>", "</figure></details>",
    "</summary>", "</caption>", "*/", "?>", "%>", "\\", '\\"', "\\'", "\x00", "\x00\"'>", "\u202e", "\u2066\">", "\u2028",
    "\r\n\r\n", "\ud83d", "\ud83d\">", "\udc00<", "&quot;>", "&#34;>", "&#x22;>", "&gt;", "&apos;", "\uff02\uff1e",
    "\u02ba>", "${", "{{", "}}", "#{", "</iframe>", "</xmp>", "</math>", "</svg>",
)  # fmt: skip
SCRIPTS = (
    "<script>hit({n})</script>", "<SCRIPT SRC=data:text/javascript,hit({n})></SCRIPT>", "<scr<script>ipt>hit({n})",
    "<script\x0c>hit({n})</script>", "<script/x>hit({n})</script >", "<script>hit({n})", "\x00<script>hit({n})</script>",
    "<scr\x00ipt>hit({n})</scr\x00ipt>", "<script type=module>hit({n})</script>", "<script><!--\nhit({n})//--></script>",
    "<svg><script>hit({n})</script></svg>", "<svg><script xlink:href=data:,hit({n}) /></svg>",
    "<script>alert({n})</script>", "<script>window.top.hit({n})</script>", "&lt;script&gt;hit({n})&lt;/script&gt;",
    "&#60;script&#62;hit({n})&#60;/script&#62;", "\\u003cscript\\u003ehit({n})\\u003c/script\\u003e",
    "%3Cscript%3Ehit({n})%3C/script%3E", "\uff1cscript\uff1ehit({n})\uff1c/script\uff1e", "+ADw-script+AD4-hit({n})",
)  # fmt: skip
HANDLERS = (
    "<img src=x onerror=hit({n})>", "<IMG SRC=x OnErRoR=hit({n})//", "<img/src/onerror=hit({n})>",
    '<img src="x" onerror="hit({n})">', "<img src='x' onerror='hit({n})'", "<image src=x onerror=hit({n})>",
    "<svg onload=hit({n})>", "<svg/onload=hit({n})//", "<svg><animate onbegin=hit({n}) attributeName=x dur=1s>",
    "<svg><set attributeName=href to=javascript:hit({n}) onbegin=hit({n})>", "<body onload=hit({n})>",
    "<input onfocus=hit({n}) autofocus>", "<select onfocus=hit({n}) autofocus>", "<textarea onfocus=hit({n}) autofocus>",
    "<details open ontoggle=hit({n})>", "<video><source onerror=hit({n})>", "<video src=x onerror=hit({n})>",
    "<audio src=x onerror=hit({n})>", "<marquee onstart=hit({n})>", "<style onload=hit({n})>", "<link rel=stylesheet "
    "href=data:text/css, onload=hit({n})>", "<iframe onload=hit({n})>", "<object data=x onerror=hit({n})>",
    "<embed src=data:, onload=hit({n})>", "<p style=animation:x onanimationstart=hit({n})><style>@keyframes x{{}}</style>",
    "<div onpointerover=hit({n}) style=position:fixed;inset:0>x</div>", "<xss id=x tabindex=1 onfocus=hit({n})></xss>",
    "<math><mtext><img src onerror=hit({n})></mtext></math>", "<a autofocus tabindex=1 onfocus=hit({n})>x</a>",
    "<dialog open onclose=hit({n})><form method=dialog><button autofocus>", "<button popovertarget=p>x<b id=p popover "
    "ontoggle=hit({n})>", "<input type=image src=x onerror=hit({n})>", "<isindex onfocus=hit({n}) autofocus>",
    "<x onclick=hit({n})>x</x>", "<table background=javascript:hit({n})>", "<frameset onload=hit({n})>",
)  # fmt: skip
FRAMES = (
    '<iframe srcdoc="<script>parent.hit({n})</script>"></iframe>', "<iframe src=javascript:parent.hit({n})></iframe>",
    "<object data=javascript:parent.hit({n})></object>", "<embed src=javascript:hit({n})>",
    '<iframe src="data:text/html,<script>parent.hit({n})</script>">', "<base href=javascript:hit({n})//>",
    "<meta http-equiv=refresh content='0;url=javascript:hit({n})'>", "<form action=javascript:hit({n})><button>x",
    "<button formaction=javascript:hit({n})>x</button>", "<portal src=javascript:hit({n})></portal>",
    "<template><script>hit({n})</script></template>", "<noscript><p title='</noscript><img src=x onerror=hit({n})>'>",
    "<template shadowrootmode=open><img src=x onerror=hit({n})></template>",
)  # fmt: skip
ADDRESSES = (
    "javascript:hit({n})", "JaVaScRiPt:hit({n})", "java\tscript:hit({n})", "java\nscript:hit({n})",
    "\x01javascript:hit({n})", " javascript:hit({n})", "javascript&colon;hit({n})", "javascript&#58;hit({n})",
    "vbscript:hit({n})", "data:text/html,<script>hit({n})</script>", "data:text/html;base64,PHNjcmlwdD5oaXQoMCk8L3NjcmlwdD4=",
    "https://x\" onclick=\"hit({n})", "https://x' onclick='hit({n})", "http://x/ onmouseover=hit({n})", "//x/\"onclick=hit({n})",
    "<a href=javascript:hit({n})>x</a>", "<a href='jav&#x61;script:hit({n})'>x</a>", "<area href=javascript:hit({n})>",
    "<svg><a xlink:href=javascript:hit({n})><text y=20>x</text></a></svg>", "https://x/{n}?<script>hit({n})</script>",
)  # fmt: skip
ATTRIBUTES = (
    " onmouseover=hit({n}) ", " onfocus=hit({n}) autofocus tabindex=1 ", " onerror=hit({n}) src=x ", " style=x:expression("
    "hit({n})) ", " onclick=hit({n})//", "/onload=hit({n})/", " srcdoc=<script>parent.hit({n})</script> ", "\nonclick=hit({n})\n",
    "\tonpointerenter=hit({n})\t", "\x0conclick=hit({n})\x0c", " id=__proto__ name=hit ", " href=javascript:hit({n}) ",
)  # fmt: skip
MARKDOWN = (
    "[x](javascript:hit({n}))", "![x](x\"onerror=\"hit({n}))", "[x]: javascript:hit({n})\n\n[x]", "<javascript:hit({n})>",
    "![x](javascript:hit({n}))", "[x](data:text/html,<script>hit({n})</script>)", "[x](<javascript:hit({n})>)",
    "```\n</code></pre><script>hit({n})</script>\n```", "    <script>hit({n})</script>", "`<script>hit({n})</script>`",
    "# x\n\n<script>hit({n})</script>", "| x |\n|---|\n| <img src=x onerror=hit({n})> |", "> <script>hit({n})</script>",
    "- x\n\n  <svg onload=hit({n})>", "x\n===\n<b onclick=hit({n})>", "1. x\n<script>hit({n})</script>", "~~~html\n<b>\n~~~",
    "```{{raw}} html\n<script>hit({n})</script>\n```", "`````\n<script>hit({n})</script>", "<!-- --><script>hit({n})</script>",
    "[x][y]\n\n[y]: <javascript:hit({n})> 'x'", "https://x/<script>hit({n})</script>", "*x* __y__ ~~z~~ <b onclick=hit({n})>",
    "[^1]\n\n[^1]: <script>hit({n})</script>", "{{raw}}`<script>hit({n})</script>`", "&NewLine;<script>hit({n})</script>",
)  # fmt: skip
FORMULAS = (
    r"$\href{{javascript:hit({n})}}{{x}}$", r"$$\href{{javascript:hit({n})}}{{x}}$$", r"\(\href{{javascript:hit({n})}}{{x}}\)",
    r"\[\href{{javascript:hit({n})}}{{x}}\]", r"$\unicode{{<img src=x onerror=hit({n})>}}$", r"$\style{{x:url(javascript:hit({n}))}}{{x}}$",
    r"$\class{{x onclick=hit({n})}}{{x}}$", r"$\text{{<img src=x onerror=hit({n})>}}$", r"$\cssId{{hit}}{{x}}$",
    r"\begin{{equation}}\href{{javascript:hit({n})}}{{x}}\end{{equation}}", r"$\require{{html}}\data{{x=hit({n})}}{{x}}$",
    r"$\tooltip{{<img src=x onerror=hit({n})>}}{{x}}$", r"\\(\\href{{javascript:hit({n})}}{{x}}\\)", "$5 to $6 hit({n})",
)  # fmt: skip
STYLES = (
    "background:url(javascript:hit({n}))", "</style><script>hit({n})</script>", "@import 'javascript:hit({n})';",
    "x{{background:url('data:image/svg+xml,<svg onload=hit({n})>')}}", "<style>*{{background:url(javascript:hit({n}))}}</style>",
    "width:expression(hit({n}))", "\\3c script\\3e hit({n})", "}}*{{display:none}} hit({n})", "content:\"\\\"</style><svg onload=hit({n})>",
    "<link rel=stylesheet href=javascript:hit({n})>", "-moz-binding:url(javascript:hit({n}))", "--n:1;background:url(x)//hit({n})",
)  # fmt: skip
ODD = (
    "<!--", "<!-- <img src=x onerror=hit({n})>", "<![CDATA[<script>hit({n})</script>]]>", "<?xml version='1.0'?><script>hit({n})",
    "<!DOCTYPE html><script>hit({n})</script>", "<", "<a", "<a href=\"", "<b title='", "<img alt=`", "&", "&#", "&#x", "&lt", "&ampamp;",
    "<table><tr><td><script>hit({n})", "<option><script>hit({n})</script>", "</option></select><svg onload=hit({n})>",
    "<plaintext>", "<xmp><script>hit({n})</script>", "<textarea><script>hit({n})</script>", "<title><script>hit({n})</script>",
    "__proto__", "constructor", "hit({n})", "');hit({n});('", "\");hit({n});(\"", "`);hit({n});(`", "${{hit({n})}}",
    "{{{{constructor.constructor('hit({n})')()}}}}", "{{x}}", "%s%n hit({n})", "=HYPERLINK(\"javascript:hit({n})\")", "../../../etc/passwd",
    "\x1b]8;;javascript:hit({n})\x1b\\x\x1b]8;;\x1b\\", "\x1b[31m<img src=x onerror=hit({n})>\x1b[0m", "\ufeff<script>hit({n})</script>",
    "\u202e>tpircs/<)\u202c<script>hit({n})</script>", "\ud83d<script>hit({n})</script>\ude00", "\ufffe\uffff<svg onload=hit({n})>",
    "<\u0000img src=x onerror=hit({n})>", "\u2028<script>hit({n})</script>\u2029", "<ſcript>hit({n})</ſcript>", "<ımg src=x onerror=hit({n})>",
    "x" * 5000 + "<script>hit({n})</script>", "<b>" * 600 + "<script>hit({n})</script>", '"' * 900 + "<svg onload=hit({n})>",
    "A\u0301" * 800 + "<img src=x onerror=hit({n})>",
)  # fmt: skip
BODIES = (*SCRIPTS, *HANDLERS, *FRAMES, *ADDRESSES, *ATTRIBUTES, *MARKDOWN, *FORMULAS, *STYLES, *ODD)


def _all() -> list[str]:
    """Every body by itself, and behind breakers: seven of them each, so that every breaker meets every kind."""
    places = chain.from_iterable(((body, BREAKERS[(3 * at + 7 * by) % len(BREAKERS)]) for by in range(7))
                                 for at, body in enumerate(BODIES))  # fmt: skip
    made = [*BODIES, *(breaker + body for body, breaker in places)]
    return [
        body.replace("{{", "{").replace("}}", "}").replace("{n}", str(n)) for n, body in enumerate(dict.fromkeys(made))
    ]


STRINGS = _all()


def twin(text: str) -> str:
    """The harmless string of the same length, with the same spaces and line ends."""
    return re.sub(r"\S", "x", text)


def seen(text: str) -> str:
    """What of a text must be found on a page again: all signs that are no space and no sign that works unseen."""
    return re.sub("[\\s\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd\ufeff\ufffe\uffff\ud800-\udfff]+", "", text)


# --- the browser -----------------------------------------------------------------------------------------------------

# What a script would reach first; then what the tests ask. A fragment is put into the page as JupyterLab puts a trusted
# output: by innerHTML, which lets handlers work, and then with its scripts made anew, which lets them run.
WATCH = r"""
window.hits = [];
window.hit = n => { window.hits.push(n); };
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) window[name] = n => { window.hits.push(`${name} ${n}`); };
const TEXTS = ['lang', 'alt', 'title', 'aria-label', 'data-question', 'data-asked', 'data-step', 'data-least', 'data-most', 'download', 'value'];
const deep = new WeakMap();
const form = root => [...root.querySelectorAll('*')].map(one => {
  const depth = (deep.get(one.parentNode) ?? 0) + 1;
  deep.set(one, depth);
  const held = [...one.attributes].map(({ name, value }) => TEXTS.includes(name) ? name
    : `${name}=${value.replace(/^data:([\w/+-]+)[^]*/, 'data:$1')}`).sort();
  return `${depth} ${one.namespaceURI.slice(-5)} ${one.localName} ${held.join(' ')}`;
});
const inert = (whole, kind) => {
  if (kind === 'page') return new DOMParser().parseFromString(whole, 'text/html').documentElement;
  const box = document.implementation.createHTMLDocument().createElement('div');
  box.innerHTML = whole;
  return box;
};
const bare = text => text.replace(/[\s\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd\ufeff\ufffe\uffff\ud800-\udfff]+/gu, '');
window.form = form;
window.differs = (hostile, harmless, kind) => {
  const [one, other] = [form(inert(hostile, kind)), form(inert(harmless, kind))];
  const at = one.findIndex((line, place) => line !== other[place]);
  if (at >= 0) return `${one[at].slice(0, 300)} in the place of ${other[at]}`;
  return one.length < other.length ? `nothing in the place of ${other[one.length]}` : '';
};
window.live = async (whole, kind) => {
  window.hits = [];
  if (kind === 'page') {
    const frame = document.createElement('iframe');
    const loaded = new Promise(done => { frame.onload = done; });
    const reach = '<script>for (const n of ["hit","alert","confirm","prompt"]) window[n] = parent[n];<' + '/script>';
    frame.srcdoc = whole.replace('<head>', () => '<head>' + reach);
    document.body.append(frame);
    await loaded;
  } else {
    const box = document.createElement('div');
    document.body.append(box);
    box.innerHTML = whole;
    for (const script of box.querySelectorAll('script')) {
      const again = document.createElement('script');
      for (const { name, value } of script.attributes) again.setAttribute(name, value);
      again.textContent = script.textContent;
      script.replaceWith(again);
    }
  }
  // A picture that cannot be had says so when its request has failed, on a busy machine late.
  const late = performance.now() + 10_000;
  const pictures = [...document.querySelectorAll('body > div img')];
  do await new Promise(done => setTimeout(done, 60));
  while (pictures.some(one => !one.complete) && performance.now() < late);
  for (const one of document.querySelectorAll('body > *')) one.remove();
  return window.hits;
};
window.missing = (whole, texts, kind) => {
  const root = inert(whole, kind);
  for (const one of root.querySelectorAll('style, script')) one.remove();
  const shown = bare(root.textContent);
  return texts.filter(text => !shown.includes(text));
};
"""


class Watched:
    """A page in which nothing of a reader's may run."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.dialogs: list[str] = []
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        page.route("**/*", lambda route: route.fulfill(status=404, body=""))
        page.route(f"{ORIGIN}/", lambda route: route.fulfill(content_type="text/html", body="<!doctype html><body>"))
        page.add_init_script(WATCH)
        page.goto(f"{ORIGIN}/")

    def differs(self, hostile: str, harmless: str, kind: str = "part") -> str:
        """The first element or attribute that strings brought in; "" where there is none."""
        return str(self.page.evaluate("([a, b, kind]) => differs(a, b, kind)", [hostile, harmless, kind]))

    def ran(self, hostile: str, kind: str = "part") -> list[Any]:
        """What ran when the HTML was put into the page."""
        hits: list[Any] = self.page.evaluate("([whole, kind]) => live(whole, kind)", [hostile, kind])
        return [*hits, *self.dialogs]

    def missing(self, hostile: str, texts: Sequence[str], kind: str = "part") -> list[str]:
        """The strings that cannot be read on the page."""
        wanted = [found for text in texts if (found := seen(text))]
        found: list[str] = self.page.evaluate("([a, texts, kind]) => missing(a, texts, kind)", [hostile, wanted, kind])
        return found


@contextmanager
def browser() -> Iterator[Watched]:
    """A browser of its own, closed at the end."""
    with sync_playwright() as player:
        chromium = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield Watched(chromium.new_page())
        finally:
            chromium.close()
