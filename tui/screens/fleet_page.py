"""What a governance lead does with files and folders: it may take long, so it says how far it is and can be stopped.

Many laptops at once: the folder of their exports is verified and counted, then read as a report.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static

from audit.render import Report
from recorder.ports import Progress
from tui.long_work import LongWork
from tui.oversight_desks import GovernanceDesk
from tui.report_words import report_text
from tui.screens.text_page import FileDialog, TextPage

_ASKS = """Put the exports of all laptops (casescribe audit export) into one folder, with the cosigned heads beside them. Each \
log is verified on its own and against the others’ heads; one that is not as it was written is named, and counted nowhere."""


class LongFileDialog(FileDialog):
    """A `FileDialog` whose act takes long: Escape stops it, and closes the dialogue only when nothing is under way."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stop", "Stop, or close", show=False)]

    def __init__(self, heading: str, words: str, *, place: Path, go: str, act: Callable[[Path, Progress], str]) -> None:
        """`act` runs in the background, says how far it is, and returns a sentence; `go` is the word on its button."""
        super().__init__(heading, words, place=place, go=go, act=lambda _place: "")
        self._long_act, self._long_work = act, LongWork(self, told=self._tell)

    @property
    def keeps_awake(self) -> bool:
        """Whether locking now would cut work off."""
        return self._long_work.under_way

    def work(self, place: Path) -> None:
        """Do it, where the person said."""
        act = self._long_act
        self._long_work.begin(
            "At work",
            lambda progress: act(place, progress),
            self._done,
            ended=lambda: self._tell("Stopped. Nothing was written."),
        )

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        self._long_work.leave()

    def action_stop(self) -> None:
        """Stop what is under way, else close."""
        if not self._long_work.stop():
            self.dismiss()

    def _tell(self, line: str) -> None:
        for outcome in self.query("#outcome").results(Static):
            outcome.update(line)


def open_fleet(page: Screen[Any], desk: GovernanceDesk) -> None:
    """Ask for the folder, then show what was found."""
    app = page.app

    def check(folder: Path, progress: Progress) -> str:
        found = desk.fleet(folder, progress)
        app.call_from_thread(show_report, page, found)
        return "Verified. Close this page to come back here."

    app.push_screen(LongFileDialog("Many laptops", _ASKS, place=desk.folder, go="Verify and count", act=check))


def show_report(page: Screen[Any], report: Report) -> None:
    """A report as a page of tables and bars."""
    page.app.push_screen(TextPage(report.title, lambda width: report_text(report, width=width)))
