"""A page to read, and the question for a file that stands before some acts of a governance lead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Footer, Input, Static

from tui.actions import in_background
from tui.screens.page import BACK, HELP, PlainPage
from tui.widgets.heading import PageHeading


class TextPage(PlainPage):
    """Words that scroll; they are made for the page's width."""

    CSS_PATH = "oversight.tcss"
    HELP_TEXT = """A page to read.

↑ ↓    scroll   (Page up and Page down: by the page)
Esc    back"""
    BINDINGS: ClassVar[list[BindingType]] = [HELP, BACK]

    def __init__(self, title: str, words: Callable[[int], str]) -> None:
        """`words` makes the text for a width in cells."""
        super().__init__()
        self._title, self._words = title, words

    def compose(self) -> ComposeResult:
        """Heading, words, keys."""
        yield PageHeading(self._title)
        with VerticalScroll(id="pane"):
            yield Static(id="words", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Ready to scroll."""
        self.query_one("#pane").focus()

    def on_resize(self) -> None:
        """The words share the width anew."""
        self.query_one("#words", Static).update(self._words(max(self.size.width - 8, 20)))


class FileDialog(ModalScreen[None]):
    """Asks for the place of a file or folder, does something with it, and says how that went."""

    CSS_PATH: ClassVar = ["dialogs.tcss", "oversight.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Close", show=False)]

    def __init__(
        self,
        heading: str,
        words: str,
        *,
        place: Path,
        go: str,
        act: Callable[[Path], str],
        then: Callable[[str], None] | None = None,
    ) -> None:
        """`act` runs in the background and returns a sentence; `go` is the word on its button.

        With `then` it closes once that is done, and the sentence goes there.
        """
        super().__init__()
        self._heading, self._words, self._place, self._go, self._act = heading, words, place, go, act
        self._then = then

    def compose(self) -> ComposeResult:
        """Heading, words, field, outcome, buttons."""
        with Vertical(classes="dialog"):
            yield Static(self._heading, classes="dialog-heading", markup=False)
            yield Static(self._words, markup=False)
            yield Input(str(self._place), id="place")
            yield Static(id="outcome", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Close", id="close", compact=True)
                yield Button(self._go, id="go", variant="primary", compact=True)

    def on_input_submitted(self) -> None:
        """Enter does it."""
        self._do()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do it, or close."""
        if event.button.id == "go":
            self._do()
        else:
            self.dismiss()

    def _do(self) -> None:
        typed = self.query_one("#place", Input).value.strip()
        outcome = self.query_one("#outcome", Static)
        if not typed:
            outcome.update("Say where.")
            return
        outcome.update("At work …")
        self.work(Path(typed).expanduser())

    def work(self, place: Path) -> None:
        """Do it, where the person said."""
        act = self._act
        in_background(self, lambda: act(place), self._done)

    def _done(self, sentence: str) -> None:
        if self._then is not None:
            self.dismiss()
            self._then(sentence)
        elif self.is_mounted:
            self.query_one("#outcome", Static).update(sentence)
            self.query_one("#close").focus()
