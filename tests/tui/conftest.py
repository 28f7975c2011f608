"""What the tests of the interface may ask for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from textual.app import App
from textual.pilot import Pilot

Seen = Callable[[App[None]], str]


@pytest.fixture
def seen() -> Seen:
    """What a person reads on the page or dialogue on top, as text."""

    def read(app: App[None]) -> str:
        return "\n".join(strip.text for strip in app.screen._compositor.render_strips())

    return read


@pytest.fixture
def sees(seen: Seen) -> Callable[[Pilot[None], str], Awaitable[None]]:
    """Wait until a person reads the words, at most five seconds."""

    async def wait(pilot: Pilot[None], words: str) -> None:
        for _ in range(100):
            if words in seen(pilot.app):
                return
            await pilot.pause(0.05)
        raise AssertionError(f"nobody reads “{words}” in:\n{seen(pilot.app)}")

    return wait


@pytest.fixture
def settle() -> Callable[[Pilot[None]], Awaitable[None]]:
    """Wait until every key so far has been dealt with and what it writes is stored and drawn."""

    async def wait(pilot: Pilot[None]) -> None:
        await pilot.pause()  # what was typed has reached the application, whose workers now know of it
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()

    return wait
