"""The attacker has the key and keeps two histories of one log, to show one to each of two witnesses."""

from itertools import pairwise

from audit import events as e
from audit.checkpoint import parse_checkpoint, parse_note
from audit.log import AuditLog, read_record
from audit.record import export_lines, read_export
from audit.scripted import ORIGIN, ScriptedSigner, scripted_events, scripted_log
from audit.verify import verify

SIGNER = ScriptedSigner()
CLAIMS = {
    "test_each_history_alone_passes": ("the database, the key and old backups", "one of the histories", "NOT caught"),
    "test_either_history_is_contradicted_by_the_others_head": (
        "the database, the key and old backups",
        "a head of the other history",
        "caught, and the place named",
    ),
}
COMMON = scripted_events()[:6]
ONE = (*COMMON, *(e.StatementConfirmed(visit="v1", statement=f"s{i}") for i in range(6)))
OTHER = (*COMMON, *(e.StatementConfirmed(visit="v1", statement=f"s{i}") for i in range(3, 8)))


def head_and_export(events: tuple[e.Event, ...]) -> tuple[str, list[bytes]]:
    conn = scripted_log(events)
    head = AuditLog(conn, origin=ORIGIN, signer=SIGNER).head_note() or ""
    lines = list(export_lines(read_record(conn)))
    conn.close()
    return head, lines


HEADS, EXPORTS = zip(*map(head_and_export, (ONE, OTHER)), strict=True)


def test_each_history_alone_passes() -> None:
    for head, lines in zip(HEADS, EXPORTS, strict=True):
        assert verify(read_export(lines), expected_key=SIGNER.public_key, pinned=[head]).ok


def test_either_history_is_contradicted_by_the_others_head() -> None:
    shared, _ = head_and_export(COMMON)
    longer = verify(read_export(EXPORTS[0]), expected_key=SIGNER.public_key, pinned=[shared, HEADS[1]])
    assert [f.sentence for f in longer.findings] == [
        "Between entry 7 and entry 11 the history was rewritten: a kept head differs."
    ]
    shorter = verify(read_export(EXPORTS[1]), expected_key=SIGNER.public_key, pinned=[shared, HEADS[0]])
    assert [f.sentence for f in shorter.findings] == ["The log was set back: a kept head counts 12 entries, this one 11."]


def test_both_heads_are_truly_signed_by_one_log() -> None:
    one, other = (parse_checkpoint(parse_note(head).text) for head in HEADS)
    assert one.origin == other.origin
    assert all(a.root != b.root for a, b in pairwise((one, other)))
