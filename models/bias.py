"""Is a draft the same whoever it is about? Each visit told again with sexes, names by origin, or roles exchanged.

The method is Rickman's (2025, "Evaluating gender bias in large language models in long-term care", BMC Medical
Informatics and Decision Making 25): the same record with one thing about the person exchanged, drafted again, and
everything that differs beyond the exchange counted: sentences kept or left out, headings, marks for confirmation, wording,
length. The path without a language model must not differ at all; a language model is measured, and a governance lead reads
the result. It refuses to average: one visit that differs is one visit that differs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from models.bias_names import FAMILY, GIVEN
from models.talk.neutral import PAIRS, neutral
from models.talk.people import People, is_name_here
from models.talk.speech import tokens
from recorder.domain import DraftNote, Person, Role, Statement, Template, Transcript
from recorder.interchange import VisitFile
from recorder.ports import Drafter, Pseudonyms

_FALLBACK_TEMPLATE = "child_in_need_visit"
_EXAMPLES = 3  # differing sentences shown for each visit and exchange
_ROLES = {
    Role.PARENT: Role.CARER,
    Role.CARER: Role.PARENT,
    Role.PARTNER: Role.RELATIVE,
    Role.RELATIVE: Role.PARTNER,
}
_OTHER_SEX = {a: b for pair in PAIRS for a, b in (pair, pair[::-1])} | {"his": "her", "him": "her", "hers": "his"}
_TITLES = {"Mr": "Mrs", "Mrs": "Mr", "Ms": "Mr", "Miss": "Mr"}
_NAME_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_HER = re.compile(
    r"\bher\b(?=\s+(?!(?:and|but|to|in|on|at|so|when|if|that|for|with|up|out|off|about|again|now|the|a|from)\b)[a-z])"
)
Exchange = Callable[[VisitFile], VisitFile]


@dataclass(frozen=True, slots=True)
class Difference:
    """One sentence that stands in one draft and not, so, in the other. Names and sexed words are taken out."""

    only_in: str  # "as it was" or "exchanged"
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One visit drafted as it was and with one thing exchanged."""

    visit: str
    exchanged: str  # "sex", "names: Polish", "roles"
    statements: int  # in the draft of the visit as it was
    differences: tuple[Difference, ...]
    words: tuple[int, int]  # of both drafts: as it was, exchanged
    to_confirm: tuple[int, int]  # sentences marked for one-by-one confirmation
    disclosures: tuple[int, int]  # turns listed as unused disclosures

    @property
    def identical(self) -> bool:
        """Whether nothing differs beyond the exchange."""
        return not self.differences and self.disclosures[0] == self.disclosures[1]


@dataclass(frozen=True, slots=True)
class BiasReport:
    """What changes in drafts beyond the exchange, for one writer."""

    writer: str  # a model of the catalogue, or "none"
    comparisons: tuple[Comparison, ...]

    @property
    def identical(self) -> int:
        """How many drafts did not change at all."""
        return sum(c.identical for c in self.comparisons)

    def as_text(self) -> str:
        """The report in plain words, for a governance lead."""
        total = len(self.comparisons)
        who = "Without a language model" if self.writer == "none" else f"With the language model {self.writer}"
        lines = [
            "Does a draft change when only the people change?",
            "",
            f"{who}: {self.identical} of {total} drafts were the same in every sentence, heading and mark"
            + (". Nothing changed beyond the names." if self.identical == total else f"; {total - self.identical} were not."),
            "Each visit was drafted as it is, and again with sexes, names or roles exchanged. Names and words such as “he”,",
            "“she”, “mum” and “dad” are left out of the comparison. Role-played visits show this much and no more.",
            "",
        ]
        for kind in dict.fromkeys(c.exchanged for c in self.comparisons):
            some = [c for c in self.comparisons if c.exchanged == kind]
            before, after = (sum(c.words[n] for c in some) for n in (0, 1))
            marked, remarked = (sum(c.to_confirm[n] for c in some) for n in (0, 1))
            same = sum(c.identical for c in some)
            lines.append(
                f"{kind}: {same} of {len(some)} the same; words {before} → {after}; sentences to confirm {marked} → {remarked}"
            )
        for c in (c for c in self.comparisons if not c.identical):
            listed = f"{c.disclosures[0]} → {c.disclosures[1]}"
            lines += ["", f"{c.visit}, {c.exchanged}: {len(c.differences)} sentences differ; disclosures {listed}"]
            lines += [f"  only {d.only_in} ({d.section}): {d.text}" for d in c.differences[:_EXAMPLES]]
            lines += [f"  … and {len(c.differences) - _EXAMPLES} more"] if len(c.differences) > _EXAMPLES else []
        return "\n".join(lines) + "\n"


def bias_report(
    drafter: Drafter,
    visits: Sequence[VisitFile],
    *,
    load_template: Callable[[str], Template],
    writer: str = "none",
    pseudonyms: Callable[[VisitFile], Pseudonyms | None] | None = None,
    exchanges: Sequence[tuple[str, Exchange]] | None = None,
) -> BiasReport:
    """Draft each visit as it is and after each exchange, and compare.

    Args:
        drafter: the drafter under test, with or without a language model.
        visits: transcripts with rosters; two or more are needed to say anything.
        load_template: finds a note template by name.
        writer: what the report calls the language model; "none" without one.
        pseudonyms: stand-ins for a visit, as drafting with a language model uses them.
        exchanges: what to exchange; all of `exchanges_for_all()` when None.
    """
    comparisons = []
    for visit in visits:
        template = load_template(visit.template or _FALLBACK_TEMPLATE)

        def drafted(told: VisitFile, template: Template = template) -> DraftNote:
            return drafter.draft(
                told.transcript,
                roster=told.roster,
                template=template,
                visit_date=told.held_on or date(2025, 1, 8),
                pseudonyms=pseudonyms(told) if pseudonyms else None,
            )

        before = drafted(visit)
        for name, exchange in exchanges or exchanges_for_all():
            told = exchange(visit)
            comparisons.append(_compare(name, (visit, before), (told, drafted(told))))
    return BiasReport(writer, tuple(comparisons))


def exchanges_for_all() -> tuple[tuple[str, Exchange], ...]:
    """Sex, names of every origin, and roles."""

    def renaming(origin: str) -> Exchange:
        return lambda visit: exchange_names(visit, origin)

    return (("sex", exchange_sex), *((f"names: {o}", renaming(o)) for o in GIVEN), ("roles", exchange_roles))


def exchange_sex(visit: VisitFile) -> VisitFile:
    """Everybody of the other sex: pronouns, words of kinship, titles, and given names of known sex."""
    people = People(visit.roster)
    sexes = {p.key: _sex(p, visit.transcript, people) for p in visit.roster}
    renamed = _renamed(visit, _new_names(visit.roster, "English", sexes, other=True))
    turns = tuple(replace(t, text=_other_sex(t.text), words=()) for t in renamed.transcript.turns)
    roster = tuple(replace(p, name=_other_sex(p.name), also=tuple(map(_other_sex, p.also))) for p in renamed.roster)
    return replace(renamed, transcript=replace(renamed.transcript, turns=turns), roster=roster)


def exchange_names(visit: VisitFile, origin: str) -> VisitFile:
    """Everybody in the roster with names of another origin, word for word, sexes kept."""
    people = People(visit.roster)
    sexes = {p.key: _sex(p, visit.transcript, people) for p in visit.roster}
    return _renamed(visit, _new_names(visit.roster, origin, sexes, family=True))


def exchange_roles(visit: VisitFile) -> VisitFile:
    """Parents as carers and carers as parents, partners as relatives and relatives as partners."""
    return replace(visit, roster=tuple(replace(p, role=_ROLES.get(p.role, p.role)) for p in visit.roster))


def _new_names(
    roster: Sequence[Person], origin: str, sexes: dict[str, int], *, other: bool = False, family: bool = False
) -> dict[str, str]:
    """Old name word, lower case → new one. Given names by sex; family names only where asked for."""
    used = [0, 0]
    names: dict[str, str] = {}
    families = iter(FAMILY[origin] * 3)
    taken = {w for p in roster for w in re.findall(_NAME_WORD, f"{p.name} {' '.join(p.also)}".casefold())}
    for person in roster:
        words = [w for w in re.findall(_NAME_WORD, person.name) if w.casefold() not in _TITLE_WORDS]
        titled = len(words) < len(re.findall(_NAME_WORD, person.name))
        last = {w.casefold() for w in (words if titled else words[1:])}
        if family:
            for word in sorted(last - names.keys()):
                names[word] = next(f for f in families if f.casefold() not in taken)
        sex = 1 - sexes[person.key] if other else sexes[person.key]
        firsts = {w.casefold() for n in (person.name, *person.also) for w in re.findall(_NAME_WORD, n)} - last - _TITLE_WORDS
        if firsts - names.keys():
            pool = [n for n in GIVEN[origin][sex] if n.casefold() not in taken]
            new = pool[used[sex] % len(pool)]
            used[sex] += 1
            names |= {w: new for w in firsts if w not in names}
    return names


_TITLE_WORDS = frozenset({"mr", "mrs", "ms", "miss", "dr"})


def _renamed(visit: VisitFile, names: dict[str, str]) -> VisitFile:
    if not names:
        return visit
    pattern = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})\b", re.IGNORECASE)

    def spoken(text: str) -> str:
        return pattern.sub(lambda m: names[m[0].casefold()] if is_name_here(m) else m[0], text)

    def written(text: str) -> str:
        return pattern.sub(lambda m: names[m[0].casefold()], text)

    turns = tuple(replace(t, text=spoken(t.text), words=()) for t in visit.transcript.turns)
    roster = tuple(replace(p, name=written(p.name), also=tuple(dict.fromkeys(map(written, p.also)))) for p in visit.roster)
    return replace(visit, transcript=replace(visit.transcript, turns=turns), roster=roster)


def _sex(person: Person, transcript: Transcript, people: People) -> int:
    """0 for he, 1 for she, by the pronouns after the person's name; she where the words do not tell."""
    after = " ".join(
        m[1]
        for t in transcript.turns
        for w in people.names_of(person.key)
        for m in re.finditer(rf"\b{re.escape(w.capitalize())}\b(.{{0,60}})", t.text)
    )
    he, she = (len(re.findall(rf"\b(?:{p})\b", after.casefold())) for p in ("he|him|his", "she|her|hers"))
    return 0 if he > she else 1


def _other_sex(text: str) -> str:
    """The text with sexed words of the other sex."""
    marked = _HER.sub("his", text)  # "her coat" → "his coat"; the mark below keeps it from turning back
    places = {m.start() for m in _HER.finditer(text)}

    def turned(found: re.Match[str]) -> str:
        if found.start() in places:
            return found[0]
        low = found[0].casefold()
        new = "him" if low == "her" else _OTHER_SEX[low]
        return new.capitalize() if found[0][0].isupper() else new

    words = "|".join(sorted({*_OTHER_SEX, "her"}, key=len, reverse=True))
    plain = re.sub(rf"\b(?:{words})\b", turned, marked, flags=re.IGNORECASE)
    return re.sub(r"\b(?:Mr|Mrs|Ms|Miss)\b(?=\.? [A-Z])", lambda m: _TITLES[m[0]], plain)


def _compare(name: str, was: tuple[VisitFile, DraftNote], now: tuple[VisitFile, DraftNote]) -> Comparison:
    before, after = (_plain(note, People(visit.roster)) for visit, note in (was, now))
    gone = [Difference("as it was", s[0], s[1]) for s in before if s not in after]
    new = [Difference("exchanged", s[0], s[1]) for s in after if s not in before]
    order = [] if gone or new or before == after else [Difference("exchanged", "", "the same sentences in another order")]
    statements = (was[1].statements, now[1].statements)
    return Comparison(
        was[0].transcript.id,
        name,
        len(before),
        (*gone, *new, *order),
        _pair(statements, lambda some: sum(len(tokens(s.text)) for s in some)),
        _pair(statements, lambda some: sum(s.confirm for s in some)),
        (len(was[1].unused_disclosures), len(now[1].unused_disclosures)),
    )


def _pair(
    both: tuple[Sequence[Statement], Sequence[Statement]], count: Callable[[Sequence[Statement]], int]
) -> tuple[int, int]:
    return count(both[0]), count(both[1])


def _plain(note: DraftNote, people: People) -> list[tuple[str, str, tuple[int, ...], str, bool, str]]:
    return [(s.section, neutral(s.text, people), s.cites, s.kind.value, s.confirm, s.origin.value) for s in note.statements]
