"""Finding words again, in transcripts, notes, titles and the people of cases. What is searched for is kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Footer, Input, Static
from textual.widgets.option_list import Option

from recorder.pipeline import CaseRecorder
from tui.actions import in_background
from tui.desks import Answer, Place
from tui.presenter import found_line, found_place
from tui.screens.page import BACK, Page
from tui.screens.transcript import TranscriptPage
from tui.widgets.heading import PageHeading
from tui.widgets.rows import RowList, hanging

_HINT = "Type words, then Enter: every place that holds them all. The last may be the beginning of a word."


class SearchPage(Page):
    """A line to type in, and the places found."""

    CSS_PATH = "lists.tcss"
    HELP_TEXT = """Finds every place that holds all the words: what was said, the notes,
titles, and the people around the children. The audit log learns that
somebody searched, never for what.

Enter   search; in the list: open the place
Tab     between the words and the list
↑ ↓     move in the list
Esc     back"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "show_help", "Help", tooltip="What this page is for and its keys"),  # a question mark can be typed
        BACK,
    ]

    def __init__(self, recorder: CaseRecorder, search: Callable[[str], Answer], *, open_visit: Callable[[str], None]) -> None:
        """`search` may raise `UsageError`, whose sentence is shown."""
        super().__init__(recorder)
        self._search, self._open_visit = search, open_visit
        self._found: tuple[Place, ...] = ()

    def compose(self) -> ComposeResult:
        """Heading, words, how much was found, places, keys."""
        yield PageHeading("Search", "nothing leaves this laptop")
        yield Input(placeholder="words", id="words", select_on_focus=False)
        yield Static(_HINT, id="outcome", markup=False)
        yield RowList(id="rows")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin at the words."""
        self.query_one("#words").focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Look for the words."""
        words = event.value
        in_background(self, lambda: self._search(words), self._show)

    def _show(self, answer: Answer) -> None:
        self._found = tuple(answer.shown)
        self.query_one("#outcome", Static).update(found_line(total=answer.total, shown=len(self._found)))
        rows = self.query_one("#rows", RowList)
        rows.clear_options()
        rows.add_options([self._option(rows, place) for place in self._found])
        rows.highlighted = 0 if self._found else None
        if self._found:
            rows.focus()

    def _option(self, rows: RowList, place: Place) -> Option:
        where = found_place(case=place.case, place=place.place, ref=place.ref)
        words = Text(f"{where}\n", rows.ink("muted"))
        for text, found in place.snippet:
            words.append(" ".join(f"«{text}»".split()) if found else text, rows.ink("accent", bold=True) if found else "")
        return Option(hanging(Text("›", rows.ink("muted")), words, width=1))

    def on_option_list_option_selected(self, event: RowList.OptionSelected) -> None:
        """Open the place."""
        place = self._found[event.option_index]
        if place.visit_id is None:
            self.notify("This is the case itself; its visits are on the first page.", markup=False)
        elif place.place == "turn" and place.ref.isdecimal():
            self.app.push_screen(TranscriptPage(self.recorder, place.visit_id, turn=int(place.ref)))
        else:
            self._open_visit(place.visit_id)
