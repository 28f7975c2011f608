"""Makes guessing a passphrase slow: after three wrong ones each further try must wait, longer every time.

The count outlives the program, in a small file beside the keys, and is handed to the log with the next right passphrase.
Whoever deletes the file, or carries the disk away, is held up by argon2id alone; this is for the hand on the keyboard.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from recorder.durable import write_durably
from recorder.errors import Refused

_FREE_TRIES = 3
_LONGEST_WAIT = 900.0  # seconds


@dataclass(frozen=True, slots=True)
class Attempts:
    """Wrong passphrases since the last right one."""

    file: Path
    seconds_now: Callable[[], float]  # of the wall clock, so that a restart does not help

    def require_turn(self) -> None:
        """Raise `Refused` while the next try must wait."""
        failed, last = self._read()
        wait = last + self._pause(failed) - self.seconds_now()
        if failed >= _FREE_TRIES and 0 < wait <= _LONGEST_WAIT:
            raise Refused(
                f"The passphrase was wrong {failed} times, so the next try has to wait {round(wait) or 1} seconds.",
                "Nothing was changed. With the recovery key: casescribe recover",
            )

    def note_wrong(self) -> None:
        """Count a wrong passphrase."""
        write_durably(self.file, json.dumps([self._read()[0] + 1, self.seconds_now()]).encode())

    def clear(self) -> int:
        """Begin anew after a right passphrase; returns how many were wrong before it."""
        failed, _ = self._read()
        self.file.unlink(missing_ok=True)
        return failed

    @staticmethod
    def _pause(failed: int) -> float:
        return min(2.0 ** (failed - _FREE_TRIES + 1), _LONGEST_WAIT)

    def _read(self) -> tuple[int, float]:
        try:
            failed, last = json.loads(self.file.read_bytes())
            return int(failed), float(last)
        except FileNotFoundError:
            return 0, 0.0
        except (ValueError, TypeError):
            return _FREE_TRIES, self.file.stat().st_mtime  # a damaged count is counted against whoever damaged it
