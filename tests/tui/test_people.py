"""A new case and the people around the child, from the pages alone: nothing typed is lost, nothing typed steers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Checkbox, Input

from recorder.bootstrap import OpenVault
from recorder.domain import Person, Role
from recorder.page_desks import desks_of
from tests.conftest import plan_visit
from tests.tui.test_door import fill
from tests.tui.test_hostile_words import ALL, PAYLOADS, assert_harmless
from tests.tui.test_looks import look
from tui.app import CasescribeApp
from tui.case_words import born_words, listed, read_born
from tui.screens.case import CasePage

Seen = Callable[[App[None]], str]
Settle = Callable[[Pilot[None]], Awaitable[None]]
Sees = Callable[[Pilot[None], str], Awaitable[None]]
SMALL = (80, 24)


def app_of(opened: OpenVault) -> CasescribeApp:
    return CasescribeApp(opened.recorder, desks=desks_of(opened))


async def test_from_nothing_to_a_case_with_a_child(opened: OpenVault, seen: Seen, settle: Settle, sees: Sees) -> None:
    app, wrong = app_of(opened), list[str]()
    async with app.run_test(size=SMALL) as pilot:
        await sees(pilot, "There is no visit here yet.")
        await pilot.press("n", *"CF-204")
        wrong += await look(pilot, "new case")
        await pilot.press("enter")
        await settle(pilot)
        await sees(pilot, "No child yet.")
        assert "Priya Nair  social worker" in seen(app), "who makes the case is the first of its people"

        await pilot.press("p")
        await fill(pilot, name="Aoife Byrne", also="Fee, Aoifs", born="31/2/2015", address="4 Elm Row; 9 Oak Rise")
        await pilot.press("ctrl+s")
        await sees(pilot, "There is no such day.")
        wrong += await look(pilot, "person")
        assert app.focused is app.screen.query_one("#born"), "where it is to be put right"
        await fill(pilot, born="3 May 2015")
        await pilot.press("ctrl+s")
        await settle(pilot)
        await sees(pilot, "Aoife Byrne  child, born 3 May 2015, called Fee, Aoifs")
        await pilot.press("escape")
        await sees(pilot, "no visit yet")
        await pilot.press("enter", "n", "enter")
        await settle(pilot)
        await sees(pilot, "planned, no recording yet")
    (case,) = opened.recorder.cases()
    assert case.reference == "CF-204"
    assert case.roster[1] == Person(
        "aoife", "Aoife Byrne", ("Fee", "Aoifs"), Role.CHILD, None, date(2015, 5, 3), addresses=("4 Elm Row", "9 Oak Rise")
    )
    assert not wrong, "\n".join(wrong)


async def test_a_person_is_put_right_or_taken_out(opened: OpenVault, settle: Settle, sees: Sees, seen: Seen) -> None:
    case = opened.recorder.open_case("CASE-1", (Person("nan", "Jean Ashby", role=Role.CARER), Person("x", "A Mistake")))
    app = app_of(opened)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "down", "enter")
        await sees(pilot, "About A Mistake")
        assert not (wrong := await look(pilot, "known person")), wrong
        app.screen.query_one("#take-out").focus()
        await pilot.press("enter")
        await sees(pilot, "Take them out?")
        await pilot.press("tab", "enter")
        await settle(pilot)
        await sees(pilot, "People (1)")
        await pilot.press("up", "up", "up", "enter")
        await sees(pilot, "About Jean Ashby")
        app.screen.query_one("#present", Checkbox).focus()
        await pilot.press("space", "ctrl+s")
        await settle(pilot)
        await sees(pilot, "not at visits")
    assert opened.recorder.cases()[0] == case.__class__(
        case.id, "CASE-1", (Person("nan", "Jean Ashby", role=Role.CARER, present=False),)
    )


async def test_what_is_typed_about_a_person_is_kept(opened: OpenVault, settle: Settle, sees: Sees, seen: Seen) -> None:
    case = opened.recorder.open_case("CASE-1", (opened.people.me,))
    app = app_of(opened)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "p")
        await fill(pilot, name="Donna Ash")
        await pilot.press("tab", "tab", "tab", "tab", "down")
        for _ in range(100):
            if len(opened.people.typing(case.id)) == 2:
                break
            await pilot.pause(0.05)
        assert opened.people.typing(case.id) == {"new:name": "Donna Ash", "new:role": "parent"}, "within a second, unasked"
    again = app_of(opened)
    async with again.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "p")
        await sees(pilot, "Kept from last time")
        await pilot.press("end", *"by", "ctrl+s")
        await settle(pilot)
        await sees(pilot, "Donna Ashby  parent")
    assert opened.people.typing(case.id) == {}


@pytest.mark.parametrize("payload", [ALL, PAYLOADS["long word"]], ids=["every payload", "a word of 10,000 letters"])
async def test_no_payload_gets_through(opened: OpenVault, settle: Settle, payload: str) -> None:
    who = Person("x", f"Donna {payload}", (f"D {payload}",), Role.PARENT, addresses=(payload,))
    opened.recorder.open_case(f"CASE {payload}", (who,))
    opened.people.keep_typing("", "reference", payload)
    app = app_of(opened)
    async with app.run_test(size=SMALL) as pilot:
        for keys in (("n",), ("escape", "enter"), ("enter",), ("escape", "escape", "t"), ("n",)):
            await pilot.press(*keys)
            await settle(pilot)
            for line in app.screen.query(Input):
                line.value = payload
            await pilot.pause()
            assert_harmless(app, str(keys))
        assert app.is_running


async def test_the_case_of_a_visit_lets_people_in(drafted: OpenVault, sees: Sees) -> None:
    app = app_of(drafted)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("c")
        await sees(pilot, "Tyler Ashby")
        assert isinstance(app.screen, CasePage)
        await pilot.press("p")
        await sees(pilot, "Somebody around the child")


async def test_somebody_unexpected_is_there_when_consent_is_asked(
    opened: OpenVault, seen: Seen, settle: Settle, sees: Sees
) -> None:
    visit_id = plan_visit(opened, "CASE-1")
    app = app_of(opened)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter")
        await sees(pilot, "Everybody needed has agreed.")
        await pilot.press("p")
        await fill(pilot, name="Nan Ashby")
        await pilot.press("ctrl+s")
        await settle(pilot)
        await sees(pilot, "Nan Ashby has not been asked")
        await pilot.press("down", "down", "down", "enter")
        await sees(pilot, "About Nan Ashby")
        app.screen.query_one("#present", Checkbox).focus()
        await pilot.press("space")
        await sees(pilot, "is not at the visits")
        await pilot.press("ctrl+s")
        await settle(pilot)
        await sees(pilot, "Everybody needed has agreed.")
        assert not (wrong := await look(pilot, "consent")), wrong
    assert [p.present for p in opened.recorder.roster(visit_id)] == [True, True, True, False]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", (None, None)),
        ("9", (None, 9)),
        ("3/5/2016", (date(2016, 5, 3), None)),
        ("03.05.2016", (date(2016, 5, 3), None)),
        ("3rd May 2016", (date(2016, 5, 3), None)),
        ("14 sept. 2016", (date(2016, 9, 14), None)),
        ("2016-05-03", (date(2016, 5, 3), None)),
    ],
)
def test_a_birthday_as_people_write_it(typed: str, read: tuple[date | None, int | None]) -> None:
    assert read_born(typed, today=date(2026, 3, 11)) == read
    born, age = read
    assert read_born(born_words(Person("", "", age=age, date_of_birth=born)), today=date(2026, 3, 11)) == read


@pytest.mark.parametrize("typed", ["last year", "31/2/2016", "3/5/2036", "3/5/16", "3/13/2016", "999"])
def test_what_is_no_birthday_is_said(typed: str) -> None:
    with pytest.raises(ValueError, match=r"[Dd]ay|year|age"):
        read_born(typed, today=date(2026, 3, 11))


def test_names_in_a_list() -> None:
    assert listed(" Fee ,, Aoifs,Fee ", ",") == ("Fee", "Aoifs")
