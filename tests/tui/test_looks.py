"""Every page and dialogue in three sets of colours and three sizes: all text has contrast, nothing is cut off or overlaps."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from textual.app import App
from textual.pilot import Pilot

from recorder import interface
from recorder.bootstrap import OpenVault
from recorder.config import Config
from tests.conftest import make_vault
from tests.tui.looks import faults_of_layout, poor_contrasts
from tests.tui.oversight_worlds import governance_app, sign_a_worked_on_note, supervisor_of, supervisors_app
from tui.app import CasescribeApp
from tui.desks import Desks
from tui.screens.first_run import PassphrasePage, RecoveryPage
from tui.themes import THEMES
from tui.widgets.rows import lines_needed

Sees = Callable[[Pilot[None], str], Awaitable[None]]
SIZES = ((80, 24), (120, 40), (200, 60))


async def look(pilot: Pilot[None], page: str) -> list[str]:
    """Look at what is on top in all sizes and colours; what is wrong with it, a sentence each."""
    app, wrong = pilot.app, []
    assert isinstance(app, CasescribeApp)
    for size, (name, theme) in zip(SIZES, THEMES.items(), strict=True):
        app.theme = theme.name
        await pilot.resize_terminal(*size)
        await pilot.pause()
        wrong += [f"{page} at {size[0]}×{size[1]}: {fault}" for fault in faults_of_layout(app)]
        wrong += [f"{page} in {name}: {poor}" for poor in poor_contrasts(app, least=7.0 if name == "contrast" else 4.5)]
    app.theme = THEMES["dark"].name
    await pilot.resize_terminal(*SIZES[0])
    return wrong


async def look_through(app: App[None], sees: Sees, *steps: tuple[str, str, str]) -> None:
    """Press keys (with blanks between), wait for words, look; whatever is wrong anywhere is told at the end."""
    wrong: list[str] = []
    async with app.run_test(size=SIZES[0]) as pilot:
        await pilot.pause()
        for page, keys, words in steps:
            await pilot.press(*keys.split())
            await sees(pilot, words)
            wrong += await look(pilot, page)
    assert not wrong, "\n".join(wrong)


async def test_the_workers_pages(drafted: OpenVault, sees: Sees) -> None:
    app = CasescribeApp(drafted.recorder, desks=Desks(search=drafted.search.search))
    await look_through(
        app,
        sees,
        ("visits", "", "draft waits for"),
        ("help", "question_mark", "Everywhere"),
        ("log", "escape a", "Audit log · all visits"),
        ("search", "escape slash", "Search"),
        ("draft", "escape enter", "s1 rests on turn 1"),
        ("edit", "e", "Reword sentence s1"),
        ("own sentence", "escape o", "Under which heading"),
        ("sections", "escape w", "Only you can write these"),
        ("disclosures", "escape d", "Possible disclosures"),
        ("what is to do", "escape p", "before you can approve"),
        ("transcript", "escape t", "What was said"),
        ("palette", "escape ctrl+p", "Search for commands"),
    )


async def test_the_supervisors_pages(drafted: OpenVault, drafted_visit: str, config: Config, sees: Sees) -> None:
    sign_a_worked_on_note(drafted, drafted_visit)
    with supervisor_of(drafted, config) as supervisor:
        await look_through(
            supervisors_app(supervisor),
            sees,
            ("queue", "", "1 note waiting"),
            ("review", "enter", "To think about"),
            ("comment", "m", "Your comment on s1"),
            ("give back", "escape r", "Give this note back"),
            ("countersign", "escape s", "Countersign this note?"),
            ("help", "escape f1", "countersign: sign it"),
        )


async def test_the_governance_leads_pages(drafted: OpenVault, drafted_visit: str, config: Config, sees: Sees) -> None:
    sign_a_worked_on_note(drafted, drafted_visit)
    await look_through(
        governance_app(drafted, config),
        sees,
        ("governance", "", "✓ All"),
        ("charts", "c", "Use by month"),
        ("rules", "escape r", "The models on this laptop"),
        ("verified", "escape v", "Verified just now"),
        ("cosign", "escape o", "Check and cosign"),
        ("fleet", "escape f", "Verify and count"),
    )


@pytest.mark.parametrize("page", ["welcome", "passphrase", "recovery", "sign in"])
async def test_the_door(page: str, config: Config, sees: Sees) -> None:
    if page == "sign in":
        make_vault(config)
    door = interface.door_of(interface.Session(config))
    homes = {
        "passphrase": lambda: PassphrasePage(door),
        "recovery": lambda: RecoveryPage(door, "-".join(["7KQM"] * 10), "words"),
    }
    app = CasescribeApp(home=homes[page]) if page in homes else interface.make_app(config, door=door)
    words = {"welcome": "Who are you?", "passphrase": "once more", "recovery": "on paper", "sign in": "is locked"}
    await look_through(app, sees, (page, "", words[page]))


async def test_the_key_for_colours_goes_round_and_is_remembered(config: Config, drafted: OpenVault) -> None:
    remembered: list[str] = []
    app = CasescribeApp(drafted.recorder, colours="light", remember_colours=remembered.append)
    async with app.run_test(size=SIZES[0]) as pilot:
        assert app.theme == THEMES["light"].name
        await pilot.press("f2", "f2", "f2")
    assert remembered == ["contrast", "dark", "light"]
    interface.remember_colours(config, "contrast")
    assert interface.remembered_colours(config) == "contrast"


@pytest.mark.parametrize(
    ("cells", "widths", "lines"),
    [
        (("short", "also"), (10, 10), 1),
        (("short", "to be confirmed\n"), (10, 20), 2),
        (("a title that wraps", "x"), (8, 5), 3),
        (("x" * 25,), (10,), 3),
        (("", ""), (5, 5), 1),
        (("张伟张伟",), (4,), 2),
    ],
)
def test_a_row_is_as_high_as_its_words_need(cells: tuple[str, ...], widths: tuple[int, ...], lines: int) -> None:
    assert lines_needed(cells, widths) == lines
