"""Who can open this vault: its worker, their supervisor, the governance lead, each with a passphrase of their own.

What is typed here is not kept before it is saved, unlike everywhere else: a passphrase must lie nowhere.
"""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.actions import in_background, problems_shown
from tui.desks import ROLES_OF_TEAM, Team
from tui.passphrases import fits, strength
from tui.presenter import count, tidy
from tui.screens.page import BACK, HELP, PlainPage
from tui.widgets.heading import PageHeading
from tui.widgets.rows import RowList, hanging

_WORDS = (
    "Your supervisor reads and countersigns what you sign. The governance lead sees what was done, with no names and no words. "
    "Give each a key of their own, with them beside you: they type a passphrase that only they know."
)
_OFFERED = ("supervisor", "governance", "worker")
_WHAT_THEY_DO = {
    "supervisor": "Supervisor: reads, gives back, countersigns",
    "governance": "Governance lead: checks the log, sees no names",
    "worker": "Social worker: everything that you can do",
}


class MemberDialog(ModalScreen[tuple[str, str] | None]):
    """One person: name, role, passphrase twice. Gives name and role in words once they can sign in."""

    CSS_PATH: ClassVar = ["dialogs.tcss", "people.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Give them a key", priority=True),
        Binding("escape", "leave", "Leave", priority=True),
    ]

    def __init__(self, team: Team, *, role: str) -> None:
        super().__init__()
        self._team, self._role = team, role

    def compose(self) -> ComposeResult:
        """Who, what they do, their passphrase."""
        with Vertical(classes="dialog wide"):
            yield Static("A key for somebody of your team", classes="dialog-heading", markup=False)
            yield Static("Their name, as it will stand under what they sign", classes="label", markup=False)
            yield Input(id="name", max_length=80)
            yield Static(id="chosen", classes="label", markup=False)
            yield OptionList(*(Option(_WHAT_THEY_DO[role], id=role) for role in _OFFERED), id="role", markup=False)
            yield Static("Now they type: a passphrase", classes="label", markup=False)
            yield Input(id="passphrase", password=True, max_length=200)
            yield Static("The passphrase once more", classes="label", markup=False)
            yield Input(id="again", password=True, max_length=200)
            yield Static(strength(""), id="strength", markup=False)
            yield Static(id="say", classes="say", markup=False)
            yield Horizontal(
                Button("Give them a key", id="save", variant="primary", compact=True),
                Button("Leave", id="leave", compact=True),
                classes="buttons",
            )

    def on_mount(self) -> None:
        """The name first."""
        self.query_one("#role", OptionList).highlighted = _OFFERED.index(self._role)
        self.query_one("#name").focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say in words who is chosen."""
        self.query_one("#chosen", Static).update(f"What they do here (↑ ↓): {ROLES_OF_TEAM[event.option_id or self._role]}")

    def on_input_changed(self) -> None:
        """Say how good the passphrase is, and whether the second is the same."""
        first, again = self._words("passphrase"), self._words("again")
        self.query_one("#strength", Static).update(fits(first, again) or strength(first))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on; after the last field it makes the key."""
        if event.input.id == "again":
            self.action_save()
        else:
            self.focus_next()

    def on_option_list_option_selected(self) -> None:
        """Chosen: now the passphrase."""
        self.query_one("#passphrase").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The buttons do what the keys do."""
        if event.button.id == "save":
            self.action_save()
        else:
            self.action_leave()

    def action_save(self) -> None:
        """Make their key, unless something is missing."""
        name, passphrase, again = tidy(self._words("name")), self._words("passphrase"), self._words("again")
        role = _OFFERED[self.query_one("#role", OptionList).highlighted or 0]
        if not name:
            self._say("Their name is missing.", "name")
        elif passphrase != again:
            self.query_one("#again", Input).value = ""
            self._say("The two passphrases were not the same. Type the second one again.", "again")
        else:
            self.query_one("#say", Static).update("Making their key …")
            add = self._team.add
            in_background(
                self,
                lambda: add(name, role, passphrase),
                lambda _slot: self._added(name, role),
                failed=lambda: self._say("", "passphrase"),
            )

    def _added(self, name: str, role: str) -> None:
        self.dismiss((name, ROLES_OF_TEAM[role]))

    def action_leave(self) -> None:
        """Nobody was added."""
        self.dismiss(None)

    def _words(self, field: str) -> str:
        return self.query_one(f"#{field}", Input).value

    def _say(self, sentence: str, field: str) -> None:
        self.query_one("#say", Static).update(sentence)
        self.query_one(f"#{field}").focus()


class TeamPage(PlainPage):
    """The people of one vault."""

    CSS_PATH = "people.tcss"
    HELP_TEXT = """Who can open this vault. Nobody countersigns their own notes, so your
supervisor needs a key; the governance lead needs one to see that
the log is whole.

n    give somebody a key: with them beside you, for they choose the
     passphrase
Esc  to your visits

They sign in when you have left: start Casescribe again, choose the
name. To take a key away, at the prompt: casescribe person remove"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", "Add somebody", tooltip="Give somebody of your team a key"),
        HELP,
        BACK,
    ]

    def __init__(self, team: Team, *, first_day: bool = False) -> None:
        super().__init__()
        self._team, self._first_day = team, first_day
        self._missing: list[str] = []

    def compose(self) -> ComposeResult:
        """Heading, what for, people, what to do next, keys."""
        yield PageHeading()
        yield Static(_WORDS, id="words", markup=False)
        yield RowList(id="people")
        yield Static(id="say", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Who there is."""
        self.reload()
        self.query_one("#people").focus()

    def reload(self, added: tuple[str, str] | None = None) -> None:
        """Read who can sign in and show them, and who is still missing; `added` is who was added just now."""
        with problems_shown(self):
            members = self._team.members()
            rows = self.query_one("#people", RowList)
            rows.clear_options()
            rows.add_options([Option(hanging(Text(role), Text(tidy(name)), width=16)) for name, role in members])
            self.query_one(PageHeading).show(
                "Your team", "step 5 of 5" if self._first_day else count(len(members), "person", "people")
            )
            there = {role for _, role in members}
            self._missing = [role for role in _OFFERED[:2] if ROLES_OF_TEAM[role] not in there]
            self.query_one("#say", Static).update(self._next(added))

    def _next(self, added: tuple[str, str] | None) -> str:
        said = f"✓ {tidy(added[0])} can sign in as {added[1]} once you have left: start Casescribe again. " if added else ""
        if not self._missing:
            return f"{said}Esc: to your visits."
        missing = " and ".join(ROLES_OF_TEAM[role] for role in self._missing)
        return f"{said}No key yet: {missing}. n: give one. Esc: later; t on your first page comes back here."

    def action_add(self) -> None:
        """Give somebody a key."""

        def added(member: tuple[str, str] | None) -> None:
            if member is not None:
                self.reload(member)

        self.app.push_screen(MemberDialog(self._team, role=next(iter(self._missing), "supervisor")), added)
