"""A supervisor's and a governance lead's path in plain lines, as a screen reader speaks them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from recorder.access.keys import RoleInVault
from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.domain import Status
from recorder.ledger import write_ledgers
from recorder.oversight import governance_desk
from recorder.page_desks import desks_of, review_desk
from recorder.vault import unlock
from tests.tui.oversight_worlds import LEADS_WORDS, sign_a_worked_on_note, supervisor_of
from tui.plain import PlainMode
from tui.plain_log import PlainLog
from tui.plain_review import PlainReview
from tui.plain_talk import LeftPlain, PlainTalk

ROOT = Path(__file__).resolve().parents[2]
Make = Callable[[Callable[[str], object], Callable[[str], str]], PlainTalk]


def talk(make: Make, *answers: str) -> str:
    """What is said in answer to these answers, the questions too."""
    spoken: list[str] = []
    given: Iterator[str] = iter(answers)

    def ask(question: str) -> str:
        spoken.append(question)
        try:
            return next(given)
        except StopIteration as exc:
            raise LeftPlain from exc

    make(spoken.append, ask).run()
    assert not list(given), f"answers are left over after:\n{spoken[-3:]}"
    return "\n".join(spoken)


def reviewing(opened: OpenVault) -> Make:
    return lambda say, ask: PlainReview(opened.recorder, review_desk(opened), say_line=say, ask=ask)


def working(opened: OpenVault) -> Make:
    return lambda say, ask: PlainMode(opened.recorder, desks_of(opened), say_line=say, ask=ask)


def test_a_supervisor_reads_countersigns_and_witnesses(
    drafted: OpenVault, drafted_visit: str, config: Config, tmp_path: Path
) -> None:
    sign_a_worked_on_note(drafted, drafted_visit)
    head, note = tmp_path / "head.txt", tmp_path / "note.docx"
    with supervisor_of(drafted, config) as supervisor:
        spoken = talk(reviewing(supervisor), "1", "h", "", "b", "c", "no", "c", "yes", "yes", str(head), "")
        for words in (
            "1. Waits under an hour. Home visit · CASE-1. Signed by Priya Nair. About harm: 1. To read: about 1 min.",
            "Of its words:",
            "[- missed -] {+ did not go on +}",
            "Donna, turn 1 · 0:04: “He missed Monday and Tuesday.”",
            "To think about:",
            "You sign in your own name",
            "The note is countersigned in your name.",
            f"Written: {head}",
            "No signed note waits for you.",
        ):
            assert words in spoken
        assert "casescribe" in head.read_text()
        handed = talk(working(supervisor), "1", "x", str(note.with_suffix(".odt")), "x", str(note), "f", "yes", "b")
    assert "The ending says which kind of file it is" in handed
    assert note.read_bytes()[:2] == b"PK"
    assert "Filed. Its days on this laptop are counted from now." in handed
    assert drafted.recorder.visit(drafted_visit).status is Status.FILED


def test_a_note_goes_back_with_comments_that_were_kept(drafted: OpenVault, drafted_visit: str, config: Config) -> None:
    sign_a_worked_on_note(drafted, drafted_visit)
    with supervisor_of(drafted, config) as supervisor:
        talk(reviewing(supervisor), "1", "r", "m", "Which")
        spoken = talk(reviewing(supervisor), "1", "r", "m", "days?", "", "b", "g", "1", "Nearly there.", "", "")
    assert "Kept from last time, not saved yet: Which" in spoken
    assert "Given back. Its worker sees why, and your comments." in spoken
    (returned,) = drafted.supervision.returned(drafted_visit)
    assert (returned.reason, returned.comment) == ("facts", "Nearly there.\ns1: Which days?")
    assert drafted.recorder.typing(drafted_visit) == {}


def test_nobody_countersigns_their_own_note_here_either(drafted: OpenVault, drafted_visit: str, config: Config) -> None:
    with supervisor_of(drafted, config) as supervisor:
        sign_a_worked_on_note(supervisor, drafted_visit)
        spoken = talk(reviewing(supervisor), "1", "c", "yes", "b")
    assert "Signed by you, so somebody else signs." in spoken
    assert "You approved this note yourself, so somebody else must countersign it." in spoken
    assert drafted.recorder.visit(drafted_visit).status is Status.APPROVED


@pytest.fixture
def lead(drafted: OpenVault, drafted_visit: str, config: Config) -> Make:
    drafted.custodian.add_person("Gwen Hall", RoleInVault.GOVERNANCE, passphrase=LEADS_WORDS)
    sign_a_worked_on_note(drafted, drafted_visit)
    write_ledgers(drafted.vault, drafted.log)
    desk = governance_desk(config, unlock(config.vault_dir, LEADS_WORDS, person="Gwen Hall"))
    return lambda say, ask: PlainLog(desk, say_line=say, ask=ask)


def test_a_governance_lead_hears_the_log(lead: Make, drafted_visit: str, tmp_path: Path) -> None:
    log, head = tmp_path / "log.jsonl", tmp_path / "head.txt"
    spoken = talk(lead, "1", "v", "c", "r", "x", str(log), "o", str(head), "o", "b", "q")
    for words in (
        "The log is as it was written.",
        f"1. Visit {drafted_visit}: signed,",
        "1 sentence reworded.",
        "a governance lead holds no key",
        "Use by month",
        "The rules",
        f"Written: {log}",
        f"Written: {head}",
    ):
        assert words in spoken
    assert "█" not in spoken, "nothing drawn"
    assert not {"Donna", "Tyler", "Ashby"} & set(spoken.replace(".", " ").split())


@pytest.mark.parametrize(
    ("name", "role", "heard"),
    [
        ("Ngozi Eze", RoleInVault.SUPERVISOR, "No signed note waits for you."),
        ("Gwen Hall", RoleInVault.GOVERNANCE, "The log is as it was written."),
    ],
)
def test_whoever_signs_in_has_their_own_talk(
    opened: OpenVault, config: Config, name: str, role: RoleInVault, heard: str
) -> None:
    opened.custodian.add_person(name, role, passphrase=LEADS_WORDS)
    write_ledgers(opened.vault, opened.log)
    passphrase = config.vault_dir.parent / "passphrase"
    passphrase.write_text(LEADS_WORDS)
    words = ("--vault", str(config.vault_dir), "--as", name, "--plain")
    environ = os.environ | {"PYTHONPATH": str(ROOT), "CASESCRIBE_PASSPHRASE_FILE": str(passphrase)}
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "recorder", *words],
        input="q\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env=environ,
    )
    assert heard in done.stdout
    assert "Left. Everything you saved is stored." in done.stdout
    assert "textual.app" not in done.stderr
