from recorder.domain import Doubt, Person, Transcript, Turn, Word
from recorder.interchange import transcript_from_json, transcript_to_json
from recorder.store import _turn_row

CLEAR, DOUBTFUL, LISTEN = (
    Word(0.0, 0.4, "He", 0.98),
    Word(0.4, 0.8, "wept", 0.2, Doubt.DOUBTFUL),
    Word(0.8, 1.2, "twice.", 0.7, Doubt.LISTEN),
)


def transcript(*words: Word) -> Transcript:
    turn = Turn(0, "S1", " ".join(w.text for w in words), words[0].start, words[-1].end, words)
    return Transcript("x", (turn,), "en", "whisper-base", 1.2)


def test_doubt_goes_through_a_file_and_back() -> None:
    heard = transcript(CLEAR, DOUBTFUL, LISTEN)
    printed = transcript_to_json(heard)
    assert [w.get("doubt") for w in printed["turns"][0]["words"]] == [None, "doubtful", "listen"]
    assert transcript_from_json(printed) == heard


def test_a_word_without_doubt_is_stored_as_it_always_was() -> None:
    """Else the hashes of transcripts that were stored before would no longer be true."""
    (turn,) = transcript(CLEAR).turns
    assert _turn_row("x", turn)["words"] == '[[0.0,0.4,"He",0.98]]'


def test_all_that_may_be_said_for_a_person_is_listened_for() -> None:
    assert Person("jas", "Jaspreet Kaur Gill", ("Jas",)).spoken_names == ("Jas", "Jaspreet", "Kaur", "Gill")
    assert Person("t", "Miss O'Rourke").spoken_names == ("O'Rourke",)
    assert Person("w", "Dr. Will Lewis", ("Will",)).spoken_names == ("Will", "Lewis")
