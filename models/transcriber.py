"""Words with times from sound, by Whisper through faster-whisper, on the processor of this machine.

Whisper (Radford et al. 2022) is run by CTranslate2 with 8-bit weights. The names of the people around the child are given
as hot words, because a name heard wrong is a child lost in the record. Stretches without a voice are left out first
(Silero voice activity detection), since Whisper invents words on silence. The model is read from a folder that was
verified before; nothing here can fetch anything. It refuses to guess who speaks: every turn is "S1".
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recorder.domain import Transcript, Turn, Word
from recorder.errors import ModelUnavailable
from recorder.ports import Progress, Sound

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_PIECE = 600.0  # seconds read and handed over at once: features of an hour would take 3.4 GB
_ECHO = 4  # words from the hint's beginning that nobody says by chance: "the people are" and a name
_GAP = 1.0  # seconds of speech without a word: more than a breath or a drawn-out word
_PAD = 0.2  # seconds around a stretch that is heard again, so that its first and last sounds are whole
_SEARCH = 30.0  # seconds before the end of a piece in which its quietest moment is sought


class WhisperTranscriber:
    """A `recorder.ports.Transcriber`.

    Args:
        folder: a CTranslate2 Whisper model, verified by `models.weights`.
        fingerprint: the model's name and hash for the audit log.
        name: the model's catalogue name, written into transcripts.
        language: ISO 639-1 code of what is spoken.
    """

    def __init__(self, folder: Path, *, fingerprint: str, name: str, language: str = "en") -> None:
        self._folder = folder
        self._fingerprint = fingerprint
        self._name = name
        self._language = language

    @property
    def model(self) -> str:
        """Catalogue name and hash."""
        return self._fingerprint

    def transcribe(
        self, audio: Sound, *, transcript_id: str, hotwords: Sequence[str] = (), progress: Progress | None = None
    ) -> Transcript:
        """One turn a recogniser segment; `" ".join` of a turn's words is its text.

        `audio` is 16 kHz mono, read ten minutes at a time. Raises `ModelUnavailable` when the model cannot be loaded.
        """
        heard: list[tuple[Word, ...]] = []
        for start, piece in _pieces(audio):
            heard += self.hear(
                piece, start, hotwords=hotwords, progress=progress and (lambda at: progress(min(at / audio.seconds, 1.0)))
            )
        if progress:
            progress(1.0)
        turns = (
            Turn(i, "S1", " ".join(w.text for w in words), words[0].start, words[-1].end, words)
            for i, words in enumerate(filter(None, heard))
        )
        return Transcript(transcript_id, tuple(turns), self._language, self._name, audio.seconds)

    def hear(
        self,
        piece: npt.NDArray[np.float32],
        start: float,
        *,
        hotwords: Sequence[str] = (),
        progress: Callable[[float], None] | None = None,
    ) -> list[tuple[Word, ...]]:
        """The words of one piece of a recording, one tuple a recogniser segment; `progress` gets the seconds reached.

        `piece` is 16 kHz mono, shape (n,), and begins `start` seconds into the recording; the words' times are the
        recording's. Raises `ModelUnavailable` when the model cannot be loaded.
        """
        hint = _hint(hotwords)
        heard: list[tuple[Word, ...]] = []
        for segment in self._segments(piece, hint):
            heard.append(_without_echo(_words(segment, start), hint))
            if progress:
                progress(start + segment.end)
        return self._fill_gaps(heard, piece, start, hint=hint) if hint else heard

    def _fill_gaps(
        self, heard: list[tuple[Word, ...]], piece: npt.NDArray[np.float32], offset: float, *, hint: str
    ) -> list[tuple[Word, ...]]:
        """The segments, with stretches of speech that got too few words heard again alone, with the hint and without.

        With names as a hint Whisper sometimes ends a stretch of speech in the middle, and a child's wish is gone.
        """
        from faster_whisper.vad import VadOptions, get_speech_timestamps

        rate = 16_000
        found = get_speech_timestamps(piece, VadOptions(min_silence_duration_ms=300, speech_pad_ms=0))
        for begin, end in ((offset + f["start"] / rate, offset + f["end"] / rate) for f in found):
            if _unheard(heard, begin, end) < _GAP:
                continue
            first = max(int((begin - offset - _PAD) * rate), 0)
            clip = piece[first : int((end - offset + _PAD) * rate)]
            with_names, without = (
                _without_echo(tuple(w for s in self._segments(clip, h) for w in _words(s, offset + first / rate)), h)
                for h in (hint, None)
            )
            again = with_names if len(with_names) >= len(without) else without
            heard = _replaced(heard, again, begin, end)
        return heard

    def _segments(self, samples: npt.NDArray[np.float32], hint: str | None) -> Iterator[Any]:
        segments, _ = self._recogniser.transcribe(
            samples,
            language=self._language,
            beam_size=5,
            word_timestamps=True,
            hotwords=hint,
            # A slip in one half minute must not be carried into the next; it also keeps Whisper from looping.
            condition_on_previous_text=False,
            vad_filter=True,
        )
        yield from segments

    @cached_property
    def _recogniser(self) -> Any:
        # Both before the import: onnxruntime from 1.29 reports home, and faster-whisper could ask the model hub.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        os.environ["HF_HUB_OFFLINE"] = "1"
        from faster_whisper import WhisperModel

        try:
            return WhisperModel(str(self._folder), device="cpu", compute_type="int8", local_files_only=True)
        except (RuntimeError, ValueError, OSError) as exc:
            raise ModelUnavailable(
                f"The model “{self._name}” cannot be loaded. The recording is safe.",
                f"Fetch it again: casescribe models install {self._name}",
            ) from exc


def _pieces(audio: Sound) -> Iterator[tuple[float, npt.NDArray[np.float32]]]:
    """Start and samples of stretches of at most `_PIECE` seconds, cut where it is quietest."""
    import numpy as np

    rate, begin, end = audio.sample_rate, 0, round(audio.seconds * audio.sample_rate)
    frame = rate // 2
    while begin < end:
        piece = audio.read(begin / rate, begin / rate + _PIECE)
        if end - begin > len(piece):
            first = len(piece) - int(_SEARCH * rate)
            window = piece[first:]
            power = np.square(window[: len(window) // frame * frame].reshape(-1, frame)).mean(axis=1)
            piece = piece[: first + int(power.argmin()) * frame + frame // 2]
        yield begin / rate, piece
        begin += len(piece)


def _hint(hotwords: Sequence[str]) -> str | None:
    """The names as a sentence: Whisper goes on in the style of its hint, and a bare list makes it forget full stops."""
    if not hotwords:
        return None
    *others, last = hotwords
    return f"The people are {', '.join(others)} and {last}." if others else f"The name is {last}."


def _without_echo(words: tuple[Word, ...], hint: str | None) -> tuple[Word, ...]:
    """The words without a recital of the hint, which Whisper sometimes gives back where it hears little."""
    echo = [_bare(text) for text in (hint or "").split()]
    bare = [_bare(w.text) for w in words]
    kept: list[Word] = []
    i = 0
    while i < len(words):
        if len(echo) >= _ECHO and bare[i : i + _ECHO] == echo[:_ECHO]:
            rest = echo
            while i < len(words) and bare[i] in rest:  # in the hint's order, though it may leave words out
                rest = rest[rest.index(bare[i]) + 1 :]
                i += 1
        else:
            kept.append(words[i])
            i += 1
    return tuple(kept)


def _unheard(heard: Sequence[tuple[Word, ...]], begin: float, end: float) -> float:
    """Seconds of a stretch of speech in which no word lies, a quarter of a second around each word aside."""
    left, place = 0.0, begin
    for word in sorted((w for words in heard for w in words if w.end > begin and w.start < end), key=lambda w: w.start):
        left += max(0.0, word.start - 0.25 - place)
        place = max(place, word.end + 0.25)
    return left + max(0.0, end - place)


def _replaced(heard: list[tuple[Word, ...]], again: tuple[Word, ...], begin: float, end: float) -> list[tuple[Word, ...]]:
    """The segments with what was heard again in the place of the stretch's words, if that is clearly more."""
    inside = [w for words in heard for w in words if begin - _PAD <= (w.start + w.end) / 2 <= end + _PAD]
    if len(again) < len(inside) + 2:
        return heard
    kept: list[tuple[Word, ...]] = []
    for words in heard:  # one that goes on beyond the stretch is cut in two
        kept.append(tuple(w for w in words if w not in inside and w.start < begin))
        kept.append(tuple(w for w in words if w not in inside and w.start >= begin))
    return sorted((words for words in (*kept, again) if words), key=lambda words: words[0].start)


def _bare(text: str) -> str:
    return text.strip(".,!?").lower()


def _words(segment: Any, offset: float) -> tuple[Word, ...]:
    """The segment's words as they stand between spaces, times from the start of the recording."""
    words: list[Word] = []
    for heard in segment.words or ():
        text = heard.word.strip()
        if not text:
            continue
        start, end = round(offset + float(heard.start), 3), round(offset + float(heard.end), 3)
        if words and not heard.word[0].isspace():  # the rest of "ten-year-old", which the recogniser splits
            last = words.pop()
            words.append(Word(last.start, end, last.text + text, min(last.probability, float(heard.probability))))
        else:
            words.append(Word(start, end, text, float(heard.probability)))
    if words or not segment.text.strip():
        return tuple(words)
    return _spread(segment, offset)


def _spread(segment: Any, offset: float) -> tuple[Word, ...]:
    """Words of a segment that came without times: shared out evenly, as sure as the segment."""
    texts = segment.text.split()
    step = (segment.end - segment.start) / len(texts)
    begin, sure = offset + segment.start, math.exp(min(segment.avg_logprob, 0.0))
    return tuple(Word(round(begin + i * step, 3), round(begin + (i + 1) * step, 3), t, sure) for i, t in enumerate(texts))
