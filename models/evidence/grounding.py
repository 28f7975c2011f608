"""Does the evidence hold the sentence? Deterministic checks with a reason for each refusal.

A sentence of a note may hold only what its cited words hold: people, who said it, figures in any spoken form, days,
negation, doubt, time, how much and how often, reasons, judgements, and every word that carries meaning. What stands in
quotation marks must have been said, word for word, hesitations aside. The check leans to refusing: a true sentence that is
refused is replaced by the words themselves, which costs elegance; a false one would cost a child.

An embedder, where one is handed in, lets a sentence use other words of the same meaning; it is then judged by learnt weights.
A worker's own edit is never refused: `advise` says what rests on the worker alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.evidence.cited import Evidence, Heard, Reason, Refusal, stem
from models.evidence.figures import BRACKETED, clock_times, dates, figures
from models.evidence.heads import heads_against
from models.evidence.people import QUOTED, addressed, is_step, names, quotes, spoke, undertook
from models.evidence.sense import sense, without_lead
from models.evidence.weighed import beyond_weighing, weighed
from models.evidence.words import far_off, invented
from models.language.embeddings import Embedder
from models.talk.people import People
from models.talk.speech import tokens
from recorder.domain import Advice, Person, Turn

__all__ = ["Evidence", "Heard", "Reason", "Refusal", "advise", "check", "findings", "outside_of", "stem"]


def check(
    sentence: str, evidence: Evidence, *, embedder: Embedder | None = None, paraphrase: bool | None = None
) -> tuple[Refusal, ...]:
    """Every reason to refuse the sentence; empty when the evidence holds it.

    Without an embedder each word of meaning must be one that was said, and whatever a rule finds refuses. With one, other words
    may stand as long as their clause means something near to what was said, and what the rules find is weighed together with
    how well each name fits (see `weighed`): a free paraphrase breaks one rule or another. A draft is read strictly; a
    `paraphrase` (whatever is checked with an embedder, if nothing else is said) may also gather in one clause what was said in
    several.
    """
    if not tokens(sentence) or not evidence.cited:
        return (Refusal(Reason.EMPTY, sentence),)
    found = findings(sentence, evidence, embedder=embedder, paraphrase=paraphrase)
    refusals = tuple(dict.fromkeys(r for part in found.values() for r in part))
    if embedder is None or any(beyond_weighing(r, evidence) for r in refusals):
        return refusals
    return weighed(outside_of(sentence), evidence, found)


def findings(
    sentence: str, evidence: Evidence, *, embedder: Embedder | None = None, paraphrase: bool | None = None
) -> dict[str, list[Refusal]]:
    """What each rule finds, by the rule's name; see `check`."""
    plain = BRACKETED.sub("", sentence)
    outside = outside_of(sentence)
    return {
        "figures": [*figures(outside, evidence), *clock_times(outside, evidence)],
        "dates": dates(sentence, evidence),
        "names": names(plain, evidence),
        "spoke": spoke(plain, evidence),
        "undertook": undertook(plain, evidence),
        "addressed": addressed(plain, evidence),
        "quotes": quotes(plain, evidence),
        "words": invented(outside, evidence) if embedder is None else far_off(outside, evidence, embedder),
        "sense": sense(outside, evidence, strict=not (embedder is not None if paraphrase is None else paraphrase)),
        "heads": heads_against(without_lead(outside), evidence, step=is_step(plain, evidence.people)),
    }


def outside_of(sentence: str) -> str:
    """The sentence without what stands in quotation marks or brackets."""
    return QUOTED.sub(" ", BRACKETED.sub("", sentence))


_WORKER_ALONE = frozenset({Reason.INVENTED, Reason.PLACE, Reason.EVALUATION, Reason.CAUSE, Reason.NAME, Reason.EMPTY})


def advise(text: str, cited: Sequence[Turn], people: Sequence[Person], *, visit_date: date) -> tuple[Advice, ...]:
    """Compare a worker's own wording with the turns it cites; empty when they hold all of it.

    Advice only: a worker saw what no microphone heard. No model is loaded and nothing is read but these turns, so it is fast
    enough to run at each edit.
    """
    if not cited:
        return (Advice(worker_alone=True, reason=str(Reason.EMPTY), detail=text),) if tokens(text) else ()
    turns = tuple(sorted(cited, key=lambda t: t.i))
    evidence = Evidence(turns, (), Heard.of(turns, barred=frozenset()), People(people), visit_date, len(turns) - 1)
    said = {(r.reason in _WORKER_ALONE, str(r.reason), r.detail) for r in check(text, evidence, paraphrase=True)}
    differs = {detail for alone, _, detail in said if not alone}
    return tuple(Advice(*found) for found in sorted(said) if not (found[0] and found[2] in differs))
