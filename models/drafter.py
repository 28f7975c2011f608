"""The first draft of a note: every sentence cites the words it rests on, or does not stand.

The way of a sentence: passages (what may be used at all) → selector (what matters, and where) → reporting, or a writer if
one is installed → grounding. What grounding refuses falls back to the words themselves, and if even those are refused it
is dropped. Private stretches are never touched; orders to the recording device are reported as that and nothing else;
sections for people stay blank; words of harm that no sentence uses are listed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from models.evidence.grounding import Evidence, Heard, check, stem
from models.language.embeddings import Embedder
from models.talk.contradictions import contradictions
from models.talk.grammar import Grammar, read_all
from models.talk.passage import Usable
from models.talk.passages import passages
from models.talk.people import People
from models.talk.pronouns import Pronouns
from models.talk.speech import content, sentences, tokens
from models.weighing.choosing import Option, choose, length_of
from models.weighing.confirming import must_confirm, of_harm, of_self_harm, own_words
from models.weighing.disclosing import TELLS_FROM
from models.weighing.salience import FITTED, Weights
from models.weighing.selector import Selector, Weighed, harm_turns
from models.wording import reporting
from models.wording.flow import sentences_of
from models.wording.opening import opening_statements
from models.wording.reporting import Worded
from models.wording.retold import Retelling
from recorder.domain import DraftNote, Origin, Person, Statement, StatementKind, Template, Transcript, Turn
from recorder.ports import Pseudonyms, Writer

_LEAST_WORDS = 400  # a short talk may be kept almost whole
_KEPT_BY_WRITER = 0.6  # share of the words of meaning that a reworded sentence must keep
_LEAD = re.compile(r"^.*?\bsaid\b(?=[^“]*“[^“]*$)")  # what introduces the last quotation


@dataclass(frozen=True)
class _Setting:
    turns: tuple[Turn, ...]
    people: People
    template: Template
    visit_date: date
    usable: Usable
    pseudonyms: Pseudonyms | None

    @cached_property
    def barred(self) -> frozenset[int]:
        """Turns that lend no evidence."""
        return self.usable.private | self.usable.machine | self.usable.doubtful

    @cached_property
    def pronouns(self) -> Pronouns:
        """What the talk calls its people."""
        return Pronouns(self.turns, self.people, barred=self.barred)

    @cached_property
    def heard(self) -> Heard:
        """When each word was first said, read once for the whole talk."""
        return Heard.of(self.turns, barred=self.barred)


class CitingDrafter:
    """Implements `recorder.ports.Drafter`; the same words always give the same note."""

    def __init__(
        self,
        embedder: Embedder,
        *,
        grammar: Grammar | None = None,
        writer: Writer | None = None,
        fingerprint: str,
        weights: Weights = FITTED,
    ) -> None:
        """Without a `grammar` adults are quoted, not told; `fingerprint` names every model but the writer's."""
        self._selector = Selector(embedder, weights=weights)
        self._grammar = grammar
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
        weighed, stated = self._stated(setting)
        heard = [s for _, s in stated]  # nobody is heard in the note who is not in one of these
        opening = [s for s in opening_statements(turns, people, template, setting.usable, heard) if _holds(s, setting)]
        stated = [(w, s) for w, s in stated if not any(_said_already(s, other) for other in opening)]
        chosen = self._choose(stated, setting, taken=sum(length_of(s.text, people) for s in opening))
        opening = [s for s in opening_statements(turns, people, template, setting.usable, chosen) if _holds(s, setting)]
        reworded = [self._reworded(s, setting) for s in chosen]
        chosen = [s for s, _ in reworded]
        order = {s.key: n for n, s in enumerate(template.sections)}
        kept = sorted(chosen, key=lambda s: (order[s.section], s.cites[-1]))
        statements = sorted((*opening, *kept), key=lambda s: order[s.section])
        return DraftNote(
            id=transcript.id,
            template=template.name,
            statements=tuple(statements),
            blank_sections=tuple(s.key for s in template.human_sections),
            unused_disclosures=_unused(statements, weighed, setting),
            refused=sum(refused for _, refused in reworded),
            contradictions=contradictions(turns, people, setting.usable),
        )

    def candidates(
        self, transcript: Transcript, *, roster: Sequence[Person], template: Template, visit_date: date
    ) -> list[tuple[Weighed, Statement]]:
        """Every statement that could stand, with its weight, before any is chosen: what the weights are fitted on."""
        people, turns = People(roster), transcript.turns
        return self._stated(_Setting(turns, people, template, visit_date, Usable.of(turns, people), None))[1]

    def _stated(self, setting: _Setting) -> tuple[list[Weighed], list[tuple[Weighed, Statement]]]:
        found = passages(setting.turns, setting.people, setting.usable)
        weighed = self._selector.weigh(found, setting.turns, people=setting.people, template=setting.template) if found else []
        retelling = self._retelling(weighed, setting)
        return weighed, [(w, s) for w in weighed if (s := self._state(w, setting, retelling)) is not None]

    def _retelling(self, weighed: Sequence[Weighed], setting: _Setting) -> Retelling:
        """What telling needs; all that adults say is read at once, which is much faster than one by one."""
        said = [s for w in weighed if w.passage.asked for s in (w.passage.asked, *sentences(w.passage.asked))]
        said += [s for w in weighed if not setting.people.verbatim(w.passage.speaker) for s in sentences_of(w.passage)]
        read = read_all(said, setting.people, self._grammar) if self._grammar is not None else {}
        names = Retelling.proper_of(setting.turns), Retelling.openers_of(setting.turns)
        return Retelling(setting.people, setting.pronouns, read, *names)

    def _choose(self, stated: Sequence[tuple[Weighed, Statement]], setting: _Setting, *, taken: int) -> list[Statement]:
        people = setting.people
        spoken = sum(length_of(t.text, people) for t in setting.turns if t.i not in setting.usable.private)
        room = max(_LEAST_WORDS, int(setting.template.share_of_speech * spoken)) - taken
        grave = {
            s.cites for w, s in stated if not people.is_worker(w.passage.speaker) and of_self_harm(w.passage, setting.turns)
        }
        return choose([Option.of(w, s, people) for w, s in stated], room, grave=frozenset(grave))

    def _state(self, weighed: Weighed, setting: _Setting, retelling: Retelling) -> Statement | None:
        """The statement for a passage: the first wording that the evidence holds."""
        passage, people = weighed.passage, setting.people
        verbatim, day = reporting.quote(passage, people, retelling=retelling), setting.visit_date
        if weighed.step:
            wordings: list[Worded | None] = [
                reporting.step(passage, people, retelling, visit_date=day),
                replace(reporting.quote(passage, people, dates_from=day, retelling=retelling), kind=StatementKind.ACTION),
                replace(reporting.quote(passage, people), kind=StatementKind.ACTION),
            ]
        else:
            # What may be an allegation stands in its speaker's own words.
            reported = None if own_words(passage) else reporting.report(passage, people, retelling)
            wordings = [reported, verbatim, reporting.quote(passage, people)]
        if passage.asked:
            direct = reporting.quote(passage, people, direct=True)
            wordings.append(replace(direct, kind=StatementKind.ACTION) if weighed.step else direct)
        if passage.to:
            plain = reporting.quote(replace(passage, to=""), people)
            wordings.append(replace(plain, kind=StatementKind.ACTION) if weighed.step else plain)
        for worded in wordings:
            if worded is None:
                continue
            confirm = must_confirm(passage, setting.turns, people, step=weighed.step) or _may_disclose(weighed, people)
            statement = Statement(weighed.section, worded.text, passage.cites, worded.kind, confirm=confirm)
            if _holds(statement, setting):
                return statement
        return None

    def _reworded(self, statement: Statement, setting: _Setting) -> tuple[Statement, bool]:
        """The writer's sentence where it is shorter and held, else the statement; and whether its evidence refused it."""
        if self._writer is None or statement.kind is not StatementKind.STATEMENT:
            return statement, False
        hide = setting.pseudonyms.replace if setting.pseudonyms else str
        show = setting.pseudonyms.restore if setting.pseudonyms else str
        evidence = "\n".join(f"{setting.people.name(t.speaker)}: {t.text}" for i in statement.cites for t in [setting.turns[i]])
        written = show(self._writer.write(hide(evidence), hide(statement.text))).strip()
        other = replace(statement, text=written, origin=Origin.WRITER)
        who = setting.people.name(setting.turns[statement.cites[-1]].speaker)
        if not _holds(other, setting):
            return statement, True
        return (other if _says_as_much(written, statement.text, who=who) else statement), False


def _holds(statement: Statement, setting: _Setting) -> bool:
    evidence = Evidence.of(
        statement.cites,
        setting.turns,
        people=setting.people,
        visit_date=setting.visit_date,
        barred=setting.barred,
        heard=setting.heard,
    )
    return not check(statement.text, evidence)


def _says_as_much(written: str, reported: str, *, who: str) -> bool:
    """Whether the writer's sentence is shorter, still says who said it, and keeps most of what the reported one holds."""
    if not len(tokens(written)) < len(tokens(reported)) or not re.match(
        rf"{re.escape(who)} (?:said|told|agreed|asked)\b", written
    ):
        return False
    before = {stem(w) for w in content(_body(reported))}
    after = {stem(w) for w in content(_body(written))}
    return len(before & after) >= _KEPT_BY_WRITER * len(before)


def _said_already(statement: Statement, opening: Statement) -> bool:
    """Whether the opening lines already have the answer that a statement quotes, or all of it that is not about biscuits."""
    if statement.cites == opening.cites and not of_harm(statement.text):
        return True
    answer = set(content(_LEAD.sub("", statement.text)))
    return statement.cites[-1] == opening.cites[-1] and answer <= set(content(_LEAD.sub("", opening.text)))


def _body(text: str) -> str:
    return re.sub(r"\[[^\]]*\]", " ", text)


def _may_disclose(weighed: Weighed, people: People) -> bool:
    """Whether a person must look at it though no list of words marks it; what a worker undertakes to do asks for nothing."""
    return weighed.disclosure >= TELLS_FROM and not (weighed.step and people.is_worker(weighed.passage.speaker))


def _unused(statements: Sequence[Statement], weighed: Sequence[Weighed], setting: _Setting) -> tuple[int, ...]:
    """Turns that may disclose harm and that nobody is asked to confirm; a worker's question is none, its answer may be."""
    confirmed = {i for s in statements if s.confirm for i in s.cites}
    used = {i for s in statements for i in s.cites if not of_harm(setting.turns[i].text)} | confirmed
    harm = harm_turns(setting.turns, setting.people, near=False)
    harm |= {w.passage.turn for w in weighed if _may_disclose(w, setting.people)}
    asked = {t.i for t in setting.turns if setting.people.is_worker(t.speaker) and t.text.rstrip().endswith("?")}
    return tuple(sorted(harm - used - asked - setting.usable.private))
