"""Grounding with the real embedder: a paraphrase stands, a clause that nobody said does not."""

from __future__ import annotations

from datetime import date

import pytest

from models.evidence.grounding import Evidence, Reason, check
from models.fetching.weights import ModelStore
from models.language.embeddings import MiniLmEmbedder
from models.talk.people import People
from recorder.config import load_config
from recorder.domain import Person, Role, Turn

pytestmark = pytest.mark.engine

PEOPLE = People(
    (Person("sw", "Ann Lee", role=Role.SOCIAL_WORKER), Person("mum", "Joanne Day", role=Role.PARENT), Person("kid", "Max Day"))
)
TURNS = (
    Turn(0, "sw", "How is Max sleeping?"),
    Turn(1, "mum", "He's up half the night with his cough, and he won't get off to sleep until two."),
)


@pytest.fixture(scope="module")
def embedder() -> MiniLmEmbedder:
    return MiniLmEmbedder(ModelStore(load_config().models_dir).path("all-minilm-l6-v2"))


def reasons(sentence: str, embedder: MiniLmEmbedder | None) -> set[Reason]:
    evidence = Evidence.of((0, 1), TURNS, people=PEOPLE, visit_date=date(2025, 3, 11), barred=frozenset())
    return {r.reason for r in check(sentence, evidence, embedder=embedder)}


def test_a_paraphrase_stands_with_an_embedder_and_not_without(embedder: MiniLmEmbedder) -> None:
    sentence = "Joanne said that coughing keeps Max awake at night."
    assert Reason.INVENTED in reasons(sentence, None)
    assert reasons(sentence, embedder) == set()


@pytest.mark.parametrize(
    "clause", ["and the landlord had promised a new boiler", "after an argument with a neighbour", "and owes money to a cousin"]
)
def test_a_clause_that_nobody_said_is_refused(clause: str, embedder: MiniLmEmbedder) -> None:
    assert Reason.DISTANT in reasons(f"Joanne said that Max is up half the night with his cough, {clause}.", embedder)
