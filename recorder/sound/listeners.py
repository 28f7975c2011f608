"""Who else hears a recording while it is made: a live transcription, for instance.

Each listener has a thread of its own, so that however slow or broken it is, recording does not notice. It gets every sample
that is stored, once and in order, and nothing else: not what is said in a pause or a private stretch. When consent is taken
back, what it has not heard yet is thrown away before it is told. A listener whose thread fails is left out from then on.
"""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_BACKLOG = 36_000  # pieces of 100 ms, one hour, 115 MB: whoever is further behind never catches up
_LEFT_OUT = "The words are not written down along the way any more. The recording goes on."


class Listener(Protocol):
    """What is told of a recording. Never called by two threads at once, but for `withdraw`, which may not wait."""

    @property
    def said(self) -> str:
        """What the person should know, one sentence; empty while all is well."""
        ...

    def feed(self, samples: npt.NDArray[np.float32], /) -> None:
        """Stored sound, 16 kHz mono in [−1, 1], shape (n,): every sample once, in order."""
        ...

    def close(self) -> None:
        """Nothing more comes; what was fed is kept."""
        ...

    def withdraw(self) -> None:
        """Consent was taken back: stop at once and keep nothing."""
        ...


class Ear:
    """One listener with its thread."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._heard: queue.SimpleQueue[npt.NDArray[np.int16] | None] = queue.SimpleQueue()  # None: the end
        self._deaf = self._failed = False
        self._thread = threading.Thread(target=self._listen, name="listener", daemon=True)
        self._thread.start()

    @property
    def said(self) -> str:
        """What the person should know of this listener; empty while all is well."""
        return _LEFT_OUT if self._failed else self._listener.said

    def hear(self, samples: npt.NDArray[np.int16]) -> None:
        """Hand on stored sound; returns at once."""
        if self._deaf:
            return
        if self._heard.qsize() >= _BACKLOG:
            self._failed = self._deaf = True
            return
        self._heard.put(samples)

    def end(self) -> None:
        """The recording has ended and is kept; the listener hears the rest of it in its own time."""
        self._heard.put(None)

    def withdraw(self) -> None:
        """Throw away what it has not heard, and tell it, even if it is busy."""
        self._deaf = True
        self._listener.withdraw()
        self._heard.put(None)

    def wait(self, seconds: float) -> bool:
        """Whether the listener has heard everything, or given up, after at most so long."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _listen(self) -> None:
        import numpy as np

        try:
            while (samples := self._heard.get()) is not None:
                if not self._deaf:
                    self._listener.feed(samples.astype(np.float32) / np.float32(32_768))
            if not self._deaf:
                self._listener.close()
        except Exception:  # noqa: BLE001 - the edge of a thread: whatever its fault, recording goes on and the person is told
            self._failed = self._deaf = True
