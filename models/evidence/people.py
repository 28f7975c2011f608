"""Who is spoken of, who spoke, who is to act, and what stands in quotation marks.

A name may stand where the words say it, where its owner speaks, or where a “he” in the words can mean somebody named shortly
before. “X said” needs a cited turn of X that says it; “X to ring” needs X to have promised or been asked. A quotation
must be one speaker's words in one piece: only hesitations and stutters may go without an ellipsis, so that no “not” can
slip out of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from models.evidence.cited import NEGATION, Evidence, Reason, Refusal, Unit, stem
from models.talk.dates import MONTHS, WEEKDAYS
from models.talk.neutral import KIN
from models.talk.people import People
from models.talk.speech import cleaned, sentences, tokens
from recorder.domain import Role, Turn

QUOTED = re.compile(r"“([^”]*)”")
SAYS = (
    r"(?:said|says|asked|agreed|answered|told|added|explained|reported|confirmed|denied|spoke|thinks|thought|described|"
    r"wants|wishes)"
)
_THIRD = re.compile(
    r"\b(?:he|she|they|him|her|them|his|hers|their|theirs|he['’]\w+|she['’]\w+|they['’]\w+|one|both|us|we)\b", re.IGNORECASE
)
_FIRST = re.compile(r"\b(?:I|me|my|mine|myself|meself|we|us|our|I['’]\w+|we['’]\w+)\b")
_SECOND = re.compile(r"\b(?:you|your|yours|yourself|you['’]\w+)\b", re.IGNORECASE)
RETOLD = re.compile(
    r"\b(?:said|says|told|tells|asked|asks|email\w*|rang|report\w*|thought|thinks|wants|wishes|wrote|shout\w*)\b", re.IGNORECASE
)
_FILLER = re.compile(r"(?:u+h*m+|e+r+m*|u+h+|h+m+|m+h+m+|ah|oh|ooh|ha)")
# Said beside the point, between a comma and the next stop; never a sentence of its own, which may be an answer.
_TAG = re.compile(
    r",\s*(?:yeah|you know|I mean|honest(?:ly)?|to be (?:fair|honest)|innit|I'll say that|really|though|like|right|well|"
    r"okay|you see|mate|love|honest to God|I tell you|no problem)(?=\s*[,.!?…])",
    re.IGNORECASE,
)
STEP = re.compile(r"^(?P<who>[^,.:“”]{2,60}?) (?:to|will) (?:also |not |never )?(?P<verb>[a-z]+)\b")
_OWN = (
    r"\b(?:I['’]ll|I will|I['’]m going to|I am going to|I can|I['’]m gonna|I['’]ve got to|I have to|let me|we['’]ll|we will|"
    r"we can|(?:shall|will|can) (?:we|I))\b"
)
_CAPITALISED = frozenset({*MONTHS, *WEEKDAYS, *(f"{d}s" for d in WEEKDAYS), "speaker", "asked", "told"})
_TITLES = ("Mr", "Mrs", "Ms", "Miss", "Dr")


def names(plain: str, evidence: Evidence) -> list[Refusal]:
    """People named outside quotation marks whom the words do not bring up, and capitalised words that nobody said."""
    people, outside = (
        evidence.people,
        re.sub(r"\s{2,}", " ", QUOTED.sub(" ", plain)),
    )  # what follows a quotation begins a sentence
    may = _may_be_named(evidence)
    named = [key for key in sorted(people.named_in(outside)) if is_name(outside, people.names_of(key))]
    refusals = [
        Refusal(Reason.NAME, people.name(key)) for key in named if key not in may and not _shared(key, may, outside, people)
    ]
    speakers = {w for t in evidence.cited for w in tokens(people.name(t.speaker))}
    known = speakers | {w.removesuffix("'s") for w in speakers} | people.all_names | _CAPITALISED
    inner = re.findall(r"(?<![.!?“:] )(?<!^)(?<!“)\b[A-Z][^\W\d_]+(?:['’]\w+)?", outside)
    bare = {w: w.casefold().removesuffix("'s").removesuffix("’s") for w in inner}
    return refusals + [Refusal(Reason.NAME, w) for w in inner if bare[w] not in known and not evidence.was_heard(bare[w])]


def _may_be_named(evidence: Evidence) -> frozenset[str]:
    people = evidence.people
    may = people.named_in(evidence.said) | evidence.speakers
    if _SECOND.search(evidence.said) or _FIRST.search(evidence.said):
        may |= {t.speaker for t in evidence.asked} | evidence.beside
    if _THIRD.search(evidence.said):
        pointed = [evidence.means(u) for u in evidence.units if _THIRD.search(u.context)]
        may |= frozenset().union(*pointed) | {t.speaker for t in evidence.asked}
    if KIN.search(evidence.said):
        may |= evidence.spoken_of | _kin(people)
    return may


def _kin(people: People) -> frozenset[str]:
    return frozenset(p.key for p in people.roster if p.role in (Role.PARENT, Role.RELATIVE, Role.PARTNER, Role.CARER))


def _shared(key: str, others: Iterable[str], text: str, people: People) -> bool:
    """Whether the words that bring this person up are also the name of one of the others ("the Days")."""
    used = {w for w in people.names_of(key) if is_name(text, frozenset({w}))}
    return any(used <= people.names_of(other) for other in others if other != key)


def is_name(text: str, words: frozenset[str]) -> bool:
    """Whether one of the words stands in the text with a capital ("Will", not "will")."""
    return any(re.search(rf"(?<!“)\b{re.escape(w[:1].upper() + w[1:])}\b", text) for w in words)


def unlikely_names(clause: str, unit: Unit, evidence: Evidence) -> list[Refusal]:
    """People in a clause to whom the part of the evidence that it comes from cannot point."""
    people = evidence.people
    there = people.named_in(unit.context)
    named = [k for k in sorted(people.named_in(clause) - there) if is_name(clause, people.names_of(k))]
    named = [k for k in named if not _shared(k, there, clause, people)]
    listeners = (evidence.speakers | evidence.beside | {t.speaker for t in evidence.asked}) - {unit.speaker}
    refusals = []
    for key in named:
        elliptic = unit.question or not VERBISH.search(unit.text)
        if unit.question and _SECOND.search(unit.text) and not _THIRD.search(unit.text) and not KIN.search(unit.text):
            able = key in evidence.speakers - {unit.speaker}  # “Were you frightened?” is about the one who answers
            able |= key == unit.speaker and bool(_FIRST.search(unit.text))
        elif key == unit.speaker:
            able = bool(_FIRST.search(unit.context)) or elliptic
        elif people.is_worker(key):
            able = key in listeners and (bool(_SECOND.search(unit.context)) or elliptic)
        else:
            able = key in listeners and (bool(_SECOND.search(unit.context)) or elliptic)
            able |= key in evidence.means(unit) and (bool(_THIRD.search(unit.context)) or elliptic)
            able |= key in _kin(people) | evidence.spoken_of and bool(KIN.search(unit.context))
        if not able:
            refusals.append(Refusal(Reason.NAME, people.name(key)))
    return refusals


POINTING = re.compile(rf"{_THIRD.pattern}|{_FIRST.pattern}|{_SECOND.pattern}|{KIN.pattern}", re.IGNORECASE)
VERBISH = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|said|says|went|goes|came|comes|got|gets|made|makes|"
    r"took|takes|put|puts|told|asked|rang|rings|saw|sees)\b|['’](?:s|m|ve|ll|re|d)\b|n['’]t\b|\w{3,}ed\b",
    re.IGNORECASE,
)


def spoke(plain: str, evidence: Evidence) -> list[Refusal]:
    """People said to have spoken or been present who did not, and first names joined to others' family names."""
    people, text = evidence.people, QUOTED.sub("“”", plain)
    able = evidence.speakers | {t.speaker for t in evidence.asked}
    if RETOLD.search(evidence.said):  # somebody tells what somebody else said
        telling = [u for u in evidence.units if RETOLD.search(u.text) and _THIRD.search(u.text)]
        able |= people.named_in(evidence.said).union(*(evidence.means(u) for u in telling))
    refusals = [Refusal(Reason.SPEAKER, printed) for key, printed in subjects(text, people) if key not in able]
    present = re.match(r"(?P<who>[^.“”]*?) (?:was|were) (?:present|there|seen)\b", text)
    if present:
        who = [k for p in re.split(r", | and ", present["who"]) if (k := person_called(p.strip(), people))]
        refusals += [Refusal(Reason.SPEAKER, people.name(k)) for k in who if k not in evidence.speakers]
    absent = re.search(r"\b(?:was|were) not (?:present|there|seen)\b", text)
    if absent and "said" not in text:  # whoever speaks in the cited turns was there
        refusals.append(Refusal(Reason.NEGATION, absent[0]))
    alone = re.match(r"(?P<who>[A-Z]\S+(?: [A-Z]\S+)?) spoke to the\b", text)
    if alone and person_called(alone["who"], people) not in evidence.speakers:
        refusals.append(Refusal(Reason.SPEAKER, alone["who"]))
    return refusals + [
        Refusal(Reason.NAME, f) for f in re.findall(r"\b[A-Z][^\W\d_]+ [A-Z][^\W\d_]+\b", text) if _mixed(f, people)
    ]


def _mixed(full: str, people: People) -> bool:
    """Whether two names stand together that no one person has ("Ann Day" when they are Ann Lee and Jo Day)."""
    first, last = (w.casefold() for w in full.split())
    known = any(first in people.names_of(p.key) for p in people.roster) and any(
        last in people.names_of(p.key) for p in people.roster
    )
    return known and not any({first, last} <= people.names_of(p.key) for p in people.roster)


def subjects(text: str, people: People) -> Iterator[tuple[str, str]]:
    """Each roster person who is the subject of a verb of speech, as (key, words)."""
    for found in re.finditer(rf"(?P<who>[^.:“”]{{2,70}}?) (?:(?:also|both|at first|later|then|again|first) )*{SAYS}\b", text):
        who = re.split(r", | that |; | but ", found["who"])[-1].strip()
        who = re.sub(r"^(?:and|but|then|asked|told|when|after|before|while|as)\b\s*", "", who, flags=re.IGNORECASE)
        parts = re.split(r" and ", who)
        for part in parts:
            key = person_called(part, people)
            if key:
                yield key, part


def person_called(text: str, people: People) -> str | None:
    """The person whom these words name and nothing else ("Max", "Mr Day", "Jo Day")."""
    words = [w for w in re.findall(r"[^\W\d_]+", text) if w not in _TITLES]
    if not words or len(words) > 3 or not all(w[0].isupper() for w in words):
        return None
    low = {w.casefold() for w in words}
    able = [
        p.key for p in people.roster if words[0].casefold() in _first_words(p.key, people) and low <= people.names_of(p.key)
    ]
    if able:
        return able[0]
    voice = re.fullmatch(r"Speaker (\d+)", text)
    return f"S{voice[1]}" if voice else None


def _first_words(key: str, people: People) -> frozenset[str]:
    person = next(p for p in people.roster if p.key == key)
    firsts = {re.sub(r"^(?:Mr|Mrs|Ms|Miss|Dr)\.? ", "", n).split()[0].casefold() for n in (person.name, *person.also)}
    return frozenset(firsts)


_BOTH = re.compile(r"\b(?:you both|both of (?:you|us)|two of us|all of us|we['’]ll be|you all)\b", re.IGNORECASE)
_OWN_WISH = (
    r"\bI(?: (?:really |just |do |only )*(?:want|hope|wish)|(?:['’]d| would) (?:really |just )*(?:like|love|rather|want))"
    r" (?:to )?(?:\w+ ){0,2}"
)


def is_step(plain: str, people: People) -> bool:
    """Whether the sentence is a next step: a person "to" or "will" do something."""
    found = STEP.match(plain)
    return bool(found) and any(person_called(part, people) for part in re.split(r" and |, ", found["who"] if found else ""))


def undertook(plain: str, evidence: Evidence) -> list[Refusal]:
    """Give the person said to have a next step to do, when the words give it to somebody else."""
    found = STEP.match(plain)
    if not found:
        return []
    people, verb = evidence.people, stem(found["verb"])
    actors = [k for part in re.split(r" and |, ", found["who"]) if (k := person_called(part, people))]
    near = evidence.speakers | evidence.beside | people.named_in(evidence.said)
    both = any(_BOTH.search(t.text) for t in evidence.cited)
    there = frozenset(p.key for p in people.roster if p.present and p.key in near | evidence.spoken_of)
    near |= there if both else frozenset()
    together = there | evidence.speakers | people.named_in(" ".join(t.text for t in evidence.cited))
    givers = list(_givers(verb, evidence)) or [together if both else evidence.speakers]
    wrong = [a for a in actors if a not in near or not any(a in able for able in givers)]
    refusals = [Refusal(Reason.SPEAKER, people.name(a)) for a in wrong]
    return refusals + [Refusal(Reason.WISH, found[0]) for a in actors if _only_wished(a, verb, evidence)]


def _only_wished(actor: str, verb: str, evidence: Evidence) -> bool:
    """Whether the one who is to act has the verb nowhere but in a wish of their own ("I'd like to see a doctor")."""
    wish = rf"{_OWN_WISH}{re.escape(verb)}"
    said = [(t.speaker, s) for t in evidence.turns for s in sentences(t.text) if verb in set(map(stem, tokens(s)))]
    return bool(said) and all(who == actor and re.search(wish, s, re.IGNORECASE) for who, s in said)


def addressed(plain: str, evidence: Evidence) -> list[Refusal]:
    """“X said to Y:” needs Y to be called by name, or to be the one who speaks just before or after."""
    people = evidence.people
    found = re.search(rf"\b{SAYS} to (?P<to>[^:“”,]+?):", plain)
    to = person_called(found["to"], people) if found else None
    if found is None or to is None or any(to in people.addressed_in(t.text) for t in evidence.cited):
        return []
    listens = to in evidence.beside - evidence.speakers or (len(evidence.speakers) > 1 and to in evidence.speakers)
    return [] if listens else [Refusal(Reason.NAME, found["to"])]


def _givers(verb: str, evidence: Evidence) -> Iterator[frozenset[str]]:
    """For each sentence with the step's verb, who may be the one to do it."""
    everyone = evidence.speakers | evidence.beside
    for turn in evidence.turns:
        for sentence in sentences(turn.text):
            if verb not in set(map(stem, tokens(sentence))):
                continue
            others = frozenset(everyone - {turn.speaker}) | evidence.people.named_in(sentence)
            own = re.search(_OWN, sentence, re.IGNORECASE)
            if own and re.search(r"\bwe\b", own[0], re.IGNORECASE):
                yield everyone
            elif own and re.search(rf"{_OWN}.*\b{re.escape(verb)}", sentence, re.IGNORECASE):
                yield frozenset({turn.speaker})
            elif _SECOND.search(sentence):
                yield others
            else:
                yield everyone


def quotes(plain: str, evidence: Evidence) -> list[Refusal]:
    """Quotations that nobody, or not the one named before them, said in these words."""
    refusals = []
    for found in QUOTED.finditer(plain):
        before = QUOTED.sub("“”", plain[: found.start()])
        turns = _turns_of(before, evidence)
        words = found[1]
        if not any(_said_so(words, t) for t in turns):
            refusals.append(Refusal(Reason.QUOTE, words))
    return refusals


def _turns_of(before: str, evidence: Evidence) -> Sequence[Turn]:
    """The turns in which a quotation may stand, from what introduces it."""
    people, cited = evidence.people, evidence.cited
    asked_by = re.search(r"(?:Asked|Told) by ([^,“”]+) $", before)
    if asked_by:
        key = person_called(asked_by[1], people)
        return [t for t in cited if t.speaker == key]
    if re.search(r"(?:^|[.”] )(?:Asked|Told) $", before):  # put by the worker; an unnamed voice may be the worker's
        return [t for t in cited if people.role(t.speaker) in (Role.SOCIAL_WORKER, None)]
    named = list(subjects(before, people))
    if named:
        return [t for t in cited if t.speaker == named[-1][0]]
    return cited


def _said_so(quoted: str, turn: Turn) -> bool:
    pieces = [p for part in re.split(r"…|\.\.\.", quoted) if (p := _plain(part))]
    if not pieces:
        return True
    clean = cleaned(turn.text)
    ways = (turn.text, clean, _TAG.sub("", clean), _TAG.sub("", turn.text))
    return any(_in_pieces(pieces, way) for way in ways)


def _in_pieces(pieces: Sequence[Sequence[str]], said: str) -> bool:
    """Whether each piece stands unbroken in what was said, one after another, none beginning just after a “not”."""
    words, at = _plain(said), 0
    for piece in pieces:
        place = next((i for i in range(at, len(words) - len(piece) + 1) if words[i : i + len(piece)] == list(piece)), None)
        if place is None:
            return False
        if place and NEGATION.search(words[place - 1]) and not _fresh_start(piece, words[place - 1], said):
            return False
        at = place + len(piece)
    return True


def _fresh_start(piece: Sequence[str], before: str, said: str) -> bool:
    """Whether punctuation divides the word before from the piece ("No. He's never hit me.")."""
    return bool(
        re.search(
            rf"\b{re.escape(before)}\b[^\w\s][^\w]*(?:\b{_FILLER.pattern}\b\W+)*{re.escape(piece[0])}\b",
            said.replace("’", "'"),
            re.IGNORECASE,
        )
    )


def _plain(text: str) -> list[str]:
    return [w for w in tokens(text) if not _FILLER.fullmatch(w)]
