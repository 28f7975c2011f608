"""A council's own kind of note: taken in from a file, written with, signed, and never exchanged under its name."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from audit.events import TemplateAdded
from recorder.bootstrap import OpenVault
from recorder.cli import main
from recorder.config import Config
from recorder.errors import Refused, UsageError
from recorder.export import FORMATS
from recorder.interchange import note_from_canonical
from recorder.rules.council import take_in_template
from tests.conftest import ROSTER, GivenSound, finish_note, reopen

OURS = """title = "Short visit of Ashborough"
share_of_speech = 0.2

[[sections]]
key = "told_us"
heading = "What we were told"
written_by = "draft"
guidance = "What was said?"

[[sections]]
key = "what_it_means"
heading = "What it means"
written_by = "person"
guidance = "What does it mean for the child?"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "short_visit.toml"
    path.write_text(OURS, encoding="utf-8")
    return path


def test_a_note_of_the_councils_own_kind_is_drafted_signed_and_read_back(
    opened: OpenVault, config: Config, file: Path, tmp_path: Path
) -> None:
    take_in_template(opened, file, clock=opened.clock)
    file.unlink()  # the vault keeps it
    recorder = opened.recorder
    case = recorder.open_case("REF-9", ROSTER)
    visit = recorder.plan_visit(case.reference, title="At home", template="short_visit", held_on=date(2026, 3, 11))
    for person in ROSTER:
        recorder.record_consent(visit.id, person.key, agreed=True, told_how="in_person")
    recorder.import_sound(visit.id, GivenSound())
    recorder.process(visit.id)
    note = recorder.working_note(visit.id)
    assert [s.heading for s in note.template.sections] == ["What we were told", "What it means"]
    assert {s.section for s in note.statements} == {"told_us"}
    finish_note(opened, visit.id)
    recorder.export(visit.id, form="md", render=FORMATS["md"], destination=tmp_path / "note.md")
    assert "What we were told" in (tmp_path / "note.md").read_text(encoding="utf-8")
    opened.vault.close()
    again = reopen(config)
    signed = note_from_canonical(again.recorder.signed_note(visit.id).canonical)
    assert signed.template == again.recorder.template_called("short_visit")
    again.vault.close()
    assert signed.template.share_of_speech == 0.2


def test_it_stands_first_among_the_kinds_and_in_the_log(opened: OpenVault, file: Path) -> None:
    take_in_template(opened, file, clock=opened.clock)
    take_in_template(opened, file, clock=opened.clock)  # again: nothing new
    kinds = [t.name for t in opened.recorder.templates()]
    assert kinds[0] == "short_visit"
    assert "child_in_need_visit" in kinds
    told = [e.event for e in opened.recorder.history() if isinstance(e.event, TemplateAdded)]
    assert told == [TemplateAdded(template="short_visit", template_sha256=hashlib.sha256(OURS.encode()).hexdigest())]


def test_a_name_is_never_given_to_another_text(opened: OpenVault, file: Path) -> None:
    take_in_template(opened, file, clock=opened.clock)
    file.write_text(OURS.replace("What we were told", "What they said"))
    with pytest.raises(Refused, match="another template called"):
        take_in_template(opened, file, clock=opened.clock)
    assert opened.recorder.template_called("short_visit").sections[0].heading == "What we were told"


def test_a_kind_that_nobody_added_is_named_with_those_there_are(opened: OpenVault) -> None:
    case = opened.recorder.open_case("REF-9", ROSTER)
    with pytest.raises(UsageError, match="short_visit"):
        opened.recorder.plan_visit(case.reference, title="x", template="short_visit", held_on=date(2026, 3, 11))


def test_a_file_with_faults_changes_nothing(opened: OpenVault, file: Path) -> None:
    file.write_text(OURS.replace('written_by = "person"', 'written_by = "draft"'))
    before = opened.log.size
    answer = CliRunner().invoke(main, ["templates", "check", str(file)])
    assert answer.exit_code == 1
    assert "written by a person" in json.dumps(answer.output)
    with pytest.raises(Exception, match="written by a person"):
        take_in_template(opened, file, clock=opened.clock)
    assert opened.log.size == before
