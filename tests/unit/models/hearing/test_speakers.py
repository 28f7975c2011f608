import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.hearing.diariser import Ge2eDiariser
from models.hearing.speaker_turns import Heard, as_segments, label_words, trace, turns_from_words, word_leads
from models.hearing.speakers import find_voices
from models.hearing.voice_prints import FINE, SHAPING, join, laid_over, pack
from models.hearing.voiced import PIECE, cut_in_quiet, voiced_seconds, windows
from models.hearing.voices import mel_spectrogram
from recorder.domain import SpeakerSegment, Transcript, Turn, VoicePiece, Word

Embeddings = npt.NDArray[np.float32]


def said(text: str, *, start: float = 0.0, step: float = 0.4) -> list[Word]:
    return [Word(start + i * step, start + (i + 1) * step, t, 0.9) for i, t in enumerate(text.split())]


def voice(axis: int, n: int, *, spread: float = 0.2) -> Embeddings:
    """`n` embeddings around one of a few voices, each off in its own way."""
    rng = np.random.default_rng(axis)
    points = np.eye(16)[axis] + spread * rng.standard_normal((n, 16))
    unit: Embeddings = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    return unit


def voices_of(embeddings: Embeddings, *, speakers: int | None) -> list[int]:
    """The axes of the voices found, a window a second."""
    n = len(embeddings)
    found = find_voices(embeddings, np.linspace(0.5, n - 0.5, n), np.ones(n), speakers=speakers)
    return sorted(int(v.argmax()) for v in found)


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


def test_a_cough_is_nobody() -> None:
    embeddings = np.concatenate([voice(0, 20), voice(1, 20), voice(2, 1)])
    assert voices_of(embeddings, speakers=None) == [0, 1]
    assert voices_of(embeddings, speakers=3) == [0, 1]


def test_somebody_present_who_never_spoke_gets_no_voice() -> None:
    assert voices_of(np.concatenate([voice(0, 20), voice(1, 20)]), speakers=4) == [0, 1]


def test_a_child_who_says_little_in_a_long_visit_is_somebody() -> None:
    embeddings = np.concatenate([voice(0, 90), voice(1, 70), voice(2, 4)])
    assert voices_of(embeddings, speakers=None) == [0, 1, 2]


def test_no_more_voices_are_found_than_people_were_there() -> None:
    assert len(voices_of(np.concatenate([voice(axis, 15) for axis in range(4)]), speakers=3)) == 3


@pytest.mark.parametrize("count", [1, 2, 3, 5])
@pytest.mark.parametrize("spread", [0.05, 0.2])  # a machine's even voice, a person's
def test_an_unknown_number_of_clear_voices_is_counted(count: int, spread: float) -> None:
    embeddings = np.concatenate([voice(axis, 15, spread=spread) for axis in range(count)])
    assert voices_of(embeddings, speakers=None) == list(range(count))


def test_windows_stay_within_what_one_breath_says_and_count_their_sound_once() -> None:
    stretches = [(0.0, 4.0), (5.0, 5.5)]
    laid = windows(stretches, seconds=1.6, step=0.4)
    assert all(any(a <= start and end <= b + 1e-9 for a, b in stretches) for start, end in laid)
    assert laid[-1] == (5.0, 5.5)
    assert sum(voiced_seconds(laid)) == pytest.approx(4.5)


def test_a_piece_is_cut_in_the_pause_before_what_is_still_being_said() -> None:
    said, goes_on = [(1_000, 200_000), (210_000, 400_000)], (420_000, PIECE)
    assert cut_in_quiet([*said, goes_on]) == (said, 410_000)
    assert cut_in_quiet(said) == (said, PIECE - 16_000)  # long quiet: the next piece hears a second of it
    assert cut_in_quiet([(1_000, PIECE - 4_000)]) == ([(1_000, PIECE - 4_000)], PIECE - 2_000)
    assert cut_in_quiet([]) == ([], PIECE - 16_000)


def test_a_speech_without_a_pause_is_cut_at_the_end_of_the_piece() -> None:
    assert cut_in_quiet([(1_000, PIECE)]) == ([(1_000, PIECE)], PIECE)


def test_pieces_are_laid_together_as_they_were_packed() -> None:
    pieces, whole = [], []
    for start, stretches in ((0.0, [(1_600, 9_600), (16_000, 80_000)]), (28.5, []), (57.0, [(0, 40_000)])):
        prints = [
            np.tile(voice(n, len(laid_over(stretches, seconds))) / np.float32(4), 16)
            for n, seconds in enumerate((SHAPING, FINE))
        ]
        pieces.append(VoicePiece(start, start + 28.5, "", "", pack(stretches, *prints), 0.0, 0.0, 0.0))
        whole += [(start + begin / 16_000, start + end / 16_000) for begin, end in stretches]
    joined = join(pieces)
    assert joined.stretches == whole == [(0.1, 0.6), (1.0, 5.0), (57.0, 59.5)]
    assert np.array(joined.fine) == pytest.approx(np.array(windows(whole, seconds=FINE, step=0.4)))
    assert [len(joined.shaping), len(joined.fine)] == [len(joined.shaping_prints), len(joined.fine_prints)]
    assert joined.fine_prints[-1] == pytest.approx(prints[1][-1], abs=1e-3)
    assert join([]).stretches == []


def test_a_voice_is_traced_through_time_and_changes_at_the_pause() -> None:
    stretches = [(0.0, 3.0), (3.4, 6.0)]
    laid = windows(stretches, seconds=1.6, step=0.4)
    voices = np.eye(2, 16, dtype=np.float32)
    embeddings = np.concatenate([voice(0 if start < 3 else 1, 1) for start, _ in laid])
    heard = trace(stretches, laid, embeddings, voices)
    assert [(round(h.start, 2), round(h.end, 2), h.voice) for h in heard] == [(0.0, 3.0, 0), (3.4, 6.0, 1)]
    assert as_segments(heard) == (SpeakerSegment(0.0, 3.2, "S1"), SpeakerSegment(3.2, 6.25, "S2"))


def test_one_odd_word_inside_a_sentence_does_not_change_the_speaker() -> None:
    words = said("I was under my bed with my torch. That sounds scary.", step=0.5)
    heard = [Heard(0.0, 2.0, 0, 0.2), Heard(2.0, 2.4, 1, 0.01), Heard(2.4, 4.0, 0, 0.2), Heard(4.0, 5.5, 1, 0.2)]
    assert label_words(words, heard) == [0] * 8 + [1] * 3


def test_a_short_answer_between_pauses_keeps_its_own_voice() -> None:
    words = [*said("Did he hit you?"), *said("Yes.", start=2.0), *said("When was that?", start=2.8)]
    heard = [Heard(0.0, 1.6, 0, 0.2), Heard(2.0, 2.4, 1, 0.2), Heard(2.8, 4.0, 0, 0.2)]
    assert label_words(words, heard) == [0] * 4 + [1] + [0] * 3


def test_words_where_no_voice_was_found_go_to_the_nearest() -> None:
    assert label_words(said("Oh.", start=9.0), [Heard(0.0, 1.0, 0, 0.2), Heard(8.0, 8.5, 1, 0.2)]) == [1]


def test_a_transcript_without_word_times_comes_back_as_it_is() -> None:
    typed = Transcript("t", (Turn(0, "S1", "typed by hand"),))
    diariser = Ge2eDiariser(folder=None, fingerprint="x")  # type: ignore[arg-type]  # it must not look for its model
    assert diariser.separate(typed, (), speakers=2) is typed


def test_mel_bands_have_the_energy_where_the_tone_is() -> None:
    tone = np.sin(2 * np.pi * 440 * np.arange(16_000) / 16_000).astype(np.float32)
    bands = mel_spectrogram(tone)
    assert bands.shape == (101, 40)
    # 440 Hz is 6.6 mel on Slaney's scale; 42 points from 0 to 45.2 mel put it between centres 5 and 6, counted from 0.
    assert int(bands[50].argmax()) in {5, 6}


def test_a_turn_that_nobody_s_voice_fits_is_marked() -> None:
    words = [*said("Did he hit you?"), *said("Mm.", start=2.0), *said("Right.", start=2.8)]
    heard = [Heard(0.0, 1.6, 0, 0.2), Heard(2.0, 2.4, 1, 0.01), Heard(2.8, 3.2, 0, 0.2)]
    labels = label_words(words, heard)
    turns = turns_from_words(words, labels, leads=word_leads(words, labels, heard))
    assert [(t.text, t.speaker_doubtful) for t in turns] == [("Did he hit you?", False), ("Mm.", True), ("Right.", False)]


def test_a_turn_in_another_language_stays_whole_with_its_translation() -> None:
    words = said("Ask her. nie wiem proszę pani. She does not know.", step=0.5)
    ask, foreign, tells = (
        Turn(0, "S1", "Ask her."),
        Turn(1, "S1", "nie wiem proszę pani.", language="pl", translation="I do not know, miss."),
        Turn(2, "S1", "She does not know."),
    )
    within = [ask] * 2 + [foreign] * 4 + [tells] * 4
    turns = turns_from_words(words, [0, 0, 0, 1, 1, 1, 1, 2, 2, 2], within=within)
    assert [(t.speaker, t.text, t.translation) for t in turns][1] == ("S2", "nie wiem proszę pani.", "I do not know, miss.")
    assert [w for t in turns for w in t.words] == words
