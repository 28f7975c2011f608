"""What the vault's protection costs, against a plain database and plain files in the same run.

python -m benchmarks.vault
"""

from __future__ import annotations

import shutil
import sqlite3
import statistics
import tempfile
import time
import wave
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np

from audit import events
from recorder.bootstrap import OpenVault, open_vault
from recorder.config import Config
from recorder.database import Database
from recorder.domain import Person, Role
from recorder.sound.recording import LiveRecording
from recorder.store import Store
from recorder.vault import unlock
from tests.conftest import PASSPHRASE, make_vault, reopen

VISITS = 1_000
KEYS = 10_000
SECONDS = 60  # of sound


def best(act: Callable[[], object], *, of: int = 7) -> float:
    """Seconds of the quickest of several runs: other programs are not what is measured."""
    took = []
    for _ in range(of):
        begin = time.perf_counter()
        act()
        took.append(time.perf_counter() - begin)
    return min(took)


def fill(opened: OpenVault, visits: int) -> str:
    """A case with this many visits; returns the last one's id."""
    case = opened.recorder.open_case("BENCH", (Person("sw", "A Worker", ("A",), Role.SOCIAL_WORKER),))
    for number in range(visits):
        visit = opened.recorder.plan_visit(
            case.id, title=f"Visit {number}", template="child_in_need_visit", held_on=date(2026, 3, 11)
        )
    return visit.id


def plain_copy(opened: OpenVault, to: Path) -> Database:
    """The same database without encryption, under the standard library's SQLite."""
    conn = opened.vault.db.conn
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    conn.execute(f"ATTACH DATABASE '{to}' AS plain KEY ''")
    conn.execute("SELECT sqlcipher_export('plain')")
    conn.execute("DETACH DATABASE plain")
    plain = sqlite3.connect(to, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        plain.execute(f"PRAGMA {pragma}")
    return Database(plain, execute_plugins=False)


def recording_cost(folder: Path) -> tuple[float, float]:
    """Share of one core while recording: sealed and forced to the disk each 100 ms, and plain WAV without force."""
    sound = (np.random.default_rng(1).standard_normal(SECONDS * 16_000) * 3000).astype(np.int16)
    pieces = np.split(sound, SECONDS * 10)
    live = LiveRecording.begin(folder / "v.sound", bytes(32), visit_id="v")
    begin = time.process_time()
    for piece in pieces:
        live.append(piece)
    live.stop()
    sealed = (time.process_time() - begin) / SECONDS
    begin = time.process_time()
    with wave.open(str(folder / "v.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        for piece in pieces:
            file.writeframes(piece.tobytes())
    return sealed, (time.process_time() - begin) / SECONDS


def appends(opened: OpenVault, plain: Database, visit: str) -> tuple[float, float]:
    """Median seconds of an audited act with its signed head, and of a bare synced insert of as many bytes."""
    took, bare = [], []
    plain.conn.execute("CREATE TABLE bare (leaf BLOB)")
    for _ in range(200):
        begin = time.perf_counter()
        opened.custodian.note(events.VisitOpened(visit=visit))
        took.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        plain.conn.execute("INSERT INTO bare VALUES (randomblob(900))")
        bare.append(time.perf_counter() - begin)
    return statistics.median(took), statistics.median(bare)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = Config(folder / "vault", folder)
        make_vault(config)
        opened = reopen(config)
        visit = fill(opened, VISITS)
        plain = plain_copy(opened, folder / "plain.db")
        ours, theirs = best(opened.recorder.visits), best(Store(plain).visits)
        print(f"List of {VISITS} visits: {ours * 1000:.1f} ms, plain {theirs * 1000:.1f} ms: {ours / theirs:.2f}×")
        ours, theirs = appends(opened, plain, visit)
        print(
            f"An audited act, synced: median {ours * 1000:.2f} ms; "
            f"a bare synced insert {theirs * 1000:.2f} ms: {ours / theirs:.2f}×"
        )
        opened.vault.close()

        keys = unlock(config.vault_dir, PASSPHRASE)

        def open_and_close() -> None:
            open_vault(config, keys).vault.close()

        print(f"Opening after the passphrase, {VISITS} visits: {best(open_and_close) * 1000:.1f} ms")
        sealed, wav = recording_cost(folder)
        print(f"Recording: {sealed:.2%} of one core, plain WAV {wav:.2%}")

        opened = reopen(config)
        more = [(f"{n:08x}", opened.vault.new_visit_key(f"{n:08x}")) for n in range(KEYS - VISITS)]
        with opened.store.transaction():
            opened.vault.db.conn.execute("PRAGMA defer_foreign_keys = ON")
            case = opened.recorder.cases()[0].id
            for one, wrapped in more:
                opened.vault.db.conn.execute(
                    "INSERT INTO visits (id, case_id, title, template, held_on, status, created_at) VALUES (?,?,?,?,?,?,?)",
                    (one, case, "Visit", "child_in_need_visit", "2026-03-11", "planned", "2026-03-11T09:00:00+00:00"),
                )
                opened.vault.db.conn.execute("INSERT INTO visit_keys VALUES (?, ?)", (one, wrapped))
        begin = time.perf_counter()
        opened.custodian.rotate()
        print(f"Rotation of the database's key and {KEYS} visit keys: {time.perf_counter() - begin:.2f} s")
        opened.vault.close()
        shutil.rmtree(folder / "vault")


if __name__ == "__main__":
    main()
