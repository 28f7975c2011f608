"""The Merkle tree of RFC 6962, section 2.1: roots, appending, proofs that an entry is in and that nothing was rewritten.

Pure functions over bytes, without storage. Leaves and inner nodes are hashed with different prefixes, so that neither
can pass for the other (section 2.1, second-preimage resistance). A tree that grows is kept as its peaks, the roots of
its perfect subtrees: appending costs O(log n) and needs no leaf again. Indices count from 0, SHA-256 throughout.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Subtree = Callable[[int, int], bytes]  # (start, end) → root over the leaves start ≤ i < end

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Hash of one entry: SHA-256(0x00 || data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash over two subtrees: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Node:
    """The root of a perfect subtree; it covers the leaves from index << level, 1 << level of them."""

    level: int  # 0 is a leaf
    index: int  # place among the nodes of its level, from 0
    hash: bytes


@dataclass(frozen=True, slots=True)
class Frontier:
    """All that a growing tree must remember: its size and the roots of its perfect subtrees, largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> tuple[Frontier, tuple[Node, ...]]:
        """The tree with one more leaf hash, and the nodes that became complete, the leaf's own first."""
        peaks, level, completed = list(self.peaks), 0, [Node(0, self.size, leaf)]
        while self.size >> level & 1:
            leaf = node_hash(peaks.pop(), leaf)
            level += 1
            completed.append(Node(level, self.size >> level, leaf))
        return Frontier(self.size + 1, (*peaks, leaf)), tuple(completed)

    def extend(self, leaves: Sequence[bytes]) -> Frontier:
        """The tree with many more leaf hashes: as `append` one after another, but several times faster."""
        peaks, size, start = list(self.peaks), self.size, 0
        while start < len(leaves):
            largest = (len(leaves) - start).bit_length() - 1
            level = min(largest, (size & -size).bit_length() - 1) if size else largest
            subtree = _perfect(leaves[start : start + (1 << level)])
            start, size, carried = start + (1 << level), size + (1 << level), size >> level
            while carried & 1:
                subtree, carried = node_hash(peaks.pop(), subtree), carried >> 1
            peaks.append(subtree)
        return Frontier(size, tuple(peaks))

    def root(self) -> bytes:
        """The Merkle tree hash."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def peak_places(size: int) -> tuple[tuple[int, int], ...]:
    """Level and index of each peak of a tree, largest first, as `Frontier.peaks` orders them."""
    return tuple((level, (size >> level) - 1) for level in reversed(range(size.bit_length())) if size >> level & 1)


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes."""
    return Frontier().extend(tuple(leaves)).root()


def subtree_of(leaves: Sequence[bytes]) -> Subtree:
    """A `Subtree` over leaf hashes in memory; a store of nodes can answer faster."""
    return lambda start, end: root_of(leaves[start:end])


def inclusion_proof(index: int, size: int, subtree: Subtree) -> tuple[bytes, ...]:
    """The audit path of a leaf in the tree of the first `size` leaves (section 2.1.1). ValueError if it is not in it."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start = middle
    return tuple(reversed(path))


def verify_inclusion(leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof leads from the leaf hash to the root (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last, computed = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            computed = node_hash(step, computed)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            computed = node_hash(computed, step)
        here, last = here >> 1, last >> 1
    return last == 0 and computed == root


def consistency_proof(old_size: int, size: int, subtree: Subtree) -> tuple[bytes, ...]:
    """Proof that the tree of `old_size` is the beginning of the tree of `size` (section 2.1.2). ValueError if it is larger."""
    if not 0 <= old_size <= size:
        raise ValueError(f"a tree of {size} does not begin with one of {old_size}")
    if old_size in {0, size}:
        return ()
    proof: list[bytes] = []
    start, end = 0, size
    while old_size != end:
        middle = start + _split(end - start)
        if old_size <= middle:
            proof.append(subtree(middle, end))
            end = middle
        else:
            proof.append(subtree(start, middle))
            start = middle
    if start:
        proof.append(subtree(start, end))
    return tuple(reversed(proof))


def verify_consistency(*, old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the old tree is the beginning of the new one (RFC 9162, section 2.1.4.2)."""
    if old_size == size:
        return not proof and old_root == root
    if old_size == 0:
        return not proof and old_root == EMPTY_ROOT
    if not 0 < old_size < size:
        return False
    steps = list(proof)
    if old_size & (old_size - 1) == 0:  # a perfect tree is a node of the new one, which the proof leaves out
        steps.insert(0, old_root)
    if not steps:
        return False
    here, last = old_size - 1, size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old_computed = computed = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            old_computed, computed = node_hash(step, old_computed), node_hash(step, computed)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            computed = node_hash(computed, step)
        here, last = here >> 1, last >> 1
    return last == 0 and old_computed == old_root and computed == root


def _perfect(hashes: Sequence[bytes]) -> bytes:
    """The root over 2ⁿ hashes."""
    while len(hashes) > 1:
        pairs = iter(hashes)
        hashes = [hashlib.sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
    return hashes[0]


def _split(size: int) -> int:
    """The largest power of two below `size`: where RFC 6962 divides a tree."""
    return 1 << (size - 1).bit_length() - 1
