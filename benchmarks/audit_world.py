"""Many devices' exports, quickly: visits of some forty entries in the log's own form, for the audit benchmarks.

The entries are made once as typed events; only their numbers, times and visits are then filled in. Nothing in them is of a
real person. Run by the other audit benchmarks; alone it writes a folder: python benchmarks/audit_world.py DIR DEVICES ENTRIES
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from functools import cache
from itertools import count, islice
from pathlib import Path

from audit import events as e
from audit.checkpoint import Checkpoint, sign
from audit.events import canonical_json
from audit.merkle import Frontier
from audit.people import person_id
from audit.record import FORMAT
from audit.scripted import BEGAN, ScriptedSigner, scripted_events

Step = tuple[bytes, int]  # an event's JSON with the visit left open, and seconds since the entry before
_OPEN = "v-00000000"


def signer_of(device: int) -> ScriptedSigner:
    """The device's own key."""
    return ScriptedSigner(f"device {device}", key_name=f"casescribe/{device:08x}")


@cache
def one_visit() -> tuple[Step, ...]:
    """A visit whose worker reads every sentence."""
    known = [event for event in scripted_events(_OPEN) if hasattr(event, "visit")]
    draft = next(i for i, event in enumerate(known) if isinstance(event, e.DraftMade)) + 1
    looks = [
        e.EvidenceSeen(visit=_OPEN, statement=f"s{i}", seconds=5.5 + i % 4, played=i % 5 == 0, words=24 + i)
        for i in range(1, 15)
    ]
    edits = [e.StatementEdited(visit=_OPEN, statement=f"s{i}", before=90, after=70 + i) for i in range(2, 14, 3)]
    acts = [*known[:draft], *looks, *edits, *known[draft:], e.NoteFiled(visit=_OPEN, note_sha256="a" * 64)]
    return tuple((canonical_json(act.to_json()).replace(_OPEN.encode(), b"%b"), 9) for act in acts)


def leaves(device: int) -> Iterator[bytes]:
    """The exact bytes of a device's entries."""
    signer = signer_of(device)
    actor, key = person_id(signer.public_key.hex()).encode(), signer.public_key.hex()
    first = (
        e.VaultCreated(vault=f"vault-{device}", public_key=key),
        e.PersonAdded(person=actor.decode(), role="worker", public_key=key, team=f"team-{device % 12}"),
    )
    theirs = ScriptedSigner().public_key.hex().encode()
    at, seq = BEGAN + timedelta(minutes=device % 1440), count(1)
    for event in first:
        yield _leaf(actor, at, canonical_json(event.to_json()), next(seq))
    for number in count():
        visit = f"v-{device % 65536:04x}{number:04x}".encode()
        at += timedelta(hours=3)
        for told, gap in one_visit():
            at += timedelta(seconds=gap)
            yield _leaf(actor, at, told.replace(b"%b", visit).replace(theirs, key.encode()), next(seq))


def _leaf(actor: bytes, at: datetime, event: bytes, seq: int) -> bytes:
    stamp = at.strftime("%Y-%m-%dT%H:%M:%S.000Z").encode()
    return b'{"actor":"%b","at":"%b","event":%b,"seq":%d,"v":1}' % (actor, stamp, event, seq)


def write_device(path: Path, device: int, entries: int) -> None:
    """Write one export."""
    _write_leaves(path, device, list(islice(leaves(device), entries)))


def write_world(folder: Path, devices: int, entries: int) -> None:
    """A folder of exports, one of them forked, one cut off, one damaged."""
    folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_write, [(folder, device, entries) for device in range(devices)], chunksize=8))
    spoil(folder, entries)


def spoil(folder: Path, entries: int) -> None:
    """Device 1 is forked, 2 was cut off, 3 is damaged."""
    forked = folder / "device-00001-again.jsonl"
    lines = list(islice(leaves(1), entries - 10))
    lines[-1] = lines[-1].replace(b'"actor":"', b'"actor":"f', 1)
    _write_leaves(forked, 1, lines)
    whole = (folder / "device-00002.jsonl").read_bytes()
    (folder / "device-00002.jsonl").write_bytes(whole[: whole.rindex(b"\n", 0, len(whole) * 2 // 3) + 1])
    damaged = bytearray((folder / "device-00003.jsonl").read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (folder / "device-00003.jsonl").write_bytes(bytes(damaged))


def _write_leaves(path: Path, device: int, written: list[bytes]) -> None:
    signer = signer_of(device)
    hashes = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in written]
    origin = signer.key_name
    head = sign(Checkpoint(origin, len(written), Frontier().extend(hashes).root()).text(), signer).render()
    first = {"format": FORMAT, "origin": origin, "key_name": origin, "public_key": signer.public_key.hex(), "head": head}
    with path.open("wb") as file:
        file.write(canonical_json(first) + b"\n")
        file.writelines(
            b'{"entry":%b,"hash":"%b"}\n' % (leaf, digest.hex().encode()) for leaf, digest in zip(written, hashes, strict=True)
        )


def _write(task: tuple[Path, int, int]) -> None:
    folder, device, entries = task
    write_device(folder / f"device-{device:05d}.jsonl", device, entries)


if __name__ == "__main__":
    write_world(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
