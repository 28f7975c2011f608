"""Any flipped bit in any stored file is harmless or named, and whatever is not damaged still opens."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from audit.errors import AuditError
from recorder.assurance import verify_vault
from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.domain import Status
from recorder.errors import CasescribeError
from recorder.vault import DATABASE
from tests.conftest import finish_note, heard, record_visit, reopen

FLIPS = 160  # twenty a file


@pytest.fixture
def whole(opened: OpenVault, config: Config, tmp_path: Path) -> Path:
    """A vault with an approved visit, a drafted one and one that is only recorded, as a power cut leaves it."""
    for number in range(3):
        visit = record_visit(opened, f"CASE-{number}")
        if number < 2:
            opened.recorder.process(visit)
        if number == 0:
            finish_note(opened, visit)
        if number == 1:
            opened.vault.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # so that both database and log hold something
    return Path(shutil.copytree(config.vault_dir, tmp_path / "as-left"))


def samples(vault: OpenVault, visit_id: str) -> bytes:
    return heard(vault, visit_id).tobytes()


def look(folder: Path) -> tuple[dict[str, object], list[str]]:
    """Everything that a person can open, and a sentence for everything that would not."""
    said: list[str] = []
    seen: dict[str, object] = {}

    def attempt(name: str, read: Callable[[], object]) -> None:
        try:
            seen[name] = read()
        except (CasescribeError, AuditError) as exc:
            said.append(f"{exc.message} {exc.next_step}")

    try:
        vault = reopen(Config(folder, folder))
    except CasescribeError as exc:
        return seen, [exc.sentence()]
    said += vault.said
    attempt("visits", vault.recorder.visits)
    attempt("cases", vault.recorder.cases)
    for visit in vault.recorder.visits() if "visits" in seen else ():
        attempt(f"words {visit.id}", partial(vault.recorder.transcript, visit.id))
        attempt(f"sound {visit.id}", partial(samples, vault, visit.id))
        if visit.status is not Status.RECORDED:
            attempt(f"note {visit.id}", partial(vault.recorder.working_note, visit.id))

    def verified() -> bool:
        answer = verify_vault(vault)
        said.extend(() if answer.ok else answer.sentences)
        return answer.ok

    attempt("log", verified)
    vault.vault.close()
    return seen, said


@pytest.mark.fault
def test_every_flipped_bit_is_harmless_or_named_and_the_rest_opens(whole: Path, tmp_path: Path) -> None:
    before, nothing = look(Path(shutil.copytree(whole, tmp_path / "untouched")))
    assert (len(before), nothing) == (11, [])
    chance = random.Random(11)  # noqa: S311 - not for secrets
    files = sorted(p.relative_to(whole) for p in whole.rglob("*") if p.is_file())
    harmless: Counter[str] = Counter()
    for number in range(FLIPS):
        name = files[number % len(files)]
        copy = tmp_path / "copy"
        shutil.copytree(whole, copy)
        data = bytearray((copy / name).read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        (copy / name).write_bytes(data)
        seen, said = look(copy)
        shutil.rmtree(copy)
        lost = {what for what in before if seen.get(what) != before[what]}
        if not lost and not said:
            harmless[name.name] += 1
            continue
        assert said, f"{name}: {lost} silently changed"
        stem = name.name.removesuffix(".sound")
        called = (stem, name.name, *((DATABASE, "audit log") if name.name.startswith(DATABASE) else ()))
        assert any(c in s for s in said for c in called), f"{name} is not named: {said}"
        if not name.name.startswith(DATABASE):
            assert lost <= {f"sound {stem}"}, f"{name} stopped {lost}"
    print(f"{FLIPS} flips in {len(files)} files; harmless: {dict(harmless)}; all others named")  # noqa: T201 - the figure
    assert {n for n in harmless if not n.endswith(("-shm", "-wal", DATABASE))} == set()
