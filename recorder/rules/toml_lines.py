"""Where a thing stands in a TOML file, which `tomllib` does not tell: so that a fault can name its line."""

from __future__ import annotations

import re


class TomlLines:
    """On which line each key and section of a TOML text stands, which `tomllib` does not tell.

    Known for everything written as people write it; what stands inside an inline table has the line of the table.
    """

    _DEPTH = 4  # deeper places have the line of what holds them, so that no file is slow to look through
    _PART = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
    _NAME = re.compile(rf"\s*(\[\[?)?\s*({_PART}(?:\s*\.\s*{_PART})*)\s*(?:(?(1)\]|=))")

    def __init__(self, text: str) -> None:
        self._texts = text.split("\n")  # as editors and tomllib count
        self._found: dict[tuple[str, ...], int] = {}
        section: tuple[str, ...] = ()
        inside = False  # a text of several lines
        for number, line in enumerate(self._texts, start=1):
            if not inside and (said := self._NAME.match(line)):
                parts = tuple(p.strip().strip("\"'") for p in re.findall(self._PART, said[2]))
                section = parts if said[1] else section
                path = section if said[1] else section + parts
                for end in range(1, min(len(path), self._DEPTH) + 1):
                    self._found.setdefault(path[:end], number)
            if not line.lstrip().startswith("#"):
                inside ^= bool((line.count('"""') + line.count("'''")) % 2)

    def of(self, path: tuple[str, ...], *, holding: str = "") -> int | None:
        """The line of a key or of the nearest section around it; of the first line from there on that holds a text."""
        nearest = next((self._found[path[:n]] for n in range(len(path), 0, -1) if path[:n] in self._found), None)
        if nearest and holding:
            rest = enumerate(self._texts[nearest - 1 :], start=nearest)
            return next((number for number, line in rest if holding in line), nearest)
        return nearest
