"""The attacker has true signatures from elsewhere or from before, and puts them where they were not given."""

import hashlib
import sqlite3
from datetime import timedelta

import pytest

from audit import events as e
from audit.checkpoint import Note, VerifierKey, parse_note, sign
from audit.cosign import check_cosignature, cosign, cosigner_key
from audit.errors import BadSignature
from audit.keys import Keys
from audit.log import AuditLog, create_tables
from audit.people import person_id
from audit.scripted import BEGAN, ORIGIN, ScriptedSigner, scripted_events, scripted_log
from audit.verify import verify

SIGNER = ScriptedSigner()
WITNESS = ScriptedSigner("supervisor", key_name="witness/1")
WORKER, SUPERVISOR = ScriptedSigner("worker"), ScriptedSigner("boss")
CLAIMS = {
    "test_an_older_heads_signature_under_the_newest_head_is_false": ("the database and old backups", "the true key", "caught"),
    "test_a_head_of_another_log_with_the_same_key_is_told": ("the database and another log's", "the true key", "caught"),
    "test_a_cosignature_under_another_head_is_false": (
        "the database, the key and a witness's old cosignature",
        "the witness's key",
        "caught",
    ),
    "test_an_approval_copied_to_another_person_is_named": (
        "the database, the key and an approval of somebody else's",
        "the log",
        "caught, and the entry named",
    ),
    "test_a_workers_own_approval_as_countersignature_is_named": (
        "the database, the key and the worker's approval",
        "the log",
        "caught, and the entry named",
    ),
}


def head_of(size: int) -> Note:
    conn = scripted_log(scripted_events()[:size])
    note = AuditLog(conn, origin=ORIGIN, signer=SIGNER).head_note()
    conn.close()
    return parse_note(note or "")


def test_an_older_heads_signature_under_the_newest_head_is_false() -> None:
    conn = scripted_log()
    replayed = Note(head_of(12).text, head_of(8).signatures).render()
    conn.execute("UPDATE audit_log SET head = ?", (replayed,))
    assert any("not signed by the log's key" in f.sentence for f in verify(conn, expected_key=SIGNER.public_key).findings)
    conn.close()


def test_a_head_of_another_log_with_the_same_key_is_told() -> None:
    conn = scripted_log()
    text = head_of(12).text.replace(ORIGIN, "casescribe/other")
    conn.execute("UPDATE audit_log SET head = ?", (sign(text, SIGNER).render(),))
    assert any("of another log" in f.sentence for f in verify(conn, expected_key=SIGNER.public_key).findings)
    conn.close()


def test_a_cosignature_under_another_head_is_false() -> None:
    witnessed = cosign(head_of(8), WITNESS, at=BEGAN + timedelta(hours=1))
    assert check_cosignature(witnessed, cosigner_key(WITNESS)).witness == "witness/1"
    replayed = Note(head_of(12).text, (*head_of(12).signatures, witnessed.signatures[-1]))
    with pytest.raises(BadSignature):
        check_cosignature(replayed, cosigner_key(WITNESS))
    conn, known = scripted_log(), Keys(witnesses=(cosigner_key(WITNESS),))
    assert verify(conn, pinned=[witnessed.render()], keys=known).cosigned[0][0] == 8
    told = verify(conn, pinned=[replayed.render()], keys=known)
    assert [f.sentence for f in told.findings] == ["The cosignature of witness/1 under the head at entry 12 is false."]
    conn.close()


def shared_log(*events: e.Event, actors: tuple[str, ...]) -> list[str]:
    """What is found in a log of two people that ends with these events."""
    people = [(WORKER, "worker"), (SUPERVISOR, "supervisor")]
    added = [
        e.PersonAdded(person=person_id(who.public_key.hex()), role=role, public_key=who.public_key.hex())
        for who, role in people
    ]
    conn = sqlite3.connect(":memory:", isolation_level=None)
    conn.execute("BEGIN")
    create_tables(conn)
    log = AuditLog(conn, origin=ORIGIN, signer=SIGNER)
    begun = [scripted_events()[0], *added]
    for event, actor in zip([*begun, *events], [WORKER.actor_id] * len(begun) + list(actors), strict=True):
        log.append(event, at=BEGAN, actor=actor)
    conn.execute("COMMIT")
    told = [f.sentence for f in verify(conn, expected_key=SIGNER.public_key).findings]
    conn.close()
    return told


def approved(who: ScriptedSigner) -> e.NoteApproved:
    return next(event for event in scripted_events(signer=who) if isinstance(event, e.NoteApproved))


def countersigned(who: ScriptedSigner) -> e.NoteCountersigned:
    note = approved(WORKER).note_sha256
    return e.NoteCountersigned(
        visit="v1", note_sha256=note, signature=who.sign(bytes.fromhex(note)).hex(), public_key=who.public_key.hex()
    )


def test_an_honest_approval_and_countersignature_are_fine() -> None:
    both = (approved(WORKER), countersigned(SUPERVISOR))
    assert shared_log(*both, actors=(WORKER.actor_id, SUPERVISOR.actor_id)) == []


def test_an_approval_copied_to_another_person_is_named() -> None:
    assert shared_log(approved(WORKER), actors=(SUPERVISOR.actor_id,)) == [
        "Entry 4 approves a note with a key that the log gave to nobody who was there."
    ]
    stranger = ScriptedSigner("stranger")
    assert len(shared_log(approved(stranger), actors=(stranger.actor_id,))) == 1
    gone = e.PersonRemoved(person=WORKER.actor_id, reason="left")
    assert len(shared_log(gone, approved(WORKER), actors=(SUPERVISOR.actor_id, WORKER.actor_id))) == 1


def test_a_workers_own_approval_as_countersignature_is_named() -> None:
    assert shared_log(approved(WORKER), countersigned(WORKER), actors=(WORKER.actor_id, WORKER.actor_id)) == [
        "Entry 5 countersigns a note with the key of its own writer."
    ]
    assert shared_log(countersigned(SUPERVISOR), actors=(SUPERVISOR.actor_id,)) == [
        "Entry 4 countersigns a note that nobody had approved."
    ]


def test_a_key_under_another_id_is_named() -> None:
    false = e.PersonAdded(
        person=hashlib.sha256(b"another").hexdigest()[:16], role="worker", public_key=ScriptedSigner("x").public_key.hex()
    )
    assert shared_log(false, actors=(WORKER.actor_id,)) == [
        "Entry 4 gives somebody access under an id that is not their key’s."
    ]


def test_governance_knows_keys_and_revokes_them() -> None:
    conn = scripted_log()
    worker = SIGNER.public_key.hex()
    for known, told in (
        (Keys(people={worker: "worker-1"}), 0),
        (Keys(people={"ab" * 32: "worker-2"}), 1),
        (Keys(people={worker: "worker-1"}, revoked={worker: BEGAN}), 1),
        (Keys(people={worker: "worker-1"}, revoked={worker: BEGAN + timedelta(days=1)}), 0),
    ):
        assert len(verify(conn, expected_key=SIGNER.public_key, keys=known).findings) == told
    conn.close()
    assert VerifierKey.parse(VerifierKey("worker-1", SIGNER.public_key).render()).public_key == SIGNER.public_key
