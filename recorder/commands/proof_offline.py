"""Proof on this very machine that nothing leaves it: a whole sample visit, watched at the border of the operating system.

The visit runs in a program of its own behind the fence of `recorder.isolation`, from sound to a signed note, and then idles,
because some libraries report home in the background. Where `strace` is installed every system call that could open a way out,
or begin to look up a name, is written down, whether the fence refused it or not, and counted. So that a silent watch is not
taken for a silent program, a second program that does try is watched in the same way and must be seen. Without `strace` it
can only be said that the operating system refuses; not that nobody tried.

strace's own filter (`--seccomp-bpf`) is never used: a call that our fence refuses would then not reach the watch.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from recorder.config import Config, load_config
from recorder.errors import StorageFailed

IDLE_SECONDS = 60.0
_CALLS = "socket,connect,bind,sendto,sendmsg,sendmmsg,io_uring_setup,open,openat,openat2"
_LINE = re.compile(
    r"(?P<pid>\d+) +(?:"
    r"(?P<call>\w+)\((?P<rest>.*)"  # a call, finished or not
    r"|<\.\.\. \w+ resumed>.*"  # its end, when another came between
    r"|(?P<gone>\+\+\+ (?:exited with \d+|killed by \w+(?: \(core dumped\))?) \+\+\+)"
    r"|--- SIG\w+ .*---"
    r")"
)
_LOCAL_FAMILIES = ("AF_UNIX", "AF_LOCAL")
_RESOLVER = re.compile(r'"(?:/etc/(?:resolv\.conf|host\.conf|hosts|gai\.conf)|[^"]*/systemd/resolve/[^"]*)"|"[^"]*hosts\\0')
_TRIES = """
import socket
from recorder.isolation import shut_off
shut_off()
for attempt in (lambda: socket.socket(), lambda: socket.getaddrinfo("example.org", 80)):
    try:
        attempt()
    except OSError:
        continue
    print("not refused")
"""


@dataclass(frozen=True, slots=True)
class Trace:
    """What a watched program, its children included, asked the operating system for."""

    sockets: int  # that were not local, and sends to internet addresses
    lookups: int  # beginnings of looking up a name
    calls: int  # watched calls in all: 0 would mean that nothing was watched
    evidence: tuple[str, ...]  # the lines behind the first two numbers


@dataclass(frozen=True, slots=True)
class Proof:
    """What was seen, and how it may be put."""

    trace: Trace | None  # of the visit; None where strace is not installed
    control: Trace | None  # of a program that tries
    refused: bool  # whether the operating system refused that program
    seconds: float  # how long the visit and the idling took
    idle: float  # seconds of that

    @property
    def holds(self) -> bool:
        """Whether everything that could be looked at is as it should be."""
        if self.trace is None or self.control is None:
            return self.refused
        watched = self.trace.calls > 0 and self.control.sockets > 0 and self.control.lookups > 0
        return self.refused and watched and self.trace.sockets == self.trace.lookups == 0

    def sentences(self) -> tuple[str, ...]:
        """What is proven and what is not, for a person to read."""
        refusal = (
            "A program that tried to reach the network was refused by the operating system."
            if self.refused
            else "A program that tried to reach the network was NOT refused."
        )
        visit = f"A whole sample visit ran to a signed note, and {self.idle:.0f} s of idling after it ({self.seconds:.0f} s)"
        if self.trace is None or self.control is None:
            return (
                f"{visit}.",
                refusal,
                "That nothing even tried was not looked at, because strace is not installed here or may not watch.",
            )
        return (
            f"{visit}: {self.trace.sockets} internet sockets, {self.trace.lookups} look-ups of names.",
            f"Watched were {self.trace.calls} system calls that open files or ways out.",
            f"{refusal} The watch saw it: {self.control.sockets} sockets, {self.control.lookups} look-ups.",
            *self.trace.evidence[:5],
        )


def prove(config: Config, *, idle: float = IDLE_SECONDS, before: Sequence[str] = ()) -> Proof:
    """Run the sample visit, watched; `before` is a command to run it under, such as `unshare --net`.

    Raises `StorageFailed` when the visit does not come to its end or the watch cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="casescribe-proof-") as made:
        folder = Path(made)
        environ = {name: value for name, value in os.environ.items() if name != "CI"}  # with it set, some keep silent
        environ |= {"CASESCRIBE_MODELS": str(config.models_dir)}
        watch = _strace()
        tried, control = _run([sys.executable, "-c", _TRIES], folder / "control", environ, watch, ())
        begin = time.monotonic()
        visit = [sys.executable, "-m", "recorder.commands.proof_offline", str(folder / "visit"), str(idle)]
        _, trace = _run(visit, folder / "trace", environ, watch, before)
        return Proof(trace, control, "not refused" not in tried, time.monotonic() - begin, idle)


def read_trace(lines: Iterable[str]) -> Trace:
    """Count what `strace -f` wrote. Raises `StorageFailed` for a line that cannot be understood, or a trace without an end."""
    sockets: list[str] = []
    lookups: list[str] = []
    calls, ended = 0, False
    for line in lines:
        found = _LINE.fullmatch(line.rstrip("\n"))
        if found is None:
            raise StorageFailed("The watch wrote something that cannot be understood, so it proves nothing.", line[:120])
        ended = found["gone"] is not None
        if found["call"] is None:
            continue
        calls += 1
        if _leaves(found["call"], found["rest"]):
            sockets.append(line.strip())
        if _RESOLVER.search(found["rest"]):
            lookups.append(line.strip())
    if not ended:
        raise StorageFailed("The watch ended before the program did, so it proves nothing.", "Try again.")
    return Trace(len(sockets), len(lookups), calls, (*sockets, *lookups))


def _leaves(call: str, rest: str) -> bool:
    if call == "socket":
        return not rest.startswith(tuple(f"{family}," for family in _LOCAL_FAMILIES))
    return call == "io_uring_setup" or "sa_family=AF_INET" in rest


def _strace() -> str | None:
    """The watch, where it is installed and the system lets it watch."""
    found = shutil.which("strace")
    works = found and subprocess.run([found, "-o", os.devnull, sys.executable, "-c", ""], capture_output=True, check=False)
    return found if works and works.returncode == 0 else None


def _run(
    command: list[str], out: Path, environ: dict[str, str], watch: str | None, before: Sequence[str]
) -> tuple[str, Trace | None]:
    watched = [watch, "-f", "-q", "-s", "200", "-e", f"trace={_CALLS}", "-o", str(out)] if watch else []
    done = subprocess.run([*before, *watched, *command], capture_output=True, text=True, check=False, env=environ)
    if done.returncode:
        raise StorageFailed(
            "The sample visit did not come to its end, so nothing is proven.", " ".join(done.stderr.splitlines()[-1:])
        )
    if not watch:
        return done.stdout, None
    with out.open(encoding="utf-8", errors="replace") as lines:
        return done.stdout, read_trace(lines)


def main() -> None:
    """The watched program: behind the fence, the sample visit into a folder, then so many seconds of idling."""
    from recorder.isolation import shut_off
    from recorder.quiet import keep_quiet

    shut_off()
    keep_quiet()
    from recorder.commands.demo import run_demo

    folder, idle = Path(sys.argv[1]), float(sys.argv[2])
    with run_demo(load_config(), folder=folder):
        time.sleep(idle)


if __name__ == "__main__":
    main()
