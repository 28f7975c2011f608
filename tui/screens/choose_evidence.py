"""Which turns a sentence rests on, chosen by the worker: the whole talk to choose from, and what the choice does not hold.

What grounding has to say is advice and forbids nothing; a confirmation of the sentence is withdrawn when its evidence changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static
from textual.widgets.option_list import Option

from recorder.domain import Person, Statement, Transcript
from recorder.pipeline import CaseRecorder
from tui.actions import in_background, problems_shown
from tui.presenter import EvidenceLine, count, tidy, transcript_lines, whose
from tui.widgets.long_words import LongWords
from tui.widgets.rows import RowList, hanging

_RESTS, _NOT = "[x]", "[ ]"
_HOLDS = "The turns you chose hold the sentence, as far as rules can tell."
_HINT = "Enter: rests on it, or not   Space: hear   Ctrl+S: save   Esc: leave"


class TurnList(RowList):
    """A list in which one line can change its words, not its height, without all others being laid out anew."""

    def redraw(self, place: int, option: Option) -> None:
        """Show another option of the same height in a place."""
        shown = self.get_option_at_index(place)
        shown._set_prompt(option.prompt)  # Textual's own way lays out all of a three-hour talk: a fifth of a second a key
        for key in [key for key in self._option_render_cache.keys() if key[0] is shown]:  # noqa: SIM118 - it has no other way
            self._option_render_cache.discard(key)
        self._line_cache.clear()
        self.refresh()


class ChooseEvidenceDialog(ModalScreen[None]):
    """The talk, turn by turn, each with a mark whether the sentence rests on it."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave it as it was"),
        Binding("ctrl+s", "save", "Save", priority=True),
        Binding("space", "listen", "Hear the turn; again: stop", priority=True),
    ]

    def __init__(
        self,
        recorder: CaseRecorder,
        visit_id: str,
        statement: Statement,
        *,
        transcript: Transcript,
        roster: Sequence[Person],
        changed: Callable[[], None],
        listen: Callable[[int], object],
    ) -> None:
        """`changed` is called once another choice is stored; `listen` plays a turn, or stops."""
        super().__init__()
        self._recorder, self._visit_id, self._statement = recorder, visit_id, statement
        self._lines, self._turns = transcript_lines(transcript, roster), [turn.i for turn in transcript.turns]
        self._chosen, self._changed, self._listen = set(statement.cites), changed, listen

    def compose(self) -> ComposeResult:
        """The sentence, the turns, what they hold, buttons."""
        with Vertical(classes="dialog tall"):
            yield Static(f"What does {self._statement.id} rest on?", classes="dialog-heading", markup=False)
            yield LongWords(f"{tidy(self._statement.text)}  {whose(self._statement)}", classes="quoted")
            yield TurnList(id="turns")
            yield Static(id="advice", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Save", id="save", variant="primary", compact=True)
                yield Button("Leave it as it was", id="close", compact=True)
            yield Static(_HINT, classes="hint", markup=False)

    def on_mount(self) -> None:
        """Begin at the first turn it rests on."""
        rows = self.query_one("#turns", RowList)
        rows.add_options([self._option(rows, place) for place in range(len(self._lines))])
        rows.highlighted = next((n for n, i in enumerate(self._turns) if i in self._chosen), 0) if self._turns else None
        rows.focus()
        self._advise()

    def _option(self, rows: RowList, place: int) -> Option:
        line: EvidenceLine = self._lines[place]
        rests = self._turns[place] in self._chosen
        mark = Text(_RESTS if rests else _NOT, rows.ink("accent" if rests else "muted", bold=rests))
        words = Text(f"{line.speaker}  ", rows.ink("accent" if rests else "muted", bold=rests))
        words.append(f"{line.place}\n", rows.ink("muted"))
        return Option(hanging(mark, words.append(line.text, "" if rests else rows.ink("muted")), width=4))

    def on_option_list_option_selected(self, event: RowList.OptionSelected) -> None:
        """It rests on the turn, or no longer does."""
        rows, place = self.query_one("#turns", TurnList), event.option_index
        self._chosen ^= {self._turns[place]}
        rows.redraw(place, self._option(rows, place))
        self._advise()

    def _advise(self) -> None:
        with problems_shown(self):
            turns = sorted(self._chosen)
            advice = self._recorder.advice(self._visit_id, self._statement.id, turns=turns) if turns else ()
            unheld = [f"! {one.as_text()}" for one in advice]
            held = _HOLDS if turns else "It rests on no turn: only a sentence of your own can."
            said = "\n".join(unheld) or held
            self.query_one("#advice", Static).update(f"{count(len(turns), 'turn')} chosen. {said}")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The buttons do what the keys do."""
        (self.action_save if event.button.id == "save" else self.action_leave)()

    def action_listen(self) -> None:
        """Play the turn under the highlight, or stop."""
        place = self.query_one("#turns", RowList).highlighted
        if place is not None:
            self._listen(self._turns[place])

    def action_save(self) -> None:
        """Store the choice, then close."""

        def then(_stored: Statement) -> None:
            self.dismiss()
            self._changed()

        turns = sorted(self._chosen)
        in_background(self, lambda: self._recorder.choose_evidence(self._visit_id, self._statement.id, turns), then)

    def action_leave(self) -> None:
        """Back to the note; nothing changes."""
        self.dismiss()
