from __future__ import annotations

import pytest

from recorder.domain import Person, Role, Span
from redaction.policy import DIRECT_IDENTIFIERS, IDENTIFY_TOGETHER, Audience, rule_for
from redaction.registry import NER_TYPES, text_recognizers

CHILD = Person("kid", "Aaliyah Doyle", (), Role.CHILD)
AUNT = Person("aunt", "Bríd Doyle", (), Role.RELATIVE)
WORKER = Person("sw", "Ngozi Eze", (), Role.SOCIAL_WORKER)


def _hidden(audience: Audience, kind: str, person: Person | None = None) -> bool:
    return rule_for(audience, subject="kid").reason(Span(0, 3, kind, 0.9), person) is not None


def test_every_type_that_can_be_found_has_a_level() -> None:
    found = {kind for recognizer in text_recognizers() for kind in recognizer.types} | set(NER_TYPES.values())
    assert found == DIRECT_IDENTIFIERS | IDENTIFY_TOGETHER


@pytest.mark.parametrize(
    ("audience", "kind", "person", "hidden"),
    [
        (Audience.DRAFTING, "PERSON", CHILD, True),
        (Audience.DRAFTING, "AGE", None, False),
        (Audience.AUDIT, "AGE", None, True),
        (Audience.TRAINING, "RELATIONSHIP", None, True),
        (Audience.SHARING, "PERSON", CHILD, False),
        (Audience.SHARING, "PERSON", None, True),
        (Audience.SHARING, "ADDRESS", None, False),
        (Audience.SHARING, "BANK_DETAILS", None, True),
        (Audience.SUBJECT_ACCESS, "PERSON", CHILD, False),
        (Audience.SUBJECT_ACCESS, "PERSON", WORKER, False),
        (Audience.SUBJECT_ACCESS, "PERSON", AUNT, True),
        (Audience.SUBJECT_ACCESS, "PERSON", None, True),
        (Audience.SUBJECT_ACCESS, "PHONE", None, True),
        (Audience.SUBJECT_ACCESS, "DATE_OF_BIRTH", CHILD, False),
        (Audience.RESEARCH, "PERSON", WORKER, True),
        (Audience.RESEARCH, "AGE", None, True),
    ],
)
def test_who_sees_what(audience: Audience, kind: str, person: Person | None, hidden: bool) -> None:
    assert _hidden(audience, kind, person) is hidden


def test_what_leaves_the_office_waits_for_a_person_and_subject_access_for_the_harm_check() -> None:
    assert not rule_for(Audience.DRAFTING).needs_review
    assert all(rule_for(a, subject="kid").needs_review for a in (Audience.SHARING, Audience.SUBJECT_ACCESS, Audience.RESEARCH))
    assert rule_for(Audience.SUBJECT_ACCESS, subject="kid").needs_harm_check


def test_subject_access_needs_to_know_who_asks() -> None:
    with pytest.raises(ValueError, match="key of the person"):
        rule_for(Audience.SUBJECT_ACCESS)
