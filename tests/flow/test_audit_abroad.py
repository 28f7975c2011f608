"""What governance takes away from a vault, and checks without it: heads, footers, proofs, exports, reports."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audit.__main__ import main as audit_main
from audit.checkpoint import VerifierKey
from audit.cosign import cosigner_key
from models.scripted import SteppingClock
from recorder.access.keys import RoleInVault
from recorder.assurance import WitnessSigner, cosign_head, verify_vault
from recorder.bootstrap import OpenVault, open_vault
from recorder.cli import main
from recorder.config import Config
from recorder.errors import Refused
from recorder.export import FORMATS
from recorder.vault import unlock
from tests.conftest import ROSTER, GivenSound, finish_note, make_vault, reopen, scripted_engines

BOSS = "another three words"


def draft(opened: OpenVault) -> str:
    """A visit with its draft."""
    case = opened.recorder.open_case("CASE-1", ROSTER)
    visit = opened.recorder.plan_visit(
        case.reference, title="Home visit", template="child_in_need_visit", held_on=date(2026, 3, 11)
    )
    for person in ROSTER:
        opened.recorder.record_consent(visit.id, person.key, agreed=True, told_how="in_person")
    opened.recorder.import_sound(visit.id, GivenSound())
    opened.recorder.process(visit.id)
    return visit.id


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Config, str, Path]:
    """A vault of a worker and a supervisor, closed, with one approved note in it and exported."""
    folder = tmp_path_factory.mktemp("abroad")
    config = Config(vault_dir=folder / "vault", models_dir=folder / "models")
    clock = SteppingClock(datetime(2026, 3, 11, 9, 0, tzinfo=UTC))
    make_vault(config, clock=clock, sample=True)
    opened = reopen(config, clock=clock)
    opened.custodian.add_person("Sam Lee", RoleInVault.SUPERVISOR, passphrase=BOSS)
    visit = draft(opened)
    finish_note(opened, visit)
    for form in ("md", "docx"):
        opened.recorder.export(visit, form=form, render=FORMATS[form], destination=folder / f"note.{form}")
    (folder / "keys.txt").write_text(
        f"log {VerifierKey(opened.vault.head_signer.key_name, opened.vault.head_signer.public_key).render()}\n"
        f"person {VerifierKey('worker-1', opened.vault.signer.public_key).render()}\n",
        encoding="utf-8",
    )
    opened.vault.close()
    return config, visit, folder


def run(config: Config, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--vault", str(config.vault_dir), "--as", "Priya Nair", "audit", *arguments])


def test_a_printed_note_is_a_witness(approved: tuple[Config, str, Path]) -> None:
    config, _, folder = approved
    for form in ("md", "docx"):
        told = run(config, "verify", "--footer", str(folder / f"note.{form}"), "--keys", str(folder / "keys.txt"))
        assert told.exit_code == 0, told.output
        assert "a note's footer agrees" in told.output
    footer = (folder / "note.md").read_text(encoding="utf-8").split("Note SHA-256")[1]
    root = footer.split("root ")[1][:64]
    forged = "Note SHA-256" + footer.replace(root, "ab" * 32)
    told = run(config, "verify", "--footer", forged)
    assert told.exit_code == 1
    assert "or that footer is not genuine" in told.output


def test_an_export_and_a_proof_are_checked_with_the_keys_of_governance(
    approved: tuple[Config, str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config, visit, folder = approved
    keys = str(folder / "keys.txt")
    assert run(config, "export", str(tmp_path / "log.jsonl")).exit_code == 0
    assert run(config, "prove", visit, str(tmp_path / "note.tlog-proof")).exit_code == 0
    assert run(config, "head", str(tmp_path / "head.txt")).exit_code == 0
    assert run(config, "continue", str(tmp_path / "head.txt"), str(tmp_path / "on.txt")).exit_code == 0
    assert audit_main(["verify-continuation", str(tmp_path / "head.txt"), str(tmp_path / "on.txt"), "--keys", keys]) == 0
    exported = (tmp_path / "log.jsonl").read_text(encoding="utf-8")
    assert not [p for p in ROSTER if p.name in exported or p.short_name in exported]
    assert "Priya" not in exported
    assert "hide when they shout" not in exported
    pinned = ["--pinned", str(tmp_path / "head.txt"), "--footer", str(folder / "note.docx")]
    assert audit_main(["verify", str(tmp_path / "log.jsonl"), "--keys", keys, *pinned]) == 0
    assert audit_main(["verify-proof", str(tmp_path / "note.tlog-proof"), "--keys", keys]) == 0
    assert "note approved and signed" in capsys.readouterr().out
    refused = run(config, "prove", "no-visit", str(tmp_path / "x"))
    assert refused.exit_code != 0
    assert not (tmp_path / "x").exists()


def test_a_supervisor_cosigns_and_a_worker_does_not(approved: tuple[Config, str, Path], tmp_path: Path) -> None:
    config, _, _ = approved
    clock = SteppingClock(datetime(2026, 3, 12, 9, 0, tzinfo=UTC))
    assert run(config, "cosign", str(tmp_path / "head.txt")).exit_code == 4
    assert not (tmp_path / "head.txt").exists()
    opened = open_vault(config, unlock(config.vault_dir, BOSS, person="Sam Lee"), engines=scripted_engines(), clock=clock)
    head = cosign_head(opened, clock=clock)
    witness = cosigner_key(WitnessSigner(opened.vault.signer, opened.vault.head_signer.key_name))
    (tmp_path / "keys.txt").write_text(f"witness {witness.render()}\n", encoding="utf-8")
    assert cosign_head(opened, pinned=[head], clock=clock).count("\n— ") == 2
    with pytest.raises(Refused, match="was not cosigned"):
        cosign_head(opened, pinned=[head.replace("casescribe/", "casescribe/f", 1)], clock=clock)
    opened.vault.close()
    (tmp_path / "head.txt").write_text(head, encoding="utf-8")
    told = run(config, "verify", "--pinned", str(tmp_path / "head.txt"), "--keys", str(tmp_path / "keys.txt"))
    assert told.exit_code == 0, told.output
    assert "was cosigned by casescribe/" in told.output
    assert "on 12 Mar 2026" in told.output


def test_reports_are_made_and_hold_nobodys_name(approved: tuple[Config, str, Path], tmp_path: Path) -> None:
    config, visit, _ = approved
    files = [tmp_path / f"report.{form}" for form in ("html", "csv", "json")]
    done = run(config, "report", "--baseline-minutes", "90", *(word for file in files for word in ("--to", str(file))))
    assert done.exit_code == 0, done.output
    told = "".join(file.read_text(encoding="utf-8") for file in files) + run(config, "report").output
    for person in ROSTER:
        assert person.name not in told
    for secret in (visit, "Priya", "Sam Lee", "CASE-1", "hide when they shout"):
        assert secret not in told
    assert json.loads(files[2].read_text(encoding="utf-8"))["sheets"]


def test_a_fleet_of_one_is_verified_and_reported(approved: tuple[Config, str, Path], tmp_path: Path) -> None:
    config, _, folder = approved
    assert run(config, "export", str(tmp_path / "log.jsonl")).exit_code == 0
    done = CliRunner().invoke(main, ["audit", "fleet", str(tmp_path), "--keys", str(folder / "keys.txt")])
    assert done.exit_code == 0, done.output
    assert "1 of 1 devices' logs are as they were written." in done.output
    (tmp_path / "log.jsonl").write_bytes((tmp_path / "log.jsonl").read_bytes().replace(b'"agreed":true', b'"agreed":false', 1))
    done = CliRunner().invoke(main, ["audit", "fleet", str(tmp_path)])
    assert done.exit_code == 1
    assert "is CHANGED: Entry" in done.output


def test_a_note_under_another_persons_signature_is_found(opened: OpenVault) -> None:
    visit = draft(opened)
    finish_note(opened, visit)
    stored = opened.store.note(visit)
    assert stored is not None
    assert verify_vault(opened).ok
    stranger = replace(stored, public_key=bytes(32))
    with opened.store.transaction():
        opened.vault.db.execute("DELETE FROM notes")
        opened.store.save_note(stranger)
    told = verify_vault(opened)
    assert not told.ok
    assert any("was changed after it was signed" in sentence for sentence in told.sentences)


def test_an_overdue_cosignature_is_shown(opened: OpenVault, config: Config) -> None:
    opened.custodian.add_person("Sam Lee", RoleInVault.SUPERVISOR, passphrase=BOSS)
    assert not any("cosigned" in sentence for sentence in verify_vault(opened).sentences)
    for moment, said in (
        (datetime(2026, 3, 20, 9, 0, tzinfo=UTC), "was never cosigned"),
        (datetime(2026, 3, 22, 9, 0, tzinfo=UTC), None),
        (datetime(2026, 4, 9, 12, 0, tzinfo=UTC), "was cosigned last 20 days ago"),
    ):
        clock = SteppingClock(moment)
        later = open_vault(config, unlock(config.vault_dir, BOSS, person="Sam Lee"), engines=scripted_engines(), clock=clock)
        told = " ".join(verify_vault(later).sentences)
        if said is None:
            assert "the rules ask" not in told
        else:
            assert f"This log {said}; the rules ask for it every 7 days" in told
        if said == "was never cosigned":
            cosign_head(later, clock=clock)
        later.close()


def test_an_erased_note_is_not_missed(opened: OpenVault) -> None:
    from audit.events import VisitErased

    visit = draft(opened)
    finish_note(opened, visit)
    with opened.store.transaction():
        opened.vault.db.execute("DELETE FROM notes")
    assert any("is gone" in sentence for sentence in verify_vault(opened).sentences)
    opened.custodian.note(
        VisitErased(
            visit=visit, reason="retention", sound=True, transcript=True, draft=True, note=True, certificate_sha256="a" * 64
        )
    )
    assert verify_vault(opened).ok


def test_a_governance_lead_cosigns_and_reports_from_the_copy(opened: OpenVault, config: Config, tmp_path: Path) -> None:
    opened.custodian.add_person("Gwen Hall", RoleInVault.GOVERNANCE, passphrase=BOSS)
    draft(opened)
    assert opened.close() == ()
    (tmp_path / "pass.txt").write_text(BOSS, encoding="utf-8")

    def as_lead(*arguments: str) -> Result:
        environment = {"CASESCRIBE_PASSPHRASE_FILE": str(tmp_path / "pass.txt")}
        return CliRunner(env=environment).invoke(
            main, ["--vault", str(config.vault_dir), "--as", "Gwen Hall", "audit", *arguments]
        )

    for attempt in ("head.txt", "again.txt"):
        pinned = [] if attempt == "head.txt" else ["--pinned", str(tmp_path / "head.txt")]
        done = as_lead("cosign", str(tmp_path / attempt), *pinned)
        assert done.exit_code == 0, done.output
    assert (tmp_path / "head.txt").read_text(encoding="utf-8").count("\n— ") == 2
    report = as_lead("report")
    assert report.exit_code == 0, report.output
    assert "USE BY MONTH" in report.output
    assert "fewer than 5" in report.output


def test_the_councils_papers_are_begun_and_marked(approved: tuple[Config, str, Path], tmp_path: Path) -> None:
    config, visit, _ = approved
    done = run(config, "pack", str(tmp_path / "papers"))
    assert done.exit_code == 0, done.output
    papers = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "papers").iterdir()}
    assert set(papers) == {"transparency-record.md", "impact-assessment.md", "hazard-log.md"}
    for name, text in papers.items():
        assert "TO BE FILLED IN by" in text, name
        for secret in (*(person.name for person in ROSTER), visit, "Priya", "Sam Lee", "CASE-1", "hide when they shout"):
            assert secret not in text, (name, secret)
    assert "Speech recogniser: whisper-base" in papers["transparency-record.md"]
    assert "A visit is recorded only when everybody present said yes." in papers["impact-assessment.md"]
    assert papers["hazard-log.md"].count("\n| ") > 10
