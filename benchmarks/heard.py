"""What was heard against what was said: word errors, names, and sound made of role-play visits to hear them in.

Both sides are normalised alike (Whisper's own English normaliser, accents folded), so that "okay", "22" and "isn't" are no
errors. A name mention is a capitalised word of the truth that belongs to somebody on the roster; one that stands within
two words of its place counts as found, any other roster name in what was heard as a false one.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from recorder.domain import Person
from recorder.interchange import read_visit_file

NEAR = 2  # words


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a visit as sound."""

    name: str
    sound: Path
    said: str
    roster: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Errors:
    """Words that differ, from one alignment."""

    words: int  # of the truth
    wrong: int
    lost: int  # deletions among them
    wrong_heard: frozenset[int]  # places in what was heard, as given to `compare`


@dataclass(frozen=True, slots=True)
class Mentions:
    """Roster names."""

    said: int
    found: int
    false: int  # heard where that name was not said
    heard_words: int


def speak(visit: Path, *, tool: Path, words: int, noise_db: float | None) -> Iterator[Excerpt]:
    """Two excerpts of a visit as sound, made once: where names are densest, and where figures are."""
    turns, roster = json.loads(visit.read_text(encoding="utf-8"))["turns"], read_visit_file(visit).roster
    named = _names(roster)
    names = [sum(w in named for w in normalised(t["text"])) for t in turns]
    figures = [sum(w.isdigit() for w in normalised(t["text"])) for t in turns]
    first = _window(turns, names, words, apart_from=range(0))
    second = _window(turns, figures, words, apart_from=first)
    folder = Path(tempfile.gettempdir()) / "casescribe-hearing"
    folder.mkdir(exist_ok=True)
    for window in (first, second):
        name = f"{visit.stem}-{window.start}-{window.stop}-{'clean' if noise_db is None else f'noise{noise_db:g}'}"
        out = folder / f"{name}.wav"
        if not out.exists():
            options = [] if noise_db is None else ["--noise", str(noise_db)]
            command = [sys.executable, str(tool), str(visit), str(out), "--turns", f"{window.start}:{window.stop}", *options]
            subprocess.run(command, check=True, capture_output=True)
        yield Excerpt(name, out, " ".join(turns[i]["text"] for i in window), roster)


def compare(said: str, heard: Sequence[str]) -> Errors:
    """Word errors of `heard`, one string a word as the transcriber gave it."""
    import jiwer

    truth, words, owner = normalised(said), list[str](), list[int]()
    for i, text in enumerate(heard):
        parts = normalised(text)
        words += parts
        owner += [i] * len(parts)
    found = jiwer.process_words([" ".join(truth)], [" ".join(words)])
    wrong = set[int]()
    for chunk in found.alignments[0]:
        ours = words[chunk.hyp_start_idx : chunk.hyp_end_idx]
        if chunk.type != "equal" and "".join(ours) != "".join(truth[chunk.ref_start_idx : chunk.ref_end_idx]):
            wrong.update(owner[chunk.hyp_start_idx : chunk.hyp_end_idx])
    errors = found.substitutions + found.deletions + found.insertions
    return Errors(len(truth), errors, found.deletions, frozenset(wrong))


def mentions(said: str, heard: str, roster: Sequence[Person]) -> Mentions:
    """Roster names that were said, found and pushed in."""
    import jiwer

    names = _names(roster)
    # A name in small letters is part of an e-mail address or a user name, which is written as one word.
    plain = re.sub(r"\b[a-z][\w']*", lambda m: f"zz{m.group()}" if _name(m.group(), names) else m.group(), fold(said))
    truth, words = normalised(plain), normalised(heard)
    place = list[int]()  # of each word of the truth in what was heard
    for chunk in jiwer.process_words([" ".join(truth)], [" ".join(words)]).alignments[0]:
        for k in range(chunk.ref_end_idx - chunk.ref_start_idx):
            place.append(min(chunk.hyp_start_idx + k, max(chunk.hyp_end_idx - 1, chunk.hyp_start_idx)))
    taken = set[int]()
    counted = 0
    for at, word in zip(place, truth, strict=True):
        name = _name(word, names)
        if not name:
            continue
        counted += 1
        near = sorted(range(max(at - NEAR, 0), min(at + NEAR + 1, len(words))), key=lambda i: abs(i - at))
        taken.update([i for i in near if i not in taken and _name(words[i], names) == name][:1])
    addresses = {word.removeprefix("zz") for word in truth if word.startswith("zz")}
    others = [_name(word, names) for i, word in enumerate(words) if i not in taken]
    return Mentions(counted, len(taken), sum(bool(name) and name not in addresses for name in others), len(words))


def fold(text: str) -> str:
    """Without accents, dashes and curly quotes."""
    parts = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L").replace("’", "'"))
    return re.sub("[-–—]", " ", "".join(c for c in parts if not unicodedata.combining(c)))


def normalised(text: str) -> list[str]:
    """Its words as they are compared."""
    return str(_normaliser()(fold(text))).split()


@cache
def _normaliser() -> Any:
    from transformers.models.whisper.english_normalizer import EnglishTextNormalizer

    make: Any = EnglishTextNormalizer
    return make({})


def _names(roster: Sequence[Person]) -> frozenset[str]:
    return frozenset(part.lower().replace("'", "") for p in roster for n in p.spoken_names for part in fold(n).split())


def _name(word: str, names: frozenset[str]) -> str:
    bare = word.lower().replace("'", "")
    return bare if bare in names else bare[:-1] if bare[-1:] == "s" and bare[:-1] in names else ""


def _window(turns: Sequence[dict[str, Any]], score: Sequence[int], words: int, *, apart_from: range) -> range:
    """The run of turns of at least so many words that scores most."""
    best, most = range(min(len(turns), 10)), -1
    for begin in range(len(turns)):
        end, length = begin, 0
        while end < len(turns) and length < words:
            length += len(turns[end]["text"].split())
            end += 1
        window = range(begin, end)
        if length >= words and not set(window) & set(apart_from) and sum(score[i] for i in window) > most:
            best, most = window, sum(score[i] for i in window)
    return best
