"""From the command to the first screen, in a real pseudo-terminal, with many visits in the vault; and the memory it takes.

    python -m benchmarks.start [--visits 1000] [--repeat 5] [--role worker|supervisor]

What is timed is what a person waits for: from starting `python -m recorder` until the first visit can be read. Beside the
wall's time stands the processor's, which a busy machine does not change, and what Python itself takes to start and do
nothing. The vault is a sample one, which opens without a passphrase: argon2id costs half a second more, on purpose.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from dataclasses import dataclass
from pathlib import Path

from recorder.access.keys import RoleInVault
from recorder.config import Config
from tests.conftest import PASSPHRASE, finish_note, make_vault, record_visit, reopen

_SIZE = (120, 40)
_PATIENCE = 60.0  # seconds


@dataclass(frozen=True)
class Start:
    """One start."""

    wall: float  # seconds until the first screen
    cpu: float  # processor seconds of the program until then
    memory: int  # bytes resident at most, until then


def fill(config: Config, visits: int, *, role: str) -> None:
    """A sample vault with visits: one in ten a draft, the others signed; for a supervisor one in ten waits."""
    make_vault(config, sample=True)
    opened = reopen(config)
    for number in range(visits):
        visit_id = record_visit(opened, f"CASE-{number}")
        opened.recorder.process(visit_id)
        if number % 10:
            finish_note(opened, visit_id)
            if role == "worker" or number % 10 != 1:
                opened.supervision.file(visit_id)
    if role == "supervisor":
        opened.custodian.add_person("Ngozi Eze", RoleInVault.SUPERVISOR, passphrase=PASSPHRASE)
    opened.close()


def start(config: Config, words: bytes, *, person: str) -> Start:
    """Start the interface and wait until `words` can be read."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", _SIZE[1], _SIZE[0], 0, 0))
    environ = {k: v for k, v in os.environ.items() if k not in {"COLUMNS", "LINES"}} | {"TERM": "xterm-256color"}
    command = [sys.executable, "-m", "recorder", "--vault", str(config.vault_dir), "--as", person]
    began = time.perf_counter()
    program = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environ, start_new_session=True)
    os.close(slave)
    drawn = b""
    while words not in drawn:
        assert time.perf_counter() - began < _PATIENCE, drawn[-2000:]
        if select.select([master], [], [], 0.05)[0]:
            drawn += os.read(master, 65536)
    took = time.perf_counter() - began
    fields = Path(f"/proc/{program.pid}/stat").read_text().rsplit(") ", 1)[1].split()
    cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    status = Path(f"/proc/{program.pid}/status").read_text()
    memory = next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))
    program.kill()
    program.wait()
    os.close(master)
    return Start(took, cpu, memory)


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visits", type=int, default=1000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--role", choices=["worker", "supervisor"], default="worker")
    given = parser.parse_args()
    person = "Priya Nair" if given.role == "worker" else "Ngozi Eze"
    with tempfile.TemporaryDirectory() as folder:
        config = Config(vault_dir=Path(folder) / "vault", models_dir=Path(folder) / "models")
        fill(config, given.visits, role=given.role)
        begins = []
        for _ in range(given.repeat):
            began = time.perf_counter()
            subprocess.run([sys.executable, "-c", "pass"], check=True)
            begins.append(time.perf_counter() - began)
        starts = [start(config, b"CASE-", person=person) for _ in range(given.repeat)]
    print(f"{given.visits} visits, {given.role}, {given.repeat} starts; median (least, most)")
    for what, values in (
        ("seconds to the first screen", [s.wall for s in starts]),
        ("processor seconds", [s.cpu for s in starts]),
        ("memory, MB", [s.memory / 1e6 for s in starts]),
        ("Python alone, seconds", begins),
    ):
        print(f"{what:<30} {statistics.median(values):8.2f}  ({min(values):.2f}, {max(values):.2f})")


if __name__ == "__main__":
    main()
