"""The legal moves of a visit.

A visit only ever goes forward, with three ways back that people need: a recording in which nothing was kept leaves the
visit planned, a draft may be thrown away to be made anew (the speakers were named wrongly), and an approved note may be
returned to its worker. What is erased stays erased.
"""

from __future__ import annotations

from recorder.domain import Status
from recorder.errors import IllegalMove

MOVES: dict[Status, frozenset[Status]] = {
    Status.PLANNED: frozenset({Status.RECORDING, Status.RECORDED, Status.ERASED}),
    Status.RECORDING: frozenset({Status.PLANNED, Status.RECORDED, Status.ERASED}),
    Status.RECORDED: frozenset({Status.TRANSCRIBED, Status.ERASED}),
    Status.TRANSCRIBED: frozenset({Status.DRAFTED, Status.ERASED}),
    Status.DRAFTED: frozenset({Status.TRANSCRIBED, Status.APPROVED, Status.ERASED}),
    Status.APPROVED: frozenset({Status.DRAFTED, Status.COUNTERSIGNED, Status.FILED, Status.ERASED}),
    Status.COUNTERSIGNED: frozenset({Status.FILED, Status.ERASED}),
    Status.FILED: frozenset({Status.ERASED}),
    Status.ERASED: frozenset(),
}


def require_move(now: Status, then: Status) -> None:
    """Raise `IllegalMove` unless a visit that is `now` may become `then`."""
    if then not in MOVES[now]:
        raise IllegalMove(
            f"This visit is {now}, so it cannot become {then}. Nothing was changed.",
            "“casescribe visit list” shows where each visit is.",
        )
