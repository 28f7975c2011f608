"""The door on the first day: a vault made in plain words.

Five short pages, each with one thing to do. The recovery key is shown once and asked back in part, because a key that
nobody wrote down is no key. It refuses nothing but what the vault itself refuses, in its own sentences.
"""

from __future__ import annotations

import secrets
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.actions import in_background
from tui.desks import ROLES_OF_TEAM
from tui.door import Check, Door
from tui.passphrases import fits, strength
from tui.screens.page import HELP
from tui.screens.sign_in import LEAVE, DoorPage, come_in
from tui.widgets.heading import PageHeading

_ROLES = (
    ("worker", "I am a social worker: I visit children and write the notes."),
    ("supervisor", "I am a supervisor: I read and countersign notes."),
    ("governance", "I look after governance: I check what AI did."),
    ("sample", "I want to see a sample visit first. Everybody in it is invented."),
)
_NO_VAULT_OF_THEIR_OWN = """A vault belongs to one social worker, on their laptop; you get a key of your own to it. \
Beside you, they press t (Team) on their first page, then n, and choose “{role}”; you type a passphrase that only you know.
From then on you start Casescribe here, choose your name and type it.{more}"""
_MORE = {
    "supervisor": "\nYou read what they signed, give it back, or countersign it. Your own notes somebody else signs.",
    "governance": "\nYou see what was done, when and by what, with no names and no words of any visit.",
}


class WelcomePage(DoorPage):
    """Who somebody is, and what this is."""

    HELP_TEXT = """Choose what you are with ↑ ↓ and press Enter. Nothing is made before
you say so, and nothing here leaves this laptop."""
    BINDINGS: ClassVar[list[BindingType]] = [LEAVE, HELP]

    def compose(self) -> ComposeResult:
        """Welcome and the choice."""
        yield PageHeading("Welcome to Casescribe", "step 1 of 5", back=False)
        with VerticalScroll(can_focus=False, classes="door"):
            yield Static(
                "Casescribe records a visit on this laptop, writes down what was said, and drafts the case note here. "
                "Nothing ever leaves this laptop. You correct and sign; a machine decides nothing.\n\n"
                "Who are you? ↑ ↓ to choose, Enter to go on.",
                markup=False,
            )
            yield OptionList(
                *(Option(words, id=key) for key, words in _ROLES if key != "sample" or self.door.sample is not None),
                id="roles",
                markup=False,
            )
            yield Static(id="say", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """The list first."""
        self.query_one("#roles", OptionList).highlighted = 0
        self.query_one("#roles").focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Chosen."""
        role = event.option_id or ""
        if role == "worker":
            self.app.push_screen(PassphrasePage(self.door))
        elif role == "sample" and self.door.sample is not None:
            self.door.sample()
            self.app.exit()
        else:
            self.say(_NO_VAULT_OF_THEIR_OWN.format(role=ROLES_OF_TEAM.get(role, role), more=_MORE.get(role, "")))


class PassphrasePage(DoorPage):
    """Name and passphrase of a new vault."""

    HELP_TEXT = """Your name will stand under every note that you sign.

The passphrase opens your vault; nobody can look it up for you. Tab goes
to the next field, Enter too; after the last one your vault is made."""

    def compose(self) -> ComposeResult:
        """Three fields and a button."""
        yield PageHeading("Make your vault", "step 2 of 5 · F1 help")
        with VerticalScroll(can_focus=False, classes="door"):
            yield Static(
                "Your vault keeps every recording and note encrypted, in a folder of this laptop. "
                "Only your passphrase opens it. Tab goes to the next field.",
                markup=False,
            )
            yield Static("Your name, as it will stand under your notes", classes="label", markup=False)
            yield Input(id="name", max_length=80)
            yield Static("A passphrase", classes="label", markup=False)
            yield Input(id="passphrase", password=True, max_length=200)
            yield Static(strength(""), id="strength", markup=False)
            yield Static("The passphrase once more", classes="label", markup=False)
            yield Input(id="again", password=True, max_length=200)
            yield Static(id="fits", markup=False)
            yield Static(id="say", markup=False)
            yield Horizontal(Button("Make my vault", id="make", variant="primary", compact=True), classes="buttons")
        yield Footer(show_command_palette=False)

    def on_input_changed(self) -> None:
        """Say how good it is."""
        first, again = self.query_one("#passphrase", Input).value, self.query_one("#again", Input).value
        self.query_one("#strength", Static).update(strength(first))
        self.query_one("#fits", Static).update(fits(first, again))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on; after the last field it makes the vault."""
        if event.input.id == "again":
            self._make()
        else:
            self.focus_next()

    def on_button_pressed(self) -> None:
        """Make it."""
        self._make()

    def _make(self) -> None:
        name, passphrase, again = (self.query_one(f"#{field}", Input).value for field in ("name", "passphrase", "again"))
        if not name.strip():
            self.say("Your name is missing.")
            self.query_one("#name").focus()
        elif passphrase != again:
            self.say("The two passphrases are not the same. Type the second one again.")
            self.query_one("#again").focus()
        else:
            self.say("Making your vault …")
            make = self.door.make_vault
            in_background(self, lambda: make(name.strip(), passphrase), lambda key: self._made(key, passphrase))

    def _made(self, recovery_key: str, passphrase: str) -> None:
        self.app.switch_screen(RecoveryPage(self.door, recovery_key, passphrase))


class RecoveryPage(DoorPage):
    """The recovery key, shown once and asked back in part."""

    HELP_TEXT = """If you ever lose your passphrase, this key opens your vault. Nobody else
has it. Write it on paper, keep the paper away from this laptop, then
type the two groups that are asked for, so that you can be sure."""

    def __init__(self, door: Door, recovery_key: str, passphrase: str) -> None:
        super().__init__(door)
        self._groups, self._passphrase = recovery_key.split("-"), passphrase
        self._asked = sorted(secrets.SystemRandom().sample(range(len(self._groups)), 2))

    def compose(self) -> ComposeResult:
        """The key, two fields."""
        first, second = (n + 1 for n in self._asked)
        half = (len(self._groups) + 1) // 2
        rows = "\n".join(
            "   ".join(f"{n + 1:>2} {group}" for n, group in part)
            for part in (list(enumerate(self._groups))[:half], list(enumerate(self._groups))[half:])
        )
        yield PageHeading("Write down your recovery key", "step 3 of 5 · F1 help", back=False)
        with VerticalScroll(can_focus=False, classes="door"):
            yield Static(
                "If you ever lose your passphrase, only this key opens your vault. It is shown this once. "
                "Write all ten groups on paper and keep the paper away from this laptop.",
                markup=False,
            )
            yield Static(rows, id="key", markup=False)
            yield Static(f"From your paper: group {first}", classes="label", markup=False)
            yield Input(id="first", max_length=8)
            yield Static(f"From your paper: group {second}", classes="label", markup=False)
            yield Input(id="second", max_length=8)
            yield Static(id="say", markup=False)
            yield Horizontal(Button("I have written it down", id="written", variant="primary", compact=True), classes="buttons")
        yield Footer(show_command_palette=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is no way back from a vault that is made."""
        return action != "back"

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on."""
        if event.input.id == "second":
            self.on_button_pressed()
        else:
            self.focus_next()

    def on_button_pressed(self) -> None:
        """Compare with the paper."""
        typed = [self.query_one(f"#{field}", Input).value.strip().upper() for field in ("first", "second")]
        for field, said, place in zip(("first", "second"), typed, self._asked, strict=True):
            if said != self._groups[place]:
                self.say(f"That is not group {place + 1}. Look at your paper, and at the key above.")
                self.query_one(f"#{field}").focus()
                return
        self.app.switch_screen(ChecksPage(self.door, self._passphrase))


class ChecksPage(DoorPage):
    """What this laptop can do by now."""

    HELP_TEXT = """What is marked ✓ works. What is marked ✗ says what to do about it; you
can go on without, and do it later. “casescribe doctor” looks again."""
    BINDINGS: ClassVar[list[BindingType]] = [HELP]

    def __init__(self, door: Door, passphrase: str) -> None:
        super().__init__(door)
        self._passphrase = passphrase

    def compose(self) -> ComposeResult:
        """What was found, and the way on."""
        yield PageHeading("What this laptop can do", "step 4 of 5", back=False)
        with VerticalScroll(classes="door"):
            yield Static("Looking at the microphone and the models …", id="found", markup=False)
            yield Static(id="say", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Open my vault", id="open", variant="primary", compact=True)
                if self.door.sample is not None:
                    yield Button("Try the sample visit", id="sample", compact=True)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Look, without keeping anybody waiting."""
        self.query_one("#open").focus()
        in_background(self, lambda: tuple(self.door.checks()), self._show)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is no way back from a vault that is made."""
        return action != "back"

    def _show(self, checks: tuple[Check, ...]) -> None:
        if self.is_mounted:
            lines = [f"{'✓' if check.good else '✗'} {check.sentence}" for check in checks]
            lines.append("\nNext: open your vault, or try the sample visit first.")
            self.query_one("#found", Static).update("\n".join(lines))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """On."""
        if event.button.id == "sample" and self.door.sample is not None:
            self.door.sample()
            self.app.exit()
            return
        self.say("Opening your vault …")
        come_in(self, lambda: self.door.sign_in(self._passphrase, None), first_day=True)
