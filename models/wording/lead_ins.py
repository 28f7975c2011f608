"""What stands before somebody's words in a note: the question they answer, or what another said that they point back to.

An answer is only as true as its question, so nothing is joined that was broken off, that belongs to a private stretch, or that
was taken back in the same breath; whom "you" means is said only where one person was spoken to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from models.talk.neutral import KIN, neutral
from models.talk.people import People
from models.talk.questions import AGREED, BROKEN_OFF, LEAD, question_of, request_of, without_calling
from models.talk.sifting import ANNOUNCES, CONTACT_DETAILS, PROMISES, TURNS_ROUND, promise_alone, worth_keeping
from models.talk.speech import cleaned, content, sentences, tokens
from recorder.domain import Turn

if TYPE_CHECKING:
    from models.talk.passage import Passage, Usable

_YOU = re.compile(r"\b(?:you|your|yours|yourself)\b|\byou['’]", re.IGNORECASE)
_SEVERAL = re.compile(r"\byou (?:both|two|three|all|guys|lot)\b|\b(?:both|all|two) of you\b", re.IGNORECASE)
_MORE = re.compile(r"[.?!] (?:(?:okay|right|so|and|now),? )*[A-Z][^\W\d_]+, ")
_HE_OR_SHE = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
_WANTS = re.compile(
    r"\b(?:can|could) (?:I|we|you|they|he|she)\b|\bI(?: (?:want|need|wish|would like)|['’]d like)\b", re.IGNORECASE
)
_CONTRADICTS = re.compile(
    r"^(?:no,? (?:I|he|she|they|it|that)\b|I never\b|I (?:did|was|were|have|had)n['’]t\b|that['’]s not\b|"
    r"it (?:was|were)n['’]t\b|(?:he|she|they) (?:dun['’]t|doesn['’]t|didn['’]t|wasn['’]t|never)\b|not true\b)",
    re.IGNORECASE,
)
# "You can tell me anything": an open door, no matter of its own.
_DOOR = re.compile(r"\byou(?:'re| are)? (?:can|may|allowed to|free to) (?:say|tell|talk|stop|ask)\b", re.IGNORECASE)
_TOPIC_NEXT = re.compile(r"^(?:shall we|let['’]s|can we) (?:just )?do [a-z]+\b", re.IGNORECASE)
_POINTS = re.compile(r"\b(?:him|her|them|his|their|it|that|one|those)\b", re.IGNORECASE)
_SHORT = 16  # words of another's that may be repeated
_LONGEST = 35  # words that somebody may be told before an answer
_LATELY = 5  # turns in which somebody else may have been spoken to


def with_antecedent(passage: Passage, before: Turn, people: People) -> Passage:
    """A promise that points back ("I'll ask her"), or a denial ("I never!"), with the other's words that it answers."""
    first = passage.said[0]
    if people.is_worker(passage.speaker):
        first = promise_alone(first)
        points = PROMISES.search(first) and _POINTS.search(first) and not people.named_in(first) and not KIN.search(first)
    else:
        points = (_CONTRADICTS.search(first) and "?" not in before.text) or third_unnamed(first, people)
    if passage.asked or people.is_worker(before.speaker) or before.speaker == passage.speaker or not points:
        return passage
    pieces = sentences(before.text if people.verbatim(before.speaker) else cleaned(before.text))
    if people.is_worker(passage.speaker):
        # What was denied in the same breath must not be quoted as if it had been said for true.
        turned = [n for n, s in enumerate(pieces) if TURNS_ROUND.search(s)]
        pieces = pieces[turned[-1] if turned else 0 :]
        names = people.all_names
        meant = [s for s in pieces if worth_keeping(s, worker=True, names=names) and len(tokens(s)) <= _SHORT]
        asks = next((n for n in range(len(pieces) - 1, -1, -1) if _WANTS.search(pieces[n])), len(pieces))
        together = " ".join(pieces[asks : asks + 2])
        if not meant and len(content(together)) >= 2 and not CONTACT_DETAILS.search(together):
            meant = [together]  # "Can I have my photo? Nan's got it."
    else:
        denied = set(content(" ".join(passage.said)))
        short = [s for s in pieces if len(content(s)) >= 2 and len(tokens(s)) <= _SHORT and s[:6] != "Which "]
        meant = [s for s in short if denied & set(content(s))] or short[-1:]
        if third_unnamed(first, people):
            named = [s for s in short if people.named_in(s) - {passage.speaker, before.speaker} or KIN.search(s)]
            meant = named[-1:] if named or not _CONTRADICTS.search(first) else meant
    if not meant:
        return passage
    fullest = max(meant, key=lambda s: len(content(neutral(s, people))) + 2 * bool(people.named_in(s)))
    return replace(passage, asked=fullest, asked_turn=before.i, asked_by=before.speaker, told=True)


def third_unnamed(sentence: str, people: People) -> bool:
    """Whether a sentence begins with a "he" or "she" whom it does not name."""
    third = _HE_OR_SHE.search(sentence)
    return third is not None and not people.named_in(sentence[: third.start()]) and not KIN.search(sentence)


def meant_by_you(passage: Passage, place: int, turns: Sequence[Turn], people: People, usable: Usable) -> str:
    """Whom the worker calls "you": the one called by name, or the one who spoke both before and after."""
    said = " ".join(passage.said)
    if not people.is_worker(passage.speaker) or not _YOU.search(said) or _SEVERAL.search(said):
        return ""
    text = turns[place].text
    called, you = people.addressed_in(text), _YOU.search(text)
    if called:
        # "I'll ask your school. Okay, Jo, so …" speaks to two people, one after the other.
        late = you is not None and not people.addressed_in(text[: you.start()]) and bool(_MORE.search(text[you.end() :]))
        return called[0] if len(called) == 1 and not late else ""
    beside = {turns[n].speaker for n in (place - 1, place + 1) if 0 <= n < len(turns) and usable.evidence(turns[n].i)}
    return beside.pop() if len(beside) == 1 and 0 < place < len(turns) - 1 else ""


def asks_answerer(place: int, turns: Sequence[Turn], people: People) -> bool:
    """Whether the turn before speaks to this one's speaker: it calls them by name, or nobody else spoke lately."""
    speaker, before = turns[place].speaker, turns[place - 1]
    called = people.addressed_in(before.text)
    if called:
        return called[-1] == speaker
    lately = {t.speaker for t in turns[max(0, place - _LATELY) : place]} - {speaker, before.speaker}
    return not lately or turns[place - 2].speaker == speaker


def put_to(turn: Turn, before: Turn, people: People) -> tuple[str, str]:
    """The question, or else the statement, that the turn before put to this one's speaker; each empty where there is none."""
    if before.speaker == turn.speaker:
        return "", ""
    asked = without_calling(question_of(before.text), people.names_of(turn.speaker)) or (
        request_of(before.text) if AGREED.match(turn.text) else ""
    )
    if ANNOUNCES.match(asked) or _TOPIC_NEXT.match(asked):
        return "", ""  # "Shall we talk about what happens next?", "Shall we do school?"
    if people.is_worker(before.speaker):
        return asked, "" if asked else _told(before.text, people)
    return (asked if len(content(asked)) >= 2 else ""), ""


def _told(text: str, people: People) -> str:
    """What the worker last put to somebody without asking; empty for reactions and what was broken off."""
    pieces = sentences(cleaned(text))[-2:]
    if len(tokens(" ".join(pieces))) > _LONGEST:
        pieces = pieces[-1:]
    names = people.all_names
    while pieces and not worth_keeping(pieces[0], worker=True, names=names):
        pieces = pieces[1:]
    said = LEAD.sub("", " ".join(pieces))
    long_enough = len(content(said)) >= 3 and len(tokens(said)) <= _LONGEST
    promise = PROMISES.search(said)  # a step, which stands on its own
    usable = pieces and long_enough and not BROKEN_OFF.search(said) and not _DOOR.search(said) and not promise
    return said[:1].upper() + said[1:] if usable else ""
