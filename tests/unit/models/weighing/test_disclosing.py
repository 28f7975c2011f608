"""What no list of words marks may still be put before a person, and nothing that the lists mark is taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from models.bias import exchange_names, exchange_sex
from models.drafter import CitingDrafter
from models.language.embeddings import MiniLmEmbedder, Vectors
from models.talk.passage import Passage
from models.talk.people import People
from models.weighing.disclosing import disclosing, disclosing_features
from models.weighing.salience import FITTED, Setting
from recorder.domain import DraftNote, Person, Role, StatementKind, Transcript, Turn
from recorder.interchange import VisitFile
from recorder.templates import load_template

ROSTER = (
    Person("sw", "Ann Lee", role=Role.SOCIAL_WORKER),
    Person("dad", "Will Day", role=Role.PARENT),
    Person("kid", "Max Day", role=Role.CHILD),
)
SAID = (
    ("sw", "How is school for Max this term, Will?"),
    ("dad", "School moved Max to the top set for maths in September."),
    ("dad", "The dentist filled two teeth last week."),
    ("kid", "My uncle punched me on Sunday."),
    ("sw", "I'll ring the school nurse by Friday about the eczema cream."),
)
TURNS = tuple(Turn(i, who, text) for i, (who, text) in enumerate(SAID))
AROUND = Setting(
    speaker="kid", topic=0.4, topic_around=0.5, child_voice=0.5, small_talk=0.1, place=0, last=True, answers=True, step=False,
    edge=False, denies=False, harm_near=False, harm_before=False, invited=True, followed=False, received=False, offered=False,
    asked_of_harm=False, returned_to=0.3, after_worker=True, before_child=False, turn_length=2.0, echoed_next=1, echoed_later=0,
    new=0.5,
)  # fmt: skip


class Nowhere:
    """Puts every text in the same place."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        out = np.zeros((len(texts), MiniLmEmbedder.dimensions), dtype=np.float32)
        out[:, 0] = 1
        return out


def note(bias: float) -> DraftNote:
    drafter = CitingDrafter(Nowhere(), fingerprint="t", weights=replace(FITTED, disclosure_bias=bias))
    return drafter.draft(
        Transcript("v", TURNS), roster=ROSTER, template=load_template("child_in_need_visit"), visit_date=date(2025, 3, 11)
    )


def shown(note: DraftNote) -> set[int]:
    return {i for s in note.statements if s.confirm for i in s.cites} | set(note.unused_disclosures)


def test_what_may_disclose_is_confirmed_or_listed_and_a_workers_own_step_is_not() -> None:
    certain = note(50.0)
    assert {1, 2, 3} <= shown(certain)
    assert all(not s.confirm for s in certain.statements if s.kind is StatementKind.ACTION)


def test_what_the_lists_mark_stays_marked_however_unlikely() -> None:
    never = note(-50.0)
    assert 3 in shown(never)
    assert 2 not in shown(never)


def test_every_feature_has_a_weight() -> None:
    found = disclosing_features(Passage(0, "kid", ("Hi.",)), (AROUND,), People(ROSTER), harm=frozenset(), step=False)
    assert set(found) == set(FITTED.disclosure)
    assert FITTED.disclosure_meaning.shape == FITTED.meaning.shape


VISIT = VisitFile(Transcript("v", (Turn(0, "kid", "Will hit my mum and she cried."),)), ROSTER, "child_in_need_visit", None)


@pytest.mark.parametrize("told", [exchange_sex(VISIT), exchange_names(VISIT, "Polish")], ids=["sex", "names"])
def test_it_is_as_likely_whoever_it_is_about(told: VisitFile) -> None:
    meanings = np.zeros((1, len(FITTED.disclosure_meaning)), dtype=np.float32)

    def likely(visit: VisitFile) -> float:
        passage = Passage(0, "kid", (visit.transcript.turns[0].text,))
        found = disclosing_features(passage, (AROUND,), People(visit.roster), harm=frozenset(), step=False)
        return disclosing(found, meanings)

    assert likely(told) == pytest.approx(likely(VISIT))
