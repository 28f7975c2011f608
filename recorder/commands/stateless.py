"""`casescribe transcribe`, `redact` and `draft`: files in, JSON lines out, no vault touched.

For pipes, tests and benchmarks. Several files are done in one run, with the models loaded once; the first file that
cannot be used ends the run with a sentence, after the lines of the files before it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from recorder.commands.settings import Settings

if TYPE_CHECKING:
    from recorder.config import Config
    from recorder.domain import Person, Transcript
    from recorder.ports import Pseudonyms

_FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object a line instead of text.")


@click.command()
@_FILES
@click.option("--roster", type=click.Path(path_type=Path), help="The people around the child (docs/roster.md).")
@click.option("--speakers", type=click.IntRange(1, 12), help="How many people speak; without it, voices are not told apart.")
@_JSON
@click.pass_obj
def transcribe(settings: Settings, files: Sequence[Path], roster: Path | None, speakers: int | None, as_json: bool) -> None:
    """Write down what is said in each sound file."""
    from rich.console import Console

    from recorder.bootstrap import build_diariser, build_transcriber
    from recorder.capture import decode_audio
    from recorder.commands.progress import stage_lines
    from recorder.commands.show import print_transcript
    from recorder.interchange import read_roster_file, transcript_to_json
    from recorder.transcription.hearing import write_down
    from recorder.transcription.voices import tell_apart

    people = read_roster_file(roster) if roster else ()
    names = tuple(name for p in people for name in p.spoken_names)
    engine, diariser = None, None
    for file in files:
        remarks: list[str] = []
        audio = decode_audio(file, remarks=remarks)
        for remark in remarks:
            click.echo(remark, err=True)
        engine = engine or build_transcriber(settings.config)
        with stage_lines(terminal_only=True) as say:
            transcript = write_down(engine, audio, transcript_id=file.stem, names=names, progress=partial(say, "transcribe"))
        if speakers is not None:
            diariser = diariser or build_diariser(settings.config)
            transcript = tell_apart(diariser, transcript, audio, speakers=speakers)
        transcript = engine.mark_languages(transcript, audio)
        if as_json:
            _print_json(transcript_to_json(transcript))
        else:
            print_transcript(Console(highlight=False), transcript, people)


@click.command()
@_FILES
@click.option("--no-roster", is_flag=True, help="Do as if the people around the child were not known.")
@_JSON
@click.pass_obj
def redact(settings: Settings, files: Sequence[Path], no_roster: bool, as_json: bool) -> None:
    """Find the personal data in each transcript."""
    from recorder.bootstrap import build_redactor
    from recorder.interchange import read_visit_file, redacted_to_json

    engine = None
    for file in files:
        visit = read_visit_file(file)
        engine = engine or build_redactor(settings.config)
        redacted = engine.redact(visit.transcript, () if no_roster else visit.roster)
        if as_json:
            _print_json(redacted_to_json(redacted))
            continue
        for turn in redacted.turns:
            text = turn.text
            for span in reversed(turn.spans):
                text = f"{text[: span.start]}[{span.type}]{text[span.end :]}"
            click.echo(f"{turn.i:>4}  {text}")


@click.command()
@_FILES
@click.option("--template", help="The kind of note, or a file of yours; else the file's own, or child_in_need_visit.")
@click.option("--writer", default="none", show_default=True, help="A language model of the catalogue, or none.")
@click.option("--date", "held_on", type=click.DateTime(["%Y-%m-%d"]), help="The day of the visit; the file's own, or today.")
@_JSON
@click.pass_obj
def draft(settings: Settings, files: Sequence[Path], template: str | None, writer: str, held_on: Any, as_json: bool) -> None:
    """Draft a note from each transcript."""
    from rich.console import Console

    from recorder.bootstrap import build_drafter
    from recorder.commands.show import print_draft
    from recorder.interchange import draft_to_json, read_visit_file
    from recorder.templates import load_template, own_template, parse_template

    config = replace(settings.config, writer=None if writer == "none" else writer)
    drafter, own = None, None
    if template and template.endswith(".toml"):
        own = parse_template(*own_template(Path(template)))
    for file in files:
        visit = read_visit_file(file)
        chosen = own or load_template(template or visit.template or "child_in_need_visit")
        day = held_on.date() if held_on else visit.held_on or date.today()
        drafter = drafter or build_drafter(config)
        pseudonyms = _pseudonyms(config, visit.transcript, visit.roster) if config.writer else None
        note = drafter.draft(visit.transcript, roster=visit.roster, template=chosen, visit_date=day, pseudonyms=pseudonyms)
        if as_json:
            _print_json(draft_to_json(note))
        else:
            print_draft(Console(highlight=False), note, chosen, visit.transcript)


def _pseudonyms(config: Config, transcript: Transcript, roster: Sequence[Person]) -> Pseudonyms:
    from recorder.bootstrap import build_redactor, pseudonyms_for

    return pseudonyms_for(build_redactor(config).redact(transcript, roster), roster)


def _print_json(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))
