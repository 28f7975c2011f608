"""What holds no word of harm and is a sign all the same, and everyday sentences that are none."""

from __future__ import annotations

import pytest

from models.talk.cues import speaks_of_harm
from models.weighing.confirming import of_harm


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
        # injury, accidents, fire
        "She's got a thick lip and she says she walked into a door.",
        "It went yellow and green, about the size of a plum stone.",
        "He pulled the kettle over himself and it blistered.",
        "The toddler got out and was found by the main road.",
        "They left the hob on and went to bed.",
        "He dozed off on the sofa with the baby on his chest.",
        # neglect and supervision
        "The cupboards were bare when I looked.",
        "They get themselves up and off to school.",
        "Mum was asleep and nobody was watching them.",
        "It was two hours later before anyone rang the doctor.",
        "We were told to say my aunt was in.",
        "I put a chair under the door handle.",
        # exploitation, the internet, strangers
        "A lad off Discord keeps asking where I live, I've never met him.",
        "She came home with new AirPods and two hundred pounds in her coat.",
        "There's a van parked outside with its lights off, waiting for him.",
        "He said I've got to work it off for him.",
        "There's some bloke who keeps coming round, I don't know his name.",
        "The boss has my passport, so I stay.",
        # controlling, honour, threats
        "She has all my cards and I ask her for money.",
        "He tracks my phone, and there were forty missed calls.",
        "They've booked a one-way ticket for my sister.",
        "They said if I grass they'll put our windows through.",
        # substances and minds
        "I'm three weeks sober.",
        "There's a bong behind the settee.",
        "My test came back clean on Friday.",
        "He drove home from the club, well over the limit.",
        "She's hearing voices again and she's stopped taking her meds.",
        "I feel like a failure and I can't get out of bed.",
        "The dog went for the postman and bit him.",
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


@pytest.mark.parametrize(
    "said",
    [
        "I changed the baby's nappy.",
        "I put a blanket on mum.",
        "I did his bottle.",
        "I stay awake in case she needs me.",
        "I cooked pasta for my little cousins.",
        "I can hear them from the landing.",
    ],
)
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
        "We're having fish fingers and then it's my turn on the swing.",
        "The bus was full, so we walked up through the park.",
        "She's in the reading group with Mrs Okafor now.",
        "I can do three cartwheels in a row.",
        "He bought a pint of milk.",
        "The road was closed so we got the bus.",
        "She's in charge at the shop.",
        "I left my shoes by the door.",
    ],
)
def test_everyday_sentences_are_not(said: str) -> None:
    assert not speaks_of_harm(said, by_child=True)


@pytest.mark.parametrize(
    "said",
    [
        "We had to go to the food bank on Thursday.",
        "There's mould behind the bed.",
        "They gave us a stair gate last year.",
        "She was in tears at the leaving party.",
        "We're not allowed sweets before tea.",
    ],
)
def test_what_is_only_near_harm_is_marked_and_needs_no_confirming(said: str) -> None:
    assert speaks_of_harm(said)
    assert not of_harm(said)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I checked her arm.", "I checked his arm."),
        ("I checked him twice.", "I checked her twice."),
        ("Dad went for my sister.", "Mum went for my brother."),
        ("She tracks his phone.", "He tracks her phone."),
        ("My girlfriend keeps my money.", "My boyfriend keeps my money."),
    ],
)
def test_harm_is_harm_whichever_sex_is_spoken_of(one: str, other: str) -> None:
    assert speaks_of_harm(one) == speaks_of_harm(other)
    assert speaks_of_harm(one, by_child=True) == speaks_of_harm(other, by_child=True)
