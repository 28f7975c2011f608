"""`casescribe audit`: see and check the log of what AI and people did."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from recorder.cli_settings import Settings


@click.group()
def audit() -> None:
    """See and check the log of what AI and people did."""


@audit.command("verify")
@click.option("--pinned", multiple=True, type=click.Path(path_type=Path), help="An older signed head, kept elsewhere.")
@click.pass_obj
def audit_verify(settings: Settings, pinned: tuple[Path, ...]) -> None:
    """Prove that the log and the signed notes were not changed."""
    from recorder.assurance import verify_vault

    with settings.opened() as opened:
        verdict = verify_vault(opened, pinned=[p.read_text(encoding="utf-8") for p in pinned])
    for sentence in verdict.sentences:
        click.echo(sentence)
    if not verdict.ok:
        sys.exit(1)


@audit.command("show")
@click.argument("visit_id", required=False)
@click.pass_obj
def audit_show(settings: Settings, visit_id: str | None) -> None:
    """List the log's entries in plain words, of one visit or of all."""
    from audit.report import describe

    with settings.opened() as opened:
        for entry in opened.recorder.history(visit_id):
            click.echo(f"{entry.seq:>5}  {describe(entry)}")


@audit.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def audit_export(settings: Settings, file: Path) -> None:
    """Write the log to a file that anybody can check: python -m audit verify FILE."""
    from audit.log import read_record
    from audit.record import write_export

    with settings.opened() as opened:
        count = write_export(read_record(opened.vault.db.conn), file)
    click.echo(f"{count} entries written to {file}.")
