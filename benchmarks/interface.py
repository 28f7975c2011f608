"""From a key to its picture, in a transcript of three hours and in its note.

    python -m benchmarks.interface [--turns 1500] [--repeat 40]

The interface runs without a terminal (Textual's own headless driver), so what is measured is the time from a key's arrival
until the next screen is handed to the driver; what the terminal itself takes comes on top. Wall time and processor time of
the whole process are given, for on a busy machine only the second can be compared.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, cast

from textual import events
from textual.app import App
from textual.pilot import Pilot

from recorder.domain import Doubt, Person, Statement, Status, Transcript, Turn, Visit, Word, WorkingNote
from recorder.pipeline import CaseRecorder
from recorder.templates import load_template
from tui.app import CasescribeApp
from tui.desks import Desks
from tui.garbage import GarbageInPauses, collected_in_pauses
from tui.screens.draft import DraftPage
from tui.screens.edit import EditDialog
from tui.screens.transcript import TranscriptPage

_HOURS = 3
_SAID = "and then he said that we could go out if it was dry but it never was so we stayed in and played cards"
_PATIENCE = 2.0  # seconds until a key counts as one that paints nothing


class LongVisit:
    """A recorder's reading half with one visit, and a typing shelf that only remembers."""

    def __init__(self, turns: int) -> None:
        step, words = _HOURS * 3600 / turns, _SAID.split()
        said = (" ".join(words[: 4 + i % len(words)] * (1 + i % 3)) for i in range(turns))
        self._transcript = Transcript("v", tuple(_turn(i, text, step) for i, text in enumerate(said)))
        template = load_template("child_in_need_visit")
        drafted = [s.key for s in template.sections if s.written_by == "draft"]
        statements = tuple(
            Statement(drafted[i * len(drafted) // 120], f"Donna said that {_SAID}.", (i * 10,), id=f"s{i}")
            for i in range(min(120, turns // 10))
        )
        self._note = WorkingNote("v", template, statements, tuple((s.key, "") for s in template.human_sections), (), ())
        self._visit = Visit(
            "v", "c", "Home visit", template.name, date(2026, 3, 11), Status.DRAFTED, datetime(2026, 3, 11, tzinfo=UTC)
        )
        self._typing: dict[str, str] = {}

    def references(self) -> dict[str, str]:
        """Of the one case."""
        return {"c": "CASE-1"}

    def visits(self) -> tuple[Visit, ...]:
        """The one."""
        return (self._visit,)

    def visit(self, _visit_id: str) -> Visit:
        """The one."""
        return self._visit

    def roster(self, _visit_id: str) -> tuple[Person, ...]:
        """Two people."""
        return Person("mum", "Donna Ashby", ("Donna",)), Person("sw", "Priya Nair", ("Priya",))

    def transcript(self, _visit_id: str) -> Transcript:
        """Three hours."""
        return self._transcript

    def working_note(self, _visit_id: str) -> WorkingNote:
        """A long note."""
        return self._note

    def advice(self, _visit_id: str, _statement: str) -> tuple[()]:
        """Nothing speaks against a sentence."""
        return ()

    def typing(self, _visit_id: str) -> dict[str, str]:
        """What was kept."""
        return dict(self._typing)

    def saw_evidence(self, _visit_id: str, _seen: object) -> None:
        """Nothing is logged."""

    def keep_typing(self, _visit_id: str, field: str, text: str) -> None:
        """Remember it."""
        self._typing[field] = text


def _turn(i: int, text: str, step: float) -> Turn:
    """A turn with its words, of which one in twenty is doubtful."""
    doubts = [Doubt.DOUBTFUL if (i + n) % 20 == 0 else Doubt.NONE for n in range(len(text.split()))]
    words = (Word(i * step + n / 4, i * step + n / 4 + 0.2, word, 0.9, doubts[n]) for n, word in enumerate(text.split()))
    return Turn(i, ("sw", "mum")[i % 2], text, i * step, (i + 0.9) * step, tuple(words))


@dataclass(frozen=True)
class Measured:
    """What one key took each time, in milliseconds."""

    wall: tuple[float, ...]
    cpu: tuple[float, ...]

    def line(self, what: str) -> str:
        """As printed."""
        wall, cpu = sorted(self.wall), sorted(self.cpu)
        last = min(int(len(wall) * 0.95), len(wall) - 1)
        medians = statistics.median(wall), statistics.median(cpu)
        return f"{what:<34} {medians[0]:8.1f} {wall[last]:8.1f} {medians[1]:8.1f} {cpu[last]:8.1f}   n={len(wall)}"


class Stopwatch:
    """Waits for the next picture that an application hands to its driver."""

    def __init__(self, app: App[Any]) -> None:
        self._app, self._painted = app, asyncio.Event()
        display: Callable[..., None] = app._display

        def told(*given: Any, **named: Any) -> None:
            display(*given, **named)
            self._painted.set()

        app._display = told  # type: ignore[method-assign]

    async def time_of(self, act: Callable[[], object]) -> tuple[float, float] | None:
        """Wall and processor milliseconds from `act` to the picture; None if there was none."""
        self._painted.clear()
        wall, cpu = time.perf_counter(), time.process_time()
        act()
        try:
            await asyncio.wait_for(self._painted.wait(), _PATIENCE)
        except TimeoutError:
            return None
        return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000

    async def key(self, pilot: Pilot[None], keys: list[str], *, repeat: int) -> Measured:
        """The keys one after another, each with time to settle in between."""
        took = []
        for n in range(repeat):
            key = keys[n % len(keys)]
            one = await self.time_of(lambda key=key: self._app.post_message(events.Key(key, key if len(key) == 1 else None)))  # type: ignore[misc]
            if one is not None:
                took.append(one)
            await pilot.pause(0.03)
        return Measured(tuple(w for w, _ in took), tuple(c for _, c in took)) if took else Measured((0.0,), (0.0,))


async def measure(turns: int, repeat: int, *, garbage: GarbageInPauses) -> None:
    """Print everything."""
    recorder = cast("CaseRecorder", LongVisit(turns))
    app = CasescribeApp(recorder, garbage=garbage)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        watch = Stopwatch(app)
        print(f"{turns} turns in {_HOURS} h, {repeat} times each; milliseconds by the wall, then of the processor")
        print(f"{'':<34} {'median':>8} {'95 %':>8} {'median':>8} {'95 %':>8}")

        async def opened(what: str, page: Callable[[], Any], times: int) -> None:
            took = []
            for n in range(times):
                one = await watch.time_of(lambda: app.push_screen(page()))
                await pilot.pause()
                if one is not None:
                    took.append(one)
                if n < times - 1:
                    app.pop_screen()
                    await pilot.pause()
            print(Measured(tuple(w for w, _ in took), tuple(c for _, c in took)).line(what))

        await opened("open the transcript", lambda: TranscriptPage(recorder, "v"), 5)
        for key in ("down", "pagedown", "up"):
            print((await watch.key(pilot, [key], repeat=repeat)).line(f"transcript: {key}"))
        print((await watch.key(pilot, ["end", "home"], repeat=repeat)).line("transcript: end, home"))
        app.pop_screen()
        await pilot.pause()
        await opened("open the note", lambda: DraftPage(recorder, "v", desks=Desks()), 5)
        print((await watch.key(pilot, ["down"], repeat=repeat)).line("note: down, with its evidence"))
        await pilot.press("e")
        await pilot.pause()
        assert isinstance(app.screen, EditDialog)
        print((await watch.key(pilot, list("abcdefgh"), repeat=repeat)).line("a letter in a sentence"))


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=1500)
    parser.add_argument("--repeat", type=int, default=40)
    given = parser.parse_args()
    with collected_in_pauses() as garbage:
        asyncio.run(measure(given.turns, given.repeat, garbage=garbage))


if __name__ == "__main__":
    main()
