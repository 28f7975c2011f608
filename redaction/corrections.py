"""Slips of the tongue: "she's eight, no, nine", "the third of March, sorry, April".

What somebody takes back was still said, and often was nearly right, so it is hidden with what they put in its place.
"""

from __future__ import annotations

import re

from redaction.spoken import CORRECTING, DIGIT_WORDS, HESITATION, REPEATS, TAKES_BACK, TEEN_WORDS, TENS_WORDS, ZEROS

_NUMBERISH = (
    rf"(?:{'|'.join((*DIGIT_WORDS, *TEEN_WORDS, *TENS_WORDS, *ZEROS, *REPEATS))}|\d+(?:st|nd|rd|th)?"
    r"|first|second|third|fourth|fifth|sixth"
    r"|seventh|eighth|ninth|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth|january|february|march|april|may"
    r"|june|july|august|september|october|november|december)"
)
_STRETCH = rf"(?:the\s+)?{_NUMBERISH}(?:(?:[\s,-]+|\s+(?:of|of\s+the|and|the)\s+){_NUMBERISH})*"
_TAKING_BACK = rf"(?:[\s,.?\-–—…]|\b{HESITATION}\b)*\b(?:{CORRECTING})\b(?:[\s,.?\-–—…]|\b(?:{CORRECTING}|{HESITATION})\b)*"
_SLIP_BEFORE = re.compile(rf"\b{_STRETCH}{_TAKING_BACK}(?:the\s+|on\s+)?$", re.IGNORECASE)
_MENDED_AFTER = re.compile(rf"{_TAKING_BACK}{_STRETCH}\b", re.IGNORECASE)
_SLIP_REACH = 90  # characters


def with_corrections(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets widened by numbers and dates that a correction ties to them: "eight, no, nine", "May, sorry, June"."""
    before = text[max(0, start - _SLIP_REACH) : start]
    if (slip := _SLIP_BEFORE.search(before)) and TAKES_BACK.search(slip.group()):
        start -= len(before) - slip.start()
    mended = _MENDED_AFTER.match(text, end)
    if mended and TAKES_BACK.search(mended.group()):
        end = mended.end()
    return start, end
