"""A signed note as its supervisor reads it: how long it waits, what the AI wrote, what the worker made of it.

Pure words, no terminal. What was changed between draft and signature is said in words and signs, sentence by sentence, so
that nobody needs colours to see it. It measures notes, never people: no shares by name, no scores.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from difflib import SequenceMatcher

from recorder.domain import ApprovedNote, Case, Origin, Person, Statement, StatementKind, Transcript, Visit, WorkingNote
from tui import presenter
from tui.presenter import EDITED, TAKEN_OUT, About, NoteLine, count, tidy

HARM, COMMENTED = "▲", "¶"
LEGEND = f"{EDITED} changed by the worker   {TAKEN_OUT} taken out   {HARM} about harm   {COMMENTED} your comment"
COMMENT = "comment:"  # a supervisor's words on a sentence, kept as what is typed is, until the note is given back
_READING = 200  # words a minute, with care (Brysbaert 2019: 238 silently)
_PER_CHECK = timedelta(seconds=20)  # to hold a changed sentence, or one about harm, against its evidence
_AS_DRAFTED, _CHANGED, _OWN = "as the AI drafted it", "AI, changed by the worker", "the worker’s own words"
COUNTERSIGNED_IN_YOUR_NAME = "The note is countersigned in your name. Its worker exports it and says when it is filed."
COSIGN_WHY = "If you cosign the log too, and keep that file away from this laptop, nobody can rewrite today’s log unseen."
RETURN_WORDS = {
    "facts": "Something in it is not right",
    "evidence": "The words behind it do not carry it",
    "childs_voice": "The child’s voice is missing",
    "wrong_person": "It mixes people up",
    "analysis": "The analysis needs more",
    "unclear": "It is not clear",
    "other": "Something else",
}
WITNESS = "Your signature says: I saw the log as it is now. Whoever rewrites it later is found out by the file that you keep."
_OF_A_SENTENCE = re.compile(r"(?m)^(s\d+|[a-z_]+): (.*)$")


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A signed note that waits for its supervisor."""

    id: str
    waits: str  # "3 days"
    title: str
    by: str
    harm: str  # "2 about harm", or "none"
    effort: str  # "about 4 min"


def queue_row(
    visit: Visit, note: ApprovedNote, *, cases: Sequence[Case], now: datetime, given_back: int = 0, mine: bool = False
) -> QueueRow:
    """A signed note as a line of the queue."""
    reference = next((c.reference for c in cases if c.id == visit.case_id), "")
    again = f" (again: given back {count(given_back, 'time')})" if given_back else ""
    harm = sum(s.confirm for s in note.statements)
    return QueueRow(
        visit.id,
        age(now - note.approved_at),
        tidy(f"{presenter.visit_title(visit)} · {reference}".strip(" ·")) + again,
        "you, so somebody else signs" if mine else tidy(note.approved_by),
        f"{HARM} {harm}" if harm else "none",
        f"about {effort(note)} min",
    )


def age(span: timedelta) -> str:
    """How long something waits: "3 days", "5 hours", "under an hour"."""
    if span >= timedelta(days=1):
        return count(span.days, "day")
    hours = int(span.total_seconds() // 3600)
    return count(hours, "hour") if hours else "under an hour"


def effort(note: ApprovedNote) -> int:
    """Minutes that careful reading of a note takes, at least one: its words, and a look behind what was changed or is harm."""
    words = sum(len(s.text.split()) for s in note.statements) + sum(len(text.split()) for _, text in note.human_sections)
    checks = sum(s.confirm or s.edited for s in note.statements)
    return max(1, round((timedelta(minutes=words / _READING) + checks * _PER_CHECK).total_seconds() / 60))


def whose_words(note: ApprovedNote) -> str:
    """Whose words the note is in, in one line."""
    words = {_AS_DRAFTED: 0, _CHANGED: 0, _OWN: sum(len(text.split()) for _, text in note.human_sections)}
    for s in note.statements:
        words[whose(s)] += len(s.text.split())
    total = max(sum(words.values()), 1)
    parts = ((_AS_DRAFTED, "as the AI drafted them"), (_CHANGED, "AI’s, changed by the worker"), (_OWN, "the worker’s own"))
    return "Of its words: " + ", ".join(f"{round(100 * words[key] / total)} % {said}" for key, said in parts) + "."


def whose(statement: Statement) -> str:
    """Who worded a signed sentence."""
    if statement.origin is Origin.PERSON:
        return _OWN
    return _CHANGED if statement.edited else _AS_DRAFTED


def review_lines(note: ApprovedNote, draft: WorkingNote, *, comments: Mapping[str, str]) -> tuple[NoteLine, ...]:
    """The signed note from top to bottom, with what the worker took out of the draft in its place."""
    lines, written = list[NoteLine](), dict(note.human_sections)
    gone = [s for s in draft.statements if not s.text and s.drafted_text]
    for section in note.template.sections:
        here = [_line(s, comments) for s in note.statements if s.section == section.key]
        here += [
            NoteLine("sentence", s.id, f"Taken out: {tidy(s.drafted_text)}", TAKEN_OUT + _sign(s.id, comments), "by the worker")
            for s in gone
            if s.section == section.key
        ]
        if section.key in written:
            here.append(NoteLine("section", section.key, written[section.key].strip(), _sign(section.key, comments), _OWN))
        lines += [NoteLine("heading", section.key, section.heading, tail="" if here else "none"), *here]
    return tuple(lines)


def _line(statement: Statement, comments: Mapping[str, str]) -> NoteLine:
    signs = (HARM if statement.confirm else "") + (EDITED if statement.edited else "") + _sign(statement.id, comments)
    tail = whose(statement) + (" · about harm, confirmed by the worker" if statement.confirm else "")
    return NoteLine("sentence", statement.id, tidy(statement.text), signs, tail, waits=statement.confirm)


def _sign(key: str, comments: Mapping[str, str]) -> str:
    return COMMENTED if comments.get(key) else ""


def about(
    line: NoteLine,
    note: ApprovedNote,
    draft: WorkingNote,
    *,
    comments: Mapping[str, str],
    transcript: Transcript | None,
    roster: Sequence[Person],
) -> About:
    """What stands behind one line: draft against final, the supervisor's comment, the words that it rests on."""
    said = f"\n\n{COMMENTED} Your comment: {comments[line.key]}" if comments.get(line.key) else ""
    if line.kind == "section":
        section = next(s for s in note.template.sections if s.key == line.key)
        return About(tidy(section.heading), f"{tidy(section.guidance)}\n\nThe worker wrote this; no machine did.{said}")
    statement = next(s for s in (*note.statements, *draft.statements) if s.id == line.key)
    turns = presenter.evidence(transcript, statement.cites, roster=roster)
    rests = f" · rests on turn{'' if len(statement.cites) == 1 else 's'} {', '.join(map(str, statement.cites))}"
    heading = f"{statement.id}{rests if statement.cites else ' · no recorded words stand behind it'}"
    return About(heading, f"{_compared(statement)}{_heard(statement, transcript)}{said}", turns)


def _compared(statement: Statement) -> str:
    if not statement.text:
        return f"The AI wrote, and the worker took it out:\n{tidy(statement.drafted_text)}"
    if statement.origin is Origin.PERSON:
        return "The worker’s own sentence. No machine worded it."
    if not statement.edited:
        how = "by a language model" if statement.origin is Origin.WRITER else "from the spoken words, by rules"
        return f"As the AI drafted it, {how}. The worker left it as it is."
    return (
        f"The AI wrote:\n{tidy(statement.drafted_text)}\n\nThe worker signed:\n{tidy(statement.text)}\n\n"
        f"Changed ([- out -] {{+ in +}}):\n{changes(tidy(statement.drafted_text), tidy(statement.text))}"
    )


def changes(before: str, after: str) -> str:
    """What became of a sentence, word by word: "He [- shouted -] {+ spoke loudly +} twice."."""
    old, new = before.split(), after.split()
    parts: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            parts += old[a:b]
            continue
        parts += [f"[- {' '.join(old[a:b])} -]"] if a < b else []
        parts += [f"{{+ {' '.join(new[c:d])} +}}"] if c < d else []
    return " ".join(parts)


def _heard(statement: Statement, transcript: Transcript | None) -> str:
    """The words of the evidence that the machine heard uncertainly."""
    turns = [turn for i in statement.cites if transcript and (turn := transcript.turn(i))]
    unsure = dict.fromkeys(tidy(w.text) for turn in turns for w in turn.words if w.doubt)
    return f"\n\nHeard uncertainly, worth a listen: {', '.join(unsure)}" if unsure else ""


def reflection(note: ApprovedNote) -> str:
    """One question to think about before signing, from what this note holds; never an answer."""
    if not any(s.kind is StatementKind.QUOTE for s in note.statements):
        return "Nobody’s own words stand in this note. What would the child say in it?"
    if any(s.confirm for s in note.statements):
        return f"What is said about harm ({HARM}): is it what was seen and heard, and does the analysis answer it?"
    return "What would the child say this note leaves out?"


def comments_in(typed: Mapping[str, str]) -> dict[str, str]:
    """The comments on sentences and sections among what is kept for a visit, by key."""
    return {field.removeprefix(COMMENT): text for field, text in typed.items() if field.startswith(COMMENT) and text.strip()}


def joined(overall: str, comments: Mapping[str, str]) -> str:
    """One comment to go with the note: the words about all of it, then a line a sentence ("s3: …")."""
    return "\n".join([*([overall.strip()] if overall.strip() else []), *(f"{k}: {tidy(v)}" for k, v in comments.items())])


def comments_of(comment: str) -> dict[str, str]:
    """The inverse for the writer's page: what was said of each sentence or section; the rest stands under ""."""
    found = dict(_OF_A_SENTENCE.findall(comment))
    return {"": _OF_A_SENTENCE.sub("", comment).strip()} | found


def with_comment(about: About, comment: str) -> About:
    """What stands behind a line of a draft that came back, with what the supervisor said of it."""
    return replace(about, words=f"{COMMENTED} Your supervisor: {tidy(comment)}\n\n{about.words}") if comment else about


def countersign_question(note: ApprovedNote) -> str:
    """What a supervisor is about to sign."""
    return (
        f"You sign in your own name that you read this note by {tidy(note.approved_by)} and stand by it with them.\n\n"
        f"To think about: {reflection(note)}\n\nWhich decision rests on this note? Would you defend it in a year?"
    )
