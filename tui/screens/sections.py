"""The sections that only people write, each under the question it answers. No machine puts a word in here."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from recorder.domain import WorkingNote
from recorder.pipeline import CaseRecorder
from tui.screens.keeping import KeepingDialog
from tui.unsaved import TypingKeeper


class SectionsDialog(KeepingDialog):
    """Analysis, risk, decision: written here, stored together."""

    AUTO_FOCUS = ""  # it would scroll before there is a layout
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", priority=True),  # at once, so that what is typed next lands in the next field
        Binding("shift+tab", "app.focus_previous", priority=True),
    ]

    def __init__(
        self,
        recorder: CaseRecorder,
        note: WorkingNote,
        *,
        keeper: TypingKeeper,
        first: str | None,
        closed: Callable[[], None],
    ) -> None:
        """`first` is the section to begin in; `closed` is called when the dialogue is left."""
        super().__init__(keeper, closed=closed)
        self._recorder, self._note = recorder, note
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
                        yield from self.field(section.key, self._written.get(section.key, ""), id=f"text-{section.key}")
            yield self.buttons()
            yield Static("Tab: next section   Ctrl+S: save   Esc: leave, words are kept", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Begin where writing is needed."""
        if self._first:
            self.areas[self._first].focus(scroll_visible=False)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Bring the question into sight with the field that answers it."""
        section = event.widget.parent
        if isinstance(section, Widget) and section.has_class("section"):
            self.call_after_refresh(section.scroll_visible, animate=False, top=True)

    def action_save(self) -> None:
        """Store what changed, then close."""
        changed = {key: area.text for key, area in self.areas.items() if area.text != self._written.get(key, "")}

        def store() -> None:
            for key, text in changed.items():
                self._recorder.write_section(self._note.visit_id, key, text)

        self.save(store)
