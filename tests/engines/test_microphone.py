"""A real recording from a real microphone: a sound server of our own plays into what the product records from."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.domain import Status
from recorder.errors import UsageError
from recorder.sound.capture_desk import CaptureDesk
from recorder.sound.capture_warnings import Warn
from recorder.sound.live_capture import Capture
from tests.conftest import PASSPHRASE, heard, plan_visit, reopen
from tests.sound_server import DEFAULT, RATE, SoundServer, babble, likeness_and_shifts, share_of, tone, wait_until


@pytest.fixture(scope="module")
def server() -> Iterator[SoundServer]:
    with tempfile.TemporaryDirectory(prefix="pa") as folder:  # short: a socket's path may have 107 letters
        running = SoundServer(Path(folder))
        yield running
        running.close()


@pytest.fixture
def desk(server: SoundServer, opened: OpenVault, monkeypatch: pytest.MonkeyPatch) -> CaptureDesk:
    monkeypatch.setenv("PULSE_SERVER", server.address)
    return opened.capturing


@pytest.fixture
def planned(opened: OpenVault) -> str:
    return plan_visit(opened, "CASE-1")


def kinds(capture: Capture) -> set[Warn]:
    return {w.kind for w in capture.warnings}


def test_what_is_played_is_what_is_recorded(server: SoundServer, opened: OpenVault, desk: CaptureDesk, planned: str) -> None:
    played = babble(3.0)
    with desk.start(planned) as capture:
        assert capture.microphone == DEFAULT
        assert wait_until(lambda: Warn.NO_SIGNAL in kinds(capture), 4) <= 3.0
        with server.playing(played):
            wait_until(lambda: capture.level.rms_db > -30, 4)
            assert wait_until(lambda: not kinds(capture), 4) <= 3.0
        time.sleep(0.5)
        recording = capture.stop()
    sound = heard(opened, planned).astype(np.float64)
    assert len(sound) == round(recording.seconds * RATE)
    alike, begin, shifts = likeness_and_shifts(played, sound)
    assert alike >= 0.99
    assert max(shifts) - min(shifts) < 0.001, "sound is missing or doubled inside"
    assert 0 < begin < recording.seconds - 3.0
    assert not np.any(sound[: int((begin - 0.05) * RATE)])
    assert not np.any(np.abs(sound[int((begin + 3.05) * RATE) :]) > 0.001)
    assert (capture.lost_seconds, capture.said) == (0.0, ())
    assert opened.recorder.visit(planned).status is Status.RECORDED


def test_a_pulled_cable_keeps_what_was_said_and_goes_on_with_another_microphone(
    server: SoundServer, opened: OpenVault, desk: CaptureDesk, planned: str
) -> None:
    before, after = babble(1.5, seed=2), babble(1.5, seed=3)
    module = server.plug_in("second")
    with desk.start(planned, microphone="second") as capture:
        assert capture.microphone == "Monitor of second-microphone"
        wait_until(lambda: capture.seconds > 0, 10)
        server.play(before, into="second")
        time.sleep(0.3)
        server.unplug(module)
        kept = capture.seconds
        assert wait_until(lambda: Warn.MICROPHONE_GONE in kinds(capture), 4) <= 3.0
        assert "stopped. What was said until then is kept." in capture.said[0]
        wait_until(lambda: Warn.MICROPHONE_GONE not in kinds(capture), 10)
        assert f"went on with “{DEFAULT}”" in capture.said[1]
        assert capture.seconds >= kept
        server.play(after)
        time.sleep(0.3)
        capture.stop()
    sound = heard(opened, planned).astype(np.float64)
    first, second = (likeness_and_shifts(part, sound) for part in (before, after))
    assert min(first[0], second[0]) >= 0.99
    assert first[1] + 1.5 < second[1]


def test_nothing_of_a_private_stretch_or_a_pause_is_stored_or_heard(
    server: SoundServer, opened: OpenVault, desk: CaptureDesk, planned: str
) -> None:
    class Hearing:
        def __init__(self) -> None:
            self.heard: list[npt.NDArray[np.float32]] = []
            self.closed, self.said = False, ""

        def feed(self, samples: npt.NDArray[np.float32], /) -> None:
            self.heard.append(samples)
            time.sleep(0.15)  # slower than speech comes

        def close(self) -> None:
            self.closed = True

        def withdraw(self) -> None:
            raise AssertionError

    listener = Hearing()
    with desk.start(planned, listeners=(lambda _visit: listener,)) as capture:
        wait_until(lambda: capture.seconds > 0, 10)
        server.play(tone(500, 0.7))
        with server.playing(tone(1000, 30)) as secret:
            wait_until(lambda: capture.level.rms_db > -20, 5)
            capture.private(on=True)
            private_from = capture.seconds
            time.sleep(0.5)
            assert capture.seconds == private_from
            secret.terminate()
        capture.private(on=False)
        wait_until(lambda: capture.seconds > private_from, 10)
        capture.pause()
        server.play(tone(2000, 0.7))
        capture.resume()
        server.play(tone(3000, 0.7))
        time.sleep(0.3)
        recording = capture.stop()
        assert not listener.closed  # the recording did not wait for it
        assert capture.wait_for_listeners(30)
    sound = heard(opened, planned)
    assert recording.private == (private_from,)
    assert share_of(500, sound[: round(private_from * RATE)]) > 0.1
    after_the_secret = sound[round(private_from * RATE) :]
    assert share_of(1000, after_the_secret) < 1e-4
    assert share_of(2000, sound) < 1e-4
    assert share_of(3000, after_the_secret) > 0.9
    assert np.array_equal(np.concatenate(listener.heard), sound)
    assert listener.closed


class Command:
    """`casescribe record` in a terminal of its own, behind the fence."""

    def __init__(self, config: Config, visit: str, *, server: SoundServer) -> None:
        (config.vault_dir / "words").write_text(PASSPHRASE, encoding="utf-8")
        settings = {"PULSE_SERVER": server.address, "CASESCRIBE_PASSPHRASE_FILE": str(config.vault_dir / "words")}
        command = [sys.executable, "-m", "recorder", "--vault", str(config.vault_dir), "record", visit]
        self.process, self.terminal = pty.fork()
        if not self.process:
            os.environ.update(settings, COLUMNS="120")
            os.execv(command[0], command)  # noqa: S606 - ourselves
        self.shown = ""

    def shows(self, *words: str, seconds: float = 20) -> None:
        """Wait until the terminal showed each of these, one after the other."""
        at = 0
        for word in words:
            began = time.monotonic()
            while word not in self.shown[at:]:
                assert time.monotonic() - began < seconds, f"“{word}” was not shown: {self.shown[-200:]}"
                try:
                    self.shown += os.read(self.terminal, 4096).decode(errors="replace")
                except OSError:  # it ended
                    assert word in self.shown[at:], f"“{word}” was not shown: {self.shown[-200:]}"
            at += self.shown[at:].index(word) + len(word)
        self.shown = self.shown[at:]

    def press(self, key: str) -> None:
        os.write(self.terminal, key.encode())

    def ended(self) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


@pytest.fixture
def command(server: SoundServer, config: Config, opened: OpenVault, planned: str) -> Command:
    opened.vault.close()
    return Command(config, planned, server=server)


def test_keys_pause_mark_and_leave_out_and_others_do_nothing(command: Command, config: Config, planned: str) -> None:
    command.shows(f"Recording with “{DEFAULT}”", "RECORDING 0:01")
    command.press("m")
    command.shows("Marked: 0:01")
    command.press("p")
    command.shows("PAUSED ")
    command.press("p")
    command.shows("RECORDING")
    command.press("v")
    command.shows("PRIVATE ")
    command.press("\x1bOS")  # F4, whose last letter would stop
    command.press("v")
    command.shows("RECORDING", "NO SIGNAL")
    command.press("s")
    command.shows("Recorded: 0:0", "1 moment marked, 1 private stretch left out", f"casescribe process {planned}")
    assert command.ended() == 0
    again = reopen(config)
    assert again.recorder.visit(planned).status is Status.RECORDED
    again.vault.close()


def test_taking_back_consent_keeps_nothing_once_it_is_confirmed(command: Command, config: Config, planned: str) -> None:
    command.shows("RECORDING 0:01")
    command.press("w")
    command.shows("TAKEN BACK? Microphone off.")
    command.press("s")  # is no answer
    command.press("n")
    command.shows("RECORDING 0:02")
    command.press("w")
    command.shows("TAKEN BACK?")
    command.press("y")
    command.shows("Nothing of the recording was kept", f"casescribe withdraw {planned} PERSON")
    assert command.ended() == 0
    again = reopen(config)
    assert again.said == ()
    assert again.recorder.visit(planned).status is Status.PLANNED
    assert not list((config.vault_dir / "audio").glob("*.sound*"))
    again.vault.close()


def test_a_terminal_that_is_closed_stops_the_recording_and_keeps_it(command: Command, config: Config, planned: str) -> None:
    command.shows("RECORDING 0:01")
    os.close(command.terminal)
    command.ended()
    again = reopen(config)
    assert again.said == ()  # it ended in good order, so there was nothing to mend
    assert again.recorder.visit(planned).status is Status.RECORDED
    again.vault.close()


def test_the_command_records_behind_the_fence_and_ctrl_c_keeps_what_was_said(
    server: SoundServer, config: Config, opened: OpenVault, planned: str
) -> None:
    played = babble(3.0, seed=4)
    opened.vault.close()
    (config.vault_dir / "passphrase").write_text(PASSPHRASE, encoding="utf-8")
    settings = {"PULSE_SERVER": server.address, "CASESCRIBE_PASSPHRASE_FILE": str(config.vault_dir / "passphrase")}
    command = [sys.executable, "-m", "recorder", "--vault", str(config.vault_dir), "record", planned]
    with subprocess.Popen(
        command, env=os.environ | settings, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stderr is not None
        first = child.stderr.readline()
        assert f"Recording with “{DEFAULT}”." in first
        time.sleep(1.0)  # a null sink takes a second and a half to begin
        server.play(played)
        time.sleep(0.5)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=30)
    assert child.returncode == 0, err
    assert out.startswith("Recorded: 0:0")
    assert f"Next: casescribe process {planned}" in out
    again = reopen(config)
    sound = heard(again, planned).astype(np.float64)
    again.vault.close()
    alike, _, shifts = likeness_and_shifts(played, sound)
    assert alike >= 0.99
    assert max(shifts) - min(shifts) < 0.001


def test_a_machine_without_a_microphone_says_so_and_takes_no_made_up_one(config: Config, tmp_path: Path) -> None:
    alsa = tmp_path / "alsa.conf"  # as Debian's, whose list begins with a device that makes silence
    alsa.write_text('pcm.silence { type null  hint { show on  description "Silence" } }\npcm.!default { type null }\n')
    nowhere = {"PULSE_SERVER": f"unix:{tmp_path}/nothing", "ALSA_CONFIG_PATH": str(alsa)}
    command = [sys.executable, "-m", "recorder", "--vault", str(config.vault_dir), "record", "--list"]
    done = subprocess.run(command, env=os.environ | nowhere, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == "There is no microphone on this machine. Plug one in, or let the system give this program one.\n"


def test_the_command_refuses_without_consent_and_says_how_to_note_it(config: Config, opened: OpenVault, planned: str) -> None:
    opened.recorder.record_consent(planned, "mum", agreed=False, told_how="by_phone")
    opened.vault.close()
    (config.vault_dir / "words").write_text(PASSPHRASE, encoding="utf-8")
    command = [sys.executable, "-m", "recorder", "--vault", str(config.vault_dir), "record", planned]
    words = {"CASESCRIBE_PASSPHRASE_FILE": str(config.vault_dir / "words")}
    done = subprocess.run(command, env=os.environ | words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith("Donna Ashby said no to the recording.")
    assert f"casescribe visit consent {planned}" in done.stderr


def test_a_microphone_that_is_not_there_leaves_the_visit_planned(desk: CaptureDesk, opened: OpenVault, planned: str) -> None:
    assert DEFAULT in desk.microphones()
    with pytest.raises(UsageError, match="There is no microphone called “Headset”"):
        desk.start(planned, microphone="Headset")
    assert opened.recorder.visit(planned).status is Status.PLANNED
