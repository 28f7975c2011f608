"""What a note puts before an answer: "Asked whether Max had slept, ", "Told that there was a group, and asked …, ".

A question is told where its persons and verbs are certain, and shown in its own words where they are not, or where it asks of
harm and each word counts. A “he” in it is given a name where the talk leaves no doubt; where it could be taken for the one
who answers, the question stays in its own words.
"""

from __future__ import annotations

import re

from models.talk.antecedents import OWNED
from models.talk.passage import Passage
from models.talk.people import People
from models.talk.pronouns import HE, SHE
from models.talk.questions import PROMPT
from models.talk.speech import sentences
from models.weighing.confirming import of_harm
from models.wording.retold import Retelling
from models.wording.turned import indirect, third_person

# "The boiler?", "And school?", "Your brother?", "Ruth's chest?": a question that is only a thing.
_NO_NAME = "What|How|Who|Where|When|Why|That|It|There|Here"
_ABOUT = re.compile(
    r"^(?:(?:and|so) )?(?:(?:what|how) about |what['’]s |what is |how['’]s |how is )?"
    rf"(?P<what>(?:(?P<your>your)|the|(?-i:(?!{_NO_NAME})[A-Z][^\W\d_]+)['’]s) (?:[a-z-]+ ?){{1,3}}"
    r"(?<! for)(?<! like)(?<! about)(?<! with)(?<! been)(?<! going)(?<! doing)(?<! on)|"
    r"school|nursery|college|work|eating|sleep|sleeping|food|money|health|contact|housing|drinking|smoking|friends|home)\?$",
    re.IGNORECASE,
)
_ANY = re.compile(r"^any (?P<what>[a-z][a-z -]{2,40})\?$", re.IGNORECASE)
_TELL = re.compile(
    r"^(?:(?:can|could|will|would) you )?(?:please |just )?tell me (?:a bit |more )*about (?P<what>[^,;]+?)[.?]?$",
    re.IGNORECASE,
)
_YOU = re.compile(r"\byou", re.IGNORECASE)


def before_answer(passage: Passage, people: People, *, direct: bool = False, retelling: Retelling | None = None) -> str:
    """What stands before an answer, with a name for a first "he" or "she" where it is certain."""
    lead = _put(passage, people, direct=direct, retelling=retelling)
    named = re.match(r"Asked (?P<quoted>“)?", lead)
    if retelling is None or passage.asked_turn is None or named is None or passage.told:
        return lead
    aside = frozenset({passage.asked_by, passage.speaker})
    key, _ = first_meant(passage.asked, passage.asked_turn, retelling, but=aside)
    found = [(p, m) for p, pattern in (("he", HE), ("she", SHE)) if (m := pattern.search(lead))]
    if not found:
        return lead
    pronoun, at = min(found, key=lambda pm: pm[1].start())
    if key and named["quoted"]:
        return f"Asked about {people.name(key)}, {lead.removeprefix('Asked ')}" if "?”" in lead else lead
    if key and at[0] in ("he", "she", "him", "her", "his"):
        own = "'s" if OWNED.match(lead, at.start()) else ""
        return f"{lead[: at.start()]}{people.name(key)}{own}{lead[at.end() :]}"
    said_before = retelling.pronouns.able(pronoun, lead[: at.start()], but=frozenset())
    if not named["quoted"] and not said_before and retelling.pronouns.of(passage.speaker) in ("", pronoun):
        return _put(passage, people, direct=True, retelling=retelling)  # “he” would be taken for who answers
    return lead


def _told_before(passage: Passage, put: str, people: People, *, direct: bool, retelling: Retelling | None) -> str:
    """Give "Told that …, " or "When Jo said that …, " where it can be told; else the words."""
    by, place = passage.asked_by, passage.asked_turn
    worker = people.is_worker(by)
    begins = "Told" if worker else f"When {people.name(by)} said"
    that = None
    if retelling is not None and place is not None and not direct and not people.verbatim(by) and not of_harm(passage.asked):
        listener = passage.speaker if passage.asks_answerer else ""
        that = retelling.retell(passage.asked, speaker=by, place=place, before=begins, listener=listener)
    return f"{begins} that {that}, " if that else f"{begins} “{put}”, "


def _told_and_asked(passage: Passage, people: People, retelling: Retelling) -> str:
    """Give "Told that there was a group, and asked whether Max would like to go, "; empty where part of it cannot be told."""
    pieces, by, place = sentences(passage.asked), passage.asked_by, passage.asked_turn
    if len(pieces) != 2 or place is None or not passage.asks_answerer or not people.is_worker(by) or of_harm(passage.asked):
        return ""
    who = {"asked_by": by, "answerer": passage.speaker}
    asked = indirect(pieces[1], people, **who, sure=True) or retelling.ask(pieces[1], **who, place=place)
    told_of = retelling.retell(pieces[0], speaker=by, place=place, before="Told", listener=passage.speaker)
    return f"Told that {told_of}, and asked {asked}, " if told_of and asked else ""


def _put(passage: Passage, people: People, *, direct: bool, retelling: Retelling | None) -> str:
    """Give “Asked whether …, ” or “Asked “…?”, ”; by whom is said when it was not the social worker."""
    put = single_marks(passage.asked).removesuffix(".")
    if passage.told:
        return _told_before(passage, put, people, direct=direct, retelling=retelling)
    if retelling is not None and not direct and (both := _told_and_asked(passage, people, retelling)):
        return both
    asker = "" if people.is_worker(passage.asked_by) else f" by {people.name(passage.asked_by)}"
    told = None if direct else _indirectly(passage, people) or _told(passage, retelling)
    told = told or _thing(passage, people)
    request = not told and not passage.asked.rstrip().endswith("?") and not PROMPT.search(passage.asked)
    return f"{'Told' if request else 'Asked'}{asker} {told or f'“{put}”'}, "


def _indirectly(passage: Passage, people: People) -> str | None:
    """Give "whether …", "about …" or "whether there was any …" for a question of plain form."""
    who = {"asked_by": passage.asked_by, "answerer": passage.speaker}
    if turned := indirect(passage.asked, people, **who, sure=passage.asks_answerer):
        return turned
    tell = _TELL.match(passage.asked)
    if tell and not passage.asks_answerer and _YOU.search(tell["what"]):
        tell = None
    told = third_person(tell["what"], people, speaker=passage.asked_by, listener=passage.speaker) if tell else None
    if told:
        return f"about {told}"
    anything = _ANY.match(passage.asked)
    if anything is None:
        return _thing(passage, people)
    several = re.match(r"(?:more |other |new )?\w*[^\Ws]s\b", anything["what"])
    return f"whether there {'were' if several else 'was'} any {anything['what']}"


def _thing(passage: Passage, people: People) -> str | None:
    """Give "about school" for "And school?"."""
    thing = _ABOUT.match(passage.asked)
    if thing is None or (thing["your"] and not passage.asks_answerer):
        return None
    if thing["your"]:
        return f"about {people.name(passage.speaker)}'s {thing['what'][5:]}"
    named = people.named_in(thing["what"].split()[0])
    return f"about {thing['what'] if named else thing['what'][:1].lower() + thing['what'][1:]}"


def _told(passage: Passage, retelling: Retelling | None) -> str | None:
    if retelling is None or passage.asked_turn is None or not _may_turn(passage):
        return None
    who = {"asked_by": passage.asked_by, "answerer": passage.speaker}
    return retelling.ask(passage.asked, **who, place=passage.asked_turn)


def _may_turn(passage: Passage) -> bool:
    """Whether a question may be told: it is one, its "you" is who answers, and it asks of no harm, where each word counts."""
    return (passage.asks_answerer or not _YOU.search(passage.asked)) and not of_harm(passage.asked)


def first_meant(
    words: str, place: int, retelling: Retelling, *, but: frozenset[str], lead: str = ""
) -> tuple[str, re.Match[str] | None]:
    """Whom the first "he" or "she" of the words means, and where it stands; no key where they say so, or nobody can tell."""
    found = [(p, m) for p, pattern in (("he", HE), ("she", SHE)) if (m := pattern.search(words))]
    if not found:
        return "", None
    pronoun, first = min(found, key=lambda pm: pm[1].start())
    key = retelling.pronouns.meant(pronoun, words, place, but=but)
    able = retelling.pronouns.able(pronoun, f"{lead} {words[: first.start()]}", but=but)
    return ("" if [m.key for m in able] == [key] else key), first


def single_marks(words: str) -> str:
    """Words that will stand in quotation marks, any marks inside them made single."""
    words = re.sub(r'(?:^|(?<=[\s(]))"', "‘", words)
    return words.replace("“", "‘").replace("”", "’").replace('"', "’")
