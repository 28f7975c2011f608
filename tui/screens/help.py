"""What `?` and F1 show on every page and dialogue: what it is for, in plain words, and each key that works there now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen
from textual.widgets import Button, Static

_SPOKEN = {
    "ctrl": "Ctrl",
    "shift": "Shift",
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "question_mark": "?",
    "slash": "/",
    "space": "Space",
    "pageup": "Page up",
    "pagedown": "Page down",
}
EVERYWHERE = """Everywhere
F1      this help            Ctrl+P  all there is to do, by name
F2      other colours        Ctrl+L  lock now; what you type is kept
Tab     to the next field    Ctrl+Q  leave"""


class HelpDialog(ModalScreen[None]):
    """Words to read; Escape closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1", "dismiss", "Close", show=False),
        Binding("down", "read_on(1)", show=False),
        Binding("up", "read_on(-1)", show=False),
        Binding("pagedown", "read_on(10)", show=False),
        Binding("pageup", "read_on(-10)", show=False),
    ]

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    def compose(self) -> ComposeResult:
        """Heading, words, button."""
        with Vertical(classes="dialog reading"):
            yield Static("Help", classes="dialog-heading", markup=False)
            with VerticalScroll(classes="dialog-words", can_focus=False):
                yield Static(self._words, markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Close", id="close", variant="primary", compact=True)

    def on_button_pressed(self) -> None:
        """Read."""
        self.dismiss()

    def action_read_on(self, lines: int) -> None:
        """Longer words scroll."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)


def help_for(screen: Screen[Any]) -> str:
    """The page's own words, or for a dialogue the keys that work in it, then those that work everywhere."""
    own = str(getattr(screen, "HELP_TEXT", "")) or "\n".join(
        f"{key:<12} {words}" for key, words in actions_of(screen) if key not in {"Ctrl+L", "Ctrl+P", "Ctrl+Q", "F1", "F2"}
    )
    return f"{own}\n\n{EVERYWHERE}" if own else EVERYWHERE


def actions_of(screen: Screen[Any]) -> Sequence[tuple[str, str]]:
    """(key, what it does) of all that can be done now on a page, each action once."""
    found = {b.action: (key_words(b.key), b.tooltip or b.description) for b, _ in our_bindings(screen)}
    return tuple(found.values())


def our_bindings(screen: Screen[Any]) -> Sequence[tuple[Binding, DOMNode]]:
    """The keys that do something on a page now, each with whose it is. Textual's own, for moving a cursor, are left out."""
    return tuple(
        (active.binding, active.node)
        for active in screen.active_bindings.values()
        if active.enabled and active.binding.description and active.binding.action in _actions_declared_by(type(active.node))
    )


def _actions_declared_by(kind: type) -> set[str]:
    ours = (vars(base).get("BINDINGS", ()) for base in kind.__mro__ if base.__module__.startswith("tui."))
    return {binding.action for bindings in ours for binding in bindings}


def key_words(key: str) -> str:
    """A key as it is written on the keyboard: "Ctrl+S"."""
    *held, last = key.split(",", maxsplit=1)[0].split("+")
    name = _SPOKEN.get(last) or (last.upper() if held or len(last) > 1 else last)
    return "+".join([*(_SPOKEN.get(one, one) for one in held), name])


def show_help(app: App[Any]) -> None:
    """Put help over whatever is on top; the second time take it away again."""
    if isinstance(app.screen, HelpDialog):
        app.screen.dismiss()
    else:
        app.push_screen(HelpDialog(help_for(app.screen)))
