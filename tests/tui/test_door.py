"""The first day in plain words, and every other day's passphrase."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from recorder import interface
from recorder.access import custody
from recorder.access.keys import SAMPLE_COST, RoleInVault
from recorder.access.recovery import opening_seed
from recorder.bootstrap import create_vault
from recorder.config import Config
from tests.conftest import PASSPHRASE, make_vault, reopen
from tui.passphrases import fits, strength

Seen = Callable[[App[None]], str]
Settle = Callable[[Pilot[None]], Awaitable[None]]
Sees = Callable[[Pilot[None], str], Awaitable[None]]


class QuickSession(interface.Session):
    """A session whose new vaults are cheap to open."""

    def make_vault(self, name: str, passphrase: str) -> str:
        return create_vault(self.config, worker=name, passphrase=passphrase, cost=SAMPLE_COST)


async def fill(pilot: Pilot[None], **fields: str) -> None:
    for field, text in fields.items():
        pilot.app.screen.query_one(f"#{field}", Input).value = text
    await pilot.pause()


async def test_from_nothing_to_an_empty_list_of_visits(config: Config, seen: Seen, settle: Settle, sees: Sees) -> None:
    session = QuickSession(config)
    app = interface.make_app(config, door=interface.door_of(session))
    async with app.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "Nothing ever leaves this laptop.")
        await pilot.press("enter")
        await sees(pilot, "Make your vault")
        await fill(pilot, name="Priya Nair", passphrase="correct")
        await sees(pilot, "5 more characters")
        await fill(pilot, passphrase=PASSPHRASE, again="correct horse")
        await sees(pilot, "So far the same.")
        await fill(pilot, again=PASSPHRASE)
        await sees(pilot, "✓ Both are the same.")
        pilot.app.screen.query_one("#again").focus()
        await pilot.press("enter")
        await settle(pilot)
        await sees(pilot, "Write down your recovery key")

        groups = re.findall(r"\b\d+ ([0-9A-Z]{4})\b", seen(app))
        assert len(groups) == 10
        opening_seed("-".join(groups))
        asked = [int(n) for n in re.findall(r"group (\d+)", seen(app))]
        await fill(pilot, first=groups[asked[0] - 1], second="AAAA")
        pilot.app.screen.query_one("#second").focus()
        await pilot.press("enter")
        await sees(pilot, f"That is not group {asked[1]}.")
        await fill(pilot, second=groups[asked[1] - 1].lower())
        pilot.app.screen.query_one("#second").focus()
        await pilot.press("enter")
        await sees(pilot, "What this laptop can do")
        await settle(pilot)
        await sees(pilot, "models are not installed yet")
        await pilot.press("enter")
        await settle(pilot)
        await sees(pilot, "No key yet: supervisor and governance lead.")
        await pilot.press("n")
        await fill(pilot, name="Ngozi Eze", passphrase="another horse battery", again="another horse battery")
        pilot.app.screen.query_one("#again").focus()
        await pilot.press("enter")
        await settle(pilot)
        await sees(pilot, "✓ Ngozi Eze can sign in as supervisor once you have left")
        await sees(pilot, "No key yet: governance lead.")
        await pilot.press("escape")
        await sees(pilot, "There is no visit here yet.")
        assert app._idle.limit is not None, "from here on it locks"
    session.close()


async def test_whoever_has_no_vault_of_their_own_is_told_how(config: Config, sees: Sees) -> None:
    app = interface.make_app(config, door=interface.door_of(interface.Session(config)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "enter")
        await sees(pilot, "press t (Team)")


async def test_the_passphrase_opens_for_whoever_is_chosen(config: Config, settle: Settle, sees: Sees) -> None:
    make_vault(config)
    worker = reopen(config)
    worker.custodian.add_person("Ngozi Eze", RoleInVault.SUPERVISOR, passphrase="another horse battery")
    worker.close()
    session = interface.Session(config)
    app = interface.make_app(config, door=interface.door_of(session))
    async with app.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "Ngozi Eze, supervisor")
        await pilot.press("down", "enter")
        await fill(pilot, passphrase="wrong horse battery")
        await pilot.press("enter")
        await settle(pilot)
        await sees(pilot, "That passphrase is not right.")
        await pilot.press("enter")
        await fill(pilot, passphrase="another horse battery")
        await pilot.press("enter")
        await settle(pilot)
        await sees(pilot, "No signed note waits for you.")
    session.close()


async def test_a_governance_lead_comes_to_the_log(config: Config, settle: Settle, sees: Sees) -> None:
    make_vault(config)
    worker = reopen(config)
    worker.custodian.add_person("Gwen Hall", RoleInVault.GOVERNANCE, passphrase="governing three words")
    worker.close()
    config = replace(config, person="Gwen Hall")
    session = interface.Session(config)
    app = interface.make_app(config, door=interface.door_of(session))
    async with app.run_test(size=(80, 24)) as pilot:
        await fill(pilot, passphrase="governing three words")
        await pilot.press("enter")
        await settle(pilot)
        await sees(pilot, "the log of this laptop")
    session.close()


@pytest.mark.parametrize(
    ("passphrase", "said"),
    [
        ("", "Three words"),
        ("correct", "5 more characters"),
        ("correct hors", "Good enough"),
        ("aaaaaaaaaaaaaa", "repeats itself"),
        (PASSPHRASE, "Strong"),
        ("correct horse battery staple", "Very strong"),
    ],
)
def test_a_passphrase_is_judged_kindly(passphrase: str, said: str) -> None:
    assert said in strength(passphrase)
    good_enough = len(passphrase) >= custody.SHORTEST_PASSPHRASE and "repeats" not in said
    assert ("trong" in said or "Good enough" in said) == good_enough


def test_two_passphrases_are_compared_while_typing() -> None:
    assert [fits("horse", again) for again in ("", "ho", "hx", "horse")] == [
        "",
        "So far the same.",
        "The two are not the same yet.",
        "✓ Both are the same.",
    ]
