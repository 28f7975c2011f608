"""Passages that do not agree, side by side. The page prefers neither: which is true is for people to find out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static
from textual.widgets.option_list import Option

from recorder.domain import Contradiction, Person, Transcript
from recorder.pipeline import CaseRecorder
from tui.actions import in_background, problems_shown
from tui.presenter import CONFIRMED, MUST_CONFIRM, About, differ_words, evidence, in_the_note
from tui.widgets.evidence import turns_content
from tui.widgets.rows import RowList, hanging

_HELP = f"Both stand as they were said; no side is taken.  {MUST_CONFIRM} to compare  {CONFIRMED} done"
_NONE = "No two passages were found that do not agree."
_HINT = "↑ ↓: pair   1, 2: hear   r: I have compared them   Esc: close"


class ContradictionsDialog(ModalScreen[None]):
    """The pairs; both passages with what was said around them, and whether the note uses them."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,k", "leave", "Close"),
        Binding("r", "compared", "I have compared them"),
        Binding("1", "listen(0)", "Hear the left one; again: stop"),
        Binding("2", "listen(1)", "Hear the right one; again: stop"),
    ]

    def __init__(
        self,
        recorder: CaseRecorder,
        visit_id: str,
        *,
        transcript: Transcript,
        roster: Sequence[Person],
        changed: Callable[[], None],
        listen: Callable[[int], object],
    ) -> None:
        """`changed` is called each time a pair was compared; `listen` plays a turn, or stops."""
        super().__init__()
        self._recorder, self._visit_id, self._told, self._listen = recorder, visit_id, changed, listen
        self._transcript, self._roster = transcript, roster
        self._pairs: tuple[Contradiction, ...] = ()

    def compose(self) -> ComposeResult:
        """What this is, the pairs, both passages, buttons."""
        with Vertical(classes="dialog tall"):
            yield Static("Passages that do not agree", classes="dialog-heading", markup=False)
            yield Static(_HELP, classes="guidance", markup=False)
            yield RowList(id="listed")
            with Horizontal(id="sides"):
                for side in ("left", "right"):
                    with VerticalScroll(can_focus=False):
                        yield Static(id=side, markup=False)
            with Horizontal(classes="buttons"):
                yield Button("I have compared them", id="compared", variant="primary", compact=True)
                yield Button("Close", id="close", compact=True)
            yield Static(_HINT, classes="hint", markup=False)

    def on_mount(self) -> None:
        """Begin at the first pair that nobody has compared."""
        self._reload()
        self.query_one("#listed").focus()

    def _reload(self) -> None:
        with problems_shown(self):
            self._pairs = self._recorder.working_note(self._visit_id).contradictions
            rows = self.query_one("#listed", RowList)
            rows.clear_options()
            rows.add_options([self._option(rows, pair) for pair in self._pairs])
            unseen = [n for n, pair in enumerate(self._pairs) if not pair.seen]
            rows.highlighted = next(iter(unseen), 0) if self._pairs else None
            self.query_one("#compared", Button).disabled = not unseen
            if not self._pairs:
                self.query_one("#left", Static).update(_NONE)

    def _option(self, rows: RowList, pair: Contradiction) -> Option:
        mark = Text(CONFIRMED if pair.seen else MUST_CONFIRM, rows.ink("success" if pair.seen else "warning", bold=True))
        words = Text(f"turns {pair.first} and {pair.second}: {differ_words(pair)}")
        return Option(hanging(mark, words, width=2))

    def on_option_list_option_highlighted(self, event: RowList.OptionHighlighted) -> None:
        """Show both passages."""
        pair = self._pairs[event.option_index]
        with problems_shown(self):
            note = self._recorder.working_note(self._visit_id)
            for side, key, turn in (("left", "1", pair.first), ("right", "2", pair.second)):
                around = evidence(self._transcript, (turn,), roster=self._roster)
                passage_first = tuple(sorted(around, key=lambda line: not line.cited))
                head = Content(f"{key}: hear it · {in_the_note(note, turn)}\n")
                self.query_one(f"#{side}", Static).update(head + turns_content(About("", "", passage_first)))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The buttons do what the keys do."""
        if event.button.id == "compared":
            self.action_compared()
        else:
            self.dismiss()

    def _selected(self) -> Contradiction | None:
        place = self.query_one("#listed", RowList).highlighted
        return None if place is None else self._pairs[place]

    def action_listen(self, side: int) -> None:
        """Play one of the two passages, or stop."""
        if pair := self._selected():
            self._listen((pair.first, pair.second)[side])

    def action_compared(self) -> None:
        """Say that both were looked at."""
        pair = self._selected()
        if pair is None or pair.seen:
            return

        def then(_stored: None) -> None:
            self._reload()
            self._told()

        in_background(self, lambda: self._recorder.see_contradiction(self._visit_id, pair.first, pair.second), then)

    def action_leave(self) -> None:
        """Back to the note."""
        self.dismiss()
