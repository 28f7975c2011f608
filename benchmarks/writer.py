"""The language model that rewords: how fast it is run, and what it wins in a draft, all in one run.

    python -m benchmarks.writer [--model smollm2-135m-instruct] [--rounds 7] [--sentences 0] [VISIT.json …]

Speed: the same prompts, turn about, by the writer's runner and by transformers in full precision; the median of the rounds'
ratios, since other work on the machine slows both. Won: each visit drafted without and with the writer, the judge's rates
side by side, how many of the model's sentences were better and held by their evidence, and (after the fact) whether any
sentence stands in a draft that grounding refuses.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Protocol

from models.drafter import CitingDrafter
from models.evidence.grounding import Evidence, check
from models.fetching.weights import ModelStore
from models.language.decoding import Decoding
from models.language.embeddings import MiniLmEmbedder
from models.language.runner import load
from models.language.runner_transformers import TransformersRunner, load_plain
from models.language.writer import TransformersWriter, conversation, is_better, opening
from models.talk.grammar import SpacyGrammar
from models.talk.passage import Usable
from models.talk.people import People
from recorder.bootstrap import build_redactor, pseudonyms_for
from recorder.config import load_config
from recorder.domain import DraftNote, Origin, StatementKind
from recorder.footprint import measure
from recorder.interchange import VisitFile, draft_to_json, read_visit_file
from recorder.templates import load_template

SHARED = Path(__file__).resolve().parents[1] / "../shared"
SPOKEN = [
    "Worker A: How is school?\nParent A: He was late twice last week because the bus was full, but he has not missed a day.",
    "Parent B: The landlord came on Friday about the boiler, and he said it might be mended next week.",
    "Carer A: She sleeps through now. She goes up at half past seven and reads for a bit, and that is that.",
]


class Proposing(Protocol):
    """What words sentences, better or not."""

    @property
    def model(self) -> str:
        """Name and hash."""
        ...

    def propose(self, evidence: str) -> str:
        """One sentence for the last speaker's words."""
        ...


@dataclass
class Counting:
    """A writer that keeps what it proposed and counts what it handed on."""

    inner: Proposing
    proposed: list[str] = field(default_factory=list)
    handed: int = 0
    seconds: float = 0.0

    @property
    def model(self) -> str:
        """The inner writer's."""
        return self.inner.model

    def write(self, evidence: str, reported: str) -> str:
        """The inner writer's sentence, counted."""
        started = time.perf_counter()
        written = self.inner.propose(evidence)
        self.seconds += time.perf_counter() - started
        self.proposed.append(written)
        if not is_better(written, reported, evidence=evidence):
            return ""
        self.handed += 1
        return written


def judge() -> ModuleType:
    """The judge's script as a module."""
    spec = importlib.util.spec_from_file_location("score_notes", SHARED / "tools/score_notes.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def speed(folder: Path, fingerprint: str, *, derived: Path, rounds: int) -> None:
    """Print loading times and tokens a second of both ways of running the model."""
    started = time.perf_counter()
    load(folder, fingerprint=fingerprint, derived=derived)
    first = time.perf_counter() - started
    started = time.perf_counter()
    ours = load(folder, fingerprint=fingerprint, derived=derived)
    again = time.perf_counter() - started
    started = time.perf_counter()
    tokeniser, plain = load_plain(folder)
    theirs = TransformersRunner(tokeniser, plain if str(plain.dtype) == "torch.float32" else plain.float())
    print(f"loading: {first:.1f} s this time, {again:.1f} s again; transformers float32 {time.perf_counter() - started:.1f} s")
    prompts = []
    for spoken in SPOKEN:
        chat = tokeniser.apply_chat_template(conversation(spoken), add_generation_prompt=True, tokenize=False)
        prompts.append(
            tokeniser(chat + opening(spoken.rpartition("\n")[2].partition(":")[0]), add_special_tokens=False)["input_ids"]
        )
    fixed = next(n for n in range(len(prompts[0])) if len({tuple(p[: n + 1]) for p in prompts}) > 1)
    decoding = Decoding()
    ratios, rates = [], []
    for n in range(rounds + 1):
        pair = []
        for runner in (ours.runner, theirs):
            started, made = time.perf_counter(), 0
            for prompt in prompts:
                made += len(runner.go_on(prompt, decoding, fixed=fixed)) + 1  # and the end mark
            pair.append(made / (time.perf_counter() - started))
        if n:  # the first round warms both
            rates.append(pair)
            ratios.append(pair[0] / pair[1])
    fast, slow = (statistics.median(column) for column in zip(*rates, strict=True))
    print(
        f"{ours.runner.name}: {fast:.1f} tokens a second; {theirs.name}: {slow:.1f}; ratio {statistics.median(ratios):.2f}",
        end=" ",
    )
    print(f"(median of {rounds} rounds, {min(ratios):.2f} to {max(ratios):.2f})")


def refused(note: DraftNote, visit: VisitFile) -> int:
    """How many sentences that a model worded grounding refuses, asked afresh."""
    assert visit.held_on is not None
    people, turns = People(visit.roster), visit.transcript.turns
    usable = Usable.of(turns, people)
    barred = usable.private | usable.machine | usable.doubtful
    count = 0
    for s in note.statements:
        if s.origin is Origin.WRITER:
            evidence = Evidence.of(s.cites, turns, people=people, visit_date=visit.held_on, barred=barred)
            count += bool(check(s.text, evidence))
    return count


def won(writer: Counting, files: Sequence[Path], store: ModelStore, *, shown: int) -> None:
    """Print the judge's rates without and with the writer, and what became of its sentences."""
    grammar = SpacyGrammar(store.path("spacy-en-core-web-sm"))
    embedder, redactor, score = MiniLmEmbedder(store.path("all-minilm-l6-v2")), build_redactor(load_config()), judge()
    totals: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    sentences = worded = bad = 0
    for path in files:
        visit, gold = read_visit_file(path), json.loads(path.read_text(encoding="utf-8"))
        pseudonyms = pseudonyms_for(redactor.redact(visit.transcript, visit.roster), visit.roster)
        for total, with_writer in zip(totals, (None, writer), strict=True):
            assert visit.held_on is not None
            drafter = CitingDrafter(embedder, grammar=grammar, writer=with_writer, fingerprint="benchmark")
            note = drafter.draft(
                visit.transcript,
                roster=visit.roster,
                template=load_template(visit.template or "child_in_need_visit"),
                visit_date=visit.held_on,
                pseudonyms=pseudonyms,
            )
            score.score(gold, draft_to_json(note), total)
        sentences += sum(s.kind is StatementKind.STATEMENT for s in note.statements)
        mine = [s for s in note.statements if s.origin is Origin.WRITER]
        worded += len(mine)
        bad += refused(note, visit)
        for s in mine[: shown or None]:
            print(f"  {path.stem} {list(s.cites)} {s.text}")
    for name, total in zip(("reported", "writer"), totals, strict=True):
        print(f"{name:9}", "  ".join(f"{k}={v}" for k, v in score.rates(total).items()))
    asked = len(writer.proposed)
    print(f"asked {asked}, better {writer.handed}, held by grounding and in a draft {worded}", end=" ")
    print(f"({worded / max(asked, 1):.3f} of asked, {worded / max(sentences, 1):.3f} of statements); refused in a draft: {bad}")
    print(f"writing took {writer.seconds / max(asked, 1):.2f} s a sentence, {writer.seconds / len(files):.1f} s a visit")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="smollm2-135m-instruct")
    parser.add_argument("--rounds", type=int, default=7, help="0 leaves speed out")
    parser.add_argument("--sentences", type=int, default=0, help="show this many won sentences a visit; 0 shows all")
    parser.add_argument("visits", nargs="*", type=Path)
    options = parser.parse_args()
    files = options.visits or sorted((SHARED / "data/visits").glob("rp-*.json"))
    config = load_config()
    store = ModelStore(config.models_dir)
    folder, fingerprint = store.path(options.model), store.fingerprint(options.model)
    if options.rounds:
        speed(folder, fingerprint, derived=config.models_dir / ".derived", rounds=options.rounds)
    with measure("draft") as spent:
        writer = Counting(TransformersWriter(folder, fingerprint=fingerprint))
        won(writer, files, store, shown=options.sentences)
    print(spent.footprint)
    print(writer.model)


if __name__ == "__main__":
    main()
