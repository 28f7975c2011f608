"""The line at the top of a page: the way back, what this is, and where it stands."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static


class BackLink(Static):
    """The way back for the mouse; Escape does the same."""

    async def on_click(self) -> None:
        """Back."""
        await self.run_action("screen.back")


class PageHeading(Horizontal):
    """Title on the left, state on the right."""

    def __init__(self, title: str = "", state: str = "", *, back: bool = True) -> None:
        super().__init__()
        self._title, self._state, self._back = title, state, back

    def compose(self) -> ComposeResult:
        """Back, title, state."""
        if self._back:
            yield BackLink("‹ Esc", markup=False)
        yield Static(self._title, classes="title", markup=False)
        yield Static(self._state, classes="state", markup=False)

    def show(self, title: str, state: str) -> None:
        """Another title and state."""
        self.query_one(".title", Static).update(title)
        self.query_one(".state", Static).update(state)
