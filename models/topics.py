"""What each heading of a note is about, as plain sentences to compare speech with.

Written from the headings of the field, not from any visit. A council's own section, whose key is not here, is known by its
heading and its guidance alone.
"""

from __future__ import annotations

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
        "College and work in the future.",
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

SETTING_UP: tuple[str, ...] = (
    "The recorder types up what we say and you can ask me to stop.",
    "Are you still at the same address and telephone number?",
    "What is your e-mail address and date of birth?",
    "Let me find the right button on the tablet.",
)


def topics_of(section: Section) -> tuple[str, ...]:
    """Sentences that stand for the section; its own heading and guidance where the key is not known."""
    return SECTION_TOPICS.get(section.key, (section.heading, section.guidance))
