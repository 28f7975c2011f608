import pytest

from recorder.domain import Doubt, Turn, Word
from recorder.transcription.corrections import fix_words


def spoken(text: str) -> Turn:
    words = tuple(Word(n / 2, n / 2 + 0.4, w, 0.4, Doubt.DOUBTFUL) for n, w in enumerate(text.split()))
    return Turn(3, "S1", text, 0.0, words[-1].end, words)


FIXES = {
    "a name in the middle": ("Then early a missed school.", "early a", "Aaliyah", "Then Aaliyah missed school."),
    "marks around it stay": ("She said “parent”, then left.", "parent", "Darren", "She said “Darren”, then left."),
    "a sentence still begins with a capital": (
        "Wrist Alin at eight.",
        "wrist alin",
        "methylphenidate",
        "Methylphenidate at eight.",
    ),
    "a name keeps the capital it was given": ("we saw the hub.", "hub", "Eastside Hub", "we saw the Eastside Hub."),
    "twice in a turn": ("Jaden did. Ask jaden!", "Jaden", "Jayden", "Jayden did. Ask Jayden!"),
    "more words than before": ("Call cams now.", "cams", "CAMHS duty team", "Call CAMHS duty team now."),
    "fewer words than before": ("Go to saint marry s on Monday.", "saint marry s", "St Mary’s", "Go to St Mary’s on Monday."),
    "not inside another word": ("The caring carer cares.", "care", "x", "The caring carer cares."),
    "a full stop that comes with the word": ("See mister. Then go.", "mister", "Mr.", "See Mr. Then go."),
}


@pytest.mark.parametrize("what", FIXES)
def test_words_are_put_right_where_they_stand(what: str) -> None:
    said, wrong, right, then = FIXES[what]
    fixed, places = fix_words(spoken(said), wrong, right)
    assert fixed.text == then == " ".join(w.text for w in fixed.words)
    assert (fixed.start, fixed.end) == (0.0, spoken(said).end)
    assert bool(places) == (said != then)


def test_the_sound_stays_behind_the_words_and_a_person_is_sure_of_them() -> None:
    fixed, places = fix_words(spoken("Then early a missed school."), "early a", "Aaliyah")
    assert places == (("early a", 0.5, 1.4),)
    name = fixed.words[1]
    assert (name.text, name.start, name.end, name.probability, name.doubt) == ("Aaliyah", 0.5, 1.4, 1.0, Doubt.NONE)
    assert fixed.words[2] == spoken("Then early a missed school.").words[3], "the others are as they were heard"
    more, _ = fix_words(spoken("Call cams."), "cams", "CAMHS duty")
    assert [(w.text, w.start, w.end) for w in more.words[1:]] == [("CAMHS", 0.5, 0.7), ("duty.", 0.7, 0.9)]


def test_a_typed_transcript_can_be_corrected_too() -> None:
    fixed, places = fix_words(Turn(0, "mum", "He likes early a."), "early a", "Aaliyah")
    assert (fixed.text, fixed.words, places) == ("He likes Aaliyah.", (), (("early a.", None, None),))
