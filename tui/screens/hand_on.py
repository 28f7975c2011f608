"""The way of a signed note out of this laptop: a file for the council's record system, then the word that it is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.actions import in_background
from tui.desks import HandingOn
from tui.screens.dialogs import MessageDialog, QuestionDialog, ask
from tui.screens.text_page import FileDialog
from tui.signing import NOT_COUNTERSIGNED

_FORMS = (("docx", "A Word document"), ("md", "Plain text (Markdown)"))
_WHERE = (
    "The note as it was signed, with what the AI had in it, and the log’s fingerprint at its foot. It leaves the vault here: "
    "whoever has the file can read it."
)
_FILE = (
    "Say yes once the council’s record system has it. From then on the days are counted after which this laptop forgets "
    "the recording, the transcript and the draft."
)


class FormDialog(ModalScreen[str | None]):
    """What kind of file; gives its ending, or None."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave")]

    def compose(self) -> ComposeResult:
        """The kinds."""
        with Vertical(classes="dialog"):
            yield Static("Export this note", classes="dialog-heading", markup=False)
            yield OptionList(*(Option(words, id=ending) for ending, words in _FORMS), id="forms", markup=False)
            yield Static("↑ ↓: choose   Enter: go on   Esc: leave", classes="hint", markup=False)

    def on_mount(self) -> None:
        """The first."""
        self.query_one(OptionList).highlighted = 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Chosen."""
        self.dismiss(event.option_id)

    def action_leave(self) -> None:
        """Not now."""
        self.dismiss(None)


def export_note(page: Screen[Any], desk: HandingOn, visit_id: str) -> None:
    """Ask for the kind of file and its place, then write it."""

    def export(place: Path) -> str:
        desk.export(visit_id, place)
        return f"Written: {place}"

    def chosen(ending: str | None) -> None:
        if ending is not None:
            place = Path.home() / f"visit-{visit_id}.{ending}"
            page.app.push_screen(FileDialog("Export this note", _WHERE, place=place, go="Write it", act=export))

    page.app.push_screen(FormDialog(), chosen)


def file_note(page: Screen[Any], desk: HandingOn, visit_id: str, *, countersigned: bool, filed: Callable[[], object]) -> None:
    """Ask whether the council has it, note it, and call `filed`."""

    def done(said: str) -> None:
        filed()
        page.app.push_screen(MessageDialog("Filed", said))

    words = _FILE if countersigned else f"{NOT_COUNTERSIGNED}\n\n{_FILE}"
    question = QuestionDialog("Is this note in the council’s records?", words, yes="Yes, it is filed", no="Not yet")
    ask(page, question, lambda: in_background(page, lambda: desk.file(visit_id), done))
