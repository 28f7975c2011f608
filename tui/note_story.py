"""AI's part in one note as a story that a governance lead can read: who did what, in order, from the log alone.

The log knows ids, counts and times; so does the story. No name, no word of a visit and no judgement of a person is in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta, tzinfo

from audit import events as e
from audit.events import Entry
from recorder.clock_time import clock_time
from tui.presenter import count, moment

_BAR = 30  # cells of a bar that stands for all of it
_WORDS = (
    ("words_reported", "worded by rules from what was said"),
    ("words_writer", "worded by a language model"),
    ("words_edited", "drafted, then changed by a person"),
    ("words_own", "written by a person"),
)
_STATES: dict[type[e.Event], str] = {
    e.DraftMade: "drafted",
    e.NoteApproved: "signed",
    e.NoteReturned: "given back",
    e.NoteCountersigned: "countersigned",
    e.NoteFiled: "filed",
    e.VisitErased: "erased",
}


@dataclass(frozen=True, slots=True)
class NoteInLog:
    """A visit with a draft or a note, as a line of governance's list."""

    visit: str
    last: str  # when something was done about it last
    state: str
    signed: bool


def notes_in(entries: Iterable[Entry], *, zone: tzinfo | None = None) -> tuple[NoteInLog, ...]:
    """The visits that AI had a part in, the one that was worked on last at the top."""
    found: dict[str, NoteInLog] = {}
    for entry in entries:
        state = _state(entry.event)
        if entry.visit and (state or entry.visit in found):
            before = found.pop(entry.visit, None)
            now = state or (before.state if before else "")
            signed = isinstance(entry.event, e.NoteApproved) or bool(before and before.signed)
            found[entry.visit] = NoteInLog(entry.visit, moment(entry.at, zone), now, signed)
    return tuple(reversed(found.values()))


def _state(event: e.Event) -> str:
    return next((words for kind, words in _STATES.items() if isinstance(event, kind)), "")


def story(entries: Sequence[Entry], *, zone: tzinfo | None = None) -> str:
    """The story of one visit's note, from the entries about it in order."""
    parts = [_sound(entries), _machines(entries), _draft(entries), _people(entries), _signed(entries, zone)]
    after = [f"{moment(x.at, zone)}: {said}" for x in entries if (said := _afterwards(x.event))]
    if after:
        parts.append("Afterwards\n" + "\n".join(after))
    return "\n\n".join(part for part in parts if part) or "The log holds nothing about a note of this visit."


def _sound(entries: Sequence[Entry]) -> str:
    said = []
    answers = [x.event for x in entries if isinstance(x.event, e.ConsentGiven)]
    if answers:
        yes = sum(a.agreed for a in answers)
        said.append(f"{count(len(answers), 'answer')} to the question whether it may be recorded: {yes} yes.")
    for x in entries:
        if isinstance(x.event, e.SoundImported | e.RecordingStopped | e.RecordingRecovered):
            how = "brought in as a file" if isinstance(x.event, e.SoundImported) else "recorded on this laptop"
            said.append(f"{clock_time(x.event.seconds)} of sound, {how}.")
    if any(isinstance(x.event, e.ConsentWithdrawn) for x in entries):
        said.append("Somebody took their consent back.")
    return "The recording\n" + "\n".join(said) if said else ""


def _machines(entries: Sequence[Entry]) -> str:
    runs = [x.event for x in entries if isinstance(x.event, e.ModelRan)]
    lines = [
        f"{run.stage.replace('_', ' ')}: {', '.join(m.split(' ')[0] for m in run.models) or 'rules alone'}, "
        f"{round(run.seconds)} s of computing"
        for run in runs
    ]
    return "What machines did\n" + "\n".join(lines) if lines else ""


def _draft(entries: Sequence[Entry]) -> str:
    drafts = [x.event for x in entries if isinstance(x.event, e.DraftMade)]
    if not drafts:
        return ""
    made = drafts[-1]
    lines = [
        f"{count(made.reported + made.writer, 'sentence')}: {made.reported} by rules, {made.writer} by a language model.",
        f"{count(made.to_confirm, 'sentence')} about harm, each to be confirmed by a person.",
    ]
    if made.refused:
        lines.append(f"{count(made.refused, 'sentence')} of the language model refused: the words behind did not hold them.")
    if made.unused_disclosures:
        lines.append(f"{count(made.unused_disclosures, 'possible disclosure')} not used, listed for a person to read.")
    if len(drafts) > 1:
        lines.append(f"It was the {len(drafts)}. draft; the ones before were thrown away.")
    return "The draft\n" + "\n".join(lines)


def _people(entries: Sequence[Entry]) -> str:
    edits = [x.event for x in entries if isinstance(x.event, e.StatementEdited)]
    seen = [x.event for x in entries if isinstance(x.event, e.EvidenceSeen)]
    done = Counter(
        "taken out" if edit.after == 0 else "added" if edit.before == 0 else "reworded"
        for edit in {edit.statement: edit for edit in edits}.values()
    )
    own = {edit.statement for edit in edits if edit.before == 0 and edit.after}
    done["added"], done["reworded"] = len(own), done["reworded"] + done["added"] - len(own)
    lines = [f"{count(number, 'sentence')} {how}." for how, number in sorted(done.items()) if number]
    if confirmed := {x.event.statement for x in entries if isinstance(x.event, e.StatementConfirmed)}:
        lines.append(f"{count(len(confirmed), 'sentence')} confirmed one by one.")
    if sections := {x.event.section for x in entries if isinstance(x.event, e.SectionWritten)}:
        lines.append(f"{count(len(sections), 'section')} written by hand: {', '.join(sorted(sections)).replace('_', ' ')}.")
    if read := [x for x in entries if isinstance(x.event, e.DisclosureAcknowledged)]:
        lines.append(f"{count(len(read), 'possible disclosure')} read and put aside.")
    if compared := [x for x in entries if isinstance(x.event, e.ContradictionSeen)]:
        lines.append(f"{count(len(compared), 'pair')} of passages that do not agree compared.")
    if chosen := {x.event.statement for x in entries if isinstance(x.event, e.EvidenceChosen)}:
        lines.append(f"{count(len(chosen), 'sentence')} given other evidence by a person.")
    if seen:
        looked = timedelta(seconds=round(sum(one.seconds for one in seen)))
        played = len({one.statement for one in seen if one.played})
        sentences = count(len({one.statement for one in seen}), "sentence")
        lines.append(f"The evidence of {sentences} looked at, for {looked} in all; the sound of {played} played.")
    return "What people did to it\n" + "\n".join(lines) if lines else ""


def _signed(entries: Sequence[Entry], zone: tzinfo | None) -> str:
    signed = [x for x in entries if isinstance(x.event, e.NoteApproved)]
    if not signed:
        return "Not signed yet."
    last, event = signed[-1], signed[-1].event
    lines = [f"{moment(last.at, zone)}, log entry {last.seq}."]
    words = {said: int(getattr(event, field)) for field, said in _WORDS}
    total = sum(words.values())
    lines += [f"{bar(number / total)} {round(100 * number / total):>3} % {said}" for said, number in words.items() if total]
    return "The signature\n" + "\n".join(lines)


def _afterwards(event: e.Event) -> str:  # noqa: PLR0911 - one short line a kind of event
    match event:
        case e.NoteReturned():
            return f"a supervisor gave it back ({event.reason.replace('_', ' ')})"
        case e.NoteCountersigned():
            return "a supervisor countersigned it"
        case e.NoteExported():
            return f"it left this laptop as a file ({event.format})"
        case e.NoteFiled():
            return "it was filed in the council’s record system"
        case e.ViewExported():
            return f"a redacted view was made for {event.audience.replace('_', ' ')}"
        case e.VisitErased():
            return f"erased ({event.reason.replace('_', ' ')})"
        case _:
            return ""


def bar(share: float, cells: int = _BAR) -> str:
    """A share as a bar whose number stands beside it."""
    filled = round(min(max(share, 0.0), 1.0) * cells)
    return "█" * filled + "░" * (cells - filled)
