"""How long a person looked at the evidence of a sentence: what the log needs to tell care from clicking through."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EvidenceRead:
    """One sentence of a draft whose evidence was on the screen."""

    statement: str  # Statement.id
    seconds: float  # 0.5 or more: less is scrolling past
    words: int  # of the sentence and of the turns it rests on
    played: bool = False  # its sound was listened to
