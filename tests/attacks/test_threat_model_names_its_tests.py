"""Each promise of the threat model must be held by tests that exist, and its table of attacks is made from them."""

import re
from pathlib import Path

from cogapp import Cog  # type: ignore[import-untyped]

from tests.attacks.claims import claims_of

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "threat-model.md"


def test_every_promise_names_tests_that_exist() -> None:
    promises = re.findall(r"^\| \d+ \|.*$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert promises
    assert [int(line.split("|")[1]) for line in promises] == list(range(1, len(promises) + 1))
    for line in promises:
        named = re.findall(r"`(tests/[^`]+)`", line)
        assert named, line
        assert all((ROOT / name).is_file() for name in named), line


def test_every_attack_makes_claims_and_each_is_a_test() -> None:
    for path in (ROOT / "tests" / "attacks").glob("test_attack_*.py"):
        claims = claims_of(path)
        tests = set(re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), flags=re.MULTILINE))
        assert claims, path.name
        assert set(claims) <= tests, path.name


def test_the_table_of_attacks_is_in_step_with_the_tests() -> None:
    cog = Cog()
    whole = PAGE.read_text(encoding="utf-8")
    told = cog.process_string(whole, str(PAGE))
    assert told == whole, "Run: make docs"
