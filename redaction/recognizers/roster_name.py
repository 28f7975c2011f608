"""Names of the people on the case's roster: the one recogniser that knows whom it found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recorder.domain import Person
from redaction.dates import find_dates
from redaction.recognizers.base import Finding, TextRecognizer
from redaction.roster import RosterNames


class RosterRecognizer(TextRecognizer):
    """Names and birthdays of one roster; made for each transcript and handed to Presidio ad hoc."""

    types = ("PERSON", "DATE_OF_BIRTH")

    def __init__(self, roster: Sequence[Person]) -> None:
        self._names = RosterNames(roster)
        self._birthdays = {(p.date_of_birth.day, p.date_of_birth.month): p.key for p in roster if p.date_of_birth}

    def find(self, text: str) -> Iterator[Finding]:
        """Every name, and every date that is somebody's birthday, with or without the year."""
        for mention in self._names.find(text):
            yield Finding(mention.start, mention.end, 1.0, person=mention.person)
        for mention in self._names.find_misheard(text):
            yield Finding(mention.start, mention.end, 0.7, person=mention.person)
        for date in find_dates(text) if self._birthdays else ():
            if person := self._birthdays.get((date.day, date.month)):
                yield Finding(date.start, date.end, 0.9, person=person, type="DATE_OF_BIRTH")
