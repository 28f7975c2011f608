"""The documents say what is so."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from recorder.cli import main

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_ci_runs_the_readme_s_test_command() -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "make test" in README
    assert script.rstrip().splitlines()[-1] == "make test"


def test_every_command_of_the_readme_exists() -> None:
    block = README.split("## Use it")[1].split("```")[1]
    for line in filter(None, block.splitlines()):
        command: click.Command = main
        for word in line.split()[1:]:
            if not isinstance(command, click.Group) or word not in command.list_commands(click.Context(command)):
                break
            command = command.get_command(click.Context(command), word) or command
        used = set(re.findall(r"--[a-z]+", line.split("  ")[0]))
        known = {o for p in command.params for o in (*p.opts, *p.secondary_opts)}
        assert used <= known, line
        assert not isinstance(command, click.Group) or line.startswith(("casescribe   ", "casescribe --")), line


@pytest.mark.parametrize("page", ["docs/commands.md"])
def test_generated_pages_are_in_step(page: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", page], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr} Run: make docs"


def test_links_between_documents_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} → {target}"
