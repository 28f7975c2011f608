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
    from redaction.recognizers.bank_details import BankDetailsRecognizer
    from redaction.recognizers.case_number import CaseNumberRecognizer
    from redaction.recognizers.date_of_birth import DateOfBirthRecognizer
    from redaction.recognizers.described_place import DescribedPlaceRecognizer
    from redaction.recognizers.driving_licence import DrivingLicenceRecognizer
    from redaction.recognizers.email import EmailRecognizer
    from redaction.recognizers.listed_name import ListedNameRecognizer
    from redaction.recognizers.nhs_number import NhsNumberRecognizer
    from redaction.recognizers.ni_number import NiNumberRecognizer
    from redaction.recognizers.online_handle import OnlineHandleRecognizer
    from redaction.recognizers.organisation import OrganisationRecognizer
    from redaction.recognizers.passport import PassportRecognizer
    from redaction.recognizers.person_name import PersonNameRecognizer
    from redaction.recognizers.phone import PhoneRecognizer
    from redaction.recognizers.postcode import PostcodeRecognizer
    from redaction.recognizers.proper_noun import ProperNounRecognizer
    from redaction.recognizers.relationship import RelationshipRecognizer
    from redaction.recognizers.school import SchoolRecognizer
    from redaction.recognizers.spelt_name import SpeltNameRecognizer
    from redaction.recognizers.vehicle import VehicleRecognizer

    return [
        AddressRecognizer(),
        AgeRecognizer(),
        BankDetailsRecognizer(),
        CaseNumberRecognizer(),
        DateOfBirthRecognizer(),
        DescribedPlaceRecognizer(),
        DrivingLicenceRecognizer(),
        EmailRecognizer(),
        ListedNameRecognizer(),
        NhsNumberRecognizer(),
        NiNumberRecognizer(),
        OnlineHandleRecognizer(),
        OrganisationRecognizer(),
        PassportRecognizer(),
        PersonNameRecognizer(),
        PhoneRecognizer(),
        PostcodeRecognizer(),
        ProperNounRecognizer(),
        RelationshipRecognizer(),
        SchoolRecognizer(),
        SpeltNameRecognizer(),
        VehicleRecognizer(),
    ]


_DICTATED = (
    "PHONE", "POSTCODE", "NHS_NUMBER", "NI_NUMBER", "PASSPORT", "DRIVING_LICENCE", "BANK_DETAILS", "VEHICLE", "CASE_NUMBER",
    "EMAIL",    "DATE_OF_BIRTH",
)  # fmt: skip


def dictated_recognizers() -> list[TextRecognizer]:
    """The recognisers of what people dictate, which is often said over several turns."""
    from redaction.recognizers.spelt_name import SpeltNameRecognizer

    return [r for r in text_recognizers() if r.types[0] in _DICTATED or isinstance(r, SpeltNameRecognizer)]


def make_registry() -> RecognizerRegistry:
    """Presidio's registry with exactly our recognisers and the named-entity model's people, places and organisations."""
    from presidio_analyzer import RecognizerRegistry

    from redaction.recognizers.named_entity import NamedEntityRecognizer
    from redaction.recognizers.presidio import PresidioRecognizer

    ours = [PresidioRecognizer(recognizer) for recognizer in text_recognizers()]
    return RecognizerRegistry(recognizers=[*ours, NamedEntityRecognizer(NER_TYPES)], supported_languages=["en"])
