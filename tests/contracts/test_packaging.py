"""What is installed is ours, whole, and keeps to what its documents say."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from recorder.commands.doctor import OUR_PACKAGES, owners_of

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("package", OUR_PACKAGES)
def test_a_generic_package_name_belongs_to_casescribe_alone(package: str) -> None:
    assert owners_of(package) <= {"casescribe"}
    assert Path(__import__(package).__file__ or "").is_relative_to(ROOT)


def test_the_pins_that_matter_are_pinned() -> None:
    pinned = dict(
        line.split("==") for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if "==" in line
    )
    assert pinned["torch"] == "2.13.0"
    assert tuple(map(int, pinned["onnxruntime"].split(".")[:2])) < (1, 29)
    assert pinned["textual"] == "8.2.8"
    wanted = {re.split(r"[<>=\[]", d)[0].lower().replace("_", "-") for d in PROJECT["project"]["dependencies"]}
    assert wanted - {"pip"} <= {name.lower().replace("_", "-") for name in pinned}


def test_a_wheel_carries_everything_the_product_reads(tmp_path: Path) -> None:
    source = tmp_path / "source"  # setuptools leaves a build folder behind
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(".*", "__pycache__", "build", "*.egg-info"))
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(tmp_path), str(source)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    names = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    read = {
        "models/fetching/catalogue.toml",
        "recorder/sample/visit.opus",
        "recorder/sample/visit.json",
        "recorder/sample/voices.json",
    }
    for room, patterns in PROJECT["tool"]["setuptools"]["package-data"].items():
        for pattern in patterns:
            read |= {p.relative_to(ROOT).as_posix() for p in (ROOT / room.replace(".", "/")).glob(pattern) if p.is_file()}
    modules = {p.relative_to(ROOT).as_posix() for room in OUR_PACKAGES for p in (ROOT / room).rglob("*.py")}
    assert read | modules <= names
    assert not [n for n in names if n.startswith(("tests/", "benchmarks/"))]


def test_nothing_committed_names_a_path_of_somebodys_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    forbidden = re.compile("|".join(re.escape(f"{p}/") for p in (ROOT, Path.home())))
    found = []
    for name in filter(None, listed.split("\0")):
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        found += [name] if forbidden.search(text) else []
    assert found == []
