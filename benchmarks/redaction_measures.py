"""What `redaction.py` measures beside the visits: each figure for stock Presidio and for ours, from the same texts.

Intervals are Wilson's for a share at 95 % (E. B. Wilson, "Probable inference", JASA 1927). The fairness headline is the
worst group, and its names are not on the product's lists (`held_out_names.py` says how).
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.held_out_names import Named, sentences
from benchmarks.ordinary_sentences import ordinary_sentences
from benchmarks.spoken_identifiers import KINDS, spoken_identifiers
from recorder.domain import Person, Transcript, Turn
from redaction.engine import PresidioRedactor

_PII = Path(__file__).resolve().parents[1] / "../shared/data/pii"
_STOCK_NAMES = {"DATE_OF_BIRTH": "DATE_TIME", "POSTCODE": "UK_POSTCODE"}
_CASE_TYPES = {
    "UK_NHS": "NHS_NUMBER", "UK_NINO": "NI_NUMBER", "UK_POSTCODE": "POSTCODE", "UK_VEHICLE_REGISTRATION": "VEHICLE",
    "UK_PASSPORT": "PASSPORT", "UK_DRIVING_LICENCE": "DRIVING_LICENCE",
}  # fmt: skip
_EACH_IDENTIFIER, _STOCK_SHARE = 200, 0.2  # stock Presidio reads a fifth of the generated cases: it is slow
_ORDINARY, _NAMES_A_GROUP = 10_000, 100

Find = Callable[[Sequence[str], Sequence[Person]], list[list[tuple[int, int, str]]]]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    right: int
    of: int

    def __str__(self) -> str:
        """The share with its 95 % interval."""
        if not self.of:
            return "–"
        z, p = 1.96, self.right / self.of
        middle = (p + z * z / (2 * self.of)) / (1 + z * z / self.of)
        half = z / (1 + z * z / self.of) * math.sqrt(p * (1 - p) / self.of + z * z / (4 * self.of * self.of))
        return f"{p:.3f} [{max(0, middle - half):.3f}, {min(1, middle + half):.3f}]"


def measure_all(redactor: PresidioRedactor, stock: Any, *, share: float) -> None:
    """Print every measure. `share` of the generated cases is read."""

    def ours(texts: Sequence[str], roster: Sequence[Person]) -> list[list[tuple[int, int, str]]]:
        turns = tuple(Turn(i, "S1", text) for i, text in enumerate(texts))
        return [[(s.start, s.end, s.type) for s in t.spans] for t in redactor.redact(Transcript("t", turns), roster).turns]

    def stocks(texts: Sequence[str], _roster: Sequence[Person]) -> list[list[tuple[int, int, str]]]:
        return [[(r.start, r.end, r.entity_type) for r in stock.analyze(text, "en")] for text in texts]

    _role_plays(ours, stocks)
    _uk_cases(ours, stocks)
    _identifiers(ours, stocks, round(_EACH_IDENTIFIER * share))
    _ordinary_sentences(ours, stocks, round(_ORDINARY * share))
    _fairness(ours, stocks, round(_NAMES_A_GROUP * share))


def _covered(text: str, start: int, end: int, spans: Sequence[tuple[int, int, str]]) -> bool:
    hidden = {k for a, b, _ in spans for k in range(a, b)}
    return all(k in hidden or not text[k].isalnum() for k in range(start, end))


def _role_plays(ours: Find, stocks: Find) -> None:
    documents = defaultdict(list)
    for line in (_PII / "spoken_pii_day2.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        documents[row["doc"]].append(row)
    print("real role-plays, day 2, no roster (stock | ours):")
    counts: dict[str, dict[str, Counter[bool]]] = {"stock": defaultdict(Counter), "ours": defaultdict(Counter)}
    for rows in documents.values():
        for name, find in (("stock", stocks), ("ours", ours)):
            for row, spans in zip(rows, find([r["text"] for r in rows], ()), strict=True):
                for start, end, kind, _ in row["spans"]:
                    counts[name][kind][_covered(row["text"], start, end, spans)] += 1
    for kind in sorted(counts["ours"]):
        a, b = counts["stock"][kind], counts["ours"][kind]
        print(f"   {kind.lower():<14} {a[True]}/{a.total()} | {b[True]}/{b.total()}")


def _uk_cases(ours: Find, stocks: Find) -> None:
    cases = json.loads((_PII / "uk_recognizer_cases.json").read_text(encoding="utf-8"))
    for name, find in (("stock", stocks), ("ours", ours)):
        missed, false = 0, 0
        for case in cases:
            (spans,) = find([case["text"]], ())
            if case["expected_len"]:
                missed += not all(_covered(case["text"], start, end, spans) for start, end, _ in case["spans"])
            else:
                wanted = {case["entity"], _CASE_TYPES[case["entity"]]}
                false += any(kind in wanted for _, _, kind in spans)
        positive = sum(c["expected_len"] > 0 for c in cases)
        print(
            f"Presidio’s UK cases, {name}: {missed} of {positive} positives missed, "
            f"{false} of {len(cases) - positive} negatives hit"
        )


def _identifiers(ours: Find, stocks: Find, each: int) -> None:
    print(f"generated spoken identifiers, {each} a kind (stock on {round(each * _STOCK_SHARE)}):")
    shares = {
        name: _identifier_shares(find, n)
        for name, find, n in (("stock", stocks, round(each * _STOCK_SHARE)), ("ours", ours, each))
    }
    for kind in KINDS:
        print(f"   {kind.lower():<16} stock {shares['stock'][kind]}   ours {shares['ours'][kind]}")


def _identifier_shares(find: Find, each: int) -> dict[str, Share]:
    right: Counter[str] = Counter()
    for said in spoken_identifiers(each):
        spans = find([text for text, _ in said.turns], ())
        whole = all(
            _covered(text, start, end, found)
            for (text, marks), found in zip(said.turns, spans, strict=True)
            for start, end in marks
        )
        right[said.kind] += whole
    return {kind: Share(right[kind], each) for kind in KINDS}


def _ordinary_sentences(ours: Find, stocks: Find, count: int) -> None:
    for name, find, n in (("stock", stocks, count // 10), ("ours", ours, count)):
        touched = sum(bool(spans) for spans in find(ordinary_sentences(n), ()))
        print(f"ordinary sentences with numbers, {name}: {touched} of {n} touched, {Share(touched, n)}")


def _fairness(ours: Find, stocks: Find, each: int) -> None:
    print(f"recall of held-out names by origin, {each} sentences a group; worst group first:")
    conditions = (
        ("as written", False, False),
        ("small letters", True, False),
        ("mis-heard", False, True),
    )
    for name, small, misheard in conditions:
        for who, find, roster in (
            ("stock", stocks, False),
            ("ours, no roster", ours, False),
            ("ours, with roster", ours, True),
        ):
            shares = dict(_by_origin(find, sentences(each, mangle=misheard), small=small, roster=roster))
            ordered = sorted(shares, key=lambda origin: shares[origin].right / shares[origin].of)
            worst, best = ordered[0], ordered[-1]
            gap = shares[best].right / shares[best].of - shares[worst].right / shares[worst].of
            print(
                f"   {name:<14} {who:<18} worst {worst} {shares[worst]}, best {best} {shares[best]}, "
                f"apart {100 * gap:.1f} points"
            )
            if who == "ours, no roster":
                print("      " + "; ".join(f"{origin} {shares[origin]}" for origin in ordered[1:]))


def _by_origin(find: Find, cases: Sequence[Named], *, small: bool, roster: bool) -> Iterator[tuple[str, Share]]:
    groups = defaultdict(list)
    for case in cases:
        groups[case.origin].append(case)
    for origin, named in groups.items():
        bearers = sorted({(c.given, c.family) for c in named}) if roster else []
        people = tuple(Person(str(k), f"{given} {family}") for k, (given, family) in enumerate(bearers))
        texts = [c.text.lower() if small else c.text for c in named]
        # Without a roster each sentence is read alone, so that a name found once does not give itself away elsewhere.
        spans = find(texts, people) if roster else [find([text], ())[0] for text in texts]
        right = sum(_covered(text, c.start, c.end, found) for text, c, found in zip(texts, named, spans, strict=True))
        yield origin, Share(right, len(named))
