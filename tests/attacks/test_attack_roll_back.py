"""The attacker has the database and an older copy of it, or the disk, and puts the older one back; no key is needed.

Nothing in the log can tell: every older state was rightly signed. Only a newer head kept elsewhere does.
"""

import pytest

from audit.checkpoint import Checkpoint, sign
from audit.errors import BadCheckpoint
from audit.log import AuditLog
from audit.scripted import ORIGIN, ScriptedSigner, scripted_events, scripted_log
from audit.verify import verify

SIGNER = ScriptedSigner()
CLAIMS = {
    "test_an_older_copy_is_not_caught_without_a_newer_head": ("the database and old backups", "no newer head", "NOT caught"),
    "test_an_older_copy_is_caught_by_a_newer_head": (
        "the database and old backups",
        "a newer head",
        "caught, and the place named",
    ),
}


def head_of(size: int) -> str:
    conn = scripted_log(scripted_events()[:size])
    note = AuditLog(conn, origin=ORIGIN, signer=SIGNER).head_note()
    conn.close()
    assert note
    return note


def test_an_older_copy_is_not_caught_without_a_newer_head() -> None:
    older = scripted_log(scripted_events()[:8])
    assert verify(older, expected_key=SIGNER.public_key).ok
    assert verify(older, expected_key=SIGNER.public_key, pinned=[head_of(5)]).ok
    older.close()


def test_an_older_copy_is_caught_by_a_newer_head() -> None:
    older = scripted_log(scripted_events()[:8])
    verdict = verify(older, expected_key=SIGNER.public_key, pinned=[head_of(12), head_of(5)])
    assert [(f.entry, f.sentence) for f in verdict.findings] == [
        (9, "The log was set back: a kept head counts 12 entries, this one 8.")
    ]
    assert verdict.pinned == (5,)
    older.close()


def test_a_kept_head_of_another_log_or_key_proves_nothing_and_is_told() -> None:
    conn, stranger = scripted_log(), ScriptedSigner("stranger")
    forged = sign(Checkpoint(ORIGIN, 5, bytes(32)).text(), stranger).render()
    foreign = sign(Checkpoint("casescribe/other", 5, bytes(32)).text(), SIGNER).render()
    for note in (forged, foreign):
        verdict = verify(conn, expected_key=SIGNER.public_key, pinned=[note])
        assert len(verdict.findings) == 1
        assert verdict.pinned == ()
    conn.close()


def test_a_kept_file_that_is_no_head_is_refused() -> None:
    conn = scripted_log()
    with pytest.raises(BadCheckpoint):
        verify(conn, pinned=["not a head"])
    conn.close()
