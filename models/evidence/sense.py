"""Is it said to be so, not so, perhaps so, wished, then or now: clause by clause against the words it comes from.

Each clause of a sentence is laid beside the part of the evidence with which it shares most words of meaning (a question
counts as affirmed or denied by the answer that follows it). Where they disagree on a negation, a doubt, a condition, a
wish, how often or when, the clause is refused. Words that give a reason or pass judgement must have been said by somebody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.evidence.cited import NEGATION, Evidence, Reason, Refusal, Unit, stem
from models.evidence.heads import denied_too
from models.evidence.people import POINTING, QUOTED, RETOLD, SAYS, VERBISH, is_step, person_called, subjects, unlikely_names
from models.talk.dates import WEEKDAYS
from models.talk.speech import content, tokens

REPORTING_TEXT = """
told about tell said say says asked answered added agreed explained reported described confirmed stated whether
present heard visit seen own spoke child children mother father worker social carer parent agreed recording step
next account about named speaker spoke device later first still also
"""
REPORTING = frozenset(REPORTING_TEXT.split())
_DOUBT = re.compile(
    r"\b(?:maybe|might|may(?! \d)|perhaps|possibly|probably|could|think|thinks|thought|reckon\w*|not sure|unsure|wasn't sure|"
    r"seem\w*|suppose\w*|guess\w*|likely|apparently|as if|looks like|hear|about whether|wondered|wonders?)\b",
    re.IGNORECASE,
)
_CAN, _COULD = re.compile(r"\bcan(?:not|['’]t)?\b", re.IGNORECASE), re.compile(r"\bcould\b", re.IGNORECASE)
_THINKS = re.compile(r"\b(?:thinks|thought)\b", re.IGNORECASE)
_UNSURE = re.compile(r"\b(?:perhaps|maybe|might|possibly|probably)\b", re.IGNORECASE)
_UNSURE_SAID = re.compile(
    r"\b(?:perhaps|maybe|might|may|possibly|probably|could|think|thinks|thought|reckon\w*|sure|if|would|seem\w*|"
    r"guess|likely|suppose\w*|"
    r"or something|hopefully|whether)\b|['’]d\b",
    re.IGNORECASE,
)
_PERHAPS_SAID = re.compile(
    r"\b(?:perhaps|maybe|might|may(?! \d)|possibly|probably|could|think|thinks|reckon\w*|sure|seem\w*|guess|likely|suppose\w*|"
    r"or something|hopefully|whether|don't know|dunno)\b",
    re.IGNORECASE,
)
_ROUGHLY = re.compile(r"\b(?:about|around|roughly|nearly|almost|sometimes|up to)\b", re.IGNORECASE)
_UNLESS = re.compile(
    r"\b(?:if|unless|whether|in case|would|should|wouldn['’]t|supposing|otherwise|as long as|long as)\b|['’]d\b", re.IGNORECASE
)
_CONDITION = re.compile(r"(?<!as )\b(?:if|unless)\b", re.IGNORECASE)
_WHETHER = re.compile(
    r"\b(?:ask|asked|know|see|sure|whether|wonder\w*|check|tell|told|say|said|says|d'you mind|mind) if\b", re.IGNORECASE
)
_WISH = re.compile(r"\b(?:wish\w*|want\w*|would like|['’]d like|hope\w*|would love|['’]d love|rather)\b", re.IGNORECASE)
_USED_TO = re.compile(r"\bused to\b", re.IGNORECASE)
_FORMER = re.compile(
    r"\b(?:used to|before|previous\w*|once|back then|in the past|formerly|was|were|had|did|until|ago|last|when|"
    r"at first)\b|\w{2,}ed\b",
    re.IGNORECASE,
)
_NOWADAYS = re.compile(r"\b(?:now|currently|nowadays|at present|no longer|any ?more|still|already|these days)\b", re.IGNORECASE)
_SEEMS_NOW = re.compile(
    r"\b(?:now|just|currently|today|still|yet|any ?more|already|been|stopped|'s|is|are|am|not since|this week|"
    r"tonight)\b|['’](?:s|m|re)\b",
    re.IGNORECASE,
)
_OFTEN = {
    "always": {"always", "every", "all", "never", "each", "constantly", "'s always"},
    "never": {"never", "not", "no", "nobody", "don't", "didn't", "n't", "once"},
    "every": {"every", "each", "all", "always", "daily", "weekly", *(f"{d}s" for d in WEEKDAYS)},
    "often": {"often", "lots", "loads", "usually", "always", "times", "week", "frequently", "every"},
    "constantly": {"constantly", "always", "all", "every"},
    "completely": {"completely", "all", "totally", "everything", "whole", "entirely", "any", "nothing"},
    "everyone": {"everyone", "everybody", "all", "we", "us"},
    "everybody": {"everyone", "everybody", "all", "we", "us"},
}  # fmt: skip
_SOMETIMES = re.compile(
    r"\b(?:sometimes|some days|some nights|now and (?:then|again)|occasionally|once in a while|every so often|most days)\b",
    re.IGNORECASE,
)
_SOME = re.compile(r"\bsome (?:days|nights|times)\b|\bsometimes\b", re.IGNORECASE)
_SOFT = re.compile(
    r"\b(?:sometimes|some|occasional\w*|now and then|at times|once|twice|times|often|weekends?|mostly|most|about|"
    r"when|a bit|days|on \w+days|it depends)\b",
    re.IGNORECASE,
)
_TIED = 0.12  # parts whose shares differ by less are taken for equally near
_CAUSE = re.compile(
    r"\b(?:because|due to|owing to|caused by|as a result|led to|leading to|resulting in|in response to|"
    r"triggered by|brought on by|on account of)\b",
    re.IGNORECASE,
)
_CAUSE_SAID = re.compile(
    r"\b(?:because|'?cause|cos|coz|due|so|since|why|reason|make|makes|made|making|when|if|after|in case)\b", re.IGNORECASE
)
_JUDGING_TEXT = """
aggressive hostile guarded anxious anxiously inappropriate appropriate appropriately manipulative non-compliant
uncooperative cooperative disengaged chaotic concerning concerned neglectful neglected abusive volatile unstable evasive
defensive dishonest honest untruthful resistant reluctant reluctantly unsafe safe dirty filthy unkempt immature
irresponsible attention-seeking challenging difficult dysfunctional vulnerable emotional emotionally withdrawn tearful
distressed agitated angry angrily upset calm calmly polite rude engaged warm warmly affectionate loving supportive positive
negative poor good excellent significant significantly severe serious seriously minor obviously clearly admitted claimed
alleged insisted refused failed
"""
_JUDGING = frozenset(_JUDGING_TEXT.split())
_MUST_BE_SAID = frozenset(w for w in _JUDGING if w not in ("good", "claimed", "admitted", "concerned"))
_PLACES = re.compile(
    r"\b(?:school|nursery|hospital|surgery|clinic|college|police station|court|prison|church|mosque|temple|gurdwara|park|shop|"
    r"pub|bedroom|bathroom|kitchen|garden|lounge|stairs|office|hostel|refuge|hotel|library|bus stop|playground|"
    r"car park|flat)\b",
    re.IGNORECASE,
)
_NO_DENIAL = re.compile(
    r"\bnot (?:only|sure|just)\b|n['’]t (?:sure|only|just)\b|\bno[,.]|\bno (?:problem|matter)\b", re.IGNORECASE
)
_JOINED = re.compile(r"\b(?:and|or|nor)\b|,")
_NOT_TO = re.compile(r"(?P<who>[^.]{2,60}?) (?:not to|to not|will not|never to) (?P<verb>[a-z]+)\b")
_NOT_LAST = re.compile(r"(?:[a-z] not|[a-z] never)[.;]", re.IGNORECASE)
_NOT_ONLY = re.compile(r"(?:\bnot|n['’]t) (?:\w+ )?(?:only|just)\b", re.IGNORECASE)
_ONLY = re.compile(r"\b(?:only|just)\b", re.IGNORECASE)
_DENIED_TWICE = re.compile(
    r"(?:\bnot|n['’]t|\bnever|\bnobody|\bno one|\bcannot|\bnothing) (?:\w+ ){0,2}(?:not|never|no|nothing|nobody)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"^(?:asked|told)?\b[^,]{0,40}?\b(?:whether|if|about)\b", re.IGNORECASE)
_LACKS = re.compile(r"\b(?:miss(?:ed|es)?|lost|failed|refus\w+|stopped|lack\w*|forgot\w*|unable|empty|dry)\b", re.IGNORECASE)
_CLAUSES = re.compile(
    r"(?:[;:.—]\s+|,? and that |, (?:and|but|so|which|who|although|though|because|with|having)\s|,\s+|\s(?:but|"
    r"because|although|though|until|unless)\s"
    r"|\sand (?=(?:some|now|he|she|they|it|there|did|does|is|was|are|were|has|had|have|will|would|never|not|"
    r"[A-Z]\w+|\w+ed|\w+s)\b))"
)
_STEPS = re.compile(r"(?<=[a-z]\.) (?=[A-Z][^,.:“”]{1,60}? to [a-z])")  # one step after another
_STEP_LEAD = re.compile(r"^[A-Z][^,.:“”]{1,60}? (?=(?:not )?to [a-z]+\b)")
_LEAD_WORDS = re.compile(rf"^(?!Asked\b|Told\b)[^,.:“”]{{0,70}}?\b{SAYS}\b(?: that\b)?\s*")


# "Asked about the heating, Jo said that …": who says it is `spoke`'s matter
_WHO_ANSWERS = re.compile(r"(?<=\w),(?: [A-Z][\w'’-]+){1,3} (?:said|agreed|answered) that\b")
_PARTS = re.compile(r",\s+|\s(?=(?:and|with|about|for|whether|when|while|who|because|to|from|after|before|if)\s)")
# "…; Jo said …", "…. Jo added …"
_SAID_NEXT = re.compile(r";\s+|(?<=[.:])\s+(?=[A-Z][\w'’ -]{0,40}? (?:said|added)\b)")
_LATER_LEAD = re.compile(r"^[A-Z][^,.:“”]{0,40}?\b(?:said|told|added|agreed|reported|confirmed|explained)\b(?: that\b)?\s*")
_TOLD_LEAD = re.compile(
    r"^(?!Asked\b|Told\b)[^,.:“”]{0,70}?\b(?:said|told|added|agreed|reported|confirmed|explained)\b(?: that\b)?\s*"
)
_ASKED_LEAD = re.compile(
    r"^(?:Asked|Told)\b(?:.*?, [A-Z][^,]{0,40}? (?:said|told|answered|agreed|added|asked)\b(?: that\b)?|.*$)\s*"
)


def clauses(outside: str) -> list[str]:
    """The sentence's clauses that claim something, the reporter cut off."""
    found: list[str] = []
    for sentence in _STEPS.split(outside.strip()):
        bodies = "; ".join(
            (_LATER_LEAD if n else _LEAD_WORDS).sub("", _WHO_ANSWERS.sub(",", said))
            for n, said in enumerate(_SAID_NEXT.split(sentence))
        )
        parts: list[str] = []
        for part in (c.strip(" ,.") for c in _CLAUSES.split(_STEP_LEAD.sub("", bodies)) if c and c.strip(" ,.")):
            if parts and not VERBISH.search(part):  # "…, on the settee": no claim of its own
                parts[-1] = f"{parts[-1]}, {part}"
            else:
                parts.append(part)
        found += parts
    return found


def without_lead(outside: str) -> str:
    """The sentence without who said it."""
    return _ASKED_LEAD.sub("", _TOLD_LEAD.sub("", outside.strip()))


def meaning_of(text: str, evidence: Evidence) -> frozenset[str]:
    """Stems of the words that carry meaning, names and reporting words aside."""
    skip = evidence.people.all_names
    return frozenset(
        stem(w) for w in content(text) if w not in REPORTING and w not in skip and w.removesuffix("'s") not in skip
    )


def best_units(clause: str, meaning: frozenset[str], evidence: Evidence) -> list[Unit]:
    """The parts of the evidence that share most with the clause, best first."""
    small = frozenset(map(stem, tokens(clause))) - meaning
    scored = [
        (len(meaning & u.stems) + 0.15 * len(small & u.stems) - 0.02 * len(u.stems), u)
        for u in evidence.units
        if meaning & u.stems
    ]
    top = max((n for n, _ in scored), default=0.0)
    return [u for n, u in sorted(scored, key=lambda nu: -nu[0]) if n > top - _TIED]


def sense(outside: str, evidence: Evidence, *, strict: bool) -> list[Refusal]:
    """Every clause that says otherwise than the words it comes from. `outside` is without quotations and brackets.

    A `strict` reading wants the words that lie nearest to a whole clause to bring up its people; else it is enough that those
    nearest to a part of it do.
    """
    refusals: list[Refusal] = []
    step = is_step(outside, evidence.people)
    for clause in clauses(outside):
        meaning = meaning_of(clause, evidence)
        units = best_units(clause, meaning, evidence)
        if not meaning or not units:
            refusals += _without_words(clause, evidence)
            continue
        enough = len(meaning & units[0].stems) >= 2 or len(meaning) <= 2
        if enough:
            if strict or _DENIED_TWICE.search(clause) or not denied_too(clause, evidence):
                refusals += _polarity(clause, units)
            refusals += _certainty(clause, outside, units, step=step or (not strict and bool(_WISH.search(outside))))
            if all(unlikely_names(clause, u, evidence) for u in units):
                named = unlikely_names(clause, units[0], evidence)
                refusals += named if strict else [n for n in named if not _named_in_part(n, clause, evidence)]
        refusals += [n for part in _PARTS.split(clause) for n in _exchanged(part, evidence)]
    if (
        (stop := _NOT_TO.match(outside))
        and person_called(stop["who"], evidence.people)
        and not denied_too(f"not {stop['verb']}", evidence)
    ):
        refusals.append(Refusal(Reason.NEGATION, stop[0]))
    if _NOT_LAST.search(outside):
        refusals.append(Refusal(Reason.NEGATION, outside))
    refusals += _reported_by(outside, evidence)
    return list(dict.fromkeys([*refusals, *_frequency(outside, evidence), *_said_somewhere(outside, evidence)]))


def _named_in_part(refusal: Refusal, clause: str, evidence: Evidence) -> bool:
    """Whether the words nearest to the part of the clause that names the person can mean that person."""
    for part in _PARTS.split(clause):
        units = best_units(part, meaning_of(part, evidence), evidence)
        if any(
            w in evidence.people.names_of(k)
            for k in evidence.people.named_in(part)
            for w in [refusal.detail.split()[0].casefold()]
        ) and any(refusal not in unlikely_names(part, u, evidence) for u in units):
            return True
    return False


def _exchanged(part: str, evidence: Evidence) -> list[Refusal]:
    """Somebody named where the words nearest to this part of a clause name only somebody else, and point to nobody."""
    people, meaning = evidence.people, meaning_of(part, evidence)
    named = people.named_in(part)
    units = [u for u in best_units(part, meaning, evidence)[:1] if len(meaning & u.stems) >= 2] if named else []
    if not units or any(not people.named_in(u.text) or POINTING.search(u.text) for u in units):
        return []
    there = frozenset().union(*(people.named_in(u.text) | {u.speaker} for u in units))
    return [Refusal(Reason.NAME, people.name(k)) for k in sorted(named - there)]


def _without_words(clause: str, evidence: Evidence) -> list[Refusal]:
    """A clause with no word of the evidence may still not deny what nobody denied."""
    if NEGATION.search(clause) and not NEGATION.search(evidence.said):
        return [Refusal(Reason.NEGATION, clause)]
    return []


def denials(text: str) -> int:
    """How many words deny something, “not only” and “no problem” aside."""
    return len(NEGATION.findall(_NO_DENIAL.sub(" ", text)))


def denied_twice(text: str) -> bool:
    """Whether one “not” stands just after another."""
    return bool(_DENIED_TWICE.search(text))


def lacks(text: str) -> bool:
    """Whether a word denies without a “not” ("missed", "refused")."""
    return bool(_LACKS.search(text))


def _polarity(clause: str, units: Sequence[Unit]) -> list[Refusal]:
    claimed = any(denials(p) % 2 == 1 for p in _JOINED.split(clause))  # written English: two cancel
    lacking = bool(_LACKS.search(clause))
    not_only = [bool(_NOT_ONLY.search(u.text)) for u in units]
    if (_NOT_ONLY.search(clause) and not any(not_only)) or (
        all(not_only) and _ONLY.search(clause) and not _NOT_ONLY.search(clause)
    ):
        return [Refusal(Reason.NEGATION, clause)]
    if _DENIED_TWICE.search(clause):
        return [Refusal(Reason.NEGATION, clause)]
    asks = bool(_ASKS.match(clause))
    if not asks and any(not u.question or u.answered is not None for u in units):
        units = [u for u in units if not u.question or u.answered is not None]  # an open question affirms nothing
    for unit in units:
        here = denials(unit.text) > 0  # speech: "I never hit no one" denies once
        if unit.question:
            if unit.answered is None and not asks:
                return []
            here = here if asks else not unit.answered
        if here == claimed or (lacking and not _LACKS.search(unit.text)) or (_LACKS.search(unit.text) and not lacking):
            return []
    return [Refusal(Reason.NEGATION, units[0].text)]


def _certainty(clause: str, outside: str, units: Sequence[Unit], *, step: bool) -> list[Refusal]:
    refusals = []
    units = [u for u in units if not u.question] or units
    near = units[0]
    if all(_DOUBT.search(u.text) and not u.question for u in units) and not (
        _DOUBT.search(clause) or _UNLESS.search(clause) or _ROUGHLY.search(clause)
    ):
        refusals.append(Refusal(Reason.DOUBT, near.text))
    able = _COULD.sub(" ", clause) if any(_CAN.search(u.text) for u in units) else clause  # “can” told becomes “could”
    if any(RETOLD.search(u.context) for u in units):  # "she thought" of what she said
        able = _THINKS.sub(" ", able)
    if (
        not (step and "whether" in clause)
        and _DOUBT.search(able)
        and not any(_DOUBT.search(u.context) or _UNLESS.search(u.context) for u in units)
    ):
        refusals.append(Refusal(Reason.DOUBT, clause))
    if all(_conditional(u.text) for u in units) and not (_UNLESS.search(clause) or _DOUBT.search(clause)):
        refusals.append(Refusal(Reason.DOUBT, near.text))
    if _conditional(clause) and not any(_UNLESS.search(u.context) for u in units):
        refusals.append(Refusal(Reason.DOUBT, clause))
    if (
        not step
        and all(_WISH.search(u.text) and not u.question for u in units)
        and not (_WISH.search(clause) or _UNLESS.search(clause))
    ):
        refusals.append(Refusal(Reason.WISH, near.text))
    if all(_USED_TO.search(u.text) for u in units) and not _FORMER.search(clause):
        refusals.append(Refusal(Reason.TIME, near.text))
    if _USED_TO.search(clause) and not any(_FORMER.search(u.context) for u in units):
        refusals.append(Refusal(Reason.TIME, clause))
    if _NOWADAYS.search(clause) and not _USED_TO.search(clause) and not any(_SEEMS_NOW.search(u.context) for u in units):
        refusals.append(Refusal(Reason.TIME, clause))
    if all(_SOMETIMES.search(u.text) for u in units) and not _SOFT.search(outside):
        refusals.append(Refusal(Reason.QUANTITY, near.text))
    return refusals


def _conditional(text: str) -> bool:
    return bool(_CONDITION.search(_WHETHER.sub(" ", text)))


def _frequency(outside: str, evidence: Evidence) -> list[Refusal]:
    said = set(tokens(evidence.said)) | {p for w in tokens(evidence.said) for p in re.findall(r"n't$", w)}
    found = [Refusal(Reason.QUANTITY, w) for w in tokens(outside) if w in _OFTEN and not _OFTEN[w] & said]
    claimed, held = (
        len(re.findall(r"\b(?:every|each|daily|all|always)\b", t, re.IGNORECASE)) for t in (outside, evidence.said)
    )
    if not found and claimed > max(held, 1):
        found = [Refusal(Reason.QUANTITY, "every")]
    softened, soft = (len(_SOME.findall(t)) for t in (outside, evidence.said))
    return found if found or not (soft >= 2 and softened < soft and claimed > held) else [Refusal(Reason.QUANTITY, "every")]


def _said_somewhere(outside: str, evidence: Evidence) -> list[Refusal]:
    """Reasons, judgements and places that no word of the evidence gives."""
    refusals = []
    if (unsure := _UNSURE.search(outside)) and not (_UNSURE_SAID if unsure[0].casefold() == "might" else _PERHAPS_SAID).search(
        evidence.said
    ):
        refusals.append(Refusal(Reason.DOUBT, unsure[0]))
    cause = _CAUSE.search(outside)
    if cause and not _CAUSE_SAID.search(evidence.said):
        refusals.append(Refusal(Reason.CAUSE, cause[0]))
    held = {stem(w) for w in tokens(evidence.said)}
    refusals += [Refusal(Reason.EVALUATION, w) for w in tokens(outside) if w in _MUST_BE_SAID and stem(w) not in held]
    refusals += [
        Refusal(Reason.PLACE, p)
        for p in _PLACES.findall(outside)
        if not any(stem(w) in held or evidence.stem_was_heard(stem(w)) for w in tokens(p))
    ]
    return refusals


def _reported_by(outside: str, evidence: Evidence) -> list[Refusal]:
    """The one said to have said it, when only somebody else's words come near it."""
    named = [(k, p) for k, p in subjects(QUOTED.sub(" ", outside), evidence.people)]
    keys = {k for k, _ in named}
    if not named or len(clauses(outside)) == 0:
        return []
    if re.search(r"[“”]", outside):
        return []
    meaning = meaning_of(_LEAD_WORDS.sub("", outside.strip()), evidence)
    if not keys & evidence.speakers:
        return _retold_by(named, meaning, evidence)
    theirs = max((len(meaning & u.stems) for u in evidence.units if u.speaker in keys), default=0)
    others = max((len(meaning & u.stems) for u in evidence.units if u.speaker not in keys and not u.question), default=0)
    if others >= 2 and theirs * 2 < others and not any(u.question and meaning & u.stems for u in evidence.units):
        return [Refusal(Reason.SPEAKER, named[0][1])]
    return []


def _retold_by(named: Sequence[tuple[str, str]], meaning: frozenset[str], evidence: Evidence) -> list[Refusal]:
    """Somebody who does not speak in the cited turns, and neither asked what is told nor is told of."""
    keys = {k for k, _ in named}
    theirs = max((len(meaning & u.stems) for u in evidence.units if u.speaker in keys and not u.question), default=0)
    others = max((len(meaning & u.stems) for u in evidence.units if u.speaker not in keys), default=0)
    told = [u for u in evidence.units if RETOLD.search(u.context) and not u.question]
    if theirs > others or any(keys & (evidence.people.named_in(u.lead) | evidence.means(u)) for u in told):
        return []
    return [Refusal(Reason.SPEAKER, named[0][1])] if others else []
