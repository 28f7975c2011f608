"""Places told without a number: "the flats behind the Co-op", "the caravan site off the bypass", "Rose Cottage"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import Finding, TextRecognizer
from redaction.words import NOT_NAMES

_HOME = (
    r"(?:flats?|tower\s+block|block(?:\s+of\s+flats)?|houses?|bungalows?|maisonettes?|caravans?|caravan\s+(?:site|park)|[Tt]ravell?ers?['’]?\s+site|site|estate"
    r"|cottages?|terrace|high[-\s]rise|hostel|refuge|B\s?(?:&|and)\s?B|squat|farm|barges?|narrow\s?boats?|boats?)"
)
_WHERE = (
    r"(?:behind|opposite|next\s+(?:to|door\s+to)|above|over|across\s+from|round\s+the\s+back\s+of|at\s+the\s+(?:back|end|top|bottom)\s+of|down\s+by"
    r"|up\s+by|by|near|beside|facing|off|just\s+past|past|on\s+the\s+corner\s+of|backing\s+on\s*to)"
)
_MARK = (
    r"(?:the\s+|our\s+|that\s+)?(?:(?:old|new|big|little|main|lower|upper|east|west|north|south)\s+)*"
    r"(?:[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)*(?:\s+[a-z]{4,12}\b(?=[.,?!]|$))?|MARKED)"
)
_MARKS = (
    r"(?:co-?op|church|mosque|temple|gurdwara|chapel|pub|chippy|chip\s+shop|shops?|corner\s+shop|post\s+office|petrol\s+station|train\s+station|bus\s+station"
    r"|station|park|primary\s+school|school|canal|river|railway|bridge|surgery|hospital|bypass|motorway|roundabout|cemetery|library|fire\s+station"
    r"|police\s+station|leisure\s+centre|swimming\s+baths|baths|market|bookies|launderette|garage|bakery|takeaway|retail\s+park|football\s+ground|allotments"
    r"|quarry|reservoir|docks?|harbour|lighthouse|golf\s+course|rec)"
)
_DIRECTIONS = re.compile(
    rf"\b(?:the|a|them|those|that|one\s+of\s+the)\s+(?P<place>(?:(?:big|little|old|new|red|white|yellow|blue|green|brick|council|tall)\s+)*{_HOME}"
    rf"\s+(?:(?:right|just|there|down|up)\s+)?{_WHERE}\s+{_MARK.replace('MARKED', _MARKS)})(?!\w)"
)
_NAMED_HOUSE = re.compile(
    r"(?<![\w'’])(?P<place>(?:(?:The|Old|New|Upper|Lower|Little)\s+)?[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?\s+(?:Cottages?|Farm(?:house)?|Lodge|Villas?|Bungalow|Rectory"
    r"|Vicarage|Barn|Manor|Almshouses|Caravan\s+(?:Site|Park)|Holiday\s+Park|Park\s+Homes|Moorings|Marina|(?:caravan|travellers?['’]?|holiday)\s+(?:site|park)))(?!\w)"
)


class DescribedPlaceRecognizer(TextRecognizer):
    """Homes by their name or by what they stand beside."""

    types = ("ADDRESS",)

    def find(self, text: str) -> Iterator[Finding]:
        """Directions to a home, then houses and sites with names."""
        for found in _DIRECTIONS.finditer(text):
            yield Finding(*found.span("place"), 0.65)
        for found in _NAMED_HOUSE.finditer(text):
            first = found["place"].split()[0].lower()
            if first not in NOT_NAMES or first in {"the", "old", "new"}:
                yield Finding(*found.span("place"), 0.7)
