"""A visit while it is recorded: how long, how loud, what is wrong, and the few things that a person does meanwhile.

The recording itself runs elsewhere and needs no screen: whatever happens here, what was said is kept. The page keeps the
laptop from locking itself, for a lock would end the recording.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Digits, Footer, Static

from recorder.domain import Recording
from recorder.pipeline import CaseRecorder
from recorder.sound.recording import RecordingState
from tui.actions import in_background, problems_shown
from tui.desks import Desks
from tui.presenter import visit_heading
from tui.recording_words import level_words, moments_words
from tui.screens.dialogs import QuestionDialog, ask
from tui.screens.making import MakingPage
from tui.screens.page import HELP, Page
from tui.widgets.heading import PageHeading

if TYPE_CHECKING:
    from recorder.sound.live_capture import Capture

_LOOK = 0.2  # seconds between looks at the recording
_LISTEN = 2.0  # seconds between looks at what was written down
_STATES = {
    RecordingState.RECORDING: ("● RECORDING", "recording"),
    RecordingState.PAUSED: ("‖ PAUSED – nothing is recorded. Space: go on", "paused"),
    RecordingState.PRIVATE: ("◌ PRIVATE – the microphone is off. v: go on", "private"),
    RecordingState.ENDED: ("■ ENDED", "ended"),
}
_WITHDRAW = "Somebody takes back their consent: the recording stops at once and all of it is destroyed. Nothing brings it back."


class RecordingPage(Page):
    """One recording under way."""

    CSS_PATH = "recording.tcss"
    HELP_TEXT = """The visit is being recorded, onto this laptop only.

Space  pause; again: go on. The microphone stays on, nothing is kept
v      a private stretch: the microphone is off and nothing is kept of
       it but that it was; again: go on
m      mark this moment, to find it again
s      stop: the recording is kept, and the draft can be made
w      somebody takes back their consent: stop and destroy it all

The words below appear as the machine writes them down, half a minute
or so behind. If something is wrong with the sound, it says so here.
A crash or a flat battery loses less than a second."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pause", "Pause / go on", key_display="Space", tooltip="Nothing is kept until you go on"),
        Binding("v", "private", "Private", tooltip="The microphone is off until you go on"),
        Binding("m", "mark", "Mark", tooltip="Mark this moment"),
        Binding("s", "stop", "Stop", tooltip="End the recording and keep it"),
        Binding("w", "withdraw", "Withdraw", tooltip="Consent taken back: destroy the recording"),
        HELP,
    ]

    def __init__(self, recorder: CaseRecorder, visit_id: str, *, desks: Desks) -> None:
        super().__init__(recorder)
        self._visit_id, self._desks = visit_id, desks
        self._capture: Capture | None = None

    @property
    def keeps_awake(self) -> bool:
        """Whether locking now would end a recording."""
        return self._capture is not None and self._capture.state is not RecordingState.ENDED

    def compose(self) -> ComposeResult:
        """Heading, state, clock, level, what is wrong, words, keys."""
        yield PageHeading(back=False)
        with Vertical(id="now"):
            yield Static("Starting the microphone …", id="state", markup=False)
            yield Digits("0:00:00", id="clock")
            yield Static(id="level", markup=False)
            yield Static(id="warnings", markup=False)
        with VerticalScroll(id="heard", can_focus=False):
            yield Static(id="said", markup=False)
            yield Static(id="words", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin to record."""
        with problems_shown(self):
            self.query_one(PageHeading).show(visit_heading(self.recorder.visit(self._visit_id)), "stays on this laptop")
        desk = self._desks.capturing
        if desk is None:
            return
        listeners = (self._desks.listen,) if self._desks.listen else ()
        in_background(self, lambda: desk.start(self._visit_id, listeners=listeners), self._began, failed=self._leave_page)

    def _began(self, capture: Capture) -> None:
        self._capture = capture
        self.set_interval(_LOOK, self._look)
        self.set_interval(_LISTEN, self._look_at_words)
        self._look()

    def on_unmount(self) -> None:
        """The program ends: let go of the recording as it is; the next opening of the vault closes it."""
        if self._capture is not None and self.keeps_awake:
            self._capture.leave()

    def _look(self) -> None:
        capture = self._capture
        if capture is None or not self.is_attached:
            return
        words, state = _STATES[capture.state]
        shown = self.query_one("#state", Static)
        shown.update(words)
        shown.set_classes(state)
        seconds = int(capture.seconds)
        self.query_one("#clock", Digits).update(f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}")
        bar, word = level_words(capture.level)
        off = capture.state is RecordingState.PRIVATE
        marked = moments_words(len(capture.marks))
        self.query_one("#level", Static).update("microphone off" if off else f"{bar}  {word}   {marked}".rstrip())
        wrong = self.query_one("#warnings", Static)
        wrong.update("\n".join(f"! {warning.sentence}" for warning in capture.warnings))
        wrong.display = bool(capture.warnings)
        self.query_one("#said", Static).update("\n".join(f"• {sentence}" for sentence in capture.said))

    def _look_at_words(self) -> None:
        if self._capture is not None and self._desks.listen is not None:
            with problems_shown(self):
                heard = self.recorder.heard_last(self._visit_id)
                behind = [str(getattr(listener, "said", "")) for listener in self._capture.listeners]
                lines = [*filter(None, behind), *([f"Written down last:\n{heard}"] if heard else [])]
                self.query_one("#words", Static).update("\n".join(lines))

    # What a person does

    def _act(self, act: Callable[[Capture], object]) -> None:
        capture = self._capture
        if capture is not None:
            in_background(self, lambda: act(capture), lambda _done: self._look())

    def action_pause(self) -> None:
        """Pause, or go on."""
        self._act(lambda c: c.resume() if c.state is RecordingState.PAUSED else c.pause())

    def action_private(self) -> None:
        """The microphone off, or on again."""
        self._act(lambda c: c.private(on=c.state is not RecordingState.PRIVATE))

    def action_mark(self) -> None:
        """Mark this moment."""
        self._act(lambda c: c.mark())

    def action_stop(self) -> None:
        """End and keep it, once the person is sure."""
        words = "It is kept, and you can make the draft next. It cannot be gone on with afterwards; to wait, pause instead."
        ask(self, QuestionDialog("End the recording?", words, yes="End and keep", no="Go on recording"), self._stop)

    def _stop(self) -> None:
        capture = self._capture
        if capture is None:
            return

        def stop() -> Recording:
            recording = capture.stop()
            capture.wait_for_listeners(10)
            return recording

        in_background(self, stop, self._stopped, failed=self._leave_page_if_over)

    def _stopped(self, _recording: Recording) -> None:
        self.app.switch_screen(MakingPage(self.recorder, self._visit_id, desks=self._desks))

    def action_withdraw(self) -> None:
        """Destroy it, once the person is sure."""
        ask(self, QuestionDialog("Destroy this recording?", _WITHDRAW, yes="Destroy it", no="Go on recording"), self._withdraw)

    def _withdraw(self) -> None:
        capture = self._capture
        if capture is not None:
            in_background(self, capture.withdraw, lambda _done: self._withdrawn())

    def _withdrawn(self) -> None:
        self.action_back()
        self.app.notify("The recording is destroyed. Note who took back their consent: open the visit, then n.", markup=False)

    def _leave_page_if_over(self) -> None:
        if not self.keeps_awake:
            self._leave_page()

    def _leave_page(self) -> None:
        self.action_back()
