"""The later life of a visit in the database: returned, countersigned, filed, held, erased.

The part of the case SQL that comes after the signature; it shares connection and lock with `recorder.store`. Which table
is destroyed with which piece of a visit stands here, once, in `TABLES`. It decides nothing: who may do what, and whether a
hold stands, is asked in `recorder.supervision` and `recorder.keeping.erasure`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from recorder.database import DatabaseError
from recorder.domain import Status
from recorder.errors import StorageFailed
from recorder.keeping.certificates import SignedCertificate
from recorder.keeping.retention import Hold, VisitTimes
from recorder.rows import Rows
from recorder.store import Store, StoredNote


class Piece(StrEnum):
    """What can go by itself."""

    SOUND = "sound"
    TRANSCRIPT = "transcript"
    DRAFT = "draft"
    NOTE = "note"
    REST = "rest"  # goes last, with the key


TABLES: Mapping[Piece, tuple[str, ...]] = {
    Piece.SOUND: ("recordings", "voice_pieces"),
    Piece.TRANSCRIPT: ("heard_pieces", "redaction_reviews", "speakers", "transcript_corrections", "turns", "transcripts"),
    Piece.DRAFT: (
        "statements",
        "statement_edits",
        "human_sections",
        "disclosures",
        "contradictions",
        "note_steps",
        "unsaved_typing",
    ),
    Piece.NOTE: ("notes", "notes_history", "countersignatures"),
    Piece.REST: ("consents", "model_runs", "holds", "visit_keys"),
}
"""Every table that has a `visit_id`, but for the certificates and the search index, which triggers keep."""


@dataclass(frozen=True, slots=True)
class ReturnedNote:
    """A signed note that a supervisor gave back."""

    note: StoredNote
    reason: str  # a code, of `recorder.reasons.RETURN_REASONS`
    comment: str  # the supervisor's words, may be empty
    by: str  # the supervisor's name
    at: datetime  # UTC


@dataclass(frozen=True, slots=True)
class Countersignature:
    """A supervisor's signature under a note."""

    note_sha256: str
    signature: bytes  # Ed25519 over `countersigned_bytes` of the note
    public_key: bytes
    name: str  # the supervisor's
    at: datetime  # UTC


def countersigned_bytes(canonical: bytes) -> bytes:
    """What a supervisor signs of a note: its signed bytes behind a context of their own, so that no approval passes for it."""
    return b"casescribe countersignature v1\n" + canonical


class Lives(Rows):
    """What becomes of notes and visits."""

    def __init__(self, store: Store) -> None:
        super().__init__(store._db, store._lock)

    # Returned, countersigned, filed

    def put_back(self, visit_id: str, *, reason: str, comment: str, by: str, at: datetime) -> None:
        """Move the signed note into the history, so that what the log approved stays to be seen."""
        columns = "visit_id, canonical, sha256, signature, public_key, log_entry, log_size, log_root"
        self._run(
            f"INSERT INTO notes_history ({columns}, reason, comment, returned_by, returned_at) "  # noqa: S608 - our names
            f"SELECT {columns}, ?, ?, ?, ? FROM notes WHERE visit_id = ?",
            *(reason, comment, by, at.isoformat(), visit_id),
        )
        self._run("DELETE FROM notes WHERE visit_id = ?", visit_id)

    def returned_notes(self, visit_id: str) -> tuple[ReturnedNote, ...]:
        """The notes of a visit that were given back, the oldest first."""
        found = []
        for row in self._rows("SELECT * FROM notes_history WHERE visit_id = ? ORDER BY log_entry", visit_id):
            reason, comment, by, at = (row.pop(k) for k in ("reason", "comment", "returned_by", "returned_at"))
            found.append(ReturnedNote(StoredNote(**row), reason, comment, by, datetime.fromisoformat(at)))
        return tuple(found)

    def save_countersignature(self, visit_id: str, given: Countersignature) -> None:
        """Store a supervisor's signature."""
        self._insert("countersignatures", {"visit_id": visit_id} | asdict(given) | {"at": given.at.isoformat()})

    def countersignature(self, visit_id: str) -> Countersignature | None:
        """The supervisor's signature under the note, if there is one."""
        rows = self._rows("SELECT * FROM countersignatures WHERE visit_id = ?", visit_id)
        if not rows:
            return None
        row = rows[0]
        at = datetime.fromisoformat(row["at"])
        return Countersignature(row["note_sha256"], row["signature"], row["public_key"], row["name"], at)

    def note_filed(self, visit_id: str, *, at: datetime) -> None:
        """Keep when a note was put into the council's record system: what retention counts from."""
        self._run("UPDATE visits SET filed_at = ? WHERE id = ?", at.isoformat(), visit_id)

    # Held and due

    def set_hold(self, hold: Hold) -> None:
        """Store a hold; a visit has one at most."""
        row = {"visit_id": hold.visit_id, "reason": hold.reason, "person": hold.by, "at": hold.since.isoformat()}
        self._insert("holds", row)

    def lift_hold(self, visit_id: str) -> None:
        """Forget a hold; the log remembers it."""
        self._run("DELETE FROM holds WHERE visit_id = ?", visit_id)

    def holds(self) -> tuple[Hold, ...]:
        """The holds that stand."""
        return tuple(
            Hold(visit_id=r["visit_id"], reason=r["reason"], by=r["person"], since=datetime.fromisoformat(r["at"]))
            for r in self._rows("SELECT * FROM holds ORDER BY at")
        )

    def hold(self, visit_id: str) -> Hold | None:
        """The hold on a visit, if one stands."""
        return next((h for h in self.holds() if h.visit_id == visit_id), None)

    def visit_times(self, visit_id: str | None = None) -> tuple[VisitTimes, ...]:
        """What retention needs to know, of every visit or of one."""
        rows = self._rows(
            """SELECT v.*, r.visit_id IS NOT NULL AS has_sound, t.visit_id IS NOT NULL OR n.visit_id IS NOT NULL
                OR EXISTS (SELECT 1 FROM statements s WHERE s.visit_id = v.id)
                OR EXISTS (SELECT 1 FROM notes_history h WHERE h.visit_id = v.id) AS has_words
            FROM visits v LEFT JOIN recordings r ON r.visit_id = v.id LEFT JOIN transcripts t ON t.visit_id = v.id
            LEFT JOIN notes n ON n.visit_id = v.id WHERE ?1 IS NULL OR v.id = ?1 ORDER BY v.id""",
            visit_id,
        )
        return tuple(
            VisitTimes(
                visit_id=r["id"],
                status=Status(r["status"]),
                created_at=datetime.fromisoformat(r["created_at"]),
                worked_at=_moment(r["worked_at"]),
                approved_at=_moment(r["approved_at"]),
                filed_at=_moment(r["filed_at"]),
                has_sound=bool(r["has_sound"]),
                has_words=bool(r["has_words"]),
            )
            for r in rows
        )

    # Erased

    def destroy(self, visit_id: str, piece: Piece) -> dict[str, int]:
        """Delete one piece's rows; returns how many went, by table, and nothing for a table that had none."""
        gone = {t: self._run(f"DELETE FROM {t} WHERE visit_id = ?", visit_id) for t in TABLES[piece]}  # noqa: S608 - our names
        return {table: rows for table, rows in gone.items() if rows}

    def blank_title(self, visit_id: str) -> None:
        """Of an erased visit, not even the title stays."""
        self._run("UPDATE visits SET title = '' WHERE id = ?", visit_id)

    def drop_stand_ins(self, case_id: str, *, known: str) -> int:
        """Forget a case's stand-ins for names that are neither in its remaining transcripts nor in `known`; how many."""
        said = self._rows(
            "SELECT text FROM turns WHERE visit_id IN (SELECT id FROM visits WHERE case_id = ?)",
            case_id,
        )
        left = "\n".join([known, *(r["text"] for r in said)]).casefold()
        names = [r["name"] for r in self._rows("SELECT name FROM case_stand_ins WHERE case_id = ?", case_id)]
        lone = [name for name in names if name.casefold() not in left]
        for name in lone:
            self._run("DELETE FROM case_stand_ins WHERE case_id = ? AND name = ?", case_id, name)
        return len(lone)

    def destroy_case(self, case_id: str) -> dict[str, int]:
        """Delete a case's people and stand-ins, and blank its reference."""
        gone = {
            "people": self._run("DELETE FROM people WHERE case_id = ?", case_id),
            "case_stand_ins": self._run("DELETE FROM case_stand_ins WHERE case_id = ?", case_id),
            "unsaved_case_words": self._run("DELETE FROM unsaved_case_words WHERE case_id = ?", case_id),
        }
        self._run("UPDATE cases SET reference = ? WHERE id = ?", f"erased-{case_id}", case_id)
        return {table: rows for table, rows in gone.items() if rows}

    def save_certificate(self, visit_id: str, signed: SignedCertificate) -> None:
        """Store a certificate of an erasure whose leftovers on the disk are still to be overwritten."""
        self._insert("erasure_certificates", {"visit_id": visit_id, "finished": 0} | asdict(signed))

    def certificates(self, visit_id: str) -> tuple[SignedCertificate, ...]:
        """A visit's certificates, the oldest first."""
        rows = self._rows("SELECT * FROM erasure_certificates WHERE visit_id = ? ORDER BY id", visit_id)
        return tuple(SignedCertificate(bytes(r["canonical"]), bytes(r["signature"]), bytes(r["public_key"])) for r in rows)

    def overwrite_leftovers(self) -> bool:
        """Write the search index and the whole database anew without what was deleted; takes as long as it is large.

        Deleted words are zeroed when they are deleted, but a page may keep an old copy of a row that moved, and the search
        index keeps the beginnings of words as signposts. False when another program that reads kept us from the last step.
        Raises `StorageFailed` when the disk refuses.
        """
        with self.transaction():
            self._run("INSERT INTO search_words (search_words) VALUES ('rebuild')")
        try:
            with self._lock:
                self._db.conn.execute("VACUUM")
                in_the_way = self._db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except DatabaseError as exc:
            raise StorageFailed(f"What was deleted could not be overwritten ({exc}).", "Check the disk's free space.") from exc
        return not in_the_way

    def note_finished(self) -> None:
        """Keep that no erasure has anything left to overwrite."""
        with self.transaction():
            self._run("UPDATE erasure_certificates SET finished = 1 WHERE NOT finished")


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
