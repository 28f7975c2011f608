"""The machine's microphones, through miniaudio: what there is, and sound from one of them, 16 kHz mono, as it comes.

Devices that only pretend are never taken: miniaudio would offer silence as its last resort, and a visit recorded from that
is gone. Sound servers are reached over the machine's own sockets, which the fence (`recorder.isolation`) leaves open; none is
started, and none on another machine is reached. It keeps no sound, and knows neither vault nor visit. miniaudio loads in the
functions that need it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from recorder.errors import NoMicrophone, UsageError
from recorder.sound.levels import SAMPLE_RATE
from recorder.sound.systems import keep_alsa_quiet, real_backends

OnSound = Callable[[bytes | bytearray], None]
"""Takes 16-bit PCM, mono, 16 kHz, in the device's own thread: it must come back at once."""

_PIECE_MS = 100  # one callback
_PIECES_AHEAD = 20  # where the driver lets us choose: 2 s of waiting for a busy machine before anything is lost
_PLAYBACK = "Monitor of "  # PulseAudio's sources of what the machine plays: no microphone, but they can be asked for
_PLUG_IN = "Plug one in, or check that the system lets this program use it. “casescribe doctor” lists what there is."


class OpenMicrophone(Protocol):
    """A microphone that is giving sound."""

    @property
    def name(self) -> str:
        """As the system calls it."""
        ...

    def close(self) -> None:
        """No sound comes once this returns. Never fails."""
        ...


class Microphones(Protocol):
    """Where microphones come from: the system, or a test."""

    def names(self) -> tuple[str, ...]:
        """What there is now, the likeliest first; empty when there is none."""
        ...

    def open(self, name: str | None, on_sound: OnSound) -> OpenMicrophone:
        """Take sound from one of `names`, None for the system's default. Raises `NoMicrophone`."""
        ...


def choose(names: tuple[str, ...], wanted: str) -> str:
    """The one microphone that a person means by its name or a part of it. Raises `UsageError`."""
    folded = wanted.casefold().strip()
    exact = [n for n in names if n.casefold() == folded]
    found = exact or [n for n in names if folded and folded in n.casefold()]
    if len(found) == 1:
        return found[0]
    listed = "; ".join(names) or "none"
    what = f"{len(found)} microphones are called" if found else "There is no microphone called"
    raise UsageError(f"{what} “{wanted}”.", f"There are: {listed}.")


class SystemMicrophones:
    """The microphones of this machine."""

    def names(self) -> tuple[str, ...]:
        """What there is now, by name; two of one name are numbered."""
        context = _Context.made()
        if context is None:
            return ()
        with context:
            return tuple(sorted(context.microphones(), key=lambda name: name.startswith(_PLAYBACK)))

    def open(self, name: str | None, on_sound: OnSound) -> OpenMicrophone:
        """Take sound from a microphone. Raises `NoMicrophone` when it is gone, used by others or forbidden."""
        context = _Context.made()
        if context is None:
            raise NoMicrophone("There is no microphone on this machine.", _PLUG_IN)
        with context:
            there = context.microphones()
            if not there:
                raise NoMicrophone("There is no microphone on this machine.", _PLUG_IN)
            if name is not None and name not in there:
                raise NoMicrophone(f"The microphone “{name}” is not there.", _PLUG_IN)
            shown = name or context.default or "the system’s microphone"
            return _MiniaudioMicrophone(shown, there[name] if name else None, on_sound)


class _Context:
    """A connection to the machine's sound system, let go of at the end of the block."""

    def __init__(self, handle: Any) -> None:
        self._handle = handle
        self.default = ""

    @classmethod
    def made(cls) -> _Context | None:
        """None when the machine has no sound system."""
        import miniaudio

        keep_alsa_quiet()
        kinds = real_backends()
        wanted = miniaudio.ffi.new("ma_backend[]", [kind.value for kind in kinds])
        handle = miniaudio.ffi.new("ma_context*")
        done = miniaudio.lib.ma_context_init(wanted, len(kinds), miniaudio.ffi.NULL, handle)
        return cls(handle) if done == miniaudio.lib.MA_SUCCESS else None

    def microphones(self) -> dict[str, Any]:
        """Name → the system's id of it. `miniaudio.Devices` would ask each for details, and fail if one does not answer."""
        import miniaudio

        ffi, lib = miniaudio.ffi, miniaudio.lib
        infos, count = ffi.new("ma_device_info**"), ffi.new("ma_uint32*")
        if lib.ma_context_get_devices(self._handle, ffi.NULL, ffi.NULL, infos, count) != lib.MA_SUCCESS:
            return {}
        found: dict[str, Any] = {}
        alsa = self._handle[0].backend == lib.ma_backend_alsa
        for n in range(count[0]):
            info = infos[0][n]
            if alsa and bytes(ffi.buffer(ffi.addressof(info.id), 1)) != b":":
                continue  # a plugin, not a card; one of them makes silence
            plain = "".join(c for c in ffi.string(info.name).decode(errors="replace") if c.isprintable()) or "Microphone"
            name, more = plain, 2
            while name in found:
                name, more = f"{plain} ({more})", more + 1
            found[name] = ffi.new("ma_device_id *", info.id)
            if info.isDefault:
                self.default = name
        return found

    def __enter__(self) -> _Context:
        return self

    def __exit__(self, *_: object) -> None:
        import miniaudio

        miniaudio.lib.ma_context_uninit(self._handle)


class _MiniaudioMicrophone:
    """One open device."""

    def __init__(self, name: str, device_id: Any, on_sound: OnSound) -> None:
        import miniaudio

        self.name = name
        # Made in two steps, since one that cannot be opened leaves its connection to the sound system to be closed by us.
        self._device = miniaudio.CaptureDevice.__new__(miniaudio.CaptureDevice)
        try:
            self._device.__init__(
                input_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=SAMPLE_RATE,
                buffersize_msec=_PIECE_MS,
                callback_periods=_PIECES_AHEAD,
                device_id=device_id,
                backends=real_backends(),
                app_name="Casescribe",
            )
            pieces = _handing_on(on_sound)
            next(pieces)
            self._device.start(pieces)
        except miniaudio.MiniaudioError as exc:
            self.close()
            raise NoMicrophone(
                f"The microphone “{name}” could not be opened.",
                "Another program may be using it, or the system does not let this one. Nothing that was said is lost.",
            ) from exc

    def close(self) -> None:
        """Let go of the device, and of the connection to the sound system, which miniaudio never gives back."""
        import miniaudio

        if self._device is None:
            return
        device, self._device = self._device, None
        context = getattr(device, "_context", None)
        device.close()
        if context is not None:
            miniaudio.lib.ma_context_uninit(context)


def _handing_on(on_sound: OnSound) -> Any:
    """The form in which miniaudio wants a function that takes sound."""
    while True:
        on_sound((yield))
