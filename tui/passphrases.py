"""A passphrase looked at kindly: what is missing, or how good it is. It gives no false precision and stores nothing."""

from __future__ import annotations

from recorder.access.custody import SHORTEST_PASSPHRASE

_FEW = 5  # different characters, fewer of which are no passphrase


def strength(passphrase: str) -> str:
    """One sentence for the person who is typing it."""
    missing = SHORTEST_PASSPHRASE - len(passphrase)
    words = {word.casefold() for word in passphrase.split() if len(word) > 2}
    if not passphrase:
        return "Three words that have nothing to do with each other are easy to keep and hard to guess."
    if missing > 0:
        return f"A good start. {missing} more character{'' if missing == 1 else 's'}: perhaps another word?"
    if len(set(passphrase)) < _FEW:
        return "It repeats itself too much. Another word would help."
    if len(words) >= 4 or len(passphrase) >= 24:
        return "Very strong."
    if len(words) >= 3:
        return "Strong. Make sure that the words have nothing to do with each other, or with you."
    return "Good enough. One more word would make it much harder to guess."


def fits(passphrase: str, again: str) -> str:
    """Whether both are the same, said while the second is typed."""
    if not again:
        return ""
    if passphrase == again:
        return "✓ Both are the same."
    return "So far the same." if passphrase.startswith(again) else "The two are not the same yet."
