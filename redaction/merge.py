"""From everything that recognisers found in a turn to spans that are in order and do not overlap.

What is sure (a roster's name, a shape with its cue) goes before guesses by capitals or by the small model; then the
longer wins, then whoever knows the person, then the surer. What sticks out from under a winner is kept as a span of its
own: merging never uncovers a letter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from recorder.domain import Span

_SURE = 0.65  # scores below are guesses: the entity model, unknown capitals, echoes


def merge_spans(text: str, found: Iterable[Span]) -> tuple[Span, ...]:
    """Spans of one turn in order, none overlapping, together covering every letter and digit that was found."""
    kept: list[Span] = []
    for span in sorted(found, key=lambda s: (s.score < _SURE, -(s.end - s.start), s.person is None, -s.score, s.start)):
        kept += _outside(text, span, kept)
    return tuple(sorted(kept, key=lambda s: s.start))


def _outside(text: str, span: Span, taken: Iterable[Span]) -> list[Span]:
    """What of a span is not taken yet."""
    pieces = [(span.start, span.end)]
    for other in taken:
        pieces = [
            (a, b) for start, end in pieces for a, b in ((start, min(end, other.start)), (max(start, other.end), end)) if a < b
        ]
    return [trimmed for a, b in pieces if (trimmed := _trimmed(text, replace(span, start=a, end=b)))]


def _trimmed(text: str, span: Span) -> Span | None:
    """The span without spaces and punctuation at its ends; nothing when no letter or digit is left."""
    start, end = span.start, span.end
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return replace(span, start=start, end=end) if start < end else None
