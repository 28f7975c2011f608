"""Before a recording: who was told about it, how, and what each answered. Without the answers that are needed there is none."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Footer, Static
from textual.widgets.option_list import Option

from recorder.errors import Refused
from recorder.pipeline import CaseRecorder
from tui.actions import in_background, problems_shown
from tui.desks import Desks
from tui.presenter import visit_heading
from tui.recording_words import HOW, TELL, ConsentRow, consent_line, consent_rows
from tui.screens.dialogs import MessageDialog
from tui.screens.making import MakingPage
from tui.screens.page import HELP, Page
from tui.screens.people import PersonForm
from tui.screens.recording import RecordingPage
from tui.screens.text_page import FileDialog
from tui.widgets.heading import PageHeading
from tui.widgets.rows import RowList, hanging


class ConsentPage(Page):
    """The people of one planned visit and their answers."""

    CSS_PATH = "recording.tcss"
    HELP_TEXT = """Nobody is recorded who does not know of it. Tell everybody present,
then note what each answered; the council’s rules say whose yes is
needed. Somebody’s no is kept, and then nothing is recorded.

↑ ↓    from person to person
y      this person said yes
n      this person said no
h      how they were told: in person, by phone, in writing, or through
       an interpreter (choose it before y or n)
p      somebody else is there: add them
Enter  what is known of this person; “is not at the visits” for whoever
       does not come, and need not be asked
r      record the visit, once everybody needed has agreed
i      bring in a recording that another device made
Esc    back; every answer is stored as you give it"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Said yes", tooltip="The selected person agreed"),
        Binding("n", "answer(False)", "Said no", tooltip="The selected person did not agree"),
        Binding("h", "how", "How told", tooltip="In person, by phone, in writing, or through an interpreter"),
        Binding("p", "add_person", "Person", tooltip="Somebody else is there"),
        Binding("r", "record", "Record", tooltip="Begin the recording"),
        Binding("i", "bring_in", "Bring in", tooltip="Use a recording that another device made"),
        HELP,
        Binding("escape", "back", "Back", show=False, tooltip="To the page before"),  # the heading shows it
    ]

    def __init__(self, recorder: CaseRecorder, visit_id: str, *, desks: Desks) -> None:
        super().__init__(recorder)
        self._visit_id, self._desks = visit_id, desks
        self._how = next(iter(HOW))
        self._rows: tuple[ConsentRow, ...] = ()
        self._why_not = ""

    def compose(self) -> ComposeResult:
        """Heading, what to say, the people, how they were told, whether it may be recorded, keys."""
        yield PageHeading()
        yield Static(TELL, id="tell", markup=False)
        yield RowList(id="people")
        yield Static(id="how", markup=False)
        yield Static(id="may", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin at the first who was not told."""
        self.reload()
        people = self.query_one("#people", RowList)
        people.focus()
        people.highlighted = next((n for n, row in enumerate(self._rows) if row.waits), 0) if self._rows else None

    def reload(self) -> None:
        """Read the answers and show them, keeping the place."""
        with problems_shown(self):
            visit = self.recorder.visit(self._visit_id)
            self._rows = consent_rows(self.recorder.roster(self._visit_id), self.recorder.consents(self._visit_id))
            self._why_not = self._reason_not_to()
            self.query_one(PageHeading).show(visit_heading(visit), "before the recording")
            people = self.query_one("#people", RowList)
            place = people.highlighted
            people.clear_options()
            people.add_options([self._option(people, row) for row in self._rows])
            people.highlighted = place
            may = self.query_one("#may", Static)
            may.update(consent_line(self._rows, why_not=self._why_not))
            may.set_class(not self._why_not, "yes")
            self._show_how()
            self.refresh_bindings()

    def _reason_not_to(self) -> str:
        try:
            self.recorder.require_consent(self._visit_id)
        except Refused as no:
            return no.message
        return ""

    def _option(self, people: RowList, row: ConsentRow) -> Option:
        words = Text(row.name)
        words.append(f"\n{row.answer}", people.ink("warning" if row.waits else "muted"))
        return Option(hanging(Text(row.mark, people.ink("warning" if row.waits else "success", bold=True)), words, width=2))

    def _show_how(self) -> None:
        self.query_one("#how", Static).update(f"How they were told: {HOW[self._how]}. (h: another way)")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Recording is offered once it is allowed, people where their desk was handed in."""
        if action == "add_person":
            return self._desks.people is not None
        return not (action in {"record", "bring_in"} and self._why_not) or None

    def action_how(self) -> None:
        """Another way in which they were told."""
        ways = list(HOW)
        self._how = ways[(ways.index(self._how) + 1) % len(ways)]
        self._show_how()

    def action_answer(self, agreed: bool) -> None:  # noqa: FBT001 - an action's argument
        """Note what the selected person answered, and go to the next who was not told."""
        people = self.query_one("#people", RowList)
        if people.highlighted is None:
            return
        person, how = self._rows[people.highlighted].person, self._how

        def then(_stored: None) -> None:
            self.reload()
            waiting = [n for n, row in enumerate(self._rows) if row.waits and row.mark != "✗"]
            people.highlighted = next(iter(waiting), people.highlighted)

        in_background(self, lambda: self.recorder.record_consent(self._visit_id, person, agreed=agreed, told_how=how), then)

    def on_option_list_option_selected(self, event: RowList.OptionSelected) -> None:
        """Enter: what is known of this person."""
        self._open_person(self._rows[event.option_index].person)

    def action_add_person(self) -> None:
        """Somebody else is there."""
        self._open_person("")

    def _open_person(self, key: str) -> None:
        if self._desks.people is None:
            return
        with problems_shown(self):
            case_id = self.recorder.visit(self._visit_id).case_id
            person = next((p for p in self.recorder.roster(self._visit_id) if p.key == key), None)
            self.app.push_screen(PersonForm(self._desks.people, case_id, person, closed=self.reload))

    def action_record(self) -> None:
        """Begin."""
        if self._desks.capturing is None:
            words = f"Record with another device and bring the file in, or type: casescribe record {self._visit_id}"
            self.app.push_screen(MessageDialog("Recording is not available here", words))
            return
        self.app.switch_screen(RecordingPage(self.recorder, self._visit_id, desks=self._desks))

    def action_bring_in(self) -> None:
        """Take in a recording that another device made."""
        bring_in = self._desks.bring_in
        if bring_in is None:
            words = f"Copy it to this laptop, leave this program with q, and type:\n\ncasescribe import {self._visit_id} FILE"
            self.app.push_screen(MessageDialog("Bring in a recording", words))
            return

        def take(place: Path) -> str:
            return "\n".join(bring_in(self._visit_id, place))

        place, words = (
            Path.home() / "recording.m4a",
            "Where is it? Copy it to this laptop first. The file itself stays as it is.",
        )
        dialog = FileDialog("Bring in a recording", words, place=place, go="Bring it in", act=take, then=self._brought_in)
        self.app.push_screen(dialog)

    def _brought_in(self, remarks: str) -> None:
        self.app.switch_screen(MakingPage(self.recorder, self._visit_id, desks=self._desks))
        if remarks:
            self.app.push_screen(MessageDialog("The recording is in the vault", remarks))
