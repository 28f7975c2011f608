"""The draft's dialogues about evidence: choosing it, comparing what does not agree, using or putting aside a disclosure."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from textual.app import App
from textual.pilot import Pilot

from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.sound.playback import Player
from recorder.sound.scripted_speaker import ScriptedSpeaker
from tests.conftest import make_vault, record_visit, reopen, scripted_engines
from tests.tui.test_journey import SMALL
from tests.tui.test_work_on_a_draft import DISAGREEING, advise
from tui.app import CasescribeApp
from tui.desks import Desks
from tui.screens.draft import DraftPage

Seen = Callable[[App[None]], str]
Settle = Callable[[Pilot[None]], Awaitable[None]]


@pytest.fixture
def opened(config: Config) -> OpenVault:
    make_vault(config)
    opened = reopen(config, engines=replace(scripted_engines(), drafter=lambda: DISAGREEING, adviser=advise))
    opened.recorder.process(record_visit(opened, "CASE-1"))
    return opened


async def test_a_worker_chooses_what_a_sentence_rests_on(opened: OpenVault, seen: Seen, settle: Settle) -> None:
    recorder = opened.recorder
    visit_id = recorder.visits()[0].id
    app = CasescribeApp(recorder)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "v")
        await settle(pilot)
        assert "What does s1 rest on?" in seen(app)
        assert "[x]" in seen(app)
        await pilot.press("enter", "down", "enter")
        await settle(pilot)
        assert "1 turn chosen. ! Check against the recording" in seen(app), "the advice is asked again, before it is saved"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, DraftPage)
        assert "s1 rests on turn 2" in " ".join(seen(app).split())
        assert "evidence" in seen(app)
        assert "You chose the words" in seen(app)
        await pilot.press("u")
        await settle(pilot)
        assert recorder.working_note(visit_id).statements[0].cites == (1,)


async def test_what_does_not_agree_stands_side_by_side_until_it_is_compared(
    opened: OpenVault, seen: Seen, settle: Settle
) -> None:
    visit_id = opened.recorder.visits()[0].id
    speaker = ScriptedSpeaker()
    app = CasescribeApp(opened.recorder, desks=Desks(player=Player(speaker)))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "k")
        await settle(pilot)
        page = seen(app)
        assert "turns 1 and 4: it was so, and it was not (“missed”)" in page
        assert "●  turns 1 and 4" in page
        line = next(x for x in page.splitlines() if "hear it" in x and "not in the note" in x)
        assert line.index("1: hear it · in the note: s1 (AI)") < line.index("2: hear it · not in the note")
        await pilot.press("2")
        await settle(pilot)
        assert len(speaker.played) == 1
        await pilot.press("r")
        await settle(pilot)
        assert "✓  turns 1 and 4" in seen(app)
    assert opened.recorder.working_note(visit_id).contradictions[0].seen


async def test_a_disclosure_is_used_in_a_sentence_that_rests_on_it(opened: OpenVault, seen: Seen, settle: Settle) -> None:
    recorder = opened.recorder
    visit_id = recorder.visits()[0].id
    app = CasescribeApp(recorder)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "d", "u", "enter")
        await settle(pilot)
        assert "Donna said: “He hit me once, last year.”" in seen(app)
        await pilot.press("ctrl+s")
        await settle(pilot)
    note = recorder.working_note(visit_id)
    assert (note.statements[-1].cites, note.unused_disclosures) == ((4,), ())
