"""The command line as a person meets it: plain sentences, the right exit codes, never a traceback."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from recorder.cli import main
from recorder.config import load_config
from recorder.database import open_encrypted
from recorder.interchange import people_to_json
from recorder.vault import unlock
from tests.conftest import PASSPHRASE, ROSTER, make_vault


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A vault with a case and a planned visit, all by commands, and the visit's id."""
    folder = tmp_path_factory.mktemp("made")
    people = folder / "roster.json"
    people.write_text(json.dumps(people_to_json(ROSTER)), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASESCRIBE_VAULT", str(folder / "vault"))
        make_vault(load_config(), sample=True)
        assert run("case", "add", "C-1", "--people", str(people)).exit_code == 0
        added = run("visit", "add", "C-1", "--date", "2026-03-11")
    assert added.exit_code == 0
    return folder / "vault", added.output.strip()


@pytest.fixture
def visit_id(made: tuple[Path, str]) -> str:
    """The id of the visit in a copy of that vault."""
    shutil.copytree(made[0], load_config().vault_dir)
    return made[1]


def test_a_case_and_a_visit_are_listed(visit_id: str) -> None:
    listed = run("visit", "list")
    assert visit_id in listed.output
    assert "planned" in listed.output
    assert "mum=Donna Ashby" in run("case", "list").output


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("visit", "list"), 4, "There is no vault"),
        (("nonsense",), 2, "No such command"),
        (("redact", "missing.json"), 3, "There is no file missing.json"),
        (("transcribe", "missing.wav"), 3, "There is no file missing.wav"),
        (("transcribe",), 2, "Missing argument"),
    ],
)
def test_a_mistake_is_a_sentence_and_a_code(arguments: tuple[str, ...], code: int, said: str) -> None:
    done = run(*arguments)
    assert (done.exit_code, said in done.output) == (code, True), done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("visit", "consent", "ID", "nobody", "--yes"), 2, "Nobody in this case has the key nobody"),
        (("process", "ID"), 4, "no recording yet"),
        (("approve", "ID"), 4, "no draft to work on"),
        (("export", "ID", "--to", "md"), 4, "has not been approved"),
        (("show", "ID"), 2, "no transcript yet"),
        (("show", "nothere"), 2, "There is no visit nothere"),
        (("visit", "add", "C-1", "--template", "poem"), 2, "poem"),
        (("visit", "add", "C-2"), 2, "There is no case C-2"),
        (("visit", "voices", "ID", "S1"), 2, "not of the form"),
        (("approve", "ID", "--write", "analysis"), 2, "not of the form"),
    ],
)
def test_a_request_that_cannot_be_met_changes_nothing(visit_id: str, arguments: tuple[str, ...], code: int, said: str) -> None:
    before = run("audit", "verify").output
    done = run(*(a.replace("ID", visit_id) for a in arguments))
    assert (done.exit_code, said in done.output) == (code, True), done.output
    assert run("audit", "verify").output == before


@pytest.mark.parametrize("content", [b"", b"just text", b"#EXTM3U\nhttp://example.com/a.wav\n"])
def test_a_file_without_sound_is_refused(visit_id: str, tmp_path: Path, content: bytes) -> None:
    for person in ROSTER:
        run("visit", "consent", visit_id, person.key, "--yes")
    (tmp_path / "sound.wav").write_bytes(content)
    done = run("import", visit_id, str(tmp_path / "sound.wav"))
    assert done.exit_code == 3, done.output
    assert "sound.wav" in done.output
    assert "Traceback" not in done.output
    assert "planned" in run("visit", "list").output


def test_a_missing_model_is_said_and_the_recording_stays(visit_id: str, tmp_path: Path, wav_bytes: bytes) -> None:
    for person in ROSTER:
        run("visit", "consent", visit_id, person.key, "--yes")
    (tmp_path / "sound.wav").write_bytes(wav_bytes)
    assert run("import", visit_id, str(tmp_path / "sound.wav")).exit_code == 0
    done = run("process", visit_id)
    assert done.exit_code == 5
    assert "casescribe models install whisper-base" in done.output
    assert "recorded" in run("visit", "list").output


def test_the_log_is_shown_exported_and_verified(visit_id: str, tmp_path: Path) -> None:
    shown = run("audit", "show")
    assert "vault created" in shown.output
    assert visit_id in run("audit", "show", visit_id).output
    assert run("audit", "export", str(tmp_path / "log.jsonl")).exit_code == 0
    assert run("audit", "verify").exit_code == 0


def test_a_changed_byte_of_the_log_is_named(visit_id: str) -> None:
    folder = load_config().vault_dir
    conn = open_encrypted(folder / "casescribe.db", unlock(folder, PASSPHRASE).secrets[-1].database_key).conn
    leaf = bytes(conn.execute("SELECT leaf FROM audit_entry WHERE seq = 2").fetchone()[0])
    conn.execute("UPDATE audit_entry SET leaf = ? WHERE seq = 2", (leaf.replace(b"3", b"4", 1),))
    conn.commit()
    conn.close()
    done = run("audit", "verify")
    assert done.exit_code == 1
    assert "Entry 2 was changed" in done.output


def test_a_second_vault_in_the_same_place_is_refused(visit_id: str) -> None:
    again = run("init", "--name", "Somebody Else")
    assert again.exit_code == 4
    assert "There is a vault" in again.output


_SECTION = '[[sections]]\nkey = "{0}"\nheading = "{0}"\nwritten_by = "{1}"\nguidance = "What?"\n'


def test_a_council_s_own_template_is_checked(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('title = "Our visit"\n' + _SECTION.format("seen", "draft"), encoding="utf-8")
    done = run("templates", "check", str(own))
    assert done.exit_code == 1
    assert "No section is written by a person" in done.output
    own.write_text(own.read_text(encoding="utf-8") + _SECTION.format("analysis", "person"), encoding="utf-8")
    assert run("templates", "check", str(own)).exit_code == 0
    assert "Child in need visit" in run("templates", "list").output
