"""The first lines of a note: who was heard, what was said about the recording, and orders given to the device."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.talk.passage import Passage, Usable
from models.talk.people import People
from models.talk.speech import cleaned, content, sentences
from models.wording.reporting import quote
from recorder.domain import Role, Statement, StatementKind, Template, Turn

_ABOUT_RECORDING = re.compile(
    r"\b(?:(?<!for the )(?<!on )(?<!off )(?<!his )(?<!her )record(?:er|ing)?|tape|"
    r"(?:types?|writes?|writing|turns) (?:up |down )?(?:what|it|everything))\b",
    re.IGNORECASE,
)
_ANSWERED_WITHIN = 6  # turns
_ANSWER = re.compile(
    r"\b(?:i (?:don't )?agree|fine|okay|ok|no problem|happy|go on|go ahead|leave it on|don't mind|rather (?:not|you didn't)|"
    r"i'd rather|don't want|that's all right|all right then|i suppose|not happy|"
    r"turn it off|go for it|carry on|nothing to hide|not bothered|let's not)\b|^(?:yes|yeah|no|yep|aye|course|of course)\b",
    re.IGNORECASE,
)
_BUT = re.compile(r"\b(?:but|just|only|not|no|unless|if|as long as|rather)\b|n['’]t\b", re.IGNORECASE)
_FEW = 4  # words of meaning
_ALLOWS = re.compile(
    r"\b(?:okay|ok|all right|alright|happy|fine|(?:do|would) you mind|what about you)\b[^.!]*\?", re.IGNORECASE
)
_ASKS = re.compile(r"\?|\b(?:if you're|all right|okay with|ok with|happy)\b", re.IGNORECASE)


def opening_statements(
    turns: Sequence[Turn], people: People, template: Template, usable: Usable, chosen: Sequence[Statement]
) -> list[Statement]:
    """Statements for the template's first drafted section, in order of time."""
    section = next((s.key for s in template.sections if s.written_by == "draft"), None)
    if section is None:
        return []
    return [
        *_who_was_heard(section, people, turns, chosen),
        *_asked_about_recording(section, turns, people, usable),
        *(_to_the_machine(section, t, people) for t in turns if t.i in usable.machine),
    ]


def _who_was_heard(section: str, people: People, turns: Sequence[Turn], chosen: Sequence[Statement]) -> list[Statement]:
    first: dict[str, int] = {}
    for i in sorted(i for s in chosen for i in s.cites):
        first.setdefault(turns[i].speaker, i)
    heard = [p for p in people.roster if p.key in first and not people.is_worker(p.key)]
    if not heard:
        return []
    names = [p.name for p in heard]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    text = f"{listed} {'was' if len(names) == 1 else 'were'} present."
    return [Statement(section, text, tuple(sorted(first[p.key] for p in heard)))]


def _asked_about_recording(section: str, turns: Sequence[Turn], people: People, usable: Usable) -> list[Statement]:
    """What each person answered when first told about the recording."""
    found: list[Statement] = []
    answered: set[str] = set()
    for place, turn in enumerate(turns[:-1]):
        if not people.is_worker(turn.speaker) or not _ABOUT_RECORDING.search(turn.text) or not _ASKS.search(turn.text):
            continue
        for answer in turns[place + 1 : place + 1 + _ANSWERED_WITHIN]:
            usual = usable.evidence(turn.i) and usable.evidence(answer.i)
            if (
                not _may_answer(answer.speaker, people)
                or answer.speaker in answered
                or not usual
                or not _ANSWER.search(answer.text)
            ):
                continue
            between = [t for t in turns[place + 1 : place + _ANSWERED_WITHIN] if turn.i < t.i < answer.i]
            if any(_calls_to_other_matter(t, answer.speaker, people) for t in between):
                continue
            answered.add(answer.speaker)
            pieces = sentences(answer.text if people.verbatim(answer.speaker) else cleaned(answer.text))
            first = next(n for n, s in enumerate(pieces) if _ANSWER.search(s))
            words = quote(Passage(answer.i, answer.speaker, _answer(pieces, first)), people)
            found.append(Statement(section, f"Asked about the recording, {words.text}", (turn.i, answer.i), words.kind))
    return found


def _calls_to_other_matter(turn: Turn, speaker: str, people: People) -> bool:
    """Whether a worker who has asked about the recording calls this person by name to something else."""
    called = people.is_worker(turn.speaker) and speaker in people.addressed_in(turn.text)
    asks_again = _ABOUT_RECORDING.search(turn.text) or _ALLOWS.search(turn.text)  # "And Max, is that okay with you?"
    return called and not asks_again and len(content(turn.text)) >= _FEW


def _may_answer(speaker: str, people: People) -> bool:
    """Whether it is one of the family or their carers, whose say it is; a colleague's "yep" answers something else."""
    return not people.is_worker(speaker) and people.role(speaker) is not Role.PROFESSIONAL


def _answer(pieces: Sequence[str], first: int) -> tuple[str, ...]:
    """The sentence that answers; with the one after it where that takes something back or sets a condition."""
    after = pieces[first + 1 : first + 3]
    last = max((n for n, s in enumerate(after, 1) if _BUT.search(s) and not s.rstrip().endswith("?")), default=0)
    return tuple(pieces[first : first + last + 1])


def _to_the_machine(section: str, turn: Turn, people: People) -> Statement:
    return Statement(section, f"{people.name(turn.speaker)} spoke to the recording device.", (turn.i,), StatementKind.STATEMENT)
