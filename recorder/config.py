"""Where things lie: read once at start, handed down, never global.

A flag the person typed beats an environment variable, which beats the default of the operating system.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Config:
    """Paths, the chosen models and who is at the keyboard; nothing secret."""

    vault_dir: Path  # database, sound and keys of this worker
    models_dir: Path  # installed weights
    transcriber: str = "whisper-base"  # catalogue name
    names_model: str | None = None  # catalogue name of a stronger model for names, beside the embedded one
    writer: str | None = None  # catalogue name of a language model, None for the reported path
    person: str | None = None  # who is at the keyboard, where a vault knows several
    passphrase_file: Path | None = None  # for machines that unlock without a keyboard; its first line is the passphrase


def load_config(
    *,
    vault_dir: Path | None = None,
    models_dir: Path | None = None,
    person: str | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Config:
    """The configuration from flags, then `CASESCRIBE_VAULT` and `CASESCRIBE_MODELS`, then the user's data folder."""
    import platformdirs

    home = platformdirs.user_data_path("casescribe", appauthor=False)
    chosen_vault = vault_dir or Path(environ.get("CASESCRIBE_VAULT") or home / "vault")
    chosen_models = models_dir or Path(environ.get("CASESCRIBE_MODELS") or home / "models")
    return Config(
        vault_dir=chosen_vault,
        models_dir=chosen_models,
        transcriber=environ.get("CASESCRIBE_TRANSCRIBER") or "whisper-base",
        names_model=environ.get("CASESCRIBE_NAMES_MODEL") or None,
        writer=environ.get("CASESCRIBE_WRITER") or None,
        person=person or environ.get("CASESCRIBE_PERSON") or None,
        passphrase_file=Path(given) if (given := environ.get("CASESCRIBE_PASSPHRASE_FILE")) else None,
    )
