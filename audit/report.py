"""Entries in plain words, one line each, for people who read the log. Knows nothing that the entry does not hold."""

from __future__ import annotations

from audit import events as e
from audit.events import Entry, Event


def describe(entry: Entry) -> str:
    """One line, e.g. "21 Nov 2026 22:10 UTC  draft made: 14 sentences, 3 to confirm"."""
    return f"{entry.at.day} {entry.at:%b %Y %H:%M} UTC  {describe_event(entry.event)}"


def describe_event(event: Event) -> str:  # noqa: PLR0911, PLR0912 - one short line a kind of event
    """What happened, without when and who."""
    match event:
        case e.VaultCreated():
            return "vault created"
        case e.CaseCreated():
            return f"case {event.case} opened with {_count(event.people, 'person', 'people')}"
        case e.VisitPlanned():
            return f"visit {event.visit} planned with the template {_words(event.template)}"
        case e.ConsentGiven():
            return f"consent {'given' if event.agreed else 'REFUSED'} ({_words(event.how)})"
        case e.SoundImported():
            return f"sound imported: {_length(event.seconds)}"
        case e.ModelRan():
            names = ", ".join(model.split(" ")[0] for model in event.models)
            energy = f", about {event.joules / 3600:.3f} Wh" if event.joules else ""
            return f"{_words(event.stage)} done by {names or 'rules alone'} in {_length(event.seconds)}{energy}"
        case e.ProcessResumed():
            return f"work taken up again at {_words(event.stage)}"
        case e.SpeakersNamed():
            return f"speakers named: {_count(event.count, 'voice', 'voices')}"
        case e.DraftMade():
            unused = f", {_count(event.unused_disclosures, 'possible disclosure', 'possible disclosures')} not used"
            total = _count(event.reported + event.writer, "sentence", "sentences")
            return f"draft made: {total}, {event.to_confirm} to confirm{unused if event.unused_disclosures else ''}"
        case e.DraftDropped():
            return f"draft dropped ({_words(event.reason)})"
        case e.StatementEdited():
            return f"sentence {event.statement} edited: {event.before} → {event.after} characters"
        case e.StatementConfirmed():
            return f"sentence {event.statement} confirmed"
        case e.SectionWritten():
            return f"section {_words(event.section)} written: {_count(event.size, 'character', 'characters')}"
        case e.DisclosureAcknowledged():
            return f"possible disclosure in turn {event.turn} read ({_words(event.reason)})"
        case e.NoteApproved():
            return f"note approved and signed: {event.note_sha256[:12]}…"
        case e.NoteExported():
            return f"note exported as {event.format}: {event.note_sha256[:12]}…"
        case e.RedactionsReviewed():
            done = f"{event.confirmed} confirmed, {event.taken_back} taken back, {event.added} added"
            return f"redactions for {_words(event.audience)} reviewed: {done}"
        case e.HarmChecked():
            answer = "serious harm LIKELY" if event.harmful else "no serious harm expected"
            return f"serious-harm check for {_words(event.audience)}: {answer}"
        case e.ViewExported():
            taken_out = _count(event.hidden, "stretch", "stretches")
            return f"redacted view for {_words(event.audience)} exported as {event.format}: {taken_out} taken out"
        case e.StatusMoved():
            return f"visit moved from {_words(event.before)} to {_words(event.after)}"
        case _:
            return _words(event.kind)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _words(code: str) -> str:
    return code.replace("_", " ").replace("-", " ")


def _length(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{seconds:.1f} s"
