"""The shape of the database, one step at a time.

A step that has been released is never edited: the next change is the next step. Each runs in one transaction together
with the record that it ran (sqlite-utils' migrations), so a power cut leaves either the old shape or the new one.
"""

from __future__ import annotations

import audit.log
from recorder.database import Database, Migrations

casescribe_migrations = Migrations("casescribe")


def migrate(db: Database) -> None:
    """Bring a database, new or old, to today's shape. Safe when two programs start at once."""
    if db["_sqlite_migrations"].exists() and not casescribe_migrations.pending(db):
        return
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        casescribe_migrations.apply(db)
    except BaseException:
        db.conn.rollback()
        raise
    db.conn.commit()


@casescribe_migrations()
def m001_cases_and_visits(db: Database) -> None:
    """Cases with their people, visits, consent and sound."""
    for statement in (
        """CREATE TABLE cases (
            id TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE) STRICT""",
        """CREATE TABLE people (
            case_id TEXT NOT NULL REFERENCES cases(id), key TEXT NOT NULL, position INTEGER NOT NULL,
            details TEXT NOT NULL, PRIMARY KEY (case_id, key)) STRICT""",
        """CREATE TABLE visits (
            id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases(id), title TEXT NOT NULL,
            template TEXT NOT NULL, held_on TEXT NOT NULL, status TEXT NOT NULL, created_at TEXT NOT NULL,
            audit_key BLOB NOT NULL) STRICT""",
        """CREATE TABLE consents (
            visit_id TEXT NOT NULL REFERENCES visits(id), person TEXT NOT NULL, agreed INTEGER NOT NULL,
            told_how TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (visit_id, person)) STRICT""",
        """CREATE TABLE recordings (
            visit_id TEXT PRIMARY KEY REFERENCES visits(id), file_name TEXT NOT NULL, sha256 TEXT NOT NULL,
            source_sha256 TEXT NOT NULL, seconds REAL NOT NULL) STRICT""",
    ):
        db.execute(statement)


@casescribe_migrations()
def m002_transcripts_and_notes(db: Database) -> None:
    """What was heard, what must not be named, the draft with its edits, and the signed note."""
    for statement in (
        """CREATE TABLE transcripts (
            visit_id TEXT PRIMARY KEY REFERENCES visits(id), language TEXT NOT NULL, model TEXT NOT NULL,
            seconds REAL, sha256 TEXT NOT NULL) STRICT""",
        """CREATE TABLE turns (
            visit_id TEXT NOT NULL REFERENCES transcripts(visit_id), i INTEGER NOT NULL, speaker TEXT NOT NULL,
            start REAL, end REAL, text TEXT NOT NULL, words TEXT NOT NULL, spans TEXT,
            PRIMARY KEY (visit_id, i)) STRICT""",
        """CREATE TABLE speakers (
            visit_id TEXT NOT NULL REFERENCES transcripts(visit_id), label TEXT NOT NULL, person TEXT NOT NULL,
            PRIMARY KEY (visit_id, label)) STRICT""",
        """CREATE TABLE statements (
            visit_id TEXT NOT NULL REFERENCES visits(id), id TEXT NOT NULL, position INTEGER NOT NULL,
            section TEXT NOT NULL, text TEXT NOT NULL, cites TEXT NOT NULL, kind TEXT NOT NULL,
            confirm INTEGER NOT NULL, origin TEXT NOT NULL, drafted_text TEXT NOT NULL, confirmed INTEGER NOT NULL,
            PRIMARY KEY (visit_id, id)) STRICT""",
        """CREATE TABLE statement_edits (
            id INTEGER PRIMARY KEY, visit_id TEXT NOT NULL, statement TEXT NOT NULL, before TEXT NOT NULL,
            after TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
        """CREATE TABLE human_sections (
            visit_id TEXT NOT NULL REFERENCES visits(id), section TEXT NOT NULL, text TEXT NOT NULL,
            PRIMARY KEY (visit_id, section)) STRICT""",
        """CREATE TABLE disclosures (
            visit_id TEXT NOT NULL REFERENCES visits(id), turn INTEGER NOT NULL, acknowledged INTEGER NOT NULL,
            PRIMARY KEY (visit_id, turn)) STRICT""",
        """CREATE TABLE model_runs (
            visit_id TEXT NOT NULL REFERENCES visits(id), stage TEXT NOT NULL, models TEXT NOT NULL,
            seconds REAL NOT NULL, PRIMARY KEY (visit_id, stage)) STRICT""",
        """CREATE TABLE notes (
            visit_id TEXT PRIMARY KEY REFERENCES visits(id), canonical BLOB NOT NULL, sha256 TEXT NOT NULL,
            signature BLOB NOT NULL, public_key BLOB NOT NULL, log_entry INTEGER NOT NULL, log_size INTEGER NOT NULL,
            log_root BLOB NOT NULL) STRICT""",
    ):
        db.execute(statement)


@casescribe_migrations()
def m003_audit_log(db: Database) -> None:
    """The log of what AI and people did."""
    audit.log.create_tables(db.conn)


@casescribe_migrations()
def m004_redaction_reviews(db: Database) -> None:
    """What people decided about each redaction for each audience, and a case's stable stand-ins."""
    for statement in (
        """CREATE TABLE redaction_reviews (
            visit_id TEXT NOT NULL REFERENCES visits(id), audience TEXT NOT NULL, decisions TEXT NOT NULL,
            PRIMARY KEY (visit_id, audience)) STRICT""",
        """CREATE TABLE case_stand_ins (
            case_id TEXT NOT NULL REFERENCES cases(id), name TEXT NOT NULL, stand_in TEXT NOT NULL,
            PRIMARY KEY (case_id, name)) STRICT""",
    ):
        db.execute(statement)


@casescribe_migrations()
def m005_footprint(db: Database) -> None:
    """What each stage of machine work took of the computer."""
    for column in ("cpu_seconds REAL NOT NULL DEFAULT 0", "peak_memory INTEGER", "joules REAL NOT NULL DEFAULT 0"):
        db.execute(f"ALTER TABLE model_runs ADD COLUMN {column}")


@casescribe_migrations()
def m006_keys_and_lives(db: Database) -> None:
    """One key a visit, when each was last worked on and filed, holds, the council's policy, and words not yet saved."""
    for statement in (
        "CREATE TABLE visit_keys (visit_id TEXT PRIMARY KEY REFERENCES visits(id), wrapped BLOB NOT NULL) STRICT",
        "ALTER TABLE visits DROP COLUMN audit_key",
        "ALTER TABLE visits ADD COLUMN worked_at TEXT",
        "ALTER TABLE visits ADD COLUMN approved_at TEXT",
        "ALTER TABLE visits ADD COLUMN filed_at TEXT",
        "ALTER TABLE recordings ADD COLUMN marks TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE recordings ADD COLUMN private TEXT NOT NULL DEFAULT '[]'",
        """CREATE TABLE holds (
            visit_id TEXT PRIMARY KEY REFERENCES visits(id), reason TEXT NOT NULL, person TEXT NOT NULL,
            at TEXT NOT NULL) STRICT""",
        """CREATE TABLE council_policy (
            id INTEGER PRIMARY KEY CHECK (id = 1), text TEXT NOT NULL, signature TEXT NOT NULL,
            signed_by BLOB NOT NULL) STRICT""",
        """CREATE TABLE unsaved_typing (
            visit_id TEXT NOT NULL REFERENCES visits(id), field TEXT NOT NULL, text TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (visit_id, field)) STRICT""",
    ):
        db.execute(statement)
