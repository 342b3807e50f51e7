"""One page a question: all answers side by side for marking, with what the question bank tells a teacher.

The pages need no script: names give way to numbers by CSS alone, on the screen and on paper. Answers are text.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from mineros import bank, html, takeaway
from mineros.texts import visible

if TYPE_CHECKING:
    from mineros.classroom.handed_in import Class, Student
    from mineros.classroom.questions import Asked, Said
    from mineros.words import Words

FOLDER = "questions"
COUNTED = ("choice", "several", "ordering", "matching", "numeric", "code")  # kinds whose answers can be equal
MOST = 30  # different answers in the small table
STYLE = """<style>
main{max-width:84rem!important}
a{color:#1f5f8b}a:focus-visible,summary:focus-visible,input:focus-visible{outline:3px solid #1f5f8b;outline-offset:2px}
h1{font-size:1.5rem;margin:.4rem 0 .3rem}h1 .id{color:#5a564e;font-weight:400}h2{font-size:1.2rem;margin:1.4rem 0 .4rem}
.ask{font-size:1.2rem;max-width:52rem;margin:.2rem 0 .6rem;line-height:1.35}
nav{display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;padding:.2rem 0;min-height:1.6rem}
.guide{max-width:none;margin:.4rem 0}.guide p{max-width:60rem}.guide>p:first-child{margin-top:0}
.guide blockquote{margin:.3rem 0;padding:.1rem .8rem;border-left:4px solid #1f5f8b;max-width:56rem}
.guide h3{font-size:1rem;margin:.7rem 0 .1rem}
.guide .scroll table td{white-space:pre-line;max-width:46rem}
.mineros.piece{border:0;padding:0;margin:0;max-width:60rem}.piece h4{margin-top:.2rem}
.piece h6{font-size:.95rem;margin:.8rem 0 .1rem}
.switch{display:inline-block;margin:.6rem 0;padding:.35rem .8rem .35rem .3rem;font-weight:700;cursor:pointer}
#hide{width:1.15rem;height:1.15rem;vertical-align:-.2rem;cursor:pointer}
.number{display:none}#hide:checked~* .name{display:none}#hide:checked~* .number{display:inline}
.nameless .number{display:inline}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(19rem,100%),1fr));gap:.8rem;margin:.5rem 0}
.cards.long{grid-template-columns:1fr}
#hide:checked~.cards>.card{order:var(--n)}
.card{display:flex;flex-direction:column;background:#fff;border:1px solid #d9d5cc;border-top:4px solid #1f5f8b;
 border-radius:4px;padding:.6rem .8rem .7rem;min-width:0}
.card>h3{font-size:1.02rem;margin:0 0 .25rem}
.answer{white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.45;unicode-bidi:isolate}
.answer.code{font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.88rem}
.notes{color:#5a564e;font-size:.85rem;line-height:1.35;margin:.5rem 0 0;overflow-wrap:anywhere}
.mark{display:grid;grid-template-columns:auto 3.2rem auto 1fr;gap:.35rem;align-items:end;margin:auto 0 0;
 padding-top:.9rem;font-size:.85rem;color:#3a3731}.mark i{border-bottom:1px solid #8a857b;height:1.3rem}
.mark i.more{grid-column:1/-1;height:1.1rem}
@media print{@page{margin:14mm 12mm}body{font-size:10.5pt}nav,.switch,#hide{display:none}
 .mineros.guide{border:1px solid #d9d5cc;padding:.4rem .7rem}details:not([open]){display:none}
 .cards{grid-template-columns:1fr 1fr;gap:4mm}.cards.long{grid-template-columns:1fr}
 .card{break-inside:avoid;border-radius:0}h2{break-after:avoid}a{color:inherit;text-decoration:none}}
</style>"""


class Marking:
    """The pages of a class. with_names: whether they hold names at all."""

    def __init__(self, group: Class, asked: list[Asked], words: Words, with_names: bool = True) -> None:
        self.group, self.asked, self.words, self.with_names = group, asked, words, with_names

    def page(self, place: int) -> str:
        """The page of one question."""
        question = self.asked[place]
        body = [self._links(place), self._head(question), self._guide(question)]
        if question.entry["kind"] in COUNTED:
            body.append(self._counted(question))
        body.append(self._answers(question))
        return self.whole(f"{question.id} · {self.words('collect.title')}", "".join(body))

    def whole(self, title: str, body: str) -> str:
        """A page with the look of them all."""
        kind = "" if self.with_names else ' class="nameless"'
        return visible(html.page(title, f"<div{kind}>{body}</div>", self.words.language, STYLE))

    def who(self, student: Student) -> str:
        """HTML of a student: the name, and the number that may take its place."""
        number = f'<span class="number">{html.text(self.words("collect.student", n=student.number))}</span>'
        name = f'<bdi class="name">{html.text(student.name)}</bdi>' if self.with_names else ""
        return name + number

    def in_order(self, students: list[Student]) -> list[Student]:
        """By name; where no name may be told, by number."""
        return students if self.with_names else sorted(students, key=lambda student: student.number)

    # --- above the answers ------------------------------------------------------------------------------------------

    def _links(self, place: int) -> str:
        say = self.words
        links = [f'<a href="../index.html">{html.text(say("collect.back"))}</a>']
        for step, key in ((-1, "collect.previous"), (1, "collect.next")):
            if 0 <= place + step < len(self.asked):
                other = self.asked[place + step].id
                links.append(f'<a href="{html.text(other)}.html">{html.text(say(key, question=other))}</a>')
        return f'<nav aria-label="{html.text(say("collect.pages"))}">{"".join(links)}</nav>'

    def _head(self, question: Asked) -> str:
        entry, say = question.entry, self.words
        kind = say(f"ask.kind.{entry['kind']}")
        facts = f"{takeaway.lesson_name(question.lesson, say)} · {kind}"
        title = bank.said(entry, "title", say)
        name = f"{question.id} · {title}" if title else question.id
        return (
            f'<h1>{html.text(name)}</h1><p class="notes">{html.text(facts)}</p>'
            f'<p class="ask">{html.text(bank.said(entry, "text", say))}</p>'
        )

    def _guide(self, question: Asked) -> str:
        """What an answer must cite; folded: sample answers, misconceptions, the rubric of lesson 05."""
        entry, say = question.entry, self.words
        parts = []
        if evidence := bank.said(entry, "evidence", say):
            parts.append(f"<p><strong>{html.text(say('collect.evidence'))}</strong> {html.text(evidence)}</p>")
        parts += [self._samples(entry), self._misconceptions(entry)]
        if sensitivity := bank.said(entry, "sensitivity", say):
            parts.append(_folded(say("collect.sensitivity"), f"<p>{html.text(sensitivity)}</p>"))
        if question.lesson == "05" and entry["kind"] not in COUNTED:
            parts.append(self.rubric())
        whole = "".join(parts)
        return f'<h2>{html.text(say("collect.guide"))}</h2><div class="mineros guide">{whole}</div>' if whole else ""

    def _samples(self, entry: dict[str, Any]) -> str:
        say, told = self.words, self.words.language
        whole = "".join(
            f"<h3>{html.text(say('collect.level.' + sample['level']))}</h3>"
            f"<blockquote>{html.text(sample[told])}</blockquote><p>{html.text(sample['why_' + told])}</p>"
            for sample in entry.get("sample", [])
        )
        return _folded(say("collect.samples"), whole) if whole else ""

    def _misconceptions(self, entry: dict[str, Any]) -> str:
        say, told = self.words, self.words.language
        ask = html.text(say("collect.followup"))
        whole = "".join(
            f"<h3>{html.text(one[told])}</h3><p>{ask} {html.text(one['followup_' + told])}</p>"
            for one in entry.get("misconception", [])
        )
        return _folded(say("collect.misconceptions"), whole) if whole else ""

    def rubric(self) -> str:
        """The seven criteria of lesson 05, folded."""
        import pandas as pd

        from mineros.rubric import rubric

        say, told = self.words, self.words.language
        rows = [
            [criterion["name"][told], criterion["no"][told], criterion["yes"][told]]
            for criterion in rubric(say)["criterion"]
        ]
        heads = [say(f"rubric.column.{column}") for column in ("name", "no", "yes")]
        return _folded(say("rubric.all"), html.table(pd.DataFrame(rows, columns=heads), say("rubric.title")))

    def _counted(self, question: Asked) -> str:
        """Each different answer, and how many students gave it; options that nobody chose are there too."""
        import pandas as pd

        say = self.words
        counts = Counter(said.text for said in question.said)
        held = Counter(said.text for said in question.said if said.given.right is True)
        if question.entry["kind"] == "choice":
            for option, _ in bank.options(question.entry, say):
                counts.setdefault(option, 0)
        most = sorted(counts, key=lambda text: -counts[text])
        table: dict[str, list[Any]] = {
            say("collect.column.answer"): most[:MOST],
            say("collect.column.students"): [counts[text] for text in most[:MOST]],
        }
        if question.is_checked:
            table[say("collect.column.right_now")] = [held[text] for text in most[:MOST]]
        left = f"<p>{html.text(say('collect.more_answers', n=len(most) - MOST))}</p>" if len(most) > MOST else ""
        title = say("collect.counted")
        whole = html.table(pd.DataFrame(table), title)
        return f'<h2>{html.text(title)}</h2><div class="mineros guide">{whole}{left}</div>'

    # --- the answers --------------------------------------------------------------------------------------------------

    def _answers(self, question: Asked) -> str:
        by_number = {said.student.number: said for said in question.said}
        cards = [
            self._card(by_number[student.number], question)
            for student in self.in_order(self.group.students)
            if student.number in by_number
        ]
        silent = [student for student in self.in_order(self.group.students) if student.number not in by_number]
        return self.side_by_side(self.words("collect.answers", n=len(cards)), cards, silent)

    def side_by_side(self, title: str, cards: list[str], silent: list[Student], kind: str = "") -> str:
        """Ready-made cards beside each other, below them in one line who has none, above them the switch of names."""
        say = self.words
        heading = f"<h2>{html.text(title)}</h2>"
        hide = html.text(say("collect.hide"))
        switch = f'<input type="checkbox" id="hide"><label class="switch" for="hide">{hide}</label>'
        switch = switch if self.with_names else ""
        left = "; ".join(self.who(student) for student in silent)
        without = f"<p>{html.text(say('collect.silent', n=len(silent)))} {left}</p>" if silent else ""
        return f'{heading}{switch}<div class="cards {kind}">{"".join(cards)}</div>{without}'

    def _card(self, said: Said, question: Asked) -> str:
        say, given = self.words, said.given
        notes = [say("take.saved", date=when)] if (when := takeaway.day(given.saved, say)) else []
        if said.first:
            notes.append(say("take.first", guess=said.first))
        if given.tries:
            notes.append(takeaway.checked(given.tries, given.right, say))
        if given.hints and question.is_checked:
            hints = question.hints
            met = [f"{hints.name(hints.known(hint))} ({times})" for hint, times in given.hints.items()]
            notes.append(say("collect.hints_met", hints="; ".join(met)))
        kind = " code" if question.entry["kind"] == "code" else ""
        return self.card(said.student, f'<div class="answer{kind}" dir="auto">{html.text(said.text)}</div>', notes)

    def card(self, student: Student, body: str, notes: list[str], points: str = "collect.points") -> str:
        """A student's card around ready-made HTML: notes below it, then room for points and a comment."""
        say = self.words
        told = f'<p class="notes">{html.text(" ".join(notes))}</p>' if notes else ""
        points, comment = html.text(say(points)), html.text(say("collect.comment"))
        return (
            f'<article class="card" style="--n:{student.number}"><h3>{self.who(student)}</h3>{body}{told}'
            f'<p class="mark"><span>{points}</span><i></i><span>{comment}</span><i></i>'
            '<i class="more"></i></p></article>'
        )


def _folded(summary: str, body: str) -> str:
    return f"<details><summary>{html.text(summary)}</summary>{body}</details>"
