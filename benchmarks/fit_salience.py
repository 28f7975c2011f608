"""Fit the weights of `models.weighing.salience` on role-played visits, and say how well they do on a visit they never saw.

    python benchmarks/fit_salience.py [--write] [VISIT.json …]

Two logistic regressions with a ridge penalty, fitted by Newton's method. A sentence is wanted as far as it holds a gold
fact's or step's terms, or a marked quotation; a part of a passage as far as its statement does, each part counting less the
more there are of the passage. The first also sees where the embedder puts the sentence: hundreds of numbers, so they are
held back by a penalty of their own. The second regression is fitted on sums of the first one's chances, so for the second
each visit gets the first one's weights of a fit without that visit. A third, of `models.weighing.disclosing`, tells
passages with marked risks.

Printed: the area under the curve of both for each visit left out; the judge's rates when each visit is drafted with weights
that never saw it; and when all are drafted with weights that saw all. `--write` writes the latter into
`models/weighing/salience_weights.py`. The features themselves were thought of while reading these visits, so “left out”
flatters.
"""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

if sys.path[0] == str(Path(__file__).resolve().parent):
    sys.path[0] = str(Path(__file__).resolve().parents[1])  # so that the package of benchmarks is found

from benchmarks.drafting import GRAMMAR, MODEL, SHARED, SHOWN, judge
from benchmarks.grounding import Remembering
from models.drafter import CitingDrafter
from models.fetching.weights import ModelStore
from models.language.embeddings import Embedder, MiniLmEmbedder, Vectors
from models.talk.grammar import Grammar, SpacyGrammar
from models.talk.passage import Usable
from models.talk.passages import passages
from models.talk.people import People
from models.weighing.salience import Weights, features
from models.weighing.selector import Selector
from recorder.config import load_config
from recorder.interchange import VisitFile, draft_to_json, read_visit_file
from recorder.templates import load_template

OWN = Path(__file__).resolve().parents[1] / "tests/data/visits"
OUT = Path(__file__).resolve().parents[1] / "models/weighing/salience_weights.py"
RIDGE_SENTENCE, RIDGE_MEANING, RIDGE_PASSAGE, RIDGE_DISCLOSURE = 60.0, 2500.0, 30.0, 30.0
NEWTON_STEPS, NEAR_ENOUGH = 12, 1e-3
USEFUL = 0.5  # what a useful fact counts against an essential one
PART = 0.4  # what a statement counts that holds some of a fact's terms, as a share of the terms held


NO_MEANING: Vectors = np.zeros(0, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Fit:
    """A logistic regression."""

    plain: Mapping[str, float]
    meaning: Vectors
    bias: float


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence or passage."""

    visit: str
    features: Mapping[str, float]
    wanted: float  # 0 to 1
    meaning: Vectors = field(default_factory=lambda: NO_MEANING)  # as `Weights.meaning`
    counts: float = 1.0  # against one example alone


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
            for s in Selector(self._embedder).survey(usable, turns, people=people, template=template):
                for said, setting, meaning in zip(s.about.passage.said, s.settings, s.meanings, strict=True):
                    wanted = self._sentence_wanted(said, s.about.passage.turn, gold.raw)
                    found.append(Example(gold.id, features(said, setting, people), wanted, meaning))
        return found

    def disclosures(self) -> list[Example]:
        """Every passage, wanted where a risk is marked."""
        found = []
        for gold in self.golds:
            people, turns = People(gold.visit.roster), gold.visit.transcript.turns
            usable = passages(turns, people, Usable.of(turns, people))
            template = load_template(str(gold.visit.template))
            marked = {i for risk in gold.raw["risks"] for i in risk["turns"]}
            for s in Selector(self._embedder).survey(usable, turns, people=people, template=template):
                wanted = float(s.about.passage.turn in marked)
                found.append(Example(gold.id, s.disclosing, wanted, s.meanings.mean(axis=0)))
        return found

    def passages(self, without: Mapping[str, Weights]) -> list[Example]:
        """Every statement that could stand; `without` gives each visit weights that never saw it."""
        found = []
        for gold in self.golds:
            drafter = self._drafter(without[gold.id])
            candidates = drafter.candidates(**_arguments(gold.visit))
            many = Counter(weighed.passage.turn for weighed, _ in candidates)
            for weighed, statement in candidates:
                turn = weighed.passage.turn
                wanted = self._passage_wanted(statement.text, turn, {turn, weighed.passage.asked_turn}, gold.raw)
                found.append(Example(gold.id, weighed.features, wanted, counts=many[turn] ** -0.5))
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


class Table:
    """Examples as numbers, put together once for many fits."""

    def __init__(self, examples: Sequence[Example], ridge: float) -> None:
        self.names = list(examples[0].features)
        plain = np.array([[float(e.features[n]) for n in self.names] for e in examples])
        self._x = np.hstack([plain, np.stack([e.meaning for e in examples]).astype(np.float64)])
        self._wanted = np.array([e.wanted for e in examples])
        self._counts = np.array([e.counts for e in examples])
        self._visits = np.array([e.visit for e in examples])
        held_back = self._x.shape[1] - len(self.names)
        self._penalty = np.r_[np.full(len(self.names), ridge), np.full(held_back, RIDGE_MEANING), 0.0]
        self._start = np.zeros(self._x.shape[1] + 1)

    def __len__(self) -> int:
        return len(self._x)

    def fit(self, *, but: str = "") -> Fit:
        """A logistic regression by Newton's method on all visits `but` one; the penalty acts on standardised features."""
        chosen = self._visits != but
        x, y, counts = self._x[chosen], self._wanted[chosen], self._counts[chosen]
        mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
        z = np.c_[(x - mean) / spread, np.ones(len(x))]
        w = self._start.copy()  # where the fit on all visits ended, once there is one
        for _ in range(NEWTON_STEPS):
            p = 1 / (1 + np.exp(-z @ w))
            slope = z.T @ (counts * (p - y)) + self._penalty * w
            curve = (z.T * (counts * p * (1 - p))) @ z + np.diag(self._penalty + 1e-9)
            step = np.linalg.solve(curve, slope)
            w -= step
            if np.abs(step).max() < NEAR_ENOUGH:
                break
        if not but:
            self._start = w
        raw = w[:-1] / spread
        plain = dict(zip(self.names, map(float, raw), strict=False))
        return Fit(plain, np.asarray(raw[len(self.names) :], dtype=np.float32), float(w[-1] - (raw * mean).sum()))

    def area(self, fit: Fit, visit: str) -> float:
        """Area under the curve in one visit: how often a wanted example outranks one of which nothing was wanted."""
        chosen = self._visits == visit
        scores = self._x[chosen] @ np.r_[np.array(list(fit.plain.values())), fit.meaning]
        wanted = self._wanted[chosen]
        a, b = scores[wanted >= 0.5], scores[wanted == 0]
        return float((a[:, None] > b).mean() + 0.5 * (a[:, None] == b).mean()) if len(a) and len(b) else 1.0


def fitted(fitting: Fitting) -> tuple[Weights, dict[str, Weights]]:
    """Weights from all visits, and for each visit weights from the others. Prints the areas."""
    ids = [g.id for g in fitting.golds]
    sentence, first = _fits("sentences", Table(fitting.sentences(), RIDGE_SENTENCE), ids)
    risk, risky = _fits("passages that may tell of harm", Table(fitting.disclosures(), RIDGE_DISCLOSURE), ids)
    nothing = Fit(defaultdict(float), NO_MEANING, 0.0)
    stated = fitting.passages({v: _weights(first[v], nothing, risky[v]) for v in ids})
    passage, second = _fits("parts of passages", Table(stated, RIDGE_PASSAGE), ids)
    return _weights(sentence, passage, risk), {v: _weights(first[v], second[v], risky[v]) for v in ids}


def _weights(sentence: Fit, passage: Fit, risk: Fit) -> Weights:
    return Weights(
        sentence=sentence.plain,
        meaning=sentence.meaning,
        sentence_bias=sentence.bias,
        passage=passage.plain,
        passage_bias=passage.bias,
        disclosure=risk.plain,
        disclosure_meaning=risk.meaning,
        disclosure_bias=risk.bias,
    )


def _fits(what: str, table: Table, ids: Sequence[str]) -> tuple[Fit, dict[str, Fit]]:
    """The fit on all visits, and for each visit one on the others."""
    whole = table.fit()
    without = {v: table.fit(but=v) for v in ids}
    areas = {v: table.area(fit, v) for v, fit in without.items()}
    each = ", ".join(f"{v} {a:.3f}" for v, a in areas.items())
    print(f"{len(table)} {what}; area under the curve, each visit left out: {np.mean(list(areas.values())):.3f} ({each})")
    return whole, without


def write(weights: Weights, path: Path) -> None:
    """The weights as a module."""
    parts = [
        '"""The weights of `models.weighing.salience`, by `benchmarks/fit_salience.py --write`; nobody edits them by hand."""\n'
    ]
    for name, of, bias in (
        ("SENTENCE", weights.sentence, weights.sentence_bias),
        ("PASSAGE", weights.passage, weights.passage_bias),
        ("DISCLOSURE", weights.disclosure, weights.disclosure_bias),
    ):
        rows = "".join(f'    "{k}": {v:.3f},\n' for k, v in of.items())
        parts.append(f"{name} = {{\n{rows}}}\n{name}_BIAS = {bias:.3f}\n")
    for name, vector in (("SENTENCE", weights.meaning), ("DISCLOSURE", weights.disclosure_meaning)):
        numbers = textwrap.fill(" ".join(f"{v:.3f}" for v in vector), width=120)
        parts.append(f'{name}_MEANING = """\n{numbers}\n"""\n')
    path.write_text("\n".join(parts), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("visits", nargs="*", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights into models/weighing/salience_weights.py")
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
