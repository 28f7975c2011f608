"""Words that would steer a terminal, on the pages of supervisors, at the door, and in what they type themselves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from recorder import interface
from recorder.access.keys import RoleInVault
from recorder.config import Config
from recorder.page_desks import desks_of
from tests.conftest import finish_note, make_vault, reopen
from tests.tui.oversight_worlds import governance_app, supervisor_of, supervisors_app
from tests.tui.test_hostile_words import ALL, PAYLOADS, _open, assert_harmless
from tui.app import CasescribeApp

Sees = Callable[[Pilot[None], str], Awaitable[None]]
Settle = Callable[[Pilot[None]], Awaitable[None]]


async def test_a_hostile_note_under_review(tmp_path: Path, settle: Settle) -> None:
    payload = f"{ALL} {PAYLOADS['long word']}"
    worker = _open(tmp_path, payload)
    (visit,) = worker.recorder.visits()
    finish_note(worker, visit.id)
    config = Config(vault_dir=tmp_path / "vault", models_dir=tmp_path / "models")
    with supervisor_of(worker, config, name=f"Ngozi {payload[:300]}") as supervisor:
        app = supervisors_app(supervisor)
        async with app.run_test(size=(80, 24)) as pilot:
            for page, keys in (("queue", ""), ("review", "enter"), ("changed", "n"), ("comment", "m")):
                await pilot.press(*keys.split())
                await pilot.pause()
                assert_harmless(app, page)
            app.screen.query_one(TextArea).text = payload
            await pilot.pause()
            assert_harmless(app, "typed")
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert_harmless(app, "commented")
            for page, keys in (("return", "r"), ("countersign", "escape s"), ("log", "escape a")):
                await pilot.press(*keys.split())
                await pilot.pause()
                assert_harmless(app, page)
            assert app.is_running
    worker.close()


async def test_hostile_names_at_the_door_and_paths_in_a_dialogue(config: Config, sees: Sees, settle: Settle) -> None:
    make_vault(config)
    worker = reopen(config)
    worker.custodian.add_person(f"Ngozi {ALL}", RoleInVault.SUPERVISOR, passphrase="another horse battery")
    app = interface.make_app(config, door=interface.door_of(interface.Session(config)))
    async with app.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "Who are you?")
        assert_harmless(app, "door")
    lead = governance_app(worker, config)
    async with lead.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "✓ All")
        await pilot.press("x")
        await pilot.pause()
        lead.screen.query_one(Input).value = f"/nowhere/{ALL}"
        await pilot.press("enter")
        await settle(pilot)
        await sees(pilot, "could not be written")
        assert_harmless(lead, "path")
    worker.close()


async def test_a_hostile_case_its_people_and_the_team(tmp_path: Path, settle: Settle) -> None:
    worker = _open(tmp_path, ALL)
    worker.custodian.add_person(f"Ngozi {ALL}", RoleInVault.SUPERVISOR, passphrase="another horse battery")
    app = CasescribeApp(worker.recorder, desks=desks_of(worker))
    async with app.run_test(size=(80, 24)) as pilot:
        for page, keys in (
            ("CasePage", "c"),
            ("PlanDialog", "n"),
            ("PersonForm", "escape end enter"),
            ("NewCaseDialog", "escape escape n"),
            ("TeamPage", "escape t"),
            ("MemberDialog", "n"),
        ):
            await pilot.press(*keys.split())
            await settle(pilot)
            assert type(app.screen).__name__ == page
            assert_harmless(app, page)
        app.screen.query(Input).first().value = f"Gwen {ALL}"
        await pilot.pause()
        assert_harmless(app, "typed")
    worker.close()
