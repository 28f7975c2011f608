import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from models.hearing.languages import UNCLEAR, ForeignSpeech, decide, doubtful_stretches
from recorder.domain import Audio, Doubt, Transcript, Turn, Word
from recorder.interchange import read_visit_file, transcript_to_json

SOUND = Audio(np.zeros(60 * 16_000, np.float32))


def turn(i: int, text: str, start: float, *, sure: float, pace: float = 0.5) -> Turn:
    words = tuple(Word(start + n * pace, start + n * pace + 0.4, w, sure) for n, w in enumerate(text.split()))
    return Turn(i, f"S{i % 2 + 1}", text, start, words[-1].end, words)


ENGLISH = "How long has he been saying that he feels ill in the morning then"
MISHEARD = "I am good my son wants to go to school every day and he laughs"


@dataclass
class Ear:
    """A recogniser that hears what it is told to, and counts how often it was asked."""

    found: dict[str, float]
    sure: float = 0.9
    fluent: float = -0.2
    repeats: float = 1.4
    asked: list[str] = field(default_factory=list)
    model: Any = None

    def __post_init__(self) -> None:
        heard = [(f"<|{k}|>", v) for k, v in self.found.items()]
        self.model = SimpleNamespace(is_multilingual=True, detect_language=lambda _: [heard])

    def feature_extractor(self, samples: Any, *, padding: int) -> Any:
        return np.zeros((80, len(samples) // 160 + padding))

    def encode(self, features: Any) -> Any:
        self.asked.append("detect")
        return features

    def transcribe(self, _samples: Any, *, task: str, **_settings: Any) -> tuple[list[Any], None]:
        self.asked.append(task)
        text = ["Mój", "syn", "nie", "chce"] if task == "transcribe" else ["My", "son", "does", "not", "want"]
        words = [SimpleNamespace(start=n, end=n + 0.5, word=f" {w}", probability=self.sure) for n, w in enumerate(text)]
        segment = SimpleNamespace(words=words, text=" ".join(text), avg_logprob=self.fluent, compression_ratio=self.repeats)
        return [segment], None


def marked(ear: Ear, *turns: Turn) -> tuple[Turn, ...]:
    return ForeignSpeech(lambda: ear).mark(Transcript("v", turns), SOUND).turns


TALK = (turn(0, ENGLISH, 0, sure=0.95), turn(1, MISHEARD, 10, sure=0.5), turn(2, ENGLISH, 20, sure=0.95))


def test_interpreted_talk_keeps_both_languages_with_a_translation_marked() -> None:
    before, foreign, after = marked(Ear({"pl": 0.9, "en": 0.02}), *TALK)
    assert (before, after) == (TALK[0], TALK[2])
    assert (foreign.text, foreign.language, foreign.translation) == ("Mój syn nie chce", "pl", "My son does not want")
    assert (foreign.speaker, foreign.i) == ("S2", 1)
    assert [w.start for w in foreign.words] == [10, 11, 12, 13]


def test_both_stand_in_the_printed_transcript(tmp_path: Path) -> None:
    turns = marked(Ear({"pl": 0.9, "en": 0.02}), *TALK)
    printed = transcript_to_json(Transcript("v", turns))
    assert [t.get("language") for t in printed["turns"]] == [None, "pl", None]
    (tmp_path / "v.json").write_text(json.dumps(printed), encoding="utf-8")
    assert read_visit_file(tmp_path / "v.json").transcript.turns == turns


def test_english_costs_nothing() -> None:
    ear = Ear({"pl": 0.9})
    assert marked(ear, TALK[0], replace(TALK[2], i=1)) == (TALK[0], replace(TALK[2], i=1))
    assert ear.asked == []


def test_a_turn_is_cut_where_the_language_changes() -> None:
    both = turn(0, f"{ENGLISH} {MISHEARD}", 0, sure=0.95, pace=0.5)
    words = tuple(
        replace(w, probability=0.4, start=w.start + 2, end=w.end + 2) if n >= 14 else w for n, w in enumerate(both.words)
    )
    own, foreign = marked(Ear({"ro": 0.8, "en": 0.05}), replace(both, words=words))
    assert (own.text, own.language, own.i) == (ENGLISH, "", 0)
    assert (foreign.text, foreign.language, foreign.i) == ("Mój syn nie chce", "ro", 1)


def test_a_translation_that_cannot_be_relied_on_is_left_out() -> None:
    assert marked(Ear({"pl": 0.9}, fluent=-0.9), *TALK)[1].translation == ""


@pytest.mark.parametrize(
    "ear",
    [
        Ear({"pl": 0.7, "en": 0.25}),
        Ear({"la": 0.8, "en": 0.1}),
        Ear({"de": 0.9, "en": 0.05}, sure=0.55),
        Ear({"de": 0.9, "en": 0.05}, repeats=5.0),
    ],
    ids=["it may be English", "Latin", "it makes no more sense", "it repeats itself"],
)
def test_poor_english_stays_english(ear: Ear) -> None:
    talk = (turn(0, MISHEARD, 0, sure=0.6),)
    assert marked(ear, *talk) == talk


def test_what_is_no_clear_language_is_kept_and_doubtful() -> None:
    unclear = marked(Ear({"th": 0.3, "la": 0.2, "en": 0.1}), *TALK)[1]
    assert (unclear.language, unclear.text, unclear.translation) == (UNCLEAR, MISHEARD, "")
    assert {w.doubt for w in unclear.words} == {Doubt.DOUBTFUL}


def test_a_model_of_one_language_leaves_all_as_it_was() -> None:
    ear = Ear({"pl": 0.9})
    ear.model.is_multilingual = False
    assert marked(ear, *TALK) == TALK


def test_a_few_unsure_words_are_no_stretch() -> None:
    assert doubtful_stretches(Transcript("v", (turn(0, "mumble mumble mumble", 0, sure=0.2),))) == []


def test_the_visit_may_be_in_another_language_than_english() -> None:
    assert decide({"cy": 0.9, "en": 0.05}, own="cy", sure=0.5) == "cy"
    assert decide({"en": 0.9, "cy": 0.01}, own="cy", sure=0.5) == "en"
