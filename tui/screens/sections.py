"""The sections that only people write, each under the question it answers. No machine puts a word in here."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Static, TextArea

from recorder.domain import WorkingNote
from recorder.pipeline import CaseRecorder
from tui.actions import in_background
from tui.screens.dialogs import QuestionDialog, ask


class SectionsDialog(ModalScreen[None]):
    """Analysis, risk, decision: written here, stored together."""

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = ""  # it would scroll before there is a layout
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", priority=True),
        Binding("escape", "cancel", "Cancel", priority=True),
        Binding("tab", "app.focus_next", priority=True),  # at once, so that what is typed next lands in the next field
        Binding("shift+tab", "app.focus_previous", priority=True),
    ]

    def __init__(self, recorder: CaseRecorder, note: WorkingNote, *, first: str | None, saved: Callable[[], None]) -> None:
        """`first` is the section to begin in; `saved` is called once all is stored."""
        super().__init__()
        self._recorder, self._note, self._saved = recorder, note, saved
        self._written = dict(note.human_sections)
        unwritten = [key for key, text in note.human_sections if not text.strip()]
        self._first = first or next(iter(unwritten or self._written), None)

    def compose(self) -> ComposeResult:
        """Heading, question and text of each section."""
        with Vertical(classes="dialog tall"):
            yield Static("Only you can write these", classes="dialog-heading", markup=False)
            with VerticalScroll(id="sections", can_focus=False):
                for section in self._note.template.human_sections:
                    with Vertical(classes="section"):
                        yield Static(section.heading, classes="section-heading", markup=False)
                        yield Static(section.guidance, classes="guidance", markup=False)
                        text = self._written.get(section.key, "")
                        yield TextArea(text, id=f"text-{section.key}", soft_wrap=True, show_line_numbers=False)
            with Horizontal(classes="buttons"):
                yield Button("Save", id="save", variant="primary", compact=True)
                yield Button("Leave without saving", id="cancel", compact=True)
            yield Static("Tab: next section   Ctrl+S: save   Esc: leave without saving", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Begin where writing is needed."""
        if self._first:
            self.query_one(f"#text-{self._first}", TextArea).focus(scroll_visible=False)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Bring the question into sight with the field that answers it."""
        section = event.widget.parent
        if isinstance(section, Widget) and section.has_class("section"):
            self.call_after_refresh(section.scroll_visible, animate=False, top=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The buttons do what the keys do."""
        if event.button.id == "save":
            self.action_save()
        else:
            self.action_cancel()

    def action_save(self) -> None:
        """Store what changed, then close."""
        changed = self._changed()

        def store() -> None:
            for key, text in changed.items():
                self._recorder.write_section(self._note.visit_id, key, text)

        def then(_stored: None) -> None:
            self.dismiss()
            self._saved()

        in_background(self, store, then)

    def action_cancel(self) -> None:
        """Leave; changed words are asked about first."""
        if not self._changed():
            self.dismiss()
            return
        question = QuestionDialog("Leave without saving?", "What you have typed would be lost.", yes="Leave", no="Keep writing")
        ask(self, question, self.dismiss)

    def _changed(self) -> dict[str, str]:
        texts = {key: self.query_one(f"#text-{key}", TextArea).text for key in self._written}
        return {key: text for key, text in texts.items() if text != self._written[key]}
