"""What holds no word of harm and is a sign all the same, and everyday sentences that are none."""

from __future__ import annotations

import pytest

from models.cues import speaks_of_harm


@pytest.mark.parametrize(
    "said",
    [
        "I found another phone under his pillow.",
        "He buys everyone chips.",
        "She stayed out till four.",
        "He wants to know who I'm with.",
        "There was no milk so I had it with water.",
        "He slept here on Tuesday.",
        "He's got two phones.",
        "She asked me for a bit more of my pictures. He asked her for some photos.",
        "I've been sober since May.",
        "There were cuts on his leg.",
        "My brother hid his camera.",
        "He'd been battering me.",
        "She's eleven and she's in charge of him.",
        "He said if I block him he'll post it.",
        "They kept the money for the debt.",
        "Nobody was here when I got in.",
        "Who was looking after him?",
        "She left the gas on again.",
        "He was sat outside in a grey car.",
        "Mum told me to say he fell.",
        "Have you had thoughts of harming yourself?",
    ],
)
def test_signs_of_the_field_are_marked(said: str) -> None:
    assert speaks_of_harm(said)


@pytest.mark.parametrize("said", ["I changed the baby's nappy.", "I put a blanket on mum.", "I did his bottle."])
def test_a_child_who_sees_to_others_is_marked_in_any_tense(said: str) -> None:
    assert speaks_of_harm(said, by_child=True)


@pytest.mark.parametrize(
    "said",
    [
        "We had pasta and I finished my homework.",
        "The dentist was lovely.",
        "School starts at nine.",
        "He's reading to the class on Monday.",
        "I put my coat in the hall.",
        "The road was closed so we got the bus.",
        "She's in charge at the shop.",
        "I took my shoes off and watched telly.",
    ],
)
def test_everyday_sentences_are_not(said: str) -> None:
    assert not speaks_of_harm(said, by_child=True)
