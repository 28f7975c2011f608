"""A case grows as its worker learns who is around the child; each change is in the log, and no name is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from audit.events import RosterChanged
from recorder.bootstrap import OpenVault
from recorder.domain import Person, Role
from recorder.errors import Refused, UsageError


def test_people_are_added_put_right_and_taken_out(opened: OpenVault) -> None:
    people = opened.people
    case = opened.recorder.open_case("CASE-1", (people.me,))
    child = people.save(case.id, Person("", "Zoë Ashby", ("Zo",), Role.CHILD, date_of_birth=date(2016, 5, 3)))
    cousin = people.save(case.id, Person("", "Zoe Ashby", role=Role.RELATIVE))
    people.save(case.id, replace(child, name="Zoë Ashby-Cole"))
    people.take_out(case.id, cousin.key)
    (kept,) = opened.recorder.cases()
    assert [(p.key, p.name, p.role) for p in kept.roster] == [
        ("priya", "Priya Nair", Role.SOCIAL_WORKER),
        ("zoe", "Zoë Ashby-Cole", Role.CHILD),
    ]
    assert cousin.key == "zoe2"
    told = [e for e in opened.recorder.history() if isinstance(e.event, RosterChanged)]
    assert [e.event.people for e in told if isinstance(e.event, RosterChanged)] == [2, 3, 3, 2]
    assert not any("Zo" in str(e) for e in told)


def test_whoever_a_visit_tells_of_stays(opened: OpenVault, recorded_visit: str) -> None:
    case = opened.recorder.visit(recorded_visit).case_id
    with pytest.raises(Refused, match="tells of them"):
        opened.people.take_out(case, "mum")
    with pytest.raises(UsageError, match="name is missing"):
        opened.people.save(case, Person("", "  "))
    with pytest.raises(UsageError, match="has the key"):
        opened.people.save(case, Person("nobody", "Nobody"))
    assert [p.key for p in opened.recorder.roster(recorded_visit)] == ["sw", "mum", "child"]


def test_words_about_a_case_that_are_not_saved_are_kept_and_go_with_it(opened: OpenVault, recorded_visit: str) -> None:
    case = opened.recorder.visit(recorded_visit).case_id
    opened.people.keep_typing(case, "new:name", "Nan Ash")
    opened.people.keep_typing("", "reference", "C-2")
    assert opened.people.typing(case) == {"new:name": "Nan Ash"}
    opened.erasure.erase(recorded_visit, with_case=True)
    assert opened.people.typing(case) == {}
    assert opened.people.typing("") == {"reference": "C-2"}
