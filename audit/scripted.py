"""A signer with a fixed key and one visit's worth of events: for tests and demonstrations, never for a real vault."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit import events as e
from audit.log import AuditLog, create_tables

ORIGIN = "casescribe/5c1e7ed0"
BEGAN = datetime(2026, 11, 21, 22, 10, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ScriptedSigner:
    """Signs with a key derived from a seed that everybody knows."""

    seed: str = "scripted"
    key_name: str = ORIGIN

    @property
    def public_key(self) -> bytes:
        """32 raw bytes."""
        return _key(self.seed).public_key().public_bytes_raw()

    @property
    def actor_id(self) -> str:
        """The first 16 hexadecimal digits of SHA-256 over the public key."""
        return hashlib.sha256(self.public_key).hexdigest()[:16]

    def sign(self, message: bytes) -> bytes:
        """64 raw bytes."""
        return _key(self.seed).sign(message)


def scripted_events(visit: str = "v1", *, signer: ScriptedSigner | None = None) -> tuple[e.Event, ...]:
    """Twelve events: a vault, a case, and one visit from plan to exported note."""
    signer = signer or ScriptedSigner()
    model = f"whisper-base sha256:{_sha('whisper')}"
    note = _sha(f"{visit} note")
    return (
        e.VaultCreated(vault="vault-1", public_key=signer.public_key.hex()),
        e.CaseCreated(case="c1", people=4),
        e.VisitPlanned(visit=visit, case="c1", template="child_in_need_visit"),
        e.ConsentGiven(visit=visit, person=e.keyed_id(b"key", "mum"), agreed=True, how="in_person"),
        e.SoundImported(visit=visit, audio_sha256=_sha("audio"), source_sha256=_sha("source"), seconds=181.25),
        e.ModelRan(
            visit=visit, stage="transcribe", models=(model,), seconds=9.5, output_sha256=_sha("t"), settings_sha256=_sha("s")
        ),
        e.DraftMade(visit=visit, draft_sha256=_sha("draft"), reported=12, writer=2, to_confirm=3, unused_disclosures=1),
        e.StatementEdited(visit=visit, statement="s3", before=81, after=64),
        e.StatementConfirmed(visit=visit, statement="s5"),
        e.SectionWritten(visit=visit, section="analysis", size=412),
        e.NoteApproved(
            visit=visit,
            note_sha256=note,
            transcript_sha256=_sha("t"),
            audio_sha256=_sha("audio"),
            template="child_in_need_visit",
            models=(model,),
            signature=signer.sign(bytes.fromhex(note)).hex(),
            public_key=signer.public_key.hex(),
        ),
        e.NoteExported(visit=visit, note_sha256=note, format="docx", file_sha256=_sha("docx")),
    )


def scripted_log(events: Sequence[e.Event] | None = None, *, signer: ScriptedSigner | None = None) -> sqlite3.Connection:
    """A database in memory whose log holds the events, one a minute. The caller closes it."""
    signer = signer or ScriptedSigner()
    conn = sqlite3.connect(":memory:", isolation_level=None)
    conn.execute("BEGIN IMMEDIATE")
    create_tables(conn)
    log = AuditLog(conn, origin=ORIGIN, signer=signer)
    for minute, event in enumerate(scripted_events(signer=signer) if events is None else events):
        log.append(event, at=BEGAN + timedelta(minutes=minute), actor=signer.actor_id)
    conn.execute("COMMIT")
    return conn


@cache
def _key(seed: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(seed.encode()).digest())


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
