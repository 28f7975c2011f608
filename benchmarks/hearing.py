"""How well Casescribe hears, each figure beside plain faster-whisper with the same model in the same run.

    python -m benchmarks.hearing words names doubt inventions [--visits DIR] [--speech MANIFEST.jsonl] [--model whisper-base]

`words`: word error rate on read speech and on spoken visits, clean and with brown noise 15 dB below, deletions apart.
`names`: roster names found and pushed in. `doubt`: how many of the wrong words, and of the right ones, are marked.
`inventions`: words an hour on sound without words, before and after the guards. "plain" is
`WhisperModel(...).transcribe(sound, language="en", beam_size=5, word_timestamps=True)`, int8, without a roster
unless `--hot-words` gives it the names.
Spoken visits are excerpts of about a minute (`benchmarks.heard`), kept in the temporary folder; `--visit-words 100000`
takes whole visits, `--voices 0 3 6` every voice of the tool, `--other-names` names of many origins in place of the visits'.
Synthetic voices are clearer in some ways and odder in others than people. Further measures of hearing belong into `MEASURES`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import Any

from benchmarks import wordless_sounds
from benchmarks.heard import Excerpt, Voicing, compare, mentions, speak
from models.fetching.weights import ModelStore
from models.hearing.transcriber import WhisperTranscriber
from recorder.capture import decode_audio
from recorder.config import load_config
from recorder.domain import Audio, Doubt, Word
from redaction.lexicon import lexicon

NOISE_DB = 15.0  # below the speech
HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Heard:
    """What both made of one sound, and the processor seconds that each took."""

    excerpt: Excerpt
    ours: tuple[Word, ...]
    plain: tuple[str, ...]
    ours_cpu: float
    plain_cpu: float


class Bench:
    """The machine's two pairs of ears, and what they heard of the spoken visits."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        folder = ModelStore(load_config().models_dir).path(args.model)
        self._ours = WhisperTranscriber(folder, fingerprint=args.model, name=args.model, is_word=lexicon().is_word)
        self._folder = folder

    def ours(self, sound: Audio, names: Sequence[str] = ()) -> tuple[Word, ...]:
        """Casescribe's words."""
        return tuple(word for segment in self.segments(sound, names) for word in segment)

    def segments(self, sound: Audio, names: Sequence[str]) -> list[tuple[Word, ...]]:
        """The same, as the recogniser divides them."""
        return [turn.words for turn in self._ours.transcribe(sound, transcript_id="bench", names=names).turns]

    def parts(self, text: str) -> int:
        """Of how many parts the recogniser makes a word."""
        return len(self._plain.hf_tokenizer.encode(f" {text}", add_special_tokens=False).ids)

    def plain(self, sound: Audio, names: Sequence[str] = ()) -> tuple[str, ...]:
        """Plain faster-whisper's words."""
        hot = " ".join(dict.fromkeys(names)) or None
        segments, _ = self._plain.transcribe(sound.samples, language="en", beam_size=5, word_timestamps=True, hotwords=hot)
        return tuple(w for segment in segments for w in segment.text.split())

    @cached_property
    def _plain(self) -> Any:
        from faster_whisper import WhisperModel

        return WhisperModel(str(self._folder), device="cpu", compute_type="int8", local_files_only=True)

    @cached_property
    def spoken(self) -> list[Heard]:
        """Every excerpt, heard by both."""
        heard = list[Heard]()
        visits = sorted(self.args.visits.glob("*.json"))
        for noise, turned, visit in product((None, NOISE_DB), self.args.voices, visits):
            voicing = Voicing(turned, noise, self.args.other_names)
            for number, excerpt in enumerate(speak(visit, tool=self.args.tool, voicing=voicing, words=self.args.visit_words)):
                if number < self.args.excerpts:
                    heard.append(self._both(excerpt))
                    print(f"  heard {excerpt.name}", flush=True)
        return heard

    def _both(self, excerpt: Excerpt) -> Heard:
        sound, names = decode_audio(excerpt.sound), [n for p in excerpt.roster for n in p.spoken_names]
        begin = time.process_time()
        ours = self.ours(sound, names)
        middle = time.process_time()
        plain = self.plain(sound, names if self.args.hot_words else ()) if not self.args.no_plain else ()
        return Heard(excerpt, ours, plain, middle - begin, time.process_time() - middle)


def words(bench: Bench) -> None:
    clips = [json.loads(line) for line in bench.args.speech.read_text(encoding="utf-8").splitlines() if line.strip()]
    sounds = [(decode_audio(bench.args.speech.parent / c["audio"]), c["text"]) for c in clips]
    read = [(said, [w.text for w in bench.ours(sound)], bench.plain(sound)) for sound, said in sounds]
    _rates(f"read speech, {len(clips)} clips", read)
    for kind in ("clean", "noise"):
        some = [h for h in bench.spoken if kind in h.excerpt.name]
        _rates(f"spoken visits, {kind}", [(h.excerpt.said, [w.text for w in h.ours], h.plain) for h in some])
    ours, plain = (sum(t) for t in zip(*((h.ours_cpu, h.plain_cpu) for h in bench.spoken), strict=True))
    print(f"processor time on spoken visits, names given: {ours / max(plain, 1e-9):.2f} × plain")


def _rates(what: str, heard: Sequence[tuple[str, Sequence[str], Sequence[str]]]) -> None:
    for who, side in (("casescribe", 1), ("plain", 2)):
        errors = [compare(str(one[0]), one[side]) for one in heard]
        total = sum(e.words for e in errors)
        rate = sum(e.wrong for e in errors) / total
        print(f"{what:28} {who:10} word error rate {rate:6.2%}   lost {sum(e.lost for e in errors)} of {total} words")


def names(bench: Bench) -> None:
    for kind in ("clean", "noise"):
        some = [h for h in bench.spoken if kind in h.excerpt.name]
        for who in ("casescribe", "plain"):
            texts = [" ".join(w.text for w in h.ours) if who == "casescribe" else " ".join(h.plain) for h in some]
            found = [mentions(h.excerpt.said, text, h.excerpt.roster) for h, text in zip(some, texts, strict=True)]
            said, false, length = (sum(getattr(m, a) for m in found) for a in ("said", "false", "heard_words"))
            recall, pushed = sum(m.found for m in found) / max(said, 1), 1000 * false / max(length, 1)
            print(f"names, {kind:6} {who:10} found {recall:.3f} of {said}   pushed in {pushed:.2f} in 1,000 words")


def doubt(bench: Bench) -> None:
    rows = list[tuple[Word, bool]]()
    for heard in bench.spoken:
        wrong = compare(heard.excerpt.said, [w.text for w in heard.ours]).wrong_heard
        rows += [(word, i in wrong) for i, word in enumerate(heard.ours)]
    figures = [word.doubt is Doubt.LISTEN for word, bad in rows if bad and any(c.isdigit() for c in word.text)]
    for bad in (True, False):
        marked = [bool(word.doubt) for word, was in rows if was is bad]
        print(f"{'wrong' if bad else 'right':5} words marked: {sum(marked) / max(len(marked), 1):.3f} of {len(marked)}")
    print(f"wrong digits marked “listen”: {sum(figures) / max(len(figures), 1):.3f} of {len(figures)}")


def inventions(bench: Bench) -> None:
    clips = [decode_audio(p).samples for p in sorted(bench.args.speech.parent.glob("*.flac")) if "_" not in p.stem]
    length = bench.args.minutes * 60.0
    for name in bench.args.sounds:
        make: Callable[..., Any] = getattr(wordless_sounds, name)
        sound = Audio(
            make(length, bench.args.seed, clips=clips) if name in ("babble", "television") else make(length, bench.args.seed)
        )
        ours = len(bench.ours(sound))
        plain = "not measured" if bench.args.no_plain else f"{len(bench.plain(sound)) * HOUR / length:.0f}"
        print(
            f"{name:12} {length / 60:.0f} min   casescribe {ours * HOUR / length:5.0f} words an hour   plain {plain}",
            flush=True,
        )


MEASURES: dict[str, Callable[[Bench], None]] = {"words": words, "names": names, "doubt": doubt, "inventions": inventions}


def options(parser: argparse.ArgumentParser) -> argparse.Namespace:
    """What was asked for on the command line, beside the measures."""
    shared = Path("../shared")
    parser.add_argument("--visits", type=Path, default=shared / "data/visits", help="folder of role-play visits")
    parser.add_argument("--speech", type=Path, default=shared / "data/speech/manifest.jsonl")
    parser.add_argument("--tool", type=Path, default=shared / "tools/speak_visit.py", help="makes a visit into sound")
    parser.add_argument("--model", default="whisper-base")
    parser.add_argument("--visit-words", type=int, default=190, help="words of each excerpt at least")
    parser.add_argument("--excerpts", type=int, choices=(1, 2), default=2, help="of each visit; the first is densest in names")
    parser.add_argument("--voices", type=int, nargs="+", default=[0], help="0 3 6: every voice of the tool is heard")
    parser.add_argument("--other-names", action="store_true", help="names that no list holds, in place of the visits' own")
    parser.add_argument("--minutes", type=float, default=10.0, help="of each sound without words")
    parser.add_argument(
        "--sounds", nargs="+", default=["silence", "brown_noise", "music", "kettle", "baby", "babble", "television"]
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hot-words", action="store_true", help="plain faster-whisper gets the names too, as hot words")
    parser.add_argument("--no-plain", action="store_true", help="leave plain faster-whisper out, to save time")
    return parser.parse_args()


def head(args: argparse.Namespace) -> None:
    """What the figures below were measured on and against."""
    cpu = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.+)", cpu.read_text(encoding="utf-8")) if cpu.exists() else None
    name = found[1] if found else platform.processor()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    hot = "the names as hot words" if args.hot_words else "no names"
    print(f"machine: {name}, {os.cpu_count()} cores, {platform.system()}{load}; Python {platform.python_version()}")
    print(f"model: {args.model}, int8, beam 5, word times, English; voices {args.voices}, excerpts {args.excerpts} a visit")
    print(f"baseline: faster-whisper {version('faster-whisper')} (CTranslate2 {version('ctranslate2')}), same model, {hot}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measures", nargs="*", help=f"some of {', '.join(MEASURES)}; all without any")
    args = options(parser)
    if unknown := set(args.measures) - set(MEASURES):
        parser.error(f"no measure: {', '.join(sorted(unknown))}")
    head(args)
    bench = Bench(args)
    for measure in args.measures or MEASURES:
        MEASURES[measure](bench)


if __name__ == "__main__":
    main()
