"""The audit log for those who may see what was done and not what was said: one sealed copy a governance lead.

A governance lead holds no key to the database. So whenever the log has grown, the worker's program writes its export into
`governance-<id>.log`, sealed to the lead's own key: ids, hashes, counts and times, as `audit.record` exports them. The lead
reads that file and nothing else. The first line says in plain how many entries are in it; it is bound to what is sealed, so
a file of another size, vault or person does not open. Whether the log is as it was written, `audit.verify` tells: anybody can
seal to a public key, but nobody without the vault's key can sign a head.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from audit.log import AuditLog, read_record
from audit.record import Record, export_lines, read_export
from recorder.access.keys import Keyring, RoleInVault, Slot, Unlocked, seal_to, unseal_with
from recorder.durable import write_durably
from recorder.errors import Refused, StorageFailed
from recorder.vault import Vault, read_keyring

_FIRST_LINE = re.compile(rb"casescribe governance log 1, (\d{1,15}) entries\n")
_LONGEST_FIRST_LINE = 64


def ledger_file(folder: Path, person: str) -> Path:
    """Where a governance lead's copy of the log lies; `person` is the id of their slot."""
    return folder / f"governance-{person}.log"


def write_ledgers(vault: Vault, log: AuditLog) -> int:
    """Write the log anew for each governance lead whose copy is not of its present size; returns how many were written.

    Copies of people who are no longer here are removed. Raises `StorageFailed` when the disk refuses; the log itself, in the
    database, is not touched.
    """
    leads = _leads(read_keyring(vault.folder)[0])
    try:
        for path in vault.folder.glob("governance-*.log"):
            if path not in {ledger_file(vault.folder, lead.id) for lead in leads}:
                path.unlink()
        size = log.size if leads else 0
        behind = [lead for lead in leads if entries_in(ledger_file(vault.folder, lead.id)) != size]
        if behind:
            record = read_record(vault.db.conn)
            lines = tuple(export_lines(record))
            for lead in behind:
                _write(vault, lead, lines)
    except OSError as exc:
        raise StorageFailed(
            f"The copy of the log for governance could not be written: {exc.strerror}.",
            "The log itself is whole; the copy is made again when the vault is closed the next time.",
        ) from exc
    return len(behind)


def read_ledger(folder: Path, unlocked: Unlocked) -> Record:
    """The log as it was when the vault was closed last, for a governance lead.

    Raises `Refused` when there is none for this person, `StorageFailed` when the file is damaged or for somebody else.
    """
    vault_id = read_keyring(folder)[0].vault_id
    path = ledger_file(folder, unlocked.person)
    try:
        data = path.read_bytes()
    except FileNotFoundError as exc:
        raise Refused(
            "There is no copy of the log for you in this vault yet.",
            "It is written when its worker closes the vault the next time.",
        ) from exc
    except OSError as exc:
        raise StorageFailed(f"{path.name} cannot be read: {exc.strerror}.", "Try again.") from exc
    found = _FIRST_LINE.match(data)
    if found is None:
        raise StorageFailed(f"{path.name} is damaged.", "It is written anew when its worker has used the vault the next time.")
    info = _info(vault_id, unlocked.person, int(found[1]))
    plain = unseal_with(unlocked.open_seed, data[found.end() :], info=info)
    record = read_export(iter(plain.splitlines(keepends=True)))
    return replace(record, entries=tuple(record.entries))  # so that it can be verified and shown


def entries_in(path: Path) -> int | None:
    """How many entries a copy says that it holds; None when there is none or it is damaged."""
    try:
        with path.open("rb") as file:
            found = _FIRST_LINE.match(file.read(_LONGEST_FIRST_LINE))
    except FileNotFoundError:
        return None
    return int(found[1]) if found else None


def _leads(keyring: Keyring) -> list[Slot]:
    return [slot for slot in keyring.people if slot.role is RoleInVault.GOVERNANCE]


def _write(vault: Vault, lead: Slot, lines: tuple[bytes, ...]) -> None:
    size = len(lines) - 1  # the first line is about the log itself
    sealed = seal_to(lead.open_public, b"".join(lines), info=_info(vault.id, lead.id, size))
    write_durably(ledger_file(vault.folder, lead.id), b"casescribe governance log 1, %d entries\n" % size + sealed)


def _info(vault_id: str, person: str, size: int) -> str:
    return f"casescribe governance log/{vault_id}/{person}/{size}"
