"""The verbs of a told sentence: the present into the past, and “will” into “would”, where each verb is known."""

from __future__ import annotations

from models.talk.grammar import Token
from models.wording.telling_words import BE, DO, FINITE, HAS, HAVE, IS, LETS_PLAIN, MODALS, PAST_BE_SINGULAR, SUBJECTS, Words
from models.wording.verbs import past_of


class Verbs(Words):
    """Shifts one verb; None where it could be another form."""

    def _verb(self, n: int, word: Token) -> str | None:  # noqa: PLR0911, PLR0912 - one line a kind of verb
        low, words = word.low, self._words
        before = words[n - 1] if n else None
        after = self._next(n)
        if low == "'s" and (word.tag == "POS" and before is not None and before.tag != "PRP"):
            return "'s" if after.tag[:1] in ("N", "J", "V", "C") and words[n + 1].tag != "VBN" else None
        if low == "'s":
            said = self._has_or_is(n, after)
            return "is" if said == "was" and self._ahead else said
        if low == "'d":
            done = after.tag == "VBN" or after.low in HAS
            return "had" if done else "would" if after.tag == "VB" else None
        if word.tag == "MD" or (low in MODALS and word.tag in ("MD", "")):
            return MODALS.get(low)
        if low in BE and word.tag in FINITE:
            if self._ahead and self._subject_of(n) not in ("i", "you", "we"):
                return {"'re": "are"}.get(low, low)
            return self._be(n, low)
        if low in HAVE and word.tag in FINITE:
            return self._have(n, after)
        if low in DO and word.tag in FINITE:
            return "did"
        if word.tag == "VBD":
            if before is not None and before.tag == "NAME" and word.low == past_of(word.low):
                return word.text
            return word.text
        if word.tag in ("VBZ", "VBP"):
            if before is not None and before.tag in ("TO", "MD"):
                return None
            if low == "used":
                return "used"
            if self._ahead:
                return word.text if self._subject_of(n) not in ("i", "you", "we") else None
            return past_of(low, third=word.tag == "VBZ")
        if word.tag == "VB":
            return {"'ve": "have"}.get(low, word.text) if self._governed(n) else None
        if word.tag == "VBN":
            return word.text if self._has_helper(n) else None
        if word.tag == "VBG":
            return None if before is None or before.low in SUBJECTS else word.text
        return word.text

    def _be(self, n: int, low: str) -> str | None:
        subject = self._words[n - 1].low if n else ""
        if subject == "you":
            return "was"  # spoken to one person
        if low == "were" and subject in PAST_BE_SINGULAR and "if" not in [w.low for w in self._words[:n]]:
            return None  # “it were”: a dialect
        if low == "was" and subject in ("we", "they", "you"):
            return None
        return BE[low]

    def _has_or_is(self, n: int, after: Token) -> str | None:
        follows = self._words[self._words.index(after) + 1] if after in self._words[:-1] else None
        owns = follows is not None and (follows.tag in ("DT", "PRP$", "PRP", "CD") or follows.low in ("the", "a"))
        if after.low == "got":
            self._skip.add(self._words.index(after, n))
            return "had" if not (follows and follows.tag == "VBN") else None
        if after.low in HAS and (after.tag in ("VBN", "VBD") or after.low == "been"):
            return "had"
        if after.tag in ("VBN", "VBD"):
            return "was" if after.low in IS else "had" if owns else None
        if after.tag in ("JJ", "NN", "VB", "VBP") and owns and after.tag != "NN":
            return None  # “he's wet the bed” read as “he is wet”
        return "was"

    def _have(self, n: int, after: Token) -> str | None:
        if after.low == "got" and self._words[n].low in ("have", "'ve", "has"):
            self._skip.add(self._words.index(after, n))
        return "had"

    def _governed(self, n: int) -> bool:
        """Whether a plain infinitive hangs on a “to”, a modal, a “do” or a verb such as “let”."""
        far = 15 if n and self._words[n - 1].tag == "CC" else 7  # “I'll write to the landlord about it and ask …”
        for m in range(n - 1, max(-1, n - far), -1):
            earlier = self._words[m]
            if earlier.tag in ("TO", "MD") or earlier.low in DO or earlier.low in LETS_PLAIN or earlier.low in ("'ll", "'d"):
                return True
            if earlier.tag in ("VBZ", "VBP", "VBD"):
                return False
        return False

    def _has_helper(self, n: int) -> bool:
        """Whether a participle hangs on “be”, “have” or “get”, or describes the noun before it."""
        if n and self._words[n - 1].tag == "PRP":
            return False
        for m in range(n - 1, max(-1, n - 6), -1):
            if self._words[m].low in (
                *BE,
                *HAVE,
                "be",
                "been",
                "being",
                "got",
                "get",
                "gets",
                "getting",
                "'s",
                "'d",
                "having",
            ):
                return True
        return bool(n) and self._words[n - 1].tag in ("NN", "NNS", "JJ", "CC", "DT", "IN", "PRP$", "RB") and n > 2
