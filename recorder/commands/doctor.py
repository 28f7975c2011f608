"""What works on this machine and what to do about the rest, for `casescribe doctor`."""

from __future__ import annotations

import importlib.metadata
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from recorder.config import Config
from recorder.errors import CasescribeError
from recorder.isolation import Fence

OUR_PACKAGES = ("recorder", "models", "redaction", "tui", "audit")
_LIBRARIES = (
    "av",
    "ctranslate2",
    "faster-whisper",
    "miniaudio",
    "onnxruntime",
    "presidio-analyzer",
    "spacy",
    "textual",
    "torch",
    "transformers",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    good: bool
    sentence: str


def examine(config: Config) -> tuple[Finding, ...]:
    """Look at packages, models and vault; changes nothing."""
    return (_our_names(), _network(), *_libraries(), _microphones(), *_models(config), _vault(config))


def try_hearing(config: Config) -> tuple[Finding, ...]:
    """Let each installed speech recogniser hear half a minute, and say which one suits this machine."""
    from recorder.commands.hearing_speed import advise_on, measure_hearing

    try:
        speeds = measure_hearing(config)
    except CasescribeError as exc:
        return (Finding(good=False, sentence=exc.sentence()),)
    return tuple(Finding(good=True, sentence=sentence) for sentence in advise_on(speeds, config.transcriber))


def nothing_leaves(config: Config) -> tuple[Finding, ...]:
    """Run a sample visit, watched, and say what it asked of the network; takes minutes. Raises `StorageFailed`."""
    from recorder.commands.proof_offline import prove

    proof = prove(config)
    return tuple(Finding(good=proof.holds, sentence=sentence) for sentence in proof.sentences())


def owners_of(package: str) -> set[str]:
    """The installed distributions that bring a top-level package of this name."""
    return {name.lower() for name in importlib.metadata.packages_distributions().get(package, ())}


def _our_names() -> Finding:
    """Our package names are common words, so another distribution could shadow them: then we would run its code."""
    foreign = {p: sorted(owners_of(p) - {"casescribe"}) for p in OUR_PACKAGES}
    taken = [f"{p} ({', '.join(names)})" for p, names in foreign.items() if names]
    if taken:
        return Finding(
            good=False,
            sentence=f"Other installed software uses our package names: {'; '.join(taken)}. "
            "Install Casescribe on its own, with pipx or uv tool.",
        )
    return Finding(good=True, sentence=f"The packages {', '.join(OUR_PACKAGES)} are Casescribe’s alone.")


def _network() -> Finding:
    """Whether a socket can be had; `recorder.__main__` should have seen to it that none can."""
    try:
        socket.socket(socket.AF_INET).close()
    except PermissionError:
        return Finding(good=True, sentence=Fence.KERNEL.value)
    return Finding(good=sys.platform != "linux", sentence=Fence.PYTHON.value)


def _libraries() -> list[Finding]:
    missing = []
    for name in _LIBRARIES:
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return [Finding(good=False, sentence=f"Missing libraries: {', '.join(missing)}. Install Casescribe again.")]
    runtime = importlib.metadata.version("onnxruntime")
    quiet = tuple(map(int, runtime.split(".")[:2])) < (1, 29)
    wrong = f"onnxruntime {runtime} reports home over the network. Install a version below 1.29."
    return [
        Finding(good=True, sentence="All libraries are installed."),
        Finding(good=quiet, sentence="onnxruntime is one that keeps silent." if quiet else wrong),
    ]


def _microphones() -> Finding:
    """None is no fault: recordings can be brought in as files."""
    from recorder.sound.microphone import SystemMicrophones

    names = SystemMicrophones().names()
    if not names:
        return Finding(good=True, sentence="There is no microphone here: recordings can be imported, but not made.")
    return Finding(good=True, sentence=f"Microphones: {'; '.join(names)}. Try one: casescribe record VISIT --microphone NAME")


def _models(config: Config) -> list[Finding]:
    from recorder.bootstrap import model_store

    store = model_store(config)
    return [_try(f"Model {name} is in place and unaltered.", partial(store.check, name)) for name in store.catalogue.embedded]


def _vault(config: Config) -> Finding:
    from recorder.access.agent import ask
    from recorder.assurance import verify_copy, verify_vault
    from recorder.bootstrap import open_vault
    from recorder.ledger import read_ledger
    from recorder.vault import KEY_FILES, read_keyring

    if not any((config.vault_dir / name).exists() for name in KEY_FILES):
        return Finding(good=True, sentence=f"There is no vault in {config.vault_dir} yet. Make one with “casescribe init”.")
    try:
        keys = ask(read_keyring(config.vault_dir)[0].vault_id)
    except CasescribeError as exc:
        return Finding(good=False, sentence=exc.sentence())
    if keys is None:
        return Finding(good=True, sentence="Your vault is locked, so it was not looked into. First: casescribe unlock")

    def check() -> None:
        opened = open_vault(config, keys)
        try:
            if not (answer := verify_vault(opened)).ok:
                raise CasescribeError(" ".join(answer.sentences))
        finally:
            opened.vault.close()

    def check_copy() -> None:
        if not (answer := verify_copy(read_ledger(config.vault_dir, keys))).ok:
            raise CasescribeError(" ".join(answer.sentences))

    if not keys.secrets:
        return _try("Your copy of the log, which is all that governance reads, is whole.", check_copy)
    return _try(f"The vault in {config.vault_dir} opens and its log is whole.", check)


def _try(good: str, check: Callable[[], None]) -> Finding:
    try:
        check()
    except CasescribeError as exc:
        return Finding(good=False, sentence=exc.sentence())
    return Finding(good=True, sentence=good)
