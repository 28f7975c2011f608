"""A new case, and the people around a child: added, put right, taken out again. What is typed is kept until it is saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Checkbox, Input, OptionList, Static
from textual.widgets.option_list import Option

from recorder.case_people import PeopleDesk
from recorder.domain import Case, Person, Role
from recorder.pipeline import CaseRecorder
from tui.actions import in_background
from tui.case_words import ROLE_CHOICES, born_words, listed, read_born
from tui.presenter import tidy
from tui.screens.dialogs import QuestionDialog, ask
from tui.screens.keeping import KEPT, KeepingDialog
from tui.unsaved import TypingKeeper

NOT_THERE_YET = ""  # the place of words about a case that is still to be made
_ROLES = tuple(ROLE_CHOICES)
_YES, _NO = "yes", "no"
_PRESENT = {_YES: "is at the visits", _NO: "is not at the visits"}


class NewCaseDialog(KeepingDialog):
    """The council's reference of a new case; `made` gets the case, with the worker as the first of its people."""

    CSS_PATH: ClassVar = ["dialogs.tcss", "people.tcss"]

    def __init__(self, recorder: CaseRecorder, people: PeopleDesk, *, made: Callable[[Case], None]) -> None:
        super().__init__(TypingKeeper(people, NOT_THERE_YET), closed=self._open)
        self._recorder, self._people, self._made = recorder, people, made
        self._case: Case | None = None

    def compose(self) -> ComposeResult:
        """One field."""
        with Vertical(classes="dialog"):
            yield Static("A new case", classes="dialog-heading", markup=False)
            yield Static("Its number in your council’s records", classes="label", markup=False)
            yield self.line("reference", "", id="reference")
            yield Static("You come to its people next.", classes="guidance", markup=False)
            yield Static(id="say", classes="say", markup=False)
            yield self.buttons("Make the case")
            yield Static("Enter: make it   Esc: leave", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Ready to write."""
        self.query_one("#reference").focus()

    def on_input_submitted(self) -> None:
        """Enter makes it."""
        self.action_save()

    def action_save(self) -> None:
        """Make the case."""
        reference = tidy(self.lines["reference"].value)
        if not reference:
            self.query_one("#say", Static).update("The number is missing. Any word that tells it from others will do.")
            return

        def store() -> None:
            self._case = self._recorder.open_case(reference, (self._people.me,))

        self.save(store)

    def _open(self) -> None:
        if self._case is not None:
            self._made(self._case)


class PersonForm(KeepingDialog):
    """One person around the child, new or known."""

    CSS_PATH: ClassVar = ["dialogs.tcss", "people.tcss"]

    def __init__(self, people: PeopleDesk, case_id: str, person: Person | None, *, closed: Callable[[], None]) -> None:
        super().__init__(TypingKeeper(people, case_id), closed=closed)
        self._people, self._case_id = people, case_id
        self._known = person is not None
        self._person = person or Person("", "", role=Role.CHILD)

    def compose(self) -> ComposeResult:
        """What is known of them on the left, who they are on the right."""
        person = self._person
        role = self._choice("role", person.role.value)
        present = self._choice("present", _YES if person.present else _NO)
        with Vertical(classes="dialog wide"):
            heading = f"About {tidy(person.name)}" if self._known else "Somebody around the child"
            yield Static(heading, classes="dialog-heading", markup=False)
            with Horizontal(id="form"):
                with Vertical(id="fields"):
                    yield from self._labelled("name", "Full name, as in your records", person.name)
                    yield from self._labelled("also", "Also called (commas between)", ", ".join(person.also))
                    yield from self._labelled("born", "Date of birth, or age", born_words(person))
                    yield from self._labelled("address", "Address (a semicolon between two)", "; ".join(person.addresses))
                with Vertical(id="who"):
                    yield Static("Who are they? (↑ ↓)", classes="label", markup=False)
                    options = (Option(words, id=one.value) for one, words in ROLE_CHOICES.items())
                    yield OptionList(*options, id="role", markup=False)
                    yield Static(id="chosen", classes="guidance", markup=False)
                    yield Checkbox(_PRESENT[present], present == _YES, id="present", compact=True)
            kept = Static(KEPT, classes="kept", markup=False)
            kept.display = any(map(self.keeper.was_kept, (*self.lines, self._field("role"), self._field("present"))))
            yield kept
            yield Static(id="say", classes="say", markup=False)
            yield self._buttons()
            yield Static("Tab: next   Space: change   Ctrl+S: save   Esc: leave, all kept", classes="hint", markup=False)
        self._begins_with_role = next((n for n, one in enumerate(_ROLES) if one.value == role), 0)

    def _field(self, name: str) -> str:
        return f"{self._person.key or 'new'}:{name}"

    def _choice(self, name: str, saved: str) -> str:
        return self.keeper.begins_with(self._field(name), saved)

    def _labelled(self, name: str, label: str, saved: str) -> ComposeResult:
        yield Static(label, classes="label", markup=False)
        yield self.line(self._field(name), saved, id=name)

    def _buttons(self) -> Horizontal:
        buttons = self.buttons()
        if self._known:
            buttons.compose_add_child(Button("Take out", id="take-out", compact=True))
        return buttons

    def on_mount(self) -> None:
        """The name first."""
        self.query_one("#role", OptionList).highlighted = self._begins_with_role
        self.query_one("#name").focus()

    def on_option_list_option_highlighted(self) -> None:
        """Another role: say it in words, and keep it like words."""
        self.query_one("#chosen", Static).update(f"→ {ROLE_CHOICES[self._role]}")
        self.on_input_changed()

    def on_checkbox_changed(self, event: Checkbox.Changed) -> None:
        """There or not: say it in words, and keep it like words."""
        event.checkbox.label = _PRESENT[_YES if event.value else _NO]
        self.on_input_changed()

    def on_option_list_option_selected(self) -> None:
        """Chosen."""
        self.focus_next()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next field."""
        self.focus_next()

    def _take_note(self) -> None:
        super()._take_note()
        self.keeper.typed(self._field("role"), self._role.value)
        self.keeper.typed(self._field("present"), _YES if self.query_one("#present", Checkbox).value else _NO)

    @property
    def _role(self) -> Role:
        place = self.query_one("#role", OptionList).highlighted
        return _ROLES[self._begins_with_role if place is None else place]

    def action_save(self) -> None:
        """Store the person, unless something cannot be read."""
        words = {name: self.lines[self._field(name)].value for name in ("name", "also", "born", "address")}
        if not (name := tidy(words["name"])):
            self._say("The name is missing.", "name")
            return
        try:
            born, age = read_born(words["born"], today=date.today())
        except ValueError as problem:
            self._say(str(problem), "born")
            return
        person = Person(
            key=self._person.key,
            name=name,
            also=listed(words["also"], ","),
            role=self._role,
            age=self._person.age if born and born == self._person.date_of_birth else age,
            date_of_birth=born,
            present=self.query_one("#present", Checkbox).value,
            addresses=listed(words["address"], ";"),
        )
        self.save(lambda: self._people.save(self._case_id, person))

    def _say(self, sentence: str, field: str) -> None:
        self.query_one("#say", Static).update(sentence)
        self.query_one(f"#{field}").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Take them out, if the person says so; the other buttons are every such dialogue's."""
        if event.button.id == "take-out":
            words = f"{tidy(self._person.name)} will no longer be among the people of this case."
            ask(self, QuestionDialog("Take them out?", words, yes="Take out", no="Keep"), self._take_out)

    def _take_out(self) -> None:
        people, case_id, key = self._people, self._case_id, self._person.key
        in_background(self, lambda: self.keeper.saving(lambda: people.take_out(case_id, key)), lambda _gone: self._finish())
