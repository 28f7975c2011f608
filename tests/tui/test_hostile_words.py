"""What people say and type never steers the terminal: not through a name, a turn, a sentence or a title."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.pilot import Pilot
from textual.widgets import TextArea

from models.scripted import (
    ScriptedDiariser,
    ScriptedDrafter,
    ScriptedRedactor,
    ScriptedTranscriber,
    SteppingClock,
    scripted_namer,
)
from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.domain import Audio, Contradiction, Differs, Person, Role, Turn
from recorder.pipeline import Engines
from redaction.pseudonyms import StablePseudonyms
from tests.conftest import make_vault, reopen
from tui.app import CasescribeApp
from tui.desks import Desks
from tui.terminal_safety import HarmlessText, harmless
from tui.widgets.rows import RowList

PAYLOADS = {
    "clipboard": "\x1b]52;c;cm0gLXJmIC8=\x07",
    "window title": "\x1b]0;owned\x07",
    "clear screen": "\x1b[2J\x1b[H",
    "C1": "\x9b31m\x9d0;owned\x9c",
    "bidi": "\u202egnp.exe\u202c \u2066a\u2069",
    "zero width": "a\u200bb\u2060c\ufeffd\u00ade",
    "link": "\x1b]8;;http://example.invalid\x1b\\here\x1b]8;;\x1b\\",
    "action": "[@click=app.quit]press[/]",
    "broken markup": "[/b] [bold [red]",
    "long word": "x" * 10_000,
}
ALL = " ".join(text for name, text in PAYLOADS.items() if name != "long word")
FORBIDDEN = frozenset(chr(c) for c in (*range(0x20), *range(0x7F, 0xA0), 0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F)))
FORBIDDEN |= frozenset("\u2060\u2066\u2067\u2068\u2069\ufeff")


class _Tone:
    sha256 = "a" * 64
    channels = ()

    def blocks(self) -> Iterator[Audio]:
        yield Audio(np.zeros(16_000, dtype=np.float32))


def _open(folder: Path, payload: str) -> OpenVault:
    turns = (
        Turn(0, "sw", f"How are you? {payload}?", 0.0, 1.0),
        Turn(1, "mum", f"Well {payload}.", 2.0, 3.0),
        Turn(2, "mum", f"He hit me {payload}.", 4.0, 5.0),
    )
    engines = Engines(
        transcriber=lambda: ScriptedTranscriber(turns),
        diariser=lambda: ScriptedDiariser(turns),
        namer=lambda _transcript, _roster: scripted_namer(turns),
        redactor=ScriptedRedactor,
        pseudonyms=StablePseudonyms,
        drafter=lambda: ScriptedDrafter(
            confirm=frozenset({1}), disclosures=(2,), contradictions=(Contradiction(1, 2, Differs.OPPOSED, payload),)
        ),
    )
    config = Config(vault_dir=folder / "vault", models_dir=folder / "models")
    clock = SteppingClock(datetime(2026, 3, 11, 9, tzinfo=UTC))
    make_vault(config, clock=clock)
    vault = reopen(config, engines=engines, clock=clock)
    people = (Person("sw", "Priya Nair", ("Priya",), Role.SOCIAL_WORKER), Person("mum", f"Donna {payload}", (f"D{payload}",)))
    vault.recorder.open_case(f"CASE {payload}", people)
    case = vault.recorder.cases()[0]
    visit = vault.recorder.plan_visit(
        case.id, title=f"Visit {payload}", template="child_in_need_visit", held_on=date(2026, 3, 11)
    )
    for person in people:
        vault.recorder.record_consent(visit.id, person.key, agreed=True, told_how="in_person")
    vault.recorder.import_sound(visit.id, _Tone())
    vault.recorder.process(visit.id)
    vault.recorder.edit_statement(visit.id, "s1", f"Edited {payload}")
    vault.recorder.write_section(visit.id, "analysis", f"Meaning {payload}")
    return vault


@pytest.fixture(params=[ALL, PAYLOADS["long word"]], ids=["every payload", "a word of 10,000 letters"])
def hostile(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenVault]:
    vault = _open(tmp_path, request.param)
    yield vault
    vault.vault.close()


def assert_harmless(app: App[None], page: str) -> None:
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            bad = FORBIDDEN & set(segment.text)
            assert not bad, f"{page}: {sorted(map(ascii, bad))} in {segment.text!a}"
            assert segment.style is None or not segment.style.link, f"{page}: a link"
            assert segment.style is None or "@click" not in segment.style.meta, f"{page}: an action from data"
            assert not segment.control, page


async def test_every_page_and_dialogue(hostile: OpenVault) -> None:
    app = CasescribeApp(hostile.recorder)
    journeys: dict[str, tuple[str, ...]] = {
        "visits": (),
        "draft": ("enter",),
        "editing": ("e",),
        "asked whether to drop what was typed": ("x", "tab", "tab", "tab", "enter"),
        "left with words kept": ("enter", "escape"),
        "editing what was kept": ("e",),
        "back in the draft": ("escape",),
        "sections": ("w",),
        "disclosures": ("escape", "d"),
        "a disclosure for the note": ("u", "enter"),
        "contradictions": ("escape", "k"),
        "evidence": ("escape", "v"),
        "to do": ("escape", "p"),
        "transcript": ("escape", "t"),
        "audit": ("escape", "a"),
        "section selected": ("escape", "end"),
    }
    async with app.run_test(size=(80, 24)) as pilot:
        for page, keys in journeys.items():
            await pilot.press(*keys)
            await pilot.pause()
            assert_harmless(app, page)
        assert app.is_running


async def test_what_a_search_found(hostile: OpenVault, settle: Callable[[Pilot[None]], Awaitable[None]]) -> None:
    app = CasescribeApp(hostile.recorder, desks=Desks(search=hostile.search.search))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"edited", "enter")
        await settle(pilot)
        assert app.screen.query_one(RowList).option_count, "something is found"
        assert_harmless(app, "search")


async def test_markup_in_data_stays_text_and_a_click_on_it_does_nothing(tmp_path: Path) -> None:
    vault = _open(tmp_path, PAYLOADS["action"])
    app = CasescribeApp(vault.recorder)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        page = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "Edited [@click=app.quit]press[/]" in page
        for x in range(8, 48, 4):
            await pilot.click("#note", offset=(x, 1))
        assert app.is_running
    vault.vault.close()


async def test_typed_control_codes_are_stored_as_typed_but_never_drawn(drafted: OpenVault) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "e")
        app.screen.query_one(TextArea).text = f"Words {ALL}"
        await pilot.pause()
        assert_harmless(app, "editor")


async def test_messages_draw_no_codes(drafted: OpenVault, sees: Callable[[Pilot[None], str], Awaitable[None]]) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        app.notify(f"Seen. {ALL}", markup=False)
        await sees(pilot, "Seen.")
        assert_harmless(app, "notification")


@pytest.mark.parametrize("name", PAYLOADS)
def test_the_filter_alone(name: str) -> None:
    text = PAYLOADS[name]
    (drawn,) = HarmlessText().apply([Segment(text, Style(link="http://example.invalid"))], Color(0, 0, 0))
    assert not FORBIDDEN & set(drawn.text)
    assert drawn.cell_length == Segment(text).cell_length, "the line keeps its width"
    assert drawn.style is not None
    assert drawn.style.link is None


def test_names_from_everywhere_stay_whole() -> None:
    for name in ("Siân Ó Briain", "Zoë", "محمد", "张伟", "Ngọc", "नेहा", "O’Neill–Smith", "👧🏽"):
        assert harmless(name) == name
