"""The door on every day but the first: who somebody is, and their passphrase. A refusal is said, and the door stays."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.actions import in_background
from tui.app import CasescribeApp, Entrance
from tui.door import Door
from tui.screens.page import PlainPage
from tui.widgets.heading import PageHeading

LEAVE = Binding("escape", "app.quit", "Leave", key_display="Esc", tooltip="Leave; nothing is lost")


class DoorPage(PlainPage):
    """A page before the vault is open."""

    CSS_PATH = "first_run.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", key_display="Esc", tooltip="To the page before"),
    ]

    def __init__(self, door: Door) -> None:
        super().__init__()
        self.door = door

    def say(self, sentence: str) -> None:
        """What is not right yet, or what is going on."""
        self.query_one("#say", Static).update(sentence)


class SignInPage(DoorPage):
    """The passphrase of somebody whom the vault knows."""

    HELP_TEXT = """Type your passphrase and press Enter. Where several people have a key,
Tab goes to the list: choose yourself with ↑ ↓.

If you lost it: casescribe recover, with the recovery key on your paper."""
    BINDINGS: ClassVar[list[BindingType]] = [LEAVE]

    def compose(self) -> ComposeResult:
        """Who, and the passphrase."""
        yield PageHeading("Casescribe", "locked · F1 help", back=False)
        with VerticalScroll(can_focus=False, classes="door"):
            yield Static("Your vault is locked. Nothing in it can be read without your passphrase.", markup=False)
            if len(self.door.people) > 1:
                yield Static("Who are you?", classes="label", markup=False)
                yield OptionList(
                    *(Option(f"{name}, {role}", id=str(n)) for n, (name, role) in enumerate(self.door.people)),
                    id="people",
                    markup=False,
                )
            name = f" of {self.door.people[0][0]}" if len(self.door.people) == 1 else ""
            yield Static(f"Passphrase{name}", classes="label", markup=False)
            yield Input(id="passphrase", password=True, max_length=200)
            yield Static(id="say", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """The list first where there is one, else the passphrase."""
        people = self.query("#people").results(OptionList)
        for listed in people:
            names = [name for name, _ in self.door.people]
            listed.highlighted = names.index(self.door.person) if self.door.person in names else 0
        asked = len(self.door.people) > 1 and self.door.person is None
        self.query_one("#people" if asked else "#passphrase").focus()

    def on_option_list_option_selected(self) -> None:
        """Chosen: now the passphrase."""
        self.query_one("#passphrase").focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Try it."""
        passphrase, who = event.value, self._who()
        event.input.value = ""
        self.say("Opening your vault …")
        come_in(self, lambda: self.door.sign_in(passphrase, who))

    def _who(self) -> str | None:
        for listed in self.query("#people").results(OptionList):
            return self.door.people[listed.highlighted or 0][0]
        return self.door.person


def come_in(page: DoorPage, sign_in: Callable[[], Entrance], *, first_day: bool = False) -> None:
    """Open the vault in the background, then show what is in it. A refusal is shown, and the page stays."""
    app = page.app
    if not isinstance(app, CasescribeApp):
        raise TypeError("the door stands in our own application")

    def tried() -> Entrance:
        try:
            return sign_in()
        finally:
            app.call_from_thread(page.say, "")

    in_background(page, tried, partial(app.enter, first_day=first_day))
