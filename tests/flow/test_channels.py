"""A file of which each channel holds a voice of its own: its turns are told apart by channel, unless people share one."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from audit.events import ModelRan
from recorder.bootstrap import OpenVault
from recorder.capture import SoundFile
from tests.conftest import SCRIPT, plan_visit

SPEAKS = (0, 1, 2, 1, 0)  # the channel of each turn of the script; its voices are 0, 1, 2, 0, 1


def recorded(folder: Path, channels: int) -> SoundFile:
    """A file in which each turn of the script is noise in its channel."""
    sound = np.zeros((20 * 16_000, channels), np.int16)
    for turn, channel in zip(SCRIPT, SPEAKS, strict=True):
        assert turn.start is not None
        begin = round(turn.start * 16_000)
        noise = np.random.default_rng(turn.i).normal(0, 3_000, 56_000)
        sound[begin : begin + 56_000, channel % channels] = noise.astype(np.int16)
    with wave.open(str(folder / "call.wav"), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(sound.tobytes())
    return SoundFile(folder / "call.wav")


def speakers(opened: OpenVault, source: SoundFile) -> tuple[str, list[str], tuple[str, ...]]:
    """Visit, the speaker of each turn, and the models that told them apart."""
    visit = plan_visit(opened, "CASE-1")
    opened.recorder.import_sound(visit, source)
    heard = opened.recorder.transcribe(visit, on_progress=lambda _stage, _share: None)
    (run,) = [e.event for e in opened.recorder.history(visit) if isinstance(e.event, ModelRan) and e.event.stage == "speakers"]
    return visit, [turn.speaker for turn in heard.turns], run.models


def test_each_turn_goes_to_its_channel_without_any_model(opened: OpenVault, tmp_path: Path) -> None:
    visit, who, models = speakers(opened, recorded(tmp_path, channels=3))
    assert [who.index(one) for one in who] == [0, 1, 2, 1, 0]
    assert models == ()
    stored = opened.store.recording(visit)
    assert stored is not None
    assert [one.speaker for one in stored.channels] == ["S1", "S2", "S3", "S2", "S1"]


@pytest.mark.parametrize("channels", [1, 2])
def test_where_people_share_a_channel_their_voices_decide(opened: OpenVault, tmp_path: Path, channels: int) -> None:
    _, who, models = speakers(opened, recorded(tmp_path, channels=channels))
    assert [who.index(one) for one in who] == [0, 1, 2, 0, 1]
    assert models != ()
