"""What can be measured of how a page looks: the contrast of every text as drawn, and that nothing is cut off or overlaps."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from rich.color import Color
from textual.app import App
from textual.containers import ScrollableContainer
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Button, DataTable, Input, OptionList, Static, TextArea
from textual.widgets._footer import FooterKey

_DRAWN = set("─│┌┐└┘├┤┬┴┼╭╮╯╰━┃█▀▄▌▐░▒▓▁▂▃▅▆▇▊▋▍▎▏▔▕╸╺▪")
"""Lines and blocks are no text (WCAG 1.4.11 asks 3:1 of what must be seen to be used; none of these must)."""


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


def contrast(ink: Color, paper: Color) -> float:
    """The ratio of relative luminances (WCAG 2.2, 1.4.3), from 1 to 21."""
    dark, light = sorted((_luminance(ink), _luminance(paper)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    parts = [c / 255 for c in colour.get_truecolor()]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def faults_of_layout(app: App[Any]) -> list[str]:
    """What is cut off or lies over something else on the page on top, a sentence each."""
    seen = _seen_widgets(app)
    return [*_outside(app, seen), *_overlapping(seen), *_words_missing(app, seen)]


def _seen_widgets(app: App[Any]) -> list[Widget]:
    return [w for w in app.screen.query("*").results(Widget) if w.is_on_screen and w.region.area and w.display]


def _scrolled(widget: Widget) -> bool:
    """Whether something around it scrolls, so that what is outside can be reached."""
    return any(isinstance(a, ScrollableContainer | OptionList | DataTable) for a in widget.ancestors if isinstance(a, Widget))


def _outside(app: App[Any], seen: list[Widget]) -> Iterator[str]:
    screen = app.screen.region
    for widget in seen:
        if _scrolled(widget) or widget.styles.overlay == "screen":
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


def _words_missing(app: App[Any], seen: list[Widget]) -> Iterator[str]:
    """Words that a line of text, a button or a table's heading has and nobody can read."""
    strips = strips_of(app)
    for widget in seen:
        if isinstance(widget, Input | TextArea) or not isinstance(widget, Static | Button) or _scrolls(widget):
            continue
        if _scrolled(widget) or not app.screen.region.contains_region(widget.region):
            continue
        wanted = _text_of(widget).split()
        shown = _read(strips, widget.region)
        if "…" in shown and "…" not in _text_of(widget):
            yield f"{_name(widget)} is cut off: {shown!r}"
        missing = [word for word in wanted if word not in shown and len(word) <= widget.region.width]
        if missing:
            yield f"{_name(widget)} does not show {missing}: {shown!r}"
    for table in app.screen.query(DataTable).results(DataTable):
        shown = _read(strips, table.region)
        yield from (f"the column “{c.label}” is cut off" for c in table.columns.values() if str(c.label) not in shown)


def _scrolls(widget: Widget) -> bool:
    return widget.styles.overflow_y in {"auto", "scroll"} and widget.virtual_size.height > widget.size.height


def _text_of(widget: Widget) -> str:
    if isinstance(widget, Button):
        return str(widget.label)
    rendered = widget.render()
    return str(getattr(rendered, "plain", rendered))


def _read(strips: list[Strip], region: Region) -> str:
    return " ".join(strip.crop(region.x, region.right).text for strip in strips[region.y : region.bottom])


def _name(widget: Widget) -> str:
    return f"{type(widget).__name__}{'#' + widget.id if widget.id else ''}"
