"""What a governance lead sees and does, wired over their sealed copy of the log: no key to a visit, so no name and no word.

Each act reads the copy anew, so that what is verified, counted or signed is what lies there at that moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from recorder.config import Config
from recorder.errors import UsageError

if TYPE_CHECKING:
    from audit.events import Entry
    from audit.record import EntryRow
    from recorder.access.keys import Unlocked
    from recorder.ports import Progress
    from tui.app import Entrance
    from tui.oversight_desks import GovernanceDesk


_TELL_EVERY = 256  # entries


def governance_entrance(config: Config, keys: Unlocked) -> Entrance:
    """The first page of a governance lead, over their copy of the log. Raises `Refused` while there is none."""
    from recorder.ledger import read_ledger
    from recorder.rules.file import standard_policy
    from tui.app import Entrance
    from tui.screens.governance import GovernancePage

    read_ledger(config.vault_dir, keys)  # refuses here, at the door, and not on a page without content
    return Entrance(partial(GovernancePage, governance_desk(config, keys)), standard_policy().idle_lock.total_seconds())


def governance_desk(config: Config, keys: Unlocked) -> GovernanceDesk:
    """What a governance lead may do, each act over the copy as it is at that moment."""
    from audit.events import read_leaf
    from audit.numbers import Questions
    from audit.record import Record, write_export
    from audit.render import Report
    from audit.reports import report_on_fleet, report_on_log, write_report
    from recorder.assurance import cosign_copy, verify_copy
    from recorder.bootstrap import SystemClock, model_store
    from recorder.durable import write_durably
    from recorder.errors import Refused, StorageFailed
    from recorder.ledger import read_ledger
    from recorder.vault import VaultSigner, read_keyring
    from tui.oversight_desks import GovernanceDesk, Standing, unwatched

    folder = config.vault_dir

    def record(progress: Progress | None = None) -> Record:
        log = read_ledger(folder, keys)
        return replace(log, entries=_watched(log.entries, progress)) if progress else log

    def entries() -> tuple[Entry, ...]:
        return tuple(read_leaf(row.leaf if isinstance(row.leaf, bytes) else b"") for row in record().entries)

    def verified(progress: Progress = unwatched) -> Standing:
        answer = verify_copy(record(progress))
        return Standing(answer.ok, answer.sentences)

    def report(progress: Progress = unwatched) -> Report:
        log = record()
        answer = verify_copy(replace(log, entries=_watched(log.entries, progress)))
        if not answer.ok:
            raise Refused(f"Nothing was counted. {answer.sentences[0]}", "Press v to see what was found.")
        leaves = [row.leaf for row in log.entries if isinstance(row.leaf, bytes)]
        return report_on_log(str(log.logs[0].origin), leaves, sentences=answer.sentences, questions=Questions())

    def cosigned(place: Path, progress: Progress = unwatched) -> None:
        signer = VaultSigner(keys.name, keys.sign_seed, vault_id=read_keyring(folder)[0].vault_id)
        pinned = [place.read_text(encoding="utf-8")] if place.exists() else []
        head = cosign_copy(record(progress), signer, pinned=pinned, clock=SystemClock())
        try:
            write_durably(place, head.encode())
        except OSError as exc:
            raise StorageFailed(f"{place.name} could not be written: {exc.strerror}.", "Choose another folder.") from exc

    def exported(place: Path, progress: Progress = unwatched) -> int:
        begun = place.with_name(f"{place.name}.part")  # so that what is stopped half-way leaves an older file as it was
        try:
            written = write_export(record(progress), begun)
            begun.replace(place)
        except OSError as exc:
            raise StorageFailed(f"{place.name} could not be written: {exc.strerror}.", "Choose another folder.") from exc
        finally:
            begun.unlink(missing_ok=True)
        return written

    def fleet(exports: Path, progress: Progress = unwatched) -> Report:
        from audit.fleet import check_fleet

        if not exports.is_dir():
            raise UsageError(f"{exports} is no folder.", "Give the folder in which the exports lie.")
        return report_on_fleet(check_fleet(exports, processes=1, on_progress=progress), questions=Questions())

    def models() -> tuple[str, ...]:
        store = model_store(config)
        states = [store.status(name) for name in store.catalogue.entries]
        return tuple(f"{s.entry.name}: installed. {s.trust}" for s in states if s.installed) or ("None is installed.",)

    return GovernanceDesk(
        verify=verified,
        entries=entries,
        report=report,
        cosign=cosigned,
        export=exported,
        write_report=lambda place, progress=unwatched: write_report(report(progress), place),
        fleet=fleet,
        rules=lambda: rules_seen(entries()),
        models=models,
        folder=Path.home(),
    )


def _watched(entries: Iterable[EntryRow], progress: Progress) -> Iterator[EntryRow]:
    """The entries, one by one; how far it is, is told now and then."""
    rows = tuple(entries)
    for n, row in enumerate(rows):
        if n % _TELL_EVERY == 0:
            progress(n / len(rows))
        yield row


def rules_seen(entries: tuple[Entry, ...]) -> tuple[str, ...]:
    """The rules as far as a log tells of them: the standard ones in words, a council's own by their fingerprint."""
    from audit.events import PolicyChanged
    from recorder.rules.file import standard_policy
    from recorder.rules.words import describe

    changed = [x.event for x in entries if isinstance(x.event, PolicyChanged)]
    if not changed:
        return ("The standard policy that Casescribe brings; no council has given its own here.", *describe(standard_policy()))
    last = changed[-1]
    signed = f"signed by the key {last.signed_by[:16]}…" if last.signed_by else "NOT signed by anybody"
    return (
        f"The council’s own, {signed}, SHA-256 {last.policy_sha256}.",
        "Its words lie in the vault, to which you hold no key.",
        "“casescribe policy check FILE” says the words and the SHA-256 of the file that you signed: it must be the same.",
    )
