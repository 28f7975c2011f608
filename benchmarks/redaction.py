"""Ours beside stock Presidio, with the same spaCy model, on everything that can be measured, in one run.

    python benchmarks/redaction.py [--quick] [VISIT.json …]

Visits, real role-plays, Presidio's own UK cases, generated spoken identifiers, ordinary sentences, and fairness by origin
of name (see `redaction_measures.py`). Recall and precision are those of `score_redaction.py`: a mention counts when its
every letter and digit is covered, a found span is right when it touches a mention. Stock Presidio never sees a roster,
since it has no place for one.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

if sys.path[0] == str(Path(__file__).resolve().parent):
    sys.path[0] = str(Path(__file__).resolve().parents[1])  # as a script this file would hide the package of its name

from benchmarks.redaction_measures import measure_all
from models.fetching.weights import ModelStore
from recorder.config import load_config
from recorder.interchange import VisitFile, read_visit_file
from recorder.light_imports import without_neural_frameworks
from redaction.engine import PresidioRedactor

VISITS = Path(__file__).resolve().parents[1] / "../shared/data/visits"
Spans = list[list[tuple[int, int]]]  # for each turn, start and end offsets
Gold = dict[int, list[tuple[int, int, str]]]


@dataclass
class Tally:
    """Counts over all visits."""

    mentions: int = 0
    covered: int = 0
    spans: int = 0
    right: int = 0
    by_type: dict[str, list[int]] = field(default_factory=dict)  # type → [covered, mentions]

    def add(self, texts: Sequence[str], gold: Gold, spans: Spans) -> None:
        """Count one visit."""
        for i, text in enumerate(texts):
            marks = gold.get(i, [])
            hidden = {k for start, end in spans[i] for k in range(start, end)}
            for start, end, kind in marks:
                ok = all(k in hidden or not text[k].isalnum() for k in range(start, end))
                count = self.by_type.setdefault(kind, [0, 0])
                self.mentions, self.covered = self.mentions + 1, self.covered + ok
                count[0], count[1] = count[0] + ok, count[1] + 1
            self.spans += len(spans[i])
            self.right += sum(any(s < e and b < t for b, e, _ in marks) for s, t in spans[i])


def read_gold(path: Path) -> Gold:
    """Every occurrence of each marked mention, by turn."""
    visit = json.loads(path.read_text(encoding="utf-8"))
    gold: Gold = {}
    for mark in visit["pii"]:
        found = gold.setdefault(mark["turn"], [])
        for m in re.finditer(re.escape(mark["text"]), visit["turns"][mark["turn"]]["text"]):
            if (m.start(), m.end(), mark["type"]) not in found:
                found.append((m.start(), m.end(), mark["type"]))
    return gold


def import_presidio() -> None:
    """As the product imports it; stock Presidio would also import torch and transformers, which takes longer."""
    with without_neural_frameworks():
        importlib.import_module("spacy")
        importlib.import_module("presidio_analyzer")


def load_stock(folder: Path) -> Any:
    """Stock Presidio: its default recognisers and all pipes of the model; only its downloads are switched off."""
    import spacy
    import tldextract
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    offline: Any = tldextract
    offline.extract = tldextract.TLDExtract(suffix_list_urls=())
    engine: Any = SpacyNlpEngine(models=[{"lang_code": "en", "model_name": str(folder)}])
    engine.nlp = {"en": spacy.load(folder)}
    return AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])


def run(name: str, find: Callable[[VisitFile], Spans], visits: Sequence[Path], *, load_seconds: float) -> None:
    """Find, time and print one row."""
    tally, words, seconds = Tally(), 0, 0.0
    for path in visits:
        visit = read_visit_file(path)
        texts = [t.text for t in visit.transcript.turns]
        start = time.perf_counter()
        spans = find(visit)
        seconds += time.perf_counter() - start
        words += sum(len(t.split()) for t in texts)
        tally.add(texts, read_gold(path), spans)
    recall, precision = tally.covered / max(1, tally.mentions), tally.right / max(1, tally.spans)
    print(
        f"{name:<22} recall {recall:.3f}  precision {precision:.3f}  {words / seconds:7.0f} words/s  load {load_seconds:.2f} s"
    )
    print("   " + "  ".join(f"{kind.lower()} {a}/{n}" for kind, (a, n) in sorted(tally.by_type.items())))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("visits", nargs="*", type=Path)
    parser.add_argument("--quick", action="store_true", help="a tenth of the generated cases")
    given = parser.parse_args()
    visits = given.visits or sorted(VISITS.glob("rp-*.json"))
    folder = ModelStore(load_config().models_dir).path("spacy-en-core-web-sm")

    start = time.perf_counter()
    import_presidio()
    print(f"importing Presidio and spaCy, needed by both: {time.perf_counter() - start:.2f} s")
    start = time.perf_counter()
    stock = load_stock(folder)  # before ours: Presidio looks recognisers up by class name among all that are imported
    stock_load = time.perf_counter() - start
    start = time.perf_counter()
    redactor = PresidioRedactor(folder, fingerprint="benchmark")
    redactor.load()
    ours_load = time.perf_counter() - start

    def ours(visit: VisitFile, *, with_roster: bool) -> Spans:
        redacted = redactor.redact(visit.transcript, visit.roster if with_roster else ())
        return [[(s.start, s.end) for s in turn.spans] for turn in redacted.turns]

    def stock_spans(visit: VisitFile) -> Spans:
        return [[(r.start, r.end) for r in stock.analyze(t.text, "en")] for t in visit.transcript.turns]

    run("stock Presidio", stock_spans, visits, load_seconds=stock_load)
    run("ours, no roster", lambda v: ours(v, with_roster=False), visits, load_seconds=ours_load)
    run("ours, with roster", lambda v: ours(v, with_roster=True), visits, load_seconds=ours_load)
    small = [_lower(v) for v in visits]
    print("the same visits in small letters, as some recognisers write:")
    score = partial(_score, small)
    print(f"   persons: stock {score(stock_spans)}, ours no roster {score(partial(ours, with_roster=False))}", end="")
    print(f", ours with roster {score(partial(ours, with_roster=True))}")
    measure_all(redactor, stock, share=0.1 if given.quick else 1.0)


def _lower(path: Path) -> tuple[VisitFile, Gold]:
    """A visit in small letters, with its gold marks (lowering keeps the offsets of these texts)."""
    visit = read_visit_file(path)
    turns = tuple(replace(t, text=t.text.lower()) for t in visit.transcript.turns)
    return replace(visit, transcript=replace(visit.transcript, turns=turns)), read_gold(path)


def _score(visits: Sequence[tuple[VisitFile, Gold]], find: Callable[[VisitFile], Spans]) -> str:
    tally = Tally()
    for visit, gold in visits:
        tally.add([t.text for t in visit.transcript.turns], gold, find(visit))
    right, mentions = tally.by_type["PERSON"]
    return f"{right}/{mentions}"


if __name__ == "__main__":
    main()
