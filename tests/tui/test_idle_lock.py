"""Nobody there for too long, or Ctrl+L: the interface closes, and what was being typed is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import TextArea

from recorder.bootstrap import OpenVault
from tui.app import CasescribeApp
from tui.idle import IdleWatch
from tui.typed_ahead import WRITES

Settle = Callable[[Pilot[None]], Awaitable[None]]
PATIENCE = 30.0  # seconds, on a busy machine
IDLE = 600.0


class WallClock:
    """A clock on the wall that a test turns."""

    def __init__(self) -> None:
        self.seconds = 1_000_000.0

    def __call__(self) -> float:
        return self.seconds


def farewell(capsys: pytest.CaptureFixture[str]) -> str:
    """What stands in the terminal afterwards."""
    return " ".join(capsys.readouterr().err.split())


async def until_closed(pilot: Pilot[None]) -> None:
    async with asyncio.timeout(PATIENCE):
        while pilot.app._exit is False:
            await asyncio.sleep(0.02)


async def test_nobody_there_for_ten_minutes(
    drafted: OpenVault, drafted_visit: str, settle: Settle, capsys: pytest.CaptureFixture[str]
) -> None:
    wall = WallClock()
    app = CasescribeApp(drafted.recorder, idle_seconds=IDLE, wall=wall)
    async with app.run_test() as pilot:
        await pilot.press("enter", "e")
        await settle(pilot)
        app.screen.query_one(TextArea).insert(" Half a senten")
        await pilot.pause()
        wall.seconds += IDLE - 1
        app._lock_when_idle()
        assert app.locked is None
        wall.seconds += 1
        await until_closed(pilot)
    words = "Locked after 10 minutes without use. Everything is kept; open it again with: casescribe"
    assert farewell(capsys) == words
    assert str(app.locked) == "idle"
    assert drafted.recorder.typing(drafted_visit)["s1"].endswith(" Half a senten")


async def test_a_key_after_the_lid_was_closed_over_lunch_comes_too_late(
    drafted: OpenVault, drafted_visit: str, settle: Settle
) -> None:
    wall = WallClock()
    app = CasescribeApp(drafted.recorder, idle_seconds=IDLE, wall=wall)
    async with app.run_test() as pilot:
        await pilot.press("enter", "n")
        await settle(pilot)
        wall.seconds += 3600
        pilot.app.post_message(key_c())
        await until_closed(pilot)
    assert app.locked == "idle"
    assert not drafted.recorder.working_note(drafted_visit).statements[1].confirmed


def key_c() -> events.Key:
    return events.Key("c", "c")


def mouse_over(x: int, y: int) -> events.MouseMove:
    return events.MouseMove(
        None, x, y, delta_x=1, delta_y=0, button=0, shift=False, meta=False, ctrl=False, screen_x=x, screen_y=y
    )


async def test_use_puts_it_off(drafted: OpenVault, settle: Settle) -> None:
    wall = WallClock()
    app = CasescribeApp(drafted.recorder, idle_seconds=IDLE, wall=wall)
    async with app.run_test() as pilot:
        for use in (events.Key("down", None), mouse_over(5, 5), events.Paste("words"), events.Key("a", "a")):
            wall.seconds += IDLE - 1
            app.post_message(use)
            await settle(pilot)
        assert app.locked is None


async def test_running_work_puts_it_off(drafted: OpenVault) -> None:
    wall = WallClock()
    app = CasescribeApp(drafted.recorder, idle_seconds=IDLE, wall=wall)
    async with app.run_test() as pilot:
        done = asyncio.Event()
        app.run_worker(done.wait(), group=WRITES)
        await pilot.pause()
        wall.seconds += 2 * IDLE
        app._lock_when_idle()
        assert app.locked is None
        done.set()
        await until_closed(pilot)
    assert app.locked == "idle"


async def test_ctrl_l_locks_from_a_dialogue_and_keeps_its_words(
    drafted: OpenVault, drafted_visit: str, capsys: pytest.CaptureFixture[str]
) -> None:
    app = CasescribeApp(drafted.recorder, idle_seconds=IDLE)
    async with app.run_test() as pilot:
        await pilot.press("enter", "e", "x", "ctrl+l")
        await until_closed(pilot)
    assert (app.locked, farewell(capsys)) == ("asked", "Locked. Everything is kept; open it again with: casescribe")
    assert drafted.recorder.typing(drafted_visit)["s1"].endswith("x")


async def test_a_lock_that_could_not_keep_the_words_does_not_say_that_it_did(
    drafted: OpenVault, capsys: pytest.CaptureFixture[str]
) -> None:
    app = CasescribeApp(drafted.recorder, idle_seconds=IDLE)
    async with app.run_test() as pilot:
        await pilot.press("enter", "e")
        drafted.vault.db.conn.execute("PRAGMA query_only = ON")
        await pilot.press("x", "ctrl+l")
        await until_closed(pilot)
        drafted.vault.db.conn.execute("PRAGMA query_only = OFF")
    said = farewell(capsys)
    assert said.startswith("Locked. What you typed last could not be kept.")
    assert "Everything is kept" not in said


async def test_quitting_from_a_dialogue_keeps_its_words(drafted: OpenVault, drafted_visit: str) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test() as pilot:
        await pilot.press("enter", "e", "x", "ctrl+q")
        await until_closed(pilot)
    assert app.locked is None
    assert drafted.recorder.typing(drafted_visit)["s1"].endswith("x")


def test_a_clock_that_is_set_back_opens_no_gap() -> None:
    wall = WallClock()
    watch = IdleWatch(0.0, wall=wall)
    wall.seconds -= 5000
    assert watch.over


def test_without_a_limit_nothing_locks() -> None:
    wall = WallClock()
    watch = IdleWatch(None, wall=wall)
    wall.seconds += 1e9
    assert not watch.over
