"""The worker's path in plain lines, as a screen reader speaks them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from audit.events import DisclosureAcknowledged, EvidenceSeen
from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.domain import Status
from tests.conftest import make_vault
from tui.desks import Desks
from tui.plain import PlainMode
from tui.plain_talk import LeftPlain


class Ticking:
    """A steady clock that goes on by two seconds at each look."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        self.seconds += 2.0
        return self.seconds


def talk(opened: OpenVault, *answers: str) -> str:
    """What is said in answer to these answers, the questions too."""
    spoken: list[str] = []
    given: Iterator[str] = iter(answers)

    def ask(question: str) -> str:
        spoken.append(question)
        try:
            return next(given)
        except StopIteration as exc:
            raise LeftPlain from exc

    desks = Desks(given_back=opened.supervision.returned, steady=Ticking())
    PlainMode(opened.recorder, desks, say_line=spoken.append, ask=ask).run()
    assert not list(given), f"answers are left over after:\n{spoken[-3:]}"
    return "\n".join(spoken)


def test_from_the_list_to_a_signed_note(drafted: OpenVault, drafted_visit: str) -> None:
    sections = drafted.recorder.template(drafted_visit).human_sections
    written = [word for section in sections for word in ("w", f"My view of {section.key}.", "And more.", "")]
    spoken = talk(
        drafted, "1", "r", "e", "Donna said that he missed two days.", "", "b", "a", "n", "c", *written, "3", "a", "yes"
    )
    for words in (
        "1. 11 Mar 2026. Home visit · CASE-1. Draft waits for you. 5 things to do, then approve.",
        "s1. Donna said: “He missed Monday and Tuesday.” [AI]",
        "Donna, turn 1 · 0:04: “He missed Monday and Tuesday.”",
        "Not yet. Still to do:",
        "Turn 4 may be a disclosure",
        "1 sentence drafted by AI and edited by you",
        "The note is approved and signed.",
    ):
        assert words in spoken
    assert drafted.recorder.visit(drafted_visit).status is Status.APPROVED
    signed = drafted.recorder.signed_note(drafted_visit).canonical.decode()
    assert "Donna said that he missed two days." in signed
    assert f"My view of {sections[0].key}.\\nAnd more." in signed
    told = [e.event for e in drafted.recorder.history(drafted_visit)]
    assert any(isinstance(event, EvidenceSeen) for event in told), "reading is logged"
    assert [event.reason for event in told if isinstance(event, DisclosureAcknowledged)] == ["known"], (
        "and why it needs no sentence"
    )


def test_what_was_typed_before_the_line_broke_is_kept(drafted: OpenVault, drafted_visit: str) -> None:
    talk(drafted, "1", "r", "e", "Half a sentence,")
    assert drafted.recorder.typing(drafted_visit) == {"s1": "Half a sentence,"}
    assert "Kept from last time, not saved yet: Half a sentence," in talk(drafted, "1", "r", "e", "done.", "", "b", "b")
    assert drafted.recorder.working_note(drafted_visit).statements[0].text == "Half a sentence, done."


def test_odd_answers_and_hostile_words(drafted: OpenVault, drafted_visit: str) -> None:
    drafted.recorder.edit_statement(drafted_visit, "s1", "He \x1b]52;c;eA==\x07 hid \u202e.")
    spoken = talk(drafted, "99", "\x1b[2J", "?", "1", "r", "zzz", "p", "p", "b", "b", "q")
    assert "is none of the answers" in spoken
    assert "Everything you saved is stored." in spoken
    assert not set("\x1b\x07\u202e") & set(spoken)


def test_as_a_program_without_textual(config: Config) -> None:
    make_vault(config, sample=True)
    words = ("-c", "import sys; sys.argv[0] = 'casescribe'; from recorder.cli import main; main()")
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *words, "--vault", str(config.vault_dir), "--plain"],
        input="",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )
    assert "There is no visit here yet." in done.stdout
    assert "\x1b" not in done.stdout
    assert "textual.app" not in done.stderr
