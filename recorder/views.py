"""What is shown to whom: a transcript with words taken out, each with its reason, looked through by a person.

A review list proposes what an audience's rule hides; a person confirms, adds and takes back; whatever is hidden once is
hidden wherever it is said again, unless a person took back that very place. From the list comes a view that no longer
holds the words at all, so that no export of it can. A view that people outside will read is refused while anything is
unreviewed, and subject access until somebody has asked whether it could do serious harm.

Who found the spans and which rule applies is not known here: `redaction.policy.rule_for` makes the rules.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from recorder.domain import ApprovedNote, Person, RedactedTranscript, Role, Span, Transcript, Turn
from recorder.errors import Refused, UsageError

_ROLE_LABELS = {
    Role.CHILD: "Child",
    Role.PARENT: "Parent",
    Role.PARTNER: "Partner",
    Role.CARER: "Carer",
    Role.RELATIVE: "Relative",
    Role.SOCIAL_WORKER: "Social worker",
    Role.PROFESSIONAL: "Professional",
    Role.OTHER: "Person",
}
_SHORTEST_REPEAT = 2  # letters; a lone letter is not looked for elsewhere
_WORDS_THAT_STAND_FOR_MUCH = frozenset({"AGE", "DATE_OF_BIRTH"})  # "nine" elsewhere is seldom the same nine


class Rule(Protocol):
    """What is hidden from an audience."""

    @property
    def name(self) -> str:
        """The audience, as printed."""
        ...

    @property
    def subject(self) -> str | None:
        """Person.key of whoever asks for their own data; None for other audiences."""
        ...

    @property
    def needs_review(self) -> bool:
        """Whether a person must look at every redaction first."""
        ...

    @property
    def needs_harm_check(self) -> bool:
        """Whether serious harm must have been thought of first."""
        ...

    def reason(self, span: Span, person: Person | None) -> str | None:
        """Why the span is hidden; None when it stays."""
        ...


class State(StrEnum):
    """How far the review of one redaction is."""

    PROPOSED = "proposed"  # hidden, not yet looked at
    CONFIRMED = "confirmed"  # hidden
    TAKEN_BACK = "taken_back"  # shown, because a person said so


@dataclass(frozen=True, slots=True)
class Redaction:
    """One stretch of a turn on the review list."""

    id: int  # place in the list, from 1
    turn: int  # Turn.i
    start: int  # character offset
    end: int  # character offset, exclusive
    type: str  # PERSON, PHONE …
    reason: str
    state: State = State.PROPOSED
    reviewer: str = ""  # name of who decided; empty while proposed
    by_hand: bool = False  # a person found it, not the software


@dataclass(frozen=True, slots=True)
class HarmCheck:
    """Somebody asked whether disclosure could do serious harm to anyone's health (DPA 2018, schedule 3, paragraph 11)."""

    by: str  # name
    at: datetime  # UTC
    harmful: bool


@dataclass(frozen=True, slots=True)
class Review:
    """The review list of one transcript for one audience. Holds the original words: never leaves the vault."""

    source: RedactedTranscript
    speakers: tuple[str, ...]  # a label for each turn that names nobody
    rule: Rule
    redactions: tuple[Redaction, ...]
    harm_check: HarmCheck | None = None

    @property
    def waiting(self) -> tuple[Redaction, ...]:
        """What nobody has looked at yet."""
        return tuple(r for r in self.redactions if r.state is State.PROPOSED)


@dataclass(frozen=True, slots=True)
class Removed:
    """What the reader of a view learns about a hidden stretch."""

    number: int
    type: str
    reason: str
    reviewer: str


@dataclass(frozen=True, slots=True)
class ViewTurn:
    """A turn without the hidden words."""

    i: int
    speaker: str
    text: str  # "[3: phone]" where words were


@dataclass(frozen=True, slots=True)
class View:
    """A transcript as one audience may read it; what was hidden is nowhere in it."""

    id: str  # a hash, since a transcript's own id may be a file's name
    audience: str
    turns: tuple[ViewTurn, ...]
    removed: tuple[Removed, ...]


def note_as_transcript(note: ApprovedNote) -> Transcript:
    """A note's sentences as turns, so that a redactor can read them and a view can be made of a note too."""
    headings = {section.key: section.heading for section in note.template.sections}
    texts = [(headings[s.section], s.text) for s in note.statements if s.text]
    texts += [(headings[key], text) for key, text in note.human_sections if text]
    return Transcript(note.visit_id, tuple(Turn(i, heading, text) for i, (heading, text) in enumerate(texts)))


def open_review(redacted: RedactedTranscript, transcript: Transcript, *, roster: Sequence[Person], rule: Rule) -> Review:
    """What the rule hides, and every other mention of the same words, as a list to be looked through."""
    people = {p.key: p for p in roster}
    found = [
        Redaction(0, turn.i, span.start, span.end, span.type, reason)
        for turn in redacted.turns
        for span in turn.spans
        if (reason := rule.reason(span, people.get(span.person or "")))
    ]
    review = Review(redacted, _speaker_labels(transcript, roster), rule, _numbered(found))
    return _second_look(review, review.redactions)


def confirm(review: Review, ids: Sequence[int], *, by: str) -> Review:
    """The same list with these looked at and hidden for good. Raises `UsageError` for an unknown number."""
    return _decide(review, ids, State.CONFIRMED, by)


def take_back(review: Review, ids: Sequence[int], *, by: str) -> Review:
    """The same list with these shown again. Raises `UsageError` for an unknown number."""
    return _decide(review, ids, State.TAKEN_BACK, by)


def add(review: Review, *, turn: int, words: str, type: str, reason: str, by: str) -> Review:  # noqa: A002 - the field's word
    """Hide words that the software missed, there and wherever else they are said. Raises `UsageError` if they are not there."""
    text = next((t.text for t in review.source.turns if t.i == turn), "")
    at = text.find(words) if words else -1
    if at < 0:
        raise UsageError("Those words do not stand in that turn.", "Nothing was changed.")
    made = Redaction(len(review.redactions) + 1, turn, at, at + len(words), type, reason, State.CONFIRMED, by, by_hand=True)
    grown = replace(review, redactions=(*review.redactions, made))
    return _second_look(grown, (made,))


def checked_for_harm(review: Review, check: HarmCheck) -> Review:
    """The same list with the serious-harm check beside it."""
    return replace(review, harm_check=check)


def decisions_to_json(review: Review) -> dict[str, Any]:
    """What people decided, to be kept in the vault beside the visit; the words themselves are not in it."""
    check = review.harm_check
    return {
        "rule": review.rule.name,
        "redactions": [asdict(r) | {"state": r.state.value} for r in review.redactions],
        "harm_check": None if check is None else {"by": check.by, "at": check.at.isoformat(), "harmful": check.harmful},
    }


def with_decisions(review: Review, data: Mapping[str, Any]) -> Review:
    """A freshly opened review with the decisions kept for its rule. Raises ValueError or KeyError on another rule's."""
    if data["rule"] != review.rule.name:
        raise ValueError("these decisions were made for another audience")
    check = data["harm_check"]
    return replace(
        review,
        redactions=tuple(Redaction(**r | {"state": State(r["state"])}) for r in data["redactions"]),
        harm_check=HarmCheck(check["by"], datetime.fromisoformat(check["at"]), check["harmful"]) if check else None,
    )


def make_view(review: Review) -> View:
    """The transcript without the hidden words. Raises `Refused` while the rule's conditions are not met."""
    if review.rule.needs_review and review.waiting:
        raise Refused(
            f"{len(review.waiting)} redactions have not been looked at, so nothing was exported.",
            "Confirm each or take it back, then export again.",
        )
    if review.rule.needs_harm_check and (review.harm_check is None or review.harm_check.harmful):
        raise Refused(
            "Nobody has recorded that this disclosure would do no serious harm, so nothing was exported.",
            "Record the serious-harm check first; if harm is likely, ask your information governance team.",
        )
    hidden = sorted((r for r in review.redactions if r.state is not State.TAKEN_BACK), key=lambda r: (r.turn, r.start, -r.end))
    turns: list[ViewTurn] = []
    removed: list[Removed] = []
    for turn, speaker in zip(review.source.turns, review.speakers, strict=True):
        text, at = "", 0
        for redaction in (r for r in hidden if r.turn == turn.i):
            if redaction.end <= at:
                continue
            number = len(removed) + 1
            kind = redaction.type.replace("_", " ").lower()
            text += f"{turn.text[at : max(at, redaction.start)]}[{number}: {kind}]"
            removed.append(Removed(number, kind, redaction.reason, redaction.reviewer or "proposed by software"))
            at = redaction.end
        turns.append(ViewTurn(turn.i, speaker, text + turn.text[at:]))
    digest = hashlib.sha256(f"{review.source.id}\0{review.rule.name}".encode()).hexdigest()[:16]
    return View(digest, review.rule.name, tuple(turns), tuple(removed))


def _decide(review: Review, ids: Sequence[int], state: State, by: str) -> Review:
    unknown = set(ids) - {r.id for r in review.redactions}
    if unknown:
        raise UsageError(f"There is no redaction {min(unknown)} on the list.", "Nothing was changed.")
    chosen = set(ids)
    return replace(
        review,
        redactions=tuple(replace(r, state=state, reviewer=by) if r.id in chosen else r for r in review.redactions),
    )


def _second_look(review: Review, origins: Sequence[Redaction]) -> Review:
    """Add every other place where the words of `origins` stand, as proposals."""
    texts = {turn.i: turn.text for turn in review.source.turns}
    words: dict[str, Redaction] = {}
    for redaction in origins:
        said = texts[redaction.turn][redaction.start : redaction.end]
        if redaction.type not in _WORDS_THAT_STAND_FOR_MUCH and sum(c.isalnum() for c in said) >= _SHORTEST_REPEAT:
            words.setdefault(said.lower(), redaction)
    known = [(r.turn, r.start, r.end) for r in review.redactions]
    found = []
    for number, start, end, origin in _mentions(texts, words):
        if not any(turn == number and a <= start and end <= b for turn, a, b in known):
            found.append(replace(origin, turn=number, start=start, end=end, state=State.PROPOSED, reviewer="", by_hand=False))
            known.append((number, start, end))
    return replace(review, redactions=_numbered([*review.redactions, *found]))


def _mentions(texts: dict[int, str], words: dict[str, Redaction]) -> Iterator[tuple[int, int, int, Redaction]]:
    if not words:
        return
    longest_first = sorted(words, key=len, reverse=True)
    shape = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
    for number, text in texts.items():
        for found in shape.finditer(text):
            small = found.group().islower() and found.group().isascii() and " " not in found.group()
            origin = words.get(found.group().lower())
            if origin is None or (small and origin.type == "PERSON" and texts[origin.turn][origin.start].isupper()):
                continue  # "will" is not Will
            yield number, *found.span(), origin


def _numbered(redactions: Sequence[Redaction]) -> tuple[Redaction, ...]:
    return tuple(replace(r, id=n) for n, r in enumerate(redactions, 1))


def _speaker_labels(transcript: Transcript, roster: Sequence[Person]) -> tuple[str, ...]:
    """A label for each turn's speaker by their part: "Parent 1", or "Speaker 2" where nobody was named."""
    counts: Counter[str] = Counter()
    labels: dict[str, str] = {}
    roles = {p.key: p.role for p in roster}
    for key in dict.fromkeys(turn.speaker for turn in transcript.turns):
        word = _ROLE_LABELS[roles[key]] if key in roles else "Speaker"
        counts[word] += 1
        labels[key] = f"{word} {counts[word]}"
    return tuple(labels[turn.speaker] for turn in transcript.turns)
