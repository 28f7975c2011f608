"""Names that begin a sentence, where a capital says nothing: words that are no English words, and names by their use.

In the middle of a sentence `proper_noun` goes by the capital alone. At its beginning every word has one; what is left is
whether the word is English at all, and if it is, whether it is used as a person is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.frames import names_by_frame
from redaction.lexicon import lexicon
from redaction.recognizers.base import Finding, TextRecognizer
from redaction.usage import begins_sentence, used_as_name
from redaction.words import NOT_NAMES, WORD_NAMES, fold

_CAPITAL = re.compile(
    r"(?<![\w'’@.])(?P<first>(?:[OÓ]['’]|D['’]|Mc|Mac)?[A-ZÀ-ÖØ-ÞŁŚŻŹĆŠŽČĐİŞÇĞ][^\W\d_]*(?:-[^\W\d_]+)*)(?P<rest>(?:\s+(?:(?:van|de|da|dos|bin|ibn|al)\s+)?(?:[OÓ]['’]|Mc|Mac|Al-)?[A-ZÀ-ÞŁŚŻŹ][^\W\d_]+(?:-[A-Z][^\W\d_]+)*)*)"
)
_ABBREVIATION = re.compile(r"^[A-Z]{2,5}s?$")


class ListedNameRecognizer(TextRecognizer):
    """Names at the beginning of sentences, and listed names anywhere."""

    types = ("PERSON",)

    def find(self, text: str) -> Iterator[Finding]:
        """Each first word that is a name, with the surname behind it."""
        words = lexicon()
        framed: set[tuple[int, int]] | None = None
        for found in _CAPITAL.finditer(text):
            start, end = found.span("first")
            if not begins_sentence(text, start):
                continue
            first = fold(found["first"])
            low = first.lower()
            if low in WORD_NAMES:
                score = 0.7 if used_as_name(text, start, end) else 0.0
            elif len(low) < 2 or low in NOT_NAMES or _ABBREVIATION.match(found["first"]):
                score = 0.0
            elif words.is_word(low):
                framed = set(names_by_frame(text)) if framed is None else framed
                score = 0.5 if (start, end) in framed else 0.0
            else:
                score = 0.7 if words.is_name(low) else 0.5
            if score:
                yield Finding(start, _end_of_name(found, words.is_word), score)


def _end_of_name(found: re.Match[str], is_word: object) -> int:
    """The end of the surname, or of the first name where the next capital is a known word."""
    end = found.end("first")
    for word in re.finditer(r"\S+", found["rest"]):
        if word.group().lower() in NOT_NAMES:
            break
        end = found.start("rest") + word.end()
    return end
