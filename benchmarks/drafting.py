"""The drafter beside "every turn of the family verbatim", by the judge's own figures, in one run.

    python benchmarks/drafting.py [--growth] [VISIT.json …]

Prints the judge's rates for both, how long the embedding model took to load and how long a visit took to draft; with
`--growth` also the time for talks of up to three hours, made of the visits one after another. A baseline
cites what it copies, so it invents nothing either: it shows what selection and wording are worth.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from models.drafter import CitingDrafter
from models.fetching.weights import ModelStore
from models.language.embeddings import MiniLmEmbedder
from models.talk.grammar import SpacyGrammar
from models.talk.people import People
from recorder.config import load_config
from recorder.domain import DraftNote, Person, Role, Statement, StatementKind, Turn
from recorder.interchange import VisitFile, draft_to_json, read_visit_file
from recorder.templates import load_template

SHARED = Path(__file__).resolve().parents[1] / "../shared"
MODEL, GRAMMAR = "all-minilm-l6-v2", "spacy-en-core-web-sm"
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


def joined(visits: Sequence[VisitFile]) -> VisitFile:
    """The visits one after another as one talk, everybody kept apart."""
    turns: list[Turn] = []
    roster: dict[str, Person] = {}
    for visit in visits:
        mark = visit.transcript.id
        roster |= {f"{mark} {p.key}": replace(p, key=f"{mark} {p.key}") for p in visit.roster}
        turns += [replace(t, i=len(turns) + n, speaker=f"{mark} {t.speaker}") for n, t in enumerate(visit.transcript.turns)]
    return replace(visits[0], transcript=replace(visits[0].transcript, turns=tuple(turns)), roster=tuple(roster.values()))


def growth(make: Callable[[VisitFile], DraftNote], visits: Sequence[VisitFile]) -> None:
    """Print the time a word for longer and longer talks; 25,000 words are about three hours."""
    for some in (visits[:1], visits[:3], visits, [*visits, *visits], [*visits, *visits, *visits[:3]]):
        talk = joined(some)
        words = sum(len(t.text.split()) for t in talk.transcript.turns)
        started, busy = time.perf_counter(), time.process_time()
        make(talk)
        spent, busy = time.perf_counter() - started, time.process_time() - busy
        print(f"{words} words: {spent:.1f} s, {1000 * spent / words:.2f} ms a word ({busy:.1f} s of processor time)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("visits", nargs="*", type=Path)
    parser.add_argument("--growth", action="store_true", help="also time talks of up to three hours")
    args = parser.parse_args()
    files = args.visits or sorted((SHARED / "data/visits").glob("rp-*.json"))
    store = ModelStore(load_config().models_dir)
    started = time.perf_counter()
    embedder = MiniLmEmbedder(store.path(MODEL))
    embedder.embed(["warm"])
    grammar = SpacyGrammar(store.path(GRAMMAR))
    grammar.read([["It", "rains", "."]])
    print(f"loading {MODEL} and {GRAMMAR}: {time.perf_counter() - started:.2f} s")
    drafter = CitingDrafter(embedder, grammar=grammar, fingerprint=store.fingerprint(MODEL))

    def ours(visit: VisitFile) -> DraftNote:
        assert visit.template is not None
        assert visit.held_on is not None
        return drafter.draft(
            visit.transcript, roster=visit.roster, template=load_template(visit.template), visit_date=visit.held_on
        )

    score = judge()
    measure("every turn of the family", family_verbatim, files, score)
    measure("casescribe, no writer", ours, files, score)
    if args.growth:
        growth(ours, [read_visit_file(f) for f in files])


if __name__ == "__main__":
    main()
