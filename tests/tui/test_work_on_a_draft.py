"""Work on a draft: evidence chosen by the worker, passages that do not agree, disclosures used or put aside, all taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner

from audit import events
from models.scripted import ScriptedDrafter
from recorder.bootstrap import OpenVault
from recorder.cli import main
from recorder.config import Config
from recorder.domain import Advice, Contradiction, Differs, Person, Turn
from recorder.errors import Refused, UsageError
from tests.conftest import make_vault, record_visit, reopen, scripted_engines
from tests.tui.test_plain import talk

DISAGREEING = ScriptedDrafter(
    confirm=frozenset({2}), disclosures=(4,), contradictions=(Contradiction(1, 4, Differs.OPPOSED, "missed"),)
)


def advise(text: str, cited: Sequence[Turn], _people: Sequence[Person], /, *, visit_date: date) -> tuple[Advice, ...]:
    """Advice where not every word of the sentence was said in the cited turns."""
    said = " ".join(turn.text for turn in cited)
    return () if text.rsplit("“", maxsplit=1)[-1].strip("”") in said else (Advice(False, "was not said", text),)


@pytest.fixture
def opened(config: Config) -> OpenVault:
    make_vault(config, sample=True)
    return reopen(config, engines=replace(scripted_engines(), drafter=lambda: DISAGREEING, adviser=advise))


@pytest.fixture
def visit_id(opened: OpenVault) -> str:
    visit_id = record_visit(opened, "CASE-1")
    opened.recorder.process(visit_id)
    return visit_id


def test_other_evidence_withdraws_the_confirmation_and_is_advised_upon(opened: OpenVault, visit_id: str) -> None:
    recorder = opened.recorder
    recorder.confirm_statement(visit_id, "s2")
    assert recorder.advice(visit_id, "s2") == (), "the machine's own words and evidence were checked as they were drafted"
    recorder.choose_evidence(visit_id, "s2", [4, 1])
    after = recorder.working_note(visit_id).statements[1]
    assert (after.cites, after.confirmed, after.evidence_chosen) == ((1, 4), False, True)
    assert recorder.advice(visit_id, "s2"), "those turns do not hold it"
    last = recorder.history(visit_id)[-1].event
    assert last == events.EvidenceChosen(visit=visit_id, statement="s2", before=1, after=2)
    with pytest.raises(UsageError, match="must rest on what was said"):
        recorder.choose_evidence(visit_id, "s2", [])
    with pytest.raises(UsageError, match="no such turn"):
        recorder.choose_evidence(visit_id, "s2", [99])


def test_everything_is_taken_back_in_turn_after_a_restart_too(config: Config, opened: OpenVault, visit_id: str) -> None:
    recorder = opened.recorder
    before = recorder.working_note(visit_id)
    section = before.human_sections[0][0]
    recorder.confirm_statement(visit_id, "s2")
    recorder.edit_statement(visit_id, "s2", "Tyler hides.")
    recorder.choose_evidence(visit_id, "s2", [1])
    recorder.write_section(visit_id, section, "What it means.")
    recorder.acknowledge_disclosure(visit_id, 4, reason="known")
    recorder.see_contradiction(visit_id, 1, 4)
    recorder.add_statement(visit_id, before.statements[0].section, "He was hit once.", cites=[4])
    opened.vault.close()

    again = reopen(config).recorder
    lines = ["s4", "turns 1 and 4", "turn 4", section, "s2", "s2", "s2", ""]
    assert [again.undo(visit_id) for _ in lines] == lines
    now = again.working_note(visit_id)
    assert now.statements[:3] == before.statements
    assert now.statements[3].text == ""
    assert (now.human_sections, now.unused_disclosures, now.contradictions) == (
        before.human_sections,
        before.unused_disclosures,
        before.contradictions,
    )
    kinds = [entry.event.kind for entry in again.history(visit_id)]
    assert kinds.count("statement_edited") == 4, "what was done and undone both stand in the log"
    assert kinds.count("work_taken_back") == 3


def test_undoing_an_edit_brings_its_confirmation_back_but_not_past_a_correction(opened: OpenVault, visit_id: str) -> None:
    recorder = opened.recorder
    for _ in range(2):
        recorder.confirm_statement(visit_id, "s2")
        recorder.edit_statement(visit_id, "s2", "Tyler hides.")
        recorder.undo(visit_id)
        assert recorder.working_note(visit_id).statements[1].confirmed
    recorder.edit_statement(visit_id, "s2", "Tyler hides.")
    opened.corrections.fix(visit_id, 2, "hide", "cry")
    recorder.undo(visit_id)
    assert not recorder.working_note(visit_id).statements[1].confirmed, "these are no longer the words that were confirmed"


def test_a_note_waits_until_what_does_not_agree_was_compared(opened: OpenVault, visit_id: str) -> None:
    recorder = opened.recorder
    recorder.confirm_statement(visit_id, "s2")
    recorder.acknowledge_disclosure(visit_id, 4, reason="known")
    for section, _ in recorder.working_note(visit_id).human_sections:
        recorder.write_section(visit_id, section, "Written.")
    with pytest.raises(Refused, match="Compare turns 1 and 4"):
        recorder.approve(visit_id)
    recorder.see_contradiction(visit_id, 1, 4)
    recorder.approve(visit_id)
    with pytest.raises(Refused):
        recorder.undo(visit_id)


def test_a_disclosure_is_used_as_long_as_a_sentence_of_the_worker_rests_on_it(opened: OpenVault, visit_id: str) -> None:
    recorder = opened.recorder
    section = recorder.working_note(visit_id).statements[0].section
    recorder.add_statement(visit_id, section, "Donna said that he hit her.", cites=[4])
    assert recorder.working_note(visit_id).unused_disclosures == ()
    recorder.edit_statement(visit_id, "s4", "")
    assert recorder.working_note(visit_id).unused_disclosures == (4,)


def test_the_plain_mode_says_what_does_not_agree(opened: OpenVault, visit_id: str) -> None:
    spoken = talk(opened, "1", "n", "b", "s", "r", "b", "q")
    assert "Turns 1 and 4 do not agree: it was so, and it was not (“missed”)." in spoken
    assert opened.recorder.working_note(visit_id).contradictions[0].seen


def test_the_command_line_asks_for_it_too(opened: OpenVault, visit_id: str, config: Config) -> None:
    sections = [key for key, _ in opened.recorder.working_note(visit_id).human_sections]
    opened.vault.close()
    asks = ["approve", visit_id, "--confirm", "s2", "--aside", "4", "known"]
    asks += [part for key in sections for part in ("--write", f"{key}=Mine.")]
    vault = ["--vault", str(config.vault_dir)]
    refused = CliRunner().invoke(main, [*vault, *asks])
    assert refused.exit_code == Refused.exit_code
    assert "Compare turns 1 and 4" in " ".join(refused.stderr.split())
    done = CliRunner().invoke(main, [*vault, *asks, "--compared", "1", "4"])
    assert "Approved and signed" in done.output
