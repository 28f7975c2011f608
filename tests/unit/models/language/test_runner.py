"""Derived copies of models: whole or not there, and never used once a byte has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.fetching.lock import Lock, write_lock
from models.language.decoding import Decoding
from models.language.runner_ctranslate2 import NotConvertible
from models.language.runner_derived import DerivedStore
from recorder.errors import StorageFailed

RECIPE = "tiny-model sha256:aa ctranslate2 4.8.5 int8"


def fill(folder: Path) -> None:
    (folder / "model.bin").write_bytes(b"weights")
    (folder / "more").mkdir()
    (folder / "more" / "tokenizer.json").write_text("{}", encoding="utf-8")


def test_a_copy_is_found_again_by_its_recipe_only(tmp_path: Path) -> None:
    store = DerivedStore(tmp_path / ".derived")
    assert store.find(RECIPE) is None
    made = store.make(RECIPE, fill)
    assert store.find(RECIPE) == made
    assert made.name.startswith("tiny-model-")
    assert store.find(RECIPE.replace("aa", "bb")) is None
    assert store.find(RECIPE.replace("4.8.5", "4.9.0")) is None


@pytest.mark.parametrize("name", ["model.bin", "more/tokenizer.json", "derived.lock.json"])
def test_an_altered_copy_is_not_used_and_can_be_made_anew(tmp_path: Path, name: str) -> None:
    store = DerivedStore(tmp_path)
    made = store.make(RECIPE, fill)
    with (made / name).open("ab") as stream:
        stream.write(b"x")
    assert store.find(RECIPE) is None
    assert store.make(RECIPE, fill) == made
    assert store.find(RECIPE) == made


def test_a_file_that_nobody_made_spoils_the_copy(tmp_path: Path) -> None:
    store = DerivedStore(tmp_path)
    (store.make(RECIPE, fill) / "extra.json").write_text("{}", encoding="utf-8")
    assert store.find(RECIPE) is None


def test_a_copy_of_another_recipe_put_in_its_place_is_not_used(tmp_path: Path) -> None:
    store = DerivedStore(tmp_path)
    made = store.make(RECIPE, fill)
    write_lock(made / "derived.lock.json", Lock("another recipe", ()))
    assert store.find(RECIPE) is None


def test_nothing_half_made_is_left(tmp_path: Path) -> None:
    def fails(folder: Path) -> None:
        (folder / "model.bin").write_bytes(b"half")
        raise NotConvertible("no such kind")

    with pytest.raises(NotConvertible):
        DerivedStore(tmp_path).make(RECIPE, fails)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said_in_plain_words_and_leaves_nothing(tmp_path: Path) -> None:
    def fails(folder: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(StorageFailed, match="faster copy"):
        DerivedStore(tmp_path).make(RECIPE, fails)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_copy_leaves_the_earlier_one(tmp_path: Path) -> None:
    def fails(folder: Path) -> None:
        raise OSError(28, "No space left on device")

    store = DerivedStore(tmp_path)
    made = store.make(RECIPE, fill)
    with pytest.raises(StorageFailed):
        store.make(RECIPE, fails)
    assert store.find(RECIPE) == made


def test_how_words_are_chosen_has_a_name_for_the_record() -> None:
    assert Decoding(40, 1.1).code() == "greedy-40-tokens-penalty-1.1"
