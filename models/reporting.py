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
from models.speech import exact, tokens
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
_WHETHER = re.compile(
    r"^(?P<aux>is|are|was|were|has|have|had|can|could|will|would|"
    r"should)(?P<not>n't)? (?P<who>he|she|it|they|there|you|[A-Z][^\W\d_]+) (?P<rest>.+)\?$",
    re.IGNORECASE,
)
# "That there was a lot of noise.": an answer that is already reported speech.
_THAT = re.compile(r"^That (?P<rest>(?:there|the|he|she|they|it|nobody|everybody) (?!['’]s\b)[^?!…]{8,}\.)$")
_OPENER = re.compile(r"^(?:(?:and|so|now|right|okay|well|oh|er|um)\b,?\s+)+(?=\w)", re.IGNORECASE)
# "The boiler?", "And the talking therapy?": a question that is only a thing.
_ABOUT = re.compile(r"^(?:what about |how about )?(?P<what>the (?:[a-z-]+ ?){1,3})\?$", re.IGNORECASE)
_BACKSHIFT = {"is": "was", "are": "were", "has": "had", "have": "had", "can": "could", "will": "would"}
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
    text = f"{_after(passage, people, direct=direct) if passage.asked else ''}{who} said{to}: “{words}”"
    return Worded(text, StatementKind.QUOTE if people.verbatim(passage.speaker) else StatementKind.STATEMENT)


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
    if passage.asked or not all(_reportable(s, people) for s in passage.said):
        return None
    return Worded(f"{who} said that {_joined(passage.said, people)}.", StatementKind.STATEMENT)


def step(passage: Passage, people: People, *, visit_date: date) -> Worded:
    """A next step: "Ann to …" for promises that can be turned, the words themselves for the rest."""
    who = people.name(passage.speaker)
    if passage.asked:
        return Worded(quote(passage, people, dates_from=visit_date).text, StatementKind.ACTION)
    parts = [as_step(s, who=who, visit_date=visit_date) if promises(s) else None for s in passage.said]
    taken_back = any(_TAKES_BACK.match(s) for s in passage.said)
    if taken_back or not any(parts) or any(promises(s) and not part for s, part in zip(passage.said, parts, strict=True)):
        return Worded(quote(passage, people, dates_from=visit_date).text, StatementKind.ACTION)
    turned = " ".join(part for part in parts if part)
    rest = [s for s, part in zip(passage.said, parts, strict=True) if not part]
    if any(len(tokens(s)) < 4 for s in rest):
        return Worded(quote(passage, people, dates_from=visit_date).text, StatementKind.ACTION)
    if rest:
        turned += f" {quote(replace(passage, said=tuple(rest), gaps=()), people, dates_from=visit_date).text}"
    return Worded(turned, StatementKind.ACTION)


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
    if passage.told and not people.is_worker(passage.asked_by):
        return f"When {people.name(passage.asked_by)} said “{_marks(passage.asked)}”, "
    asker = "" if people.is_worker(passage.asked_by) else f" by {people.name(passage.asked_by)}"
    whether = None if asker or direct or passage.told else _whether(passage.asked, people.name(passage.speaker))
    if whether:
        return f"Asked whether {whether}, "
    thing = _ABOUT.match(passage.asked)
    if thing and not passage.told:
        return f"Asked{asker} about {thing['what'][:1].lower()}{thing['what'][1:]}, "
    return f"{'Told' if passage.told else 'Asked'}{asker} “{_marks(passage.asked)}”, "


def _whether(question: str, answerer: str) -> str | None:
    """Turn "Has he stayed here?" into "he had stayed here"; None where person or word order is not certain."""
    found = _WHETHER.match(question)
    if not found or found["not"] or _PERSONAL.search(found["rest"]) or "," in found["rest"]:
        return None
    who, aux = found["who"], found["aux"].casefold()
    low = who.casefold()
    if exact(found["rest"]) and re.match(r"(?:the|a|an)\b", found["rest"], re.IGNORECASE):
        return None  # "Is Jo the fourth of August?" asks for a birthday
    if low == "you":
        past = "was" if aux in ("are", "were") else _BACKSHIFT.get(aux, aux)
        return f"{answerer} {past} {found['rest']}"
    if low not in ("he", "she", "it", "they", "there") and not who[0].isupper():
        return None
    if low not in ("he", "she", "it", "they", "there") and low in (
        "the",
        "that",
        "this",
        "a",
        "mum",
        "dad",
        "any",
        "anybody",
        "anyone",
    ):
        return None
    return f"{low if low in ('he', 'she', 'it', 'they', 'there') else who} {_BACKSHIFT.get(aux, aux)} {found['rest']}"


def _reportable(sentence: str, people: People) -> bool:
    words = tokens(sentence)
    if not 4 <= len(words) <= 28 or _PERSONAL.search(sentence) or not sentence.rstrip().endswith("."):
        return False
    first_word = sentence.split(maxsplit=1)[0]
    first = first_word.strip(",.")
    begins = bool(_PLAIN_START.match(sentence)) or (bool(people.named_in(first)) and "," not in first_word)
    return begins and (any(w in _FINITE for w in words[1:5]) or ("'s" in first_word and bool(_PLAIN_START.match(sentence))))


def _joined(said: Sequence[str], people: People) -> str:
    parts = [s.rstrip(" .") for s in said]
    lowered = [p if people.named_in(p.split()[0]) else p[:1].lower() + p[1:] for p in parts]
    return ", and that ".join(lowered)
