"""First and second person turned into names, and questions into indirect ones ("Asked when Shane last came, …").

Used where the result is certain to be true and grammatical, which leaves much speech as it was: "you" becomes a name only
as an object, "he" stands only behind somebody named in the same sentence, and a verb is put into the past only from a list.
Everything gives None where it is not certain; the words themselves then stand in quotation marks. Nobody's sex is guessed.
"""

from __future__ import annotations

import re

from models.talk.neutral import KIN
from models.talk.people import People
from models.talk.questions import without_calling

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|…|\?")
_UNTURNED_TEXT = """
i i'm i'll i've i'd we we're we'll we've we'd us ours mine myself meself ourselves let's you're you'll you've you'd yours
yourself yourselves it it's its these those there thing things one … ?
"""
_UNTURNED = frozenset(_UNTURNED_TEXT.split())
_THINGS = frozenset(
    ("it", "its", "it's", "that", "that's", "there", "one", "thing", "them", "they", "their", "they're", "those", "…")
)
_SINGLE = frozenset(("he", "she", "him", "her", "his", "hers", "he's", "she's", "he'll", "she'll", "he'd", "she'd"))
_PLURAL = frozenset(("they", "them", "their", "theirs", "they're", "they'll", "they've", "they'd"))
_MANY = re.compile(
    r"\b(?:school|nursery|college|police|council|housing|team|hospital|surgery|service|centre|court|and [A-Z]\w+|"
    r"(?!this)\w{3,}s)\b"
)
_OFFICE = frozenset(("manager", "supervisor", "team", "boss", "office", "colleague", "colleagues", "legal", "service"))
# What may stand before a "you" that is an object.
_BEFORE_YOU_TEXT = """
ring call phone tell email text send meet see help let give get show visit ask write put refer book bring take collect join
contact update invite support saw met visited rang with for to about at of from on after before by let leave
"""
_BEFORE_YOU = frozenset(_BEFORE_YOU_TEXT.split())
_AFTER_OBJECT = frozenset(("", "and", "on", "at", "in", "by", "with", "today", "tomorrow", "tonight", "then"))
_TIMES_TEXT = """
week weekend month morning afternoon evening year term time summer winter
monday tuesday wednesday thursday friday saturday sunday
"""
_TIMES = frozenset(_TIMES_TEXT.split())
_TELLS = frozenset(("ask", "asks", "say", "check", "sure", "know", "tell", "note", "so", "mention", "suggest", "hope", "agree"))

_BACKSHIFT = {
    "is": "was", "'s": "was", "are": "were", "'re": "were", "was": "was", "were": "were", "has": "had", "have": "had",
    "had": "had", "can": "could", "could": "could", "will": "would", "would": "would", "should": "should",
}  # fmt: skip
_PAST_TEXT = """
come:came go:went get:got have:had do:did say:said tell:told take:took make:made know:knew think:thought see:saw feel:felt
sleep:slept eat:ate drink:drank give:gave find:found keep:kept leave:left ring:rang hit:hit hurt:hurt put:put start:started
happen:happened call:called use:used stop:stopped help:helped work:worked live:lived stay:stayed look:looked want:wanted
need:needed like:liked ask:asked worry:worried talk:talked manage:managed take:took understand:understood visit:visited
smoke:smoked attend:attended walk:walked cook:cooked touch:touched shout:shouted push:pushed move:moved seem:seemed meet:met
"""
_PAST = dict(pair.split(":") for pair in _PAST_TEXT.split())
_KIN = KIN.pattern.removeprefix(r"\b").removesuffix(r"\b")
_SUBJECT = (
    rf"(?P<who>you|he|she|they|it|there|school|nursery|college|work|home|contact|money|things|everything|everyone|everybody|(?-i:(?!The|That|This|Any|Your|His|Her|Their|Some|My|Our)[A-Z][^\W\d_]+)|"
    rf"(?P<det>your|his|her|their|the) (?P<kin>{_KIN}))"
)
_SEEN = r"(?P<rest>(?: .+)?)\?$"
_AUX = r"(?:is|are|was|were|has|have|had|can|could|will|would|should|do|does|did)"
_WHETHER = re.compile(rf"^(?P<aux>{_AUX}) {_SUBJECT}{_SEEN}", re.IGNORECASE)
_WH = re.compile(
    rf"^(?P<wh>when|where|why|how|who|what|how (?:often|long|much|many \w+|far|old|well)|what time|what else|which \w+)"
    rf"(?P<aux>['’](?:s|re)| {_AUX}) {_SUBJECT}{_SEEN}",
    re.IGNORECASE,
)
_FRONTED = re.compile(
    rf"^(?P<what>(?:The|Your|His|Her|Their|That) [a-z'’ -]{{2,40}}), (?P<asks>{_AUX} (?:you|he|she|they) [^,]*?)"
    rf"\b(?:that|it|them)\b(?P<rest>[^,]*)\?$"
)
_PLEASE = re.compile(
    r"^(?:can|could|will|would) you (?:please |just )?(?!tell me|remember|think|say|hear|see\b|show|explain|describe|stop|"
    r"understand|manage|cope|like|want|be\b|have|mind|prefer|ever|not\b|"
    r"tell (?:any|some)|talk to (?:any|some)|go to\b)(?P<rest>[a-z]+ .+)\?$",
    re.IGNORECASE,
)
# "Where was Nanny Mo?", "how much is Jude himself sleeping", "when was the time that …": nothing can follow the subject.
_SPLITS = re.compile(
    r"(?-i:[A-Z])\w+$|(?:him|her|it|your|my|them)sel(?:f|ves)\b|the \w+ (?:that|when|where|you|I|he|she|they)\b"
)
_I_CAME = re.compile(r"\bI(?= (?:last )?(?:came|saw|visited|rang|spoke|met|was)\b)")
_YOU = re.compile(r"\byou(?:rs?|rself|['’]\w+)?\b", re.IGNORECASE)
_STANDS_FOR = {"he": "parent", "she": "parent", "they": "parents"}
_ADVERB = r"(?:ever|still|last|really|always|usually|just|first|actually|also)"


def third_person(
    words: str, people: People, *, speaker: str, listener: str = "", after: str = "", things: bool = False
) -> str | None:
    """What `speaker` says to `listener` (keys) with names for "me" and "you"; None where somebody or something stays unclear.

    `after` is what stands before the words, to which a "he" or "they" may point. With `things`, what points to a thing ("it",
    "that", "there") stays as it is: it is no clearer in quotation marks.
    """
    out, at = [], 0
    found = list(_WORD.finditer(words))
    for n, word in enumerate(found):
        beside = found[n - 1][0].casefold() if n else "", found[n + 1][0].casefold() if n + 1 < len(found) else ""
        so_far = f"{after} {words[: word.start()]}"
        as_said = things and word[0].casefold().replace("’", "'") in _THINGS
        turned = word[0] if as_said else _turned(word[0], beside, so_far, people, speaker=speaker, listener=listener)
        if turned is None:
            return None
        out += [words[at : word.start()], turned]
        at = word.end()
    return "".join([*out, words[at:]])


def _turned(  # noqa: PLR0911 - one line a kind of word
    word: str, beside: tuple[str, str], so_far: str, people: People, *, speaker: str, listener: str
) -> str | None:
    low, (before, after) = word.casefold().replace("’", "'"), beside
    if low in _UNTURNED:
        return None
    if low == "me":
        return people.name(speaker)
    if low == "my":
        return ("their own" if before == "and" else "their") if after in _OFFICE else None
    if low == "our":
        return "the" if after in _OFFICE else None
    if low == "you":
        object_here = before in _BEFORE_YOU and (before not in ("before", "after") or after in _AFTER_OBJECT)
        return people.name(listener) if listener and object_here else None
    if low == "your":
        return f"{people.name(listener)}'s" if listener and people.name(listener) not in so_far else None
    if low in _SINGLE:
        return word if KIN.search(so_far) or people.named_in(so_far) else None
    if low in _PLURAL:
        return word if _MANY.search(so_far) else None
    if low == "this":
        return word if after in _TIMES else None
    if low == "that":
        return word if before in _TELLS else None
    return word


def indirect(question: str, people: People, *, asked_by: str, answerer: str, sure: bool) -> str | None:  # noqa: PLR0911
    """Give "whether Jo had called the police", "when Shane last came here" or "to hand in the form"; None where not certain.

    `sure` says that its "you" is the one who answers.
    """
    question = _in_place(without_calling(question, people.names_of(answerer)))
    if not sure and _YOU.search(question):
        return None
    if please := _PLEASE.match(question):
        asked = third_person(please["rest"], people, speaker=asked_by, listener=answerer)
        return f"to {asked}" if asked else None
    question = _I_CAME.sub(people.name(asked_by), question)
    found = _WHETHER.match(question) or _WH.match(question)
    if not found or re.search(r"[,;…—]| or ", question):
        return None
    who = _who(found, people, answerer=answerer)
    after = _STANDS_FOR.get(who, who) if who else ""
    if who and _SPLITS.match(found["rest"].strip()):
        return None
    rest = third_person(found["rest"].strip(), people, speaker=asked_by, listener=answerer, after=after) if who else None
    if rest is None:
        return None
    if not rest and not found["aux"].casefold().startswith(("do", "did")):
        return None  # "What's work?"
    verb = _verb(found["aux"].strip().casefold().replace("’", "'"), found["who"].casefold(), rest)
    if verb is None:
        return None
    lead = found.groupdict().get("wh") or "whether"
    return " ".join(f"{lead[:1].lower()}{lead[1:]} {who} {verb}".split())


def _in_place(question: str) -> str:
    """Give "Has he started the course?" for "The course, has he started that?"."""
    found = _FRONTED.match(question)
    if found is None:
        return question
    asks = f"{found['asks']}{found['what'][0].lower()}{found['what'][1:]}{found['rest']}?"
    return f"{asks[0].upper()}{asks[1:]}"


def _who(found: re.Match[str], people: People, *, answerer: str) -> str | None:
    low = found["who"].casefold()
    if found["det"]:
        if found["det"].casefold() == "your":
            return f"{people.name(answerer)}'s {found['kin']}"
        return found["who"][:1].lower() + found["who"][1:] if found["det"].casefold() == "the" else None
    if low == "you":
        return people.name(answerer)
    return low if low in ("he", "she", "they", "it", "there") else found["who"]


def _verb(aux: str, who: str, rest: str) -> str | None:
    """The verb with what follows it, in the past: "had called the police"."""
    if aux in ("do", "does", "did"):
        did = re.match(rf"(?P<adverb>{_ADVERB} )?(?P<verb>[a-z]+)(?P<rest>\b.*)$", rest)
        if not did or did["verb"] not in _PAST:
            return None
        return f"{did['adverb'] or ''}{_PAST[did['verb']]}{did['rest']}"
    if aux == "'s":
        aux = "has" if re.match(rf"(?:{_ADVERB} )?(?:been|had|gone|got|done|\w+ed)\b", rest) else "is"
    past = "were" if aux == "is" and who == "there" and re.match(r"any (?:\w+ )??\w+[^s]s\b", rest) else _BACKSHIFT[aux]
    return f"{'was' if who == 'you' and past == 'were' else past} {rest}"


def without_vocative(sentence: str, people: People) -> str:
    """The sentence without the name of somebody present who is spoken to ("Jo, I will …", "… the book, Max.")."""
    sentence = without_calling_first(sentence, people)
    last = re.search(r", ([A-Z][^\W\d_]+)(?=[.!]?$)", sentence)
    if last and people.addressed_in(f", {last[1]}."):
        sentence = sentence[: last.start()] + sentence[last.end() :]
    return sentence


def without_calling_first(words: str, people: People) -> str:
    """The words without "So Jo," at their beginning, where Jo is somebody present."""
    first = re.match(r"((?:and |so |right,? )*)([A-Z][^\W\d_]+), (?=\w)(?!he\b|she\b)", words, re.IGNORECASE)
    if first and people.addressed_in(first[2] + ","):
        words = words[first.end() :]
        words = words[:1].upper() + words[1:]
    return words
