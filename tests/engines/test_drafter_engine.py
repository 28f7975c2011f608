"""The drafter with the real embedding model on the role-play visits."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from models.bias import bias_report, exchanges_for_all
from models.drafter import CitingDrafter
from models.fetching.weights import ModelStore
from models.language.embeddings import MiniLmEmbedder
from models.talk.grammar import SpacyGrammar
from recorder.config import load_config
from recorder.domain import DraftNote
from recorder.errors import ModelUnavailable
from recorder.interchange import read_visit_file
from recorder.templates import load_template

VISITS = sorted((Path(__file__).resolve().parents[2] / "../shared/data/visits").glob("rp-*.json"))

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def embedder() -> MiniLmEmbedder:
    return MiniLmEmbedder(ModelStore(load_config().models_dir).path("all-minilm-l6-v2"))


@cache
def grammar() -> SpacyGrammar:
    return SpacyGrammar(ModelStore(load_config().models_dir).path("spacy-en-core-web-sm"))


def draft(embedder: MiniLmEmbedder, path: Path) -> DraftNote:
    visit = read_visit_file(path)
    assert visit.template is not None
    assert visit.held_on is not None
    drafter = CitingDrafter(embedder, grammar=grammar(), fingerprint="minilm")
    return drafter.draft(
        visit.transcript, roster=visit.roster, template=load_template(visit.template), visit_date=visit.held_on
    )


def test_near_meanings_are_near(embedder: MiniLmEmbedder) -> None:
    vectors = embedder.embed(["The heating is broken.", "There is no warmth from the boiler.", "She passed her spelling test."])
    assert vectors.shape == (3, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


def test_a_text_means_the_same_alone_and_among_longer_ones(embedder: MiniLmEmbedder) -> None:
    alone = embedder.embed(["He hid under the bed."])
    among = embedder.embed(
        ["A very long sentence about the weather and the bus that was late again today.", "He hid under the bed."]
    )
    assert np.allclose(alone[0], among[1], atol=1e-4)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="not on this computer"):
        MiniLmEmbedder(tmp_path).embed(["a"])


def test_there_are_visits_to_draft() -> None:
    assert VISITS


@pytest.mark.parametrize("path", VISITS[:2], ids=lambda p: p.stem)
def test_a_draft_is_the_same_whoever_it_is_about(embedder: MiniLmEmbedder, path: Path) -> None:
    drafter = CitingDrafter(embedder, grammar=grammar(), fingerprint="minilm")
    some = [e for e in exchanges_for_all() if e[0] in ("sex", "names: Polish", "roles")]
    report = bias_report(drafter, [read_visit_file(path)], load_template=load_template, exchanges=some)
    assert report.identical == len(report.comparisons) == 3, report.as_text()


@pytest.mark.parametrize("path", VISITS, ids=lambda p: p.stem)
def test_drafts_cite_keep_private_words_out_and_miss_no_risk(embedder: MiniLmEmbedder, path: Path) -> None:
    visit, note = json.loads(path.read_text(encoding="utf-8")), draft(embedder, path)
    numbers = range(len(visit["turns"]))
    assert all(s.cites and set(s.cites) <= set(numbers) for s in note.statements)
    cited = {i for s in note.statements for i in s.cites}
    assert not cited & set(visit.get("private", []))
    for turn in visit.get("injection", []):
        assert {s.text.split(" spoke to ")[-1] for s in note.statements if turn in s.cites} <= {"the recording device."}
    seen_to = {i for s in note.statements if s.confirm for i in s.cites} | set(note.unused_disclosures)
    missed = [r["turns"] for r in visit["risks"] if not seen_to & set(r["turns"])]
    assert not missed
    spoken = sum(len(t["text"].split()) for t in visit["turns"])
    assert sum(len(s.text.split()) for s in note.statements) <= 0.55 * spoken
