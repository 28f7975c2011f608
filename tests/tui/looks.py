"""What can be measured of how a page looks: the contrast of every text as drawn, and that nothing is cut off or overlaps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from itertools import combinations
from typing import Any
from unittest.mock import patch

from rich.cells import cell_len
from rich.color import Color
from textual._compositor import Compositor
from textual.app import App
from textual.containers import ScrollableContainer
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Button, DataTable, Input, OptionList, Static, TextArea
from textual.widgets._footer import FooterKey

from tui.widgets.rows import Hanging

_DRAWN = set("─│┌┐└┘├┤┬┴┼╭╮╯╰━┃█▀▄▌▐░▒▓▁▂▃▅▆▇▊▋▍▎▏▔▕╸╺▪")
"""Lines and blocks are no text (WCAG 1.4.11 asks 3:1 of what must be seen to be used; none of these must)."""
_LEAST_INPUT = 10  # cells
_LEAST_LINES = 2  # of a list or a text that scrolls
_LEFT_COLUMN = 20  # cells at most, beside the words of a list


@contextmanager
def undrawn() -> Iterator[None]:
    """Pages are laid out inside this block and not sent to the terminal, which is most of the time that a resize takes."""
    with ExitStack() as patches:
        patches.enter_context(patch.object(Compositor, "render_update"))
        patches.enter_context(patch.object(App, "_display"))
        yield


def strips_of(app: App[Any]) -> list[Strip]:
    """The page as it is drawn, a strip a line."""
    return app.screen._compositor.render_strips()


def poor_contrasts(app: App[Any], *, least: float) -> list[str]:
    """Every text on the page whose contrast to what it stands on is below `least`, with the ratio."""
    found: dict[str, None] = {}
    for strip in _in_use(app):
        for segment in strip:
            text = "".join(c for c in segment.text if c not in _DRAWN).strip()
            if not text or segment.style is None:
                continue
            ink, paper = segment.style.color, segment.style.bgcolor
            if segment.style.reverse:
                ink, paper = paper, ink
            if ink is None or paper is None:
                found[f"{text!r} has no colour of its own"] = None
            elif (ratio := contrast(ink, paper)) < least:
                found[f"{ratio:.2f} {text!r} {ink.name} on {paper.name}"] = None
    return list(found)


def _in_use(app: App[Any]) -> Iterator[Strip]:
    """What a person can use now: of a dialogue itself, not of the dimmed page beneath it."""
    strips = strips_of(app)
    if not isinstance(app.screen, ModalScreen):
        yield from strips
        return
    for region in (w.region for w in app.screen.children if w.display):
        yield from (strip.crop(region.x, region.right) for strip in strips[region.y : region.bottom])


@cache
def contrast(ink: Color, paper: Color) -> float:
    """The ratio of relative luminances (WCAG 2.2, 1.4.3), from 1 to 21."""
    dark, light = sorted((_luminance(ink), _luminance(paper)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    parts = [c / 255 for c in colour.get_truecolor()]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def faults_of_layout(app: App[Any]) -> list[str]:
    """What is cut off, has no room or lies over something else on the page on top, a sentence each."""
    shown = [w for w in app.screen.query("*").results(Widget) if w.display and all(a.display for a in _around(w))]
    seen = [w for w in shown if w.is_on_screen and w.region.area]
    strips = strips_of(app)
    return [
        *_without_room(shown),
        *_outside(app, seen),
        *_overlapping(seen),
        *_words_missing(app, seen, strips),
        *_rows_missing(app, strips),
    ]


def _around(widget: Widget) -> list[Widget]:
    return [a for a in widget.ancestors if isinstance(a, Widget)]


def _scroller(widget: Widget) -> Widget | None:
    """What scrolls around a widget, so that what is outside can be reached."""
    return next((a for a in _around(widget) if isinstance(a, ScrollableContainer | OptionList | DataTable)), None)


def _without_room(shown: list[Widget]) -> Iterator[str]:
    """What should be seen and got no cell, or too few to be of use."""
    for widget in shown:
        if isinstance(widget, Static | Button) and _text_of(widget).strip() and not widget.size.area:
            yield f"{_name(widget)} has no room: {_text_of(widget)[:40]!r}"
        if isinstance(widget, Input) and widget.content_size.width < _LEAST_INPUT:
            yield f"{_name(widget)} is {widget.content_size.width} cells wide"
        if isinstance(widget, TextArea | OptionList | DataTable | ScrollableContainer):
            wanted = min(widget.virtual_size.height, _LEAST_LINES)
            if widget.is_container and not widget.children:
                continue
            if widget.content_size.height < wanted:
                yield f"{_name(widget)} has {widget.content_size.height} of the {wanted} lines that it needs to be of use"


def _outside(app: App[Any], seen: list[Widget]) -> Iterator[str]:
    screen = app.screen.region
    for widget in seen:
        if widget.styles.overlay == "screen":
            continue
        if scroller := _scroller(widget):
            inside = scroller.region
            if not inside.x <= widget.region.x <= widget.region.right <= inside.right and not scroller.allow_horizontal_scroll:
                yield f"{_name(widget)} is cut off at the side by {_name(scroller)}: {widget.region} in {inside}"
            continue
        if not screen.contains_region(widget.region):
            yield f"{_name(widget)} reaches beyond the screen: {widget.region}"
        parent = widget.parent
        if isinstance(parent, Widget) and parent.region.area and not parent.region.contains_region(widget.region):
            yield f"{_name(widget)} is cut off by {_name(parent)}: {widget.region} in {parent.region}"
    for key in app.screen.query("*").results(Widget):
        if isinstance(key, FooterKey) and key.display and not screen.contains_region(key.region):
            yield f"the key “{key.description}” is cut off at the bottom"


def _overlapping(seen: list[Widget]) -> Iterator[str]:
    for parent in {w.parent for w in seen}:
        children = [w for w in seen if w.parent is parent and w.styles.dock == "none" and w.layer == "default"]
        for one, other in combinations(children, 2):
            if one.region.overlaps(other.region):
                yield f"{_name(one)} lies over {_name(other)}"


def _words_missing(app: App[Any], seen: list[Widget], strips: list[Strip]) -> Iterator[str]:
    """Words that a line of text, a button or a key at the bottom has and nobody can read, scrolled there or not."""
    for widget in seen:
        if not isinstance(widget, Static | Button | FooterKey) or _scrolls(widget):
            continue
        if _scroller(widget) or not app.screen.region.contains_region(widget.region):
            shown = _joined(widget.render_lines(Region(0, 0, *widget.region.size)))
        else:
            shown = _joined(_cut(strips, widget.region))
        wanted = _text_of(widget)
        if "…" in shown and "…" not in wanted:
            yield f"{_name(widget)} is cut off: {shown!r}"
        missing = _missing(wanted, shown, widget.size.width)
        if missing:
            yield f"{_name(widget)} does not show {missing}: {shown!r}"


def _rows_missing(app: App[Any], strips: list[Strip]) -> Iterator[str]:
    """Words of a table or a list that stand in a line which is shown, and cannot be read."""
    for table in app.screen.query(DataTable).results(DataTable):
        shown = _joined(_cut(strips, table.region))
        yield from (f"the column “{c.label}” is cut off" for c in table.columns.values() if str(c.label) not in shown)
        if table.display and table.max_scroll_y == 0:
            widths = [column.get_render_width(table) for column in table.columns.values()]
            for key in table.rows:
                for cell, width in zip(table.get_row(key), widths, strict=True):
                    if missing := _missing(str(cell), shown, width - 2 * table.cell_padding):
                        yield f"a row of {_name(table)} does not show {missing}"
    for rows in app.screen.query(OptionList).results(OptionList):
        if not rows.display or rows.max_scroll_y or not rows.size.area:
            continue
        shown = _joined(_cut(strips, rows.region))
        for place in range(rows.option_count):
            words = _words_in(rows.get_option_at_index(place).prompt)
            if missing := _missing(words, shown, rows.content_size.width - _LEFT_COLUMN):
                yield f"line {place} of {_name(rows)} does not show {missing}"


def _words_in(prompt: object) -> str:
    if isinstance(prompt, Hanging):
        return f"{prompt._left.plain} {prompt._words.plain}"
    return str(getattr(prompt, "plain", prompt))


def _missing(wanted: str, shown: str, width: int) -> list[str]:
    """Words that are not shown, but for those too long for a line, which are broken."""
    return [word for word in wanted.split() if word not in shown and cell_len(word) <= width]


def _scrolls(widget: Widget) -> bool:
    return widget.styles.overflow_y in {"auto", "scroll"} and widget.virtual_size.height > widget.size.height


def _text_of(widget: Widget) -> str:
    if isinstance(widget, Button):
        return str(widget.label)
    if isinstance(widget, FooterKey):
        return f"{widget.key_display} {widget.description}"
    rendered = widget.render()
    return str(getattr(rendered, "plain", rendered))


def _cut(strips: list[Strip], region: Region) -> list[Strip]:
    return [strip.crop(region.x, region.right) for strip in strips[region.y : region.bottom]]


def _joined(strips: list[Strip]) -> str:
    return " ".join(strip.text for strip in strips)


def _name(widget: Widget) -> str:
    return f"{type(widget).__name__}{'#' + widget.id if widget.id else ''}"
