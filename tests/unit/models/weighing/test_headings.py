"""Under which heading a passage stands, with likenesses given by hand."""

from __future__ import annotations

import numpy as np
import pytest

from models.talk.passage import Passage
from models.talk.people import People
from models.weighing.headings import About, headings
from recorder.domain import Person, Role
from recorder.templates import load_template

TEMPLATE = load_template("child_in_need_visit")
PEOPLE = People(
    (
        Person("sw", "Ann Lee", role=Role.SOCIAL_WORKER),
        Person("mum", "Jo Day", role=Role.PARENT),
        Person("kid", "Max Day", role=Role.CHILD),
    )
)
KEYS = [s.key for s in TEMPLATE.sections if s.written_by == "draft"]


def heading(said: str, *, speaker: str = "mum", before: str = "", harm: bool = False, step: bool = False) -> str:
    flat = np.full(len(KEYS), 0.6, dtype=np.float32)  # the embeddings favour nothing
    about = About(Passage(9, speaker, (said,)), flat, before, harm, step)
    return headings([about], KEYS, people=PEOPLE, template=TEMPLATE)[0]


@pytest.mark.parametrize(
    ("said", "before", "key"),
    [
        ("Second of May, two fillings.", "Has Max been to the dentist?", "health"),
        ("The damp is back on the bedroom wall.", "", "home"),
        ("He got a detention on Monday.", "", "education"),
        ("My shifts have changed again.", "", "parent_views"),
    ],
)
def test_plain_words_of_the_field_decide_where_nothing_else_does(said: str, before: str, key: str) -> None:
    assert heading(said, before=before) == key


def test_worries_hold_only_what_speaks_of_harm() -> None:
    assert heading("He punched the wall.", harm=True) == "worries"
    assert heading("We watched a film.") != "worries"


def test_a_childs_words_and_steps_have_headings_of_their_own() -> None:
    assert heading("I got a detention.", speaker="kid") == "child_voice"
    assert heading("I'll ring the school.", speaker="sw", step=True) == "next_steps"
