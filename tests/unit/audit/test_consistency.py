from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from audit import events as e
from audit.__main__ import main
from audit.checkpoint import VerifierKey
from audit.consistency import Continuation, check_continuation, parse_continuation, prove_continuation
from audit.errors import AuditError, BadCheckpoint, BadSignature
from audit.log import AuditLog, stored_subtree
from audit.scripted import ORIGIN, ScriptedSigner, scripted_events, scripted_log

SIGNER = ScriptedSigner()
KEY = VerifierKey(ORIGIN, SIGNER.public_key)
MORE = tuple(e.StatementConfirmed(visit="v1", statement=f"s{i}") for i in range(8))
SIZES = (1, 2, 7, 8, 12, 20)


@cache
def head_of(size: int, signer: ScriptedSigner = SIGNER) -> str:
    conn = scripted_log((*scripted_events(), *MORE)[:size], signer=signer)
    note = AuditLog(conn, origin=ORIGIN, signer=signer).head_note() or ""
    conn.close()
    return note


@cache
def continuation(old: int, new: int) -> Continuation:
    conn = scripted_log((*scripted_events(), *MORE)[:new])
    proof = prove_continuation(head_of(old), head_of(new), stored_subtree(conn))
    conn.close()
    return proof


def test_any_newer_head_is_proven_to_continue_any_older() -> None:
    for old, new in combinations(SIZES, 2):
        proof = parse_continuation(continuation(old, new).render())
        older, newer = check_continuation(proof, head_of(old), KEY)
        assert (older.size, newer.size) == (old, new)


def test_the_file_has_the_form_of_a_witnesss_request() -> None:
    lines = continuation(7, 20).render().split("\n")
    assert lines[0] == "old 7"
    blank = lines.index("")
    assert lines[blank + 1 : blank + 3] == [ORIGIN, "20"]


def test_a_fork_cannot_be_proven() -> None:
    forged = scripted_log((*scripted_events()[:9], *MORE, *MORE))
    fork = AuditLog(forged, origin=ORIGIN, signer=SIGNER).head_note() or ""
    proof = prove_continuation(head_of(12), fork, stored_subtree(forged))
    forged.close()
    with pytest.raises(BadCheckpoint, match="two histories"):
        check_continuation(proof, head_of(12), KEY)


def test_any_changed_byte_is_found() -> None:
    old, whole = head_of(7), continuation(7, 20).render().encode()
    for place in range(0, len(whole), 2):
        changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        with pytest.raises((AuditError, UnicodeDecodeError)):
            check_continuation(parse_continuation(changed.decode()), old, KEY)


def test_another_key_log_or_direction_is_refused() -> None:
    with pytest.raises(BadSignature):
        check_continuation(continuation(7, 20), head_of(7, ScriptedSigner("stranger")), KEY)
    with pytest.raises(BadCheckpoint):
        check_continuation(continuation(7, 20), head_of(8), KEY)
    with pytest.raises(BadCheckpoint):
        continuation(20, 7)


def test_the_command_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, proof = tmp_path / "old.txt", tmp_path / "proof.txt"
    old.write_text(head_of(7), encoding="utf-8")
    proof.write_text(continuation(7, 20).render(), encoding="utf-8")
    arguments = ["verify-continuation", str(old), str(proof), "--key", SIGNER.public_key.hex()]
    assert main(arguments) == 0
    assert "continues the one at entry 7" in capsys.readouterr().out
    old.write_text(head_of(8), encoding="utf-8")
    assert main(arguments) == 1
    assert "NOT proven" in capsys.readouterr().out
    assert main([*arguments[:3], "--keys", str(old)]) == 2
