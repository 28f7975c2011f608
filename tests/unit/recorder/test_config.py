"""Where things lie and which models are chosen: a flag beats the environment, which beats the default."""

from __future__ import annotations

from pathlib import Path

from recorder.config import load_config


def test_the_defaults_need_nothing_set() -> None:
    config = load_config(environ={})
    assert config.vault_dir.name == "vault"
    assert (config.transcriber, config.names_model, config.writer) == ("whisper-base", None, None)


def test_the_environment_chooses() -> None:
    environ = {
        "CASESCRIBE_VAULT": "/v",
        "CASESCRIBE_MODELS": "/m",
        "CASESCRIBE_TRANSCRIBER": "faster-whisper-small",
        "CASESCRIBE_NAMES_MODEL": "bert-large-ner",
        "CASESCRIBE_WRITER": "qwen3-1.7b",
    }
    config = load_config(environ=environ)
    assert (config.vault_dir, config.models_dir) == (Path("/v"), Path("/m"))
    assert (config.transcriber, config.names_model, config.writer) == ("faster-whisper-small", "bert-large-ner", "qwen3-1.7b")


def test_a_flag_beats_the_environment() -> None:
    assert load_config(vault_dir=Path("/typed"), environ={"CASESCRIBE_VAULT": "/v"}).vault_dir == Path("/typed")
