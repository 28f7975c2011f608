"""The product as it is installed: real commands, real sound, real models, judged by the tools beside the data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SHARED

pytestmark = pytest.mark.engine
CASESCRIBE = [sys.executable, "-m", "recorder"]
VISITS = sorted((SHARED / "data/visits").glob("rp-*.json"))


def run(*command: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, env=env)


def test_the_sample_visit_runs_to_a_signed_and_cited_note(tmp_path: Path) -> None:
    done = run(*CASESCRIBE, "demo", "--to", str(tmp_path / "demo"))
    assert done.returncode == 0, done.stderr
    note = (tmp_path / "demo/note.md").read_text(encoding="utf-8")
    sentences = [line for line in note.splitlines() if line.startswith("- ")]
    assert len(sentences) >= 8
    assert all("[" in line for line in sentences), "a sentence without its source"
    assert "hide under my bed" in note  # the child's own words
    assert (tmp_path / "demo/note.docx").stat().st_size > 10_000
    verified = run(*CASESCRIBE, "--vault", str(tmp_path / "demo/vault"), "audit", "verify")
    assert verified.returncode == 0, verified.stdout


def test_known_sound_has_the_right_words_with_times() -> None:
    done = run(*CASESCRIBE, "transcribe", str(SHARED / "data/speech/jfk.flac"), "--json")
    assert done.returncode == 0, done.stderr
    turns = json.loads(done.stdout)["turns"]
    said = " ".join(t["text"] for t in turns).lower()
    assert "ask not what your country can do for you" in said
    words = [w for t in turns for w in t["words"]]
    assert all(0 <= w["start"] <= w["end"] <= 11.5 for w in words)
    assert [w["start"] for w in words] == sorted(w["start"] for w in words)
    assert all(0 < w["probability"] <= 1 for w in words)


def test_every_clip_of_the_manifest_transcribes_in_one_run() -> None:
    manifest = SHARED / "data/speech/manifest.jsonl"
    clips = [json.loads(line) for line in manifest.read_text(encoding="utf-8").splitlines()]
    done = run(*CASESCRIBE, "transcribe", *(str(manifest.with_name(c["audio"])) for c in clips), "--json")
    assert done.returncode == 0, done.stderr
    heard = [json.loads(line) for line in done.stdout.splitlines()]
    assert [h["id"] for h in heard] == [Path(c["audio"]).stem for c in clips]
    assert all(h["turns"] for h in heard)


@pytest.mark.parametrize(
    ("judge", "command", "required"),
    [
        ("score_notes.py", "draft --json", ["uncited<=0", "private<=0", "injected<=0", "essential>=0.5", "length<=0.6"]),
        ("score_redaction.py", "redact --json", ["recall>=0.95"]),
        ("score_redaction.py", "redact --no-roster --json", ["recall>=0.9"]),
    ],
)
def test_the_judges_are_content(judge: str, command: str, required: list[str]) -> None:
    ours = f"{sys.executable} -m recorder {command}"
    done = run(sys.executable, str(SHARED / "tools" / judge), "--command", ours, *map(str, VISITS), "--require", *required)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"


def test_a_changed_byte_of_a_model_is_refused(tmp_path: Path) -> None:
    from models.fetching.weights import ModelStore
    from recorder.config import load_config

    name = "spacy-en-core-web-sm"
    real = ModelStore(load_config().models_dir).path(name)
    copy = tmp_path / "models" / name
    for file in filter(Path.is_file, real.rglob("*")):
        target = copy / file.relative_to(real)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    altered = copy / "meta.json"
    altered.write_bytes(altered.read_bytes().replace(b"3", b"4", 1))
    environ = os.environ | {"CASESCRIBE_MODELS": str(tmp_path / "models")}
    done = run(*CASESCRIBE, "redact", str(VISITS[0]), "--json", env=environ)
    assert done.returncode == 5
    assert "meta.json was changed" in done.stderr
    assert "Traceback" not in done.stderr
