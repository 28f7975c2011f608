"""Grounding alone: true statements made false by one change, and SummEdits.

    python benchmarks/grounding.py [--corruptions 2000] [--drafts FILE | --gold] [--show KIND] [--no-summedits] [VISIT.json …]

True statements: what the product itself drafts from the sample visits, and the gold facts and next steps, which people
paraphrased. 2,000 corruptions, half of each, spread over eight kinds as evenly as the statements allow (`corruptions.py`).
Caught is a corruption refused; a true statement refused is the price. For scale, the same statements by the cosine of
sentence embeddings alone, its threshold chosen in hindsight so that it refuses as many true ones as grounding does.

A trap is a claim of the visit's author that its cited turns make false (“the argument was on Saturday”, which the speaker
took back); caught is a trap refused. Visits whose gold sentences the weights were fitted on are printed apart from the
others; most rules, though, were written looking at errors on rp-01 to rp-05. The drafter drops what grounding refuses, so
"true ones refused" of its own statements is nil by construction; the gold facts show the price for paraphrase.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

if sys.path[0] == str(Path(__file__).resolve().parent):
    sys.path[0] = str(Path(__file__).resolve().parents[1])  # so that the package of benchmarks is found

from benchmarks.corruptions import RULES, Setting, foreign_clauses
from models.drafter import CitingDrafter
from models.evidence.grounding import Evidence, check
from models.evidence.weights import FITTED_ON
from models.fetching.weights import ModelStore
from models.language.embeddings import Embedder, MiniLmEmbedder, Vectors
from models.talk.cues import machine_turns
from models.talk.grammar import Grammar, SpacyGrammar
from models.talk.people import People
from models.talk.privacy import private_turns
from recorder.config import load_config
from recorder.domain import Person, Role, Turn
from recorder.interchange import VisitFile, read_visit_file
from recorder.templates import load_template

SHARED = Path(__file__).resolve().parents[1] / "../shared"
SEED = 8


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence with its evidence; `kind` is "true" or the corruption."""

    visit: str
    source: str  # "drafted" or "gold"
    kind: str
    text: str
    evidence: Evidence
    was: str = ""


class Remembering:
    """An embedder that embeds each text once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}

    def embed(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed`."""
        new = [t for t in dict.fromkeys(texts) if t not in self._known]
        if new:
            self._known.update(zip(new, self._embedder.embed(new), strict=True))
        return np.stack([self._known[t] for t in texts])


def evidence_for(visit: VisitFile, cites: Sequence[int]) -> Evidence:
    people, turns = People(visit.roster), visit.transcript.turns
    barred = private_turns(turns, people) | machine_turns(turns)
    assert visit.held_on is not None
    return Evidence.of(cites, turns, people=people, visit_date=visit.held_on, barred=barred)


def true_cases(path: Path, drafted: Sequence[tuple[str, tuple[int, ...]]]) -> list[Case]:
    """The visit's drafted statements and its gold facts and steps."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    gold = [(f["text"], tuple(f["turns"])) for f in raw["facts"]]
    gold += [(a["what"], tuple(a["turns"])) for a in raw["actions"]]
    return [case for source, items in (("drafted", drafted), ("gold", gold)) for case in _cases(path, source, "true", items)]


def traps(path: Path) -> list[Case]:
    """The false claims that the visit's author marked."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    return _cases(path, "trap", "trap", [(t["claim"], tuple(t["turns"])) for t in raw["traps"]])


def _cases(path: Path, source: str, kind: str, items: Sequence[tuple[str, tuple[int, ...]]]) -> list[Case]:
    visit = read_visit_file(path)
    evidence = {cites: evidence_for(visit, cites) for cites in {c for _, c in items}}
    return [Case(visit.transcript.id, source, kind, text, evidence[cites]) for text, cites in items]


def settings_of(true: Sequence[Case], visits: dict[str, VisitFile]) -> dict[str, Setting]:
    """What corruptions of each visit may draw on: its people, and the gold facts of the other visits."""
    gold = {v: [c.text for c in true if c.visit == v and c.source == "gold"] for v in visits}
    return {
        v: Setting(
            visits[v].roster,
            tuple(
                clause
                for other in visits
                if other != v
                for clause in foreign_clauses(gold[other], visits[other].roster, visits[v].roster)
            ),
        )
        for v in visits
    }


def corrupted(true: Sequence[Case], visits: dict[str, VisitFile], count: int) -> list[Case]:
    """`count` corruptions, as even over kinds as there are sentences that a kind can change; no sentence twice."""
    rng = random.Random(SEED)  # noqa: S311
    settings = settings_of(true, visits)
    made: list[Case] = []
    seen: set[str] = set()
    pools = {(k, s): [c for c in true if c.source == s] for k in RULES for s in dict.fromkeys(c.source for c in true)}
    idle = 0
    while len(made) < count and idle < 60 * len(pools):
        for (kind, _), pool in pools.items():
            idle += 1
            for case in rng.sample(pool, len(pool)):
                text = RULES[kind](case.text, settings[case.visit], rng)
                if text and text != case.text and text not in seen and len(made) < count:
                    seen.add(text)
                    made.append(Case(case.visit, case.source, kind, text, case.evidence, case.text))
                    idle = 0
                    break
    return made


def drafted_by_us(files: Sequence[Path], embedder: Embedder, grammar: Grammar) -> dict[str, list[tuple[str, tuple[int, ...]]]]:
    """What the product drafts, statement by statement."""
    drafter = CitingDrafter(embedder, grammar=grammar, fingerprint="benchmark")
    notes = {}
    for path in files:
        visit = read_visit_file(path)
        assert visit.template is not None
        assert visit.held_on is not None
        note = drafter.draft(
            visit.transcript, roster=visit.roster, template=load_template(visit.template), visit_date=visit.held_on
        )
        notes[visit.transcript.id] = [(s.text, s.cites) for s in note.statements]
    return notes


def table(title: str, cases: Sequence[Case], refused: Callable[[Case], bool]) -> None:
    """Print refused ÷ all, for true statements and each kind."""
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    for case in cases:
        counts[case.kind][refused(case)] += 1
    false = sum((c for k, c in counts.items() if k != "true"), Counter[bool]())
    true = counts["true"]
    print(f"\n{title}: caught {_share(false)} of {false.total()}; true ones refused {_share(true)} of {true.total()}")
    print("  " + "  ".join(f"{k} {_share(c)} of {c.total()}" for k, c in counts.items() if k != "true"))


def _share(counts: Counter[bool]) -> str:
    return f"{100 * counts[True] / max(1, counts.total()):.1f} %"


def similarities(cases: Sequence[Case], embedder: Embedder) -> dict[int, float]:
    """Cosine of each sentence with its cited words and the question before, by the case's id()."""
    said = [" ".join(t.text for t in (*c.evidence.asked, *c.evidence.cited)) for c in cases]
    one, other = embedder.embed([c.text for c in cases]), embedder.embed(said)
    return {id(c): float(a @ b) for c, a, b in zip(cases, one, other, strict=True)}


def summedits(embedder: Embedder, *, limit: int | None = None) -> None:
    """Balanced accuracy on SummEdits, and what is caught of each edit type, beside a similarity threshold alone."""
    items = json.loads((SHARED / "data/faithfulness/summedits_podcast.json").read_text(encoding="utf-8"))[:limit]
    from models.talk.speech import sentences

    docs = {d: tuple(Turn(n, "speaker", s) for n, s in enumerate(sentences(d))) for d in {i["doc"] for i in items}}
    vectors = {d: embedder.embed([t.text for t in turns]) for d, turns in docs.items()}
    people = People((Person("speaker", "Speaker", role=Role.OTHER),))
    from datetime import date

    evidence = {
        d: Evidence.of(range(len(t)), t, people=people, visit_date=date(2023, 1, 1), barred=frozenset())
        for d, t in docs.items()
    }
    strict, paraphrase, near = [], [], []
    for item in items:
        pieces = sentences(item["summary"])
        strict.append(any(check(s, evidence[item["doc"]]) for s in pieces))
        paraphrase.append(any(check(s, evidence[item["doc"]], embedder=embedder) for s in pieces))
        near.append(float((embedder.embed(pieces) @ vectors[item["doc"]].T).max(axis=1).min()))
    known = np.array([i["split"] == "evaluation" for i in items])
    label = np.array([i["label"] for i in items])
    cosine = np.array(near)
    best = max(np.unique(cosine[known]), key=lambda t: _balanced(cosine[known] < t, label[known]))
    print(f"\nSummEdits podcast, {int((~known).sum())} of split “test” (threshold of the similarity from “evaluation”)")
    for title, refused in (
        ("grounding, words must be those said", np.array(strict)),
        ("grounding, paraphrase allowed", np.array(paraphrase)),
        (f"similarity below {best:.2f} alone", cosine < best),
    ):
        print(f"  {title}: balanced accuracy {100 * _balanced(refused[~known], label[~known]):.1f} %", end="; ")
        types = sorted({t for i in items for t in i["edit_types"]})
        rows = {t: [r for r, i, k in zip(refused, items, known, strict=True) if not k and t in i["edit_types"]] for t in types}
        print(
            f"true refused {100 * refused[~known & (label == 1)].mean():.1f} %; "
            + ", ".join(f"{t} {100 * float(np.mean(r)):.0f} % of {len(r)}" for t, r in rows.items())
        )


def _balanced(refused: np.typing.NDArray[np.bool_], label: np.typing.NDArray[np.int_]) -> float:
    return float((refused[label == 0].mean() + (~refused[label == 1]).mean()) / 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("visits", nargs="*", type=Path, help="role-played visits instead of the shared six")
    parser.add_argument("--corruptions", type=int, default=2000)
    parser.add_argument("--drafts", type=Path, help="what `casescribe draft --json` printed, to save drafting again")
    parser.add_argument("--gold", action="store_true", help="only the gold sentences: nothing is drafted")
    parser.add_argument("--show", help="print the errors of this kind (“true” for refused true ones) on the visits fitted on")
    parser.add_argument("--no-summedits", action="store_true")
    args = parser.parse_args()
    files = args.visits or sorted((SHARED / "data/visits").glob("rp-*.json"))
    store = ModelStore(load_config().models_dir)
    embedder = Remembering(MiniLmEmbedder(store.path("all-minilm-l6-v2")))
    visits = {(v := read_visit_file(p)).transcript.id: v for p in files}
    drafted: dict[str, list[tuple[str, tuple[int, ...]]]] = {name: [] for name in visits}
    if args.drafts:
        lines = [json.loads(line) for line in args.drafts.read_text(encoding="utf-8").splitlines()]
        drafted = {d["id"]: [(s["text"], tuple(s["cites"])) for s in d["statements"]] for d in lines}
    elif not args.gold:
        drafted = drafted_by_us(files, embedder, SpacyGrammar(store.path("spacy-en-core-web-sm")))
    true = [c for p in files for c in true_cases(p, drafted[read_visit_file(p).transcript.id])]
    everything = [*true, *corrupted(true, visits, args.corruptions), *(c for p in files for c in traps(p))]
    started = time.process_time()
    reasons = {id(c): check(c.text, c.evidence, embedder=None if c.source == "drafted" else embedder) for c in everything}
    spent = time.process_time() - started

    def refused(case: Case) -> bool:
        return bool(reasons[id(case)])

    if args.show:
        for c in everything:
            if c.kind in args.show.split(",") and refused(c) == (c.kind == "true") and c.visit in FITTED_ON:
                why = "; ".join(f"{r.reason.name}: {r.detail}" for r in reasons[id(c)])
                print(f"{c.kind} {c.visit} {c.source}: {c.text}\n      {why or 'was: ' + c.was}")
        return
    print(f"{1000 * spent / len(everything):.1f} ms of processor a sentence, embedding included")
    table("all", [c for c in everything if c.kind != "trap"], refused)
    for source in ("drafted", "gold"):
        of_source = [c for c in everything if c.source == source]
        if not of_source:
            continue
        table(source, of_source, refused)
        for title, looked in (("fitted on", True), ("not fitted on", False)):
            table(f"  {source}, visits {title}", [c for c in of_source if (c.visit in FITTED_ON) is looked], refused)
        near = similarities(of_source, embedder)
        truths = [c for c in true if c.source == source]
        spared = sum(map(refused, truths)) / len(truths)
        bound = float(np.quantile([near[id(c)] for c in truths], spared))
        table(
            f"  {source}, similarity below {bound:.2f} alone",
            of_source,
            lambda c, near=near, bound=bound: near[id(c)] < bound,  # type: ignore[misc]
        )
    for title, looked in (("fitted on", True), ("not fitted on", False)):
        caught = Counter(refused(c) for c in everything if c.kind == "trap" and (c.visit in FITTED_ON) is looked)
        print(f"\ntraps, visits {title}: caught {_share(caught)} of {caught.total()}")
    if not args.no_summedits:
        summedits(embedder)


if __name__ == "__main__":
    main()
