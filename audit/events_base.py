"""What every event of the audit log is: typed fields, each with the one form that its values may have."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from functools import cache
from typing import Any, ClassVar, get_type_hints

from audit.forms import fits, refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events. Raises `EventRefused` when a value has not the form of its field."""

    kind: ClassVar[str]

    def __post_init__(self) -> None:
        kind: Any = type(self)
        for name, hint in _fields(kind):
            if not fits(hint, getattr(self, name)):
                raise refusal(f"{self.kind}.{name}")

    def to_json(self) -> dict[str, Any]:
        """The event as it stands in an entry."""
        return {"kind": self.kind, **asdict(self)}


@cache
def _fields(event: type[Any]) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(event, include_extras=True)
    return tuple((field.name, hints[field.name]) for field in fields(event))
