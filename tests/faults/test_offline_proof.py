"""A whole visit and some idling, with every system call watched and `CI` unset: nothing tries to leave.

What may keep silent in CI is run without `CI`; what the fence refuses is counted all the same. The watch itself is put to
the test by a program that does try. `casescribe doctor --prove-offline` runs the same with the network there and a whole
idle minute.
"""

from __future__ import annotations

import shutil
import subprocess

import pytest

from recorder.commands.proof_offline import Proof, Trace, prove, read_trace
from recorder.config import load_config
from recorder.errors import StorageFailed

IDLE = 5.0  # seconds; the measured run of docs/evaluation.md idles for 60
_WAYS = (("unshare", "--net"), ("unshare", "--map-root-user", "--net"))
_QUIET = [
    '7 openat(AT_FDCWD, "/etc/passwd", O_RDONLY|O_CLOEXEC) = 3',
    "7 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK, 0) = 3",
    '7 connect(3, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT (No such file or directory)',
    '8 openat(AT_FDCWD, "/x", O_RDONLY <unfinished ...>',
    "7 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=9, si_uid=0, si_status=0, si_utime=0, si_stime=0} ---",
    "8 <... openat resumed>)            = 4",
    "8 +++ exited with 0 +++",
    "7 +++ exited with 0 +++",
]


def cut_off() -> tuple[str, ...]:
    """The command that takes the network away, where this machine lets us; else none, and only the fence stands."""
    for way in _WAYS if shutil.which("unshare") else ():
        if subprocess.run([*way, "true"], capture_output=True, check=False).returncode == 0:
            return way
    return ()


@pytest.mark.engine
@pytest.mark.fault
def test_nothing_tries_to_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")  # the proof must take it away
    proof = prove(load_config(), idle=IDLE, before=cut_off())
    assert proof.refused
    if proof.trace is None or proof.control is None:
        return  # a machine that lets nobody trace: what the kernel refuses is all that can be shown there
    assert (proof.trace.sockets, proof.trace.lookups) == (0, 0), proof.trace.evidence
    assert proof.trace.calls > 1_000  # it was a whole visit that was watched
    assert min(proof.control.sockets, proof.control.lookups) >= 1
    assert proof.holds


@pytest.mark.parametrize(
    ("line", "sockets", "lookups"),
    [
        ("7 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 3", 1, 0),
        ("7 socket(AF_INET6, SOCK_DGRAM, IPPROTO_IP) = -1 EACCES (Permission denied)", 1, 0),
        ("7 socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_ROUTE <unfinished ...>", 1, 0),
        ("7 socket(AF_PACKET, SOCK_RAW, 768) = 3", 1, 0),
        ('7 connect(5, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("8.8.8.8")}, 16) = 0', 1, 0),
        ('7 sendto(5, "x", 1, 0, {sa_family=AF_INET6, sin6_port=htons(443)}, 28) = 1', 1, 0),
        ("7 io_uring_setup(8, {flags=0}) = 4", 1, 0),
        ('7 openat(AT_FDCWD, "/etc/resolv.conf", O_RDONLY|O_CLOEXEC) = 4', 0, 1),
        ('7 connect(4, {sa_family=AF_UNIX, sun_path="/run/systemd/resolve/io.systemd.Resolve"}, 42) = 0', 0, 1),
        (r'7 sendto(4, "\2\0\0\0\r\0\0\0\6\0\0\0hosts\0", 18, MSG_NOSIGNAL, NULL, 0) = 18', 0, 1),
    ],
)
def test_a_try_is_seen(line: str, sockets: int, lookups: int) -> None:
    trace = read_trace([*_QUIET[:3], line, *_QUIET[3:]])
    assert (trace.sockets, trace.lookups) == (sockets, lookups)
    assert trace.evidence == (line,)


def test_silence_is_counted_as_silence() -> None:
    assert read_trace(_QUIET) == Trace(sockets=0, lookups=0, calls=4, evidence=())


@pytest.mark.parametrize("trace", [[], _QUIET[:3], [*_QUIET, "something else"], ["socket(AF_INET, 1) = 3", *_QUIET]])
def test_a_watch_that_cannot_be_read_proves_nothing(trace: list[str]) -> None:
    with pytest.raises(StorageFailed, match="proves nothing"):
        read_trace(trace)


def test_without_a_watch_it_says_what_is_not_proven() -> None:
    sentences = Proof(trace=None, control=None, refused=True, seconds=60.0, idle=5.0).sentences()
    assert "strace is not installed" in sentences[-1]
    assert "refused by the operating system" in sentences[1]
