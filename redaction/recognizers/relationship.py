"""Ties that name somebody without a name: "the headmaster's lad", "the vicar's daughter", "the mayor's ex-wife"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import Finding, TextRecognizer

_KNOWN_IN_TOWN = (
    r"head\s?(?:master|mistress|teacher)|head|deputy\s+head|caretaker|vicar|priest|pastor|imam|rabbi|minister|mayor|councillor|MP|landlord|landlady|publican"
    r"|doctor|GP|dentist|butcher|baker|farmer|postman|postmaster|lollipop\s+lady|dinner\s+lady|sergeant|inspector|policeman|policewoman|magistrate|judge"
    r"|chemist|pharmacist|shopkeeper|bus\s+driver|football\s+coach|coach|scout\s+leader|choirmaster|undertaker|childminder|school\s+secretary"
)
_KIN = (
    r"lad|lass|boy|girl|son|daughter|kid|kids|child|children|baby|twins?|wife|husband|ex|ex-(?:wife|husband)|missus|partner|girlfriend|boyfriend|brother"
    r"|sister|mum|mother|dad|father|nephew|niece|cousin|grandson|granddaughter|stepson|stepdaughter"
)
_TIE = re.compile(
    rf"\b(?:the|our|their)\s+(?P<tie>(?:[a-z]+\s+)?(?:{_KNOWN_IN_TOWN})['’]s\s+(?:(?:old|young|eld|young)(?:est|er)?\s+)?(?:{_KIN}))\b",
    re.IGNORECASE,
)


class RelationshipRecognizer(TextRecognizer):
    """People told by whose relative they are."""

    types = ("RELATIONSHIP",)

    def find(self, text: str) -> Iterator[Finding]:
        """Kin of somebody whom a whole place knows."""
        for found in _TIE.finditer(text):
            yield Finding(*found.span("tie"), 0.65)
