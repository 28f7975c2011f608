"""Killed at any moment of an erasure, a visit is either whole or gone, and the next opening finishes what was begun."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from audit.events import VisitErased
from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.domain import Status
from tests.conftest import heard, reopen
from tests.flow.test_erasure import another_visit, whole_disk

ROOT = Path(__file__).resolve().parents[2]
KILLS = 12
_ERASER = """
import sys, time
from pathlib import Path
from recorder.config import Config
from tests.conftest import heard, reopen
folder, visit = sys.argv[1:]
opened = reopen(Config(Path(folder), Path(folder)))
opened.erasure, opened.recorder.visits()
print("ready", flush=True)
sys.stdin.readline()
begin = time.perf_counter()
opened.erasure.erase(visit)
print(time.perf_counter() - begin, flush=True)
"""


def eraser(config: Config, visit_id: str) -> subprocess.Popen[str]:
    """A program that is about to erase a visit and waits for a line."""
    command = [sys.executable, "-c", _ERASER, str(config.vault_dir), visit_id]
    program = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    assert program.stdout.readline() == "ready\n"
    return program


@pytest.mark.fault
def test_a_killed_erasure_is_all_or_nothing(drafted: OpenVault, drafted_visit: str, config: Config) -> None:
    visits = [another_visit(drafted, title=f"marked{n:02d}") for n in range(KILLS)]
    for n, visit in enumerate(visits):
        drafted.recorder.edit_statement(visit, "s1", f"Words only of glimmerwock{n:02d}zz.")
    drafted.vault.close()
    took = float(eraser(config, drafted_visit).communicate("go\n", timeout=120)[0])
    dice, ended = random.Random(7), 0  # noqa: S311 - when to kill, no secret
    for n, visit in enumerate(visits):
        program = eraser(config, visit)
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
        time.sleep(dice.uniform(0, took))
        program.kill()
        program.communicate(timeout=60)
        after = reopen(config)
        told = [e for e in after.recorder.history(visit) if isinstance(e.event, VisitErased)]
        if after.recorder.visit(visit).status is Status.ERASED:
            ended += 1
            (signed,) = after.erasure.certificates(visit)
            assert [e.event.certificate_sha256 for e in told if isinstance(e.event, VisitErased)] == [signed.sha256]
            assert not after.vault.sound_file(visit).exists()
            assert f"glimmerwock{n:02d}zz".encode() not in whole_disk(after)
        else:
            assert (told, after.erasure.certificates(visit)) == ([], ())
            assert after.recorder.working_note(visit).statements[0].text == f"Words only of glimmerwock{n:02d}zz."
            assert len(heard(after, visit)) > 0
        after.vault.close()
    assert ended, "every kill came before the erasure: nothing was tried"
