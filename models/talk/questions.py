"""The question that an answer belongs to.

Only what was really put to the other: a question that was broken off is none, and a lead ("And, er") is no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.talk.speech import cleaned, content, exact, is_noise, sentences, tokens

LEAD = re.compile(
    r"^(?:(?:(?:and|so|but|um|er|erm)\b[,.]?|(?:okay|right|well|then|now|alright|all right|yeah|no)[,.])\s+)+", re.IGNORECASE
)
_KIND_WORD = re.compile(
    r"^(?:that(?:'s| was| is| must| sounds)|i (?:get|hear|see|know|can (?:see how|hear))|thank|thanks|well done|good|great|"
    r"lovely|brilliant|sorry|i'm (?:really |so |very )?(?:sorry|glad|pleased)|fair enough|no problem|(?:okay|right|well)\W*$)",
    re.IGNORECASE,
)
# What only leads up to a question ("I have to ask, has he …?").
_PREFACE = re.compile(
    r"^(?:I(?:['’]ve got| have| need| want|['’]d like| do have) to ask(?: you)?(?: this| it)?(?: straight)?|"
    r"I (?:always )?ask every(?:one|body)(?: this)?|(?:just )?out of interest|can I ask(?: you)?), (?=\w)",
    re.IGNORECASE,
)
# Its speaker takes the answer, or passes on, before anybody else speaks.
_PASSES_ON = re.compile(
    r"^(?:(?:good|right|okay|ok|no|yes|yeah|now|lovely|great|thanks|thank you|well|anyway)\b[.,!]|I['’]ll\b|I will\b)",
    re.IGNORECASE,
)
_ANSWERS_ITSELF = re.compile(r"^(?:good|right|okay|ok|no|yes|yeah|lovely|great|thanks|thank you)\b[.,!]", re.IGNORECASE)
# Where to stand and sit in the visit itself: no matter that an answer could be about.
_PLACE = re.compile(
    r"^(?:can|could|shall|may|should) (?:we|I) (?:just |all )*"
    r"(?:stand|sit|perch|squeeze|pop|step|move|come (?:in|through|up|on in)|go (?:in|through|outside|somewhere))\b(?! to\b)",
    re.IGNORECASE,
)
BROKEN_OFF = re.compile(r"(?:[—–-]|\.\.\.|…)\s*$")
QUESTION = re.compile(r"\?\W*$")
PROMPT = re.compile(
    r"\b(?:(?<!you )(?<!you just )tell me|talk me|show me|can you|could you|i (?:have to|want to|need to) ask)\b",
    re.IGNORECASE,
)
REQUEST = re.compile(
    r"\b(?:could|can|would|will) you\b|(?<!did )(?<!do )\byou (?:ring|call|need to|both need to|should|must|have to)\b|"
    r"(?:^|[.!] )(?:(?:please|and|so|then|just|or|right|okay),? )*(?:bring|ring|call|phone|text|keep (?!going)|"
    r"take (?!your time|a seat|care)|check (?!out)|(?:tell|ask) (?:the|your|her|him|them)|"
    r"don['’]t (?:wait|leave|let|forget))\b|"
    r"\b(?:could|can|would|will) (?:he|she|they) (?:do (?:that|it|this)|manage|help|come)\b|"
    r"\b(?:do you want|would you like) me to\b|\bcan i (?:refer|ask|book|send|put|tell)\b|"
    r"\bi'd like\b.*\b(?:you|hour|meet|see)\b|\bwould \w+ (?:do|suit)\b",
    re.IGNORECASE,
)
# Something is offered or proposed to the one who is asked: the answer is consent, a refusal or a condition.
OFFER = re.compile(
    r"\b(?:would|do|d['’]) ?you (?:like|want|mind|prefer)\b|\bwould (?:that|it) (?:help|be)\b|\bshall (?:I|we)\b|"
    r"\bcan I (?:refer|ask|book|send|put|tell|talk|speak|share)\b|\bis (?:that|it) (?:ok|okay|all right|alright) (?:with|if)\b",
    re.IGNORECASE,
)
AGREED = re.compile(
    r"^\W*(?:(?:oh|um|er|well|and)\W+)*(?:yes|yeah|yep|aye|okay|ok|sure|fine|of course|course|i will|we will|go on|i'll|we'll|"
    r"please|no problem|all right|alright|right|will do|definitely|absolutely|happy to|i can do that|(?:that )?suits|"
    r"sounds good|(?:i|that|it)(?:['’]d| would|['’]ll| will) (?:really )?(?:like|love|be|help|do|suit|mean)|"
    r"perfect|great|lovely|champion|you (?:say|do|tell|ask|ring) (?:it|them|her|him)|would you|thank you|thanks|ta\b|deal|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)


def question_of(text: str) -> str:
    """The last question of a turn without its first "And, er"; empty when there is none or it was broken off."""
    pieces = sentences(cleaned(text))
    if not pieces or BROKEN_OFF.search(pieces[-1]):
        return ""
    questions = [n for n, s in enumerate(pieces) if QUESTION.search(s)]
    if not questions:
        asked = LEAD.sub("", pieces[-1]) if PROMPT.search(pieces[-1]) else ""
        return asked[:1].upper() + asked[1:]
    last = questions[-1]
    if any(_passes_on(s, first=n == 0) for n, s in enumerate(pieces[last + 1 :])):
        return ""
    asked = LEAD.sub("", pieces[last]) or pieces[last]
    asked = LEAD.sub("", _PREFACE.sub("", asked))
    if _PLACE.match(asked):
        return ""
    if REQUEST.search(asked) and len(content(asked)) < 3:  # "Can I refer you?" needs what was offered
        asked = _with_lead_up(pieces, last, asked)
    if len(tokens(asked)) <= 2 and exact(asked) and last and not QUESTION.search(pieces[last - 1]):  # "Thursday?"
        asked = f"{LEAD.sub('', pieces[last - 1])} {asked}"
    # "Or carried anything?" goes on with the question before it, as does
    # "What do you do?" after "Are you using?": two short questions in a row are one.
    goes_on = len(content(asked)) < 2 or asked[:3].casefold() == "or "
    if last - 1 in questions and goes_on and len(pieces[last - 1]) < 80:
        asked = f"{LEAD.sub('', pieces[last - 1])} {asked}"
    return asked[:1].upper() + asked[1:]


def without_calling(question: str, names: frozenset[str]) -> str:
    """The question without the name of the one who is asked ("Jo, have you …?", "… the dentist, Jo?")."""
    first = re.match(r"([^\W\d_]+),\s+(?=\w)", question)
    if first and first[1].casefold() in names:
        question = question[first.end() :]
        question = question[:1].upper() + question[1:]
    last = re.search(r",\s+([^\W\d_]+)(?=[.?!]*$)", question)
    if last and last[1].casefold() in names:
        question = question[: last.start()] + question[last.end() :]
    return question


def _with_lead_up(pieces: Sequence[str], last: int, asked: str) -> str:
    first = last
    while (
        first
        and last - first < 2
        and len(tokens(" ".join(pieces[first - 1 : last]))) <= 40
        and not QUESTION.search(pieces[first - 1])
    ):
        first -= 1
    lead_up = [LEAD.sub("", p) for p in pieces[first:last]]
    while lead_up and (len(content(lead_up[0])) < 2 or _KIND_WORD.match(lead_up[0])):
        lead_up = lead_up[1:]  # "No. You didn't. Would you like me to …?"
    return " ".join([*(p[:1].upper() + p[1:] for p in lead_up if not _KIND_WORD.match(p)), asked])


def _passes_on(sentence: str, *, first: bool) -> bool:
    """Whether the sentence, said after a question, shows that an answer no longer belongs to the question."""
    return bool((_ANSWERS_ITSELF if first else _PASSES_ON).match(sentence)) or bool(re.match(r"I['’]ll\b", sentence))


def request_of(text: str) -> str:
    """What a turn without a question asks the other to do ("you ring me"), from the request's sentence on; else empty."""
    pieces = [s for s in sentences(cleaned(text)) if not is_noise(s)]
    first = next((n for n, s in enumerate(pieces) if REQUEST.search(s)), None)
    if first is None:
        return ""
    last = max(n for n, s in enumerate(pieces) if REQUEST.search(s))
    if len(pieces) - 1 - last > 1:
        return ""  # other matters came up since
    said = [s for n, s in enumerate(pieces[first:], first) if n in (first, last) or not _KIND_WORD.match(LEAD.sub("", s))]
    asked = LEAD.sub("", " ".join(said))
    return asked[:1].upper() + asked[1:]
