"""`kill -9` in the middle of a restore: the vault in place is the old one or the restored one, whole either way."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from recorder.assurance import verify_vault
from recorder.bootstrap import OpenVault
from recorder.config import Config
from tests.conftest import PASSPHRASE, heard, reopen

ROOT = Path(__file__).resolve().parents[2]
_RESTORE = """
import sys
from pathlib import Path
from recorder.keeping.backup import open_backup
from recorder.bootstrap import SystemClock
from recorder.config import Config
from recorder.keeping.restore import Wishes, restore_backup
archive, keyring = open_backup(Path(sys.argv[2]))
keys = keyring.unlock(sys.argv[3])
config, wishes = Config(Path(sys.argv[1]), Path(sys.argv[1])), Wishes(in_place=True, accept_older=True)
print("started", flush=True)
restore_backup(config, archive, keys, wishes=wishes, clock=SystemClock())
"""


@pytest.mark.fault
def test_killed_anywhere_one_of_the_two_is_in_place(
    opened: OpenVault, recorded_visit: str, config: Config, tmp_path: Path
) -> None:
    made = opened.backups.make(tmp_path / "a.backup")
    opened.recorder.open_case("SINCE", ())
    opened.vault.close()
    chance = random.Random(11)  # noqa: S311 - not for secrets
    restored = 0
    for _ in range(12):
        arguments = [sys.executable, "-c", _RESTORE, str(config.vault_dir), str(made.path), PASSPHRASE]
        with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "started\n"
            time.sleep(chance.uniform(0, 0.15))
            child.kill()
        if not config.vault_dir.exists():  # between the two renames: the old one lies whole beside its place
            max(tmp_path.glob("vault.before-restore-*")).rename(config.vault_dir)
        there = reopen(config)
        assert verify_vault(there).ok
        assert len(heard(there, recorded_visit)) == 16_000
        if "SINCE" not in {case.reference for case in there.recorder.cases()}:
            restored += 1
            there.recorder.open_case("SINCE", ())
        there.vault.close()
    assert restored < 12, "the kills came too late to prove anything"
