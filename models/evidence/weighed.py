"""A paraphrase weighed: the findings of all checks together, by weights learnt from true sentences and false ones.

A careful paraphrase breaks one rule or another, and a false one may break none by much. So what the rules find, how well
each name fits (`who`) and how far each clause is told otherwise (`claims`) are added up by a logistic
regression; weights are never negative, so no finding can excuse another. `benchmarks/fit_grounding.py` fits them on true
sentences and their corruptions. Wrong quotations, dates wrongly worked out, and judgements, reasons, places and names that
nobody spoke are refused whatever the sum is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.evidence.cited import Evidence, Reason, Refusal
from models.evidence.claims import claims
from models.evidence.weights import BIAS, SIGNS, WHO
from models.evidence.who import PLACES, Slot, fits, slots, voiced
from models.talk.speech import tokens

_ALWAYS = frozenset({Reason.QUOTE, Reason.WORKED_OUT, Reason.EMPTY, Reason.EVALUATION, Reason.CAUSE, Reason.PLACE})
_WEIGHED_APART = ("figures", "names")  # checks whose findings count less where the word was said shortly before
_REASONS = {
    "not": Reason.NEGATION, "nots": Reason.NEGATION, "word": Reason.NEGATION, "verb": Reason.NEGATION, "doubt": Reason.DOUBT,
    "could": Reason.DOUBT, "would": Reason.DOUBT, "if": Reason.DOUBT, "wish": Reason.WISH, "used": Reason.TIME,
    "now": Reason.TIME, "will": Reason.TIME, "yet": Reason.TIME, "once": Reason.QUANTITY, "sometimes": Reason.QUANTITY,
    "always": Reason.QUANTITY, "number": Reason.NUMBER, "day": Reason.DAY, "who": Reason.NAME,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unlikely:
    """A name and how much better the one who would fit best fits; 0 where none fits better."""

    slot: Slot
    by: float


def beyond_weighing(refusal: Refusal, evidence: Evidence) -> bool:
    """Whether this refuses a sentence alone: made-up words in quotation marks, judgements, reasons, places and names."""
    if refusal.reason is not Reason.NAME:
        return refusal.reason in _ALWAYS
    known = evidence.people.all_names | evidence.heard.words.keys()
    return not any(w in known or w.removesuffix("'s") in known for w in tokens(refusal.detail))


def weighed(outside: str, evidence: Evidence, found: Mapping[str, Sequence[Refusal]]) -> tuple[Refusal, ...]:
    """Why the sentence is refused, of what the rules `found` check by check; empty when the sum of all signs lets it pass."""
    names = unlikely(outside, evidence)
    seen = signs(outside, evidence, found, names)
    if BIAS + sum(SIGNS.get(name, 0.0) * value for name, value in seen.items()) <= 0:
        return ()
    refusals = [r for part in found.values() for r in part]
    if refusals:
        return tuple(dict.fromkeys(refusals))
    worst = max(seen, key=lambda name: SIGNS.get(name, 0.0) * seen[name])
    reason = _REASONS.get(worst.split()[0], Reason.DISTANT)
    detail = max(names, key=lambda n: n.by).slot.printed if reason is Reason.NAME else outside.strip()
    return (Refusal(reason, detail),)


def signs(
    outside: str, evidence: Evidence, found: Mapping[str, Sequence[Refusal]], names: Sequence[Unlikely]
) -> dict[str, float]:
    """Every finding as a figure from 0 up, by name; what is weighed."""
    seen = dict.fromkeys((f"who {place}" for place in PLACES), 0.0)
    for name in names:
        for sign, value in _who(name):
            seen[sign] = max(seen.get(sign, 0.0), value)
    shortly_before = set(tokens(evidence.recent))
    brought = [evidence.people.names_of(key) for key in voiced(evidence)]
    for check, refusals in found.items():
        for refusal in refusals:
            if refusal.reason in (Reason.SPEAKER, Reason.NAME) and any(set(tokens(refusal.detail)) <= b for b in brought):
                continue  # somebody else, an interpreter, said it for them
            if check in _WEIGHED_APART:
                near = all(w in shortly_before or w.removesuffix("s") in shortly_before for w in tokens(refusal.detail))
                seen[f"{refusal.reason.name.casefold()} {'near' if near else 'far'}"] = 1.0
            else:
                seen[f"{check}:{refusal.reason.name}"] = 1.0
    return seen | claims(outside, evidence)


def unlikely(outside: str, evidence: Evidence, *, who: Mapping[str, Sequence[float]] = WHO) -> list[Unlikely]:
    """For each name of the sentence, how much better than its owner the best of the others fits.

    `who` has, for each kind of place, a weight for each of `who.FEATURES`.
    """
    found = []
    for slot in slots(outside, evidence.people):
        score = {
            key: sum(weight * value for weight, value in zip(who[slot.place], values, strict=True))
            for key, values in fits(slot, evidence).items()
        }
        others = [s for key, s in score.items() if key not in slot.keys and key not in slot.others]
        best = max(score[key] for key in slot.keys)
        found.append(Unlikely(slot, max(0.0, max(others, default=best) - best)))
    return found


def _who(name: Unlikely) -> list[tuple[str, float]]:
    by, place = min(name.by, 6.0), name.slot.place
    return [
        (f"who {place}", by),
        (f"who more {place}", max(0.0, by - 2)),
        ("who", max(0.0, by - 1)),
        ("who sure", float(by > 2.2)),
    ]
