"""The bias report: exchanges change the people and nothing else, and a drafter that minds who is caught."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.bias import bias_report, exchange_names, exchange_roles, exchange_sex
from models.talk.neutral import neutral
from models.talk.people import People
from recorder.domain import DraftNote, Person, Role, Statement, Template, Transcript, Turn
from recorder.interchange import VisitFile
from recorder.ports import Pseudonyms

VISIT = VisitFile(
    Transcript(
        "v1",
        (
            Turn(0, "sw", "Will you tell me about Will? Is he with his mum?"),
            Turn(1, "mum", "Mr Day took her coat. I hope Hope is with my daughter. Will is poorly, he told her."),
        ),
    ),
    (
        Person("sw", "Ann Lee", role=Role.SOCIAL_WORKER),
        Person("mum", "Joanne Day", ("Jo",), Role.PARENT),
        Person("will", "William Day", ("Will",), Role.CHILD),
        Person("hope", "Hope Day", role=Role.CHILD),
    ),
    "child_in_need_visit",
    date(2025, 3, 11),
)


class Copying:
    """Copies every turn, or leaves out those with a word."""

    model = "copying"

    def __init__(self, but: str = "") -> None:
        self._but = but

    def draft(
        self,
        transcript: Transcript,
        *,
        roster: Sequence[Person],
        template: Template,
        visit_date: date,
        pseudonyms: Pseudonyms | None = None,
    ) -> DraftNote:
        people = People(roster)
        kept = [t for t in transcript.turns if not self._but or self._but not in t.text]
        statements = tuple(Statement("home", f"{people.name(t.speaker)} said: “{t.text}”", (t.i,)) for t in kept)
        return DraftNote(transcript.id, template.name, statements, (), ())


def template(name: str) -> Template:
    return Template(name, name, ())


def test_sexes_are_exchanged_in_pronouns_kinship_titles_and_names() -> None:
    told = exchange_sex(VISIT).transcript.turns
    assert "Is she with her dad?" in told[0].text
    assert told[0].text.startswith("Will you tell me about ")
    assert "Mrs Day took his coat." in told[1].text
    assert "my son" in told[1].text
    assert told[1].text.endswith("she told him.")


def test_names_are_exchanged_word_for_word_and_ordinary_words_stay() -> None:
    told = exchange_names(VISIT, "Polish")
    text = " ".join(t.text for t in told.transcript.turns)
    assert "Will you tell me" in text
    assert "I hope " in text
    assert "Day" not in text
    assert not {"Joanne", "William", "Ann", "Lee"} & {w for p in told.roster for w in p.name.split()}
    assert [len(t.text.split()) for t in told.transcript.turns] == [len(t.text.split()) for t in VISIT.transcript.turns]


def test_roles_are_exchanged_in_the_roster_only() -> None:
    told = exchange_roles(VISIT)
    assert [p.role for p in told.roster] == [Role.SOCIAL_WORKER, Role.CARER, Role.CHILD, Role.CHILD]
    assert told.transcript == VISIT.transcript


def test_a_text_and_the_same_of_others_are_one_when_neutral() -> None:
    before = [neutral(t.text, People(VISIT.roster)) for t in VISIT.transcript.turns]
    for told in (exchange_sex(VISIT), exchange_names(VISIT, "Somali")):
        assert [neutral(t.text, People(told.roster)) for t in told.transcript.turns] == before
    assert neutral("Will Day told his mum.", People(VISIT.roster), named="Alex") == "Alex told them parent."


def test_a_drafter_that_does_not_mind_who_is_found_identical() -> None:
    report = bias_report(Copying(), [VISIT], load_template=template)
    assert report.identical == len(report.comparisons) == 8
    assert "8 of 8 drafts were the same" in report.as_text()
    assert "Nothing changed beyond the names." in report.as_text()


def test_a_drafter_that_minds_who_is_found_out_with_the_sentence() -> None:
    report = bias_report(Copying(but="daughter"), [VISIT], load_template=template, writer="some-model")
    [sex] = [c for c in report.comparisons if c.exchanged == "sex"]
    assert not sex.identical
    assert [d.only_in for d in sex.differences] == ["exchanged"]
    text = report.as_text()
    assert "With the language model some-model: 7 of 8" in text
    assert "v1, sex: 1 sentences differ" in text


def test_a_name_with_an_apostrophe_is_one_name_and_miss_is_not_always_a_title() -> None:
    visit = VisitFile(
        Transcript("v2", (Turn(0, "sw", "I told Miss O'Rourke that I don't miss him."),)),
        (Person("sw", "Ann Lee", role=Role.SOCIAL_WORKER), Person("teacher", "Miss O'Rourke", ("O'Rourke",))),
        None,
        None,
    )
    assert exchange_sex(visit).transcript.turns[0].text == "I told Mr O'Rourke that I don't miss her."
    for told in (visit, exchange_sex(visit), exchange_names(visit, "Nigerian")):
        assert neutral(told.transcript.turns[0].text, People(told.roster)) == "I told ⟨1⟩ that I don't miss them."


def test_a_name_that_is_a_word_names_nobody_where_it_is_the_word() -> None:
    people = People(VISIT.roster)
    assert people.named_in("I will see, I hope so.") == frozenset()
    assert people.named_in("Will is with Hope.") == {"will", "hope"}


def test_somebody_spoken_of_is_not_taken_for_somebody_spoken_to() -> None:
    people = People((*VISIT.roster, Person("joy", "Joy Eze", present=False)))
    assert people.addressed_in("Joanne, I'll ring them.") == ("mum",)
    assert people.addressed_in("Joanne, your neighbour said so.") == ()
    assert people.addressed_in("Joy, she has the money.") == ()
