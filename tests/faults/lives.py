"""A worker's acts over and over on one vault, for `test_kill_anywhere`: each act that returned is written down as promised.

Run as a program: forks itself, lets the child work, kills it with SIGKILL at a random moment, opens the vault as the next
start would, and holds what it finds against everything that was promised. Prints what it saw as JSON.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import random
import resource
import signal
import struct
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from audit.events import DraftMade
from recorder import isolation
from recorder.assurance import verify_vault
from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.domain import Status
from recorder.errors import StorageFailed
from tests.conftest import ROSTER, heard, make_vault, reopen

PIECE = np.full(4_000, 77, np.int16)  # a quarter of a second


class Promises:
    """What the child was told is safe, one line an act, through a pipe."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    def made(self, *words: object) -> None:
        """Note an act that has returned."""
        os.write(self._pipe, (json.dumps(words) + "\n").encode())


def live(opened: OpenVault, promises: Promises, chance: random.Random) -> None:
    """Work on until killed; what the disk refuses is tried again."""
    while True:
        try:
            act(opened, promises, chance)
        except StorageFailed:
            promises.made("refused", "")
            time.sleep(0.01)


def act(opened: OpenVault, promises: Promises, chance: random.Random) -> None:
    """The next thing that an unfinished visit needs."""
    recorder = opened.recorder
    unfinished = [v for v in recorder.visits() if v.status is not Status.APPROVED]
    if not unfinished:
        case = recorder.open_case(f"CASE-{time.time_ns()}", ROSTER)
        visit = recorder.plan_visit(case.id, title="Visit", template="child_in_need_visit", held_on=date(2026, 3, 11))
        promises.made("planned", visit.id)
        return
    visit = unfinished[0]
    match visit.status:
        case Status.PLANNED:
            for person in ROSTER:
                recorder.record_consent(visit.id, person.key, agreed=True, told_how="in_person")
            record(opened, visit.id, promises, pieces=chance.randrange(2, 12))
        case Status.RECORDING:
            opened.recording.recover_torn()
        case Status.RECORDED | Status.TRANSCRIBED:
            recorder.process(visit.id)
            promises.made("status", visit.id, "drafted")
        case _:
            edit_and_approve(opened, visit.id, promises)


def record(opened: OpenVault, visit_id: str, promises: Promises, *, pieces: int) -> None:
    """A short recording."""
    session = opened.recording.begin(visit_id)
    try:
        for _ in range(pieces):
            promises.made("heard", visit_id, session.append(PIECE))
        session.mark()
        session.stop()
    except StorageFailed:
        session.leave()
        raise
    promises.made("status", visit_id, "recorded")


def edit_and_approve(opened: OpenVault, visit_id: str, promises: Promises) -> None:
    """What a worker does with a draft."""
    recorder = opened.recorder
    note = recorder.working_note(visit_id)
    for statement in note.statements:
        for version in range(2):
            text = f"{statement.id} as worded at {time.time_ns()}, {version}."
            recorder.edit_statement(visit_id, statement.id, text)
            promises.made("edit", visit_id, statement.id, text)
    for statement in note.statements:
        if statement.confirm:
            recorder.confirm_statement(visit_id, statement.id)
    for turn in note.unused_disclosures:
        recorder.acknowledge_disclosure(visit_id, turn, reason="known")
    for section, _ in note.human_sections:
        recorder.write_section(visit_id, section, "Written by hand.")
        promises.made("written", visit_id, section)
    promises.made("approved", visit_id, recorder.approve(visit_id).sha256())


_ORDER = [Status.PLANNED, Status.RECORDING, Status.RECORDED, Status.TRANSCRIBED, Status.DRAFTED, Status.APPROVED]


@dataclass
class Known:
    """Everything that was promised so far, over all lives."""

    status: dict[str, Status] = field(default_factory=dict)
    heard: dict[str, int] = field(default_factory=dict)
    edits: dict[tuple[str, str], str] = field(default_factory=dict)
    written: set[tuple[str, str]] = field(default_factory=set)
    approved: dict[str, str] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)

    def learn(self, line: str) -> None:
        """Take one promise down."""
        kind, visit, *rest = json.loads(line)
        self.kinds[kind] += 1
        if kind == "refused":
            return
        if kind == "heard":
            self.heard[visit] = max(self.heard.get(visit, 0), rest[0])
        elif kind == "edit":
            self.edits[visit, rest[0]] = rest[1]
        elif kind == "written":
            self.written.add((visit, rest[0]))
        elif kind == "approved":
            self.approved[visit] = rest[0]
            self.status[visit] = Status.APPROVED
        else:
            self.status[visit] = Status(rest[0]) if rest else Status.PLANNED

    def broken(self, opened: OpenVault) -> list[str]:
        """Which promises the vault does not keep, and whether log and states agree."""
        wrong: list[str] = []
        visits = {v.id: v for v in opened.recorder.visits()}
        for visit, status in self.status.items():
            if visit not in visits or _ORDER.index(visits[visit].status) < _ORDER.index(status):
                wrong.append(f"{visit} should be {status} at least")
        for visit, samples in self.heard.items():
            kept = 0 if visits[visit].status in (Status.PLANNED, Status.RECORDING) else len(heard(opened, visit))
            if kept < samples:
                wrong.append(f"{visit} kept {kept} of {samples} samples")
        for (visit, statement), text in self.edits.items():
            changed = [s.text for s in opened.recorder.working_note(visit).statements if s.id == statement]
            if not changed or changed[0] < text:  # a later wording may have been stored without being promised
                wrong.append(f"{visit} {statement} lost its wording")
        for visit, sha256 in self.approved.items():
            if opened.recorder.signed_note(visit).sha256 != sha256:
                wrong.append(f"{visit} lost its approval")
        if not (answer := verify_vault(opened)).ok:
            wrong.append(" ".join(answer.sentences))
        drafts = Counter(e.event.visit for e in opened.recorder.history() if isinstance(e.event, DraftMade))
        wrong += [f"{visit} was drafted {n} times" for visit, n in drafts.items() if n > 1]
        wrong += [f"{v.id} is still recording" for v in visits.values() if v.status is Status.RECORDING]
        return wrong


def break_the_disk(how: str, chance: random.Random) -> None:
    """Make this process's disk full, or its fsync fail, from now on."""
    if how == "full":
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        limit = chance.randrange(20_000, 400_000)  # bytes a file
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    elif how == "fsync":
        refuse_calls({"x86_64": (74, 75), "aarch64": (82, 83)}[platform.machine()])  # fsync, fdatasync


def refuse_calls(numbers: tuple[int, ...]) -> None:
    """Let the kernel answer these system calls with EIO (seccomp, as `recorder.isolation` uses it)."""
    load, equal, answer = 0x20, 0x15, 0x06
    steps = [(load, 0, 0, 0)]
    steps += [(equal, len(numbers) - n, 0, number) for n, number in enumerate(numbers)]
    steps += [(answer, 0, 0, 0x7FFF0000), (answer, 0, 0, 0x00050000 | errno.EIO)]
    isolation._install(b"".join(struct.pack("HBBI", *step) for step in steps))


def main(kills: int, seed: int, disk: str) -> None:
    """Kill `kills` lives, on a disk that is "whole", gets "full" or fails to "fsync", and report."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    known, wrong, said = Known(), [], 0
    with tempfile.TemporaryDirectory() as folder:
        config = Config(Path(folder) / "vault", Path(folder))
        make_vault(config)
        for number in range(kills):
            reading, writing = os.pipe()
            if (child := os.fork()) == 0:
                os.close(reading)
                opened = reopen(config)
                if number % 2:  # a broken disk is followed by a mended one
                    break_the_disk(disk, random.Random(number))  # noqa: S311 - not for secrets
                live(opened, Promises(writing), chance)
            os.close(writing)
            time.sleep(chance.uniform(0.01, 0.6))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            with os.fdopen(reading, encoding="utf-8") as promised:
                for line in promised:
                    with suppress(json.JSONDecodeError):  # the last line may be torn; it was not yet a promise
                        known.learn(line)
            opened = reopen(config)
            said += len(opened.said)
            wrong += known.broken(opened)
            opened.vault.close()
    print(json.dumps({"kills": kills, "promises": known.kinds, "recovered": said, "wrong": wrong}))  # noqa: T201 - the report


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
