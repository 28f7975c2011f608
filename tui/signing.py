"""The words around a signature: what is about to be signed, what was, who signed besides, and why a note came back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo

from recorder.domain import ApprovedNote, WorkingNote
from tui.presenter import CONFIRMED, count, moment, tidy, whose

NOT_COUNTERSIGNED = (
    "Nobody has countersigned this note yet. Once it is filed your supervisor can no longer do so, nor give it back."
)
_WHY_GIVEN_BACK = {
    "facts": "something in it is not right",
    "evidence": "the words behind it do not carry it",
    "childs_voice": "the child’s voice is missing",
    "wrong_person": "it mixes people up",
    "analysis": "the analysis needs more",
    "unclear": "it is not clear",
}


def approval_question(note: WorkingNote, *, unsaved: Mapping[str, str] | None = None) -> str:
    """What a person is about to sign, counted; `unsaved` are words typed into fields and not saved, which it will lack."""
    kept = [s for s in note.statements if s.text]
    unsaved = {field: words for field, words in (unsaved or {}).items() if not field.startswith(("wrong:", "right:"))}
    groups = Counter(map(whose, kept))
    parts = [
        (groups["AI"], "sentence", "as the AI drafted it", "as the AI drafted them"),
        (groups["AI, edited by you"], "sentence", "drafted by AI and edited by you", "drafted by AI and edited by you"),
        (groups["your words"], "sentence", "in your own words", "in your own words"),
        (len(note.human_sections), "section", "that you wrote", "that you wrote"),
    ]
    listed = "\n".join(f"  • {count(n, thing)} {one if n == 1 else many}" for n, thing, one, many in parts if n)
    lacks = f"\n\nNot in it, for you never saved them: your words in {_field_names(note, unsaved)}." if unsaved else ""
    return (
        f"You are about to sign this note:\n{listed}{lacks}\n\nOnce signed it cannot be changed. Sign only what you have read."
    )


def _field_names(note: WorkingNote, fields: Iterable[str]) -> str:
    headings = {s.key: f"“{tidy(s.heading)}”" for s in note.template.sections}
    headings |= {f"own:{key}": f"a sentence of your own under {heading}" for key, heading in headings.items()}
    return ", ".join(headings.get(":".join(field.split(":")[:2]), f"sentence {field}") for field in fields)


def given_back_line(reason: str, comment: str, *, by: str, at: datetime, zone: tzinfo | None = None) -> str:
    """Why a supervisor gave a signed note back; `reason` is one of `recorder.reasons.RETURN_REASONS`."""
    why = f": {_WHY_GIVEN_BACK[reason]}" if reason in _WHY_GIVEN_BACK else ""
    words = f" “{tidy(comment)}”" if comment.strip() else ""
    return f"{tidy(by)} gave this note back on {moment(at, zone)}{why}.{words}"


def approved_line(*, sha256: str, log_entry: int, countersigned_by: str | None = None) -> str:
    """What stands over an approved note."""
    countersigned = f" Countersigned by {tidy(countersigned_by)}." if countersigned_by else ""
    return f"{CONFIRMED} Signed, so read only.{countersigned} Log entry {log_entry}, note hash {sha256[:12]}…"


def as_signed(note: ApprovedNote) -> WorkingNote:
    """The signed note in the shape in which notes are shown, so that the signed words are what is read."""
    return WorkingNote(note.visit_id, note.template, note.statements, note.human_sections, (), ())


def approved_message(*, sha256: str, log_entry: int) -> str:
    """What is said just after approval."""
    return (
        f"The note is approved and signed.\n\nAudit log entry {log_entry}\n"
        f"Note hash (SHA-256)\n{sha256[:32]}\n{sha256[32:]}\n\n"
        "Your supervisor finds it when they sign in. x exports it to a file; a shows the log."
    )
