"""Every word that carries meaning must have been said, or, with an embedder, stand in a clause near to what was said."""

from __future__ import annotations

import re

from models.evidence.cited import Evidence, Reason, Refusal, stem
from models.evidence.sense import REPORTING, clauses
from models.language.embeddings import Embedder
from models.talk.speech import content, tokens

_PIECES = re.compile(
    r",\s+|\s(?=(?:because|due to|after|before|while|during|without|with|for|in|at|from|about)\s)", re.IGNORECASE
)
_TAIL = re.compile(r", (?P<added>(?:because|after|due to|which|and) [^,;]+?)[.”]*$")
LEAST_NEAR = 0.45  # cosine (MiniLM) of a clause with the part of the evidence nearest to it
MOST_NEW = 0.6  # share of a clause's words of meaning that may be new when the clause is not near


def invented(outside: str, evidence: Evidence) -> list[Refusal]:
    """Words of meaning that are in no cited turn nor in the question before it."""
    return [Refusal(Reason.INVENTED, w) for w in new_words(outside, evidence)]


def new_words(text: str, evidence: Evidence) -> list[str]:
    """Words of meaning of a text that the evidence lacks; names, reporting words and figures aside."""
    people = evidence.people
    held = {stem(w) for w in tokens(evidence.said)}
    skip = {w for p in people.roster for w in people.names_of(p.key)} | {w for t in evidence.cited for w in tokens(t.speaker)}
    return [
        w
        for w in content(text)
        if w not in REPORTING
        and stem(w) not in held
        and w not in skip
        and w.removesuffix("'s") not in skip
        and not w.isdecimal()
    ]


def far_off(outside: str, evidence: Evidence, embedder: Embedder) -> list[Refusal]:
    """Clauses of mostly new words whose meaning is far from every part of the evidence."""
    refusals = []
    for clause in (p for c in clauses(outside) for p in _PIECES.split(c)):
        words = [w for w in content(clause) if w not in REPORTING and w not in evidence.people.all_names]
        new = new_words(clause, evidence)
        if not words or len(new) < 2 or len(new) / len(words) < MOST_NEW:
            continue
        near = nearness(clause, evidence, embedder)
        if near < LEAST_NEAR:
            refusals.append(Refusal(Reason.DISTANT, clause))
    if not refusals and (tail := _TAIL.search(outside)):  # what comes after the last comma, as a whole
        words = [w for w in content(tail["added"]) if w not in REPORTING and w not in evidence.people.all_names]
        new = new_words(tail["added"], evidence)
        if new and len(new) / len(words) >= MOST_NEW and nearness(tail["added"], evidence, embedder) < LEAST_NEAR:
            refusals.append(Refusal(Reason.DISTANT, tail["added"]))
    return refusals


def nearness(clause: str, evidence: Evidence, embedder: Embedder) -> float:
    """Cosine of the clause with the nearest part of the evidence, or with all of it."""
    parts = list(dict.fromkeys([*(u.text for u in evidence.units), evidence.said]))
    vectors = embedder.embed([clause, *parts])
    return float((vectors[1:] @ vectors[0]).max())
