import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.diariser import Ge2eDiariser, turns_from_words
from models.speakers import find_voices, label_words
from models.voices import mel_spectrogram
from recorder.domain import Audio, Transcript, Turn, Word


def said(text: str, *, start: float = 0.0, step: float = 0.4) -> list[Word]:
    return [Word(start + i * step, start + (i + 1) * step, t, 0.9) for i, t in enumerate(text.split())]


def voice(axis: int, n: int, *, spread: float = 0.2, seed: int = 0) -> npt.NDArray[np.float32]:
    """`n` embeddings around one of three voices."""
    rng = np.random.default_rng(seed + axis)
    points = np.eye(3)[axis] + spread * rng.random((n, 3))
    unit: npt.NDArray[np.float32] = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    return unit


def test_each_voice_gets_a_turn_and_speakers_are_numbered_as_they_appear() -> None:
    words = said("are you well? yes I am. good.")
    turns = turns_from_words(words, [7, 7, 7, 2, 2, 2, 7])
    assert [(t.speaker, t.text) for t in turns] == [("S1", "are you well?"), ("S2", "yes I am."), ("S1", "good.")]
    assert [t.i for t in turns] == [0, 1, 2]
    assert (turns[1].start, turns[1].end) == (words[3].start, words[5].end)


def test_a_long_pause_begins_a_new_turn() -> None:
    words = said("I see.") + said("And school?", start=5.0)
    assert [t.text for t in turns_from_words(words, [0, 0, 0, 0])] == ["I see.", "And school?"]


def test_a_long_speech_is_cut_at_a_sentence_end() -> None:
    words = said(("one two three four five. " * 30).strip())
    turns = turns_from_words(words, [0] * len(words))
    assert [len(t.words) for t in turns] == [60, 60, 30]


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 3)), min_size=1, max_size=60))
def test_no_word_is_ever_added_lost_or_moved(spoken: list[tuple[int, float]]) -> None:
    words, at = [], 0.0
    for n, (_, pause) in enumerate(spoken):
        words.append(Word(at + pause, at + pause + 0.3, f"w{n}.", 0.5))
        at += pause + 0.3
    turns = turns_from_words(words, [label for label, _ in spoken])
    assert [w for t in turns for w in t.words] == words
    assert " ".join(t.text for t in turns) == " ".join(w.text for w in words)


def test_the_known_number_of_voices_is_found_past_an_outlier() -> None:
    cough = np.array([[0.0, 0.0, 1.0]], np.float32)
    embeddings = np.concatenate([voice(0, 20), voice(1, 20), cough])
    voices = find_voices(embeddings, np.array([1.6] * 40 + [0.4]), speakers=2)
    assert sorted(int(v.argmax()) for v in voices) == [0, 1]


def test_somebody_present_who_never_spoke_gets_no_voice() -> None:
    embeddings = np.concatenate([voice(0, 20), voice(1, 20)])
    assert len(find_voices(embeddings, np.full(40, 1.6), speakers=4)) == 2


@pytest.mark.parametrize("count", [1, 2, 3])
def test_an_unknown_number_of_clear_voices_is_counted(count: int) -> None:
    embeddings = np.concatenate([voice(axis, 15) for axis in range(count)])
    assert len(find_voices(embeddings, np.full(len(embeddings), 1.6), speakers=None)) == count


def test_one_odd_window_inside_a_sentence_does_not_change_the_speaker() -> None:
    words = said("I was under my bed with my torch. That sounds scary.", step=0.5)
    windows = [(i * 0.5, i * 0.5 + 0.5) for i in range(len(words))]
    voices = np.eye(2, 3, dtype=np.float32)
    embeddings = np.concatenate([voice(0, 8, spread=0.05), voice(1, 3, spread=0.05)])
    embeddings[4] = voice(1, 1, spread=0.9)[0]
    assert label_words(words, windows, embeddings, voices) == [0] * 8 + [1] * 3


def test_a_transcript_without_word_times_comes_back_as_it_is() -> None:
    typed = Transcript("t", (Turn(0, "S1", "typed by hand"),))
    diariser = Ge2eDiariser(folder=None, fingerprint="x")  # type: ignore[arg-type]  # it must not look for its model
    assert diariser.separate(typed, Audio(np.zeros(16_000, np.float32)), speakers=2) is typed


def test_mel_bands_have_the_energy_where_the_tone_is() -> None:
    tone = np.sin(2 * np.pi * 440 * np.arange(16_000) / 16_000).astype(np.float32)
    bands = mel_spectrogram(tone)
    assert bands.shape == (101, 40)
    # 440 Hz is 6.6 mel on Slaney's scale; 42 points from 0 to 45.2 mel put it between centres 5 and 6, counted from 0.
    assert int(bands[50].argmax()) in {5, 6}
