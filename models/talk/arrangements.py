"""Agreed steps that are no promises: what was arranged for a day, and what somebody agreed to when asked.

"And the course? It's Wednesday the third, six o'clock." becomes "Ann said that the course is Wednesday the third [3 December
2025], six o'clock."; "Could you hand the form in?" – "I'll hand it in on Friday." becomes "Asked to hand the form in, Jo
agreed to hand it in on Friday [14 March 2025]." A plan keeps its present, and only what has a day is an arrangement.
"""

from __future__ import annotations

import re
from datetime import date

from models.talk.dates import MONTHS, WEEKDAYS, with_dates
from models.talk.passage import Passage
from models.talk.people import People
from models.talk.speech import content, tokens

_LEAD = r"(?:(?:and|so|but|then|okay|right|now|good|great|lovely|perfect)\b,? +)*"
_WHEN = (
    r"(?P<when>(?:on )?(?:tomorrow|(?:"
    + "|".join(WEEKDAYS)
    + r")|the (?:[a-z]+-)?(?:\w+(?:th|st|nd|rd)|first|second|third))\b.*)"
)
_IT_IS = re.compile(rf"^{_LEAD}(?:it|that)['’]s {_WHEN}$", re.IGNORECASE)
_THING_IS = re.compile(rf"^{_LEAD}(?P<what>the (?:[a-z-]+ ){{0,3}}?[a-z-]+)(?:['’]s| is) (?:… )?{_WHEN}$", re.IGNORECASE)
_MY_VISIT = re.compile(
    rf"^{_LEAD}(?P<what>my next (?:[a-z]+ )?visit)(?:['’]s| is) (?:… )?{_WHEN}$|"
    rf"^{_LEAD}(?P<bare>next visit) I['’]ve got (?:… )?{_WHEN.replace('when', 'later')}$",
    re.IGNORECASE,
)
_BACK = re.compile(rf"^{_LEAD}I['’]m (?P<how>back|coming back|coming) (?P<on>on )?(?:anyway )?{_WHEN}$", re.IGNORECASE)
_TOPIC = re.compile(
    rf"^{_LEAD}(?:there['’]s |also )?(?P<what>(?:the |your )?[\w'’-]+(?: [\w'’-]+){{0,4}}(?:, at [\w'’ -]{{3,40}})?)[?.]$",
    re.IGNORECASE,
)
_NOT_PLAIN = re.compile(
    r"\b(?:I|me|my|we|us|our|you|your|he|she|him|her|his|they|them|this|that|here|it)\b|\b(?:I|we|you|he|she|it|they)['’]|[?!…]",
    re.IGNORECASE,
)
_PROMISE = re.compile(r"^(?:I['’]ll|I will) (?:just |definitely )?(?P<rest>[a-z]+ .+?)[.!]$")
_OTHERS = re.compile(
    r"\b(?:I|me|my|we|us|our|you|your|he|she|him|her|his|they|them|meself|myself|this|here)\b|[?!…]", re.IGNORECASE
)
_REPLIES = re.compile(r"^(?:yes|yeah|yep|aye|okay|ok|of course|course|sure|fine)[.!]?$", re.IGNORECASE)
_CALLED = re.compile(rf"^{_LEAD}(?:[A-Z][^\W\d_]+, )+(?:(?:so|and) )?")
_ANYWAY = re.compile(r",? anyway\b", re.IGNORECASE)


def arranged(passage: Passage, people: People, *, visit_date: date) -> str | None:  # noqa: PLR0911 - one line a form
    """The arrangement as a sentence, or None where the passage is more than that."""
    who, said = people.name(passage.speaker), list(passage.said)
    if len(said) > 2 or passage.asked:
        return None
    last = _without_calling(_ANYWAY.sub("", said[-1].rstrip(" .!")), people)
    if len(said) == 2:
        topic, it = _TOPIC.match(said[0]), _IT_IS.match(last)
        if not topic or not it or _NOT_PLAIN.search(topic["what"]) or _NOT_PLAIN.search(it["when"]):
            return None
        return with_dates(f"{who} said that {_small(topic['what'])} is {_small(it['when'])}.", visit_date)
    if (visit := _MY_VISIT.match(last)) and not _NOT_PLAIN.search(visit["when"] or visit["later"]):
        what = (visit["what"] or visit["bare"]).casefold().removeprefix("my ")
        return with_dates(f"{who} said that the {what} is {visit['when'] or visit['later']}.", visit_date)
    if (back := _BACK.match(last)) and not _NOT_PLAIN.search(back["when"]):
        how = {"back": "be back", "coming": "come", "coming back": "come back"}[back["how"].casefold()]
        when = back["when"] if back["when"].casefold().startswith(("on ", "tomorrow")) else f"on {back['when']}"
        return with_dates(f"{who} to {how} {when}.", visit_date)
    if (thing := _THING_IS.match(last)) and not _NOT_PLAIN.search(thing["when"]):
        return with_dates(f"{who} said that {_small(thing['what'])} is {thing['when']}.", visit_date)
    return None


def agreed(passage: Passage, lead: str, people: People, *, visit_date: date) -> str | None:
    """Who agreed to do what was asked, in their own words; None where the answer is more than one promise."""
    if not passage.asked or passage.told:
        return None
    said = [s for s in passage.said if not _REPLIES.match(s)]
    promise = _PROMISE.match(said[-1]) if said else None
    if promise is None or _OTHERS.search(promise["rest"]):
        return None
    before = content(" ".join(said[:-1]))
    if len(tokens(" ".join(said[:-1]))) > 3 or not set(before) <= set(content(promise["rest"])):
        return None
    return with_dates(f"{lead}{people.name(passage.speaker)} agreed to {promise['rest']}.", visit_date)


def _without_calling(sentence: str, people: People) -> str:
    """The sentence without "Right, Jo, so" before it."""
    called = _CALLED.match(sentence)
    return sentence[called.end() :] if called and people.named_in(called[0]) else sentence


def _small(words: str) -> str:
    first = words.split(maxsplit=1)[0]
    return words if first.casefold() in (*WEEKDAYS, *MONTHS) or first.isupper() else words[:1].lower() + words[1:]
