"""Plain conversation: one thing said, one answer typed, for screen readers and braille lines.

Lines from top to bottom: no colours, no drawing, nothing that moves or is redrawn. Each role's conversation stands on this.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from audit.errors import AuditError
from recorder.errors import CasescribeError
from tui.terminal_safety import harmless
from tui.unsaved import Keeps


class LeftPlain(Exception):
    """The person is done, or there is nothing more to read answers from."""


@dataclass(kw_only=True)
class PlainTalk:
    """A conversation. `ask` shows a question and returns the answer; it raises `LeftPlain` at the end of input."""

    say_line: Callable[[str], object]
    ask: Callable[[str], str]
    said: Sequence[str] = ()  # what opening the vault had to mend

    _HELP: ClassVar[str] = (
        "Every question ends with what you can answer. Type it and press Enter. A question mark repeats this; q leaves. "
        "All that you did is stored at once."
    )

    def run(self) -> None:
        """Talk until the person leaves."""
        self.say("Casescribe, plain mode. Nothing leaves this laptop.")
        self.say(self._HELP)
        for sentence in self.said:
            self.say(sentence)
        try:
            self.begin()
            while True:
                self.round()
        except LeftPlain:
            self.say("Left. Everything you saved is stored.")

    def begin(self) -> None:
        """What is said once."""

    def round(self) -> None:
        """From the first question back to it."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """Lines as they are, without anything that could steer a terminal."""
        for line in text.split("\n"):
            self.say_line(harmless(line))

    def answer(self, question: str, **choices: str) -> str:
        """One of the choices (letter → what it does), asked until it is one; q always leaves. A number may be a choice too."""
        listed = ", ".join(f"{key or 'Enter'}: {what}" for key, what in choices.items() if what)
        while True:
            given = harmless(self.ask(f"{question} ({listed}, q: leave) ")).strip().casefold()
            if given == "q":
                raise LeftPlain
            if given == "?":
                self.say(self._HELP)
            elif given in choices or ("" in choices and not given):
                return given
            else:
                self.say(f"“{given}” is none of the answers.")

    def number(self, question: str, how_many: int, **choices: str) -> str:
        """A number from 1 to `how_many`, or one of the choices."""
        return self.answer(question, **{str(n + 1): "" for n in range(how_many)}, **choices)

    def tried(self, act: Callable[[], object]) -> bool:
        """Whether it happened; a refusal is said in its own sentence."""
        try:
            act()
        except (CasescribeError, AuditError) as problem:
            self.say(problem.sentence())
            return False
        return True

    def typed(self, question: str, *, keeps: Keeps, place: str, field: str, joint: str = " ") -> str:
        """Lines until an empty one, kept as they are typed and put together with `joint`."""
        lines = [kept] if (kept := keeps.typing(place).get(field, "")) else []
        if kept:
            self.say(f"Kept from last time, not saved yet: {kept}")
        self.say(question)
        while line := self.ask("> ").rstrip():
            lines.append(line)
            words = joint.join(lines)
            self.tried(lambda words=words: keeps.keep_typing(place, field, words))  # type: ignore[misc]
        return joint.join(lines).strip()

    def to_file(self, what: str, place: Path, act: Callable[[Path], object]) -> None:
        """Ask where, then write it there."""
        given = harmless(self.ask(f"{what} Where? Enter: {place}. A single b: not now. ")).strip()
        where = Path(given).expanduser() if given else place
        if given != "b" and self.tried(lambda: act(where)):
            self.say(f"Written: {where}")

    def line_by_line(self, count: int, say_one: Callable[[int], int]) -> None:
        """Go through `count` lines; `say_one` says one and returns how far to go on, a large number to end."""
        place = 0
        while 0 <= place < count:
            place = max(place + say_one(place), 0)


def reasons(named: dict[str, str], order: Sequence[str]) -> dict[str, str]:
    """Codes as numbered choices: "1" → what is said of the first."""
    return {str(n): named[code] for n, code in enumerate(order, start=1)}
