"""The audit store is full, read-only or damaged: each act is refused with a sentence, and nothing is half done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from recorder.assurance import verify_vault
from recorder.bootstrap import OpenVault
from recorder.errors import CasescribeError
from recorder.export import FORMATS
from tests.conftest import ROSTER, finish_note

pytestmark = pytest.mark.fault
Act = Callable[[OpenVault, str, Path], object]

ON_A_DRAFT: Mapping[str, Act] = {
    "open a case": lambda o, _v, _p: o.recorder.open_case("CASE-2", ROSTER),
    "plan a visit": lambda o, _v, _p: o.recorder.plan_visit(
        "CASE-1", title="Visit", template="child_in_need_visit", held_on=date(2026, 3, 12)
    ),
    "note a consent": lambda o, v, _p: o.recorder.record_consent(v, "mum", agreed=False, told_how="phone"),
    "edit": lambda o, v, _p: o.recorder.edit_statement(v, "s1", "Another wording."),
    "add": lambda o, v, _p: o.recorder.add_statement(v, o.recorder.working_note(v).statements[0].section, "Own words."),
    "confirm": lambda o, v, _p: o.recorder.confirm_statement(v, "s2"),
    "write a section": lambda o, v, _p: o.recorder.write_section(
        v, o.recorder.working_note(v).human_sections[0][0], "By hand."
    ),
    "read a disclosure": lambda o, v, _p: o.recorder.acknowledge_disclosure(v, 4, reason="known"),
    "name a voice": lambda o, v, _p: o.recorder.name_speakers(v, {"S1": "mum"}),
}
ON_A_NOTE: Mapping[str, Act] = {
    "export": lambda o, v, p: o.recorder.export(v, form="md", render=FORMATS["md"], destination=p / "note.md"),
}


@contextmanager
def full(opened: OpenVault) -> Iterator[None]:
    """No page more can be written. What is free is used up first: by stuffing, then by honest acts until one is refused."""
    conn = opened.vault.db.conn
    conn.execute("CREATE TABLE stuffing (data BLOB)")
    (most,) = conn.execute("PRAGMA page_count").fetchone()
    conn.execute(f"PRAGMA max_page_count = {most}")
    size = 4000
    while size:
        try:
            conn.execute("INSERT INTO stuffing VALUES (zeroblob(?))", (size,))
        except conn.Error:
            size //= 2
    for number in range(200):
        try:
            opened.recorder.open_case(f"FULL-{most}-{number}", ROSTER)
        except CasescribeError as exc:
            assert "disk" in exc.sentence()  # noqa: PT017 - the sentence is the point
            break
    else:
        raise AssertionError
    yield
    conn.execute("PRAGMA max_page_count = 1073741823")
    conn.execute("DROP TABLE stuffing")


@contextmanager
def read_only(opened: OpenVault) -> Iterator[None]:
    opened.vault.db.conn.execute("PRAGMA query_only = ON")
    yield
    opened.vault.db.conn.execute("PRAGMA query_only = OFF")


@contextmanager
def damaged(opened: OpenVault) -> Iterator[None]:
    conn = opened.vault.db.conn
    (head,) = conn.execute("SELECT head FROM audit_log").fetchone()
    conn.execute("UPDATE audit_log SET head = replace(head, 'casescribe/', 'casescribe/f')")
    yield
    conn.execute("UPDATE audit_log SET head = ?", (head,))


@contextmanager
def unsigned(opened: OpenVault) -> Iterator[None]:
    conn = opened.vault.db.conn
    (row,) = conn.execute("SELECT leaf FROM audit_entry WHERE seq = (SELECT max(seq) FROM audit_entry)").fetchall()
    (seq,) = conn.execute("SELECT max(seq) FROM audit_entry").fetchone()
    kept = conn.execute("SELECT * FROM audit_entry WHERE seq = ?", (seq,)).fetchone()
    conn.execute("DELETE FROM audit_entry WHERE seq = ?", (seq,))
    assert row
    yield
    conn.execute("INSERT INTO audit_entry VALUES (?, ?, ?, ?, ?)", kept)


TROUBLES = {"full": full, "read only": read_only, "its head changed": damaged, "its end cut off": unsigned}


def content(opened: OpenVault) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the database but what the trouble itself put there."""
    conn = opened.vault.db.conn
    tables = [name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'") if name != "stuffing"]
    return {name: conn.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}  # noqa: S608 - its own tables


def refuses(opened: OpenVault, act: Callable[[], object]) -> str:
    """The sentence with which an act is refused; a full database may have room for a small change or two before."""
    for _ in range(50):
        before = content(opened)
        try:
            act()
        except CasescribeError as exc:
            assert not opened.vault.db.conn.in_transaction
            assert content(opened) == before
            return exc.sentence()
    raise AssertionError


@pytest.mark.parametrize("trouble", TROUBLES)
def test_every_act_is_refused_with_a_sentence_and_nothing_changes(
    drafted: OpenVault, drafted_visit: str, tmp_path: Path, trouble: str
) -> None:
    with TROUBLES[trouble](drafted):
        for name, act in ON_A_DRAFT.items():
            told = refuses(drafted, lambda act=act: act(drafted, drafted_visit, tmp_path))  # type: ignore[misc]
            assert told.endswith("."), (name, told)
            assert "Traceback" not in told
    assert verify_vault(drafted).ok
    finish_note(drafted, drafted_visit)  # and afterwards everything goes on
    with TROUBLES[trouble](drafted):
        for name, act in ON_A_NOTE.items():
            told = refuses(drafted, lambda act=act: act(drafted, drafted_visit, tmp_path))  # type: ignore[misc]
            assert told.endswith("."), (name, told)
            assert trouble == "full" or not (tmp_path / "note.md").exists()
    assert verify_vault(drafted).ok


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_note_is_not_approved_that_cannot_be_audited(drafted: OpenVault, drafted_visit: str, trouble: str) -> None:
    note = drafted.recorder.working_note(drafted_visit)
    drafted.recorder.confirm_statement(drafted_visit, "s2")
    drafted.recorder.acknowledge_disclosure(drafted_visit, 4, reason="known")
    for section, _ in note.human_sections:
        drafted.recorder.write_section(drafted_visit, section, "By hand.")
    with TROUBLES[trouble](drafted):
        refuses(drafted, lambda: drafted.recorder.approve(drafted_visit))
    drafted.recorder.approve(drafted_visit)
    assert verify_vault(drafted).ok
