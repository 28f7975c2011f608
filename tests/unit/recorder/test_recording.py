import os
import threading
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from recorder.domain import Recording
from recorder.errors import NotSound, Refused, StorageFailed
from recorder.sound.recording import LiveRecording, RecordingState, recover_recording
from recorder.sound.sealed_audio import SealedAudioReader

KEY = bytes(range(32))


def said(value: int, seconds: float = 1.0) -> npt.NDArray[np.int16]:
    return np.full(int(seconds * 16_000), value, np.int16)


def stored(path: Path) -> list[int]:
    """What stands in the file, one value a run."""
    with SealedAudioReader.open(path, KEY) as reader:
        samples = np.rint(reader.read(0, reader.seconds) * 32_768).astype(int)
    return [int(samples[i]) for i in range(len(samples)) if i == 0 or samples[i] != samples[i - 1]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "v1.sound"


def test_what_is_said_in_a_pause_or_in_private_is_not_in_the_recording(path: Path) -> None:
    with LiveRecording.begin(path, KEY, visit_id="v1", header_note=b"wrapped") as live:
        assert live.append(said(1)) == 16_000
        assert live.pause() == 1.0
        assert live.append(said(2)) == 16_000
        assert live.resume() == 1.0
        live.append(said(3, 0.5))
        assert live.mark() == 1.5
        assert live.private(on=True) == 1.5
        live.append(said(4, 60.0))
        live.private(on=False)
        live.append(said(5, 0.25))
        recording = live.stop()
        assert live.state is RecordingState.ENDED
    assert stored(path) == [1, 3, 5]
    with SealedAudioReader.open(path, KEY) as reader:
        sha256 = reader.verify().sha256
        assert reader.header_note == b"wrapped"
    assert recording == Recording("v1", "v1.sound", sha256, sha256, 1.75, marks=(1.5,), private=(1.5,))


def test_how_long_a_private_stretch_was_or_how_often_it_was_interrupted_cannot_be_told(path: Path, tmp_path: Path) -> None:
    def visit(path: Path, *, stretches: int, seconds: float) -> tuple[tuple[float, ...], int]:
        with LiveRecording.begin(path, KEY, visit_id="v1") as live:
            live.append(said(1))
            for _ in range(stretches):
                live.private(on=True)
                live.append(said(2, seconds))
                live.private(on=False)
            live.append(said(3))
            return live.stop().private, path.stat().st_size

    assert visit(path, stretches=1, seconds=0.1) == visit(tmp_path / "v2.sound", stretches=3, seconds=9.0)


def test_a_private_stretch_in_a_pause_stays_private_when_the_pause_ends(path: Path) -> None:
    with LiveRecording.begin(path, KEY, visit_id="v1") as live:
        live.append(said(1))
        live.pause()
        live.private(on=True)
        live.resume()
        assert live.state.value == "private"
        live.append(said(2))
        live.pause()
        live.private(on=False)
        assert live.state.value == "paused"
        live.append(said(3))
        live.stop()
    assert stored(path) == [1]


def test_no_moment_of_a_private_stretch_can_be_marked(path: Path) -> None:
    with LiveRecording.begin(path, KEY, visit_id="v1") as live:
        live.append(said(1))
        live.private(on=True)
        with pytest.raises(Refused, match="no moment to mark"):
            live.mark()
        assert live.stop().marks == ()


def test_after_the_end_nothing_is_taken(path: Path) -> None:
    with LiveRecording.begin(path, KEY, visit_id="v1") as live:
        live.append(said(1))
        live.stop()
        for act in (live.pause, live.resume, live.mark, lambda: live.private(on=True), lambda: live.append(said(2))):
            with pytest.raises(Refused, match="has ended"):
                act()
    assert stored(path) == [1]


def test_a_second_recording_of_the_same_name_is_refused(path: Path) -> None:
    with LiveRecording.begin(path, KEY, visit_id="v1") as live:
        live.append(said(1))
        with pytest.raises(Refused, match="already"):
            LiveRecording.begin(path, KEY, visit_id="v1")
        assert live.stop().seconds == 1.0


def test_withdrawn_consent_leaves_nothing(path: Path) -> None:
    with LiveRecording.begin(path, KEY, visit_id="v1") as live:
        live.append(said(1, 3.0))
        live.withdraw()
        with pytest.raises(Refused):
            live.append(said(2))
    assert not list(path.parent.iterdir())


def test_a_recording_without_sound_leaves_nothing(path: Path) -> None:
    with LiveRecording.begin(path, KEY, visit_id="v1") as live:
        live.private(on=True)
        live.append(said(1, 9.0))
        with pytest.raises(NotSound, match="Nothing was recorded"):
            live.stop()
    assert not list(path.parent.iterdir())


def test_a_recording_that_was_left_is_finished_later_with_its_moments(path: Path) -> None:
    with LiveRecording.begin(path, KEY, visit_id="v1") as live:
        live.append(said(1, 2.05))
        moments = live.mark(), live.private(on=True)
    recording = recover_recording(path, KEY, visit_id="v1", marks=(0.7, moments[0]), left_out=moments[1:])
    assert (recording.seconds, recording.marks, recording.private) == (2.0, (0.7, 2.0), (2.0,))
    assert stored(path) == [1]


def test_a_recording_left_before_any_sound_is_removed(path: Path) -> None:
    with LiveRecording.begin(path, KEY, visit_id="v1"):
        pass
    with pytest.raises(NotSound, match="before any sound"):
        recover_recording(path, KEY, visit_id="v1")
    assert not path.exists()


def test_a_full_disk_loses_nothing_once_there_is_room(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with LiveRecording.begin(path, KEY, visit_id="v1") as live:
        live.append(said(1))
        with monkeypatch.context() as disk:
            disk.setattr(os, "fsync", full)
            for act in (lambda: live.append(said(2)), live.stop):
                with pytest.raises(StorageFailed, match="No space left"):
                    act()
        assert live.stop().seconds == 2.0
    assert stored(path) == [1, 2]


def test_nothing_is_stored_after_private_returned_though_sound_comes_from_another_thread(path: Path) -> None:
    stop = threading.Event()
    with LiveRecording.begin(path, KEY, visit_id="v1") as live:
        live.append(said(1))

        def microphone() -> None:
            while not stop.is_set():
                live.append(said(1, 0.01))

        thread = threading.Thread(target=microphone)
        thread.start()
        try:
            moment = live.private(on=True)
            for _ in range(20):
                live.append(said(2, 0.1))
        finally:
            stop.set()
            thread.join()
        assert live.stop().seconds == moment
    assert stored(path) == [1]
