"""Keeps what a person types before they save it, so that a crash, a flat battery or a lock loses no more than its last second.

One `TypingKeeper` serves one dialogue about a visit, or about a case: it knows what each of its fields held when it opened,
what the vault keeps of it by now, and what it should keep. Writing and saving exclude each other, so that no late write
brings words back that were saved. It refuses nothing and decides nothing: what is kept is no part of the note until the
person saves it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol, TypeVar

Value = TypeVar("Value")


class Keeps(Protocol):
    """What keeps words that are typed: the recorder about visits, the desk of people about cases."""

    def typing(self, place: str, /) -> dict[str, str]:
        """Field → words that were kept."""
        ...

    def keep_typing(self, place: str, field: str, text: str, /) -> None:
        """Keep a field's words; an empty text forgets them. Raises `StorageFailed`."""
        ...


class TypingKeeper:
    """The fields of one dialogue about one visit or case."""

    def __init__(self, keeps: Keeps, place: str) -> None:
        """Read what was kept when the dialogue was last left; `place` is the visit's or case's id. Raises `StorageFailed`."""
        self._keeps, self._place = keeps, place
        self._last_time = keeps.typing(place)
        self._saved: dict[str, str] = {}  # field → the words that are saved, or that it begins with
        self._held: dict[str, str] = {}  # field → the words that the vault keeps, empty for none
        self._wanted: dict[str, str] = {}  # field → the words that it should keep
        self._writing = threading.Lock()
        self._over = False

    def begins_with(self, field: str, saved: str) -> str:
        """The words that a field opens with: those kept from last time, else those that are saved."""
        kept = self._last_time.get(field, "")
        self._saved[field], self._held[field] = saved, kept
        self._wanted[field] = "" if kept == saved else kept
        return kept or saved

    def was_kept(self, field: str) -> bool:
        """Whether a field opens with words that were typed before and never saved."""
        return self._last_time.get(field, "") not in {"", self._saved[field]}

    def typed(self, field: str, text: str) -> None:
        """Take note of a field's words as they are now."""
        self._wanted[field] = "" if text == self._saved[field] else text

    @property
    def behind(self) -> bool:
        """Whether the vault does not keep the words as they are now."""
        return not self._over and self._wanted != self._held

    @property
    def unsaved(self) -> bool:
        """Whether there are words that are not saved."""
        return any(self._wanted.values())

    def keep(self) -> None:
        """Let the vault keep the words as they are now. From any thread. Raises `StorageFailed`."""
        with self._writing:
            if not self._over:
                self._hold(dict(self._wanted))

    def saving(self, store: Callable[[], Value]) -> Value:
        """Save with `store`, then forget what was kept; if it raises, all stays kept. From any thread."""
        with self._writing:
            value = store()
            self._hold(dict.fromkeys(self._held, ""))
            self._over = True
            return value

    def drop(self) -> None:
        """Forget what was typed and not saved. From any thread. Raises `StorageFailed`."""
        self.saving(lambda: None)

    def _hold(self, words: dict[str, str]) -> None:
        for field, text in words.items():
            if self._held[field] != text:
                self._keeps.keep_typing(self._place, field, text)
                self._held[field] = text
