"""The forms that values in the audit log may have; everything else is refused.

Types to be written on an event's fields. Strings carry the pattern that they must match as a whole; numbers are finite
and never below 0. The forms stop sentences, full names, addresses and dates; they cannot know that a single lower-case
word is somebody's name, so codes come from fixed lists of the callers'.
"""

from __future__ import annotations

import math
import re
from typing import Annotated, Any, cast, get_args, get_origin

from audit.errors import EventRefused

# An id holds a digit or is hexadecimal, so that no lone word is one; nor is a date. "v-3f9a", "s12", "deadbeefdeadbeef".
_ID = re.compile(
    r"(?!\d{4}-\d\d-\d\d\Z)(?=[^0-9]*[0-9]|(?:[a-z]{1,8}[-_])?[0-9a-f]{6,}\Z)[A-Za-z0-9][A-Za-z0-9_-]{0,79}", re.ASCII
)
Id = Annotated[str, _ID]  # a case, visit, statement or actor
Actor = Annotated[str, re.compile(r"[0-9a-f]{16}")]  # somebody with a key of their own to the vault
Keyed = Annotated[str, re.compile(r"[0-9a-f]{16,64}")]  # a person, see `keyed_id`
Code = Annotated[str, re.compile(r"(?=.{1,40}\Z)[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")]  # from a fixed list of the caller's
Sha256 = Annotated[str, re.compile(r"[0-9a-f]{64}")]
PublicKey = Annotated[str, re.compile(r"[0-9a-f]{64}")]  # Ed25519
SignatureHex = Annotated[str, re.compile(r"[0-9a-f]{128}")]  # Ed25519
Model = Annotated[str, re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63} sha256:[0-9a-f]{64}")]


def fits(hint: Any, value: object) -> bool:
    """Whether a value has the form that its field's type asks for; numbers are finite and never below 0."""
    if metadata := getattr(hint, "__metadata__", None):
        return type(value) is str and metadata[0].fullmatch(value) is not None
    if hint is float:
        return type(value) in {int, float} and math.isfinite(cast("float", value)) and cast("float", value) >= 0
    if hint is int:
        return type(value) is int and 0 <= value < 1 << 63
    if get_origin(hint) is tuple:
        return type(value) is tuple and all(fits(get_args(hint)[0], item) for item in value)
    if get_args(hint):  # X | None
        return any(fits(one, value) for one in get_args(hint))
    return type(value) is hint


def is_code(value: str) -> bool:
    """Whether a word can stand in the log as a `Code`."""
    return fits(Code, value)


def refusal(field: str) -> EventRefused:
    """The refusal names the field and never repeats the value, which may be what must not be told."""
    return EventRefused(
        f"The audit log holds only ids, hashes, counts and codes, and “{field}” is none; nothing was changed.",
        "This is a fault in the program: please report it with the name of the field.",
    )
