"""What every test may ask for: a home of its own, a stepping clock, and vaults at each station of a visit's way."""

from __future__ import annotations

import gc
import io
import itertools
import os
import shutil
import signal
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # starting its threads takes longer than what our tests give them

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import settings

from models.scripted import (
    ScriptedDiariser,
    ScriptedDrafter,
    ScriptedRedactor,
    ScriptedTranscriber,
    SteppingClock,
    scripted_namer,
)
from recorder.access.keys import SAMPLE_COST
from recorder.bootstrap import OpenVault, create_vault, open_vault
from recorder.config import Config
from recorder.domain import Audio, Person, Role, Turn, Word
from recorder.pipeline import Engines
from recorder.ports import Clock
from recorder.vault import SAMPLE_PASSPHRASE, unlock
from redaction.pseudonyms import StablePseudonyms

settings.register_profile("casescribe", max_examples=40, deadline=None, database=None)  # busy machines are no failures
settings.load_profile("casescribe")

for _heard, _usual in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
    # A background job of a shell, or of nohup, ignores them, and so would the programs that tests start.
    if (_number := getattr(signal, _heard, None)) and signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, _usual)

SHARED = Path(__file__).resolve().parents[2] / "shared"

QUICK = {"unit", "flow", "attacks"}


def pytest_configure(config: pytest.Config) -> None:
    """Run alone, the quick tests write into memory, where the system has such a folder; the others want a real disk."""
    folders = [Path(argument.split("::")[0]).resolve() for argument in config.args]
    if Path("/dev/shm").is_dir() and all(QUICK & {*f.relative_to(f.anchor).parts} for f in folders):  # noqa: S108 - pytest's
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", "/dev/shm")  # noqa: S108


ROSTER = (
    Person("sw", "Priya Nair", ("Priya",), Role.SOCIAL_WORKER),
    Person("mum", "Donna Ashby", ("Donna",), Role.PARENT),
    Person("child", "Tyler Ashby", ("Tyler",), Role.CHILD, age=9, date_of_birth=date(2016, 5, 3)),
)
_SAID = (
    ("sw", "How has Tyler been getting to school?"),
    ("mum", "He missed Monday and Tuesday."),
    ("child", "I hide when they shout."),
    ("sw", "I'll ring the school on Friday."),
    ("mum", "He hit me once, last year."),
)


def words_of(text: str, start: float) -> tuple[Word, ...]:
    """A text as words a third of a second apart."""
    return tuple(Word(start + n / 3, start + n / 3 + 0.3, w, 0.9) for n, w in enumerate(text.split()))


SCRIPT = tuple(Turn(i, who, text, i * 4.0, i * 4.0 + 3.5, words_of(text, i * 4.0)) for i, (who, text) in enumerate(_SAID))


@dataclass(frozen=True)
class GivenSound:
    """An `AudioSource` of a second's tone."""

    sha256: str = "a" * 64

    def blocks(self) -> Iterator[Audio]:
        """The tone."""
        yield Audio(np.sin(np.linspace(0, 2764, 16_000)).astype(np.float32))


def scripted_engines(script: tuple[Turn, ...] = SCRIPT) -> Engines:
    """Engines that need no model: the script above, a risk in turn 2, a disclosure in turn 4."""
    return Engines(
        transcriber=lambda: ScriptedTranscriber(script),
        diariser=lambda: ScriptedDiariser(script),
        namer=lambda _transcript, _roster: scripted_namer(script),
        redactor=ScriptedRedactor,
        pseudonyms=StablePseudonyms,
        drafter=lambda: ScriptedDrafter(confirm=frozenset({2}), disclosures=(4,)),
    )


PASSPHRASE = "correct horse battery"


def make_vault(config: Config, *, worker: str = "Priya Nair", clock: Clock | None = None, sample: bool = False) -> str:
    """A vault whose passphrase is cheap to try; returns its recovery key. A sample vault opens without being asked."""
    recovery_key = create_vault(config, worker=worker, passphrase=PASSPHRASE, clock=clock, cost=SAMPLE_COST, sample=sample)
    if sample:
        (config.vault_dir / SAMPLE_PASSPHRASE).write_text(PASSPHRASE, encoding="utf-8")
    return recovery_key


def reopen(config: Config, *, engines: Engines | None = None, clock: Clock | None = None) -> OpenVault:
    """A vault that `make_vault` made, opened by its worker."""
    return open_vault(config, unlock(config.vault_dir, PASSPHRASE), engines=engines or scripted_engines(), clock=clock)


def plan_visit(opened: OpenVault, reference: str) -> str:
    """A new case with a visit to whose recording everybody agreed; returns the visit's id."""
    case = opened.recorder.open_case(reference, ROSTER)
    visit = opened.recorder.plan_visit(
        case.reference, title="Home visit", template="child_in_need_visit", held_on=date(2026, 3, 11)
    )
    for person in ROSTER:
        opened.recorder.record_consent(visit.id, person.key, agreed=True, told_how="in_person")
    return visit.id


def record_visit(opened: OpenVault, reference: str) -> str:
    """A new case with a visit whose sound is in the vault; returns the visit's id."""
    visit_id = plan_visit(opened, reference)
    opened.recorder.import_sound(visit_id, GivenSound())
    return visit_id


def heard(opened: OpenVault, visit_id: str) -> npt.NDArray[np.float32]:
    """All of a visit's sound."""
    with opened.recorder.sound(visit_id) as sound:
        return sound.read(0, sound.seconds)


def finish_note(opened: OpenVault, visit_id: str) -> None:
    """Do what waits for a person, then approve."""
    recorder = opened.recorder
    note = recorder.working_note(visit_id)
    for statement in note.statements:
        if statement.confirm:
            recorder.confirm_statement(visit_id, statement.id)
    for turn in note.unused_disclosures:
        recorder.acknowledge_disclosure(visit_id, turn, reason="known")
    for one in note.contradictions:
        recorder.see_contradiction(visit_id, one.first, one.second)
    for section, _ in note.human_sections:
        recorder.write_section(visit_id, section, "Written by hand.")
    recorder.approve(visit_id)


_homes = itertools.count()


def pytest_collection_finish() -> None:
    """What stands now stays to the end: the garbage collector need not look through it after each test."""
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Nothing a test writes lands in the real home; only tests about engines see the installed models.

    The folder is named, not made: most tests write nothing.
    """
    home = tmp_path_factory.getbasetemp() / f"home-{next(_homes)}"
    if request.node.get_closest_marker("engine") is None:
        monkeypatch.setenv("CASESCRIBE_MODELS", str(home / "models"))
    monkeypatch.setenv("CASESCRIBE_VAULT", str(home / "vault"))


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Paths inside the test's own folder."""
    return Config(vault_dir=tmp_path / "vault", models_dir=tmp_path / "models")


@dataclass(frozen=True)
class Station:
    """A closed vault that has come so far on a visit's way, and when that was; each test opens a copy of it."""

    vault: Path
    at: datetime
    visit_id: str = ""

    def copy(self, config: Config) -> OpenVault:
        """A copy in the test's own folder, opened by its worker."""
        shutil.copytree(self.vault, config.vault_dir)
        return reopen(config, clock=SteppingClock(self.at))


def _station(folder: Path, earlier: Station | None, go_on: Callable[[OpenVault], str]) -> Station:
    config = Config(vault_dir=folder / "vault", models_dir=folder / "models")
    clock = SteppingClock(earlier.at if earlier else datetime(2026, 3, 11, 9, 0, tzinfo=UTC))
    if earlier is None:
        make_vault(config, clock=clock)
        return Station(config.vault_dir, clock.moment)
    shutil.copytree(earlier.vault, config.vault_dir)
    opened = reopen(config, clock=clock)
    visit_id = go_on(opened)
    opened.vault.close()
    return Station(config.vault_dir, clock.moment, visit_id)


@pytest.fixture(scope="session")
def new_vault(tmp_path_factory: pytest.TempPathFactory) -> Station:
    """A vault as it is when just made."""
    return _station(tmp_path_factory.mktemp("new"), None, lambda _: "")


@pytest.fixture(scope="session")
def recorded_vault(tmp_path_factory: pytest.TempPathFactory, new_vault: Station) -> Station:
    """A vault with the sound of one visit."""
    return _station(tmp_path_factory.mktemp("recorded"), new_vault, lambda opened: record_visit(opened, "CASE-1"))


@pytest.fixture(scope="session")
def drafted_vault(tmp_path_factory: pytest.TempPathFactory, recorded_vault: Station) -> Station:
    """A vault with one visit's draft."""

    def draft(opened: OpenVault) -> str:
        opened.recorder.process(recorded_vault.visit_id)
        return recorded_vault.visit_id

    return _station(tmp_path_factory.mktemp("drafted"), recorded_vault, draft)


@pytest.fixture
def opened(config: Config, request: pytest.FixtureRequest) -> Iterator[OpenVault]:
    """A vault with scripted engines: empty, or as far on the visit's way as the test's other fixtures say."""
    stations = {"drafted_visit": "drafted_vault", "recorded_visit": "recorded_vault"}
    name = next((station for asked, station in stations.items() if asked in request.fixturenames), "new_vault")
    station: Station = request.getfixturevalue(name)
    vault = station.copy(config)
    yield vault
    vault.vault.close()


@pytest.fixture
def recorded_visit(opened: OpenVault, recorded_vault: Station) -> str:
    """The id of a visit whose sound is in the vault."""
    return recorded_vault.visit_id


@pytest.fixture
def drafted_visit(opened: OpenVault, drafted_vault: Station) -> str:
    """The id of a visit with a draft."""
    return drafted_vault.visit_id


@pytest.fixture
def drafted(opened: OpenVault, drafted_visit: str) -> OpenVault:
    """A vault whose one visit has a draft."""
    return opened


@pytest.fixture
def wav_bytes() -> bytes:
    """One second of a quiet tone as a WAV file."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as w:
        w.setnchannels(1)
        w.setsampwidth(2)
        w.setframerate(16_000)
        w.writeframes((np.sin(np.linspace(0, 2764, 16_000)) * 3000).astype("<i2").tobytes())
    return buffer.getvalue()
