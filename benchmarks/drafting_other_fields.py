"""Drafting in a field nobody tuned it for: consultations of doctors (PriMock57 day 1; ACI-Bench, valid).

    python benchmarks/drafting_other_fields.py [--model-on 6] [--ours-only]

How much of what the clinician's own note holds does the draft hold: share of the note's different words of meaning (by stem)
and of its figures (by value, however spoken). TextRank may use exactly as many words as our draft did; SmolLM2 writes what
it writes and is slow, so it drafts only the first few dialogues of each set, and the others' figures on those stand beside it.
A clinician's note also holds words that nobody spoke ("tachycardia"), so no draft made of what was said can reach 1.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

if sys.path[0] == str(Path(__file__).resolve().parent):
    sys.path[0] = str(Path(__file__).resolve().parents[1])  # so that the package of benchmarks is found

from benchmarks.drafting import GRAMMAR, SHARED
from benchmarks.drafting_baselines import MOST_TOKENS, STRETCH, WRITER, ModelAlone, text_rank
from models.drafter import CitingDrafter
from models.evidence.figures import spoken
from models.evidence.grounding import stem
from models.fetching.weights import ModelStore
from models.language.embeddings import MiniLmEmbedder
from models.talk.grammar import SpacyGrammar
from models.talk.speech import content, tokens
from recorder.config import load_config
from recorder.domain import DraftNote, Person, Role, Transcript, Turn
from recorder.interchange import VisitFile
from recorder.templates import load_template

TEMPLATE = "child_in_need_visit"
DAY = date(2025, 1, 8)
MODEL = "all-minilm-l6-v2"
ROSTER = (Person("doctor", "Doctor", role=Role.SOCIAL_WORKER), Person("patient", "Patient", role=Role.PARENT))


@dataclass(frozen=True, slots=True)
class Consultation:
    """A dialogue with the note that its clinician wrote."""

    visit: VisitFile
    note: str


def primock(path: Path) -> Iterator[Consultation]:
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        said = [(t["speaker"], re.sub(r"<[^>]*>", "", t["text"]).strip()) for t in item["turns"]]
        yield _consultation(item["id"], said, item["note"] if isinstance(item["note"], str) else json.dumps(item["note"]))


def aci(path: Path) -> Iterator[Consultation]:
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            said = re.findall(r"^\[(\w+)\]\s*(.*)$", row["dialogue"], re.MULTILINE)
            yield _consultation(row["encounter_id"], [(who, _joined(text)) for who, text in said], row["note"])


def _joined(text: str) -> str:
    """Words that a tokeniser took apart, together again ("do n't", "fine .")."""
    return re.sub(r"\s+(?=[,.?!])", "", re.sub(r"\s+(?=n't\b|'\w)", "", text))


def _consultation(name: str, said: Sequence[tuple[str, str]], note: str) -> Consultation:
    heard = [(who, text) for who, text in said if text]
    turns = tuple(Turn(n, who if who in ("doctor", "patient") else "S3", text) for n, (who, text) in enumerate(heard))
    return Consultation(VisitFile(Transcript(name, turns), ROSTER, TEMPLATE, DAY), note)


def recalls(item: Consultation, draft: DraftNote) -> tuple[int, int, int, int, int, int]:
    """Words held, words there, figures held, figures there, uncited statements, words of the draft."""
    text = " ".join(re.sub(r"\[[^\]]*\]", " ", s.text) for s in draft.statements)
    theirs, ours = set(map(stem, _meant(item.note))), set(map(stem, tokens(text)))
    figures, held = _figures(item.note), spoken(_figure_words(text))
    turns = range(len(item.visit.transcript.turns))
    uncited = sum(not s.cites or any(c not in turns for c in s.cites) for s in draft.statements)
    return len(theirs & ours), len(theirs), len(figures & held), len(figures), uncited, len(tokens(text))


def _meant(text: str) -> list[str]:
    return [w for w in content(text) if not w.isdecimal()]


def _figures(text: str) -> set[int]:
    return {int(w) for w in _figure_words(text) if w.isdecimal() and len(w) < 10}


def _figure_words(text: str) -> list[str]:
    return [re.sub(r"(?<=\d)[a-z]+$", "", w) for w in tokens(text.replace("-", " "))]


def table(title: str, items: Sequence[Consultation], drafts: Sequence[DraftNote]) -> None:
    sums = [sum(column) for column in zip(*map(recalls, items, drafts), strict=True)]
    spoken_words = sum(len(tokens(t.text)) for i in items for t in i.visit.transcript.turns)
    print(
        f"  {title}: words {sums[0] / max(1, sums[1]):.3f}  figures {sums[2] / max(1, sums[3]):.3f}  "
        f"uncited {sums[4]}  length {sums[5] / spoken_words:.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model-on", type=int, default=6, help="dialogues of each set that SmolLM2 drafts; about 15 s each")
    parser.add_argument("--ours-only", action="store_true")
    args = parser.parse_args()
    store = ModelStore(load_config().models_dir)
    grammar = SpacyGrammar(store.path(GRAMMAR))
    drafter = CitingDrafter(MiniLmEmbedder(store.path(MODEL)), grammar=grammar, fingerprint=store.fingerprint(MODEL))
    template = load_template(TEMPLATE)
    alone = None if args.ours_only else ModelAlone(store)

    def ours(visit: VisitFile) -> DraftNote:
        return drafter.draft(visit.transcript, roster=visit.roster, template=template, visit_date=DAY)

    folder = SHARED / "data/dialogue_note"
    sets: dict[str, Callable[[], Iterator[Consultation]]] = {
        "PriMock57 day 1": lambda: primock(folder / "primock57_day1.jsonl"),
        "ACI-Bench valid": lambda: aci(folder / "aci_valid.csv"),
    }
    for name, read in sets.items():
        items = list(read())
        drafts = [ours(i.visit) for i in items]
        sizes = [sum(len(tokens(s.text)) for s in d.statements) for d in drafts]
        ranked = [text_rank(i.visit, words=n) for i, n in zip(items, sizes, strict=True)]
        print(f"\n{name}, {len(items)} dialogues")
        table("casescribe, no writer", items, drafts)
        table("TextRank at the same length", items, ranked)
        if alone is None:
            continue
        few = items[: args.model_on]
        print(f" the first {len(few)} of them")
        table("casescribe, no writer", few, drafts[: len(few)])
        table("TextRank at the same length", few, ranked[: len(few)])
        table(f"{WRITER} alone, {MOST_TOKENS} tokens for {STRETCH} words", few, [alone(i.visit) for i in few])


if __name__ == "__main__":
    main()
