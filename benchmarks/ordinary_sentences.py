"""Makes sentences with numbers in which nothing is personal: money, clocks, doses, scores, school years."""

from __future__ import annotations

import random

from benchmarks.spoken_identifiers import number

_PLAIN = """
{} sugars, please.
It's half past {}.
He's in year {}.
See you at {} o'clock.
I've got {} left.
It was about {} pounds.
We need {} more chairs.
The bus is every {} minutes.
She's had {} biscuits already.
I'll be {} minutes.
That was {} weeks ago.
He's missed {} days.
They scored {} and we scored {}.
It's on page {}.
Turn the oven to {} hundred.
Room {} is free on Tuesday.
I've rung them {} times.
Give me {} seconds.
There were {} of us in the car.
I waited {} hours, and then another {}.
He's off at quarter to {}.
I owe them {} pounds fifty.
About {} per cent of the time.
The review's in {} weeks.
It's the number {} bus.
Take {} tablets at night.
He's on {} milligrams now.
I sleep {} hours if I'm lucky.
You get {} free go.
Count to {} and breathe.
It's {} degrees out there.
We've got {} bedrooms and {} kids.
I walked {} miles.
It costs {} pounds a week.
He ate {} fish fingers and {} peas.
She's {} minutes late.
Channel {}, I think.
We won {} nil.
I said it {} or {} times.
The meeting's at {} thirty.
Only {} more sleeps.
They sent {} letters in {} days.
I did {} shifts last week.
It's key stage {}.
He's a size {} now.
Give us {}p.
Level {} on his game.
Between {} and {} in the morning.
The gas is {} pounds behind.
I've been here {} years.
First of all, {} of them left.
No, {}, not {}.
""".strip().splitlines()


def ordinary_sentences(count: int, *, seed: int = 6) -> list[str]:
    """Sentences with numbers in which nothing is personal."""
    rng = random.Random(seed)  # noqa: S311 - test data
    made = []
    for _ in range(count):
        sentence = rng.choice(_PLAIN)
        while "{}" in sentence:
            n = rng.randrange(2, 99) if rng.random() < 0.5 else rng.randrange(2, 13)
            sentence = sentence.replace("{}", number(n) if rng.random() < 0.8 else str(n), 1)
        made.append(sentence[:1].upper() + sentence[1:])
    return made
