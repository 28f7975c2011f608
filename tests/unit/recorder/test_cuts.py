"""No turn reaches across a place where the recording has a gap."""

from __future__ import annotations

from recorder.domain import Gap, Recording, Transcript, Turn, Word
from recorder.transcription.cuts import cut_at_gaps


def turn(i: int, speaker: str, text: str, start: float) -> Turn:
    words = tuple(Word(start + n * 0.5, start + n * 0.5 + 0.4, word, 0.9) for n, word in enumerate(text.split()))
    return Turn(i, speaker, text, start, words[-1].end, words)


TRANSCRIPT = Transcript("v", (turn(0, "S1", "Then he hit the ball at me.", 0.0), turn(1, "S2", "I see.", 4.0)))


def recording(*, private: tuple[float, ...] = (), missing: tuple[Gap, ...] = ()) -> Recording:
    return Recording("v", "v.sound", "", "", 5.0, private=private, missing=missing)


def test_a_turn_ends_where_the_microphone_gave_no_sound() -> None:
    cut = cut_at_gaps(TRANSCRIPT, recording(missing=(Gap(1.45, 20.0),)))
    assert [(t.i, t.speaker, t.text) for t in cut.turns] == [
        (0, "S1", "Then he hit"),
        (1, "S1", "the ball at me."),
        (2, "S2", "I see."),
    ]
    assert (cut.turns[0].end, cut.turns[1].start) == (1.4, 1.5)
    assert [w for t in cut.turns for w in t.words] == [w for t in TRANSCRIPT.turns for w in t.words]


def test_a_turn_ends_where_a_private_stretch_was_left_out() -> None:
    cut = cut_at_gaps(TRANSCRIPT, recording(private=(1.45, 2.45)))
    assert [t.text for t in cut.turns] == ["Then he hit", "the ball", "at me.", "I see."]


def test_gaps_between_turns_and_at_the_ends_change_nothing() -> None:
    assert cut_at_gaps(TRANSCRIPT, recording()) == TRANSCRIPT
    assert cut_at_gaps(TRANSCRIPT, recording(private=(0.0, 3.8, 5.0))) == TRANSCRIPT


def test_what_a_machine_translated_stays_whole() -> None:
    foreign = Transcript("v", (Turn(0, "S1", "Nie wiem nic", 0.0, 1.4, turn(0, "S1", "Nie wiem nic", 0.0).words, "pl"),))
    assert cut_at_gaps(foreign, recording(private=(0.45,))) == foreign
