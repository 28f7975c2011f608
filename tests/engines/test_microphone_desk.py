"""What a recording from a microphone does when something goes wrong, with microphones that do as they are told."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.domain import Status
from recorder.errors import ModelUnavailable, NoMicrophone, NotSound, Refused, StorageFailed, UsageError
from recorder.sound.capture_desk import CaptureDesk
from recorder.sound.capture_warnings import Warn
from recorder.sound.live_capture import Capture
from recorder.sound.recording import RecordingState
from recorder.sound.scripted_microphone import ScriptedMicrophones
from tests.conftest import heard, make_vault, plan_visit, reopen
from tests.sound_server import wait_until

ROOT = Path(__file__).resolve().parents[2]


def said(value: int, seconds: float = 1.0) -> npt.NDArray[np.int16]:
    return np.full(int(seconds * 16_000), value, np.int16)


class Hearing:
    """A listener that notes what it is told."""

    def __init__(self, *, fails: bool = False, slow: float = 0.0) -> None:
        self.samples, self.told, self.said = 0, "", ""
        self._fails, self._slow = fails, slow

    def feed(self, samples: npt.NDArray[np.float32], /) -> None:
        if self._fails:
            raise ZeroDivisionError
        time.sleep(self._slow)
        self.samples += len(samples)

    def close(self) -> None:
        self.told = "closed"

    def withdraw(self) -> None:
        self.told = "withdrawn"


@pytest.fixture
def planned(opened: OpenVault) -> str:
    return plan_visit(opened, "CASE-1")


@pytest.fixture
def microphones() -> ScriptedMicrophones:
    return ScriptedMicrophones(("Desk microphone", "Headset"))


@pytest.fixture
def desk(opened: OpenVault, microphones: ScriptedMicrophones) -> CaptureDesk:
    return CaptureDesk(opened.recording, microphones=microphones)


def kinds(capture: Capture) -> set[Warn]:
    return {w.kind for w in capture.warnings}


def test_without_consent_no_microphone_is_opened(
    opened: OpenVault, desk: CaptureDesk, microphones: ScriptedMicrophones, planned: str
) -> None:
    opened.recorder.record_consent(planned, "child", agreed=False, told_how="in_person")
    with pytest.raises(Refused, match="Tyler Ashby said no") as refusal:
        desk.start(planned)
    assert "casescribe visit consent" in refusal.value.next_step
    assert microphones.in_use() == ()
    assert opened.recorder.visit(planned).status is Status.PLANNED


def test_a_recording_with_a_pause_a_private_stretch_and_a_mark(
    opened: OpenVault, desk: CaptureDesk, microphones: ScriptedMicrophones, planned: str
) -> None:
    with desk.start(planned, microphone="head") as capture:
        assert (capture.microphone, capture.state) == ("Headset", RecordingState.RECORDING)
        microphones.say(said(100))
        capture.pause()
        microphones.say(said(200))
        assert wait_until(lambda: capture.level.rms_db > -45, 5) < 5  # the level can be seen in a pause
        capture.resume()
        microphones.say(said(300))
        capture.private(on=True)
        assert microphones.in_use() == ()
        microphones.say(said(400))
        capture.private(on=False)
        assert microphones.in_use() == ("Headset",)
        assert capture.mark() == 2.0
        microphones.say(said(500))
        recording = capture.stop()
    assert microphones.in_use() == ()
    assert (recording.seconds, recording.marks, recording.private) == (3.0, (2.0,), (2.0,))
    assert [int(v) for v in np.rint(heard(opened, planned)[::16_000] * 32_768)] == [100, 300, 500]


def test_consent_taken_back_leaves_nothing_here_or_with_a_listener(
    opened: OpenVault, desk: CaptureDesk, microphones: ScriptedMicrophones, planned: str
) -> None:
    listener = Hearing(slow=0.05)
    with desk.start(planned, listeners=(lambda _: listener,)) as capture:
        microphones.say(said(100, 5))
        capture.withdraw()
        assert listener.told == "withdrawn"
    assert listener.samples < 3 * 16_000
    assert capture.wait_for_listeners(5)
    assert microphones.in_use() == ()
    assert not list((opened.vault.folder / "audio").glob("*.sound*"))
    assert opened.recorder.visit(planned).status is Status.PLANNED


def test_a_listener_that_is_slow_broken_or_missing_costs_no_sound(
    desk: CaptureDesk, microphones: ScriptedMicrophones, planned: str
) -> None:
    def missing(_visit: str) -> Hearing:
        raise ModelUnavailable("The model whisper-base is missing.", "Install it.")

    slow, broken = Hearing(slow=0.02), Hearing(fails=True)
    with desk.start(planned, listeners=(missing, lambda _: slow, lambda _: broken)) as capture:
        assert "whisper-base is missing. Install it. The recording goes on without." in capture.said[0]
        microphones.say(said(100, 3))
        wait_until(lambda: Warn.WRITING_DOWN in kinds(capture), 5)
        recording = capture.stop()
        assert slow.told == ""
        assert capture.wait_for_listeners(10)
    assert (recording.seconds, slow.samples, slow.told) == (3.0, 48_000, "closed")


def test_another_microphone_in_the_same_recording(
    opened: OpenVault, desk: CaptureDesk, microphones: ScriptedMicrophones, planned: str
) -> None:
    with desk.start(planned) as capture:
        microphones.say(said(100))
        capture.use("Headset")
        assert microphones.in_use() == ("Headset",)
        microphones.say(said(200))
        with pytest.raises(UsageError, match="no microphone called “Webcam”") as refusal:
            capture.use("Webcam")
        assert refusal.value.next_step == "There are: Desk microphone; Headset."
        capture.stop()
    assert capture.said[-1] == "At 0:01 it went on with “Headset”."
    assert set(np.rint(heard(opened, planned) * 32_768).astype(int)) == {100, 200}


def test_with_no_microphone_left_the_recording_waits_for_one(
    opened: OpenVault, desk: CaptureDesk, microphones: ScriptedMicrophones, planned: str
) -> None:
    microphones.unplug("Headset")
    with desk.start(planned) as capture:
        microphones.say(said(100))
        microphones.unplug("Desk microphone")
        assert wait_until(lambda: Warn.MICROPHONE_GONE in kinds(capture), 5) <= 3.0
        microphones.plug_in("Webcam")
        wait_until(lambda: microphones.in_use() == ("Webcam",), 5)
        microphones.say(said(200))
        wait_until(lambda: Warn.MICROPHONE_GONE not in kinds(capture), 5)
        assert capture.stop().seconds == 2.0
    assert "the microphone “Desk microphone” stopped. What was said until then is kept." in capture.said[0]
    assert "went on with “Webcam”; about" in capture.said[1]
    (gap,) = opened.recorder.missing(planned)
    assert gap.at == 1.0
    assert 2.4 < gap.seconds < 10
    assert [e.event.kind for e in opened.recorder.history(planned)][-2:] == ["sound_missing", "recording_stopped"]
    assert set(np.rint(heard(opened, planned) * 32_768).astype(int)) == {100, 200}


def test_only_what_should_have_been_recorded_counts_as_missing(
    opened: OpenVault, desk: CaptureDesk, microphones: ScriptedMicrophones, planned: str
) -> None:
    microphones.unplug("Headset")
    with desk.start(planned) as capture:
        microphones.say(said(100))
        microphones.unplug("Desk microphone")
        wait_until(lambda: Warn.MICROPHONE_GONE in kinds(capture), 5)
        capture.pause()
        time.sleep(2)
        capture.resume()
        time.sleep(1)
        began = time.monotonic()
        recording = capture.stop()
    assert [gap.at for gap in recording.missing] == [1.0]
    assert recording.missing == opened.recorder.missing(planned)
    assert 3.4 < recording.missing[0].seconds < 4.5 + time.monotonic() - began


def test_a_microphone_that_another_program_took_is_replaced(
    desk: CaptureDesk, microphones: ScriptedMicrophones, planned: str
) -> None:
    with desk.start(planned, microphone="Headset") as capture:
        microphones.say(said(100))
        microphones.take("Headset")
        with pytest.raises(NoMicrophone):
            capture.use("Headset")
        wait_until(lambda: microphones.in_use() == ("Desk microphone",), 10)
        assert "The microphone “Headset” could not be opened." in capture.said
        microphones.say(said(200))
        assert capture.stop().seconds == 2.0


def test_a_visit_is_planned_again_when_no_microphone_or_no_sound_came(
    opened: OpenVault, desk: CaptureDesk, microphones: ScriptedMicrophones, planned: str
) -> None:
    listener = Hearing()
    with desk.start(planned, listeners=(lambda _: listener,)) as capture, pytest.raises(NotSound):
        capture.stop()
    assert listener.told == "withdrawn"
    assert opened.recorder.visit(planned).status is Status.PLANNED
    microphones.unplug("Desk microphone")
    microphones.unplug("Headset")
    with pytest.raises(NoMicrophone):
        desk.start(planned)
    assert opened.recorder.visit(planned).status is Status.PLANNED


def test_a_program_that_ends_without_a_stop_leaves_a_recording_to_be_recovered(
    opened: OpenVault, desk: CaptureDesk, microphones: ScriptedMicrophones, planned: str, config: Config
) -> None:
    with desk.start(planned):
        microphones.say(said(100, 2))
    assert microphones.in_use() == ()
    opened.vault.close()
    after = reopen(config)
    assert "All that was stored is there: 0 min 2 s." in after.said[0]
    after.vault.close()


def test_a_log_that_cannot_be_written_stops_no_sound(
    opened: OpenVault, desk: CaptureDesk, microphones: ScriptedMicrophones, planned: str
) -> None:
    with desk.start(planned) as capture:
        microphones.say(said(100))
        opened.vault.db.conn.execute("PRAGMA query_only = ON")
        with pytest.raises(StorageFailed):
            capture.pause()
        microphones.say(said(200))
        with pytest.raises(StorageFailed):
            capture.resume()
        microphones.say(said(300))
        opened.vault.db.conn.execute("PRAGMA query_only = OFF")
        assert capture.stop().seconds == 2.0
    assert set(np.rint(heard(opened, planned) * 32_768).astype(int)) == {100, 300}


def test_a_level_can_be_seen_before_a_recording(desk: CaptureDesk, microphones: ScriptedMicrophones) -> None:
    with desk.check("Headset") as check:
        microphones.say(said(0, 3))
        assert {w.kind for w in check.warnings} == {Warn.NO_SIGNAL}
        microphones.say(said(10_000))
        assert (check.level.rms_db > -15, check.warnings) == (True, ())
    assert microphones.in_use() == ()


_FULL_DISK = """
import resource, signal, sys, time
import numpy as np
from pathlib import Path
from recorder.sound.capture_desk import CaptureDesk
from recorder.config import Config
from recorder.sound.scripted_microphone import ScriptedMicrophones
from tests.conftest import heard, reopen
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder = Path(sys.argv[1])
opened, fake = reopen(Config(vault_dir=folder / "vault", models_dir=folder / "models")), ScriptedMicrophones()
sound, hard = (np.arange(80_000) % 30_011).astype(np.int16), resource.getrlimit(resource.RLIMIT_FSIZE)[1]
def now(full):
    until = time.monotonic() + 10
    while ("disk-full" in [w.kind.value for w in capture.warnings]) != full:
        assert time.monotonic() < until
        time.sleep(0.01)
with CaptureDesk(opened.recording, microphones=fake).start(sys.argv[2]) as capture:
    fake.say(sound[:20_000])
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, hard))
    fake.say(sound[20_000:60_000])
    now(True)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    fake.say(sound[60_000:])
    now(False)
    capture.stop()
assert np.array_equal(np.rint(heard(opened, sys.argv[2]) * 32_768).astype(np.int16), sound)
print("whole")
"""


@pytest.mark.fault
def test_sound_waits_while_the_disk_is_full_and_none_is_lost(config: Config) -> None:
    make_vault(config)
    opened = reopen(config)
    visit = plan_visit(opened, "CASE-1")
    opened.vault.close()
    command = [sys.executable, "-c", _FULL_DISK, str(config.vault_dir.parent), visit]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["whole"], done.stderr
