import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from audit.__main__ import main
from audit.errors import AuditDamaged, AuditError
from audit.log import AuditLog, read_record
from audit.record import read_export, write_export
from audit.scripted import ORIGIN, ScriptedSigner, scripted_log
from audit.verify import verify

SIGNER = ScriptedSigner()


@pytest.fixture
def conn() -> Iterator[sqlite3.Connection]:
    conn = scripted_log()
    yield conn
    conn.close()


@pytest.fixture
def export(conn: sqlite3.Connection, tmp_path: Path) -> Path:
    path = tmp_path / "audit.jsonl"
    assert write_export(read_record(conn), path) == 12
    return path


@pytest.fixture
def head(conn: sqlite3.Connection, tmp_path: Path) -> Path:
    path = tmp_path / "head.txt"
    path.write_text(AuditLog(conn, origin=ORIGIN, signer=SIGNER).head_note() or "", encoding="utf-8")
    return path


def test_an_export_says_the_same_as_the_database(conn: sqlite3.Connection, export: Path) -> None:
    with export.open("rb") as lines:
        verdict = verify(read_export(lines), expected_key=SIGNER.public_key)
    assert verdict == verify(conn, expected_key=SIGNER.public_key)
    assert verdict.ok


def test_any_changed_byte_of_an_export_is_found(export: Path) -> None:
    whole = export.read_bytes()
    for place in range(0, len(whole), 11):
        changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        try:
            verdict = verify(read_export(changed.splitlines(keepends=True)), expected_key=SIGNER.public_key)
        except AuditDamaged:
            assert b"\n" not in whole[:place]  # only the first line is refused outright
        else:
            assert not verdict.ok, place
            assert verdict.findings


def test_the_changed_line_is_named(export: Path) -> None:
    export.write_bytes(export.read_bytes().replace(b'"before":81', b'"before":18'))
    with export.open("rb") as lines:
        findings = verify(read_export(lines)).findings
    assert [(f.entry, f.sentence) for f in findings] == [(8, "Entry 8 was changed after it was written.")]


def test_swapped_missing_and_added_lines_are_found(export: Path) -> None:
    lines = export.read_bytes().splitlines(keepends=True)
    for changed in ([*lines[:4], lines[5], lines[4], *lines[6:]], lines[:5] + lines[6:], lines[:-1], [*lines, lines[-1]]):
        assert not verify(read_export(changed)).ok


def test_the_command_answers_yes(export: Path, head: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(export), "--key", SIGNER.public_key.hex(), "--pinned", str(head)]) == 0
    told = capsys.readouterr().out
    assert "All 12 entries are as they were written" in told
    assert "Up to entry 12 this holds even against whoever has the key" in told


def test_the_command_says_what_it_does_not_know(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(export)]) == 0
    told = capsys.readouterr().out
    assert "only against the key named in the log itself" in told
    assert "whoever has the key could have written this history anew" in told


def test_the_command_answers_no(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(export), "--key", "00" * 32]) == 1
    assert "another key" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"{}\n", b"\xff\xfe", b"[" * 100_000, b'{"format":1}\n'])
def test_a_file_that_is_no_export_is_refused(tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "no-export"
    path.write_bytes(content)
    assert main(["verify", str(path)]) == 2
    assert "does not begin as an audit export does" in capsys.readouterr().err


def test_missing_files_and_wrong_keys_are_refused(export: Path, tmp_path: Path) -> None:
    assert main(["verify", str(tmp_path / "nothing")]) == 2
    assert main(["verify", str(export), "--pinned", str(export)]) == 2
    with pytest.raises(SystemExit) as stopped:
        main(["verify", str(export), "--key", "zz"])
    assert stopped.value.code == 2


def test_an_export_that_cannot_be_written_is_told(conn: sqlite3.Connection, tmp_path: Path) -> None:
    with pytest.raises(AuditError):
        write_export(read_record(conn), tmp_path)


def test_it_runs_with_nothing_but_this_package_and_cryptography(export: Path) -> None:
    wanted = "import sys; sys.argv = ['audit', 'verify', sys.argv[1]]\nimport audit.__main__ as m\ncode = m.main()\n"
    wanted += "print(sorted({n.partition('.')[0] for n in sys.modules} - set(sys.stdlib_module_names)))\nsys.exit(code)"
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", wanted, str(export)], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded = done.stdout.splitlines()[-1]
    for foreign in ("recorder", "models", "redaction", "tui", "torch", "numpy", "sqlite_utils", "click", "duckdb"):
        assert f"'{foreign}'" not in loaded
