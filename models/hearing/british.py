"""British spelling of what Whisper spells the American way: a child here says “Mum”, and it should stand so in their record.

Only words that sound the same and differ in spelling alone are in the list; no other word is touched, and what people say is
never put into other words. A family that does say “Mom” corrects it once, for all of the talk.
"""

from __future__ import annotations

import re

_RESPELT = {
    "mom": "mum", "moms": "mums", "mommy": "mummy", "mommies": "mummies", "mommy's": "mummy's", "mom's": "mum's",
    "color": "colour", "colors": "colours", "colored": "coloured", "coloring": "colouring",
    "favorite": "favourite", "favorites": "favourites", "favor": "favour", "neighbor": "neighbour", "neighbors": "neighbours",
    "neighborhood": "neighbourhood", "behavior": "behaviour", "behaviors": "behaviours", "humor": "humour", "rumor": "rumour",
    "rumors": "rumours", "harbor": "harbour", "center": "centre", "centers": "centres", "theater": "theatre", "gray": "grey",
    "pajamas": "pyjamas", "traveling": "travelling", "traveled": "travelled", "canceled": "cancelled", "jewelry": "jewellery",
    "counselor": "counsellor", "counseling": "counselling", "defense": "defence", "offense": "offence",
    "installment": "instalment", "fulfill": "fulfil", "enrollment": "enrolment", "maneuver": "manoeuvre",
}  # fmt: skip
_WORD = re.compile(r"[A-Za-z]+(?:['’]s)?")


def british(text: str) -> str:
    """The same words in British spelling; capitals and everything around a word stay as they were."""
    return _WORD.sub(_respelt, text)


def _respelt(found: re.Match[str]) -> str:
    word = found[0]
    other = _RESPELT.get(word.lower().replace("’", "'"))
    if other is None:
        return word
    return other.upper() if word.isupper() and len(word) > 1 else other.capitalize() if word[0].isupper() else other
