"""A recording is written down piece by piece, each piece once: stopped, taken up again, under other names, erased."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from recorder.bootstrap import OpenVault
from recorder.cli import process
from recorder.config import Config
from recorder.database import open_encrypted
from recorder.domain import Status
from recorder.keeping.snapshot import copy_database
from recorder.store import Store
from tests.conftest import ROSTER, Station, plan_visit, reopen, scripted_engines
from tests.ears import TALK, Ears, EightSeconds, VoiceEars


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
def voice_ears() -> VoiceEars:
    return VoiceEars()


@pytest.fixture(scope="module")
def with_sound(tmp_path_factory: pytest.TempPathFactory, new_vault: Station) -> tuple[Path, str]:
    """A closed vault with the sound of one visit, and the visit's id."""
    config = Config(vault_dir=tmp_path_factory.mktemp("sound") / "vault", models_dir=Path("none"))
    opened = new_vault.copy(config)
    visit = plan_visit(opened, "CASE-1")
    opened.recorder.import_sound(visit, EightSeconds())
    opened.vault.close()
    return config.vault_dir, visit


@pytest.fixture
def visit(with_sound: tuple[Path, str]) -> str:
    return with_sound[1]


@pytest.fixture
def vault(with_sound: tuple[Path, str], ears: Ears, voice_ears: VoiceEars, config: Config) -> Iterator[OpenVault]:
    shutil.copytree(with_sound[0], config.vault_dir)
    engines = replace(scripted_engines(TALK), transcriber=lambda: ears, diariser=lambda: voice_ears)
    vault = reopen(config, engines=engines)
    yield vault
    vault.vault.close()


def words(vault: OpenVault, visit: str) -> list[str]:
    transcript = vault.recorder.transcript(visit)
    assert transcript is not None
    return [t.text for t in transcript.turns]


def stop_in(vault: OpenVault, visit: str, ears: Ears, second: float) -> None:
    ears.stop_at = second
    with pytest.raises(KeyboardInterrupt):
        vault.recorder.process(visit)
    ears.stop_at = None


def test_a_stopped_transcription_goes_on_where_it_was(vault: OpenVault, visit: str, ears: Ears) -> None:
    stop_in(vault, visit, ears, 3.0)
    stop_in(vault, visit, ears, 6.0)
    assert vault.recorder.visit(visit).status is Status.RECORDED
    with vault.store.transaction():
        for piece in vault.store.pieces(visit):
            vault.store.keep_piece(visit, replace(piece, seconds=10.0, cpu_seconds=20.0, joules=30.0))
    shares: list[float] = []
    vault.recorder.process(visit, on_progress=lambda stage, share: shares.append(share) if stage == "transcribe" else None)
    assert ears.heard == [0, 1, 2, 3, 4, 5, 6, 7]
    assert words(vault, visit) == [t.text for t in TALK]
    assert shares[:2] == [0.0, 0.75]
    assert vault.store.pieces(visit) == ()  # the transcript has taken their place
    took = vault.recorder.model_runs(visit)[0]
    assert 60 <= took.seconds < 70  # what was heard before counts
    assert 120 <= took.cpu_seconds < 130
    assert took.joules >= 180


def test_ctrl_c_says_that_nothing_is_lost_and_how_to_go_on(vault: OpenVault, visit: str, ears: Ears) -> None:
    @contextmanager
    def opened() -> Iterator[OpenVault]:
        yield vault

    settings = SimpleNamespace(opened=opened)
    ears.stop_at = 3.0
    stopped = CliRunner().invoke(process, [visit], obj=settings)
    assert stopped.exit_code == 130
    assert "Nothing was lost: what was written down so far is kept." in stopped.output
    assert f"casescribe process {visit}" in stopped.output
    ears.stop_at = None
    assert CliRunner().invoke(process, [visit], obj=settings).exit_code == 0
    assert ears.heard == [0, 1, 2, 3, 4, 5, 6, 7]


def test_a_piece_is_heard_again_when_the_names_change_and_when_its_sound_is_another(
    vault: OpenVault, visit: str, ears: Ears
) -> None:
    stop_in(vault, visit, ears, 2.0)
    case = vault.recorder.visit(visit).case_id
    with vault.store.transaction():
        vault.store.replace_roster(case, (*ROSTER, replace(ROSTER[0], key="nan", name="Nan Ashby", also=("Nan",))))
    stop_in(vault, visit, ears, 4.0)
    assert ears.heard == [0, 1, 0, 1, 2, 3]
    assert "Nan" in set(ears.names[-1]) - set(ears.names[0])
    with vault.store.transaction():
        vault.store.keep_piece(visit, replace(vault.store.pieces(visit)[1], sha256="0" * 64))
    vault.recorder.process(visit)
    assert ears.heard[6:] == [1, 4, 5, 6, 7]
    assert words(vault, visit) == [t.text for t in TALK]


def stop_in_voices(vault: OpenVault, visit: str, voice_ears: VoiceEars, second: float) -> None:
    voice_ears.stop_at = second
    with pytest.raises(KeyboardInterrupt):
        vault.recorder.process(visit)
    voice_ears.stop_at = None


def test_voices_are_told_apart_from_where_that_was_stopped(
    vault: OpenVault, visit: str, ears: Ears, voice_ears: VoiceEars
) -> None:
    stop_in_voices(vault, visit, voice_ears, 3.0)
    stop_in_voices(vault, visit, voice_ears, 6.0)
    with vault.store.transaction():
        for piece in vault.store.voice_pieces(visit):
            vault.store.keep_voice_piece(visit, replace(piece, cpu_seconds=20.0))
    vault.recorder.process(visit)
    assert voice_ears.heard == ears.heard == [0, 1, 2, 3, 4, 5, 6, 7]
    transcript = vault.recorder.transcript(visit)
    assert transcript is not None
    assert [t.speaker for t in transcript.turns] == ["mum", "S2"] * 4
    assert vault.store.voice_pieces(visit) == ()  # no voice print outlives the transcript's making
    assert 120 <= vault.recorder.model_runs(visit)[1].cpu_seconds < 130


def test_pieces_go_with_the_visit(vault: OpenVault, visit: str, voice_ears: VoiceEars) -> None:
    stop_in_voices(vault, visit, voice_ears, 3.0)
    assert (len(vault.store.pieces(visit)), len(vault.store.voice_pieces(visit))) == (8, 3)
    signed = vault.erasure.withdraw(visit, "mum", drop=True).certificates[0].certificate()
    assert dict(signed.destroyed)["heard_pieces"] == 8
    assert dict(signed.destroyed)["voice_pieces"] == 3
    assert (vault.store.pieces(visit), vault.store.voice_pieces(visit)) == ((), ())


def test_no_copy_of_the_database_holds_voice_prints(
    vault: OpenVault, visit: str, voice_ears: VoiceEars, tmp_path: Path
) -> None:
    stop_in_voices(vault, visit, voice_ears, 3.0)
    key = vault.vault.secrets.database_key
    copy_database(vault.vault.db, key, tmp_path / "copy.db")
    copied = Store(open_encrypted(tmp_path / "copy.db", key))
    assert (len(copied.pieces(visit)), copied.voice_pieces(visit)) == (8, ())
    assert len(vault.store.voice_pieces(visit)) == 3
