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


@casescribe_migrations()
def m007_later_lives(db: Database) -> None:
    """Notes that were returned, countersignatures, certificates of erasure; nothing is written into an erased visit."""
    for statement in (
        """CREATE TABLE notes_history (
            visit_id TEXT NOT NULL REFERENCES visits(id), canonical BLOB NOT NULL, sha256 TEXT NOT NULL,
            signature BLOB NOT NULL, public_key BLOB NOT NULL, log_entry INTEGER PRIMARY KEY, log_size INTEGER NOT NULL,
            log_root BLOB NOT NULL, reason TEXT NOT NULL, comment TEXT NOT NULL, returned_by TEXT NOT NULL,
            returned_at TEXT NOT NULL) STRICT""",
        """CREATE TABLE countersignatures (
            visit_id TEXT PRIMARY KEY REFERENCES visits(id), note_sha256 TEXT NOT NULL, signature BLOB NOT NULL,
            public_key BLOB NOT NULL, name TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
        """CREATE TABLE erasure_certificates (
            id INTEGER PRIMARY KEY, visit_id TEXT NOT NULL REFERENCES visits(id), canonical BLOB NOT NULL,
            signature BLOB NOT NULL, public_key BLOB NOT NULL, finished INTEGER NOT NULL) STRICT""",
    ):
        db.execute(statement)
    for table in (
        *("consents", "recordings", "transcripts", "turns", "statements", "statement_edits", "human_sections", "disclosures"),
        *("model_runs", "notes", "notes_history", "countersignatures", "redaction_reviews", "unsaved_typing", "holds"),
        "visit_keys",
    ):
        db.execute(
            f"""CREATE TRIGGER {table}_not_when_erased BEFORE INSERT ON {table}
            WHEN (SELECT status FROM visits WHERE id = NEW.visit_id) = 'erased'
            BEGIN SELECT RAISE(ABORT, 'the visit was erased'); END"""  # noqa: S608 - the names stand in the lines above
        )


@casescribe_migrations()
def m008_search(db: Database) -> None:
    """A search index that triggers keep in step with the words, so that no change of them can forget it.

    `search_entries` has numbers of its own, because VACUUM may renumber the rows of tables without any. FTS5 keeps deleted
    words unless told otherwise ('secure-delete').
    """
    names = "(SELECT group_concat(value, ' ') FROM json_each({0}.details, '$.also'))"
    person = "json_extract({0}.details, '$.name') || ' ' || coalesce(" + names + ", '')"
    # table, case, visit, place, number or key within the place, words, when there are any
    sources = (
        ("turns", "NULL", "{0}.visit_id", "'turn'", "{0}.i", "{0}.text", "{0}.text != ''"),
        ("statements", "NULL", "{0}.visit_id", "'sentence'", "{0}.id", "{0}.text", "{0}.text != ''"),
        ("human_sections", "NULL", "{0}.visit_id", "'section'", "{0}.section", "{0}.text", "{0}.text != ''"),
        ("visits", "NULL", "{0}.id", "'title'", "''", "{0}.title", "{0}.title != ''"),
        ("people", "{0}.case_id", "NULL", "'person'", "{0}.key", person, "1"),
        ("cases", "{0}.id", "NULL", "'case'", "''", "{0}.reference", "1"),
    )
    db.execute(
        """CREATE TABLE search_entries (
            id INTEGER PRIMARY KEY, case_id TEXT, visit_id TEXT, place TEXT NOT NULL, ref TEXT NOT NULL,
            words TEXT NOT NULL) STRICT"""
    )
    db.execute("CREATE UNIQUE INDEX search_entries_of ON search_entries (coalesce(visit_id, case_id), place, ref)")
    db.execute(
        "CREATE VIRTUAL TABLE search_words USING fts5 (words, content = 'search_entries', content_rowid = 'id', "
        "tokenize = 'unicode61 remove_diacritics 2')"
    )
    db.execute("INSERT INTO search_words (search_words, rank) VALUES ('secure-delete', 1)")
    forget = "INSERT INTO search_words (search_words, rowid, words) VALUES ('delete', OLD.id, OLD.words)"
    db.execute(
        "CREATE TRIGGER search_entries_added AFTER INSERT ON search_entries "
        "BEGIN INSERT INTO search_words (rowid, words) VALUES (NEW.id, NEW.words); END"
    )
    db.execute(f"CREATE TRIGGER search_entries_gone AFTER DELETE ON search_entries BEGIN {forget}; END")
    for table, case, visit, place, ref, words, kept in sources:
        new, old = ([part.format(row) for part in (case, visit, place, ref, words, kept)] for row in ("NEW", "OLD"))
        add = f"INSERT INTO search_entries (case_id, visit_id, place, ref, words) SELECT {', '.join(new[:5])} WHERE {new[5]}"
        drop = (
            f"DELETE FROM search_entries WHERE coalesce(visit_id, case_id) = coalesce({old[1]}, {old[0]}) "  # noqa: S608 - our names
            f"AND place = {old[2]} AND ref = CAST({old[3]} AS TEXT)"
        )
        changed = {"people": "details", "cases": "reference", "visits": "title"}.get(table, "text")
        db.execute(f"CREATE TRIGGER {table}_searched_new AFTER INSERT ON {table} BEGIN {add}; END")
        db.execute(f"CREATE TRIGGER {table}_searched_gone AFTER DELETE ON {table} BEGIN {drop}; END")
        db.execute(f"CREATE TRIGGER {table}_searched AFTER UPDATE OF {changed} ON {table} BEGIN {drop}; {add}; END")
        there = [part.format(table) for part in (case, visit, place, ref, words, kept)]
        db.execute(
            "INSERT INTO search_entries (case_id, visit_id, place, ref, words) "  # noqa: S608 - our names
            f"SELECT {', '.join(there[:5])} FROM {table} WHERE {there[5]}"
        )


@casescribe_migrations()
def m009_heard_pieces(db: Database) -> None:
    """What was heard of a recording so far, piece by piece, until its transcript is whole."""
    db.execute(
        """CREATE TABLE heard_pieces (
            visit_id TEXT NOT NULL REFERENCES visits(id), start REAL NOT NULL, end REAL NOT NULL, sha256 TEXT NOT NULL,
            settings TEXT NOT NULL, segments TEXT NOT NULL, seconds REAL NOT NULL, cpu_seconds REAL NOT NULL,
            joules REAL NOT NULL, PRIMARY KEY (visit_id, start)) STRICT"""
    )
    db.execute(
        """CREATE TRIGGER heard_pieces_not_when_erased BEFORE INSERT ON heard_pieces
        WHEN (SELECT status FROM visits WHERE id = NEW.visit_id) = 'erased'
        BEGIN SELECT RAISE(ABORT, 'the visit was erased'); END"""
    )


@casescribe_migrations()
def m010_corrections(db: Database) -> None:
    """What people put right in transcripts, the team's own words, and turns in another language or of an unsure speaker."""
    for statement in (
        """CREATE TABLE transcript_corrections (
            id INTEGER PRIMARY KEY, visit_id TEXT NOT NULL REFERENCES visits(id), turn INTEGER NOT NULL,
            kind TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, start REAL, end REAL, by TEXT NOT NULL,
            at TEXT NOT NULL, listed INTEGER NOT NULL) STRICT""",
        "CREATE TABLE team_words (word TEXT PRIMARY KEY, added_at TEXT NOT NULL) STRICT",
        "ALTER TABLE turns ADD COLUMN language TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE turns ADD COLUMN translation TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE turns ADD COLUMN speaker_doubtful INTEGER NOT NULL DEFAULT 0",
        """CREATE TRIGGER transcript_corrections_not_when_erased BEFORE INSERT ON transcript_corrections
        WHEN (SELECT status FROM visits WHERE id = NEW.visit_id) = 'erased'
        BEGIN SELECT RAISE(ABORT, 'the visit was erased'); END""",
    ):
        db.execute(statement)


@casescribe_migrations()
def m011_words_about_cases(db: Database) -> None:
    """What is typed about a case and its people, until it is saved; the case that is not there yet has the id ''."""
    db.execute(
        """CREATE TABLE unsaved_case_words (
            case_id TEXT NOT NULL, field TEXT NOT NULL, text TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (case_id, field)) STRICT"""
    )


@casescribe_migrations()
def m012_voice_pieces(db: Database) -> None:
    """What tells the voices of a recording apart, piece by piece, until its transcript is there."""
    db.execute(
        """CREATE TABLE voice_pieces (
            visit_id TEXT NOT NULL REFERENCES visits(id), start REAL NOT NULL, end REAL NOT NULL, sha256 TEXT NOT NULL,
            settings TEXT NOT NULL, prints BLOB NOT NULL, seconds REAL NOT NULL, cpu_seconds REAL NOT NULL,
            joules REAL NOT NULL, PRIMARY KEY (visit_id, start)) STRICT"""
    )
    db.execute(
        """CREATE TRIGGER voice_pieces_not_when_erased BEFORE INSERT ON voice_pieces
        WHEN (SELECT status FROM visits WHERE id = NEW.visit_id) = 'erased'
        BEGIN SELECT RAISE(ABORT, 'the visit was erased'); END"""
    )


@casescribe_migrations()
def m013_work_on_drafts(db: Database) -> None:
    """Passages that do not agree, evidence that people chose, why a disclosure was put aside, and each step to take back."""
    for statement in (
        """CREATE TABLE contradictions (
            visit_id TEXT NOT NULL REFERENCES visits(id), first INTEGER NOT NULL, second INTEGER NOT NULL,
            differs TEXT NOT NULL, about TEXT NOT NULL, seen INTEGER NOT NULL, PRIMARY KEY (visit_id, first, second)) STRICT""",
        """CREATE TABLE note_steps (
            id INTEGER PRIMARY KEY, visit_id TEXT NOT NULL REFERENCES visits(id), kind TEXT NOT NULL, line TEXT NOT NULL,
            before TEXT NOT NULL) STRICT""",
        "ALTER TABLE statements ADD COLUMN evidence_chosen INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE disclosures ADD COLUMN reason TEXT NOT NULL DEFAULT ''",
    ):
        db.execute(statement)
    for table in ("contradictions", "note_steps"):
        db.execute(
            f"""CREATE TRIGGER {table}_not_when_erased BEFORE INSERT ON {table}
            WHEN (SELECT status FROM visits WHERE id = NEW.visit_id) = 'erased'
            BEGIN SELECT RAISE(ABORT, 'the visit was erased'); END"""  # noqa: S608 - the names stand in the line above
        )


@casescribe_migrations()
def m014_council_templates(db: Database) -> None:
    """Kinds of note that the council added, as text; a name is never given to another text."""
    db.execute("CREATE TABLE council_templates (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT")


@casescribe_migrations()
def m015_missing_sound(db: Database) -> None:
    """Where a recording has no sound because the microphone gave none, and for how long."""
    db.execute("ALTER TABLE recordings ADD COLUMN missing TEXT NOT NULL DEFAULT '[]'")
