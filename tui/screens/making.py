"""From a recording to its words, and from those to a draft: what the machine does now, how long it still takes, and a way out.

It may be left or cancelled at any time: each finished piece is kept, and the next time it goes on from there.
"""

from __future__ import annotations

import threading
import time
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Footer, Static

from audit.errors import AuditError
from recorder.domain import Status
from recorder.errors import CasescribeError
from recorder.pipeline import CaseRecorder
from tui.actions import problems_shown, show_problem
from tui.desks import Desks
from tui.making_words import STAGES, stage_lines, time_left
from tui.presenter import visit_heading
from tui.screens.page import HELP, Page
from tui.widgets.heading import PageHeading

_FIRST_PAGE = 1  # its place among the screens, above Textual's own


class _Cancelled(Exception):
    """The person wants the machine to stop here."""


class MakingPage(Page):
    """The machine at work on one visit: writing down, then the person names the voices, then the draft."""

    CSS_PATH = "recording.tcss"
    HELP_TEXT = """The machine writes down what was said and tells the voices apart; you
say whose they are; then it makes the draft. All of it on this laptop.

You may leave with Esc: what is finished is kept, and it goes on from
there when you open the visit again."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Stop for now", key_display="Esc", tooltip="What is finished is kept"),
        HELP,
    ]

    def __init__(self, recorder: CaseRecorder, visit_id: str, *, desks: Desks) -> None:
        super().__init__(recorder)
        self._visit_id, self._desks = visit_id, desks
        self._shares: dict[str, float] = {}
        self._began = time.monotonic()
        self._cancel = threading.Event()
        self._over = False

    @property
    def keeps_awake(self) -> bool:
        """Whether locking now would cut work off."""
        return not self._over

    def compose(self) -> ComposeResult:
        """Heading, stages, how long, keys."""
        yield PageHeading(back=False)
        yield Static(id="stages", markup=False)
        yield Static(id="left", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin with whatever is missing."""
        with problems_shown(self):
            visit = self.recorder.visit(self._visit_id)
            self.query_one(PageHeading).show(visit_heading(visit), "the machine is at work")
            if visit.status is not Status.RECORDED:
                self._shares = dict.fromkeys(STAGES[:2], 1.0)
            self._show()
            app = self.app

            def work() -> None:
                try:
                    self._work(visit.status)
                except _Cancelled:
                    return
                except (CasescribeError, AuditError) as problem:
                    app.call_from_thread(self._failed, problem)
                else:
                    app.call_from_thread(self._done)

            app.run_worker(work, group="making", thread=True)

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        self._cancel.set()

    def _work(self, status: Status) -> None:
        if status is Status.RECORDED:
            self.recorder.transcribe(self._visit_id, on_progress=self._progress)
        else:
            self.recorder.process(self._visit_id, on_progress=self._progress)

    def _progress(self, stage: str, share: float) -> None:
        if self._cancel.is_set():
            raise _Cancelled
        self.app.call_from_thread(self._reached, stage, share)

    def _reached(self, stage: str, share: float) -> None:
        if not self._shares.get(stage):
            self._began = time.monotonic()
        self._shares[stage] = share
        self._show()

    def _show(self) -> None:
        if self.is_attached:
            self.query_one("#stages", Static).update(stage_lines(self._shares))
            self.query_one("#left", Static).update(time_left(self._shares, seconds=time.monotonic() - self._began))

    def _done(self) -> None:
        from tui.screens.draft import DraftPage
        from tui.screens.speakers import SpeakersPage

        self._over = True
        if not self.is_attached:
            return
        with problems_shown(self):
            if self.recorder.visit(self._visit_id).status is Status.TRANSCRIBED:
                self.app.switch_screen(SpeakersPage(self.recorder, self._visit_id, desks=self._desks))
            else:
                self.recorder.open_visit(self._visit_id)
                self.app.switch_screen(DraftPage(self.recorder, self._visit_id, desks=self._desks))

    def _failed(self, problem: CasescribeError | AuditError) -> None:
        self._over = True
        if self.is_attached:
            self.action_back()
        show_problem(self.app, problem)

    def action_cancel(self) -> None:
        """Stop where it is."""
        self._cancel.set()
        self._over = True
        self.action_back()
        self.app.notify("Stopped. What is finished is kept; open the visit to go on.", markup=False)


def make_draft(page: Page, recorder: CaseRecorder, visit_id: str, *, desks: Desks) -> None:
    """Leave all pages about the visit, which its new draft makes old, and make that draft."""
    while len(page.app.screen_stack) > _FIRST_PAGE + 2:
        page.app.pop_screen()
    page.app.switch_screen(MakingPage(recorder, visit_id, desks=desks))


def remake(page: Page, recorder: CaseRecorder, visit_id: str, *, was: Status | None, desks: Desks) -> bool:
    """Make the draft anew, if the visit had one when `page` was opened and has none any more; returns whether it does."""
    if was is not Status.DRAFTED or recorder.visit(visit_id).status is not Status.TRANSCRIBED:
        return False
    make_draft(page, recorder, visit_id, desks=desks)
    return True
