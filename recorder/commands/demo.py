"""A sample visit from sound to a signed, audited note, in a vault of its own: what a newcomer sees first.

Every stage is the product's own, on recorded sound with the real models. What a person does at a real visit, giving
consent, saying whose voice is whose, confirming, writing the human sections, is done here by an invented demo worker
whose answers lie beside the sample; the screen says so.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from recorder.config import Config
from recorder.domain import ModelRun, Status, Transcript
from recorder.interchange import read_visit_file

if TYPE_CHECKING:
    from rich.console import Console

    from recorder.bootstrap import OpenVault
    from recorder.pipeline import CaseRecorder

_PASSPHRASE = "sample words only"  # noqa: S105 - no secret: everybody in the sample is invented, and it lies beside the vault
_WRITTEN_BY_HAND = "(Sample text of the demo worker. A real note waits until its worker has written this section.)"


@contextmanager
def run_demo(config: Config, *, folder: Path | None = None, stop_at_draft: bool = False) -> Iterator[OpenVault]:
    """Run the sample visit and leave its vault open until the caller is done with it.

    With `stop_at_draft`, the draft is left for the person to work on and approve in the interface.
    """
    from rich.console import Console

    from recorder.access.keys import SAMPLE_COST
    from recorder.bootstrap import create_vault, open_vault
    from recorder.vault import SAMPLE_PASSPHRASE, unlock

    where = folder or Path(tempfile.mkdtemp(prefix="casescribe-demo-"))
    console = Console(highlight=False)
    own = replace(config, vault_dir=where / "vault")
    create_vault(own, worker="Sample Worker (demo)", passphrase=_PASSPHRASE, cost=SAMPLE_COST, sample=True)
    (own.vault_dir / SAMPLE_PASSPHRASE).write_text(_PASSPHRASE + "\n", encoding="utf-8")
    opened = open_vault(own, unlock(own.vault_dir, _PASSPHRASE))
    try:
        visit_id = _bring_in(opened.recorder, console)
        _listen_and_draft(opened.recorder, visit_id, console)
        if not stop_at_draft:
            _finish(opened, visit_id, console, where)
        yield opened
    finally:
        opened.vault.close()


def _bring_in(recorder: CaseRecorder, console: Console) -> str:
    from recorder.capture import SoundFile

    with resources.as_file(resources.files("recorder") / "sample") as sample:
        script = read_visit_file(sample / "visit.json")
        title = json.loads((sample / "visit.json").read_text(encoding="utf-8"))["title"]
        case = recorder.open_case("SAMPLE-1", script.roster)
        held_on, template = script.held_on, script.template
        if held_on is None or template is None:
            raise RuntimeError("the sample visit lacks its date or template")
        visit = recorder.plan_visit(case.reference, title=title, template=template, held_on=held_on)
        _step(
            console, f"A case with {len(case.roster)} people, and a visit on {held_on:%d %B %Y}. Everybody in it is invented."
        )
        for person in script.roster:
            if person.present:
                recorder.record_consent(visit.id, person.key, agreed=True, told_how="in_person")
        _step(console, "Everybody present was told about the recording and agreed.")
        recorder.import_sound(visit.id, SoundFile(sample / "visit.opus"))
    _step(console, "The recording is in the sample vault.")
    return visit.id


def _listen_and_draft(recorder: CaseRecorder, visit_id: str, console: Console) -> None:
    from recorder.commands.progress import stage_lines
    from recorder.commands.show import print_note, print_to_do, print_transcript

    with stage_lines() as progress:
        recorder.transcribe(visit_id, on_progress=progress)
        heard = recorder.transcript(visit_id, named=False)
        if heard is not None:
            recorder.name_speakers(visit_id, _whose_voice(heard, tuple(recorder.voices(visit_id))))
        recorder.process(visit_id, on_progress=progress)
    words, roster = recorder.transcript(visit_id), recorder.roster(visit_id)
    if words is None:
        raise RuntimeError("a drafted visit has a transcript")
    _step(console, "The first words of the transcript, as heard; the demo worker said whose voice is whose:")
    print_transcript(console, replace(words, turns=words.turns[:6]), roster)
    note = recorder.working_note(visit_id)
    _step(console, "The draft. Each sentence names the turns and the time it rests on:")
    print_note(console, note, words)
    console.print()
    _step(console, "What was flagged for a person:")
    print_to_do(console, note, words, roster)


def _whose_voice(heard: Transcript, voices: Sequence[str]) -> dict[str, str]:
    """The demo worker's answer to “whose voice is this?”: who speaks most in the stretches they know by ear."""
    sample = resources.files("recorder") / "sample" / "voices.json"
    known: dict[str, list[list[float]]] = json.loads(sample.read_text(encoding="utf-8"))
    named: dict[str, str] = {}
    for label in voices:
        seconds = {p: sum(_overlap(heard, label, start, end) for start, end in stretches) for p, stretches in known.items()}
        best = max(seconds, key=lambda person: seconds[person])
        if seconds[best] > 0:
            named[label] = best
    return named


def _overlap(transcript: Transcript, label: str, start: float, end: float) -> float:
    """Seconds for which a voice is heard between `start` and `end`."""
    return sum(max(0.0, min(end, w.end) - max(start, w.start)) for t in transcript.turns if t.speaker == label for w in t.words)


def _finish(opened: OpenVault, visit_id: str, console: Console, where: Path) -> None:
    from recorder.assurance import verify_vault
    from recorder.export import FORMATS

    recorder = opened.recorder
    note = recorder.working_note(visit_id)
    for statement in note.statements:
        if statement.confirm:
            recorder.confirm_statement(visit_id, statement.id)
    for turn in note.unused_disclosures:
        recorder.acknowledge_disclosure(visit_id, turn, reason="known")
    for one in note.contradictions:
        recorder.see_contradiction(visit_id, one.first, one.second)
    for section, _ in note.human_sections:
        recorder.write_section(visit_id, section, _WRITTEN_BY_HAND)
    signed = recorder.approve(visit_id)
    _step(console, f"Approved and signed by the demo worker. SHA-256 {signed.sha256()}")
    for form in FORMATS:
        recorder.export(visit_id, form=form, render=FORMATS[form], destination=where / f"note.{form}")
    assurance = verify_vault(opened)
    _step(console, "The audit log: " + " ".join(assurance.sentences))
    if not assurance.ok or recorder.visit(visit_id).status is not Status.APPROVED:
        raise RuntimeError("the demo's own log does not verify")
    _step(console, "How long each stage took, loading of its model included:")
    _print_runs(console, recorder.model_runs(visit_id))
    _step(console, f"Note: {where / 'note.md'} and {where / 'note.docx'}")
    _step(console, f"Vault: {where / 'vault'}   Look round: casescribe --vault {where / 'vault'}")
    _step(console, f"It is a sample: delete {where} whenever you like.")


def _print_runs(console: Console, runs: Sequence[ModelRun]) -> None:
    for run in runs:
        names = ", ".join(m.split()[0] for m in run.models.split(",") if m.strip())
        console.print(f"  {run.stage:<11} {run.seconds:6.1f} s   {run.joules / 3600:.3f} Wh (estimated)   {names}")


def _step(console: Console, text: str) -> None:
    console.print(f"\n• {text}", markup=False)
