"""What one stage of a note cost this computer: processor time, memory and an estimate of energy.

A council that is told "AI uses little power here" deserves a figure beside each note. Processor time and peak memory are
the operating system's own counts for this process, all threads included. Energy is an estimate, and says by which of two
ways it was made:

`rapl`: the processor's own energy counter (Intel and AMD on Linux, `powercap/intel-rapl`), read before and after. It counts
the whole processor package, whatever else ran meanwhile, so it is an upper bound; most systems let only root read it.

`cpu-seconds`: processor seconds times `WATTS_PER_CORE`. That is our assumption, not a measurement: an office laptop's 15 W
processor (Intel's rating of the Core i5-1235U, as notebookcheck.net lists it) spread over its two performance cores. Makers
allow such processors 27 W and more for a while, and idle cores draw less, so it may be wrong by a factor of two. It leaves
out the screen, the disk, the power supply's losses and what the machine draws when idle. It compares one stage with
another; it is no meter.

It refuses to guess where the system does not count: such a field is None. Threads that other work of this same process
runs at the time are counted too.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

WATTS_PER_CORE = 7.5
_POWERCAP = Path("/sys/class/powercap")
_RAPL = "rapl"
_ESTIMATED = "cpu-seconds"


@dataclass(frozen=True, slots=True)
class Footprint:
    """What one stage took."""

    stage: str  # e.g. "draft"
    seconds: float  # on the clock
    cpu_seconds: float  # of all threads of this process together
    peak_memory: int | None  # bytes, the most this process has held since it started; None where the system does not say
    joules: float  # estimated, see `method`
    method: str  # "rapl" or "cpu-seconds"

    @property
    def watt_hours(self) -> float:
        """The energy in watt-hours, the unit of an electricity bill's thousandth."""
        return self.joules / 3600


@dataclass(slots=True)
class Measured:
    """Handed out by `measure`; `footprint` is there once the stage has ended."""

    stage: str
    footprint: Footprint | None = field(default=None)


@contextmanager
def measure(stage: str, *, powercap: Path = _POWERCAP) -> Iterator[Measured]:
    """Measures what runs inside it, even when that fails.

    Use as `with measure("draft") as spent: …` and read `spent.footprint` afterwards.
    """
    measured = Measured(stage)
    counters = _counters(powercap)
    before, started, cpu = _read(counters), time.perf_counter(), time.process_time()
    try:
        yield measured
    finally:
        seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu
        counted = _joules(counters, before, _read(counters))
        measured.footprint = Footprint(
            stage=stage,
            seconds=round(seconds, 3),
            cpu_seconds=round(cpu_seconds, 3),
            peak_memory=peak_memory(),
            joules=round(cpu_seconds * WATTS_PER_CORE if counted is None else counted, 1),
            method=_ESTIMATED if counted is None else _RAPL,
        )


def peak_memory() -> int | None:
    """The most memory this process has held at once since it started, in bytes; None on systems without `getrusage`."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024  # kilobytes everywhere but on a Mac


def _counters(powercap: Path) -> tuple[Path, ...]:
    """One energy counter a processor package; its parts (cores, memory) lie below it and would count twice."""
    return tuple(sorted(p / "energy_uj" for p in powercap.glob("intel-rapl:*") if p.name.count(":") == 1))


def _read(counters: tuple[Path, ...]) -> tuple[int, ...] | None:
    """Microjoules since some moment, one a package; None where there are none or they may not be read."""
    try:
        return tuple(int(c.read_text(encoding="ascii")) for c in counters) or None
    except (OSError, ValueError):
        return None


def _joules(counters: tuple[Path, ...], before: tuple[int, ...] | None, after: tuple[int, ...] | None) -> float | None:
    if before is None or after is None:
        return None
    total = 0
    for counter, start, end in zip(counters, before, after, strict=True):
        if end < start:  # the counter began again at its highest value
            try:
                end += int((counter.parent / "max_energy_range_uj").read_text(encoding="ascii"))  # noqa: PLW2901
            except (OSError, ValueError):
                return None
        total += end - start
    return total / 1e6
