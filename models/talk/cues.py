"""Words that decide how a stretch of speech may be used at all: harm, and talk to the machine.

The rules lean to the safe side of each: harm is marked generously (a person confirms or dismisses it), and what sounds like
an instruction to the recording device is never used as a fact.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from models.talk.harm_signs import is_near, is_sign
from models.talk.neutral import of_either_sex
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
