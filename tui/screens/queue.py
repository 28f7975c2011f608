"""The supervisor's first page: signed notes that wait for them, the longest first, with risk and the effort of reading."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Footer, Static

from recorder.pipeline import CaseRecorder
from tui.actions import problems_shown
from tui.desks import Desks
from tui.oversight_desks import ReviewDesk
from tui.presenter import count
from tui.review_words import HARM
from tui.screens.audit_trail import AuditPage
from tui.screens.page import HELP, Page
from tui.screens.review import ReviewPage
from tui.screens.visits import VisitsPage
from tui.waiting import waiting_notes
from tui.widgets.heading import PageHeading
from tui.widgets.long_words import LongWords
from tui.widgets.rows import lines_needed

_EMPTY = """No signed note waits for you.

When a worker approves a note, it comes here. v shows all visits of
this laptop, a what was done."""
_HEADINGS = ("Waits", "Visit", "Signed by", f"Harm {HARM}", "To read")


class QueueTable(DataTable[Text]):
    """The table, with its Enter key shown among the hints."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select_cursor", "Review", tooltip="Read the selected note")]


class QueuePage(Page):
    """Notes that wait for a supervisor."""

    CSS_PATH = "oversight.tcss"
    HELP_TEXT = f"""Signed notes that wait for you. The one that waits longest stands at
the top.

Harm {HARM}   how many sentences about harm the note holds
To read  how long careful reading takes, roughly: the note’s words,
         and a look behind what was changed or is about harm

↑ ↓    from note to note
Enter  read it: what the AI drafted against what the worker signed;
       comment, give it back, or countersign
v      all visits on this laptop
a      the audit log: everything that was done, in order
q      leave

Nobody countersigns a note that they approved themselves."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "visits", "All visits", tooltip="Every visit on this laptop"),
        Binding("a", "audit", "Audit log", tooltip="Everything that was done"),
        Binding("q", "app.quit", "Quit", tooltip="Leave; everything is saved"),
        HELP,
    ]

    def __init__(self, recorder: CaseRecorder, *, desk: ReviewDesk, desks: Desks, said: tuple[str, ...] = ()) -> None:
        """`said` is shown until another page opens."""
        super().__init__(recorder)
        self._desk, self._desks, self._said = desk, desks, said

    def compose(self) -> ComposeResult:
        """Heading, table or empty state, keys."""
        yield PageHeading("Casescribe · notes to review", back=False)
        if self._said:
            yield LongWords("\n".join(f"• {sentence}" for sentence in self._said), id="said")
        yield QueueTable(id="queue", cursor_type="row")
        yield Static(_EMPTY, id="empty", markup=False)
        yield Footer(show_command_palette=False)

    def on_screen_suspend(self) -> None:
        """What opening the vault had to mend has been read."""
        self.query("#said").remove()

    def on_screen_resume(self) -> None:
        """Coming back from a note: it may be countersigned now."""
        self.reload()

    def on_resize(self) -> None:
        """The columns share the width anew."""
        self.reload()

    def reload(self) -> None:
        """Read what waits and show it, keeping the place."""
        with problems_shown(self):
            rows = waiting_notes(self.recorder, self._desk)
            table = self.query_one(QueueTable)
            place = table.cursor_row
            table.clear(columns=True)
            widths = _widths(self.size.width)
            for heading, width in zip(_HEADINGS, widths, strict=True):
                table.add_column(heading, width=width)
            for row in rows:
                cells = (f"{row.waits}\n", row.title, row.by, row.harm, row.effort)
                table.add_row(*map(Text, cells), key=row.id, height=lines_needed(cells, widths))
            table.move_cursor(row=min(place, max(len(rows) - 1, 0)))
            table.display = bool(rows)
            self.query_one("#empty").display = not rows
            self.query_one(PageHeading).show("Casescribe · notes to review", f"{count(len(rows), 'note')} waiting")

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Enter or a click on the selected row."""
        if event.row_key.value:
            with problems_shown(self):
                self.recorder.open_visit(event.row_key.value)
                self.app.push_screen(ReviewPage(self.recorder, event.row_key.value, desk=self._desk))

    def action_visits(self) -> None:
        """The visits, as their workers see them."""
        self.app.push_screen(VisitsPage(self.recorder, desks=self._desks, first=False))

    def action_audit(self) -> None:
        """The whole log."""
        self.app.push_screen(AuditPage(self.recorder))


def _widths(width: int) -> tuple[int, int, int, int, int]:
    """Waits, visit, signed by, harm, to read: cells that fill the page, whatever its width."""
    free = max(width - 13 - 6 - 12 - 10 - 4, 24)  # the narrow columns, each column's padding, the frame
    title = free * 6 // 10
    return 13, title, free - title, 6, 12
