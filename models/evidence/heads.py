"""Word by word: is the same thing denied, doubted or wished in the sentence as in the words it comes from?

`sense` weighs clause against clause, and a paraphrase often has one clause where speech had three. So each word
of meaning is also laid beside the places where it was said, of which those count that share most words around it. A word
just after a "not" (or a "missed", "refused", "without") is denied; after "might" doubted; after "want to" wished. Where
every such place says otherwise, the sentence is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.evidence.cited import TAKES_ALL_BACK, Evidence, Reason, Refusal, stem
from models.talk.speech import cleaned, sentences, tokens

_PARTS = re.compile(
    r"[,;:—–…()!?]\s*|\.\s+|\.$|\s+(?=(?:but|because|'cause|cos|so|when|if|then|until|till|unless|although|though|while|as|and|"
    r"who|which|that|since)\s)",
    re.IGNORECASE,
)
_LIGHT_TEXT = """
a an the this that these those it its it's he he's he'd he'll she she's she'd she'll they they're they've they'd they'll
i i'm i've i'd i'll we we're we've we'd we'll you you're you've you'd you'll him her his hers them their theirs me my mine
us our your yours himself herself themselves myself yourself itself one someone somebody anyone anybody people who whom
whose which what where when why how there there's here here's is are was were be been being am has have had having do does
did doing done will shall can to of in on at by for from with into onto about over up down out off as than then so and or
but because if until till unless although though while since just really very quite right well okay oh yeah yes er erm um
like also too even still now yet again any some all both each every at's that's what's got get gets getting said says say
saying told asked answered added explained agreed reported confirmed thing things lot bit much more most less only ever
ain't
"""
_NOT_TEXT = "no not never none nobody nothing nowhere neither nor without cannot nowt"
_UNSURE_TEXT = "might may maybe perhaps possibly probably could"
_WISH_TEXT = "want wants wanted wanting wish wishes hope hopes hoped hoping"
_LIGHT, _NOT = frozenset(_LIGHT_TEXT.split()), frozenset(_NOT_TEXT.split())
_UNSURE, _WISH = frozenset(_UNSURE_TEXT.split()), frozenset(_WISH_TEXT.split())
_WOULD = frozenset(("would", "should"))
_LACKS = re.compile(
    r"(?:miss(?:ed|es|ing)?|lack\w*|refus(?:ed|es|ing)|stopp?(?:ed|s|ing)?|forgot\w*|fail(?:ed|s)|den(?:y|ied|ies)|unable|lost|"
    r"avoid\w*|declin\w*)"
)
_DENIES_NOTHING = frozenset(("only", "just", "problem", "matter", "way", "doubt"))  # after a “not” or a “no”
_MOOD_OF_NOT = {"wouldn't": "would", "shouldn't": "would", "couldn't": "doubted"}
_CONDITION = re.compile(r"\s*(?:if|unless|in case|whether)\b", re.IGNORECASE)
_IF = re.compile(r"\b(?:if|unless|in case|whether)\b", re.IGNORECASE)
_WISHING = re.compile(
    r"\b(?:want\w*|wish\w*|hop(?:e|es|ed|ing)|would (?:like|love|rather))\b|['’]d (?:like|love|rather)\b", re.IGNORECASE
)
_THOUGHT = re.compile(
    r"\b(?:worr\w*|afraid|scared|think|thinks|thought|believe\w*|reckon\w*|sure|whether|seem\w*)\b", re.IGNORECASE
)
_DOUBTFUL = re.compile(
    r"\b(?:might|may|maybe|perhaps|possibly|probably|could|would|should|think|thinks|thought|believe\w*|reckon\w*|sure|whether|if|"
    r"unless|about|around|roughly|sometimes|seem\w*|want\w*|hope\w*|wish\w*)\b",
    re.IGNORECASE,
)
_TAKES_FOR_GRANTED = re.compile(r"\b(?:where|when|why|how|what|who|which)\b", re.IGNORECASE)  # "Where do you sleep?"
_ENDS_IN_NOT = re.compile(r"(?:n['’]t|\bnever|\bnot)[.!…]*$", re.IGNORECASE)  # "He said he'd come and then he didn't."
_LIKES = re.compile(r"^(?:would|did|do|does|not|i|he|she|they|we|you|to|really)$|'d$|n't$")
_PARTICIPLE = re.compile(r"been|had|got|gone|done|\w+(?:ed|en|ne|wn)")
_FAR = 4  # words of meaning after a “not” that it may still deny
_TIED = 0.45


@dataclass(frozen=True, slots=True)
class Head:
    """A word of meaning where it stands."""

    word: str
    stem: str
    denied: int | None  # how many words of meaning after the “not”; None where there is none before it
    mood: str  # "doubted", "would", "wished" or ""
    part: frozenset[str] = frozenset()  # stems of the words beside it
    sentence: frozenset[str] = frozenset()  # stems of its sentence
    unsure: bool = False  # whether a word of doubt stands anywhere in its sentence
    hedged: bool = False  # whether one stands in its part, or the sentence tells what somebody thinks
    condition: bool = False  # whether its part begins with an “if”
    cited: bool = False  # whether it stands in a cited turn, not in the one before
    either: bool = False  # whether it may be taken as denied and as not denied


def heads_against(outside: str, evidence: Evidence, *, step: bool) -> list[Refusal]:
    """Words denied, doubted or wished otherwise than where they were said; a `step` is neither doubted nor wished."""
    said = heads_said(evidence)
    names = evidence.people.all_names
    refusals: list[Refusal] = []
    for head in heads_of(outside, names):
        places = _nearest(head, said)
        if not places:
            continue
        if not (step and head.denied is None) and _otherwise(head, places):
            refusals.append(Refusal(Reason.NEGATION, head.word))
        if not step:
            refusals += _mood(head, places, wishing=bool(_WISHING.search(outside)), conditional=bool(_IF.search(outside)))
    return refusals


def denied_too(clause: str, evidence: Evidence) -> bool:
    """Whether each word that the clause denies is denied where it was said."""
    said = heads_said(evidence)
    heads = [h for h in heads_of(clause, evidence.people.all_names) if h.denied == 0]
    return bool(heads) and all((near := _nearest(h, said)) and all(p.denied is not None for p in near) for h in heads)


def _otherwise(head: Head, places: Sequence[Head]) -> bool:
    if head.either or any(p.either for p in places):
        return False
    if head.denied is None:
        return all(p.denied is not None and p.denied <= 1 for p in places)
    return head.denied == 0 and all(p.denied is None for p in places)


def _mood(head: Head, places: Sequence[Head], *, wishing: bool, conditional: bool) -> list[Refusal]:
    moods = {p.mood for p in places}
    if any(p.either for p in places):
        return []
    if all(p.condition for p in places) and not (conditional or head.hedged or head.mood):
        return [Refusal(Reason.DOUBT, head.word)]
    if head.mood == "doubted" and moods == {""} and not any(p.unsure for p in places):
        return [Refusal(Reason.DOUBT, head.word)]
    if head.mood or "" in moods:
        return []
    if moods == {"wished"}:
        return [] if wishing else [Refusal(Reason.WISH, head.word)]
    return [] if head.hedged or head.condition else [Refusal(Reason.DOUBT, head.word)]


def _nearest(head: Head, said: Sequence[Head]) -> list[Head]:
    """The places of the same word that share most words around it."""
    there = [p for p in said if p.stem == head.stem]
    scored = [(len(head.part & p.part) + 0.3 * len(head.sentence & p.sentence) + 0.5 * p.cited, p) for p in there]
    top = max((n for n, _ in scored), default=0.0)
    return [p for n, p in scored if n > top - _TIED]


def heads_said(evidence: Evidence) -> list[Head]:
    """Every word of meaning of the evidence, as it was said."""
    if "heads" not in evidence.worked_out:
        evidence.worked_out["heads"] = _read(evidence)
    known: list[Head] = evidence.worked_out["heads"]
    return known


def _read(evidence: Evidence) -> list[Head]:
    names = evidence.people.all_names
    answers = {u.text: u.answered for u in evidence.units if u.question}
    found: list[Head] = []
    for turn in evidence.turns:
        for sentence in sentences(turn.text):
            heads = [replace(h, cited=turn in evidence.cited) for h in heads_of(cleaned(sentence), names)]
            if sentence.rstrip(" ”\"'").endswith("?"):
                answered = answers.get(sentence)
                if answered is None and not _TAKES_FOR_GRANTED.search(sentence):
                    continue
                if answered is False:
                    heads = [replace(h, denied=0 if h.denied is None else None) for h in heads]
                heads = [replace(h, mood="") for h in heads]
            elif TAKES_ALL_BACK.match(sentence):
                before = {h.sentence for h in found[-1:]}
                found = [replace(h, either=True) if h.sentence in before else h for h in found]
            elif _ENDS_IN_NOT.search(sentence):
                heads = [replace(h, either=True) for h in heads]
            found += heads
    return found


def heads_of(text: str, names: frozenset[str]) -> list[Head]:
    """Every word of meaning of a text, one or more sentences long."""
    found: list[Head] = []
    for sentence in sentences(text):
        kept = [h for part in _PARTS.split(sentence.replace("(", "").replace(")", "")) for h in _heads_of_part(part, names)]
        whole = frozenset(h.stem for h in kept)
        unsure, thought = bool(_DOUBTFUL.search(sentence)), bool(_THOUGHT.search(sentence))
        found += [replace(h, sentence=whole, unsure=unsure, hedged=h.hedged or thought) for h in kept]
    return found


def _heads_of_part(part: str, names: frozenset[str]) -> list[Head]:
    """The words of meaning of a part of a sentence that has one “not” at most; their sentence is still to be filled in."""
    kept: list[Head] = []
    words = tokens(part)
    either, hedged, condition = False, bool(_DOUBTFUL.search(part)), bool(_CONDITION.match(part))
    denied: int | None = None
    mood = ""
    for n, word in enumerate(words):
        if word in _NOT or word.endswith("n't"):
            denied = denied if words[n + 1 : n + 2] and words[n + 1] in _DENIES_NOTHING else 0
            mood = _MOOD_OF_NOT.get(word, mood)
            continue
        mood = _mood_after(words, n) or mood
        likes = word == "like" and n > 0 and bool(_LIKES.search(words[n - 1]))
        if word in _UNSURE or word in _WOULD or word.removesuffix("'s") in names or (word in _LIGHT and not likes):
            continue
        wished = word == "like" and mood == "would"
        far = denied if denied is not None and denied <= _FAR else None
        head = Head("want" if wished else word, stem("want" if wished else word), far, mood)
        kept.append(replace(head, hedged=hedged, condition=condition, either=either))
        mood = "wished" if word in _WISH or wished else ""
        denied = denied + 1 if denied is not None else None
        either |= bool(_LACKS.fullmatch(word))
    beside = frozenset(h.stem for h in kept)
    return [replace(h, part=beside) for h in kept]


def _mood_after(words: Sequence[str], n: int) -> str:
    """The mood that the word at this place gives to what follows."""
    if words[n] in _UNSURE:
        return "doubted"
    following = words[n + 1] if n + 1 < len(words) else ""
    would = words[n] in _WOULD or (words[n].endswith("'d") and not _PARTICIPLE.fullmatch(following))
    return "would" if would else ""
