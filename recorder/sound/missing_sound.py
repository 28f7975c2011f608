"""Where a recording has no sound because its microphone gave none: noted at once, and told to the log without waiting for it.

The place and the length are kept with the recording, so that whoever reads the transcript knows that words may be missing
there and how far its times lag behind the clock on the wall. The log may be slow and sound must not wait, so a thread of its
own tells it; what the log refuses is tried again when the recording stops.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from recorder.errors import StorageFailed
from recorder.sound.recording_desk import RecordingSession


class MissingSound:
    """The gaps of one recording."""

    def __init__(self, session: RecordingSession, *, say: Callable[[str], None]) -> None:
        self._session, self._say = session, say
        self._untold: queue.SimpleQueue[float] = queue.SimpleQueue()  # seconds that the log does not know of yet
        self._teller: threading.Thread | None = None

    def note(self, seconds: float) -> None:
        """Up to now no sound came for so long; 0 is no gap. Comes back at once."""
        if not seconds:
            return
        self._session.miss(seconds)
        self._untold.put(seconds)
        if self._teller is None or not self._teller.is_alive():
            self._teller = threading.Thread(target=self._tell_or_say, name="missing sound", daemon=True)
            self._teller.start()

    def tell(self) -> None:
        """Wait until the log knows of all gaps. Raises `StorageFailed`; it may be tried again."""
        if self._teller is not None:
            self._teller.join()
        self._tell()

    def _tell_or_say(self) -> None:
        try:
            self._tell()
        except StorageFailed as exc:
            self._say(exc.sentence())

    def _tell(self) -> None:
        while not self._untold.empty():
            seconds = self._untold.get()
            try:
                self._session.keep_missing(seconds)
            except StorageFailed:
                self._untold.put(seconds)
                raise
