"""A microphone that says what a test or a demonstration puts into it, and can be unplugged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recorder.errors import NoMicrophone
from recorder.sound.microphone import OnSound, OpenMicrophone

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_PIECE = 1_600  # samples in one call, as a real device has them


class ScriptedMicrophones:
    """`recorder.sound.microphone.Microphones` without any hardware; the first name is the default."""

    def __init__(self, names: tuple[str, ...] = ("Desk microphone",)) -> None:
        self._names = names
        self._open: dict[str, OnSound] = {}
        self._taken: set[str] = set()

    def names(self) -> tuple[str, ...]:
        """Those that are plugged in."""
        return self._names

    def open(self, name: str | None, on_sound: OnSound) -> OpenMicrophone:
        """Take sound from one of them. Raises `NoMicrophone` when it is not plugged in."""
        if not self._names or (name is not None and name not in self._names):
            raise NoMicrophone("There is no such microphone.", "Plug one in.")
        chosen = name or self._names[0]
        if chosen in self._taken:
            raise NoMicrophone(f"The microphone “{chosen}” could not be opened.", "Another program uses it.")
        self._open[chosen] = on_sound
        return _ScriptedMicrophone(chosen, self._open)

    def in_use(self) -> tuple[str, ...]:
        """Those that are open."""
        return tuple(self._open)

    def say(self, samples: npt.NDArray[np.int16]) -> None:
        """Let every open microphone hear this, 16-bit mono at 16 kHz, as fast as it can be taken."""
        for on_sound in list(self._open.values()):
            for begin in range(0, len(samples), _PIECE):
                on_sound(samples[begin : begin + _PIECE].tobytes())

    def unplug(self, name: str) -> None:
        """Pull its cable: it gives no sound any more, and nobody tells."""
        self._names = tuple(n for n in self._names if n != name)
        self._open.pop(name, None)

    def plug_in(self, name: str) -> None:
        """Plug it in, as the last."""
        self._names = (*self._names, name)

    def take(self, name: str) -> None:
        """Let another program take it: it is still there, gives no sound and cannot be opened."""
        self._taken.add(name)
        self._open.pop(name, None)


class _ScriptedMicrophone:
    def __init__(self, name: str, among: dict[str, OnSound]) -> None:
        self.name = name
        self._among = among

    def close(self) -> None:
        self._among.pop(self.name, None)
