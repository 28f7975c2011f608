from models.hearing.naming import propose_names
from recorder.domain import Person, Role, Transcript, Turn

WORKER = Person("sw", "Priya Nair", ("Priya",), Role.SOCIAL_WORKER)
MUM = Person("mum", "Dawn Hale", ("Dawn",), Role.PARENT)
CHILD = Person("child", "Ollie Hale", ("Ollie",), Role.CHILD, age=8)
AWAY = Person("gran", "Jean Hale", ("Jean",), Role.RELATIVE, present=False)
ROSTER = (WORKER, MUM, CHILD, AWAY)


def talk(*lines: str) -> Transcript:
    split = [line.split(": ", 1) for line in lines]
    return Transcript("t", tuple(Turn(i, speaker, text) for i, (speaker, text) in enumerate(split)))


def test_everybody_is_named_from_a_plain_conversation() -> None:
    transcript = talk(
        "S1: Hello Dawn, it's only Priya, from children's services.",
        "S2: Come in, love.",
        "S1: How has school been, Dawn?",
        "S2: Better, thanks.",
        "S1: And Ollie, what do you like best?",
        "S3: PE. And my mum makes me pancakes.",
        "S1: What do you like about PE, Ollie?",
        "S3: Running.",
    )
    assert propose_names(transcript, ROSTER) == {"S1": "sw", "S2": "mum", "S3": "child"}


def test_it_reads_what_the_recogniser_writes_without_capitals_or_straight_quotes() -> None:
    transcript = talk(
        "S1: hi dawn it’s priya", "S2: hiya", "S1: is that all right, dawn?", "S2: yeah", "S1: thanks, dawn.", "S2: ta"
    )
    assert propose_names(transcript, ROSTER)["S2"] == "mum"


def test_talking_about_somebody_does_not_make_you_them() -> None:
    transcript = talk("S1: Ollie was late again.", "S2: Ollie was poorly.", "S1: Ollie said so.", "S2: Ollie's shoes were wet.")
    assert "child" not in propose_names(transcript, ROSTER).values()


def test_nobody_is_named_without_evidence() -> None:
    assert propose_names(talk("S1: Right.", "S2: Right."), ROSTER) == {}
    assert propose_names(Transcript("t", ()), ROSTER) == {}
    assert propose_names(talk("S1: It's Priya."), ()) == {}


def test_who_was_not_there_is_never_proposed() -> None:
    transcript = talk("S1: Jean, is that you?", "S2: It's Jean.", "S1: Thanks, Jean.", "S2: I'm Jean.")
    assert "gran" not in propose_names(transcript, ROSTER).values()


def test_a_name_that_two_people_share_decides_nothing() -> None:
    twins = (Person("a", "Sam Hale", ("Sam",), Role.PARENT), Person("b", "Sam Cole", ("Sam",), Role.PARTNER))
    assert propose_names(talk("S1: I'm Sam.", "S2: No, I'm Sam."), twins) == {}


def test_two_voices_never_get_one_name() -> None:
    transcript = talk("S1: I'm Priya.", "S2: I'm Priya.", "S1: What is it?", "S2: Who are you?")
    proposed = list(propose_names(transcript, ROSTER).values())
    assert len(proposed) == len(set(proposed))
