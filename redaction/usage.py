"""Whether a word that is also a name stands in a sentence as the name.

"Grace", "Will", "Hope" and "May" cannot be told by a list, nor by their capital where a sentence begins or a transcript
has none. People's names are greeted, called, told, asked; they say, want and go; they own what follows their 's. Words
stand behind "the", "a", "some" and "in". Where nothing speaks for a name the word is left a word.
"""

from __future__ import annotations

import re

from redaction.lexicon import lexicon
from redaction.words import NOT_NAMES, WORD_NAMES

_KIN = (
    "mate|friend|bestie|cousin|sister|brother|son|daughter|mum|mam|dad|nan|nana|gran|granny|grandad|stepdad|stepmum|step-dad|step-mum|partner"
    "|boyfriend|girlfriend|husband|wife|ex|neighbour|teacher|head|manager|aunt|auntie|aunty|uncle|niece|nephew|baby|twin|worker"
    "|visitor|midwife|carer|childminder|lad|little|big|poor|old|our|young"
)
_SPEAKS_TO = (
    "tell|told|tells|ask|asked|asks|rang|ring|phoned|texted|messaged|hugged|kissed|hit|slapped|pushed|kicked|bit|thank|thanks|bless|met|meet"
    "|remember|miss|missed|love|loves|loved|collect|collected|fetch|fetched|trust|watch|watched|calls|call|called|named|meets|know|knew"
    "|about|with|from|without|saw|see|seen|visit|visited|hug|blame|blames|blamed"
)
_GREETS = (
    r"hiya|hello|hi|hey|bye|night|morning|oi|dear|mr|mrs|ms|miss|mx|dr|doctor|nurse|pc|judge"
    r"|where['’]s|how['’]s|who['’]s|when['’]s|what['’]s"
)
_BEFORE = re.compile(
    rf"(?:(?:^|[.?!,]\s+|\bbut\s+)(?:is|was|does|did|has|where\s+is|how\s+is)|\b(?:{_KIN}|{_GREETS}|{_SPEAKS_TO})|\bname['’]?s|name\s+is|is\s+called|\b(?:this|that|here)(?:\s+is|['’]s)|\bthank\s+you)\s*,?\s+$",
    re.IGNORECASE,
)
_NOT_BEHIND = re.compile(
    r"\b(?:the|a|an|some|any|no|this|that|these|those|every|each|much|more|most|enough|my|your|his|her|its|their|very|so|too|in|of|on|at|all|by|i|we|you"
    r"|they|he|she|it|who|what|which|there|that['’]ll|to|not|don['’]t|really|just|bit\s+of|lot\s+of|well|i['’]d|can['’]t)\s+$",
    re.IGNORECASE,
)
_DOES = (
    "said|says|is|was|isn['’]t|wasn['’]t|has|had|hasn['’]t|hadn['’]t|does|doesn['’]t|did|didn['’]t|went|goes|came|comes|got|gets|told|tells|want|wants"
    "|wanted|thinks|thought|knows|knew|likes|liked|loves|loved|hates|hated|lives|lived|needs|needed|keeps|kept|rang|rings|took|takes|gave|gives"
    "|made|makes|started|starts|stopped|stops|never|always|looks|looked|feels|felt|seems|seemed|cries|cried|sleeps|slept|eats|ate|asked|asks|put"
    "|puts|hit|hits|shouted|shouts|can|can['’]t|could|couldn['’]t|would|wouldn['’]t|won['’]t|might|must|should|who|turned|wet|bit|ran|runs|walks|walked"
    "|plays|played|stays|stayed|sits|sat|saw|sees|lost|found|brought|brings|left|leaves|smokes|drinks|works|worked|moved|used|gave|showed|pushed|picks|picked|drops|dropped|collects|collected"
)
_VERB = re.compile(rf"(?:{_DOES})$", re.IGNORECASE)
_AFTER = re.compile(rf"^(?:['’](?:s|ll|d)\s+\w|\s+(?:(?:only|just|still|also|really|even)\s+)?(?:{_DOES})\b)", re.IGNORECASE)
_ALONE = re.compile(r"^\s*(?:[,.?!]|$|['’](?:s|ll|d)\b)")
_SURNAME = re.compile(r"^\s+(?!I\b)[A-Z][^\W\d_]")
_SENTENCE_START = re.compile(r"(?:^|[.?!…:—–]['\"”’)]*)\s*['\"“‘(]*$")
_CAPITAL_WORD = re.compile(r"(?<![\w'’])[^\W\d_a-z][^\W\d_]*(?:['’-][^\W\d_]+)*")
_DETERMINER = re.compile(
    r"\b(?:the|a|an|some|any|no|every|each|much|more|most|my|your|his|her|its|their|our|in|last|next|this|that|of\s+the)\s+$",
    re.IGNORECASE,
)
_VOCATIVE = re.compile(r"(?:^|,|\b(?:so|and|okay|right|well|now|no|yeah))\s*,?\s+$", re.IGNORECASE)
_SEASONS = frozenset({"summer", "autumn", "winter"})
_IN_SEASON = re.compile(r"\b(?:since|over|during|by|until|till|all|every)\s+$", re.IGNORECASE)
_MONTHS = frozenset({"april", "may", "june", "august"})
_SPEAKS = re.compile(r"^\s+(?:said|says|told|rang|wants|asked|thinks|knows|loves|likes|cried|hit|shouted)\b", re.IGNORECASE)
_VERBS = frozenset(
    {"will", "may", "hope", "mark", "sue", "chase", "skip", "rob", "pat", "grant", "drew", "promise", "pop", "reign"}
)


def begins_sentence(text: str, start: int) -> bool:
    """Whether what stands at `start` begins the text or a sentence of it."""
    return bool(_SENTENCE_START.search(text[max(0, start - 8) : start])) if start else True


def is_persons_verb(word: str) -> bool:
    """Whether a word by itself says what somebody does or did: "said", "rang", "wants"."""
    return bool(_VERB.match(word))


def used_as_name(text: str, start: int, end: int, *, known: bool = False) -> bool:
    """Whether the ambiguous word in `text[start:end]` is used as a person's name.

    `known` says that somebody of the case bears it, so less need speak for it.
    """
    before, after = text[max(0, start - 24) : start], text[end : end + 24]
    first = begins_sentence(text, start)
    low = text[start:end].lower()
    if not first and _BEFORE.search(before):
        return True
    if not first and (_DETERMINER if known and low not in _VERBS else _NOT_BEHIND).search(before):
        return False
    if known and (low not in _VERBS or (_VOCATIVE.search(before) and _ALONE.match(after))):
        return low not in _SEASONS or not _IN_SEASON.search(before)
    return _followed_as_name(text[start].isupper(), low, after)


def _followed_as_name(capital: bool, low: str, after: str) -> bool:  # noqa: FBT001 - told by its name
    """Whether what comes behind speaks for a name."""
    if low in _MONTHS:
        return bool(_SPEAKS.match(after))
    verb = low in _VERBS
    if _AFTER.match(after):
        return not (verb and re.match(r"\s+(?:not|never|always|who|put|hit)\b", after, re.IGNORECASE))
    alone = _ALONE.match(after) and (not verb or after.lstrip().startswith(","))
    return capital and bool(_SURNAME.match(after) or alone)


def may_name(text: str) -> bool:
    """Whether any word has a capital that neither the beginning of a sentence nor the word itself explains."""
    for found in _CAPITAL_WORD.finditer(text):
        low = found.group().lower()
        if low in WORD_NAMES:
            return True
        if low not in NOT_NAMES and not (begins_sentence(text, found.start()) and lexicon().is_word(low)):
            return True
    return False
