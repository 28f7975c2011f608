"""A text with nobody's name and nobody's sex in it, so that what is weighed cannot depend on either.

Used where two drafts are compared beyond the names (`models.bias`), and fit to stand before an embedder: a sentence about a
mother and the same about a father then have one direction.
"""

from __future__ import annotations

import re
from functools import cache

from models.bias_names import ORDINARY
from models.people import People

_ONE_WORD = {
    "they": "he she",
    "them": "him her his hers",
    "themselves": "himself herself",
    "person": "man woman lady gentleman",
    "people": "men women",
    "child": "boy girl lad lass son daughter",
    "children": "boys girls lads lasses sons daughters",
    "parent": "mum dad mam da mummy daddy mother father mama papa",
    "parents": "mums dads mothers fathers",
    "stepparent": "stepmum stepdad stepmother stepfather",
    "grandparent": "nan grandad nana grandpa gran gramps grandma granddad grandmother grandfather",
    "relative": "aunt uncle auntie unc niece nephew",
    "sibling": "sister brother",
    "siblings": "sisters brothers",
    "partner": "wife husband girlfriend boyfriend",
}
_OF_BOTH_SEXES = {word: one for one, words in _ONE_WORD.items() for word in words.split()}
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss)\b\.?\s+(?=[A-Z])")
_NO_NAME_BEFORE = re.compile(r"\s*(?:you|i|we|he|she|they|it|the|a|that|this|so|not|there|them)\b", re.IGNORECASE)
_SEXED = re.compile(rf"\b(?:{'|'.join(sorted(_OF_BOTH_SEXES, key=len, reverse=True))})\b", re.IGNORECASE)


def neutral(text: str, people: People, *, named: str | None = None) -> str:
    """The text with each person of the roster as a mark and each sexed word as one word for both sexes.

    Only capitalised words are names ("Will", not "will"); a full name becomes one mark. “her” and “his” become the same word.
    `named` stands for everybody; without it each person has a mark of their own, "⟨2⟩" for the third of the roster.
    """
    plain = _SEXED.sub(lambda m: _of_both_sexes(m[0]), _TITLE.sub("", text))
    names = _names(people)
    return names.sub(lambda m: (named or _mark(m[0], people)) if is_name_here(m) else m[0], plain) if names else plain


def is_name_here(found: re.Match[str]) -> bool:
    """Whether a word that may be a name is one where it stands: it has a capital, and is not "Will you" or "Hope so"."""
    if not found[0][0].isupper():
        return False
    before = found.string[: found.start()].rstrip(" “‘'\"")
    starts = not before or before[-1] in ".!?…—:"
    return not (found[0].casefold() in ORDINARY and starts and _NO_NAME_BEFORE.match(found.string, found.end()))


def _mark(words: str, people: People) -> str:
    parts = [re.sub(r"^[A-Z]['’]", "", w) for w in words.split()]
    keys = [n for n, p in enumerate(people.roster) if {w.casefold() for w in parts} <= people.names_of(p.key)]
    keys += [n for n, p in enumerate(people.roster) if parts[0].casefold() in people.names_of(p.key)]
    return f"⟨{keys[0]}⟩"


@cache
def _names(people: People) -> re.Pattern[str] | None:
    words = sorted((re.escape(w[:1].upper() + w[1:]) for w in people.all_names), key=len, reverse=True)
    one = f"(?:[A-Z]['’])?(?:{'|'.join(words)})\\b"  # “O'Rourke” is “Rourke” in the roster's words
    return re.compile(rf"\b{one}(?: {one})*") if words else None


def _of_both_sexes(word: str) -> str:
    common = _OF_BOTH_SEXES[word.casefold()]
    return common.capitalize() if word[0].isupper() else common
