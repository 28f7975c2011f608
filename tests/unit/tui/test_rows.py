"""Lines of two columns: they take exactly the lines that were reserved for them, whatever stands in them."""

from __future__ import annotations

import pytest
from rich.text import Text
from textual.style import Style
from textual.visual import RenderOptions

from tui.widgets.rows import hanging

WORDS = (
    "",
    " ",
    "Tyler",
    "He said that he hid under his bed until it was quiet.",
    "ab" * 200,
    "one\ntwo\n",
    "日本語の言葉 " * 9,
)


def drawn(left: str, words: str, width: int) -> list[str]:
    options = RenderOptions(lambda _style: Style(), {}, None, None, None)
    return [strip.text for strip in hanging(Text(left), Text(words), width=6).render_strips(width, None, Style(), options)]


@pytest.mark.parametrize("width", [1, 8, 9, 20, 73])
@pytest.mark.parametrize("words", WORDS)
def test_as_many_lines_are_drawn_as_were_reserved(words: str, width: int) -> None:
    assert len(drawn("s1", words, width)) == hanging(Text("s1"), Text(words), width=6).get_height({}, width)


def test_the_left_column_stands_beside_the_first_line_only_and_is_cut_to_its_width() -> None:
    assert drawn("s1", "hid under the bed", 16) == ["s1     hid under", "       the bed"]
    assert drawn("turn 1499", "hid", 16) == ["turn 14hid"]
    assert drawn("", "hid", 16) == ["       hid"]
