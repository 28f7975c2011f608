"""Many laptops at once: the folder of their exports is verified and counted, then read as a report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.screen import Screen

from audit.render import Report
from tui.oversight_desks import GovernanceDesk
from tui.report_words import report_text
from tui.screens.text_page import FileDialog, TextPage

_ASKS = """Put the exports of all laptops (casescribe audit export) into one folder, with the cosigned heads beside them. Each \
log is verified on its own and against the others’ heads; one that is not as it was written is named, and counted nowhere."""


def open_fleet(page: Screen[Any], desk: GovernanceDesk) -> None:
    """Ask for the folder, then show what was found."""
    app = page.app

    def check(folder: Path) -> str:
        found = desk.fleet(folder)
        app.call_from_thread(show_report, page, found)
        return "Verified. Close this page to come back here."

    app.push_screen(FileDialog("Many laptops", _ASKS, place=desk.folder, go="Verify and count", act=check))


def show_report(page: Screen[Any], report: Report) -> None:
    """A report as a page of tables and bars."""
    page.app.push_screen(TextPage(report.title, lambda width: report_text(report, width=width)))
