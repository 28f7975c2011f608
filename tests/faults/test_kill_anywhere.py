"""Killed at any moment of a visit, on a whole disk, a full one and one that fails: nothing promised is lost.

`CASESCRIBE_KILLS=200` runs the number that docs/evaluation.md reports.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.fault
@pytest.mark.skipif(sys.platform != "linux", reason="it forks, and breaks the disk through the kernel")
@pytest.mark.parametrize("disk", ["whole", "full", "fsync"])
def test_no_promise_is_broken_by_a_kill(disk: str) -> None:
    kills = os.environ.get("CASESCRIBE_KILLS", "20")
    arguments = [sys.executable, "-m", "tests.faults.lives", kills, "5", disk]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    print(report)  # noqa: T201 - the figures
    assert report["wrong"] == []
    assert {"heard", "edit", "status"} | ({"refused"} if disk != "whole" else set()) <= set(report["promises"])
