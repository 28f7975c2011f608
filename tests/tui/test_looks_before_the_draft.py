"""The pages on which a visit is recorded look right in every size and colour, and no payload gets through them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

import numpy as np
import pytest
from textual.app import App
from textual.pilot import Pilot

from recorder.bootstrap import OpenVault
from recorder.domain import Person, Role
from recorder.sound.capture_desk import CaptureDesk
from recorder.sound.playback import Player
from recorder.sound.scripted_microphone import ScriptedMicrophones
from recorder.sound.scripted_speaker import ScriptedSpeaker
from tests.conftest import plan_visit
from tests.tui.test_hostile_words import ALL, PAYLOADS, assert_harmless
from tests.tui.test_looks import look
from tui.app import CasescribeApp
from tui.desks import Desks

Seen = Callable[[App[None]], str]
Settle = Callable[[Pilot[None]], Awaitable[None]]
Sees = Callable[[Pilot[None], str], Awaitable[None]]

STEPS = (
    ("consent", ("enter",), "before the recording"),
    ("recording", ("r",), "● RECORDING"),
    ("paused", ("space",), "‖ PAUSED"),
    ("private", ("space", "v"), "◌ PRIVATE"),
    ("end it?", ("v", "s"), "End the recording?"),
    ("destroy it?", ("escape", "w"), "Destroy this recording?"),
    ("voices", ("escape", "s", "tab", "enter"), "Whose voice?"),
    ("whose voice", ("enter",), "Who is voice"),
    ("transcript", ("escape", "g", "t"), "What was said"),
)


def desks(opened: OpenVault, microphones: ScriptedMicrophones) -> Desks:
    return Desks(capturing=CaptureDesk(opened.recording, microphones=microphones), player=Player(ScriptedSpeaker()))


async def walk(
    app: App[None], microphones: ScriptedMicrophones, sees: Sees, each: Callable[[Pilot[None], str], object]
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for page, keys, words in STEPS:
            for key in keys:
                await pilot.press(key)
                await pilot.app.workers.wait_for_complete()
            if page == "transcript":
                await sees(pilot, "turn")
            await sees(pilot, words)
            if page == "recording":
                microphones.say(np.full(48_000, 32_767, np.int16))
                await sees(pilot, "Clipping")
            done = each(pilot, page)
            if isinstance(done, Awaitable):
                await done


async def test_every_page_in_every_size_and_colour(opened: OpenVault, sees: Sees) -> None:
    plan_visit(opened, "CASE-1")
    microphones, wrong = ScriptedMicrophones(), list[str]()

    async def looked_at(pilot: Pilot[None], page: str) -> None:
        wrong.extend(await look(pilot, page))

    await walk(CasescribeApp(opened.recorder, desks=desks(opened, microphones)), microphones, sees, looked_at)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("payload", [ALL, PAYLOADS["long word"]], ids=["every payload", "a word of 10,000 letters"])
async def test_no_payload_gets_through(opened: OpenVault, sees: Sees, payload: str) -> None:
    people = (
        Person("sw", f"Priya {payload}", (f"P{payload}",), Role.SOCIAL_WORKER),
        Person("mum", f"Donna {payload}", (f"D{payload}",), Role.PARENT),
        Person("child", f"Tyler {payload}", (f"T{payload}",), Role.CHILD),
    )
    case = opened.recorder.open_case(f"CASE {payload}", people)
    visit = opened.recorder.plan_visit(
        case.id, title=f"Visit {payload}", template="child_in_need_visit", held_on=date(2026, 3, 11)
    )
    for person in people:
        opened.recorder.record_consent(visit.id, person.key, agreed=True, told_how="in_person")
    microphones = ScriptedMicrophones((f"Desk {payload}",))
    app = CasescribeApp(opened.recorder, desks=desks(opened, microphones))
    await walk(app, microphones, sees, lambda pilot, page: assert_harmless(pilot.app, page))
