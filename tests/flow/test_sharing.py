"""Redacted views on a real database: what people decide is kept and audited, and what is hidden does not leave."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audit.events import HarmChecked, RedactionsReviewed, ViewExported
from recorder.access.sharing import waiting_numbers
from recorder.assurance import verify_vault
from recorder.bootstrap import OpenVault, audience_rule
from recorder.errors import Refused, UsageError
from recorder.view_export import VIEW_FORMATS
from tests.conftest import finish_note as finish


def test_subject_access_needs_a_look_at_each_redaction_and_a_harm_check(
    drafted: OpenVault, drafted_visit: str, tmp_path: Path
) -> None:
    desk, rule = drafted.sharing, audience_rule("subject_access", subject="mum")
    review = desk.review(drafted_visit, rule)
    hidden = {review.source.turns[r.turn].text[r.start : r.end] for r in review.redactions}
    assert hidden == {"Tyler"}  # the child is a third party to his mother's request
    target = tmp_path / "view.json"
    with pytest.raises(Refused, match="have not been looked at"):
        desk.export(review, form="json", render=VIEW_FORMATS["json"], destination=target)

    review = desk.decide(review, hide=waiting_numbers(review))
    with pytest.raises(Refused, match="serious harm"):
        desk.export(review, form="json", render=VIEW_FORMATS["json"], destination=target)
    desk.check_for_harm(review, harmful=False)

    again = desk.review(drafted_visit, rule)  # as after a restart
    assert not again.waiting
    view = desk.export(again, form="json", render=VIEW_FORMATS["json"], destination=target)
    assert "Tyler" not in target.read_text(encoding="utf-8")
    assert {r.reviewer for r in view.removed} == {"Priya Nair"}
    kinds = [type(e.event) for e in drafted.recorder.history(drafted_visit)]
    assert kinds[-3:] == [RedactionsReviewed, HarmChecked, ViewExported]
    assert verify_vault(drafted).ok


def test_words_that_the_software_missed_are_hidden_by_hand(drafted: OpenVault, drafted_visit: str) -> None:
    desk, rule = drafted.sharing, audience_rule("training", subject=None)
    review = desk.review(drafted_visit, rule)
    grown = desk.hide_more(review, turn=1, words="Monday", reason="The day gives the family away.")
    assert "The day gives the family away." in {r.reason for r in grown.redactions}
    with pytest.raises(UsageError, match="do not stand"):
        desk.hide_more(grown, turn=1, words="Wednesday", reason="x")


def test_each_audience_and_each_asker_has_decisions_of_its_own(drafted: OpenVault, drafted_visit: str) -> None:
    desk = drafted.sharing
    mum = audience_rule("subject_access", subject="mum")
    desk.decide(desk.review(drafted_visit, mum), hide=waiting_numbers(desk.review(drafted_visit, mum)))
    child = desk.review(drafted_visit, audience_rule("subject_access", subject="child"))
    assert not {r.reviewer for r in child.redactions} - {""}
    with pytest.raises(UsageError, match="needs the key of the person who asks"):
        audience_rule("subject_access", subject=None)
    with pytest.raises(UsageError, match="No view can be made for everybody"):
        audience_rule("everybody", subject=None)


def test_a_view_of_the_approved_note(drafted: OpenVault, drafted_visit: str, tmp_path: Path) -> None:
    desk, rule = drafted.sharing, audience_rule("research", subject=None)
    with pytest.raises(Refused, match="has not been approved"):
        desk.review(drafted_visit, rule, of="note")
    finish(drafted, drafted_visit)
    review = desk.review(drafted_visit, rule, of="note")
    review = desk.decide(review, of="note", hide=waiting_numbers(review))
    desk.export(review, form="html", render=VIEW_FORMATS["html"], destination=tmp_path / "note.html")
    page = (tmp_path / "note.html").read_text(encoding="utf-8")
    assert "I hide when they shout." in page
    assert "Tyler" not in page
    assert "Donna" not in page


def test_a_case_keeps_its_stand_ins(drafted: OpenVault, drafted_visit: str) -> None:
    case = drafted.recorder.visit(drafted_visit).case_id
    stand_ins = drafted.store.stand_ins(case)
    assert stand_ins["Tyler"].startswith("Child")
    assert json.dumps(stand_ins)


def test_before_redaction_there_is_nothing_to_share(opened: OpenVault, recorded_visit: str) -> None:
    with pytest.raises(Refused, match="not been redacted"):
        opened.sharing.review(recorded_visit, audience_rule("training", subject=None))
