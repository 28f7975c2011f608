"""Words in turns of one speaker each, by the channel that each was heard in (`recorder.sound.channel_voices`).

No word is added, lost or moved. A word that was said while two channels were loud, or none, makes its turn doubtful.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from recorder.domain import SpeakerSegment, Transcript, Turn, Word

_PAUSE = 2.0  # seconds of one speaker's silence after which a new turn begins
_LONG = 60  # words after which a turn ends with its sentence, so that a note can cite closely
_DOUBT = 0.5  # share of a turn's words that lie in nobody's stretch, or mostly in another's


def one_each(stretches: Sequence[SpeakerSegment], present: int | None) -> bool:
    """Whether each of the people present, if their number is known, has a channel: else some share one."""
    return bool(stretches) and present in (None, len({one.speaker for one in stretches}))


def by_channel(transcript: Transcript, stretches: Sequence[SpeakerSegment]) -> Transcript:
    """The same words, speakers "S1", "S2" … in order of first appearance. Without word times it comes back as it is."""
    words = [word for turn in transcript.turns for word in turn.words]
    if not words or any(not turn.words for turn in transcript.turns):
        return transcript
    heard = [_speaker(word, stretches) for word in words]
    speakers = _smooth([speaker for speaker, _ in heard], words)
    names: dict[str, str] = {}
    turns, begin = list[Turn](), 0
    for end in range(1, len(words) + 1):
        if end < len(words) and not _breaks(words, speakers, begin=begin, at=end):
            continue
        said = tuple(words[begin:end])
        unsure = sum(not sure or speaker != speakers[begin] for speaker, sure in heard[begin:end])
        turns.append(
            Turn(
                i=len(turns),
                speaker=names.setdefault(speakers[begin], f"S{len(names) + 1}"),
                text=" ".join(word.text for word in said),
                start=said[0].start,
                end=said[-1].end,
                words=said,
                speaker_doubtful=unsure >= _DOUBT * len(said),
            )
        )
        begin = end
    return replace(transcript, turns=tuple(turns))


def _speaker(word: Word, stretches: Sequence[SpeakerSegment]) -> tuple[str, bool]:
    """Who is heard most in a word, or nearest to it, and whether nobody else is in half of it."""
    shares = dict[str, float]()
    for stretch in stretches:
        shared = min(stretch.end, word.end) - max(stretch.start, word.start)
        if shared > 0:
            shares[stretch.speaker] = shares.get(stretch.speaker, 0.0) + shared
    if shares:
        speaker = max(shares, key=lambda one: shares[one])
        return speaker, sum(shares.values()) < 2 * shares[speaker]
    nearest = min(stretches, key=lambda one: max(one.start - word.end, word.start - one.end))
    return nearest.speaker, False


def _smooth(speakers: Sequence[str], words: Sequence[Word]) -> list[str]:
    """A lone word within a sentence goes with those around it: the times of words are some tenths of a second out."""
    smooth = list(speakers)
    for n in range(1, len(words) - 1):
        within = words[n - 1].text[-1:] not in ".?!" and words[n].text[-1:] not in ".?!"
        if within and smooth[n - 1] == speakers[n + 1] != speakers[n]:
            smooth[n] = smooth[n - 1]
    return smooth


def _breaks(words: Sequence[Word], speakers: Sequence[str], *, begin: int, at: int) -> bool:
    before, after = words[at - 1], words[at]
    long = at - begin >= _LONG and before.text[-1:] in ".?!"
    return speakers[at] != speakers[at - 1] or after.start - before.end > _PAUSE or long
