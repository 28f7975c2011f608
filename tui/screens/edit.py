"""Rewording a sentence, or adding one: the words it rests on stay in sight while it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from recorder.domain import Section
from tui.presenter import About
from tui.screens.dialogs import QuestionDialog, ask
from tui.screens.keeping import KeepingDialog
from tui.unsaved import TypingKeeper
from tui.widgets.evidence import turns_content

_HINT = "Ctrl+S: save   F4: hear   Esc: leave, words kept   Empty: take it out"


class EditDialog(KeepingDialog):
    """One sentence."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f4", "listen", "Hear the words behind it; again: stop", priority=True)]

    def __init__(
        self,
        heading: str,
        text: str,
        *,
        about: About,
        keeper: TypingKeeper,
        field: str,
        store: Callable[[str], object],
        closed: Callable[[], None],
        listen: Callable[[], object],
    ) -> None:
        """`store` writes the text (empty: it is taken out); `closed` is called when it is left; `listen` plays, or stops."""
        super().__init__(keeper, closed=closed)
        self._listen = listen
        self._heading, self._text, self._about, self._field, self._store = heading, text, about, field, store

    def compose(self) -> ComposeResult:
        """Heading, the words behind the sentence, the text, buttons."""
        with Vertical(classes="dialog wide"):
            yield Static(self._heading, classes="dialog-heading", markup=False)
            with VerticalScroll(classes="dialog-evidence"):
                yield Static(turns_content(self._about) if self._about.turns else self._about.words, markup=False)
            yield from self.field(self._field, self._text)
            yield self.buttons()
            yield Static(_HINT, classes="hint", markup=False)

    def on_mount(self) -> None:
        """Write at the end of the sentence."""
        area = self.areas[self._field]
        area.focus()
        area.move_cursor(area.document.end)

    def action_listen(self) -> None:
        """Hear the words behind the sentence."""
        self._listen()

    def action_save(self) -> None:
        """Store the text; an empty one is asked about first."""
        text = self.areas[self._field].text.strip()
        if text:
            self._write(text)
            return

        words = "The note will be without it. What it said is kept in the history, and e puts it back."
        question = QuestionDialog("Take this sentence out?", words, yes="Take it out", no="Keep it")
        ask(self, question, lambda: self._write(""))

    def _write(self, text: str) -> None:
        self.save(lambda: self._store(text))


class ChooseSectionDialog(ModalScreen[str | None]):
    """Under which heading a sentence of the worker's own goes; gives the section's key, or None."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Cancel")]

    def __init__(self, sections: tuple[Section, ...], *, chosen: str) -> None:
        super().__init__()
        self._sections, self._chosen = sections, chosen

    def compose(self) -> ComposeResult:
        """The headings."""
        with Vertical(classes="dialog"):
            yield Static("Under which heading does your sentence go?", classes="dialog-heading", markup=False)
            yield OptionList(*[Option(s.heading, id=s.key) for s in self._sections], markup=False)
            yield Static("↑ ↓: choose   Enter: write it   Esc: leave", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Begin at the section in which the worker was reading."""
        keys = [s.key for s in self._sections]
        self.query_one(OptionList).highlighted = keys.index(self._chosen) if self._chosen in keys else 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Chosen."""
        self.dismiss(event.option_id)

    def action_leave(self) -> None:
        """Not now."""
        self.dismiss(None)
