"""The first page: the visits on this laptop, where each is on its way, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Footer, Static

from recorder.domain import Status, Visit
from recorder.pipeline import CaseRecorder
from tui.actions import problems_shown
from tui.case_words import today_line
from tui.desks import Desks
from tui.presenter import HAS_NOTE, VisitRow, next_step, state_words, tidy, visit_row
from tui.screens.page import HELP, Page
from tui.widgets.heading import PageHeading
from tui.widgets.long_words import LongWords
from tui.widgets.rows import lines_needed

_EMPTY = """There is no visit here yet.

n   make a case: its number, then the child and everybody around them,
    then the first visit
t   give your supervisor and the governance lead a key of their own

To look at a sample visit first: q to leave, then casescribe demo --tui"""
_NO_VISIT = ("no visit yet", "Open it: add its people, plan the first visit")
_CASE = "case:"  # stands before a case's id in the rows of cases without a visit
_AT_ONCE = 100  # rows that are added between two keys


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
c      the case: what was promised, visits, people; a new visit
n      a new case
/      search for words
a      the audit log: everything that was done, in order
t      your team: who can open this vault
q      leave; all that you saved is stored
Ctrl+L lock now, from any page; what you are typing is kept

With the mouse: click a visit, then click it again to open it. The
words at the bottom of the page can be clicked too."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "case", "Case", tooltip="What was promised, visits and people; a new visit"),
        Binding("n", "new_case", "New case", tooltip="A case and the people around the child"),
        Binding("slash", "search", "Search", key_display="/", tooltip="Find words again"),
        Binding("a", "audit", "Audit log", tooltip="Everything that was done"),
        Binding("t", "team", "Team", tooltip="Who can open this vault"),
        Binding("q", "quit_app", "Quit", tooltip="Leave; everything is saved"),
        HELP,
        Binding("escape", "back", "Back", show=False, tooltip="To the page before"),  # the heading shows it
    ]

    def __init__(self, recorder: CaseRecorder, *, desks: Desks, said: tuple[str, ...] = (), first: bool = True) -> None:
        """`said` is shown until another page opens; `first` unless another page lies beneath to go back to."""
        super().__init__(recorder)
        self._desks, self._said, self._first = desks, said, first
        self._width = 0  # that the columns were made for
        self._rest: Iterator[VisitRow] = iter(())  # what is not in the table yet

    def compose(self) -> ComposeResult:
        """Heading, table or empty state, keys."""
        yield PageHeading("Casescribe · your visits", "nothing leaves this laptop", back=not self._first)
        if self._said:
            yield LongWords("\n".join(f"• {sentence}" for sentence in self._said), id="said")
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
        """Read the visits and show those on the screen, keeping the place; the others follow while nobody waits."""
        with problems_shown(self):
            visits, references = self.recorder.visits(), self.recorder.references()
            given_back = {v.id for v in visits if v.status is Status.DRAFTED and self._desks.given_back(v.id)}
            self._tell_today(visits, given_back=len(given_back))
            without = references.keys() - {v.case_id for v in visits}
            bare = [VisitRow(_CASE + case, "", tidy(name), *_NO_VISIT) for case, name in references.items() if case in without]
            listed = (self._row(v, references.get(v.case_id, ""), given_back=v.id in given_back) for v in visits)
            self._rest = chain(bare, listed)
            self._begin_table(len(bare) + len(visits))
        self.call_after_refresh(self._add_the_rest)

    def _tell_today(self, visits: tuple[Visit, ...], *, given_back: int) -> None:
        today = self.query_one("#today", Static)
        today.update(line := today_line(visits, given_back=given_back))
        today.display = bool(line)

    def _row(self, visit: Visit, reference: str, *, given_back: bool) -> VisitRow:
        note = self.recorder.working_note(visit.id) if visit.status is Status.DRAFTED else None
        return visit_row(visit, reference=reference, note=note, given_back=given_back)

    def _begin_table(self, rows: int) -> None:
        table = self.query_one(VisitsTable)
        table.display, self.query_one("#empty").display = bool(rows), not rows
        place = min(table.cursor_row, max(rows - 1, 0))
        table.clear(columns=True)
        self._width = self.size.width
        for heading, width in zip(("Day", "Visit", "State", "What to do"), _widths(self._width), strict=True):
            table.add_column(heading, width=width)
        self._add(place + self.size.height)
        table.move_cursor(row=place)

    def _add(self, most: int) -> bool:
        """Add rows to the table; returns whether there were any to add."""
        table, widths = self.query_one(VisitsTable), _widths(self._width)
        before = table.row_count
        for row in islice(self._rest, most):
            cells = (row.day, row.title, row.state, f"{row.to_do}\n")  # the empty line parts it from the next
            table.add_row(*map(Text, cells), key=row.id, height=lines_needed(cells, widths))
        return table.row_count > before

    def _add_the_rest(self) -> None:
        with problems_shown(self):
            if self.is_current and self._add(_AT_ONCE):
                self.call_after_refresh(self._add_the_rest)

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Enter or a click on the selected row."""
        if event.row_key.value:
            self._open(event.row_key.value)

    def _open(self, visit_id: str) -> None:
        if visit_id.startswith(_CASE):
            self._open_case(visit_id.removeprefix(_CASE))
            return
        with problems_shown(self):
            visit = self.recorder.visit(visit_id)
            if page := self._page_of(visit):
                self.recorder.open_visit(visit_id)
                self.app.push_screen(page)
            else:
                self.notify(f"This visit: {state_words(visit)}. {next_step(visit, None)}", markup=False)

    # A page loads when it is first opened, for the list is what people wait for

    def _page_of(self, visit: Visit) -> Page | None:
        """Where a visit goes on."""
        if visit.status in HAS_NOTE:
            from tui.screens.draft import DraftPage

            return DraftPage(self.recorder, visit.id, desks=self._desks)
        if visit.status is Status.PLANNED:
            from tui.screens.consent import ConsentPage

            return ConsentPage(self.recorder, visit.id, desks=self._desks)
        if visit.status is Status.RECORDED:
            from tui.screens.making import MakingPage

            return MakingPage(self.recorder, visit.id, desks=self._desks)
        if visit.status is Status.TRANSCRIBED:
            from tui.screens.speakers import SpeakersPage

            return SpeakersPage(self.recorder, visit.id, desks=self._desks)
        return None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What nobody handed in cannot be offered."""
        if action == "back":
            return not self._first
        needed = {"search": self._desks.search, "new_case": self._desks.people, "team": self._desks.team}
        return action not in needed or needed[action] is not None

    def action_search(self) -> None:
        """Find words again."""
        if self._desks.search is not None:
            from tui.screens.search import SearchPage

            self.app.push_screen(SearchPage(self.recorder, self._desks.search, open_visit=self._open))

    def action_case(self) -> None:
        """The case of the selected line."""
        table = self.query_one(VisitsTable)
        if not table.row_count:
            return
        chosen = table.coordinate_to_cell_key(table.cursor_coordinate).row_key.value or ""
        with problems_shown(self):
            self._open_case(chosen.removeprefix(_CASE) if chosen.startswith(_CASE) else self.recorder.visit(chosen).case_id)

    def _open_case(self, case_id: str) -> None:
        from tui.screens.case import CasePage

        self.app.push_screen(CasePage(self.recorder, case_id, open_visit=self._open, people=self._desks.people))

    def action_new_case(self) -> None:
        """Make a case, then open it."""
        if self._desks.people is not None:
            from tui.screens.people import NewCaseDialog

            with problems_shown(self):
                made = NewCaseDialog(self.recorder, self._desks.people, made=lambda case: self._open_case(case.id))
                self.app.push_screen(made)

    def action_team(self) -> None:
        """Who can open this vault."""
        if self._desks.team is not None:
            from tui.screens.team import TeamPage

            self.app.push_screen(TeamPage(self._desks.team))

    def action_audit(self) -> None:
        """The whole log."""
        from tui.screens.audit_trail import AuditPage

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
