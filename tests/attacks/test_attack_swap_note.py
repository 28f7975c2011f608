"""The attacker has the database's other tables, or the exported file, and puts another note in the place of the approved one.

The log is untouched; it holds the hash of what was approved.
"""

import hashlib
from dataclasses import replace

from audit import events as e
from audit.log import read_entries
from audit.scripted import scripted_events, scripted_log
from audit.verify import check_note

CLAIMS = {
    "test_the_approved_note_is_known_and_any_other_is_not": (
        "the notes, not the log",
        "the log",
        "caught, and the approval named",
    )
}
APPROVED = next(event for event in scripted_events() if isinstance(event, e.NoteApproved))


def test_the_approved_note_is_known_and_any_other_is_not() -> None:
    conn = scripted_log()
    entries = read_entries(conn)
    conn.close()
    assert check_note(entries, visit="v1", note_sha256=APPROVED.note_sha256) is None
    swapped = check_note(entries, visit="v1", note_sha256=hashlib.sha256(b"another note").hexdigest())
    assert swapped is not None
    assert swapped.entry == 11
    assert "is not the one whose approval entry 11 records" in swapped.sentence


def test_a_note_of_a_visit_that_nobody_approved_is_told() -> None:
    conn = scripted_log(scripted_events()[:10])
    told = check_note(read_entries(conn), visit="v1", note_sha256=APPROVED.note_sha256)
    conn.close()
    assert told is not None
    assert told.entry is None


def test_an_approval_is_of_its_own_visit_and_the_newest_counts() -> None:
    other = replace(APPROVED, visit="v2", note_sha256="ab" * 32)
    again = replace(APPROVED, note_sha256="cd" * 32)
    conn = scripted_log((*scripted_events(), other, again))
    entries = read_entries(conn)
    conn.close()
    assert check_note(entries, visit="v1", note_sha256=other.note_sha256) is not None
    assert check_note(entries, visit="v1", note_sha256=APPROVED.note_sha256) is not None
    assert check_note(entries, visit="v1", note_sha256=again.note_sha256) is None
