"""Signs of harm that hold no word of harm: what practice guides tell workers to listen for.

A second telephone, an older friend who buys things, a missed meal, a child who changes a nappy, a partner who wants to know
where somebody is: each is an everyday sentence, and each is a sign. Kinds and signs follow the lists of the field (Working
Together to Safeguard Children 2023; Home Office, Criminal exploitation of children and vulnerable adults; the NSPCC's signs of
abuse; The Lullaby Trust on safer sleep; Childline's words for drugs), each in the wordings of several regions. Marked
generously: a person confirms or dismisses each. The module is long because it is a vocabulary and nothing else.
"""

from __future__ import annotations

import re

_WHOM = "me|him|her|us|them|you"
_WHOSE = "my|me|his|her|their|our|your"
_LITTLE = (
    r"(?:baby|toddler|little girl|little boy|child|babby|bairns?|kids?|children|little (?:one|ones|un|uns)|boys?|girls?|"
    r"twins|brother|sister|lad|weans?)"
)
_GROWN = r"(?:mum|mam|ma|mummy|mammy|dad|da|daddy|nan|nana|nanna|gran|grandad|granddad|stepdad|stepmum|carer)"

_SIGNS = {
    "injury": rf"""
    (?:green|yellow|purple|blue|brown|black) and (?:green|yellow|purple|blue|brown)|
    (?:about )?the size of (?:a|my|an?) (?:hand|coin|pound|penny|fist|ten|egg|fifty|palm)|blue lips|floppy|
    (?:wasn't|not|stopped) breathing|squeez(?:e[sd]?|ing)|dragg(?:ed|ing)|pinch\w*|twist(?:ed|ing) (?:{_WHOSE})|
    shook (?:{_WHOM})|shak(?:es?|ing) (?:{_WHOM})|slamm\w+|yank(?:ed|s|ing)?|pull(?:ed|s|ing)? (?:{_WHOSE})|
    (?:held|pinned|holds|pins|sat on) (?:me|him|her|them)(?: down)?|black eye|thick (?:ear|lip)|
    (?:split|cut|fat|swollen) lip|nose ?bleeds?|bloody nose|swollen|swelling|fractur\w+|stitches|jaw|concuss\w*|
    knocked (?:out|unconscious|over|down)|
    (?:bang|bump|crack|hit|knock)(?:ed|s)? (?:{_WHOSE}) (?:head|face|eye|arm|leg|chin)|
    (?:bumps?|lumps?|graz\w+|marks?|cuts?|welts?|rash) on (?:{_WHOSE}|the)|handprints?|finger ?marks|bite marks?|
    black and blue|(?:purple|yellow|green) marks?|
    (?:clout|clatter|wallop|whack|batter|leather|clobber|headbutt|backhand|throttl|skelp|scuff|twat|thrash|spank|swip|
    stamp)(?:ed|s|es|ing)?|braye?d|lamped|decked|chinned|cuffed|
    (?:a|good) (?:hiding|slap|smack|clip|crack|dig|thump|wallop|clout)|clip(?:ped|s)? (?:{_WHOM}|round)|
    clip round the ear|wooden spoon|slippers? (?:to|across)|(?:the|his|her) belt|
    raised? (?:his|her|your|my) (?:hand|fist)|(?:went|go|goes|came|come|flew) (?:for|at) (?:me|him|her|them)|
    (?:chuck|hurl|lob)(?:ed|s|ing)? (?:\w+ ){{0,4}}at (?:{_WHOM})|flung|
    (?:arm|leg|wrist|ankle|hand|foot|finger)(?:'s| is| was)? (?:in (?:a )?(?:plaster|cast|sling|splint)|bandaged)|
    a (?:dressing|bandage|plaster) on|poorly (?:hand|arm|leg|head|finger|foot)|limp(?:ed|ing)
    """,
    "accident": r"""
    scald\w*|burn(?:t|ed|s)?|burns? (?:clinic|unit|ward)|blister\w*|boiling (?:water|hot)|
    hot (?:tea|coffee|drink|oil|fat|pan|iron|oven|hob|stove|straighteners)|
    kettle (?:over|down|on) (?:him|her|them|himself|herself)|
    (?:fell|fallen|falls|falling|tumbled?|rolled) (?:off|down|out|over|from|in|into)|tripped|
    slipped (?:over|in|on|down)|took a tumble|climb(?:ed|s|ing)? (?:out|up|on|over|through|onto)|
    no (?:stair |safety |baby )?gate|balcony|window (?:locks?|restrictors?)|
    (?:window|balcony|gate|front door|back door|door)(?:'s| is| was)? (?:wide )?open|no (?:stair|fire) ?guard|
    swallow(?:ed|s|ing)|chok(?:e|es|ed|ing)|button batter\w*|bleach|
    (?:drink|drank|ate|eaten|eating|got into|got hold of) (?:the|a|some|his|her|my) (?:bleach|tablets?|pills?|
    batter\w+|cleaner|methadone|medicine)|drown\w*|(?:in|under) the (?:bath|water|pond|pool) (?:on|by|alone|with)|
    left \w+ in the bath|car seats?|seat ?belts?|
    ran (?:out )?(?:in|into|out|across) (?:the|by|to|front)(?: of)?(?: the)? (?:road|cars?|traffic)|
    out (?:on|in|by) the (?:road|street|main road|railway|line)|nearly (?:hit|ran|got run) \w+
    """,
    "fire and gas": r"""
    (?:set|sets|setting|caught|catch|catches) (?:\w+ ){0,4}(?:on fire|fire to|alight|light)|set fire|
    (?:house|chip pan|kitchen|bin|flat) fire|on fire|fire (?:brigade|engine|service|alarm|safety)|smoke alarm|
    lighters?|matches|candles?|chip pan|gas (?:on|leak\w*|left|was|is off)|
    (?:left|leaves|leave|leaving|forgot|forgets) (?:the|a) (?:gas|cooker|oven|hob|iron|grill|ring|pan|chip pan|tap|
    bath|heater|fire|candle)|(?:smell|smelt|smelled|stink|stinks|stank) of (?:gas|smoke|burning)|carbon monoxide|
    (?:bare|loose|exposed) wires?|sparks?|
    (?:the )?(?:socket|wiring|electrics|cooker|oven|boiler|heater)(?:'s| is| are| was| were) (?:\w+ )?(?:broke\w*|
    bust\w*|dangerous|unsafe|sparking|hanging|condemned|knackered)|blew up|explo(?:ded?|ding|sion)
    """,
    "sleep": r"""
    co-?sleep\w*|
    (?:sleep|sleeps|slept|sleeping|naps?|napping|dozed|dropped off|nodded off) (?:\w+ ){0,2}(?:with (?:me|him|her|us|
    the baby|mum|mam|dad)|in (?:with|beside|my bed|our bed|mum's bed|the (?:car seat|bouncer|swing|pram|chair|buggy))|
    on (?:my|his|her|the|a|your) (?:chest|front|tummy|belly|sofa|settee|couch|floor|chair|cushions?|mattress|airbed|
    beanbag))|(?:him|her|baby|the baby|she|he) (?:is |was |'s )?in (?:with (?:me|us)|our bed|my bed|the bed with)|
    (?:take|takes|took|have|has|had|bring|brings|brought|put|puts) (?:him|her|the baby) (?:in|into|to) (?:with me|
    with us|my bed|our bed|bed with)|
    (?:pillows?|duvet|bumpers?|blankets?|teddies|teddy|toys?|muslins?|cushions?) (?:is |are |was |were )?in (?:the|
    his|her|with) (?:cot|crib|moses|basket|him|her)|safer? sleep(?:ing)?|cot death|sids|face ?down|
    no (?:cot|crib|moses basket|mattress|bedding|sheets?)|
    (?:top|share|shares|sharing) (?:and|to|a) (?:tail|bed|mattress)|rolled (?:on|onto)|overla[yi]\w*
    """,
    "self-harm": rf"""
    cuts|cutting|used to cut|I cut|razors?|razor blades?|sharpener|crisis (?:line|team)|
    harm(?:ing|ed|s)? (?:my|your|him|her|them)sel\w+|
    (?:better|rather) off without (?:me|him|her)|no point|not be here|end it(?: all)?|(?:loud|quiet) in my head|
    camhs|ligature|noose|hang(?:ed|ing)? (?:my|him|her|them)sel\w+|hurt(?:ing|s)? (?:my|your|him|her|them|me)sel\w+|
    jump(?:ed|ing)? (?:off|in front of|out of)|
    (?:scars?|scratch\w*|plasters?|lines|scabs?) (?:up|down|on|all over|along|across) (?:{_WHOSE}) (?:arms?|legs?|
    thighs?|wrists?|stomach)|(?:always |in |wears? |wearing )?long sleeves|sharps|
    pull(?:s|ed|ing)? (?:my|her|his) hair out|bang(?:s|ing)? (?:my|his|her) head|
    (?:want(?:ed|s)?|wish(?:ed|es)?) (?:I|to|he|she) (?:could )?(?:disappear|vanish|never wake up|not wake up|be gone|
    be with \w+ in heaven)|(?:was|were|be|been) never born|hadn't been born|not (?:want to )?wake up|
    wouldn't wake up|(?:bad|dark|those|horrible|them) thoughts|dark place|goodbye (?:note|letter)|safety plan|
    samaritans|childline|hates? (?:my|him|her)self|burn(?:s|ing|t|ed)? (?:my|him|her)self|
    (?:everyone|everybody|they|you)(?:'d| would) be better off|nobody would (?:miss|notice|care)|
    (?:took|take|takes|taken|taking) (?:too many|a load of|loads of|all (?:my|her|his|the)|a handful of|
    a packet of) (?:\w+ )?(?:tablets|pills|paracetamol|meds)|
    make(?:s|ing)? (?:my|him|her|your)self (?:sick|throw up)|anorexi\w*|bulimi\w*|eating disorder|
    purg(?:e|es|ed|ing)
    """,
    "exploitation": rf"""
    (?:car|van|motor|taxi|moped)s? (?:\w+ )?(?:parked|sat|sitting|waiting|outside|idling)|
    (?:like|is) (?:a|my|his|her) (?:big |older )?brother to (?:me|him|her)|looks? after (?:me|him|her) better|
    mate of a mate|friend of a friend|
    (?:lost|robbed|nicked|seized) (?:the |his |their |my )?(?:food|package|stuff|drugs|work)|
    (?:new|fresh) (?:haircut|nails|airpods|headphones|console|xbox|playstation|chain|clothes)|ubers?|
    (?:came|comes|coming|come) (?:home|back|in) (?:\w+ ){{0,3}}(?:late|stoned|drunk|high|wet|muddy|with (?:new|money|
    bruises))|(?:two|three|four|five) (?:nights?|days) (?:away|gone|missing)|
    (?:won't|wouldn't|doesn't|didn't) (?:say|tell (?:me|us|anyone)) where|where (?:he|she) (?:goes|sleeps at night)|
    no comment|not (?:a grass|saying who|saying his name|giving names)|
    drives? (?:me|him|her|us) (?:to|up|round|around|about)|drove (?:me|him|her|us)|in his (?:car|whip|van|motor)|
    (?:he|she|they) (?:told|said|says|tells|asked) (?:me |him |her )?(?:to|I had to|I have to|I've got to|
    I owe) (?:go|take|do|bring|hold|keep|sell|pay|work|wait|stay|meet|send|him|them)|
    (?:he|she|they) (?:knows?|knew) (?:where|my (?:mum|sister|family|house|school|name))|
    (?:had|have|got|has) to (?:pay|work|earn) (?:it |that |him |them )?(?:off|back)|favou?rs? for|
    (?:me|him|her|us|them) a favou?r|
    work(?:s|ed|ing)? for (?:him|them|her|a man|a woman|this man|this woman|these|that)|
    (?:the|his|her|an) (?:agent|madam|gangmaster)|no (?:pay|wages)|
    (?:took|takes|has|have|kept|keeps|hold|held) (?:my|his|her|our|their) (?:papers|documents|id|visa)|lorry|dinghy|
    smuggl\w*|traffick\w*|(?:grow|cannabis) (?:house|farm)|
    (?:many|other) (?:girls|boys|men) (?:there|in the house|sleeping|living)|
    sleep(?:s|ing)? (?:in|at) the (?:shop|salon|car wash|kitchen|warehouse)|
    where (?:they|he|she) (?:kept|put|took) (?:me|us|him|her)|selling|customers|punters|bagg(?:ed|ing) (?:it )?up|
    bando|line phone|
    (?:go|going|went|been|sent|drove|driven|take|took|taken) (?:me |him |her |us )?(?:up |down |out )?to (?:this|some|
    another|a man's|a lad's|his mate's) (?:house|flat|place|party|hotel|caravan|town|city)|
    (?:loads of|wad of|wads of|roll of|bundle of|all this|that much|so much) (?:cash|money|notes)|
    (?:pounds|quid|notes|cash|money) in (?:his|her) (?:drawer|room|shoe|sock|pocket|bag|coat|wardrobe|bed)|
    (?:sit|sits|sitting|sat|parked?|waits?|waiting|waited) (?:\w+ ){{0,4}}(?:out(?:side)?(?: there)?|in (?:the|a|his|
    their|that)) (?:in )?(?:the |a |his |their )?(?:car|van)|spiked|bunked off|sleep(?:s|ing)? rough|banged up|
    locked up|probation|parole|on licence|out of (?:prison|jail)|in jail|
    (?:two|three|second|another|other|spare|burner|new|expensive) (?:phones?|handsets?|mobiles?|sims?|iphones?)|
    (?:new|designer|expensive) (?:trainers|coat|jacket|tracksuit|clothes|watch|bike|puffer)|
    older (?:lads?|boys?|girls?|men|man|friends?|people|ones|kids|boyfriend|girlfriend|guys?|fellas?|women)|
    (?:nineteen|twenty|twenty-\w+|thirty|thirty-\w+) year old (?:lads?|boys?|girls?|man|woman|boyfriend|girlfriend|
    friend)|(?:how old(?:'s| is) (?:he|she|this|a lad))|
    mind(?:ing|ed)? (?:a|the|his|her|their|some) (?:bag|package|parcel|stuff|money|things?)|
    (?:hold|held|holding|hid|hide|hiding|stash\w*|look(?:ed|ing)? after|keep|kept|carry|carried|carrying|deliver\w*|
    drop(?:ped|ping)?|pick(?:ed|ing)? up|took|take|taking|run|running) (?:a|an|the|his|her|their|some|this|
    that) (?:\w+ )?(?:package|parcel|packet|envelope|stuff|rucksack|holdall|cash)(?: (?:for|off|to|round))?|
    stayed out|out all night|
    (?:didn't|not|never|doesn't|hasn't|wasn't|weren't|won't) (?:\w+ )?(?:come|came|coming|get|got|been) (?:home|back|
    in)(?: (?:till|until))?|out (?:till|until|late|past)|
    (?:in|back|home) (?:at|by|till|until) (?:about |gone |like |nearly )?(?:\w+ )?(?:in the morning|(?:one|two|three|
    four|five|midnight) (?:in|this|that|o'clock))|
    (?:came|come|got|getting|coming|rang|out|back|home|in) (?:\w+ ){{0,3}}(?:one|two|three|four|half \w+|
    quarter (?:to|past) \w+) in the morning|(?:went|gone|go|goes|going) (?:missing|awol|walkabout)|
    return (?:home )?interview|safe and well|abscond\w*|snuck out|sneak(?:s|ed|ing)? (?:out|off)|
    climb\w* out (?:of )?(?:the|her|his|my) window|broke (?:his|her|my) curfew|curfew|
    buys? (?:{_WHOM}|everyone|everybody)|
    (?:gave|give|gives|bought|got|gets|lent|lends|slipped|bungs?|bunged|treats?|paid|pays|sent|sends) (?:me|him|her|
    us|them) (?:\w+ ){{0,2}}(?:money|cash|phone|trainers|weed|stuff|vapes?|coat|jacket|credit|skins|robux|v-?bucks|
    presents?|clothes|drinks?|cans|fags|cigarettes|jewellery|necklace|nails|tenner|twenty|fifty|lifts?)|
    pay (?:me|him|her|us|them|it) back|people coming to the door|drop(?:ping|ped)? (?:stuff|things|it|them) off|
    trap house|trapping|trap line|cuckoo\w*|go(?:ne|ing|es)? country|shott(?:ing|er|ers)|running (?:for|drugs|food)|
    county lines?|in debt|on tick|(?:drug |a |the )debts?|bank account(?! (?:is|was) (?:closed|empty))|money mule|
    train tickets?|(?:in|to|at) (?:a|the|this|that) hotel|air ?b ?n ?b|picks? (?:me|her|him|them) up|
    picked (?:me|her|him) up in|
    (?:outside|round|up|waiting|sat) (?:\w+ ){{0,3}}in (?:a|his|the|that|some) (?:\w+ )?(?:car|van|golf|audi|bmw|corsa)|
    got in(?:to)? (?:a|his|the|this|that|some) (?:\w+ )?(?:car|van|taxi)|nrm|national referral mechanism|groom\w*|
    elders|olders|opps|shank\w*|stab(?:bed|s|bing)?|zombie|air rifle|bb gun|catapult|crossbow|knuckle ?duster|taser|
    shotgun|firearms?|bullets|axe|baseball bat|screwdriver|acid|
    carry(?:ing|s)? (?:a|one|something) (?:for|knife|blade|on)|gang\w*|mandem|tagged|on (?:a )?tag|
    nick(?:s|ed|ing) (?:stuff|things|from|cars?|bikes?|it)|shoplift\w*|took (?:his|her|my|their) passport|
    (?:doesn't|don't|didn't|never) pay (?:me|him|her|us|them)|works? for (?:nothing|food|free)|nail bar|car wash
    """,
    "online": rf"""
    block(?:ed|s|ing)? (?:{_WHOM})|
    (?:he's|she's|is|what's he|was|been|keeps) messaging|messaging (?:my|our|kids|girls|boys|children|a|an)|
    (?:met|meet|meets|talk\w*|speak\w*|spoke|chat\w*|know|knows|knew|add(?:s|ed)?|message\w*|messaging|text\w*|
    friends?) (?:\w+ ){{0,3}}(?:on a game|online|on the internet|(?:on|off|over|through) (?:snap\w*|insta\w*|tik ?tok|
    discord|roblox|fortnite|xbox|playstation|the playstation|facebook|whatsapp|telegram|yubo|kik|omegle|twitch|
    the game|her game|his game|a chat))|
    (?:off|over) (?:snap\w*|insta\w*|tik ?tok|discord|roblox|facebook|the internet)|
    (?:people|someone|somebody|strangers?|man|men|woman|women|boys?|lads?|girls?) (?:\w+ )?online|
    never (?:actually )?met (?:{_WHOM}|in)|
    delet(?:e|es|ed|ing) (?:this|it|them|that|the messages?|(?:his|her|my|all) (?:messages|history|chats?|account))|
    (?:pictures?|photos?|pics?|videos?|snaps?|selfies?) (?:of|to (?:him|her|them|a|some|this))|
    ask(?:s|ed|ing)? (?:\w+ )?for (?:\w+ ){{0,2}}(?:pictures?|photos?|pics?|selfies?)|
    wants? (?:me |her |him )?to meet|meet(?:ing)? up with|(?:his|her) camera|group ?chat|
    send(?:s|ing)? (?:him|her|them|me) (?:a|any|some|pictures?|photos?|pics?|videos?|nudes)|
    sent (?:him|her|them) (?:a |some )?(?:pictures?|photos?|pics?|videos?)|nudes?|sexts?|sexting|webcam|
    live ?stream\w*|only ?fans|porn\w*|screenshott?\w*|blackmail\w*|sextort\w*|secret account|second account|
    other account|fake (?:account|profile)|catfish\w*|
    shar(?:ed|es|ing) (?:it|the|a|my|her|his) (?:\w+ )?(?:video|picture|photo|pic|screenshot)|
    posted (?:it|a|the|that|about|something)|filmed (?:it|me|him|her|them|us)|gift cards?|
    (?:up|on (?:her|his|my|the) (?:phone|tablet|ipad|xbox)) (?:all|half the) night
    """,
    "sexual": rf"""
    massag(?:e|es|ed|ing)|rubs? (?:my|his|her)|rubbed (?:my|his|her)|changing rooms?|private lessons?|
    extra (?:training|lessons|sessions)|grown (?:man|men|woman|women)|down there|down below|
    (?:{_WHOSE}) (?:willy|bits|privates?|private (?:area|bits)|fanny|foof|noony|minnie|front bottom|boobs?|bra|
    knickers|pants|boxers)|(?:in|into|on) (?:my|her|his|their) bed(?:room)? (?:at night|with|when)|
    (?:comes?|came|coming) in(?:to)? (?:my|her|his|our) (?:room|bedroom)|(?:in|when) the (?:shower|bath) with|
    walks? in on|watch(?:es|ed|ing)? (?:me|her|him|us) (?:in the|get|getting|change|undress|wash|shower)|condoms?|
    morning-?after|pregnancy test|std|sti|chlamydia|peep\w*|perv\w*|nonce\w*|paedo\w*|registered offender|
    sex offender|sarah's law|strip(?:ped|ping|s)?|took (?:my|her|his) (?:top|clothes|trousers|pants|knickers) off|
    made (?:me|her|him) (?:touch|watch|look|do|take)|(?:our|a|his|her|special|little) secret|
    special (?:games?|cuddles?|friend|time)|tickl(?:e|es|ed|ing)|
    sle(?:ep|eps|pt|eping) with (?:him|her|me|men|women|people|someone)|too old for (?:her|him)|consent(?:ed)?|
    assault\w*
    """,
    "bullying": r"""
    (?:they|he|she|everyone|everybody|people|girls|boys|lads|kids) (?:all )?(?:call|calls|called) (?:me|him|her|us)|
    unkind|being mean|mean to (?:me|him|her|us)|horrible to|nasty to|leav(?:e|es|ing) (?:me|him|her) out|left out|
    nobody (?:to )?(?:sit|sits|play|plays|talk|talks|likes|speaks)|no friends|
    (?:I|he|she|you|we) (?:stink|stinks|smell|smells|reek|reeks)|gang(?:ed|s|ing)? up|spit(?:s|ting)? (?:at|on)|
    spat (?:at|on)|trip(?:s|ped)? (?:me|him|her)|tak(?:es?|ing) the (?:mick|mickey|piss|michael)|
    took the (?:mick|mickey|piss)|skit(?:s|ted|ting)?|tormenting|torment(?:s|ed)?|teas(?:e|es|ed|ing)|
    slagg(?:ed|ing)(?: off)?|
    (?:took|take|takes|nick\w*|hid|hides) (?:my|his|her) (?:dinner|lunch|phone|bag|shoes|money)|
    jump(?:ed|s) (?:me|him|her)|wait(?:s|ed|ing)? for (?:me|him|her|us) (?:outside|after|at the gates?)|racis\w*|
    racial\w*|homophobi\w*|slurs?|paki|the n word|go back to (?:your|our|my|where)|looks? over the top|picked on|
    dares? (?:me|him|her)|dared (?:me|him|her)
    """,
    "emotional": rf"""
    (?:kick|kicks|kicked|chuck\w*|threw|throws?|boot\w*|turf\w*) (?:me|him|her|us|them) out|
    pack(?:s|ed|ing)? (?:my|his|her|a|our|their) (?:bags?|stuff|things|case|suitcase)|
    (?:sat|sit|sits) on the (?:stairs|landing)|
    (?:says|said|tells me|calls me) (?:that )?(?:I'm|I am) (?:\w+ ){{0,2}}(?:mad|crazy|mental|bad|useless|stupid|fat|
    ugly|lazy|nothing|thick)|(?:sat|sits?|sleep\w*) in the dark|
    (?:useless|worthless|waste of (?:space|time)|good for nothing|bad (?:girl|boy|child|mum|dad|mother|father|parent)|
    evil|ungrateful|little (?:shit|sod|bastard|bitch|cow))|never wanted (?:{_WHOM})|
    (?:don't|doesn't|didn't|never) (?:love|loved|want|wanted|like|liked) (?:me|him|her|us|them)|
    hates? (?:me|him|her|us|them)|
    wish(?:es|ed)? (?:\w+ )?(?:had )?(?:never (?:had|been)|I wasn't|he wasn't|she wasn't)|
    ruin(?:ed|s|ing)? (?:\w+ )?(?:life|everything)|(?:my|your|his|her|our|their) (?:own )?fault|
    blam(?:e|es|ed|ing) (?:{_WHOM})|ignor(?:e|es|ed|ing) (?:me|him|her|us)|silent treatment|
    not (?:speaking|talking) to (?:me|him|her|us)|swear(?:s|ing)? at|swore at|effing|f-ing|humiliat\w*|belittl\w*|
    mock(?:s|ed|ing)|
    (?:he|she|they|dad|mum|mam) (?:goes|go|went|'ll go|'d go|would go) (?:mad|mental|ballistic|spare|radge|off on one|
    berserk) (?:at|with|if|when)|punish\w*|grounded|naughty (?:step|corner|chair)|stand in the corner|
    wash\w* (?:my|his|her) mouth|cold (?:bath|shower)|
    (?:no|without|go without) (?:tea|dinner|supper) (?:if|when|because|'cause|as)|
    (?:sent|sends|send) (?:me|him|her|us) (?:to bed|to my|to his|to her)|restrain\w*|
    shut(?:s|ting)? (?:me|him|her|us|them) (?:in|out|up)|shut (?:me|him|her|us|them)|
    lock(?:s|ed|ing)? (?:me|him|her|us|them|the (?:door|kitchen|fridge|cupboard))|
    (?:under the stairs|in the (?:cellar|dark|coat cupboard))|tied (?:{_WHOM}|up)|
    (?:chair|drawers|bed|wardrobe|something) (?:\w+ ){{0,2}}(?:against|behind|in front of|under) (?:the|my|me|our|his|
    her) (?:\w+ )?(?:door|handle)|hid(?:e|es|ing)? (?:in|under|behind)|
    (?:light|lamp|torch|telly|music|headphones) (?:on|in|up) (?:so|'cause|because|to)|pillow over|
    cover(?:s|ed)? my ears|fingers in my ears|
    (?:told|tells|telling|said|says|asked|asks|made|makes|taught|warned) (?:\w+ )?(?:not )?to (?:say|tell|lie|keep|
    pretend|cover)|said (?:if|don't|never) (?:anyone|anybody|you|tell|say)|
    (?:not allowed|mustn't|can't|not supposed|not meant|scared) to (?:say|tell|talk|speak)|(?:has|have|had) to lie|
    lie (?:about|to|for)|lied (?:about|to|for)|pretend(?:s|ed|ing)? (?:she|he|that I|everything)|
    cover(?:ed|ing|s)? (?:it up|for (?:him|her|them|me))|don't (?:let on|tell)|
    get (?:{_WHOM}|mum|mam|dad|in) (?:in|into|trouble)(?: trouble)?|
    (?:won't|wouldn't|don't want to|doesn't want to|didn't want to|not) (?:\w+ )?go(?:ing)? (?:back|home|there|
    to (?:his|her|mum's|dad's|their))|
    (?:take|takes|put|puts|places?|placed|move|moves|moving) (?:{_WHOM}) (?:into|in) care|
    (?:take|took|lose|losing|lost) (?:him|her|them|us|the kids|the bairns|my kids|my children)(?= *[?.!,;]|$| away|
    off| over)
    """,
    "strangers": r"""
    strangers?|
    (?:some|this|a|that|random|weird|creepy) (?:random |old |weird |creepy )?(?:man|men|woman|women|lady|bloke|blokes|
    guy|guys|fella|fellas|geezer|feller) (?:who|that|I|in|at|outside|followed|said|asked|came|come|comes|was|were|
    kept|from|on|with|she|he)|
    (?:men|women|blokes|lads|girls|people|randoms|folk) (?:in and out|round|coming|come|came|staying|at the door|
    knocking|I don't know|we don't know|at all hours)|
    (?:don't|didn't|doesn't|not) (?:really )?know (?:who (?:he|she|they|is|was)|(?:his|her|their) (?:last |second |
    real )?names?|where (?:he|she|they|he's|she's|they're)|him|them)|
    (?:dossing|kipping|crashing|crashed|kips|dosses|lodger|lodgers|sofa ?surf\w*)|
    (?:his|her|mum's|mam's|dad's|my) (?:new |ex-? ?)?(?:boyfriend|girlfriend|fella|bloke|feller|partner)(?:'s)?|
    (?:moved|moving|moves) (?:him|her|back)? ?in(?:to)? (?:with|here)|
    (?:don't|doesn't|didn't|not) want (?:him|her|them|anyone|anybody|people) (?:to (?:know|find|see|come|touch|pick|
    have|be)|near|there|here|in|back|round|knowing)|
    know(?:s|ing)? (?:where|which|what) (?:is |'s )?(?:(?:I|we|she|he) (?:live|lives|go|goes|am|are|is)|my school|
    our (?:house|school|address))|(?:find|found|finds) (?:us|me|out where)|
    address(?: is)? (?:kept )?(?:secret|confidential)
    """,
    "neglect": rf"""
    (?:doing|making|getting|cooking|sorting) (?:the|his|her|their|our|everyone's) (?:tea|teas|dinner|dinners|bottles|
    breakfast|packed lunch\w*)|(?:she|he) should be (?:out|playing|at school|a kid|a child)|
    (?:forgot|forgets|forgetting) to (?:feed|collect|pick|get|take|change)|(?:not|n't) been fed|
    let(?:s|ting)? (?:myself|himself|herself|themselves|themself) in|
    gets? (?:himself|herself|themselves|myself) (?:up|ready|dressed|to school|off to)|
    uses? the (?:cooker|oven|hob|kettle|iron|sharp knife)|matted|unwashed|
    (?:sleeps?|slept|sleeping) in (?:his|her|their|my) (?:clothes|uniform|coat)|key round (?:my|his|her) neck|
    no (?:food|bread|nappies|formula|breakfast|tea|dinner)|no milk (?:so|left|in|for|and|till)|
    nothing (?:to eat|in the (?:fridge|cupboards?|house|freezer))|
    (?:fridge|cupboards?|freezer)(?:'s| is| was| are| were| looked)? (?:empty|bare)|empty (?:fridge|cupboards?)|
    go(?:es|ing)? without|went without|(?:skip|miss)(?:ed|es|ing|s)? (?:meals?|dinner|tea|breakfast|lunch|a meal)|
    (?:don't|doesn't|didn't|not|never) (?:\w+ )?(?:have|had|having|get|got|eat|eaten|eating) (?:any |my |his |her |
    much )?(?:breakfast|tea|dinner|lunch|food|meals)|not (?:so )?(?:eating|hungry|fed|been fed)|seconds and|nits|
    lice|fleas?|scabies|impetigo|worms|bed ?bugs?|rats?|mice|mouse|cockroach\w*|maggots|flies|filthy|manky|minging|
    mingin|mucky|grubby|hacky|clarty|squalid|state of (?:the|this|that) (?:place|house|flat|kitchen)|smelly|stinks?|
    stinking|stank|dog (?:mess|muck|poo|dirt|wee|shit)|cat (?:mess|litter|wee|poo)|
    rubbish (?:everywhere|all over|piled|on the)|bin bags|dirty (?:nappies|nappy|clothes|dishes|bedding|sheets)|
    nappy rash|same clothes|
    no (?:heating|hot water|electric\w*|gas|bed|beds|coat|clean clothes|shoes|washing machine|cooker|fridge|curtains|
    carpets?|toys|toilet|lights?|credit|money|uniform)|
    (?:heating|electric|gas|boiler|meter|hot water|lecky|leccy)(?:'s| is| has| was)? (?:off|broke\w*|run out|gone|
    bust|cut off|packed in)|run out of (?:gas|electric|money|nappies|milk|food)|loan shark\w*|
    (?:freezing|perishing|nithered|baltic|frozen)|
    cold (?:at night|in (?:here|there|my|our|her|his|the)|all the time|upstairs)|
    it(?:'s| is| was) (?:so |really |dead |well |right )?cold|wear(?:s|ing)? (?:my|his|her|our|their) coats?|
    in (?:my|his|her|their|our) (?:coats?|dressing gowns?)|
    (?:shoes|coat|clothes|uniform|trousers|one)(?:'s| is| are| was)? (?:too (?:small|little|big|tight)|got holes)|
    holes in (?:my|his|her|the)|not got (?:a|any) (?:coat|shoes|bed|uniform|beds)|
    haven't (?:got )?(?:a|any) (?:coat|shoes|bed|uniform|beds)|by (?:himself|herself|themselves|themself|ourselves)|
    on (?:their|our|my|his|her|me) own|on (?:{_WHOSE}) (?:todd|tod|jack)|alone|just me and (?:him|the|my|our)|
    nobody (?:was |is |were |else )?(?:here|there|in|home|at home|up|watching|with|looking|came|comes|to look|to watch)|
    (?:she|he|they|nobody|mum|mam|dad|mummy|daddy|nana?) (?:wasn't|weren't|isn't|was never) (?:here|there|in|home|back)|
    (?:wasn't|weren't|isn't|not|aren't) (?:here|there|in|home|back) yet|
    before (?:\w+ ){{1,3}}(?:got|came|come|gets|comes) (?:here|home|in|back)|
    (?:till|until) (?:\w+ ){{1,3}}(?:gets?|got|comes?|came) (?:home|in|back)|
    (?:won't|wouldn't|couldn't|can't|didn't|don't|doesn't|never|hard to) wake|
    (?:looked|looking|looks|look) after (?:him|her|them|the|my|his|our|your|me|us)|dirty nappy|
    who(?:'s| was| is|'d| else) (?:there|home|in with|with|got (?:him|her|them)|looking after|minding|watching|having|
    downstairs|upstairs)|fell asleep|(?:sparko|out cold|out for the count|spark out)|
    {_GROWN} (?:was|were|is|'s|fell) (?:\w+ )?(?:asleep|sleeping)|
    (?:everyone|they)(?:'re| are| were) (?:\w+ )?(?:asleep|sleeping)|on (?:his|her) own (?:when|while|with)|
    {_GROWN}(?:'s| is| was| were)? (?:always |still |usually |up )?(?:in bed|not up)|nodd?(?:ed|ing) off|
    in charge of (?:him|her|them|the|my)|
    (?:very|so|dead|really|quite|that) (?:responsible|grown-?up|mature|good with (?:him|her|them|the))|
    like a (?:little|second|mini|proper) (?:mum|mam|mother|mummy)|
    (?:makes|does|cooks|gets) (?:their|his|her|the|our) (?:own )?(?:tea|teas|breakfast|breakfasts|dinner|dinners|
    meals|bottles?|bottle|cooking|shopping)|unsupervised|keep(?:ing|s)? an eye on|kept an eye on|
    (?:leave|leaves|left|leaving) (?:him|her|them|me|us|the {_LITTLE}|{_LITTLE}|you) (?:\w+ )?(?:with|in|at|by|for|
    here|there|to|alone|while|when|and|on|behind|upstairs|downstairs|outside)|
    (?:only |just )?(?:popped|nipped|pop|nip|ran|run) (?:out|to|over|round|across|down|up|next)|
    (?:five|ten|fifteen|twenty|couple of|few|two|one) minutes,? (?:only|tops|that's all|max)|
    only (?:\w+ )?(?:five|ten|fifteen|twenty|a (?:couple|few)) (?:of )?(?:minutes|mins)|turned (?:my|me) back|
    took my eye off|(?:he|she|they|{_LITTLE}) (?:got|gets|get|keeps getting) out|wandered out|
    wander(?:ed|s|ing)? (?:off|out|about|round)|
    (?:out|playing out|roaming|running) (?:\w+ )?(?:the streets?|till (?:dark|all hours|late)|in the dark|all hours)|
    (?:miss(?:ed|es|ing)?|not been to|didn't (?:go|make|turn up|attend|take)|wasn't taken|
    cancel\w*) (?:\w+ ){{0,4}}(?:appointments?|jabs|immunisations?|injections?|check-?ups?|clinic|scan|dentist|
    optician|health visitor|midwife|review)|was not brought|did not attend|dna'?d|
    (?:hours|days|a week|a day|all night) (?:after|later|before (?:I|you|we|he|she|they) (?:rang|called|took|went|got))|
    next (?:day|morning) (?:before|that I|I took)|
    waited (?:till|until|a (?:day|bit|while)|and see|to see|before|for hours)|why (?:didn't you|so long|wait)|
    (?:didn't|did not|never|don't|not|wanted to|should have|should've|wouldn't|scared to|before you|
    when (?:did )?you) (?:\w+ )?(?:ring|rang|call|called|phone|phoned|take (?:him|her|them)|get (?:him|her|
    them) (?:seen|checked|looked)) (?:\w+ ){{0,2}}(?:ambulance|doctor|doctors|gp|111|one one one|999|nine nine nine|
    hospital|help|before|sooner|straight away|anyone)|
    (?:never|not|hasn't|haven't|not been) (?:been )?(?:registered|seen by|to (?:a|the) (?:dentist|doctor))|
    (?:los(?:t|ing)|drop(?:ped|ping)) (?:\w+ )?weight|(?:under|over)weight|
    not (?:putting|gaining|put) (?:\w+ )?(?:weight|on)|too (?:thin|skinny)|skin and bone|weight loss|centiles?|
    faltering|(?:propp?(?:ed|ing|s)?|prop) (?:the |his |her |a )?bottle|watered? down|
    (?:bottle|milk|feed)s? (?:was|were|is|are) (?:off|sour|cold)|rotten|tooth decay|
    teeth (?:out|pulled|black|taken out|rotting)|refus\w+ (?:entry|to let|the)|no answer at the door|
    wouldn't (?:let|open)|won't (?:open|answer)
    """,
    "medicines": r"""
    (?:took|takes|take|taken|taking|had) (?:his|her|mum's|dad's|nan's|my|too many|some) (?:\w+ )?(?:tablets|
    painkillers|sleepers|meds)|tablets (?:out|on|lying|left|from|off)|sleeping (?:tablets|pills)|
    knock(?:s|ed|ing)? (?:me|him|her|it|us) (?:out|off)|drows\w*|groggy|sedat\w*|zonked|diazepam|valium|vallies|
    temazepam|zopiclone|tramadol|codeine|co-codamol|morphine|oramorph|oxy\w*|fentanyl|gabapentin|pregabs?|
    pregabalin|benzos?|xanax|xannies|subutex|buprenorphine|buvidal|espranor|
    (?:double|extra|wrong|too much|half his|half her|another) (?:the )?(?:dose|doses|medicine|calpol|insulin|inhaler|
    syringe)|
    (?:gave|give|gives|giving) (?:him|her|them|the baby) (?:\w+ )?(?:piriton|phenergan|medised|nytol|melatonin|
    calpol) (?:to|so|at night)|
    (?:stopped|stop|stopping|off|come off|came off|coming off|leave off|missed|missing|forgot|forgets|forgotten|
    run out of|ran out of|not (?:taking|having|had|given|been taking)|n't (?:take|taken|taking|have|had|
    given?)) (?:taking |having )?(?:my|his|her|the|your|their|they) (?:\w+ )?(?:tablets|meds|medication|medicine|
    insulin|inhaler|injection|depot|pills)
    """,
    "parents' health": r"""
    feel(?:s|ing)? (?:\w+ )?like (?:dirt|shit|a failure|rubbish|a bad (?:mum|mam|dad|mother|father))|
    let (?:them|him|her|the kids) down|failing (?:them|him|her|as)|hate myself|ashamed|depress\w*|anxiety|
    panic attacks?|low mood|(?:feeling|felt|feel|been) (?:\w+ )?(?:low|down)|breakdown|psycho(?:sis|tic)|bi-?polar|
    schizo\w*|hear(?:s|ing|d)? (?:voices|things)|paranoi\w*|hallucinat\w*|sectioned|sectioning|under section|crisis|
    c ?p ?n|psychiatr\w*|c ?m ?h ?t|
    (?:can't|couldn't|not|I don't|she doesn't|he doesn't|didn't|struggl\w*) (?:\w+ )?(?:cope|coping|face (?:it|
    getting)|get (?:up|out of bed|dressed|myself up)|getting (?:up|dressed|out of bed)|manage|go on|carry on)|
    end of (?:my|her|his) tether|(?:at|to) breaking point|on my knees|
    cr(?:y|ies|ied|ying) (?:all|every|on the|in the (?:bathroom|toilet|night|shower|car)|a lot|her eyes|himself|
    herself|when|at night|by)|floods of tears|post-?natal|baby blues|(?:don't|didn't|not|doesn't) (?:feel )?bond\w*|
    flashbacks?|ptsd|(?:stays?|stayed|stop(?:s|ped)?) in (?:bed|her room|his room|the bedroom)|shut (?:her|him)self|
    won't (?:get up|come out|leave the house)|
    (?:I|he|she) (?:counts?|checks?|watch(?:es)?|listens?)(?:ed)? (?:on )?(?:him|her|them|his (?:\w+ )?(?:cans|drinks|
    bottles|breath\w*)|how many|if (?:he|she|they)|for (?:him|her|them|the door))|
    watch (?:his|her) (?:belly|tummy|chest)|see if (?:he|she)'?s (?:\w+ )?(?:breathing|asleep|alive|awake)
    """,
    "substances": r"""
    using (?:anything|at all|again|still|any|on top)|(?:still|been|you) using|
    (?:use|used|using|take|taken) (?:\w+ )?on top|taken anything|last (?:used|time you used)|
    picked up (?:again|from)|bottles? of|cans|tinn?ies|cider|gin|whisk(?:y|ey)|rum|brandy|prosecco|lager|beers?|
    spirits|stout|guinness|shots|a crate|booz\w*|bevv\w*|swig\w*|pints?(?! of milk)|alcopops?|hooch|sober|relaps\w+|
    lapsed?|slip(?:ped)? up|rehab|detox|drug tests?|
    (?:had|has|have|having|'d had) (?:\w+ )?(?:a few|a drink|one too many|too many|too much)|few drinks|
    how (?:many|much) (?:is|was) (?:a few|it)|hung ?over|pass(?:ed|es|ing) out|blacked out|
    (?:smell|smelt|smells|smelled|stinking|stank|stinks|reeks?|reeking) of|on (?:her|his|your) breath|
    special (?:juice|drink)|(?:hair|drug|urine|wee|saliva|hair strand) (?:tests?|samples?|strand)|
    (?:test|tests|sample|samples) (?:\w+ ){0,2}(?:clean|positive|negative|dirty|clear)|dirty (?:test|sample|urine)|
    (?:clean|dry|off it|off the (?:drink|drugs|gear|booze)) (?:for|since|now|\w+ (?:weeks|months|days|years))|
    (?:been|stay\w*|keep\w*|get(?:ting)?|got|I'm|she's|he's) clean|under the influence|hash|skunk|zoots?|bifters?|
    ganja|bongs?|grinder|baggies?|wraps|amphet\w*|whizz|billy|mdma|mandy|molly|ecstasy|pingers|pills|mkat|m-cat|
    mephedrone|mcat|meow meow|ghb|purple drank|nos|nitrous|laughing gas|canisters?|poppers|glue|butane|solvents?|
    mamba|smack|gear|opiates?|steroids|edibles|gummies|snus|nicotine|foil|needles?|inject(?:s|ed|ing)|
    (?:methadone|my|his|her) script|forty mil|mils? (?:of|a day|now)|chas(?:e|es|ing) the dragon|rattling|clucking|
    withdrawal\w*|high on|stoned|off (?:his|her|my|their) (?:head|face|nut|trolley)|wasted|wrecked|steaming|
    hammered|bladdered|pissed|legless|tipsy|merry|plastered|paralytic|mortal|smashed|rat-?arsed|trollied|blotto|
    wankered|battered|down (?:the|at the) (?:pub|club|legion)|at the pub|from the pub|to the pub|off-?licence|offie|
    lock-?in|aa|a a meetings?|na meetings?|my sponsor|drinkers?|alcoholic\w*|drunk|a bender|benders|drink-?driv\w*|
    drove (?:\w+ )?(?:home|back|here|after|when)|driving (?:after|when|him|her|them|drunk|home)|over the limit|
    breathalys\w*|behind the wheel|lost (?:my|his|her) licence|(?:no|without) (?:a )?(?:licence|insurance)
    """,
    "domestic abuse": r"""
    cctv|(?:ring )?doorbell camera|cameras? in (?:the|my|our|every)|
    (?:he|she) (?:does|has|holds|keeps|handles|sees to|gets) (?:all )?(?:the|my|our) (?:money|cards?|bank|benefits|
    finances|wages)|times me|mileage|controll\w+|jealous\w*|possessive|coerc\w*|gaslight\w*|stalk\w*|harass\w*|
    check(?:s|ing|ed)? (?:up )?on (?:me|her|him|where|who)|
    (?:won't|wouldn't|doesn't|didn't|never|not) let (?:me|her|him|us|them) (?:go|see|have (?:my|friends|any)|out|work|
    talk|speak|use|leave|near|in|eat|sleep|wear|drive)|
    (?:don't|doesn't|didn't|not) like (?:me|her|him|it when I) (?:to )?(?:\w+ing|go|see|have|talk|wear|work)|
    likes to know|wants? to know where|where I am|where I've been|where are you|who I'm with|who was there|
    goes quiet with|goes quiet|(?:keep|keeps|kept) the peace|eggshells|tread(?:s|ing)? carefully|refuge|women's aid|
    injunction|non-?mol\w*|occupation order|restraining order|protection notice|bail(?:ed)?|bail conditions|
    clare's law|idva|marac|breach\w*|(?:his|her|my|the) ex(?:-| )?(?:husband|wife|partner|boyfriend|girlfriend)?|
    temper|set(?:s|ting)? (?:him|her) off|wind(?:s|ing)? (?:him|her) up|flip(?:s|ped|ping)?(?: out)?|
    see(?:s|ing)? red|red mist|snap(?:s|ped|ping)? at|in a mood|barney|domestics?|rowed|
    (?:stay(?:s|ed|ing)|stop(?:s|ped|ping)|sle(?:eps|pt|eping)) (?:here|over|the night|round|there)|
    put(?:s|ting)? (?:me|her|him) down|angry (?:face|voice|man)|angry with|(?:hole|dent)s? in the (?:wall|door)|
    door (?:off|kicked|hanging|down)|(?:punch|hit|kick|headbutt)\w* the (?:wall|door|fridge|sofa)|
    (?:break|breaks|broke|broken|smash\w*) (?:my|her|the|his|a|all|his own) (?:phone|plates?|telly|tv|door|window|cup|
    mug|glass|things?|laptop|tablet)|stood over (?:me|her|him)|block(?:s|ed|ing) the (?:door|way)|
    (?:took|takes|hid|hides|keeps|kept|has|got) (?:my|her) (?:keys|phone|card|money|purse|wages|benefits|passport|
    bank card|papers)|(?:ask|asks|asking) (?:him|her) for (?:money|permission)|permission|
    my own (?:money|card|account)|track(?:s|ed|ing|er)? (?:me|my|her|him|app|on)|find my|life ?360|
    location (?:on|off|sharing)|password|reads? (?:my|her|his) (?:messages|texts|phone|emails)|
    (?:keeps|kept|won't stop|doesn't stop|constantly|always) (?:ringing|texting|messaging|calling|turning up|coming|
    following|driving)|missed calls|blocked (?:him|her|his|the number)|
    (?:hundred|twenty|thirty|forty|fifty|loads of|so many|sixty|eighty) (?:texts|messages|calls|times)|
    turn(?:s|ed|ing)? up (?:at|outside|here|at the|uninvited|drunk|and)|
    back (?:with|together with|in touch with|in contact with) (?:him|her)|contact (?:with|from) (?:him|her)|
    (?:takes|took|taken) (?:him|her) back|(?:leave|left|leaving) (?:him|her)(?= |$|[.,?!])|
    cut(?:s|ting)? (?:me|her|him) off (?:from|with)|not allowed (?:to|out|near|any)|
    (?:don't|doesn't|not) see (?:my|her) (?:friends|family|mum|sister)|
    (?:because|how) (?:of how )?(?:he|she)(?:'d| would) (?:be|react|take|go)|how (?:he|she) gets|
    when (?:he|she)'s (?:\w+ )?(?:angry|cross|mad|like that|had a drink|in a mood|kicking)|
    (?:there's|there was|having|had|have) (?:an? |\w+ )?(?:shouting|argument|arguments|row|rows|screaming|fighting|
    fights)|(?:bang|slam|chuck|throw)(?:s|ed|ing|ming|med)? (?:things|stuff|doors?|plates?|the door|cups?)|threw|
    raises? (?:his|her|their) voices?|raised (?:his|her|their) voice|
    (?:nobody|no one|never|don't|doesn't|not) (?:hits?|hurts?|shouts?)
    """,
    "honour": r"""
    forced (?:to|marriage|into)|arranged (?:marriage|for me|for her)|engaged to|fianc\w+|promised to|rishta|nikah|
    (?:my|her|a) (?:husband|wedding) (?:\w+ )?(?:chosen|picked|found|over there|back home|abroad)|honou?r|izzat|
    dishonou?r\w*|shame (?:on|to) (?:the|our|my|his|her)|(?:bring|brings|brought|bringing) shame|disown\w*|
    one-?way tickets?|(?:not|never) (?:coming|come|came) back (?:from|to school)|
    send(?:ing)? (?:me|her|him|us) (?:back|away|home|there|to (?:my|his|her|our|live))|
    sent (?:me|her|him) (?:back|away|home|there|to (?:my|live))|taken? out of the country|f ?g ?m|circumcis\w*|
    be cut|being cut|was cut|the cutting|sunna|cutting season|become a (?:woman|man)|special (?:ceremony|party for)|
    possess(?:ed|ion)|demons?|witch(?:es|craft)?|d?jinns?|black magic|evil (?:spirit|eye)s?|exorcis\w*|
    pray(?:ed|ing)? (?:it|the) (?:\w+ )?out|curse[ds]?|western|too (?:modern|english)|
    what (?:people|the community|everyone) (?:will|would|might) (?:say|think)
    """,
    "animals": r"""
    (?:dog|dogs|cat|dog's) (?:\w+ )?(?:bit|bites|bitten|growl\w*|snap(?:s|ped)|nipped|went for|goes for|lunged|
    jumped (?:up|on))|bit (?:me|him|her|the|my|his)|xl bull\w*|pit ?bulls?|dangerous dogs?|muzzle\w*|growl\w*|
    off (?:the|his|her) lead|
    (?:kick|hit|hurt|hurts|drown|kill|burn|throw|swing|strangl|threw|thrown|kicked|starv)\w* (?:the|his|her|my|our|
    a) (?:dog|cat|hamster|kitten|puppy|rabbit|pet|guinea pig|animals?)|
    (?:dog|cat|hamster|kitten|puppy|rabbit)(?:'s| was| got| is) (?:\w+ )?(?:dead|killed|hurt|starv\w*|put down|seized|
    skinny)
    """,
    "threat": r"""
    put (?:my|our|your|his|her|the) (?:windows?|door) (?:through|in)|
    if (?:I|you|he|she|we) (?:grass|tell|talk|say|speak)(?:es|s)?(?: to)?(?: anyone| anybody| the police| you| owt|
     anything)|(?:some(?:one|body)'s|some(?:one|body) is|they're|he's|she's) outside|
    come (?:for|after|round for|looking for|to find) (?:me|us|him|her|them|you)|
    (?:out|coming|looking) (?:to get|for) (?:me|him|her|us)(?= *[?.!,;]|$)|
    take (?:her|him|them|me|us|it)(?= *[?.!,]|$)|turn(?:ed|s|ing)? up at|pay (?:him|her|them) back|or else|
    watch (?:my|your|his|her) back|end up (?:in hospital|like|hurt)|regret (?:it|this)|pay for (?:it|this|that)|
    (?:going to|gonna|will|'ll|would|'d) (?:\w+ )?(?:get|do|have|batter|smash|finish|bury|find|shoot|stab|burn|kick|
    punch|slap|hit|hurt) (?:me|him|her|us|you|them|my|your|his|the)(?: head| face| in| house| windows)?(?= in| head|
    face|$| *[.?!,;])|
    (?:windows?|house|car|door) (?:\w+ )?(?:put through|smashed|torched|petrol bombed|kicked in|set alight)|
    bricks? through|petrol|snitch\w*|grass(?:ed|es|ing)(?: up| on)?|a grass|kidnap\w*|abduct\w*|
    snatch(?:ed|es|ing)?|
    (?:won't|wouldn't|not|didn't|refus\w+ to) (?:bring|give|send|hand) (?:him|her|them|the kids) back|
    (?:keep|keeps|kept|keeping) (?:him|her|them|the (?:kids|children|bairns|baby|boys|girls)) (?:from me|off me|past|
    longer)
    """,
}
# Near harm, and seldom harm itself: marked so that it is not dropped unseen, but nobody is asked to confirm it.
_NEAR = {
    "the home": r"""
    (?:electric|gas|power|lights|it|heating) went off|
    (?:put|putting|puts) (?:a |the |his |my )?(?:\w+ )?(?:tenner|fiver|quid|pound|money|credit) on (?:it|the)|
    rumours?|people (?:say|said|reckon)|homeless|hostel|(?:was|were|been|got) (?:removed|adopted)|food ?banks?|
    food (?:voucher|parcel)s?|mou?ldy?|damp|black (?:stuff|spots?) on|emergency credit|cut off|can't afford|
    couldn't afford|skint|behind (?:with|on) the|arrears|evict\w*|(?:stair|safety|baby) ?gates?|blind cords?|
    smell(?:s|ed|t)?|smoke alarm|nappy|nappies|no milk|sore (?:bum|bottom)
    """,
    "health": r"""
    fags?|ciggies?|rollies|roll-?ups|patches|lozenges|ambulance|casualty|a and e|a & e|walk-in|minor injuries|
    x-?rays?|emergency department|seizures?|blackouts?|tearful|in tears|dementia|
    learning (?:disability|difficult\w+)|mental health|adult social care|carer's assessment|young carer\w*|
    recovery (?:service|worker|team)|drug (?:worker|service|team)|
    (?:his|her|my|the|your|their) (?:\w+ )?(?:tablets|painkillers|meds|medication)|
    (?:tummy|belly|stomach) (?:hurts?|aches?|goes|feels)
    """,
    "house rules": r"""
    not allowed|go(?:es|ing|ne)? (?:mad|mental|ballistic|spare|nuts)|went (?:mad|mental|ballistic|spare|nuts)|
    loud voices?|moods|moody|supervis\w*|(?:told|tells|telling) (?:me|him|her|us|them) off|
    (?:won't|wouldn't|doesn't|didn't|never) let (?:me|her|him|us|them)
    """,
}
# A child who sees to others, or to the grown-ups, in whatever tense.
_CARES = r"""
    I (?:\w+ )?(?:did|do|made|make|got|get|changed?|fed|feed|gave|give|held|hold|lift|lifted|wash|washed|help|helped|
    tidied|tidy|woke|wake|minded|mind|watched|watch|looked after|look after|put|dress|dressed|carry|carried|pick|
    picked|collect|collected|bath|bathed|settle|settled|rock|rocked|take|took|cook|cooked|sang|sing|read|sort|sorted|
    clean|cleaned|iron|ironed|ring|rang|pay|paid|buy|bought|count|hide|hid|pour|poured) (?:\w+ ){0,6}(?:nappy|nappies|
    bottles?|blanket|hoist|syringes?|tablets|medicine|insulin|wheelchair|baby|brother|brothers|sister|sisters|
    cousins?|head|tea|teas|dinner|dinners|chips|pasta|toast|breakfast|breakfasts|lunch|packed lunch\w*|telly|bed|bath|
    little|mum|mam|mummy|dad|daddy|nan|nana|gran|grandad|letters|bills|doctor's?|meter|shopping|washing|cooking|
    uniform|ready for school|to (?:school|nursery)|from (?:school|nursery)|empties|bottles|cans)|
    I(?:'ve)? (?:\w+ )?(?:stay|stayed|stays|wait|waited|lie|lay|sit|sat|get|got|wake|woke) (?:\w+ )?(?:up|awake|
    in case|and listen|at (?:like |about )?(?:two|three|four|five))|
    I (?:\w+ )?(?:count|listen|check|listened|checked|counted)\b|
    I have to (?:be|do|make|get|look|help|watch|keep|stay|tell|lie)|I know how(?: to)?|
    I (?:can |could )?(?:hear|heard) (?:them|him|her|mum|mam|dad|it all|shouting|banging|everything)|
    I keep (?:watch|my clothes|my shoes|a)|(?:not|can't|couldn't|don't|never|hardly) (?:really |properly )?sleep|
    don't sleep|
    (?:don't|didn't|doesn't) (?:really )?(?:like|want) (?:being|going|to go|him|her|them|when|it (?:when|here|there|
    in|at))|hate (?:it|him|her|going|when|that)|
    (?:mum|mam|dad|daddy|mummy|nana?|he|she|they) (?:\w+ )?(?:cries|cried|was crying|shouts?|falls? over|fell over|
    sleeps?|slept|goes out|went out|drinks?|smokes?|forgot)|
    (?:nobody|no one) (?:\w+ )?(?:came|comes|listens?|listened|believes?|believed|asked|asks|picked|picks)
    """
_LINE_ENDS, _SPACES = re.compile(r"\|\s*\n\s*"), re.compile(r"\s*\n\s*")


def _pattern(*kinds: str) -> re.Pattern[str]:
    one = "|".join(_SPACES.sub(" ", _LINE_ENDS.sub("|", text.strip())) for text in kinds)
    return re.compile(rf"\b(?:{one})\b", re.IGNORECASE)


_BY_KIND = {kind: _pattern(text) for kind, text in _SIGNS.items()}
_ANY = _pattern(*_SIGNS.values())
_ANY_NEAR = _pattern(*_NEAR.values())
_BY_CHILD = _pattern(_CARES)


def is_sign(text: str, *, by_child: bool = False) -> bool:
    """Whether the words hold a sign of harm, or a child tells of seeing to others."""
    plain = text.replace("’", "'")
    return bool(_ANY.search(plain)) or (by_child and bool(_BY_CHILD.search(plain)))


def is_near(text: str) -> bool:
    """Whether the words are only near harm: a home without means, a hospital, a house rule."""
    return bool(_ANY_NEAR.search(text.replace("’", "'")))
