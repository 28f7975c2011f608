from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from recorder.domain import Person, RedactedTranscript, RedactedTurn, Role, Span
from redaction.pseudonyms import StablePseudonyms

ROSTER = (
    Person("mum", "Danielle Ashworth", ("Dani", "Dan"), Role.PARENT),
    Person("kid", "Will Ashworth", ("Will",), Role.CHILD, addresses=("12 Long Row",)),
    Person("odd", "Child A", ("Child A-2",), Role.OTHER),
    Person("doc", "Dr Owusu", (), Role.PROFESSIONAL),
)
TEXT = "Ring nan on 07700 900321, she's at Oak Hill Primary. He's nine."
REDACTED = RedactedTranscript(
    "t",
    (
        RedactedTurn(
            0,
            TEXT,
            (
                Span(12, 24, "PHONE", 0.9),
                Span(TEXT.index("Oak"), TEXT.index("Oak") + 16, "SCHOOL", 0.9),
                Span(TEXT.index("nine"), TEXT.index("nine") + 4, "AGE", 0.7),
            ),
        ),
    ),
)
PSEUDONYMS = StablePseudonyms(REDACTED, ROSTER)
LETTERS = st.characters(exclude_categories=["Cs"])  # all but half characters; the default asks each one for its UTF-8
FRAGMENTS = (
    *(
        "Dani",
        "Danielle Ashworth",
        "Ashworth",
        "Will",
        "Will you",
        "Child A",
        "Child A-2",
        "Child A-3",
        "Child",
        " A",
        "-2",
        "-",
        "2",
    ),
    *(
        "Parent A",
        "Parent AA",
        "School A",
        "Oak Hill Primary",
        "07700 900321",
        "Dr Owusu",
        "\u2063",
        "\u2063\u2063",
        "'s",
        "’",
        " ",
    ),
    *("\n", "_", "é", "A", "nine", ".", "Person A", "Address A", "12 Long Row"),
)


@settings(max_examples=80, deadline=None, database=None)
@given(
    st.one_of(
        st.text(LETTERS),
        st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(LETTERS, max_size=3)), max_size=14).map("".join),
    )
)
def test_the_way_back_gives_the_very_words_for_any_text(text: str) -> None:
    assert PSEUDONYMS.restore(PSEUDONYMS.replace(text)) == text


@settings(max_examples=60, deadline=None, database=None)
@given(st.text(alphabet="AB \u2063-2hCild'", max_size=12), st.text(alphabet="AB \u2063-2hCild'", max_size=30))
def test_the_way_back_holds_for_any_roster(name: str, text: str) -> None:
    pseudonyms = StablePseudonyms(
        RedactedTranscript("t", ()), (Person("x", name, (name[:3],) if name else ("C",), Role.CHILD),)
    )
    assert pseudonyms.restore(pseudonyms.replace(text)) == text


def test_one_person_is_one_stand_in_and_keeps_their_part() -> None:
    assert PSEUDONYMS.replace("Dani said Will's dad rang Danielle Ashworth.") == "Parent A said Child A's dad rang Parent A-3."


def test_a_surname_that_two_people_share_is_nobodys_in_particular() -> None:
    assert PSEUDONYMS.replace("the Ashworth house") == "the Person B house"


def test_numbers_and_places_of_the_transcript_are_replaced_and_ages_are_not() -> None:
    assert PSEUDONYMS.replace("Oak Hill Primary rang 07700 900321 at nine.") == "School A rang Phone A at nine."


def test_a_word_that_is_also_a_name_stays_a_word() -> None:
    assert PSEUDONYMS.replace("Will you come? I will.") == "Will you come? I will."


def test_the_model_sees_no_name_of_the_roster() -> None:
    seen = PSEUDONYMS.replace("Danielle, Dan, Dr Owusu and Will of 12 Long Row. Mrs Ashworth too.")
    assert not any(name in seen for name in ("Dan", "Owusu", "Will", "Long Row", "Ashworth"))


def test_what_a_model_wrote_with_stand_ins_comes_back_in_names() -> None:
    assert (
        PSEUDONYMS.restore("Parent A's view is that Child A went to School A.")
        == "Dani's view is that Will went to Oak Hill Primary."
    )


def test_a_stand_in_lasts_over_the_visits_of_a_case_though_the_roster_grows() -> None:
    newcomer = Person("new", "Zofia Brand", (), Role.PARENT)
    later = StablePseudonyms(REDACTED, (newcomer, *ROSTER), earlier=PSEUDONYMS.stand_ins)
    said = "Dani and Will rang Oak Hill Primary on 07700 900321."
    assert later.replace(said) == PSEUDONYMS.replace(said)
    assert later.replace("Zofia Brand") == "Parent B-2"
    assert later.restore(later.replace("Zofia, Dani")) == "Zofia, Dani"


@settings(max_examples=40, deadline=None, database=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join))
def test_the_way_back_holds_with_earlier_stand_ins(text: str) -> None:
    later = StablePseudonyms(REDACTED, ROSTER[::-1], earlier=PSEUDONYMS.stand_ins)
    assert later.restore(later.replace(text)) == text
    assert later.replace(text) == PSEUDONYMS.replace(text)


def test_a_stand_in_tells_neither_sex_nor_origin() -> None:
    twins = (Person("a", "Aaliyah Khan", (), Role.CHILD), Person("b", "Jack Smith", (), Role.CHILD))
    made = StablePseudonyms(RedactedTranscript("t", ()), twins)
    assert (made.replace("Aaliyah Khan"), made.replace("Jack Smith")) == ("Child A-2", "Child B-2")
