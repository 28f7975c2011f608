"""The drafter beside "every turn of the family verbatim", by the judge's own figures, in one run.

    python benchmarks/drafting.py [VISIT.json …]

Prints the judge's rates for both, how long the embedding model took to load and how long a visit took to draft. A baseline
cites what it copies, so it invents nothing either: it shows what selection and wording are worth.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from models.drafter import CitingDrafter
from models.embeddings import MiniLmEmbedder
from models.people import People
from models.weights import ModelStore
from recorder.config import load_config
from recorder.domain import DraftNote, Role, Statement, StatementKind
from recorder.interchange import VisitFile, draft_to_json, read_visit_file
from recorder.templates import load_template

SHARED = Path(__file__).resolve().parents[1] / "../shared"
MODEL = "all-minilm-l6-v2"
SHOWN = [
    "essential",
    "useful",
    "quotes",
    "actions",
    "risks",
    "uncited",
    "novel_figures",
    "novel_names",
    "private",
    "injected",
    "novel_words",
    "small_talk",
    "length",
]


def judge() -> ModuleType:
    """The judge's script as a module."""
    spec = importlib.util.spec_from_file_location("score_notes", SHARED / "tools/score_notes.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def family_verbatim(visit: VisitFile) -> DraftNote:
    """Every turn that the social worker did not speak, as a quotation."""
    people = People(visit.roster)
    workers = {p.key for p in visit.roster if p.role is Role.SOCIAL_WORKER}
    statements = tuple(
        Statement("child_voice", f"{people.name(t.speaker)} said: “{t.text}”", (t.i,), StatementKind.QUOTE)
        for t in visit.transcript.turns
        if t.speaker not in workers
    )
    return DraftNote(visit.transcript.id, visit.template or "", statements, (), ())


def measure(name: str, make: Callable[[VisitFile], DraftNote], files: Sequence[Path], score: Any) -> None:
    """Print one system's rates over all files and its seconds a visit."""
    total: Counter[str] = Counter()
    words, started = 0, time.perf_counter()
    notes = [(path, make(read_visit_file(path))) for path in files]
    spent = time.perf_counter() - started
    for path, note in notes:
        visit = json.loads(path.read_text(encoding="utf-8"))
        words += sum(len(t["text"].split()) for t in visit["turns"])
        score.score(visit, draft_to_json(note), total)
    rates = score.rates(total)
    print(f"\n{name}: {spent / len(files):.2f} s a visit of {words // len(files)} words")
    print("  " + "  ".join(f"{k}={rates[k]}" for k in SHOWN))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("visits", nargs="*", type=Path)
    files = parser.parse_args().visits or sorted((SHARED / "data/visits").glob("rp-*.json"))
    store = ModelStore(load_config().models_dir)
    started = time.perf_counter()
    embedder = MiniLmEmbedder(store.path(MODEL))
    embedder.embed(["warm"])
    print(f"loading {MODEL}: {time.perf_counter() - started:.2f} s")
    drafter = CitingDrafter(embedder, fingerprint=store.fingerprint(MODEL))

    def ours(visit: VisitFile) -> DraftNote:
        assert visit.template is not None
        assert visit.held_on is not None
        return drafter.draft(
            visit.transcript, roster=visit.roster, template=load_template(visit.template), visit_date=visit.held_on
        )

    score = judge()
    measure("every turn of the family", family_verbatim, files, score)
    measure("casescribe, no writer", ours, files, score)


if __name__ == "__main__":
    main()
