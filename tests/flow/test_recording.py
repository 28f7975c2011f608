"""A visit is recorded into the vault: what is private is not kept, what was kept survives, and all of it is in the log."""

from __future__ import annotations

import numpy as np
import pytest

from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.domain import Gap, Status
from recorder.errors import NotSound, Refused, StorageFailed
from recorder.sound.recording_desk import RecordingSession
from tests.conftest import ROSTER, heard, plan_visit, reopen


def said(value: int, seconds: float = 1.0) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return np.full(int(seconds * 16_000), value, np.int16)


@pytest.fixture
def planned(opened: OpenVault) -> str:
    return plan_visit(opened, "CASE-1")


@pytest.fixture
def session(opened: OpenVault, planned: str) -> RecordingSession:
    return opened.recording.begin(planned)


def kinds(opened: OpenVault, visit: str) -> list[str]:
    return [e.event.kind for e in opened.recorder.history(visit)][1 + len(ROSTER) :]


def test_a_recording_with_a_pause_a_private_stretch_and_a_mark(opened: OpenVault, session: RecordingSession) -> None:
    visit = session.visit_id
    assert opened.recorder.visit(visit).status is Status.RECORDING
    session.append(said(100))
    session.pause()
    session.append(said(200))
    session.resume()
    session.private(on=True)
    session.append(said(300, 20))
    session.private(on=False)
    assert session.mark() == 1.0
    session.append(said(400))
    session.stop()
    assert opened.recorder.visit(visit).status is Status.RECORDED
    assert set(np.rint(heard(opened, visit) * 32768).astype(int)) == {100, 400}
    stored = opened.store.recording(visit)
    assert stored is not None
    assert (stored.seconds, stored.marks, stored.private) == (2.0, (1.0,), (1.0,))
    began = ["recording_started", "recording_paused", "recording_resumed", "private_stretch"]
    assert kinds(opened, visit) == [*began, "moment_marked", "recording_stopped"]


def test_where_the_microphone_gave_no_sound_is_kept_through_a_crash(
    opened: OpenVault, session: RecordingSession, config: Config
) -> None:
    session.append(said(100, 2.0))
    session.miss(22.6)
    session.keep_missing(22.6)
    session.append(said(100))
    session.miss(1.5)  # the crash comes before the log knows of it
    session.leave()
    opened.vault.close()
    after = reopen(config)
    assert after.recorder.missing(session.visit_id) == (Gap(2.0, 22.6),)
    assert kinds(after, session.visit_id)[-2:] == ["sound_missing", "recording_recovered"]
    after.vault.close()


def test_a_torn_recording_is_closed_at_the_next_opening_and_said(
    opened: OpenVault, session: RecordingSession, config: Config
) -> None:
    session.append(said(100, 2.5))
    session.mark()
    session.leave()
    opened.vault.close()
    after = reopen(config)
    assert "had been cut off. All that was stored is there: 0 min 2 s" in after.said[0]
    stored = after.store.recording(session.visit_id)
    assert stored is not None
    assert (stored.seconds, stored.marks) == (2.5, (2.5,))
    assert kinds(after, session.visit_id)[-1] == "recording_recovered"
    after.vault.close()
    again = reopen(config)
    assert again.said == ()
    again.vault.close()


def test_a_recording_cut_off_before_any_sound_leaves_the_visit_planned(
    opened: OpenVault, session: RecordingSession, config: Config
) -> None:
    session.leave()
    opened.vault.close()
    after = reopen(config)
    assert "before any sound" in after.said[0]
    assert after.recorder.visit(session.visit_id).status is Status.PLANNED
    after.recording.begin(session.visit_id).withdraw()
    after.vault.close()


def test_another_program_neither_recovers_nor_records_what_is_being_recorded(
    opened: OpenVault, session: RecordingSession, config: Config
) -> None:
    session.append(said(100))
    other = reopen(config)
    assert other.said == ()
    with pytest.raises(Refused):
        other.recording.begin(session.visit_id)
    other.vault.close()
    session.append(said(100))
    assert session.stop().seconds == 2.0


def test_nothing_is_left_of_a_recording_that_is_withdrawn_or_empty(opened: OpenVault, session: RecordingSession) -> None:
    session.append(said(100, 5))
    session.withdraw()
    assert not list((opened.vault.folder / "audio").glob("*.sound*"))
    assert opened.recorder.visit(session.visit_id).status is Status.PLANNED
    empty = opened.recording.begin(session.visit_id)
    with pytest.raises(NotSound):
        empty.stop()
    assert opened.recorder.visit(session.visit_id).status is Status.PLANNED


def test_without_consent_nothing_is_recorded(opened: OpenVault, planned: str) -> None:
    opened.recorder.record_consent(planned, "mum", agreed=False, told_how="in_person")
    with pytest.raises(Refused, match="said no"):
        opened.recording.begin(planned)
    assert not list((opened.vault.folder / "audio").glob("*.sound"))


def test_recording_goes_on_when_the_log_cannot_be_written(opened: OpenVault, session: RecordingSession) -> None:
    session.append(said(100))
    opened.vault.db.conn.execute("PRAGMA query_only = ON")
    with pytest.raises(StorageFailed):
        session.pause()
    assert session.append(said(200)) == 16_000  # the pause holds all the same
    session.live.resume()
    assert session.append(said(300)) == 32_000
    opened.vault.db.conn.execute("PRAGMA query_only = OFF")
    assert session.stop().seconds == 2.0
