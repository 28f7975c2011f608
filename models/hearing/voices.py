"""What a stretch of speech says about whose voice it is: 256 numbers a window, alike for the same person.

The network is the speaker encoder of Wan et al. 2018 ("Generalized end-to-end loss for speaker verification") with the
weights that Resemblyzer published: three LSTM layers over 40 mel bands, 25 ms windows every 10 ms, read with PyTorch's
safe loader. Embeddings are voice prints (`models.hearing.voice_prints`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recorder.errors import ModelUnavailable
from recorder.ports import Sound

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_BANDS, _FFT, _HOP, _RATE = 40, 400, 160, 16_000
_LOUDNESS = 10 ** (-30 / 20)  # root mean square that the encoder was trained on: −30 dBFS
_BATCH = 64  # windows at once; more is no faster on two cores


class VoiceEncoder:
    """The speaker encoder.

    Args:
        folder: holds `pretrained.pt`, verified by `models.fetching.weights`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def embed(self, audio: Sound, windows: Sequence[tuple[float, float]]) -> npt.NDArray[np.float32]:
        """One embedding of length 1 a window.

        Args:
            audio: 16 kHz mono.
            windows: start and end in seconds; about 1.6 s is what the encoder was trained on, shorter is less certain.

        Returns shape (number of windows, 256). Raises `ModelUnavailable`.
        """
        import numpy as np
        import torch

        if not windows:
            return np.zeros((0, 256), np.float32)
        lstm, linear = self._network
        embeddings = []
        with torch.inference_mode(), _one_thread():
            for i in range(0, len(windows), _BATCH):
                mels = [torch.from_numpy(mel_spectrogram(_cut(audio, start, end))) for start, end in windows[i : i + _BATCH]]
                packed = torch.nn.utils.rnn.pack_sequence(mels, enforce_sorted=False)
                _, (hidden, _) = lstm(packed)
                embeddings.append(torch.nn.functional.normalize(torch.relu(linear(hidden[-1]))))
        joined: npt.NDArray[np.float32] = torch.cat(embeddings).numpy()
        return joined

    @cached_property
    def _network(self) -> tuple[Any, Any]:
        import pickle

        import torch

        lstm, linear = torch.nn.LSTM(_BANDS, 256, 3), torch.nn.Linear(256, 256)
        try:
            weights = torch.load(self._folder / "pretrained.pt", map_location="cpu", weights_only=True)["model_state"]
            lstm.load_state_dict({k.removeprefix("lstm."): v for k, v in weights.items() if k.startswith("lstm.")})
            linear.load_state_dict({k.removeprefix("linear."): v for k, v in weights.items() if k.startswith("linear.")})
        except (OSError, RuntimeError, KeyError, pickle.UnpicklingError) as exc:
            raise ModelUnavailable(
                "The model that tells voices apart cannot be loaded. The transcript is safe.",
                "Fetch it again: casescribe models install ge2e-speaker-encoder",
            ) from exc
        return lstm.eval(), linear.eval()


@contextmanager
def _one_thread() -> Iterator[None]:
    """A small recurrent network waits for its other thread: on a busy machine two took ten times the processor of one."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def mel_spectrogram(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Power in 40 mel bands (Slaney's scale and norm), 25 ms Hann windows every 10 ms, centred, not logarithmic.

    Takes shape (n,) at 16 kHz, returns shape (frames, 40).
    """
    import numpy as np

    padded = np.pad(samples, _FFT // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FFT)[::_HOP]
    power = np.abs(np.fft.rfft(frames * np.hanning(_FFT + 1)[:-1].astype(np.float32))) ** 2  # periodic
    return np.asarray(power @ _mel_filters().T, dtype=np.float32)


def _mel_filters() -> npt.NDArray[np.float32]:
    """Triangular filters of equal area on Slaney's mel scale: linear to 1 kHz, logarithmic above. Shape (40, 201)."""
    import numpy as np

    top = 15 + 27 * np.log(_RATE / 2 / 1000) / np.log(6.4)  # 8 kHz in mels
    mels = np.linspace(0, top, _BANDS + 2)
    hertz = np.where(mels < 15, mels * 200 / 3, 1000 * np.exp((mels - 15) * np.log(6.4) / 27))
    bins = np.linspace(0, _RATE / 2, _FFT // 2 + 1)
    rising = (bins - hertz[:-2, None]) / (hertz[1:-1] - hertz[:-2])[:, None]
    falling = (hertz[2:, None] - bins) / (hertz[2:] - hertz[1:-1])[:, None]
    triangles = np.maximum(0, np.minimum(rising, falling))
    return np.asarray(triangles * (2 / (hertz[2:] - hertz[:-2]))[:, None], dtype=np.float32)


def _cut(audio: Sound, start: float, end: float) -> npt.NDArray[np.float32]:
    """The window's samples, made loud enough for the encoder; never empty."""
    import numpy as np

    rate = audio.sample_rate
    first = min(max(round(start * rate), 0), max(round(audio.seconds * rate) - _FFT, 0))
    samples = audio.read(first / rate, max(round(end * rate), first + _FFT) / rate)
    loudness = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0
    return samples if loudness >= _LOUDNESS or loudness == 0.0 else samples * np.float32(_LOUDNESS / loudness)
