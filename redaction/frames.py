"""Places in a sentence where only somebody's name stands, whatever the word: for names that are English words.

Archer, Linden and Parker are in every dictionary, and no list of such names can be whole. Where a transcript has no
capitals, what is left is grammar: a noun for one thing wants "the" or "a" before it, a name does not. So a bare word
that told somebody something, was told it, hit me, is asleep or has a mum is taken for a name. Words that stand bare
without being names ("school rang", "ask permission") are left out, and so are forms that count more than one. It refuses
to guess from a bare word alone: "he likes archer" stays a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.lexicon import lexicon
from redaction.usage import is_persons_verb
from redaction.words import NOT_NAMES

_STANDING_BARE = """
school nursery college uni university work court hospital council housing police staff people management reception security
services childcare transport contact medication medicine alcohol drink drugs god heaven life time money food breakfast
dinner lunch tea supper home bed church prison custody playgroup preschool society folk folks kids children permission
advice help information stuff nonsense guidance support insurance probation education health legal finance come sit stop
please sorry back off round around away straight twice again instead together upstairs downstairs outside inside tonight
later earlier sooner alone aloud ahead forward nothing none himself herself myself themselves yourself ourselves itself
everyone anyone neither another others guys ladies lads gents team girls boys beautiful handsome sunshine duck pet hun mate
son sister brother stepdad stepmum stepfather stepmother teacher headteacher granddad baby sleepyhead trouble fantastic
excellent super fab great amazing wonderful nice good bad better best okay fair sure true hang wait look listen maybe
perhaps basically anyway also even soon then already almost quite rather pretty anybody whoever gently softly loudly weather
football rugby telly traffic homework foster respite pain asthma epilepsy eczema autism family friends man close him her me
us them you anxiety depression diabetes cancer dementia grief guilt stress
"""
_BARE = frozenset(_STANDING_BARE.split())
"""Small-letter words that stand bare in such places and are nobody."""


def _compiled(*frames: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(frame, re.IGNORECASE) for frame in frames)


_KIN = (
    "mums?|mam|dads?|nan|nana|gran|granny|grandad|brothers?|sisters?|son|daughter|partner|boyfriend|girlfriend|husband|wife"
    "|ex|mates?|friends?|cousins?|aunt|auntie|uncle|baby|kids|children|stepdad|stepmum|parents|family|lot"
)
_OF = r"(?:my|his|her|our|their|your)"
_WHOM = "me|him|her|us|them|you|everyone|everybody|mum|dad|nan"
_NAME = r"(?P<name>[^\W\d_]{3,}(?:-[^\W\d_]+)*)"
_STARTS = (
    r"(?:(?:^|[.?!,;–—])\s*|\b(?:because|cos|when|if|that|but|and|then|says|said|think|thinks|thought|know|knows|knew|hope"
    r"|reckon|reckons|since|until|after|before|while|(?<!['’]s )(?<!is )(?<!was )so|yeah|yes|no|well|oh)\s+)"
)
_FEELS = (
    "asleep|awake|upset|poorly|ill|sick|crying|scared|frightened|worried|fine|happy|sad|angry|cross|shy|pregnant|drunk|tired"
    "|hungry|naughty|asking|saying|sleeping|struggling|staying|living|working|talking|shouting|hitting|lying|being|coming"
    "|moving|starting|refusing"
)
_SPOKE = "said|told|asked|shouted|whispered|admitted|promised|reckoned|texted|rang|phoned|cried|lied|apologised|swore"
_SPEAKS = (
    "says|tells|asks|thinks|reckons|wants|knows|loves|hates|likes|cries|shouts|texts|phones|babysits|lies|promises|believes"
)
_MINDS = (
    r"like|want|know|think|care|believe|remember|love|hate|trust|understand|talk|listen|speak|eat|sleep|mind|get\s+on|live"
    "|come|go"
)
_DID_TO = (
    "hit|slapped|kicked|punched|pushed|bit|grabbed|hugged|kissed|told|asked|showed|rang|texted|phoned|called|hurt|hates|loves"
    r"|likes|shouted\s+at|looks\s+after|looked\s+after|picked|picks|drops|dropped|collects|collected|fetches|fetched|met|meets"
    "|hits|bullies|bullied|babysat"
)
_WITH = (
    r"went|goes|going|gone|go|came\s+back|left|moved\s+in|gets?\s+on|fell\s+out|argu\w+|fight\w*|play(?:s|ed|ing)?|sat"
    r"|liv(?:e|es|ed|ing)|stay(?:s|ed|ing)?|sleep(?:s|ing)?"
)
_KIN_OF = (
    r"mate|friend|cousin|sister|brother|son|daughter|partner|boyfriend|girlfriend|husband|wife|ex|neighbour|auntie?|uncle"
    "|niece|nephew|baby|stepdad|stepmum"
)
_IS = r"(?:['’]s|\s+is|\s+was|\s+isn['’]t|\s+wasn['’]t)"
_THIS_IS = rf"\b(?:that|it|this){_IS}\s+"
_JUST = r"(?:(?:only|just|even|never|always)\s+)?"
_END = r"\s*(?:[.,?!;]|$)"

_MORE_OR_ONE = _compiled(
    rf"{_STARTS}{_NAME}\s+{_JUST}(?:{_SPOKE})\b",
    rf"{_STARTS}{_NAME}\s+(?:{_DID_TO})\s+(?:{_WHOM})\b",
    rf"(?:{_STARTS}|\b(?:with|told|saw|and)\s+){_NAME}\s+and\s+(?:{_OF}\s+(?:{_KIN})|me|i)\b",
    (
        rf"\b(?:tell|told|tells|ask|asked|asks)\s+{_NAME}"
        rf"(?:\s+(?:to|that|about|if|not|what|why|when|i|he|she|we|they)\b|{_END})"
    ),
    rf"\b(?:{_WITH})\s+(?:at\s+home\s+)?with\s+{_NAME}(?:\s+(?:to|and|at|in|now|since)\b|{_END})",
    (
        rf"\b(?:trust|trusts|trusted|blame|blames|blamed|forgive|forgave|hugged|kissed|married|babysat)\s+{_NAME}"
        rf"(?:\s+(?:one\s+bit|at\s+all|with|to|for|any\s*more|again|and)\b|{_END})"
    ),
    (
        rf"\b(?:saw|met|seen|visited|collected|fetched)\s+{_NAME}"
        r"\s+(?:at|outside|with|from|in\s+town|last|yesterday|again|and)\b"
    ),
    (
        rf"\b{_OF}\s+(?:best\s+)?(?:{_KIN_OF}),?\s+{_NAME}"
        rf"(?:['’]s\b|\s+(?:{_SPOKE}|{_SPEAKS}|was|is|has|had|came|comes|went|goes|lives|lived|who|and\s+i)\b|{_END})"
    ),
    rf"{_STARTS}me\s+and\s+{_NAME}(?:\s+(?:went|were|are|got|had|have|used|was|always)\b|{_END})",
    rf"\b(?:give|gave|given|show|showed|sent|send)\s+(?:it|that|them|this)\s+to\s+{_NAME}{_END}",
    rf"\b(?:love|loves|loved|miss|misses|missed)\s+{_NAME}\s+(?:to\s+bits|so\s+much|really)\b",
)
"""Frames with room for several as well ("told parents"): a form that may count more than one is left a word there."""

_ONE = _compiled(
    (
        r"\b(?:hiya|hello|hi|hey|bye|goodbye|thanks|thank\s+you|cheers|well\s+done|come\s+on|come\s+here|happy\s+birthday),?\s+"
        rf"{_NAME}{_END}"
    ),
    (
        rf"(?:^|[.?!]\s+|\b(?:oi|hey|now),?\s+){_NAME},\s+"
        r"(?:come|sit|look|listen|stop|leave|don['’]t|do\s+you|are\s+you|did\s+you|have\s+you|where)\b"
    ),
    rf"{_THIS_IS}{_NAME},?\s+(?:not\s+(?:{_WHOM})|who\s+(?:{_SPOKE}|came|did|started|hit))\b",
    rf"{_THIS_IS}{_NAME}['’]s\s+[^\W\d_]+",
    rf"\bwith\s+{_NAME}\s+and\s+(?:the\s+|{_OF}\s+)(?:little\s+|new\s+)?(?:{_KIN}|girls|boys|twins|lads)\b",
    rf"\b(?:at|with|to|from|round)\s+{_NAME}['’]s(?:\s+(?:{_KIN}|house|place|flat|room)\b|{_END})",
    rf"{_STARTS}{_NAME}(?:{_IS}|\s+has|\s+hasn['’]t)\s+(?:been\s+)?(?:(?:still|really|so|only|always|just)\s+)?(?:{_FEELS})\b",
    rf"{_STARTS}{_NAME}['’]s\s+(?:{_KIN})\b",
    rf"{_STARTS}{_NAME}\s+{_JUST}(?:{_SPEAKS})\b",
    (
        rf"{_STARTS}{_NAME}\s+(?:doesn['’]t|didn['’]t|does\s+not|did\s+not|won['’]t|wouldn['’]t)\s+"
        rf"(?:(?:even|really)\s+)?(?:{_MINDS})\b"
    ),
    (
        rf"(?:^|[.?!,]\s*|\b(?:and|so|but)\s+)(?:is|was|has)\s+{_NAME}\s+(?:in\s+today|coming|asleep|awake|upset|poorly|crying"
        r"|upstairs|at\s+(?:home|school|work|nursery)|living|staying|been\s+(?:poorly|ill|upset))\b"
    ),
)
"""Frames whose verb or gesture agrees with one person."""

_SURNAME = re.compile(r"\s+(?P<name>[^\W\d_]{3,})(?:['’]s\b|\s+(?:who|came|rang|said|says|was|is|has)\b|\s*(?:[.,?!;]|$))")
_NEVER = re.compile(r"(?:ing|ed|ly|tion|ness|ment|selves|body|thing)$")


def names_by_frame(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each English word that stands where only a name stands, in any case of letters."""
    for frames, agrees in ((_MORE_OR_ONE, False), (_ONE, True)):
        for frame in frames:
            for found in frame.finditer(text):
                start, end = found.span("name")
                if _may_be_name(found["name"].lower(), one=agrees or text[end : end + 2] in {"'s", "’s"}):
                    yield start, end


def surname_behind(text: str, end: int) -> tuple[int, int] | None:
    """Where the word behind a first name that ends at `end` stands, if that word can only be its surname."""
    found = _SURNAME.match(text, end)
    if found is None or is_persons_verb(found["name"]) or not _may_be_name(found["name"].lower(), one=True):
        return None
    return found.span("name")


def _may_be_name(word: str, *, one: bool) -> bool:
    """Whether a word that a frame holds may be a name; `one` says that the frame has room for one person only."""
    if word in NOT_NAMES or word in _BARE or _NEVER.search(word):
        return False
    return one or not (word.endswith("s") and lexicon().is_word(word[:-1]))
