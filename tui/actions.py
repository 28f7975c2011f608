"""How pages do things: reads at once, writes in a thread, and every "no" as a sentence instead of a traceback.

A write runs in a worker of the application, not of the page, so that a page which closes takes no write with it. Nothing
is swallowed: what is not one of the product's own errors is a fault of ours and is allowed to stop the program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from textual.app import App
from textual.screen import Screen

from audit.errors import AuditError
from recorder.errors import CasescribeError
from tui.screens.dialogs import MessageDialog
from tui.typed_ahead import WRITES, InOrderApp

Value = TypeVar("Value")


def in_background(
    page: Screen[Any], act: Callable[[], Value], then: Callable[[Value], None], *, failed: Callable[[], object] | None = None
) -> None:
    """Do `act` in a thread, one write at a time; `then` gets what it returned.

    A refusal is shown, and `then` not called; `failed` is, just before.
    """
    app = page.app

    def refused(problem: CasescribeError | AuditError) -> None:
        if failed is not None:
            failed()
        show_problem(app, problem)

    def work() -> None:
        try:
            value = act()
        except (CasescribeError, AuditError) as problem:
            app.call_from_thread(refused, problem)
        else:
            app.call_from_thread(then, value)

    app.run_worker(work, group=WRITES, thread=True, exclusive=True)


@contextmanager
def problems_shown(page: Screen[Any]) -> Iterator[None]:
    """Reads inside this block show their errors to the person and leave the page as it was."""
    try:
        yield
    except (CasescribeError, AuditError) as problem:
        show_problem(page.app, problem)


def show_problem(app: App[Any], problem: CasescribeError | AuditError) -> None:
    """What happened and what to do, until the person has read it: what was typed ahead must not close it unseen."""
    if isinstance(app, InOrderApp):
        app.forget_typed_ahead()
    app.push_screen(MessageDialog("This did not happen", problem.sentence()))
