"""A note and a transcript as coloured text in the terminal, for `casescribe show` and `casescribe demo`.

Colour helps the eye but never carries meaning alone: what must be confirmed says so in words. Whatever came out of a
recording is printed as inert text, without control codes or markup.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.text import Text

from recorder.clock_time import clock_time
from recorder.domain import DraftNote, Person, Statement, StatementKind, Template, Transcript, WorkingNote

_STYLES: Mapping[StatementKind, str] = {
    StatementKind.STATEMENT: "default",
    StatementKind.QUOTE: "cyan",
    StatementKind.ACTION: "green",
}


def inert(text: str) -> str:
    """Text without control codes, bidi overrides and other things that a terminal would act on."""
    return "".join(c if c.isprintable() else " " for c in text)


def citation(statement: Statement, transcript: Transcript) -> str:
    """The turns and times a sentence rests on: “turns 4–5, 0:31”."""
    if not statement.cites:
        return "own words"
    first = transcript.turn(statement.cites[0])
    numbers = ", ".join(map(str, statement.cites))
    when = clock_time(first.start) if first else ""
    return f"turn{'s' if len(statement.cites) > 1 else ''} {numbers}" + (f", {when}" if when else "")


def print_note(console: Console, note: WorkingNote, transcript: Transcript) -> None:
    """Print the draft as it is now, each sentence with its source, then what waits for a person."""
    written = dict(note.human_sections)
    for section in note.template.sections:
        statements = [s for s in note.statements if s.section == section.key and s.text]
        if not statements and section.key not in written:
            continue
        console.print(Text(f"\n{section.heading}", style="bold"))
        for s in statements:
            console.print(_sentence(s, transcript))
        if section.key in written:
            own = Text(f"  {inert(written[section.key])}") if written[section.key] else None
            console.print(own or Text(f"  (for you to write: {section.guidance})", style="dim italic"))
    used = f"It rests on {len(note.turns_used)} of {len(transcript.turns)} turns; what was said in the others was left out."
    console.print(Text(f"\n{used}", style="dim"))


def print_to_do(console: Console, note: WorkingNote, transcript: Transcript, roster: Sequence[Person]) -> None:
    """List what was flagged: sentences to confirm, possible disclosures, sections for a person."""
    names = {p.key: p.short_name for p in roster}
    for s in note.statements:
        if s.text and s.confirm and not s.confirmed:
            console.print(Text(f"  must be confirmed   {s.id}: {inert(s.text)}", style="yellow"))
    for i in note.unused_disclosures:
        turn = transcript.turns[i]
        said = f"{names.get(turn.speaker, turn.speaker)}: {turn.text}"
        console.print(Text(f"  may be a disclosure, not used   turn {i}: {inert(said)}", style="yellow"))
    for pair in note.contradictions:
        if not pair.seen:
            said = " / ".join(inert(transcript.turns[i].text) for i in (pair.first, pair.second))
            console.print(Text(f"  do not agree   turns {pair.first} and {pair.second}: {said}", style="yellow"))
    headings = {s.key: s.heading for s in note.template.sections}
    for key, text in note.human_sections:
        if not text:
            console.print(Text(f"  only a person writes   {headings[key]} ({key})", style="yellow"))


def print_draft(console: Console, note: DraftNote, template: Template, transcript: Transcript) -> None:
    """Print a draft made without a vault."""
    working = WorkingNote(
        visit_id=note.id,
        template=template,
        statements=note.statements,
        human_sections=tuple((key, "") for key in note.blank_sections),
        unused_disclosures=note.unused_disclosures,
        acknowledged_disclosures=(),
    )
    print_note(console, working, transcript)


def print_transcript(console: Console, transcript: Transcript, roster: Sequence[Person]) -> None:
    """Print who said what when."""
    names = {p.key: p.short_name for p in roster}
    for t in transcript.turns:
        line = Text(f"{t.i:>4} {clock_time(t.start):>6}  ", style="dim")
        line.append(f"{inert(names.get(t.speaker, t.speaker))}: ", style="bold not dim")
        console.print(line.append(inert(t.text), style="not dim"))


def _sentence(s: Statement, transcript: Transcript) -> Text:
    line = Text("  ")
    line.append(f"{s.id} " if s.id else "", style="dim")
    line.append(inert(s.text), style=_STYLES[s.kind])
    line.append(f"  [{citation(s, transcript)}]", style="dim")
    if s.confirm:
        line.append("  confirmed" if s.confirmed else "  TO CONFIRM", style="bold yellow")
    if s.edited:
        line.append("  edited", style="magenta")
    return line
