"""The garbage collector waits for a pause, and a closed page is gone after it."""

from __future__ import annotations

import gc
import weakref

from tui.garbage import PAUSE, collected_in_pauses


class Page:
    """In a ring with itself, as pages and what is on them are."""

    def __init__(self) -> None:
        self.itself = self


def test_a_closed_page_is_freed_in_the_next_pause_and_not_before() -> None:
    now = 0.0
    with collected_in_pauses() as garbage:
        garbage._steady = lambda: now
        garbage.begin()
        home, page = Page(), Page()
        gone = weakref.ref(page)
        garbage.used()
        now += PAUSE
        assert garbage.look([home, page])
        garbage.used()
        del page
        now += PAUSE / 2
        assert not garbage.look([home])
        assert gone() is not None, "somebody is typing"
        now += PAUSE
        assert garbage.look([home])
        assert gone() is None
        assert not garbage.look([home]), "one pause is one look"


def test_afterwards_the_collector_is_as_it_was() -> None:
    before = gc.get_threshold(), gc.isenabled(), gc.get_freeze_count()
    with collected_in_pauses() as garbage:
        assert not gc.isenabled(), "not while the program starts"
        garbage.begin()
        assert gc.isenabled()
    assert (gc.get_threshold(), gc.isenabled(), gc.get_freeze_count()) == before
