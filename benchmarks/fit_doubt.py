"""The weights of `models/hearing/doubt.py`, fitted on some spoken visits and judged on others.

    python -m benchmarks.fit_doubt FILE… [--visits DIR] [--voices 0 3 6] …   (the options of benchmarks.hearing)

Each word that Casescribe heard is a row of `models.hearing.doubt.features`, right or wrong by alignment with what was said.
FILEs are the visits that weights and bound come from; the visits in DIR are only judged. Each word of the FILEs gets its
chance from weights fitted on other visits in other voices, and the bound is the one that leaves most room, in proportion,
to both marks: `OF_WRONG` of the wrong words marked, and no more than `OF_RIGHT` of the right ones, those marked "listen" by
rule among them. The visits in DIR are judged twice: by all weights, and each voicing by the weights of the other voicings.
What is heard is kept in the temporary folder, so that a second run is short.
"""

from __future__ import annotations

import argparse
import pickle
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.heard import Excerpt, Voicing, compare, speak
from benchmarks.hearing import NOISE_DB, Bench, options
from models.hearing.doubt import Known, doubts, features
from recorder.capture import decode_audio
from recorder.domain import Word
from redaction.lexicon import lexicon

OF_WRONG, OF_RIGHT = 0.60, 0.10  # what is wanted


@dataclass(frozen=True, slots=True)
class Rows:
    """Words that were heard."""

    segments: list[tuple[Word, ...]]  # as they are marked
    group: Any  # of each word, the visit and the voicing; shape (n, 2)
    measured: Any  # shape (n, features)
    wrong: Any  # shape (n,)


def rows(bench: Bench, visits: Sequence[Path], *, deal: bool = False) -> Rows:
    """What is heard of visits, clean and with noise, in every voice that was asked for or, dealt out, one in turn."""
    segments, group, measured, wrong = list[tuple[Word, ...]](), list[Any](), list[Any](), list[bool]()
    voices = bench.args.voices
    dealt = product((None, NOISE_DB), range(1 if deal else len(voices)), range(len(visits)))
    for noise, n, i in dealt:
        turned, visit = voices[(n + (i + bool(noise) if deal else 0)) % len(voices)], visits[i]
        for excerpt in list(speak(visit, tool=bench.args.tool, voicing=Voicing(turned, noise), words=bench.args.visit_words))[
            : bench.args.excerpts
        ]:
            heard = _heard(bench, excerpt)
            words = [word for segment in heard for word in segment]
            bad = compare(excerpt.said, [w.text for w in words]).wrong_heard
            names = frozenset(part.lower() for p in excerpt.roster for n in p.spoken_names for part in n.split())
            known = Known(bench.parts, lexicon().is_word, names)
            segments += heard
            measured += [row for segment in heard for row in features(segment, known)]
            group += [(visit.stem, str(turned))] * len(words)
            wrong += [i in bad for i in range(len(words))]
    return Rows(segments, np.array(group), np.array(measured), np.array(wrong))


def _heard(bench: Bench, excerpt: Excerpt) -> list[tuple[Word, ...]]:
    kept = Path(tempfile.gettempdir()) / "casescribe-hearing" / f"{excerpt.name}.segments"
    if not kept.exists():
        names = [name for person in excerpt.roster for name in person.spoken_names]
        kept.write_bytes(pickle.dumps(bench.segments(decode_audio(excerpt.sound), names)))
        print(f"  heard {excerpt.name}", flush=True)
    segments: list[tuple[Word, ...]] = pickle.loads(kept.read_bytes())  # noqa: S301 - written by this very program
    return segments


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


def chances(x: Any, weights: Any, bias: float) -> Any:
    """How likely each word is wrong."""
    return 1 / (1 + np.exp(-bias - x @ weights))


def held_out(found: Rows) -> Any:
    """Each word's chance by weights fitted on other visits in other voices."""
    chance = np.zeros(len(found.wrong))
    for visit, voices in np.unique(found.group, axis=0):
        same = (found.group[:, 0] == visit, found.group[:, 1] == voices)
        others = ~(same[0] | same[1]) if len(np.unique(found.group[:, 1])) > 1 else ~same[0]
        chance[same[0] & same[1]] = chances(
            found.measured[same[0] & same[1]], *fitted(found.measured[others], found.wrong[others])
        )
    return chance


def unheard_voices(judged: Rows, fit: Rows) -> Any:
    """Each judged word's chance by weights fitted on other voicings than its own."""
    chance = np.zeros(len(judged.wrong))
    for voices in np.unique(judged.group[:, 1]):
        here, others = judged.group[:, 1] == voices, fit.group[:, 1] != voices
        chance[here] = chances(judged.measured[here], *fitted(fit.measured[others], fit.wrong[others]))
    return chance


def marked(found: Rows, chance: Any, bound: float) -> Any:
    """Whether each word is marked, by rule or by chance."""
    marks, at = list[bool](), 0
    for segment in found.segments:
        marks += [bool(doubt) for doubt in doubts(segment, chance[at : at + len(segment)], doubtful=bound)]
        at += len(segment)
    return np.array(marks)


def curve(chance: Any, wrong: Any) -> float:
    """The area under the receiver operating curve: how often a wrong word has the higher chance (Mann and Whitney 1947)."""
    from scipy.stats import rankdata

    bad = int(wrong.sum())
    return float((rankdata(chance)[wrong].sum() - bad * (bad + 1) / 2) / (bad * (len(wrong) - bad)))


def _room(found: Rows, chance: Any, bound: float) -> float:
    """How far the worse of both marks is passed, as a share of it."""
    marks = marked(found, chance, bound)
    return float(min(marks[found.wrong].mean() / OF_WRONG - 1, 1 - marks[~found.wrong].mean() / OF_RIGHT))


def _say(what: str, found: Rows, chance: Any, bound: float) -> None:
    marks = marked(found, chance, bound)
    shares = f"marked of the wrong {marks[found.wrong].mean():.3f}, of the right {marks[~found.wrong].mean():.3f}"
    print(f"{what}: {len(marks)} words, {found.wrong.mean():.1%} wrong; area {curve(chance, found.wrong):.3f}; {shares}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, help="visits to fit on")
    parser.add_argument("--deal", action="store_true", help="each of these in one of the voices, in turn: a third of the time")
    bench = Bench(options(parser))
    fit, judged = rows(bench, bench.args.files, deal=bench.args.deal), rows(bench, sorted(bench.args.visits.glob("*.json")))
    chance = held_out(fit)
    bound = max(np.arange(0.15, 0.6, 0.005), key=partial(_room, fit, chance))
    _say("fitted on, held out by visit and voice", fit, chance, bound)
    weights, bias = fitted(fit.measured, fit.wrong)
    _say("judged", judged, chances(judged.measured, weights, bias), bound)
    if len(bench.args.voices) > 1:
        _say("judged, voices left out too", judged, unheard_voices(judged, fit), bound)
    print(f"weights {tuple(round(float(w), 3) for w in weights)}, bias {bias:.3f}, bound {bound:.3f}")


if __name__ == "__main__":
    main()
