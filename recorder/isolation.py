"""Shuts the process off from the network, for good, before anything else loads.

On Linux (x86-64 and ARM64) the kernel does it: a seccomp filter refuses every socket that is not a local one, and
io_uring, which could open one unseen; neither Python nor native code can take it back, and child processes inherit it.
Elsewhere the best available without extra rights is an audit hook, which stops Python code but not native libraries;
`Fence` says which one stands, and `casescribe doctor` repeats it. Only `casescribe models install` runs without a fence.

Source: seccomp(2), `linux/filter.h`, `linux/seccomp.h`; system call numbers from the kernel's tables.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys
from dataclasses import dataclass
from enum import Enum
from typing import Any

from recorder.errors import Refused

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER_MODE = 38, 22, 2
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_OFFSET_NUMBER, _OFFSET_ARCH, _OFFSET_FIRST_ARGUMENT = 0, 4, 16
_AF_UNIX, _IO_URING_SETUP, _X32 = 1, 425, 0x40000000


class Fence(Enum):
    """What keeps this process off the network."""

    KERNEL = "The operating system refuses this program the network."
    PYTHON = "Python code of this program is refused the network; native libraries are only told to keep silent."


@dataclass(frozen=True, slots=True)
class _Machine:
    arch: int  # AUDIT_ARCH_*
    socket: int  # number of the system call


_MACHINES = {"x86_64": _Machine(0xC000003E, 41), "aarch64": _Machine(0xC00000B7, 198)}


def shut_off() -> Fence:
    """Build the strongest fence there is here. Raises `Refused` when the kernel should build one and does not."""
    import socket

    socket.has_ipv6 = False  # true of us from now on; urllib3, which others import, would open a socket to find out
    machine = _MACHINES.get(platform.machine()) if sys.platform == "linux" else None
    if machine is None:
        sys.addaudithook(_refuse_in_python)
        return Fence.PYTHON
    _install(_program(machine))
    return Fence.KERNEL


def _program(machine: _Machine) -> bytes:
    """The filter as `struct sock_filter[]`: code, jump if true, jump if false, constant."""
    steps = [
        (_LOAD, 0, 0, _OFFSET_ARCH),
        (_JUMP_EQUAL, 0, 6, machine.arch),  # another instruction set's calls have other numbers: refuse them all
        (_LOAD, 0, 0, _OFFSET_NUMBER),
        (_JUMP_AT_LEAST, 4, 0, _X32),  # the same for x32
        (_JUMP_EQUAL, 3, 0, _IO_URING_SETUP),
        (_JUMP_EQUAL, 0, 3, machine.socket),
        (_LOAD, 0, 0, _OFFSET_FIRST_ARGUMENT),
        (_JUMP_EQUAL, 1, 0, _AF_UNIX),
        (_RETURN, 0, 0, _ERRNO | errno.EACCES),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _install(program: bytes) -> None:
    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))

    libc = ctypes.CDLL(None, use_errno=True)
    given = Program(len(program) // 8, program)
    done = libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
    done = done and libc.prctl(_PR_SET_SECCOMP, _FILTER_MODE, ctypes.byref(given), 0, 0) == 0
    if not done:
        raise Refused(
            "The operating system would not shut this program off from the network, so it did not start.",
            "Nothing was changed. Ask whoever looks after this laptop (seccomp is not available).",
        )


def _refuse_in_python(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.sendto") or (
        event in ("socket.connect", "socket.bind") and isinstance(arguments[1], tuple)
    ):
        raise PermissionError(errno.EACCES, "Casescribe does not use the network")
