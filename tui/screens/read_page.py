"""A page on which a note is read: it counts for the audit log how long the evidence of each sentence was looked at.

What was read is written when the page is left or covered, before the note is signed, and every half minute, apart from what
people do: no key ever waits for it, and a crash takes half a minute of it and nothing else. Only a draft counts.
"""

from __future__ import annotations

from collections.abc import Callable

from textual import events

from audit.errors import AuditError
from recorder.domain import Statement
from recorder.errors import CasescribeError
from recorder.pipeline import CaseRecorder
from tui.actions import show_problem
from tui.presenter import About
from tui.reading import Reading, words_shown
from tui.screens.page import Page

WRITE_EVERY = 30.0  # seconds


class ReadPage(Page):
    """A page over one visit's note. It calls `count_reading` whenever it shows what stands behind a line."""

    def __init__(self, recorder: CaseRecorder, visit_id: str, *, steady: Callable[[], float]) -> None:
        super().__init__(recorder)
        self._visit_id, self._reading = visit_id, Reading(steady)

    def on_mount(self) -> None:
        """Begin to write what is read."""
        self.set_interval(WRITE_EVERY, self.keep_reading)
        for scrolled in self.query("NoteList, Evidence"):
            self.watch(scrolled, "scroll_y", self._reading.used, init=False)

    def count_reading(self, statement: Statement | None, about: About) -> None:
        """The page shows a sentence of a draft and its evidence now, or something else (None)."""
        if statement and about.turns:
            self._reading.show(statement.id, words_shown(statement, about))
        else:
            self._reading.show(None)

    def count_listening(self, *, is_heard: bool) -> None:
        """The sound behind the sentence is heard, or could not be after all."""
        self._reading.played(is_heard=is_heard)

    def on_key(self, _event: events.Key) -> None:
        """The person is there."""
        self._reading.used()

    def on_screen_suspend(self) -> None:
        """Something else is on top now."""
        self._reading.covered()
        self.keep_reading()

    def on_screen_resume(self) -> None:
        """The note is on top again."""
        self._reading.uncovered()

    def action_back(self) -> None:
        """To the page before."""
        self._reading.covered()
        self.keep_reading()
        super().action_back()

    def keep_reading(self) -> None:
        """Write what was read so far, in the background. What stands against it is shown, and it is tried again later."""
        app = self.app
        self._reading.settle()

        def work() -> None:
            try:
                self.write_reading()
            except (CasescribeError, AuditError) as problem:
                app.call_from_thread(show_problem, app, problem)

        if self._reading.behind:
            app.run_worker(work, group="reading", thread=True)

    def keep_reading_at_once(self) -> None:
        """Write what was read so far. Raises `StorageFailed`."""
        self._reading.settle()
        self.write_reading()

    def write_reading(self) -> None:
        """Write what was settled. From any thread. Raises `StorageFailed`."""
        self._reading.keep(lambda seen: self.recorder.saw_evidence(self._visit_id, seen))
