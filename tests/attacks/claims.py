"""The table of attacks in docs/threat-model.md, from what each attack's tests say of themselves.

A file `test_attack_x.py` has `CLAIMS`: the name of a test → what the attacker has, what whoever checks has, and whether the
attack is caught. The test proves it; this only writes it down.
"""

from __future__ import annotations

import ast
from pathlib import Path

Claims = dict[str, tuple[str, str, str]]


def claims_of(path: Path) -> Claims:
    """The claims of one file, read without running it."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and [getattr(target, "id", "") for target in node.targets] == ["CLAIMS"]:
            claims: Claims = ast.literal_eval(node.value)
            return claims
    return {}


def table(folder: Path) -> str:
    """Markdown: one line a claim."""
    lines = ["| Attack | The attacker has | Who checks has | Found? | Held by |", "| --- | --- | --- | --- | --- |"]
    for path in sorted(folder.glob("test_attack_*.py")):
        name = path.stem.removeprefix("test_attack_").replace("_", " ").capitalize()
        for test, (powers, given, found) in claims_of(path).items():
            told = test.removeprefix("test_").replace("_", " ")
            lines.append(f"| {name} | {powers} | {given} | {found} | `tests/attacks/{path.name}`: {told} |")
    return "\n".join(lines)
