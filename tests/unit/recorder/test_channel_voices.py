"""Who is heard when, by channel, and the turns that come of it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from recorder.domain import SpeakerSegment, Transcript, Turn, Word
from recorder.sound.channel_voices import ChannelVoices
from recorder.transcription.by_channel import by_channel, one_each

Sound = npt.NDArray[np.float32]


def noise(seed: int, seconds: float) -> Sound:
    return (0.1 * np.random.default_rng(seed).standard_normal(round(seconds * 16_000))).astype(np.float32)


def heard(channels: Sound, piece: int = 1_000) -> tuple[SpeakerSegment, ...]:
    voices = ChannelVoices()
    for at in range(0, len(channels), piece):
        voices.hear(channels[at : at + piece])
    return voices.stretches()


def call(*, leak: float) -> Sound:
    """Three seconds of one voice, a pause, three of another; each microphone hears some of the other."""
    quiet = np.zeros(48_000, np.float32)
    pause = np.zeros(16_000, np.float32)
    one, other = np.concatenate([noise(1, 3), pause, quiet]), np.concatenate([quiet, pause, noise(2, 3)])
    return np.stack([one + leak * other, other + leak * one], axis=1)


@pytest.mark.parametrize("leak", [0.0, 0.1, 0.25])
def test_one_voice_a_channel_is_told_by_its_channel(leak: float) -> None:
    assert heard(call(leak=leak)) == (SpeakerSegment(0.0, 3.0, "S1"), SpeakerSegment(4.0, 7.0, "S2"))


@pytest.mark.parametrize("leak", [0.5, 1.0])
def test_a_rooms_two_microphones_tell_nobody_apart(leak: float) -> None:
    assert heard(call(leak=leak)) == ()


def test_a_silent_channel_beside_a_voice_is_no_second_voice() -> None:
    assert heard(np.stack([noise(1, 5), np.zeros(80_000, np.float32)], axis=1)) == ()
    assert heard(noise(1, 5)[:, None]) == ()
    assert heard(np.zeros((80_000, 2), np.float32)) == ()
    assert ChannelVoices().stretches() == ()


def test_people_who_talk_over_each_other_all_the_time_are_left_to_their_voices() -> None:
    assert heard(np.stack([noise(1, 5), noise(2, 5)], axis=1)) == ()


def test_channels_that_change_on_the_way_belong_to_nobody() -> None:
    voices = ChannelVoices()
    voices.hear(call(leak=0.0))
    voices.hear(np.repeat(call(leak=0.0), 2, axis=1))
    assert voices.stretches() == ()


def spoken(*words: tuple[float, float, str]) -> Transcript:
    said = tuple(Word(start, end, text, 0.9) for start, end, text in words)
    return Transcript("v", (Turn(0, "S1", " ".join(w.text for w in said), said[0].start, said[-1].end, said),))


STRETCHES = (SpeakerSegment(0.0, 1.0, "S2"), SpeakerSegment(1.2, 2.0, "S1"), SpeakerSegment(1.6, 3.0, "S2"))


def test_words_go_to_the_channel_they_were_heard_in() -> None:
    transcript = spoken((0.0, 0.4, "Did"), (0.5, 1.0, "he?"), (1.2, 1.5, "No."), (2.2, 2.9, "Right."))
    turns = by_channel(transcript, STRETCHES).turns
    assert [(t.i, t.speaker, t.text) for t in turns] == [(0, "S1", "Did he?"), (1, "S2", "No."), (2, "S1", "Right.")]
    assert [w for t in turns for w in t.words] == list(transcript.turns[0].words)
    assert [t.speaker_doubtful for t in turns] == [False] * 3


def test_a_turn_in_which_both_are_heard_is_doubtful() -> None:
    (turn,) = by_channel(spoken((1.6, 2.0, "Never.")), STRETCHES).turns
    assert turn.speaker_doubtful


def test_one_word_that_lies_a_little_off_stays_in_its_sentence() -> None:
    transcript = spoken((0.2, 0.5, "He"), (1.0, 1.3, "hit"), (2.1, 2.5, "me."))
    assert [t.text for t in by_channel(transcript, STRETCHES).turns] == ["He hit me."]


def test_channels_are_believed_only_where_nobody_shares_one() -> None:
    assert one_each(STRETCHES, 2)
    assert one_each(STRETCHES, None)
    assert not one_each(STRETCHES, 3)
    assert not one_each((), None)


def test_words_without_times_stay_as_they_are() -> None:
    typed = Transcript("v", (Turn(0, "S1", "Hello."),))
    assert by_channel(typed, STRETCHES) is typed
