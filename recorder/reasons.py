"""Why people return a note, hold a visit or erase it: fixed codes, because the audit log takes no words."""

from __future__ import annotations

RETURN_REASONS = ("facts", "evidence", "childs_voice", "wrong_person", "analysis", "unclear", "other")
HOLD_REASONS = ("court", "complaint", "subject_access", "investigation", "inquiry", "other")
ASKED, RETENTION, CONSENT_WITHDRAWN = "asked", "retention", "consent_withdrawn"
"""Why a visit was erased."""
