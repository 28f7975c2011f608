"""A language model that may reword one reported sentence.

It is thin on purpose: pseudonymised evidence in, one sentence out, greedy decoding, so that the same words give the same
sentence. The beginning of its sentence is written for it ("Parent A said that"), because small models mix up who spoke. It
is not trusted: `is_better` refuses what gains nothing, `models.evidence.grounding` what the evidence does not hold, and the
default is no writer.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import Path

from models.evidence.grounding import stem
from models.language.decoding import Decoding
from models.language.runner import Loaded, load
from models.talk.dates import MONTHS, NUMBER_WORDS, WEEKDAYS
from models.talk.speech import content, tokens

PROMPT = "report.txt"
_MOST_PROMPT = 1500  # tokens, about 1,100 words: whoever spoke longer at a stretch is not put into one sentence
_KEPT = 0.8  # share of the reported sentence's words of meaning that must stand in the writer's
_PERSONAL_TEXT = """
i i'm i've i'll i'd me my mine myself we we're we've we'll us our you you're you've you'll your yours
"""
_SEXED_TEXT = "he he's he'd he'll him his himself she she's she'd she'll her hers herself"
_NEGATION_TEXT = "no not never none nobody nothing nowhere neither nor without cannot"
_DOUBT_TEXT = "if might may maybe perhaps possibly probably could would unless sometimes think sure"
_PERSONAL, _SEXED = frozenset(_PERSONAL_TEXT.split()), frozenset(_SEXED_TEXT.split())
_NEGATIONS, _DOUBTS = frozenset(_NEGATION_TEXT.split()), frozenset(_DOUBT_TEXT.split())


class TransformersWriter:
    """Implements `recorder.ports.Writer` with any causal model that has a chat template.

    Args:
        folder: the model's files, verified by `models.fetching.weights`, GGUF or safetensors.
        fingerprint: the model's name and hash for the audit log.
        derived: where a copy converted for speed is kept; `.derived` beside the model's folder when None.
        decoding: how words are chosen.
        load: brings a model into memory; another one only in tests.
    """

    def __init__(
        self,
        folder: Path,
        *,
        fingerprint: str,
        derived: Path | None = None,
        decoding: Decoding | None = None,
        load: Callable[..., Loaded] = load,
    ) -> None:
        self._folder = folder
        self._fingerprint = fingerprint
        self._derived = derived or folder.parent / ".derived"
        self._decoding = decoding or Decoding()
        self._load = load
        self._loaded: Loaded | None = None
        self._fixed: int | None = None

    @property
    def model(self) -> str:
        """Name and hash of the model, then of the prompt, then of how it was run, separated by commas.

        Each part has the form the audit log takes, so that all of it is on record; "not-run" before the first sentence.
        """
        return f"{self._fingerprint}, prompt.{Path(PROMPT).stem} sha256:{prompt_sha256()}, {self.settings}"

    @property
    def settings(self) -> str:
        """What ran the model and how words were chosen, readable, with a hash: "ctranslate2-int8.greedy-… sha256:…"."""
        code = f"{self._loaded.runner.name if self._loaded else 'not-run'}.{self._decoding.code()}"
        return f"{code} sha256:{hashlib.sha256(code.encode()).hexdigest()}"

    def write(self, evidence: str, reported: str) -> str:
        """A sentence better than `reported` for the last speaker's words; empty when the model has none.

        `evidence` is turns, one a line, "Name: words". Raises `ModelUnavailable` when the folder holds no model.
        """
        written = self.propose(evidence)
        return written if is_better(written, reported, evidence=evidence) else ""

    def propose(self, evidence: str) -> str:
        """Whatever sentence the model makes of the last speaker's words; empty when there are too many of them."""
        start = opening(_last_speaker(evidence))
        loaded = self.load()
        prompt = self._encode(evidence, start)
        if len(prompt) > _MOST_PROMPT:
            return ""
        made = loaded.runner.go_on(prompt, self._decoding, fixed=self._fixed_length())
        return first_sentence(start + loaded.tokeniser.decode(made, skip_special_tokens=True))

    def load(self) -> Loaded:
        """The model in memory; the first call takes seconds, and the very first on a machine converts it."""
        if self._loaded is None:
            self._loaded = self._load(self._folder, fingerprint=self._fingerprint, derived=self._derived)
        return self._loaded

    def _encode(self, evidence: str, start: str) -> list[int]:
        tokeniser = self.load().tokeniser
        chat = tokeniser.apply_chat_template(
            conversation(evidence),
            add_generation_prompt=True,
            tokenize=False,
            enable_thinking=False,  # models that would reason aloud first are told not to; other templates ignore it
        )
        return list(tokeniser(chat + start, add_special_tokens=False)["input_ids"])

    def _fixed_length(self) -> int:
        """How many tokens every prompt begins with, whatever the evidence."""
        if self._fixed is None:
            one, other = self._encode("0", ""), self._encode("A", "")
            self._fixed = next(n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
        return self._fixed


@cache
def _prompt() -> str:
    return resources.files("models.language").joinpath("prompts", PROMPT).read_text(encoding="utf-8")


def prompt_sha256() -> str:
    """SHA-256 of the prompt's file, hexadecimal."""
    return hashlib.sha256(_prompt().encode()).hexdigest()


def conversation(evidence: str) -> list[dict[str, str]]:
    """The chat that a model is shown: the prompt's first part as the system's words, the second as the user's."""
    system, _, user = _prompt().partition("\n---\n")
    return [{"role": "system", "content": system}, {"role": "user", "content": user.strip().replace("{evidence}", evidence)}]


def opening(who: str) -> str:
    """The first words of the sentence, which are not left to the model."""
    return f"{who.strip()} said that"


def first_sentence(text: str) -> str:
    """The first sentence of a model's answer, without quotation marks around it or a line of its own after it."""
    line = next((part.strip() for part in text.splitlines() if part.strip()), "")
    found = re.match(r".+?[.!?](?=\s|$)", line)
    return (found[0] if found else line).strip('"“” ')


def is_better(written: str, reported: str, *, evidence: str) -> bool:
    """Whether the writer's sentence says what the reported one says, in a note's own voice.

    It names the speaker first; keeps most words of meaning and every figure, day, "not" and "might"; has no "I" or "you"
    left in it; and guesses nobody's sex. It says nothing of truth: grounding does. Nor of length: stand-ins are longer
    than names, so the drafter compares that once the names are back.
    """
    new, old, heard = tokens(written), tokens(reported), set(tokens(evidence))
    if not written.startswith(opening(_last_speaker(evidence))) or not written.endswith(".") or written == reported:
        return False
    if _PERSONAL & set(new) or (_SEXED & set(new)) - heard:
        return False
    if any(word not in new for word in old if _exact(word) or word in _DOUBTS) or _negations(new) != _negations(old):
        return False
    before, after = {stem(w) for w in content(reported)}, {stem(w) for w in content(written)}
    return len(before & after) >= _KEPT * len(before)


def _last_speaker(evidence: str) -> str:
    return evidence.rstrip().rpartition("\n")[2].partition(":")[0]


def _exact(word: str) -> bool:
    figure = word.isdecimal() or (word in NUMBER_WORDS and word != "one")  # "that one" is no figure
    return figure or word in WEEKDAYS or word in MONTHS


def _negations(words: list[str]) -> int:
    return sum(w in _NEGATIONS or w.endswith("n't") for w in words)
