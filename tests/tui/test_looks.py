"""Every page and dialogue in three sets of colours and three sizes: all text has contrast, nothing is cut off or overlaps."""

from __future__ import annotations

import importlib
import os
import pkgutil
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

import tui.screens
from models.scripted import ScriptedTranscriber
from recorder import interface
from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.errors import StorageFailed
from recorder.page_desks import desks_of
from tests.conftest import SCRIPT, finish_note, make_vault, record_visit, reopen, scripted_engines
from tests.tui.looks import faults_of_layout, poor_contrasts, undrawn
from tests.tui.oversight_worlds import governance_app, sign_a_worked_on_note, supervisor_of, supervisors_app
from tests.tui.test_work_on_a_draft import DISAGREEING, advise
from tui.actions import show_problem
from tui.app import CasescribeApp
from tui.screens.first_run import ChecksPage, PassphrasePage, RecoveryPage
from tui.screens.making import MakingPage
from tui.themes import THEMES
from tui.widgets.rows import lines_needed

Sees = Callable[[Pilot[None], str], Awaitable[None]]
Step = tuple[str, str, str]  # the page's class, the keys to it with blanks between, words that are read there
SIZES = ((80, 24), (120, 40), (200, 60))
# No style sheet gives a set of colours a layout of its own, so each size is laid out once, in dark, and each set of colours
# looked at once, in the smallest size. docs/evaluation.md reports a run of all nine pairs.
EVERY_PAIR = bool(os.environ.get("CASESCRIBE_EVERY_PAIR"))

WORKER: tuple[Step, ...] = (
    ("VisitsPage", "", "supervisor"),
    ("HelpDialog", "question_mark", "from visit to visit"),
    ("AuditPage", "escape a", "Audit log · all visits"),
    ("SearchPage", "escape slash", "Search"),
    ("SearchPage", "m i s s e d enter", "Found in"),
    ("CasePage", "escape c", "Promised last time"),
    ("PlanDialog", "n", "What kind of note"),
    ("PersonForm", "escape p", "Somebody around the child"),
    ("PersonForm", "ctrl+s", "Somebody around the child"),
    ("NewCaseDialog", "escape escape n", "A new case"),
    ("TeamPage", "escape t", "Priya Nair"),
    ("MemberDialog", "n", "A key for somebody"),
    ("DraftPage", "escape escape enter", "s1 rests on turn 1"),
    ("EditDialog", "e", "Reword sentence s1"),
    ("EditDialog", "x", "Reword sentence s1"),
    ("DraftPage", "escape", "words typed"),
    ("ChooseSectionDialog", "o", "Under which heading"),
    ("EditDialog", "enter", "Your own sentence"),
    ("SectionsDialog", "escape w", "Only you can write these"),
    ("DisclosuresDialog", "escape d", "Possible disclosures"),
    ("ChooseEvidenceDialog", "escape v", "What does s1 rest on?"),
    ("ContradictionsDialog", "escape k", "do not agree"),
    ("QuestionDialog", "escape p", "before you can approve"),
    ("TranscriptPage", "escape t", "What was said"),
    ("CorrectDialog", "f", "Ctrl+S"),
    ("CommandPalette", "escape ctrl+p", "Search for commands"),
    ("VisitsPage", "escape escape escape down", "CASE-2"),
    ("DraftPage", "enter", "read only"),
    ("FormDialog", "x", "Export this note"),
    ("FileDialog", "enter", "Write it"),
    ("QuestionDialog", "escape f", "council’s records"),
)
SUPERVISOR: tuple[Step, ...] = (
    ("QueuePage", "", "1 note waiting"),
    ("ReviewPage", "enter", "To think about"),
    ("CommentDialog", "m", "Your comment on s1"),
    ("ReturnDialog", "escape r", "Give this note back"),
    ("QuestionDialog", "escape s", "Countersign this note?"),
    ("HelpDialog", "escape f1", "countersign: sign it"),
    ("VisitsPage", "escape escape v", "your visits"),
)
GOVERNANCE: tuple[Step, ...] = (
    ("GovernancePage", "", "✓ All"),
    ("TextPage", "c", "Use by month"),
    ("TextPage", "escape r", "The models on this laptop"),
    ("TextPage", "escape v", "Verified just now"),
    ("LongFileDialog", "escape o", "Check and cosign"),
    ("LongFileDialog", "escape x", "Export the log"),
    ("LongFileDialog", "escape f", "Verify and count"),
    ("AuditPage", "escape a", "Audit log"),
)
DOOR = {
    "WelcomePage": "Who are you?",
    "PassphrasePage": "once more",
    "RecoveryPage": "on paper",
    "ChecksPage": "microphone",
    "SignInPage": "is locked",
}
ELSEWHERE = {"MakingPage", "MessageDialog"}
BEFORE_THE_DRAFT = {"ConsentPage", "RecordingPage", "SpeakersPage", "PersonDialog"}  # see test_looks_before_the_draft
BASES = {"DoorPage", "FileDialog", "KeepingDialog", "Page", "PlainPage", "ReadPage", "WorkPage"}


@dataclass(frozen=True)
class GivenBack:
    """A note that came back with more to say than fits in a line."""

    reason: str = "missing_evidence"
    comment: str = "Please say what Tyler himself told you, and what the school said when you rang them. " * 3
    by: str = "Ngozi Eze-Featherstonehaugh"
    at: datetime = datetime(2026, 3, 12, 9, tzinfo=UTC)


async def look(pilot: Pilot[None], page: str) -> list[str]:
    """Look at what is on top in all sizes and colours; what is wrong with it, a sentence each."""
    app, wrong = pilot.app, dict[str, None]()
    assert isinstance(app, CasescribeApp)
    with undrawn():
        for size in reversed(SIZES):
            await pilot.resize_terminal(*size)
            for name in ("light", "contrast", "dark") if EVERY_PAIR or size == SIZES[0] else ("dark",):
                app.theme = THEMES[name].name
                await pilot.pause()
                faults = faults_of_layout(app) if EVERY_PAIR or name == "dark" else []
                faults += poor_contrasts(app, least=7.0 if name == "contrast" else 4.5)
                wrong |= dict.fromkeys(f"{page}, {name}, {size[0]}×{size[1]}: {fault}" for fault in faults)
    app.refresh()
    await pilot.pause()
    return list(wrong)


async def look_through(app: App[None], sees: Sees, *steps: Step) -> None:
    """Press keys, wait for words, look; whatever is wrong anywhere is told at the end."""
    wrong: list[str] = []
    async with app.run_test(size=SIZES[0]) as pilot:
        await pilot.pause()
        for page, keys, words in steps:
            await pilot.press(*keys.split())
            await sees(pilot, words)
            assert type(app.screen).__name__ == page
            wrong += await look(pilot, page)
    assert not wrong, "\n".join(wrong)


def test_every_page_there_is_is_looked_at() -> None:
    names = (module.name for module in pkgutil.iter_modules(tui.screens.__path__, "tui.screens."))
    there = {
        thing.__name__
        for name in names
        for thing in vars(importlib.import_module(name)).values()
        if isinstance(thing, type) and issubclass(thing, Screen) and thing.__module__ == name
    }
    looked_at = {page for steps in (WORKER, SUPERVISOR, GOVERNANCE) for page, _, _ in steps}
    assert there - BASES <= looked_at | DOOR.keys() | ELSEWHERE | BEFORE_THE_DRAFT


@pytest.fixture
def worker(config: Config) -> Iterator[OpenVault]:
    """One visit with a draft in which passages do not agree, one with a signed note."""
    make_vault(config)
    opened = reopen(config, engines=replace(scripted_engines(), drafter=lambda: DISAGREEING, adviser=advise))
    for reference in ("CASE-2", "CASE-1"):
        opened.recorder.process(record_visit(opened, reference))
    finish_note(opened, opened.recorder.visits()[1].id)
    yield opened
    opened.vault.close()


async def test_the_workers_pages(worker: OpenVault, sees: Sees) -> None:
    desks = replace(desks_of(worker), given_back=lambda _visit_id: (GivenBack(),))
    await look_through(CasescribeApp(worker.recorder, desks=desks), sees, *WORKER)


async def test_the_supervisors_pages(drafted: OpenVault, drafted_visit: str, config: Config, sees: Sees) -> None:
    sign_a_worked_on_note(drafted, drafted_visit)
    with supervisor_of(drafted, config) as supervisor:
        await look_through(supervisors_app(supervisor), sees, *SUPERVISOR)


async def test_the_governance_leads_pages(drafted: OpenVault, drafted_visit: str, config: Config, sees: Sees) -> None:
    sign_a_worked_on_note(drafted, drafted_visit)
    await look_through(governance_app(drafted, config), sees, *GOVERNANCE)


@pytest.mark.parametrize("page", DOOR)
async def test_the_door(page: str, config: Config, sees: Sees) -> None:
    if page == "SignInPage":
        make_vault(config)
    door = interface.door_of(interface.Session(config))
    homes = {
        "PassphrasePage": lambda: PassphrasePage(door),
        "RecoveryPage": lambda: RecoveryPage(door, "-".join(["7KQM"] * 10), "words"),
        "ChecksPage": lambda: ChecksPage(door, "words"),
    }
    app = CasescribeApp(home=homes[page]) if page in homes else interface.make_app(config, door=door)
    await look_through(app, sees, (page, "", DOOR[page]))


async def test_the_page_of_a_draft_being_made_and_a_refusal(config: Config, sees: Sees) -> None:
    go_on = threading.Event()

    def slow() -> ScriptedTranscriber:
        go_on.wait(60)
        return ScriptedTranscriber(SCRIPT)

    make_vault(config)
    opened = reopen(config, engines=replace(scripted_engines(), transcriber=slow))
    visit_id, wrong = record_visit(opened, "CASE-1"), list[str]()
    app = CasescribeApp(home=lambda: MakingPage(opened.recorder, visit_id, desks=desks_of(opened)))
    async with app.run_test(size=SIZES[0]) as pilot:
        try:
            await sees(pilot, "Stop for now")
            wrong += await look(pilot, "MakingPage")
            show_problem(app, StorageFailed("The vault’s disk is full. " * 40, "Free some space, then try again."))
            await sees(pilot, "This did not happen")
            wrong += await look(pilot, "MessageDialog")
        finally:
            go_on.set()
        await app.workers.wait_for_complete()
    opened.vault.close()
    assert not wrong, "\n".join(wrong)


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
