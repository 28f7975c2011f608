"""The names as a hint to the recogniser, and how to tell that it did harm.

Whisper goes on in the style of what it believes was said before, so names that stand there come out right where they are said.
But it may also write one where none was said, and sometimes it leaves out words: the sound of ten seconds and nothing written
down. Both show: such a name is unlikely given the sound even with the hint and far less without, and a voice goes on where no
word stands. Then the words are those heard again without a hint, for a wrong name is worse than a misspelt one and a lost
"not" worse than both; only other names are taken over. Bounds were set on spoken visits (docs/evaluation.md).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise

from models.hearing.name_sounds import distance, fold, sounds
from recorder.domain import Word

Likelihood = Callable[[str, Sequence[str]], list[list[float]]]
"""Hint, and a text in bits → for each bit the probability of its parts, given the sound and all that stands before."""
Voiced = Callable[[float, float], float]
"""Two moments in seconds → the seconds between them in which there is a voice."""

_TAIL = re.compile(r"(?:['’]s)?[^\w]*$")
_ALONE = -1.8  # log-probability without the hint below which a name is looked into
_HINTED = -1.3  # and with it, below which it is not borne out
_AFTER, _FAR = 2, 10.0  # words after a name that tell of its end; log-probability by which the short form must be likelier
_GAP = 4.0  # seconds from the beginning of one word to the next in which more should have been said
_FEW = 4  # words in which what was heard with a hint and without may differ for a name to be taken over
_ALIKE, _SAME = 0.36, 0.1  # distance within which what was heard without a hint speaks for the name, and for a brief one
_BRIEF = 3  # sounds of a brief name: "one" is near to Wen
_VOICED = 2.5  # seconds of voice in such a gap: one long word has less


def names_hint(names: Sequence[str]) -> str:
    """What to listen with, "" without any names: each once, as people talk, for Whisper goes on in that style."""
    listed = _listed(names)
    return listed and f"Right, so {listed}, yeah."


def names_sentence(names: Sequence[str]) -> str:
    """What to ask with how likely a name is (the weights of `models.hearing.spoken_names` were fitted with it)."""
    listed = _listed(names)
    return listed and (f"The people are {listed}." if " and " in listed else f"The name is {listed}.")


def _listed(names: Sequence[str]) -> str:
    *others, last = dict.fromkeys(names) or ("",)
    return f"{', '.join(others)} and {last}" if others else last


def pushed_in(said: Sequence[tuple[Word, ...]], names: Sequence[str], *, likelihood: Likelihood) -> list[Word]:
    """The names heard with a hint that the sound, which `likelihood` knows, does not bear out."""
    words = [word for segment in said for word in segment]
    unsure = [i for i in written_right(words, names) if math.log(max(words[i].probability, 1e-9)) < _ALONE]
    if not unsure:
        return []
    given = likelihood(names_sentence(names), [f" {word.text}" for word in words[: max(unsure) + 1]])
    return [words[i] for i in unsure if sum(math.log(max(p, 1e-9)) for p in given[i]) < _HINTED]


def shortened(said: Sequence[tuple[Word, ...]], names: Sequence[str], *, likelihood: Likelihood) -> list[tuple[Word, ...]]:
    """The segments with the short form of a name where the hint made its long one of it: "Abdi" was said, Abdirahman written.

    Asked without a hint the sound, which `likelihood` knows, is far apart on the two.
    """
    words, put = [word for segment in said for word in segment], dict[int, Word]()
    for i in written_right(words, names):
        word, long = words[i], bare(words[i].text)
        forms = [name for name in dict.fromkeys(names) if fold(name) != fold(long) and fold(long).startswith(fold(name))]
        if forms and math.log(max(word.probability, 1e-9)) < _ALONE:
            before, after = words[:i], words[i + 1 : i + 1 + _AFTER]
            others = [replace(word, text=word.text.replace(long, short)) for short in forms]
            first, *rest = (_log_probability([*before, form, *after], i, likelihood) for form in (word, *others))
            if max(rest) - first > _FAR:
                put[i] = others[rest.index(max(rest))]
    at = iter(range(len(words)))
    return [tuple(put.get(next(at), word) for word in segment) for segment in said]


def _log_probability(words: Sequence[Word], begin: int, likelihood: Likelihood) -> float:
    """Of the words from one on, without a hint."""
    given = likelihood("", [f" {word.text}" for word in words])
    return sum(math.log(max(p, 1e-9)) for parts in given[begin:] for p in parts)


def lost_words(words: Sequence[Word], begin: float, end: float, *, voiced: Voiced) -> bool:
    """Whether a voice goes on somewhere between two moments of the recording without a word for it."""
    moments = [begin, *(word.start for word in words), end]
    gaps = ((one, other) for one, other in pairwise(moments) if other - one > _GAP)
    return any(voiced(one, other) > _VOICED for one, other in gaps)


def with_names(
    said: Sequence[tuple[Word, ...]], hinted: Sequence[Word], names: Collection[str], *, but: Collection[Word]
) -> list[tuple[Word, ...]]:
    """What was heard without a hint, with the names in place that were heard with it, `but` some.

    Where the two differ in a few words and those heard with the hint have a name in them, they stand. So does a name that
    was to be left out, if what was heard in its place without a hint sounds like it: "lean" bears out Leanne.
    """
    plain = [word for segment in said for word in segment]
    good = {i for i in written_right(hinted, names) if hinted[i] not in but}
    left = {i for i, word in enumerate(hinted) if word in but}
    one, other = ([_plain(word.text) for word in words] for words in (plain, hinted))
    put, gone = dict[int, Sequence[Word]](), set[int]()
    for kind, begin, end, first, last in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        here = set(range(first, last))
        bad = {i for i in left & here if not _alike(hinted[i], plain[begin:end])}
        if kind == "replace" and max(end - begin, last - first) <= _FEW and (good | left) & here and not bad:
            put[begin] = hinted[first:last]
            gone |= set(range(begin, end))
    kept, at = list[tuple[Word, ...]](), 0
    for segment in said:
        words = list[Word]()
        for word in segment:
            words += put.get(at, ()) if at in gone else (word,)
            at += 1
        kept.append(tuple(words))
    return kept


def written_right(words: Sequence[Word], names: Collection[str]) -> set[int]:
    """The places of words that are names, or halves of one such as Mei-Lin."""
    known = {_plain(part) for name in names for part in (name, *name.split("-"))}
    longest = max((len(name.split()) for name in names), default=0)
    return {
        place
        for begin in range(len(words))
        for end in range(begin + 1, min(begin + longest, len(words)) + 1)
        if _plain(" ".join(w.text for w in words[begin:end])) in known
        for place in range(begin, end)
    }


def tail_of(text: str) -> str:
    """What hangs on to a word: a genitive, a comma."""
    found = _TAIL.search(text)
    return found.group() if found else ""


def bare(text: str) -> str:
    """A word without it, and without quotation marks before it."""
    return _TAIL.sub("", text).strip("\"'(“‘")


def _alike(name: Word, heard: Sequence[Word]) -> bool:
    """Whether one of some words, or two running, sound like a name."""
    runs = ("".join(bare(w.text) for w in heard[i:j]) for i in range(len(heard)) for j in (i + 1, i + 2))
    spoken = sounds(bare(name.text))
    return any(distance(sounds(run), spoken) <= (_ALIKE if len(spoken) > _BRIEF else _SAME) for run in runs)


def _plain(text: str) -> str:
    return fold(bare(text)).replace("'", "")
