"""From speech to plain reported English by rules alone.

A rule is used only where its result is certain to be true and grammatical: an adult's plain sentence becomes "Jo said that …"
(`models.retold`), several of them a paragraph (`models.flow`); a question of plain form becomes "Asked whether …"; a
promise becomes "Ann to …". Everything else stands in quotation marks after the speaker's name. Nobody's sex is guessed, and
a child is always quoted verbatim.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from models.arrangements import agreed, arranged
from models.confirming import of_harm
from models.dates import with_dates
from models.flow import answers_yes_or_no, told
from models.next_steps import as_step, promises
from models.passage import Passage
from models.people import People
from models.pronouns import HE, SHE
from models.retold import Retelling
from models.speech import tokens
from models.turned import indirect, third_person
from recorder.domain import StatementKind

_OPENER = re.compile(r"^(?:(?:and|so|now|right|okay|well|oh|er|um|thank you,? (?:and|but))\b,?\s+)+(?=\w)", re.IGNORECASE)
# "The boiler?", "And school?", "Your brother?", "Ruth's chest?": a question that is only a thing.
_ABOUT = re.compile(
    r"^(?:(?:and|so) )?(?:(?:what|how) about |what['’]s |what is |how['’]s |how is )?"
    r"(?P<what>(?:(?P<your>your)|the|"
    r"(?-i:[A-Z][^\W\d_]+)['’]s) (?:[a-z-]+ ?){1,3}(?<! for)(?<! like)(?<! about)(?<! with)|school|nursery|college|"
    r"work|eating|sleep|sleeping|"
    r"food|money|health|contact|housing|drinking|smoking|friends|home)\?$",
    re.IGNORECASE,
)
_YOU = re.compile(r"\byou", re.IGNORECASE)
_TELL = re.compile(
    r"^(?:(?:can|could|will|would) you )?(?:please |just )?tell me (?:a bit |more )*about (?P<what>[^,;]+?)[.?]?$",
    re.IGNORECASE,
)
_TAKES_BACK = re.compile(r"^(?:no|actually|sorry|wait|or)\b", re.IGNORECASE)
_YES = re.compile(r"^(?:yes|yeah|yep|aye)[.!]?$", re.IGNORECASE)
_NO = re.compile(r"^(?:no|nope|nah)[.!]?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Worded:
    """A passage in the words of a note."""

    text: str
    kind: StatementKind


def quote(
    passage: Passage,
    people: People,
    *,
    dates_from: date | None = None,
    direct: bool = False,
    retelling: Retelling | None = None,
) -> Worded:
    """The passage as somebody's words in quotation marks, after the question where it is needed; `direct` keeps its wording.

    With a `retelling`, whom the words call "he" or "she" is said where they do not say it and the talk leaves no doubt.
    """
    words = _spoken(passage, people)
    if dates_from is not None:
        words = with_dates(words, dates_from)
    who = people.name(passage.speaker)
    to = f" to {people.name(passage.to)}" if passage.to else ""
    lead = _after(passage, people, direct=direct, retelling=retelling) if passage.asked else ""
    answer, rest = _answer(passage, people) if lead and not direct else ("", passage.said)
    if answer and not rest:
        return Worded(f"{lead}{who} said{answer}.", StatementKind.STATEMENT)
    if answer:
        words = _spoken(replace(passage, said=rest, gaps=tuple(g - 1 for g in passage.gaps if g > 1)), people)
        words = with_dates(words, dates_from) if dates_from is not None else words
    of = "" if to or answer or retelling is None else _of_whom(passage, lead, people, retelling)
    text = f"{lead}{who} said{of}{to}{answer}: “{words}”"
    return Worded(text, StatementKind.QUOTE if people.verbatim(passage.speaker) else StatementKind.STATEMENT)


def _of_whom(passage: Passage, lead: str, people: People, retelling: Retelling) -> str:
    """Give " of Mark" where the first "he" of the words means Mark and nothing read so far says so."""
    read = f"{lead} "
    for sentence in passage.said:
        key, first = _first_meant(sentence, passage.turn, retelling, but=frozenset({passage.speaker}), lead=read)
        if first:
            return f" of {people.name(key)}" if key else ""
        read += f"{sentence} "
    return ""


def _first_meant(
    words: str, place: int, retelling: Retelling, *, but: frozenset[str], lead: str = ""
) -> tuple[str, re.Match[str] | None]:
    """Whom the first "he" or "she" of the words means, and where it stands; no key where they say so, or nobody can tell."""
    found = [(p, m) for p, pattern in (("he", HE), ("she", SHE)) if (m := pattern.search(words))]
    if not found:
        return "", None
    pronoun, first = min(found, key=lambda pm: pm[1].start())
    key = retelling.pronouns.meant(pronoun, words, place, but=but)
    able = retelling.pronouns.able(pronoun, f"{lead} {words[: first.start()]}", but=but)
    return ("" if [m.key for m in able] == [key] else key), first


def _may_turn(passage: Passage) -> bool:
    """Whether a question may be told: it is one, its "you" is who answers, and it asks of no harm, where each word counts."""
    return (passage.asks_answerer or not _YOU.search(passage.asked)) and not of_harm(passage.asked)


def _answer(passage: Passage, people: People) -> tuple[str, tuple[str, ...]]:
    """Give " yes" or " no" and the rest of an adult's answer where it begins with nothing else; empty otherwise."""
    if people.verbatim(passage.speaker) or not answers_yes_or_no(passage):
        return "", passage.said
    first = passage.said[0]
    answer = " yes" if _YES.match(first) else " no" if _NO.match(first) else ""
    return answer, passage.said[1:] if answer else passage.said


def report(passage: Passage, people: People, retelling: Retelling) -> Worded | None:
    """The passage as reported speech; None where quoting it is more certain. A child is always quoted."""
    if people.verbatim(passage.speaker):
        return None
    lead = _after(passage, people, retelling=retelling) if passage.asked else ""
    text = told(passage, lead, people.name(passage.speaker), retelling)
    return Worded(text, StatementKind.STATEMENT) if text else None


def step(passage: Passage, people: People, retelling: Retelling, *, visit_date: date) -> Worded:
    """A next step: "Ann to …" for promises that can be turned, the arrangement, or the words themselves."""
    as_said = Worded(quote(passage, people, dates_from=visit_date, retelling=retelling).text, StatementKind.ACTION)
    lead = _after(passage, people, retelling=retelling) if passage.asked else ""
    plain = None if people.verbatim(passage.speaker) else arranged(passage, people, visit_date=visit_date)
    if passage.asked and not people.verbatim(passage.speaker):
        plain = agreed(passage, lead, people, visit_date=visit_date)
        if plain is None and (text := told(passage, lead, people.name(passage.speaker), retelling)):
            plain = with_dates(text, visit_date)
    if plain:
        return Worded(plain, StatementKind.ACTION)
    if passage.asked or any(_TAKES_BACK.match(s) for s in passage.said):
        return as_said
    parts = [_one_step(s, passage, people, visit_date=visit_date) for s in passage.said]
    if not any(parts):
        return as_said
    texts: list[str] = []
    left: list[str] = []
    for said, part in zip([*passage.said, ""], [*parts, ""], strict=True):
        if part is None:
            left.append(said)
            continue
        if left:
            if len(tokens(" ".join(left))) < 4:
                return as_said  # too little to stand between quotation marks of its own
            rest = replace(passage, said=tuple(left), gaps=(), to="")
            texts.append(quote(rest, people, dates_from=visit_date).text)
            left = []
        texts.append(part)
    return Worded(" ".join(t for t in texts if t), StatementKind.ACTION)


def _one_step(sentence: str, passage: Passage, people: People, *, visit_date: date) -> str | None:
    if promises(sentence, near=sentence):
        return as_step(sentence, passage, people, visit_date=visit_date)
    return arranged(replace(passage, said=(sentence,), gaps=()), people, visit_date=visit_date)


def _spoken(passage: Passage, people: People) -> str:
    parts: list[str] = []
    for n, sentence in enumerate(passage.said):
        parts.append(f"… {sentence}" if n in passage.gaps else sentence)
    words = _marks(" ".join(parts))
    if not people.verbatim(passage.speaker):
        words = _OPENER.sub("", words)
    return words[:1].upper() + words[1:]


def _marks(words: str) -> str:
    return words.replace("“", "‘").replace("”", "’").replace('"', "’")


def _after(passage: Passage, people: People, *, direct: bool = False, retelling: Retelling | None = None) -> str:
    """What stands before an answer, with a name for a first "he" or "she" where it is certain."""
    lead = _put(passage, people, direct=direct, retelling=retelling)
    named = re.match(r"Asked (?P<quoted>“)?", lead)
    if retelling is None or passage.asked_turn is None or named is None or passage.told:
        return lead
    aside = frozenset({passage.asked_by, passage.speaker})
    key, _ = _first_meant(passage.asked, passage.asked_turn, retelling, but=aside)
    found = [m for pattern in (HE, SHE) if (m := pattern.search(lead))]
    at = min(found, key=lambda m: m.start()) if found else None
    if not key or at is None:
        return lead
    if named["quoted"]:
        return f"Asked about {people.name(key)}, {lead.removeprefix('Asked ')}" if "?”" in lead else lead
    return f"{lead[: at.start()]}{people.name(key)}{lead[at.end() :]}" if at and at[0] in ("he", "she", "him") else lead


def _put(passage: Passage, people: People, *, direct: bool, retelling: Retelling | None) -> str:
    """Give “Asked whether …, ” or “Asked “…?”, ”; by whom is said when it was not the social worker."""
    by_worker = people.is_worker(passage.asked_by)
    put = _marks(passage.asked).removesuffix(".")
    if passage.told:
        return f"Told “{put}”, " if by_worker else f"When {people.name(passage.asked_by)} said “{put}”, "
    asker = "" if by_worker else f" by {people.name(passage.asked_by)}"
    who = {"asked_by": passage.asked_by, "answerer": passage.speaker}
    turned = None if direct else indirect(passage.asked, people, **who, sure=passage.asks_answerer)
    if turned:
        return f"Asked{asker} {turned}, "
    tell = _TELL.match(passage.asked)
    told = third_person(tell["what"], people, speaker=passage.asked_by, listener=passage.speaker) if tell else None
    if told and not direct and passage.asks_answerer:
        return f"Asked{asker} about {told}, "
    thing = _ABOUT.match(passage.asked)
    if thing:
        what = thing["what"]
        if thing["your"]:
            what = f"{people.name(passage.speaker)}'s {what[5:]}" if passage.asks_answerer else ""
        elif not people.named_in(what.split()[0]):
            what = f"{what[:1].lower()}{what[1:]}"
        if what:
            return f"Asked{asker} about {what}, "
    if retelling is not None and not direct and passage.asked_turn is not None and _may_turn(passage):
        place = passage.asked_turn
        if turned := retelling.ask(passage.asked, asked_by=passage.asked_by, answerer=passage.speaker, place=place):
            return f"Asked{asker} {turned}, "
    return f"Asked{asker} “{put}”, "
