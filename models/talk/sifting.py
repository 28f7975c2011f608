"""Which sentences of a turn are worth a reader's time, before anything is weighed.

Reactions ("That's brilliant"), prompts, contact details and noise go. A sentence with a "not" in it, or one that takes
something back, never goes: what is left must not say more than was said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.talk.dates import MONTHS, NUMBER_WORDS, WEEKDAYS
from models.talk.questions import BROKEN_OFF, LEAD, PROMPT, QUESTION, REQUEST
from models.talk.speech import content, exact, is_noise, tokens

REACTION = re.compile(
    r"^(?:and |so |well,? |oh,? |ah,? |no,? )*(?:that's|that is|that must|"
    r"that makes|that sounds|thank|thanks|ta\b|cheers|good\b|great|lovely|"
    r"brilliant|perfect|fantastic|smashing|wicked|safe\b|nice|bless|"
    r"god bless|fair|exactly|i see\b|i can (?:hear|see)|i get|i hear|i know\b|"
    r"of course|course|okay|right\b|sure|well done|sorry|i'm sorry|"
    r"no problem|no worries|you're (?:right|grand|all|very|not in|fine)|"
    r"very\b|i hope|ooh|wow|aw|all right|got it|it's all right|don't worry|hang on|"
    r"wait|look\b|let me (?:see|have|just|check|find|get)|come (?:in|here)|go on|ha\b|hi|hiya|hello|bye|see you)\b",
    re.IGNORECASE,
)
YES_NO = re.compile(
    r"^\W*(?:yes|yeah|yep|aye|no|nope|nah|never|not|none|nothing|of course|course|sometimes|"
    r"maybe|a bit|bit|i (?:do|did|am|have|was|will|would|don't|didn't|haven't|wasn't|won't))\b",
    re.IGNORECASE,
)
# What only says that something will be talked about ("Let us agree what happens next", "Can I just check one more thing").
ANNOUNCES = re.compile(
    r"^(?:[^\W\d_]+, )?(?:let us|let['’]s|shall we|can we|we should|i want to|i['’]d like to|i just want to)"
    r" (?:just |quickly |now )*(?:(?:agree|talk|go over|go through|run through|start|begin|finish|look at|discuss|sort out)"
    r" (?:what|how|where|who|with|to|through|about|the next|next|some|a few|our|the plan|on\b|things|it all|back)|"
    r"recap|summarise|sum up|move on|come back|go back)\b|"
    r"^(?:let us|let['’]s|shall we|can we) (?:just |quickly |now )*(?:talk|think|start|begin)\b|"
    r"^(?:[^\W\d_]+, )?(?:(?:the |one |just )*(?:last|final|other|next|more|first) (?:thing|question|bit)s?|"
    r"before i (?:go|leave|forget)|what happens next|next steps|to recap|to sum up)\b[^,;]{0,20}$",
    re.IGNORECASE,
)
# "I'll ring them by Thursday, is that all right?" promises; only its last words ask.
_TAG_QUESTION = re.compile(
    r",?\s+(?:and )?(?:(?:is|would|will|does) (?:that|it)(?: be| sound)?|are you|if that['’]?s|that|all|is)?\s*"
    r"\b(?:all right|alright|okay|ok|fine|right|good|yeah|yes)(?: (?:with|by|for) (?:you|everyone|everybody|both of you))?\?$",
    re.IGNORECASE,
)
_CALLING = frozenset({"so", "and", "right", "now", "okay", "oh", "double"})
_TAKES_BACK = re.compile(r"^(?:no|not|sorry|wait|actually|or)\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:no|not|never|nobody|nothing)\b|n['’]t\b", re.IGNORECASE)
TURNS_ROUND = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|but|only|sorry|wrong|except|instead)\b|n['’]t\b", re.IGNORECASE
)
PROMISES = re.compile(r"\b(?:I['’]ll|I will|we['’]ll|we will|I['’]m going to|I['’]m gonna)\b", re.IGNORECASE)
_DAY = re.compile(rf"\b(?:today|tonight|tomorrow|this \w+|next \w+|{'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
_PROMISE_NEXT = re.compile(rf",? (?:and )?(?={PROMISES.pattern})", re.IGNORECASE)
_NOD = 8  # words
_DIGIT = r"(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|(?:double|treble|triple)[- ]\w+|hundred|[0-9]+)"
# Telephone and NHS numbers, e-mail addresses, postcodes, dates of birth: in the council's system already, no part of a note.
CONTACT_DETAILS = re.compile(
    rf"(?:\b{_DIGIT}\b[,. ]+){{5,}}|\b0\d{{3,4}}[- ]?\d{{3}}|\bdot (?:com|co|org|net|uk|[a-z])\b|\b(?:underscore|at sign)\b|"
    rf"(?-i:\b[A-Z]{{1,2}}),? (?:{_DIGIT}|ten|eleven|twelve|\w+teen|\w+ty(?:-\w+)?),? {_DIGIT},? (?-i:[A-Z],? ?[A-Z])\b|"
    rf"\bdate of birth\b|\b(?:{'|'.join(MONTHS)}),? (?:nineteen|twenty|two thousand)\b",
    re.IGNORECASE,
)


def with_neighbours(pieces: Sequence[str], keep: Sequence[bool]) -> list[bool]:
    """A worker's sentences kept because of the next to them.

    "And then panel. It's Thursday the tenth." and "And the course? It's Wednesday." need their first half; "That'll go by
    Monday." belongs to what it follows.
    """
    out = list(keep)
    for n in range(1, len(pieces)):
        if (
            out[n - 1]
            and (exact(pieces[n]) or _TAKES_BACK.match(pieces[n]))
            and not QUESTION.search(pieces[n])
            and not CONTACT_DETAILS.search(pieces[n])
            and not _only_calls(pieces[n])
        ):
            out[n] = True
    for n in range(len(pieces) - 1):
        bare = LEAD.sub("", pieces[n])
        announces = bool(content(bare)) and not _only_calls(bare) and not REACTION.match(bare) and not ANNOUNCES.match(bare)
        if out[n + 1] and announces and (not QUESTION.search(pieces[n]) or exact(pieces[n + 1])):
            out[n] = True
    return out


def promise_alone(sentence: str) -> str:
    """A promise without the nod before it ("That's a good plan, I'll …"); any other sentence as it is."""
    before = _PROMISE_NEXT.search(sentence)
    if not before:
        return sentence
    head = LEAD.sub("", sentence[: before.start()])
    idle = bool(REACTION.match(head) or ANNOUNCES.match(head)) and not exact(head) and not _NOT.search(head)
    rest = sentence[before.end() :]
    return rest[:1].upper() + rest[1:] if idle and len(tokens(head)) <= _NOD else sentence


def without_tag(sentence: str) -> str:
    """A promise without the question at its end that only asks for a nod; any other sentence as it is."""
    tag = _TAG_QUESTION.search(sentence)
    if tag and PROMISES.search(sentence[: tag.start()]) and not QUESTION.search(sentence[: tag.start()]):
        return sentence[: tag.start()].rstrip(" ,.") + "."
    return sentence


def _only_calls(sentence: str) -> bool:
    """Whether the sentence is nothing but digits read back ("Four three nine.")."""
    words = tokens(sentence)
    return len(words) > 2 and all(w in _CALLING or w in NUMBER_WORDS for w in words)


def worth_keeping(sentence: str, *, worker: bool, names: frozenset[str]) -> bool:
    """Whether the sentence may be worth a reader's time; a sentence with a "not" in it is never cut from an answer."""
    if is_noise(sentence) or (worker and all(w in names or w in _CALLING or w in NUMBER_WORDS for w in tokens(sentence))):
        return False
    if CONTACT_DETAILS.search(sentence):
        return False
    if BROKEN_OFF.search(sentence) and not TURNS_ROUND.search(sentence):
        return False
    meaning = len(content(sentence))
    reaction = bool(REACTION.match(LEAD.sub("", sentence))) and not exact(sentence) and not PROMISES.search(sentence)
    if worker:
        prompt = (
            QUESTION.search(sentence)
            or (ANNOUNCES.match(LEAD.sub("", sentence)) and not exact(sentence))
            or BROKEN_OFF.search(sentence)
            or (PROMPT.search(sentence) and not REQUEST.search(sentence))
        )
        turned = bool(_NOT.search(sentence)) and meaning >= 2
        dated = bool(PROMISES.search(sentence)) and bool(_DAY.search(sentence))
        return not prompt and (turned or dated or (meaning >= 3 and not reaction))
    if TURNS_ROUND.search(sentence) or YES_NO.match(sentence):
        return True
    return not (reaction and meaning < 4) and (meaning >= 1 or len(tokens(sentence)) >= 4)
