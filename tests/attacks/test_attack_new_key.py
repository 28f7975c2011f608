"""The attacker has the database but not the key, and signs a history of their own making with a key of their own."""

import pytest

from audit import events as e
from audit.checkpoint import VerifierKey
from audit.errors import AuditDamaged
from audit.keys import Keys
from audit.log import AuditLog
from audit.scripted import BEGAN, ORIGIN, ScriptedSigner, scripted_events, scripted_log
from audit.verify import verify

SIGNER, STRANGER = ScriptedSigner(), ScriptedSigner("stranger")
REFUSED = e.ConsentGiven(visit="v1", person=e.keyed_id(b"key", "mum"), agreed=False, how="in_person")
REWRITTEN = (*scripted_events(signer=STRANGER)[:3], REFUSED, *scripted_events(signer=STRANGER)[4:])
CLAIMS = {
    "test_a_new_history_under_a_new_key_is_caught_by_the_true_key_only": (
        "the database and a key of their own",
        "the true key, or any head",
        "caught; with neither NOT caught, and it says so",
    ),
    "test_the_file_of_keys_knows_each_log": ("the database and a key of their own", "governance's file of keys", "caught"),
    "test_a_forged_log_is_not_laundered_by_the_next_honest_entry": (
        "the database and a key of their own",
        "the program itself, at the next act",
        "caught: nothing is appended",
    ),
}


def true_head() -> str:
    conn = scripted_log()
    note = AuditLog(conn, origin=ORIGIN, signer=SIGNER).head_note()
    conn.close()
    assert note
    return note


def test_the_file_of_keys_knows_each_log() -> None:
    forged = scripted_log(REWRITTEN, signer=STRANGER)
    known = Keys(logs=(VerifierKey(ORIGIN, SIGNER.public_key),))
    assert not verify(forged, keys=known).ok
    assert not verify(forged, keys=Keys(logs=(VerifierKey("casescribe/other", SIGNER.public_key),))).ok
    forged.close()


def test_a_new_history_under_a_new_key_is_caught_by_the_true_key_only() -> None:
    forged = scripted_log(REWRITTEN, signer=ScriptedSigner("stranger"))
    blind = verify(forged)
    assert blind.ok
    assert any("only against the key named in the log itself" in sentence for sentence in blind.sentences())
    assert not verify(forged, expected_key=SIGNER.public_key).ok
    assert not verify(forged, pinned=[true_head()]).ok
    forged.close()


def test_a_forged_log_is_not_laundered_by_the_next_honest_entry() -> None:
    forged = scripted_log(REWRITTEN, signer=ScriptedSigner("stranger"))
    forged.execute("UPDATE audit_log SET public_key = ?", (SIGNER.public_key,))
    assert not verify(forged, expected_key=SIGNER.public_key).ok
    forged.execute("BEGIN")
    with pytest.raises(AuditDamaged, match="signed head"):
        AuditLog(forged, origin=ORIGIN, signer=SIGNER).append(
            e.StatementConfirmed(visit="v1", statement="s1"), at=BEGAN, actor=SIGNER.actor_id
        )
    forged.execute("ROLLBACK")
    forged.close()
