"""Recording a visit into the vault: the acts of `recorder.sound.recording`, each with its state and its entry in the log.

Sound goes to the disk before anything else happens and never waits for the database: when the log cannot be written,
recording goes on, a pause still pauses and a private stretch still keeps nothing; only what is said about it afterwards is
refused. A recording that a crash or a power cut tore is closed at the next opening with all that was stored, and that is
said. It refuses a visit that may not be recorded, and a second recording of one that is being recorded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from audit import events
from audit.errors import AuditError
from audit.log import AuditLog
from recorder.domain import Recording, Status
from recorder.errors import NotSound, Refused, StorageFailed
from recorder.ports import Clock
from recorder.sound.recording import LiveRecording, recover_recording
from recorder.status import require_move
from recorder.store import Store
from recorder.vault import Vault

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from filelock import BaseFileLock

_UNFINISHED = ""  # stands for the hash of a recording that goes on


class RecordingSession:
    """One recording under way. Its acts may come from any thread."""

    def __init__(self, live: LiveRecording, visit_id: str, *, desk: RecordingDesk, lock: BaseFileLock) -> None:
        self.live, self.visit_id = live, visit_id
        self._desk, self._lock = desk, lock

    def append(self, samples: npt.NDArray[np.float32] | npt.NDArray[np.int16]) -> int:
        """Take sound, 16 kHz mono; returns how many samples no crash can take any more. Never touches the database."""
        return self.live.append(samples)

    def pause(self) -> None:
        """Store nothing until `resume`."""
        self.live.pause()
        self._desk.note(events.RecordingPaused(visit=self.visit_id))

    def resume(self) -> None:
        """Go on after a pause."""
        self.live.resume()
        self._desk.note(events.RecordingResumed(visit=self.visit_id))

    def private(self, *, on: bool) -> None:
        """Begin or end a stretch of which nothing is kept but that it was."""
        self.live.private(on=on)
        if on:
            self._desk.keep_moments(self, events.PrivateStretch(visit=self.visit_id))

    def mark(self) -> float:
        """Mark this moment; returns it in seconds of the recording."""
        moment = self.live.mark()
        self._desk.keep_moments(self, events.MomentMarked(visit=self.visit_id, count=len(self.live.marks)))
        return moment

    def miss(self, seconds: float) -> None:
        """Note that before this moment no sound came for so many seconds. Never touches the database: see `keep_missing`."""
        self.live.miss(seconds)

    def keep_missing(self, seconds: float) -> None:
        """Store what `miss` noted."""
        self._desk.keep_moments(self, events.SoundMissing(visit=self.visit_id, seconds=round(seconds, 1)))

    def stop(self) -> Recording:
        """End it. Raises `NotSound`, and the visit is planned again, when nothing was recorded."""
        try:
            recording = self.live.stop()
        except NotSound:
            self._desk.forget(self.visit_id)
            self._lock.release()
            raise
        self._desk.close(recording, recovered=False)
        self._lock.release()
        return recording

    def leave(self) -> None:
        """Let go of it as it is, when the disk refuses: what was stored is recovered at the next opening."""
        self.live.leave()
        self._lock.release()

    def withdraw(self) -> None:
        """Somebody took back their consent: stop at once and keep nothing."""
        self.live.withdraw()
        self._desk.forget(self.visit_id)
        self._lock.release()


class RecordingDesk:
    """Begins recordings, and closes those that were torn."""

    def __init__(
        self,
        *,
        vault: Vault,
        store: Store,
        log: AuditLog,
        clock: Clock,
        require_consent: Callable[[str], None],
    ) -> None:
        self._vault, self._store, self._log, self._clock = vault, store, log, clock
        self._require_consent = require_consent

    def begin(self, visit_id: str) -> RecordingSession:
        """Start to record a planned visit. Raises `Refused` without consent, or while another program records it."""
        visit = self._store.visit(visit_id)
        require_move(visit.status, Status.RECORDING)
        self._require_consent(visit_id)
        lock = self._take_lock(visit_id)
        if lock is None:
            raise Refused("This visit is being recorded already.", "Nothing was changed.")
        path = self._vault.sound_file(visit_id)
        path.unlink(missing_ok=True)  # of a planned visit: no sound in it was ever acknowledged
        live = LiveRecording.begin(path, self._key(visit_id), visit_id=visit_id)
        try:
            with self._store.transaction():
                self._store.set_status(visit_id, Status.RECORDING)
                self._store.put_recording(Recording(visit_id, path.name, _UNFINISHED, _UNFINISHED, 0.0))
                self._audit(events.RecordingStarted(visit=visit_id))
        except StorageFailed:
            live.withdraw()
            lock.release()
            raise
        return RecordingSession(live, visit_id, desk=self, lock=lock)

    def recover_torn(self) -> tuple[str, ...]:
        """Close every recording that a crash left open; returns what was done, as sentences for the person."""
        said: list[str] = []
        for visit in self._store.visits():
            if visit.status is not Status.RECORDING:
                continue
            lock = self._take_lock(visit.id)
            if lock is None:
                continue  # another program is recording it now
            try:
                said.append(self._recover(visit.id, visit.title))
            finally:
                lock.release()
        return tuple(said)

    def _recover(self, visit_id: str, title: str) -> str:
        begun = self._store.recording(visit_id)
        path = self._vault.sound_file(visit_id)
        if not path.exists():
            return f"The recording of “{title}” is gone: there is no file {path.name}. Restore it from a backup."
        try:
            recording = recover_recording(
                path,
                self._key(visit_id),
                visit_id=visit_id,
                marks=begun.marks if begun else (),
                left_out=begun.private if begun else (),
                missing=begun.missing if begun else (),
            )
        except NotSound:
            self.forget(visit_id)
            return f"The recording of “{title}” was cut off before any sound was in it. The visit can be recorded again."
        except StorageFailed as exc:
            return exc.sentence()
        self.close(recording, recovered=True)
        minutes, seconds = divmod(round(recording.seconds), 60)
        return f"The recording of “{title}” had been cut off. All that was stored is there: {minutes} min {seconds} s."

    def close(self, recording: Recording, *, recovered: bool) -> None:
        """Note that a recording has ended; its sound is on the disk already."""
        event = events.RecordingRecovered if recovered else events.RecordingStopped
        with self._store.transaction():
            require_move(self._store.visit(recording.visit_id).status, Status.RECORDED)
            self._store.set_status(recording.visit_id, Status.RECORDED)
            self._store.put_recording(recording)
            self._audit(event(visit=recording.visit_id, audio_sha256=recording.sha256, seconds=recording.seconds))

    def forget(self, visit_id: str) -> None:
        """The visit is planned again: nothing of its recording is kept."""
        with self._store.transaction():
            self._store.set_status(visit_id, Status.PLANNED)
            self._store.drop_recording(visit_id)
            self._audit(events.RecordingStopped(visit=visit_id, audio_sha256=hashlib.sha256().hexdigest(), seconds=0.0))

    def keep_moments(self, session: RecordingSession, event: events.Event) -> None:
        """Store the marks, private stretches and gaps so far, so that a crash does not take them."""
        live, visit_id = session.live, session.visit_id
        begun = Recording(visit_id, self._vault.sound_file(visit_id).name, _UNFINISHED, _UNFINISHED, 0.0)
        so_far = replace(begun, marks=live.marks, private=live.left_out, missing=live.missing)
        with self._store.transaction():
            self._store.put_recording(so_far)
            self._audit(event)

    def note(self, event: events.Event) -> None:
        """Write an act that changes nothing stored in the log."""
        with self._store.transaction():
            self._audit(event)

    def _audit(self, event: events.Event) -> None:
        try:
            entry = self._log.append(event, at=self._clock.now(), actor=self._vault.signer.actor_id)
        except AuditError as exc:
            raise StorageFailed(exc.message, exc.next_step) from exc
        if entry.visit is not None:
            self._store.note_work(entry.visit, at=entry.at)

    def _key(self, visit_id: str) -> bytes:
        return self._vault.visit_key(visit_id, self._store.wrapped_key(visit_id))

    def _take_lock(self, visit_id: str) -> BaseFileLock | None:
        """The mark that a program is recording this visit; None while another holds it. A crash lets go of it."""
        from filelock import FileLock, Timeout

        path = self._vault.folder / "audio" / f"{visit_id}.lock"
        lock = FileLock(str(path), mode=0o600, thread_local=False)  # begun in one thread, ended in another
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return None
        return lock
