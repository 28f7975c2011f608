"""What was said at a visit, turn by turn, with who said it and when, to be read and heard; doubtful words are marked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Footer, Static
from textual.widgets.option_list import Option

from recorder.clock_time import missing_by_turn
from recorder.domain import Status, Transcript, Turn
from recorder.pipeline import CaseRecorder
from recorder.sound.playback import stretches_of
from tui import doubts
from tui.actions import problems_shown
from tui.desks import Desks
from tui.listening import Listening
from tui.presenter import EvidenceLine, count, tidy, transcript_lines, visit_heading
from tui.screens.correct import CorrectDialog, what_was_done
from tui.screens.making import remake
from tui.screens.page import BACK, HELP, Page
from tui.screens.speakers import SpeakersPage
from tui.unsaved import TypingKeeper
from tui.widgets.heading import PageHeading
from tui.widgets.rows import RowList, hanging

IN_THE_NOTE = "✓"

if TYPE_CHECKING:
    from recorder.transcription.corrections import Corrected


class TranscriptPage(Page):
    """The transcript of one visit."""

    CSS_PATH: ClassVar[str] = "lists.tcss"
    HELP_TEXT = """This is what the machine heard, in order: the turn's number, its time
in the recording, and who spoke. It can mishear. The note's sentences
point to these turns.

word?   the machine is not sure of it: it may be another word
word♪   a number, a date, a dose or a “not”: hear it yourself
✓       the note uses this turn; without it, it was left out

↑ ↓  Page Up  Page Down  Home  End   move
Space   hear the selected turn; again: stop      s  more slowly
d       the next doubtful word
f       fix what was misheard, here or wherever it was heard so
v       whose voice is whose, as long as nobody worked on the note
Esc     back"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "listen(False)", "Play", key_display="Space", tooltip="Hear the selected turn"),
        Binding("s", "listen(True)", "Slower", tooltip="Hear it at three quarters of its speed"),
        Binding("d", "next_doubt", "Next doubt", tooltip="The next turn with a word that the machine is not sure of"),
        Binding("f", "fix", "Fix a word", tooltip="Put right what was misheard, here or everywhere"),
        Binding("v", "voices", "Voices", tooltip="Whose voice is whose"),
        HELP,
        BACK,
    ]

    def __init__(self, recorder: CaseRecorder, visit_id: str, *, turn: int | None = None, desks: Desks | None = None) -> None:
        super().__init__(recorder)
        self._visit_id, self._turn, self._desks = visit_id, turn, desks or Desks()
        self._listening = Listening(self, recorder, visit_id=visit_id, player=self._desks.player, told=self._tell)
        self._transcript: Transcript | None = None
        self._lines: tuple[EvidenceLine, ...] = ()
        self._used: frozenset[int] = frozenset()  # Turn.i that the note rests on
        self._status: Status | None = None  # of the visit when the page was opened

    def compose(self) -> ComposeResult:
        """Heading, turns, what the signs mean or what is heard, keys."""
        yield PageHeading()
        yield RowList(id="rows")
        yield Static(id="signs", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Read the transcript and go to the turn that was asked for."""
        with problems_shown(self):
            visit = self.recorder.visit(self._visit_id)
            self._status = visit.status
            heading = f"What was said · {visit_heading(visit)}"
            rows = self.query_one("#rows", RowList)
            self._read(rows)
            long = count(len(self._lines), "turn") if self._lines else "not there, or erased"
            used = f", {IN_THE_NOTE} {len(self._used)} in the note" if self._used else ""
            self.query_one(PageHeading).show(heading, long + used)
            rows.highlighted = min(self._turn or 0, len(self._lines) - 1) if self._lines else None
            rows.focus()

    def _read(self, rows: RowList) -> None:
        place = rows.highlighted
        self._transcript = transcript = self.recorder.transcript(self._visit_id)
        self._lines = transcript_lines(transcript, self.recorder.roster(self._visit_id)) if transcript else ()
        self._used = self.recorder.working_note(self._visit_id).turns_used
        missing = missing_by_turn(transcript, self.recorder.missing(self._visit_id)) if transcript else {}
        turns = transcript.turns if transcript else ()
        rows.clear_options()
        rows.add_options([self._option(rows, *row, missing.get(row[1].i, ())) for row in zip(self._lines, turns, strict=True)])
        rows.highlighted = place
        self._tell("")

    def on_unmount(self) -> None:
        """Silence."""
        self._listening.silence()

    def _option(self, rows: RowList, line: EvidenceLine, turn: Turn, missing: Iterable[str]) -> Option:
        words = Text()
        words.append(f"{line.speaker}: ", rows.ink("accent", bold=True))
        words.append_text(doubts.marked(line.text, line.doubts))
        for sentence in missing:
            words.append(f"  [{sentence}]", rows.ink("muted"))
        used = f"{IN_THE_NOTE} " if turn.i in self._used else "  "
        return Option(hanging(Text(used + line.place, rows.ink("muted")), words, width=21))  # "✓ turn 1499 · 2:59:59"

    def _tell(self, line: str) -> None:
        for shown in self.query("#signs").results(Static):
            doubtful = sum(len(one.doubts) for one in self._lines)
            words = f"{count(doubtful, 'doubtful word')}.  {doubts.LEGEND}" if doubtful else ""
            shown.update(line or words)
            shown.set_class(bool(line), "heard")
            shown.display = bool(line or words)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Voices keep their names, and words their spelling, once the note is signed."""
        if action == "fix" and self._desks.corrections is None:
            return False
        return action not in {"voices", "fix"} or self._status in {Status.TRANSCRIBED, Status.DRAFTED}

    def on_option_list_option_highlighted(self) -> None:
        """Another turn is selected: silence."""
        self._listening.silence()

    def action_listen(self, slower: bool) -> None:  # noqa: FBT001 - an action's argument
        """Play the selected turn, or stop."""
        self._listen(slower=slower)

    def _listen(self, *, slower: bool = False) -> None:
        if self._transcript is not None and (turn := self._selected) is not None:
            stretches = stretches_of(self._transcript, (turn.i,))
            self._listening.toggle(stretches, f"turn {turn.i}", slower=slower, failed=lambda: None)

    @property
    def _selected(self) -> Turn | None:
        place = self.query_one("#rows", RowList).highlighted
        return None if place is None or self._transcript is None else self._transcript.turns[place]

    def action_fix(self) -> None:
        """Put right what was misheard in the selected turn."""
        turn, desk = self._selected, self._desks.corrections
        if turn is None or desk is None or self._transcript is None:
            return
        with problems_shown(self):
            dialog = CorrectDialog(
                desk,
                self._transcript,
                turn,
                keeper=TypingKeeper(self.recorder, self._visit_id),
                wrong=next((tidy(w.text).strip(".,;:!?…") for w in turn.words if w.doubt), ""),
                done=self._fixed,
                listen=self._listen,
            )
            self.app.push_screen(dialog)

    def _fixed(self, done: Corrected) -> None:
        with problems_shown(self):
            self._read(self.query_one("#rows", RowList))
            self.notify(what_was_done(done), markup=False)

    def action_back(self) -> None:
        """To the page before; to a new draft, if the one there was rests on words that were put right."""
        self._listening.silence()
        with problems_shown(self):
            if not remake(self, self.recorder, self._visit_id, was=self._status, desks=self._desks):
                super().action_back()

    def action_next_doubt(self) -> None:
        """To the next turn with a doubtful word, going round at the end."""
        rows = self.query_one("#rows", RowList)
        start = (rows.highlighted or 0) + 1
        places = [n for n, line in enumerate(self._lines) if line.doubts]
        if places:
            rows.highlighted = next((n for n in places if n >= start), places[0])
        else:
            self.notify("The machine is sure of every word. It can still mishear.", markup=False)

    def action_voices(self) -> None:
        """Whose voice is whose."""
        self.app.switch_screen(SpeakersPage(self.recorder, self._visit_id, desks=self._desks))
