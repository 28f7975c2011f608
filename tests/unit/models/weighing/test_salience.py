"""The fitted weights belong to the features, and weight hangs on nobody's name or sex."""

from __future__ import annotations

import numpy as np
import pytest

from models.bias import exchange_names, exchange_sex
from models.language.embeddings import MiniLmEmbedder
from models.talk.passage import Passage
from models.talk.people import People
from models.weighing.salience import FITTED, Setting, features, passage_features, salience
from recorder.domain import Person, Role, Transcript, Turn
from recorder.interchange import VisitFile

SAID = "My mum said Mei-Lin hit her brother and he was scared of Will, she will tell his nan."
VISIT = VisitFile(
    Transcript("v", (Turn(0, "kid", SAID),)),
    (
        Person("kid", "Max Day", role=Role.CHILD),
        Person("friend", "Mei-Lin Lee"),
        Person("dad", "William Day", ("Will",), Role.PARENT),
    ),
    "child_in_need_visit",
    None,
)
AROUND = Setting(
    speaker="kid", topic=0.4, topic_around=0.5, child_voice=0.5, small_talk=0.1, place=0, last=True, answers=True, step=False,
    edge=False, denies=False, harm_near=False, harm_before=False, invited=True, followed=False, received=False, offered=False,
    asked_of_harm=False, returned_to=0.3, after_worker=True, before_child=False, turn_length=2.0, echoed_next=1, echoed_later=0,
    new=0.5,
)  # fmt: skip
MEANING = np.zeros_like(FITTED.meaning)


def test_every_feature_has_a_weight_and_every_weight_a_feature() -> None:
    people = People(VISIT.roster)
    assert set(features(SAID, AROUND, people)) == set(FITTED.sentence)
    found = passage_features(Passage(0, "kid", (SAID,)), AROUND, kept=0.5, people=people, step=False)
    assert set(found) == set(FITTED.passage)
    assert FITTED.meaning.shape == (2 * MiniLmEmbedder.dimensions,)


@pytest.mark.parametrize("told", [exchange_sex(VISIT), exchange_names(VISIT, "Polish")], ids=["sex", "names"])
def test_a_sentence_weighs_the_same_whoever_it_is_about(told: VisitFile) -> None:
    before = salience(SAID, AROUND, MEANING, People(VISIT.roster))
    said = told.transcript.turns[0].text
    assert said != SAID
    assert salience(said, AROUND, MEANING, People(told.roster)) == pytest.approx(before)
