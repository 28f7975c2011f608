"""A small world counted by hand, and people who read, or only seem to."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from audit import events as e
from audit.errors import AuditError
from audit.numbers import Questions, prepare, sheets
from audit.people import person_id
from audit.render import Report, to_csv, to_html, to_json, to_screen
from audit.reports import report_on_log, write_report
from audit.scripted import BEGAN, ScriptedSigner
from audit.sheets import HIDDEN, WITHHELD, Cell, Sheet, suppressed
from audit.tables import columns, connect, load_leaves

KEY = ScriptedSigner().public_key.hex()
WORKER = person_id(KEY)
MODEL = "whisper-base sha256:" + "c" * 64
Act = tuple[float, e.Event]  # seconds after the act before


def leaves(*acts: Act) -> Iterator[bytes]:
    """A log's bytes: a vault with one worker of team north, then these acts."""
    begun: list[Act] = [
        (0, e.VaultCreated(vault="vault-1", public_key=KEY)),
        (0, e.PersonAdded(person=WORKER, role="worker", public_key=KEY, team="north")),
    ]
    at, seq = BEGAN, count(1)
    for after, event in [*begun, *acts]:
        at += timedelta(seconds=after)
        yield e.make_entry(event, seq=next(seq), at=at, actor=WORKER).leaf()


def visit(name: str, *work: Act, sentences: int = 10, words: int = 200) -> list[Act]:
    """A visit from sound to approval; `work` is what the worker did with the draft."""
    sha = "a" * 64
    approval = e.NoteApproved(
        visit=name,
        note_sha256=sha,
        transcript_sha256=sha,
        audio_sha256=sha,
        template="child_in_need_visit",
        models=(MODEL,),
        signature="0" * 128,
        public_key=KEY,
        words_reported=words // 2,
        words_writer=words // 4,
        words_edited=words // 4,
        words_own=words,
    )
    return [
        (0, e.SoundImported(visit=name, audio_sha256=sha, source_sha256=sha, seconds=60)),
        (
            60,
            e.ModelRan(
                visit=name, stage="transcribe", models=(MODEL,), seconds=5, output_sha256=sha, settings_sha256=sha, joules=3600
            ),
        ),
        (
            60,
            e.DraftMade(
                visit=name, draft_sha256=sha, reported=sentences - 2, writer=2, to_confirm=1, unused_disclosures=0, refused=3
            ),
        ),
        *work,
        (5, approval),
    ]


def look(number: int, seconds: float, *, played: bool = False, after: float | None = None) -> Act:
    seen = e.EvidenceSeen(visit="v1", statement=f"s{number}", seconds=seconds, played=played, words=24)
    return (seconds if after is None else after, seen)


CONFIRM: Act = (1, e.StatementConfirmed(visit="v1", statement="s4"))
# 24 words at 480 a minute: three seconds.
READERS: dict[str, tuple[bool, list[Act]]] = {
    "reads every sentence": (False, [look(i, 8) for i in range(1, 11)] + [CONFIRM]),
    "skims every sentence": (False, [look(i, 3.2) for i in range(1, 11)] + [CONFIRM]),
    "listens to half and reads the rest": (
        False, [look(i, 2, played=True) for i in range(1, 6)] + [look(i, 6) for i in range(6, 11)] + [CONFIRM],
    ),
    "rewords nearly everything": (
        False,
        [(20, e.StatementEdited(visit="v1", statement=f"s{i}", before=80, after=70)) for i in range(1, 10)],
    ),
    "goes to and fro, three seconds in all for each": (
        False, [look(i, 1.1) for _ in range(3) for i in range(1, 11)] + [CONFIRM],
    ),
    "never looks": (True, []),
    "scrolls to the end in five seconds": (True, [look(i, 0.5) for i in range(1, 11)]),
    "scrolls up and down for a minute without stopping": (True, [look(i, 0.2) for _ in range(12) for i in range(1, 11)]),
    "opens one sentence and goes for a walk": (True, [look(1, 1800)]),
    "reads the first three and approves": (True, [look(i, 20) for i in (1, 2, 3)]),
    "reads all but what had to be confirmed": (
        True, [look(i, 8) for i in range(1, 11) if i != 4] + [look(4, 0.4), CONFIRM],
    ),
    "clicks play everywhere and stops it": (True, [look(i, 0.3, played=True) for i in range(1, 11)]),
    "claims to read ten sentences at once": (True, [look(i, 30, after=1) for i in range(1, 11)] + [CONFIRM]),
    "waits an hour, then clicks through": (True, [look(i, 0.5, after=3600 if i == 1 else 0.5) for i in range(1, 11)]),
}  # fmt: skip


def notes_of(*acts: Act) -> list[tuple[object, ...]]:
    with connect() as conn:
        load_leaves(conn, "d1", leaves(*acts))
        prepare(conn)
        return conn.execute("SELECT visit, flagged, was_read, sentences FROM note ORDER BY visit").fetchall()


@pytest.fixture(scope="module")
def judged() -> dict[str, bool]:
    """All readers' approvals in one log, each a visit of its own."""
    acts: list[Act] = []
    for number, (_, work) in enumerate(READERS.values(), start=1):
        theirs = [(after, _moved(event, f"v{number}")) for after, event in work]
        acts += [(86400, e.VisitPlanned(visit=f"v{number}", case="c1", template="child_in_need_visit"))]
        acts += visit(f"v{number}", *theirs)
    flags = {str(name): bool(flagged) for name, flagged, *_ in notes_of(*acts)}
    return {reader: flags[f"v{number}"] for number, reader in enumerate(READERS, start=1)}


def _moved(event: e.Event, name: str) -> e.Event:
    return type(event)(**{**{k: v for k, v in event.to_json().items() if k != "kind"}, "visit": name})


@pytest.mark.parametrize("reader", READERS)
def test_who_does_not_read_is_flagged_and_who_reads_is_not(judged: dict[str, bool], reader: str) -> None:
    assert judged[reader] is READERS[reader][0]


def test_what_was_looked_at_before_the_newest_draft_does_not_count() -> None:
    (again,) = notes_of(
        *visit("v1", *[look(i, 8) for i in range(1, 11)])[:-1],
        (60, e.DraftMade(visit="v1", draft_sha256="b" * 64, reported=8, writer=2, to_confirm=0, unused_disclosures=0)),
        *visit("v1")[-1:],
    )
    assert again[1:3] == (True, 0)


def small_world() -> Iterator[bytes]:
    """Six visits of a day each: five read, one not; one drafted sentence taken out, one added; consents; a wrong passphrase."""
    acts: list[Act] = [(0, e.VaultUnlocked(person=WORKER, role="worker", failed_before=2))]
    for number in range(1, 7):
        name = f"v{number}"
        reading = [look(i, 8) for i in range(1, 11)] if number < 6 else []
        work = [(after, _moved(event, name)) for after, event in reading]
        if number == 1:
            work += [
                (10, e.StatementEdited(visit=name, statement="s9", before=70, after=0)),
                (10, e.StatementEdited(visit=name, statement="s11", before=0, after=40)),
                (10, e.DisclosureAcknowledged(visit=name, turn=3, reason="already_known")),
            ]
        acts += [(86400, e.ConsentGiven(visit=name, person="b" * 32, agreed=number != 3, how="in_person")), *visit(name, *work)]
    acts += [
        (
            60 * 86400,
            e.VisitErased(
                visit="v1", reason="retention", sound=True, transcript=True, draft=True, note=False, certificate_sha256="d" * 64
            ),
        )
    ]
    acts += [
        (0, e.BiasMeasured(worded_by="rules", models=(MODEL,), compared=48, identical=40)),
        (0, e.BiasMeasured(worded_by="rules", models=(MODEL,), compared=48, identical=48)),
        (0, e.PersonAdded(person=WORKER, role="worker", public_key=KEY)),  # recovered: the team is not said again
    ]
    acts += [(0, e.HoldSet(visit="v2", reason="court")), (0, e.HeadCosigned(size=9, public_key=KEY))]
    return leaves(*acts)


@pytest.fixture(scope="module")
def counted() -> dict[str, dict[Cell, tuple[Cell, ...]]]:
    """Sheet → first cell of each row → the rest, nothing hidden."""
    with connect() as conn:
        load_leaves(conn, "d1", small_world())
        prepare(conn)
        found = sheets(conn, Questions(retention_days=28, baseline_minutes=60))
    return {sheet.key: {row[0]: row[1:] for row in sheet.rows} for sheet in found}


def test_the_small_world_is_counted_as_by_hand(counted: dict[str, dict[Cell, tuple[Cell, ...]]]) -> None:
    assert counted["use"] == {"2026-11": (6, 6, 0, 0, 0), "2027-01": (0, 0, 0, 0, 0)}
    assert counted["teams"] == {"north": (6, 1, 1)}
    # Of 400 words a note: 100 by rules, 50 by the model, 50 changed, 200 by people.
    assert counted["words"] == {"2026-11": (6, 25.0, 12.5, 12.5, 50.0)}
    # v1: ten looks of 8 s, three acts of 10 s, 5 s to the approval = 115 s; v2 to v5: 85 s; v6: 5 s. Median 85 s.
    # From sound to note: two minutes of machine work more; median 205 s.
    assert counted["time"] == {"2026-11": (6, 0.1, 1.4, 60.0, 58.6)}
    # Drafted sentences that stayed: 9 + 5 × 10 = 59. Looked at and read: 9 + 40 = 49. In 50 looks of 24 words: 400 s.
    assert counted["review"] == {"2026-11": (6, 59, 83.1, 83.1, 0.0, 33.3, 1)}
    assert counted["flags"]["fewer than half of the sentences were read"] == (1,)
    assert counted["flags"]["less time than a glance takes"] == (1,)  # 200 words to read in 5 s
    assert counted["flags"]["more time is claimed than passed"] == (0,)
    assert counted["hands"] == {
        "sentences drafted": (60,), "sentences reworded": (0,), "sentences taken out": (1,), "sentences added": (1,),
        "sentences confirmed one by one": (0,), "sentences that grounding refused": (18,),
        "possible disclosures put aside: already known": (1,),
    }  # fmt: skip
    assert counted["models"] == {"whisper-base": ("c" * 12, 6, "2026-11-22", "2026-11-27")}
    assert counted["bias"] == {"rules": (1, 48, 48, "2027-01-26")}  # the newest measurement
    assert counted["energy"] == {"transcribe": (6, 6.0, 0.0, "not measured")}
    assert counted["consent"] == {"given": (5,), "refused": (1,)}
    assert counted["retention"] == {"erased": (1,), "held": (1,), "overdue": (4,)}
    assert counted["witnesses"]["wrong passphrases before an unlock"] == (2,)
    assert counted["witnesses"]["logs overdue for a cosignature"] == (0,)


def test_small_counts_are_hidden_and_what_would_give_them_away() -> None:
    sheet = Sheet(
        "x", "X", "", ("team", "notes", "share", "words*"), (("n", 3, 12.5, 2), ("s", 9, 40.0, 7), ("e", 20, 50.0, 1))
    )
    assert suppressed(sheet).rows == (("n", HIDDEN, WITHHELD, 2), ("s", WITHHELD, 40.0, 7), ("e", 20, 50.0, 1))
    assert suppressed(sheet).columns == ("team", "notes", "share", "words")
    assert suppressed(Sheet("x", "X", "", ("team", "notes"), (("n", 0), ("s", 5)))).rows == (("n", 0), ("s", 5))


def test_a_report_is_written_in_each_form_and_holds_no_id(tmp_path: Path) -> None:
    report = report_on_log("casescribe/1", small_world(), sentences=("All is well.",), questions=Questions())
    forms: dict[str, Callable[[Report], str]] = {"html": to_html, "csv": to_csv, "json": to_json, "txt": to_screen}
    for form, render in forms.items():
        told = render(report)
        for secret in (WORKER, KEY, "v1", "b" * 32, "a" * 64):
            assert f'"{secret}"' not in told, form
            assert f" {secret} " not in told, form
        if form != "txt":
            write_report(report, tmp_path / f"report.{form}")
            assert (tmp_path / f"report.{form}").read_text(encoding="utf-8") == told
    html = to_html(report)
    assert "<svg" in html
    assert "http" not in html.replace("http-equiv", "")
    assert json.loads(to_json(report))["sheets"][0]["key"] == "use"
    assert HIDDEN in to_csv(report)
    with pytest.raises(AuditError):
        write_report(report, tmp_path / "report.docx")


def test_every_field_of_every_event_has_a_column() -> None:
    assert set(columns()) >= {"kind", "visit", "statement", "seconds", "models", "words_own"}
    assert columns()["before"] == "BIGINT"


def test_times_are_utc_in_the_table() -> None:
    with connect() as conn:
        load_leaves(conn, "d1", leaves())
        (at,) = conn.execute('SELECT "at" FROM entries WHERE seq = 1').fetchone() or (None,)
    assert at == datetime(2026, 11, 21, 22, 10)
