"""What governance asks of the logs, as numbers: use, whose words, time, care taken in reading, models, energy, consent.

Everything is worked out from the table `entries` (`audit.tables`), the same way for one log and for thousands. A note is
counted at its approval; what people did for it stands between its last draft and that approval.

Approval without reading. Scrolling, waiting and clicking must not pass for reading. For each sentence the log has how long
its evidence was open, how many words that is, and whether the sound was played. A sentence counts as read when its
evidence was open for at least as long as skimming takes (`SKIM_WPM`; adults read about 240 words a minute, Brysbaert 2019,
and skim at about twice that), or was played for at least `PLAY_SECONDS`, or when the sentence was reworded. Time on one
sentence counts for that sentence only. An approval is flagged when fewer than half of its drafted sentences were read,
when a sentence that had to be confirmed was not, when more time is claimed than passed, or when the time at work is less
than `GLANCE_WPM` would take.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.questions import ASKED
from audit.sheets import Sheet

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SKIM_WPM = 480.0  # words a minute
GLANCE_WPM = 960.0  # nobody reads this fast
PLAY_SECONDS = 1.0
WORDS_UNKNOWN = 16  # of a sentence whose words were not counted
PAUSE = 300  # seconds after which somebody is taken to be doing something else

_STEPS = (
    """CREATE OR REPLACE TEMP TABLE person AS
    SELECT device, person AS actor, arg_max(role, seq) AS role, arg_max(team, seq) AS team
    FROM entries WHERE kind = 'person_added' GROUP BY ALL""",
    """CREATE OR REPLACE TEMP TABLE approval AS
    SELECT row_number() OVER () AS id, a.device, a.visit, a.seq, a."at", a.actor, a.template, a.note_sha256,
        a.words_reported, a.words_writer, a.words_edited, a.words_own,
        coalesce(p.team, 'no team given') AS team
    FROM entries AS a LEFT JOIN person AS p USING (device, actor) WHERE a.kind = 'note_approved'""",
    """CREATE OR REPLACE TEMP TABLE work AS
    SELECT a.id, e.seq, e."at", e.kind, e.statement, e.seconds, e.played, e.words,
        e.reported + e.writer AS sentences, e."before", e."after"
    FROM entries AS e JOIN approval AS a ON e.device = a.device AND e.visit = a.visit AND e.seq <= a.seq""",
    """CREATE OR REPLACE TEMP TABLE drafted AS
    SELECT id, arg_max(seq, seq) FILTER (kind = 'draft_made') AS draft_seq,
        arg_max("at", seq) FILTER (kind = 'draft_made') AS draft_at,
        arg_max(sentences, seq) FILTER (kind = 'draft_made') AS sentences,
        max("at") FILTER (kind IN ('sound_imported', 'recording_stopped', 'recording_recovered')) AS sound_at
    FROM work WHERE kind IN ('draft_made', 'sound_imported', 'recording_stopped', 'recording_recovered') GROUP BY id""",
    """CREATE OR REPLACE TEMP TABLE done AS
    SELECT w.id, w.seq, w.kind, w.statement, w.seconds, w.played, w.words,
        try_cast(w."before" AS BIGINT) AS size_before, try_cast(w."after" AS BIGINT) AS size_after,
        epoch(w."at" - lag(w."at", 1, d.draft_at) OVER (PARTITION BY w.id ORDER BY w.seq)) AS gap
    FROM drafted AS d JOIN work AS w ON w.id = d.id AND w.seq > d.draft_seq""",
    f"""CREATE OR REPLACE TEMP TABLE sentence AS
    SELECT *, greatest(1.0, words * 60 / {SKIM_WPM}) AS needed,
        seconds >= needed OR (played AND seconds >= {PLAY_SECONDS}) OR reworded AS was_read
    FROM (
        SELECT id, statement,
            coalesce(sum(seconds) FILTER (kind = 'evidence_seen'), 0) AS seconds,
            coalesce(nullif(max(words), 0), {WORDS_UNKNOWN}) AS words,
            coalesce(bool_or(played), false) AS played,
            bool_or(kind = 'statement_edited' AND size_after > 0) AS reworded,
            bool_or(kind = 'statement_confirmed') AS confirmed,
            bool_or(kind = 'statement_edited' AND size_before = 0) AS own,
            arg_max(size_after, seq) FILTER (kind = 'statement_edited') IS NOT DISTINCT FROM 0 AS removed
        FROM done WHERE statement IS NOT NULL GROUP BY id, statement
    )""",  # noqa: S608 - our own numbers
    f"""CREATE OR REPLACE TEMP TABLE note AS
    SELECT *, was_read < 0.5 * sentences AS unread, blind > 0 AS confirmed_unread,
        seconds > 1.05 * elapsed + 1 AS impossible, active < words_to_read * 60 / {GLANCE_WPM} AS hasty,
        sentences > 0 AND (unread OR confirmed_unread OR impossible OR hasty) AS flagged
    FROM (SELECT a.*, d.sound_at, d.draft_at, coalesce(d.sentences, 0) AS drafted,
        greatest(coalesce(d.sentences, 0) - coalesce(s.removed, 0), 0) AS sentences,
        coalesce(s.looked, 0) AS looked, coalesce(s.was_read, 0) AS was_read, coalesce(s.played, 0) AS played,
        coalesce(s.edited, 0) AS edited, coalesce(s.removed, 0) AS removed, coalesce(s.own, 0) AS own,
        coalesce(s.confirmed, 0) AS confirmed, coalesce(s.blind, 0) AS blind,
        coalesce(s.seconds, 0) AS seconds, coalesce(s.words, 0) AS words, coalesce(t.active, 0) AS active,
        epoch(a."at" - d.draft_at) AS elapsed,
        coalesce(nullif(coalesce(a.words_reported, 0) + coalesce(a.words_writer, 0) + coalesce(a.words_edited, 0), 0),
            {WORDS_UNKNOWN} * coalesce(d.sentences, 0)) AS words_to_read
    FROM approval AS a
    LEFT JOIN drafted AS d USING (id)
    LEFT JOIN (
        SELECT id,
            count(*) FILTER (seconds > 0 AND NOT own AND NOT removed) AS looked,
            count(*) FILTER (was_read AND NOT own AND NOT removed) AS was_read,
            count(*) FILTER (played AND NOT own AND NOT removed) AS played,
            count(*) FILTER (reworded AND NOT own AND NOT removed) AS edited,
            count(*) FILTER (removed AND NOT own) AS removed, count(*) FILTER (own AND NOT removed) AS own,
            count(*) FILTER (confirmed) AS confirmed, count(*) FILTER (confirmed AND NOT was_read) AS blind,
            sum(seconds) AS seconds, sum(words) FILTER (seconds > 0) AS words
        FROM sentence GROUP BY id
    ) AS s USING (id)
    LEFT JOIN (
        SELECT id, sum(least(gap, {PAUSE})) AS active FROM done GROUP BY id
    ) AS t USING (id))""",  # noqa: S608 - our own numbers
)


@dataclass(frozen=True, slots=True)
class Questions:
    """What the council enters; the log does not know it."""

    retention_days: int = 28  # after approval, sound and transcript are to be gone
    cosign_days: int = 7  # a head is to be cosigned at least this often
    baseline_minutes: float | None = None  # a note took before, for “does time come back?”


def prepare(conn: DuckDBPyConnection) -> None:
    """Work out the tables that the sheets are asked of: one row an approval, a sentence, a person."""
    for step in _STEPS:
        conn.execute(step)


def sheets(conn: DuckDBPyConnection, questions: Questions) -> tuple[Sheet, ...]:
    """All sheets, after `prepare`. Counts of notes, visits and people are not yet suppressed (`audit.sheets`)."""
    found: list[Sheet] = []
    for asked in ASKED:
        rows = tuple(conn.execute(_filled(asked.sql, questions)).fetchall())
        columns = tuple(name for name, *_ in conn.description or ())
        found.append(Sheet(asked.key, asked.title, _filled(asked.note, questions), columns, rows, asked.chart))
    return tuple(found)


def _filled(sql: str, questions: Questions) -> str:
    baseline = "NULL" if questions.baseline_minutes is None else f"{float(questions.baseline_minutes)}::DOUBLE"
    filled = sql.replace("{retention}", str(int(questions.retention_days))).replace("{baseline}", baseline)
    return filled.replace("{cosign}", str(int(questions.cosign_days)))
