"""Pairs of speech and reported sentence to train a writer's adapter on: our own, made up here, and open clinical ones.

Our own are put together from clauses of everyday family life with hesitations, small talk and a taken-back day, so that a
model learns to name the speaker, keep every figure, "not" and "might", and leave the rest. None is taken from a sample
visit. The clinical ones are those of MTS-Dialog and ACI-Bench (both CC BY 4.0) whose note says nothing that the dialogue
does not; most say more, and teaching a model to add is the last thing wanted.
"""

from __future__ import annotations

import csv
import random
import re
from dataclasses import dataclass
from pathlib import Path

from models.evidence.grounding import stem
from models.talk.speech import content, tokens


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing to learn."""

    evidence: str  # turns, one a line, "Worker A: …"
    sentence: str  # what a note should say of them


# Spoken, then reported; {me} is the speaker. A word in braces is drawn from `_SLOTS` and is the same on both sides.
_CLAUSES = [
    ("I start at {time}", "{me} starts at {time}"),
    ("I can't get him up before {time}", "{me} cannot get him up before {time}"),
    ("I've not slept since {day}", "{me} has not slept since {day}"),
    ("I don't let them out after {time}", "{me} does not let them out after {time}"),
    ("I took her to the {clinic} on {day}", "{me} took her to the {clinic} on {day}"),
    ("I might ask {kin} to have them", "{me} might ask {kin} to have them"),
    ("I used to drink, not any more", "{me} used to drink but not any more"),
    ("I'm on {n} hours a week", "{me} is on {n} hours a week"),
    ("I was {n} when I left", "{me} was {n} when {me} left"),
    ("I owe {n} pounds on the {bill}", "{me} owes {n} pounds on the {bill}"),
    ("I've got nobody round here but {kin}", "{me} has nobody round there but {kin}"),
    ("I never told {kin}", "{me} never told {kin}"),
    ("I had a letter from the {clinic}", "{me} had a letter from the {clinic}"),
    ("my {kind} rings every {day}", "{me}'s {kind} rings every {day}"),
    ("my {kind} won't have him in the house", "{me}'s {kind} won't have him in the house"),
    ("me {kind} has them {n} nights", "{me}'s {kind} has them {n} nights"),
    ("we've been on the list {n} months", "they have been on the list {n} months"),
    ("he goes to {club} on a {day}", "he goes to {club} on a {day}"),
    ("he's not been in school since {day}", "he has not been in school since {day}"),
    ("he was late {n} times", "he was late {n} times"),
    ("he won't eat anything but {food}", "he won't eat anything but {food}"),
    ("he said he didn't do it", "he said he did not do it"),
    ("he shouts, but he's never hit anybody", "he shouts but has never hit anybody"),
    ("she's in the top set for {subject}", "she is in the top set for {subject}"),
    ("she sleeps through now", "she sleeps through now"),
    ("she isn't on any medicine", "she is not on any medicine"),
    ("she has the {medicine} {n} times a day", "she has the {medicine} {n} times a day"),
    ("she might be moving to {kin}'s", "she might be moving to {kin}'s"),
    ("she only goes if {kin} takes her", "she only goes if {kin} takes her"),
    ("they share the {room}", "they share the {room}"),
    ("they don't see their dad", "they do not see their dad"),
    ("the {thing} broke in {month}", "the {thing} broke in {month}"),
    ("the {thing} still isn't fixed", "the {thing} still is not fixed"),
    ("the {bill} is {n} pounds a month", "the {bill} is {n} pounds a month"),
    ("the landlord's coming on {day}", "the landlord is coming on {day}"),
    ("there's mould in the {room}", "there is mould in the {room}"),
    ("there's no {thing}", "there is no {thing}"),
    ("nobody's been round since {month}", "nobody has been round since {month}"),
    ("{kin} picks them up at {time}", "{kin} picks them up at {time}"),
    ("{kin} smokes in the {room}", "{kin} smokes in the {room}"),
    ("if it happens again {kin} will ring you", "if it happens again {kin} will ring"),
]
_SLOTS = {
    "time": ["six", "half seven", "eight", "nine o'clock", "quarter past three", "four", "ten at night", "midday"],
    "day": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "month": ["January", "March", "April", "June", "July", "September", "November"],
    "n": ["two", "three", "four", "five", "six", "eight", "twelve", "fifteen", "nineteen", "thirty", "forty-two", "ninety"],
    "clinic": ["dentist", "hospital", "eye clinic", "health visitor", "asthma nurse", "housing office", "walk-in"],
    "kin": ["Relative A", "Relative B", "Person C", "Person D", "Partner A", "Professional B"],
    "kind": ["mother", "sister", "brother", "nan", "cousin", "ex"],
    "bill": ["gas", "rent", "electric", "council tax", "phone"],
    "club": ["football", "cadets", "swimming", "after-school club", "drama", "boxing"],
    "food": ["toast", "pasta", "crisps", "chicken", "cereal"],
    "subject": ["maths", "English", "science", "art"],
    "medicine": ["inhaler", "cream", "drops", "antibiotics"],
    "room": ["back room", "kitchen", "small bedroom", "lounge", "bathroom"],
    "thing": ["cooker", "washing machine", "fridge", "window", "shower", "carpet", "smoke alarm"],
}
_OPENERS = ["", "", "", "Er, ", "Well, ", "Um, ", "Yeah, ", "So, like, ", "I mean, ", "To be honest, ", "You know, "]
_EMPTY = ["Anyway.", "You know what I mean.", "D'you want a tea?", "That's just how it is.", "I'm not being funny.", "Sorry."]
_ASKED = [
    "How are things?",
    "And how's that going?",
    "Okay. Tell me a bit more.",
    "Right. What's been happening?",
    "Thanks. And?",
]
_SEXES = {"he", "she", "his", "her", "him"}
_WHO = ["Parent A", "Parent B", "Parent A-2", "Carer A", "Partner A", "Relative A", "Professional A", "Parent A-4", "Carer B"]


def own_pairs(count: int, *, seed: int = 8) -> list[Pair]:
    """`count` pairs of ours; the same seed gives the same pairs."""
    draw = random.Random(seed)  # noqa: S311 - made-up sentences, not keys
    return [_own(draw) for _ in range(count)]


def clinical_pairs(files: list[Path], *, most_words: int = 90) -> list[Pair]:
    """The pairs of MTS-Dialog or ACI-Bench files whose short note adds no word of meaning and no figure."""
    pairs = []
    for file in files:
        with file.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                note = " ".join((row.get("section_text") or row.get("note") or "").split())
                said = re.sub(r"\s*\n\s*", "\n", row["dialogue"].strip())
                if len(said.split()) <= most_words and 5 <= len(note.split()) <= 45 and _adds_nothing(note, said):
                    pairs.append(Pair(said, note))
    return pairs


def _own(draw: random.Random) -> Pair:
    me = draw.choice(_WHO)
    spoken, reported = [], []
    for said, told in draw.sample(_CLAUSES, draw.choice([1, 2, 2, 3])):
        values = {name: draw.choice([c for c in choices if c != me]) for name, choices in _SLOTS.items()}
        out = said.format(me=me, **values)
        reported.append(told.format(me=me, **values))
        if "{day}" in said and draw.random() < 0.2:  # the day taken back stays out of the note
            wrong = draw.choice([d for d in _SLOTS["day"] if d != values["day"]])
            out = out.replace(values["day"], f"{wrong}, no, {values['day']}")
        words = out.split()
        if draw.random() < 0.3:
            words.insert(0, draw.choice(["er,", "um,", f"{words[0]},", "like,"]))
        spoken.append(draw.choice(_OPENERS) + " ".join(words))
    text = ". ".join(s[:1].upper() + s[1:] for s in spoken) + "."
    if draw.random() < 0.3:
        text += " " + draw.choice(_EMPTY)
    asked = f"Worker A: {draw.choice(_ASKED)}\n" if draw.random() < 0.6 else ""
    joined = reported[0] if len(reported) == 1 else ", ".join(reported[:-1]) + " and that " + reported[-1]
    return Pair(f"{asked}{me}: {text}", f"{me} said that {joined}.")


def _adds_nothing(note: str, said: str) -> bool:
    held = {stem(w) for w in content(said)}
    guessed = _SEXES & set(tokens(note)) - set(tokens(said))
    return not guessed and all(stem(w) in held for w in content(note) if w != "patient")
