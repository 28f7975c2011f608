import base64
from pathlib import Path

import pytest

from audit import events as e
from audit.__main__ import main
from audit.checkpoint import VerifierKey, parse_note
from audit.cosign import cosign
from audit.errors import AuditDamaged, AuditError, BadCheckpoint, BadSignature
from audit.log import prove_entry
from audit.proof import Proof, check_proof, parse_proof
from audit.scripted import BEGAN, ORIGIN, ScriptedSigner, scripted_events, scripted_log

SIGNER = ScriptedSigner()
KEY = VerifierKey(ORIGIN, SIGNER.public_key)


def proof_of(seq: int, *, entries: int = 0) -> Proof:
    conn = scripted_log((*scripted_events(), *(e.StatementConfirmed(visit="v1", statement=f"s{i}") for i in range(entries))))
    proof = prove_entry(conn, seq)
    conn.close()
    return proof


APPROVAL = proof_of(11)


def test_every_entry_of_every_small_log_can_be_proven() -> None:
    for entries in (0, 1, 9, 20):
        conn = scripted_log(
            (*scripted_events(), *(e.StatementConfirmed(visit="v1", statement=f"s{i}") for i in range(entries)))
        )
        for seq in range(1, 13 + entries):
            proof = parse_proof(prove_entry(conn, seq).render())
            entry, head = check_proof(proof, KEY)
            assert (entry.seq, head.size, head.origin) == (seq, 12 + entries, ORIGIN)
        for nothing in (0, 13 + entries):
            with pytest.raises(AuditDamaged):
                prove_entry(conn, nothing)
        conn.close()


def test_a_proof_has_the_form_of_the_specification() -> None:
    lines = APPROVAL.render().split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[1].startswith("extra ")
    assert lines[2] == "index 10"
    blank = lines.index("")
    assert all(len(base64.b64decode(step)) == 32 for step in lines[3:blank])
    assert lines[blank + 1 : blank + 3] == [ORIGIN, "12"]


def test_any_changed_byte_of_a_proof_is_found() -> None:
    whole = APPROVAL.render().encode()
    for place in range(0, len(whole), 3):
        changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        with pytest.raises((AuditError, UnicodeDecodeError)):
            check_proof(parse_proof(changed.decode()), KEY)


def test_a_proof_by_another_key_or_of_another_entry_is_refused() -> None:
    with pytest.raises(BadSignature):
        check_proof(APPROVAL, VerifierKey(ORIGIN, ScriptedSigner("stranger").public_key))
    other = proof_of(9)
    for forged in (
        Proof(other.leaf, APPROVAL.index, APPROVAL.path, APPROVAL.head),
        Proof(APPROVAL.leaf, other.index, APPROVAL.path, APPROVAL.head),
        Proof(APPROVAL.leaf, APPROVAL.index, APPROVAL.path, proof_of(11, entries=1).head),
    ):
        with pytest.raises(BadCheckpoint):
            check_proof(forged, KEY)


def test_a_witness_may_sign_the_head_of_a_proof() -> None:
    head = cosign(parse_note(APPROVAL.head), ScriptedSigner("boss", key_name="witness/1"), at=BEGAN).render()
    assert check_proof(parse_proof(Proof(APPROVAL.leaf, APPROVAL.index, APPROVAL.path, head).render()), KEY)[0].seq == 11


def test_the_command_says_what_is_proven(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, keys = tmp_path / "note.tlog-proof", tmp_path / "keys.txt"
    path.write_text(APPROVAL.render(), encoding="utf-8")
    keys.write_text(f"# kept by governance\nlog {KEY.render()}\n", encoding="utf-8")
    for known in (["--key", KEY.render()], ["--keys", str(keys)]):
        assert main(["verify-proof", str(path), *known]) == 0
        told = capsys.readouterr().out
        assert "holds this as entry 11 of 12" in told
        assert "note approved and signed" in told
        assert f"note_sha256: {next(x.note_sha256 for x in scripted_events() if isinstance(x, e.NoteApproved))}" in told
    assert main(["verify-proof", str(path), "--key", "ab" * 32]) == 1
    assert "NOT proven" in capsys.readouterr().out
    assert main(["verify-proof", str(path)]) == 2
    assert "key of the log" in capsys.readouterr().err
    assert main(["verify-proof", str(keys), "--keys", str(keys)]) == 2
