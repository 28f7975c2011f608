"""What a sentence may rest on, and why it may be refused; the values that all grounding checks share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from models.evidence.meant import THEY, pronouns_in, sex_of, votes
from models.talk.people import People
from models.talk.speech import sentences, take_back, tokens
from recorder.domain import Turn

_LAST_NAMED = 4  # people among whom “he” is looked for
_MEANT = 1  # of them, among whom a “he” is looked for that nobody named just before
_CAPITALISED = re.compile(r"\b[A-Z][^\W\d_]+")
_RECENT = 20  # turns before the first cited one in which “he” may have been named


class Reason(StrEnum):
    """Why a sentence is refused."""

    NUMBER = "a number that was not said"
    DAY = "a day or month that was not said"
    WORKED_OUT = "a date in brackets that does not follow from the words"
    NAME = "a person whom the words do not bring up"
    SPEAKER = "somebody said to speak, or to do, who did not"
    NEGATION = "a “not” lost or added"
    DOUBT = "a “might”, “if” or “used to” lost or added"
    WISH = "a wish told as a fact"
    TIME = "then and now exchanged"
    QUANTITY = "how much or how often was changed"
    CAUSE = "a reason that nobody gave"
    EVALUATION = "a judgement that nobody spoke"
    PLACE = "a place that was not said"
    QUOTE = "words in quotation marks that were not said so"
    INVENTED = "a word that nobody said"
    DISTANT = "far from everything that was said"
    EMPTY = "no words"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why the evidence does not hold a sentence."""

    reason: Reason
    detail: str  # the word or phrase at fault


@dataclass(frozen=True, slots=True)
class Heard:
    """At which place in the talk each word, and each stem, was first said."""

    words: Mapping[str, int]
    stems: Mapping[str, int]
    sexes: Mapping[str, Mapping[str, int]]  # see `meant.votes`
    named: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # at which places each capitalised word stands
    spoke: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # at which places each speaker speaks

    @classmethod
    def of(cls, turns: Sequence[Turn], *, barred: frozenset[int]) -> Heard:
        """Read a whole talk once."""
        words: dict[str, int] = {}
        stems: dict[str, int] = {}
        named: dict[str, tuple[int, ...]] = {}
        spoke: dict[str, tuple[int, ...]] = {}
        for place, turn in enumerate(turns):
            if turn.i not in barred:
                spoke[turn.speaker] = (*spoke.get(turn.speaker, ()), place)
                for word in set(_CAPITALISED.findall(turn.text)):
                    named[word.casefold()] = (*named.get(word.casefold(), ()), place)
                for word in tokens(turn.text):
                    if words.setdefault(word, place) == place:
                        words.setdefault(word.removesuffix("'s"), place)
                        stems.setdefault(stem(word), place)
        return cls(words, stems, votes(turns, barred=barred), named, spoke)


@dataclass(frozen=True)
class Evidence:
    """What a sentence may rest on."""

    cited: tuple[Turn, ...]
    asked: tuple[Turn, ...]  # the turn before each cited one: what was asked
    heard: Heard  # when each word of the talk was first said, for names and places only
    people: People
    visit_date: date
    until: int = 0  # place of the last cited turn; words first said after it do not count as heard
    recent: str = ""  # the words shortly before, in which “he” or “she” may have been named
    beside: frozenset[str] = frozenset()  # who speaks just before or after: whom “you” may mean

    @classmethod
    def of(
        cls,
        cites: Iterable[int],
        turns: Sequence[Turn],
        *,
        people: People,
        visit_date: date,
        barred: frozenset[int],
        heard: Heard | None = None,
    ) -> Evidence:
        """Evidence for these turn numbers; `barred` turns (private, to the machine) lend nothing.

        Hand in `heard` where many sentences of one talk are checked: making it reads the whole talk.
        """
        numbers = sorted(set(cites))
        cited = tuple(turns[i] for i in numbers)
        asked = tuple(turns[i - 1] for i in numbers if i and i - 1 not in barred)
        heard = heard or Heard.of(turns, barred=barred)
        first = min(numbers, default=0)
        recent = " ".join(t.text for t in turns[max(0, first - _RECENT) : first] if t.i not in barred)
        near = {n for i in numbers for n in (i - 1, i + 1) if 0 <= n < len(turns) and n not in barred}
        until = max(numbers, default=-1)
        return cls(cited, asked, heard, people, visit_date, until, recent, frozenset(turns[n].speaker for n in near))

    def was_heard(self, word: str) -> bool:
        """Whether a word, in lower case, was said up to the last cited turn."""
        return self.heard.words.get(word, self.until + 1) <= self.until

    def stem_was_heard(self, part: str) -> bool:
        """The same for a word's stem."""
        return self.heard.stems.get(part, self.until + 1) <= self.until

    @cached_property
    def said(self) -> str:
        """The cited words and what was asked before them."""
        return " . ".join(t.text for t in self.turns)

    @cached_property
    def kept(self) -> str:
        """The same without what the speakers took back ("on the Monday, no, sorry, the Tuesday")."""
        return " . ".join(take_back(t.text) for t in self.turns)

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """Cited turns and those before them, in order, each once."""
        return tuple(sorted({t.i: t for t in (*self.asked, *self.cited)}.values(), key=lambda t: t.i))

    @cached_property
    def speakers(self) -> frozenset[str]:
        """Keys of those who speak in the cited turns."""
        return frozenset(t.speaker for t in self.cited)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The evidence cut small; see `Unit`."""
        return tuple(units_of(self.turns, self.people))

    @cached_property
    def spoken_of(self) -> frozenset[str]:
        """Whom a “he” or “she” may mean: the few people named last, and the children."""
        last = _named_last(self.recent, self.people)
        children = {p.key for p in self.people.roster if self.people.is_child(p.key) and p.present}
        return frozenset(last) | children | self.people.named_in(self.said)

    def sex(self, key: str) -> str | None:
        """“he” or “she” where the talk plainly speaks of the person as one."""
        return self._sexes[key] if key in self._sexes else sex_of(key, self.people, self.heard.sexes)

    @cached_property
    def _sexes(self) -> dict[str, str | None]:
        return {p.key: sex_of(p.key, self.people, self.heard.sexes) for p in self.people.roster}

    @cached_property
    def worked_out(self) -> dict[str, Any]:
        """What a check has read out of the evidence, by the check's name, so that several sentences share the work."""
        return {}

    def able(self, key: str, sexes: frozenset[str]) -> bool:
        """Whether one of these pronouns can mean the person."""
        return THEY in sexes or self.sex(key) is None or self.sex(key) in sexes

    def means(self, unit: Unit) -> frozenset[str]:
        """Whom the “he”, “she” or “they” of a unit can mean: those named just before, else those named last."""
        sexes = pronouns_in(unit.context)
        near = frozenset(k for k in self.people.named_in(unit.lead) - {unit.speaker} if self.able(k, sexes))
        if any(self.sex(k) in sexes for k in near):
            return near
        last = [k for k in self._last_named if self.able(k, sexes)][:_MEANT]
        return near | frozenset(last) | frozenset(k for k in self.spoken_of if self.people.is_child(k) and self.able(k, sexes))

    @cached_property
    def _last_named(self) -> tuple[str, ...]:
        return tuple(_named_last(self.recent, self.people, most=2 * _LAST_NAMED))


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or part of one, as something that can be said to be so or not so."""

    text: str
    speaker: str
    stems: frozenset[str]
    answered: bool | None  # for a question: whether the answer began with a yes; None when open, and for all else
    question: bool
    context: str  # its sentence and the one before, where “he” may be named
    lead: str = ""  # the turn before it and its own turn up to the end of its sentence


NEGATION = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|nowhere|neither|nor|without|denied|denies|cannot|no-one|nowt|refused)\b|n['’]t\b",
    re.IGNORECASE,
)
_CUT = re.compile(r"(?:[,;:—–]\s+|\s+(?=(?:but|and|because|'cause|so|when|if|then|except|unless)\s))", re.IGNORECASE)
_REPLY = re.compile(
    r"^(?:(?:um|er|erm|oh|well|and|so|god|ah|okay|right|like)[,.]?\s+)*(?P<reply>no|nah|nope|never|yes|yeah|yep|aye|yup|"
    r"course|sure|fine|okay|i do|i did|it is|it does|i have|not [^,.!?]{1,30})(?=[,.!…—]|\s*$)(?:[,.!]\s*(?:no|"
    r"nah|yes|yeah|never)\b(?=[,.!]))*[,.!…—]*\s*",
    re.IGNORECASE,
)
TAKES_ALL_BACK = re.compile(  # "Which, they never." after the sentence that they never did
    r"^(?:which|but|and|only|well)?,?\s*(?:I|he|she|they|we|it)?\s*(?:never|(?:did|does|do|was|were|is|are|has|"
    r"have|had)n['’]t)[.!]?$",
    re.IGNORECASE,
)
_NO = frozenset({"no", "nah", "nope", "never", "not"})
_FRAGMENT_WORDS = 6


def units_of(turns: Sequence[Turn], people: People) -> list[Unit]:
    """Sentences of the turns and their parts, questions marked with the answer that the next turn gives."""
    units: list[Unit] = []
    for place, turn in enumerate(turns):
        following = turns[place + 1] if place + 1 < len(turns) else None
        reply = _REPLY.match(following.text) if following is not None and following.speaker != turn.speaker else None
        before = ""
        pieces = sentences(take_back(turn.text))
        for n, sentence in enumerate(pieces):
            question = sentence.rstrip(" ”\"'").endswith("?")
            last = n == len(pieces) - 1 or all(len(p.split()) < 5 for p in pieces[n + 1 :])
            answered = (reply["reply"].casefold().split()[0] not in _NO) if question and reply and last else None
            around = f"{before} {sentence}"
            just_before = turns[place - 1].text if place and turns[place - 1].i == turn.i - 1 else ""
            own = " ".join(pieces[: n + 1])
            whole = Unit(sentence, turn.speaker, _stems(sentence), answered, question, around, f"{just_before} {own}")
            if question:
                units += [whole, *_with_answer(whole, following, last=last)]
                before = sentence
                continue
            if units and before and TAKES_ALL_BACK.match(sentence):
                units[:] = [u for u in units if u.context != units[-1].context]  # "…twice. Which, they never." takes back
                units.append(replace(whole, text=f"{before} {sentence}", stems=whole.stems | _stems(before)))
                before = sentence
                continue
            bare = _bare(sentence)
            parts = [p for p in _CUT.split(bare) if p.strip()]
            joined = [" ".join(parts[i : i + 2]) for i in range(len(parts) - 1)]
            units += [replace(whole, text=t, stems=_stems(t)) for t in dict.fromkeys([bare, *parts, *joined])]
            before = sentence
    return [u for u in units if u.text.strip()]


def _bare(sentence: str) -> str:
    """The sentence without the yes or no that it begins with; "Not kept." stays."""
    found = _REPLY.match(sentence)
    return sentence if found is None or found["reply"].casefold().startswith("not ") else sentence[found.end() :]


def _with_answer(question: Unit, following: Turn | None, *, last: bool) -> list[Unit]:
    """The question joined with the fragments that answer it ("Not a night. Not since the conference.")."""
    if following is None or not last or following.speaker == question.speaker:
        return []
    answers = [s for s in sentences(following.text)[:4] if _is_fragment(s)]
    if not answers:
        return []
    return [replace(question, stems=question.stems | _stems(" ".join(answers)), context=f"{question.context} {following.text}")]


def _named_last(text: str, people: People, *, most: int = _LAST_NAMED) -> list[str]:
    """Keys of the people whose names come last in the text."""
    found: list[str] = []
    for name in reversed(people.names_said(text)):
        found += [k for k in people.keys_of(name) if k not in found]
        if len(found) >= most:
            break
    return found[:most]


def _is_fragment(sentence: str) -> bool:
    """Whether the sentence is a few words without a subject of their own."""
    return len(sentence.split()) <= _FRAGMENT_WORDS and not re.search(
        r"\?|\b(?:I|he|she|it|we|they|you)\b", sentence, re.IGNORECASE
    )


def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, tokens(text)))


_IRREGULAR_TEXT = """
come:came go:went,gone get:got get:gotten tell:told take:took,taken make:made know:knew,known think:thought see:saw,seen
feel:felt sleep:slept eat:ate,eaten drink:drank,drunk give:gave,given find:found keep:kept leave:left ring:rang,rung
meet:met hold:held lose:lost pay:paid send:sent speak:spoke,spoken write:wrote,written bring:brought buy:bought sell:sold
teach:taught catch:caught fall:fell,fallen run:ran stand:stood understand:understood begin:began,begun break:broke,broken
throw:threw,thrown wake:woke,woken wear:wore,worn hide:hid,hidden fight:fought steal:stole,stolen drive:drove,driven
shake:shook,shaken bite:bit,bitten stick:stuck build:built spend:spent grow:grew,grown draw:drew,drawn sit:sat hear:heard
mean:meant lend:lent lead:led lie:lay,lain light:lit ride:rode,ridden rise:rose,risen sing:sang,sung swear:swore,sworn win:won
feed:fed shoot:shot tear:tore,torn hang:hung swim:swam,swum become:became sink:sank,sunk stink:stank spit:spat bend:bent
"""
_IRREGULAR = {form: base for pair in _IRREGULAR_TEXT.split() for base, forms in [pair.split(":")] for form in forms.split(",")}


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """The word without its common endings, so that "said" and "saying", "came" and "come" meet; not a linguist's stem."""
    low = re.sub(r"['’]s?$|['’]", "", word.casefold())
    low = _IRREGULAR.get(low, low)
    for end in ("ingly", "edly", "ing", "ies", "ied", "ed", "es", "ly", "s"):
        if low.endswith(end) and len(low) - len(end) >= 3:
            low = low[: -len(end)]
            break
    return low[:6].rstrip("eiy")
