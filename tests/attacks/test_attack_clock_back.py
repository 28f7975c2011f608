"""The attacker sets the computer's clock back, so that a note seems to have been written earlier than it was.

Nobody but a witness with another clock can tell when something was written; the log tells only in which order.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta

from audit.checkpoint import parse_note
from audit.cosign import cosign, cosigner_key
from audit.keys import Keys
from audit.log import AuditLog, create_tables
from audit.scripted import BEGAN, ORIGIN, ScriptedSigner, scripted_events
from audit.verify import Verdict, verify

SIGNER, WITNESS = ScriptedSigner(), ScriptedSigner("supervisor", key_name="witness/1")
CLAIMS = {
    "test_a_clock_set_back_between_two_entries_is_told": (
        "the computer's clock",
        "the log",
        "told as a remark: the entries' order and content still stand",
    ),
    "test_a_clock_that_was_wrong_all_along_is_not_caught_by_the_log": ("the computer's clock", "the log", "NOT caught"),
    "test_a_clock_set_back_after_a_cosignature_is_told_by_the_witness": (
        "the computer's clock",
        "a cosigned head",
        "told as a remark",
    ),
}
DAY = timedelta(days=1)


def log_at(times: Sequence[datetime], *, cosigned: datetime | None = None) -> Verdict:
    """The verdict over a log whose entries claim these times; its sixth head may have been cosigned."""
    conn = sqlite3.connect(":memory:", isolation_level=None)
    conn.execute("BEGIN")
    create_tables(conn)
    log, heads = AuditLog(conn, origin=ORIGIN, signer=SIGNER), []
    for event, at in zip(scripted_events(), times, strict=True):
        log.append(event, at=at, actor=SIGNER.actor_id)
        heads.append(log.head_note() or "")
    conn.execute("COMMIT")
    pinned = [cosign(parse_note(heads[5]), WITNESS, at=cosigned).render()] if cosigned else []
    verdict = verify(conn, expected_key=SIGNER.public_key, pinned=pinned, keys=Keys(witnesses=(cosigner_key(WITNESS),)))
    conn.close()
    return verdict


HONEST = [BEGAN + timedelta(minutes=minute) for minute in range(12)]


def test_a_clock_set_back_between_two_entries_is_told() -> None:
    verdict = log_at([*HONEST[:6], *(at - 3 * DAY for at in HONEST[6:])])
    assert verdict.ok
    assert len(verdict.remarks) == 6
    assert verdict.remarks[0] == (
        "At entry 7 the computer's clock stood 3 days before an earlier entry's: its time may be false."
    )
    assert verdict.remarks[0] in verdict.sentences()


def test_the_small_corrections_of_an_honest_clock_are_not_told() -> None:
    assert log_at([*HONEST[:6], *(at - timedelta(minutes=4) for at in HONEST[6:])]).remarks == ()


def test_a_clock_that_was_wrong_all_along_is_not_caught_by_the_log() -> None:
    assert log_at([at - 30 * DAY for at in HONEST]).remarks == ()


def test_a_clock_set_back_after_a_cosignature_is_told_by_the_witness() -> None:
    late = log_at([at - 30 * DAY for at in HONEST], cosigned=HONEST[5])
    assert late.remarks == (
        "Entry 7 claims a time 30 days before witness/1 cosigned the entry before it: the computer's clock was set back.",
    )
    assert late.cosigned[0][1].at == HONEST[5].replace(microsecond=0)


def test_a_clock_ahead_of_the_witness_is_told() -> None:
    ahead = log_at([at + 2 * timedelta(hours=1) for at in HONEST], cosigned=HONEST[5])
    assert ahead.remarks == ("Entry 6 claims a time 2 hours after witness/1 had cosigned it: the computer's clock was ahead.",)
    assert log_at(HONEST, cosigned=HONEST[5]).remarks == ()
