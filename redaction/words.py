"""Words that begin with a capital and name nobody, and names that are also words.

The lists are our own and short: they hold function words, the calendar, languages, family words and things every
household says. They are read by the recognisers that go by capitals; a word missing here costs a mask too many, never
a leak.
"""

from __future__ import annotations

import unicodedata

_NOT_NAMES = """
uh uhh uhm umm erm ohh ooh ooo aah ahh aww hmm hmmm mmm mhm huh eh ugh phew wow oops hiya ta goodbye goodnight
a about after again ah all also always am an and any anyway apart are as at aye because been before being both but by bye
can cheers cool could course did do does don't done down each either else er erm even every everybody everyone everything
except fair far few fine first for from get give go god goes going good great guess ha half hang has have he he'd he'll he's
hello her here hers hey hi his hiya hmm honest honestly how however i i'd i'll i'm i've if in is isn't it it'd it'll it's
its just last leave let let's like long lord lots lovely many maybe me mine mind mm more morning most much my myself nah
never next nice no nobody nope normally not nothing now of off oh okay ok on once one only or other our out over perfect
perhaps please plus probably quite really right same see she she'd she'll she's should since so some somebody someone
sometimes somewhere sorry still such sure ta take tell than thank thanks that that's the their theirs them then there
there's these they they'd they'll they're they've thing things this those though through till to today tomorrow tonight too
true two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty um under until up us usually very
wait was wasn't we we'd we'll we're we've well were what what's when where where's which while who who's whose why with
without won't would yeah yep yes yesterday yet you you'd you'll you're you've your yours welcome brilliant email ring call
text phone alright anything january february march april may june july august september october november december monday
tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays christmas
boxing easter eid ramadan diwali hanukkah vaisakhi halloween bonfire valentine's valentines new year day eve night english
british scottish welsh irish polish french german spanish italian romanian portuguese russian ukrainian chinese cantonese
mandarin arabic urdu punjabi hindi bengali gujarati tamil somali turkish kurdish farsi persian dari pashto yoruba igbo
tigrinya amharic swahili african caribbean asian european american jamaican pakistani indian bangladeshi nigerian muslim
islam islamic christian catholic hindu sikh jewish church bible quran koran allah jesus halal mum mum's mums mum'll mummy
mam mama mamma mom dad dad's dads daddy papa baba nan nan's nana nanny nanna gran granny grandma grandad grandpa grandmother
grandfather auntie aunty aunt uncle bro sis mate love babe darling sweetheart sir miss mr mrs ms dr doctor mister nhs gp cin
cp lac iro cafcass camhs dwp pip esa uc gcse gcses sats pe it tv dvd pc id pin sim ok pa hr dna cctv bbc ps xbox playstation
nintendo minecraft fortnite roblox lego facebook messenger instagram snapchat snap tiktok whatsapp youtube netflix google
amazon uber apple iphone ipad samsung zoom teams internet wifi wi-fi bluetooth tesco asda aldi lidl sainsbury's morrisons
iceland co-op boots greggs mcdonald's mcdonalds kfc nando's primark argos ikea calpol ibuprofen paracetamol nurofen ventolin
ritalin weetabix nutella pepsi coke marmite ribena olympics world war premier league army navy brexit covid year key stage
reception section child children social worker workers children's services early help universal credit benefit council astra
fiesta focus golf polo clio micra yaris mini ford vauxhall renault peugeot nissan toyota honda audi bmw mercedes volkswagen
skoda kia corsa zafira insignia mokka qashqai juke picanto sportage tucson duster fabia octavia passat tiguan ibiza berlingo
kangoo vivaro mondeo kuga megane scenic prius civic motability range rover transit police officer judge court family group
conference plan national insurance blue badge red book housing jobcentre
"""
NOT_NAMES = frozenset(_NOT_NAMES.split())
"""Lower-case words that stand with a capital without naming anybody."""

_WORD_NAMES = """
ace amber angel april aria art august autumn bay bea bear bell bill blessing blue bob bonny brandy brook bryony buck bud
buddy buster candy carol cash chance chase cherry chip christian clay clementine cliff clover coral crystal daisy dale dan
dawn dean destiny dolly dot dove drew duke earl eden eve faith favour fern finn flora forest frank gene gift ginger glen
glory goodness grace grant guy happiness harmony harry haven hazel heath heather holly honey honour hope hunter hyacinth
iris ivy jack jade jasmine jay jet jewel jo joy june junior justice king kit kitty lance lane lavender lee lily lou major
mark martin mary mason matt may melody mercy mike miles miracle molly nick noble norm ocean olive paddy pansy pat patience
peace pearl peg penny pierce pip poet pop poppy precious primrose prince princess progress promise prosper queen rain raven
ray red reed reign rich river rob robin rock rod roman rose rosemary rowan ruby rue rusty saffron sage sailor sally sandy
scarlet scout serenity sherry skip sky sonny star sterling stone storm sue sultan summer sunny tad tan tansy tara terry
tiger tom trinity truth unity van victor victory violet wade ward warren will willow winter wisdom wolf woody wren young
"""
WORD_NAMES = frozenset(_WORD_NAMES.split())
"""Lower-case names that are ordinary words too: they count as names only when they begin with a capital."""

_MOSTLY_NAMES = """
amber bryony carol cherry coral crystal daisy dale dan dean dolly drew earl eve faith finn flora frank gene glen grace harry
hazel heather holly hunter iris ivy jack jade jasmine kitty lance lee lily lou martin mary mason matt mike molly nick olive
paddy pearl poppy ray robin rowan ruby sally scarlet sonny tansy tara terry tom trinity victor violet warren willow
"""
MOSTLY_NAMES = frozenset(_MOSTLY_NAMES.split())
"""Of the names that are words too those that a household says as names far oftener."""

_WORD_FOLLOWS = {
    "will": "you he she it they we i that the there this these those your his her my our someone anyone not do be",
    "mark": "my the it that this your his her them down these those",
    "hope": "so not that you he she it they we i the this your everything to for",
    "may": "i you we he she they it be as the not have",
    "pat": "him her it them on the",
    "grant": "him her it them the us",
    "chase": "him her it them up the that",
    "rob": "him her them the a",
    "rose": "up to from",
    "skip": "it that the this",
    "bill": "for is was from",
    "dawn": "on",
    "summer": "holiday holidays term school time camp",
    "winter": "coat fuel holiday term",
    "joy": "of",
    "faith": "in",
}

_STEMS = """
cillin mycin cycline oxacin conazole nidazole prazole oprim furantoin oxetine traline talopram triptyline zapine tiapine
peridone piprazole azepam azolam zepam gabalin phenidate fetamine moxetine methasone nisolone terol dipine sartan vastatin
olol formin profen fenac cetamol codamol tadine fenadine tirizine lorphen lactone semide coxib triptan setron xaban parin
nopril mipril dipril thyroxine
"""
_BRANDS = """
aspirin codeine morphine naproxen piriton dioralyte gaviscon implanon nexplanon microgynon mirena prozac strattera concerta
equasym elvanse medikinet melatonin sudocrem bonjela savlon strepsils lemsip benadryl cetirizine clenil symbicort salbutamol
lucozade complan infacol colief piriteze zapain tramadol oramorph valium xanax subutex naloxone antabuse champix nicorette
"""
_MEDICINE_BRANDS = frozenset(_BRANDS.split())
_MEDICINE_STEMS = tuple(_STEMS.split())
_SHORTEST_MEDICINE = 8  # letters; shorter words with such endings may be names


_LETTERS_WITHOUT_MARKS = str.maketrans("łŁøØđĐħĦıßæÆœŒþÞðÐ", "lLoOdDhHisaAoOtTdD")


def fold(text: str) -> str:
    """The text without accents, character for character, so that offsets stay."""
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFD", c)[0] for c in text).translate(_LETTERS_WITHOUT_MARKS)


def is_medicine(word: str) -> bool:
    """Whether a word ends as names of medicines do (WHO, "The use of stems in the selection of INN", 2018)."""
    low = word.lower()
    return low in _MEDICINE_BRANDS or (len(word) >= _SHORTEST_MEDICINE and low.endswith(_MEDICINE_STEMS))


def used_as_word(text: str, start: int, end: int) -> bool:
    """Whether a name that is also a word stands in `text[start:end]` as the word.

    Small letters, or the first place of a sentence and followed as the word would be ("Will you …"). When in doubt it
    is a name, since a mask too many harms less than a child's name.
    """
    said = text[start:end]
    if said.lower() not in WORD_NAMES:
        return False
    if said.islower():
        return True
    before = text[max(0, start - 24) : start].rstrip(" \"'“‘(")
    following = text[end:].split(maxsplit=1)
    if said.lower() in {"summer", "winter", "may", "bill"} or not before or before[-1] in ".?!…—–:,":
        follows = _WORD_FOLLOWS.get(said.lower(), "").split()
        return bool(following) and text[end : end + 1].isspace() and following[0].strip(".,?!…").lower() in follows
    return False
