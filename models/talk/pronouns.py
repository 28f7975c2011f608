"""Which pronoun people use for somebody, and whom a “he” means: from the talk alone, and only where it leaves no doubt.

Nobody's sex is guessed from a name or a role. A person is “she” in a note when others in the talk say “she” of them or call
them by a word such as “Mum”, and nobody says otherwise; else the note goes without a pronoun.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from models.talk.antecedents import Antecedents, Mention
from models.talk.people import People, is_name_here
from models.talk.speech import sentences
from recorder.domain import Person, Role, Turn

HE = re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE)
SHE = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
_EITHER = re.compile(r"\b(?P<who>he|she)\b", re.IGNORECASE)
_FEMALE_TEXT = """
mum mam mummy mama mom mother nan nanny nana gran granny grandma grandmother aunt auntie aunty sister daughter wife
girlfriend niece stepmum stepmother woman girl lady lass mums girls ladies
"""
_MALE_TEXT = """
dad daddy papa father grandad granddad grandpa grandfather gramps uncle brother son husband boyfriend nephew stepdad
stepfather man boy lad bloke guy fella dads boys lads
"""
_SEXED = dict.fromkeys(_FEMALE_TEXT.split(), "she") | dict.fromkeys(_MALE_TEXT.split(), "he")
_OTHERS_TEXT = """
cousin friend mate neighbour partner teacher doctor nurse midwife landlord boss manager worker officer visitor counsellor
person somebody someone kid baby child interpreter solicitor judge driver consultant therapist ex
"""
_SOMEBODY = re.compile(rf"\b(?P<kin>{'|'.join([*_SEXED, *_OTHERS_TEXT.split()])})\b", re.IGNORECASE)
_OF_ANOTHER = re.compile(rf"['’]s (?:\w+ )?(?:{'|'.join([*_SEXED, *_OTHERS_TEXT.split()])})\b", re.IGNORECASE)
_CALLED_TEXT = """
mum mam mummy mama mom mother nan nanny nana gran granny grandma aunt auntie aunty dad daddy papa father grandad granddad
grandpa gramps uncle
"""  # nobody is called “girlfriend” or “lad” by family; “Girlfriend, mates?” asks who else comes
_CALLS = re.compile(rf"(?:^|[.?!,] )(?P<kin>{'|'.join(_CALLED_TEXT.split())})(?=[,!?.](?! who))", re.IGNORECASE)
_I_AM = re.compile(
    rf"\bI(?:['’]m| am) (?:still |only )?(?:their|his|her|the|a|your) (?P<kin>{'|'.join(_SEXED)})\b(?!['’])", re.IGNORECASE
)
_TITLED = re.compile(r"\b(?P<title>Mr|Mrs|Ms|Miss)\.? (?P<name>[A-Z][\w'’-]+)")
_TITLES = {"Mr": "he", "Mrs": "she", "Ms": "she", "Miss": "she"}
# “I need to talk to Mum about Sunday”, said to a child: whoever of the family speaks next is Mum.
_GOES_TO = re.compile(
    r"\bI(?:['’]ll|['’]m| need| want| have)\b[^.?!]{0,30}\b(?:to|with|see) (?:your )?"
    rf"(?P<kin>{'|'.join(_CALLED_TEXT.split())})\b(?!['’])",
    re.IGNORECASE,
)
_KIN_NAME = re.compile(rf"\b(?P<kin>{'|'.join(_SEXED)}),? (?:called |named )?$", re.IGNORECASE)
_AS_KIN = re.compile(rf"\b(?:being|as|like|with) (?:a )?(?P<kin>{'|'.join(_SEXED)})\b", re.IGNORECASE)
_YOUR_SAYS = re.compile(rf"\byour (?P<kin>{'|'.join(_SEXED)}) (?:says|said|told me|tells me|knows)\b", re.IGNORECASE)
_THE_MUM = re.compile(r"\b(?P<kin>mum|mam|mummy|mama|mom|dad|daddy|papa)\b(?!['’]s (?:mum|dad|sister|brother))", re.IGNORECASE)
_IDLE = re.compile(r"^\W*(?:(?:yes|yeah|no|nah|oh|um|er|erm|okay|right|well|so)\W*)+$", re.IGNORECASE)
_STRONG, _WEAK, _ENOUGH = 2, 1, 2
_SURE = 12  # a title that the roster has
_FAR = 12  # turns in which somebody may have been named; `cited` looks no farther
_FAMILY = (Role.PARENT, Role.PARTNER, Role.CARER, Role.RELATIVE)


class Pronouns:
    """What a talk says of its people."""

    def __init__(self, turns: Sequence[Turn], people: People, *, barred: frozenset[int]) -> None:
        """`barred` turns (private, to the machine) are not read."""
        self._turns = turns
        self._people = people
        self._barred = barred
        self._speakers = frozenset(t.speaker for t in turns)
        self._known: dict[str, str] = {}
        points = self._learn()
        self._antecedents = self._followed()
        for _, key, pronoun in self._antecedents.only_one:
            points[key, pronoun] += _WEAK
        self._known = _certain(points, [p.key for p in people.roster])
        self._antecedents = self._followed()

    def of(self, key: str) -> str:
        """Give "he" or "she", or "" where the talk does not say."""
        return self._known.get(key, "")

    def mentions(self, text: str) -> list[Mention]:
        """Who is brought up, in order; "Dan's" in "Dan's cousin" brings up only the cousin."""
        found, pattern = [], self._people.name_pattern
        for name in pattern.finditer(text) if pattern else ():
            if not is_name_here(name) or _OF_ANOTHER.match(text, name.end()):
                continue
            key = self._called(re.sub(r"^[A-Z]['’]", "", name[0].split()[0]).casefold())
            found.append(Mention(name.start(), key, self.of(key) if key else ""))
        spans = {m.at for m in found}
        for kin in _SOMEBODY.finditer(text):
            # "my sister Nadia", "the nurse, Ann", "a boy called Kyle"
            named = any(re.fullmatch(r",? |,? (?:called|named) ", text[kin.end() : at]) for at in spans)
            if not named:
                found.append(Mention(kin.start(), "", _SEXED.get(kin["kin"].casefold(), "")))
        return sorted(found, key=lambda m: m.at)

    def _called(self, word: str) -> str:
        """Whose name the word is: a first name before a family name; "" where two people share it."""
        keys = self._people.keys_of(word)
        first = [p.key for p in self._people.roster if p.key in keys and word in _first_names(p)]
        alone = first or keys
        return alone[0] if len(alone) == 1 else ""

    def able(self, pronoun: str, text: str, *, but: frozenset[str]) -> list[Mention]:
        """Those brought up in the text who can be this "he" or "she", each once, the speaker and others left out."""
        once: dict[str | int, Mention] = {}
        for m in self.mentions(text):
            if m.key not in but and m.pronoun in ("", pronoun):
                once.setdefault(m.key or m.at, m)
        return list(once.values())

    def meant(self, pronoun: str, sentence: str, place: int, *, but: frozenset[str]) -> str:
        """The key of the one whom a sentence's first "he" or "she" means, said in the turn at `place`; else "".

        A wrong name would put a deed on somebody, so nobody else may be in mind by then: see `models.talk.antecedents`.
        """
        key = self._antecedents.meant(pronoun, place, sentence)
        return "" if key in but else key

    def _followed(self) -> Antecedents:
        workers = frozenset(p.key for p in self._people.roster if self._people.is_worker(p.key))
        return Antecedents(
            self._turns,
            self._spoken_of,
            self._people.addressed_in,
            barred=self._barred,
            workers=workers,
            pronouns=self._known,
        )

    def _learn(self) -> Counter[tuple[str, str]]:
        points: Counter[tuple[str, str]] = Counter()
        usable = [t for t in self._turns if t.i not in self._barred]
        for person in self._people.roster:
            if title := _TITLED.match(person.name):
                points[person.key, _TITLES[title["title"]]] += _SURE
        for n, turn in enumerate(usable):
            before, after = usable[n - 1] if n else None, usable[n + 1] if n + 1 < len(usable) else None
            self._from_calling(turn, before, after, points)
            self._from_going(turn, usable[n + 1 : n + 1 + _FAR], points)
            self._from_names(turn, before, points)
        self._known = _certain(points, [p.key for p in self._people.roster])
        for key, kin in self._from_mum(usable):
            points[key, kin] += _STRONG
        self._known = _certain(points, [p.key for p in self._people.roster])
        return points

    def _from_calling(self, turn: Turn, before: Turn | None, after: Turn | None, points: Counter[tuple[str, str]]) -> None:
        """Count "Mum, can I …?" for the adult who speaks next to it; and "being a dad", "your aunt says"."""
        people = self._people
        near = {t.speaker for t in (before, after) if t is not None and t.speaker != turn.speaker}
        adults = {k for k in near if not people.is_worker(k) and not people.is_child(k) and people.role(k)}
        of_family = people.is_child(turn.speaker) or people.role(turn.speaker) in _FAMILY
        if len(adults) == 1 and of_family and (called := _CALLS.search(turn.text)):
            points[min(adults), _SEXED[called["kin"].casefold()]] += _STRONG
        if people.role(turn.speaker) in _FAMILY and (own := _I_AM.search(turn.text)):
            points[turn.speaker, _SEXED[own["kin"].casefold()]] += _STRONG
        if not people.is_worker(turn.speaker) or after is None:
            return
        for titled in _TITLED.finditer(turn.text):
            called_so = {k for k in people.keys_of(titled["name"].casefold()) if k in self._speakers and not people.is_child(k)}
            if called_so == {after.speaker}:
                points[after.speaker, _TITLES[titled["title"]]] += _STRONG
        if (kin := _AS_KIN.search(turn.text)) and after.speaker in adults:
            points[after.speaker, _SEXED[kin["kin"].casefold()]] += _STRONG
        speaking = {t.speaker for t in self._turns if people.role(t.speaker) in _FAMILY}
        if (kin := _YOUR_SAYS.search(turn.text)) and len(speaking) == 1 and people.is_child(after.speaker):
            points[min(speaking), _SEXED[kin["kin"].casefold()]] += _STRONG

    def _from_going(self, turn: Turn, later: Sequence[Turn], points: Counter[tuple[str, str]]) -> None:
        """Count "I need to talk to Mum", said by the worker to a child, for the adult of the family who speaks next."""
        people = self._people
        goes = _GOES_TO.search(turn.text) if people.is_worker(turn.speaker) else None
        if goes is None or not later or not people.is_child(later[0].speaker):
            return
        met = next((t.speaker for t in later if people.role(t.speaker) in _FAMILY), "")
        if met:
            points[met, _SEXED[goes["kin"].casefold()]] += _STRONG

    def _from_names(self, turn: Turn, before: Turn | None, points: Counter[tuple[str, str]]) -> None:
        """Count "Ann leaves the light on and she never forgets"; "my sister Nadia"; "… with Ty?" – "He's soft"."""
        pieces = [s for s in sentences(turn.text) if not _IDLE.match(s)]
        asked = sentences(before.text)[-1:] if before is not None and before.text.rstrip().endswith("?") else []
        for n, piece in enumerate(pieces):
            found = self._spoken_of(piece)
            for m in found:
                kin = _KIN_NAME.search(piece[: m.at])
                if m.key and kin:
                    points[m.key, _SEXED[kin["kin"].casefold()]] += _STRONG
            said = _EITHER.search(piece)
            if said is None:
                continue
            here = [m for m in found if m.at < said.start()]
            before_it = pieces[n - 1 : n] or asked
            if before_it and not here and (named := self._spoken_of(before_it[0])) and len(before_it[0].split()) <= 2:
                here = named  # "Lee? He's in Hull." "Miss Orr. She reads them."
            answers = bool(asked) and n < 2 and not here and said.start() == 0 and not (HE.search(piece) and SHE.search(piece))
            around, worth = (here, _STRONG) if here else (self._spoken_of((before_it or [""])[0]), _WEAK)
            if answers and self._spoken_of(asked[0]) and (n == 0 or not around):
                around, worth = self._spoken_of(asked[0]), _STRONG  # "Has Ann rung?" – "She rang on Monday."
            others = {m.key or m.at for m in around}
            if len(others) == 1 and around[0].key not in ("", turn.speaker):
                points[around[0].key, said["who"].casefold()] += worth

    def _spoken_of(self, text: str) -> list[Mention]:
        return [m for m in self.mentions(text) if not _spoken_to(text, m.at)]

    def _from_mum(self, usable: Sequence[Turn]) -> list[tuple[str, str]]:
        """Whom a child's "Mum" or "Dad" is, when the roster leaves one adult of the family who can be."""
        said = {
            _SEXED[m["kin"].casefold()] for t in usable if self._people.is_child(t.speaker) for m in _THE_MUM.finditer(t.text)
        }
        adults = [p.key for p in self._people.roster if p.role in _FAMILY and (p.age is None or p.age > 17)]
        found = []
        for pronoun in sorted(said):
            able = [k for k in adults if self.of(k) in ("", pronoun)]
            if len(able) == 1 and not self.of(able[0]):
                found.append((able[0], pronoun))
        return found


def _first_names(person: Person) -> set[str]:
    return {name.split()[0].casefold() for name in (person.name, *person.also)}


def _spoken_to(text: str, at: int) -> bool:
    """Whether the name there calls somebody ("Ann, he's out!"); in "Ann, she …" it does not."""
    before = text[:at].rstrip()
    after = re.match(r"[^\W\d_]+(?:-[^\W\d_]+)*[,!.](?! (?:he|she)\b)", text[at:])
    return (not before or before[-1] in ",.?!") and after is not None


def _certain(points: Counter[tuple[str, str]], keys: Sequence[str]) -> dict[str, str]:
    known = {}
    for key in keys:
        he, she = points[key, "he"], points[key, "she"]
        if max(he, she) >= _ENOUGH and min(he, she) * 3 <= max(he, she) and min(he, she) < _ENOUGH:
            known[key] = "he" if he > she else "she"
    return known
