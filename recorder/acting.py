"""What every desk that changes visits stands on: the person at the keyboard, the log, the clock, the council's rules."""

from __future__ import annotations

from audit.errors import AuditError
from audit.events import Entry, Event
from audit.log import AuditLog
from recorder.errors import StorageFailed
from recorder.keeping.lives import Lives
from recorder.policy import Policy
from recorder.ports import Clock
from recorder.reader import CaseReader
from recorder.store import Store
from recorder.vault import Vault


class Acting(CaseReader):
    """Reads as `CaseReader` does, and writes each act with its entry in the log."""

    def __init__(self, *, vault: Vault, store: Store, log: AuditLog, clock: Clock, policy: Policy) -> None:
        super().__init__(store=store, log=log)
        self._vault, self._clock, self._policy = vault, clock, policy
        self._signer, self._lives = vault.signer, Lives(store)

    def _audit(self, event: Event) -> Entry:
        """Write an entry within the open transaction. Raises `StorageFailed`, upon which nothing happens."""
        try:
            return self._log.append(event, at=self._clock.now(), actor=self._signer.actor_id)
        except AuditError as exc:
            raise StorageFailed(exc.message, exc.next_step) from exc
