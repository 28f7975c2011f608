"""One case: what was promised last time, its visits in time, the people around the child, and the next visit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from recorder.case_people import PeopleDesk
from recorder.domain import Statement, Status, Template, Visit
from recorder.interchange import note_from_canonical
from recorder.pipeline import CaseRecorder
from tui.actions import in_background, problems_shown
from tui.case_words import CaseLine, case_lines, has_note
from tui.presenter import count, day, tidy
from tui.screens.page import BACK, HELP, Page
from tui.screens.people import PersonForm
from tui.widgets.heading import PageHeading
from tui.widgets.rows import RowList, content_of, hanging

Planned = tuple[str, date]  # a template's name, the day of the visit


def notes_of(recorder: CaseRecorder, visits: tuple[Visit, ...]) -> dict[str, tuple[Statement, ...]]:
    """The sentences of each visit that has a note: as signed, or as the draft stands."""
    found: dict[str, tuple[Statement, ...]] = {}
    for visit in filter(has_note, visits):
        if visit.status is Status.DRAFTED:
            found[visit.id] = recorder.working_note(visit.id).statements
        else:
            found[visit.id] = note_from_canonical(recorder.signed_note(visit.id).canonical).statements
    return found


class PlanDialog(ModalScreen[Planned | None]):
    """What kind of visit, and when; nothing needs to be typed."""

    CSS_PATH = "lists.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding("left", "day(-1)", "A day earlier", priority=True),
        Binding("right", "day(1)", "A day later", priority=True),
    ]

    def __init__(self, reference: str, *, today: date, templates: Sequence[Template]) -> None:
        super().__init__()
        self._reference, self._today, self._day = reference, today, today
        self._templates = templates

    def compose(self) -> ComposeResult:
        """The day, the kinds of note."""
        with Vertical(classes="dialog"):
            yield Static(f"A visit for {tidy(self._reference)}", classes="dialog-heading", markup=False)
            yield Static(id="day", markup=False)
            yield Static("What kind of note will it need?", classes="guidance", markup=False)
            yield OptionList(*[Option(tidy(kind.title), id=kind.name) for kind in self._templates], markup=False)
            yield Static("← →: another day   ↑ ↓: kind   Enter: plan it   Esc: leave", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Today, the first kind."""
        self._show_day()
        self.query_one(OptionList).highlighted = 0

    def _show_day(self) -> None:
        away = (self._day - self._today).days
        near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(away) or f"{self._day:%A}"
        self.query_one("#day", Static).update(f"Day: ‹ {day(self._day)}, {near} ›")

    def action_day(self, days: int) -> None:
        """Another day."""
        self._day += timedelta(days=days)
        self._show_day()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Plan it."""
        self.dismiss((self._templates[event.option_index].name, self._day))

    def action_leave(self) -> None:
        """No visit."""
        self.dismiss(None)


class CasePage(Page):
    """One case."""

    CSS_PATH = "lists.tcss"
    HELP_TEXT = """All there is about one case: what was promised at the last visits, from
their notes; the visits, the newest first; and the people.

↑ ↓    move
Enter  open the visit, or the one at which it was promised; on a
       person: what is known of them, to put it right
n      a new visit
p      add somebody around the child. Their names are what the machine
       spells right, and what is hidden from others later
Esc    back; everything is stored"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "plan", "New visit", tooltip="Plan a visit, or note one that was made"),
        Binding("p", "add_person", "Add a person", tooltip="Somebody around the child"),
        HELP,
        BACK,
    ]

    def __init__(
        self, recorder: CaseRecorder, case_id: str, *, open_visit: Callable[[str], None], people: PeopleDesk | None = None
    ) -> None:
        """Without `people`, those around the child are only looked at."""
        super().__init__(recorder)
        self._case_id, self._open_visit, self._people = case_id, open_visit, people
        self._lines: tuple[CaseLine, ...] = ()

    def compose(self) -> ComposeResult:
        """Heading, lines, keys."""
        yield PageHeading()
        yield CaseList(id="rows")
        yield Footer(show_command_palette=False)

    def on_screen_resume(self) -> None:
        """Coming back from a visit: its state may have moved."""
        self.reload()

    def reload(self) -> None:
        """Read the case and show it, keeping the place."""
        with problems_shown(self):
            case = next(c for c in self.recorder.cases() if c.id == self._case_id)
            visits = tuple(v for v in self.recorder.visits() if v.case_id == case.id)
            self._lines = case_lines(case, visits, notes_of(self.recorder, visits))
            self.query_one(PageHeading).show(f"Case {tidy(case.reference)}", count(len(visits), "visit"))
            rows = self.query_one("#rows", RowList)
            place = rows.highlighted
            rows.clear_options()
            rows.add_options([self._option(rows, line) for line in self._lines])
            first = next((n for n, line in enumerate(self._lines) if line.kind != "heading"), None)
            rows.highlighted = first if place is None else min(place, len(self._lines) - 1)
            rows.focus()

    def _option(self, rows: RowList, line: CaseLine) -> Option:
        if line.kind == "heading":
            return Option(content_of(Text(line.text, rows.ink("primary", bold=True))), disabled=True)
        words = Text(line.text)
        words.append(f"  {line.tail}", rows.ink("muted"))
        return Option(hanging(Text({"action": "→", "visit": "›"}.get(line.kind, " "), rows.ink("accent")), words, width=2))

    def on_option_list_option_selected(self, event: RowList.OptionSelected) -> None:
        """Open the visit, or what is known of a person."""
        line = self._lines[event.option_index]
        if line.kind == "person":
            self._open_person(line.opens)
        elif line.opens:
            self._open_visit(line.opens)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without the desk of people there is nobody to add."""
        return action != "add_person" or self._people is not None

    def action_add_person(self) -> None:
        """Somebody new."""
        self._open_person("")

    def _open_person(self, key: str) -> None:
        if self._people is None:
            return
        with problems_shown(self):
            roster = next(c.roster for c in self.recorder.cases() if c.id == self._case_id)
            person = next((p for p in roster if p.key == key), None)
            self.app.push_screen(PersonForm(self._people, self._case_id, person, closed=self.reload))

    def action_plan(self) -> None:
        """A new visit."""
        with problems_shown(self):
            reference = next(c.reference for c in self.recorder.cases() if c.id == self._case_id)
            plan_visit(self, reference, case_id=self._case_id, planned=self._planned)

    def _planned(self, visit: Visit) -> None:
        self.reload()
        rows = self.query_one("#rows", RowList)
        rows.highlighted = next(n for n, line in enumerate(self._lines) if (line.kind, line.opens) == ("visit", visit.id))


class CaseList(RowList):
    """The list, with its Enter key shown among the hints."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Open", tooltip="Open the visit or the person")]


def plan_visit(page: Page, reference: str, *, case_id: str, planned: Callable[[Visit], None]) -> None:
    """Ask what kind of visit and when, store it, and hand it to `planned`."""
    kinds = page.recorder.templates()

    def chosen(what: Planned | None) -> None:
        if what is None:
            return
        template, held_on = what
        title = next(kind.title for kind in kinds if kind.name == template)

        def store() -> Visit:
            return page.recorder.plan_visit(case_id, title=title, template=template, held_on=held_on)

        in_background(page, store, planned)

    page.app.push_screen(PlanDialog(reference, today=date.today(), templates=kinds), chosen)
