"""Who speaks at each moment, and who said each word, given the voices of a recording.

Pure functions. Moments a tenth of a second apart are given to voices all at once by the cheapest path (Viterbi 1967):
agreeing with the windows around a moment pays, changing speaker costs, little at a pause and much without one. Words then
go to the voice of their time, by a second such path in which a change costs little where a sentence ends, so that a single
odd word does not become somebody else's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

from models.hearing.voiced import Stretches
from recorder.domain import SpeakerSegment, Turn, Word

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_MOMENT = 0.1  # seconds
_CHANGE, _CHANGE_AT_PAUSE = 0.6, 0.1  # what a change of speaker costs, in units of cosine times moments
_WORD_CHANGE, _COMMA_CHANGE, _SENTENCE_CHANGE = 0.6, 0.25, 0.05  # the same between words, in words
_PAUSE = 0.3  # seconds between words after which somebody else may as well be speaking
# As people mark turns: a breath around it belongs to a turn (NIST forgives 0.25 s), and a pause for thought does not end it.
_BREATH, _THOUGHT = 0.25, 0.7  # seconds
_NEW_TURN_PAUSE = 2.0  # seconds of one speaker's silence after which a new turn begins
_LONG_TURN = 60  # words after which a turn ends with its sentence, so that a note can cite closely
# A turn whose voice fits better than the next by less than this is marked: on the mixes about a third of what lasts less than
# half a second, and hardly anything longer than 0.8 s.
_DOUBT = 0.05  # cosine


@dataclass(frozen=True, slots=True)
class Heard:
    """A stretch in which one voice was heard."""

    start: float  # seconds
    end: float
    voice: int
    lead: float  # cosine by which this voice fits better than the next, on average; 1.0 where there is no other


def trace(
    stretches: Stretches, laid: Stretches, embeddings: npt.NDArray[np.float32], voices: npt.NDArray[np.float32]
) -> list[Heard]:
    """Which voice is heard when, through all `stretches` of speech.

    Args:
        stretches: where somebody speaks.
        laid: the windows over them, in order; at least one.
        embeddings: one a window, shape (windows, size).
        voices: shape (voices, size), at least one.
    """
    import numpy as np

    counts = [max(round((end - start) / _MOMENT), 1) for start, end in stretches]
    moments = np.concatenate(
        [start + (np.arange(n) + 0.5) * (end - start) / n for (start, end), n in zip(stretches, counts, strict=True)]
    )
    stretch = np.repeat(np.arange(len(counts)), counts)
    scores = _scores(moments, laid, embeddings @ voices.T)
    costs = np.where(np.diff(stretch) > 0, _CHANGE_AT_PAUSE, _CHANGE)
    labels = _cheapest_path(scores, costs)
    ordered = np.sort(scores, axis=1)
    lead = ordered[:, -1] - ordered[:, -2] if len(voices) > 1 else np.ones(len(scores))
    heard, at = [], 0
    for (number, voice), run in groupby(zip(stretch.tolist(), labels, strict=True)):
        length = len(list(run))
        (start, end), first = stretches[number], at - int(stretch.searchsorted(number))
        moment = (end - start) / counts[number]
        heard.append(
            Heard(start + first * moment, start + (first + length) * moment, voice, float(lead[at : at + length].mean()))
        )
        at += length
    return heard


def as_segments(heard: Sequence[Heard]) -> tuple[SpeakerSegment, ...]:
    """What was heard as turns in time: each with a breath around it as far as nobody else speaks, S1, S2 … by appearance."""
    joined: list[Heard] = []
    for h in heard:
        if joined and joined[-1].voice == h.voice and h.start - joined[-1].end < _THOUGHT:
            last = joined.pop()
            joined.append(Heard(last.start, h.end, h.voice, min(last.lead, h.lead)))
        else:
            joined.append(h)
    names: dict[int, str] = {}
    quiet = [0.0, *((b.start - a.end) / 2 for a, b in pairwise(joined)), 0.0]
    segments = []
    for n, h in enumerate(joined):
        before = min(_BREATH, h.start if n == 0 else quiet[n])
        after = _BREATH if n == len(joined) - 1 else min(_BREATH, quiet[n + 1])
        segments.append(SpeakerSegment(h.start - before, h.end + after, names.setdefault(h.voice, f"S{len(names) + 1}")))
    return tuple(segments)


def label_words(words: Sequence[Word], heard: Sequence[Heard]) -> list[int]:
    """For each word the voice that said it. `words` and `heard` in order of time, at least one of each."""
    import numpy as np

    starts, ends = np.array([h.start for h in heard]), np.array([h.end for h in heard])
    of = np.array([h.voice for h in heard])
    shares = np.zeros((len(words), int(of.max()) + 1))
    for n, word in enumerate(words):
        shared = np.minimum(ends, word.end) - np.maximum(starts, word.start)  # negative: the quiet between
        if shared.max() > 0:
            np.add.at(shares[n], of[shared > 0], shared[shared > 0])
            shares[n] /= shares[n].sum()
        else:
            shares[n, of[int(shared.argmax())]] = 1.0
    return _cheapest_path(shares, np.array([_change_cost(a, b) for a, b in pairwise(words)]))


def word_leads(words: Sequence[Word], labels: Sequence[int], heard: Sequence[Heard]) -> list[float]:
    """How much better each word's voice fits its moment than the next does (cosine); negative where the sound says another."""
    import numpy as np

    starts, ends = np.array([h.start for h in heard]), np.array([h.end for h in heard])
    leads = []
    for word, label in zip(words, labels, strict=True):
        at = heard[int((np.minimum(ends, word.end) - np.maximum(starts, word.start)).argmax())]
        leads.append(at.lead if at.voice == label else -at.lead)
    return leads


def turns_from_words(
    words: Sequence[Word], labels: Sequence[int], *, leads: Sequence[float] = (), within: Sequence[Turn] = ()
) -> tuple[Turn, ...]:
    """Turns out of words and the voice of each; all words, in order, once.

    Args:
        words: in order of time.
        labels: the voice of each.
        leads: `word_leads`; turns with little are marked doubtful. Without them none is.
        within: the turn that each word was in before. One in another language stays whole, with its translation, and goes to
            whoever said most of it.
    """
    labels = list(labels)
    for first, last in _foreign(within):
        labels[first:last] = [max(labels[first:last], key=labels[first:last].count)] * (last - first)
    names: dict[int, str] = {}
    turns: list[Turn] = []
    begin = 0
    for end in range(1, len(words) + 1):
        if end < len(words) and not _breaks(words, labels, within, begin=begin, at=end):
            continue
        said = tuple(words[begin:end])
        turn = Turn(
            i=len(turns),
            speaker=names.setdefault(labels[begin], f"S{len(names) + 1}"),
            text=" ".join(w.text for w in said),
            start=said[0].start,
            end=said[-1].end,
            words=said,
            speaker_doubtful=bool(leads) and sum(leads[begin:end]) / len(said) < _DOUBT,
        )
        if within and within[begin].language:
            turn = replace(turn, language=within[begin].language, translation=within[begin].translation)
        turns.append(turn)
        begin = end
    return tuple(turns)


def _foreign(within: Sequence[Turn]) -> Iterator[tuple[int, int]]:
    """First word and the one after the last of each turn in another language."""
    at = 0
    for _, run in groupby(within, key=id):
        turns = list(run)
        if turns[0].language:
            yield at, at + len(turns)
        at += len(turns)


def _breaks(words: Sequence[Word], labels: Sequence[int], within: Sequence[Turn], *, begin: int, at: int) -> bool:
    if within and (within[at].language or within[at - 1].language):
        return within[at] is not within[at - 1]
    before, after = words[at - 1], words[at]
    long_enough = at - begin >= _LONG_TURN and _ends_sentence(before.text)
    return labels[at] != labels[at - 1] or after.start - before.end > _NEW_TURN_PAUSE or long_enough


def _ends_sentence(text: str) -> bool:
    """Whether a word ends a sentence, as the recogniser punctuated it."""
    return text.rstrip("\"'”’)").endswith((".", "?", "!", "…"))


def _change_cost(before: Word, after: Word) -> float:
    if after.start - before.end > _PAUSE or _ends_sentence(before.text):
        return _SENTENCE_CHANGE
    return _COMMA_CHANGE if before.text.endswith((",", ";", ":", "-")) else _WORD_CHANGE


def _scores(moments: npt.NDArray[np.float64], laid: Stretches, likeness: Any) -> npt.NDArray[np.float64]:
    """How well each voice fits each moment: the windows' `likeness`, those counting most in whose middle the moment lies."""
    import numpy as np

    total, weight = np.zeros((len(moments), likeness.shape[1])), np.zeros(len(moments))
    for (start, end), alike in zip(laid, likeness, strict=True):
        first, last = moments.searchsorted([start, end])
        near = 1.02 - np.abs(moments[first:last] - (start + end) / 2) / max((end - start) / 2, _MOMENT)
        total[first:last] += near[:, None] * alike
        weight[first:last] += near
    scores: npt.NDArray[np.float64] = total / np.maximum(weight, 1e-9)[:, None]
    return scores


def _cheapest_path(scores: npt.NDArray[np.float64], costs: npt.NDArray[np.float64]) -> list[int]:
    """Labels that maximise the sum of scores less the cost of each change. `scores` (n, voices), `costs` (n − 1,)."""
    import numpy as np

    total, came_from = scores[0].copy(), np.zeros(scores.shape, int)
    for i in range(1, len(scores)):
        best = int(total.argmax())
        changed = total[best] - costs[i - 1]
        stays = total >= changed
        came_from[i] = np.where(stays, np.arange(scores.shape[1]), best)
        total = np.where(stays, total, changed) + scores[i]
    labels = [int(total.argmax())]
    for i in range(len(scores) - 1, 0, -1):
        labels.append(int(came_from[i, labels[-1]]))
    return labels[::-1]
