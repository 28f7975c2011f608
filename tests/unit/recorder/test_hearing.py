from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from recorder.domain import Audio, HeardPiece, Transcript, Word
from recorder.ports import Sound
from recorder.transcription.hearing import hear_all, transcript_of, write_down
from recorder.transcription.live import LiveTranscript
from tests.ears import until

SOUND = Audio(np.arange(-80_000, 80_000, dtype=np.float32) / np.float32(100_000))  # ten seconds


@dataclass
class ShortOfBreath:
    """Is given three seconds and done after two."""

    model: str = "short sha256:0"
    language: str = "en"
    began: list[float] = field(default_factory=list)

    def piece_end(self, sound: Sound, start: float, *, ended: bool) -> float | None:
        if sound.seconds - start >= 3:
            return start + 3
        return sound.seconds if ended else None

    def hear_piece(
        self, piece: npt.NDArray[np.float32], start: float, *, last: bool, **_: Any
    ) -> tuple[list[tuple[Word, ...]], float]:
        self.began.append(start)
        end = start + (len(piece) / 16_000 if last else 2)
        return [(Word(start, end, f"{start:g}", 0.9),), ()], end

    def mark_languages(self, transcript: Transcript, sound: Sound) -> Transcript:
        return transcript


def test_a_piece_that_was_not_heard_to_its_end_goes_on_in_the_next() -> None:
    pieces = hear_all(ShortOfBreath(), SOUND)
    assert [(p.start, p.end) for p in pieces] == [(0, 2), (2, 4), (4, 6), (6, 8), (8, 10)]
    assert all(a.sha256 != b.sha256 for a, b in pairwise(pieces))
    transcript = transcript_of(pieces, ShortOfBreath(), SOUND, transcript_id="t")
    assert [(t.i, t.text, t.start) for t in transcript.turns] == [(i, f"{i * 2}", i * 2.0) for i in range(5)]
    assert (transcript.model, transcript.seconds) == ("short", 10.0)
    assert write_down(ShortOfBreath(), SOUND, transcript_id="t") == transcript


def test_sound_that_grows_is_heard_in_the_same_pieces() -> None:
    kept: list[HeardPiece] = []
    with LiveTranscript(ShortOfBreath, names=(), allow=lambda _: None, keep=kept.append) as live:
        for begin in range(0, len(SOUND.samples), 1_601):
            live.feed(SOUND.samples[begin : begin + 1_601])
        until(lambda: len(kept) == 3)
    again = ShortOfBreath()
    pieces = hear_all(again, SOUND, known=kept)
    assert again.began == [6, 8]
    assert pieces[:3] == tuple(kept)
    fresh = hear_all(ShortOfBreath(), SOUND)
    assert [(p.start, p.end, p.sha256, p.settings, p.segments) for p in pieces] == [
        (p.start, p.end, p.sha256, p.settings, p.segments) for p in fresh
    ]


@pytest.mark.parametrize(
    "changed",
    [{"model": "other sha256:1"}, {"language": "pl"}, {"names": ("Nan",)}, {"sha256": "0"}],
    ids=lambda c: next(iter(c)),
)
def test_a_piece_is_heard_again_when_anything_that_it_depends_on_has_changed(changed: dict[str, Any]) -> None:
    known = hear_all(ShortOfBreath(), SOUND)
    names = changed.pop("names", ())
    if "sha256" in changed:
        known = (replace(known[0], sha256=changed.pop("sha256")), *known[1:])
        expected: list[float] = [0]
    else:
        expected = [0, 2, 4, 6, 8]
    again = ShortOfBreath(**changed)
    hear_all(again, SOUND, names=names, known=known)
    assert again.began == expected
