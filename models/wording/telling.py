"""A sentence or a question told word by word; it is given up at the first word that is not certain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models.talk.dates import WEEKDAYS
from models.talk.grammar import Token
from models.wording.telling_persons import Persons
from models.wording.telling_verbs import Verbs
from models.wording.telling_words import (
    ASKING,
    BE,
    CALENDAR,
    CALLED,
    DO,
    FINITE,
    HAVE,
    MODALS,
    NEGATIVE,
    NO_START,
    NOT_TOLD,
    PERIODS,
    STARTS,
    SUBORDINATES,
    TIMES,
    join,
    lowered,
    shifted,
)
from models.wording.verbs import past_of


class Telling(Verbs, Persons):
    """One sentence on its way into the third person and the past."""

    def told(self) -> str | None:
        """The sentence told; None where a word of it is not certain."""
        self._open()
        self._uncall_last()
        words = self._words
        if not words or words[-1].text != "." or any(w.text in '?!…—–:;“”"‘()' for w in words):
            return None
        if any(w.low in NOT_TOLD for w in words) or self._is_talk() or self._foreign_order() or self._breaks_off():
            return None
        self._ahead = any(w.low.rpartition("-")[2] in CALENDAR or w.low.removesuffix("s") in WEEKDAYS for w in words)
        if self._ahead and any(w.tag in ("VBD", "MD") or w.low in ("since", "ago", "last") for w in words):
            self._ahead = False
        for n, word in enumerate(words[:-1]):
            if n in self._skip:
                continue
            said = self._one(n, word)
            if said is None:
                return None
            self._out.append(said)
        return join(self._out)

    def asked(self) -> str | None:
        """The question told, with "whether" or its own first word; None where it is not certain."""
        self._asking = True
        self._open()
        words = self._uncalled(self._words[:-1])
        if self._is_no_one_question(words):
            return None
        if words[0].low in ("who", "what") and (words[0].subject or (len(words) > 1 and words[1].tag == "VBD")):
            return self._in_order(words)  # “What happened on Sunday?”
        who = next((n for n, w in enumerate(words[:4]) if w.subject), 0)
        modified = words[who].tag != "PRP" or who == 0  # “The days you were off?” is no statement
        stated = (
            words[who].subject
            and modified
            and all(w.tag in ("DT", "JJ", "NN", "NNS", "NNP", "NAME", "CD") for w in words[:who])
        )
        if stated and len(words) > who + 2 and (words[who + 1].tag in FINITE or words[who + 1].low in BE):
            told = self._in_order(words)  # “You're working?”, “The money's coming through?”
            return f"whether {told}" if told else None
        return self._inverted(words)

    def _inverted(self, words: list[Token]) -> str | None:
        """A question whose helping verb stands before its subject."""
        helper = next((n for n, w in enumerate(words[:5]) if w.tag in ("VBZ", "VBP", "VBD", "MD")), None)
        if helper is None or words[helper].low not in (*BE, *HAVE, *DO, *MODALS, "'s"):
            return None
        subject = next((n for n in range(helper + 1, min(len(words), helper + 5)) if words[n].subject), None)
        if subject is None or (helper and words[0].low not in ASKING) or any(w.subject for w in words[:helper]):
            return None
        rest = words[subject + 1 :]
        no_subject = any(w.tag[:2] in ("VB", "IN", "MD", "RB") and w.low != "of" for w in words[helper + 1 : subject + 1])
        if no_subject or (rest and rest[0].text in ("'s", "'")):
            return None  # “What's happened to his hand?”, where the model takes “happened” for the subject
        lead = " ".join(w.low if w.tag != "NAME" else w.text for w in words[:helper]) or "whether"
        return self._turned(words[helper], words[helper + 1 : subject + 1], rest, lead)

    def _is_talk(self) -> bool:
        """Whether it has what only speech has: ", what," or a Scots "it'll no happen"."""
        low = [w.low for w in self._words]
        thinks = any(low[n - 1 : n + 2] == [",", "what", ","] for n in range(1, len(low) - 1))
        return thinks or any(w.tag == "MD" and after in ("no", "nae") for w, after in zip(self._words, low[1:], strict=False))

    def _uncall_last(self) -> None:
        """Drop the name of whoever is spoken to from the end ("The baby's a bit small, Jo.")."""
        words = self._words
        called = len(words) > 4 and words[-2].tag == "NAME" and words[-3].text == "," and words[-4].tag != "NAME"
        if called and self._r.people.addressed_in(f", {words[-2].text}."):
            self._words = [*words[:-3], words[-1]]

    @staticmethod
    def _is_no_one_question(words: Sequence[Token]) -> bool:
        """Whether it has marks inside, words of a dialect, or a second question after “and”."""
        unfit = any(w.text in "?!…—–:;“”\"‘(),'" or (w.low in NOT_TOLD and w.low not in ("like", "here")) for w in words)
        return unfit or any(w.low in ("or", "and") and any(v.tag in FINITE for v in words[n:]) for n, w in enumerate(words))

    def _uncalled(self, words: list[Token]) -> list[Token]:
        """Give "How are you?" for "How are you, mate?" and "How's Isla?" for "Isla, how's she?"."""
        if len(words) > 3 and words[-2].text == "," and words[-1].low in CALLED:
            words = words[:-2]
        thirds = [n for n, w in enumerate(words) if w.low in ("he", "she")]
        if len(words) > 3 and words[0].tag == "NAME" and words[1].text == "," and len(thirds) == 1:
            words = [*words[2 : thirds[0]], replace(words[0], subject=words[thirds[0]].subject), *words[thirds[0] + 1 :]]
        return words

    def _turned(self, helper: Token, subject: Sequence[Token], rest: Sequence[Token], lead: str) -> str | None:
        """The parts of a question in the order of a statement."""
        rest = list(rest)
        if helper.low in DO:
            verb = next((n for n, w in enumerate(rest) if w.tag in ("VB", "VBP")), None)
            past = past_of(rest[verb].low) if verb is not None else None
            if verb is None or past is None or any(w.tag != "RB" or w.low in ("not", "n't") for w in rest[:verb]):
                return None
            middle, rest = [*rest[:verb], Token(past, "VBD")], rest[verb + 1 :]
        else:
            if not rest and helper.low not in (*BE, "'s"):
                return None
            middle = [helper]
        told = self._in_order([*subject, *middle, *rest])
        return f"{lead} {told}" if told else None

    def _in_order(self, words: Sequence[Token]) -> str | None:
        self._words = [*words, Token(".", ".")]
        for n, word in enumerate(self._words[:-1]):
            said = self._one(n, word)
            if said is None:
                return None
            self._out.append(said)
        return join(self._out)

    def _open(self) -> None:
        """Drop what only takes up the thread ("And", "Well,")."""
        while self._words and (
            self._words[0].low in ("and", "so", "well", "now", "right", "also", "but")
            or (self._words[0].text == "," and self._words is not None)
        ):
            if self._words[0].low in ("now", "right", "so", "well") and self._words[1:2] and self._words[1].text != ",":
                if self._words[0].low == "so":
                    self._words = shifted(self._words)
                    continue
                break
            self._words = shifted(self._words)

    def _foreign_order(self) -> bool:  # noqa: PLR0911 - one line a way of being foreign
        """Whether the sentence is no plain one: no subject first, no finite verb, its root no verb, two denials and so on."""
        words = self._words
        first, low = words[0], [w.low for w in words]
        if any(w.tag == "PRP" and after in ("been", "done", "seen") for w, after in zip(words, low[1:], strict=False)):
            return True  # “We been up the food bank.”
        if first.tag == "CD" and words[1].tag in ("VBD", "VBN"):
            return True  # “One missed, one late.”
        adverb = first.tag == "RB" and first.low not in ("then", "sometimes")
        that_one = first.low == "that" and first.tag == "DT" and first.subject  # “That'll go by Monday.”
        no_start = first.tag not in STARTS or (first.low in NO_START and not that_one) or adverb
        if first.low not in ("when", "if") and no_start:
            return True
        if first.tag.startswith("NNP") and not self._r.keeps_capital(first):
            return True
        if not any(w.tag in FINITE or w.low in BE for w in words):
            return True
        root = next((n for n, w in enumerate(words) if w.root), None)
        if root is None:
            return True
        if first.tag not in ("IN", "RB", "WRB", "EX") and not self._begins_with_subject() and not self._begins_with_time():
            return True
        carried = words[root].tag in FINITE or any(w.tag in FINITE and w.head == root for w in words)
        if not carried or sum(w in NEGATIVE for w in low) > 1:
            return True
        # "Jo, she …", "Max, this boy …"
        comma = low.index(",") if "," in low else len(low)
        return (
            comma <= 4
            and not any(w.tag in FINITE for w in words[:comma])
            and words[comma + 1 : comma + 2] != []
            and (words[comma + 1].tag in ("PRP", "DT", "EX", "PRP$") or first.tag == "NAME")
            and first.tag not in ("IN", "RB", "WRB", "CD")
        )

    def _begins_with_subject(self) -> bool:
        """Whether the first word is, or belongs to, the subject of the first verb ("Three weeks we had" does not)."""
        at = 0
        for _ in self._words:
            word = self._words[at]
            if word.subject:
                return True
            if word.root or word.tag[:2] in ("VB", "MD") or not 0 <= word.head < len(self._words):
                return False
            at = word.head
        return False

    def _begins_with_time(self) -> bool:
        """Whether nothing but a time stands before the subject ("Last month we borrowed three hundred")."""
        subject = next((n for n, w in enumerate(self._words) if w.subject), 0)
        before = [w.low for w in self._words[:subject] if w.text != ","]
        return 0 < len(before) <= 4 and before[-1] in PERIODS and all(w in PERIODS or w in TIMES for w in before)

    def _breaks_off(self) -> bool:
        """Whether it stops at a helping verb ("I did."), says it twice ("…, he is.") or is a clause that hangs on nothing."""
        words = [w for w in self._words if w.text != "."]
        low = [w.low for w in words]
        if low[-1] in (*BE, *HAVE, *DO, *MODALS, "n't", "not") or low[-2:] == ["i", "know"]:
            return True
        if len(words) < 2 or (len(words) == 2 and low[0] == "i"):
            return True
        finite = sum(w.tag in FINITE for w in words)
        if words[0].low in ("if", "when") and finite < 2:
            return True
        return any(w.low in ("not", "n't") and words[n + 1].text == "," for n, w in enumerate(words[:-1]))

    def _one(self, n: int, word: Token) -> str | None:
        if word.text == ",":
            return self._comma(n)
        if word.tag in ("PRP", "PRP$") or word.low in (
            "i",
            "me",
            "my",
            "he",
            "she",
            "you",
            "your",
            "yours",
            "mine",
            "yourself",
        ):
            return self._pronoun(n, word)
        if word.tag in ("DT", "WDT") and word.low in ("that", "this", "those"):
            return self._pointing(n, word)
        if word.tag in ("VB", "VBG", "VBN", *FINITE) or word.low in BE or word.low in HAVE or word.tag == "POS":
            return self._verb(n, word)
        if word.low == "n't":
            return "not"
        return lowered(word, self._r) if n == 0 else word.text

    def _comma(self, n: int) -> str | None:
        """A comma; with “and” where two sentences only stand side by side."""
        words = self._words
        after = words[n + 1 :]
        if not after or not self._out:
            return None
        if len(after) == 3 and after[0].tag == "PRP" and after[1].low in (*BE, *DO, *HAVE, "'s"):
            return None  # “He's soft, he is.”
        splices = (
            (after[0].tag in ("PRP", "EX") or (after[0].low == "that" and after[0].tag == "DT"))
            and len(after) > 1
            and (after[1].tag in FINITE or after[1].low in BE)
        )
        main_before = any(w.tag in FINITE for w in words[:n]) and words[0].low not in SUBORDINATES
        if words[n - 1].low in ("and", "but", "so"):
            return None
        clauses_open = any(w.low in SUBORDINATES for w in words[max(0, n - 8) : n])
        if splices and clauses_open and main_before:
            return None
        return ", and" if splices and main_before else ","
