"""The writer's edges with a scripted model; real ones are tried where models are loaded."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from audit.forms import Model
from models.language.decoding import Decoding
from models.language.runner import Loaded
from models.language.writer import TransformersWriter, conversation, first_sentence, is_better, prompt_sha256

SPOKEN = "Worker A: How is school?\nParent A: Er, well, she was late on Tuesday because the bus was full. Anyway."
REPORTED = "Asked “How is school?”, Parent A said: “She was late on Tuesday because the bus was full. Anyway.”"
GOOD = "Parent A said that she was late for school on Tuesday because the bus was full."


class Letters:
    """A tokeniser whose tokens are characters."""

    def apply_chat_template(self, messages: list[dict[str, str]], **_: Any) -> str:
        return "".join(f"<{m['role']}>{m['content']}</>" for m in messages) + "<assistant>"

    def __call__(self, text: str, **_: Any) -> dict[str, list[int]]:
        return {"input_ids": [ord(c) for c in text]}

    def decode(self, ids: Sequence[int], **_: Any) -> str:
        return "".join(map(chr, ids))


@dataclass
class GivenRunner:
    """Goes on with the same words whatever it is shown, and keeps what it was shown."""

    words: str
    seen: list[tuple[str, int]] = field(default_factory=list)
    name: str = "given"

    def go_on(self, prompt: Sequence[int], decoding: Decoding, *, fixed: int = 0) -> list[int]:
        self.seen.append((Letters().decode(prompt), fixed))
        return [ord(c) for c in self.words]


def writer(runner: GivenRunner) -> TransformersWriter:
    return TransformersWriter(
        Path("nowhere"), fingerprint=f"tiny sha256:{'0' * 64}", load=lambda *_, **__: Loaded(Letters(), runner)
    )


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("Jo said that Max was late. She also said", "Jo said that Max was late."),
        ("\n“Max was late.”\nNote: I kept the names.", "Max was late."),
        ("no end in sight", "no end in sight"),
        ("", ""),
    ],
)
def test_one_sentence_is_taken_from_an_answer(answer: str, sentence: str) -> None:
    assert first_sentence(answer) == sentence


def test_the_model_is_shown_the_evidence_and_goes_on_from_the_speakers_name() -> None:
    runner = GivenRunner(GOOD.removeprefix("Parent A said that"))
    assert writer(runner).write(SPOKEN, REPORTED) == GOOD
    ((prompt, fixed),) = runner.seen
    assert prompt.endswith("<assistant>Parent A said that")
    assert SPOKEN in prompt
    assert prompt[:fixed].endswith("<user>")  # only what every prompt shares is kept between calls


def test_a_sentence_that_gains_nothing_is_not_handed_on() -> None:
    assert writer(GivenRunner(" the bus was full.")).write(SPOKEN, REPORTED) == ""


def test_a_very_long_speech_is_left_as_it_is() -> None:
    runner = GivenRunner(" the bus was full.")
    assert writer(runner).write("Parent A: " + "and then " * 400, "long") == ""
    assert runner.seen == []


def test_model_prompt_and_decoding_are_all_on_record_in_the_audit_logs_own_form() -> None:
    ready = writer(GivenRunner(""))
    assert "not-run" in ready.model
    ready.write(SPOKEN, REPORTED)
    parts = ready.model.split(", ")
    pattern = cast("Any", Model).__metadata__[0]
    assert all(pattern.fullmatch(part) for part in parts)
    assert [part.split()[0] for part in parts] == ["tiny", "prompt.report", "given.greedy-60-tokens-penalty-1.05"]
    assert f"sha256:{prompt_sha256()}" in parts[1]


def test_the_prompts_hash_is_that_of_its_file() -> None:
    file = Path(__file__).parents[4] / "models/language/prompts/report.txt"
    assert prompt_sha256() == hashlib.sha256(file.read_bytes()).hexdigest()


def test_the_prompt_has_rules_for_the_system_and_words_for_the_user() -> None:
    system, user = conversation("Parent A: She was late.")
    assert (system["role"], user["role"]) == ("system", "user")
    assert "Add nothing" in system["content"]
    assert user["content"] == "Parent A: She was late."


def test_a_plain_sentence_with_all_that_matters_is_better() -> None:
    assert is_better(GOOD, REPORTED, evidence=SPOKEN)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "nothing"),
        (REPORTED, "the same again"),
        ("Worker A said that she was late for school on Tuesday because the bus was full.", "another speaker"),
        ("She was late for school on Tuesday because the bus was full.", "nobody said to speak"),
        ("Parent A said that she was late for school because the bus was full.", "the day is lost"),
        ("Parent A said that school was on Tuesday.", "most is lost"),
        ("Parent A said that I was late for school on Tuesday because the bus was full.", "still in the first person"),
        ("Parent A said that he was late for school on Tuesday because the bus was full.", "a sex nobody spoke of"),
        ("Parent A said that she was not late for school on Tuesday because the bus was full.", "a “not” added"),
        ("Parent A said that she was late for school on Tuesday because the bus was full and", "cut off"),
    ],
)
def test_a_sentence_is_no_better_when(written: str, why: str) -> None:
    assert not is_better(written, REPORTED, evidence=SPOKEN), why


def test_a_might_must_be_kept() -> None:
    spoken, reported = (
        "Parent A: She might go to Relative A on Friday.",
        "Parent A said: “Well, er, she might go to Relative A on Friday.”",
    )
    assert is_better("Parent A said that she might go to Relative A on Friday.", reported, evidence=spoken)
    assert not is_better("Parent A said that she will go to Relative A on Friday.", reported, evidence=spoken)
