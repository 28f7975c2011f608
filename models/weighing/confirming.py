"""Which sentences a worker must confirm one by one.

Harm, self-harm, allegation, injury, threat, exploitation, substances, domestic abuse, a child left to care.
A worker who is asked at every second sentence clicks through, so `models.talk.cues`, which marks generously what must not be
lost, is too wide for this. What is only near harm (a wish, fear of nobody, the police as an office to ring, a new mattress)
asks for nothing, and neither does what a worker undertakes to do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.talk import cues
from models.talk.passage import Passage
from models.talk.people import People
from models.talk.questions import question_of
from models.talk.speech import content
from recorder.domain import Turn

# Taken out before a text is looked at for harm.
_NEAR_HARM = re.compile(
    r"\b(?:(?:ring|call|phone|contact|check(?:ed)? (?:that |it )?with|speak to|and) (?:the )?police|arrest\w*|court|"
    r"caution|solicitor|nightmares?|wet the bed|wet (?:him|her|my)self|frighten\w*|scar(?:ed|y)|afraid|"
    r"terrif\w*|secret\b(?! (?:from|with))|cross with|argu\w*|kicks?(?: off)?|kicking off|smoking near|nobody smoking|"
    r"smokes? (?:outside|in here)|safe sleep|feel safe|passports?|touch wood|in touch|get in touch|dying to|die of|"
    r"killing me|"
    r"missing (?:school|you|him|her|them|lessons?)|hungry|abroad)\b|"
    r"\b(?:talked about|thought about|help with|want(?:s|ed)? (?:some )?help)\b",
    re.IGNORECASE,
)
_NO_HARM = re.compile(
    r"\b(?:(?:ring|call|phone|contact|check(?:ed)? (?:that |it )?with|speak to|and) (?:the )?police|court|solicitor|touch wood|"
    r"in touch|get in touch|dying to|die of|killing me|kicks?(?: off)?|kicking off|safe sleep|passports?|abroad|"
    r"missing (?:school|you|him|her|them|lessons?)|nobody smoking|"
    r"(?:want(?:s|ed)?|help) (?:some )?help)\b",
    re.IGNORECASE,
)
# The bodily and the mortal, which stand in nobody's words but the speaker's.
_SUBSTANCE_ONLY = re.compile(
    r"\b(?:smok\w*|vap\w*|weed|cannabis|spice|alcohol|vodka|wine|beer|lager|cans?|drink\w*|drank|drunk|drugs?|pills|fizz|"
    r"glass(?:es)? of|methadone|used it|joints?|spliff\w*)\b",
    re.IGNORECASE,
)
_SELF_HARM = re.compile(
    r"\b(?:self-?harm\w*|suicid\w*|overdos\w*|(?:hurt(?:ing)?|harm(?:ing)?|cut(?:ting)?|kill(?:ing)?) (?:your|my|me|"
    r"him|her|them)sel\w+|"
    r"(?:not |n['’]t )want(?:ing)? to (?:be here|be alive|live|wake up)|thoughts like that|want(?:ed|ing)? to die|"
    r"end (?:it|my life))\b",
    re.IGNORECASE,
)
# Fear of somebody, in a child's words: "I hide under my bed, I'm scared he'll come up."
_FEARS_SOMEBODY = re.compile(
    r"\b(?:scared|frightened|afraid|terrified|hid|hide|hides|hiding)\b[^.?!]*\b(?:he|she|they|him|her|them)\b", re.IGNORECASE
)
_BRIEF = 2  # words of meaning
_IT = re.compile(r"\b(?:it|that|this)\b", re.IGNORECASE)


def of_harm(text: str, *, by_child: bool = False) -> bool:
    """Whether the words themselves tell or ask of harm, not only of something near it."""
    return cues.speaks_of_harm(_NEAR_HARM.sub(" ", text), by_child=by_child, near=False)


def asks_of_harm(question: str) -> bool:
    """Whether a question asks of harm; to be asked of fear, a quarrel or hunger is to be asked of harm."""
    return cues.speaks_of_harm(_NO_HARM.sub(" ", question), near=False)


def must_confirm(passage: Passage, turns: Sequence[Turn], people: People, *, step: bool) -> bool:
    """Whether a person must confirm it: it speaks of harm, or answers what was last asked about harm."""
    if step and people.is_worker(passage.speaker):
        return False
    child = people.is_child(passage.speaker)
    said = " ".join(passage.said)
    if child and _FEARS_SOMEBODY.search(said):
        return True
    if of_self_harm(passage, turns) or of_harm(said, by_child=child) or (not step and asks_of_harm(passage.asked)):
        return True
    before = turns[passage.turn - 1] if passage.turn else None
    if step or before is None or before.speaker == passage.speaker:
        return False
    asked = question_of(before.text)
    # "When was that?" stays with the matter of the turn before it, "If it ever changed?" with thoughts of self-harm.
    asks_on = bool(passage.asked) and not content(asked) and passage.turn > 1 and of_harm(turns[passage.turn - 2].text)
    lately = " ".join(t.text for t in turns[max(0, passage.turn - 3) : passage.turn - 1])
    asks_on |= len(content(asked)) <= _BRIEF and bool(_IT.search(asked)) and bool(_SELF_HARM.search(lately))
    return bool(asked) and (asks_of_harm(asked) or asks_on)


def own_words(passage: Passage) -> bool:
    """Whether it tells of harm in words that should stand as they were said; what only tells of substances need not."""
    text = f"{passage.asked} {' '.join(passage.said)}"
    return of_harm(_SUBSTANCE_ONLY.sub(" ", text))


def of_self_harm(passage: Passage, turns: Sequence[Turn]) -> bool:
    """Whether it tells of self-harm or thoughts of it, or answers a question about them."""
    before = turns[passage.turn - 1].text if passage.turn else ""
    return bool(_SELF_HARM.search(f"{passage.asked} {question_of(before)} {' '.join(passage.said)}"))
