"""Each promise of the threat model must be held by tests that exist, and each attack must be told of there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_promise_names_tests_that_exist_and_every_attack_is_named() -> None:
    text = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    promises = re.findall(r"^\| \d+ \|.*$", text, flags=re.MULTILINE)
    assert [int(line.split("|")[1]) for line in promises] == list(range(1, len(promises) + 1))
    for line in promises:
        named = re.findall(r"`(tests/[^`]+)`", line)
        assert named, line
        assert all((ROOT / name).is_file() for name in named), line
    attacks = {f"tests/attacks/{path.name}" for path in (ROOT / "tests" / "attacks").glob("test_attack_*.py")}
    assert attacks <= set(re.findall(r"`(tests/[^`]+)`", text))
