"""What each heading of a note is about, as plain sentences to compare speech with.

Written from the headings of the field, not from any visit. A council's own section, whose key is not here, is known by its
heading and its guidance alone.
"""

from __future__ import annotations

import re

from recorder.domain import Section

SECTION_TOPICS: dict[str, tuple[str, ...]] = {
    "seen": (
        "Can I see the child on their own?",
        "Everyone who lives here was at home for the visit.",
    ),
    "home": (
        "The bedroom is damp and there is mould on the wall.",
        "The heating and the boiler are working.",
        "Where does everybody sleep?",
        "The rent, the landlord and the housing office.",
        "There is enough food and money for the meter and the bills.",
        "The children share a room and need their own beds.",
        "The baby's cot, mattress and clothes are ready.",
    ),
    "health": (
        "An appointment with the doctor, the nurse or the hospital.",
        "Taking tablets or medicine every day.",
        "Waking in the night and not sleeping.",
        "Feeling low, tearful, tired or anxious.",
        "The dentist, the optician, asthma, an allergy.",
        "The health visitor, a developmental check, speech and hearing.",
        "Eating well, weight and growth.",
        "Wetting the bed.",
    ),
    "pregnancy": (
        "How many weeks pregnant, when the baby is due.",
        "Appointments with the midwife, scans and blood tests.",
        "Smoking, vaping and alcohol in pregnancy.",
        "Taking iron tablets; feeling tired, low or happy.",
    ),
    "education": (
        "Attendance at school has gone up.",
        "Late for school in the mornings.",
        "The teacher is pleased with reading and maths.",
        "A fight, a detention or a suspension at school.",
        "A place at nursery or breakfast club.",
        "What to do after school: college.",
    ),
    "family": (
        "Seeing dad at the weekend; contact with parents.",
        "Family time at the contact centre with mother.",
        "Grandmother, aunt, brother and sister help out.",
        "The relationship between the parents.",
        "A relative has not been in touch since last year.",
        "Friends and people who matter.",
    ),
    "history": (
        "When I was a child I was in care.",
        "My own parents hit me.",
        "I got into trouble when I was younger.",
    ),
    "referral": (
        "The school asked us to come because they are worried.",
        "What is your understanding of what happened?",
        "A report was made about an injury to the child.",
    ),
    "plan": (
        "The plan says that he does not stay overnight.",
        "The course starts next month, every week.",
        "Since the conference; the core group meeting.",
    ),
    "since_last": (
        "I visited the family last week and saw the children.",
        "The school told me that attendance has dropped.",
        "The assessment was finished and sent.",
    ),
    "wellbeing": (
        "I have too many cases and I am working late.",
        "I have leave booked and training next month.",
        "That visit upset me and I have been losing sleep.",
    ),
    "arrival": ("They arrived on time and hugged.", "Mother was late because of the bus."),
    "play": ("They played a game together on the floor.", "He fed the baby and changed a nappy.", "She read a story."),
    "ending": ("Time to say goodbye until next week.", "The child cried when it was time to go."),
    "parent_views": (
        "Things are better than they were.",
        "I am finding it hard to manage on my own.",
        "I want this to work for my children.",
        "What support would help?",
        "My job, my shifts and my hours.",
        "Money, benefits and payments that came late.",
    ),
    "worries": (
        "He was shouting and punched the door.",
        "She was frightened of him.",
        "Drinking alcohol or using drugs.",
        "The police were called.",
        "Thoughts of hurting yourself or not wanting to live.",
        "Somebody threatened the family.",
        "A child was left alone at home at night.",
        "He hurt my arm and left a mark.",
    ),
    "strengths": (
        "I feel safe here.",
        "She looks after them well and keeps every appointment.",
        "A neighbour helps and brings the children home.",
        "He has stopped smoking and passed his test.",
        "Proud of learning to swim and of doing well.",
    ),
    "child_voice": (
        "I wish things at home were different.",
        "I feel scared when they shout.",
        "I don't like it when she cries.",
        "I want to see my mum.",
        "I can talk to my teacher when I am worried.",
        "I want my own room.",
        "He said something to me that I didn't like.",
        "They told me to keep it a secret.",
        "I am worried about what will happen to us.",
        "I look after my brother and sister when she can't.",
    ),
    "next_steps": (
        "I will ring the doctor tomorrow.",
        "I will speak to my manager this week and let you know by Friday.",
        "Could you hand in the form this week?",
        "The next visit is on Tuesday at four o'clock.",
        "The meeting is on Thursday the tenth at the office.",
        "I will send the referral.",
    ),
}


def _words(text: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(text.split())})\b", re.IGNORECASE)


# Plain words of the field that name a heading on their own; sexed words as `neutral.without_sex` leaves them ("sibling").
_SECTION_WORDS_TEXT = {
    "home": r"""
    bedrooms? damp mou?ld boiler heating radiators? landlord rent housing tenancy flat bunk(?:bed)?s? mattress cot meter bills
    electric(?:ity)? food[-\s]bank settee sofa kitchen garden stairgate repairs? eviction evicted sleeps
    """,
    "health": r"""
    dentists? dental fillings? teeth tooth opticians? glasses eczema asthma inhalers? allerg\w+ penicillin tablets? medicines?
    medication doctors? gp surgery hospital nurse midwife clinic jabs? immunis\w+ vaccin\w+ appetite weight tired sleeping
    nightmares? wet(?:s|ting)? tearful depress\w+ anxi\w+ speech health counsell\w+ therap\w+ camhs injections? ward scan ill
    poorly eats eating cough\w* steam puffs? cream diabetes epilep\w+ a&e
    """,
    "pregnancy": r"midwife scans? pregnan\w+ weeks due bump iron kicks antenatal bloods? glucose trimester birth baby['’]?s",
    "education": r"""
    schools? teachers? attendance lessons? class(?:es|room)? nursery reading maths homework detentions? suspen\w+ exclu\w+
    college sats gcses? tutor breakfast[-\s]club exams? senco tuition uniform playgroup residential
    """,
    "family": r"""
    contact
    (?:my|me|their|your)[-\s]parents? grandparents? relatives? cousins? siblings? neighbours? friends?
    family[-\s]time partners? wedding
    """,
    "history": r"in[-\s]care grew[-\s]up growing[-\s]up my[-\s]own[-\s]parents? foster(?:ed)?",
    "plan": r"plan conference core[-\s]group order review safety[-\s]plan agreement programme",
    "parent_views": r"shifts? wages? money benefits job work(?:s|ing)? rota overtime managing coping",
    "arrival": r"arriv\w+ early late bus[-\s]stop on[-\s]time hugg?\w*",
    "play": r"play(?:s|ed|ing)? games? book story stories fed feeds? bottle nappy paint\w* draw\w* jigsaw lego park",
    "ending": r"goodbye tidy[-\s]up cried wav(?:e|ed|ing) time[-\s]to[-\s]go",
    "strengths": r"""
    proud pleased praised safe[-\s]here better brilliant improve\w* passed badge stopped helps? helping supportive happy enjoys?
    well[-\s]done never[-\s]misses works[-\s]hard
    """,
}
SECTION_WORDS: dict[str, re.Pattern[str]] = {key: _words(text) for key, text in _SECTION_WORDS_TEXT.items()}

SMALL_TALK: tuple[str, ...] = (
    "Come in, come in. Would you like a cup of tea?",
    "Milk, no sugar, thanks.",
    "It is cold and raining outside today.",
    "Sorry I'm late, there was traffic.",
    "Mind the dog, he only wants a biscuit.",
    "Do you want to hear a joke?",
    "Look at my toy!",
    "Turn the television down, please.",
    "Hang on, that's the door. That's my phone.",
    "Dinner is burning on the stove.",
    "Thanks for the tea. Bye, see you soon.",
    "That smells lovely, what are you cooking?",
    "I like your drawing of an animal.",
    "Put your shoes on, get off the sofa.",
    "Ha ha, that's funny.",
)


def topics_of(section: Section) -> tuple[str, ...]:
    """Sentences that stand for the section; its own heading and guidance where the key is not known."""
    return SECTION_TOPICS.get(section.key, (section.heading, section.guidance))
