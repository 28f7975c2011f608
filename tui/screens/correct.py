"""Putting right what was misheard: the words that are wrong, what was said, here or wherever it was heard so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Static

from recorder.domain import Transcript, Turn
from tui.actions import in_background
from tui.presenter import count, tidy
from tui.screens.keeping import KeepingDialog
from tui.unsaved import TypingKeeper

if TYPE_CHECKING:
    from recorder.transcription.corrections import Corrected, CorrectionDesk

_HINT = "Tab: other field   Ctrl+S: everywhere   F3: only here   F4: hear it   Esc: leave"


def what_was_done(done: Corrected) -> str:
    """What a correction did, as sentences."""
    said = [f"Put right in {count(done.places, 'place')}."]
    if done.draft_dropped:
        said.append("The draft is made anew when you leave the transcript.")
    if done.to_confirm:
        said.append(f"{count(done.to_confirm, 'sentence')} of the note must be confirmed again.")
    return " ".join(said)


class CorrectDialog(KeepingDialog):
    """One correction, begun at one turn."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "only_here", "Put right only here", priority=True),
        Binding("f4", "listen", "Hear the turn; again: stop", priority=True),
        Binding("tab", "app.focus_next", priority=True),
        Binding("shift+tab", "app.focus_previous", priority=True),
    ]

    def __init__(
        self,
        desk: CorrectionDesk,
        transcript: Transcript,
        turn: Turn,
        *,
        keeper: TypingKeeper,
        wrong: str,
        done: Callable[[Corrected], None],
        listen: Callable[[], object],
    ) -> None:
        """`wrong` is what the first field begins with; `done` gets what a correction did; `listen` plays the turn, or stops."""
        super().__init__(keeper, closed=lambda: None)
        self._desk, self._transcript, self._turn, self._wrong = desk, transcript, turn, wrong
        self._done, self._listen = done, listen

    def compose(self) -> ComposeResult:
        """The turn, the two fields, buttons."""
        with Vertical(classes="dialog wide"):
            yield Static(f"Put right what was misheard, turn {self._turn.i}", classes="dialog-heading", markup=False)
            with VerticalScroll(classes="dialog-evidence"):
                yield Static(tidy(self._turn.text), markup=False)
            yield Static("The words that are wrong, as they stand there", classes="guidance", markup=False)
            yield from self.field(f"wrong:{self._turn.i}", self._wrong)
            yield Static("What was said", classes="guidance", markup=False)
            yield from self.field(f"right:{self._turn.i}", "")
            yield Horizontal(
                Button("Put right everywhere", id="save", variant="primary", compact=True),
                Button("Only here", id="here", compact=True),
                Button("Leave", id="cancel", compact=True),
                classes="buttons",
            )
            yield Static(_HINT, classes="hint", markup=False)

    def on_mount(self) -> None:
        """Begin with what is missing."""
        wrong, right = self.areas.values()
        (right if wrong.text.strip() else wrong).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Only here; the other buttons are every such dialogue's, which answers them itself."""
        if event.button.id == "here":
            self.action_only_here()

    def action_listen(self) -> None:
        """Hear the turn."""
        self._listen()

    def action_save(self) -> None:
        """Put it right in the whole visit."""
        from recorder.transcription.corrections import fix_words

        wrong, right = self._words()
        says = (t.i for t in self._transcript.turns if wrong and right and fix_words(t, wrong, right)[1])
        self._fix(next(says, self._turn.i), wrong, right, everywhere=True)

    def action_only_here(self) -> None:
        """Put it right in this turn."""
        self._fix(self._turn.i, *self._words(), everywhere=False)

    def _words(self) -> tuple[str, str]:
        wrong, right = (tidy(area.text) for area in self.areas.values())
        return wrong, right

    def _fix(self, turn: int, wrong: str, right: str, *, everywhere: bool) -> None:
        def fix() -> Corrected:
            visit_id = self._transcript.id
            return self.keeper.saving(lambda: self._desk.fix(visit_id, turn, wrong, right, everywhere=everywhere))

        def then(done: Corrected) -> None:
            self.dismiss()
            self._done(done)

        in_background(self, fix, then)
