"""`casescribe record`: a visit recorded from a microphone, with its clock, its level and what is wrong in one line.

Whatever ends the program in good order (Ctrl+C, a closed terminal, the time given) stops the recording and keeps it. When
consent is taken back the microphone is off before anything is asked. Without a keyboard it records until it is told to stop.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import click

from recorder.commands.settings import Settings
from recorder.errors import CasescribeError, NoMicrophone, StorageFailed

if TYPE_CHECKING:
    from recorder.domain import Recording
    from recorder.sound.capture_warnings import Warn
    from recorder.sound.live_capture import Capture

_ESCAPED = re.compile(r"\x1b([O\[][0-9;]*.)?")  # what arrows and function keys send has letters that nobody typed
_TICK = 0.1  # seconds between two looks at keys and level
_LAST_WORDS = 60.0  # seconds that writing down may take for the piece in hand
_AGAIN = 60.0  # seconds until a warning that comes and goes is explained again
_KEYS = "p pause or go on · v private, begin or end · m mark · s stop · w somebody takes back their consent"
_ASK = "TAKEN BACK? Microphone off.  y: remove all · k: stop, keep · n: nobody did"


@click.command()
@click.argument("visit_id", required=False)
@click.option("--microphone", metavar="NAME", help="A microphone's name, or a part of it; the system's default if not given.")
@click.option("--list", "list_them", is_flag=True, help="List the microphones and record nothing.")
@click.option("--seconds", type=click.FloatRange(min=0.1), help="Stop by itself after so long.")
@click.option("--later", is_flag=True, help="Write nothing down along the way; “process” does all of it.")
@click.pass_obj
def record(
    settings: Settings, visit_id: str | None, microphone: str | None, list_them: bool, seconds: float | None, later: bool
) -> None:
    """Record a visit from a microphone; everybody's consent must be noted first.

    Keys: p pauses and goes on, v begins and ends a private stretch of which nothing is kept, m marks a moment, s or Enter
    stops, w takes back consent. Ctrl+C stops and keeps what was said.
    """
    if list_them:
        _list_microphones()
        return
    if visit_id is None:
        raise click.UsageError("Which visit? “casescribe visit list” shows them.")
    with (
        settings.opened() as opened,
        _told_to_stop() as stop,
        opened.capturing.start(
            visit_id, microphone=microphone, listeners=() if later else (opened.recorder.listen,)
        ) as capture,
    ):
        click.echo(f"Recording with “{capture.microphone}”. {_KEYS if sys.stdin.isatty() else 'Ctrl+C stops it.'}", err=True)
        attendant = _Attendant(capture)
        with _keyboard(stop) as keys_pressed:
            attendant.stay(keys_pressed, stop, seconds=seconds)
        if attendant.withdrawn:
            _tell("Nothing of the recording was kept. The visit is planned, as before.", err=False)
        else:
            _tell(f"{_described(_stop(capture), capture)} It is in the vault.", err=False)
        _wait_for_the_last_words(capture, stop)
    if not attendant.withdrawn:
        _tell(f"Next: casescribe process {visit_id}", err=False)
    if attendant.asked_about_consent:
        _tell(f"Note who took back their consent: casescribe withdraw {visit_id} PERSON", err=False)


def _tell(sentence: str, *, err: bool = True) -> None:
    """Say it, if the terminal is still there: one that was closed must not keep the recording from being stopped."""
    with suppress(OSError):
        click.echo(sentence, err=err)


def _list_microphones() -> None:
    from recorder.sound.microphone import SystemMicrophones

    names = SystemMicrophones().names()
    if not names:
        raise NoMicrophone("There is no microphone on this machine.", "Plug one in, or let the system give this program one.")
    for name in names:
        click.echo(name)


def _described(recording: Recording, capture: Capture) -> str:
    from recorder.clock_time import clock_time, missing_words

    marks, private = len(recording.marks), len(recording.private)
    marked = f", {marks} moment{'s' * (marks != 1)} marked" if marks else ""
    left_out = f", {private} private stretch{'es' * (private != 1)} left out" if private else ""
    gone = "".join(f" {missing_words(gap)}" for gap in recording.missing)
    lost = f" About {capture.lost_seconds:.1f} s were lost, because the machine was too busy." if capture.lost_seconds else ""
    return f"Recorded: {clock_time(recording.seconds)}{marked}{left_out}.{gone}{lost}"


def _stop(capture: Capture) -> Recording:
    while True:
        try:
            return capture.stop()
        except StorageFailed as exc:
            click.echo(exc.sentence(), err=True)
            if not sys.stdin.isatty() or not click.confirm(
                "Try again? No leaves it for the next start.", default=True, err=True
            ):
                raise


def _wait_for_the_last_words(capture: Capture, stop: threading.Event) -> None:
    """What is being written down is kept when it is done; whoever stops again does not wait: “process” does it anew."""
    if capture.wait_for_listeners(1.0):
        return
    _tell("The last words are being written down. Ctrl+C leaves them for later.")
    stop.clear()
    until = time.monotonic() + _LAST_WORDS
    while not (capture.wait_for_listeners(_TICK) or stop.is_set() or time.monotonic() > until):
        pass


class _Attendant:
    """Sits by a recording: does what keys say, and shows how it goes."""

    def __init__(self, capture: Capture) -> None:
        self._capture = capture
        self._asking = False  # whether consent was taken back; the microphone is off meanwhile
        self._private_before = False
        self._done = False
        self._told = 0  # of what the capture said
        self._explained: dict[Warn, float] = {}
        self._live = sys.stderr.isatty()
        self.withdrawn = self.asked_about_consent = False

    def stay(self, keys_pressed: Callable[[], str], stop: threading.Event, *, seconds: float | None) -> None:
        """Until a key, a signal or the time ends it."""
        until = time.monotonic() + seconds if seconds else None
        while not (self._done or stop.is_set() or (until and time.monotonic() >= until)):
            for key in keys_pressed():
                try:
                    self._press(key)
                except CasescribeError as exc:
                    self._say(exc.sentence())
            try:
                self._show()
            except OSError:  # the terminal is gone
                return
        if self._live:
            _tell("")

    def _press(self, key: str) -> None:
        from recorder.sound.recording import RecordingState

        capture, state = self._capture, self._capture.state
        if self._done:
            return
        if self._asking:
            self._answer(key)
        elif key in "s\r\n":
            self._done = True
        elif key == "w":
            self._asking, self._private_before = True, state is RecordingState.PRIVATE
            capture.private(on=True)
        elif key == "v":
            capture.private(on=state is not RecordingState.PRIVATE)
        elif key == "p":
            (capture.resume if state is RecordingState.PAUSED else capture.pause)()
        elif key == "m":
            from recorder.clock_time import clock_time

            self._say(f"Marked: {clock_time(capture.mark())}.")

    def _answer(self, key: str) -> None:
        if key == "y":
            self._done = self.withdrawn = self.asked_about_consent = True
            self._capture.withdraw()
        elif key == "k":
            self._done = self.asked_about_consent = True
        elif key == "n":
            self._asking = False
            if not self._private_before:
                self._capture.private(on=False)

    def _show(self) -> None:
        from recorder.clock_time import clock_time
        from recorder.sound.levels import bar

        capture, warnings = self._capture, self._capture.warnings
        for sentence in capture.said[self._told :]:
            self._say(sentence)
            self._told += 1
        now = time.monotonic()
        for warning in warnings:
            if now - self._explained.get(warning.kind, -_AGAIN) >= _AGAIN:
                self._say(warning.sentence)
                self._explained[warning.kind] = now
        if not self._live:
            return
        words = _ASK if self._asking else " · ".join(w.kind.value.replace("-", " ").upper() for w in warnings)
        level = f"{bar(capture.level, width=12)} {max(capture.level.rms_db, -99):3.0f} dB"
        self._line(words if self._asking else f"{capture.state.value.upper():9} {clock_time(capture.seconds)} {level}  {words}")

    def _say(self, sentence: str) -> None:
        if self._live:
            self._line("")
            click.echo("\r", nl=False, err=True)
        click.echo(sentence, err=True)

    def _line(self, text: str) -> None:
        width = shutil.get_terminal_size().columns - 1
        click.echo(f"\r{text[:width].ljust(width)}", nl=False, err=True)


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """An event that is set when the person or the system asks the program to end."""
    stop = threading.Event()
    kinds = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = [signal.signal(kind, lambda *_: stop.set()) for kind in kinds]
    try:
        yield stop
    finally:
        for kind, handler in zip(kinds, before, strict=True):
            signal.signal(kind, handler)


@contextmanager
def _keyboard(stop: threading.Event) -> Iterator[Callable[[], str]]:
    """What was typed in the last tenth of a second, without waiting for Enter; nothing where there is no keyboard."""
    if not sys.stdin.isatty():

        def no_keys() -> str:
            stop.wait(_TICK)
            return ""

        yield no_keys
    elif sys.platform == "win32":
        import msvcrt

        def typed() -> str:
            stop.wait(_TICK)
            return "".join(msvcrt.getwch().casefold() for _ in range(8) if msvcrt.kbhit())

        yield typed
    else:
        import select
        import termios
        import tty

        keyboard = sys.stdin.fileno()
        before = termios.tcgetattr(keyboard)

        def pressed() -> str:
            if not select.select([keyboard], [], [], _TICK)[0]:
                return ""
            try:
                keys = os.read(keyboard, 32)
            except OSError:
                keys = b""
            if not keys:  # the terminal is gone
                stop.set()
            return _ESCAPED.sub("", keys.decode(errors="ignore")).casefold()

        try:
            tty.setcbreak(keyboard)
            yield pressed
        finally:
            with suppress(termios.error):
                termios.tcsetattr(keyboard, termios.TCSADRAIN, before)
