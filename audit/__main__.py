"""`python -m audit verify EXPORT`: checks an export anywhere, with nothing but this package and `cryptography`.

Exit codes: 0 the log is as it was written, 1 it is not, 2 the request or one of its files cannot be used.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from audit.checkpoint import VerifierKey
from audit.errors import AuditError, BadCheckpoint
from audit.record import read_export
from audit.verify import Verdict, verify


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m audit", description="Checks an exported audit log.")
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("verify", help="has anybody touched this log?")
    command.add_argument("export", type=Path, help="file made by “casescribe audit export”")
    command.add_argument(
        "--pinned", type=Path, nargs="+", action="extend", default=[], help="older signed heads that were kept elsewhere"
    )
    command.add_argument("--key", type=_key, help="the log's public key as you know it: 64 hexadecimal digits, or name+id+key")
    options = parser.parse_args(arguments)
    try:
        verdict = _verify(options.export, options.key, options.pinned)
    except AuditError as exc:
        sys.stderr.write(exc.sentence() + "\n")
        return 2
    except (OSError, UnicodeDecodeError) as exc:
        sys.stderr.write(f"A file could not be read ({exc}).\n")
        return 2
    sys.stdout.write("\n".join(verdict.sentences()) + "\n")
    return 0 if verdict.ok else 1


def _verify(export: Path, key: bytes | None, pinned: Sequence[Path]) -> Verdict:
    heads = [path.read_bytes().decode() for path in pinned]
    with export.open("rb") as lines:
        return verify(read_export(lines), expected_key=key, pinned=heads)


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
