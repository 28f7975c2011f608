from dataclasses import replace

from recorder.domain import Transcript, Turn, Word
from recorder.voice_samples import voice_samples


def turn(i: int, speaker: str, start: float, words: int, *, sure: float = 0.9, doubtful: bool = False) -> Turn:
    said = tuple(Word(start + n * 0.4, start + n * 0.4 + 0.4, "word", sure) for n in range(words))
    return Turn(i, speaker, "word " * words, start, start + words * 0.4, said, speaker_doubtful=doubtful)


def test_each_voice_is_shown_by_its_longest_clear_words_and_at_most_five_seconds() -> None:
    transcript = Transcript(
        "t", (turn(0, "S1", 0.0, 40), turn(1, "S2", 20.0, 3), turn(2, "S2", 30.0, 8), turn(3, "S2", 40.0, 5))
    )
    samples = voice_samples(transcript)
    assert [(s.start, round(s.end - s.start, 3)) for s in samples["S1"]] == [(0.25, 5.0)]
    assert [s.start for s in samples["S2"]] == [30.0, 40.0]


def test_a_turn_whose_speaker_is_in_doubt_is_the_last_choice() -> None:
    doubtful = turn(0, "S1", 0.0, 8, doubtful=True)
    assert [s.start for s in voice_samples(Transcript("t", (doubtful, turn(1, "S1", 9.0, 5))), each=1)["S1"]] == [9.0]
    assert [s.start for s in voice_samples(Transcript("t", (doubtful,)), each=1)["S1"]] == [0.0]


def test_mumbled_words_count_less_than_clear_ones() -> None:
    transcript = Transcript("t", (turn(0, "S1", 0.0, 8, sure=0.3), turn(1, "S1", 9.0, 6)))
    assert voice_samples(transcript, each=1)["S1"][0].start == 9.0


def test_a_sample_does_not_run_over_a_long_pause() -> None:
    halves = turn(0, "S1", 0.0, 3), turn(0, "S1", 6.0, 5)
    whole = replace(halves[0], words=halves[0].words + halves[1].words, end=8.0)
    assert [(s.start, s.end) for s in voice_samples(Transcript("t", (whole,)))["S1"]] == [(6.0, 8.0)]


def test_typed_words_have_no_sound_to_play() -> None:
    assert voice_samples(Transcript("t", (Turn(0, "S1", "typed"),))) == {}
