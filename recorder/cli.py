"""The `casescribe` command: a person's cases and visits, and the way from sound to a filed note.

Heavy libraries load inside the commands that need them, so that `--help` and `visit list` answer at once. Every error
that a person can meet ends here as one plain sentence on standard error and an exit code (`recorder.errors`).
"""

from __future__ import annotations

import importlib
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from recorder import __version__
from recorder.commands.settings import Settings, team_code
from recorder.config import load_config
from recorder.errors import CasescribeError, UsageError
from recorder.quiet import keep_quiet
from recorder.reasons import DISCLOSURE_REASONS

if TYPE_CHECKING:
    from recorder.domain import WorkingNote
    from recorder.pipeline import CaseRecorder


# Where each command that is not below lives; a module loads when one of its commands is named.
_ELSEWHERE = {
    "recorder.commands.audit": ("audit",),
    "recorder.commands.backup": ("backup", "restore"),
    "recorder.commands.keys": ("lock", "passphrase", "person", "recover", "rotate", "unlock"),
    "recorder.commands.lifecycle": (
        "certificate",
        "countersign",
        "due",
        "erase",
        "file",
        "hold",
        "return",
        "search",
        "unhold",
        "withdraw",
    ),
    "recorder.commands.models": ("models", "templates"),
    "recorder.commands.policy": ("policy",),
    "recorder.commands.record": ("record",),
    "recorder.commands.redaction": ("redaction",),
    "recorder.commands.serve": ("serve",),
    "recorder.commands.stateless": ("draft", "redact", "transcribe"),
    "recorder.commands.transcript": ("transcript", "words"),
}
_MODULE_OF = {name: module for module, names in _ELSEWHERE.items() for name in names}


class PlainErrors(click.Group):
    """A group whose errors are sentences, never tracebacks, and whose commands load when they are named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted({*self.commands, *_MODULE_OF})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by name."""
        if cmd_name in self.commands or cmd_name not in _MODULE_OF:
            return self.commands.get(cmd_name)
        module = importlib.import_module(_MODULE_OF[cmd_name])
        return next(c for c in vars(module).values() if isinstance(c, click.Command) and c.name == cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; say what went wrong and leave with the error's own code."""
        from audit.errors import AuditError

        try:
            return super().invoke(ctx)
        except CasescribeError as exc:
            click.echo(exc.sentence(), err=True)
            ctx.exit(exc.exit_code)
        except AuditError as exc:
            click.echo(f"{exc.message} {exc.next_step}".strip(), err=True)
            ctx.exit(6)
        except KeyboardInterrupt:
            click.echo("Stopped. Nothing was lost; run the same command again to go on.", err=True)
            ctx.exit(130)


@click.group(cls=PlainErrors, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--vault", type=click.Path(path_type=Path), help="The folder of your vault.")
@click.option("--as", "person", help="Who you are, where several people sign in to one vault.")
@click.option("--plain", is_flag=True, help="Plain lines and questions instead of pages, for screen readers.")
@click.version_option(__version__, prog_name="casescribe")
@click.pass_context
def main(ctx: click.Context, vault: Path | None, person: str | None, plain: bool) -> None:
    """Record visits to children on your own laptop, and draft the case note there.

    Without a command, the interface opens.
    """
    keep_quiet()
    ctx.obj = Settings(load_config(vault_dir=vault, person=person))
    if ctx.invoked_subcommand is None:
        from recorder.interface import open_interface, open_plain

        (open_plain if plain else open_interface)(ctx.obj)


@main.command()
@click.option("--name", required=True, help="Your name, as it will stand under your notes.")
@click.option("--team", callback=team_code, help="Your team, as a short code such as north-1, for reports by team.")
@click.pass_obj
def init(settings: Settings, name: str, team: str | None) -> None:
    """Make your vault on this laptop."""
    from recorder.bootstrap import create_vault
    from recorder.vault import require_no_vault

    require_no_vault(settings.config.vault_dir)
    chosen = settings.new_passphrase("Choose a passphrase")
    recovery_key = create_vault(settings.config, worker=name, passphrase=chosen, team=team)
    click.echo(f"Your vault is ready in {settings.config.vault_dir}. Only your passphrase opens it.")
    click.echo(f"\nYour recovery key, if you ever lose the passphrase:\n\n    {recovery_key}\n")
    click.echo("Write it on paper now and keep it away from this laptop. It is not shown again.")


@main.command()
@click.option("--tui", is_flag=True, help="Open the interface on the sample vault afterwards.")
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="Where to make the sample vault.")
@click.pass_obj
def demo(settings: Settings, tui: bool, folder: Path | None) -> None:
    """Show a sample visit, end to end, in a throwaway vault."""
    from recorder.commands.demo import run_demo

    with run_demo(settings.config, folder=folder, stop_at_draft=tui) as opened:
        if tui:
            from recorder.interface import run_on

            run_on(settings.config, opened)


@main.command()
@click.option("--prove-offline", is_flag=True, help="Run a sample visit under watch and count what would leave; minutes.")
@click.option("--quick", is_flag=True, help="Do not try how fast the speech recognisers are here.")
@click.pass_obj
def doctor(settings: Settings, prove_offline: bool, quick: bool) -> None:
    """Say what works here and what to do about the rest."""
    from recorder.commands.doctor import examine, nothing_leaves, try_hearing

    looks = [nothing_leaves] if prove_offline else [examine] if quick else [examine, try_hearing]
    good = True
    for look in looks:
        for finding in look(settings.config):
            click.echo(f"{'ok     ' if finding.good else 'PROBLEM'}  {finding.sentence}")
            good = good and finding.good
    if not good:
        sys.exit(1)


@main.group()
def case() -> None:
    """Manage cases: a child and the people around them."""


@case.command("add")
@click.argument("reference")
@click.option("--people", type=click.Path(path_type=Path), required=True, help="A roster file (docs/roster.md).")
@click.pass_obj
def case_add(settings: Settings, reference: str, people: Path) -> None:
    """Begin a case under the council's REFERENCE."""
    from recorder.interchange import read_roster_file

    roster = read_roster_file(people)
    with settings.opened() as opened:
        opened.recorder.open_case(reference, roster)
    click.echo(f"Case {reference} has {len(roster)} people.")


@case.command("list")
@click.pass_obj
def case_list(settings: Settings) -> None:
    """List the cases."""
    with settings.opened() as opened:
        for one in opened.recorder.cases():
            click.echo(f"{one.reference}  {', '.join(f'{p.key}={p.name}' for p in one.roster)}")


@main.group()
def visit() -> None:
    """Manage visits."""


@visit.command("add")
@click.argument("case_reference")
@click.option("--title", default="Home visit", show_default=True)
@click.option("--template", default="child_in_need_visit", show_default=True, help="The kind of note.")
@click.option("--date", "held_on", type=click.DateTime(["%Y-%m-%d"]), help="The day of the visit; today if not given.")
@click.pass_obj
def visit_add(settings: Settings, case_reference: str, title: str, template: str, held_on: Any) -> None:
    """Add a visit to a case."""
    day = held_on.date() if held_on else date.today()
    with settings.opened() as opened:
        added = opened.recorder.plan_visit(case_reference, title=title, template=template, held_on=day)
    click.echo(added.id)


@visit.command("list")
@click.pass_obj
def visit_list(settings: Settings) -> None:
    """List the visits, the newest first."""
    with settings.opened() as opened:
        references = {c.id: c.reference for c in opened.recorder.cases()}
        visits = opened.recorder.visits()
        for one in visits:
            click.echo(f"{one.id}  {one.held_on}  {one.status:<13}  {references[one.case_id]}  {one.title}")
    if not visits:
        click.echo("There are no visits yet. Add one: casescribe visit add CASE", err=True)


@visit.command("consent")
@click.argument("visit_id")
@click.argument("person")
@click.option("--yes/--no", "agreed", required=True, default=None, help="What they answered.")
@click.option("--how", type=click.Choice(["in_person", "by_phone", "in_writing", "interpreter"]), default="in_person")
@click.pass_obj
def visit_consent(settings: Settings, visit_id: str, person: str, agreed: bool, how: str) -> None:
    """Note what PERSON answered when told about the recording."""
    with settings.opened() as opened:
        opened.recorder.record_consent(visit_id, person, agreed=agreed, told_how=how)
    click.echo(f"Noted: {person} {'agreed' if agreed else 'did not agree'}.")


@visit.command("voices")
@click.argument("visit_id")
@click.argument("names", nargs=-1)
@click.pass_obj
def visit_voices(settings: Settings, visit_id: str, names: tuple[str, ...]) -> None:
    """Show who each voice is, or say so: S1=sw S2=mum."""
    with settings.opened() as opened:
        if names:
            if faulty := [n for n in names if n.count("=") != 1]:
                raise UsageError(f"“{faulty[0]}” is not of the form S1=sw.", "Nothing was changed.")
            opened.recorder.name_speakers(visit_id, dict(n.split("=") for n in names))
        for label, person in opened.recorder.voices(visit_id).items():
            click.echo(f"{label} = {person or '(not named yet)'}")


@main.command("import")
@click.argument("visit_id")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def import_(settings: Settings, visit_id: str, file: Path) -> None:
    """Take a finished recording into the vault."""
    from recorder.capture import SoundFile

    source = SoundFile(file)
    with settings.opened() as opened:
        opened.recorder.import_sound(visit_id, source)
    for remark in source.remarks:
        click.echo(remark, err=True)
    click.echo(f"The recording is in the vault. Next: casescribe process {visit_id}")


@main.command()
@click.argument("visit_id")
@click.pass_obj
def process(settings: Settings, visit_id: str) -> None:
    """Transcribe, redact and draft, as far as it is not done yet."""
    from recorder.commands.progress import stage_lines

    with settings.opened() as opened, stage_lines() as progress:
        try:
            done = opened.recorder.process(visit_id, on_progress=progress)
        except KeyboardInterrupt:
            click.echo(
                "\nStopped. Nothing was lost: what was written down so far is kept. "
                f"To go on from there: casescribe process {visit_id}",
                err=True,
            )
            sys.exit(130)
    click.echo(f"This visit is {done.status}. See it with: casescribe show {visit_id}")


@main.command()
@click.argument("visit_id")
@click.option("--transcript", is_flag=True, help="Show the words instead of the note.")
@click.pass_obj
def show(settings: Settings, visit_id: str, transcript: bool) -> None:
    """Print a visit's note with its sources, and what waits for you."""
    from rich.console import Console

    from recorder.commands.show import print_note, print_to_do, print_transcript

    with settings.opened() as opened:
        words, roster = opened.recorder.transcript(visit_id), opened.recorder.roster(visit_id)
        if words is None:
            raise UsageError("This visit has no transcript yet.", f"Run: casescribe process {visit_id}")
        console = Console(highlight=False)
        if transcript:
            print_transcript(console, words, roster)
            return
        note = opened.recorder.working_note(visit_id)
        print_note(console, note, words)
        console.print()
        print_to_do(console, note, words, roster)


@main.command()
@click.argument("visit_id")
@click.option("--confirm", multiple=True, metavar="SENTENCE", help="Confirm this sentence, e.g. s3. Repeat for each.")
@click.option("--write", multiple=True, metavar="SECTION=TEXT", help="Write this section yourself. Repeat for each.")
@click.option(
    "--aside",
    multiple=True,
    type=(int, click.Choice(list(DISCLOSURE_REASONS))),
    metavar="TURN REASON",
    help=f"You read this possible disclosure; it needs no sentence ({', '.join(DISCLOSURE_REASONS)}).",
)
@click.option(
    "--compared", multiple=True, type=(int, int), metavar="TURN TURN", help="You compared these two, which do not agree."
)
@click.pass_obj
def approve(
    settings: Settings,
    visit_id: str,
    confirm: tuple[str, ...],
    write: tuple[str, ...],
    aside: tuple[tuple[int, str], ...],
    compared: tuple[tuple[int, int], ...],
) -> None:
    """Sign the note once nothing waits for you; in a terminal, ask for what does."""
    if faulty := [w for w in write if "=" not in w]:
        raise UsageError(f"“{faulty[0]}” is not of the form SECTION=TEXT.", "Nothing was changed.")
    with settings.opened() as opened:
        recorder = opened.recorder
        for statement in confirm:
            recorder.confirm_statement(visit_id, statement)
        for section, text in (w.split("=", 1) for w in write):
            recorder.write_section(visit_id, section, text)
        for turn, reason in aside:
            recorder.acknowledge_disclosure(visit_id, turn, reason=reason)
        for first, second in compared:
            recorder.see_contradiction(visit_id, first, second)
        if sys.stdin.isatty():
            _ask_for_the_rest(recorder, recorder.working_note(visit_id))
        note = recorder.approve(visit_id)
    click.echo(f"Approved and signed by {note.approved_by}. SHA-256 {note.sha256()}")


def _ask_for_the_rest(recorder: CaseRecorder, note: WorkingNote) -> None:
    from recorder.commands.show import inert

    transcript = recorder.transcript(note.visit_id)
    for s in note.statements:
        if s.text and s.confirm and not s.confirmed and click.confirm(f"Is this what was said? {inert(s.text)}", default=False):
            recorder.confirm_statement(note.visit_id, s.id)
    for turn in note.unused_disclosures:
        said = inert(transcript.turns[turn].text) if transcript else ""
        question = f"Possible disclosure not in the note, turn {turn}: “{said}” Why does it need no sentence?"
        reason = click.prompt(question, type=click.Choice(["later", *DISCLOSURE_REASONS]), default="later")
        if reason in DISCLOSURE_REASONS:
            recorder.acknowledge_disclosure(note.visit_id, turn, reason=reason)
    for pair in note.contradictions:
        both = [inert(transcript.turns[i].text) if transcript else "" for i in (pair.first, pair.second)]
        question = f"Turns {pair.first} and {pair.second} do not agree: “{both[0]}” and “{both[1]}” Have you compared them?"
        if not pair.seen and click.confirm(question, default=False):
            recorder.see_contradiction(note.visit_id, pair.first, pair.second)
    sections = {s.key: s for s in note.template.sections}
    for key, text in note.human_sections:
        if not text:
            written = click.prompt(f"{sections[key].heading}: {sections[key].guidance}", default="", show_default=False)
            recorder.write_section(note.visit_id, key, written)


@main.command()
@click.argument("visit_id")
@click.option("--to", "form", type=click.Choice(["md", "docx"]), required=True)
@click.option("--out", type=click.Path(path_type=Path), help="The file to write; visit-ID.FORM here if not given.")
@click.pass_obj
def export(settings: Settings, visit_id: str, form: str, out: Path | None) -> None:
    """Write an approved note to a file for the council's record system."""
    from recorder.export import FORMATS

    destination = out or Path(f"visit-{visit_id}.{form}")
    with settings.opened() as opened:
        opened.recorder.export(visit_id, form=form, render=FORMATS[form], destination=destination)
    click.echo(f"Written to {destination}.")
