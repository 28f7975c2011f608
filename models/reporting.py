"""From speech to plain reported English by rules alone.

A rule is used only where its result is certain to be true and grammatical: a sentence without "I", "you" or an unclear "he"
becomes "Jo said that …"; a question of plain form becomes "Asked whether …"; a promise becomes "Ann to …". Everything
else stands in quotation marks after the speaker's name. Nobody's sex is guessed, tense is left alone, and a child is always
quoted verbatim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from models.dates import with_dates
from models.next_steps import as_step, promises
from models.passages import Passage
from models.people import People
from models.speech import tokens
from models.turned import indirect, third_person
from recorder.domain import StatementKind

_PERSONAL = re.compile(
    r"\b(?:I|I'm|I've|I'll|I'd|me|my|mine|myself|meself|we|we're|we'll|"
    r"we've|we'd|us|our|ours|you|you're|you've|you'll|you'd|your|yours|"
    r"yourself|here|this|these|that's|ta|love|pet|mate|ain't|weren't|wasn't|"
    r"dun't|innit|them kids|summat|owt|nowt|sure|honest\w*|God|Allah)\b|[…—–?!]",
    re.IGNORECASE,
)
_FINITE_TEXT = """
is are was were has had have isn't aren't hasn't haven't hadn't will won't can can't could couldn't would wouldn't
does doesn't did didn't should shouldn't goes comes came went brings brought rings rang says said gets got gives
gave takes took makes made works lives stays stayed sleeps slept wakes eats likes wants needs knows thinks helps
helped looks keeps kept missed started stopped finished signed called told asked put cleaned fixed
"""
_FINITE = frozenset(_FINITE_TEXT.split())
_PLAIN_START = re.compile(r"^(?:The|There's|There is|There are|There was|Nobody|Everybody|Everyone|No one)\b")
# "That there was a lot of noise.": an answer that is already reported speech.
_THAT = re.compile(r"^That (?P<rest>(?:there|the|he|she|they|it|nobody|everybody) (?!['’]s\b)[^?!…]{8,}\.)$")
_OPENER = re.compile(r"^(?:(?:and|so|now|right|okay|well|oh|er|um|thank you,? (?:and|but))\b,?\s+)+(?=\w)", re.IGNORECASE)
# "The boiler?", "And the talking therapy?": a question that is only a thing.
_ABOUT = re.compile(r"^(?:what about |how about )?(?P<what>the (?:[a-z-]+ ?){1,3})\?$", re.IGNORECASE)
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


def quote(passage: Passage, people: People, *, dates_from: date | None = None, direct: bool = False) -> Worded:
    """The passage as somebody's words in quotation marks, after the question where it is needed; `direct` keeps its wording."""
    words = _spoken(passage, people)
    if dates_from is not None:
        words = with_dates(words, dates_from)
    who = people.name(passage.speaker)
    to = f" to {people.name(passage.to)}" if passage.to else ""
    lead = _after(passage, people, direct=direct) if passage.asked else ""
    answer, rest = _answer(passage, people) if lead and not direct else ("", passage.said)
    if answer and not rest:
        return Worded(f"{lead}{who} said{answer}.", StatementKind.STATEMENT)
    if answer:
        words = _spoken(replace(passage, said=rest, gaps=tuple(g - 1 for g in passage.gaps if g > 1)), people)
        words = with_dates(words, dates_from) if dates_from is not None else words
    text = f"{lead}{who} said{to}{answer}: “{words}”"
    return Worded(text, StatementKind.QUOTE if people.verbatim(passage.speaker) else StatementKind.STATEMENT)


def _answer(passage: Passage, people: People) -> tuple[str, tuple[str, ...]]:
    """Give " yes" or " no" and the rest of an adult's answer where it begins with nothing else; empty otherwise."""
    if people.verbatim(passage.speaker) or passage.told or not passage.asked.endswith("?"):
        return "", passage.said
    first = passage.said[0]
    answer = " yes" if _YES.match(first) else " no" if _NO.match(first) else ""
    return answer, passage.said[1:] if answer else passage.said


def report(passage: Passage, people: People) -> Worded | None:
    """The passage as reported speech; None where no rule is certain."""
    if people.is_child(passage.speaker):
        return None
    who = people.name(passage.speaker)
    if passage.asked and len(passage.said) == 1:
        answer = "yes" if _YES.match(passage.said[0]) else "no" if _NO.match(passage.said[0]) else None
        if answer:
            return Worded(f"{_after(passage, people)}{who} said {answer}.", StatementKind.STATEMENT)
    if len(passage.said) == 1 and not passage.asked and (told := _THAT.match(passage.said[0])):
        return Worded(f"{who} said that {told['rest'].rstrip(' .')}.", StatementKind.STATEMENT)
    if not all(_reportable(s, people) for s in passage.said):
        return None
    lead = _after(passage, people) if passage.asked else ""
    return Worded(f"{lead}{who} said that {_joined(passage.said, people)}.", StatementKind.STATEMENT)


def step(passage: Passage, people: People, *, visit_date: date) -> Worded:
    """A next step: "Ann to …" for promises that can be turned, the words themselves for the rest."""
    as_said = Worded(quote(passage, people, dates_from=visit_date).text, StatementKind.ACTION)
    if passage.asked or any(_TAKES_BACK.match(s) for s in passage.said):
        return as_said
    parts = [as_step(s, passage, people, visit_date=visit_date) if promises(s, near=s) else None for s in passage.said]
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


def _after(passage: Passage, people: People, *, direct: bool = False) -> str:
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
        return f"Asked{asker} about {thing['what'][:1].lower()}{thing['what'][1:]}, "
    return f"Asked{asker} “{put}”, "


def _reportable(sentence: str, people: People) -> bool:
    words = tokens(sentence)
    if not 4 <= len(words) <= 28 or _PERSONAL.search(sentence) or not sentence.rstrip().endswith("."):
        return False
    first_word = sentence.split(maxsplit=1)[0]
    first = first_word.strip(",.")
    begins = bool(_PLAIN_START.match(sentence)) or (bool(people.named_in(first)) and "," not in first_word)
    finite = any(w in _FINITE or (n == 1 and re.fullmatch(r"[a-z]{3,}(?:s|ed)", w)) for n, w in enumerate(words[1:5], 1))
    return begins and (finite or ("'s" in first_word and bool(_PLAIN_START.match(sentence))))


def _joined(said: Sequence[str], people: People) -> str:
    parts = [s.rstrip(" .") for s in said]
    lowered = [p if people.named_in(p.split()[0]) else p[:1].lower() + p[1:] for p in parts]
    return ", and that ".join(lowered)
