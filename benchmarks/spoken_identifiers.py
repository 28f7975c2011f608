"""Makes conversations in which somebody says an identifier, with the marks of what must be hidden.

Numbers carry valid check digits; they are said in the ways people say them, with hesitations, corrections on the way and
turns that break in the middle. Nothing is taken from a visit: every value is drawn at random with the seed given, and
domains, telephone numbers and the like are from the ranges kept for fiction where there is one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

Turns = list[tuple[str, list[tuple[int, int]]]]  # each turn's text with the offsets of what must be hidden

_DIGITS = ["oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINAL_WORDS = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth
seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth
twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first
"""
_ORDINALS = _ORDINAL_WORDS.split()
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_BREAKS = ("Yeah.", "Mm-hm.", "Go on.", "Okay.", "Right.", "Yep, got that.", "")
_HESITATIONS = (", er,", " um,", "...", ", erm,", ",")
_CORRECTIONS = (", no, sorry,", ", no, hang on,", ", sorry,", ", no wait,", ", I mean,", ", er, no,", ", no, I tell a lie,")
_LETTERS_OF_POSTCODES = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True, slots=True)
class Said:
    """One conversation with an identifier in it."""

    kind: str
    turns: Turns


def number(n: int) -> str:
    """1 to 99 in words."""
    if n < 10:
        return _DIGITS[n] if n else "zero"
    if n < 20:
        return _TEENS[n - 10]
    return _TENS[n // 10] + (f"-{_DIGITS[n % 10]}" if n % 10 else "")


def say_digits(digits: str, rng: random.Random) -> list[str]:
    """Digits in groups of two to four, each group a chunk of words: "double-oh", "nine hundred", "forty-two"."""
    zero, chunks, at = rng.choice(("oh", "zero", "nought")), [], 0
    while at < len(digits):
        group = digits[at : at + rng.choice((2, 3, 3, 4))]
        at += len(group)
        words, k = [], 0
        while k < len(group):
            pair = group[k : k + 2]
            if len(group) == 3 and k == 0 and group[1:] == "00" and group[0] != "0" and rng.random() < 0.5:
                words, k = [f"{_DIGITS[int(group[0])]} hundred"], 3
            elif len(pair) == 2 and pair[0] == pair[1] and rng.random() < 0.5:
                words.append(rng.choice(("double ", "double-")) + (zero if pair[0] == "0" else _DIGITS[int(pair[0])]))
                k += 2
            elif len(group) == 2 and pair[0] != "0" and rng.random() < 0.25:
                words.append(number(int(pair)))
                k += 2
            else:
                words.append(zero if group[k] == "0" else _DIGITS[int(group[k])])
                k += 1
        chunks.append(" ".join(words))
    return chunks


def _converse(rng: random.Random, question: str, lead: str, chunks: list[str], *, correct: bool = True) -> Turns:
    """A question and an answer in chunks, with hesitations, at most one correction and at most one break between turns."""
    slip = rng.randrange(len(chunks)) if correct and len(chunks) > 1 and rng.random() < 0.3 else -1
    broken = rng.randrange(1, len(chunks)) if len(chunks) > 1 and rng.random() < 0.3 else -1
    pieces: list[str] = []
    turns: list[str] = [question] if question else []
    for k, chunk in enumerate(chunks):
        if k == broken and k != slip:
            turns.append(lead + "".join(pieces).rstrip(", ") + rng.choice((".", ",", "...", "")))
            if pause := rng.choice(_BREAKS):
                turns.append(pause)
            lead, pieces = "", []
        elif pieces:
            pieces.append(rng.choice(_HESITATIONS) + " " if rng.random() < 0.35 else rng.choice((", ", " ")))
        if k == slip:
            wrong = _wrong(chunk, rng)
            pieces.append(f"⟦{wrong}⟧{rng.choice(_CORRECTIONS)} ")
        pieces.append(f"⟦{chunk}⟧")
    turns.append(lead + "".join(pieces) + rng.choice((".", ", yeah.", ". Okay?", ", I think.")))
    return [_marked(t[:1].upper() + t[1:] if not t.startswith("⟦") else t) for t in turns]


def _wrong(chunk: str, rng: random.Random) -> str:
    """The chunk with its last number or letter another one."""
    words = chunk.split(" ")
    if words[-1] in _DIGITS[1:]:
        words[-1] = rng.choice([d for d in _DIGITS[1:] if d != words[-1]])
    elif len(words[-1]) == 1:
        words[-1] = rng.choice("BDFGHJKLMNPR")
    return " ".join(words)


def _marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    spans, plain = [], ""
    for part in re.split(r"(⟦[^⟧]*⟧)", text):
        if part.startswith("⟦"):
            spans.append((len(plain), len(plain) + len(part) - 2))
            plain += part[1:-1]
        else:
            plain += part
    return plain, spans


def nhs_number(rng: random.Random) -> str:
    """Ten digits with a valid modulus-11 check digit."""
    while True:
        nine = [rng.randrange(10) for _ in range(9)]
        check = (11 - sum(d * w for d, w in zip(nine, range(10, 1, -1), strict=True)) % 11) % 11
        if check < 10:
            return "".join(map(str, [*nine, check]))


def phone(rng: random.Random) -> Turns:
    digits = (
        "07700900" + f"{rng.randrange(1000):03d}"
        if rng.random() < 0.6
        else rng.choice(("0161496", "0113496", "0207946")) + f"0{rng.randrange(1000):03d}"
    )
    if rng.random() < 0.4:
        digits = f"07{rng.randrange(10**9):09d}"
    question = rng.choice(("What's the best number for you?", "Have you got a number for her?", "", "And your phone number?"))
    return _converse(
        rng, question, rng.choice(("It's ", "Yeah, it's ", "My number's ", "Ring me on ", "Um, ")), say_digits(digits, rng)
    )


def postcode(rng: random.Random) -> Turns:
    area = rng.choice(("B", "M", "L", "S", "LS", "BD", "SW", "NE", "CF", "BS", "NG", "E", "SE", "WV", "DN", "PL"))
    district, sector = rng.randrange(1, 30), rng.randrange(1, 10)
    unit = rng.choice(_LETTERS_OF_POSTCODES) + rng.choice(_LETTERS_OF_POSTCODES)
    said_area = area if rng.random() < 0.5 else " ".join(area)
    said_unit = (
        f"double {unit[0]}" if unit[0] == unit[1] else rng.choice((unit, f"{unit[0]} {unit[1]}", f"{unit[0]}, {unit[1]}"))
    )
    chunks = [f"{said_area} {number(district)}", f"{number(sector)} {said_unit}"]
    question = rng.choice(
        ("What's the postcode?", "And the postcode there?", "Is that the right postcode?", "Where's that to?")
    )
    return _converse(rng, question, rng.choice(("It's ", "Er, ", "Yeah, ")), chunks)


def nhs(rng: random.Random) -> Turns:
    lead = rng.choice(("It's ", "NHS number's ", "The NHS number is ", "On the red book it says "))
    return _converse(
        rng, rng.choice(("Have you got his NHS number?", "What's her NHS number?")), lead, say_digits(nhs_number(rng), rng)
    )


def ni(rng: random.Random) -> Turns:
    prefix = rng.choice(("AB", "JR", "PX", "SL", "WE", "HJ", "CE"))
    digits, last = f"{rng.randrange(1, 10**6):06d}", rng.choice("ABCD")
    chunks = [
        rng.choice((f"{prefix[0]} {prefix[1]}", prefix)),
        *(" ".join(_DIGITS[int(d)] for d in digits[k : k + 2]) for k in (0, 2, 4)),
        last,
    ]
    return _converse(rng, "What's your National Insurance number?", rng.choice(("It's ", "Um, ", "Right, ")), chunks)


def email(rng: random.Random) -> Turns:
    first, last = rng.choice(_NICKS), rng.choice(_SURNAMES)
    local = rng.choice(
        (
            f"{first} dot {last}",
            f"{first[0]} dot {last}",
            f"{first}{last} {number(rng.randrange(1, 99))}",
            f"{first} underscore {last}",
            f"{first} dot {last} {number(rng.randrange(10, 99))}",
        )
    )
    domain = rng.choice(
        ("example dot com", "example dot org", "example dot co dot uk", "gmail dot com", "hotmail dot co dot uk")
    )
    chunks = [local, f"at {domain}"]
    return _converse(
        rng,
        rng.choice(("What's your email?", "Can I email you?", "")),
        rng.choice(("It's ", "Yeah, ", "My email's ")),
        chunks,
        correct=False,
    )


def date_of_birth(rng: random.Random) -> Turns:
    day, month, year = rng.randrange(1, 29), rng.randrange(12), rng.randrange(1950, 2025)
    said_month = _MONTHS[month] if rng.random() < 0.7 else f"of the {_ORDINALS[month]}"
    joined = said_month if said_month.startswith("of") else f"of {said_month}"
    if year >= 2000:
        said_year = rng.choice(
            (
                f"two thousand and {number(year - 2000)}" if year > 2000 else "two thousand",
                f"twenty {number(year - 2000)}" if year >= 2010 else f"two thousand and {number(max(1, year - 2000))}",
            )
        )
    else:
        said_year = f"nineteen {number(year - 1900)}"
    chunks = [f"the {_ORDINALS[day - 1]} {joined}", said_year]
    chunks[0] = chunks[0].removeprefix("the ")
    question = rng.choice(("What's his date of birth?", "And when was she born?", "When's her birthday?", "Date of birth?"))
    return _converse(rng, question, rng.choice(("It's the ", "The ", "He was born on the ", "Um, the ")), chunks, correct=False)


def age(rng: random.Random) -> Turns:
    years = rng.randrange(2, 90)
    said = f"⟦{number(years)}⟧" if rng.random() < 0.8 else f"⟦{number(years - 1)}⟧, no, ⟦{number(years)}⟧"
    pattern = rng.choice(
        (
            "He's {} now.",
            "She's {}.",
            "I'm {}, I can do it myself.",
            "My nan's {} years old.",
            "My brother's {}.",
            "He turned {} last week.",
            "She was {} when it happened.",
            "How old is he?|{}.",
            "How old are you now?|Er, {}.",
        )
    )
    return [_marked(part) for part in pattern.format(said).split("|")]


def address(rng: random.Random) -> Turns:
    street = f"{rng.choice(_STREET_NAMES)} {rng.choice(_STREET_KINDS)}"
    house = number(rng.randrange(1, 99))
    place = rng.choice(
        (
            f"{house} {street}",
            f"flat {number(rng.randrange(1, 30))}, {house} {street}",
            f"{house}{rng.choice('abc')} {street}" if rng.random() < 0.2 else f"{house} {street}",
            f"number {house}, {street}",
        )
    )
    direction = rng.choice(
        (
            "the flats behind the Co-op",
            "the caravan site off the bypass",
            "the house next to the chip shop",
            "the flats above the bookies",
            "the block opposite the mosque",
        )
    )
    place = place if rng.random() < 0.85 else direction
    place = place.removeprefix("number ") if "number" in place else place
    lead = rng.choice(("We're at ", "It's ", "She lives at ", "They've moved to ", "I'm still at "))
    return [
        _marked(rng.choice(("Where are you living now?", "What's the address?"))),
        _marked(
            f"{lead}⟦{place.removeprefix('the ')}⟧.".replace("⟦", "the ⟦") if place.startswith("the ") else f"{lead}⟦{place}⟧."
        ),
    ]


def passport(rng: random.Random) -> Turns:
    digits = f"{rng.randrange(10**8, 10**9)}"
    return _converse(
        rng,
        "Have you got the passport there?",
        rng.choice(("The passport number's ", "Yeah, passport number is ")),
        say_digits(digits, rng),
    )


def driving_licence(rng: random.Random) -> Turns:
    letters = (rng.choice(_SURNAMES)[:5].upper() + "99999")[:5]
    month = rng.randrange(1, 13) + (50 if rng.random() < 0.5 else 0)
    middle = f"{rng.randrange(10)}{month:02d}{rng.randrange(1, 29):02d}{rng.randrange(10)}"
    whole = letters + middle + rng.choice("ABCDE") + rng.choice("JKLM9") + "9" + rng.choice("ABCD") + rng.choice("EFGH")
    said = " ".join("nine" if c == "9" else _DIGITS[int(c)] if c.isdigit() else c for c in whole)
    words = said.split()
    chunks = [" ".join(words[k : k + 4]) for k in range(0, 16, 4)] if rng.random() < 0.6 else [whole]
    return _converse(rng, "What does the driving licence say?", "It's ", chunks, correct=False)


def vehicle(rng: random.Random) -> Turns:
    letters = "".join(rng.choice("ABCDEFGHKLMNOPRSTUWXY") for _ in range(3))
    area = rng.choice("ABCDEFGHKLMNPRSVWY") + rng.choice("ABCDEFGHKLMNPRSTUVWXY")
    year = rng.choice([*range(10, 26), *range(51, 76)])
    chunks = [rng.choice((f"{area[0]} {area[1]}", area)), number(year), rng.choice((" ".join(letters), letters))]
    return _converse(rng, "Did you get the reg?", rng.choice(("Yeah, ", "It was ", "The reg was ")), chunks)


def bank(rng: random.Random) -> Turns:
    if rng.random() < 0.5:
        return _converse(
            rng, "", "The sort code's ", [" ".join(_DIGITS[rng.randrange(10)] for _ in range(2)) for _ in range(3)]
        )
    return _converse(
        rng,
        "What's the account number?",
        rng.choice(("Account number's ", "It's ")),
        say_digits(f"{rng.randrange(10**7, 10**8)}", rng),
    )


def case_number(rng: random.Random) -> Turns:
    digits = f"{rng.randrange(10**4, 10**6)}"
    letter = rng.choice(("", rng.choice("BCDFGH")))
    chunks = [*([letter] if letter else []), *say_digits(digits, rng)]
    return _converse(
        rng,
        rng.choice(("What's the case number?", "Have you got the reference?")),
        rng.choice(("The case number's ", "The reference is ", "Case reference, ")),
        chunks,
    )


def online_handle(rng: random.Random) -> Turns:
    word = rng.choice(("raven", "toxic", "sniper", "lil", "shadow", "queen", "panda", "drip"))
    said = rng.choice(
        (
            f"{word} underscore {number(rng.randrange(10, 99))}",
            f"{word} dot {rng.choice(_NICKS)} {number(rng.randrange(1, 20))}",
            f"{word} underscore {rng.choice(_NICKS)}",
            f"{word} {rng.choice(_NICKS)} {number(rng.randrange(10, 99))}",
        )
    )
    lead = rng.choice(("His Snapchat's ", "Her Insta is ", "My username's ", "His gamer tag is ", "On TikTok she's called "))
    return [_marked(f"{lead}⟦{said}⟧.")]


def spelt_name(rng: random.Random) -> Turns:
    name = rng.choice(
        ("Caoimhe", "Nguyen", "Wojciech", "Siobhan", "Okonkwo", "Szymanska", "Aoife", "Xiulan", "Tadhg", "Zygmunt")
    )
    letters = rng.choice((", ", " ", "-")).join(name.upper())
    return [_marked("How do you spell that?"), _marked(f"{rng.choice(('It is ', 'So, ', 'Er, '))}⟦{letters}⟧.")]


_STREET_NAMES = ("Ashdown", "Marlow", "Quarry", "Tollgate", "Bracken", "Hawthorn", "Vicarage", "Old Mill", "Heron")
_STREET_KINDS = ("Road", "Street", "Lane", "Close", "Avenue", "Terrace", "Drive", "Crescent", "Way", "Gardens")
_NICKS = ["dani", "kaz", "amir", "zosia", "tobi", "mo", "jas", "priya", "ola", "kofi", "rhys", "niamh", "eren", "leila"]
_SURNAMES = [
    "ashworth",
    "okafor",
    "kowalska",
    "hussain",
    "doyle",
    "begum",
    "mensah",
    "patel",
    "yilmaz",
    "farah",
    "popescu",
    "nguyen",
    "silva",
    "evans",
]

KINDS: dict[str, Callable[[random.Random], Turns]] = {
    "PHONE": phone, "POSTCODE": postcode, "NHS_NUMBER": nhs, "NI_NUMBER": ni, "EMAIL": email, "DATE_OF_BIRTH": date_of_birth,
    "AGE": age, "ADDRESS": address, "PASSPORT": passport, "DRIVING_LICENCE": driving_licence, "VEHICLE": vehicle,
    "BANK_DETAILS": bank, "CASE_NUMBER": case_number, "ONLINE_HANDLE": online_handle, "SPELT_NAME": spelt_name,
}  # fmt: skip


def spoken_identifiers(each: int, *, seed: int = 5) -> list[Said]:
    """`each` conversations of every kind."""
    rng = random.Random(seed)  # noqa: S311 - test data
    return [Said(kind, make(rng)) for kind, make in KINDS.items() for _ in range(each)]
