"""Transcripts and rosters as JSON files: what `casescribe transcribe --json` prints and the stateless commands read.

One reader serves both shapes that exist, a printed transcript and a role-play visit (`people`, `turns`, `template`,
`date`); every other key, gold marks among them, is ignored. A file that is neither is refused with a sentence.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from recorder.domain import (
    SHARE_OF_SPEECH,
    ApprovedNote,
    Doubt,
    DraftNote,
    Origin,
    Person,
    RedactedTranscript,
    Role,
    Section,
    Statement,
    StatementKind,
    Template,
    Transcript,
    Turn,
    Word,
)
from recorder.errors import BadInput


@dataclass(frozen=True, slots=True)
class VisitFile:
    """What a transcript file holds beside the words."""

    transcript: Transcript
    roster: tuple[Person, ...]
    template: str | None  # a template's name, if the file says
    held_on: date | None  # the day of the visit, if the file says


def read_visit_file(path: Path) -> VisitFile:
    """Read a transcript or role-play file. Raises `BadInput` when it is neither."""
    data = _read_json(path)
    if not isinstance(data, dict) or not isinstance(data.get("turns"), list):
        raise BadInput(
            f"{path.name} is not a transcript: it has no list of turns.",
            "Give a file that “casescribe transcribe --json” printed.",
        )
    try:
        turns = tuple(_turn(i, t) for i, t in enumerate(data["turns"]))
        roster = read_people(data.get("people", []))
        held_on = date.fromisoformat(str(data["date"])[:10]) if data.get("date") else None
        transcript = Transcript(
            id=str(data.get("id") or path.stem),
            turns=turns,
            language=str(data.get("language") or "en"),
            model=str(data.get("model") or ""),
            seconds=None if data.get("seconds") is None else float(data["seconds"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as exc:
        raise BadInput(f"{path.name} has a turn or a person that cannot be read ({exc}).", "Nothing was changed.") from exc
    template = data.get("template")
    return VisitFile(transcript, roster, str(template) if template else None, held_on)


def read_roster_file(path: Path) -> tuple[Person, ...]:
    """Read a roster: a JSON list of people, or any object with `people`. Raises `BadInput`."""
    data = _read_json(path)
    people = data.get("people") if isinstance(data, dict) else data
    if not isinstance(people, list):
        raise BadInput(f"{path.name} is not a roster: it has no list of people.", "See docs/roster.md for the form.")
    try:
        return read_people(people)
    except (KeyError, TypeError, ValueError, AttributeError) as exc:
        raise BadInput(f"{path.name} has a person that cannot be read ({exc}).", "Each needs a key and a name.") from exc


def read_people(people: Sequence[Mapping[str, Any]]) -> tuple[Person, ...]:
    """People from their JSON form; an unknown role becomes `other`."""
    known = {r.value for r in Role}
    return tuple(
        Person(
            key=str(p["key"]),
            name=str(p["name"]),
            also=tuple(map(str, p.get("also", ()))),
            role=Role(p["role"]) if p.get("role") in known else Role.OTHER,
            age=None if p.get("age") is None else int(p["age"]),
            date_of_birth=date.fromisoformat(p["dob"]) if p.get("dob") else None,
            present=bool(p.get("present", True)),
            addresses=tuple(map(str, p.get("addresses", ()))),
        )
        for p in people
    )


def people_to_json(roster: Sequence[Person]) -> list[dict[str, Any]]:
    """The inverse of `read_people`."""
    return [
        {
            "key": p.key,
            "name": p.name,
            "also": list(p.also),
            "role": p.role.value,
            "age": p.age,
            "dob": p.date_of_birth.isoformat() if p.date_of_birth else None,
            "present": p.present,
            "addresses": list(p.addresses),
        }
        for p in roster
    ]


def transcript_to_json(transcript: Transcript) -> dict[str, Any]:
    """A transcript as the command line prints it."""
    return {
        "id": transcript.id,
        "language": transcript.language,
        "model": transcript.model,
        "seconds": transcript.seconds,
        "turns": [
            {
                "i": t.i,
                "speaker": t.speaker,
                "start": t.start,
                "end": t.end,
                "text": t.text,
                "words": [_word_to_json(w) for w in t.words],
            }
            | ({"speaker_doubtful": True} if t.speaker_doubtful else {})
            | ({"language": t.language, "translation": t.translation} if t.language else {})
            for t in transcript.turns
        ],
    }


def transcript_from_json(data: Mapping[str, Any]) -> Transcript:
    """The inverse of `transcript_to_json`; raises KeyError or ValueError on anything else."""
    return Transcript(
        id=data["id"],
        turns=tuple(_turn(i, t) for i, t in enumerate(data["turns"])),
        language=data["language"],
        model=data["model"],
        seconds=data["seconds"],
    )


def redacted_to_json(redacted: RedactedTranscript) -> dict[str, Any]:
    """Found personal data as the command line prints it."""
    return {
        "id": redacted.id,
        "turns": [
            {
                "i": t.i,
                "text": t.text,
                "spans": [{"start": s.start, "end": s.end, "type": s.type, "score": round(s.score, 3)} for s in t.spans],
            }
            for t in redacted.turns
        ],
    }


def draft_to_json(note: DraftNote) -> dict[str, Any]:
    """A drafted note as the command line prints it."""
    return {
        "id": note.id,
        "template": note.template,
        "statements": [
            {
                "section": s.section,
                "text": s.text,
                "cites": list(s.cites),
                "kind": s.kind.value,
                "confirm": s.confirm,
                "origin": s.origin.value,
            }
            for s in note.statements
        ],
        "blank_sections": list(note.blank_sections),
        "unused_disclosures": list(note.unused_disclosures),
    }


def note_from_canonical(canonical: bytes) -> ApprovedNote:
    """An approved note from its signed bytes (`ApprovedNote.canonical`). Raises KeyError or ValueError on other bytes."""
    data = json.loads(canonical)
    fields = data | {
        "held_on": date.fromisoformat(data["held_on"]),
        "template": _template(data["template"]),
        "statements": tuple(
            Statement(**s | {"cites": tuple(s["cites"]), "kind": StatementKind(s["kind"]), "origin": Origin(s["origin"])})
            for s in data["statements"]
        ),
        "human_sections": tuple((key, text) for key, text in data["human_sections"]),
        "times": tuple((turn, seconds) for turn, seconds in data["times"]),
        "approved_at": datetime.fromisoformat(data["approved_at"]),
        "models": tuple(data["models"]),
    }
    return ApprovedNote(**fields)


def _template(data: Mapping[str, Any]) -> Template:
    sections = tuple(Section(**s) for s in data["sections"])
    return Template(data["name"], data["title"], sections, data.get("share_of_speech", SHARE_OF_SPEECH))


def _turn(place: int, data: Mapping[str, Any]) -> Turn:
    number = int(data.get("i", place))
    if number != place:
        raise ValueError(f"turn {place} calls itself {number}")
    return Turn(
        i=number,
        speaker=str(data["speaker"]),
        text=str(data["text"]),
        start=None if data.get("start") is None else float(data["start"]),
        end=None if data.get("end") is None else float(data["end"]),
        words=tuple(
            Word(float(w["start"]), float(w["end"]), str(w["text"]), float(w["probability"]), Doubt(w.get("doubt", "")))
            for w in data.get("words") or ()
        ),
        speaker_doubtful=bool(data.get("speaker_doubtful", False)),
        language=str(data.get("language", "")),
        translation=str(data.get("translation", "")),
    )


def _word_to_json(word: Word) -> dict[str, Any]:
    """A word; `doubt` only where there is some."""
    data = {"start": word.start, "end": word.end, "text": word.text, "probability": round(word.probability, 4)}
    return data | {"doubt": word.doubt.value} if word.doubt else data


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as exc:
        raise BadInput(f"There is no file {path.name}.", "Check the name and try again.") from exc
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as exc:
        raise BadInput(f"{path.name} cannot be read as JSON.", "Nothing was changed.") from exc
