"""`casescribe policy`: the council's rules in plain sentences, and every fault of a policy file before it is signed."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

import click

from recorder.commands.settings import Settings
from recorder.errors import BadInput, CasescribeError, Refused


@click.group()
def policy() -> None:
    """See the council's rules, check a policy file, sign it and put it in force."""


@policy.command("show")
@click.pass_obj
def policy_show(settings: Settings) -> None:
    """Say the rules in force in plain sentences, where they came from and who signed them."""
    from recorder.rules.words import describe

    with settings.opened() as opened:
        in_force, origin = opened.policy, opened.policy_origin
    click.echo(origin)
    for sentence in describe(in_force):
        click.echo(f"  {sentence}")


@policy.command("check")
@click.argument("file", type=click.Path(path_type=Path))
def policy_check(file: Path) -> None:
    """Say every fault of a policy FILE, or else what it means and what in it is unwise. Exit 3 for a fault.

    With FILE.sig beside it, the signature is checked too. No vault is touched.
    """
    from recorder.policy import policy_sha256
    from recorder.rules.file import find_faults, read_policy
    from recorder.rules.words import describe, unwise

    data = _bytes_of(file)
    text = _text_of(data, file)
    faults = [str(fault) for fault in find_faults(text)]
    signature, signature_faults = _signature(file, data)
    if faults or signature_faults:
        for fault in (*faults, *signature_faults):
            click.echo(fault)
        sys.exit(BadInput.exit_code)
    found = read_policy(text)
    click.echo("This policy can be used. It says:")
    for sentence in describe(found):
        click.echo(f"  {sentence}")
    for warning in unwise(found):
        click.echo(f"Think again: {warning}")
    click.echo(signature)
    click.echo(f"SHA-256 {policy_sha256(text)}")


@policy.command("sign")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def policy_sign(settings: Settings, file: Path) -> None:
    """Sign a policy FILE without faults, as governance lead, into FILE.sig beside it."""
    from recorder.access.keys import RoleInVault
    from recorder.durable import write_durably
    from recorder.policy import sign_policy, signer_of
    from recorder.rules.file import read_policy

    data = _bytes_of(file)
    read_policy(_text_of(data, file))
    keys, _ = settings.keys()
    if keys.role is not RoleInVault.GOVERNANCE:
        raise Refused("A policy is signed by the governance lead.", "Nothing was signed. Sign in as them: casescribe --as NAME")
    signature = sign_policy(data, keys.sign_seed)
    try:
        write_durably(_beside(file), signature.encode())
    except OSError as exc:
        raise BadInput(f"{_beside(file).name} cannot be written: {exc.strerror}.", "Nothing was signed.") from exc
    click.echo(f"Signed: {_beside(file).name}. Hand on both files untouched.")
    click.echo(f'Your key, for the policy: governance_lead = "{base64.b64encode(signer_of(signature)).decode()}"')


@policy.command("set")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--signature", type=click.Path(path_type=Path), help="The signature, where it is not FILE.sig beside it.")
@click.pass_obj
def policy_set(settings: Settings, file: Path, signature: Path | None) -> None:
    """Put a policy FILE in force in this vault."""
    from recorder.bootstrap import SystemClock
    from recorder.rules.council import put_policy_in_force
    from recorder.rules.words import describe

    text = _text_of(_bytes_of(file), file)
    beside = signature or (_beside(file) if _beside(file).exists() else None)
    signed = _text_of(_bytes_of(beside), beside) if beside else None
    with settings.opened() as opened:
        in_force = put_policy_in_force(opened, text, signature=signed, clock=SystemClock())
    click.echo("From now on this policy is in force in this vault:")
    for sentence in describe(in_force):
        click.echo(f"  {sentence}")


def _beside(file: Path) -> Path:
    """Where a policy's signature lies."""
    return file.with_name(f"{file.name}.sig")


def _signature(file: Path, data: bytes) -> tuple[str, list[str]]:
    """Who signed the file, as a sentence, and what is wrong with that."""
    from recorder.policy import check_policy_signature, signer_of

    beside = _beside(file)
    if not beside.exists():
        return "It is not signed yet.", []
    try:
        text = _text_of(_bytes_of(beside), beside)
        key = signer_of(text)
        check_policy_signature(data, text, key)
    except CasescribeError as problem:
        return "", [f"{beside.name}: {problem.sentence()}"]
    return f"It is signed with the key {base64.b64encode(key).decode()}; make sure that this is your governance lead’s.", []


def _bytes_of(file: Path) -> bytes:
    from recorder.rules.file import MAX_BYTES

    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as exc:
        raise BadInput(f"The file {file.name} cannot be opened ({exc.strerror or exc}).", "Check its name and place.") from exc
    if len(data) > MAX_BYTES:
        raise BadInput(f"The file {file.name} is longer than any policy, so it was not read.", "Is it the right file?")
    return data


def _text_of(data: bytes, file: Path) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise BadInput(f"The file {file.name} is not plain text in UTF-8.", "Save it again as a plain text file.") from exc
