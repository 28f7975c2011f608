"""Which recogniser a machine can bear is said in sentences that a worker can act on."""

from __future__ import annotations

from recorder.commands.hearing_speed import KEEPS_UP, HearingSpeed, advise_on

TINY, BASE, SMALL = (HearingSpeed(*of) for of in (("tiny", 78, 0.05), ("base", 150, 0.2), ("small", 486, 0.6)))


def test_the_largest_that_leaves_half_of_the_time_is_named() -> None:
    *each, advice = advise_on((TINY, BASE, SMALL), "tiny")
    assert [line.split()[0] for line in each] == ["tiny", "base", "small"]
    assert "12 seconds" in each[1]
    assert "base suits this machine better" in advice
    assert "CASESCRIBE_TRANSCRIBER=base" in advice


def test_nothing_is_to_be_done_where_the_best_is_in_use() -> None:
    advice = advise_on((TINY, BASE, SMALL), "base")[-1]
    assert "suits this machine best" in advice
    assert "CASESCRIBE_TRANSCRIBER" not in advice


def test_a_chosen_one_that_is_too_slow_is_advised_against() -> None:
    assert "CASESCRIBE_TRANSCRIBER=base" in advise_on((TINY, BASE, SMALL), "small")[-1]


def test_where_none_keeps_up_that_is_said_and_the_quickest_named() -> None:
    slow = HearingSpeed("base", 150, KEEPS_UP + 0.1)
    assert "comes later. The quickest is base." in advise_on((slow, SMALL), "base")[-1]
    assert "CASESCRIBE_TRANSCRIBER=base" in advise_on((slow, HearingSpeed("small", 486, 2.0)), "small")[-1]


def test_without_a_recogniser_there_is_nothing_to_say() -> None:
    assert advise_on((), "base") == ()
