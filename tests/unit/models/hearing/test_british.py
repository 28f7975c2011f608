"""British spelling of what was heard, and nothing but spelling."""

from __future__ import annotations

import pytest

from models.hearing.british import british


@pytest.mark.parametrize(
    ("heard", "spelt"),
    [
        (" Mom's", " Mum's"),
        (" mom,", " mum,"),
        (" MOM!", " MUM!"),
        (" Mommy.", " Mummy."),
        (" favorite", " favourite"),
        (" moment", " moment"),
        (" Moma", " Moma"),
        (" didn't", " didn't"),
        (" 24", " 24"),
    ],
)
def test_only_the_spelling_changes(heard: str, spelt: str) -> None:
    assert british(heard) == spelt
