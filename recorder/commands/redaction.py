"""`casescribe redaction`: look through what is hidden from an audience, and export what they may read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from recorder.commands.settings import Settings

if TYPE_CHECKING:
    from recorder.access.sharing import SharingDesk
    from recorder.views import Review


def _for_audience(command: Callable[..., None]) -> Callable[..., None]:
    """The arguments that every command of the group takes."""
    for option in (
        click.option("--subject", metavar="PERSON", help="For subject_access: who asks for their own data."),
        click.option("--of", "source", type=click.Choice(["transcript", "note"]), default="transcript", show_default=True),
        click.option("--for", "audience", required=True, help="training, sharing, subject_access or research."),
        click.argument("visit_id"),
    ):
        command = option(command)
    return click.pass_obj(command)


@contextmanager
def _opened(
    settings: Settings, visit_id: str, *, audience: str, source: str, subject: str | None
) -> Iterator[tuple[SharingDesk, Review]]:
    from recorder.bootstrap import audience_rule

    rule = audience_rule(audience, subject=subject)
    with settings.opened() as opened:
        yield opened.sharing, opened.sharing.review(visit_id, rule, of=source)


@click.group()
def redaction() -> None:
    """Look through what is hidden from an audience, and export what they may read."""


@redaction.command("list")
@_for_audience
def redaction_list(settings: Settings, visit_id: str, **chosen: Any) -> None:
    """List every redaction with its number, words, reason and state."""
    from recorder.commands.show import inert

    with _opened(settings, visit_id, **chosen) as (_, review):
        texts = {t.i: t.text for t in review.source.turns}
        for r in review.redactions:
            words = inert(texts[r.turn][r.start : r.end])
            who = f" by {r.reviewer}" if r.reviewer else ""
            click.echo(f"{r.id:>4}  {r.state.value.replace('_', ' ')}{who}  turn {r.turn}  {r.type}: “{words}”  {r.reason}")


@redaction.command("confirm")
@_for_audience
@click.argument("numbers", nargs=-1, type=int)
@click.option("--all-proposed", is_flag=True, help="Everything not looked at yet. Read the list first.")
def redaction_confirm(settings: Settings, visit_id: str, numbers: tuple[int, ...], all_proposed: bool, **chosen: Any) -> None:
    """Confirm redactions by NUMBER: these stay hidden."""
    from recorder.access.sharing import waiting_numbers

    with _opened(settings, visit_id, **chosen) as (desk, review):
        hide = waiting_numbers(review) if all_proposed else numbers
        decided = desk.decide(review, of=chosen["source"], hide=hide)
        click.echo(f"{len(hide)} confirmed; {len(decided.waiting)} not looked at yet.")


@redaction.command("remove")
@_for_audience
@click.argument("numbers", nargs=-1, required=True, type=int)
def redaction_remove(settings: Settings, visit_id: str, numbers: tuple[int, ...], **chosen: Any) -> None:
    """Take redactions back by NUMBER: these words are shown."""
    with _opened(settings, visit_id, **chosen) as (desk, review):
        decided = desk.decide(review, of=chosen["source"], show=numbers)
        click.echo(f"{len(numbers)} taken back; {len(decided.waiting)} not looked at yet.")


@redaction.command("add")
@_for_audience
@click.option("--turn", type=int, required=True, help="The turn, or the note’s sentence, that holds the words.")
@click.option("--words", required=True, help="The exact words to hide.")
@click.option("--reason", required=True, help="Why, for whoever reads the view.")
def redaction_add(settings: Settings, visit_id: str, turn: int, words: str, reason: str, **chosen: Any) -> None:
    """Hide words that the software missed, and propose every other mention of them."""
    with _opened(settings, visit_id, **chosen) as (desk, review):
        grown = desk.hide_more(review, of=chosen["source"], turn=turn, words=words, reason=reason)
        click.echo(f"Hidden. {len(grown.redactions) - len(review.redactions) - 1} other mentions found.")


@redaction.command("harm-check")
@_for_audience
@click.option("--harmful/--not-harmful", required=True, default=None, help="Could this disclosure do serious harm to anyone?")
def redaction_harm_check(settings: Settings, visit_id: str, harmful: bool, **chosen: Any) -> None:
    """Record whether a disclosure could do serious harm (needed for subject access)."""
    with _opened(settings, visit_id, **chosen) as (desk, review):
        desk.check_for_harm(review, of=chosen["source"], harmful=harmful)
        click.echo("Recorded.")


@redaction.command("export")
@_for_audience
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", "form", type=click.Choice(["docx", "html", "json"]), required=True)
def redaction_export(settings: Settings, visit_id: str, file: Path, form: str, **chosen: Any) -> None:
    """Write to FILE what the audience may read; what is hidden is nowhere in it."""
    from recorder.view_export import VIEW_FORMATS

    with _opened(settings, visit_id, **chosen) as (desk, review):
        view = desk.export(review, form=form, render=VIEW_FORMATS[form], destination=file)
        click.echo(f"Written to {file}: {len(view.removed)} stretches taken out.")
