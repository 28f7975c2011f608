"""`casescribe audit`: see, check, witness and hand on the log of what AI and people did."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from recorder.commands.settings import Settings, write_file
from recorder.errors import BadInput

if TYPE_CHECKING:
    from audit.keys import Keys

_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)
_pinned = click.option("--pinned", multiple=True, type=_FILE, help="An older signed head, kept elsewhere. Repeat for each.")


@click.group()
def audit() -> None:
    """See and check the log of what AI and people did."""


@audit.command("verify")
@_pinned
@click.option("--footer", multiple=True, help="An approved note, or the text of its footer. Repeat for each.")
@click.option("--keys", type=_FILE, help="The file of keys that governance keeps.")
@click.pass_obj
def audit_verify(settings: Settings, pinned: tuple[Path, ...], footer: tuple[str, ...], keys: Path | None) -> None:
    """Prove that the log and the signed notes were not changed."""
    from audit.footer import parse_footer

    footers = [parse_footer(_bytes_of(Path(text)) if _names_a_file(text) else text.encode()) for text in footer]
    heads, known = _texts(pinned), _keys(keys)
    with settings.log() as log:
        verdict = log.check(pinned=heads, footers=footers, keys=known)
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

    with settings.log() as log:
        for entry in log.entries():
            if visit_id in (None, entry.visit):
                click.echo(f"{entry.seq:>5}  {describe(entry)}")


@audit.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def audit_export(settings: Settings, file: Path) -> None:
    """Write the log to a file that anybody can check: python -m audit verify FILE."""
    from audit.record import write_export

    with settings.log() as log:
        count = write_export(log.record, file)
    click.echo(f"{count} entries written to {file}.")


@audit.command("head")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def audit_head(settings: Settings, file: Path) -> None:
    """Write the newest signed head to a file, to be kept elsewhere: whoever keeps it is a witness."""
    with settings.opened() as opened:
        head = opened.log.head_note() or ""
    write_file(file, head)
    click.echo(f"The head of the log is in {file}. Keep it away from this laptop.")


@audit.command("cosign")
@click.argument("file", type=click.Path(path_type=Path))
@_pinned
@click.pass_obj
def audit_cosign(settings: Settings, file: Path, pinned: tuple[Path, ...]) -> None:
    """Check the log and sign its head in your own name, as supervisor or governance lead, into FILE."""
    from recorder.assurance import cosign_copy, cosign_head
    from recorder.bootstrap import SystemClock
    from recorder.ledger import read_ledger
    from recorder.vault import VaultSigner, read_keyring

    heads, given, folder = _texts(pinned), settings.keys(), settings.config.vault_dir
    unlocked = given[0]
    if unlocked.secrets:
        with settings.opened(given) as opened:
            head = cosign_head(opened, pinned=heads, clock=SystemClock())
    else:
        signer = VaultSigner(unlocked.name, unlocked.sign_seed, vault_id=read_keyring(folder)[0].vault_id)
        head = cosign_copy(read_ledger(folder, unlocked), signer, pinned=heads, clock=SystemClock())
    write_file(file, head)
    click.echo(f"You cosigned the head of the log: {file}. Keep it, and show it next time with --pinned.")


@audit.command("continue")
@click.argument("old_head", type=_FILE)
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def audit_continue(settings: Settings, old_head: Path, file: Path) -> None:
    """Write proof that the newest head continues OLD_HEAD, which somebody kept: python -m audit verify-continuation."""
    from audit.consistency import prove_continuation
    from audit.log import stored_subtree

    (kept,) = _texts([old_head])
    with settings.opened() as opened:
        proof = prove_continuation(kept, opened.log.head_note() or "", stored_subtree(opened.vault.db.conn))
    write_file(file, proof.render())
    click.echo(f"Proof from entry {proof.old_size} on written to {file}.")


@audit.command("prove")
@click.argument("visit_id")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def audit_prove(settings: Settings, visit_id: str, file: Path) -> None:
    """Write proof that a visit's note was approved: python -m audit verify-proof FILE."""
    from audit.events import NoteApproved
    from audit.log import prove_entry

    with settings.opened() as opened:
        approvals = [e.seq for e in opened.recorder.history(visit_id) if isinstance(e.event, NoteApproved)]
        if not approvals:
            raise BadInput("This visit has no approved note, so there is nothing to prove.", "Nothing was written.")
        proof = prove_entry(opened.vault.db.conn, approvals[-1])
    write_file(file, proof.render())
    click.echo(f"Proof of entry {approvals[-1]} written to {file}.")


_questions = [
    click.option("--retention-days", type=click.IntRange(0), default=28, show_default=True, help="Your council’s rule."),
    click.option("--baseline-minutes", type=click.FloatRange(0), help="What a note took before, for “does time come back?”"),
]


def _asking(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that a report takes from the council."""
    for option in reversed(_questions):
        command = option(command)
    return command


@audit.command("report")
@click.option("--to", "files", multiple=True, type=_FILE, help="Write it to a file: .html, .csv or .json. Repeat for each.")
@_asking
@click.pass_obj
def audit_report(settings: Settings, files: tuple[Path, ...], retention_days: int, baseline_minutes: float | None) -> None:
    """Count what AI and people did with this vault: no child’s data, no small counts."""
    from audit.numbers import Questions
    from audit.render import to_screen
    from audit.reports import report_on_log, write_report

    with settings.log() as log:
        assured, record = log.check(), log.record
    if not assured.ok:
        raise BadInput(f"No report was made. {' '.join(assured.sentences[:2])}", "Run “casescribe audit verify”.")
    leaves = [row.leaf for row in record.entries if isinstance(row.leaf, bytes)]
    questions = Questions(retention_days=retention_days, baseline_minutes=baseline_minutes)
    report = report_on_log(str(record.logs[0].origin), leaves, sentences=assured.sentences, questions=questions)
    for file in files:
        write_report(report, file)
        click.echo(f"The report is in {file}.")
    if not files:
        click.echo(to_screen(report), nl=False)


@audit.command("pack")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@_asking
@click.pass_obj
def audit_pack(settings: Settings, folder: Path, retention_days: int, baseline_minutes: float | None) -> None:
    """Begin a transparency record, an impact assessment and a hazard log from what is configured and measured."""
    from audit.numbers import Questions
    from audit.packs import packs
    from recorder.pack_facts import pack_facts

    with settings.opened() as opened:
        cosign_days = max(1, opened.policy.cosigned_within.days)
        questions = Questions(retention_days=retention_days, cosign_days=cosign_days, baseline_minutes=baseline_minutes)
        facts = pack_facts(opened, settings.config, questions)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in packs(facts).items():
        write_file(folder / name, text)
        click.echo(f"{folder / name}: fill in what is marked.")


@audit.command("fleet")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--keys", type=_FILE, help="The file of keys that governance keeps.")
@click.option("--to", "files", multiple=True, type=_FILE, help="Write the report to a file: .html, .csv or .json.")
@click.option("--parquet", type=_FOLDER, help="Keep the flat table of all entries in this folder, for other programs.")
@_asking
def audit_fleet(
    folder: Path,
    keys: Path | None,
    files: tuple[Path, ...],
    parquet: Path | None,
    retention_days: int,
    baseline_minutes: float | None,
) -> None:
    """Verify all exports in a folder, each against the others’ heads, and report over them."""
    from audit.fleet import check_fleet
    from audit.numbers import Questions
    from audit.render import to_screen
    from audit.reports import report_on_fleet, write_report

    fleet = check_fleet(folder, keys=_keys(keys))
    questions = Questions(retention_days=retention_days, baseline_minutes=baseline_minutes)
    if fleet.newest():
        report = report_on_fleet(fleet, questions=questions, parquet=parquet)
        for file in files:
            write_report(report, file)
            click.echo(f"The report is in {file}.")
        if not files:
            click.echo(to_screen(report))
    for sentence in fleet.sentences():
        click.echo(sentence)
    if not fleet.ok:
        sys.exit(1)


def _names_a_file(text: str) -> bool:
    return len(text) < 250 and "\n" not in text and Path(text).exists()


def _keys(path: Path | None) -> Keys | None:
    from audit.keys import parse_keys

    return parse_keys(_texts([path])[0]) if path else None


def _texts(paths: Sequence[Path]) -> list[str]:
    try:
        return [_bytes_of(path).decode() for path in paths]
    except UnicodeDecodeError as exc:
        raise BadInput("One of the files holds no text.", "Nothing was changed.") from exc


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as exc:
        raise BadInput(f"{path.name} cannot be read: {exc.strerror}.", "Nothing was changed.") from exc
