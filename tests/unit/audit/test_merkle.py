import hashlib

from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree  # type: ignore[import-untyped]

from audit.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    peak_places,
    root_of,
    subtree_of,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [leaf_hash(f"entry {i}".encode()) for i in range(301)]
ROOTS = [root_of(LEAVES[:n]) for n in range(301)]
SUBTREE = subtree_of(LEAVES)
PYMERKLE = InmemoryTree.init_from_entries([f"entry {i}".encode() for i in range(301)], algorithm="sha256")
sizes = st.integers(min_value=1, max_value=300)


def test_the_empty_and_the_first_roots_are_those_of_the_rfc() -> None:
    assert hashlib.sha256(b"").digest() == ROOTS[0] == EMPTY_ROOT
    assert hashlib.sha256(b"\x00entry 0").digest() == ROOTS[1]
    assert hashlib.sha256(b"\x01" + LEAVES[0] + LEAVES[1]).digest() == ROOTS[2]
    assert node_hash(ROOTS[2], LEAVES[2]) == ROOTS[3]


def test_roots_equal_pymerkle_for_sizes_0_to_300() -> None:
    other = InmemoryTree(algorithm="sha256")
    for size in range(301):
        assert other.get_root() == ROOTS[size]
        other.append_entry(f"entry {size}".encode())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_an_inclusion_proof_holds_for_its_leaf_and_no_other(data: st.DataObject) -> None:
    size = data.draw(sizes)
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(index, size, SUBTREE)
    assert len(proof) <= (size - 1).bit_length()
    assert verify_inclusion(LEAVES[index], index=index, size=size, proof=proof, root=ROOTS[size])
    right = other == index
    assert verify_inclusion(LEAVES[other], index=index, size=size, proof=proof, root=ROOTS[size]) is right
    assert not verify_inclusion(LEAVES[index], index=index, size=size, proof=(*proof, EMPTY_ROOT), root=ROOTS[size])
    if proof:
        assert not verify_inclusion(LEAVES[index], index=index, size=size, proof=proof[1:], root=ROOTS[size])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_consistency_proof_holds_between_a_tree_and_its_beginning_only(data: st.DataObject) -> None:
    size = data.draw(sizes)
    old = data.draw(st.integers(0, size))
    proof = consistency_proof(old, size, SUBTREE)
    assert verify_consistency(old_size=old, old_root=ROOTS[old], size=size, root=ROOTS[size], proof=proof)
    forged = leaf_hash(b"forged")
    assert not verify_consistency(old_size=old, old_root=forged, size=size, root=ROOTS[size], proof=proof)
    assert old == 0 or not verify_consistency(old_size=old, old_root=ROOTS[old], size=size, root=forged, proof=proof)
    assert not verify_consistency(old_size=old, old_root=ROOTS[old], size=size, root=ROOTS[size], proof=(*proof, forged))


@settings(deadline=None)
@given(sizes, st.integers(0, 299))
def test_the_proofs_equal_pymerkle(size: int, index: int) -> None:
    index %= size
    mine = inclusion_proof(index, size, SUBTREE)
    other = PYMERKLE.prove_inclusion(index + 1, size)
    assert sorted(mine) == sorted(
        bytes.fromhex(step) for step in other.serialize()["path"] if bytes.fromhex(step) != LEAVES[index]
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 300), st.integers(0, 300))
def test_many_leaves_at_once_make_the_tree_of_one_after_another(before: int, many: int) -> None:
    before, after = min(before, many), max(before, many)
    grown = Frontier().extend(LEAVES[:before]).extend(LEAVES[before:after])
    one_by_one = Frontier()
    for leaf in LEAVES[:after]:
        one_by_one, _ = one_by_one.append(leaf)
    assert grown == one_by_one


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 300))
def test_a_tree_needs_only_its_peaks_to_grow(size: int) -> None:
    frontier, nodes = Frontier(), {}
    for leaf in LEAVES[:size]:
        frontier, completed = frontier.append(leaf)
        nodes.update({(n.level, n.index): n.hash for n in completed})
    assert len(frontier.peaks) == size.bit_count()
    assert frontier.peaks == tuple(nodes[place] for place in peak_places(size))
    assert all(value == root_of(LEAVES[i << level : (i + 1) << level]) for (level, i), value in nodes.items())


def test_the_proofs_are_those_of_the_example_in_rfc_6962_section_2_1_3() -> None:
    a, b, c, d, e, f, j = LEAVES[:7]
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, l7 = node_hash(g, h), node_hash(i, j)
    assert node_hash(k, l7) == ROOTS[7]
    assert inclusion_proof(0, 7, SUBTREE) == (b, h, l7)
    assert inclusion_proof(3, 7, SUBTREE) == (c, g, l7)
    assert inclusion_proof(4, 7, SUBTREE) == (f, j, k)
    assert inclusion_proof(6, 7, SUBTREE) == (i, k)
    assert consistency_proof(3, 7, SUBTREE) == (c, d, g, l7)
    assert consistency_proof(4, 7, SUBTREE) == (l7,)
    assert consistency_proof(6, 7, SUBTREE) == (i, j, k)
