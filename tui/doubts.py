"""Words that the machine is not sure of, marked so that they are seen without colour: underlined, with a sign behind each.

“?” stands behind a word that may well be another, “♪” behind a number, a date, a dose or a “not” that a person should hear for
themselves before they rely on it.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from recorder.domain import Doubt, Turn

SIGNS = {Doubt.DOUBTFUL: "?", Doubt.LISTEN: "♪"}
LEGEND = "word? may be another word   word♪ hear it before you rely on it"

Mark = tuple[int, int, str]  # from, to, sign


def doubts_in(turn: Turn, text: str) -> tuple[Mark, ...]:
    """Where the doubtful words of a turn stand in its text as shown."""
    found: list[Mark] = []
    at = 0
    for word in turn.words if any(word.doubt for word in turn.words) else ():
        said = word.text.strip()
        begin = text.find(said, at) if said else -1
        if begin < 0:
            continue
        at = begin + len(said)
        if word.doubt in SIGNS:
            found.append((begin, begin + len(said.rstrip(".,;:!?…") or said), SIGNS[word.doubt]))
    return tuple(found)


def marked(text: str, marks: Sequence[Mark], *, ink: str = "") -> Text:
    """The text with its doubtful words underlined and signed."""
    words, at = Text(), 0
    for begin, end, sign in marks:
        words.append(text[at:begin], ink)
        words.append(text[begin:end], f"underline {ink}".strip())
        words.append(sign, "bold $warning")
        at = end
    return words.append(text[at:], ink)
