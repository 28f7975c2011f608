"""The explicit list of what looks for personal data. Nothing is found that is not named here.

Presidio's predefined recognisers are not loaded: most are for other countries, some reach for the network, and none
knows a spoken number. Importing this module is free; `make_registry` imports Presidio.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from presidio_analyzer import RecognizerRegistry

    from redaction.recognizers.base import TextRecognizer

NER_TYPES = {"PERSON": "PERSON", "GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE", "ORG": "ORGANISATION"}
"""spaCy's labels (OntoNotes 5) that are kept, and our names for them; dates, sums and works of art are not personal data."""


def text_recognizers() -> list[TextRecognizer]:
    """One of each recogniser that needs only text, the roster's excepted: it is made for each transcript."""
    from redaction.recognizers.address import AddressRecognizer
    from redaction.recognizers.age import AgeRecognizer
    from redaction.recognizers.case_number import CaseNumberRecognizer
    from redaction.recognizers.date_of_birth import DateOfBirthRecognizer
    from redaction.recognizers.email import EmailRecognizer
    from redaction.recognizers.nhs_number import NhsNumberRecognizer
    from redaction.recognizers.ni_number import NiNumberRecognizer
    from redaction.recognizers.online_handle import OnlineHandleRecognizer
    from redaction.recognizers.organisation import OrganisationRecognizer
    from redaction.recognizers.person_name import PersonNameRecognizer
    from redaction.recognizers.phone import PhoneRecognizer
    from redaction.recognizers.postcode import PostcodeRecognizer
    from redaction.recognizers.proper_noun import ProperNounRecognizer
    from redaction.recognizers.school import SchoolRecognizer
    from redaction.recognizers.vehicle import VehicleRecognizer

    return [
        AddressRecognizer(),
        AgeRecognizer(),
        CaseNumberRecognizer(),
        DateOfBirthRecognizer(),
        EmailRecognizer(),
        NhsNumberRecognizer(),
        NiNumberRecognizer(),
        OnlineHandleRecognizer(),
        OrganisationRecognizer(),
        PersonNameRecognizer(),
        PhoneRecognizer(),
        PostcodeRecognizer(),
        ProperNounRecognizer(),
        SchoolRecognizer(),
        VehicleRecognizer(),
    ]


def make_registry() -> RecognizerRegistry:
    """Presidio's registry with exactly our recognisers and the named-entity model's people, places and organisations."""
    from presidio_analyzer import RecognizerRegistry

    from redaction.recognizers.named_entity import NamedEntityRecognizer

    return RecognizerRegistry(recognizers=[*text_recognizers(), NamedEntityRecognizer(NER_TYPES)], supported_languages=["en"])
