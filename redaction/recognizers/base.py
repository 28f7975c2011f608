"""What every recogniser of this room is: something that finds personal data in a text, and needs nothing else.

It knows nothing of Presidio, whose import takes longer than most visits take to read; `redaction.recognizers.presidio`
makes one of Presidio's out of each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of personal data in a text."""

    start: int  # character offset
    end: int  # character offset, exclusive
    score: float  # 0 to 1
    person: str | None = None  # Person.key when the roster knows who is meant
    type: str | None = None  # when it is not the recogniser's own type


class TextRecognizer:
    """A recogniser that looks at the text alone; subclasses name their type and implement `find`."""

    types: ClassVar[tuple[str, ...]] = ()

    def find(self, text: str) -> Iterable[Finding]:
        """Personal data of this recogniser's types in one turn's text."""
        raise NotImplementedError
