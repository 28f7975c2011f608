"""Organisations that place a family: surgeries, hospitals, courts, hubs, teams, clubs, homes."""

from __future__ import annotations

from collections.abc import Iterator

from redaction.recognizers.base import Finding, TextRecognizer
from redaction.recognizers.named_body import body_pattern, find_bodies
from redaction.words import NOT_NAMES

_ORGANISATION = body_pattern(
    (
        r"Surgery", r"Medical", r"Health", r"Practice", r"Hospital", r"Infirmary", r"Hospice", r"Ward", r"Clinic", r"Centre", r"Advice",
        r"Family", r"Hub", r"Children['’]s", r"Home", r"Lodge", r"House", r"Refuge", r"Hostel", r"Court", r"Police\s+Station", r"Library",
        r"Mosque", r"Church", r"Temple", r"Gurdwara", r"Community", r"Youth", r"Club", r"Rovers", r"United", r"Rangers", r"Athletic",
        r"Food\s?[Bb]ank", r"Trust", r"Council", r"Housing", r"Association", r"Project", r"Service", r"Services", r"Team", r"Pharmacy",
        r"Dental", r"Dentists?", r"Leisure",
    )
)  # fmt: skip


class OrganisationRecognizer(TextRecognizer):
    """Named organisations."""

    types = ("ORGANISATION",)

    def find(self, text: str) -> Iterator[Finding]:
        """A capitalised name followed by a kind of organisation."""
        return find_bodies(text, _ORGANISATION, not_names=NOT_NAMES)
