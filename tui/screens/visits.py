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
from tui.case_words import today_line
from tui.desks import Desks
from tui.presenter import HAS_NOTE, VisitRow, next_step, state_words, visit_row
from tui.screens.audit_trail import AuditPage
from tui.screens.case import CasePage
from tui.screens.consent import ConsentPage
from tui.screens.draft import DraftPage
from tui.screens.making import MakingPage
from tui.screens.page import HELP, Page
from tui.screens.search import SearchPage
from tui.screens.speakers import SpeakersPage
from tui.widgets.heading import PageHeading
from tui.widgets.rows import lines_needed

_EMPTY = """There is no visit here yet.

Make one outside this page, at the prompt:

    casescribe demo --tui       a sample visit to try things on
    casescribe case add …       a case and the people around the child
    casescribe visit add …      a visit to that child; it is recorded from here

Each explains itself with --help. Press q to leave."""


_PAGES = {Status.PLANNED: ConsentPage, Status.RECORDED: MakingPage, Status.TRANSCRIBED: SpeakersPage}  # where each goes on


class VisitsTable(DataTable[Text]):
    """The table, with its Enter key shown among the hints."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select_cursor", "Open", tooltip="Open the selected visit")]


class VisitsPage(Page):
    """The list of visits."""

    CSS_PATH = "visits.tcss"
    HELP_TEXT = """These are the visits on this laptop, the newest first. Nothing here
leaves it.

↑ ↓    from visit to visit
Enter  open the visit, where it goes on: consent, recording, draft
c      the case: what was promised, its visits, its people; a new visit
/      search for words
a      the audit log: everything that was done, in order
q      leave; all that you saved is stored
Ctrl+L lock now, from any page; what you are typing is kept

With the mouse: click a visit, then click it again to open it. The
words at the bottom of the page can be clicked too."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "case", "Case", tooltip="What was promised, visits and people; a new visit"),
        Binding("slash", "search", "Search", key_display="/", tooltip="Find words again"),
        Binding("a", "audit", "Audit log", tooltip="Everything that was done"),
        Binding("q", "quit_app", "Quit", tooltip="Leave; everything is saved"),
        HELP,
    ]

    def __init__(self, recorder: CaseRecorder, *, desks: Desks, said: tuple[str, ...] = ()) -> None:
        """`said` is shown until another page opens."""
        super().__init__(recorder)
        self._desks, self._said = desks, said
        self._width = 0  # that the columns were made for

    def compose(self) -> ComposeResult:
        """Heading, table or empty state, keys."""
        yield PageHeading("Casescribe · your visits", "nothing leaves this laptop", back=False)
        if self._said:
            yield Static("\n".join(f"• {sentence}" for sentence in self._said), id="said", markup=False)
        yield Static(id="today", markup=False)
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
        if self._width != self.size.width:
            self.reload()

    def reload(self) -> None:
        """Read the visits and show them, keeping the place."""
        with problems_shown(self):
            rows = self._rows()
            table = self.query_one(VisitsTable)
            place = table.cursor_row
            table.clear(columns=True)
            self._width = self.size.width
            widths = _widths(self._width)
            for heading, width in zip(("Day", "Visit", "State", "What to do"), widths, strict=True):
                table.add_column(heading, width=width)
            for row in rows:
                cells = (row.day, row.title, row.state, f"{row.to_do}\n")  # the empty line parts it from the next
                table.add_row(*map(Text, cells), key=row.id, height=lines_needed(cells, widths))
            table.move_cursor(row=min(place, max(len(rows) - 1, 0)))
            table.display = bool(rows)
            self.query_one("#empty").display = not rows

    def _rows(self) -> list[VisitRow]:
        cases, visits = self.recorder.cases(), self.recorder.visits()
        given_back = {v.id for v in visits if v.status is Status.DRAFTED and self._desks.given_back(v.id)}
        today = self.query_one("#today", Static)
        today.update(line := today_line(visits, given_back=len(given_back)))
        today.display = bool(line)
        return [self._row(visit, cases, given_back=visit.id in given_back) for visit in visits]

    def _row(self, visit: Visit, cases: tuple[Case, ...], *, given_back: bool) -> VisitRow:
        if visit.status is not Status.DRAFTED:
            return visit_row(visit, cases=cases, note=None)
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
            elif page := _PAGES.get(visit.status):
                self.recorder.open_visit(visit_id)
                self.app.push_screen(page(self.recorder, visit_id, desks=self._desks))
            else:
                self.notify(f"This visit: {state_words(visit)}. {next_step(visit, None)}", markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a search there is none to offer."""
        return action != "search" or self._desks.search is not None

    def action_search(self) -> None:
        """Find words again."""
        if self._desks.search is not None:
            self.app.push_screen(SearchPage(self.recorder, self._desks.search, open_visit=self._open))

    def action_case(self) -> None:
        """The case of the selected visit; the first case when there is no visit yet."""
        with problems_shown(self):
            visits, cases, row = self.recorder.visits(), self.recorder.cases(), self.query_one(VisitsTable).cursor_row
            case_id = visits[row].case_id if visits else next((c.id for c in cases), None)
            if case_id is not None:
                self.app.push_screen(CasePage(self.recorder, case_id, open_visit=self._open))

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
