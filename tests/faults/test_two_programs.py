"""Two programs at once on one vault: every change of both is kept, and neither meets a lock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from recorder.assurance import verify_vault
from recorder.bootstrap import OpenVault
from recorder.config import Config
from tests.conftest import reopen

ROOT = Path(__file__).resolve().parents[2]
CHANGES = 300  # by each of the two
_WRITER = """
import sys
from pathlib import Path
from recorder.config import Config
from tests.conftest import reopen
folder, visit, name, changes = sys.argv[1:]
opened = reopen(Config(Path(folder), Path(folder)))
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(changes)):
    opened.recorder.add_statement(visit, "home", f"{name} {number}")
opened.vault.close()
"""


@pytest.mark.fault
def test_two_programs_write_six_hundred_changes_and_lose_none(drafted: OpenVault, drafted_visit: str, config: Config) -> None:
    section = drafted.recorder.template(drafted_visit).sections[0].key
    drafted.vault.close()
    code = _WRITER.replace('"home"', repr(section))
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(config.vault_dir), drafted_visit, name, str(CHANGES)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("first", "second")
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    ends = [writer.communicate("go\n", timeout=300) for writer in writers]
    assert [(w.returncode, err) for w, (_, err) in zip(writers, ends, strict=True)] == [(0, ""), (0, "")]
    after = reopen(config)
    kept = [s.text for s in after.recorder.working_note(drafted_visit).statements]
    for name in ("first", "second"):
        assert [t for t in kept if t.startswith(name)] == [f"{name} {n}" for n in range(CHANGES)]
    assert verify_vault(after).ok
    after.vault.close()
