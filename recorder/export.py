"""An approved note as a file for the council's record system: Markdown and Word.

Both say in the same words what part software had in the note, and carry the audit log's size and root in their footer,
so that the system which keeps the file becomes a witness of the log. A note that is not approved never gets here.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date, datetime

from recorder.clock_time import clock_time
from recorder.domain import ApprovedNote, Origin, Person, Section, Statement, StatementKind
from recorder.store import StoredNote

_MADE_WITH = "Drafted with Casescribe on the worker’s own laptop; no part of the visit was sent anywhere."


def sources(note: ApprovedNote, statement: Statement) -> str:
    """Where a sentence's words are in the recording: “[0:31, 1:07]”, “[turn 4]” without sound, “[own words]”."""
    if not statement.cites:
        return "[own words]"
    times = dict(note.times)
    return "[" + ", ".join(clock_time(times[c]) if c in times else f"turn {c}" for c in statement.cites) + "]"


def ai_statement(note: ApprovedNote) -> str:
    """What software and what people did, as a plain paragraph."""
    reported = [s for s in note.statements if s.origin is Origin.REPORTED]
    written = [s for s in note.statements if s.origin is Origin.WRITER]
    own = [s for s in note.statements if s.origin is Origin.PERSON]
    edited = [s for s in note.statements if s.edited]
    headings = {s.key: s.heading for s in note.template.sections}
    by_hand = ", ".join(headings[key] for key, text in note.human_sections if text)
    return (
        f"{_MADE_WITH} The recording was transcribed by a speech recogniser. Of this note’s {len(note.statements)} sentences, "
        f"{len(reported)} were worded by rules from what was said, {len(written)} by a language model from what was said, and "
        f"{len(own)} by the worker; the worker changed {len(edited)} of the drafted ones. "
        f"Sections written by the worker alone: {by_hand or 'none'}. "
        f"Approved by {note.approved_by} on {_moment(note.approved_at)}."
    )


def log_position(stored: StoredNote) -> tuple[str, ...]:
    """The lines of the footer that tie the note to the audit log."""
    return (
        f"Note SHA-256 {stored.sha256}",
        f"Audit log entry {stored.log_entry}; log size {stored.log_size}, root {stored.log_root.hex()}",
        f"Signed with Ed25519 key {stored.public_key.hex()}: {stored.signature.hex()}",
    )


def to_markdown(note: ApprovedNote, stored: StoredNote, roster: tuple[Person, ...]) -> bytes:
    """The note as Markdown, UTF-8."""
    lines = [f"# {_plain(note.title)}", "", f"{note.template.title}, {_day(note.held_on)}. {_present(roster)}", ""]
    for section, statements, text in _sections(note):
        lines += [f"## {section.heading}", ""]
        lines += [f"- {_plain(s.text)} {sources(note, s)}{_mark(s)}" for s in statements]
        if text:
            lines += [
                *([""] if statements else []),
                *(_plain(line) for line in text.splitlines()),
                "",
                "*Written by the worker.*",
            ]
        lines.append("")
    lines += ["---", "", "**How this note was made.** " + ai_statement(note), ""]
    lines += [f"Models: {'; '.join(note.models) or 'none'}", "", *(f"{line}  " for line in log_position(stored))]
    return ("\n".join(lines) + "\n").encode()


def to_docx(note: ApprovedNote, stored: StoredNote, roster: tuple[Person, ...]) -> bytes:
    """The note as a Word document."""
    import docx
    from docx.shared import Pt

    document = docx.Document()
    document.core_properties.author = note.approved_by
    document.core_properties.title = note.title
    document.core_properties.created = note.approved_at.replace(tzinfo=None)
    document.add_heading(note.title, level=0)
    document.add_paragraph(f"{note.template.title}, {_day(note.held_on)}. {_present(roster)}")
    for section, statements, text in _sections(note):
        document.add_heading(section.heading, level=1)
        for s in statements:
            paragraph = document.add_paragraph(style="List Bullet")
            paragraph.add_run(s.text).italic = s.kind is StatementKind.QUOTE
            source = paragraph.add_run(f" {sources(note, s)}{_mark(s)}")
            source.font.size = Pt(8)
        if text:
            document.add_paragraph(text)
            document.add_paragraph().add_run("Written by the worker.").italic = True
    document.add_heading("How this note was made", level=1)
    document.add_paragraph(ai_statement(note))
    document.add_paragraph(f"Models: {'; '.join(note.models) or 'none'}").runs[0].font.size = Pt(8)
    footer = document.sections[0].footer.paragraphs[0]
    footer.text = "\n".join(log_position(stored))
    for run in footer.runs:
        run.font.size = Pt(6)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


FORMATS: Mapping[str, Callable[[ApprovedNote, StoredNote, tuple[Person, ...]], bytes]] = {"md": to_markdown, "docx": to_docx}


def _sections(note: ApprovedNote) -> list[tuple[Section, list[Statement], str]]:
    """Each heading that has something under it, in the template's order."""
    texts = dict(note.human_sections)
    found = [
        (section, [s for s in note.statements if s.section == section.key], texts.get(section.key, "").strip())
        for section in note.template.sections
    ]
    return [(section, statements, text) for section, statements, text in found if statements or text]


def _mark(statement: Statement) -> str:
    marks = [word for word, is_so in (("edited", statement.edited), ("confirmed", statement.confirmed)) if is_so]
    return f" ({', '.join(marks)})" if marks else ""


def _present(roster: tuple[Person, ...]) -> str:
    names = [p.name for p in roster if p.present]
    return f"Present: {', '.join(names)}." if names else ""


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _moment(at: datetime) -> str:
    """Local time, with the zone's name because a note travels."""
    local = at.astimezone()
    return f"{_day(local)} at {local:%H:%M} {local.tzname()}"


def _plain(text: str) -> str:
    """Text that Markdown reads as text: what somebody said cannot become a heading, a link or HTML."""
    escaped = "".join(f"\\{c}" if c in "\\`*_{}<>#|" else c for c in text)
    return escaped.replace("](", "]\\(")
