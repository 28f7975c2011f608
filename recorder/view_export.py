"""A view as a file: Word, HTML and JSON, with nothing in it but what the view holds.

The files name no author, no case and no visit, neither in their text nor in what their format keeps beside it. The
schedule at the end says for each hidden stretch what it was, why it was hidden and who decided.
"""

from __future__ import annotations

import html
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime

from recorder.views import View

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # so that no file says when it was made
_TITLE = "Redacted transcript"


def view_to_json(view: View) -> bytes:
    """The view as JSON, UTF-8."""
    return (json.dumps(asdict(view), ensure_ascii=False, indent=1) + "\n").encode()


def view_to_html(view: View) -> bytes:
    """The view as one HTML page without scripts, links or pictures."""
    turns = "\n".join(f"<p><b>{html.escape(t.speaker)}:</b> {html.escape(t.text)}</p>" for t in view.turns)
    rows = "\n".join(
        f"<tr><td>{r.number}</td><td>{html.escape(r.type)}</td><td>{html.escape(r.reason)}</td><td>{html.escape(r.reviewer)}</td></tr>"
        for r in view.removed
    )
    return (
        f'<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{_TITLE}</title></head><body>\n'
        f"<h1>{_TITLE}</h1>\n<p>{html.escape(_for_whom(view))}</p>\n{turns}\n<h2>What was taken out</h2>\n"
        f"<table><tr><th>No</th><th>What</th><th>Why</th><th>Decided by</th></tr>\n{rows}\n</table>\n</body></html>\n"
    ).encode()


def view_to_docx(view: View) -> bytes:
    """The view as a Word document."""
    import docx

    document = docx.Document()
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = properties.subject = ""
    properties.title = _TITLE
    properties.created = properties.modified = _EPOCH.replace(tzinfo=None)
    document.add_heading(_TITLE, level=0)
    document.add_paragraph(_for_whom(view))
    for turn in view.turns:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{turn.speaker}: ").bold = True
        paragraph.add_run(turn.text)
    document.add_heading("What was taken out", level=1)
    table = document.add_table(rows=1, cols=4)
    for cell, heading in zip(table.rows[0].cells, ("No", "What", "Why", "Decided by"), strict=True):
        cell.text = heading
    for removed in view.removed:
        for cell, text in zip(
            table.add_row().cells, (str(removed.number), removed.type, removed.reason, removed.reviewer), strict=True
        ):
            cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


VIEW_FORMATS: Mapping[str, Callable[[View], bytes]] = {"json": view_to_json, "html": view_to_html, "docx": view_to_docx}


def _for_whom(view: View) -> str:
    return f"Made for {view.audience.replace('_', ' ')}. {len(view.removed)} stretches were taken out; the list is at the end."
