"""From a key in the draft to the first sound, through a real sound server with a loudspeaker that only pretends.

    python -m benchmarks.playback [--repeat 20]

Needs `pulseaudio` and `parec`. Between the key and our ear lie the interface, opening the device, and about 10 ms of the sound
server and of whoever listens to it; all of it is counted. Each time, what was heard is compared with the words that the
sentence rests on.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import cast

import numpy as np
from textual import events

from benchmarks.interface import LongVisit
from recorder.domain import Audio
from recorder.pipeline import CaseRecorder
from recorder.sound.playback import Player
from tests.engines.test_playback import Ear, likeness
from tests.sound_server import SoundServer, babble
from tui.app import CasescribeApp
from tui.desks import Desks
from tui.screens.draft import DraftPage

_TURNS = 1_500  # in three hours; a sentence of `LongVisit` rests on every tenth


class SpokenVisit(LongVisit):
    """With sound in which no place is like another, for its first ten minutes."""

    def __init__(self) -> None:
        super().__init__(_TURNS)
        self.audio = Audio(babble(600).astype(np.float32))

    def sound(self, _visit_id: str) -> nullcontext[Audio]:
        """It."""
        return nullcontext(self.audio)


async def measure(repeat: int, ear: Ear) -> None:
    """Print each start, and how like the words it was."""
    visit = SpokenVisit()
    app = CasescribeApp(cast("CaseRecorder", visit))
    async with app.run_test(size=(100, 30)) as pilot:
        app.push_screen(DraftPage(cast("CaseRecorder", visit), "v", desks=Desks(player=Player())))
        await pilot.pause(1)
        took, alike = [], []
        for n in range(repeat):
            await asyncio.to_thread(ear.begin)
            began = time.perf_counter()
            app.post_message(events.Key("space", " "))
            took.append(await asyncio.to_thread(ear.first) - began)
            await pilot.pause(0.6)
            app.post_message(events.Key("space", " "))
            await pilot.pause(0.3)
            start = n % 8 * 10 * 3 * 3600 / _TURNS
            alike.append(likeness(ear.all(), visit.audio.read(start + 0.1, start + 0.5)))
            app.post_message(events.Key("down", None) if n % 8 < 7 else events.Key("home", None))
            await pilot.pause(0.2)
    ordered = sorted(1000 * t for t in took)
    print(f"from the key to the sound: median {statistics.median(ordered):.0f} ms, longest {ordered[-1]:.0f} ms, n={repeat}")
    print(f"likeness to the words: least {min(alike):.3f}")


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=20)
    with tempfile.TemporaryDirectory(prefix="cs-") as folder:
        server = SoundServer(Path(folder))
        os.environ["PULSE_SERVER"] = server.address
        ear = Ear(server.address)
        try:
            asyncio.run(measure(parser.parse_args().repeat, ear))
        finally:
            ear.close()
            server.close()


if __name__ == "__main__":
    main()
