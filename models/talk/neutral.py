"""A text with nobody's name and nobody's sex in it, so that what is weighed cannot depend on either.

Used where two drafts are compared beyond the names (`models.bias`), and fit to stand before an embedder: a sentence about a
mother and the same about a father then have one direction.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from models.talk.people import People, is_name_here

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
    "grandparent": "nan nanny grandad nana grandpa gran granny gramps grandma granddad grandmother grandfather",
    "relative": "aunt uncle auntie aunty unc niece nephew",
    "sibling": "sister brother",
    "siblings": "sisters brothers",
    "partner": "wife husband girlfriend boyfriend",
}
_ALSO_KIN = "baby babies cousin cousins teacher parent parents grandparent sibling carer carers family baba ma"
_OF_BOTH_SEXES = {word: one for one, words in _ONE_WORD.items() for word in words.split()}
_NO_KIN = ("they", "them", "themselves", "person", "people")
# Words of men and of women.
PAIRS = (
    ("he", "she"), ("himself", "herself"), ("man", "woman"), ("men", "women"), ("boy", "girl"), ("boys", "girls"),
    ("lad", "lass"), ("lads", "lasses"), ("dad", "mum"), ("dads", "mums"), ("da", "mam"), ("daddy", "mummy"),
    ("father", "mother"), ("fathers", "mothers"), ("papa", "mama"), ("stepdad", "stepmum"), ("stepfather", "stepmother"),
    ("grandad", "nan"), ("grandpa", "nana"), ("gramps", "gran"), ("granddad", "grandma"), ("grandfather", "grandmother"),
    ("uncle", "aunt"), ("unc", "auntie"), ("brother", "sister"), ("brothers", "sisters"), ("son", "daughter"),
    ("sons", "daughters"), ("nephew", "niece"), ("husband", "wife"), ("boyfriend", "girlfriend"), ("gentleman", "lady"),
)  # fmt: skip
_OF_WOMEN = dict(PAIRS) | {"his": "her", "him": "her"}
_OF_MEN = {woman: man for man, woman in PAIRS}
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss)\b\.?\s+(?=[A-Z])")
# Somebody's place in a child's life, of either sex.
_KIN_WORDS = " ".join([_ALSO_KIN, *(words for one, words in _ONE_WORD.items() if one not in _NO_KIN)]).split()
KIN = re.compile(rf"\b(?:{'|'.join(_KIN_WORDS)})s?\b", re.IGNORECASE)
_HERS = (_OF_MEN | {"her": "his"}, _OF_MEN | {"her": "him"})
_MEN_SAID, _WOMEN_SAID = (re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE) for words in (_OF_WOMEN, _HERS[0]))
_SEXED = re.compile(rf"\b(?:{'|'.join(sorted(_OF_BOTH_SEXES, key=len, reverse=True))})\b", re.IGNORECASE)


def neutral(text: str, people: People, *, named: str | None = None) -> str:
    """The text with each person of the roster as a mark and each sexed word as one word for both sexes.

    Only capitalised words are names ("Will", not "will"); a full name becomes one mark. “her” and “his” become the same word.
    `named` stands for everybody; without it each person has a mark of their own, "⟨2⟩" for the third of the roster.
    """
    plain = without_sex(text)
    names = people.name_pattern
    return names.sub(lambda m: (named or _mark(m[0], people)) if is_name_here(m) else m[0], plain) if names else plain


def without_sex(text: str) -> str:
    """The text with each sexed word as one word for both sexes; names stay."""
    return _SEXED.sub(lambda m: _of_both_sexes(m[0]), _TITLE.sub("", text))


def of_either_sex(text: str) -> tuple[str, str, str]:
    """The text told of women alone, and twice of men, each "her" as "his" and as "him": the same for whoever it is about."""
    women = _MEN_SAID.sub(lambda m: _as(m[0], _OF_WOMEN[m[0].casefold()]), text)
    his, him = (_told_of(text, words) for words in _HERS)
    return women, his, him


def _told_of(text: str, words: Mapping[str, str]) -> str:
    return _WOMEN_SAID.sub(lambda m: _as(m[0], words[m[0].casefold()]), text)


def _mark(words: str, people: People) -> str:
    parts = [re.sub(r"^[A-Z]['’]", "", w) for w in re.split("[ -]", words)]
    keys = [n for n, p in enumerate(people.roster) if {w.casefold() for w in parts} <= people.names_of(p.key)]
    keys += [n for n, p in enumerate(people.roster) if parts[0].casefold() in people.names_of(p.key)]
    return f"⟨{keys[0]}⟩"


def _of_both_sexes(word: str) -> str:
    return _as(word, _OF_BOTH_SEXES[word.casefold()])


def _as(word: str, other: str) -> str:
    return other.capitalize() if word[0].isupper() else other
