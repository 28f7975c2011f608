"""Which personal data is replaced before a language model sees a text, and which is only marked.

Direct identifiers name or reach a person on their own. An age does not, and "nine" stands for far more than ages in a
visit's words, so replacing it everywhere would change what the note says. Where a code of practice is wanted: this is
the two-level reading of the ICO's guidance on anonymisation (direct and indirect identifiers).
"""

from __future__ import annotations

DIRECT_IDENTIFIERS = frozenset(
    {
        "PERSON", "ADDRESS", "POSTCODE", "PLACE", "PHONE", "EMAIL", "ONLINE_HANDLE", "NHS_NUMBER", "NI_NUMBER", "VEHICLE",
        "CASE_NUMBER", "DATE_OF_BIRTH", "SCHOOL", "ORGANISATION",
    }
)  # fmt: skip
"""Span types whose words get a stand-in. `AGE` is the one type found that is not among them."""
