"""Turns with words of harm that no sentence of the note uses: nothing of the kind is dropped without a person reading it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static
from textual.widgets.option_list import Option

from recorder.domain import WorkingNote
from recorder.pipeline import CaseRecorder
from recorder.reasons import DISCLOSURE_REASONS
from tui.actions import in_background, problems_shown
from tui.presenter import CONFIRMED, MUST_CONFIRM, About, evidence
from tui.widgets.evidence import turns_content
from tui.widgets.rows import RowList, hanging

_HELP = "These turns may tell of harm, and the note does not use them. Use each in the note, or say why not."
_HINT = "↑ ↓: move   Space: hear   u: use it   1 2 3: why not   Esc: close"


class DisclosuresDialog(ModalScreen[None]):
    """The list; each turn is shown with what was said around it, and marked as read."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,d", "leave", "Close"),
        Binding("u", "use", "Use it in the note"),
        *(Binding(str(n), f"put_aside('{code}')", said) for n, (code, said) in enumerate(DISCLOSURE_REASONS.items(), 1)),
        Binding("space", "listen", "Hear it; again: stop", priority=True),
    ]

    def __init__(
        self,
        recorder: CaseRecorder,
        visit_id: str,
        *,
        changed: Callable[[], None],
        listen: Callable[[int], object],
        use: Callable[[int], object],
    ) -> None:
        """`changed` is called each time a turn was put aside; `listen` plays a turn, or stops; `use` puts it into the note."""
        super().__init__()
        self._listen, self._use = listen, use
        self._recorder, self._visit_id, self._told = recorder, visit_id, changed
        self._turns: list[int] = []
        self._unread: tuple[int, ...] = ()

    def compose(self) -> ComposeResult:
        """What this is, the list, the words, buttons."""
        with Vertical(classes="dialog tall"):
            yield Static("Possible disclosures", classes="dialog-heading", markup=False)
            yield Static(_HELP, classes="guidance", markup=False)
            yield RowList(id="listed")
            with VerticalScroll(id="around", can_focus=False):
                yield Static(id="words", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("u Use it", id="use", variant="primary", compact=True)
                for n, (code, said) in enumerate(DISCLOSURE_REASONS.items(), 1):
                    yield Button(f"{n} {said}", id=code, compact=True)
            yield Static(_HINT, classes="hint", markup=False)

    def on_mount(self) -> None:
        """Begin at the first unread turn."""
        self._reload()
        self.query_one("#listed").focus()

    def _reload(self) -> None:
        with problems_shown(self):
            note = self._recorder.working_note(self._visit_id)
            self._unread = note.unused_disclosures
            self._turns = sorted(note.unused_disclosures + note.acknowledged_disclosures)
            rows = self.query_one("#listed", RowList)
            rows.clear_options()
            rows.add_options([self._option(rows, note, turn) for turn in self._turns])
            unread = [n for n, turn in enumerate(self._turns) if turn in self._unread]
            rows.highlighted = next(iter(unread), 0) if self._turns else None
            for button in self.query(Button):
                button.disabled = not unread
            if not self._turns:
                self.query_one("#words", Static).update("There are none: every turn with words of harm is used in the note.")

    def _option(self, rows: RowList, note: WorkingNote, turn: int) -> Option:
        read = turn in note.acknowledged_disclosures
        said = "put aside" if read else "to be read"
        mark = Text(CONFIRMED if read else MUST_CONFIRM, rows.ink("success" if read else "warning", bold=True))
        return Option(hanging(mark, Text(f"turn {turn}: {said}"), width=2))

    def on_option_list_option_highlighted(self, event: RowList.OptionHighlighted) -> None:
        """Show the words around the turn."""
        with problems_shown(self):
            transcript, roster = self._recorder.transcript(self._visit_id), self._recorder.roster(self._visit_id)
            turns = evidence(transcript, (self._turns[event.option_index],), roster=roster)
            self.query_one("#words", Static).update(turns_content(About("", "", turns)))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The buttons do what the keys do."""
        if event.button.id == "use":
            self.action_use()
        else:
            self.action_put_aside(event.button.id or "")

    def action_listen(self) -> None:
        """Play the selected turn, or stop."""
        place = self.query_one("#listed", RowList).highlighted
        if place is not None:
            self._listen(self._turns[place])

    def _selected_unread(self) -> int | None:
        place = self.query_one("#listed", RowList).highlighted
        return self._turns[place] if place is not None and self._turns[place] in self._unread else None

    def action_use(self) -> None:
        """Write a sentence of one's own that rests on the selected turn."""
        turn = self._selected_unread()
        if turn is not None:
            self.dismiss()
            self._use(turn)

    def action_put_aside(self, reason: str) -> None:
        """Say why the selected turn needs no sentence."""
        turn = self._selected_unread()
        if turn is None:
            return

        def then(_stored: None) -> None:
            self._reload()
            self._told()

        in_background(self, lambda: self._recorder.acknowledge_disclosure(self._visit_id, turn, reason=reason), then)

    def action_leave(self) -> None:
        """Back to the note."""
        self.dismiss()
