"""Words with times from sound, by Whisper through faster-whisper, on the processor of this machine.

Whisper (Radford et al. 2022) is run by CTranslate2 with 8-bit weights. Stretches without a voice are left out first (Silero
voice activity detection), and what Whisper invents all the same is dropped (`models.hearing.hearing_guards`). The names of
the people around the child are its hint, for a name heard wrong is a child lost in the record; where the hint did harm it
hears again without (`models.hearing.hint`), and names still written wrong are put right (`models.hearing.spoken_names`).
What may be misheard is marked (`models.hearing.doubt`). The model is read from a folder that was verified before; nothing
here can fetch anything. It refuses to guess who speaks: every turn is "S1".
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.hearing.doubt import Known, mark
from models.hearing.heard_words import fit, spelt, words_of
from models.hearing.hearing_guards import is_speech
from models.hearing.hint import lost_words, names_hint, pushed_in, shortened, with_names
from models.hearing.languages import ForeignSpeech
from models.hearing.pieces import piece_end, seconds_of_voice
from models.hearing.spoken_names import put_right
from recorder.domain import Transcript, Word
from recorder.errors import ModelUnavailable
from recorder.ports import Progress, Sound
from recorder.transcription.hearing import write_down

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_SEED = 1
_WORTH = 1.0  # seconds heard of a piece before the rest may be left to the next, so that there is progress
_FRAMES = 3000  # of sound in Whisper's half minute
_HINT_PARTS = 220  # of a hint: Whisper's window holds 448, and what was said needs half of it


Stretch = tuple[Any, list[tuple[Word, ...]]]
"""Sound as the recogniser encoded it, and the words of its segments."""


class _HalfMinuteDone(Exception):
    """The recogniser asks for another half minute that it is not to have."""


class WhisperTranscriber:
    """A `recorder.ports.Transcriber`.

    Args:
        folder: a CTranslate2 Whisper model, verified by `models.fetching.weights`.
        fingerprint: the model's name and hash for the audit log.
        name: the model's catalogue name, written into transcripts.
        is_word: whether a word is English; without, every word counts as one.
        language: ISO 639-1 code of what is spoken.
    """

    def __init__(
        self,
        folder: Path,
        *,
        fingerprint: str,
        name: str,
        is_word: Callable[[str], bool] = bool,
        language: str = "en",
    ) -> None:
        self._folder = folder
        self._fingerprint = fingerprint
        self._name = name
        self._is_word = is_word
        self._language = language
        self._features: Any = None  # the half minute of sound that is being heard
        self._encoded: Any = None  # and as the recogniser encoded it
        self._whole, self._reached = True, 0.0  # whether another half minute may follow; seconds heard so far
        self._one_at_a_time = threading.Lock()  # a visit may be recorded while another is written down

    @property
    def model(self) -> str:
        """Catalogue name and hash."""
        return self._fingerprint

    @property
    def language(self) -> str:
        """ISO 639-1."""
        return self._language

    def transcribe(
        self, audio: Sound, *, transcript_id: str, names: Sequence[str] = (), progress: Progress | None = None
    ) -> Transcript:
        """All that is said, piece by piece. Raises `ModelUnavailable` when the model cannot be loaded."""
        return write_down(self, audio, transcript_id=transcript_id, names=names, progress=progress)

    def piece_end(self, sound: Sound, start: float, *, ended: bool) -> float | None:
        """Where a piece for `hear` ends, None until more was recorded (`models.hearing.pieces`)."""
        return piece_end(sound, start, ended=ended)

    def hear(
        self,
        piece: npt.NDArray[np.float32],
        start: float,
        *,
        names: Sequence[str] = (),
        progress: Callable[[float], None] | None = None,
    ) -> list[tuple[Word, ...]]:
        """The words of one piece of a recording, one tuple a recogniser segment; `progress` gets the seconds reached.

        `piece` is 16 kHz mono, shape (n,), and begins `start` seconds into the recording; the words' times are the
        recording's. Raises `ModelUnavailable` when the model cannot be loaded.
        """
        return self.hear_piece(piece, start, last=True, names=names, progress=progress)[0]

    def hear_piece(
        self,
        piece: npt.NDArray[np.float32],
        start: float,
        *,
        last: bool,
        names: Sequence[str] = (),
        progress: Callable[[float], None] | None = None,
    ) -> tuple[list[tuple[Word, ...]], float]:
        """As `hear`, and the moment up to which it was heard: the piece's end, if it is the `last`.

        Else Whisper may be done with its half minute before the piece ends; what is left then fills the next half minute
        together with what follows, where alone it would cost as much as a full one.
        """
        heard: list[tuple[Word, ...]] = []
        at = 0.0
        with self._one_at_a_time:
            while True:
                rest = piece[round(at * 16_000) :]
                words, reached = self._once(rest, start + at, last=last, names=names, progress=progress)
                heard += words
                if not last or reached >= len(rest) / 16_000:
                    return heard, start + at + reached
                at += reached

    def _once(
        self,
        piece: npt.NDArray[np.float32],
        start: float,
        *,
        last: bool,
        names: Sequence[str],
        progress: Callable[[float], None] | None,
    ) -> tuple[list[tuple[Word, ...]], float]:
        """As `hear_piece`, and the seconds heard of the piece: not all of even the `last` if words are left out at its end.

        Whisper may break off after a sentence and leave the rest of its half minute.
        """
        said = partial(self._said, piece, start, whole=last, names=names, progress=progress)
        lost = partial(lost_words, voiced=partial(_voiced, piece, start))
        stretches = [
            (sound, shortened(segments, names, likelihood=partial(self._likelihood, sound)))
            for sound, segments in said(hint=names_hint(names))
        ]
        if names and (harm := self._harm(stretches, start, names, lost=lost)) is not None:
            hinted = _flat(stretches)
            stretches = [(sound, with_names(segments, hinted, names, but=harm)) for sound, segments in said(hint="")]
        known = Known(self._parts, self._is_word, frozenset(part.lower() for name in names for part in name.split()))
        heard: list[tuple[Word, ...]] = []
        for sound, segments in stretches:
            named = put_right(segments, names, likelihood=partial(self._likelihood, sound), parts=self._parts)
            heard += [mark(words, known) for words in named]
        until = max((words[-1].end for words in heard), default=start)
        broken_off = until - start >= _WORTH and lost((), until, start + self._reached)
        return heard, until - start if broken_off else self._reached

    def mark_languages(self, transcript: Transcript, sound: Sound) -> Transcript:
        """The transcript with what is in another language in turns of their own (`models.hearing.languages`)."""
        with self._one_at_a_time:
            self._whole = True
            return ForeignSpeech(lambda: self._recogniser).mark(transcript, sound)

    def _said(
        self,
        piece: npt.NDArray[np.float32],
        start: float,
        *,
        whole: bool,
        hint: str,
        names: Sequence[str],
        progress: Callable[[float], None] | None,
    ) -> Iterator[Stretch]:
        """The encoded sound of each stretch, and the words of its segments."""
        for sound, segments in self._stretches(piece, whole=whole, hint=hint):
            said = [words for segment in segments if is_speech(words := words_of(segment, start), fit(segment))]
            if self._language == "en":
                said = [tuple(spelt(word, names) for word in words) for words in said]
            if progress:
                progress(start + segments[-1].end)
            yield sound, said

    def _harm(
        self, stretches: Sequence[Stretch], start: float, names: Sequence[str], *, lost: Callable[..., bool]
    ) -> list[Word] | None:
        """The names that the hint pushed in; None when there are none and no words were left out between others either."""
        words = _flat(stretches)
        wrong = [w for sound, said in stretches for w in pushed_in(said, names, likelihood=partial(self._likelihood, sound))]
        return wrong if wrong or lost(words, start, words[-1].start if words else start + self._reached) else None

    def _stretches(self, samples: npt.NDArray[np.float32], *, whole: bool, hint: str) -> Iterator[tuple[Any, list[Any]]]:
        """The recogniser's segments by the half minute of sound they were heard in, each with that sound as it encoded it.

        Unless the `whole` is wanted, it ends with the first half minute that has words.
        """
        segments, _ = self._recogniser.transcribe(
            samples,
            language=self._language,
            beam_size=5,
            word_timestamps=True,
            # A slip in one half minute must not be carried into the next; it also keeps Whisper from looping.
            condition_on_previous_text=False,
            vad_filter=True,
            hotwords=hint or None,
        )
        sound: Any = None
        together: list[Any] = []
        self._whole, self._reached = whole, 0.0
        try:
            for segment in segments:
                if together and self._encoded is not sound:
                    yield sound, together
                    together = []
                sound = self._encoded
                together.append(segment)
                self._reached = float(segment.words[-1].end if segment.words else segment.end)
        except _HalfMinuteDone:
            pass
        else:
            self._reached = len(samples) / 16_000
        if together:
            yield sound, together

    def _likelihood(self, sound: Any, hint: str, texts: Sequence[str]) -> list[list[float]]:
        """A `models.hearing.spoken_names.Likelihood` of one stretch of encoded sound."""
        tokenizer = self._tokenizer
        parts = [tokenizer.encode(text) if text else [] for text in texts]
        begin = [tokenizer.sot_prev, *tokenizer.encode(f" {hint}")[:_HINT_PARTS], *tokenizer.sot_sequence]
        given = self._recogniser.model.align(sound, begin, [[p for word in parts for p in word]], _FRAMES)[0].text_token_probs
        ends = list(accumulate(map(len, parts)))
        return [list(given[end - len(word) : end]) for word, end in zip(parts, ends, strict=True)]

    def _parts(self, text: str) -> int:
        return len(self._tokenizer.encode(f" {text}"))

    @cached_property
    def _tokenizer(self) -> Any:
        from faster_whisper.tokenizer import Tokenizer

        return Tokenizer(
            self._recogniser.hf_tokenizer, self._recogniser.model.is_multilingual, task="transcribe", language=self._language
        )

    @cached_property
    def _recogniser(self) -> Any:
        # Both before the import: onnxruntime from 1.29 reports home, and faster-whisper could ask the model hub.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        os.environ["HF_HUB_OFFLINE"] = "1"
        import ctranslate2
        import numpy as np
        from faster_whisper import WhisperModel

        ctranslate2.set_random_seed(_SEED)  # of the looser second tries: heard once more in the same order, the same words come
        try:
            recogniser: Any = WhisperModel(str(self._folder), device="cpu", compute_type="int8", local_files_only=True)
        except (RuntimeError, ValueError, OSError) as exc:
            raise ModelUnavailable(
                f"The model “{self._name}” cannot be loaded. The recording is safe.",
                f"Fetch it again: casescribe models install {self._name}",
            ) from exc
        encode = recogniser.encode

        def remembering(features: Any) -> Any:
            if not self._whole and self._reached >= _WORTH:
                raise _HalfMinuteDone
            if self._features is None or not np.array_equal(features, self._features):
                self._features, self._encoded = features, encode(features)
            return self._encoded

        recogniser.encode = remembering  # so that to ask about the same sound, or hear it again, need not encode it again
        return recogniser


def _flat(stretches: Sequence[Stretch]) -> list[Word]:
    return [word for _, said in stretches for segment in said for word in segment]


def _voiced(piece: npt.NDArray[np.float32], start: float, begin: float, end: float) -> float:
    """Seconds of voice between two moments of a recording, of which the piece begins at `start`."""
    return seconds_of_voice(piece[round((begin - start) * 16_000) : round((end - start) * 16_000)])
