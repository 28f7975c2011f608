"""Fit the weights of `models.salience` on role-played visits, and say how well they do on a visit they never saw.

    python benchmarks/fit_salience.py [--write] [VISIT.json …]

Two logistic regressions with a ridge penalty, fitted by Newton's method. A sentence is wanted as far as it holds a gold
fact's or step's terms, or a marked quotation; a passage as far as its statement does. The second regression is fitted on
sums of the first one's chances, so for the second each visit gets the first one's weights of a fit without that visit.

Printed: the area under the curve of both for each visit left out; the judge's rates when each visit is drafted with
weights that never saw it; and when all are drafted with weights that saw all. `--write` writes the latter into
`models/salience_weights.py`. The features themselves were thought of while reading these visits, so “left out” flatters.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

if sys.path[0] == str(Path(__file__).resolve().parent):
    sys.path[0] = str(Path(__file__).resolve().parents[1])  # so that the package of benchmarks is found

from benchmarks.drafting import GRAMMAR, MODEL, SHARED, SHOWN, judge
from benchmarks.grounding import Remembering
from models.drafter import CitingDrafter
from models.embeddings import Embedder, MiniLmEmbedder
from models.grammar import Grammar, SpacyGrammar
from models.passage import Usable
from models.passages import passages
from models.people import People
from models.salience import Weights, features
from models.selector import Selector
from models.weights import ModelStore
from recorder.config import load_config
from recorder.interchange import VisitFile, draft_to_json, read_visit_file
from recorder.templates import load_template

OWN = Path(__file__).resolve().parents[1] / "tests/data/visits"
OUT = Path(__file__).resolve().parents[1] / "models/salience_weights.py"
RIDGE_SENTENCE, RIDGE_PASSAGE = 30.0, 30.0
USEFUL = 0.5  # what a useful fact counts against an essential one
PART = 0.4  # what a statement counts that holds some of a fact's terms, as a share of the terms held


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence or passage."""

    visit: str
    features: Mapping[str, float]
    wanted: float  # 0 to 1


@dataclass(frozen=True, slots=True)
class Gold:
    """A visit with its gold marks."""

    visit: VisitFile
    raw: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The visit's id."""
        return self.visit.transcript.id


def read(path: Path) -> Gold:
    """A visit file with its marks."""
    return Gold(read_visit_file(path), json.loads(path.read_text(encoding="utf-8")))


class Fitting:
    """Examples and fits over some visits, every text embedded once."""

    def __init__(self, golds: Sequence[Gold], embedder: Embedder, grammar: Grammar, flat: Callable[[str], str]) -> None:
        self.golds = golds
        self._embedder = embedder
        self._grammar = grammar
        self._flat = flat  # the judge's way to compare words

    def _drafter(self, weights: Weights) -> CitingDrafter:
        return CitingDrafter(self._embedder, grammar=self._grammar, fingerprint="fit", weights=weights)

    def sentences(self) -> list[Example]:
        """Every sentence that could stand in a note, with what was wanted of it."""
        found = []
        for gold in self.golds:
            people, turns = People(gold.visit.roster), gold.visit.transcript.turns
            usable = passages(turns, people, Usable.of(turns, people))
            template = load_template(str(gold.visit.template))
            for passage, settings in Selector(self._embedder).settings(usable, turns, people=people, template=template):
                for said, setting in zip(passage.said, settings, strict=True):
                    wanted = self._sentence_wanted(said, passage.turn, gold.raw)
                    found.append(Example(gold.id, features(said, setting, people), wanted))
        return found

    def passages(self, without: Mapping[str, Weights]) -> list[Example]:
        """Every statement that could stand; `without` gives each visit weights that never saw it."""
        found = []
        for gold in self.golds:
            drafter = self._drafter(without[gold.id])
            for weighed, statement in drafter.candidates(**_arguments(gold.visit)):
                cited = {weighed.passage.turn, weighed.passage.asked_turn}
                wanted = self._passage_wanted(statement.text, weighed.passage.turn, cited, gold.raw)
                found.append(Example(gold.id, weighed.features, wanted))
        return found

    def _sentence_wanted(self, said: str, turn: int, raw: Mapping[str, Any]) -> float:
        flat = self._flat(said)
        wanted: float = 0.0
        for item, worth in _items(raw):
            if turn in item["turns"]:
                held = sum(any(self._flat(o).strip() in flat for o in options) for options in item["must_terms"])
                wanted = max(wanted, worth * held / len(item["must_terms"]))
        quoted = [self._flat(q["text"]).strip() for q in raw["child_quotes"] if q["turn"] == turn]
        return 1.0 if any(flat.strip() in q or q in flat for q in quoted) else wanted

    def _passage_wanted(self, text: str, turn: int, cited: set[int | None], raw: Mapping[str, Any]) -> float:
        flat = self._flat(text)
        wanted = 0.0
        for item, worth in _items(raw):
            if cited & set(item["turns"]):
                held = [any(self._flat(o).strip() in flat for o in options) for options in item["must_terms"]]
                some = PART * sum(held) / len(held) if turn in item["turns"] else 0.0
                wanted += worth * (1.0 if all(held) else some)
        quoted = sum(q["turn"] == turn and self._flat(q["text"]).strip() in flat for q in raw["child_quotes"])
        return float(min(1.0, wanted + quoted))

    def rates(self, weights: Mapping[str, Weights], score: Any, *, own: bool) -> dict[str, float]:
        """The judge's rates on the shared visits, or on our `own`, when each is drafted with its weights."""
        total: Counter[str] = Counter()
        for gold in (g for g in self.golds if g.id.startswith("seen-") is own):
            drafter = self._drafter(weights[gold.id])
            score.score(gold.raw, draft_to_json(drafter.draft(**_arguments(gold.visit))), total)
        rates: dict[str, float] = score.rates(total)
        return rates


def _items(raw: Mapping[str, Any]) -> Iterable[tuple[Mapping[str, Any], float]]:
    for item in (*raw["facts"], *raw["actions"]):
        yield item, USEFUL if item.get("importance") == "useful" else 1.0


def _arguments(visit: VisitFile) -> dict[str, Any]:
    return {
        "transcript": visit.transcript,
        "roster": visit.roster,
        "template": load_template(str(visit.template)),
        "visit_date": visit.held_on,
    }


def regression(examples: Sequence[Example], ridge: float) -> tuple[dict[str, float], float]:
    """Weights and bias of a logistic regression by Newton's method; the penalty acts on standardised features."""
    names = list(examples[0].features)
    x, y = _table(examples, names), np.array([e.wanted for e in examples])
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    z = np.c_[(x - mean) / spread, np.ones(len(x))]
    w = np.zeros(z.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-z @ w))
        slope = z.T @ (p - y) + ridge * np.r_[w[:-1], 0]
        curve = (z.T * (p * (1 - p))) @ z + ridge * np.eye(len(w))
        w -= np.linalg.solve(curve, slope)
    raw = w[:-1] / spread
    return dict(zip(names, map(float, raw), strict=True)), float(w[-1] - (raw * mean).sum())


def area(examples: Sequence[Example], weights: Mapping[str, float]) -> float:
    """Area under the curve: how often a wanted example outranks one of which nothing was wanted."""
    scores = _table(examples, list(weights)) @ np.array(list(weights.values()))
    wanted = np.array([e.wanted for e in examples])
    a, b = scores[wanted >= 0.5], scores[wanted == 0]
    return float((a[:, None] > b).mean() + 0.5 * (a[:, None] == b).mean()) if len(a) and len(b) else 1.0


def _table(examples: Sequence[Example], names: Sequence[str]) -> npt.NDArray[np.float64]:
    return np.array([[float(e.features[n]) for n in names] for e in examples])


def fitted(fitting: Fitting) -> tuple[Weights, dict[str, Weights]]:
    """Weights from all visits, and for each visit weights from the others. Prints the areas."""
    sentences = fitting.sentences()
    ids = [g.id for g in fitting.golds]
    first = {v: regression([e for e in sentences if e.visit != v], RIDGE_SENTENCE) for v in ids}
    _areas("sentences", sentences, first)
    stated = fitting.passages({v: Weights(*first[v], defaultdict(float), 0.0) for v in ids})
    second = {v: regression([e for e in stated if e.visit != v], RIDGE_PASSAGE) for v in ids}
    _areas("passages", stated, second)
    whole = Weights(*regression(sentences, RIDGE_SENTENCE), *regression(stated, RIDGE_PASSAGE))
    return whole, {v: Weights(*first[v], *second[v]) for v in ids}


def _areas(what: str, examples: Sequence[Example], fits: Mapping[str, tuple[dict[str, float], float]]) -> None:
    areas = {v: area([e for e in examples if e.visit == v], fit[0]) for v, fit in fits.items()}
    each = ", ".join(f"{v} {a:.3f}" for v, a in areas.items())
    print(f"{len(examples)} {what}; area under the curve, each visit left out: {np.mean(list(areas.values())):.3f} ({each})")


def write(weights: Weights, path: Path) -> None:
    """The weights as a module."""
    parts = [
        '"""The weights of `models.salience`, written by `benchmarks/fit_salience.py --write`; nobody edits them by hand."""\n'
    ]
    for name, of, bias in (
        ("SENTENCE", weights.sentence, weights.sentence_bias),
        ("PASSAGE", weights.passage, weights.passage_bias),
    ):
        rows = "".join(f'    "{k}": {v:.3f},\n' for k, v in of.items())
        parts.append(f"{name} = {{\n{rows}}}\n{name}_BIAS = {bias:.3f}\n")
    path.write_text("\n".join(parts), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("visits", nargs="*", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights into models/salience_weights.py")
    args = parser.parse_args()
    files = args.visits or [*sorted((SHARED / "data/visits").glob("rp-*.json")), *sorted(OWN.glob("seen-*.json"))]
    score, store = judge(), ModelStore(load_config().models_dir)
    embedder = Remembering(MiniLmEmbedder(store.path(MODEL)))
    fitting = Fitting([read(f) for f in files], embedder, SpacyGrammar(store.path(GRAMMAR)), score.flat)
    whole, without = fitted(fitting)
    for title, weights in (("each visit left out", without), ("all visits seen", dict.fromkeys(without, whole))):
        for whose, own in (("shared visits", False), ("our own", True)):
            rates = fitting.rates(weights, score, own=own)
            print(f"{whose}, {title}: " + "  ".join(f"{k}={rates[k]}" for k in SHOWN))
    if args.write:
        write(whole, OUT)


if __name__ == "__main__":
    main()
