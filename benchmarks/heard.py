"""What was heard against what was said: word errors, names, and sound made of role-play visits to hear them in.

Both sides are normalised alike (Whisper's own English normaliser, accents folded), so that "okay", "22" and "isn't" are no
errors. A name mention is a capitalised word of the truth that belongs to somebody on the roster; one that stands within
two words of its place counts as found, any other roster name in what was heard as a false one.
"""

from __future__ import annotations

import json
import random
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

from benchmarks.held_out_names import groups
from models.talk.speech import content
from recorder.domain import Person
from recorder.interchange import read_visit_file

NEAR = 2  # words
_TITLES = ("Mr", "Mrs", "Ms", "Miss", "Dr")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a visit as sound."""

    name: str
    sound: Path
    said: str
    roster: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Voicing:
    """How a visit is spoken."""

    turned: int = 0  # the tool's voices are dealt out from this one on: 0, 3 and 6 let each be heard
    noise_db: float | None = None  # brown noise so far below the speech
    other_names: bool = False  # `benchmarks.held_out_names` in place of the visit's own

    def __str__(self) -> str:
        return f"voices{self.turned}-{'clean' if self.noise_db is None else f'noise{self.noise_db:g}'}"


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


def speak(visit: Path, *, tool: Path, voicing: Voicing, words: int) -> Iterator[Excerpt]:
    """Two excerpts of a visit as sound, made once: where names are densest, and where figures are."""
    told = json.loads(visit.read_text(encoding="utf-8"))
    turns, named = told["turns"], _names(read_visit_file(visit).roster)
    names = [sum(w in named for w in normalised(t["text"])) for t in turns]
    figures = [sum(w.isdigit() for w in normalised(t["text"])) for t in turns]
    first = _window(turns, names, words, apart_from=range(0))
    second = _window(turns, figures, words, apart_from=first)
    folder = Path(tempfile.gettempdir()) / "casescribe-hearing"
    folder.mkdir(exist_ok=True)
    script = folder / f"{visit.stem}-{'other' if voicing.other_names else 'own'}.json"
    script.write_text(json.dumps(_renamed(told) if voicing.other_names else told), encoding="utf-8")
    roster, turns = read_visit_file(script).roster, json.loads(script.read_text(encoding="utf-8"))["turns"]
    for window in (first, second):
        name = f"{script.stem}-{window.start}-{window.stop}-{voicing}"
        out = folder / f"{name}.wav"
        if not out.exists():
            options = [] if voicing.noise_db is None else ["--noise", str(voicing.noise_db)]
            _say(tool, [str(script), str(out), "--turns", f"{window.start}:{window.stop}", *options], turned=voicing.turned)
        yield Excerpt(name, out, " ".join(turns[i]["text"] for i in window), roster)


def _say(tool: Path, arguments: Sequence[str], *, turned: int) -> None:
    """Runs the tool with its voices dealt out from another one on."""
    code = (
        "import runpy, sys; made = runpy.run_path(sys.argv[1]); n = int(sys.argv[2])\n"
        "for voices, k in ((made['ADULTS'], n), (made['CHILDREN'], n // 2)):\n"
        "    k %= len(voices); voices[:] = voices[k:] + voices[:k]\n"
        "sys.argv = sys.argv[2:]; made['main']()"
    )
    command = [sys.executable, "-c", code, str(tool), str(turned), *arguments]
    subprocess.run(command, check=True, capture_output=True)


def _renamed(told: dict[str, Any]) -> dict[str, Any]:
    """The visit with every name of its people exchanged for one that no list of the product holds."""
    rng = random.Random(told["id"])  # noqa: S311 - test data
    given, family = ([n for g in groups() for n in getattr(g, kind)] for kind in ("given", "family"))
    rng.shuffle(given)
    rng.shuffle(family)
    other = dict[str, str]()
    for person in told["people"]:
        first, *rest = (word for word in person["name"].split() if word.rstrip(".") not in _TITLES)
        for word in (first, *" ".join(person.get("also", ())).split()):
            if word not in rest:
                other.setdefault(word, given.pop())
        for word in rest:
            other.setdefault(word, family.pop())
    names = "|".join(sorted(map(re.escape, other), key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)")

    def put(text: str) -> str:
        return pattern.sub(lambda found: other[found.group()], text)

    people = [{**p, "name": put(p["name"]), "also": [put(n) for n in p.get("also", ())]} for p in told["people"]]
    return {**told, "people": people, "turns": [{**t, "text": put(t["text"])} for t in told["turns"]]}


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
    genitive = bare[-1:] == "s" and bool(content(bare))  # "this" is none of Thi
    return bare if bare in names else bare[:-1] if genitive and bare[:-1] in names else ""


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
