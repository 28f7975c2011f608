"""Playing to a real sound server with a loudspeaker that only pretends: the right words, soon enough, and silence on demand."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from recorder.domain import Audio, Transcript, Turn
from recorder.errors import Refused
from recorder.sound.playback import SLOWER, Player, stretches_of
from tests.sound_server import RATE, SoundServer, babble

PATIENCE = 30.0  # seconds, on a busy machine

pytestmark = pytest.mark.engine


class Ear:
    """Hears what the pretended loudspeaker plays, and when."""

    def __init__(self, server: str) -> None:
        command = ["parec", f"--server={server}", "--latency-msec=10", "--raw", "--format=s16le", f"--rate={RATE}"]
        self._recorder = subprocess.Popen([*command, "--channels=1", "-d", "visit.monitor"], stdout=subprocess.PIPE)
        self._heard: list[tuple[float, npt.NDArray[np.int16]]] = []
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        out = self._recorder.stdout
        assert out is not None
        while data := os.read(out.fileno(), 640):
            self._heard.append((time.perf_counter(), np.frombuffer(data[: len(data) // 2 * 2], "<i2")))

    def begin(self) -> None:
        """From now on."""
        time.sleep(0.5)
        self._heard.clear()

    def first(self) -> float:
        """When the first sound came."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for at, samples in list(self._heard):
                if np.abs(samples).max(initial=0) > 300:
                    return at
            time.sleep(0.005)
        raise AssertionError("nothing was heard")

    def all(self) -> npt.NDArray[np.float64]:
        """What was heard, with silence at both ends."""
        time.sleep(0.7)
        return np.pad(np.concatenate([s for _, s in self._heard]).astype(float), RATE)

    def close(self) -> None:
        self._recorder.kill()
        self._recorder.wait()
        self._thread.join(PATIENCE)
        if self._recorder.stdout is not None:
            self._recorder.stdout.close()


@pytest.fixture
def ear(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ear]:
    with tempfile.TemporaryDirectory(prefix="cs-") as folder:  # a socket's path must be short
        server = SoundServer(Path(folder))
        monkeypatch.setenv("PULSE_SERVER", server.address)
        listening = Ear(server.address)
        yield listening
        listening.close()
        server.close()


def visit() -> tuple[Audio, Transcript]:
    """Ten seconds in which no place sounds like another, with three turns in it."""
    turns = tuple(Turn(i, "sw", "Words.", start, start + 1.2) for i, start in enumerate((1.0, 3.0, 6.0)))
    return Audio(babble(10).astype(np.float32)), Transcript("v", turns)


def likeness(heard: npt.NDArray[np.float64], said: npt.NDArray[np.float32]) -> float:
    """How far a stretch is in what was heard: 1 for the very same."""
    place = int(np.correlate(heard, said.astype(float), "valid").argmax())
    return float(np.corrcoef(heard[place : place + len(said)], said)[0, 1])


def test_the_words_of_a_turn_and_no_others_are_heard_soon_after_the_key(ear: Ear) -> None:
    audio, transcript = visit()
    player = Player()
    player.warm()
    starts, pieces = [], []
    for _ in range(3):
        ear.begin()
        began = time.perf_counter()
        playing = threading.Thread(
            target=player.play,
            args=(lambda: nullcontext(audio), stretches_of(transcript, (1,))),
            kwargs={"stop": threading.Event()},
        )
        playing.start()
        starts.append(ear.first() - began)
        playing.join(PATIENCE)
        pieces.append(ear.all())
    heard, played_last = np.concatenate(pieces), pieces[-1]
    seconds = np.flatnonzero(np.abs(played_last) > 300)
    assert 1.2 <= (seconds[-1] - seconds[0]) / RATE <= 1.6, "the turn with a little air around it"
    for at in (3.05, 3.4, 3.75):  # piece by piece, the best of three: a busy machine stutters
        assert likeness(heard, audio.read(at, at + 0.35)) > 0.9
    assert likeness(heard, audio.read(1.0, 2.1)) < 0.5, "not another turn"
    assert min(starts) <= 0.15, f"from the key to the first sound: {', '.join(f'{1000 * s:.0f} ms' for s in starts)}"


def test_slower_lasts_longer_and_stop_is_at_once(ear: Ear) -> None:
    audio, transcript = visit()
    player = Player()
    ear.begin()
    began = time.perf_counter()
    player.play(lambda: nullcontext(audio), stretches_of(transcript, (0, 2)), stop=threading.Event(), speed=SLOWER)
    assert time.perf_counter() - began >= 2 * 1.2 / SLOWER

    stop = threading.Event()
    playing = threading.Thread(target=player.play, args=(lambda: nullcontext(audio), ((0.0, 10.0),)), kwargs={"stop": stop})
    playing.start()
    ear.begin()
    ear.first()
    began = time.perf_counter()
    stop.set()
    playing.join(PATIENCE)
    assert time.perf_counter() - began < 1.0


def test_without_a_sound_server_it_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'none'}")
    audio, _ = visit()
    with pytest.raises(Refused, match="Nothing can be played"):
        Player().play(lambda: nullcontext(audio), ((0.0, 1.0),), stop=threading.Event())
