"""How this program may reach the machine's sound: which systems, and without a word of theirs in the terminal."""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any

_REAL = ("WASAPI", "DSOUND", "COREAUDIO", "PULSEAUDIO", "ALSA", "SNDIO", "AUDIO4", "OSS")  # not JACK: it starts a server


def real_backends() -> list[Any]:
    """The systems that have devices: miniaudio's last resort, which only pretends, is not among them."""
    import miniaudio

    return [miniaudio.Backend[name] for name in _REAL if name in miniaudio.Backend.__members__]


@cache
def keep_alsa_quiet() -> object:
    """ALSA writes what it tries and fails into the terminal, over what the person reads. Returns what must stay alive."""
    if sys.platform != "linux":
        return None
    try:
        alsa = ctypes.CDLL("libasound.so.2")
        handler = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p)
        silent = handler(lambda *_: None)
        alsa.snd_lib_error_set_handler(silent)
    except (OSError, AttributeError):  # no ALSA, so nothing to keep quiet
        return None
    return alsa, silent
