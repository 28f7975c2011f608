"""The note as a list: headings between sentences, each sentence with its id, its marks and whose words it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets.option_list import Option

from tui.presenter import NoteLine
from tui.widgets.rows import RowList, content_of, hanging

_GUTTER = 7  # "s12 ●✎ "


class NoteList(RowList):
    """Sentences to move through; posts `LineChosen` when the selected one changes and `LineEntered` on Enter."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "enter_line", "Edit", show=False)]

    class LineChosen(Message):
        """Another line is selected."""

        def __init__(self, line: NoteLine) -> None:
            super().__init__()
            self.line = line

    class LineEntered(Message):
        """Enter was pressed on the selected line."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id)
        self._shown: tuple[NoteLine, ...] = ()

    @property
    def selected(self) -> NoteLine | None:
        """The line under the highlight."""
        return None if self.highlighted is None else self._shown[self.highlighted]

    def show(self, lines: tuple[NoteLine, ...]) -> None:
        """Show the note anew, keeping the place."""
        kept = self.selected
        self._shown = lines
        self.clear_options()
        before = (None, *lines)
        self.add_options([self._option(line, after=above) for above, line in zip(before, lines, strict=False)])
        places = [n for n, line in enumerate(lines) if line.kind != "heading"]
        same = [n for n in places if kept and (lines[n].kind, lines[n].key) == (kept.kind, kept.key)]
        self.highlighted = next(iter(same or places), None)

    def choose(self, line: NoteLine) -> None:
        """Move the highlight to a line."""
        self.highlighted = self._shown.index(line)

    def choose_key(self, key: str) -> None:
        """Move the highlight to a sentence or section by its key, if it is there."""
        for place, line in enumerate(self._shown):
            if line.kind != "heading" and line.key == key:
                self.highlighted = place

    def next_waiting(self) -> NoteLine | None:
        """The next line after the selected one that waits for a person, going round at the end."""
        return self.next_line(lambda line: line.waits)

    def next_line(self, wanted: Callable[[NoteLine], bool]) -> NoteLine | None:
        """The next line of a kind after the selected one, going round at the end."""
        start = (self.highlighted if self.highlighted is not None else -1) + 1
        return next((line for line in self._shown[start:] + self._shown[:start] if wanted(line)), None)

    def on_option_list_option_highlighted(self, event: RowList.OptionHighlighted) -> None:
        """Tell the page."""
        event.stop()
        self.post_message(self.LineChosen(self._shown[event.option_index]))

    def action_enter_line(self) -> None:
        """Tell the page."""
        if self.selected:
            self.post_message(self.LineEntered())

    def _option(self, line: NoteLine, *, after: NoteLine | None) -> Option:
        if line.kind == "heading":
            return Option(content_of(self._heading(line, after=after)), disabled=True)
        left = Text(f"{line.key:<4}" if line.kind == "sentence" else "    ", self.ink("muted"))
        left.append(line.marks, self.ink("warning" if line.waits else "success", bold=True))
        words = Text(line.text, self.ink("muted") if line.marks == "–" else "")
        if line.tail:
            words.append(f"  {line.tail}", self.ink("secondary" if line.tail == "your words" else "muted"))
        return Option(hanging(left, words, width=_GUTTER))

    def _heading(self, line: NoteLine, *, after: NoteLine | None) -> Text:
        empty_above = after is not None and after.kind == "heading"
        words = Text("" if after is None or (empty_above and line.tail) else "\n")
        words.append(line.text, self.ink("muted") if line.tail else self.ink("primary", bold=True))
        return words.append(f" – {line.tail}", self.ink("muted")) if line.tail else words
