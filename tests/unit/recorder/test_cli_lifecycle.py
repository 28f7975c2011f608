"""The commands of a visit's later life as a person meets them."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audit.report import describe
from recorder.bootstrap import OpenVault, open_vault
from recorder.cli import main
from recorder.config import Config, load_config
from recorder.vault import unlock
from tests.conftest import PASSPHRASE, ROSTER, make_vault, reopen


def run(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=typed)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A vault with a planned visit, and its id."""
    folder = tmp_path_factory.mktemp("made")
    config = Config(vault_dir=folder / "vault", models_dir=folder / "models")
    make_vault(config, sample=True)
    vault: OpenVault = reopen(config)
    case = vault.recorder.open_case("C-7", ROSTER)
    visit = vault.recorder.plan_visit(
        case.reference, title="First visit", template="child_in_need_visit", held_on=date(2026, 3, 11)
    )
    vault.recorder.record_consent(visit.id, "mum", agreed=True, told_how="in_person")
    vault.vault.close()
    return config.vault_dir, visit.id


@pytest.fixture
def visit_id(made: tuple[Path, str]) -> str:
    """The id of the visit in a copy of that vault."""
    shutil.copytree(made[0], load_config().vault_dir)
    return made[1]


def test_a_hold_and_its_end(visit_id: str) -> None:
    assert run("hold", visit_id, "--reason", "court").exit_code == 0
    refused = run("erase", visit_id, "--yes")
    assert (refused.exit_code, "held by Priya Nair" in refused.output) == (4, True)
    assert run("hold", visit_id, "--reason", "because").exit_code == 2
    assert run("unhold", visit_id).exit_code == 0
    assert run("unhold", visit_id).exit_code == 4


def test_erasing_asks_first_and_prints_the_certificate(visit_id: str) -> None:
    assert run("certificate", visit_id).exit_code == 4
    asked = run("erase", visit_id, typed="\n")
    assert (asked.exit_code, "[y/N]" in asked.output, "Nothing was erased" in asked.output) == (4, True, True)
    done = run("erase", visit_id, typed="y\n")
    assert done.exit_code == 0
    assert f"Certificate of erasure. Visit {visit_id} of 2026-03-11" in done.output
    assert "casescribe erase" in done.output  # how the case's people go too
    assert "Its signature is by the key" in run("certificate", visit_id).output
    assert run("erase", visit_id, "--with-case", "--yes").exit_code == 0
    assert "Donna" not in run("case", "list").output
    assert "First visit" not in run("visit", "list").output


def test_words_are_found_and_counted(visit_id: str) -> None:
    found = run("search", "first")
    assert (found.exit_code, "title: «First» visit" in found.output, "Found in 1 place." in found.output) == (0, True, True)
    assert "Found in 0 places." in run("search", "nowhere").output
    assert run("search", "?!").exit_code == 2


def test_withdrawing_and_what_is_due(visit_id: str) -> None:
    done = run("withdraw", visit_id, "mum")
    assert (done.exit_code, "casescribe erase" in done.output) == (0, True)
    assert run("withdraw", visit_id, "mum").exit_code == 4
    assert run("withdraw", visit_id, "nobody").exit_code == 2
    assert "Nothing is due." in run("due", "--now", "--yes").output


@pytest.mark.parametrize("command", [("countersign",), ("return", "--reason", "facts"), ("file",)])
def test_what_is_not_signed_goes_nowhere(visit_id: str, command: tuple[str, ...]) -> None:
    refused = run(command[0], visit_id, *command[1:])
    assert (refused.exit_code, "Nothing was changed" in refused.output) == (4, True)


def test_a_team_is_a_code_and_stands_in_the_log(tmp_path: Path) -> None:
    (tmp_path / "words").write_text(PASSPHRASE, encoding="utf-8")
    make_vault(load_config(), sample=True)
    refused = run("person", "add", "Sam Lee", "--role", "supervisor", "--team", "Sam's team")
    assert (refused.exit_code, "such as north-1" in refused.output) == (2, True)
    asked = ("person", "add", "Sam Lee", "--role", "supervisor", "--team", "north-1")
    assert run(*asked, "--passphrase-file", str(tmp_path / "words")).exit_code == 0
    config = load_config()
    vault = open_vault(config, unlock(config.vault_dir, PASSPHRASE, person="Priya Nair"))
    assert "in team north 1" in describe(list(vault.recorder.history())[-1])
    vault.vault.close()
