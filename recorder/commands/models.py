"""`casescribe models`, whose `install` alone may use the network, and `casescribe templates`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from recorder.commands.settings import Settings


@click.group()
def models() -> None:
    """List, install and check the models that listen and write."""


@models.command("list")
@click.pass_obj
def models_list(settings: Settings) -> None:
    """List every model of the catalogue and whether it is installed."""
    from recorder.bootstrap import model_store

    store = model_store(settings.config)
    for name in store.catalogue.entries:
        status = store.status(name)
        entry = status.entry
        state = "installed" if status.installed else "not installed"
        click.echo(f"{name:<28} {state:<14} {entry.size / 1e6:>6.0f} MB  {entry.licence:<12} {entry.task}")
        click.echo(f"{'':<28} {status.trust}")


@models.command("install")
@click.argument("names", nargs=-1)
@click.option("--from", "source", metavar="SOURCE", help="dir:/path/of/a/USB/stick, pypi: or hf:, instead of the catalogue's.")
@click.pass_obj
def models_install(settings: Settings, names: tuple[str, ...], source: str | None) -> None:
    """Install NAMES, or everything that Casescribe needs. Safe to interrupt and repeat."""
    from recorder.bootstrap import model_store

    store = model_store(settings.config)
    for name in names or store.catalogue.embedded:
        store.install(name, source=source, progress=lambda line: click.echo(f"  {line}"))
        click.echo(f"{name}: in place")


@models.command("check")
@click.argument("names", nargs=-1)
@click.pass_obj
def models_check(settings: Settings, names: tuple[str, ...]) -> None:
    """Verify every byte of the installed models. Exit 5 when one is missing or altered."""
    from recorder.bootstrap import model_store

    store = model_store(settings.config)
    for name in names or store.catalogue.embedded:
        store.check(name)
        click.echo(f"{store.fingerprint(name)}  right")


@models.command("bias")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--writer", default="none", show_default=True, help="A language model of the catalogue, or none.")
@click.option("--keep", is_flag=True, help="Write the counts into the vault's log, for governance's reports.")
@click.pass_obj
def models_bias(settings: Settings, files: Sequence[Path], writer: str, keep: bool) -> None:
    """Draft each visit again with sexes, names and roles exchanged, and say what changed. Exit 1 when anything did."""
    from audit.events import BiasMeasured
    from recorder.bootstrap import measure_bias
    from recorder.interchange import read_visit_file

    config = replace(settings.config, writer=None if writer == "none" else writer)
    report, used = measure_bias(config, [read_visit_file(file) for file in files])
    click.echo(report.as_text())
    if keep:
        worded_by = "rules" if writer == "none" else "language_model"
        counted = BiasMeasured(worded_by=worded_by, models=used, compared=len(report.comparisons), identical=report.identical)
        with settings.opened() as opened:
            opened.custodian.note(counted)
    if report.identical != len(report.comparisons):
        sys.exit(1)


@click.group()
def templates() -> None:
    """List the kinds of note, and check and add a template file of your own."""


@templates.command("list")
def templates_list() -> None:
    """List the note templates with their headings."""
    from recorder.templates import load_template, template_names

    for name in template_names():
        template = load_template(name)
        click.echo(f"{name}: {template.title}")
        for section in template.sections:
            click.echo(f"    {section.heading}{' (written by a person)' if section.written_by == 'person' else ''}")


@templates.command("check")
@click.argument("file", type=click.Path(path_type=Path))
def templates_check(file: Path) -> None:
    """Say what keeps a template FILE from being used. Exit 1 when something does."""
    from recorder.templates import check_template

    faults = check_template(file)
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(1)
    click.echo("This template can be used.")


@templates.command("add")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def templates_add(settings: Settings, file: Path) -> None:
    """Take a template FILE of your council into your vault, under the file's name."""
    from recorder.bootstrap import SystemClock
    from recorder.rules.council import take_in_template

    with settings.opened() as opened:
        template = take_in_template(opened, file, clock=SystemClock())
    click.echo(f"“{template.title}” can be used from now on: casescribe visit add CASE --template {template.name}")
