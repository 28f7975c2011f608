"""How the next words of a language model are chosen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decoding:
    """How the next words are chosen: always the likeliest, after the penalty."""

    most_tokens: int = 60  # about 45 words: one sentence
    repetition_penalty: float = 1.05  # Keskar et al. 2019; more makes a small model avoid the very words it must keep

    def code(self) -> str:
        """Short name for the record, e.g. "greedy-60-tokens-penalty-1.05"."""
        return f"greedy-{self.most_tokens}-tokens-penalty-{self.repetition_penalty}"
