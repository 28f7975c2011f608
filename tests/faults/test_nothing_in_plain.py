"""A marker spoken, typed and searched for: nowhere readable on the disk at any step, and gone for good once erased.

A second process watches every file below the test's folders while the visit runs, so that a temporary file which lived for
a moment is seen too, as far as a sweep every few milliseconds sees it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from models.scripted import ScriptedDiariser
from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.domain import Turn
from recorder.pipeline import Engines
from recorder.vault import DATABASE, unlock
from tests.conftest import PASSPHRASE, SCRIPT, finish_note, make_vault, plan_visit, reopen, scripted_engines, words_of

MARKER = "Quillfeather"
TYPED = "Brambleworth"
TONE = (np.sin(np.linspace(0, 90_000, 16_000 * 2)) * 12_345).astype("<i2")  # a sound that can be found again
VOICE_PRINTS = ScriptedDiariser(SCRIPT).prints
NEEDLES = [w.encode(e) for w in (MARKER, TYPED, MARKER.lower(), TYPED.lower()) for e in ("utf-8", "utf-16-le")]
NEEDLES += [TONE[4_000:4_040].tobytes(), VOICE_PRINTS]
_PAGE = 4_096
_WATCH = """
import os, sys, time
from pathlib import Path
needles = [bytes.fromhex(n) for n in sys.argv[2].split(",")]
while True:
    for folder, _, names in os.walk(sys.argv[1]):
        for name in names:
            try:
                data = (Path(folder) / name).read_bytes()
            except OSError:
                continue
            if any(needle in data for needle in needles):
                print(name, flush=True)
    time.sleep(0.005)
"""


def found_below(folder: Path) -> list[str]:
    """Files that hold a needle in plain, or have one in their name."""
    names = (MARKER.lower(), TYPED.lower())
    return [
        f"{path.name}: {needle[:12]!r}"
        for path in folder.rglob("*")
        if path.is_file()
        for needle in NEEDLES
        if needle in path.read_bytes() or any(n in path.name.lower() for n in names)
    ]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that holds everything a program of ours can write: vault, home and temporary files."""
    for name in ("home", "tmp", "run"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


@pytest.fixture
def watched(place: Path) -> Iterator[subprocess.Popen[str]]:
    arguments = [sys.executable, "-c", _WATCH, str(place), ",".join(n.hex() for n in NEEDLES)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as watcher:
        yield watcher
        watcher.kill()


def marked_engines() -> Engines:
    """The script, with the marker said by the child."""
    spoken = f"I call him {MARKER}, he comes at night."
    turns = (*SCRIPT[:2], Turn(2, "child", spoken, 8.0, 11.5, words_of(spoken, 8.0)), *SCRIPT[3:])
    return scripted_engines(turns)


def a_visit(opened: OpenVault) -> str:
    """Record, transcribe, draft, edit, search and approve, with the marker everywhere."""
    visit = plan_visit(opened, f"CASE-{MARKER}")
    session = opened.recording.begin(visit)
    for piece in np.split(TONE, 20):
        session.append(piece)
    session.stop()
    opened.recorder.process(visit)
    opened.recorder.keep_typing(visit, "s1", f"{TYPED} half typed")
    opened.recorder.edit_statement(visit, "s1", f"He calls him {TYPED}.")
    assert opened.search.search(MARKER).total
    assert opened.search.search(TYPED[:6]).total
    finish_note(opened, visit)
    return visit


@pytest.mark.fault
def test_a_marker_is_never_in_plain_and_gone_for_good_once_erased(place: Path, watched: subprocess.Popen[str]) -> None:
    config = Config(place / "vault", place / "models")
    make_vault(config)
    opened = reopen(config, engines=marked_engines())
    visit = a_visit(opened)
    assert found_below(place) == []
    opened.vault.close()
    assert found_below(place) == []
    opened = reopen(config, engines=marked_engines())
    words = opened.recorder.transcript(visit)
    assert words is not None
    assert any(MARKER in t.text for t in words.turns)
    assert in_the_open(config), "the marker is there before it is erased"
    opened.supervision.file(visit)
    opened.erasure.erase(visit, with_case=True)
    assert found_below(place) == []
    assert in_the_open(config) == []
    opened.vault.close()
    assert in_the_open(config) == []
    time.sleep(0.2)
    assert watched.poll() is None, "nobody watched to the end"
    watched.kill()
    assert watched.stdout is not None
    assert sorted(set(watched.stdout.read().split("\n")) - {""}) == []


def in_the_open(config: Config) -> list[str]:
    """The needles in the database, its free pages and every frame of its write-ahead log, for somebody who has its key.

    Layout of a page: https://www.zetetic.net/sqlcipher/design/ (AES-256-CBC; its last 80 bytes are nonce and HMAC).
    """
    key = unlock(config.vault_dir, PASSPHRASE).secrets[-1].database_key
    data = (config.vault_dir / DATABASE).read_bytes()
    pages = [data[16:_PAGE]] + [data[n : n + _PAGE] for n in range(_PAGE, len(data), _PAGE)]
    log = config.vault_dir / f"{DATABASE}-wal"
    if log.exists():
        frames = log.read_bytes()[32:]
        bodies = [frames[n + 24 : n + 24 + _PAGE] for n in range(0, len(frames), 24 + _PAGE)]
        pages += [body for whole in bodies for body in (whole, whole[16:])]  # the first page has its salt before it
    opened = [_decrypt(page, key) for page in pages if len(page) >= _PAGE - 16]
    assert any(b"vault_created" in page for page in opened), "the pages were not decrypted, so nothing is proven"
    return [repr(needle[:12]) for needle in NEEDLES for page in opened if needle in page]


def _decrypt(page: bytes, key: bytes) -> bytes:
    body, nonce = page[:-80], page[-80:-64]
    return Cipher(algorithms.AES(key), modes.CBC(nonce)).decryptor().update(body[: len(body) // 16 * 16])
