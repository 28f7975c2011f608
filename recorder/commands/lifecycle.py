"""What happens to a visit after its note is signed: `return`, `countersign`, `file`, `hold`, `due`, `erase` and finding words.

Whatever destroys something asks first, with the safe answer as the default; `--yes` is for scripts.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from recorder.commands.settings import Settings, write_file
from recorder.errors import Refused
from recorder.reasons import HOLD_REASONS, RETURN_REASONS

if TYPE_CHECKING:
    from recorder.bootstrap import OpenVault
    from recorder.keeping.erasure import Erased
    from recorder.search import Found


@click.command("return")
@click.argument("visit_id")
@click.option("--reason", type=click.Choice(RETURN_REASONS), required=True, help="What the log says of it.")
@click.option("--comment", default="", help="What its writer should do; stays in the vault.")
@click.pass_obj
def return_(settings: Settings, visit_id: str, reason: str, comment: str) -> None:
    """Give an approved note back to its writer, as their supervisor."""
    with settings.opened() as opened:
        opened.supervision.return_note(visit_id, reason=reason, comment=comment)
    click.echo("The note is a draft again. The version that was signed is kept in its history.")


@click.command()
@click.argument("visit_id")
@click.option("--head", "file", type=click.Path(path_type=Path, dir_okay=False), help="Where to keep the cosigned head.")
@click.pass_obj
def countersign(settings: Settings, visit_id: str, file: Path | None) -> None:
    """Sign an approved note as the supervisor, never your own, and cosign the log's head, which makes you its witness."""
    from recorder.assurance import cosign_head

    with settings.opened() as opened:
        opened.supervision.countersign(visit_id)
        head = cosign_head(opened, clock=opened.clock)
    if file is None:
        click.echo(f"The head of the log with your cosignature, to be kept outside this laptop:\n\n{head}")
    else:
        write_file(file, head)
        click.echo(f"The head of the log with your cosignature is in {file}. Keep it outside this laptop.")
    click.echo(f"You countersigned the note. Next: casescribe file {visit_id}")


@click.command("file")
@click.argument("visit_id")
@click.pass_obj
def file_(settings: Settings, visit_id: str) -> None:
    """Say that the note is in the council's record system; its days here are counted from now."""
    with settings.opened() as opened:
        opened.supervision.file(visit_id)
        exported = opened.supervision.was_exported(visit_id)
        plan = opened.erasure.due()
    click.echo("Filed.")
    if not exported:
        click.echo("This note never left Casescribe as a file: make sure that it is in the council's system.", err=True)
    for due in (*plan.overdue, *plan.upcoming):
        if due.visit_id == visit_id:
            click.echo(due.sentence(plan.as_of))


@click.command()
@click.argument("visit_id")
@click.option("--reason", type=click.Choice(HOLD_REASONS), required=True, help="Why it must be kept.")
@click.pass_obj
def hold(settings: Settings, visit_id: str, reason: str) -> None:
    """Keep a visit from being erased, by anybody, until the hold is lifted."""
    with settings.opened() as opened:
        opened.erasure.hold(visit_id, reason=reason)
    click.echo(f"Held. Nobody can erase this visit until: casescribe unhold {visit_id}")


@click.command()
@click.argument("visit_id")
@click.pass_obj
def unhold(settings: Settings, visit_id: str) -> None:
    """Lift a hold: your own, or anybody's as a supervisor."""
    with settings.opened() as opened:
        opened.erasure.lift(visit_id)
    click.echo("The hold is lifted. See what is due with: casescribe due")


@click.command()
@click.argument("visit_id")
@click.argument("person")
@click.option("--drop", is_flag=True, help="Erase sound, transcript and draft at once.")
@click.option("--yes", is_flag=True, help="Do not ask before erasing.")
@click.pass_obj
def withdraw(settings: Settings, visit_id: str, person: str, drop: bool, yes: bool) -> None:
    """Note that PERSON took back their consent; nothing more is made of the recording."""
    with settings.opened() as opened:
        if drop:
            _ask(f"This erases for good {_described(opened, visit_id)} Erase it?", yes=yes)
        done = opened.erasure.withdraw(visit_id, person, drop=drop)
        _tell(done)
    click.echo("Noted. Nothing more is made of this recording.")
    if not done.certificates:
        click.echo(f"To erase what there is of it: casescribe erase {visit_id}")


@click.command()
@click.argument("visit_id")
@click.option("--with-case", is_flag=True, help="Erase the case's people too, where this was its last visit.")
@click.option("--yes", is_flag=True, help="Do not ask before erasing.")
@click.pass_obj
def erase(settings: Settings, visit_id: str, with_case: bool, yes: bool) -> None:
    """Erase a visit for good: its key, sound, transcript, draft and note. Prints the certificate."""
    with settings.opened() as opened:
        _ask(f"This erases for good {_described(opened, visit_id)} Erase it?", yes=yes)
        _tell(opened.erasure.erase(visit_id, with_case=with_case))


@click.command()
@click.option("--now", is_flag=True, help="Erase what is due.")
@click.option("--yes", is_flag=True, help="Do not ask before erasing.")
@click.pass_obj
def due(settings: Settings, now: bool, yes: bool) -> None:
    """List what the council's rules want erased, the longest overdue first; what comes, and what is held."""
    with settings.opened() as opened:
        plan = opened.erasure.due()
        for one in (*plan.overdue, *plan.upcoming):
            click.echo(one.sentence(plan.as_of))
        for held in plan.held:
            click.echo(held.sentence())
        for visit_id in plan.to_file:
            click.echo(f"Visit {visit_id}: signed and not filed. Once the council's system has it: casescribe file {visit_id}")
        if not plan.overdue:
            click.echo("Nothing is due.")
        elif now:
            visits = len({d.visit_id for d in plan.overdue})
            _ask(f"Erase for good what is due of {visits} visit{'s' if visits > 1 else ''}?", yes=yes)
            _tell(opened.erasure.erase_due())


@click.command()
@click.argument("visit_id")
@click.pass_obj
def certificate(settings: Settings, visit_id: str) -> None:
    """Print the certificates of a visit's erasures, each checked against its signature."""
    with settings.opened() as opened:
        found = opened.erasure.certificates(visit_id)
    if not found:
        raise Refused("Nothing of this visit was erased.", "So there is no certificate.")
    for signed in found:
        click.echo("\n".join(signed.certificate().sentences()))
        click.echo(f"Its signature {'is' if signed.genuine() else 'IS NOT'} by the key {signed.public_key.hex()}.\n")


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.pass_obj
def search(settings: Settings, words: tuple[str, ...]) -> None:
    """Find WORDS in transcripts, notes, titles and the people of cases."""
    from recorder.commands.show import inert

    with settings.opened() as opened:
        answer = opened.search.search(" ".join(words))
    for found in answer.shown:
        snippet = "".join(f"«{inert(text)}»" if hit else inert(text) for text, hit in found.snippet)
        click.echo(f"{found.visit_id or 'case':<8}  {inert(found.case)}  {_place(found)}: {snippet}")
    more = f", the first {len(answer.shown)} shown" if answer.total > len(answer.shown) else ""
    click.echo(f"Found in {answer.total} place{'' if answer.total == 1 else 's'}{more}.", err=True)


def _place(found: Found) -> str:
    return f"{found.place} {found.ref}".strip()


def _described(opened: OpenVault, visit_id: str) -> str:
    from recorder.commands.show import inert
    from recorder.domain import Status

    visit = opened.recorder.visit(visit_id)
    unfiled = visit.status in (Status.APPROVED, Status.COUNTERSIGNED)
    lone = " Its signed note was not filed and may be the only one." if unfiled else ""
    return f"visit {visit_id}, {inert(visit.title) or 'erased'}, {visit.held_on}, {visit.status}.{lone}"


def _ask(question: str, *, yes: bool) -> None:
    if not yes and not click.confirm(question, default=False):
        raise Refused("Nothing was erased.", "You can come back to it at any time.")


def _tell(done: Erased) -> None:
    for signed in done.certificates:
        click.echo("\n".join(signed.certificate().sentences()) + "\n")
    for sentence in done.said:
        click.echo(sentence, err=True)
