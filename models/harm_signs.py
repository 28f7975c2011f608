"""Signs of harm that hold no word of harm: what practice guides tell workers to listen for.

A second telephone, an older friend who buys things, a missed meal, a child who changes a nappy, a partner who wants to know
where somebody is: each is an everyday sentence, and each is a sign. Kinds and signs follow the lists of the field (Working
Together to Safeguard Children 2023; Home Office, Criminal exploitation of children and vulnerable adults; the NSPCC's signs of
abuse). Marked generously: a person confirms or dismisses each.
"""

from __future__ import annotations

import re

_SIGNS = {
    "injury": r"""
    squeez(?:e[sd]?|ing)|dragg(?:ed|ing)|pinch\w*|twist(?:ed|ing) (?:my|his|her|their)|shook (?:me|him|her|them)|slamm\w+|
    pull(?:ed|s|ing)? (?:my|me|his|him|her|their)|(?:held|pinned|holds|pins) (?:me|him|her|them)|black eye|swollen|swelling|
    fractur\w+|stitches|jaw|banged (?:my|his|her)|marks? on (?:my|his|her|their|the)|cuts? on (?:my|his|her|their|the)|
    batter(?:ed|ing|s)|knock(?:ed|s|ing)? (?:me|him|her|them) (?:about|around|over|out)|laid into|went for (?:me|him|her|
    them)|hold(?:s|ing)? (?:me|him|her|them) down|s[ai]t(?:s|ting)? on (?:me|him|her|them)|restrain\w*|scald\w*|
    nipp?(?:ed|s)? (?:me|him|her|them)|spat (?:at|on)
    """,
    "self-harm": r"""
    cuts|cutting|used to cut|I cut|razors?|sharpener|crisis (?:line|team)|(?:better|rather) off without me|
    no point|not be here|end it|(?:loud|quiet) in my head|camhs|
    harm(?:ing|ed)? (?:my|your|him|her|them)sel\w+|can(?:'t|not) (?:go|carry) on|wak(?:e|ing) up dead|never wake up
    """,
    "exploitation": r"""
    (?:two|second|another|other|spare|burner|new) phones?|new trainers|older (?:lads?|boys?|girls?|men|man|friends?|people)|
    mind (?:a|the|his|her|their|some) (?:bag|package|parcel|stuff|money|things?)|stayed out|out all night|
    (?:didn't|not|never) (?:come|came|get|got) (?:home|back|in)|out (?:till|until)|(?:went|gone|go) missing|return interview|
    buys? (?:me|him|her|them|us|everyone)|(?:gave|give|gives|bought) me (?:money|a phone|trainers|weed|stuff)|
    people coming to the door|drop(?:ping|ped)? (?:stuff|things|it|them) off|trap house|cuckoo\w*|
    (?:kept|keeps?|took|takes) (?:all )?(?:the|my|our|his|her|their) (?:money|wages|papers|documents|phone|keys|card)|
    work(?:ed|ing)? it off|(?:a|the|my|his|her|their) debt|(?:took|take|takes) (?:me|her|him|them|us) to a (?:house|flat|
    hotel|man)|(?:take|took|carry) a (?:bag|package|parcel)|leave your phone|don't bring anyone|come (?:alone|
    on your own)|traffick\w*|(?:slept|sleep) (?:upstairs|at work)
    """,
    "online": r"""
    (?:met|meet|talk\w*|speak\w*) (?:\w+ ){0,2}(?:on a game|online|on the internet|on snap\w*|on insta\w*|on discord)|
    delete (?:this|it|them|that|the messages?)|(?:pictures?|photos?|pics?|videos?) of|
    ask(?:s|ed|ing)? (?:\w+ )?for (?:\w+ ){0,2}(?:pictures?|photos?|pics?)|wants? to meet|
    meet(?:ing)? up with|(?:his|her) camera|group chat|send (?:him|her|them) (?:a|any|some)|
    block(?:ed|ing)? (?:him|her|them|me)|(?:send|sends|sent|share|shared|post|posted|put) (?:my|her|his|their|the|
    a) (?:pictures?|photos?|videos?|pics?)|messag(?:ed|es|ing) me|knows (?:my|our|her|his|their) (?:school|address|road|
    street|name)|finds? (?:me|us|out where)|pretend\w* to be
    """,
    "bullying": r"""
    (?:they|he|she|everyone|people|girls|boys) (?:all )?(?:call|calls|called) (?:me|him|her|us)|unkind|being mean|mean to (?:me|
    him|her|us)|horrible to|nasty to|leav(?:e|es|ing) (?:me|him|her) out|nobody (?:to )?(?:sit|play)s? with
    """,
    "neglect": r"""
    no milk|nothing (?:to eat|in the fridge|in the cupboards?)|go(?:es|ing)? without|(?:skip|miss)(?:ed|es|ing|s)? (?:meals?|
    dinner|tea|breakfast|lunch)|not (?:so )?(?:eating|hungry)|seconds and|nits|lice|fleas?|filthy|smell(?:s|ed|y)?|
    no (?:heating|hot water|electric\w*|gas|bed|coat|clean clothes)|(?:sleep\w*|slept) on the (?:floor|sofa|settee)|
    by (?:myself|himself|herself|themselves|ourselves)|on (?:their|our|your) own|just (?:me|us) (?:and|with)|
    nobody (?:was |is |were )?(?:here|there|in|home|at home)|(?:wasn't|weren't|isn't|not) (?:here|there|in|home|back) yet|
    before (?:\w+ ){1,3}(?:got|came|come|gets|comes) (?:here|home|in|back)|won't wake|wouldn't wake|couldn't wake|
    (?:looked|looking) after (?:him|her|them|the|my|his)|(?:nappy|nappies)|who(?:'s| was| is) (?:looking after|minding|with)|
    in charge of|got out on|on(?:to)? the road|water(?:ed|ing)? (?:it|the \w+) down|(?:electric\w*|gas|
    meter) (?:\w+ )?(?:went|ran|goes|runs) o(?:ff|ut)|left the (?:gas|cooker|iron|hob|door) on|dog (?:mess|poo)|
    bags of rubbish|(?:mum|dad|mummy|daddy|she|he)(?:'s| was| is) (?:asleep|out of it)|doing the (?:tea|cooking|washing|
    nights)|freezing|perishing
    """,
    "substances": r"""
    bottles? of|cans|sober|relaps\w+|rehab|detox|recovery service|had a (?:few|drink)|few drinks|hung ?over|pass(?:ed|es) out|
    special (?:juice|drink)|(?:hair|drug|urine) tests?|(?:clean|dry) (?:for|since)|under the influence|hash|pregabs?|pregabalin|
    (?:a|one) slip|slipped up|(?:was|were|been|started|stopped) using|used anything|anything on top
    """,
    "domestic abuse": r"""
    controll\w+|jealous\w*|check(?:s|ing|ed)? (?:up )?on (?:me|her|him|where|who)|(?:won't|doesn't|didn't|never|not) let (?:me|
    her|him)|likes to know|where I am|who I'm with|goes quiet with|eggshells|refuge|injunction|non-?mol\w*|idva|marac|
    (?:his|her) ex|temper|(?:stay(?:s|ed|ing)?|stop(?:s|ped|ping)?|sle(?:ep|eps|pt|eping)) (?:here|over|the night|round|there)|
    put (?:me|her|him) down|angry face|
    tells? (?:me|her|him) what to|track(?:s|ing|er)|(?:won't|wouldn't|doesn't) (?:like|want) me (?:seeing|going|talking|
    to)|scared of what
    """,
    "threat": r"""
    (?:some(?:one|body)'s|some(?:one|body) is|they're|he's|she's) outside|come (?:for|after) (?:me|us|him|her|them)|
    take (?:her|him|them|me|us|it)(?= *[?.!,]|$)|turn(?:ed|s|ing)? up at|
    pay (?:him|her|them) back|
    (?:sat|parked|waiting|stood|hang\w*) outside|be round (?:to|here|mine)|put (?:him|her|you|me|them) under|make (?:me|
    you|us|her|him) pay
    """,
    "allegation": r"""
    told (?:me|us|her|him) to say|said to say|not to say|(?:did|done) (?:it|that|something) to (?:me|him|her)|made it up|
    (?:in|into) (?:my|her|his) bed|(?:took|take) (?:my|her|his) clothes off|watch(?:ed|es|ing) (?:me|her|him) (?:wash|
    shower|change|get)
    """,
    "honour": r"""
    fgm|circumcis\w+|honour|promised to (?:him|her|a|my)|cutting season
    """,
}
# A child who sees to others, in whatever tense.
_CARES = r"""
I (?:\w+ )?(?:did|made|got|changed|fed|gave|give|held|hold|lift|lifted|wash|washed|help|helped|tidied|woke|minded|watched|looked
after|put) (?:\w+ ){0,6}(?:nappy|nappies|bottle|blanket|hoist|syringes?|tablets|medicine|wheelchair|baby|brother|sister|head|
tea|dinner|breakfast|telly|bed|little|mum|dad|nan)
"""
_BROKEN = re.compile(r"(?<=\|)\s*\n\s*|\s*\n\s*(?=\|)")  # a line broken between two alternatives
_SPACES = re.compile(r"\s*\n\s*")


def _pattern(text: str) -> re.Pattern[str]:
    one = _SPACES.sub(" ", _BROKEN.sub("", text.strip()))
    return re.compile(rf"\b(?:{one})\b", re.IGNORECASE)


_ANY = _pattern("|".join(part.strip().strip("|") for part in _SIGNS.values()))
_BY_CHILD = _pattern(_CARES)


def is_sign(text: str, *, by_child: bool = False) -> bool:
    """Whether the words hold a sign of harm, or a child tells of seeing to others."""
    plain = text.replace("’", "'")
    return bool(_ANY.search(plain)) or (by_child and bool(_BY_CHILD.search(plain)))
