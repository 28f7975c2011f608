"""Speech in another language than the visit's: noticed, kept in its own words, with a translation beside it.

Made to hear English, Whisper turns Polish into fluent English that nobody said, and sometimes into its opposite. What it is
unsure of is therefore looked at again: which language is it, and does it make sense in that language? Only then do its own
words take their place, with Whisper's translation beside them where that can be relied on, which with a small model is
seldom. With an interpreter both sides stay, each in its own turn. Sure words cost nothing, so English visits are not slowed.

It refuses to name a language that it is not sure of: such a stretch is marked as `UNCLEAR`, its words as they
were heard and doubtful. Urdu, Bengali, Arabic and others are beyond the small models.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from recorder.domain import Doubt, Transcript, Turn, Word
from recorder.ports import Sound

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

UNCLEAR = "und"  # ISO 639-2: undetermined
_UNSURE = 0.8  # mean probability of words; other languages heard as English lay below, read English above 0.83
_LOST = 0.55  # below this not even a poor line makes English
_SHORTEST = 4.0  # seconds; less does not tell a language
_LONGEST = 10.0  # seconds of words that are judged together
_PAUSE = 1.0  # seconds after which somebody may go on in another language
_CLEAR = 0.6  # of the detection's probability for another language …
_HARDLY = 0.08  # … and for the visit's own: in a noisy meeting English fell to 0.10, elsewhere it had 0.68 and more
_UNLIKELY = 0.2  # of the detection's probability for the visit's own language, where no other is clear
_BETTER = 0.1  # mean probability by which the words must be surer in the language that they are taken for …
_CERTAIN = 0.95  # … but for a detection as sure as this: Whisper writes some Spanish down as Spanish, whatever it is told
_TRANSLATED = -0.5  # mean log probability; below it the small model's translations were inventions
_NOT_SPOKEN_AT_HOME = frozenset({"la", "nn", "sa", "haw", "mi", "jw"})  # where Whisper puts what it cannot place
_GLANCE = 10.0  # seconds that are looked at first: a sixth of the cost of …
_WINDOW = 30.0  # … what Whisper hears at once
_LOOPS = 2.4  # how far a text may be compressed (Radford et al. 2022, section 4.5); more, and it repeats itself
_RATE = 16_000  # Hz


@dataclass(frozen=True, slots=True)
class Reading:
    """What a stretch of sound says in one language."""

    words: tuple[Word, ...]
    translation: str  # into English


class ForeignSpeech:
    """Finds and marks it in a finished transcript.

    Args:
        recogniser: gives a `faster_whisper.WhisperModel`, which should know more languages than one.
    """

    def __init__(self, recogniser: Callable[[], Any]) -> None:
        self._recogniser = recogniser

    def mark(self, transcript: Transcript, sound: Sound) -> Transcript:
        """The transcript with turns in their own language; the same one if all of it is in the visit's.

        `sound` is 16 kHz mono. Raises what loading the recogniser raises.
        """
        stretches = doubtful_stretches(transcript)
        if not stretches or not self._recogniser().model.is_multilingual:
            return transcript
        turns = list(transcript.turns)
        for i, words in reversed(stretches):
            turns[i : i + 1] = self._heard_again(turns[i], words, sound, transcript.language)
        return replace(transcript, turns=tuple(replace(t, i=n) for n, t in enumerate(turns)))

    def _heard_again(self, turn: Turn, words: tuple[Word, ...], sound: Sound, own: str) -> list[Turn]:
        begin, end = words[0].start, words[-1].end
        samples = sound.read(begin, end)
        found = self._detect(samples, _GLANCE)
        if len(samples) > _GLANCE * _RATE and decide(found, own=own, sure=_sure(words)) != own:
            found = self._detect(samples, _WINDOW)  # in a noisy meeting ten seconds can sound like German
        language = decide(found, own=own, sure=_sure(words))
        if language == own:
            return [turn]
        if language == UNCLEAR:
            doubtful = tuple(replace(w, doubt=w.doubt or Doubt.DOUBTFUL) for w in words)
            return split(turn, words, language, Reading(doubtful, ""))
        reading = self._read(samples, begin, language)
        if not reading.words or (found[language] < _CERTAIN and _sure(reading.words) < _sure(words) + _BETTER):
            return [turn]
        return split(turn, words, language, reading)

    def _detect(self, samples: npt.NDArray[np.float32], seconds: float) -> dict[str, float]:
        """Language → probability, of the first seconds. CTranslate2 takes less than half a minute, at a share of the cost."""
        recogniser = self._recogniser()
        features = recogniser.feature_extractor(samples[: int(seconds * _RATE)], padding=0)
        frames = features.shape[-1] // 2 * 2
        found = recogniser.model.detect_language(recogniser.encode(features[..., :frames]))[0]
        return {token[2:-2]: float(probability) for token, probability in found}

    def _read(self, samples: npt.NDArray[np.float32], begin: float, language: str) -> Reading:
        recogniser = self._recogniser()
        settings = {"language": language, "condition_on_previous_text": False, "temperature": 0.0}
        said, _ = recogniser.transcribe(samples, task="transcribe", word_timestamps=True, **settings)
        heard = list(said)
        if any(segment.compression_ratio > _LOOPS for segment in heard):
            return Reading((), "")
        words = tuple(
            Word(round(begin + float(w.start), 3), round(begin + float(w.end), 3), w.word.strip(), float(w.probability))
            for segment in heard
            for w in segment.words or ()
            if w.word.strip()
        )
        translated, _ = recogniser.transcribe(samples, task="translate", **settings)
        segments = list(translated)
        relied_on = all(segment.avg_logprob >= _TRANSLATED for segment in segments)
        return Reading(words, " ".join(segment.text.strip() for segment in segments) if relied_on else "")


def decide(probabilities: Mapping[str, float], *, own: str, sure: float) -> str:
    """Which language a stretch is in: the visit's `own`, another, or `UNCLEAR`.

    Args:
        probabilities: language → probability, as detected.
        own: the language of the visit.
        sure: mean probability of its words, 0 to 1, when they were taken for the visit's language.
    """
    likely = max(probabilities, key=lambda language: probabilities[language], default=own)
    spoken, for_own = likely not in {own, *_NOT_SPOKEN_AT_HOME}, probabilities.get(own, 0.0)
    if spoken and probabilities[likely] >= _CLEAR and for_own < _HARDLY:
        return likely
    return UNCLEAR if for_own < _UNLIKELY and sure < _LOST else own


def doubtful_stretches(transcript: Transcript) -> list[tuple[int, tuple[Word, ...]]]:
    """Turn and words of every stretch, of one turn each, that may be in another language, in order."""
    found = []
    for place, turn in enumerate(transcript.turns):
        held: list[Word] = []
        for phrase in [*_phrases(turn.words), ()]:
            if phrase and _sure(phrase) < _UNSURE:
                held += phrase
                continue
            if held and held[-1].end - held[0].start >= _SHORTEST:
                found.append((place, tuple(held)))
            held = []
    return found


def split(turn: Turn, words: Sequence[Word], language: str, reading: Reading) -> list[Turn]:
    """A turn cut at a stretch of its words, which is put in its own language; numbers stay as they were."""
    before = tuple(w for w in turn.words if w.start < words[0].start)
    after = tuple(w for w in turn.words if w.start > words[-1].start)
    foreign = replace(_turn_of(turn, reading.words), language=language, translation=reading.translation)
    return [*([_turn_of(turn, before)] if before else []), foreign, *([_turn_of(turn, after)] if after else [])]


def _turn_of(turn: Turn, words: tuple[Word, ...]) -> Turn:
    return replace(turn, text=" ".join(w.text for w in words), start=words[0].start, end=words[-1].end, words=words)


def _phrases(words: Sequence[Word]) -> list[tuple[Word, ...]]:
    """Words that belong together, by pauses, none much longer than `_LONGEST`."""
    phrases: list[tuple[Word, ...]] = []
    for word in words:
        if phrases and word.start - phrases[-1][-1].end < _PAUSE and word.end - phrases[-1][0].start <= _LONGEST:
            phrases[-1] = (*phrases[-1], word)
        else:
            phrases.append((word,))
    return phrases


def _sure(words: Sequence[Word]) -> float:
    return sum(w.probability for w in words) / len(words) if words else 0.0
