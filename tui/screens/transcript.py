"""What was said at a visit, turn by turn, with who said it and when."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Footer
from textual.widgets.option_list import Option

from recorder.pipeline import CaseRecorder
from tui.actions import problems_shown
from tui.presenter import EvidenceLine, count, transcript_lines, visit_heading
from tui.screens.page import BACK, HELP, Page
from tui.widgets.heading import PageHeading
from tui.widgets.rows import RowList, hanging


class TranscriptPage(Page):
    """The transcript of one visit."""

    CSS_PATH: ClassVar[str] = "lists.tcss"
    HELP_TEXT = """This is what the machine heard, in order: the turn's number, its time
in the recording, and who spoke. It can mishear. The note's sentences
point to these turns.

↑ ↓  Page Up  Page Down  Home  End   move
Esc                                  back"""
    BINDINGS: ClassVar[list[BindingType]] = [HELP, BACK]

    def __init__(self, recorder: CaseRecorder, visit_id: str, *, turn: int | None = None) -> None:
        super().__init__(recorder)
        self._visit_id, self._turn = visit_id, turn

    def compose(self) -> ComposeResult:
        """Heading, turns, keys."""
        yield PageHeading()
        yield RowList(id="rows")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Read the transcript and go to the turn that was asked for."""
        with problems_shown(self):
            heading = f"What was said · {visit_heading(self.recorder.visit(self._visit_id))}"
            transcript = self.recorder.transcript(self._visit_id)
            lines = transcript_lines(transcript, self.recorder.roster(self._visit_id)) if transcript else ()
            self.query_one(PageHeading).show(heading, count(len(lines), "turn") if transcript else "not there, or erased")
            rows = self.query_one("#rows", RowList)
            rows.add_options([self._option(rows, line) for line in lines])
            rows.highlighted = min(self._turn or 0, len(lines) - 1) if lines else None
            rows.focus()

    def _option(self, rows: RowList, line: EvidenceLine) -> Option:
        words = Text()
        words.append(f"{line.speaker}: ", rows.ink("accent", bold=True))
        words.append(line.text)
        return Option(hanging(Text(line.place, rows.ink("muted")), words, width=19))  # "turn 1499 · 2:59:59"
