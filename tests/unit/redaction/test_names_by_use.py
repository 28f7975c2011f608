from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recorder.domain import Person, Role
from redaction.frames import names_by_frame
from redaction.phonetics import close
from redaction.roster import RosterNames
from redaction.truecase import truecase
from redaction.usage import may_name, used_as_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Grace said no.", "Grace"),
        ("my mate Will", "Will"),
        ("Hiya, Hope.", "Hope"),
        ("I told may to wait", "may"),
        ("her name's joy", "joy"),
        ("Sky's been ill", "Sky"),
        ("Rose, sit down.", "Rose"),
        ("hope doesn't like it", "hope"),
    ],
)
def test_a_name_is_told_by_what_people_do(text: str, name: str) -> None:
    assert used_as_name(text, text.index(name), text.index(name) + len(name))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("we hope so", "hope"),
        ("in the summer", "summer"),
        ("Will you come?", "Will"),
        ("he will", "will"),
        ("May still hasn't come", "May"),
        ("a rose", "rose"),
        ("the sky is grey", "sky"),
    ],
)
def test_a_word_is_left_a_word(text: str, word: str) -> None:
    assert not used_as_name(text, text.index(word), text.index(word) + len(word))


def test_small_letters_get_the_capitals_that_names_have() -> None:
    said = [
        "i told shevaun that mrs okafor rang.",
        "she's at oak hill primary, m fourteen, five qt.",
        "we hope so, will you come?",
    ]
    cased = truecase(said)
    assert cased[0] == "I told Shevaun that Mrs Okafor rang."
    assert "Oak Hill Primary" in cased[1]
    assert "QT" in cased[1]
    assert cased[2] == "We hope so, will you come?"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("parker told me to shut up.", "parker"),
        ("my brother linden came over.", "linden"),
        ("i told archer to wait", "archer"),
        ("me and sawyer went to the park", "sawyer"),
        ("archer's mum rang", "archer"),
        ("hiya, linden.", "linden"),
        ("because parker hit me", "parker"),
        ("he's staying with archer and the baby", "archer"),
        ("that was linden, not me", "linden"),
    ],
)
def test_a_bare_word_where_only_a_name_stands_is_one(text: str, name: str) -> None:
    assert (text.index(name), text.index(name) + len(name)) in set(names_by_frame(text))


@pytest.mark.parametrize(
    "text",
    [
        "school rang me, and mum said no.",
        "ask permission to go, and tell people about it",
        "he's staying with friends and the kids said yes",
        "sit, sit. come, come. thanks again.",
        "dinner's ready, and the neighbour and her mum argue",
        "she told him, he's asleep, i like football",
    ],
)
def test_bare_words_that_are_nobody_are_left(text: str) -> None:
    assert set(names_by_frame(text)) == set()


def test_a_surname_that_is_a_word_goes_with_its_first_name_but_a_verb_does_not() -> None:
    assert truecase(["her name's kweeva fields.", "tell mrs okafor. okafor rang."]) == [
        "Her name's Kweeva Fields.",
        "Tell Mrs Okafor. Okafor rang.",
    ]


def test_a_transcript_with_capitals_is_left_as_it_is() -> None:
    said = ["I told Shevaun to ring.", "yeah, ok then, that is fine by me"]
    assert truecase(said) == said


def test_capitals_only_are_read_as_well() -> None:
    assert truecase(["I TOLD SHEVAUN TO RING MRS OKAFOR."]) == ["I told Shevaun to ring Mrs Okafor."]


@settings(max_examples=50, deadline=None, database=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=4))
def test_offsets_survive_for_any_text(texts: list[str]) -> None:
    assert [len(t) for t in truecase(texts)] == [len(t) for t in texts]


@pytest.mark.parametrize(
    ("heard", "name"),
    [
        ("Shevaun", "Siobhan"),
        ("Neve", "Niamh"),
        ("Keeva", "Caoimhe"),
        ("Aliyah", "Aaliyah"),
        ("Kaylee", "Kayleigh"),
        ("Mohammed", "Muhammad"),
    ],
)
def test_a_name_is_known_again_by_its_sound(heard: str, name: str) -> None:
    assert close(heard, name)


@pytest.mark.parametrize(("heard", "name"), [("Marcus", "Aaliyah"), ("Priya", "Zofia"), ("Owen", "Siobhan")])
def test_other_names_sound_otherwise(heard: str, name: str) -> None:
    assert not close(heard, name)


def test_a_misheard_name_belongs_to_its_person() -> None:
    names = RosterNames((Person("mum", "Siobhán Doyle", (), Role.PARENT), Person("kid", "Aaliyah Doyle", (), Role.CHILD)))
    text = "Shevaun said that Aliyah ran, showing the shaven one."
    assert [(text[m.start : m.end], m.person) for m in names.find_misheard(text)] == [("Shevaun", "mum"), ("Aliyah", "kid")]


@pytest.mark.parametrize(
    ("text", "worth"),
    [("Yeah, no, that's fine.", False), ("I know. Kettle's on.", False), ("Ask Zosia.", True), ("Xiulan?", True)],
)
def test_only_texts_that_may_name_somebody_are_read_by_the_model(text: str, worth: bool) -> None:
    assert may_name(text) is worth
