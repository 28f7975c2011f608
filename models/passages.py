"""What somebody said in one turn that could stand in a note, with the question that it answers.

A passage is one speaker's words: reactions and hesitations cut, the question joined where the answer would mean nothing
without it ("No. Not a night."). Private stretches and talk to the machine never become passages, nor do questions about
them: that is decided here, before anything is weighed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from models import cues
from models.neutral import KIN, neutral
from models.people import People
from models.questions import AGREED, BROKEN_OFF, LEAD, OFFER, QUESTION, REQUEST, question_of, request_of, without_calling
from models.sifting import CONTACT_DETAILS, TURNS_ROUND, YES_NO, with_neighbours, worth_keeping
from models.speech import cleaned, content, exact, is_noise, sentences, tokens, without_first_hesitation
from recorder.domain import Turn

_YOU = re.compile(r"\b(?:you|your|yours|yourself)\b|\byou['’]", re.IGNORECASE)
_PRONOUN_FIRST = re.compile(
    r"^(?:and |but |'?cause |so |well,? |yeah,? |no,? )*(?:he|she|they|it|that|this|him|her|them)(?:'\w+)?\b", re.IGNORECASE
)
_SHORT_ASKED, _SHORT_TOLD, _SHORT_ANTECEDENT = 8, 12, 16  # words; a long question earns its place less
_PROMISES = re.compile(r"\b(?:I['’]ll|I will|we['’]ll|I['’]m going to)\b", re.IGNORECASE)
CONTRADICTS = re.compile(
    r"^(?:no,? (?:I|he|she|they|it|that)\b|I never\b|I (?:did|was|were|have|had)n['’]t\b|that['’]s not\b|"
    r"it (?:was|were)n['’]t\b|(?:he|she|they) (?:dun['’]t|doesn['’]t|didn['’]t|wasn['’]t|never)\b|not true\b)",
    re.IGNORECASE,
)
# "You can tell me anything": an open door, no matter of its own.
_DOOR = re.compile(r"\byou(?:'re| are)? (?:can|may|allowed to|free to) (?:say|tell|talk|stop|ask)\b", re.IGNORECASE)
_KEEPS = re.compile(
    r"\b(?:no|not|never|nothing|nobody|I|he|she|they|it|we|that|this|is|was|were|had)\b|n['’]t\b|['’](?:s|ll|m|re)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\b(?:him|her|them|his|their|it|that|one|those)\b", re.IGNORECASE)
_UNCLEAR = re.compile(r"\b(?:it|one|that|them|this|those)\b", re.IGNORECASE)
# A sentence with none of these is a fragment ("Fourth of February, with the nurse.") and needs its question.
_VERB = re.compile(
    r"\b(?:I|he|she|it|we|they|there|that|you|nobody|everyone|is|are|"
    r"was|were|has|have|had|do|does|did|will|would|can|could|said|says|"
    r"went|goes|came|comes|got|gets|made|makes)\b|['’](?:s|m|ve|ll|re|d)\b|n['’]t\b|(?!hundred)\w{3,}ed\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """One speaker's words on one matter."""

    turn: int  # Turn.i of the words
    speaker: str  # Person.key or "S1" …
    said: tuple[str, ...]  # sentences, in order; a child's are verbatim
    asked: str = ""  # the question that the words answer, without its first "And, er"
    asked_turn: int | None = None  # Turn.i of the question; None when the words stand alone
    asked_by: str = ""
    to: str = ""  # whom a worker's "you" means, where that is certain
    told: bool = False  # `asked` is no question but a statement that the words answer
    gaps: tuple[int, ...] = ()  # places in `said` before which sentences were left out

    @property
    def cites(self) -> tuple[int, ...]:
        """The turns it rests on, ascending."""
        return (self.turn,) if self.asked_turn is None else (self.asked_turn, self.turn)


@dataclass(frozen=True, slots=True)
class Usable:
    """Which turns may be used, and how."""

    private: frozenset[int]
    machine: frozenset[int]  # orders given to the recording device
    doubtful: frozenset[int]  # perhaps such orders

    @classmethod
    def of(cls, turns: Sequence[Turn], people: People) -> Usable:
        """Look through a whole transcript."""
        private = cues.private_turns(turns, people)
        machine = cues.machine_turns(turns) - private
        return cls(private, machine, cues.doubtful_machine_turns(turns) - private - machine)

    def evidence(self, i: int) -> bool:
        """Whether the turn may stand behind a statement."""
        return i not in self.private and i not in self.machine and i not in self.doubtful


def passages(turns: Sequence[Turn], people: People, usable: Usable) -> list[Passage]:
    """Every usable passage of a transcript, in order."""
    found = []
    for place, turn in enumerate(turns):
        if not usable.evidence(turn.i):
            continue
        question = turns[place - 1] if place and usable.evidence(turns[place - 1].i) else None
        passage = _passage(turn, question, people)
        if passage:
            if question is not None:
                passage = _with_antecedent(passage, question, people)
            to = _meant_by_you(passage, place, turns, people, usable)
            found.append(replace(passage, to=to) if to else passage)
    return found


def _passage(turn: Turn, before: Turn | None, people: People) -> Passage | None:
    verbatim = people.verbatim(turn.speaker)
    pieces = sentences(turn.text if verbatim else cleaned(turn.text))
    worker = people.is_worker(turn.speaker)
    names = people.all_names
    keep = [not is_noise(s) if verbatim else worth_keeping(s, worker=worker, names=names) for s in pieces]
    if verbatim and pieces and before is not None and OFFER.search(question_of(before.text)):
        keep[0] = keep[0] or bool(YES_NO.match(pieces[0]))  # the yes to an offer is no filler
    if worker:
        keep = with_neighbours(pieces, keep)
    if before is not None and not verbatim:
        keep = [k and not _only_repeats(s, before.text, people) for k, s in zip(keep, pieces, strict=True)]
    gaps: tuple[int, ...] = ()
    if verbatim:  # the child's own words stay whole from the first kept sentence to the last
        first, last = (keep.index(True), len(keep) - keep[::-1].index(True)) if any(keep) else (0, 0)
        said = tuple(pieces[first:last])
        said = (without_first_hesitation(said[0]), *said[1:]) if said else ()
        if people.role(turn.speaker) is None and all(QUESTION.search(s) for s in said):
            said = ()  # an unnamed voice that only asks is most likely the worker's
    else:
        places = [i for i, k in enumerate(keep) if k]
        said = tuple(pieces[i] for i in places)
        gaps = tuple(n for n, i in enumerate(places) if n and i != places[n - 1] + 1)
    asked, told = ("", "") if before is None else _put_to(turn, before, people)
    answers = (
        bool(asked or told)
        and not worker
        and bool(pieces)
        and (not QUESTION.search(pieces[-1]) or bool(AGREED.match(pieces[0]) and REQUEST.search(asked)))
    )
    accepts = bool(asked) and bool(pieces) and bool(REQUEST.search(asked)) and bool(AGREED.match(pieces[0]))
    if answers and ((asked and not said) or accepts or _needs_question(said, asked or told, people, told=not asked)):
        said = said or tuple(s for s in pieces if (not is_noise(s) or YES_NO.match(s)) and not CONTACT_DETAILS.search(s))[:2]
        repeats = (
            bool(told) and set(content(" ".join(said))) <= set(content(told)) and not YES_NO.match(said[0] if said else "")
        )
        if said and before is not None and not repeats:
            return Passage(turn.i, turn.speaker, said, asked or told, before.i, before.speaker, told=not asked, gaps=gaps)
    return (
        Passage(turn.i, turn.speaker, said, gaps=gaps) if said and len(content(neutral(" ".join(said), people))) >= 2 else None
    )


def _only_repeats(sentence: str, before: str, people: People) -> bool:
    """Whether the sentence is a day, a time or a few words of the other's, said back ("Wednesday. What time?")."""
    meant = content(neutral(sentence, people))
    said_back = exact(sentence) and set(meant) <= set(content(neutral(before, people)))
    asks_back = bool(QUESTION.search(sentence)) and len(meant) <= 1
    return (said_back or asks_back) and not YES_NO.match(sentence) and not _KEEPS.search(sentence)


def _with_antecedent(passage: Passage, before: Turn, people: People) -> Passage:
    """A promise that points back ("I'll ask her"), or a denial ("I never!"), with the other's words that it answers."""
    first = passage.said[0]
    if people.is_worker(passage.speaker):
        points = _PROMISES.search(first) and _POINTS.search(first) and not people.named_in(first) and not KIN.search(first)
    else:
        points = CONTRADICTS.search(first) and "?" not in before.text
    if passage.asked or people.is_worker(before.speaker) or before.speaker == passage.speaker or not points:
        return passage
    pieces = sentences(before.text if people.verbatim(before.speaker) else cleaned(before.text))
    if people.is_worker(passage.speaker):
        # What was denied in the same breath must not be quoted as if it had been said for true.
        turned = [n for n, s in enumerate(pieces) if TURNS_ROUND.search(s)]
        pieces = pieces[turned[-1] if turned else 0 :]
        names = people.all_names
        meant = [s for s in pieces if worth_keeping(s, worker=True, names=names) and len(tokens(s)) <= _SHORT_ANTECEDENT]
    else:
        denied = set(content(" ".join(passage.said)))
        short = [s for s in pieces if len(content(s)) >= 2 and len(tokens(s)) <= _SHORT_ANTECEDENT and s[:6] != "Which "]
        meant = [s for s in short if denied & set(content(s))] or short[-1:]
    if not meant:
        return passage
    fullest = max(meant, key=lambda s: len(content(neutral(s, people))) + 2 * bool(people.named_in(s)))
    return replace(passage, asked=fullest, asked_turn=before.i, asked_by=before.speaker, told=True)


def _meant_by_you(passage: Passage, place: int, turns: Sequence[Turn], people: People, usable: Usable) -> str:
    """Whom the worker calls "you": the one called by name, or the one who spoke both before and after."""
    if not people.is_worker(passage.speaker) or not _YOU.search(" ".join(passage.said)):
        return ""
    called = people.addressed_in(turns[place].text)
    if called:
        return called[0] if len(called) == 1 else ""
    beside = {turns[n].speaker for n in (place - 1, place + 1) if 0 <= n < len(turns) and usable.evidence(turns[n].i)}
    return beside.pop() if len(beside) == 1 and 0 < place < len(turns) - 1 else ""


def _put_to(turn: Turn, before: Turn, people: People) -> tuple[str, str]:
    """The question, or else the statement, that the turn before put to this one's speaker; each empty where there is none."""
    if before.speaker == turn.speaker:
        return "", ""
    asked = without_calling(question_of(before.text), people.names_of(turn.speaker)) or (
        request_of(before.text) if AGREED.match(turn.text) else ""
    )
    if people.is_worker(before.speaker):
        return asked, "" if asked else _told(before.text, people)
    return (asked if len(content(asked)) >= 2 else ""), ""


def _told(text: str, people: People) -> str:
    """What the worker last put to somebody without asking; empty for reactions and what was broken off."""
    pieces = sentences(cleaned(text))[-2:]
    names = people.all_names
    while pieces and not worth_keeping(pieces[0], worker=True, names=names):
        pieces = pieces[1:]
    said = LEAD.sub("", " ".join(pieces))
    long_enough = len(content(said)) >= 3 and len(tokens(said)) <= 35
    usable = pieces and long_enough and not BROKEN_OFF.search(said) and not _DOOR.search(said)
    return said[:1].upper() + said[1:] if usable else ""


def _needs_question(said: Sequence[str], asked: str, people: People, *, told: bool) -> bool:
    """Whether the words would mean little, or something else, without what was put to their speaker."""
    if not said:
        return True
    brings_up = bool(people.named_in(asked)) or bool(KIN.search(asked))
    names_first = bool(people.named_in(said[0]))
    said, asked = [neutral(s, people) for s in said], neutral(asked, people)
    text = " ".join(said)
    fragment = not _VERB.search(re.split(r"[,;:]", said[0])[0]) or len(tokens(said[0])) < 4
    short = len(tokens(asked)) <= (_SHORT_TOLD if told else _SHORT_ASKED)
    if YES_NO.match(text) or len(content(text)) < (3 if told else 4):
        return True
    if len(content(asked)) == 0:
        return False
    if told and _PROMISES.search(text) and _UNCLEAR.search(text):
        return True
    if _PRONOUN_FIRST.match(text) and not names_first:
        return (brings_up and not told) or short
    return not told and fragment and (brings_up or len(content(asked)) >= 1)
