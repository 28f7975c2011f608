"""Views of a transcript: what a person decides holds, and what is hidden is in no byte of an export."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recorder.domain import (
    ApprovedNote,
    Person,
    RedactedTranscript,
    RedactedTurn,
    Role,
    Section,
    Span,
    Statement,
    Template,
    Transcript,
    Turn,
)
from recorder.errors import Refused, UsageError
from recorder.view_export import VIEW_FORMATS
from recorder.views import (
    HarmCheck,
    Review,
    State,
    View,
    add,
    checked_for_harm,
    confirm,
    decisions_to_json,
    make_view,
    note_as_transcript,
    open_review,
    take_back,
    with_decisions,
)
from redaction.policy import Audience, rule_for

ROSTER = (
    Person("zarephine", "Zarephine Quillon", ("Zaz",), Role.CHILD),
    Person("aunt", "Oduwamu Brackleby", (), Role.RELATIVE),
    Person("sw", "Ngozi Eze", ("Ngozi",), Role.SOCIAL_WORKER),
)
SAID = (
    ("sw", "Hello Zaz, it's Ngozi."),
    ("zarephine", "Oduwamu picked me up. OduWAMU's car smells. Ring 07700 900123."),
    ("aunt", "Trellick Farm is where I live, she is nine."),
    ("sw", "So you're at Trellick Farm? I'll ring 07700 900123."),
)
TRANSCRIPT = Transcript("zarephine-visit", tuple(Turn(i, who, text) for i, (who, text) in enumerate(SAID)))


def _span(turn: int, words: str, kind: str, person: str | None = None) -> Span:
    start = SAID[turn][1].index(words)
    return Span(start, start + len(words), kind, 0.9, person)


REDACTED = RedactedTranscript(
    TRANSCRIPT.id,
    (
        RedactedTurn(0, SAID[0][1], (_span(0, "Zaz", "PERSON", "zarephine"), _span(0, "Ngozi", "PERSON", "sw"))),
        RedactedTurn(1, SAID[1][1], (_span(1, "Oduwamu", "PERSON", "aunt"), _span(1, "07700 900123", "PHONE"))),
        RedactedTurn(2, SAID[2][1], (_span(2, "nine", "AGE"),)),
        RedactedTurn(3, SAID[3][1], ()),
    ),
)
CHECK = HarmCheck("Ngozi Eze", datetime(2026, 3, 11, tzinfo=UTC), harmful=False)


def _review(audience: Audience) -> Review:
    rule = rule_for(audience, subject="zarephine" if audience is Audience.SUBJECT_ACCESS else None)
    return open_review(REDACTED, TRANSCRIPT, roster=ROSTER, rule=rule)


def _confirmed(review: Review) -> Review:
    return confirm(review, [r.id for r in review.waiting], by="Priya Nair")


def _all_bytes(exported: bytes) -> str:
    if exported[:2] != b"PK":
        return exported.decode()
    with zipfile.ZipFile(io.BytesIO(exported)) as parts:
        return "\n".join(name + parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def test_a_second_look_finds_every_other_mention() -> None:
    hidden = [(r.turn, SAID[r.turn][1][r.start : r.end]) for r in _review(Audience.TRAINING).redactions]
    assert (1, "OduWAMU") in hidden
    assert (3, "07700 900123") in hidden


def test_what_a_person_adds_is_hidden_wherever_it_is_said() -> None:
    review = add(
        _review(Audience.TRAINING), turn=2, words="Trellick Farm", type="ADDRESS", reason="Their home.", by="Priya Nair"
    )
    mine = [r for r in review.redactions if r.type == "ADDRESS"]
    assert [(r.turn, r.state, r.by_hand) for r in mine] == [(2, State.CONFIRMED, True), (3, State.PROPOSED, False)]


def test_subject_access_shows_their_own_name_and_the_workers_and_hides_the_aunts_with_a_reason() -> None:
    view = make_view(checked_for_harm(_confirmed(_review(Audience.SUBJECT_ACCESS)), CHECK))
    assert view.turns[0].text == "Hello Zaz, it's Ngozi."
    assert view.turns[1].text == "[1: person] picked me up. [2: person]'s car smells. Ring [3: phone]."
    assert "paragraph 16" in view.removed[0].reason
    assert {r.reviewer for r in view.removed} == {"Priya Nair"}


def test_taking_back_shows_the_words_again() -> None:
    review = _confirmed(_review(Audience.TRAINING))
    phones = [r.id for r in review.redactions if r.type == "PHONE"]
    view = make_view(take_back(review, phones, by="Priya Nair"))
    assert "07700 900123" in view.turns[3].text


def test_nothing_leaves_before_everything_was_looked_at() -> None:
    with pytest.raises(Refused, match="have not been looked at"):
        make_view(_review(Audience.TRAINING))


@pytest.mark.parametrize("check", [None, replace(CHECK, harmful=True)])
def test_subject_access_waits_for_the_serious_harm_check(check: HarmCheck | None) -> None:
    review = _confirmed(_review(Audience.SUBJECT_ACCESS))
    with pytest.raises(Refused, match="serious harm"):
        make_view(checked_for_harm(review, check) if check else review)


def test_decisions_outlive_the_session_and_hold_no_words() -> None:
    decided = checked_for_harm(_confirmed(_review(Audience.SUBJECT_ACCESS)), CHECK)
    kept = json.dumps(decisions_to_json(decided))
    assert "oduwamu" not in kept.lower()
    assert with_decisions(_review(Audience.SUBJECT_ACCESS), json.loads(kept)) == decided
    with pytest.raises(ValueError, match="another audience"):
        with_decisions(_review(Audience.TRAINING), json.loads(kept))


def test_an_unknown_number_and_words_that_are_not_there_are_refused_without_repeating_them() -> None:
    review = _review(Audience.TRAINING)
    with pytest.raises(UsageError, match="no redaction 99"):
        confirm(review, [99], by="Priya Nair")
    with pytest.raises(UsageError) as refused:
        add(review, turn=0, words="Secretname", type="PERSON", reason="x", by="Priya Nair")
    assert "Secretname" not in refused.value.sentence()


def _training_view() -> View:
    review = add(
        _review(Audience.TRAINING), turn=2, words="Trellick Farm", type="ADDRESS", reason="Their home.", by="Priya Nair"
    )
    return make_view(_confirmed(review))


@pytest.mark.parametrize("form", sorted(VIEW_FORMATS))
def test_an_export_lacks_what_was_hidden_in_every_byte(form: str) -> None:
    exported = _all_bytes(VIEW_FORMATS[form](_training_view())).lower()
    for canary in ("zaz", "zarephine", "quillon", "oduwamu", "brackleby", "ngozi", "900123", "trellick", "python-docx"):
        assert canary not in exported, canary
    assert "picked me up" in exported
    assert "training needs no name" in exported


def test_the_same_view_is_the_same_file() -> None:
    assert VIEW_FORMATS["json"](_training_view()) == VIEW_FORMATS["json"](_training_view())
    assert json.loads(VIEW_FORMATS["json"](_training_view()))["turns"][0]["speaker"] == "Social worker 1"


def test_words_that_look_like_markup_stay_words() -> None:
    view = replace(_training_view(), turns=tuple(replace(t, text="<b onload=x> & more") for t in _training_view().turns))
    assert "<b onload" not in VIEW_FORMATS["html"](view).decode()


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8))
def test_no_hidden_letter_is_left_whatever_the_spans(pairs: list[tuple[int, int]]) -> None:
    alphabet = "".join(chr(0x4E00 + k) for k in range(60))  # sixty letters, each there once
    spans = tuple(Span(min(p), max(p), "PERSON", 0.9) for p in pairs if p[0] != p[1])
    redacted = RedactedTranscript("t", (RedactedTurn(0, alphabet, spans),))
    review = open_review(redacted, Transcript("t", (Turn(0, "S1", alphabet),)), roster=(), rule=rule_for(Audience.AUDIT))
    text = make_view(review).turns[0].text
    hidden = {k for s in spans for k in range(s.start, s.end)}
    assert all((alphabet[k] in text) is (k not in hidden) for k in range(60))


def test_a_note_can_be_read_as_a_transcript() -> None:
    template = Template(
        "t", "Visit", (Section("seen", "What was seen", "draft", ""), Section("view", "Analysis", "person", ""))
    )
    note = ApprovedNote(
        "v1", "Visit", date(2026, 3, 11), template, (Statement("seen", "Zaz was well.", (0,)), Statement("seen", "", (1,))),
        (("view", "My view."),), (), "Ngozi Eze", datetime(2026, 3, 11, tzinfo=UTC), "a", "b", (), 1, "c",
    )  # fmt: skip
    assert [(t.i, t.speaker, t.text) for t in note_as_transcript(note).turns] == [
        (0, "What was seen", "Zaz was well."),
        (1, "Analysis", "My view."),
    ]
