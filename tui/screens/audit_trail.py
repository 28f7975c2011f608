"""The audit log in plain words: what was done, in order, each with its entry's number. It shows; it changes nothing."""

from __future__ import annotations

from typing import ClassVar, Protocol

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Footer
from textual.widgets.option_list import Option

from audit.events import Entry
from recorder.reader import CaseReader
from tui.actions import problems_shown
from tui.presenter import audit_lines, count, visit_heading
from tui.screens.page import BACK, HELP, PlainPage
from tui.widgets.heading import PageHeading
from tui.widgets.rows import RowList, hanging


class LogReader(Protocol):
    """Whoever can read the log: a recorder, or a governance lead's copy."""

    def history(self, visit_id: str | None = None) -> tuple[Entry, ...]:
        """The entries of one visit or of all, in order."""
        ...


class AuditPage(PlainPage):
    """Entries of one visit, or of all."""

    CSS_PATH = "lists.tcss"
    HELP_TEXT = """Everything that was done on this laptop, by the machine and by people,
the newest first. The log holds no names and no words of the visit,
only numbers and fingerprints. It cannot be rewritten unseen:
“casescribe audit verify” checks it. Times are those of this laptop;
the log itself keeps them in UTC.

v      this visit alone, or all visits
↑ ↓    move
Esc    back"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "toggle_scope", "This visit / all", tooltip="Which entries to show"),
        HELP,
        BACK,
    ]

    def __init__(self, log: LogReader, visit_id: str | None = None) -> None:
        super().__init__()
        self._log, self._visit_id = log, visit_id
        self._all = visit_id is None

    def compose(self) -> ComposeResult:
        """Heading, entries, keys."""
        yield PageHeading()
        yield RowList(id="rows")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Read the log."""
        self._reload()
        self.query_one("#rows").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """From the list of visits there is no visit to narrow to."""
        return action != "toggle_scope" or self._visit_id is not None

    def action_toggle_scope(self) -> None:
        """The other scope."""
        self._all = not self._all
        self._reload()

    def _reload(self) -> None:
        with problems_shown(self):
            which = "all visits"
            if self._visit_id and not self._all:
                which = f"visit {self._visit_id}"
                if isinstance(self._log, CaseReader):  # a governance lead's copy knows no titles
                    which = visit_heading(self._log.visit(self._visit_id))
            entries = audit_lines(self._log.history(None if self._all else self._visit_id))
            self.query_one(PageHeading).show(f"Audit log · {which}", count(len(entries), "entry", "entries"))
            rows = self.query_one("#rows", RowList)
            rows.clear_options()
            rows.add_options(
                [Option(hanging(Text(f"{number:>5}", rows.ink("accent")), Text(words), width=6)) for number, words in entries]
            )
            rows.highlighted = 0 if entries else None
