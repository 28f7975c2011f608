"""What drafting is measured against: TextRank, SmolLM2 alone, every turn of the family. Each gives a note the judge can score.

    python benchmarks/drafting_baselines.py [--no-model] [VISIT.json …]

* **TextRank** (Mihalcea and Tarau 2004): sentences weighed by word overlap with all others, the weightiest copied out with the
  name of who spoke, up to a given share of the words. Written here: libraries that carry it bring more than thirty lines.
* **SmolLM2 alone**: asked for a case note of each stretch of about 600 words; every sentence cites the whole stretch, which is
  the kindest reading of a model that cites nothing. Capped at 160 tokens a stretch.
* **Every turn of the family**: whatever the worker did not say, verbatim.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

if sys.path[0] == str(Path(__file__).resolve().parent):
    sys.path[0] = str(Path(__file__).resolve().parents[1])  # so that the package of benchmarks is found

from benchmarks.drafting import SHARED, judge, measure
from models.fetching.weights import ModelStore
from models.language.decoding import Decoding
from models.language.runner import Loaded, load
from models.talk.people import People
from models.talk.speech import content, is_noise, sentences, tokens
from recorder.config import load_config
from recorder.domain import DraftNote, Role, Statement, StatementKind, Turn
from recorder.interchange import VisitFile

WRITER = "smollm2-135m-instruct"
STRETCH = 600  # words put to the model at a time; its memory holds about 1,500
MOST_TOKENS = 160  # that it may answer to one stretch
DAMPING = 0.85  # Brin and Page 1998
PROMPT = (
    "You are a social worker. Write a short factual case note of this part of a visit: who said what, "
    "and what was agreed. Plain sentences.\n\n{words}"
)


def family_verbatim(visit: VisitFile) -> DraftNote:
    """Every turn that the worker did not speak, as a quotation."""
    people = People(visit.roster)
    turns = [t for t in visit.transcript.turns if not people.is_worker(t.speaker)]
    return _note(
        visit, [Statement("child_voice", f"{people.name(t.speaker)} said: “{t.text}”", (t.i,), _kind(visit)) for t in turns]
    )


def text_rank(visit: VisitFile, *, share: float = 0.45, words: int | None = None) -> DraftNote:
    """The weightiest sentences in the order in which they were said, up to `words` or a share of those spoken."""
    people = People(visit.roster)
    pieces = [(t, s) for t in visit.transcript.turns for s in sentences(t.text) if not is_noise(s)]
    weights = rank([frozenset(content(s)) for _, s in pieces])
    room = words if words is not None else int(share * sum(len(tokens(t.text)) for t in visit.transcript.turns))
    chosen: list[int] = []
    for n in sorted(range(len(pieces)), key=lambda n: -weights[n]):
        size = len(tokens(pieces[n][1])) + 2
        if size <= room:
            chosen.append(n)
            room -= size
    return _note(
        visit,
        [
            Statement("child_voice", f"{people.name(t.speaker)} said: “{s}”", (t.i,), _kind(visit))
            for t, s in (pieces[n] for n in sorted(chosen))
        ],
    )


def rank(bags: Sequence[frozenset[str]]) -> list[float]:
    """TextRank weights of bags of words: PageRank over overlap ÷ (log size + log size)."""
    size = len(bags)
    links = np.zeros((size, size))
    for a in range(size):
        for b in range(a):
            common = len(bags[a] & bags[b])
            if common:
                links[a, b] = links[b, a] = common / (math.log(len(bags[a]) + 1) + math.log(len(bags[b]) + 1))
    out = links.sum(axis=0)
    steps = np.divide(links, out, out=np.zeros_like(links), where=out > 0)
    weight = np.full(size, 1 / max(1, size))
    for _ in range(50):
        weight = (1 - DAMPING) / max(1, size) + DAMPING * steps @ weight
    return [float(w) for w in weight]


class ModelAlone:
    """A small language model asked for the note, with nothing to hold it."""

    def __init__(self, store: ModelStore, name: str = WRITER) -> None:
        folder = store.path(name)
        self._loaded: Loaded = load(folder, fingerprint=store.fingerprint(name), derived=folder.parent / ".derived")

    def __call__(self, visit: VisitFile) -> DraftNote:
        """Its note; every sentence cites the whole stretch it was shown."""
        people, statements = People(visit.roster), []
        for stretch in _stretches(visit):
            words = "\n".join(f"{people.name(t.speaker)}: {t.text}" for t in stretch)
            for sentence in sentences(self._write(PROMPT.format(words=words))):
                text = sentence.strip(" *-•\n")
                if len(tokens(text)) > 2:
                    statements.append(Statement("child_voice", text, tuple(t.i for t in stretch)))
        return _note(visit, statements)

    def _write(self, prompt: str) -> str:
        tokeniser = self._loaded.tokeniser
        ids = tokeniser.apply_chat_template(
            [{"role": "user", "content": prompt}], add_generation_prompt=True, tokenize=True, return_dict=False
        )
        answer = self._loaded.runner.go_on(list(ids), Decoding(most_tokens=MOST_TOKENS))
        return str(tokeniser.decode(answer, skip_special_tokens=True))


def _stretches(visit: VisitFile) -> list[list[Turn]]:
    stretches: list[list[Turn]] = [[]]
    count = 0
    for turn in visit.transcript.turns:
        size = len(tokens(turn.text))
        if count + size > STRETCH and stretches[-1]:
            stretches.append([])
            count = 0
        stretches[-1].append(turn)
        count += size
    return stretches


def _kind(visit: VisitFile) -> StatementKind:
    return StatementKind.QUOTE if any(p.role is Role.CHILD for p in visit.roster) else StatementKind.STATEMENT


def _note(visit: VisitFile, statements: Sequence[Statement]) -> DraftNote:
    return DraftNote(visit.transcript.id, visit.template or "", tuple(statements), (), ())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("visits", nargs="*", type=Path)
    parser.add_argument("--no-model", action="store_true", help="leave SmolLM2 out: it takes about 20 s a visit")
    args = parser.parse_args()
    files = args.visits or sorted((SHARED / "data/visits").glob("rp-*.json"))
    score = judge()
    measure("every turn of the family", family_verbatim, files, score)
    measure("TextRank at 0.45 of the words", text_rank, files, score)
    if not args.no_model:
        measure(
            f"{WRITER} alone, {MOST_TOKENS} tokens for {STRETCH} words",
            ModelAlone(ModelStore(load_config().models_dir)),
            files,
            score,
        )


if __name__ == "__main__":
    main()
