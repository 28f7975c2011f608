"""The weights of `models/doubt.py`, fitted on spoken visits and tried on the visit left out.

    python -m benchmarks.fit_doubt [--visits DIR] …   (the options of benchmarks.hearing)

Each word that Casescribe heard is a row of `models.doubt.features`, right or wrong by alignment with what was said. Prints the
area under the curve and the share of wrong words found at one right word in ten, each visit judged by weights fitted on the
others, then the weights on all of them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from benchmarks.heard import compare
from benchmarks.hearing import Bench, options
from models.doubt import features
from recorder.domain import Word


def rows(bench: Bench) -> Iterator[tuple[str, tuple[float, ...], bool]]:
    """Visit, features and whether the word was wrong."""
    for heard in bench.spoken:
        wrong = compare(heard.excerpt.said, [w.text for w in heard.ours]).wrong_heard
        measured = [row for words in _sentences(heard.ours) for row in features(words, parts=bench.parts)]
        for i, row in enumerate(measured):
            yield heard.excerpt.name.rsplit("-", 3)[0], row, i in wrong


def _sentences(words: Sequence[Word]) -> Iterator[list[Word]]:
    """The words as they are marked: about a recogniser segment at a time."""
    sentence = list[Word]()
    for word in words:
        sentence.append(word)
        if word.text[-1:] in ".?!":
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def fitted(x: Any, y: Any) -> tuple[Any, float]:
    """Weights and bias of a logistic model with a light pull to nothing, for the measures as they are."""
    from scipy.optimize import minimize

    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    scaled = np.column_stack([(x - mean) / spread, np.ones(len(x))])

    def loss(w: Any) -> float:
        z = scaled @ w
        return float(np.logaddexp(0, np.where(y, -z, z)).sum() + 0.5 * (w[:-1] ** 2).sum())

    best = minimize(loss, np.zeros(scaled.shape[1])).x
    weights = best[:-1] / spread
    return weights, float(best[-1] - weights @ mean)


def curve(chance: Any, wrong: Any) -> float:
    """The area under the receiver operating curve: how often a wrong word has the higher chance (Mann and Whitney 1947)."""
    from scipy.stats import rankdata

    bad = int(wrong.sum())
    return float((rankdata(chance)[wrong].sum() - bad * (bad + 1) / 2) / (bad * (len(wrong) - bad)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    visits, x, y = (np.array(column) for column in zip(*rows(Bench(options(parser))), strict=True))
    chance = np.zeros(len(y))
    for visit in np.unique(visits):
        weights, bias = fitted(x[visits != visit], y[visits != visit])
        chance[visits == visit] = 1 / (1 + np.exp(-bias - x[visits == visit] @ weights))
    bound = np.quantile(chance[~y], 0.9)
    print(f"{len(y)} words, {y.mean():.1%} wrong; area under the curve, held out by visit: {curve(chance, y):.3f}")
    print(f"wrong words found at one right word in ten: {(chance[y] > bound).mean():.1%}, chance above {bound:.3f}")
    weights, bias = fitted(x, y)
    print(f"weights {tuple(round(float(w), 3) for w in weights)}, bias {bias:.3f}")


if __name__ == "__main__":
    main()
