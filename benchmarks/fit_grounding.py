"""Fit the weights of `models.evidence.weighed`, and say how well they do on visits they never saw.

    python benchmarks/fit_grounding.py [--write] [--refused 0.1] VISIT.json … --held VISIT.json …

First, who is meant: a choice among the people of the roster (conditional logit, McFadden 1974) for each name of the true
sentences. Then a logistic regression with a ridge penalty and no negative weight tells true sentences (gold facts and
steps) from their corruptions, each kind of corruption counting alike; its bias is set so that it refuses the share
`--refused` of the true ones it is fitted on. `--write` writes both into `models/evidence/weights.py`.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

if sys.path[0] == str(Path(__file__).resolve().parent):
    sys.path[0] = str(Path(__file__).resolve().parents[1])  # so that the package of benchmarks is found

from benchmarks.corruptions import RULES
from benchmarks.grounding import Case, Remembering, settings_of, table, traps, true_cases
from models.evidence.grounding import findings, outside_of
from models.evidence.weighed import beyond_weighing, signs, unlikely
from models.evidence.who import FEATURES, PLACES, fits, slots
from models.fetching.weights import ModelStore
from models.language.embeddings import Embedder, MiniLmEmbedder
from recorder.config import load_config
from recorder.interchange import read_visit_file

OUT = Path(__file__).resolve().parents[1] / "models/evidence/weights.py"
SEED, RIDGE_WHO, RIDGE_SIGNS = 8, 1.0, 5.0
LEAST = 4  # cases in which a sign must be seen to get a weight

Floats = npt.NDArray[np.float64]
Who = dict[str, tuple[float, ...]]


def cases_of(files: Sequence[Path]) -> list[Case]:
    """True sentences, a corruption of each kind of each, and traps."""
    rng = random.Random(SEED)  # noqa: S311
    true = [c for p in files for c in true_cases(p, [])]
    visits = {(v := read_visit_file(p)).transcript.id: v for p in files}
    settings = settings_of(true, visits)
    made = [
        Case(c.visit, c.source, kind, text, c.evidence, c.text)
        for c in true
        for kind, rule in RULES.items()
        if (text := rule(c.text, settings[c.visit], rng)) and text != c.text
    ]
    return [*true, *made, *(t for p in files for t in traps(p))]


def fit_who(cases: Sequence[Case]) -> Who:
    """For each kind of place, how much each feature speaks for somebody."""
    width = len(FEATURES)
    rows: list[tuple[Floats, npt.NDArray[np.bool_]]] = []
    for case in cases:
        for slot in slots(outside_of(case.text), case.evidence.people) if case.kind == "true" else ():
            able = {k: v for k, v in fits(slot, case.evidence).items() if k in slot.keys or k not in slot.others}
            table_ = np.zeros((len(able), width * (1 + len(PLACES))))
            table_[:, :width] = list(able.values())
            at = (1 + PLACES.index(slot.place)) * width
            table_[:, at : at + width] = table_[:, :width]
            rows.append((table_, np.array([k in slot.keys for k in able])))

    def loss(w: Floats) -> tuple[float, Floats]:
        total, slope = RIDGE_WHO / 2 * float(w @ w), RIDGE_WHO * w
        for x, right in rows:
            score = np.exp(x @ w - (x @ w).max())
            chance = score / score.sum()
            of_right = chance[right].sum() + 1e-9
            total -= float(np.log(of_right))
            slope = slope - x.T @ (np.where(right, chance / of_right, 0) - chance)
        return total, slope

    found = minimize(loss, np.zeros(width * (1 + len(PLACES))), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    parts = found.reshape(1 + len(PLACES), width)
    return {place: tuple(round(float(v), 3) for v in parts[0] + parts[1 + n]) for n, place in enumerate(PLACES)}


def seen_in(cases: Sequence[Case], embedder: Embedder, who: Who) -> list[dict[str, float]]:
    """The signs of each case."""
    seen = []
    for case in cases:
        outside, found = outside_of(case.text), findings(case.text, case.evidence, embedder=embedder)
        always = any(beyond_weighing(r, case.evidence) for part in found.values() for r in part)
        seen.append(
            signs(outside, case.evidence, found, unlikely(outside, case.evidence, who=who))
            | ({"always": 1.0} if always else {})
        )
    return seen


def fit_signs(cases: Sequence[Case], seen: Sequence[dict[str, float]], *, refused: float) -> tuple[float, dict[str, float]]:
    """Bias and weights."""
    some = [(c, s) for c, s in zip(cases, seen, strict=True) if c.kind != "trap"]
    times = Counter(name for _, s in some for name, value in s.items() if value and name != "always")
    names = sorted(name for name, n in times.items() if n >= LEAST)
    kinds = Counter(c.kind for c, _ in some)
    share = np.array([1 / kinds[c.kind] if c.kind != "true" else len(RULES) / kinds["true"] for c, _ in some])
    share *= len(some) / share.sum()
    sign = np.array([-1.0 if c.kind == "true" else 1.0 for c, _ in some])
    raw = np.array([[s.get(name, 0.0) for name in names] for _, s in some])
    spread = raw.std(axis=0) + 1e-6
    x = raw / spread

    def loss(p: Floats) -> tuple[float, Floats]:
        z = x @ p[1:] + p[0]
        slope = -sign / (1 + np.exp(sign * z)) * share
        total = float((share * np.logaddexp(0, -sign * z)).sum() + RIDGE_SIGNS / 2 * p[1:] @ p[1:])
        return total, np.concatenate([[slope.sum()], x.T @ slope + RIDGE_SIGNS * p[1:]])

    bounds = [(None, None), *([(0, None)] * len(names))]
    found = minimize(loss, np.zeros(1 + len(names)), jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = {n: round(float(w), 3) for n, w in zip(names, found[1:] / spread, strict=True) if w > 5e-3}
    truths = [sum(weights.get(n, 0.0) * v for n, v in s.items()) for c, s in some if c.kind == "true"]
    return -round(float(np.quantile(truths, 1 - refused)), 3), weights


def write(bias: float, weights: dict[str, float], who: Who, visits: Sequence[str]) -> None:
    """Write the weights as Python."""
    about = "The weights of `models.evidence.weighed`, by `benchmarks/fit_grounding.py --write`; nobody edits them by hand."
    parts = [
        f'"""{about}"""\n',
        f"FITTED_ON = {tuple(visits)!r}",
        f"BIAS = {bias}",
        f"SIGNS = {{{''.join(f'{n!r}: {w},' for n, w in weights.items())}}}",
        f"WHO = {{{''.join(f'{n!r}: {v},' for n, v in who.items())}}}",
    ]
    OUT.write_text("\n".join(parts) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("visits", nargs="+", type=Path)
    parser.add_argument("--held", nargs="*", type=Path, default=[], help="visits to measure on only")
    parser.add_argument("--refused", type=float, default=0.1, help="share of true sentences that may be refused")
    parser.add_argument("--write", action="store_true", help="write the weights; then run `ruff format`")
    args = parser.parse_args()
    embedder = Remembering(MiniLmEmbedder(ModelStore(load_config().models_dir).path("all-minilm-l6-v2")))
    cases = cases_of(args.visits)
    who = fit_who(cases)
    seen = seen_in(cases, embedder, who)
    bias, weights = fit_signs(cases, seen, refused=args.refused)
    if args.write:
        write(bias, weights, who, sorted({c.visit for c in cases}))
    held = cases_of(args.held)
    for title, some, found in (("fitted on", cases, seen), ("held out", held, seen_in(held, embedder, who))):
        sums = (bias + sum(weights.get(n, 0.0) * v for n, v in s.items()) for s in found)
        refused = {id(c) for c, s, total in zip(some, found, sums, strict=True) if total > 0 or "always" in s}
        table(title, [c for c in some if c.kind != "trap"], lambda c, refused=refused: id(c) in refused)  # type: ignore[misc]
        table("traps", [c for c in some if c.kind == "trap"], lambda c, refused=refused: id(c) in refused)  # type: ignore[misc]


if __name__ == "__main__":
    main()
