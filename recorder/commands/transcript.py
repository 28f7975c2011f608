"""`casescribe transcript` and `words`: read what was heard, put right what was misheard, keep the team's own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import click

from recorder.commands.settings import Settings
from recorder.errors import UsageError

if TYPE_CHECKING:
    from recorder.domain import Turn
    from recorder.transcription.corrections import Corrected
    from recorder.transcription.word_list import Correction


class _ShowsByDefault(click.Group):
    """A group in which a visit's id stands for `show`."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The named command, or `show`."""
        return super().resolve_command(ctx, args if args and args[0] in self.commands else ["show", *args])


@click.group(cls=_ShowsByDefault)
def transcript() -> None:
    """Print a visit's transcript, and put right what was misheard."""


@transcript.command("show")
@click.argument("visit_id")
@click.pass_obj
def transcript_show(settings: Settings, visit_id: str) -> None:
    """Print the turns with number, time, speaker, what is doubtful and what was corrected."""
    from recorder.clock_time import missing_by_turn

    with settings.opened() as opened:
        heard = opened.recorder.transcript(visit_id)
        names = {p.key: p.short_name for p in opened.recorder.roster(visit_id)}
        if heard is None:
            raise UsageError("This visit has no transcript yet.", f"Run: casescribe process {visit_id}")
        corrected = opened.corrections.corrections(visit_id)
        missing = missing_by_turn(heard, opened.recorder.missing(visit_id))
    for turn in heard.turns:
        of_turn = [c for c in corrected if c.turn == turn.i]
        for line in _lines(turn, names, of_turn, missing.get(turn.i, ())):
            click.echo(line)


@transcript.command("fix")
@click.argument("visit_id")
@click.argument("turn", type=int)
@click.argument("wrong")
@click.argument("right")
@click.option("--all", "everywhere", is_flag=True, help="In all later turns as well.")
@click.pass_obj
def transcript_fix(settings: Settings, visit_id: str, turn: int, wrong: str, right: str, everywhere: bool) -> None:
    """Put RIGHT where TURN says WRONG; quote what is more than one word."""
    with settings.opened() as opened:
        _say(opened.corrections.fix(visit_id, turn, wrong, right, everywhere=everywhere), visit_id)


@transcript.command("speaker")
@click.argument("visit_id")
@click.argument("turn", type=int)
@click.argument("person")
@click.option("--all", "everywhere", is_flag=True, help="All later turns of the same voice as well.")
@click.pass_obj
def transcript_speaker(settings: Settings, visit_id: str, turn: int, person: str, everywhere: bool) -> None:
    """Say that PERSON spoke TURN."""
    with settings.opened() as opened:
        _say(opened.corrections.give_to(visit_id, turn, person, everywhere=everywhere), visit_id)


@click.group()
def words() -> None:
    """Manage the team's own words: schools, places, services, medicines. The recogniser is told them."""


@words.command("list")
@click.pass_obj
def words_list(settings: Settings) -> None:
    """List the words, those that came by a correction among them."""
    from recorder.commands.show import inert

    with settings.opened() as opened:
        listed = opened.corrections.words()
    for word in listed:
        click.echo(inert(word))
    if not listed:
        click.echo("There are no words yet. Add one: casescribe words add WORD", err=True)


@words.command("add")
@click.argument("word")
@click.pass_obj
def words_add(settings: Settings, word: str) -> None:
    """Add WORD; quote a name of more than one."""
    with settings.opened() as opened:
        opened.corrections.list_word(word)
    click.echo("Added. Recordings are heard with it from now on.")


@words.command("remove")
@click.argument("word")
@click.pass_obj
def words_remove(settings: Settings, word: str) -> None:
    """Remove WORD; corrections stay."""
    with settings.opened() as opened:
        opened.corrections.unlist_word(word)
    click.echo("Removed.")


def _lines(turn: Turn, names: Mapping[str, str], corrected: Iterable[Correction], missing: Iterable[str] = ()) -> list[str]:
    from recorder.clock_time import clock_time
    from recorder.commands.show import inert
    from recorder.domain import Doubt
    from recorder.transcription.language_names import language_name

    lines = [f"{turn.i:>4} {clock_time(turn.start):>6}  {inert(names.get(turn.speaker, turn.speaker))}: {inert(turn.text)}"]

    def note(text: str) -> None:
        lines.append(f"{'':13}{text}")

    if turn.language:
        note(f"in {language_name(turn.language)}")
    if turn.translation:
        note(f"machine translation: {inert(turn.translation)}")
    for kind, said in ((Doubt.LISTEN, "listen to this"), (Doubt.DOUBTFUL, "doubtful")):
        if found := [f"“{inert(w.text)}” {clock_time(w.start)}" for w in turn.words if w.doubt is kind]:
            note(f"{said}: {', '.join(found)}")
    for one in corrected:
        what = names.get(one.after, one.after) if one.kind == "speaker" else f"“{one.after}”"
        was = f"voice {one.before}" if one.kind == "speaker" else f"“{one.before}”"
        note(f"corrected by {inert(one.by)}: {inert(what)}, heard as {inert(was)} {clock_time(one.start)}")
    for sentence in missing:
        note(sentence)
    return lines


def _say(done: Corrected, visit_id: str) -> None:
    turns = f"{len(done.turns)} turn{'s' * (len(done.turns) != 1)}"
    click.echo(f"Corrected in {turns}: {', '.join(map(str, done.turns))}.")
    if done.draft_dropped:
        click.echo(f"The draft rested on the earlier words and is gone. Make it anew: casescribe process {visit_id}")
    if done.to_confirm:
        sentences = f"{done.to_confirm} sentence{'s' * (done.to_confirm != 1)}"
        click.echo(f"{sentences} of the draft rest on the earlier words; read and confirm them again.")
