"""The weights of `models/hearing/spoken_names.py`, fitted on spoken visits.

    python -m benchmarks.fit_names --visits tests/data/visits --voices 0 3 6 [--other-names]   (options of benchmarks.hearing)

A row is a place that sounds like a name: the name belongs there if, put there, one more of the names that were
said is found. So that the role-play visits stay a test, it is fitted on other visits, under their own names and under others
that no list of the product holds. Prints the weights, and what they would put right and wrong at even odds.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import product
from typing import Any

import numpy as np

from benchmarks.fit_doubt import fitted
from benchmarks.heard import Excerpt, Voicing, mentions, speak
from benchmarks.hearing import NOISE_DB, options
from models.fetching.weights import ModelStore
from models.hearing.hint import Likelihood, names_hint
from models.hearing.spoken_names import Place, asked, tail
from models.hearing.transcriber import WhisperTranscriber
from recorder.capture import decode_audio
from recorder.config import load_config
from recorder.domain import Word

Row = tuple[tuple[float, ...], bool]
Stretch = tuple[Likelihood, list[Word]]


class Ears(WhisperTranscriber):
    """The product's ears, before names are put right."""

    def stretches(self, excerpt: Excerpt, names: Sequence[str]) -> Iterator[Stretch]:
        """The words of each half minute, and how to ask about its sound."""
        sound, at = decode_audio(excerpt.sound), 0.0
        while at < sound.seconds:
            end = self.piece_end(sound, at, ended=True) or sound.seconds
            last = end >= sound.seconds
            piece = sound.read(at, end)
            for encoded, said in self._said(piece, at, whole=last, hint=names_hint(names), names=names, progress=None):
                yield partial(self._likelihood, encoded), [word for segment in said for word in segment]
            at = end if last else min(at + self._reached, end)

    def parts(self, text: str) -> int:
        """Of how many parts the recogniser makes a word."""
        return self._parts(text)


def rows(excerpt: Excerpt, names: Sequence[str], stretches: Sequence[Stretch], parts: Callable[[str], int]) -> Iterator[Row]:
    """The features of each place of a talk, and whether the name belongs there."""
    texts = [[word.text for word in words] for _, words in stretches]
    found = _found(excerpt, texts)
    for i, (likelihood, words) in enumerate(stretches):
        for place, _, measured in asked(words, names, likelihood=likelihood, parts=parts):
            yield measured, _found(excerpt, [*texts[:i], _with(place, texts[i]), *texts[i + 1 :]]) > found


def _with(place: Place, texts: Sequence[str]) -> list[str]:
    return [*texts[: place.begin], place.name + tail(place.name, texts[place.end - 1]), *texts[place.end :]]


def _found(excerpt: Excerpt, texts: Sequence[Sequence[str]]) -> int:
    return mentions(excerpt.said, " ".join(text for some in texts for text in some), excerpt.roster).found


def fit(found: Sequence[Row]) -> None:
    """Prints the weights."""
    x, y = np.array([measured for measured, _ in found]), np.array([right for _, right in found])
    weights, bias = fitted(x, y)
    put: Any = bias + x @ weights > 0
    print(f"{len(y)} places, {y.sum()} of them names; put right {(put & y).sum()}, put wrong {(put & ~y).sum()}")
    print(f"weights {tuple(round(float(w), 2) for w in weights)}, bias {bias:.2f}")


def main() -> None:
    args = options(argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter))
    ears = Ears(ModelStore(load_config().models_dir).path(args.model), fingerprint=args.model, name=args.model)
    found = list[Row]()
    for noise, turned, visit in product((None, NOISE_DB), args.voices, sorted(args.visits.glob("seen-*.json"))):
        for other in {False, args.other_names}:
            for excerpt in speak(visit, tool=args.tool, voicing=Voicing(turned, noise, other), words=args.visit_words):
                names = [n for person in excerpt.roster for n in person.spoken_names]
                found += rows(excerpt, names, list(ears.stretches(excerpt, names)), ears.parts)
    fit(found)


if __name__ == "__main__":
    main()
