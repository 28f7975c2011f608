from __future__ import annotations

import pytest

from benchmarks.held_out_names import groups
from redaction.lexicon import lexicon


@pytest.mark.parametrize(
    "word", ["running", "Kettle's", "can't", "yeahhh", "hmmm", "unhappiest", "washing-up", "mum'll", "carried", "sertraline"]
)
def test_english_as_it_is_spoken_is_known(word: str) -> None:
    assert lexicon().is_word(word)


@pytest.mark.parametrize("name", ["Aaliyah", "Caoimhe", "Oluwaseun", "Bożena", "Nguyen", "Jaspreet's", "Ng", "Mei-Lin"])
def test_names_of_many_origins_are_no_words_and_are_listed(name: str) -> None:
    assert lexicon().is_name(name)


@pytest.mark.parametrize("name", ["Zohaib", "Fiachra", "Xueqin", "Tewodros", "Jahvaughn", "Shevaun", "Kweeva"])
def test_names_that_no_list_holds_are_still_no_words(name: str) -> None:
    assert not lexicon().is_name(name)
    assert not lexicon().is_word(name)


def test_fairness_is_measured_with_names_that_the_list_does_not_hold() -> None:
    listed = lexicon()
    assert len(groups()) >= 10
    for group in groups():
        whole = [n for n in (*group.given, *group.family) if n.lower() in listed.given | listed.family]
        assert whole == [], group.origin


def test_each_group_of_the_list_has_given_and_family_names() -> None:
    assert len(lexicon().given) > 2000
    assert len(lexicon().family) > 800
