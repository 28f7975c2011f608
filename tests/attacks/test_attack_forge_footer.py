"""The attacker prints a note with a footer of their own making, to pass it as approved or to discredit the log."""

from dataclasses import replace

import pytest

from audit import events as e
from audit.checkpoint import parse_note, sign
from audit.errors import BadCheckpoint
from audit.footer import Footer, head_line, parse_footer
from audit.log import AuditLog
from audit.scripted import ORIGIN, ScriptedSigner, scripted_events, scripted_log
from audit.verify import verify

SIGNER, STRANGER = ScriptedSigner(), ScriptedSigner("stranger")
CLAIMS = {
    "test_a_footer_with_another_root_contradicts_the_log": (
        "the exported notes",
        "the log",
        "caught: one of the two is not genuine, and the answer does not say which",
    ),
    "test_a_footer_with_the_heads_signature_cannot_be_made_without_the_key": (
        "the exported notes",
        "the log, and a footer with its head's signature",
        "caught: the footer is false",
    ),
    "test_a_true_footer_under_another_note_is_told": ("the exported notes", "the log", "caught, and the approval named"),
    "test_a_log_rewritten_with_the_key_is_told_by_a_printed_footer": (
        "the database and the key",
        "one approved note on paper",
        "caught, and the place named",
    ),
}
APPROVED = next(event for event in scripted_events() if isinstance(event, e.NoteApproved))


def printed(events: tuple[e.Event, ...] = scripted_events(), *, signed: bool = False) -> str:
    """The footer that the program prints under the note approved in entry 11."""
    conn = scripted_log(events[:11])
    note = AuditLog(conn, origin=ORIGIN, signer=SIGNER).head_note()
    head = AuditLog(conn, origin=ORIGIN, signer=SIGNER).head()
    conn.close()
    assert note
    assert head
    lines = (
        f"Note SHA-256 {APPROVED.note_sha256}",
        f"Audit log entry 11; log size {head.size}, root {head.root.hex()}",
        f"Signed with Ed25519 key {APPROVED.public_key}: {APPROVED.signature}",
        *((head_line(parse_note(note)),) if signed else ()),
    )
    return "  \n".join(lines)


TRUE, SIGNED = parse_footer(printed().encode()), parse_footer(printed(signed=True).encode())


def told(footer: Footer, events: tuple[e.Event, ...] = scripted_events()) -> list[str]:
    conn = scripted_log(events)
    verdict = verify(conn, expected_key=SIGNER.public_key, footers=[footer])
    conn.close()
    assert verdict.footers == (() if verdict.findings else (11,))
    return [finding.sentence for finding in verdict.findings]


def test_a_true_footer_is_a_witness() -> None:
    conn = scripted_log()
    verdict = verify(conn, expected_key=SIGNER.public_key, footers=[TRUE, SIGNED])
    conn.close()
    assert "Up to entry 11 this holds even against whoever has the key: a note's footer agrees." in verdict.sentences()


def test_a_footer_with_another_root_contradicts_the_log() -> None:
    assert told(replace(TRUE, root=bytes(32))) == [
        "Between entry 1 and entry 11 the history was rewritten, or that footer is not genuine: a note's footer differs."
    ]
    assert "set back to 12 entries, or that footer is not genuine" in told(replace(TRUE, size=40))[0]


def test_a_footer_with_the_heads_signature_cannot_be_made_without_the_key() -> None:
    assert told(SIGNED) == []
    assert SIGNED.head is not None
    for forged in (sign(SIGNED.head.text, STRANGER), replace(SIGNED.head, text=SIGNED.head.text.replace("11", "10"))):
        assert told(replace(SIGNED, head=forged)) == [
            "The footer of entry 11 was not made by this log: its head's signature is false."
        ]


def test_a_true_footer_under_another_note_is_told() -> None:
    for other in (
        replace(TRUE, note_sha256="ab" * 32),
        replace(TRUE, signature="ab" * 64),
        replace(TRUE, public_key="ab" * 32),
        replace(TRUE, entry=9),
    ):
        assert "is not the approval that a note's footer tells of" in told(other)[0]


def test_a_log_rewritten_with_the_key_is_told_by_a_printed_footer() -> None:
    events = list(scripted_events())
    del events[8]
    assert "the history was rewritten" in told(TRUE, tuple(events))[0]
    assert told(SIGNED, tuple(events)) == ["Between entry 1 and entry 11 the history was rewritten: a note's footer differs."]


@pytest.mark.parametrize("text", ["", "no footer", printed() + printed().replace("entry 11", "entry 12"), printed()[:-1]])
def test_what_is_no_footer_is_refused(text: str) -> None:
    with pytest.raises(BadCheckpoint):
        parse_footer(text.encode())
