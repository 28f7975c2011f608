"""From speech to a note's sentence: certain rewordings, and the words themselves everywhere else."""

from __future__ import annotations

from datetime import date

import pytest

from models.talk.next_steps import as_step, is_next_step, only_step
from models.talk.passage import Passage, Usable
from models.talk.passages import passages
from models.talk.people import People
from models.talk.pronouns import Pronouns
from models.talk.questions import without_calling
from models.wording import reporting
from models.wording.opening import opening_statements
from models.wording.reporting import quote
from models.wording.retold import Retelling
from recorder.domain import Person, Role, StatementKind, Turn
from recorder.templates import load_template

TUESDAY = date(2025, 3, 11)
PEOPLE = People(
    (
        Person("sw", "Ann Lee", role=Role.SOCIAL_WORKER),
        Person("mum", "Joanne Day", ("Jo",), Role.PARENT),
        Person("kid", "Max Day", role=Role.CHILD),
        Person("nan", "Ruth Day", role=Role.RELATIVE, present=False),
    )
)

UNREAD = Retelling(PEOPLE, Pronouns((), PEOPLE, barred=frozenset()))  # nothing of the talk's grammar is known


def of(*said: tuple[str, str]) -> list[Passage]:
    turns = tuple(Turn(i, who, text) for i, (who, text) in enumerate(said))
    return passages(turns, PEOPLE, Usable.of(turns, PEOPLE))


def quoted(*said: tuple[str, str]) -> str:
    return reporting.quote(of(*said)[-1], PEOPLE).text


def test_a_child_is_quoted_verbatim_with_every_hesitation_inside() -> None:
    worded = reporting.quote(of(("kid", "Um. He, er, he shouts and I go under my bed."))[0], PEOPLE)
    assert worded.text == "Max said: “He, er, he shouts and I go under my bed.”"
    assert worded.kind is StatementKind.QUOTE


def test_an_adult_loses_hesitations_only() -> None:
    assert quoted(("mum", "I, er, I rang the, um, the school twice.")) == "Joanne said: “I rang the school twice.”"


def test_a_short_answer_keeps_its_question() -> None:
    text = quoted(("sw", "Okay. And, er, has he stayed here at all?"), ("mum", "No. Not a night."))
    assert text == "Asked whether he had stayed here at all, Joanne said no: “Not a night.”"


def test_a_figure_alone_keeps_its_question() -> None:
    said = of(("sw", "Are you behind with the rent at all?"), ("mum", "Four hundred twenty, because I pay thirty."))
    assert said[-1].asked == "Are you behind with the rent at all?"


def test_what_begins_with_a_pronoun_keeps_a_question_that_names_somebody() -> None:
    said = of(
        ("sw", "How has Max been?"), ("mum", "He missed one day, the tenth of May. The other one he went, only he was late.")
    )
    assert said[-1].asked == "How has Max been?"


@pytest.mark.parametrize(
    ("question", "turned"),
    [
        ("When did Ruth last come here?", "Asked when Ruth last came here, "),
        ("Did you call the police?", "Asked whether Joanne called the police, "),
        ("How has school been since I last came?", "Asked how school had been since Ann last came, "),
        ("Could you get the form in this week?", "Asked to get the form in this week, "),
        ("What's work?", "Asked about work, "),
        ("And school?", "Asked about school, "),
        ("Do you take your tablets?", "Asked “Do you take your tablets?”, "),
        ("Could you send me that today?", "Asked “Could you send me that today?”, "),
        ("The course, have you started that?", "Asked whether Joanne had started the course, "),
        ("The form, could you send it to me?", "Asked to send the form to Ann, "),
        ("Is there any trouble at school?", "Asked whether there was any trouble at school, "),
        ("Is there any more worries now?", "Asked whether there were any more worries now, "),
        ("Have you held it? Or carried it?", "Asked “Have you held it? Or carried it?”, "),
        ("Any worries?", "Asked whether there were any worries, "),
        ("What's in the bag?", "Asked “What's in the bag?”, "),
        ("What's happened to the door?", "Asked “What's happened to the door?”, "),
        ("How's your mood been?", "Asked “How's your mood been?”, "),
        ("What's she saying?", "Asked what she was saying, "),
    ],
)
def test_a_question_is_turned_only_where_the_result_is_certain(question: str, turned: str) -> None:
    assert quoted(("mum", "He likes it."), ("sw", question), ("mum", "Yes, I think so, twice.")).startswith(turned)


def test_who_is_spoken_to_is_no_part_of_a_quotation() -> None:
    assert quoted(("sw", "So Jo, this letter is only about the rent increase.")) == (
        "Ann said: “This letter is only about the rent increase.”"
    )


def test_what_only_opens_a_matter_stands_before_no_answer() -> None:
    text = quoted(("sw", "Shall we do health while she's busy?"), ("mum", "The dentist was on the second of May."))
    assert text == "Joanne said: “The dentist was on the second of May.”"


def test_a_question_to_one_person_is_never_told_as_one_to_another() -> None:
    asked = ("sw", "What have you got for the baby?")
    assert quoted(("kid", "It's mine."), asked, ("mum", "Clothes, plenty of them.")).startswith("Asked “What have you got")


def test_a_question_put_to_the_answerer_names_them_and_guesses_no_sex() -> None:
    assert quoted(("sw", "Were you frightened?"), ("mum", "Yes. A lot.")).startswith(
        "Asked whether Joanne was frightened, Joanne said"
    )


def test_a_question_that_was_broken_off_is_not_joined() -> None:
    text = quoted(
        ("sw", "And how is his drinking? Because you said —"), ("mum", "Ruth takes them to school on Mondays and Fridays.")
    )
    assert "drinking" not in text


def test_a_statement_that_was_denied_is_shown() -> None:
    text = quoted(("sw", "The school wrote that a lighter was found in the bag."), ("kid", "It weren't mine."))
    assert text == "Told “The school wrote that a lighter was found in the bag”, Max said: “It weren't mine.”"


def test_a_correction_is_never_cut_from_an_answer() -> None:
    text = quoted(
        ("sw", "How many visits?"), ("mum", "My sister took tablets once, years ago. That was her, not me. I never would.")
    )
    assert "That was her, not me." in text


def test_a_bare_no_is_reported_as_no() -> None:
    worded = reporting.quote(Passage(1, "mum", ("No.",), "Is he at home?", 0, "sw"), PEOPLE)
    assert worded.text == "Asked whether he was at home, Joanne said no."


def test_a_promise_becomes_a_next_step_with_who_and_when() -> None:
    [passage] = of(("sw", "Lovely. I'll ring the health visitor by Friday about the hearing test."))
    worded = reporting.step(passage, PEOPLE, UNREAD, visit_date=TUESDAY)
    assert worded.text == "Ann to ring the health visitor by Friday [14 March 2025] about the hearing test."
    assert worded.kind is StatementKind.ACTION


def step_of(sentence: str, *, to: str = "") -> str | None:
    return as_step(sentence, Passage(1, "sw", (sentence,), to=to), PEOPLE, visit_date=TUESDAY)


@pytest.mark.parametrize(
    "sentence",
    [
        "I'll ring you by Friday.",
        "I'll tell my sister.",
        "We'll do the form.",
        "I'll sort it.",
        "I'll ask him about the car.",
        "I might ring Ruth.",
        "I'd ring the police.",
    ],
)
def test_a_promise_that_would_point_to_the_wrong_person_stays_as_said(sentence: str) -> None:
    assert step_of(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "step"),
    [
        ("I'll ring you by Friday.", "Ann to ring Joanne by Friday [14 March 2025]."),
        ("I'll speak to my manager and I'll tell you.", "Ann to speak to their manager and tell Joanne."),
        ("Jo, I will ask the nurse to see you.", "Ann to ask the nurse to see Joanne."),
        ("Thank you, and I will ring your mum and ask her.", "Ann to ring Joanne's mum and ask her."),
        ("I'll see if you can go.", None),
        ("I'll ring you once I've spoken to my manager.", "Ann to ring Joanne once Ann has spoken to their manager."),
        ("I'll tell you when I ring on Monday.", "Ann to tell Joanne when ringing on Monday [17 March 2025]."),
        (
            "I'll ring the school today, I'll ask the nurse myself.",
            "Ann to ring the school today [11 March 2025] and ask the nurse.",
        ),
        ("I'll text you the address before you go.", "Ann to text Joanne the address before Joanne goes."),
        (
            "I'll visit the house on Monday so I can see Max.",
            "Ann to visit the house on Monday [17 March 2025] so that Ann can see Max.",
        ),
    ],
)
def test_you_becomes_a_name_in_a_step_where_it_is_certain(sentence: str, step: str | None) -> None:
    assert step_of(sentence, to="mum") == step


def test_a_promise_that_ends_in_a_nod_is_a_step_and_its_opener_is_none() -> None:
    said = (
        ("mum", "Fine."),
        ("sw", "So let us agree what happens next, Jo. I will ask the refuge to ring you by Thursday, is that alright?"),
        ("mum", "Yes please."),
    )
    [passage] = [p for p in of(*said) if p.speaker == "sw"]
    assert passage.said == ("I will ask the refuge to ring you by Thursday.",)
    worded = reporting.step(passage, PEOPLE, UNREAD, visit_date=TUESDAY)
    assert worded.text == "Ann to ask the refuge to ring Joanne by Thursday [13 March 2025]."


@pytest.mark.parametrize(
    ("said", "step"),
    [
        (
            ("sw: The core group's Thursday the twentieth, two o'clock.",),
            "Ann said that the core group is Thursday the twentieth [20 March 2025], two o'clock.",
        ),
        (
            ("sw: And then panel. It's Friday the fourteenth, ten o'clock.",),
            "Ann said that panel is Friday the fourteenth [14 March 2025], ten o'clock.",
        ),
        (
            ("sw: Right, Jo, so my next visit is Tuesday the eighteenth, four o'clock.",),
            "Ann said that the next visit is Tuesday the eighteenth [18 March 2025], four o'clock.",
        ),
        (("sw: I'm back on Friday anyway about the rent.",), "Ann to be back on Friday [14 March 2025] about the rent."),
        (
            ("sw: Could you get the form in this week?", "mum: Yeah. Friday. I'll hand it in on Friday."),
            "Asked to get the form in this week, Joanne agreed to hand it in on Friday [14 March 2025].",
        ),
    ],
)
def test_an_arrangement_says_what_and_when(said: tuple[str, ...], step: str) -> None:
    passage = of(*((line.split(": ")[0], line.split(": ")[1]) for line in said))[-1]
    assert reporting.step(passage, PEOPLE, UNREAD, visit_date=TUESDAY).text == step


def test_your_school_is_not_the_school_of_whoever_is_called_next() -> None:
    said = of(
        ("kid", "I miss my old friends."),
        ("sw", "I'll ask your old school on Monday. Okay, Jo, so I'll ring the housing office today."),
        ("mum", "Thanks."),
    )
    text = reporting.step(said[1], PEOPLE, UNREAD, visit_date=TUESDAY).text
    assert "Joanne's" not in text


def test_a_promise_that_points_back_to_what_another_said_becomes_a_step_with_it() -> None:
    said = (("kid", "Can I have my old photo? Nan's got it."), ("sw", "I'll ask her for a copy when I ring."), ("kid", "Ta."))
    [passage] = [p for p in of(*said) if p.speaker == "sw"]
    assert reporting.step(passage, PEOPLE, UNREAD, visit_date=TUESDAY).text == (
        "When Max said “Can I have my old photo? Nan's got it”, Ann agreed to ask her for a copy when ringing."
    )


def test_what_leads_up_to_a_step_stays_before_it() -> None:
    [passage] = of(("sw", "That should have been done in three days. I'll chase that today."))
    assert reporting.step(passage, PEOPLE, UNREAD, visit_date=TUESDAY).text == (
        "Ann said: “That should have been done in three days.” Ann to chase that today [11 March 2025]."
    )


def test_a_promise_taken_back_is_not_reworded() -> None:
    [passage] = of(("mum", "I'll get Ruth to ring the landlord about the door. No, actually, I'll do it tomorrow."))
    assert "No, actually" in reporting.step(passage, PEOPLE, UNREAD, visit_date=TUESDAY).text


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ((("sw", "I'll speak to the nurse tomorrow."),), True),
        ((("sw", "My next visit is Thursday the twentieth, four o'clock."),), True),
        ((("sw", "Could you hand the form in this week?"), ("mum", "Yes. On Friday."))[:2], True),
        ((("sw", "Could you tell me about school?"), ("mum", "Yes. It was bad."))[:2], False),
        ((("mum", "If he hit them I'd ring the police."),), False),
        ((("mum", "They missed the review last Monday."),), False),
        # promises of whoever learnt English late, and plans in the present
        ((("mum", "Tomorrow I call the landlord."),), True),
        ((("mum", "And from Friday I take the early bus."),), True),
        ((("mum", "I'm bringing the letter on Monday."),), True),
        ((("mum", "I call the landlord every week."),), False),
        ((("mum", "On Mondays I take him swimming."),), False),
        ((("mum", "So Monday I ring them and nobody answers."),), False),
        ((("mum", "When I call tomorrow, what do I say?"),), False),
        # any undertaking with a day of its own
        ((("sw", "And I will apply for the grant before I leave today."),), True),
        ((("mum", "I'll move the cot into our room tonight."),), True),
        ((("mum", "I'll move my cup."),), False),
        ((("sw", "I'm going to ask you about sleep now."),), False),
        ((("sw", "If you'd rather not, I'll put it away and ring you."),), False),
        ((("mum", "It won't happen again, I'll ring in sick before I do that."),), False),
        # offers and instructions that were accepted, and those that were not
        ((("sw", "I can ring the optician for you. Shall I ring them on Friday?"), ("mum", "I'd like that, please.")), True),
        ((("sw", "Would it be okay if I spoke to the nursery?"), ("mum", "No, I'd rather you didn't.")), False),
        ((("sw", "Can I talk to you on your own?"), ("kid", "Yeah, all right.")), False),
        (
            (
                ("sw", "Don't wait for me, ring the duty line if she comes back."),
                ("mum", "I will. Straight away, and I'll lock up."),
            ),
            True,
        ),
        # appointments that the family tells
        ((("sw", "When is the scan?"), ("mum", "It's Tuesday the fourth, ten to three, at the hospital.")), True),
        ((("sw", "When did he come?"), ("mum", "He came Tuesday the fourth, ten to three, to the hospital.")), False),
    ],
)
def test_next_steps_are_told_from_tales(said: tuple[tuple[str, str], ...], step: bool) -> None:
    turns = tuple(Turn(i, who, text) for i, (who, text) in enumerate(said))
    assert is_next_step(passages(turns, PEOPLE, Usable.of(turns, PEOPLE))[-1], turns, PEOPLE) is step


def test_a_promise_of_it_says_what_it_is() -> None:
    """The thing stands in the question, or in the sentence before."""
    said = of(("sw", "And the smoke alarm, Jo?"), ("mum", "I'll fit it tonight. It's two screws."))
    text = reporting.step(said[-1], PEOPLE, UNREAD, visit_date=TUESDAY).text
    assert said[-1].cites == (0, 1)
    assert "smoke alarm" in text
    assert "tonight [11 March 2025]" in text
    [passage] = of(("sw", "You can copy the timetable off the wall. I'll post you a fresh one tomorrow."))
    assert "timetable" in " ".join(only_step(passage).said)


def test_you_is_named_where_one_person_is_meant() -> None:
    said = of(
        ("kid", "Can I see Nan this summer?"),
        ("sw", "You can see Nan when the checks are done, not before."),
        ("kid", "Okay then."),
    )
    assert reporting.quote(said[1], PEOPLE).text.startswith("Ann said to Max: ")


def test_you_who_are_several_are_not_named_as_one() -> None:
    said = of(("mum", "He's upstairs."), ("sw", "I'll see him alone on Friday if that's okay with you both."), ("mum", "Fine."))
    assert reporting.quote(said[1], PEOPLE).text.startswith("Ann said: ")


def test_contact_details_stay_out() -> None:
    said = of(
        ("mum", "My number is oh seven seven double-oh, nine double-oh, one two four. Ruth has the spare key to the flat.")
    )
    assert said[0].said == ("Ruth has the spare key to the flat.",)


def test_a_voice_without_a_name_is_called_by_its_number_and_kept_verbatim() -> None:
    [passage] = of(("S2", "I, er, I live with my nan and my brother."))
    assert reporting.quote(passage, PEOPLE).text == "Speaker 2 said: “I, er, I live with my nan and my brother.”"


def test_a_denial_stands_with_what_it_denies() -> None:
    people = People((Person("mum", "Jo Day", role=Role.PARENT), Person("dad", "Will Day", role=Role.PARENT)))
    turns = (Turn(0, "dad", "She missed two appointments."), Turn(1, "mum", "I never! I missed one appointment."))
    passage = passages(turns, people, Usable.of(turns, people))[-1]
    assert quote(passage, people).text == (
        "When Will said “She missed two appointments”, Jo said: “I never! I missed one appointment.”"
    )
    assert passage.cites == (0, 1)


def test_a_promise_that_points_back_stands_with_what_it_points_to() -> None:
    people = People((Person("sw", "Ann Lee", role=Role.SOCIAL_WORKER), Person("mum", "Jo Day", role=Role.PARENT)))
    turns = (
        Turn(0, "mum", "The health visitor lost the form."),
        Turn(1, "sw", "I'll ring her tomorrow about getting it again."),
        Turn(2, "mum", "Ta."),
    )
    [passage] = [p for p in passages(turns, people, Usable.of(turns, people)) if p.turn == 1]
    assert quote(passage, people).text.startswith("When Jo said “The health visitor lost the form”, Ann said")


def test_the_name_of_the_one_asked_is_no_part_of_the_question() -> None:
    assert without_calling("Jo, have you eaten?", frozenset({"jo"})) == "Have you eaten?"
    assert without_calling("When was that, Jo?", frozenset({"jo"})) == "When was that?"
    assert without_calling("Max, have you eaten?", frozenset({"jo"})) == "Max, have you eaten?"


def test_a_telephone_number_is_left_out_of_an_answer() -> None:
    people = People((Person("sw", "Ann Lee", role=Role.SOCIAL_WORKER), Person("mum", "Jo Day", role=Role.PARENT)))
    turns = (Turn(0, "sw", "Is that right?"), Turn(1, "mum", "Yes, please. I got a new number. It is 07700-900142."))
    assert all("07700" not in quote(p, people).text for p in passages(turns, people, Usable.of(turns, people)))


@pytest.mark.parametrize(
    ("asked", "answer", "written"),
    [
        (
            "When did he last do that?",
            "When I had no school. In the summer.",
            "Asked “When did he last do that?”, Max said: “When I had no school. In the summer.”",
        ),
        (
            "What would you change?",
            "That Mum did a normal job like in the daytime.",
            "Asked what Max would change, Max said: “That Mum did a normal job like in the daytime.”",
        ),
        (
            "Is there anything that'd make it easier?",
            "If I had my own room back.",
            "Asked “Is there anything that'd make it easier?”, Max said: “If I had my own room back.”",
        ),
    ],
)
def test_half_a_sentence_keeps_the_question_that_is_its_other_half(asked: str, answer: str, written: str) -> None:
    assert quoted(("sw", asked), ("kid", answer)) == written


@pytest.mark.parametrize(
    "put",
    [
        "Is it still Upper Lane? Good. Now, his hand. You rang me on Sunday about it.",  # the worker has passed on
        "Shall I say something, Jo? I'll do that on Monday.",
        "Can we stand in here a minute?",
        "If you want it off at any point you just tell me.",
    ],
)
def test_what_an_answer_does_not_answer_is_not_put_before_it(put: str) -> None:
    assert "Asked" not in quoted(("sw", put), ("mum", "Saturday night, Ruth heard a thump. She had punched the tank."))


def test_a_question_after_which_its_reason_is_given_is_still_the_question() -> None:
    text = quoted(("sw", "And the vape? Last time it was one a day."), ("mum", "One every three days."))
    assert text == "Asked about the vape, Joanne said: “One every three days.”"


def test_what_leads_up_to_a_question_goes() -> None:
    text = quoted(("sw", "I have to ask, has he ever sent you drink?"), ("kid", "No. Never."))
    assert text == "Asked “Has he ever sent you drink?”, Max said: “No. Never.”"


def test_a_request_without_a_question_was_told_not_asked() -> None:
    text = quoted(("sw", "If he turns up, you ring me straight away."), ("mum", "Yes. I'll ring."))
    assert text.startswith("Told “If he turns up, you ring me straight away”, Joanne said")


@pytest.mark.parametrize(
    ("question", "put"),
    [
        ("Where was Nanny Mo?", "Asked “Where was Nanny Mo?”, "),
        ("Would you tell someone?", "Asked whether Joanne would tell someone, "),
        ("When was the time that you took it?", "Asked “When was the time that you took it?”, "),
        ("How much is Ruth herself sleeping?", "Asked “How much is Ruth herself sleeping?”, "),
        ("Any thoughts like that now?", "Asked whether there were any thoughts like that now, "),
    ],
)
def test_a_question_that_would_lose_its_grammar_stays_in_its_words(question: str, put: str) -> None:
    assert quoted(("sw", question), ("mum", "No, nothing.")).startswith(put)


def test_a_yes_that_answers_nothing_goes_and_one_that_answers_stays() -> None:
    assert quoted(("mum", "Yeah, no, I rang the school twice.")) == "Joanne said: “No, I rang the school twice.”"
    assert quoted(("mum", "Yeah, 'cause the school rang me twice.")) == "Joanne said: “'Cause the school rang me twice.”"
    assert "Yes, no problem" in quoted(("mum", "Yes, no problem with the school."))


def test_quotation_marks_inside_a_quotation_open_and_close() -> None:
    said = 'Page four, "Max threw a chair at Ruth." I never threw a chair.'
    assert "Page four, ‘Max threw a chair at Ruth.’ I never" in quoted(("mum", said))


def test_a_police_rank_goes_with_the_surname() -> None:
    assert People((Person("pc", "Sergeant Ian Coker", role=Role.PROFESSIONAL),)).name("pc") == "Sergeant Coker"


RECORDING = "Hello, Jo. This recorder types what we say. Is that okay?"


@pytest.mark.parametrize(
    ("said", "answers"),
    [
        ((("sw", RECORDING), ("kid", "Hiya."), ("sw", "Ooh, it's freezing."), ("mum", "Yeah, that's fine.")), 1),
        ((("sw", RECORDING), ("kid", "Hiya."), ("sw", "Jo, I've got to come back to Saturday now."), ("mum", "No.")), 0),
        ((("sw", "So for the record it's still twelve Mill Lane, and is that your car?"), ("mum", "Yes.")), 0),
        ((("sw", "That's recording. Shall we do who's doing what?"), ("pc", "Yep.")), 0),
    ],
)
def test_only_who_was_asked_about_the_recording_answers(said: tuple[tuple[str, str], ...], answers: int) -> None:
    people = People((*PEOPLE.roster, Person("pc", "Ian Coker", role=Role.PROFESSIONAL)))
    turns = tuple(Turn(i, who, text) for i, (who, text) in enumerate(said))
    template = load_template("child_protection_visit")
    lines = opening_statements(turns, people, template, Usable.of(turns, people), ())
    assert len([s for s in lines if "about the recording" in s.text]) == answers
