import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from audit import events
from audit.events import Entry
from recorder.domain import (
    Origin,
    Person,
    Role,
    Section,
    Statement,
    Status,
    Template,
    Transcript,
    Turn,
    Visit,
    WorkingNote,
)
from recorder.reasons import RETURN_REASONS
from tui import presenter, signing

ROSTER = (
    Person("sw", "Priya Nair", ("Priya",), Role.SOCIAL_WORKER),
    Person("mum", "Donna Ashby", ("Donna",), Role.PARENT),
    Person("gran", "Donna Ashby senior", ("Donna",), Role.RELATIVE),
)
TEMPLATE = Template(
    "tiny",
    "Tiny note",
    (
        Section("voice", "The child's voice", "draft", "What did the child say?"),
        Section("home", "Home", "draft", "What is the home like?"),
        Section("analysis", "Analysis", "person", "What does it mean?"),
    ),
)
HIDES = Statement("voice", "He said: “I hide.”", (4,), confirm=True, id="s1", drafted_text="He said: “I hide.”")
TURNS = tuple(Turn(i, "sw" if i % 2 else "mum", f"words {i}", i * 61.0) for i in range(10))
TRANSCRIPT = Transcript("v1", TURNS)
VISIT = Visit("v1", "c1", "Home  visit", "tiny", date(2026, 3, 1), Status.DRAFTED, datetime(2026, 3, 1, tzinfo=UTC))


def note(*statements: Statement, analysis: str = "", disclosures: tuple[int, ...] = ()) -> WorkingNote:
    return WorkingNote("v1", TEMPLATE, statements, (("analysis", analysis),), disclosures, ())


def test_a_day_is_written_as_people_write_it() -> None:
    assert presenter.day(date(2026, 3, 1)) == "1 Mar 2026"


def test_speakers_have_the_rosters_names() -> None:
    assert presenter.speaker_name("sw", ROSTER) == "Priya"
    assert presenter.speaker_name("mum", ROSTER) == "Donna Ashby", "two are called Donna, so the short name would mislead"
    assert presenter.speaker_name("S3", ROSTER) == "Voice S3 (not named)"


def test_a_visit_says_its_state_and_what_to_do() -> None:
    row = presenter.visit_row(VISIT, reference="CASE-1", note=note(HIDES))
    assert (row.day, row.title, row.state) == ("1 Mar 2026", "Home visit · CASE-1", "draft waits for you")
    assert row.to_do == "2 things to do, then approve"
    assert presenter.next_step(VISIT, note(analysis="Done.")) == "Read it once more and approve"


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_words_and_a_next_step(status: Status) -> None:
    visit = replace(VISIT, status=status)
    assert presenter.state_words(visit)
    assert presenter.next_step(visit, note(HIDES)).strip(".")


def test_next_step_of_a_signed_note_says_whose_turn_it_is() -> None:
    assert presenter.next_step(replace(VISIT, status=Status.APPROVED), None).startswith("Your supervisor reads it next")


def test_the_note_from_top_to_bottom() -> None:
    lines = presenter.note_lines(note(HIDES))
    assert [(line.kind, line.key, line.waits) for line in lines] == [
        ("heading", "voice", False),
        ("sentence", "s1", True),
        ("heading", "home", False),
        ("heading", "analysis", False),
        ("section", "analysis", True),
    ]
    assert lines[2].tail == "none", "a drafted section with nothing in it is still seen"


@pytest.mark.parametrize(
    ("statement", "marks", "tail"),
    [
        (replace(HIDES, confirm=False), "", "AI"),
        (HIDES, "●", "AI"),
        (replace(HIDES, confirmed=True), "✓", "AI"),
        (replace(HIDES, text="He hides."), "●✎", "AI, edited by you"),
        (replace(HIDES, text=""), "–", "by you"),
        (Statement("voice", "I saw a dog.", (), origin=Origin.PERSON, id="s2"), "", "your words"),
    ],
)
def test_marks_and_whose_words(statement: Statement, marks: str, tail: str) -> None:
    line = presenter.note_lines(note(statement))[1]
    assert (line.marks, line.tail) == (marks, tail)


def test_a_sentence_taken_out_stays_in_sight() -> None:
    assert presenter.note_lines(note(replace(HIDES, text="")))[1].text == "Taken out: He said: “I hide.”"


def test_evidence_has_the_cited_turns_and_their_neighbours() -> None:
    shown = presenter.evidence(TRANSCRIPT, (1, 6), roster=ROSTER)
    assert [t.text for t in shown if t.cited] == ["words 1", "words 6"]
    assert [t.text for t in shown if not t.cited] == ["words 0", "words 2", "words 5", "words 7"]
    assert [t.text for t in shown if t.after_gap] == ["words 5"]
    assert (shown[1].place, shown[1].speaker) == ("turn 1 · 1:01", "Priya")


def test_evidence_at_both_ends_and_beyond() -> None:
    assert [t.text for t in presenter.evidence(TRANSCRIPT, (0,), roster=ROSTER)] == ["words 0", "words 1"]
    assert [t.text for t in presenter.evidence(TRANSCRIPT, (9,), roster=ROSTER)] == ["words 8", "words 9"]
    assert presenter.evidence(TRANSCRIPT, (44,), roster=ROSTER) == ()
    assert presenter.evidence(None, (1,), roster=ROSTER) == ()


def test_a_turn_without_sound_has_no_time() -> None:
    assert presenter.place(Turn(3, "sw", "typed")) == "turn 3"


def test_what_is_said_about_a_selected_line() -> None:
    edited = note(replace(HIDES, text="He hides."))
    about = presenter.about_line(presenter.note_lines(edited)[1], edited, transcript=TRANSCRIPT, roster=ROSTER)
    assert about.heading == "s1 rests on turn 4"
    assert "The draft said: He said: “I hide.”" in about.words
    assert "You must confirm it" in about.words
    section = presenter.about_line(presenter.note_lines(edited)[-1], edited, transcript=TRANSCRIPT, roster=ROSTER)
    assert section.words.startswith("What does it mean?")
    assert section.turns == ()


def test_own_words_rest_on_nothing_recorded() -> None:
    own = note(Statement("voice", "I saw a dog.", (), origin=Origin.PERSON, id="s2"))
    about = presenter.about_line(presenter.note_lines(own)[1], own, transcript=TRANSCRIPT, roster=ROSTER)
    assert "you wrote it" in about.words


def test_what_is_left_to_do_in_one_line_of_a_narrow_screen() -> None:
    line = presenter.to_do_line(note(HIDES, disclosures=(2,)))
    assert line.startswith("3 things to do")
    assert len(line) <= 76
    assert presenter.to_do_line(note(analysis="Written.")).startswith("All is done")


def test_the_question_before_signing_counts_whose_words_they_are() -> None:
    words = signing.approval_question(note(HIDES, replace(HIDES, id="s2", text="He hides."), replace(HIDES, id="s3", text="")))
    assert "1 sentence as the AI drafted it" in words
    assert "1 sentence drafted by AI and edited by you" in words
    assert "0 " not in words


def test_the_approved_line_fits_a_narrow_screen() -> None:
    line = signing.approved_line(sha256="ab" * 32, log_entry=12345)
    assert "Log entry 12345" in line
    assert "abababababab" in line
    assert len(line) <= 76


def test_the_log_has_the_newest_entry_first() -> None:
    at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    case = events.CaseCreated(case="c-3f9a", people=3)
    confirmed = events.StatementConfirmed(visit="v-1", statement="s1")
    lines = presenter.audit_lines([Entry(1, at, "a1", case), Entry(2, at, "a1", confirmed)])
    assert [number for number, _ in lines] == [2, 1]
    assert "sentence s1 confirmed" in lines[0][1]


def test_a_moment_is_told_in_the_time_of_the_place_and_names_it() -> None:
    entry = Entry(1, datetime(2026, 6, 21, 23, 10, tzinfo=UTC), "a1", events.StatementConfirmed(visit="v1", statement="s1"))
    summer, winter = timezone(timedelta(hours=1), "BST"), timezone(timedelta(0), "GMT")
    assert presenter.audit_lines([entry], zone=summer) == ((1, "22 Jun 2026 00:10 BST  sentence s1 confirmed"),)
    assert presenter.moment(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), summer) == "25 Oct 2026 01:30 BST"
    assert presenter.moment(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), winter) == "25 Oct 2026 01:30 GMT"


def test_the_laptop_s_own_time_is_told_unless_another_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "BST-1")
    time.tzset()
    try:
        assert presenter.moment(datetime(2026, 6, 21, 23, 10, tzinfo=UTC)) == "22 Jun 2026 00:10 BST"
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("reason", "comment", "words"),
    [
        (
            "evidence",
            " Who\nsaid? ",
            "Ngozi Eze gave this note back on 1 Mar 2026 09:00 UTC: the words behind it do not carry it. “Who said?”",
        ),
        ("other", "", "Ngozi Eze gave this note back on 1 Mar 2026 09:00 UTC."),
    ],
)
def test_why_a_note_was_given_back(reason: str, comment: str, words: str) -> None:
    at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert signing.given_back_line(reason, comment, by="Ngozi Eze", at=at, zone=UTC) == words


@pytest.mark.parametrize("reason", [r for r in RETURN_REASONS if r != "other"])
def test_every_reason_to_give_a_note_back_has_words(reason: str) -> None:
    line = signing.given_back_line(reason, "", by="N", at=datetime(2026, 3, 1, tzinfo=UTC))
    assert ": " in line.removeprefix("N gave this note back on 1 Mar 2026 00:00")


def test_a_visit_that_was_given_back_or_erased_says_so() -> None:
    assert "given back" in presenter.visit_row(VISIT, reference="CASE-1", note=note(), given_back=True).state
    erased = presenter.visit_row(replace(VISIT, status=Status.ERASED, title=""), reference="CASE-1", note=None)
    assert (erased.title, erased.state) == ("Erased visit · CASE-1", "erased")


def test_lines_with_words_that_are_not_saved_say_so() -> None:
    lines = presenter.note_lines(note(HIDES), unsaved={"s1": "x", "analysis": "y", "voice": "no field"})
    assert [line.tail for line in lines] == ["", "AI · words typed, not saved yet", "none", "", "words typed, not saved yet"]


def test_what_is_signed_names_the_words_that_it_lacks() -> None:
    question = signing.approval_question(note(HIDES), unsaved={"s1": "x", "analysis": "y", "own:home": "z"})
    assert "your words in sentence s1, “Analysis”, a sentence of your own under “Home”." in question
    assert "Not in it" not in signing.approval_question(note(HIDES), unsaved={})


def test_what_a_search_found() -> None:
    assert presenter.found_line(total=0, shown=0) == "Found nowhere."
    assert presenter.found_line(total=1, shown=1) == "Found in 1 place."
    assert presenter.found_line(total=70, shown=50) == "Found in 70 places. The first 50 are shown."
    assert presenter.found_place(case="CASE-1", place="turn", ref="4") == "CASE-1 · turn 4"
    assert presenter.found_place(case="CASE-1", place="person", ref="mum") == "CASE-1 · person"
