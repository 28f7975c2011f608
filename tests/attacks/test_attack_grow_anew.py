"""The attacker puts an older copy back and works on from there, so that the log grows past what was cut off."""

from datetime import timedelta

from audit import events as e
from audit.log import AuditLog
from audit.scripted import BEGAN, ORIGIN, ScriptedSigner, scripted_events, scripted_log
from audit.verify import verify

SIGNER = ScriptedSigner()
CLAIMS = {
    "test_an_older_copy_that_was_grown_anew_is_caught_and_the_fork_placed": (
        "the database and old backups, and works on",
        "a head of the part taken away",
        "caught, and the place named",
    ),
    "test_without_a_head_of_the_part_taken_away_nothing_is_caught": (
        "the database and old backups, and works on",
        "heads from before only",
        "NOT caught",
    ),
}


def head_of(size: int) -> str:
    conn = scripted_log(scripted_events()[:size])
    note = AuditLog(conn, origin=ORIGIN, signer=SIGNER).head_note()
    conn.close()
    assert note
    return note


def test_an_older_copy_that_was_grown_anew_is_caught_and_the_fork_placed() -> None:
    older = scripted_log(scripted_events()[:8])
    log = AuditLog(older, origin=ORIGIN, signer=SIGNER)
    for number in range(8):
        older.execute("BEGIN")
        log.append(
            e.StatementConfirmed(visit="v1", statement=f"s{number}"), at=BEGAN + timedelta(hours=1), actor=SIGNER.actor_id
        )
        older.execute("COMMIT")
    assert verify(older, expected_key=SIGNER.public_key).ok
    verdict = verify(older, expected_key=SIGNER.public_key, pinned=[head_of(12), head_of(7)])
    assert [(f.entry, f.sentence) for f in verdict.findings] == [
        (8, "Between entry 8 and entry 12 the history was rewritten: a kept head differs.")
    ]
    older.close()


def test_without_a_head_of_the_part_taken_away_nothing_is_caught() -> None:
    events = (*scripted_events()[:8], *(e.StatementConfirmed(visit="v1", statement=f"s{i}") for i in range(8)))
    regrown = scripted_log(events)
    verdict = verify(regrown, expected_key=SIGNER.public_key, pinned=[head_of(7)])
    assert verdict.ok
    assert "Entries 8 to 16 could have been written anew by whoever has the key." in verdict.sentences()
    regrown.close()
