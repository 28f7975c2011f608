"""Domain values as the words that people read; no terminal in it, so that each rule is tested by itself.

Everything here returns plain strings: a mark always has its words beside it somewhere on the screen, days and times are
written as people in England write them, and what a person must still do is said as a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from audit.events import Entry
from audit.report import describe_event
from recorder.clock_time import clock_time
from recorder.domain import (
    Contradiction,
    Differs,
    Origin,
    Person,
    Section,
    Statement,
    Status,
    Transcript,
    Turn,
    Visit,
    WorkingNote,
)
from recorder.words_behind import place_in_text, words_behind
from tui.doubts import DOUBTFUL_VOICE, Mark, doubts_in, doubts_of

MUST_CONFIRM, CONFIRMED, EDITED, TAKEN_OUT = "●", "✓", "✎", "–"
NOT_SAVED = "words typed, not saved yet"
LEGEND = f"{MUST_CONFIRM} waits for you   {CONFIRMED} confirmed   {EDITED} edited   AI = drafted by the machine"

_STATES = {
    Status.PLANNED: "planned, no recording yet",
    Status.RECORDING: "being recorded",
    Status.RECORDED: "recorded",
    Status.TRANSCRIBED: "transcript ready, no draft yet",
    Status.DRAFTED: "draft waits for you",
    Status.APPROVED: "approved and signed",
    Status.COUNTERSIGNED: "countersigned",
    Status.FILED: "filed",
    Status.ERASED: "erased",
}
_NEXT = {
    Status.PLANNED: "Open it: ask for consent, then record",
    Status.RECORDING: "Stop the recording first.",
    Status.RECORDED: "Open it: the words are written down",
    Status.TRANSCRIBED: "Open it: say whose voice is whose",
    Status.APPROVED: "Your supervisor reads it next; open it to export it",
    Status.COUNTERSIGNED: "Open it: export it, then say that it is filed",
    Status.FILED: "Nothing.",
    Status.ERASED: "Nothing is left of it but the log.",
}
HAS_NOTE = frozenset({Status.DRAFTED, Status.APPROVED, Status.COUNTERSIGNED, Status.FILED})


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit as a line of the list."""

    id: str
    day: str
    title: str  # with the case's reference
    state: str
    to_do: str


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One line of the note: a heading, a sentence, or a section that only people write."""

    kind: str  # "heading", "sentence" or "section"
    key: str  # Statement.id, or Section.key
    text: str
    marks: str = ""  # MUST_CONFIRM, CONFIRMED, EDITED, TAKEN_OUT
    tail: str = ""  # whose words they are
    waits: bool = False  # a person must still do something about it


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One turn beside the note."""

    place: str  # "turn 4 · 01:20"
    speaker: str
    text: str
    cited: bool  # False for a turn that only shows what came before or after
    after_gap: bool  # turns were left out just before this one
    doubts: tuple[Mark, ...] = ()  # words in `text` that the machine is not sure of
    behind: tuple[int, int] | None = None  # where in `text` the words behind the sentence are; None: all of it


@dataclass(frozen=True, slots=True)
class About:
    """What the evidence pane says of the selected line."""

    heading: str
    words: str
    turns: tuple[EvidenceLine, ...] = ()


def tidy(text: str) -> str:
    """One line: white space of any kind becomes a single blank."""
    return " ".join(text.split())


def day(held_on: date) -> str:
    """E.g. "11 Mar 2026"."""
    return f"{held_on.day} {held_on:%b %Y}"


def count(number: int, one: str, many: str = "") -> str:
    """E.g. "1 thing", "3 things"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def speaker_name(key: str, roster: Sequence[Person]) -> str:
    """The roster's name for a speaker; the full one where two share the short one; a voice's label while unnamed."""
    person = next((p for p in roster if p.key == key), None)
    if person is None:
        return f"Voice {key} (not named)"
    shared = sum(p.short_name == person.short_name for p in roster) > 1
    return tidy(person.name if shared else person.short_name)


def visit_row(visit: Visit, *, reference: str, note: WorkingNote | None, given_back: bool = False) -> VisitRow:
    """A visit as a line of the list, `reference` its case's.

    `note` is its draft when it has one to work on, which a supervisor may have given back.
    """
    to_do = next_step(visit, note)
    title = tidy(f"{visit_title(visit)} · {reference}".strip(" ·"))
    state = "given back to you by your supervisor" if given_back else _STATES[visit.status]
    return VisitRow(visit.id, day(visit.held_on), title, state, to_do)


def next_step(visit: Visit, note: WorkingNote | None) -> str:
    """What a person does next about a visit."""
    if visit.status is Status.DRAFTED and note:
        waiting = len(note.to_do())
        return f"{count(waiting, 'thing')} to do, then approve" if waiting else "Read it once more and approve"
    return _NEXT.get(visit.status, "Open it.")


def visit_title(visit: Visit) -> str:
    """What a visit is called; erasing takes the title too."""
    return tidy(visit.title) or ("Erased visit" if visit.status is Status.ERASED else "Visit")


def visit_heading(visit: Visit) -> str:
    """The page's heading."""
    return f"{visit_title(visit)} · {day(visit.held_on)}"


def state_words(visit: Visit) -> str:
    """Where the visit is on its way."""
    return _STATES[visit.status]


def note_lines(
    note: WorkingNote, *, unsaved: Mapping[str, str] | None = None, transcript: Transcript | None = None
) -> tuple[NoteLine, ...]:
    """The note from top to bottom. A drafted section without sentences keeps its heading, so that the gap is seen.

    `unsaved` are words that were typed and not saved, by field: their lines say so. With the transcript, each sentence tells
    which of its words, and whose voices, were doubtful there.
    """
    doubted = {s.id: doubts_of(s, transcript).tail for s in note.statements if s.text} if transcript else {}
    lines = [
        replace(x, tail=f"{x.tail} · {doubted[x.key]}") if x.kind == "sentence" and doubted.get(x.key) else x
        for x in _note_lines(note)
    ]
    typed = unsaved or {}
    return tuple(
        replace(x, tail=f"{x.tail} · {NOT_SAVED}".strip(" ·")) if x.key in typed and x.kind != "heading" else x for x in lines
    )


def _note_lines(note: WorkingNote) -> list[NoteLine]:
    written, lines = dict(note.human_sections), list[NoteLine]()
    for section in note.template.sections:
        sentences = [_sentence(s) for s in note.statements if s.section == section.key]
        alone = section.key not in written
        lines.append(NoteLine("heading", section.key, section.heading, tail="none" if alone and not sentences else ""))
        lines += sentences
        if not alone:
            lines.append(_human_section(section, written[section.key]))
    return lines


def _sentence(statement: Statement) -> NoteLine:
    if not statement.text:
        gone = tidy(statement.drafted_text)
        return NoteLine("sentence", statement.id, f"Taken out: {gone}" if gone else "Taken out.", TAKEN_OUT, "by you")
    waits = statement.confirm and not statement.confirmed
    marks = (MUST_CONFIRM if waits else CONFIRMED if statement.confirmed else "") + (EDITED if statement.edited else "")
    drafted = statement.origin is not Origin.PERSON
    tail = f"{whose(statement)} · evidence chosen by you" if drafted and statement.evidence_chosen else whose(statement)
    return NoteLine("sentence", statement.id, tidy(statement.text), marks, tail, waits)


def _human_section(section: Section, text: str) -> NoteLine:
    if text.strip():
        return NoteLine("section", section.key, text.strip(), "", "your words")
    return NoteLine("section", section.key, "Not written yet. Only you can write this: press w.", MUST_CONFIRM, "", waits=True)


def whose(statement: Statement) -> str:
    """Who worded a sentence, in a word or two."""
    if statement.origin is Origin.PERSON:
        return "your words"
    return "AI, edited by you" if statement.edited else "AI"


def about_line(line: NoteLine, note: WorkingNote, *, transcript: Transcript | None, roster: Sequence[Person]) -> About:
    """What the evidence pane says of one line of the note."""
    if line.kind == "section":
        section = next(s for s in note.template.sections if s.key == line.key)
        whose_part = "You wrote this; no machine did." if not line.waits else "No machine writes here. Press w to write."
        return About(tidy(section.heading), f"{tidy(section.guidance)}\n\n{whose_part}")
    statement = next(s for s in note.statements if s.id == line.key)
    if not statement.cites:
        said = "No recorded words stand behind this sentence: you wrote it. Press v to choose some."
        return About(f"{statement.id} · your own words", said)
    turns = evidence(transcript, statement.cites, roster=roster, behind=statement.text or statement.drafted_text)
    rests = "turn " if len(statement.cites) == 1 else "turns "
    heading = f"{statement.id} rests on {rests}{', '.join(map(str, statement.cites))}"
    doubts = doubts_of(statement, transcript).sentences if transcript and statement.text else ()
    return About(heading, "\n".join((_about_sentence(statement), *doubts)), turns)


def _about_sentence(statement: Statement) -> str:
    worded = "by a language model" if statement.origin is Origin.WRITER else "from the spoken words, by rules"
    own = statement.origin is Origin.PERSON
    said = ["Your own words, not the machine’s." if own else f"AI-drafted {worded}."]
    if not statement.text:
        said = ["You took this sentence out. Press e to put it back."]
    elif statement.edited:
        said = [f"{EDITED} Edited by you. The draft said: {tidy(statement.drafted_text)}"]
    if statement.text and (own or statement.evidence_chosen):
        said.append("You chose the words that it rests on.")
    if statement.text and statement.confirmed:
        said.append(f"{CONFIRMED} You confirmed it.")
    elif statement.text and statement.confirm:
        said.append(f"{MUST_CONFIRM} You must confirm it: read the words below, then press c.")
    return "\n".join(said)


def evidence(
    transcript: Transcript | None, cites: Iterable[int], *, roster: Sequence[Person], behind: str = ""
) -> tuple[EvidenceLine, ...]:
    """The cited turns, each with the turn before and the turn after it; `behind` is the sentence that rests on them."""
    if transcript is None:
        return ()
    cited = set(cites)
    near = sorted({i + step for i in cited for step in (-1, 0, 1)})
    turns = [turn for turn in map(transcript.turn, near) if turn is not None]
    return tuple(
        _evidence_line(t, roster, cited=t.i in cited, after_gap=last is not None and last.i != t.i - 1, behind=behind)
        for last, t in zip([None, *turns], turns, strict=False)
    )


def _evidence_line(turn: Turn, roster: Sequence[Person], *, cited: bool, after_gap: bool, behind: str = "") -> EvidenceLine:
    text, who = tidy(turn.text), speaker_name(turn.speaker, roster)
    who = f"{who} {DOUBTFUL_VOICE}" if turn.speaker_doubtful else who
    part = words_behind(behind, turn) if behind and cited else None
    return EvidenceLine(
        place(turn),
        who,
        text,
        cited,
        after_gap,
        doubts_in(turn, text),
        behind=place_in_text(text, *part) if part else None,
    )


def differ_words(pair: Contradiction) -> str:
    """How two passages do not agree, in a few words."""
    about = f" (“{tidy(pair.about)}”)" if pair.about else ""
    return {
        Differs.DENIED: f"the second says that it was not so{about}",
        Differs.OPPOSED: f"it was so, and it was not{about}",
        Differs.NUMBER: f"other numbers{about}",
        Differs.DAY: f"other days{about}",
    }[pair.differs]


def in_the_note(note: WorkingNote, turn: int) -> str:
    """Which sentences of the note rest on a turn."""
    using = [f"{s.id} ({whose(s)})" for s in note.statements if s.text and turn in s.cites]
    return f"in the note: {', '.join(using)}" if using else "not in the note"


def place(turn: Turn) -> str:
    """Where in the visit a turn is, e.g. "turn 4 · 01:20"."""
    return f"turn {turn.i} · {clock_time(turn.start)}".removesuffix(" · ")


def transcript_lines(transcript: Transcript, roster: Sequence[Person]) -> tuple[EvidenceLine, ...]:
    """The whole transcript; `cited` is True throughout, for nothing in it is mere surroundings."""
    return tuple(_evidence_line(t, roster, cited=True, after_gap=False) for t in transcript.turns)


def length_words(note: WorkingNote) -> str:
    """How long the note is, e.g. "312 words"."""
    texts = [s.text for s in note.statements] + [text for _, text in note.human_sections]
    return count(sum(len(text.split()) for text in texts), "word")


def to_do_line(note: WorkingNote) -> str:
    """What is left before approval, in one line."""
    waiting = note.to_do()
    if not waiting:
        return "All is done. Read the note once more, then press p to approve."
    kinds = (
        ("confirm", sum(bool(s.text and s.confirm and not s.confirmed) for s in note.statements)),
        ("write", sum(not text.strip() for _, text in note.human_sections)),
        ("read", len(note.unused_disclosures)),
        ("compare", sum(not c.seen for c in note.contradictions)),
    )
    said = ", ".join(f"{verb} {number}" for verb, number in kinds if number)
    return f"{count(len(waiting), 'thing')} to do before you can approve: {said}. n: next"


def found_line(*, total: int, shown: int) -> str:
    """How much a search found."""
    more = f" The first {shown} are shown." if total > shown else ""
    return f"Found in {count(total, 'place')}.{more}" if total else "Found nowhere."


def found_place(*, case: str, place: str, ref: str) -> str:
    """Where a search found its words, e.g. "CASE-1 · turn 4"."""
    where = f"{place} {ref}".strip() if place in {"turn", "sentence"} else place
    return tidy(f"{case} · {where}")


def audit_lines(entries: Iterable[Entry], *, zone: tzinfo | None = None) -> tuple[tuple[int, str], ...]:
    """(entry number, when and plain words), the newest first; the time is the laptop's own unless `zone` is given."""
    return tuple(sorted(((e.seq, f"{moment(e.at, zone)}  {describe_event(e.event)}") for e in entries), reverse=True))


def moment(at: datetime, zone: tzinfo | None = None) -> str:
    """E.g. "21 Jun 2026 23:10 BST": named, for in October an hour comes twice."""
    here = at.astimezone(zone)
    return f"{day(here.date())} {here:%H:%M %Z}"
