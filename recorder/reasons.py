"""Why people return a note, put a disclosure aside, hold a visit or erase it: fixed codes, for the log takes no words."""

from __future__ import annotations

RETURN_REASONS = ("facts", "evidence", "childs_voice", "wrong_person", "analysis", "unclear", "other")
DISCLOSURE_REASONS = {"in_note": "In the note", "no_harm": "No harm", "known": "Known"}
"""Why a possible disclosure needs no sentence, with what is shown: the note says it, it is no harm, it is on record already."""
HOLD_REASONS = ("court", "complaint", "subject_access", "investigation", "inquiry", "other")
ASKED, RETENTION, CONSENT_WITHDRAWN = "asked", "retention", "consent_withdrawn"
"""Why a visit was erased."""
