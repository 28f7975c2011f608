"""Killed anywhere while all keys are changed: the vault opens with the same passphrase and nothing of it is lost."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from recorder.assurance import verify_vault
from recorder.bootstrap import OpenVault
from recorder.config import Config
from tests.conftest import SCRIPT, heard, record_visit, reopen

ROOT = Path(__file__).resolve().parents[2]
KILLS = 6  # and on until one met a rotation half-way, at most
MOST = 40
_ROTATE = """
import sys
from pathlib import Path
from recorder.bootstrap import open_vault
from recorder.config import Config
from tests.conftest import reopen
config = Config(Path(sys.argv[1]), Path(sys.argv[1]))
print("ready", flush=True)
opened = reopen(config)
for _ in range(1000):
    keys = opened.custodian.rotate()
    opened.vault.close()
    print("rotated", flush=True)
    opened = open_vault(config, keys)
"""


@pytest.mark.fault
def test_a_rotation_that_is_killed_loses_nothing(opened: OpenVault, drafted_visit: str, config: Config) -> None:
    for number in range(30):
        record_visit(opened, f"MORE-{number}")
    visits = {v.id for v in opened.recorder.visits()}
    opened.vault.close()
    chance = random.Random(3)  # noqa: S311 - not for secrets
    rotations = resumed = kills = 0
    while kills < KILLS or (not resumed and kills < MOST):
        kills += 1
        with subprocess.Popen(
            [sys.executable, "-c", _ROTATE, str(config.vault_dir)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0.02, 0.5))
            child.send_signal(signal.SIGKILL)
            rotations += child.stdout.read().count("rotated")
        resumed += _two_sealed(config)
        after = reopen(config)
        assert {v.id for v in after.recorder.visits()} == visits
        for visit in visits:
            assert len(heard(after, visit)) == 16_000
        words = after.recorder.transcript(drafted_visit)
        assert words is not None
        assert [t.text for t in words.turns] == [t.text for t in SCRIPT]
        assert verify_vault(after).ok
        assert not after.vault.rotating
        after.vault.close()
    print(f"{kills} kills over {rotations} rotations; {resumed} were cut off half-way")  # noqa: T201 - the figures
    assert resumed >= 1, "no kill met a rotation half-way"


def _two_sealed(config: Config) -> bool:
    from recorder.vault import read_keyring

    return any(len(slot.sealed) > 1 for slot in read_keyring(config.vault_dir)[0].slots)
