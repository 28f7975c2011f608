"""Words that the machine is not sure of, marked so that they are seen without colour: underlined, with a sign behind each.

“?” stands behind a word that may well be another, “♪” behind a number, a date, a dose or a “not” that a person should hear for
themselves before they rely on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from recorder.domain import Doubt, Statement, Transcript, Turn, Word
from recorder.words_behind import words_behind

SIGNS = {Doubt.DOUBTFUL: "?", Doubt.LISTEN: "♪"}
LEGEND = "word? may be another word   word♪ hear it before you rely on it"

DOUBTFUL_VOICE = "(voice not certain)"
_BEGIN, _END = "▸", "◂"  # around the words behind a sentence, where a turn has more

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


def lit(text: str, marks: Sequence[Mark], behind: tuple[int, int] | None) -> Text:
    """The text of a cited turn: the words behind the sentence between signs and in full ink, what else was said dimmed."""
    if behind is None:
        return marked(text, marks, ink="$foreground")
    begin, end = behind
    words = _slice(text, marks, 0, begin, ink="$text-muted")
    words.append(_BEGIN, "bold $accent")
    words.append_text(_slice(text, marks, begin, end, ink="bold $foreground"))
    words.append(_END, "bold $accent")
    return words.append_text(_slice(text, marks, end, len(text), ink="$text-muted"))


def _slice(text: str, marks: Sequence[Mark], begin: int, end: int, *, ink: str) -> Text:
    inside = [(a - begin, b - begin, sign) for a, b, sign in marks if begin <= a < end]
    return marked(text[begin:end], inside, ink=ink)


@dataclass(frozen=True, slots=True)
class Doubts:
    """What of a sentence rests on doubtful words or an uncertain voice."""

    words: tuple[str, ...]  # of the sentence, with their signs, e.g. "Monday♪"
    voices: tuple[int, ...]  # turns whose speaker is not certain

    @property
    def tail(self) -> str:
        """For the end of the sentence's line; empty where nothing is doubtful."""
        more = f" and {len(self.words) - 2} more" if len(self.words) > 2 else ""
        said = [f"hear: {', '.join(self.words[:2])}{more}"] if self.words else []
        return " · ".join([*said, *(["voice not certain"] if self.voices else [])])

    @property
    def sentences(self) -> tuple[str, ...]:
        """The same for the evidence beside the note."""
        words = f"! Hear these words before you rely on them: {', '.join(self.words)}"
        turns = f"turn{'s' if len(self.voices) > 1 else ''} {', '.join(map(str, self.voices))}"
        voices = f"! Whose voice it is in {turns} is not certain."
        return (*([words] if self.words else []), *([voices] if self.voices else []))


def doubts_of(statement: Statement, transcript: Transcript) -> Doubts:
    """The doubtful words behind a sentence that it has itself, and the uncertain voices that it rests on."""
    turns = [turn for turn in map(transcript.turn, statement.cites) if turn is not None]
    has = {_plain(word) for word in statement.text.split()}
    found: dict[str, None] = {}
    for turn in turns:
        if not any(word.doubt for word in turn.words):
            continue
        place = words_behind(statement.text, turn) if len(turn.words) == len(turn.text.split()) else None
        for word in turn.words[slice(*place)] if place else turn.words:
            if word.doubt in SIGNS and _matters(word) and _plain(word.text) in has:
                found.setdefault(f"{word.text.strip().strip('.,;:!?…')}{SIGNS[word.doubt]}")
    return Doubts(tuple(found), tuple(turn.i for turn in turns if turn.speaker_doubtful))


def _matters(word: Word) -> bool:
    """Whether a word can change what a sentence says: a doubtful “that” seldom does."""
    said = word.text.strip()
    return word.doubt is Doubt.LISTEN or len(said) > 4 or said[:1].isupper()


def _plain(word: str) -> str:
    return "".join(c for c in word.casefold() if c.isalnum())
