"""What every dialogue has in which a person writes: its words are kept while they are typed, and Escape loses none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Button, Input, Static, TextArea
from textual.worker import Worker

from audit.errors import AuditError
from recorder.errors import CasescribeError
from tui.actions import in_background
from tui.screens.dialogs import QuestionDialog, ask
from tui.unsaved import TypingKeeper

KEEP_AFTER = 0.5  # seconds from a change until it is written: with the time it takes, a second at most
KEPT = "Kept from last time, not saved yet."
_LEFT = "What you typed is kept, but it is not saved yet. It stands there when you open this again."
_DROP = "What you typed and did not save will be lost. What is saved stays."


class KeepingDialog(ModalScreen[None]):
    """A dialogue with fields whose words are kept. It closes once they are stored, so that a refused save loses nothing."""

    CSS_PATH: ClassVar[Any] = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", priority=True),
        Binding("escape", "leave", "Leave", priority=True),
    ]

    def __init__(self, keeper: TypingKeeper, *, closed: Callable[[], None]) -> None:
        """`closed` is called once it is left, whether what was typed is saved, kept or dropped."""
        super().__init__()
        self.keeper, self._when_left = keeper, closed
        self.areas: dict[str, TextArea] = {}  # field → where it is written
        self.lines: dict[str, Input] = {}  # the same for what fits a line
        self._timer: Timer | None = None
        self._worker: Worker[Any] | None = None
        self._told = False

    def field(self, field: str, saved: str, *, id: str | None = None) -> tuple[Static, TextArea]:  # noqa: A002 - Textual's own word
        """A line that says whether the words are from last time, and where they are written."""
        area = TextArea(self.keeper.begins_with(field, saved), id=id, soft_wrap=True, show_line_numbers=False)
        self.areas[field] = area
        kept = Static(KEPT, classes="kept", markup=False)
        kept.display = self.keeper.was_kept(field)
        return kept, area

    def line(self, field: str, saved: str, *, id: str) -> Input:  # noqa: A002 - Textual's own word
        """A field of one line."""
        self.lines[field] = Input(self.keeper.begins_with(field, saved), id=id, select_on_focus=False)
        return self.lines[field]

    def buttons(self, save: str = "Save") -> Horizontal:
        """Save, leave, drop."""
        return Horizontal(
            Button(save, id="save", variant="primary", compact=True),
            Button("Leave", id="cancel", compact=True),
            Button("Drop what I typed", id="drop", compact=True),
            classes="buttons",
        )

    def on_text_area_changed(self) -> None:
        """Keep the words soon."""
        self._take_note()
        self._keep_soon()

    def on_input_changed(self) -> None:
        """Keep the words soon."""
        self.on_text_area_changed()

    def keep_at_once(self) -> None:
        """Keep the words as they stand there now. Raises `StorageFailed`."""
        self._take_note()
        self.keeper.keep()

    def _take_note(self) -> None:
        for field, area in self.areas.items():
            self.keeper.typed(field, area.text)
        for field, line in self.lines.items():
            self.keeper.typed(field, line.value)

    def _keep_soon(self) -> None:
        if self._timer is None and self.keeper.behind:
            self._timer = self.set_timer(KEEP_AFTER, self._keep_now)

    def _keep_now(self) -> None:
        self._timer = None
        if self._worker is not None and not self._worker.is_finished:
            self._keep_soon()
            return
        app = self.app

        def work() -> None:
            try:
                self.keeper.keep()
            except (CasescribeError, AuditError) as problem:
                app.call_from_thread(self._tell_once, problem.sentence())

        self._worker = app.run_worker(work, group="typing", thread=True)

    def _tell_once(self, sentence: str) -> None:
        if not self._told:
            self._told = True
            words = f"What you type cannot be kept just now; save it soon. {sentence}"
            self.notify(words, severity="warning", timeout=15, markup=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The buttons do what the keys do; what others a dialogue has, it answers itself."""
        acts = {"save": self.action_save, "drop": self.action_drop, "cancel": self.action_leave}
        if act := acts.get(event.button.id or ""):
            act()

    def action_save(self) -> None:
        """Store the words, then close."""
        raise NotImplementedError

    def save(self, store: Callable[[], object]) -> None:
        """Do `store` in the background, then close."""
        in_background(self, lambda: self.keeper.saving(store), lambda _stored: self._finish())

    def _finish(self) -> None:
        self.dismiss()
        self._when_left()

    def action_leave(self) -> None:
        """Close; words that are not saved stay kept."""
        self._take_note()
        if self.keeper.behind:
            in_background(self, self.keeper.keep, lambda _kept: self._left())
        else:
            self._left()

    def _left(self) -> None:
        app, unsaved = self.app, self.keeper.unsaved
        self._finish()
        if unsaved:
            app.call_later(app.notify, _LEFT, markup=False)  # by then the page below is on top, and shows it

    def action_drop(self) -> None:
        """Close, and forget what was typed and not saved, if the person says so."""
        self._take_note()
        if not self.keeper.unsaved:
            self.action_leave()
            return

        question = QuestionDialog("Drop what you typed?", _DROP, yes="Drop it", no="Keep writing")
        ask(self, question, lambda: in_background(self, self.keeper.drop, lambda _dropped: self._finish()))
