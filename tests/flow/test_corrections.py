"""A worker puts right what was misheard: what changes, what is kept, what becomes of a draft, and what the list learns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pytest
from click.testing import CliRunner

from audit import events
from models.scripted import ScriptedTranscriber
from recorder.bootstrap import OpenVault
from recorder.cli import main
from recorder.commands.transcript import _lines
from recorder.config import Config
from recorder.domain import Status, Word
from recorder.errors import Refused, UsageError
from recorder.transcription.word_list import WordList
from tests.conftest import SCRIPT, finish_note, record_visit, reopen, scripted_engines


def said(opened: OpenVault, visit_id: str, turn: int) -> str:
    heard = opened.recorder.transcript(visit_id)
    assert heard
    return heard.turns[turn].text


def test_original_correction_and_sound_stay_linked_and_search_follows(drafted: OpenVault, drafted_visit: str) -> None:
    signed_over = drafted.store.transcript_sha256(drafted_visit)
    done = drafted.corrections.fix(drafted_visit, 1, "Tuesday", "Wednesday")
    assert said(drafted, drafted_visit, 1) == "He missed Monday and Wednesday."
    (kept,) = drafted.corrections.corrections(drafted_visit)
    assert (kept.before, kept.after, kept.by, kept.turn) == ("Tuesday.", "Wednesday", "Priya Nair", 1)
    assert kept.start is not None
    assert 4.0 <= kept.start <= 7.5
    assert drafted.store.transcript_sha256(drafted_visit) != signed_over
    assert drafted.store.search('"wednesday"', mark="|", limit=9)[0] == 1
    assert drafted.store.search('"tuesday"', mark="|", limit=9)[0] == 0
    assert done.draft_dropped
    assert drafted.recorder.visit(drafted_visit).status is Status.TRANSCRIBED
    drafted.recorder.process(drafted_visit)
    assert drafted.recorder.visit(drafted_visit).status is Status.DRAFTED
    told = [e.event for e in drafted.recorder.history(drafted_visit) if isinstance(e.event, events.TranscriptCorrected)]
    assert told == [events.TranscriptCorrected(visit=drafted_visit, turns=1, words=1, speakers=0)]


def test_once_people_worked_on_the_draft_its_sentences_wait_to_be_confirmed_again(
    drafted: OpenVault, drafted_visit: str
) -> None:
    recorder = drafted.recorder
    recorder.write_section(drafted_visit, recorder.working_note(drafted_visit).human_sections[0][0], "My own words.")
    resting = [s.id for s in recorder.working_note(drafted_visit).statements if 2 in s.cites]
    assert resting
    for one in recorder.working_note(drafted_visit).statements:
        if one.confirm:
            recorder.confirm_statement(drafted_visit, one.id)
    done = drafted.corrections.fix(drafted_visit, 2, "shout", "fight")
    assert (done.draft_dropped, done.to_confirm) == (False, len(resting))
    note = recorder.working_note(drafted_visit)
    assert [s.id for s in note.statements if s.confirm and not s.confirmed] == resting
    assert "My own words." in dict(note.human_sections).values()
    with pytest.raises(Refused, match="cannot be approved yet"):
        recorder.approve(drafted_visit)
    assert recorder.redaction(drafted_visit) is None
    recorder.process(drafted_visit)
    assert recorder.redaction(drafted_visit) is not None


def test_a_signed_note_keeps_its_transcript(drafted: OpenVault, drafted_visit: str) -> None:
    finish_note(drafted, drafted_visit)
    before = len(drafted.recorder.history(drafted_visit))
    with pytest.raises(Refused, match="signature holds for the transcript too"):
        drafted.corrections.fix(drafted_visit, 1, "Tuesday", "Wednesday")
    with pytest.raises(Refused, match="signature"):
        drafted.corrections.give_to(drafted_visit, 1, "child")
    assert len(drafted.recorder.history(drafted_visit)) == before


def test_once_corrected_applies_to_all_that_follow(opened: OpenVault, recorded_visit: str) -> None:
    opened.recorder.transcribe(recorded_visit, on_progress=lambda _stage, _share: None)
    done = opened.corrections.fix(recorded_visit, 1, "he", "she", everywhere=True)
    assert done.turns == (1, 4)
    assert [said(opened, recorded_visit, i)[:3] for i in (1, 4)] == ["She", "She"]
    with pytest.raises(UsageError, match="does not say “he”"):
        opened.corrections.fix(recorded_visit, 1, "he", "she", everywhere=True)
    with pytest.raises(UsageError, match="no turn 99"):
        opened.corrections.fix(recorded_visit, 99, "he", "she")


def test_a_speaker_is_put_right_once_or_for_the_whole_voice(opened: OpenVault, recorded_visit: str) -> None:
    opened.recorder.transcribe(recorded_visit, on_progress=lambda _stage, _share: None)

    def who() -> list[str]:
        heard = opened.recorder.transcript(recorded_visit)
        assert heard
        return [t.speaker for t in heard.turns]

    assert who() == ["sw", "mum", "child", "sw", "mum"]
    opened.corrections.give_to(recorded_visit, 4, "child")
    assert who() == ["sw", "mum", "child", "sw", "child"]
    opened.corrections.give_to(recorded_visit, 0, "mum", everywhere=True)
    assert who() == ["mum", "mum", "child", "mum", "child"]
    opened.corrections.give_to(recorded_visit, 3, "sw")
    assert who() == ["mum", "mum", "child", "sw", "child"]
    with pytest.raises(UsageError, match="Nobody in this case"):
        opened.corrections.give_to(recorded_visit, 3, "nobody")
    assert [c.kind for c in opened.corrections.corrections(recorded_visit)] == ["speaker"] * 4


def test_who_was_put_right_is_no_longer_in_doubt(opened: OpenVault, recorded_visit: str) -> None:
    opened.recorder.transcribe(recorded_visit, on_progress=lambda _stage, _share: None)

    def doubtful() -> list[int]:
        heard = opened.recorder.transcript(recorded_visit, named=False)
        assert heard
        return [t.i for t in heard.turns if t.speaker_doubtful]

    heard = opened.recorder.transcript(recorded_visit, named=False)
    assert heard
    with opened.store.transaction():
        opened.store.correct_turns(recorded_visit, [replace(heard.turns[i], speaker_doubtful=True) for i in (3, 4)])
    assert doubtful() == [3, 4]
    opened.corrections.give_to(recorded_visit, 4, "child")
    assert doubtful() == [3]


def test_a_turn_in_another_language_is_shown_with_its_translation_marked(opened: OpenVault, recorded_visit: str) -> None:
    opened.recorder.transcribe(recorded_visit, on_progress=lambda _stage, _share: None)
    heard = opened.recorder.transcript(recorded_visit, named=False)
    assert heard
    polish = replace(heard.turns[1], text="Nie chce jeść.", words=(), language="pl", translation="He does not want to eat.")
    with opened.store.transaction():
        opened.store.correct_turns(recorded_visit, [polish])
    now = opened.recorder.transcript(recorded_visit, named=False)
    assert now
    assert now.turns == (heard.turns[0], polish, *heard.turns[2:])
    assert [line.strip() for line in _lines(now.turns[1], {}, ())][1:] == [
        "in Polish",
        "machine translation: He does not want to eat.",
    ]


@dataclass(frozen=True)
class CuriousEar(ScriptedTranscriber):
    """Remembers the words it was told."""

    told: set[str] = field(default_factory=set)

    def hear_piece(
        self,
        piece: npt.NDArray[np.float32],
        start: float,
        *,
        last: bool,
        names: Sequence[str] = (),
        progress: Callable[[float], None] | None = None,
    ) -> tuple[list[tuple[Word, ...]], float]:
        self.told.update(names)
        return ScriptedTranscriber.hear_piece(self, piece, start, last=last, names=names, progress=progress)


def test_corrections_teach_the_word_list_and_erasing_the_visit_forgets_them(
    drafted: OpenVault, drafted_visit: str, config: Config
) -> None:
    desk = drafted.corrections
    desk.fix(drafted_visit, 1, "Monday", "Brackenhurst Primary")
    desk.fix(drafted_visit, 1, "Tuesday", "Tyler")  # on the roster: told to the recogniser anyway, for this case alone
    desk.list_word("  CAMHS ")
    assert desk.words() == ("Brackenhurst Primary", "CAMHS")
    assert set(WordList(drafted.store).names()) == {"Brackenhurst Primary", "CAMHS"}
    ear = CuriousEar(SCRIPT)
    again = reopen(config, engines=replace(scripted_engines(), transcriber=lambda: ear))
    again.recorder.process(record_visit(again, "CASE-2"))
    again.close()
    assert ear.told >= {"Brackenhurst Primary", "CAMHS", "Tyler"}, "the next recording is heard with them"
    with pytest.raises(UsageError, match="on the list already"):
        desk.list_word("CAMHS")
    drafted.erasure.erase(drafted_visit)
    assert desk.words() == ("CAMHS",)
    desk.unlist_word("CAMHS")
    assert WordList(drafted.store).names() == ()
    told = [e.event for e in drafted.recorder.history() if isinstance(e.event, events.WordsListed)]
    assert [(t.added, t.removed) for t in told] == [(1, 0), (0, 1)]


def test_the_commands_say_what_they_did(drafted: OpenVault, drafted_visit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recorder.commands.settings.Settings.opened", lambda _self: _Open(drafted))

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["transcript", *arguments])
        return done.exit_code, done.output

    code, told = run("fix", drafted_visit, "1", "Tuesday", "Wednesday")
    assert (code, told.splitlines()) == (
        0,
        [
            "Corrected in 1 turn: 1.",
            f"The draft rested on the earlier words and is gone. Make it anew: casescribe process {drafted_visit}",
        ],
    )
    code, shown = run(drafted_visit)
    assert code == 0
    assert "   1   0:04  Donna: He missed Monday and Wednesday." in shown
    assert "corrected by Priya Nair: “Wednesday”, heard as “Tuesday.” 0:05" in shown
    assert run("speaker", drafted_visit, "1", "child")[0] == 0
    assert run("fix", drafted_visit, "1", "Tuesday", "x")[0] == 2
    listed = CliRunner().invoke(main, ["words", "list"])
    assert listed.output == "Wednesday\n"


class _Open:
    """An open vault that stays open when a command is done with it."""

    def __init__(self, opened: OpenVault) -> None:
        self._opened = opened

    def __enter__(self) -> OpenVault:
        return self._opened

    def __exit__(self, *_: object) -> None:
        pass
