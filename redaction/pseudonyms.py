"""Stable stand-ins for a case's people, places and numbers, and the way back.

A language model sees "Child A" where a name stood. The same person is the same stand-in everywhere; a second name of
theirs is "Child A-2", so that the way back gives the very words. Stand-ins say a person's part in the case and nothing of
their sex or origin. For any text at all `restore(replace(text)) == text`: what looks like a stand-in without being one
is marked with an invisible character on the way out and unmarked on the way back.

It does not look for new names: what neither the roster nor the redacted transcript knows stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from recorder.domain import Person, RedactedTranscript, Role
from redaction.policy import DIRECT_IDENTIFIERS
from redaction.roster import names_of
from redaction.spoken import NUMBER
from redaction.words import used_as_word

_ROLE_WORDS: Mapping[Role, str] = {
    Role.CHILD: "Child",
    Role.PARENT: "Parent",
    Role.PARTNER: "Partner",
    Role.CARER: "Carer",
    Role.RELATIVE: "Relative",
    Role.SOCIAL_WORKER: "Worker",
    Role.PROFESSIONAL: "Professional",
    Role.OTHER: "Person",
}
_TYPE_WORDS: Mapping[str, str] = {"NHS_NUMBER": "NHS Number", "NI_NUMBER": "NI Number"}  # others: "Date of Birth" from the type
_MARK = "\u2063"  # invisible separator: says that the next character is itself and begins no stand-in
_ONE_NUMBER = re.compile(NUMBER, re.IGNORECASE)


class StablePseudonyms:
    """`recorder.ports.Pseudonyms` for one transcript and its roster.

    With the case's `earlier` stand-ins (of `stand_ins`, kept in the vault) the same name is the same stand-in in every
    visit of the case, whoever joined the roster since.
    """

    def __init__(
        self, redacted: RedactedTranscript, roster: Sequence[Person], *, earlier: Mapping[str, str] | None = None
    ) -> None:
        self._stand_ins = _stand_ins(redacted, roster, earlier or {})
        self._names = {stand_in: name for name, stand_in in self._stand_ins.items()}
        self._name_shape = _any_of(self._stand_ins)
        self._stand_in_shape = _any_of(self._names)
        self._loose_stand_in = re.compile("|".join(map(re.escape, _longest_first(self._names))) or r"(?!)")
        self._way_back = re.compile(f"{_MARK}(?P<literal>.)|(?P<stand_in>{self._stand_in_shape.pattern})", re.DOTALL)

    @property
    def stand_ins(self) -> Mapping[str, str]:
        """Each name or number as it was written → its stand-in. The only way back: it belongs in the vault."""
        return self._stand_ins

    def replace(self, text: str) -> str:
        """The text with stand-ins in place of the names, numbers and places that are known."""
        pieces = list(self._pieces(text))
        plain = "".join(piece for piece, _ in pieces)
        out: list[str] = []
        at = 0
        mark_next = False  # the stand-in just written would read as a longer one: the next character must be marked
        for piece, is_stand_in in pieces:
            if is_stand_in:
                out.append(piece)
                longest = self._loose_stand_in.match(plain, at)
                mark_next = longest is not None and longest.end() > at + len(piece)
            else:
                for k, character in enumerate(piece, at):
                    if mark_next or character == _MARK or self._loose_stand_in.match(plain, k):
                        out.append(_MARK)
                    out.append(character)
                    mark_next = False
            at += len(piece)
        return "".join(out)

    def restore(self, text: str) -> str:
        """The text with every stand-in turned back into the words it stands for."""
        return self._way_back.sub(lambda m: m["literal"] or self._names[m["stand_in"]], text)

    def _pieces(self, text: str) -> Iterator[tuple[str, bool]]:
        """The text cut into literal stretches and stand-ins (True)."""
        at = 0
        for found in self._name_shape.finditer(text):
            if not used_as_word(text, *found.span()):
                yield text[at : found.start()], False
                yield self._stand_ins[found.group()], True
                at = found.end()
        yield text[at:], False


def _stand_ins(redacted: RedactedTranscript, roster: Sequence[Person], earlier: Mapping[str, str]) -> dict[str, str]:
    """Each name or number as it was written → its stand-in; no two share one."""
    stand_ins = dict(earlier)
    counts, forms = _counted(earlier.values())
    people = {person.key: _known_base(person, earlier) or _next(_ROLE_WORDS[person.role], counts) for person in roster}

    def add(name: str, base: str) -> None:
        if name and name not in stand_ins and name[0].isalnum() and name[-1].isalnum():
            forms[base] += 1
            stand_ins[name] = base if forms[base] == 1 else f"{base}-{forms[base]}"

    owners = Counter(name for person in roster for name in names_of(person))
    for person in roster:
        for name in names_of(person):
            if name not in stand_ins:  # a surname that a family shares is nobody's in particular
                add(name, people[person.key] if owners[name] == 1 else _next("Person", counts))
        for address in person.addresses:
            if address not in stand_ins:
                add(address, _next("Address", counts))
    for turn in redacted.turns:
        for span in turn.spans:
            words = turn.text[span.start : span.end]
            if span.type not in DIRECT_IDENTIFIERS or words in stand_ins or _ONE_NUMBER.fullmatch(words):
                continue
            known = span.type == "PERSON" and span.person in people
            add(words, people[span.person or ""] if known else _next(_type_word(span.type), counts))
    return stand_ins


def _known_base(person: Person, earlier: Mapping[str, str]) -> str | None:
    """The stand-in that a person had in the case before, without the number of the form; None for a newcomer."""
    for name in names_of(person):
        base = earlier.get(name, "").partition("-")[0]
        if base.rpartition(" ")[0] == _ROLE_WORDS[person.role]:
            return base
    return None


def _counted(stand_ins: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """How far the letters of each kind and the numbers of each stand-in have been used."""
    counts: Counter[str] = Counter()
    forms: Counter[str] = Counter()
    for stand_in in stand_ins:
        base, _, form = stand_in.partition("-")
        kind, _, letters = base.rpartition(" ")
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - ord("A") + 1
        counts[kind] = max(counts[kind], number)
        forms[base] = max(forms[base], int(form or 1))
    return counts, forms


def _type_word(span_type: str) -> str:
    return _TYPE_WORDS.get(span_type) or span_type.replace("_", " ").title().replace(" Of ", " of ")


def _next(kind: str, counts: Counter[str]) -> str:
    """The next stand-in of a kind: "Child A" to "Child Z", then "Child AA"."""
    counts[kind] += 1
    number, letters = counts[kind], ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{kind} {letters}"


def _longest_first(words: Mapping[str, str]) -> list[str]:
    return sorted(words, key=len, reverse=True)


def _any_of(words: Mapping[str, str]) -> re.Pattern[str]:
    """One of the words, whole, the longest first; a pattern that never matches when there are none."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _longest_first(words)))})(?!\w)" if words else r"(?!)")
