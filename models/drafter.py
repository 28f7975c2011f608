"""The first draft of a note: every sentence cites the words it rests on, or does not stand.

The way of a sentence: passages (what may be used at all) → selector (what matters, and where) → reporting, or a writer if
one is installed → grounding. What grounding refuses falls back to the words themselves, and if even those are refused it
is dropped. Private stretches are never touched; orders to the recording device are reported as that and nothing else;
sections for people stay blank; words of harm that no sentence uses are listed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from models import reporting
from models.embeddings import Embedder
from models.grounding import Evidence, check, stem
from models.opening import opening_statements
from models.passages import Usable, passages
from models.people import People
from models.reporting import Worded
from models.selector import Selector, Weighed, harm_turns
from models.speech import content, tokens
from recorder.domain import DraftNote, Origin, Person, Statement, StatementKind, Template, Transcript, Turn
from recorder.ports import Pseudonyms, Writer

SHARE_OF_SPEECH = 0.455  # words of a draft for each word spoken; over-recording is a harm of its own
_LEAST_WORDS = 400  # a short talk may be kept almost whole
_LEAST_WEIGHT = 0.08  # below this chance a passage is not worth reading, however much room is left
_KEPT_BY_WRITER = 0.6  # share of the words of meaning that a reworded sentence must keep
_COST = 0.5  # how much length counts against weight when room is short


@dataclass(frozen=True, slots=True)
class _Setting:
    turns: tuple[Turn, ...]
    people: People
    template: Template
    visit_date: date
    usable: Usable
    pseudonyms: Pseudonyms | None


class CitingDrafter:
    """Implements `recorder.ports.Drafter`; the same words always give the same note."""

    def __init__(self, embedder: Embedder, *, writer: Writer | None = None, fingerprint: str) -> None:
        self._selector = Selector(embedder)
        self._writer = writer
        self._fingerprint = fingerprint

    @property
    def model(self) -> str:
        """Names and hashes of the models used, separated by commas."""
        return ", ".join([self._fingerprint, *([self._writer.model] if self._writer else [])])

    def draft(
        self,
        transcript: Transcript,
        *,
        roster: Sequence[Person],
        template: Template,
        visit_date: date,
        pseudonyms: Pseudonyms | None = None,
    ) -> DraftNote:
        """Statements in the order of the template's sections, then of time; see `recorder.ports.Drafter.draft`."""
        people = People(roster)
        turns = transcript.turns
        setting = _Setting(turns, people, template, visit_date, Usable.of(turns, people), pseudonyms)
        found = passages(turns, people, setting.usable)
        weighed = self._selector.weigh(found, turns, people=people, template=template) if found else []
        opened = sum(len(tokens(s.text)) for s in opening_statements(turns, people, template, setting.usable, []))
        chosen = self._choose(weighed, setting, taken=opened)
        chosen = [s for s in chosen if not any(o is not s and len(o.text) > len(s.text) and _within(s, o) for o in chosen)]
        opening = [s for s in opening_statements(turns, people, template, setting.usable, chosen) if _holds(s, setting)]
        chosen = [s for s in chosen if not any(_within(s, other) for other in opening)]
        chosen = [self._reworded(s, setting) for s in chosen]
        order = {s.key: n for n, s in enumerate(template.sections)}
        kept = sorted(chosen, key=lambda s: (order[s.section], s.cites[-1]))
        statements = sorted((*opening, *kept), key=lambda s: order[s.section])
        return DraftNote(
            id=transcript.id,
            template=template.name,
            statements=tuple(statements),
            blank_sections=tuple(s.key for s in template.human_sections),
            unused_disclosures=_unused(statements, setting),
        )

    def _choose(self, weighed: Sequence[Weighed], setting: _Setting, *, taken: int) -> list[Statement]:
        spoken = sum(len(tokens(t.text)) for t in setting.turns if t.i not in setting.usable.private)
        room = max(_LEAST_WORDS, int(SHARE_OF_SPEECH * spoken)) - taken
        stated = [(w, s) for w in weighed if w.weight >= _LEAST_WEIGHT and (s := self._state(w, setting)) is not None]
        stated.sort(key=lambda ws: (-_worth(ws[0], ws[1]), ws[1].cites))
        chosen: list[Statement] = []
        for _, statement in stated:
            words = len(tokens(statement.text))
            if words <= room and not any(_repeats(statement, other) for other in chosen):
                chosen.append(statement)
                room -= words
        return chosen

    def _state(self, weighed: Weighed, setting: _Setting) -> Statement | None:
        """The statement for a passage: the first wording that the evidence holds."""
        passage, people = weighed.passage, setting.people
        verbatim = reporting.quote(passage, people)
        if weighed.step:
            wordings: list[Worded | None] = [
                reporting.step(passage, people, visit_date=setting.visit_date),
                replace(verbatim, kind=StatementKind.ACTION),
            ]
        else:
            wordings = [reporting.report(passage, people), verbatim]
        if passage.asked:
            direct = reporting.quote(passage, people, direct=True)
            wordings.append(replace(direct, kind=StatementKind.ACTION) if weighed.step else direct)
        if passage.to:
            plain = reporting.quote(replace(passage, to=""), people)
            wordings.append(replace(plain, kind=StatementKind.ACTION) if weighed.step else plain)
        for worded in wordings:
            if worded is None:
                continue
            statement = Statement(weighed.section, worded.text, passage.cites, worded.kind, confirm=weighed.harm)
            if _holds(statement, setting):
                return statement
        return None

    def _reworded(self, statement: Statement, setting: _Setting) -> Statement:
        """The writer's sentence where it is shorter and the evidence holds it, else the statement as it is."""
        if self._writer is None or statement.kind is not StatementKind.STATEMENT:
            return statement
        hide = setting.pseudonyms.replace if setting.pseudonyms else str
        show = setting.pseudonyms.restore if setting.pseudonyms else str
        evidence = "\n".join(f"{setting.people.name(t.speaker)}: {t.text}" for i in statement.cites for t in [setting.turns[i]])
        written = show(self._writer.write(hide(evidence), hide(statement.text))).strip()
        other = replace(statement, text=written, origin=Origin.WRITER)
        who = setting.people.name(setting.turns[statement.cites[-1]].speaker)
        return other if _says_as_much(written, statement.text, who=who) and _holds(other, setting) else statement


def _holds(statement: Statement, setting: _Setting) -> bool:
    barred = setting.usable.private | setting.usable.machine | setting.usable.doubtful
    evidence = Evidence.of(statement.cites, setting.turns, people=setting.people, visit_date=setting.visit_date, barred=barred)
    return not check(statement.text, evidence)


def _worth(weighed: Weighed, statement: Statement) -> float:
    return weighed.weight / math.pow(len(tokens(statement.text)) + 8, _COST)


def _repeats(one: Statement, other: Statement) -> bool:
    """Whether two statements say the same in nearly the same words."""
    a, b = set(content(_body(one.text))), set(content(_body(other.text)))
    return bool(a and b) and len(a & b) / len(a | b) > 0.8


def _says_as_much(written: str, reported: str, *, who: str) -> bool:
    """Whether the writer's sentence is shorter, still says who said it, and keeps most of what the reported one holds."""
    if not len(tokens(written)) < len(tokens(reported)) or not re.match(
        rf"{re.escape(who)} (?:said|told|agreed|asked)\b", written
    ):
        return False
    before = {stem(w) for w in content(_body(reported))}
    after = {stem(w) for w in content(_body(written))}
    return len(before & after) >= _KEPT_BY_WRITER * len(before)


def _within(one: Statement, other: Statement) -> bool:
    """Whether nearly all that one says is said by the other, from the same turn."""
    a, b = set(content(_body(one.text))), set(content(_body(other.text)))
    return one.cites[-1] in other.cites and len(a & b) >= 0.6 * len(a)


def _body(text: str) -> str:
    return re.sub(r"\[[^\]]*\]", " ", text)


def _unused(statements: Sequence[Statement], setting: _Setting) -> tuple[int, ...]:
    used = {i for s in statements for i in s.cites}
    harm = harm_turns(setting.turns, setting.people)
    return tuple(sorted(i for i in harm if i not in used and i not in setting.usable.private))
