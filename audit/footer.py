"""A note's printed footer as a witness: whoever keeps the note keeps the log's size and root at that moment.

The council's record system, a court bundle or a sheet of paper then tells whether the log up to there was rewritten. A
footer is read from any text it stands in: Markdown, a Word file, or a copy whose lines were broken. Nobody signs the
size and root in it unless the line with the head's signature is there too; without that line a footer that contradicts
the log shows only that one of the two is not genuine.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
from dataclasses import dataclass

from audit.checkpoint import Checkpoint, Note, Signature, decode_base64
from audit.errors import BadCheckpoint

_FORM = re.compile(
    r"NoteSHA-256(?P<note>[0-9a-f]{64})Auditlogentry(?P<entry>\d{1,18});logsize(?P<size>\d{1,18}),root(?P<root>[0-9a-f]{64})"
    r"SignedwithEd25519key(?P<key>[0-9a-f]{64}):(?P<signature>[0-9a-f]{128})"
    r"(?:Headsignature(?P<name>[!-*,-9;-~]+):(?P<head>[A-Za-z0-9+/]{91}=))?",
    re.ASCII,
)
_LARGEST = 5_000_000  # characters of one file's footers


@dataclass(frozen=True, slots=True)
class Footer:
    """What an approved note says of itself and of the log."""

    note_sha256: str
    entry: int  # of its approval
    size: int  # of the log just after it
    root: bytes  # of the log then, 32 bytes
    public_key: str  # of who approved it
    signature: str  # theirs, over the note
    head: Note | None  # the signed head of that size and root, where its signature was printed too


def parse_footer(data: bytes) -> Footer:
    """Find the footer in a text or in a Word file. Raises `BadCheckpoint` when there is none, or more than one."""
    text = _word_footers(data) if data.startswith(b"PK") else data.decode("utf-8", errors="replace")
    found = {match.group(): match for match in _FORM.finditer(re.sub(r"\s+", "", text))}
    if len(found) != 1:
        several = "more than one footer" if found else "no footer"
        raise BadCheckpoint(
            f"This file holds {several} of an approved note.",
            "Copy the lines from “Note SHA-256” on, all of them, and nothing else.",
        )
    (match,) = found.values()
    size, root = int(match["size"]), bytes.fromhex(match["root"])
    head = None
    if match["head"]:
        value = decode_base64(match["head"])
        signature = Signature(match["name"], value[:4], value[4:])
        head = Note(Checkpoint(match["name"], size, root).text(), (signature,))
    return Footer(match["note"], int(match["entry"]), size, root, match["key"], match["signature"], head)


def head_line(head: Note) -> str:
    """The line of a footer that makes it a signed head: to be printed below the log's size and root."""
    mine = head.signatures[0]
    return f"Head signature {mine.key_name}: {base64.b64encode(mine.key_id + mine.value).decode()}"


def _word_footers(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = [name for name in parts.namelist() if re.fullmatch(r"word/footer\d*\.xml", name)]
            texts = [parts.open(name).read(_LARGEST).decode("utf-8", errors="replace") for name in names]
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as exc:
        raise BadCheckpoint("This Word file cannot be read.", "Copy the lines of its footer into a text file.") from exc
    return re.sub(r"<[^>]*>", "", "\n".join(texts))
