"""Agreed next steps: promises, arrangements with a day, and requests that were accepted.

"I'll ring the school tomorrow" becomes "Ann to ring the school tomorrow [24 January 2025]": only the first words change, and
only where nothing in the rest would then point to the wrong person. All other steps stand as they were said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from models.antecedents import OWNED
from models.dates import MONTHS, WEEKDAYS, with_dates
from models.passage import Passage
from models.people import People
from models.pronouns import HE, SHE, Pronouns
from models.questions import AGREED, REQUEST
from models.sifting import promise_alone
from models.speech import content, exact, tokens
from models.turned import third_person, without_vocative
from models.verbs import ing_of, third_of
from recorder.domain import Turn

_VERBS_TEXT = """
ring call phone speak talk write send email text check ask tell chase book arrange sort refer bring take collect
hand get pick drop fill sign meet visit see come go be register apply request find look pass note mention let make
do put give show share follow update review contact pay buy
"""
_VERBS = tuple(_VERBS_TEXT.split())
_OFFICE_TEXT = """
ring call phone speak write send email text check ask tell chase book arrange refer bring collect hand meet visit
request contact pay buy share update review register apply mention note fill sign
"""
_OFFICE = frozenset(_OFFICE_TEXT.split())
_WHEN = re.compile(
    r"\b(?:today|tonight|tomorrow|now|straight away|this (?:week|morning|"
    r"afternoon|evening|month)|next (?:week|month|time|visit)|soon as|"
    r"by (?:the )?\w+|o'clock|every (?:day|week)|half.?term|after school|before|first thing|" + "|".join(WEEKDAYS) + ")\\b",
    re.IGNORECASE,
)
_PROMISE = re.compile(
    r"\b(?:I'll|I will|I'm going to|I'm gonna|I am going to|we'll|we will|let me|"
    r"I shall)\b\s+(?:\w+ly |also |just |still |go and |then |definitely )?(\w+)",
    re.IGNORECASE,
)
_IDLE = re.compile(
    r"\b(?:I'll|let me)\b (?:just )?(?:be (?:honest|careful|quick|fine|all right)|"
    r"say (?:this|that)|have|love|stop|explain|pop in|come and (?:look|see)|see you|"
    r"let you|show you|think|get off|leave you|go out|tell you (?:what|"
    r"that|something)|not\b|never\b|put (?:the|your) (?:kettle|telly|tv|lights?|heating|coat|shoes|shopping|bins?))",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(r"\bin a (?:bit|minute|sec|mo)\b|\bif i\b", re.IGNORECASE)  # now, or only perhaps
_ARRANGED = re.compile(
    r"\b(?:visit|meeting|panel|appointment|course|group|conference|review|"
    r"slot|test|assessment|scan|hearing|back|coming|contact|session|check)\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    rf"\b(?:{'|'.join(d.title() for d in WEEKDAYS)}|[Tt]omorrow)\b|\b(?:of )?(?:{'|'.join(m.title() for m in MONTHS)})\b"
)
_HABIT = re.compile(rf"\b(?:on an?|every|each|most) (?:{'|'.join(WEEKDAYS)})s?\b", re.IGNORECASE)  # "a group on a Monday"
_CLOCK = re.compile(
    r"\b(?:o'clock|half (?:past )?\w+|quarter (?:past|to)|at (?:the )?(?:office|school)|[ap]\.?m)\b", re.IGNORECASE
)
_ORDINAL = re.compile(r"\bthe (?:twenty-|thirty-)?(?:first|second|third|\w+th)\b", re.IGNORECASE)
_SHORT = 9  # words of a sentence that leads up to a step and may stand with it
_UNCLEAR = re.compile(r"\b(?:him|her|them|it(?!['’])|that|this)\b|^(?:it|that)['’]s\b", re.IGNORECASE)
_PAST = re.compile(r"\b(?:was|were|did|had|went|came|missed|last|ago|yesterday|used to|rang|said)\b", re.IGNORECASE)
_ABLE = re.compile(
    r"\b(?:can|could|would|will) you (?:tell me|remember|think|say|hear|"
    r"see|show|just tell|explain|describe|stop|understand|manage|cope)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^(?:(?:and|so|okay|right|well|then|no|yeah|yes|but|also|actually|now|thank you|thanks|lovely|good|great|of course)[, ]+)*"
    r"(?P<who>I'll|I will|I'm going to|I'm gonna|I am going to|let me)\s+(?P<rest>(?:just |also )?(?P<verb>[a-z]+)\b.*)$",
    re.IGNORECASE,
)
_THANKS = re.compile(r",? (?:thank you|thanks|please)(?:,? \w+)?[.!]?$", re.IGNORECASE)
_AND_ALSO = re.compile(r"(?:,? (?P<also>and|then),?|,) (?:I['’]ll|I will|I['’]m going to)\b", re.IGNORECASE)
_YOU_DO = re.compile(r"\b(?P<when>when|before|after|once|until|if) you (?P<verb>[a-z]+)\b", re.IGNORECASE)
_SAYS_LITTLE = 2  # words of meaning
_MYSELF = re.compile(r",? (?:my|me)self\b", re.IGNORECASE)
_WHEN_I = re.compile(r"\b(?P<when>when|before|after|while) I (?P<verb>[a-z]+)\b", re.IGNORECASE)
_ONCE_I = re.compile(r"\b(?P<when>once|when|after|until|till|as soon as|if) I(?:['’]ve| have)\b", re.IGNORECASE)
_SO_I = re.compile(r"\bso (?:that )?I (?P<can>can|could)\b", re.IGNORECASE)
_NOT_ING = frozenset(
    ("am", "was", "can", "could", "will", "would", "should", "had", "have", "did", "do", "said", "saw", "came", "went")
)


def is_next_step(passage: Passage, turns: Sequence[Turn], people: People) -> bool:
    """Whether the passage promises, arranges or accepts something."""
    text = " ".join(passage.said)
    if any(promises(s, near=text) for s in passage.said):
        return True
    if people.is_worker(passage.speaker):
        later = turns[passage.turn + 1] if passage.turn + 1 < len(turns) else None
        dated = bool(_DAY.search(_HABIT.sub(" ", text)))
        arranged = dated and bool(_ARRANGED.search(text) or _CLOCK.search(text)) and not _PAST.search(text)
        asked = bool(REQUEST.search(text)) and not _ABLE.search(text) and later is not None and bool(AGREED.match(later.text))
        return arranged or asked
    return bool(passage.asked) and requests(passage.asked) and bool(AGREED.match(text))


def only_step(passage: Passage) -> Passage:
    """The passage from its first promise, request or exact sentence on: what leads up to a step is not one."""
    first = next((n for n, s in enumerate(passage.said) if promises(s) or exact(s) or REQUEST.search(s)), 0)
    lead_up = passage.said[first - 1] if first else ""
    names_it = len(content(lead_up)) >= 2 and len(tokens(lead_up)) <= _SHORT and not _UNCLEAR.search(lead_up)
    if first and (_UNCLEAR.search(passage.said[first]) or names_it):
        first -= 1  # "I'll ask her": the sentence before says whom
    gaps = tuple(g - first for g in passage.gaps if g > first)
    return replace(passage, said=passage.said[first:], gaps=gaps)


def requests(question: str) -> bool:
    """Whether the question asks for something to be done."""
    return bool(REQUEST.search(question)) and not _ABLE.search(question)


def promises(sentence: str, *, near: str = "") -> bool:
    """Whether the sentence promises something worth writing down; `near` may say when."""
    if "?" in sentence or _HYPOTHETICAL.search(sentence):
        return False
    verbs = {found[1].casefold() for found in _PROMISE.finditer(sentence) if not _IDLE.match(sentence, found.start())}
    dated = bool(_WHEN.search(near or sentence)) or bool(_ORDINAL.search(near))
    return any(verb in _OFFICE or (verb in _VERBS and dated) for verb in verbs)


def as_step(
    sentence: str, passage: Passage, people: People, *, visit_date: date, pronouns: Pronouns | None = None, after: str = ""
) -> str | None:
    """Give "Ann to ring the school tomorrow [24 January 2025]." or None where rewording is not certain.

    `after` is what the note's reader has read before it; with `pronouns` a certain “him” or “her” becomes a name.
    """
    plain = promise_alone(_THANKS.sub(".", sentence.replace("’", "'")))
    found = _SUBJECT.match(without_vocative(plain, people))
    if not found or found["verb"].casefold() not in _VERBS:
        return None
    who = people.name(passage.speaker)
    promised = _AND_ALSO.sub(lambda m: f" {m['also'] or 'and'}", found["rest"].rstrip(" .!"))
    promised = _without_me(_MYSELF.sub("", promised), who)
    if pronouns is not None:
        promised = _named(promised, sentence, passage, people, pronouns, after=after)
    promised = _YOU_DO.sub(lambda m: _they_do(m, passage.to, people), promised)
    plain_enough = bool(after) or len(content(promised)) > _SAYS_LITTLE
    rest = third_person(promised, people, speaker=passage.speaker, listener=passage.to, after=after, things=plain_enough)
    if rest is None or len(content(rest)) < 2:
        return None
    return f"{who} to {with_dates(rest, visit_date)}."


def _they_do(found: re.Match[str], listener: str, people: People) -> str:
    """Give "before Jo goes" for "before you go"."""
    verb = found["verb"].casefold()
    return f"{found['when']} {people.name(listener)} {third_of(verb)}" if listener and verb in _VERBS else found[0]


def _without_me(promised: str, who: str) -> str:
    """Give "when ringing" for "when I ring", "once Ann has asked" for "once I've asked", "so that Ann can" for "so I can"."""

    def ing(found: re.Match[str]) -> str:
        verb = found["verb"].casefold()
        return found[0] if verb in _NOT_ING or verb.endswith("ed") else f"{found['when']} {ing_of(verb)}"

    plain = _SO_I.sub(lambda m: f"so that {who} {m['can']}", _WHEN_I.sub(ing, promised))
    return _ONCE_I.sub(lambda m: f"{m['when']} {who} has", plain)


def _named(promised: str, sentence: str, passage: Passage, people: People, pronouns: Pronouns, *, after: str) -> str:
    """The promise with a name for its first “him” or “her”, where it is certain and not said before."""
    found = [(p, m) for p, pattern in (("he", HE), ("she", SHE)) if (m := pattern.search(promised))]
    if not found:
        return promised
    pronoun, first = min(found, key=lambda pm: pm[1].start())
    key = pronouns.meant(pronoun, sentence, passage.turn, but=frozenset({passage.speaker, passage.to}))
    if (
        not key
        or key in people.named_in(f"{after} {promised[: first.start()]}")
        or first[0].casefold().endswith(("self", "hers"))
    ):
        return promised
    owns = first[0].casefold() == "his" or OWNED.match(promised, first.start())
    return f"{promised[: first.start()]}{people.name(key)}{chr(39) + 's' if owns else ''}{promised[first.end() :]}"
