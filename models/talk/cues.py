"""Words that decide how a stretch of speech may be used at all: harm, privacy, and talk to the machine.

The rules lean to the safe side of each: harm is marked generously (a person confirms or dismisses it), privacy begins early
and ends only when the recording is plainly taken up again, and what sounds like an instruction to the recording device is
never used as a fact.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from models.talk.dates import WEEKDAYS
from models.talk.harm_signs import is_near, is_sign
from models.talk.neutral import of_either_sex
from models.talk.people import People
from models.talk.speech import sentences
from recorder.domain import Turn

_HARM = re.compile(
    r"\b(?:hit|hits|hitting|hurt\w*|slap\w*|smack\w*|punch\w*|kick(?:ed|s|ing)|thump\w*|belt|strangl\w*|chok(?:e|ed|ing)|"
    r"push(?:ed|es|ing)|shov(?:e|ed|es|ing)|grab(?:bed|s|bing)|grab (?:my|me|her|him|his|their|hold)|thr(?:ew|ow|ows|"
    r"own)|beat(?:s|en|ing)?|bruis\w*|scratch\w*|"
    r"burn(?:t|ed|s) (?:my|me|her|him|his|their|himself|herself)|cigarette burns?|"
    r"a burn|injur\w*|bleed\w*|blood|wound\w*|bitten|bites|bit (?:me|him|"
    r"her)|(?:a|any|red|the) marks?|fist|touch(?:ed|es|ing)|laid a (?:finger|hand)|"
    r"in (?:my|me|her|his|their|mum's|dad's|the) face|broke(?:n)?|break (?:his|her|my|your|their|\w+'s) \w+|smash(?:ed|"
    r"es)?|smashing (?:up|things|the|my|his|her|it|plates|windows)|"
    r"frighten\w*|scared|scary|afraid|terrif\w*|threat\w*|bull(?:y|ied|ying)|pick(?:s|ed|ing) on|called me (?:a|an|names)|"
    r"shout\w*|yell(?:s|ed|ing)?|scream\w*|(?<!in )(?:a|that|the|had|big) rows?|rowing|argu\w*|"
    r"kick\w* off|lose it|lost it|los(?:es|ing) (?:it|h\w+ temper)|violen\w*|"
    r"(?:said|says|saying) (?:my|our|I)\b[^.?!]{0,30}\b(?:looks? like|smells?|stinks?|ugly|fat|stupid|thick|dirty|"
    r"mental|weird|freak)|"
    r"(?:laugh|star)(?:ed|ing|s|e|es) at (?:me|us|her|him)|sat (?:across|outside|over) the (?:road|street)|"
    r"outside (?:our|my|the) (?:house|flat|door|gates?|school)|"
    r"fight\w*|fought|caution|police|arrest\w*|court|prison|injunction|kni(?:fe|ves)|gun|weapon\w*|blade|machete|"
    r"cut(?:s|ting)? (?:my|me|her|him|your|their|the)\w*|self-?harm\w*|suicid\w*|overdos\w*|kill\w*|die|dying|"
    r"(?:be|is|are|was|were|being|found|nearly|half|drop|left|'s|'re) dead|dead (?:body|now|inside)|dead(?=\s*(?:[.,;?]|"
    r"$))|wish\w* \w+ (?:was|"
    r"were) dead|"
    r"unsafe|(?:not|never|n't|less|more|keep\w*|stay\w*) (?:\w+ ){0,2}safe|safe\b[^.!?]{0,25}\?|"
    r"alive|(?:don't|didn't|not) want(?:ing)? to be here|what's the point|wouldn't do (?:owt|anything)|plan to end|"
    r"drinking|drinks|(?:a|to|the|his|her) drink|drank|drunk|alcohol|vodka|wine|beer|lager|cans?(?= of)|"
    r"glass(?:es)? of|used it|weed|cannabis|spliff\w*|joints?|spice|cocaine|coke|"
    r"crack|heroin|drugs?|pills|ket|vap(?:e|es|ing)|smok(?:e|es|ed|ing)|stoned|high on|using again|dealer\w*|methadone|"
    r"sex\w*|rap(?:e|ed|ing)|kiss\w*|private parts|naked|undress\w*|nudes?|pictures? of (?:me|her|him)|grooming|"
    r"on (?:my|her|his|their|your) own (?:at|all|over)|left (?:alone|"
    r"on (?:my|her|his|their) own)|home alone|lock(?:ed|s|ing)? \w+ in|"
    r"hungry|starv\w*|no food|missing|ran away|run(?:ning)? away|exploit\w*|county lines|"
    r"gang\w*|owe(?:s|d)?(?! (?:me|you|us) one)|hold (?:a|the|this|that|some) (?:bag|package|parcel|stuff)|"
    r"marry|marriage|abroad|(?:made (?:me |us |her |him |them )?|wants? (?:me|us|her|him|them) )(?:to )?(?:go|leave|"
    r"move)|don't want to go|"
    r"hands? (?:on|round|around) [\w'’]+(?: [\w'’]+)? (?:neck|throat)|by the (?:neck|throat|hair)|"
    r"(?:drop|carry|carried|deliver\w*|pick up) "
    r"(?:(?:a|the|this|that|some|his|their) (?:\w+ )?(?:bag|package|parcel|stuff)|anything)|"
    r"passport\w*|come and (?:get|take)|take (?:them|us|him|her|the children|the baby|"
    r"me) (?:away|off|from)|take (?:my|your|our|the) (?:baby|child|children|kids)|"
    r"wet the bed|wet (?:him|her|my)self|nightmare\w*|keep (?:it |that )?(?:a )?secret|secret|"
    r"don't tell|didn't tell|not to tell|follow(?:ed|ing|s) (?:me|us|her|him)|"
    r"bank cards?|(?:know|knows|knew|got|has|have) (?:me|my|your|her|his|their) (?:pin|password|passcode)|"
    r"(?:through|checks?|checked|checking) (?:me|my|your|her|his|their) phone|not allowed out|watching (?:me|us|"
    r"the house)|knows where)\b",
    re.IGNORECASE,
)
# A child who looks after the family, or is left to: an everyday sentence that is a sign of neglect all the same.
_CARING = re.compile(
    r"\bI (?:\w+ )?(?:make|do|get|change|feed|dress|cook|put|wake|take|look after|mind|bath|wash)\b.{0,60}"
    r"\b(?:tea|toast|breakfast|dinner|hair|nappy|bottle|bed|school|baby|sister|brother|little|ready|mum|dad)\b|"
    r"\b(?:minds|looks after|babysits)\b",
    re.IGNORECASE,
)

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

_VOCATIVE = (
    r"(?:computer|recorder|recording|machine|tablet|robot|typist|note-?taker|"
    r"transcri(?:ber|pt)|assistant|alexa|siri|google|chatgpt|copilot|"
    r"casescribe|software|device|app|a ?i|artificial intelligence|microphone|laptop|program(?:me)?|system|thing|scribe|bot)"
)
_ORDER = (
    r"(?:write|put|type|note|record|say|log|mark|state|add|make|"
    r"take (?:a|this|that) (?:note|down)|take (?:this|that|it) down|"
    r"delete|erase|remove|ignore|forget|disregard|include|leave|change|"
    r"print|mention|stop|listen|save|score|rate|summari[sz]e|don't|do not|you (?:can|must|should|better|need)|please|let it)"
)
_TO_MACHINE = re.compile(
    rf"(?:^|[.?!,;:—-]\s*|\b(?:and|hey|hello|hi|okay|ok|oi|right|dear|mr|mrs|so|"
    rf"now)\s+)(?:(?:hey|hello|hi|okay|ok|oi|right|dear|mr|mrs|the|little)[, ]+)*"
    rf"{_VOCATIVE}\s*[,.:;!—-]+\s*(?:(?:and|can you|could you|will you|would you|just|now|please|you)[, ]+)*{_ORDER}\b|"
    rf"\b{_ORDER}\b[^.?!]{{0,80}},\s*(?:please,?\s*)?(?:you )?(?:mr |mrs )?{_VOCATIVE}\b\s*[.!?]*$|"
    rf"\b(?:note|message|memo|instruction|word|reminder) (?:to|for) (?:the |your |that |this )?{_VOCATIVE}\b|"
    rf"\bfor the (?:tape|recording|recorder|machine|tablet|transcript|computer)\b\s*[,:]|"
    rf"\b(?:tell|telling|ask|talking to|speaking to|dictating to|order|"
    rf"instruct)\b (?:the|your|that|this) {_VOCATIVE}\b(?! (?:to stop|off))|"
    rf"\bignore (?:all |any |the |your |my |everything )*(?:previous|prior|"
    rf"earlier|above|other|last|instructions?|rules|that (?:she|he|they|we|I)|"
    rf"(?:everything |anything |all )(?:that )?(?:she|he|they|we|I|you|mum|dad)|what (?:she|he|they|we|I|was|everyone))|"
    rf"(?:^|[.?!,;:]\s*|\b(?:and|so|now|right|okay|then|please|just|"
    rf"also)[, ]+)(?:type|transcribe|dictate)\b (?!(?:one|two|1|2|of)\b)|"
    rf"\b(?:system prompt|new instructions?|end of (?:transcript|note|recording))\b",
    re.IGNORECASE,
)
# "Write down that …" may be meant for the worker or for the device: nobody can tell, so it is left out.
_MAYBE_TO_MACHINE = re.compile(
    r"(?:^|[.?!,;:]\s*|\b(?:and|so|now|right|okay|then|please|just|also|"
    r"better|go on)[, ]+)(?:(?:you )?(?:can |could |must |better )?)?"
    r"(?:write|put|note|record|log)\b(?: (?:it|this|that))?(?: down)?(?: in (?:there|that|the \w+|your \w+))?[,:]? that\b"
    r"(?= \w)(?! (?:down|in|on|there|as|one|bit|too|please|up)\b)|"
    r"\b(?:it|that thing|the thing|this thing) (?:should|must|needs to|"
    r"has to|can|better|had better) (?:write|put|say|type|note|record)\b|"
    r"(?:^|[.?!]\s*)(?:just |and |now |then |please )*(?:write|put|note|say|record)\s*[:“\"]",
    re.IGNORECASE,
)
_HAILED = re.compile(rf"(?:^|[.?!,;:]\s*|\b(?:hey|hello|hi|oi|dear|mr|mrs)\s+){_VOCATIVE}\s*[,.:;!?]", re.IGNORECASE)
_ORDER_FIRST = re.compile(
    rf"(?:^|[.?!,;:]\s*)(?:(?:and|also|now|then|please|just|you|so|right)[, ]+)*{_ORDER}\b", re.IGNORECASE
)
_STILL_TO_MACHINE = 4  # turns after hailing the device in which the same speaker's orders are taken to be for it


def speaks_of_harm(text: str, *, by_child: bool = False, near: bool = True) -> bool:
    """Whether the words tell or ask of harm, danger, substances or fear, or a child tells of caring for others.

    Without `near`, what is only near harm (a home without means, a hospital) does not count. The answer is the same whichever
    sex the words are about.
    """
    return any(_speaks_of_harm(told, by_child, near) for told in dict.fromkeys(of_either_sex(text)))


@lru_cache(maxsize=8192)
def _speaks_of_harm(text: str, by_child: bool, near: bool) -> bool:  # noqa: FBT001
    words = bool(_HARM.search(text)) or (by_child and bool(_CARING.search(text))) or "overnight" in text.casefold()
    return words or is_sign(text, by_child=by_child) or (near and is_near(text))


def machine_turns(turns: Sequence[Turn]) -> frozenset[int]:
    """Turns in which somebody gives the recording device orders."""
    return frozenset(t.i for t in turns if _TO_MACHINE.search(t.text))


def doubtful_machine_turns(turns: Sequence[Turn]) -> frozenset[int]:
    """Turns that order something to be written, of whoever listens; never used as facts."""
    certain = machine_turns(turns)
    doubtful = {t.i for t in turns if _MAYBE_TO_MACHINE.search(t.text)}
    for place, turn in enumerate(turns):
        if turn.i in certain or _HAILED.search(turn.text):
            after = turns[place + 1 : place + 1 + _STILL_TO_MACHINE]
            doubtful |= {t.i for t in after if t.speaker == turn.speaker and _ORDER_FIRST.search(t.text)}
    return frozenset(doubtful) - certain


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
