import json
from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit import events as e
from audit.errors import AuditDamaged, EventRefused
from audit.report import describe
from audit.scripted import BEGAN, scripted_events

OTHERS: tuple[e.Event, ...] = (
    e.SpeakersNamed(visit="v1", count=1),
    e.TranscriptCorrected(visit="v1", turns=3, words=4, speakers=0, to_confirm=2),
    e.DraftDropped(visit="v1", reason="speakers_changed"),
    e.DisclosureAcknowledged(visit="v1", turn=14, reason="already_known"),
    e.ContradictionSeen(visit="v1", first=14, second=31),
    e.EvidenceChosen(visit="v1", statement="s5", before=1, after=2),
    e.WorkTakenBack(visit="v1", act="contradiction", line="14-31"),
    e.RedactionsReviewed(visit="v1", audience="subject_access", confirmed=12, taken_back=1, added=2),
    e.HarmChecked(visit="v1", audience="subject_access", harmful=False),
    e.ViewExported(visit="v1", audience="research", format="html", hidden=14, file_sha256="a" * 64),
    e.PersonAdded(person="5c1e7ed05c1e7ed0", role="supervisor", public_key="b" * 64, team="team-north"),
    e.PersonRemoved(person="5c1e7ed05c1e7ed0", reason="left"),
    e.PassphraseChanged(person="5c1e7ed05c1e7ed0"),
    e.VaultUnlocked(person="5c1e7ed05c1e7ed0", role="worker", failed_before=2),
    e.VaultLocked(reason="idle"),
    e.VaultRecovered(means="council-key", person="5c1e7ed05c1e7ed0"),
    e.KeysRotated(visits=41),
    e.PolicyChanged(policy_sha256="c" * 64, signed_by="d" * 64),
    e.TemplateAdded(template="our_visit", template_sha256="c" * 64),
    e.BackupMade(file_sha256="e" * 64, log_size=88),
    e.BackupRestored(file_sha256="e" * 64, log_size=88),
    e.HeadCosigned(size=88, public_key="b" * 64),
    e.Searched(found=3),
    e.WordsListed(added=1, removed=0),
    e.BiasMeasured(worded_by="language_model", models=("tiny sha256:" + "a" * 64,), compared=48, identical=31),
    e.RosterChanged(case="c1", people=5),
    e.VisitOpened(visit="v1"),
    e.ConsentWithdrawn(visit="v1", person="f" * 32),
    e.RecordingStarted(visit="v1"),
    e.RecordingPaused(visit="v1"),
    e.RecordingResumed(visit="v1"),
    e.PrivateStretch(visit="v1"),
    e.SoundMissing(visit="v1", seconds=12.5),
    e.MomentMarked(visit="v1", count=2),
    e.RecordingStopped(visit="v1", audio_sha256="a" * 64, seconds=1804.2),
    e.RecordingRecovered(visit="v1", audio_sha256="a" * 64, seconds=1804.2),
    e.HoldSet(visit="v1", reason="court"),
    e.HoldLifted(visit="v1", reason="court_ended"),
    e.VisitErased(
        visit="v1", reason="retention", sound=True, transcript=True, draft=True, note=False, certificate_sha256="a" * 64
    ),
    e.EvidenceSeen(visit="v1", statement="s5", seconds=7.25, played=True, words=31),
    e.NoteReturned(visit="v1", note_sha256="a" * 64, reason="unclear"),
    e.NoteCountersigned(visit="v1", note_sha256="a" * 64, signature="0" * 128, public_key="b" * 64),
    e.NoteFiled(visit="v1", note_sha256="a" * 64),
)
ALL = (*scripted_events(), *OTHERS)
TEXTS = (
    "Sarah Jones",
    "Jones",
    "Maya",
    "he said that it hurt",
    "",
    " ",
    "12 Acacia Avenue",
    "2015-03-14",
    "s1\n",
    "s1\u202e",
    "é1",
    "0" * 200,
    "<b>1</b>",
)


def test_every_kind_of_event_is_exercised_here() -> None:
    assert {event.kind for event in ALL} == set(e.EVENTS)


@pytest.mark.parametrize("event", ALL, ids=lambda event: event.kind)
def test_an_entry_reads_back_as_it_was_written(event: e.Event) -> None:
    entry = e.make_entry(event, seq=7, at=BEGAN, actor="5c1e7ed05c1e7ed0")
    assert e.read_leaf(entry.leaf()) == entry
    assert e.read_leaf(entry.leaf()).leaf() == entry.leaf()


@pytest.mark.parametrize("event", ALL, ids=lambda event: event.kind)
def test_no_field_of_any_event_takes_words(event: e.Event) -> None:
    told = {field.name: getattr(event, field.name) for field in fields(event)}
    for (name, value), text in product(told.items(), TEXTS):
        wrong: Any = (text,) if isinstance(value, tuple) else text
        with pytest.raises(EventRefused) as refusal:
            type(event)(**{**told, name: wrong})
        assert name in refusal.value.message
        assert not text.strip() or text.strip() not in refusal.value.sentence()


@settings(deadline=None)
@given(st.text(alphabet=st.characters(categories=["L", "Zs", "P"]), min_size=1, max_size=60))
def test_anything_with_a_space_or_a_capital_and_no_digit_is_refused(text: str) -> None:
    if " " in text or any(c.isupper() for c in text):
        with pytest.raises(EventRefused):
            e.DraftDropped(visit=text, reason="speakers_changed")
        with pytest.raises(EventRefused):
            e.DraftDropped(visit="v1", reason=text)


@settings(deadline=None)
@given(st.binary(min_size=3, max_size=32), st.sampled_from(["", "v-", "visit-", "case_"]))
def test_every_random_hexadecimal_id_is_taken(raw: bytes, prefix: str) -> None:
    visit = prefix + raw.hex()
    assert e.DraftDropped(visit=visit, reason="speakers_changed").visit == visit


@pytest.mark.parametrize("number", [-1, 1.5, float("nan"), float("inf"), True, None, 1 << 63])
def test_counts_are_counts(number: Any) -> None:
    with pytest.raises(EventRefused):
        e.SpeakersNamed(visit="v1", count=number)


def test_a_note_without_sound_has_no_audio_hash() -> None:
    approved = next(event for event in ALL if isinstance(event, e.NoteApproved))
    told = {field.name: getattr(approved, field.name) for field in fields(approved)}
    assert e.NoteApproved(**{**told, "audio_sha256": None}).audio_sha256 is None


def test_the_leaf_is_canonical_json_with_its_version() -> None:
    leaf = e.make_entry(OTHERS[0], seq=3, at=BEGAN, actor="a1").leaf()
    assert leaf == (
        b'{"actor":"a1","at":"2026-11-21T22:10:00.000Z","event":{"count":1,"kind":"speakers_named","visit":"v1"},"seq":3,"v":1}'
    )


def test_moments_are_kept_in_utc_and_need_a_zone() -> None:
    summer = datetime(2026, 7, 1, 9, 30, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
    entry = e.make_entry(OTHERS[0], seq=1, at=summer, actor="a1")
    assert entry.at == datetime(2026, 7, 1, 8, 30, 0, 123000, tzinfo=UTC)
    with pytest.raises(EventRefused):
        e.make_entry(OTHERS[0], seq=1, at=summer.replace(tzinfo=None), actor="a1")


def test_an_actor_is_an_id() -> None:
    with pytest.raises(EventRefused):
        e.make_entry(OTHERS[0], seq=1, at=BEGAN, actor="Dana Okafor")


@pytest.mark.parametrize("leaf", [b"", b"[]", b'{"v":1}', b"\xff", b"[" * 100_000, b'{"event":{"kind":"no_such_kind"}}'])
def test_bytes_that_we_did_not_write_are_refused(leaf: bytes) -> None:
    with pytest.raises(AuditDamaged):
        e.read_leaf(leaf)


def test_keyed_ids_tell_people_apart_and_need_the_key() -> None:
    assert e.keyed_id(b"k1", "mum") == e.keyed_id(b"k1", "mum")
    assert len({e.keyed_id(b"k1", "mum"), e.keyed_id(b"k1", "dad"), e.keyed_id(b"k2", "mum")}) == 3


def test_each_entry_is_told_in_one_plain_line() -> None:
    lines = [describe(e.make_entry(event, seq=1, at=BEGAN, actor="a1")) for event in ALL]
    assert "21 Nov 2026 22:10 UTC  draft made: 14 sentences, 3 to confirm, 1 possible disclosure not used" in lines
    assert "21 Nov 2026 22:10 UTC  transcribe done by whisper-base in 9.5 s" in lines
    assert "21 Nov 2026 22:10 UTC  sound imported: 3 min 1 s" in lines
    assert "21 Nov 2026 22:10 UTC  erased (retention): sound, transcript, draft" in lines
    assert "21 Nov 2026 22:10 UTC  vault unlocked by worker 5c1e7ed05c1e7ed0 after 2 wrong passphrases" in lines
    assert len(set(lines)) == len(ALL)
    assert not any("_" in line or "\n" in line for line in lines)


def test_a_new_field_with_a_default_would_leave_old_entries_readable() -> None:
    data = json.loads(e.make_entry(OTHERS[0], seq=1, at=BEGAN, actor="a1").leaf())
    assert set(data) == {"v", "seq", "at", "actor", "event"}
    assert data["event"] == {"kind": "speakers_named", "visit": "v1", "count": 1}
