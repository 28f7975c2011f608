"""From speech to plain reported English by rules alone.

A rule is used only where its result is certain to be true and grammatical: an adult's plain sentence becomes "Jo said that
…" (`models.wording.retold`), several of them a paragraph (`models.wording.flow`); a question of plain form becomes "Asked
whether …"; a promise becomes "Ann to …". Everything else stands in quotation marks after the speaker's name. Nobody's sex
is guessed, and a child is always quoted verbatim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from models.talk.arrangements import agreed, arranged
from models.talk.dates import with_dates
from models.talk.next_steps import as_step, promises
from models.talk.passage import Passage
from models.talk.people import People
from models.talk.speech import content, tokens
from models.weighing.confirming import of_harm
from models.wording.asked import before_answer, first_meant, single_marks
from models.wording.flow import answers_yes_or_no, told
from models.wording.retold import Retelling
from models.wording.turned import without_calling_first
from recorder.domain import StatementKind

_OPENER = re.compile(r"^(?:(?:and|so|now|right|okay|well|oh|er|um|thank you,? (?:and|but))\b,?\s+)+(?=\w)", re.IGNORECASE)
# A yes that answers nothing: in "Yeah, no, …" always, in "Yeah, 'cause …" where no question stands before it.
_NOD_BEFORE_NO = re.compile(r"^(?:(?:yes|yeah|yep|aye),? +)+(?=no[,.])", re.IGNORECASE)
_NOD_FIRST = re.compile(r"^(?:(?:yes|yeah|yep|aye),? +)+(?=(?:'?cause|because|well|but|so)\b)", re.IGNORECASE)
_YOU = re.compile(r"\byou", re.IGNORECASE)
_TAKES_BACK = re.compile(r"^(?:no|actually|sorry|wait|or)\b", re.IGNORECASE)
_ADDS = re.compile(r"^(?:for|at|on|by|with|after|before|in|from)\b")
_WHOLE = 4  # words of meaning
_POINTS = re.compile(r"\b(?:it|that|this|those|these|there|one|ones|so|do|does|did|him|her|them|he|she|they)\b", re.IGNORECASE)
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
    lead = before_answer(passage, people, direct=direct, retelling=retelling) if passage.asked else ""
    answer, rest = _answer(passage, people) if lead and not direct else ("", passage.said)
    if answer and not rest:
        return Worded(f"{lead}{who} said{answer}.", StatementKind.STATEMENT)
    if answer:
        words = _spoken(replace(passage, said=rest, gaps=tuple(g - 1 for g in passage.gaps if g > 1)), people)
        words = with_dates(words, dates_from) if dates_from is not None else words
    of = "" if to or answer or retelling is None else _of_whom(passage, people, retelling)(passage.said, lead)
    text = f"{lead}{who} said{of}{to}{answer}: “{words}”"
    return Worded(text, StatementKind.QUOTE if people.verbatim(passage.speaker) else StatementKind.STATEMENT)


def _lead(passage: Passage, people: People, retelling: Retelling) -> str:
    """What stands before an answer; nothing where an adult's answer says by itself all that it means."""
    return "" if _says_it_all(passage, people, retelling) else before_answer(passage, people, retelling=retelling)


def _says_it_all(passage: Passage, people: People, retelling: Retelling) -> bool:
    """Whether an adult answers an open question by a whole sentence about somebody named, which points to nothing before it.

    "Who helps you?" – "Ruth brings Max home from school on Tuesdays." What was asked of harm always stands.
    """
    if not passage.asked or passage.told or people.verbatim(passage.speaker) or answers_yes_or_no(passage):
        return False
    words = retelling.tokens.get(passage.said[0], ())
    subject = next((w for w in words if w.subject), None)
    whole = any(w.tag in ("VBD", "VBZ", "VBP", "MD") for w in words) and len(content(passage.said[0])) >= _WHOLE
    named = subject is not None and subject.tag == "NAME" and words[0].tag == "NAME"
    return named and whole and not _POINTS.search(passage.said[0]) and not of_harm(f"{passage.asked} {passage.said[0]}")


def _of_whom(passage: Passage, people: People, retelling: Retelling) -> Callable[[Sequence[str], str], str]:
    """Give what says " of Mark" where the first "he" of some sentences means Mark and nothing read so far says so."""

    def of_whom(said: Sequence[str], read: str) -> str:
        for sentence in said:
            key, first = first_meant(sentence, passage.turn, retelling, but=frozenset({passage.speaker}), lead=read)
            if first:
                return f" of {people.name(key)}" if key else ""
            read += f" {sentence}"
        return ""

    return of_whom


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
    lead = _lead(passage, people, retelling) if passage.asked else ""
    text = told(passage, lead, people.name(passage.speaker), retelling)
    return Worded(text, StatementKind.STATEMENT) if text else None


def step(passage: Passage, people: People, retelling: Retelling, *, visit_date: date) -> Worded:
    """A next step: "Ann to …" for promises that can be turned, the arrangement, or the words themselves."""
    plain = None if people.verbatim(passage.speaker) else _plain_step(passage, people, retelling, visit_date=visit_date)
    if plain is None and not passage.asked and not any(_TAKES_BACK.match(s) for s in passage.said):
        plain = _steps(passage, people, retelling, visit_date=visit_date)
    return Worded(plain or quote(passage, people, dates_from=visit_date, retelling=retelling).text, StatementKind.ACTION)


def _plain_step(passage: Passage, people: People, retelling: Retelling, *, visit_date: date) -> str | None:
    """An arrangement, what somebody agreed to when asked, or what a worker agreed to do about what another said."""
    if not passage.asked:
        return arranged(passage, people, visit_date=visit_date)
    lead = before_answer(passage, people, retelling=retelling)
    if (plain := agreed(passage, lead, people, visit_date=visit_date)) is not None:
        return plain
    if text := told(passage, lead, people.name(passage.speaker), retelling):
        return with_dates(text, visit_date)
    if not passage.told or not people.is_worker(passage.speaker) or any(_TAKES_BACK.match(s) for s in passage.said):
        return None
    steps = [
        as_step(s, passage, people, visit_date=visit_date, pronouns=retelling.pronouns, after=passage.asked)
        for s in passage.said
    ]
    who = f"{people.name(passage.speaker)} to "
    done = " and ".join(s.removeprefix(who).removesuffix(".") for s in steps if s)
    return f"{lead}{people.name(passage.speaker)} agreed to {done}." if all(steps) else None


def _steps(passage: Passage, people: People, retelling: Retelling, *, visit_date: date) -> str | None:
    """Each promise as "Ann to …"; what stands between them in the speaker's words. None where nothing can be turned."""
    texts: list[str] = []
    left: list[str] = []
    turned = False
    for n, said in enumerate((*passage.said, "")):
        part = _one_step(said, passage, people, retelling, visit_date=visit_date, n=n) if said else ""
        joins = retelling.fragment(said) if turned and not left and said and part is None else None
        if joins and _ADDS.match(joins) and not people.named_in(joins):  # "I'll ask for a letter. For Jo."
            texts[-1] = f"{texts[-1].removesuffix('.')}, {with_dates(joins, visit_date)}."
            continue
        if part is None:
            left.append(said)
            continue
        if left:
            if len(tokens(" ".join(left))) < 4 or (texts and _YOU.search(" ".join(left))):
                return None  # too little to stand between quotation marks of its own, or nobody could tell who "you" is
            rest = replace(passage, said=tuple(left), gaps=(), to="" if texts else passage.to)
            told_rest = None if people.verbatim(passage.speaker) else report(rest, people, retelling)
            texts.append(
                with_dates(told_rest.text, visit_date) if told_rest else quote(rest, people, dates_from=visit_date).text
            )
            left = []
        turned = turned or bool(part)
        texts.append(part)
    return " ".join(t for t in texts if t) if turned else None


def _one_step(sentence: str, passage: Passage, people: People, retelling: Retelling, *, visit_date: date, n: int) -> str | None:
    if promises(sentence, near=sentence):
        before = " ".join(passage.said[:n])
        return as_step(sentence, passage, people, visit_date=visit_date, pronouns=retelling.pronouns, after=before)
    return arranged(replace(passage, said=(sentence,), gaps=()), people, visit_date=visit_date)


def _spoken(passage: Passage, people: People) -> str:
    parts: list[str] = []
    for n, sentence in enumerate(passage.said):
        parts.append(f"… {sentence}" if n in passage.gaps else sentence)
    words = single_marks(" ".join(parts))
    if not people.verbatim(passage.speaker):
        words = _NOD_BEFORE_NO.sub("", _OPENER.sub("", words))
        words = words if passage.asked else _NOD_FIRST.sub("", words)
        if passage.to or not _YOU.search(words):
            words = without_calling_first(words, people)
    first = words[:1] in ("'", "’")  # "'Cause"
    return words[: first + 1].upper() + words[first + 1 :]
