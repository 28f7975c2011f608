"""What a stage cost: counted by the system, estimated where it must be, and said which."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from recorder.footprint import WATTS_PER_CORE, Footprint, measure


def counter(root: Path, name: str, microjoules: int, *, most: int = 1_000_000_000) -> Path:
    folder = root / name
    folder.mkdir()
    (folder / "energy_uj").write_text(f"{microjoules}\n", encoding="ascii")
    (folder / "max_energy_range_uj").write_text(f"{most}\n", encoding="ascii")
    return folder / "energy_uj"


def burn(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        sum(range(1000))


def test_work_costs_processor_time_and_energy_at_the_stated_rate(tmp_path: Path) -> None:
    with measure("draft", powercap=tmp_path) as spent:
        burn(0.05)
    footprint = spent.footprint
    assert footprint is not None
    assert footprint.stage == "draft"
    assert 0.05 <= footprint.cpu_seconds < 5
    assert footprint.method == "cpu-seconds"
    assert footprint.joules == pytest.approx(footprint.cpu_seconds * WATTS_PER_CORE, abs=0.06)


def test_waiting_costs_time_and_next_to_no_energy(tmp_path: Path) -> None:
    with measure("wait", powercap=tmp_path) as spent:
        time.sleep(0.1)
    assert spent.footprint is not None
    assert spent.footprint.seconds >= 0.1
    assert spent.footprint.cpu_seconds < 0.09


def test_memory_that_was_held_shows_in_the_peak(tmp_path: Path) -> None:
    with measure("draft", powercap=tmp_path) as spent:
        held = bytearray(50_000_000)
    assert spent.footprint is not None
    assert spent.footprint.peak_memory is None or spent.footprint.peak_memory > len(held)


def test_the_processors_own_counters_are_used_where_they_may_be_read(tmp_path: Path) -> None:
    first, second = counter(tmp_path, "intel-rapl:0", 5_000_000), counter(tmp_path, "intel-rapl:1", 0)
    part = counter(tmp_path, "intel-rapl:0:0", 0)  # the cores of package 0, already in it
    with measure("draft", powercap=tmp_path) as spent:
        first.write_text("17000000", encoding="ascii")
        second.write_text("3000000", encoding="ascii")
        part.write_text("9000000", encoding="ascii")
    assert spent.footprint is not None
    assert (spent.footprint.joules, spent.footprint.method) == (15.0, "rapl")


def test_a_counter_that_began_again_is_not_negative(tmp_path: Path) -> None:
    only = counter(tmp_path, "intel-rapl:0", 99_000_000, most=100_000_000)
    with measure("draft", powercap=tmp_path) as spent:
        only.write_text("2000000", encoding="ascii")
    assert spent.footprint is not None
    assert spent.footprint.joules == 3.0


def test_a_counter_that_cannot_be_read_leaves_the_estimate(tmp_path: Path) -> None:
    counter(tmp_path, "intel-rapl:0", 0).write_text("secret", encoding="ascii")
    with measure("draft", powercap=tmp_path) as spent:
        burn(0.02)
    assert spent.footprint is not None
    assert spent.footprint.method == "cpu-seconds"


def test_a_stage_that_fails_is_measured_too(tmp_path: Path) -> None:
    held = []
    with pytest.raises(ZeroDivisionError), measure("draft", powercap=tmp_path) as spent:  # noqa: PT012 - the failure is the point
        held.append(spent)
        _ = 1 / 0
    assert held[0].footprint is not None


def test_energy_reads_as_watt_hours() -> None:
    assert Footprint("draft", 1.0, 1.0, None, 7200.0, "rapl").watt_hours == 2.0
