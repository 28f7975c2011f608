"""Whom each “he” and “she” of a talk means, followed from turn to turn as a listener does; empty wherever two can be meant.

Somebody stays in mind for a few turns after they were named or plainly meant. A pronoun means the only one in mind of whom it
may be said; one that could mean two, or nobody known, leaves all of them in doubt for what follows. So a name is never taken
from what merely stood nearest ("I got Pip and he hid … He punched the door").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from recorder.domain import Turn

_REACH = 3  # turns for which somebody stays in mind
_IN_DOUBT = 6  # turns after being named for which an unclear pronoun keeps somebody in mind
_PRONOUN = re.compile(r"\b(?:(?P<he>he|him|his|himself|hisself)|(?P<she>she|her|hers|herself))\b(?!-)", re.IGNORECASE)
_SAYS = re.compile(
    r"\b(?:says?|said|thinks?|thought|reckons?|told (?:me|us)|tells (?:me|us)|goes|went|like),? (?:that )?$", re.IGNORECASE
)
# “her coat”, but not “ask her about it”.
OWNED = re.compile(
    r"(?:his|her(?= (?!(?:and|but|to|in|on|at|so|when|if|that|for|with|up|out|again|off|from|about|by|as|the|a|because|before|"
    r"after|till|until|I)\b)[a-z]))\b",
    re.IGNORECASE,
)
_TOLD_OF = re.compile(r"(?<![a-z] )(?:he|she) (?:says|asks|thinks|wants to know)\b", re.IGNORECASE)  # as interpreters begin
_HESITATION = r"\W+(?:(?:er|erm|um|uh)\W+)*"


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody brought up in a text."""

    at: int  # character offset
    key: str  # Person.key; empty for somebody outside the roster
    pronoun: str  # "he", "she", or "" where nobody can tell


@dataclass(frozen=True, slots=True)
class _InMind:
    """Somebody whom a pronoun may mean."""

    who: str  # Person.key, or a mark of its own for somebody unknown
    key: str
    pronoun: str
    named: int  # place of the turn that last named them, or plainly meant them
    place: int  # of the turn that last may have meant them


_Mind = tuple[_InMind, ...]


class Antecedents:
    """The people in mind before each turn of a talk."""

    def __init__(
        self,
        turns: Sequence[Turn],
        spoken_of: Callable[[str], Sequence[Mention]],
        called: Callable[[str], Sequence[str]],
        *,
        barred: frozenset[int],
        workers: frozenset[str],
        pronouns: Mapping[str, str],
    ) -> None:
        """`spoken_of` gives whom a text brings up, people who are only `called` aside; `barred` turns are not read.

        `pronouns` holds "he" or "she" by Person.key where it is known; `workers` are the keys of social workers.
        """
        self._turns, self._spoken_of, self._workers = turns, spoken_of, workers
        self._before: list[_Mind] = []
        # (place, key, pronoun) wherever one of the roster alone could be meant
        self.only_one: set[tuple[int, str, str]] = set()
        mind: _Mind = ()
        for place, turn in enumerate(turns):
            self._before.append(mind)
            if turn.i in barred:
                continue
            for found, able, now in self._read(place):
                mind = now
                one = able[0] if len(able) == 1 and not OWNED.match(found.string, found.start()) else None
                if one is not None and one.key and found.lastgroup and place - one.named <= 1:
                    self.only_one.add((place, one.key, found.lastgroup))
            for key in (turn.speaker, *called(turn.text)):
                if not any(m.key == key for m in mind):  # a third person in the room may be “she” without being named
                    mind = _kept(mind, _InMind(f"@{key}", "", pronouns.get(key, ""), place, place))

    def meant(self, pronoun: str, place: int, sentence: str) -> str:
        """The key of the one whom a sentence's first such pronoun means, said in the turn at `place`; "" where in doubt."""
        start = _where(sentence, self._turns[place].text) if place < len(self._turns) else None
        if start is None:
            return ""
        for found, able, _ in self._read(place):
            if found.start() >= start and found.lastgroup == pronoun:
                certain = len(able) == 1 and able[0].pronoun == pronoun and not OWNED.match(found.string, found.start())
                return able[0].key if certain and able[0].key not in self._workers else ""
        return ""

    def _not_meant(self, place: int) -> frozenset[str]:
        """The speaker of a turn, and whom it is likely spoken to: nobody calls them “he”.

        A worker speaks to the one who answers, and whoever answers a worker speaks to the worker.
        """
        speaker = self._turns[place].speaker
        others = (t.speaker for t in reversed(self._turns[:place]) if t.speaker != speaker)
        after = self._turns[place + 1].speaker if speaker in self._workers and place + 1 < len(self._turns) else ""
        listener = after or next(others, speaker)
        if speaker not in self._workers and listener not in self._workers:
            return frozenset({speaker, f"@{speaker}"})
        named = {m.key for m in self._spoken_of(self._turns[place].text)}
        return frozenset({speaker, f"@{speaker}", *({listener} - named), f"@{listener}"})

    def _read(self, place: int) -> Iterator[tuple[re.Match[str], Sequence[_InMind], _Mind]]:
        """Each pronoun of a turn, in order, with whom it may mean and who is in mind then; at last the end of the turn."""
        text, mind, but = self._turns[place].text, self._before[place], self._not_meant(place)
        mentions, here = list(self._spoken_of(text)), dict[str, int]()
        for found in (*_PRONOUN.finditer(text), *re.finditer(r"\Z", text)):
            named = [m for m in mentions if m.at < found.start()]
            mentions = mentions[len(named) :]
            for m in named:
                one = _InMind(m.key or f"{place}:{m.at}", m.key, m.pronoun, place, place)
                mind = _kept(tuple(other for other in mind if other.who != f"@{m.key}"), one)
                here[one.who] = m.at
            able: Sequence[_InMind] = ()
            if found.lastgroup:
                mind, able = _said(mind, found, place, here=here, but=but)
            yield found, able, mind


def _said(
    mind: _Mind, found: re.Match[str], place: int, *, here: Mapping[str, int], but: frozenset[str]
) -> tuple[_Mind, list[_InMind]]:
    """Who is in mind once a pronoun is said, and whom it may mean; `here` holds who was named in the turn, and where."""
    pronoun, text, owns = found.lastgroup or "", found.string, OWNED.match(found.string, found.start())
    able = _able(mind, pronoun, place, but=but)
    begins = max((m.end() for m in re.finditer(r"[.?!]\s", text[: found.start()])), default=0)
    beside = [m for m in able if here.get(m.who, -1) >= begins]
    # "Mr Orr says he missed nine days" is not certainly about Mr Orr.
    another = bool(beside) and _SAYS.search(text[: found.start()])
    subject = found[0].casefold() == pronoun and not re.search(r"[^\W\d_], $", text[: found.start()])
    if len(beside) == 1 and not another and subject:  # "Lee came round and he fixed it"; not "Lee, he …" nor "Lee saw him"
        able = beside
    if not able or (len(able) == 1 and another) or _TOLD_OF.match(text, found.start()):
        unknown = _InMind(f"?{place}:{found.start()}", "", pronoun, place, place)
        mind, able = _kept(mind, unknown), [*able, unknown]
    for one in able:
        certain = (len(able) == 1 and not owns) or one.who[0] == "?"
        mind = _kept(mind, replace(one, place=place, named=place if certain else one.named))
    return mind, able


def _able(mind: _Mind, pronoun: str | None, place: int, *, but: frozenset[str]) -> list[_InMind]:
    return [
        m
        for m in mind
        if m.pronoun in ("", pronoun) and place - m.place <= _REACH and place - m.named <= _IN_DOUBT and m.who not in but
    ]


def _kept(mind: _Mind, one: _InMind) -> _Mind:
    return (*(m for m in mind if m.who != one.who and one.place - m.place <= _REACH), one)


def _where(sentence: str, text: str) -> int | None:
    """Where a sentence, which may have lost hesitations, begins in its turn; None where that cannot be told."""
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)*", sentence)
    for many in (5, 3, 2):
        if len(words) < many:
            continue
        pattern = _HESITATION.join(map(re.escape, words[:many]))
        places = [m.start() for m in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE)]
        if len(places) == 1:
            return places[0]
    return None
