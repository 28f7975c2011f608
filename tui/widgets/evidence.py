"""The words that a sentence rests on, with the turn before and after them for the sense."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.doubts import lit, marked
from tui.presenter import About
from tui.widgets.rows import content_of


class Evidence(VerticalScroll):
    """Always in step with the selected line: the page calls `show`."""

    def compose(self) -> ComposeResult:
        """What is selected, how to hear it, then the turns."""
        yield Static(id="about", markup=False)
        yield Static("Space: hear it   s: slower", id="hear", markup=False)
        yield Static(id="turns", markup=False)

    def show(self, about: About, *, can_be_heard: bool = False) -> None:
        """Show what stands behind a line of the note."""
        self.query_one("#hear").display = can_be_heard
        heading = Content.assemble((about.heading, "bold $primary"), "\n", about.words)
        self.query_one("#about", Static).update(heading)
        self.query_one("#turns", Static).update(turns_content(about))
        self.scroll_home(animate=False)


def turns_content(about: About) -> Content:
    """The turns: cited ones with a bar and full ink, their surroundings dimmed."""
    parts: list[Content] = []
    for turn in about.turns:
        if turn.after_gap:
            parts.append(Content.styled("  ⋯", "$text-muted"))
        if turn.cited:
            head = Content.assemble(("▌ ", "$accent"), (turn.speaker, "bold $accent"), (f"  {turn.place}", "$text-muted"))
            parts += [head, content_of(lit(turn.text, turn.doubts, turn.behind)), Content("")]
        else:
            head = Content.assemble(("  ", ""), (f"{turn.speaker}  {turn.place}", "$text-muted"))
            parts += [head, content_of(marked(turn.text, turn.doubts, ink="$text-muted")), Content("")]
    return Content("\n").join(parts)
