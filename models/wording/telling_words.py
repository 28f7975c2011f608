"""What retelling a sentence works on: its words, what is known of the talk, and the words that English gives a part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from models.talk.dates import MONTHS, ORDINALS, WEEKDAYS
from models.talk.grammar import Token
from models.talk.people import People
from models.talk.pronouns import Pronouns

NOT_TOLD_TEXT = """
ain't ay innit nowt owt summat gonna wanna gotta d'you ta love pet mate god allah wallahi alhamdulillah mashallah bloody
here these ours us let's let ourselves yous ye meself hisself theirselves shall please cos 'cause dun't honest yeah yes
okay oh sure hey wow blimey dear darling nah hm nope aye yep ' honest
afore oot aboot doon hoose naebody naething nae didnae cannae wasnae isnae dinnae wouldnae willnae havenae wee bairn bairns ken
tae fae wi yer yow yous youse yersel mesen hissen yersen thissen thee tha thy dunna cor frit mardy un em norra gorra ain ent
int dem dis dat fam bruv squit polis morra och nowt naw nuttin nuffin sommat sumat babby bab wor gan canny reet
"""  # words of dialects, which told would stand in the note's own mouth

NOT_TOLD = frozenset(NOT_TOLD_TEXT.split())
FINITE = ("VBZ", "VBP", "VBD", "MD")
MODALS = {"can": "could", "ca": "could", "could": "could", "will": "would", "wo": "would", "'ll": "would", "would": "would",
           "should": "should", "might": "might", "may": "might"}  # fmt: skip
BE = {"am": "was", "'m": "was", "is": "was", "are": "were", "'re": "were", "was": "was", "were": "were"}
HAVE = {"have": "had", "'ve": "had", "has": "had", "had": "had"}
DO = {"do": "did", "does": "did", "did": "did"}
# What stands behind "'s" when it is "has", and when it is "is".
HAS_TEXT = """
been had got said told seen heard asked missed stopped started moved come put rung slept eaten taken gone kept always
"""
HAS = frozenset(HAS_TEXT.split()) - {"always"}
IS = frozenset(
    [
        "worried",
        "scared",
        "tired",
        "frightened",
        "supposed",
        "called",
        "based",
        "booked",
        "fixed",
        "allowed",
        "locked",
        "broken",
        "bored",
    ]
)
STARTS = ("PRP", "PRP$", "DT", "NN", "NNS", "NNP", "NNPS", "EX", "CD", "JJ", "NAME", "IN", "PDT", "RB")
NO_START = frozenset(
    ["because", "like", "as", "though", "although", "while", "so", "or", "nor", "than", "what", "which", "who", "whose", "that"]
)
SUBJECTS = frozenset(["i", "he", "she", "it", "we", "they", "there", "you"])
PAST_BE_SINGULAR = frozenset(["i", "he", "she", "it", "there"])
SUBORDINATES = frozenset(
    ["if", "when", "because", "until", "unless", "although", "though", "while", "since", "after", "before", "as", "where"]
)
MANY = re.compile(
    r"\b(?:schools?|nursery|college|police|council|housing|team|hospital|surgery|clinic|service|centre|people|children|kids|"
    r"both|parents|twins|boys|girls|and [A-Z]\w+|they)\b"
)
PERIODS = frozenset(
    ("week", "weekend", "month", "morning", "afternoon", "evening", "year", "term", "time", "summer", *WEEKDAYS)
)
TIMES = frozenset(("last", "this", "next", "every", "each", "on", "in", "the", "one", "half", "past", "early", "late", "of"))
NEGATIVE = frozenset(("no", "not", "n't", "never", "nobody", "nothing", "none", "nowhere", "neither"))
CALLED = frozenset(
    ("mate", "love", "pet", "then", "darling", "sweetheart", "duck", "hen", "flower", "chick", "son", "babe", "hun")
)
ASKING = frozenset(["who", "what", "when", "where", "why", "how", "which", "whose"])
GIVES = frozenset(
    [
        "give",
        "gives",
        "gave",
        "given",
        "show",
        "showed",
        "tell",
        "told",
        "text",
        "texted",
        "ring",
        "rings",
        "rang",
        "send",
        "sent",
        "get",
        "got",
        "bring",
        "brought",
    ]
)
LETS_PLAIN = frozenset(["let", "help", "make", "makes", "made", "see", "saw", "hear", "heard", "watch", "watched"])
CALENDAR = frozenset((*WEEKDAYS, *MONTHS, *ORDINALS, "tomorrow", "valentine")) - {"may", "march", "second", "first"}
LONGEST = 40  # words; longer speech is seldom one sentence


@dataclass(frozen=True)
class Known:
    """What retelling needs to know of a talk."""

    people: People
    pronouns: Pronouns
    tokens: dict[str, tuple[Token, ...]] = field(default_factory=dict)  # by sentence, as it was said
    proper: frozenset[str] = frozenset()  # words with a capital inside a sentence, somewhere in the talk
    openers: frozenset[str] = frozenset()  # words that begin a sentence before another with a capital ("Willow Marsh is good")

    def keeps_capital(self, word: Token) -> bool:
        """Whether a sentence's first word is a name of somebody or something."""
        low = word.low
        return word.tag == "NAME" or low in WEEKDAYS or low in MONTHS or self._proper(word)

    def _proper(self, word: Token) -> bool:
        return word.text in self.proper or (word.tag.startswith("NNP") and word.text in self.openers)


class Words:
    """One sentence, the talk that it belongs to, and what has been told of it so far."""

    def __init__(
        self,
        known: Known,
        words: Sequence[Token],
        *,
        sentence: str,
        speaker: str,
        place: int,
        before: str,
        listener: str = "",
    ) -> None:
        self._r = known
        self._listener = listener
        self._asking = False  # it is a question, or told without its speaker's name before it
        self._named = False  # the listener, by now
        self._speaker = speaker
        self._place = place
        self._sentence = sentence
        self._before = before
        self._words = list(words)
        self._self = known.pronouns.of(speaker)
        self._out: list[str] = []
        self._skip: set[int] = set()
        self._ahead = False  # a plan or habit in the present, which English keeps ("the course starts in May")

    def _next(self, n: int) -> Token:
        """The next word that is no adverb."""
        at = n + 1
        while at < len(self._words) - 1 and (self._words[at].tag == "RB" or self._words[at].low in ("n't", "just", "all")):
            at += 1
        return self._words[min(at, len(self._words) - 1)]

    def _subject_of(self, n: int) -> str:
        """The word before the verb, adverbs aside, in lower case."""
        before = [w for w in self._words[:n] if w.tag != "RB"]
        return before[-1].low if before else ""


def shifted(words: list[Token]) -> list[Token]:
    """All but the first word."""
    return [replace(w, head=w.head - 1) for w in words[1:]]


def lowered(word: Token, known: Known) -> str:
    """A sentence's first word as it stands inside one."""
    return word.text if known.keeps_capital(word) else word.text[:1].lower() + word.text[1:]


def join(words: Sequence[str]) -> str:
    """Words and marks as text."""
    text = " ".join(w for w in words if w)
    text = re.sub(r"\s+([,.%])", r"\1", re.sub(r"\s+('s)\b", r"\1", text))
    return re.sub(r"\bwould (not )?be able\b", r"would \1be able", text)
