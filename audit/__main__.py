"""`python -m audit`: checks exports and proofs anywhere, with nothing but this package and `cryptography`.

    python -m audit verify EXPORT [--pinned HEAD…] [--footer NOTE…] [--key KEY | --keys FILE]
    python -m audit verify-proof PROOF (--key KEY | --keys FILE)
    python -m audit verify-continuation OLD_HEAD PROOF (--key KEY | --keys FILE)

Exit codes: 0 the log is as it was written, 1 it is not, 2 the request or one of its files cannot be used.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from audit.checkpoint import VerifierKey, parse_checkpoint, parse_note
from audit.consistency import check_continuation, parse_continuation
from audit.errors import AuditDamaged, AuditError, BadCheckpoint, BadSignature
from audit.footer import parse_footer
from audit.keys import Keys, parse_keys
from audit.proof import check_proof, parse_proof
from audit.record import read_export
from audit.report import describe
from audit.verify import Verdict, verify


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code."""
    options = _parser().parse_args(arguments)
    try:
        ok, sentences = _COMMANDS[options.command](options)
    except AuditError as exc:
        sys.stderr.write(exc.sentence() + "\n")
        return 2
    except (OSError, UnicodeDecodeError) as exc:
        sys.stderr.write(f"A file could not be read ({exc}).\n")
        return 2
    sys.stdout.write("\n".join(sentences) + "\n")
    return 0 if ok else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m audit", description="Checks an exported audit log.")
    commands = parser.add_subparsers(required=True, dest="command")
    command = commands.add_parser("verify", help="has anybody touched this log?")
    command.add_argument("export", type=Path, help="file made by “casescribe audit export”")
    command.add_argument(
        "--pinned", type=Path, nargs="+", action="extend", default=[], help="older signed heads that were kept elsewhere"
    )
    command.add_argument(
        "--footer", type=Path, nargs="+", action="extend", default=[], help="approved notes, or texts with their footers"
    )
    proof = commands.add_parser("verify-proof", help="was this note approved in this log?")
    proof.add_argument("proof", type=Path, help="file made by “casescribe audit prove”")
    continuation = commands.add_parser("verify-continuation", help="does a newer head continue the one that you kept?")
    continuation.add_argument("old_head", type=Path, help="the signed head that you kept")
    continuation.add_argument("proof", type=Path, help="file made by “casescribe audit continue”")
    for one in (command, proof, continuation):
        one.add_argument("--key", type=_key, help="the log's public key as you know it: 64 hexadecimal digits, or name+id+key")
        one.add_argument("--keys", type=Path, help="the file of keys that governance keeps")
    return parser


def _verify_export(options: argparse.Namespace) -> tuple[bool, tuple[str, ...]]:
    heads = [path.read_bytes().decode() for path in options.pinned]
    footers = [parse_footer(path.read_bytes()) for path in options.footer]
    with options.export.open("rb", buffering=1 << 20) as lines:
        verdict: Verdict = verify(
            read_export(lines), expected_key=options.key, pinned=heads, footers=footers, keys=_keys(options.keys)
        )
    return verdict.ok, verdict.sentences()


def _verify_proof(options: argparse.Namespace) -> tuple[bool, tuple[str, ...]]:
    proof = parse_proof(options.proof.read_bytes().decode())
    key = _log_key(options, proof.head)
    try:
        entry, head = check_proof(proof, key)
    except (AuditDamaged, BadSignature, BadCheckpoint) as exc:
        return False, (f"This is NOT proven. {exc.message}",)
    held = f"The log {head.origin} holds this as entry {entry.seq} of {head.size}, under a head signed with the key you gave:"
    return True, (
        held,
        describe(entry),
        *(f"{name}: {value}" for name, value in entry.event.to_json().items() if "sha256" in name),
    )


def _verify_continuation(options: argparse.Namespace) -> tuple[bool, tuple[str, ...]]:
    old_head, proof = options.old_head.read_bytes().decode(), parse_continuation(options.proof.read_bytes().decode())
    key = _log_key(options, proof.head)
    parse_note(old_head)
    try:
        old, new = check_continuation(proof, old_head, key)
    except (BadSignature, BadCheckpoint) as exc:
        return False, (f"This is NOT proven. {exc.message}",)
    return True, (
        f"The head at entry {new.size} of the log {new.origin} continues the one at entry {old.size}: nothing was changed.",
    )


def _log_key(options: argparse.Namespace, head: str) -> VerifierKey:
    origin = parse_checkpoint(parse_note(head).text).origin
    key = options.key or _keys(options.keys).log_key(origin)
    if key is None:
        raise BadCheckpoint(f"The key of the log {origin} is needed to check this proof.", "Give it with --key or --keys.")
    return VerifierKey(origin, key)


_COMMANDS: Mapping[str, Callable[[argparse.Namespace], tuple[bool, tuple[str, ...]]]] = {
    "verify": _verify_export,
    "verify-proof": _verify_proof,
    "verify-continuation": _verify_continuation,
}


def _keys(path: Path | None) -> Keys:
    return Keys() if path is None else parse_keys(path.read_text(encoding="utf-8"))


def _key(text: str) -> bytes:
    try:
        key = VerifierKey.parse(text).public_key if "+" in text else bytes.fromhex(text)
    except (BadCheckpoint, ValueError) as exc:
        raise argparse.ArgumentTypeError("this is no public key") from exc
    if len(key) != 32:
        raise argparse.ArgumentTypeError("a public key has 64 hexadecimal digits")
    return key


if __name__ == "__main__":
    sys.exit(main())
