"""Agreed next steps: promises, arrangements with a day, and requests that were accepted.

"I'll ring the school tomorrow" becomes "Ann to ring the school tomorrow [24 January 2025]": only the first words change, and
only where nothing in the rest would then point to the wrong person. All other steps stand as they were said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from models.talk.antecedents import OWNED
from models.talk.dates import MONTHS, WEEKDAYS, with_dates
from models.talk.passage import Passage
from models.talk.people import People
from models.talk.pronouns import HE, SHE, Pronouns
from models.talk.questions import AGREED, REQUEST
from models.talk.sifting import promise_alone
from models.talk.speech import content, exact, tokens
from models.wording.turned import third_person, without_vocative
from models.wording.verbs import ing_of, third_of
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
# What is only a step with a day of its own in the sentence: "I'll sleep across the door from tonight."
_DATED_TEXT = """
have try stop start keep move fit fix mend clean clear sleep stay unplug lock drop run swap change cancel print post log add
remind wait leave organise help join return report attend confirm discuss raise explain invite see let show think tidy wash
cook order apply hold cover listen mind watch open close throw remove replace
"""
_WITH_A_DAY = frozenset(_DATED_TEXT.split())
_WHEN = re.compile(
    r"\b(?:today|tonight|tomorrow|now|straight away|this (?:week|morning|"
    r"afternoon|evening|month)|next (?:week|month|time|visit)|soon as|"
    r"by (?:the )?\w+|o'clock|every (?:day|week)|half.?term|after school|before|first thing|" + "|".join(WEEKDAYS) + ")\\b",
    re.IGNORECASE,
)
_PROMISE = re.compile(
    r"\b(?:I'll|I will|I'm going to|I'm gonna|I am going to|we'll|we will|let me|"
    r"I shall)\b\s+(?:(?!apply|reply|rely)\w+ly |also |just |still |go and |then |definitely )?(\w+)",
    re.IGNORECASE,
)
_IDLE = re.compile(
    r"\b(?:I'll|I will|I'm going to|I'm gonna|let me)\b (?:just )?(?:be (?:honest|careful|quick|fine|all right)|"
    r"say (?:this|that)|have|love|stop|explain|pop in|come and (?:look|see)|see you|"
    r"let you|show you|think|ask you\b(?! to| for)|put (?:it|this|that) away|get off|leave you|go out|tell you (?:what|"
    r"that|something)|not\b|never\b|put (?:the|your) (?:kettle|telly|tv|lights?|heating|coat|shoes|shopping|bins?))",
    re.IGNORECASE,
)
# Now, or only perhaps.
_HYPOTHETICAL = re.compile(
    r"\bin a (?:bit|minute|sec|mo)\b|\bif i\b|\bbefore I (?:do|ever|let)\b|\btell you first\b|"
    r"\bif you(?:['’]d| would)? (?:rather|sooner|prefer|don['’]t|do not|change your mind)\b",
    re.IGNORECASE,
)
_ARRANGED = re.compile(
    r"\b(?:visit|meeting|panel|appointment|course|group|conference|review|"
    r"slot|test|assessment|scan|hearing|back(?! to\b)|coming|contact|session|check|clinic|surgery|nurse|"
    r"doctor|dentist|hospital|midwife|interview|optician|operation|family time|handover|training)\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    rf"\b(?:{'|'.join(d.title() for d in WEEKDAYS)}|[Tt]omorrow)\b|\b(?:of )?(?:{'|'.join(m.title() for m in MONTHS)})\b"
)
_AHEAD = re.compile(
    r"\b(?:today|tomorrow|tonight|the night|this (?:afternoon|evening|week|weekend|morning)|next (?:week|month|time|visit)|"
    r"first thing|in the morning|after school|half.?term|(?:by|before) (?:the end|five|four|three|six|then)|"
    rf"{'|'.join(WEEKDAYS)})\b",
    re.IGNORECASE,
)
# "I'm seeing her on Monday": with a day ahead a plan, without one what is going on.
_GOING_TO_BE = re.compile(
    r"\bI(?:['’]m| am) (?:just |also |then |only )?(?:seeing|ringing|calling|taking|coming|bringing|meeting|picking|collecting|"
    r"speaking|talking to|writing|sending|visiting|booking|referring|asking|dropping|chasing|starting)\b",
    re.IGNORECASE,
)
# English as many learn it: "I ring my boss tomorrow." A weekday alone would also stand in a tale ("So Monday I ring them").
_PLAIN_PRESENT = re.compile(
    r"(?:^|[,;] |\b(?:and|then|so|tomorrow|tonight|week|\w+day|today|now|okay|yes|yeah),? )I "
    r"(?:ring|call|phone|speak|talk|write|send|text|email|ask|tell|book|bring|take|collect|pick|visit|come|go|buy|pay|fill|"
    r"sign|check|start|put|give|make|do|find|get|see|show)\b",
    re.IGNORECASE,
)
_NOT_A_TALE = re.compile(
    r"\b(?:tomorrow|tonight|next (?:week|month)|this (?:afternoon|evening)|later today|"
    rf"(?:from|next) (?:{'|'.join(WEEKDAYS)}))\b",
    re.IGNORECASE,
)
_OFTEN = re.compile(
    r"\b(?:every|each|always|usually|never|sometimes|often|normally|mostly|most|whenever|"
    rf"when I|if|used to|{'|'.join(d + 's' for d in WEEKDAYS)})\b",
    re.IGNORECASE,
)
_TOLD_OF = re.compile(r"\b(?:since|born|said|rang|went|came|missed|ago|yesterday)\b", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:since|born|until|till)\b", re.IGNORECASE)
# Offers of something to be done, and not only of a look, a talk or a seat in the visit itself.
_OFFERS = re.compile(
    r"\b(?:shall (?:I|we)|(?:can|could|may) I|I (?:can|could)|(?:would|do) you (?:like|want) me to|"
    r"(?:okay|ok|all right|alright) (?:with you )?(?:if I|for me to)|(?:okay|ok|happy|all right) with me)\b[^.?!]{0,12}"
    r"\b(?:ring|rang|call|phone|refer\w*|book|sen[dt]|sending|put (?:you|your|her|his|him|them|in|a)|putting|arrang\w+|"
    r"apply\w*|bring|take (?:you|him|her|them)|come (?:on|with|tomorrow|back|over|round|and)|came|meet|chase|writ(?:e|ing)|say|"
    r"tell|told|telling|speak|spoke|speaking|ask|asked|asking|pass|shar(?:e|ing)|show you the|get you|find)\b",
    re.IGNORECASE,
)
_HERE_AND_NOW = re.compile(
    r"\b(?:record\w*|tablet|ask you|tell you|talk to you|speak to you|upstairs|your (?:bed)?room|on (?:your|their) own|in here|"
    r"come in|a (?:look|seat|minute|word|chat))\b",
    re.IGNORECASE,
)
_HABIT = re.compile(rf"\b(?:on an?|every|each|most) (?:{'|'.join(WEEKDAYS)})s?\b", re.IGNORECASE)  # "a group on a Monday"
_CLOCK = re.compile(
    r"\b(?:o'clock|half (?:past )?\w+|(?:five|ten|twenty|twenty-five) (?:past|to) \w+(?! (?:hundred|thousand|pounds?))\b|"
    r"\w+ (?:thirty|fifteen|forty-five)|quarter (?:past|to)|at (?:the )?(?:office|school)|[ap]\.?m)\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\bthe (?:twenty-|thirty-)?(?:first|second|third|\w+th)\b", re.IGNORECASE)
_SHORT = 9  # words of a sentence that leads up to a step and may stand with it
_ONE = re.compile(r"\b(?:an?|the|another) (?:\w+ )?one\b|\bones\b", re.IGNORECASE)
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
    if any(promises(s, near=text) or plans(s) for s in passage.said):
        return True
    if people.is_worker(passage.speaker):
        later = turns[passage.turn + 1] if passage.turn + 1 < len(turns) else None
        dated = any(_DAY.search(_HABIT.sub(" ", s)) and not _PAST.search(s) for s in passage.said)
        arranged = dated and bool(_ARRANGED.search(text) or _CLOCK.search(text)) and not _TOLD_OF.search(text)
        asked = bool(REQUEST.search(text)) and not _ABLE.search(text) and later is not None and bool(AGREED.match(later.text))
        return arranged or asked
    if passage.asked and requests(passage.asked) and AGREED.match(turns[passage.turn].text):
        return True
    return any(_appointed(s, f"{passage.asked} {text}") for s in passage.said)


def plans(sentence: str) -> bool:
    """Whether the sentence says in the present what its speaker will do on a day ahead ("I'm seeing her on Monday")."""
    if "?" in sentence or _OFTEN.search(sentence) or _HABIT.search(sentence) or _PAST.search(sentence):
        return False
    going_to = _GOING_TO_BE.search(sentence) and _AHEAD.search(sentence)
    return bool(going_to) or bool(_PLAIN_PRESENT.search(sentence) and _NOT_A_TALE.search(sentence))


def _appointed(sentence: str, around: str) -> bool:
    """Whether somebody of the family tells the day and the hour of an appointment."""
    exactly = _DAY.search(_HABIT.sub(" ", sentence)) or _ORDINAL.search(sentence)
    untold = not _PAST.search(sentence) and not _SINCE.search(sentence) and not _OFTEN.search(sentence)
    return bool(exactly and _CLOCK.search(sentence) and _ARRANGED.search(around)) and untold


def only_step(passage: Passage) -> Passage:
    """The passage from its first promise, request or exact sentence on: what leads up to a step is not one."""
    first = next((n for n, s in enumerate(passage.said) if promises(s) or plans(s) or exact(s) or REQUEST.search(s)), 0)
    lead_up = passage.said[first - 1] if first else ""
    names_it = len(content(lead_up)) >= 2 and len(tokens(lead_up)) <= _SHORT and not _UNCLEAR.search(lead_up)
    points = _UNCLEAR.search(passage.said[first]) or _ONE.search(passage.said[first])
    if first and (points or names_it):
        first -= 1  # "I'll ask her": the sentence before says whom
    gaps = tuple(g - first for g in passage.gaps if g > first)
    return replace(passage, said=passage.said[first:], gaps=gaps)


def requests(question: str) -> bool:
    """Whether the question asks for something to be done, or offers to do it."""
    offers = bool(_OFFERS.search(question)) and not _HERE_AND_NOW.search(question)
    return offers or (bool(REQUEST.search(question)) and not _ABLE.search(question))


def promises(sentence: str, *, near: str = "") -> bool:
    """Whether the sentence promises something worth writing down; `near` may say when."""
    if "?" in sentence or _HYPOTHETICAL.search(sentence):
        return False
    ahead = bool(_AHEAD.search(_HABIT.sub(" ", sentence)))
    idle = [] if ahead else [m.start() for m in _IDLE.finditer(sentence)]
    verbs = {found[1].casefold() for found in _PROMISE.finditer(sentence) if found.start() not in idle}
    dated = bool(_WHEN.search(near or sentence)) or bool(_ORDINAL.search(near))
    return any(verb in _OFFICE or (verb in _VERBS and dated) or (verb in _WITH_A_DAY and ahead) for verb in verbs)


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
