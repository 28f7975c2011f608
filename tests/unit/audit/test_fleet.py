import sqlite3
from pathlib import Path

import pytest

from audit import events as e
from audit.fleet import Fleet, check_fleet
from audit.log import AuditLog, create_tables, read_record
from audit.record import export_lines
from audit.scripted import BEGAN, ORIGIN, ScriptedSigner, scripted_events


def export(folder: Path, name: str, *events: e.Event, origin: str = ORIGIN) -> str:
    """Write an export of the scripted visit and more; its head."""
    signer = ScriptedSigner(origin, key_name=origin)
    conn = sqlite3.connect(":memory:", isolation_level=None)
    conn.execute("BEGIN")
    create_tables(conn)
    log = AuditLog(conn, origin=origin, signer=signer)
    for event in (*scripted_events(), *events):
        log.append(event, at=BEGAN, actor=signer.actor_id)
    conn.execute("COMMIT")
    (folder / name).write_bytes(b"".join(export_lines(read_record(conn))))
    head = log.head_note() or ""
    conn.close()
    return head


def more(*statements: int) -> tuple[e.Event, ...]:
    return tuple(e.StatementConfirmed(visit="v1", statement=f"s{i}") for i in statements)


def checked(folder: Path) -> Fleet:
    return check_fleet(folder, processes=1)


def test_months_of_one_device_are_one_log_and_the_longest_is_counted(tmp_path: Path) -> None:
    export(tmp_path, "march.jsonl")
    export(tmp_path, "april.jsonl", *more(1, 2))
    export(tmp_path, "other.jsonl", origin="casescribe/0777")
    fleet = checked(tmp_path)
    assert fleet.ok
    assert [log.path.name for log in fleet.newest()] == ["other.jsonl", "april.jsonl"]
    assert fleet.sentences() == ("2 of 2 devices' logs are as they were written.",)
    april = next(log for log in fleet.logs if log.path.name == "april.jsonl")
    assert april.witnessed == 12


def test_a_fork_is_named_and_counted_nowhere(tmp_path: Path) -> None:
    export(tmp_path, "laptop.jsonl", *more(1, 2))
    export(tmp_path, "copy.jsonl", *more(3))
    fleet = checked(tmp_path)
    assert [log.state for log in fleet.logs] == ["whole", "forked"]
    assert fleet.newest() == ()
    assert any("laptop.jsonl (casescribe/5c1e7ed0) is FORKED" in line for line in fleet.sentences())


def test_two_exports_of_one_size_that_differ_are_a_fork(tmp_path: Path) -> None:
    export(tmp_path, "a.jsonl", *more(1))
    export(tmp_path, "b.jsonl", *more(2))
    assert {log.state for log in checked(tmp_path).logs} == {"forked"}


def test_a_kept_head_shows_that_a_device_was_set_back(tmp_path: Path) -> None:
    head = export(tmp_path, "laptop.jsonl", *more(1, 2))
    export(tmp_path, "laptop.jsonl")
    (tmp_path / "supervisor.txt").write_text(head, encoding="utf-8")
    (log,) = checked(tmp_path).logs
    assert log.state == "cut off"
    assert "a kept head counts 14 entries, this one 12" in log.findings[0].sentence


def test_damaged_and_cut_files_and_what_is_neither_are_named(tmp_path: Path) -> None:
    export(tmp_path, "cut.jsonl", origin="casescribe/0001")
    export(tmp_path, "changed.jsonl", origin="casescribe/0002")
    export(tmp_path, "headless.jsonl", origin="casescribe/0003")
    cut, changed, headless = (tmp_path / f"{name}.jsonl" for name in ("cut", "changed", "headless"))
    cut.write_bytes(b"".join(cut.read_bytes().splitlines(keepends=True)[:-3]))
    changed.write_bytes(changed.read_bytes().replace(b'"before":81', b'"before":18'))
    headless.write_bytes(headless.read_bytes().replace(b'"format":1', b'"format":x', 1))
    (tmp_path / "letter.txt").write_text("Dear all", encoding="utf-8")
    fleet = checked(tmp_path)
    assert {log.path.name: log.state for log in fleet.logs} == {
        "cut.jsonl": "cut off", "changed.jsonl": "changed", "headless.jsonl": "changed",
    }  # fmt: skip
    assert "letter.txt is neither an export nor a signed head." in fleet.sentences()
    assert fleet.sentences()[0] == "0 of 3 devices' logs are as they were written."


@pytest.mark.parametrize("origin", ["casescribe/0001", "casescribe/0002"])
def test_a_stranger_under_a_devices_name_is_told_by_its_other_exports(tmp_path: Path, origin: str) -> None:
    export(tmp_path, "true.jsonl", origin="casescribe/0001")
    signer = ScriptedSigner("stranger", key_name=origin)
    conn = sqlite3.connect(":memory:", isolation_level=None)
    conn.execute("BEGIN")
    create_tables(conn)
    for event in (*scripted_events(), *more(1)):
        AuditLog(conn, origin=origin, signer=signer).append(event, at=BEGAN, actor=signer.actor_id)
    conn.execute("COMMIT")
    (tmp_path / "false.jsonl").write_bytes(b"".join(export_lines(read_record(conn))))
    conn.close()
    assert checked(tmp_path).ok is (origin != "casescribe/0001")


def test_the_flat_table_holds_every_entry_of_every_device(tmp_path: Path) -> None:
    from audit.tables import connect, write_parquet

    names = [f"casescribe/00{i}" for i in range(5)]
    for number, origin in enumerate(names):
        export(tmp_path, f"{number}.jsonl", *more(*range(number)), origin=origin)
    with connect() as conn:
        write_parquet(conn, [(tmp_path / f"{i}.jsonl", origin) for i, origin in enumerate(names)], tmp_path / "flat")
        told = conn.execute("SELECT device, count(*), max(seq), count(visit) FROM entries GROUP BY device ORDER BY device")
        assert told.fetchall() == [(origin, 12 + i, 12 + i, 10 + i) for i, origin in enumerate(names)]
    assert [path.name for path in (tmp_path / "flat").iterdir()] == ["entries-0000.parquet"]
