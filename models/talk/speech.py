"""Spoken English, cut into sentences and cleaned of what nobody meant to say.

Only what carries no meaning goes: hesitations ("er", "um"), tags (", you know"), stutters ("it's, it's") and words that the
speaker took back ("on the Monday, no, sorry, the Tuesday"). A taken-back stretch leaves an ellipsis, so that a reader sees
that something went. Nothing is added and nothing reordered. A correction that cannot be lined up with certainty stays as it
was said.
"""

from __future__ import annotations

import re

from models.talk.dates import MONTHS, NUMBER_WORDS, WEEKDAYS

_SENTENCE_END = re.compile(
    r"(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bMrs\.)(?:(?<=[.!?])|(?<=[.!?][”\"']))\s+(?=[^\s])"
)
_FILLER = r"(?:u+h*m+|e+r+m*|u+h+|h+m+|m+h+m+)"
_FILLER_ALONE = re.compile(rf"(?:{_FILLER}|ah|oh|ooh|ha|well|right|so|okay|yeah)[,.!?…\s]*", re.IGNORECASE)
_FILLER_AT_START = re.compile(rf"^(?:{_FILLER}|ah|oh|ooh|ha)\b[,.!…]*\s+", re.IGNORECASE)
_FILLER_INSIDE = re.compile(rf",?\s*\b{_FILLER}\b(?!['’-])[,.]?(?=\s|$)", re.IGNORECASE)
_FILLER_AFTER_SMALL_WORD = re.compile(
    rf"\b(for|to|the|a|an|of|in|with|and|but|is|it's|he|she|they|I|on|at|my|"
    rf"your|his|her|from|so|that|was|then|'cause),\s+{_FILLER},\s*(?! ?\1\b)(?=\s|\w)",
    re.IGNORECASE,
)
# What people say to hold the floor; none of it is doubt ("I think", "sort of" stay) and none answers anything.
_TAG = (
    r"(?:you know|you see|do you know what I mean|d'you know what I mean|know what I mean|if you see what I mean|if you like|"
    r"to be fair|to be honest|honest to God|I'm telling you|I'm not going to lie|not being funny|like I say|as I say|I hear|"
    r"how (?:you|to) say|how do you say|I mean|I'll say that|and all that|and that|and everything|basically|obviously|"
    r"literally|thank God|touch wood|bless (?:her|him|them)|d'you think|do you think)"
)
# Between two clauses the comma stays: "I'm not behind, I'll say that, I paid him first."
_TAG_INSIDE = re.compile(
    rf",\s+(?:{_TAG}|like)(?P<comma>,)(?=\s(?:I|he|she|we|they|it|there)(?: \w|['’]))|,\s+{_TAG},(?=\s)|,\s+like,(?=\s)",
    re.IGNORECASE,
)
_TAG_LAST = re.compile(rf",\s+(?:{_TAG}|like|look|innit|isn't it)(?=[.?!])", re.IGNORECASE)
_TAG_FIRST = re.compile(rf"(?:^|(?<=[.!?] )){_TAG},\s+", re.IGNORECASE)
_STUTTER = re.compile(r"(?<![\w'’-])((?:[\w'’]+ ){0,3}[\w'’]+)(?:,\s+(?:" + _FILLER + r",?\s+)?\1(?![\w'’-]))+", re.IGNORECASE)
_TAKEN_BACK = re.compile(
    r"[,.]?\s*\b(?:no|sorry|wait|hang on|I mean|I tell a lie|(?:I )?beg your pardon|my mistake|actually|or rather|correction)\b"
    r"(?:,?\s+\b(?:no|sorry|wait|hang on|I mean|I tell a lie|(?:I )?beg your pardon|my mistake|actually|not that)\b)*[,.:]?\s+",
    re.IGNORECASE,
)
# "She missed two. No, wait. She missed one": the second sentence begins as the first did and takes its place.
_RESTARTED = re.compile(
    r"\b(?P<start>\w[\w'’]* [\w'’]+) (?:[\w'’]+ ?){1,6}[.,—–-]+\s+(?:no|sorry|wait|actually)\b[^.?!]{0,20}[.,!]\s+"
    r"(?P<again>(?P=start)\b)",
    re.IGNORECASE,
)
_BARE_NO = re.compile(r",\s*(?:no|actually),\s+", re.IGNORECASE)
_WORD = r"[\w'’-]+"
_REASON = re.compile(r"(?:[\w'’-]+,? ?){1,5}[.!]\s+")
_SURE_MARKERS = re.compile(
    r"\b(?:sorry|wait|hang on|I mean|I tell a lie|beg your pardon|my mistake|or rather|correction)\b", re.IGNORECASE
)

_STOP_TEXT = """
a about all also am an and any are as at be been but by can could did do does for from get go got had has have he
her him his how i if in into is it its just like me more my no not of on one or our out over quite really right she
so some such than that the their them then there these they thing think this those to too up us very was we well
were what when where which who why will with would yeah yes you your okay oh know mean sort kind bit i'm i've i'll
i'd it's that's he's she's there's don't didn't isn't wasn't you're they're what's let's
"""
_FESTIVALS = frozenset(("christmas", "easter", "eid", "diwali", "ramadan", "hanukkah", "vaisakhi", "halloween", "valentine's"))
_STOP = frozenset(_STOP_TEXT.split())


def tokens(text: str) -> list[str]:
    """Words in lower case, with straight apostrophes."""
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.casefold().replace("’", "'"))


def content(text: str) -> list[str]:
    """The words that carry meaning, in lower case."""
    return [w for w in tokens(text) if w not in _STOP and len(w) > 1]


def exact(text: str) -> bool:
    """Whether the text has a number, a weekday, a festival or a month."""
    words = tokens(text)
    return any(
        w.isdigit() or (w in NUMBER_WORDS and w not in ("one", "first", "second")) or w in WEEKDAYS or w in _FESTIVALS
        for w in words
    ) or any(w.casefold() in MONTHS for w in re.findall(r"\b[A-Z][a-z]+", text))


def sentences(text: str) -> list[str]:
    """The text cut after full stops, question and exclamation marks; each sentence as it was said."""
    return [s for s in _SENTENCE_END.split(text.strip()) if s]


def is_noise(sentence: str) -> bool:
    """Whether the sentence is nothing but hesitation and interjection."""
    return not _FILLER_ALONE.sub("", sentence).strip(" ,.!?…—-")


def without_first_hesitation(sentence: str) -> str:
    """The sentence from its first meant word on; the rest stands verbatim."""
    previous = None
    while previous != sentence:
        previous, sentence = sentence, _FILLER_AT_START.sub("", sentence)
    return sentence


def cleaned(text: str) -> str:
    """A turn without hesitations and stutters, taken-back words replaced by an ellipsis."""
    out = _STUTTER.sub(_said_once, without_first_hesitation(text))
    out = _FILLER_AFTER_SMALL_WORD.sub(r"\1 ", out)
    out = _FILLER_INSIDE.sub(lambda m: "," if m[0].startswith(",") and not m[0].endswith(".") else "", out)
    out = _STUTTER.sub(_said_once, out)
    out = _TAG_INSIDE.sub(lambda m: m["comma"] or "", take_back(out))
    out = _TAG_FIRST.sub("", _TAG_LAST.sub("", out))
    out = re.sub(r"\s+([,.!?])", r"\1", re.sub(r"\s{2,}", " ", out)).strip()
    out = re.sub(r",(?=[.!?])|^,\s*", "", out)
    return re.sub(r"(?:^|(?<=[.!?] ))[a-z]", lambda m: m[0].upper(), out)


def _said_once(stutter: re.Match[str]) -> str:
    """The words once; "She lifts Lena, Lena is thirty-one kilos" is no stutter but two clauses."""
    name = stutter[1][0].isupper() and stutter[1] != "I" and " " not in stutter[1]
    goes_on = re.match(r" [a-z]", stutter.string[stutter.end() :])
    starts = not stutter.string[: stutter.start()].rstrip() or stutter.string[: stutter.start()].rstrip()[-1] in ".?!,"
    return stutter[0] if name and goes_on and not starts else stutter[1]


def take_back(text: str) -> str:
    """Apply self-corrections whose two halves are plainly of one kind: two weekdays, two numbers, two dates.

    "the Wednesday, no, sorry, the Thursday" becomes "the … Thursday". Anything less plain stays.
    """
    text = _RESTARTED.sub(lambda m: m["again"], text)
    for marker in _TAKEN_BACK.finditer(text):
        before, after = text[: marker.start()], text[marker.end() :]
        reason = _REASON.match(after)  # "no, wait, I'm on leave. Thursday …"
        explained = (
            bool(reason)
            and not any(map(_kind, _words(reason[0] if reason else "")))
            and _first_kind(after[reason.end() if reason else 0 :]) == "weekday"
        )
        if reason and explained:
            after = after[reason.end() :]
        if not explained and not _SURE_MARKERS.search(marker[0]) and not _BARE_NO.fullmatch(marker[0]):
            continue  # "May, no. April came late." takes nothing back
        kind = _first_kind(after)
        old = [m for m in re.finditer(_WORD, before) if _kind(m[0]) == kind and len(before) - m.end() < 60]
        if kind is None or not old:
            continue
        start = _start_of_run(before, old)
        if not _SURE_MARKERS.search(marker[0]) and len(_words(before[start:])) > 6:
            continue
        head = re.sub(r"(?:,? \b(?:wait|hang on)\b)+[,.]?\s*$", " ", before[:start])
        head = re.sub(r"\b(?:the|on|at|it's)\s+$", "", head).rstrip(" ,.")
        said_twice = re.match(r"(?:(?:\w+ )?[\w'’]+)(?=[ ,])", after)
        if said_twice and head.casefold().endswith(f" {said_twice[0].casefold()}"):
            head = head[: -len(said_twice[0])].rstrip()  # "It's the third, no, it's the fourth": one "it's" is enough
        if not head or head[-1] in ".!?":  # a sentence that was begun anew
            return take_back(f"{head} {after[:1].upper()}{after[1:]}".lstrip())
        return take_back(f"{head} … {after}")
    return text


def _words(text: str) -> list[str]:
    return re.findall(_WORD, text)


def _first_kind(text: str) -> str | None:
    """The kind of the first weekday, month or number among the first three words."""
    return next((kind for word in _words(text)[:3] if (kind := _kind(word))), None)


def _start_of_run(before: str, old: list[re.Match[str]]) -> int:
    """Where the last run of words of one kind begins ("the twenty-fifth of March" begins at "twenty-fifth")."""
    start = old[-1].start()
    for earlier in reversed(old[:-1]):
        if len(_words(before[earlier.end() : start])) > 1:
            break
        start = earlier.start()
    return start


def _kind(word: str) -> str | None:
    low = word.casefold().removesuffix("'s").removesuffix("’s")
    if low in WEEKDAYS:
        return "weekday"
    if low in MONTHS and word[:1].isupper():
        return "month"
    return "number" if low.isdigit() or all(part in NUMBER_WORDS for part in low.split("-")) else None
