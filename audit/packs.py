"""Three papers that a council needs before it may use this, begun from what is really configured and was really measured.

An Algorithmic Transparency Record (the headings of the Algorithmic Transparency Recording Standard of the UK government),
a data protection impact assessment (the seven steps of the Information Commissioner's template) and a hazard log (as
clinical safety keeps one: cause, harm, what stands against it, what remains). They are drafts: what only people can know
or answer for is marked `TO BE FILLED IN`, with who. No risk is rated here: rating is people's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit.render import Report, to_screen


@dataclass(frozen=True, slots=True)
class PackFacts:
    """What the papers are begun from."""

    version: str  # of the program
    models: tuple[str, ...]  # installed: name, hash, licence, task
    settings: tuple[str, ...]  # the configuration, as sentences
    policy: tuple[str, ...]  # the council's rules in force, as sentences
    unwise: tuple[str, ...]  # what in them a careful council would look at again
    report: Report  # over the log


def fill(who: str, what: str) -> str:
    """The mark of what people must write."""
    return f"**TO BE FILLED IN by {who}: {what}**"


def packs(facts: PackFacts) -> Mapping[str, str]:
    """File name → Markdown."""
    return {
        "transparency-record.md": _transparency(facts),
        "impact-assessment.md": _assessment(facts),
        "hazard-log.md": _hazards(facts),
    }


def _transparency(facts: PackFacts) -> str:
    return _page(
        "Algorithmic Transparency Record (draft)",
        facts,
        {
            "Tier 1: what it is": [
                (
                    "Casescribe: a case-recording assistant for children’s social workers. It records a visit with "
                    "consent on the worker’s own laptop, transcribes it there, and drafts a factual case note there. "
                    "Nothing of a visit leaves it."
                ),
                fill("the council", "the public page, and whom to write to"),
            ],
            "1. Owner and responsibility": [
                fill("the council", "organisation, team, senior responsible owner, supplier and contract"),
            ],
            "2. Description and rationale": [
                (
                    "It gives the worker a draft whose every sentence cites the words it rests on. Analysis, risk and "
                    "decisions are written by people; those sections stay blank in a draft. Drafted sentences about "
                    "harm are confirmed one by one."
                ),
                fill("the council", "why here, what it replaces, which alternatives were looked at, what it should bring"),
            ],
            "3. Decision making": [
                (
                    "It makes no decision and rates nothing. A worker approves each note in their own name; a "
                    "supervisor may return or countersign it; the log shows what software and what people did."
                ),
                fill("the service manager", "training before use, and how a family can challenge a note"),
                "How it is used and how carefully drafts are read, from the log:",
                _numbers(facts.report, ("use", "words", "review", "flags", "hands", "time")),
            ],
            "4. Tool specification": [
                f"Casescribe {facts.version}, on each worker’s laptop, without a server.",
                "Models installed:",
                _list(facts.models),
                "Settings:",
                _list(facts.settings),
                "Which ran, and what that took:",
                _numbers(facts.report, ("models", "energy")),
                fill("the council", "results of your own trial on your own accents, languages and kinds of visit"),
            ],
            "5. Risks, mitigations and impact assessments": [
                "See the impact assessment and the hazard log beside this file.",
                fill(
                    "the information governance lead",
                    "date and outcome of the impact assessments, data protection and equality",
                ),
            ],
        },
    )


def _assessment(facts: PackFacts) -> str:
    return _page(
        "Data protection impact assessment (draft)",
        facts,
        {
            "1. Why an assessment": [
                (
                    "Voices and words of children and families, often special category data, are recorded and worked on "
                    "by new technology. An assessment is required before use."
                ),
                fill("the information governance lead", "the screening decision and its date"),
            ],
            "2. The processing": [
                (
                    "Sound, transcript, draft and note are kept encrypted on the worker’s laptop, each visit under a "
                    "key of its own. The program opens no network connection when it works. The note leaves it by the "
                    "worker’s own export."
                ),
                "The rules in force:",
                _list(facts.policy),
                fill("the council", "controller, processors if any, where exported notes are kept and who sees them"),
            ],
            "3. Consultation": [
                fill("the council", "what children, parents, workers and unions said, and what was changed for it"),
            ],
            "4. Necessity and proportionality": [
                fill("the data protection officer", "lawful basis, condition for special category data, why less would not do"),
                "Answers to the question of recording so far:",
                _numbers(facts.report, ("consent",)),
            ],
            "5. Risks": [
                "The hazard log beside this file lists what can go wrong and what stands against it.",
                fill("the data protection officer", "likelihood and severity of each, and others of your own"),
            ],
            "6. Measures": [
                "Erasure by the rules above; what was kept and erased so far:",
                _numbers(facts.report, ("retention", "witnesses")),
                *(["To look at again in your rules:", _list(facts.unwise)] if facts.unwise else []),
            ],
            "7. Sign-off": [
                fill("the data protection officer and the senior responsible owner", "advice, decision, date of next review")
            ],
        },
    )


_HAZARDS: Sequence[tuple[str, str, str, str]] = (
    (
        "A sentence of the note was never said",
        "A family is judged by it; a child is wrongly protected or not protected",
        "Each sentence cites its words; what they do not hold is refused; approval without reading is flagged",
        "hands, review, flags",
    ),
    (
        "A word is misheard: a name, a number, a “not”",
        "The wrong person, date or dose stands in the record",
        "Names from the roster; sound beside each sentence; numbers are to be listened to",
        "review",
    ),
    (
        "A disclosure is left out of the draft",
        "A child told somebody and nothing happened",
        "Possible disclosures that no sentence uses are listed and must be put aside one by one, with a reason",
        "hands",
    ),
    (
        "Somebody else’s words are given to the child, or the other way round",
        "The child’s voice is lost or invented",
        "The worker names the voices; the child’s words stand verbatim with their sound",
        "review",
    ),
    (
        "The worker approves without reading",
        "Everything above goes through",
        "Time at the evidence of each sentence is logged, and scrolling does not count; supervisors see it",
        "review, flags",
    ),
    (
        "Somebody is recorded who did not agree",
        "Harm to trust; unlawful processing",
        "No recording without an answer of everybody present; withdrawal stops it; private stretches are not stored",
        "consent",
    ),
    (
        "The laptop is lost, or somebody looks into it",
        "Families’ lives are known to strangers",
        "Everything is encrypted under a passphrase; the vault locks itself; wrong passphrases are counted",
        "witnesses",
    ),
    (
        "A note or the log is changed afterwards",
        "Nobody can say what was known when",
        "Notes are signed; the log is a tree with signed heads, cosigned and printed in each note’s footer",
        "witnesses",
    ),
    (
        "A recording or an edit is lost",
        "The visit has to be told from memory",
        "Sound is forced to disk as it arrives; each act is one transaction; backups",
        "",
    ),
    (
        "Records are kept longer than they may be",
        "Unlawful processing",
        "The rules’ dates are counted and overdue visits shown; a hold keeps what a court asks for",
        "retention",
    ),
    (
        "It works worse for some accents, names or families",
        "Unequal records of unequal quality",
        "The same visit told with names and sexes exchanged is compared: casescribe models bias",
        "",
    ),
)


def _hazards(facts: PackFacts) -> str:
    sheets = {sheet.key: sheet for sheet in facts.report.sheets}
    rows = [
        "| # | Hazard | Harm | What stands against it | Figures below | Rating and owner |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    rating = fill("the practice lead", "rating")
    for number, (hazard, harm, control, figures) in enumerate(_HAZARDS, start=1):
        titles = ", ".join(sheets[key].title for key in figures.split(", ") if key in sheets)
        rows.append(f"| {number} | {hazard} | {harm} | {control} | {titles or '–'} | {rating} |")
    used = tuple(dict.fromkeys(key for *_, figures in _HAZARDS for key in figures.split(", ") if key))
    return _page(
        "Hazard log (draft)",
        facts,
        {
            "Hazards": [
                "\n".join(rows),
                fill("the practice lead", "hazards of your own service, and who looks at this log how often"),
            ],
            "Figures": [_numbers(facts.report, used)],
        },
    )


def _page(title: str, facts: PackFacts, parts: Mapping[str, Sequence[str]]) -> str:
    lines = [
        f"# {title}",
        "",
        f"Begun by Casescribe {facts.version} from its configuration and its log. Not finished: see the marks.",
    ]
    for heading, paragraphs in parts.items():
        lines += ["", f"## {heading}"]
        for paragraph in paragraphs:
            lines += ["", paragraph]
    return "\n".join(lines) + "\n"


def _list(items: Sequence[str]) -> str:
    return "\n".join(f"- {item}" for item in items) or "- none"


def _numbers(report: Report, keys: Sequence[str]) -> str:
    """Some sheets as they stand in the report, small counts hidden."""
    chosen = tuple(sheet for sheet in report.sheets if sheet.key in keys)
    return "```text\n" + to_screen(Report(report.title, report.sentences[:1], chosen)) + "```"
