"""Organisations that place a family: surgeries, hospitals, courts, hubs, teams, clubs, homes."""

from __future__ import annotations

from collections.abc import Iterator

from redaction.recognizers.base import Finding, TextRecognizer
from redaction.recognizers.named_body import body_pattern, find_bodies
from redaction.words import NOT_NAMES

_ORGANISATION = body_pattern(
    r"Surgery|Medical|Health|Practice|Hospital|Infirmary|Hospice|Ward|Clinic|Pharmacy|Dental|Dentists?"
    r"|Centre|Advice|Family|Hub|Children['’]s|Home|Lodge|House|Refuge|Hostel|Court|Police\s+Station|Library|Leisure"
    r"|Mosque|Church|Temple|Gurdwara|Community|Youth|Club|Rovers|United|Rangers|Athletic|Food\s?[Bb]ank|Trust|Council|Housing"
    r"|Association|Project|Services?|Team"
)


class OrganisationRecognizer(TextRecognizer):
    """Named organisations."""

    types = ("ORGANISATION",)

    def find(self, text: str) -> Iterator[Finding]:
        """A capitalised name followed by a kind of organisation."""
        return find_bodies(text, _ORGANISATION, not_names=NOT_NAMES)
