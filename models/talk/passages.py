"""What somebody said in one turn that could stand in a note, with the question that it answers.

A passage is one speaker's words: reactions and hesitations cut, the question joined where the answer would mean nothing
without it ("No. Not a night."). Private stretches and talk to the machine never become passages, nor do questions about
them: that is decided here, before anything is weighed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from models.talk import cues
from models.talk.neutral import KIN, neutral
from models.talk.passage import Passage, Usable
from models.talk.people import People
from models.talk.questions import AGREED, BROKEN_OFF, OFFER, QUESTION, REQUEST, question_of
from models.talk.sifting import CONTACT_DETAILS, PROMISES, YES_NO, with_neighbours, without_tag, worth_keeping
from models.talk.speech import cleaned, content, exact, is_noise, sentences, tokens, without_first_hesitation
from models.wording.lead_ins import asks_answerer, meant_by_you, put_to, third_unnamed, with_antecedent
from recorder.domain import Turn

_SOMEBODY = re.compile(
    r"\b(?:I|me|my|mine|we|us|our|he|she|him|her|his|they|them|their|nobody|no one|some(?:body|one)|every(?:body|one))\b|"
    r"\b(?:I|we|he|she|they)['’]",
    re.IGNORECASE,
)
_FRAGMENT = 4  # words
_SELF = re.compile(r"\b(?:I|me|my|mine|we|us|our)\b|\b(?:I|we)['’]")
_FEW = 3  # words of meaning
_PRONOUN_FIRST = re.compile(
    r"^(?:and |but |'?cause |so |well,? |yeah,? |no,? )*(?:he|she|they|it|that|this|him|her|them)(?:'\w+)?\b", re.IGNORECASE
)
_SHORT_ASKED, _SHORT_TOLD = 8, 12  # words; a long question earns its place less
_KEEPS = re.compile(
    r"\b(?:no|not|never|nothing|nobody|I|he|she|they|it|we|that|this|is|was|were|had)\b|n['’]t\b|['’](?:s|ll|m|re)\b",
    re.IGNORECASE,
)
# "When I had no school.", "'Cause you'd have gone mad.": half a sentence; the question is the other.
_HANGS = re.compile(
    r"^(?:and |but |like,? |just |only )*(?:(?:when|'?cause|because|so that|in case) [^,]+|"
    r"that (?:there|he|she|it|they|we|I|you|mum|mummy|dad|daddy|[A-Z]\w+)\b(?!['’]s) [^,]+|"
    r"if I (?:had|could|was|were|got)\b(?:(?! would\b|['’]d\b)[^,])*)[.!?]$",
    re.IGNORECASE,
)
_UNCLEAR = re.compile(r"\b(?:it|one|that|them|this|those)\b", re.IGNORECASE)
# A sentence with none of these is a fragment ("Fourth of February, with the nurse.") and needs its question.
_VERB = re.compile(
    r"\b(?:I|he|she|it|we|they|there|that|you|nobody|everyone|is|are|"
    r"was|were|has|have|had|do|does|did|will|would|can|could|said|says|"
    r"went|goes|came|comes|got|gets|made|makes)\b|['’](?:s|m|ve|ll|re|d)\b|n['’]t\b|\b(?!hundred\b)\w{3,}ed\b",
    re.IGNORECASE,
)


def passages(turns: Sequence[Turn], people: People, usable: Usable) -> list[Passage]:
    """Every usable passage of a transcript, in order."""
    found = []
    for place, turn in enumerate(turns):
        if not usable.evidence(turn.i):
            continue
        question = turns[place - 1] if place and usable.evidence(turns[place - 1].i) else None
        passage = _passage(turn, question, people)
        if passage:
            if question is not None:
                passage = with_antecedent(passage, question, people)
            to = meant_by_you(passage, place, turns, people, usable)
            sure = bool(passage.asked) and asks_answerer(place, turns, people)
            found.append(replace(passage, to=to, asks_answerer=sure))
    return found


def _passage(turn: Turn, before: Turn | None, people: People) -> Passage | None:
    worker, verbatim = people.is_worker(turn.speaker), people.verbatim(turn.speaker)
    pieces = sentences(turn.text if verbatim else cleaned(turn.text))
    said, gaps = _verbatim(turn, pieces, before, people) if verbatim else _cut(turn, pieces, before, people)
    asked, told = ("", "") if before is None or not pieces else put_to(turn, before, people)
    answers = (
        bool(asked or told)
        and not worker
        and (not QUESTION.search(pieces[-1]) or bool(AGREED.match(pieces[0]) and REQUEST.search(asked)))
    )
    accepts = bool(asked) and bool(REQUEST.search(asked)) and bool(AGREED.match(pieces[0]))
    if answers and ((asked and not said) or accepts or _needs_question(said, asked or told, people, told=not asked)):
        said = said or tuple(s for s in pieces if (not is_noise(s) or YES_NO.match(s)) and not CONTACT_DETAILS.search(s))[:2]
        repeats = (
            bool(told) and set(content(" ".join(said))) <= set(content(told)) and not YES_NO.match(said[0] if said else "")
        )
        if said and before is not None and not repeats:
            return Passage(turn.i, turn.speaker, said, asked or told, before.i, before.speaker, told=not asked, gaps=gaps)
    if len(content(neutral(" ".join(said), people))) < 2 or _means_nothing_alone(said, people, worker=worker):
        return None
    return Passage(turn.i, turn.speaker, said, gaps=gaps)


_Said = tuple[tuple[str, ...], tuple[int, ...]]  # sentences, and the places before which something was left out


def _verbatim(turn: Turn, pieces: Sequence[str], before: Turn | None, people: People) -> _Said:
    """A child's own words: whole from the first kept sentence to the last, so that there are no gaps."""
    keep = [_may_stand(s) for s in pieces]
    if pieces and before is not None and OFFER.search(question_of(before.text)):
        keep[0] = keep[0] or bool(YES_NO.match(pieces[0]))  # the yes to an offer is no filler
    if not any(keep):
        return (), ()
    said = tuple(pieces[keep.index(True) : len(keep) - keep[::-1].index(True)])
    said = (without_first_hesitation(said[0]), *said[1:])
    asks = people.role(turn.speaker) is None and all(QUESTION.search(s) for s in said)
    if asks or _about_nobody(" ".join(said), people):
        return (), ()  # an unnamed voice that only asks is most likely the worker's
    return said, ()


def _cut(turn: Turn, pieces: Sequence[str], before: Turn | None, people: People) -> _Said:
    """An adult's words less what nobody needs."""
    worker = people.is_worker(turn.speaker)
    as_said = pieces
    if worker:
        pieces = [without_tag(s) for s in pieces]
    keep = [worth_keeping(s, worker=worker, names=people.all_names) for s in pieces]
    if worker:
        keep = with_neighbours(pieces, keep)
    if before is not None:
        asks = not worker and QUESTION.search(before.text)  # "You'd had two?" – "Two. Could have been three."
        keep = [
            k and (bool(asks and n == 0 and not QUESTION.search(s)) or not _only_repeats(s, before.text, people))
            for n, (k, s) in enumerate(zip(keep, pieces, strict=True))
        ]
    places = [i for i, k in enumerate(keep) if k]
    if places and not worker:  # a reaction in the middle is shorter than the "…" in its place is hard to read
        places = [i for i in range(places[0], places[-1] + 1) if keep[i] or _stays(pieces[i])]
    ends = [said[len(s) - 1 :] for said, s in zip(as_said, pieces, strict=True)]  # ", is that all right?"
    left_out = [" ".join([ends[places[n - 1]], *pieces[places[n - 1] + 1 : i]]) if n else "" for n, i in enumerate(places)]
    gaps = tuple(n for n, words in enumerate(left_out) if tokens(cleaned(words)))  # hesitations go unmarked
    return tuple(pieces[i] for i in places), gaps


def _means_nothing_alone(said: Sequence[str], people: People, *, worker: bool) -> bool:
    """Whether nobody can tell of whom ("She's not said anything.") or of what ("Four flights. Three bags.") the words are."""
    if worker:
        return len(content(" ".join(said))) <= _FEW and third_unnamed(said[0], people)
    return all(len(tokens(s)) <= _FRAGMENT and not _VERB.search(s) and not people.named_in(s) for s in said)


def _about_nobody(words: str, people: People) -> bool:
    """Whether a child's few words are about no person and no harm ("Purple!", "Mind my tower.")."""
    if words and not _SELF.search(words) and all(s.endswith("!") for s in sentences(words)) and not people.named_in(words):
        return not cues.speaks_of_harm(words, by_child=True)
    about = _SOMEBODY.search(words) or KIN.search(words) or people.named_in(words) or exact(words)
    return len(content(words)) <= _FEW and not about and not cues.speaks_of_harm(words, by_child=True)


def _may_stand(sentence: str) -> bool:
    """Whether a child's sentence may begin or end a quotation."""
    return not is_noise(sentence) and not CONTACT_DETAILS.search(sentence)


def _stays(sentence: str) -> bool:
    """Whether a sentence of little worth may stand between two that are kept."""
    return not (not cleaned(sentence).strip(" .,!?…") or CONTACT_DETAILS.search(sentence) or BROKEN_OFF.search(sentence))


def _only_repeats(sentence: str, before: str, people: People) -> bool:
    """Whether the sentence is a day, a time or a few words of the other's, said back ("Wednesday. What time?")."""
    meant = content(neutral(sentence, people))
    said_back = exact(sentence) and set(meant) <= set(content(neutral(before, people)))
    asks_back = bool(QUESTION.search(sentence)) and len(meant) <= 1
    return (said_back or asks_back) and not YES_NO.match(sentence) and not _KEEPS.search(sentence)


def _needs_question(said: Sequence[str], asked: str, people: People, *, told: bool) -> bool:
    """Whether the words would mean little, or something else, without what was put to their speaker."""
    if not said:
        return True
    brings_up = bool(people.named_in(asked)) or bool(KIN.search(asked))
    names_first = bool(people.named_in(said[0]))
    said, asked = [neutral(s, people) for s in said], neutral(asked, people)
    text = " ".join(said)
    fragment = not _VERB.search(re.split(r"[,;:]", said[0])[0]) or len(tokens(said[0])) < 4
    short = len(tokens(asked)) <= (_SHORT_TOLD if told else _SHORT_ASKED)
    if YES_NO.match(text) or len(content(text)) < (3 if told else 4) or (not told and _HANGS.match(said[0])):
        return True
    unnamed = bool(_PRONOUN_FIRST.match(text)) and not names_first
    if len(content(asked)) == 0 and not (unnamed and brings_up and not told):
        return fragment and not told and QUESTION.search(asked) is not None
    promise = text if told else said[0]  # "The stair gate?" – "I'll do it tonight."
    if PROMISES.search(promise) and _UNCLEAR.search(promise):
        return True
    if unnamed:
        return short or (brings_up and not told)  # "How has Ann been?" – "She missed one."
    return not told and fragment and (brings_up or len(content(asked)) >= 1)
