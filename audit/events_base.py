"""What every event of the audit log is: typed fields, each with the one form that its values may have."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from functools import cache
from typing import Any, ClassVar, TypeVar, dataclass_transform, get_type_hints

from audit.forms import fits, refusal

_Kind = TypeVar("_Kind", bound="Event")


@dataclass_transform(kw_only_default=True, frozen_default=True)
def event(kind: type[_Kind]) -> type[_Kind]:
    """Make a kind of event: a frozen dataclass with keyword fields.

    Equality and the like are the base's: making them anew for fifty kinds would cost every command a hundredth of a second.
    """
    return dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)(kind)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Event:
    """Base of all events. Raises `EventRefused` when a value has not the form of its field."""

    kind: ClassVar[str]

    def __post_init__(self) -> None:
        kind: Any = type(self)
        for name, hint in _fields(kind):
            if not fits(hint, getattr(self, name)):
                raise refusal(f"{self.kind}.{name}")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and isinstance(other, Event) and other.to_json() == self.to_json()

    def __hash__(self) -> int:
        return hash((self.kind, *(getattr(self, field.name) for field in fields(self))))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{field.name}={getattr(self, field.name)!r}' for field in fields(self))})"

    def to_json(self) -> dict[str, Any]:
        """The event as it stands in an entry."""
        return {"kind": self.kind, **asdict(self)}


@cache
def _fields(event: type[Any]) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(event, include_extras=True)
    return tuple((field.name, hints[field.name]) for field in fields(event))
