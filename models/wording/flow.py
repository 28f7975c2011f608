"""Several of an adult's sentences told one after another.

"Jo said that A, and that B. She added that C."

All of them are retold where `models.wording.retold` is certain of each; otherwise they are left as one quotation, which is
shorter and reads better than hopping between telling and quoting. A “she” is used only while nobody else in what was read
can be meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from models.talk.passage import Passage
from models.wording.retold import Retelling

_REPLY = re.compile(
    r"^(?:(?P<yes>yes|yeah|yep|aye)|(?P<no>no|nope|nah))\b(?:(?:,|\.|!) *(?:yes|yeah|no)\b)*[,.!]*\s*", re.IGNORECASE
)
_GOES_ON = re.compile(
    r"^(?:every|on|at|in|from|since|until|by|for|with|once|twice|only|just|about|[a-z]+ (?:times|o'clock|past|till|to)\b|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_OPEN = re.compile(r"^(?:who|what|when|where|why|which|whose|how|(?:the|your) \w+(?: \w+)?\?)\b", re.IGNORECASE)
_BUT = re.compile(r"^but\b", re.IGNORECASE)
_SHORT = re.compile(r"I (?P<verb>will|would|do|did|have|had|am|was|can|could)(?P<not> not|n['’]t)?[.!]", re.IGNORECASE)


class _Kind(Enum):
    REPLY = auto()  # "yes" or "no"
    FRAGMENT = auto()
    CLAUSE = auto()


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: _Kind
    text: str
    but: bool = False  # it is set against the one before


def answers_yes_or_no(passage: Passage) -> bool:
    """Whether what was asked can be answered by yes or no."""
    if not passage.asked.endswith("?") or passage.told:
        return False
    last = re.split(r"(?<=[.?!]) ", passage.asked)[-1]
    return not _OPEN.match(last) and not re.fullmatch(r"[\w'’]+(?: [\w'’]+){0,2}\?", last)


def sentences_of(passage: Passage) -> list[str]:
    """The passage's sentences, a "yes" or "no" that answers divided from what follows it."""
    if not answers_yes_or_no(passage):
        return list(passage.said)
    reply = _REPLY.match(passage.said[0])
    rest = passage.said[0][reply.end() :] if reply else ""
    if not reply:
        return list(passage.said)
    head = "Yes." if reply["yes"] else "No."
    return [head, *([rest[:1].upper() + rest[1:]] if rest else []), *passage.said[1:]]


def told(passage: Passage, lead: str, who: str, retelling: Retelling) -> str | None:
    """The passage told after its lead ("Asked whether …, "); None where quoting all of it reads better."""
    pieces = _pieces(passage, lead, who, retelling)
    # Words without a verb stand in their speaker's own form, unless a "yes" or "no" comes before them.
    if not pieces or pieces[0].kind is _Kind.FRAGMENT or [p.kind for p in pieces] == [_Kind.REPLY]:
        return None
    return _written(pieces, lead, who, passage.speaker, retelling)


def _pieces(passage: Passage, lead: str, who: str, retelling: Retelling) -> list[_Piece]:
    """The parts in order; none where one of them cannot be told."""
    read, found = f"{lead}{who} said ", list[_Piece]()
    said = sentences_of(passage)
    open_question = bool(_OPEN.match(re.split(r"(?<=[.?!]) ", passage.asked)[-1]))
    for n, sentence in enumerate(said):
        replies = lead and n == 0 and sentence in ("Yes.", "No.") and answers_yes_or_no(passage)
        answers = bool(lead) and not passage.told and all(p.kind in (_Kind.REPLY, _Kind.FRAGMENT) for p in found)
        clause = None if replies else retelling.retell(sentence, speaker=passage.speaker, place=passage.turn, before=read)
        clause = clause or (_short(sentence, retelling.pronouns.of(passage.speaker)) if answers and "“" not in lead else None)
        fragment = None if replies or clause else retelling.fragment(sentence, answers_open=answers and open_question)
        goes_on = bool(found) and found[-1].kind in (_Kind.CLAUSE, _Kind.FRAGMENT) and fragment and _GOES_ON.match(fragment)
        if replies:
            piece = _Piece(_Kind.REPLY, sentence[:-1].lower())
        elif clause:
            piece = _Piece(_Kind.CLAUSE, clause, but=bool(_BUT.match(sentence)))
        elif fragment and answers:
            piece = _Piece(_Kind.FRAGMENT, fragment)
        elif fragment and goes_on:
            found[-1] = _Piece(found[-1].kind, f"{found[-1].text}, {fragment}", but=found[-1].but)
            read += f", {fragment}"
            continue
        else:
            return []
        found.append(piece)
        read += f" {piece.text}"
    return found


def _short(sentence: str, pronoun: str) -> str | None:
    """Give "she would" for "I will.", which answers a question that was told."""
    found = _SHORT.fullmatch(sentence)
    if found is None or not pronoun:
        return None
    past = {"will": "would", "can": "could", "do": "did", "am": "was", "have": "had"}.get(
        found["verb"].casefold(), found["verb"]
    )
    return f"{pronoun} {past}{' not' if found['not'] else ''}"


def _written(
    pieces: Sequence[_Piece],
    lead: str,
    who: str,
    speaker: str,
    retelling: Retelling,
) -> str:
    text, n = "", 0
    while n < len(pieces):
        same = 1
        while n + same < len(pieces) and pieces[n + same].kind is pieces[n].kind:
            same += 1
        run = pieces[n : n + same]
        if pieces[n].kind is _Kind.REPLY:
            after = [p.text for p in pieces[n + 1 :] if p.kind is _Kind.FRAGMENT]
            text = f"{lead}{who} said {', '.join([pieces[n].text, *after])}."
            same = 1 + len(after)
        else:
            text = _clauses(run, text, lead, who, subject_after=lambda read: _subject(read, who, speaker, retelling))
        n += same
    return text


def _clauses(run: Sequence[_Piece], text: str, lead: str, who: str, *, subject_after: Callable[[str], str]) -> str:
    if text.endswith((" said yes.", " said no.")):
        text, run = f"{text[:-1]}, {'but' if run[0].but else 'and'} that {run[0].text}.", run[1:]
    for n in range(0, len(run), 2):
        pair = run[n : n + 2]
        subject = subject_after(text) if text else f"{lead}{who}"
        joined = pair[0].text
        if len(pair) > 1:
            joined += f", {'but' if pair[1].but else 'and'} that {pair[1].text}"
        text = f"{text} {subject} {_verb(text)} that {joined}.".lstrip()
    return text


def _verb(read: str) -> str:
    """Give "said" and "added" in turn."""
    return "added" if read and not re.search(r"\badded\b(?!.*\bsaid\b)", read) else "said"


def _subject(read: str, who: str, speaker: str, retelling: Retelling) -> str:
    """Give "She", or the name where others could be meant or nobody knows."""
    pronoun = retelling.pronouns.of(speaker)
    if not pronoun or retelling.pronouns.able(pronoun, read, but=frozenset({speaker})):
        return who
    return pronoun.capitalize()
