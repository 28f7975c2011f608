"""Does the evidence hold the sentence? Deterministic checks with a reason for each refusal.

A sentence of a note may hold only what its cited words hold: people, who said it, figures in any spoken form, days,
negation, doubt, time, how much and how often, reasons, judgements, and every word that carries meaning. What stands in
quotation marks must have been said, word for word, hesitations aside. The check leans to refusing: a true sentence that is
refused is replaced by the words themselves, which costs elegance; a false one would cost a child.

An embedder, where one is handed in, lets a sentence use other words of the same meaning; an entailment model can only
refuse more. A worker's own edit is never refused: `advise` says what rests on the worker alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.embeddings import Embedder
from models.entailment import LEAST_ENTAILED, Entailer
from models.grounding_evidence import Evidence, Reason, Refusal, stem
from models.grounding_figures import BRACKETED, dates, figures
from models.grounding_people import QUOTED, addressed, names, quotes, spoke, undertook
from models.grounding_sense import sense
from models.grounding_words import far_off, invented
from models.speech import tokens

__all__ = ["Advice", "Evidence", "Reason", "Refusal", "advise", "check", "stem"]


def check(
    sentence: str, evidence: Evidence, *, embedder: Embedder | None = None, entailer: Entailer | None = None
) -> tuple[Refusal, ...]:
    """Every reason to refuse the sentence; empty when the evidence holds it.

    Without an embedder each word of meaning must be one that was said. With one, other words may stand as long as their clause
    means something near to what was said.
    """
    if not tokens(sentence) or not evidence.cited:
        return (Refusal(Reason.EMPTY, sentence),)
    plain = BRACKETED.sub("", sentence)
    outside = QUOTED.sub(" ", plain)
    found = [
        *figures(outside, evidence),
        *dates(sentence, evidence),
        *names(plain, evidence),
        *spoke(plain, evidence),
        *undertook(plain, evidence),
        *addressed(plain, evidence),
        *quotes(plain, evidence),
        *(invented(outside, evidence) if embedder is None else far_off(outside, evidence, embedder)),
        *sense(outside, evidence),
    ]
    if not found and entailer is not None:
        found = _not_entailed(plain, evidence, entailer)
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Advice:
    """What a worker may want to know about their own wording. It forbids nothing."""

    held: bool  # whether the cited words hold all of it
    worker_alone: tuple[str, ...]  # words and figures that rest on the worker alone
    differs: tuple[Refusal, ...]  # where it says otherwise than the cited words

    def as_text(self) -> str:
        """One or two plain sentences; empty when the cited words hold it all."""
        parts = []
        if self.differs:
            parts.append("Check against the recording: " + "; ".join(f"{r.reason} ({r.detail})" for r in self.differs) + ".")
        if self.worker_alone:
            parts.append("Rests on you alone, not on the recording: " + ", ".join(f"“{w}”" for w in self.worker_alone) + ".")
        return " ".join(parts)


_WORKER_ALONE = frozenset(
    {Reason.INVENTED, Reason.DISTANT, Reason.PLACE, Reason.EVALUATION, Reason.CAUSE, Reason.NAME, Reason.EMPTY}
)


def advise(sentence: str, evidence: Evidence, *, embedder: Embedder | None = None, entailer: Entailer | None = None) -> Advice:
    """Compare a worker's own wording with the words it cites. Advice only: a worker saw what no microphone heard."""
    found = check(sentence, evidence, embedder=embedder, entailer=entailer)
    alone = dict.fromkeys(r.detail for r in found if r.reason in _WORKER_ALONE)
    return Advice(not found, tuple(alone), tuple(r for r in found if r.reason not in _WORKER_ALONE))


def _not_entailed(plain: str, evidence: Evidence, entailer: Entailer) -> list[Refusal]:
    premise = "\n".join(f"{evidence.people.name(t.speaker)}: {t.text}" for t in evidence.turns)
    follows = entailer.entailed([(premise, plain)])[0]
    return [] if follows >= LEAST_ENTAILED else [Refusal(Reason.NOT_ENTAILED, plain)]
