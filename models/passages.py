"""What somebody said in one turn that could stand in a note, with the question that it answers.

A passage is one speaker's words: reactions and hesitations cut, the question joined where the answer would mean nothing
without it ("No. Not a night."). Private stretches and talk to the machine never become passages, nor do questions about
them: that is decided here, before anything is weighed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models import cues
from models.dates import MONTHS, NUMBER_WORDS, WEEKDAYS
from models.people import People
from models.speech import cleaned, is_noise, sentences, tokens, without_first_hesitation
from recorder.domain import Turn

_STOP = frozenset(
    """a about all also am an and any are as at be been but by can could did do does for from get go got had has have he her
    him his how i if in into is it its just like me more my no not of on one or our out over quite really right she so
    some such than that the their them then there these they thing think this those to too up us very was we well were
    what when where which who why will with would yeah yes you your okay oh know mean sort kind bit i'm i've i'll i'd it's
    that's he's she's there's don't didn't isn't wasn't you're they're what's let's""".split()
)
_REACTION = re.compile(
    r"^(?:and |so |well,? |oh,? |ah,? |no,? )*(?:that's|that is|that must|that makes|that sounds|thank|thanks|ta\b|cheers|good\b|great|lovely|"
    r"brilliant|perfect|fantastic|smashing|wicked|safe\b|nice|bless|god bless|fair|exactly|i see\b|i can (?:hear|see)|i get|i hear|i know\b|"
    r"of course|course|okay|right\b|sure|well done|sorry|i'm sorry|no problem|no worries|you're (?:right|grand|all|very|not in|fine)|"
    r"very\b|ooh|wow|aw|all right|got it|it's all right|don't worry|hang on|wait|look\b|come (?:in|here)|go on|ha\b|hi|hiya|hello|bye|see you)\b",
    re.IGNORECASE,
)
_YES_NO = re.compile(r"^\W*(?:yes|yeah|yep|aye|no|nope|nah|never|not|none|nothing|of course|course|sometimes|maybe|a bit|bit|i (?:do|did|am|have|was|will|would|don't|didn't|haven't|wasn't|won't))\b", re.IGNORECASE)
_PRONOUN_FIRST = re.compile(r"^(?:and |but |'?cause |so |well,? |yeah,? |no,? )*(?:he|she|they|it|that|this|him|her|them)(?:'\w+)?\b", re.IGNORECASE)
_LEAD = re.compile(r"^(?:(?:and|so|okay|right|but|well|then|now|um|er|erm|alright|all right|yeah|no)\b[,.]?\s+)+", re.IGNORECASE)
_BROKEN_OFF = re.compile(r"[—–-]\s*$")
_SIGN = re.compile(r"\?\W*$")
_PROMPT = re.compile(r"\b(?:tell me|talk me|show me|can you|could you|i (?:have to|want to|need to) ask)\b", re.IGNORECASE)
REQUEST = re.compile(
    r"\b(?:could|can|would|will) you\b|\byou (?:ring|call|need to|both need to|should|must|have to)\b|^(?:please |and |so )*bring\b|\b(?:do you want|would you like) me to\b|"
    r"\bcan i (?:refer|ask|book|send|put|tell)\b|\bi'd like\b.*\b(?:you|hour|meet|see)\b",
    re.IGNORECASE,
)
AGREED = re.compile(
    r"^\W*(?:(?:oh|um|er|well|and)\W+)*(?:yes|yeah|yep|aye|okay|ok|sure|fine|of course|course|i will|we will|go on|i'll|we'll|please|no problem|all right|right)\b",
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


def content(text: str) -> list[str]:
    """The words that carry meaning, in lower case."""
    return [w for w in tokens(text) if w not in _STOP and len(w) > 1]


def exact(text: str) -> bool:
    """Whether the text has a number, a weekday or a month."""
    words = tokens(text)
    return any(w.isdigit() or (w in NUMBER_WORDS and w not in ("one", "first", "second")) or w in WEEKDAYS for w in words) or any(
        w.casefold() in MONTHS for w in re.findall(r"\b[A-Z][a-z]+", text)
    )


def passages(turns: Sequence[Turn], people: People, usable: Usable) -> list[Passage]:
    """Every usable passage of a transcript, in order."""
    found = []
    for place, turn in enumerate(turns):
        if not usable.evidence(turn.i):
            continue
        question = turns[place - 1] if place and usable.evidence(turns[place - 1].i) else None
        passage = _passage(turn, question, people)
        if passage:
            found.append(passage)
    return found


def _passage(turn: Turn, before: Turn | None, people: People) -> Passage | None:
    child = people.is_child(turn.speaker)
    pieces = sentences(turn.text if child else cleaned(turn.text))
    worker = people.is_worker(turn.speaker)
    keep = [_kept(s, worker=worker) for s in pieces]
    for n in range(len(pieces) - 1):  # "And then panel. It's Thursday the tenth." belongs together
        if worker and keep[n + 1] and content(pieces[n]) and not _SIGN.search(pieces[n]) and not _REACTION.match(_LEAD.sub("", pieces[n])):
            keep[n] = True
    if child:  # the child's own words stay whole from the first kept sentence to the last
        first, last = (keep.index(True), len(keep) - keep[::-1].index(True)) if any(keep) else (0, 0)
        said, gaps = tuple(pieces[first:last]), ()
        said = (without_first_hesitation(said[0]), *said[1:]) if said else ()
    else:
        places = [i for i, k in enumerate(keep) if k]
        said = tuple(pieces[i] for i in places)
        gaps = tuple(n for n, i in enumerate(places) if n and i != places[n - 1] + 1)
    asked = "" if before is None or before.speaker == turn.speaker else question_of(before.text)
    if not asked and before is not None and before.speaker != turn.speaker and AGREED.match(turn.text):
        asked = request_of(before.text)
    answers = bool(asked) and not worker and bool(pieces) and not _SIGN.search(pieces[-1])
    if answers and (not said or _needs_question(said, asked, people)):
        said = said or tuple(s for s in pieces if not is_noise(s) or _YES_NO.match(s))[:2]
        if said and before is not None:
            return Passage(turn.i, turn.speaker, said, asked, before.i, before.speaker, gaps)
    return Passage(turn.i, turn.speaker, said, gaps=gaps) if said and len(content(" ".join(said))) >= 2 else None


def question_of(text: str) -> str:
    """The last question of a turn without its first "And, er"; empty when there is none or it was broken off."""
    pieces = sentences(cleaned(text))
    if not pieces or _BROKEN_OFF.search(pieces[-1]):
        return ""
    questions = [n for n, s in enumerate(pieces) if _SIGN.search(s)]
    if not questions:
        asked = _LEAD.sub("", pieces[-1]) if _PROMPT.search(pieces[-1]) else ""
        return asked[:1].upper() + asked[1:]
    last = questions[-1]
    asked = _LEAD.sub("", pieces[last]) or pieces[last]
    # "What do you do?" after "Are you using?": two short questions in a row are one.
    if last - 1 in questions and len(content(asked)) < 2 and len(pieces[last - 1]) < 80:
        asked = f"{_LEAD.sub('', pieces[last - 1])} {asked}"
    return asked[:1].upper() + asked[1:]


def request_of(text: str) -> str:
    """What a turn without a question asks the other to do ("you ring me"), from the request's sentence on; else empty."""
    pieces = [s for s in sentences(cleaned(text)) if not is_noise(s)]
    first = next((n for n, s in enumerate(pieces) if REQUEST.search(s)), None)
    if first is None:
        return ""
    asked = _LEAD.sub("", " ".join(pieces[first:]))
    return asked[:1].upper() + asked[1:]


def _kept(sentence: str, *, worker: bool) -> bool:
    if is_noise(sentence):
        return False
    meaning = len(content(sentence))
    if worker and (_SIGN.search(sentence) or _BROKEN_OFF.search(sentence) or (_PROMPT.search(sentence) and not REQUEST.search(sentence))):
        return False
    reaction = bool(_REACTION.match(_LEAD.sub("", sentence)))
    if worker:
        return meaning >= 3 and (not reaction or exact(sentence))
    return not (reaction and meaning < 4 and not exact(sentence)) and (meaning >= 1 or bool(_YES_NO.match(sentence)))


def _needs_question(said: Sequence[str], asked: str, people: People) -> bool:
    text = " ".join(said)
    if len(content(asked)) == 0 and len(content(text)) >= 4:
        return False
    if _YES_NO.match(text) or len(content(text)) < 5 or len(tokens(said[0])) < 5:
        return True
    return bool(_PRONOUN_FIRST.match(text)) and not people.named_in(said[0])
