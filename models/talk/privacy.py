"""What was not to be recorded or written down: from the request for it until the recording is plainly taken up again.

Privacy begins early and ends late, but only with what is asked of somebody who is there: "He told me not to mention it" is a
disclosure and no request.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.talk.dates import WEEKDAYS
from models.talk.people import People
from models.talk.speech import sentences
from recorder.domain import Turn

_DEVICE = r"(?:recorder|recording|record|tape|tablet|machine|microphone|mic|phone|app|computer|device|button)"
_STOP_DEVICE = re.compile(
    rf"\b(?:stop|pause|halt|kill|cut|end|switch(?:ing)? off|turn(?:ing)? off|shut off|put away)\b[^.?!]{{0,25}}\b{_DEVICE}\b|"
    rf"\b(?:turn|switch|shut)(?:t?ing)?\b[^.?!]{{0,25}}\b{_DEVICE}\b[^.?!]{{0,8}}\boff\b|"
    r"\b(?:turn|switch|shut)(?:t?ing)?\b[^.?!]{0,25}\b(?:that|this|thing)\b"
    r"(?: (?:one|thing|bit|right|please|now|just)\b)*,? off\b|"
    r"\bstop recording\b|\bstop (?:the|your) (?:writing|typing|listening)\b|"
    rf"\bnot (?:be )?record(?:ed|ing)?\b.{{0,20}}\b(?:this|that|bit|part|next)\b|"
    rf"\bwithout (?:the|that|this|your) {_DEVICE}\b|\b(?:put|get|have|is|"
    rf"want|leave) (?:the|that|this|your) {_DEVICE}\b[^.?!]{{0,12}}\boff\b",
    re.IGNORECASE,
)
_STOP_IT = re.compile(
    r"\b(?:stop|pause|turn off|switch off)\b (?:it|this|that|this one|that one|that thing|this thing)\b", re.IGNORECASE
)
_RECORDER = re.compile(
    r"\b(?:recorder|record(?:ing|ed)?|tape|microphone|mic|writing|typing|listening|paus\w+|written|notes?)\b", re.IGNORECASE
)
_POLITE = re.compile(
    r"\b(?:please|(?:can|could|will|would|can't|won't) (?:you|we|I)|(?:I|we) (?:just |really )?(?:want|need)|"
    r"I['’]d (?:like|rather|prefer)|(?:do|would) you mind)\b",
    re.IGNORECASE,
)
_SWITCHING = re.compile(r"\b(?:off|stopp?(?:ed|ing)?|button|no problem|whatever you (?:want|like))\b", re.IGNORECASE)
# "It" may be the gas: asked for, it is taken for the recorder; told of, only where a recorder is spoken of.
_IT_OFF = re.compile(r"\b(?:turn|switch|shut)(?:t?ing)? it(?: (?:right|please|now|just)\b)* off\b", re.IGNORECASE)
_BIDS = re.compile(
    r"^\W*(?:(?:and|so|no|right|oh|please|just|look|actually|er|um|okay|now)\b\W*)*(?:turn|switch|shut|stop|pause)\b",
    re.IGNORECASE,
)
_THIS = r"(?:this|that|it|any of (?:this|that|it)|what I)"
_IN_FILE = (
    r"(?:in|on|into|off|out of|from|for) (?:your|the|any|my|our) (?:\w+ )?"
    r"(?:notes?|reports?|files?|book|notebook|records?|computer|system|paperwork|laptop|write-?up|form|minutes|log|machine)\b"
)
# Asked of somebody who is there; what others never write, or told somebody not to put somewhere, asks for nothing.
_ASK_NOT = (
    r"(?:(?:^|[,;:—–-]\s*|\b(?:please|so|and|but|just|then|now|oh|no)\b,?\s*)(?:please |just )?"
    r"(?:don['’]t|do not|dun['’]t|never)|"
    r"\bplease(?: just)? not|\b(?:can|could|would|will) (?:you|we)(?: please| maybe| just)? not|"
    r"\b(?:can['’]t|couldn['’]t|wouldn['’]t) (?:you|we)|\byou won['’]t|"
    r"\b(?:rather|prefer it if|better if|if) you (?:didn['’]t|don['’]t)|"
    r"\b(?:ask|asked|want|told) you not to)"
)
_NOT_WRITTEN = re.compile(
    rf"{_ASK_NOT}\b[^.?!]{{0,12}}\b(?:write|type|note|record|jot|log)\b[^.?!]{{0,12}}\b{_THIS}\b"
    r"(?=[^.?!]{0,12}(?:$|[.?!,]|\bdown\b|\bin\b|\banywhere\b|\bplease\b|\babout\b))|"
    rf"{_ASK_NOT}\b[^.?!]{{0,12}}\b(?:put|include)\b[^.?!]{{0,12}}\b{_THIS}\b(?:\W*$|,| (?:down|anywhere|in|in there|on there|"
    rf"in writing)(?=\W*$|,| please| if| will| about)| {_IN_FILE})|"
    r"\bdon['’]t want (?:this|that|it|any of (?:this|that|it)|none of (?:this|that|it))\b[^.?!]{0,25}"
    r"\b(?:file|notes?|records?|report|written|recorded|down|on there|in there|system|computer|paper)\b|"
    r"\b(?:can|could|may|if|let|want|need|there's|I'll|I'm|rather|going)\b[^.?!]{0,20}"
    r"\b(?:say|tell|ask|mention|something|anything)\b[^.?!]{0,25}\b(?:that|what|as) (?:do|does|is|wo|ca)n['’]t (?:have to )?"
    r"(?:go|get|end up|be put|be written)\b[^.?!]{0,12}\b(?:in|on|into|down)\b(?! well)|"
    r"(?:^\W*|\b(?:this|that)(?: bit| part)?(?: is|['’]s) )not for \w+ to (?:read|see|hear)\b|\boff the record\b|"
    rf"\b(?:leave|keep) {_THIS}(?: bit| part)? (?:out|off) {_IN_FILE}|\b(?:leave|keep) {_THIS}(?: bit| part)? {_IN_FILE}|"
    r"(?:^\W*|[,;:]\s*|\b(?:please|just|maybe|you|we|so|and)\b )(?<!\bwe )(?:leave|keep) (?:this|that)(?: bit| part| one)? "
    r"(?:out|off)(?: of (?:it|there|that))?(?=\W*$|,? (?:please|will you|if you|can you|won't you))|"
    r"(?:\bnot|n['’]t) (?:\w+ )?for (?:the|your) (?:notes?|file|record|report|computer)\b|"
    r"(?:^\W*(?:(?:look|so|well|right|okay|but|and|now)\W+)*|\b(?:just|strictly|stays?|keep (?:this|that|it)|this is) )between "
    r"(?:you and (?:me|I)|us|ourselves|these walls|the two of us)\b(?! and\b)|"
    r"\bwithout (?:it|this|that) being (?:written|recorded|put)\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:he|she|they|mum|dad|[a-z]+ (?:just )?(?:said|says|told|tells|goes)|I|we)\b(?:['’]\w+)? (?:\w+ )?"
    r"(?:said|says|told|tells|asked|asks|goes|was like)\b(?! you\b)[^.?!]{0,25}\b(?:don['’]t|do not|not to|never|between)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:he|she|they|mum|dad)\b (?:just |always |never |then |only |even )*(?:turn|switch|stop|paus|put|shut|wr)|"
    r"\b(?:I|we) (?:just |always |never |then |only |even )*(?:turned|switched|stopped|paused|wrote)\b|"
    r"(?<!can )(?<!could )(?<!may )(?<!shall )(?<!should )(?<!if )\b(?:I|we) (?:just |always |usually |normally |only |even )*"
    r"(?:turn|switch|shut|stop|pause)\b",
    re.IGNORECASE,
)
_OFFERING = re.compile(
    r"\b(?:you (?:can|could|may|might)|(?:you(?:'re| are) )?(?:able|"
    r"free|welcome) to|(?<!I )(?<!I just )(?:just )?(?:say|tell me|ask me|let me know)|"
    r"whenever|any ?time|at any point|if you(?:'d| would)? (?:want|like|rather|prefer))\b",
    re.IGNORECASE,
)
# "He's back on the drink", "I'm back on Monday" and "I'll put the kettle on" must not end a private stretch.
_SWITCHED_ON = re.compile(
    rf"\b(?:turn|switch|put|get)(?:ed|ing|ting|s)? (?:(?:it|that|this|the {_DEVICE}|your {_DEVICE}|my {_DEVICE}) )?back on\b|"
    rf"\b(?:turn|switch)(?:ed|ing)? (?:it|that|this|the {_DEVICE}) on\b|"
    rf"\b(?:leave|keep) (?:it|that|the {_DEVICE}) (?:on|going|running)\b|"
    rf"\byou can (?:write|record|put|type|note) (?:this|that|it|again)\b|\bthis (?:bit|part) you can\b",
    re.IGNORECASE,
)
_LATER = r"(?! (?:on|at|in|next|this|tomorrow|tonight|about|for|with)\b)"
_PRESS = r"(?:press|hit|click|tap|push)(?:p?ed|p?ing)?"
_WORKER_RESUMES = re.compile(
    rf"(?<!washing )\b(?:{_DEVICE}|it|that|this|thing)\b[^.?!,]{{0,15}}\bback on\b"
    rf"(?! (?:the|to|my|his|her|it|track|{'|'.join(WEEKDAYS)}))|"
    rf"\b(?:start|started|starting|carry on|carrying on|begin|continue|continuing|resume|resuming|restart|restarting|keep) "
    rf"(?:the )?{_DEVICE}\b|\brecording (?:again|now)\b|"
    rf"\b(?:it's|we're|that's) (?:on|going|running|recording|listening) (?:again|now)\b{_LATER}|"
    rf"\bun-?paus\w+|\boff pause\b|(?<!washing )\b{_DEVICE}(?:'s| is) (?:on|going|running)\b{_LATER}|"
    r"\b(?:resuming|restarting|carrying on|starting again) now\b|"
    r"\bI(?:'ve|'m|'ll| have| am| will) (?:just )?resum(?:e|ed|ing)\b|"
    r"^\W*(?:(?:okay|ok|right|so|and|there|now)\b\W*)*(?:(?:that's us|we're) )?back on(?: now)?\W*$|"
    r"\b(?:we're|we are|it's|it is) (?:back )?recording\b|\bback to recording\b|"
    rf"(?:\bI(?:'ve|'m|'ll| have| am| will)? (?:just )?|^\W*(?:(?:okay|ok|right|so)\b\W*)*){_PRESS} "
    r"(?:(?:the )?(?:record|start|play|button)(?: button)?\b|it again\b)|"
    r"\b(?:red|green|little|recording) light(?:'s| is) (?:back on|on|red|green)\b|"
    rf"\bI(?:'ve|'m|'ll| have| am| will)? (?:just )?(?:start|put|pop|set|click|switch|turn)(?:p?ed|t?ing|p?ing)? "
    rf"(?:it|this|that|the {_DEVICE}) (?:(?:back|going|up|on) )*again\b{_LATER}|"
    rf"\bI(?:'ve|'m| have| am) (?:just )?(?:put|putting|popped|clicked|switched|tapped) (?:it|the {_DEVICE}) (?:back )?on\W*$",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:when|if|before|until|till|once|unless|not|n't|don't|"
    r"never|after|later|then I'll|in a (?:minute|sec\w*|moment|bit))\b",
    re.IGNORECASE,
)
_SUBJECT_LASTS = 8  # turns after which a matter that was not to be written down is taken to be over
_STATED = re.compile(rf"\b(?:that's|it's) (?:the {_DEVICE} )?back on\b", re.IGNORECASE)
_ASKING = re.compile(
    r"\?|\b(?:shall I|should I|can I|may I|do you want|would you like|okay to|all right to|is it)\b", re.IGNORECASE
)
_YES = re.compile(
    r"^\W*(?:(?:oh|um|er|well)\W+)?(?:yes|yeah|yep|aye|okay|ok|sure|fine|go on|course|of course|please do|all right|you can)\b",
    re.IGNORECASE,
)
_NEW_SUBJECT = re.compile(
    r"\b(?:moving on|next thing|let's (?:talk|go|move|do)|can I ask (?:you )?about|what about|back to (?:the|what|where)|"
    r"for the notes|you can write)\b",
    re.IGNORECASE,
)


def private_turns(turns: Sequence[Turn], people: People) -> frozenset[int]:
    """Turns that were not to be recorded or written down, from the request until the recording is plainly taken up again."""
    private: set[int] = set()
    place = 0
    while place < len(turns):
        request = _request(turns, place, people)
        if request is None:
            place += 1
            continue
        private |= _just_said(turns, place, people) | _asked_for(turns, place, people)
        device = request == "device" or _worker_stops_it(turns, place, people)
        end = _end_of_privacy(turns, place, people, device=device)
        private |= {t.i for t in turns[place : end + 1]}
        place = end + 1
    return frozenset(private)


def _request(turns: Sequence[Turn], place: int, people: People) -> str | None:
    """Give "device" when the recording is to stop, "note" when something is not to be written, None otherwise."""
    turn = turns[place]
    for sentence in sentences(turn.text):
        if _OFFERING.search(sentence) and not re.search(r"\bplease\b", sentence, re.IGNORECASE):
            continue
        if people.is_worker(turn.speaker):
            # The worker speaks of stopping when setting up; only doing it counts.
            if (
                re.search(r"\bI(?:'m|'ll| will| have|'ve)?\b", sentence)
                and (_STOP_DEVICE.search(sentence) or _IT_OFF.search(sentence))
                and not _taken_up(sentence, by_worker=True)
            ):
                return "device"
            continue
        if not _asks(sentence, people):
            continue
        stops = _STOP_DEVICE.search(sentence) or (
            _IT_OFF.search(sentence) and (_BIDS.search(sentence) or _POLITE.search(sentence))
        )
        if stops and (_RECORDER.search(sentence) or _POLITE.search(sentence) or _heeded(turns, place, people)):
            return "device"
        if (_STOP_IT.search(sentence) or _IT_OFF.search(sentence)) and _device_is_meant(turns, place, people):
            return "device"
        if _NOT_WRITTEN.search(sentence):
            return "note"
    return None


def _asked_for(turns: Sequence[Turn], place: int, people: People) -> set[int]:
    """The turn before a worker's “Sure, I'm turning it off”: whatever its words, it asked for that."""
    before = turns[place - 1] if place else None
    if before is None or not people.is_worker(turns[place].speaker) or people.is_worker(before.speaker):
        return set()
    return {before.i} if _YES.search(turns[place].text) else set()


def _worker_stops_it(turns: Sequence[Turn], place: int, people: People) -> bool:
    """Whether the worker answers a request with stopping the recording ("I'm happy to pause it")."""
    answers = [t.text for t in turns[place + 1 : place + 3] if people.is_worker(t.speaker)]
    return any(_STOP_IT.search(text) or _IT_OFF.search(text) for text in answers)


def _asks(sentence: str, people: People) -> bool:
    """Whether the sentence can be a request to the worker: not a tale of what somebody did, not said to a child by name."""
    called = re.findall(r"(?:^|, )([^\W\d_]+)(?=, |[.?!]*$)", sentence)
    if any(not people.is_worker(key) for name in called for key in people.named_in(name)):
        return False
    return not _TOLD.search(sentence) and not _REPORTED.search(sentence)


def _heeded(turns: Sequence[Turn], place: int, people: People) -> bool:
    """Whether "turn that off" was about the recording: nobody answers it, words of recording are near, or a worker agrees."""
    after = [t.text for t in turns[place + 1 : place + 4] if people.is_worker(t.speaker)]
    near = " ".join(t.text for t in turns[max(0, place - 1) : place + 1])
    agreed = any(_YES.search(text) or _RECORDER.search(text) or _SWITCHING.search(text) for text in after)
    return agreed or not after or bool(_RECORDER.search(near))


def _device_is_meant(turns: Sequence[Turn], place: int, people: People) -> bool:
    near = turns[place].text + " " + " ".join(t.text for t in turns[place + 1 : place + 4] if people.is_worker(t.speaker))
    return bool(re.search(rf"\b(?:{_DEVICE}|file|notes?|paus\w+|written|off the record)\b", near, re.IGNORECASE))


def _just_said(turns: Sequence[Turn], place: int, people: People) -> set[int]:
    """The speaker's words just before "don't write that down", with what was asked to get them."""
    if not re.search(
        r"\bthat\b(?! (?:do|does|is|wo|ca)n)|\bwhat I\b", turns[place].text, re.IGNORECASE
    ) or not _NOT_WRITTEN.search(turns[place].text):
        return set()
    if people.is_worker(turns[place].speaker):
        return set()
    before = [t for t in turns[max(0, place - 2) : place] if t.speaker == turns[place].speaker]
    return {t.i for t in before}


def _end_of_privacy(turns: Sequence[Turn], place: int, people: People, *, device: bool) -> int:
    """Place of the last private turn: the one that takes the recording up again, or the last of all."""
    for at in range(place + 1, len(turns)):
        turn = turns[at]
        for sentence in sentences(turn.text):
            if _taken_up(sentence, by_worker=not people.role(turn.speaker) or people.is_worker(turn.speaker)):
                if not _ASKING.search(sentence) or _STATED.search(sentence):
                    return at
                answer = next((t for t in turns[at + 1 : at + 3] if t.speaker != turn.speaker), None)
                if answer is not None and _YES.search(answer.text):
                    return answer.i - turns[0].i
            # What is only not to be written ends with the subject; the device never stopped.
            if not device and at - place >= 2 and people.is_worker(turn.speaker) and _NEW_SUBJECT.search(sentence):
                return at - 1
        if not device and at - place >= _SUBJECT_LASTS:
            return at
    return len(turns) - 1


def _taken_up(sentence: str, *, by_worker: bool) -> bool:
    """Whether the sentence says that the recording goes on; a worker may say it in more ways than others."""
    said = bool(_SWITCHED_ON.search(sentence)) or (by_worker and bool(_WORKER_RESUMES.search(sentence)))
    return said and not _NOT_YET.search(sentence)
