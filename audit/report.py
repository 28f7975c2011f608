"""Entries in plain words, one line each, for people who read the log. Knows nothing that the entry does not hold."""

from __future__ import annotations

from audit import events as e
from audit.events import Entry, Event


def describe(entry: Entry) -> str:
    """One line, e.g. "21 Nov 2026 22:10 UTC  draft made: 14 sentences, 3 to confirm"."""
    return f"{entry.at.day} {entry.at:%b %Y %H:%M} UTC  {describe_event(entry.event)}"


def describe_event(event: Event) -> str:
    """What happened, without when and who."""
    return _of_the_vault(event) or _of_a_visit(event) or _of_a_note(event) or _words(event.kind)


def _of_the_vault(event: Event) -> str | None:  # noqa: PLR0911, PLR0912 - one short line a kind of event
    match event:
        case e.VaultCreated():
            return "vault created"
        case e.PersonAdded():
            team = f" in team {_words(event.team)}" if event.team else ""
            return f"{_words(event.role)} {event.person} given access{team}"
        case e.PersonRemoved():
            return f"access of {event.person} taken away ({_words(event.reason)})"
        case e.PassphraseChanged():
            return f"passphrase of {event.person} changed"
        case e.VaultUnlocked():
            failed = f" after {_count(event.failed_before, 'wrong passphrase', 'wrong passphrases')}"
            return f"vault unlocked by {_words(event.role)} {event.person}{failed if event.failed_before else ''}"
        case e.VaultLocked():
            return f"vault locked ({_words(event.reason)})"
        case e.VaultRecovered():
            return f"vault RECOVERED with the {_words(event.means)}: {event.person} got a new passphrase"
        case e.KeysRotated():
            return f"keys made anew for {_count(event.visits, 'visit', 'visits')}"
        case e.PolicyChanged():
            signed = f"signed by {event.signed_by[:12]}…" if event.signed_by else "NOT signed by anybody"
            return f"policy changed to {event.policy_sha256[:12]}…, {signed}"
        case e.TemplateAdded():
            return f"kind of note added: {_words(event.template)}, {event.template_sha256[:12]}…"
        case e.BackupMade():
            return f"backup made of {_count(event.log_size, 'entry', 'entries')}: {event.file_sha256[:12]}…"
        case e.BackupRestored():
            return f"backup RESTORED with {_count(event.log_size, 'entry', 'entries')}: {event.file_sha256[:12]}…"
        case e.HeadCosigned():
            return f"head at entry {event.size} cosigned by {event.public_key[:12]}…"
        case e.WordsListed():
            return f"word list changed: {event.added} added, {event.removed} removed"
        case e.Searched():
            return f"vault searched: {event.found} found"
        case e.BiasMeasured():
            return f"bias measured ({_words(event.worded_by)}): {event.identical} of {event.compared} drafts the same"
        case _:
            return None


def _of_a_visit(event: Event) -> str | None:  # noqa: PLR0911, PLR0912 - one short line a kind of event
    match event:
        case e.CaseCreated():
            return f"case {event.case} opened with {_count(event.people, 'person', 'people')}"
        case e.RosterChanged():
            return f"people of case {event.case} changed: {_count(event.people, 'person', 'people')} now"
        case e.VisitPlanned():
            return f"visit {event.visit} planned with the template {_words(event.template)}"
        case e.VisitOpened():
            return f"visit {event.visit} looked at"
        case e.ConsentGiven():
            return f"consent {'given' if event.agreed else 'REFUSED'} ({_words(event.how)})"
        case e.ConsentWithdrawn():
            return "consent WITHDRAWN"
        case e.RecordingStarted():
            return "recording started"
        case e.RecordingPaused():
            return "recording paused"
        case e.RecordingResumed():
            return "recording went on"
        case e.PrivateStretch():
            return "private stretch: nothing of it was stored"
        case e.SoundMissing():
            return f"no sound came for {_length(event.seconds)}"
        case e.MomentMarked():
            return f"moment marked: {event.count} so far"
        case e.RecordingStopped():
            return f"recording stopped: {_length(event.seconds)}"
        case e.RecordingRecovered():
            return f"recording that was cut off closed: {_length(event.seconds)}"
        case e.SoundImported():
            return f"sound imported: {_length(event.seconds)}"
        case e.ModelRan():
            names = ", ".join(model.split(" ")[0] for model in event.models)
            energy = f", about {event.joules / 3600:.3f} Wh" if event.joules else ""
            return f"{_words(event.stage)} done by {names or 'rules alone'} in {_length(event.seconds)}{energy}"
        case e.SpeakersNamed():
            return f"speakers named: {_count(event.count, 'voice', 'voices')}"
        case e.TranscriptCorrected():
            asked = f", {_count(event.to_confirm, 'sentence', 'sentences')} to confirm again" if event.to_confirm else ""
            return f"transcript corrected in {_count(event.turns, 'turn', 'turns')}{asked}"
        case e.HoldSet():
            return f"legal hold set ({_words(event.reason)})"
        case e.HoldLifted():
            return f"legal hold lifted ({_words(event.reason)})"
        case e.VisitErased():
            parts = [name for name in ("sound", "transcript", "draft", "note") if getattr(event, name)]
            return f"erased ({_words(event.reason)}): {', '.join(parts) or 'nothing'}"
        case _:
            return None


def _of_a_note(event: Event) -> str | None:  # noqa: PLR0911, PLR0912 - one short line a kind of event
    match event:
        case e.DraftMade():
            unused = f", {_count(event.unused_disclosures, 'possible disclosure', 'possible disclosures')} not used"
            total = _count(event.reported + event.writer, "sentence", "sentences")
            return f"draft made: {total}, {event.to_confirm} to confirm{unused if event.unused_disclosures else ''}"
        case e.DraftDropped():
            return f"draft dropped ({_words(event.reason)})"
        case e.StatementEdited():
            return f"sentence {event.statement} edited: {event.before} → {event.after} characters"
        case e.EvidenceChosen():
            turns = _count(event.after, "turn", "turns")
            return f"evidence of sentence {event.statement} chosen by a person: {turns}, {event.before} before"
        case e.StatementConfirmed():
            return f"sentence {event.statement} confirmed"
        case e.EvidenceSeen():
            played = " and its sound played" if event.played else ""
            return f"evidence of sentence {event.statement} looked at for {_length(event.seconds)}{played}"
        case e.SectionWritten():
            return f"section {_words(event.section)} written: {_count(event.size, 'character', 'characters')}"
        case e.DisclosureAcknowledged():
            return f"possible disclosure in turn {event.turn} read ({_words(event.reason)})"
        case e.ContradictionSeen():
            return f"turns {event.first} and {event.second}, which do not agree, compared"
        case e.WorkTakenBack():
            return f"{_words(event.act)} of {event.line} taken back"
        case e.NoteApproved():
            return f"note approved and signed: {event.note_sha256[:12]}…"
        case e.NoteReturned():
            return f"note returned to its writer ({_words(event.reason)}): {event.note_sha256[:12]}…"
        case e.NoteCountersigned():
            return f"note countersigned by {event.public_key[:12]}…: {event.note_sha256[:12]}…"
        case e.NoteFiled():
            return f"note filed in the council’s record system: {event.note_sha256[:12]}…"
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
        case _:
            return None


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _words(code: str) -> str:
    return code.replace("_", " ").replace("-", " ")


def _length(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{seconds:.1f} s"
