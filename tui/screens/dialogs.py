"""The small questions and messages that stand over a page. The safe button has the focus; Escape is always the safe way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Button, Static


class MessageDialog(ModalScreen[None]):
    """Something to read, with one button."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close", show=False),
        Binding("down", "read_on(1)", show=False),
        Binding("up", "read_on(-1)", show=False),
    ]

    def __init__(self, heading: str, words: str, *, wide: bool = False) -> None:
        super().__init__()
        self._heading, self._words, self._wide = heading, words, wide

    def compose(self) -> ComposeResult:
        """Heading, words, button."""
        with Vertical(classes="dialog reading" if self._wide else "dialog"):
            yield Static(self._heading, classes="dialog-heading", markup=False)
            with VerticalScroll(classes="dialog-words", can_focus=False):
                yield Static(self._words, markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Close", id="close", variant="primary", compact=self._wide)

    def on_button_pressed(self) -> None:
        """Read."""
        self.dismiss()

    def action_read_on(self, lines: int) -> None:
        """Longer words scroll."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)


class QuestionDialog(ModalScreen[bool]):
    """A question whose harmless answer has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "answer_no", "No", show=False),
        Binding("left,right,tab,shift+tab", "app.focus_next", "Other button", show=False, priority=True),
    ]

    def __init__(self, heading: str, words: str, *, yes: str, no: str) -> None:
        super().__init__()
        self._heading, self._words, self._yes, self._no = heading, words, yes, no

    def compose(self) -> ComposeResult:
        """Heading, words, the safe answer first."""
        with Vertical(classes="dialog"):
            yield Static(self._heading, classes="dialog-heading", markup=False)
            with VerticalScroll(classes="dialog-words", can_focus=False):
                yield Static(self._words, markup=False)
            with Horizontal(classes="buttons"):
                yield Button(self._no, id="no", variant="primary")
                yield Button(self._yes, id="yes")
            yield Static("← → or Tab: choose   Enter: answer   Esc: " + self._no.lower(), classes="hint", markup=False)

    def on_mount(self) -> None:
        """Focus the safe answer."""
        self.query_one("#no", Button).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answered."""
        self.dismiss(event.button.id == "yes")

    def action_answer_no(self) -> None:
        """Escape."""
        self.dismiss(False)  # noqa: FBT003 - Textual's signature


def ask(page: Screen[Any], question: QuestionDialog, act: Callable[[], object]) -> None:
    """Put the question over `page`; do `act` on yes, nothing on no."""

    def answered(sure: bool | None) -> None:  # noqa: FBT001 - Textual's signature
        if sure:
            act()

    page.app.push_screen(question, answered)
