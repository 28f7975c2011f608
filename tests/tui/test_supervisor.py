"""A supervisor's work: what waits, draft against final, comments, given back or countersigned."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import TextArea

from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.domain import Status
from recorder.interface import entrance_to
from tests.tui.oversight_worlds import OWN_SENTENCE, read_in, sign_a_worked_on_note, supervisor_of, supervisors_app
from tui.app import CasescribeApp
from tui.review_words import changes, comments_of

Seen = Callable[[App[None]], str]
Settle = Callable[[Pilot[None]], Awaitable[None]]
Sees = Callable[[Pilot[None], str], Awaitable[None]]


def flat(page: str) -> str:
    return " ".join(page.split())


async def test_the_queue_says_how_long_how_risky_how_much(
    drafted: OpenVault, drafted_visit: str, config: Config, seen: Seen, sees: Sees
) -> None:
    sign_a_worked_on_note(drafted, drafted_visit)
    with supervisor_of(drafted, config) as supervisor:
        async with supervisors_app(supervisor).run_test(size=(120, 30)) as pilot:
            await sees(pilot, "1 note waiting")
            page = flat(seen(pilot.app))
            for words in ("Home visit · CASE-1", "Priya Nair", "▲ 1", "about 1 min", "under an hour"):
                assert words in page


async def test_draft_against_final_in_words_and_signs(
    drafted: OpenVault, drafted_visit: str, config: Config, seen: Seen, sees: Sees
) -> None:
    sign_a_worked_on_note(drafted, drafted_visit)
    with supervisor_of(drafted, config) as supervisor:
        async with supervisors_app(supervisor).run_test(size=(140, 50)) as pilot:
            await sees(pilot, "1 note waiting")
            await pilot.press("enter")
            await sees(pilot, "Of its words:")
            note, behind = read_in(pilot.app, "#note"), read_in(pilot.app, "#evidence")
            assert "AI, changed by the worker" in note
            assert "[- missed -] {+ did not go on +}" in behind, "the selected sentence is the reworded one"
            assert f"{OWN_SENTENCE} the worker’s own words" in note
            assert "Taken out:" in note
            assert "about harm, confirmed by the worker" in note
            assert "To think about:" in seen(pilot.app)
            entries = [e.event.kind for e in supervisor.recorder.history(drafted_visit)]
            assert entries[-1] == "visit_opened", "whoever looks at a note stands in the log"


async def test_a_comment_on_a_sentence_goes_with_the_note(
    drafted: OpenVault, drafted_visit: str, config: Config, settle: Settle, sees: Sees
) -> None:
    sign_a_worked_on_note(drafted, drafted_visit)
    with supervisor_of(drafted, config) as supervisor:
        async with supervisors_app(supervisor).run_test(size=(100, 40)) as pilot:
            await sees(pilot, "1 note waiting")
            await pilot.press("enter")
            await sees(pilot, "Of its words:")
            await pilot.press("m")
            await sees(pilot, "Your comment on s1")
            pilot.app.screen.query_one(TextArea).insert("Which days?")
            await pilot.press("ctrl+s")
            await settle(pilot)
            await sees(pilot, "¶ Your comment: Which days?")
            await pilot.press("r")
            await sees(pilot, "Your 1 comment on sentences will go with it.")
            await pilot.press("down", "tab")
            pilot.app.screen.query_one(TextArea).insert("Nearly there.")
            await pilot.press("ctrl+s")
            await settle(pilot)
            await sees(pilot, "Given back. Its worker sees why")
            await pilot.press("enter")
            await sees(pilot, "No signed note waits for you.")
    (back,) = drafted.supervision.returned(drafted_visit)
    assert back.reason == "evidence"
    assert comments_of(back.comment) == {"": "Nearly there.", "s1": "Which days?"}
    async with CasescribeApp(home=entrance_to(drafted).home).run_test(size=(140, 50)) as pilot:
        await sees(pilot, "given back to you")
        await pilot.press("enter")
        await sees(pilot, "“Nearly there.” 1 comment beside the note")
        await sees(pilot, "¶ Your supervisor: Which days?")
    assert drafted.recorder.typing(drafted_visit) == {}, "nothing of the supervisor's is left among the worker's fields"


async def test_countersigned_with_a_question_to_think_about(
    drafted: OpenVault, drafted_visit: str, config: Config, settle: Settle, sees: Sees
) -> None:
    sign_a_worked_on_note(drafted, drafted_visit)
    with supervisor_of(drafted, config) as supervisor:
        async with supervisors_app(supervisor).run_test(size=(80, 24)) as pilot:
            await sees(pilot, "1 note waiting")
            await pilot.press("enter")
            await sees(pilot, "Of its words:")
            await pilot.press("s")
            await sees(pilot, "Countersign this note?")
            await pilot.press("enter")
            assert supervisor.recorder.visit(drafted_visit).status is Status.APPROVED, "the focused answer is the harmless one"
            await pilot.press("s", "tab", "enter")
            await settle(pilot)
            await sees(pilot, "The note is countersigned in your name.")
    assert drafted.recorder.visit(drafted_visit).status is Status.COUNTERSIGNED


async def test_nobody_countersigns_their_own_note(
    drafted: OpenVault, drafted_visit: str, config: Config, settle: Settle, sees: Sees
) -> None:
    with supervisor_of(drafted, config) as supervisor:
        sign_a_worked_on_note(supervisor, drafted_visit)
        async with supervisors_app(supervisor).run_test(size=(100, 30)) as pilot:
            await sees(pilot, "you, so somebody else")
            await pilot.press("enter")
            await sees(pilot, "Of its words:")
            await pilot.press("s", "tab", "enter")
            await settle(pilot)
            await sees(pilot, "You approved this note yourself")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("He shouted twice.", "He shouted twice.", "He shouted twice."),
        ("He shouted twice.", "He spoke loudly twice.", "He [- shouted -] {+ spoke loudly +} twice."),
        ("", "New.", "{+ New. +}"),
        ("Gone.", "", "[- Gone. -]"),
    ],
)
def test_changes_word_by_word(before: str, after: str, said: str) -> None:
    assert changes(before, after) == said
