"""The audit log's figures: proofs against another implementation, mutations found, appending, verifying, many devices.

    python -m benchmarks.audit_log proofs|mutations|append|verify|fleet [--quick]

Timings say what else took part: a bare insert forced to the same disk in the same run, or the size of the input.
"""

from __future__ import annotations

import hashlib
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from random import Random

from audit import events as e
from audit.checkpoint import Checkpoint, VerifierKey, sign
from audit.events import canonical_json
from audit.log import AuditLog, create_tables, prove_entry
from audit.merkle import (
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_of,
    subtree_of,
    verify_consistency,
    verify_inclusion,
)
from audit.proof import check_proof
from audit.record import FORMAT, read_export
from audit.scripted import BEGAN, ScriptedSigner
from audit.verify import verify
from benchmarks.audit_world import leaves, signer_of, write_device, write_world


def proofs(*, quick: bool) -> None:
    """Roots, inclusion and consistency for all sizes; our proofs also by the recursive definitions of RFC 9162."""
    from pymerkle import InmemoryTree  # type: ignore[import-untyped]

    most, chance = (300 if quick else 2000), Random(6)  # noqa: S311 - the same every time
    data = [f"entry {i}".encode() for i in range(most)]
    hashes = [leaf_hash(one) for one in data]
    subtree, theirs, frontier = subtree_of(hashes), InmemoryTree(algorithm="sha256"), Frontier()
    roots, inclusions, consistencies = [frontier.root()], 0, 0
    assert theirs.get_root() == roots[0]
    for size in range(1, most + 1):
        theirs.append_entry(data[size - 1])
        frontier, _ = frontier.append(hashes[size - 1])
        roots.append(frontier.root())
        assert theirs.get_root() == roots[size] == _mth(hashes[:size]), size
        for index in {0, size - 1, *(chance.randrange(size) for _ in range(3))}:
            path = inclusion_proof(index, size, subtree)
            assert list(path) == _path(index, hashes[:size])
            assert verify_inclusion(hashes[index], index=index, size=size, proof=path, root=roots[size])
            other = [bytes.fromhex(step) for step in theirs.prove_inclusion(index + 1, size).serialize()["path"]]
            assert sorted(path) == sorted(step for step in other if step != hashes[index])
            inclusions += 1
        for old in {0, size, *(chance.randrange(1, size + 1) for _ in range(3))}:
            proof = consistency_proof(old, size, subtree)
            assert not 0 < old < size or list(proof) == _subproof(old, hashes[:size], whole=True)
            assert verify_consistency(old_size=old, old_root=roots[old], size=size, root=roots[size], proof=proof)
            assert theirs.get_root(old) == roots[old]
            consistencies += 1
    print(f"roots equal to pymerkle's for sizes 0 to {most}; {inclusions} inclusion proofs equal to its and to RFC 9162's;")
    print(
        f"{consistencies} consistency proofs equal to RFC 9162's and verified (pymerkle's have another shape: its roots agree)"
    )


def _mth(hashes: Sequence[bytes]) -> bytes:
    """MTH of RFC 9162, section 2.1.1, as written there."""
    if len(hashes) == 1:
        return hashes[0]
    k = 1 << (len(hashes) - 1).bit_length() - 1
    return node_hash(_mth(hashes[:k]), _mth(hashes[k:]))


def _path(m: int, hashes: Sequence[bytes]) -> list[bytes]:
    """PATH of section 2.1.3.1."""
    if len(hashes) == 1:
        return []
    k = 1 << (len(hashes) - 1).bit_length() - 1
    if m < k:
        return [*_path(m, hashes[:k]), root_of(hashes[k:])]
    return [*_path(m - k, hashes[k:]), root_of(hashes[:k])]


def _subproof(m: int, hashes: Sequence[bytes], *, whole: bool) -> list[bytes]:
    """SUBPROOF of section 2.1.4.1."""
    if m == len(hashes):
        return [] if whole else [root_of(hashes)]
    k = 1 << (len(hashes) - 1).bit_length() - 1
    if m <= k:
        return [*_subproof(m, hashes[:k], whole=whole), root_of(hashes[k:])]
    return [*_subproof(m - k, hashes[k:], whole=False), root_of(hashes[:k])]


def mutations(*, quick: bool) -> None:
    """An attacker with the key rewrites a log before its last kept head, in every way, and signs it anew."""
    chance, tries, size = Random(5), (500 if quick else 5000), 120  # noqa: S311 - the same every time
    signer = signer_of(0)
    true = list(islice(leaves(0), size))
    pinned = [_head(signer, true)]
    found: dict[str, list[bool]] = {}
    for _ in range(tries):
        name, forged = _mutated(chance, true)
        while forged[:size] == true:  # no mutation at all
            name, forged = _mutated(chance, true)
        verdict = verify(
            read_export(_export(signer, [*forged, *_more(chance, forged)])), expected_key=signer.public_key, pinned=pinned
        )
        alone = verify(read_export(_export(signer, forged)), expected_key=signer.public_key)
        found.setdefault(name, []).append(not verdict.ok)
        found.setdefault("(found without the kept head)", []).append(not alone.ok)
    for name, each in sorted(found.items()):
        print(f"{name:32} {sum(each):5} of {len(each)}")
    print(f"all: {sum(sum(each) for name, each in found.items() if '(' not in name)} of {tries} found")


def _mutated(chance: Random, true: list[bytes]) -> tuple[str, list[bytes]]:
    forged, place = list(true), chance.randrange(2, len(true))
    entry = e.read_leaf(forged[place])
    name = chance.choice(
        ("edit", "delete", "insert", "swap", "move", "time", "actor", "cut off and grown anew", "entry repeated")
    )
    match name:
        case "edit":
            entry = e.Entry(
                entry.seq, entry.at, entry.actor, e.StatementConfirmed(visit="v-1", statement=f"s{chance.randrange(10**9)}")
            )
            forged[place] = entry.leaf()
        case "delete":
            del forged[place]
        case "insert":
            forged.insert(
                place, e.Entry(place + 1, entry.at, entry.actor, e.DraftDropped(visit="v-1", reason="speakers_changed")).leaf()
            )
        case "swap":
            other = chance.choice([i for i in range(2, len(true)) if i != place])
            forged[place], forged[other] = forged[other], forged[place]
        case "move":
            forged.insert(chance.choice([i for i in range(2, len(true) - 1) if i != place]), forged.pop(place))
        case "time":
            forged[place] = e.Entry(entry.seq, entry.at.replace(microsecond=1000), entry.actor, entry.event).leaf()
        case "actor":
            forged[place] = e.Entry(entry.seq, entry.at, "f" * 16, entry.event).leaf()
        case "cut off and grown anew":
            forged = forged[:place]
        case _:
            forged.insert(place, forged[place])
    return name, _renumbered(forged)


def _renumbered(written: list[bytes]) -> list[bytes]:
    """A careful forger makes the numbers fit."""
    entries = [e.read_leaf(leaf) for leaf in written]
    return [e.Entry(seq, one.at, one.actor, one.event).leaf() for seq, one in enumerate(entries, start=1)]


def _more(chance: Random, forged: list[bytes]) -> list[bytes]:
    """Honest entries after it, so that the forged log is at least as long as the kept head."""
    last = e.read_leaf(forged[-1])
    return [
        e.Entry(len(forged) + i, last.at, last.actor, e.StatementConfirmed(visit="v-2", statement=f"s{i}")).leaf()
        for i in range(1, 130 + chance.randrange(20))
    ]


def _head(signer: ScriptedSigner, written: Sequence[bytes]) -> str:
    root = Frontier().extend([leaf_hash(leaf) for leaf in written]).root()
    return sign(Checkpoint(signer.key_name, len(written), root).text(), signer).render()


def _export(signer: ScriptedSigner, written: Sequence[bytes]) -> list[bytes]:
    origin, key = signer.key_name, signer.public_key.hex()
    first = {"format": FORMAT, "origin": origin, "key_name": origin, "public_key": key, "head": _head(signer, written)}
    rows = (b'{"entry":%b,"hash":"%b"}\n' % (leaf, leaf_hash(leaf).hex().encode()) for leaf in written)
    return [canonical_json(first) + b"\n", *rows]


def append(*, quick: bool) -> None:
    """Appending to an encrypted, synced log of growing size, beside a bare insert in the same database."""
    from recorder.database import open_encrypted

    signer = signer_of(0)
    with tempfile.TemporaryDirectory() as folder:
        conn = open_encrypted(Path(folder) / "log.db", bytes(32)).conn
        conn.execute("BEGIN")
        create_tables(conn)
        conn.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT")
        conn.execute("COMMIT")
        print("  entries   append ms: median, p90   before commit   bare insert   ratio   proof of an entry, its check (ms)")
        for size in (10, 1_000, 100_000) if quick else (10, 1_000, 100_000, 1_000_000):
            _grow(conn, signer, size)
            log = AuditLog(conn, origin=signer.key_name, signer=signer)
            ours, inside, bare = [], [], []
            for i in range(100):
                began = time.perf_counter()
                conn.execute("BEGIN IMMEDIATE")
                log.append(e.StatementConfirmed(visit="v-1", statement=f"s{i}"), at=BEGAN, actor="a1")
                inside.append(time.perf_counter() - began)
                conn.execute("COMMIT")
                ours.append(time.perf_counter() - began)
                began = time.perf_counter()
                conn.execute("BEGIN IMMEDIATE")
                conn.execute("INSERT INTO bare (data) VALUES (?)", (bytes(300),))
                conn.execute("COMMIT")
                bare.append(time.perf_counter() - began)
            proving, checking = _proving(conn, signer, size)
            p90 = statistics.quantiles(ours, n=10)[-1]
            print(
                f"{size:>9}  {_ms(ours):>10} {p90 * 1000:>8.2f} {_ms(inside):>20} {_ms(bare):>16} "
                f"{statistics.median(ours) / statistics.median(bare):>9.2f} {_ms(proving):>12} {_ms(checking):>8}"
            )
        conn.close()


def _ms(seconds: Sequence[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.2f}"


def _proving(conn: object, signer: ScriptedSigner, size: int) -> tuple[list[float], list[float]]:
    chance, key, proving, checking = Random(1), VerifierKey(signer.key_name, signer.public_key), [], []  # noqa: S311
    for _ in range(100):
        seq = chance.randrange(1, size)
        began = time.perf_counter()
        proof = prove_entry(conn, seq)  # type: ignore[arg-type] # an encrypted connection, which is no sqlite3.Connection
        proving.append(time.perf_counter() - began)
        began = time.perf_counter()
        assert check_proof(proof, key)[0].seq == seq
        checking.append(time.perf_counter() - began)
    return proving, checking


def _grow(conn: object, signer: ScriptedSigner, size: int) -> None:
    """Fill the tables as if so many entries had been appended."""
    from typing import Any

    db: Any = conn
    db.execute("BEGIN")
    for table in ("audit_entry", "audit_node", "audit_log"):
        db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
    level, hashes = 0, []
    rows = ((seq, None, leaf) for seq, leaf in enumerate(islice(leaves(0), size), start=1))
    while some := list(islice(rows, 50_000)):
        made = [(seq, visit, leaf, leaf_hash(leaf), bytes(32)) for seq, visit, leaf in some]
        hashes += [row[3] for row in made]
        db.executemany("INSERT INTO audit_entry VALUES (?, ?, ?, ?, ?)", made)
    head = sign(Checkpoint(signer.key_name, size, Frontier().extend(hashes).root()).text(), signer).render()
    while len(hashes) > 1:
        pairs = iter(hashes)
        hashes, level = [node_hash(a, b) for a, b in zip(pairs, pairs, strict=False)], level + 1
        db.executemany("INSERT INTO audit_node VALUES (?, ?, ?)", [(level, i, one) for i, one in enumerate(hashes)])
    db.execute(
        "INSERT INTO audit_log VALUES (1, ?, ?, ?, ?, ?)", (FORMAT, signer.key_name, signer.key_name, signer.public_key, head)
    )
    db.execute("COMMIT")


def verify_large(*, quick: bool) -> None:
    """One export of a million entries, in a process of its own by its command."""
    import subprocess

    entries = 100_000 if quick else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.jsonl"
        write_device(path, 0, entries)
        began, hashing = time.perf_counter(), hashlib.sha256()
        with path.open("rb") as file:
            while some := file.read(1 << 20):
                hashing.update(some)
        plain = time.perf_counter() - began
        began = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", _VERIFYING, str(path)], check=True, capture_output=True, text=True)
        took = time.perf_counter() - began
        print(
            f"{entries} entries, {path.stat().st_size / 1e6:.0f} MB: {took:.1f} s on the clock, {done.stdout.splitlines()[-1]};"
        )
        print(f"one pass of SHA-256 over the file: {plain:.1f} s")


_VERIFYING = """
import resource, sys
from audit.__main__ import main
assert main(["verify", sys.argv[1]]) == 0
used = resource.getrusage(resource.RUSAGE_SELF)
most = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")][0]
print(f"{used.ru_utime + used.ru_stime:.1f} s of processor, {int(most) / 1024:.0f} MB")
"""


def fleet(*, quick: bool) -> None:
    """A thousand devices of ten thousand entries: verified, flattened, reported."""
    from audit.fleet import check_fleet
    from audit.numbers import Questions
    from audit.reports import report_on_fleet

    devices, entries = (60, 2000) if quick else (1000, 10_000)
    folder = Path(tempfile.mkdtemp())
    try:
        write_world(folder, devices, entries)
        began = time.perf_counter()
        found = check_fleet(folder)
        checked = time.perf_counter()
        report = report_on_fleet(found, questions=Questions())
        done = time.perf_counter()
    finally:
        shutil.rmtree(folder)
    print("\n".join(found.sentences()))
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    print(f"{devices} devices × {entries} entries: verified in {checked - began:.1f} s,")
    print(f"{len(report.sheets)} sheets in {done - checked:.1f} s, the largest process {most:.0f} MB")


BENCHMARKS: dict[str, Callable[..., None]] = {
    "proofs": proofs, "mutations": mutations, "append": append, "verify": verify_large, "fleet": fleet,
}  # fmt: skip

if __name__ == "__main__":
    for name in [word for word in sys.argv[1:] if not word.startswith("-")] or list(BENCHMARKS):
        print(f"== {name}")
        BENCHMARKS[name](quick="--quick" in sys.argv)
