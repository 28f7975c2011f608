"""The first page: the visits on this laptop, where each is on its way, and what to do next."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Footer, Static

from recorder.domain import Case, Status, Visit
from recorder.pipeline import CaseRecorder
from tui.actions import problems_shown
from tui.desks import Desks
from tui.presenter import HAS_NOTE, VisitRow, next_step, state_words, visit_row
from tui.screens.audit_trail import AuditPage
from tui.screens.draft import DraftPage
from tui.screens.page import HELP, Page
from tui.screens.search import SearchPage
from tui.screens.transcript import TranscriptPage
from tui.widgets.heading import PageHeading

_EMPTY = """There is no visit here yet.

Make one outside this page, at the prompt:

    casescribe demo --tui       a sample visit to try things on
    casescribe case add …       a case and the people around the child
    casescribe visit add …      a visit to that child
    casescribe import …         bring in the recording

Each explains itself with --help. Press q to leave."""


class VisitsTable(DataTable[Text]):
    """The table, with its Enter key shown among the hints."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select_cursor", "Open", tooltip="Open the selected visit")]


class VisitsPage(Page):
    """The list of visits."""

    CSS_PATH = "visits.tcss"
    HELP_TEXT = """These are the visits on this laptop, the newest first. Nothing here
leaves it.

↑ ↓    from visit to visit
Enter  open the visit: its draft, or its transcript
/      search for words
a      the audit log: everything that was done, in order
q      leave; all that you saved is stored
Ctrl+L lock now, from any page; what you are typing is kept

With the mouse: click a visit, then click it again to open it. The
words at the bottom of the page can be clicked too."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", key_display="/", tooltip="Find words again"),
        Binding("a", "audit", "Audit log", tooltip="Everything that was done"),
        Binding("q", "quit_app", "Quit", tooltip="Leave; everything is saved"),
        HELP,
    ]

    def __init__(self, recorder: CaseRecorder, *, desks: Desks, said: tuple[str, ...] = ()) -> None:
        """`said` is shown until another page opens."""
        super().__init__(recorder)
        self._desks, self._said = desks, said

    def compose(self) -> ComposeResult:
        """Heading, table or empty state, keys."""
        yield PageHeading("Casescribe · your visits", "nothing leaves this laptop", back=False)
        if self._said:
            yield Static("\n".join(f"• {sentence}" for sentence in self._said), id="said", markup=False)
        yield VisitsTable(id="visits", cursor_type="row")
        yield Static(_EMPTY, id="empty", markup=False)
        yield Footer(show_command_palette=False)

    def on_screen_suspend(self) -> None:
        """What opening the vault had to mend has been read."""
        self.query("#said").remove()

    def on_screen_resume(self) -> None:
        """Coming back from a visit: its state may have moved."""
        self.reload()

    def on_resize(self) -> None:
        """The columns share the width anew."""
        self.reload()

    def reload(self) -> None:
        """Read the visits and show them, keeping the place."""
        with problems_shown(self):
            rows = self._rows()
            table = self.query_one(VisitsTable)
            place = table.cursor_row
            table.clear(columns=True)
            for heading, width in zip(("Day", "Visit", "State", "What to do"), _widths(self.size.width), strict=True):
                table.add_column(heading, width=width)
            for row in rows:
                cells = (row.day, row.title, row.state, f"{row.to_do}\n")  # the empty line parts it from the next
                table.add_row(*map(Text, cells), key=row.id, height=None)
            table.move_cursor(row=min(place, max(len(rows) - 1, 0)))
            table.display = bool(rows)
            self.query_one("#empty").display = not rows

    def _rows(self) -> list[VisitRow]:
        cases = self.recorder.cases()
        return [self._row(visit, cases) for visit in self.recorder.visits()]

    def _row(self, visit: Visit, cases: tuple[Case, ...]) -> VisitRow:
        if visit.status is not Status.DRAFTED:
            return visit_row(visit, cases=cases, note=None)
        given_back = bool(self._desks.given_back(visit.id))
        return visit_row(visit, cases=cases, note=self.recorder.working_note(visit.id), given_back=given_back)

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Enter or a click on the selected row."""
        if event.row_key.value:
            self._open(event.row_key.value)

    def _open(self, visit_id: str) -> None:
        with problems_shown(self):
            visit = self.recorder.visit(visit_id)
            if visit.status in HAS_NOTE:
                self.recorder.open_visit(visit_id)
                self.app.push_screen(DraftPage(self.recorder, visit_id, desks=self._desks))
            elif visit.status is not Status.ERASED and self.recorder.transcript(visit_id):
                self.app.push_screen(TranscriptPage(self.recorder, visit_id))
            else:
                self.notify(f"This visit: {state_words(visit)}. {next_step(visit, None)}", markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a search there is none to offer."""
        return action != "search" or self._desks.search is not None

    def action_search(self) -> None:
        """Find words again."""
        if self._desks.search is not None:
            self.app.push_screen(SearchPage(self.recorder, self._desks.search, open_visit=self._open))

    def action_audit(self) -> None:
        """The whole log."""
        self.app.push_screen(AuditPage(self.recorder))

    def action_quit_app(self) -> None:
        """Leave."""
        self.app.exit()


def _widths(width: int) -> tuple[int, int, int, int]:
    """Day, visit, state, what to do: cells that fill the page, whatever its width."""
    free = max(width - 11 - 8 - 4, 40)  # the day's cells, each column's padding, the frame
    state = max(15, free // 4)
    title = (free - state) * 45 // 100
    return 11, title, state, free - state - title
