"""An adult's sentence told by somebody else: "I've not filled the form in" becomes "she had not filled the form in".

Person and tense are shifted as a grammar of English prescribes (Quirk et al. 1985, 14.28–14.35): present to past, "will" to
"would", "have" to "had"; a simple past stays. It is done only where each verb is known, each pronoun has one possible
meaning and no word belongs to a dialect; everything else is None, and the words themselves then stand in quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from models.wording.telling import Telling
from models.wording.telling_words import LONGEST, NOT_TOLD, SUBJECTS, Known, join, lowered
from recorder.domain import Turn

# "One is done", "The other one, she came": what there is one of stands in the sentence before.
_ONE = re.compile(r"(?:and |but |so )?(?:the )?(?:\w+ )?one\b(?! (?:of|time|day|night|week)\b)", re.IGNORECASE)


class Retelling(Known):
    """Tells what was said in a talk."""

    def retell(self, sentence: str, *, speaker: str, place: int, before: str, listener: str = "") -> str | None:
        """The sentence in the third person and the past, its first letter small, no stop; None where it is not certain.

        `place` is the turn's place in the talk; `before` is what the note's reader has read by then. Without a `listener`
        nothing that is said to "you" is told.
        """
        words = self.tokens.get(sentence)
        if not words or len(words) > LONGEST or _ONE.match(sentence):
            return None
        return Telling(self, words, sentence=sentence, speaker=speaker, place=place, before=before, listener=listener).told()

    def ask(self, question: str, *, asked_by: str, answerer: str, place: int) -> str | None:
        """The question told ("whether Jo took the tablets", "how often Max saw Ruth"); None where it is not certain."""
        words = self.tokens.get(question)
        if not words or len(words) > LONGEST // 2 or words[-1].text != "?":
            return None
        telling = Telling(self, words, sentence=question, speaker=asked_by, place=place, before="", listener=answerer)
        return telling.asked()

    def fragment(self, sentence: str, *, answers_open: bool = False) -> str | None:
        """Words without a verb and without anybody in them ("Not a night."), fit to follow a question; else None.

        With `answers_open` they answer a "who", "what" or "where", which one word may do.
        """
        words = self.tokens.get(sentence, ())
        plain = [w for w in words if w.text[0].isalnum()]
        if (
            not plain
            or len(plain) > 10
            or (
                len(plain) < 3 and plain[0].tag not in ("IN", "CD", "NNP", "RB", "DT", *(("NN", "NNS") if answers_open else ()))
            )
            or any(w.text in "?!…—–:;“”" for w in words)
        ):
            return None
        if any(w.tag == "NAME" and n and words[n - 1].text == "," for n, w in enumerate(words)):
            return None
        # "Monday's all right"
        is_told = any(w.low == "'s" and v.tag[:2] in ("JJ", "RB", "IN") for w, v in pairwise(words))
        if is_told or any(w.low in ("that", "this", "it", "one", "those") for w in words):
            return None
        if any(w.tag[:2] in ("VB", "MD", "PR", "WP", "UH", "WD") or w.low in NOT_TOLD or w.low in SUBJECTS for w in words):
            return None
        first = plain[0]
        if first.tag == "CC" or (first.tag.startswith("NNP") and not self.keeps_capital(first)):
            return None
        return join([lowered(first, self), *(w.text for w in words[1:] if w.text != ".")])

    @classmethod
    def proper_of(cls, turns: Sequence[Turn]) -> frozenset[str]:
        """Words that have a capital inside a sentence."""
        return frozenset(w for t in turns for w in re.findall(r"(?<=[a-z,;] )[A-Z][^\W\d_]+", t.text))

    @classmethod
    def openers_of(cls, turns: Sequence[Turn]) -> frozenset[str]:
        """Words that begin a sentence and stand before another with a capital."""
        return frozenset(w for t in turns for w in re.findall(r"(?:^|[.?!] )([A-Z][^\W\d_]+) [A-Z][^\W\d_]+", t.text))
