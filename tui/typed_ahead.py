"""Takes what a person types one key at a time, so that nothing typed ahead is lost or lands on the wrong page.

Textual hands every key to whatever has the focus at the instant it arrives, and only then learns what the key did. Whoever
types faster than a dialogue opens would lose the first letters, or have them run as keys of the page below; Ctrl+S would
save before the last letters stand in the field. Here a key waits until the one before it has been dealt with: handled all
the way up, the dialogue it opened in place with its field in focus, what it saves stored. It refuses one thing: a click
aimed at a page that is no longer on top is dropped, and so is everything typed ahead when a problem is shown instead.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.screen import Screen

WRITES = "writes"  # the worker group whose end is waited for
_PATIENCE = 5.0  # seconds that keys wait for one before them; then they are handed on, so that no one is ever locked out
_ORDERED = (events.Key, events.Paste, events.MouseDown, events.MouseUp)


class InOrderApp(App[None]):
    """An application whose keys, pastes and clicks are each finished before the next begins."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[tuple[events.Event, Screen[Any]]] = deque()
        self._busy = False

    async def on_event(self, event: events.Event) -> None:
        """Hand input on if nothing before it is under way; all else takes Textual's way at once."""
        if not isinstance(event, _ORDERED) or event.is_forwarded or not self.screen_stack:
            await super().on_event(event)
        elif self._busy:
            self._waiting.append((event, self.screen))
        else:
            self._busy = True
            await super().on_event(event)
            rest: Callable[[], object] = self._hand_on_the_rest  # called only if its worker begins: the key may end it all
            self.run_worker(rest, group="input")

    def forget_typed_ahead(self) -> None:
        """Drop what was typed for a page that will not come."""
        self._waiting.clear()

    async def _hand_on_the_rest(self) -> None:
        try:
            await self._settled()
            while self._waiting:
                event, aimed_at = self._waiting.popleft()
                if isinstance(event, events.MouseEvent) and aimed_at is not self.screen:
                    continue
                await self._done_by(self, lambda event=event: super(InOrderApp, self).on_event(event))  # type: ignore[misc]
                await self._settled()
        finally:
            self._busy = False

    async def _settled(self) -> None:
        """Wait until the last key has had all its effects: two rounds, for a widget answers a key with a message."""
        try:
            async with asyncio.timeout(_PATIENCE):
                before: object = None
                while before != (before := (self.screen, self.focused)):
                    for _ in range(2):
                        for node in self._path():
                            await self._done_by(node, _nothing)
                    await self._written()
        except TimeoutError:
            return

    def _path(self) -> list[DOMNode]:
        """From what has the focus up to the application: the way that keys and messages bubble."""
        return (self.focused or self.screen).ancestors_with_self

    async def _done_by(self, node: MessagePump, act: Callable[[], object]) -> None:
        """Let `node` do something after all that is queued for it, and wait until it has."""
        done = asyncio.Event()

        async def then() -> None:
            try:
                acted = act()
                if asyncio.iscoroutine(acted):
                    await acted
            finally:
                done.set()

        if node.call_later(then):
            await done.wait()

    async def _written(self) -> None:
        while any(not worker.is_finished for worker in self.workers if worker.group == WRITES):
            await asyncio.sleep(0.005)  # to wait for the worker itself would cancel it when patience ends


def _nothing() -> None:
    return None
