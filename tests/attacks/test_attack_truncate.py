"""The attacker has the database file and cuts off its newest entries; they have neither the key nor an older copy."""

import pytest

from audit.log import read_record
from audit.record import export_lines, read_export
from audit.scripted import ScriptedSigner, scripted_log
from audit.verify import verify

KEY = ScriptedSigner().public_key
CLAIMS = {
    "test_a_cut_log_is_found_because_its_head_claims_more": ("the database", "the true key", "caught, and the place named"),
    "test_a_cut_export_is_found": ("an export", "the true key", "caught, and the place named"),
}


@pytest.mark.parametrize("kept", range(12))
def test_a_cut_log_is_found_because_its_head_claims_more(kept: int) -> None:
    conn = scripted_log()
    conn.execute("DELETE FROM audit_entry WHERE seq > ?", (kept,))
    conn.execute("DELETE FROM audit_node WHERE (place + 1) << level > ?", (kept,))
    verdict = verify(conn, expected_key=KEY)
    assert [(f.entry, f.sentence) for f in verdict.findings] == [
        (kept + 1, f"The log was cut off after entry {kept}: its signed head counts 12.")
    ]
    conn.close()


@pytest.mark.parametrize("kept", range(12))
def test_a_cut_export_is_found(kept: int) -> None:
    conn = scripted_log()
    lines = list(export_lines(read_record(conn)))
    conn.close()
    verdict = verify(read_export(lines[: kept + 1]), expected_key=KEY)
    assert [f.entry for f in verdict.findings] == [kept + 1]


def test_the_log_keeps_no_older_head_that_it_could_be_cut_back_to() -> None:
    conn = scripted_log()
    dump = "\n".join(conn.iterdump())
    conn.close()
    assert dump.count(f"— {ScriptedSigner().key_name} ") == 1
