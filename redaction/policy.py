"""Which personal data is hidden from whom, and why.

Two levels, after the ICO's guidance on anonymisation: direct identifiers name or reach a person on their own; the others
identify together, as an age, a tie and a club do in a village. A language model that drafts must not meet the first and
needs the second to write truly. Each audience is a rule from a found span to a reason for hiding it; a span for which
the rule has no reason stays. Whether a rule needs a person's review, or a serious-harm check, is part of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from recorder.domain import Person, Role, Span

DIRECT_IDENTIFIERS = frozenset(
    {
        "PERSON", "ADDRESS", "POSTCODE", "PLACE", "PHONE", "EMAIL", "ONLINE_HANDLE", "NHS_NUMBER", "NI_NUMBER", "PASSPORT",
        "DRIVING_LICENCE", "BANK_DETAILS", "VEHICLE", "CASE_NUMBER", "DATE_OF_BIRTH", "SCHOOL", "ORGANISATION",
    }
)  # fmt: skip
"""Span types whose words get a stand-in before a language model reads them."""
IDENTIFY_TOGETHER = frozenset({"AGE", "RELATIONSHIP"})
"""Span types that tell who somebody is only beside others."""
_NUMBERS_OF_STATE = frozenset(
    {"NI_NUMBER", "PASSPORT", "DRIVING_LICENCE", "BANK_DETAILS", "VEHICLE", "ONLINE_HANDLE", "CASE_NUMBER"}
)
_WAYS_TO_REACH = frozenset({"PHONE", "EMAIL", "ADDRESS", "POSTCODE", "ONLINE_HANDLE"})
_STAFF = frozenset({Role.SOCIAL_WORKER, Role.PROFESSIONAL})


class Audience(StrEnum):
    """For whom a view is made."""

    DRAFTING = "drafting"
    AUDIT = "audit"
    TRAINING = "training"  # and supervision in groups
    SHARING = "sharing"  # with another agency
    SUBJECT_ACCESS = "subject_access"
    RESEARCH = "research"


@dataclass(frozen=True, slots=True)
class AudienceRule:
    """What is hidden from one audience; `recorder.views` takes it as its `Rule`."""

    audience: Audience
    subject: str | None = None  # Person.key of whoever asks for their own data

    @property
    def name(self) -> str:
        """The audience, as printed."""
        return self.audience.value

    @property
    def needs_review(self) -> bool:
        """Whether a person must look at every redaction before the view leaves the laptop."""
        return self.audience not in {Audience.DRAFTING, Audience.AUDIT}

    @property
    def needs_harm_check(self) -> bool:
        """Whether somebody must have asked if disclosure could do serious harm (DPA 2018, schedule 3, paragraph 11)."""
        return self.audience is Audience.SUBJECT_ACCESS

    def reason(self, span: Span, person: Person | None) -> str | None:
        """Why the span is hidden, in a sentence for the person who reads the view; None when it stays."""
        return _REASONS[self.audience](span, person, self.subject)


def rule_for(audience: Audience, *, subject: str | None = None) -> AudienceRule:
    """The rule of an audience. Raises ValueError when subject access is asked for without a subject."""
    if audience is Audience.SUBJECT_ACCESS and subject is None:
        raise ValueError("subject access needs the key of the person who asks")
    return AudienceRule(audience, subject)


def _for_drafting(span: Span, _person: Person | None, _subject: str | None) -> str | None:
    return "A language model must not learn who this is." if span.type in DIRECT_IDENTIFIERS else None


def _for_audit(_span: Span, _person: Person | None, _subject: str | None) -> str | None:
    return "The audit shows what software did, not about whom."


def _for_training(span: Span, _person: Person | None, _subject: str | None) -> str | None:
    if span.type in DIRECT_IDENTIFIERS:
        return "Training needs no name."
    return "Together with other details this could tell colleagues who the family is."


def _for_sharing(span: Span, person: Person | None, _subject: str | None) -> str | None:
    if span.type in _NUMBERS_OF_STATE:
        return "Not needed for the purpose of sharing (UK GDPR, article 5(1)(c), data minimisation)."
    if span.type == "PERSON" and (person is None or person.role is Role.OTHER):
        return "Somebody outside the case, who is no part of what is shared."
    return None


def _for_subject_access(span: Span, person: Person | None, subject: str | None) -> str | None:
    if span.type == "PERSON":
        if person is not None and (person.key == subject or person.role in _STAFF):
            return None  # their own; and staff acting in their role (DPA 2018, schedule 2, paragraph 17)
        return "Another person’s data (DPA 2018, schedule 2, paragraph 16)."
    if person is not None and person.key == subject:
        return None
    if (
        span.type in _WAYS_TO_REACH
        or span.type in _NUMBERS_OF_STATE
        or span.type in {"NHS_NUMBER", "DATE_OF_BIRTH", "RELATIONSHIP"}
    ):
        return "May reach or identify another person (DPA 2018, schedule 2, paragraph 16); take back what is the asker’s own."
    return None


def _for_research(span: Span, _person: Person | None, _subject: str | None) -> str | None:
    if span.type in DIRECT_IDENTIFIERS:
        return "Research data hold no direct identifier (DPA 2018, section 19)."
    return "Hidden because it identifies together with other details."


_REASONS = {
    Audience.DRAFTING: _for_drafting,
    Audience.AUDIT: _for_audit,
    Audience.TRAINING: _for_training,
    Audience.SHARING: _for_sharing,
    Audience.SUBJECT_ACCESS: _for_subject_access,
    Audience.RESEARCH: _for_research,
}
