"""How fast each installed speech recogniser hears on this machine, and which one suits it, for `casescribe doctor`.

A recogniser that cannot keep up with speech leaves the worker waiting after every visit, and one smaller than need be mishears
more. So each hears the same half minute of the sample visit, and the largest that leaves half of the time to everything
else is named: larger Whisper models make fewer errors (Radford et al. 2022, table 6), and a laptop has other work too.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import resources

from recorder.config import Config
from recorder.domain import Audio

KEEPS_UP = 0.5  # seconds of hearing for each second of sound, at most, to keep up while recording beside other work
_TRIED, _WARMED = 30, 3  # seconds of the sample that are timed; and heard before, so that loading is not
RECOGNISES = "speech recognition"  # how the catalogue's tasks begin


@dataclass(frozen=True, slots=True)
class HearingSpeed:
    """What one recogniser took on this machine."""

    name: str  # in the catalogue
    size: int  # bytes of the model
    real_time_factor: float  # seconds on the clock for each second of sound, loading apart


def measure_hearing(config: Config) -> tuple[HearingSpeed, ...]:
    """Let each installed recogniser hear the sample, the smallest first. Raises `ModelUnavailable` or `ModelAltered`."""
    from recorder.bootstrap import build_transcriber, model_store
    from recorder.capture import decode_audio
    from recorder.transcription.hearing import write_down

    with resources.as_file(resources.files("recorder") / "sample" / "visit.opus") as file:
        sound = decode_audio(file)
    store = model_store(config)
    entries = sorted(store.catalogue.entries.values(), key=lambda entry: entry.size)
    speeds = []
    for entry in entries:
        if not entry.task.startswith(RECOGNISES) or not store.status(entry.name).installed:
            continue
        transcriber = build_transcriber(replace(config, transcriber=entry.name))
        write_down(transcriber, Audio(sound.read(0, _WARMED)), transcript_id="trial")
        begun = time.perf_counter()
        write_down(transcriber, Audio(sound.read(0, _TRIED)), transcript_id="trial")
        speeds.append(HearingSpeed(entry.name, entry.size, (time.perf_counter() - begun) / _TRIED))
    return tuple(speeds)


def advise_on(speeds: Sequence[HearingSpeed], chosen: str) -> tuple[str, ...]:
    """A sentence for each recogniser, and one that says which to use; none where none is installed."""
    if not speeds:
        return ()
    said = [f"{s.name} hears a minute of speech in {60 * s.real_time_factor:.0f} seconds here." for s in speeds]
    able = [s for s in speeds if s.real_time_factor <= KEEPS_UP]
    if not able:
        fastest = min(speeds, key=lambda s: s.real_time_factor)
        advice = (
            f"None keeps up while you record beside other work; the transcript comes later. The quickest is {fastest.name}."
        )
        return (*said, advice if fastest.name == chosen else f"{advice} {_to_use(fastest.name)}")
    best = max(able, key=lambda s: s.size)
    if best.name == chosen:
        return (*said, f"You use {chosen}, which suits this machine best of those installed.")
    return (*said, f"You use {chosen}. {best.name} suits this machine better. {_to_use(best.name)}")


def _to_use(name: str) -> str:
    return f"To use it, set CASESCRIBE_TRANSCRIBER={name} (docs/settings.md)."
