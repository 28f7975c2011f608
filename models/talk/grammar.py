"""What each word of a spoken sentence is (a verb in the present, a participle, a noun), by spaCy's small English model.

Retelling somebody's words changes verbs, and a changed noun would be a false sentence, so somebody has to say which is
which. The model never sees a name, and never sees anybody's sex: each is one word for everybody before it looks, so that
no draft can depend on either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from models.talk.neutral import without_sex
from models.talk.people import People, is_name_here
from recorder.errors import ModelUnavailable
from recorder.light_imports import without_neural_frameworks

if TYPE_CHECKING:
    from spacy.language import Language

_ANYBODY = "Alex"
_SUBJECT = ("nsubj", "nsubjpass", "expl", "csubj")  # spaCy's labels (ClearNLP)
_UNUSED_PIPES = ("ner", "lemmatizer", "attribute_ruler", "senter")
_WORD = re.compile(r"\d+(?:[.:,]\d+)*(?:st|nd|rd|th|am|pm)?|£\d+(?:[.,]\d+)*|[^\W\d_]+(?:[-'][^\W\d_]+)*|\S")
_ENDING = re.compile(r"^(?P<stem>.+?)(?P<end>n't|'(?:m|re|ve|ll|d|s))$", re.IGNORECASE)
_WHOLE = re.compile(r"o'clock|d'you|ma'am", re.IGNORECASE)
_OBJECT_BEFORE = frozenset(("and", "but", "to", "in", "on", "at", "so", "when", "if", "that", "for", "with", "up", "out", "off",
                            "about", "again", "now", "the", "a", "from"))  # fmt: skip
_KIN_AFTER_ME = re.compile(
    r"parents?|grandparents?|siblings?|relative|partner|stepparent|child|children|phone|face|legs?|head|bank|dinner|money|house|flat|room|"
    r"bed|job|own|voice|shift|notes?|side|coat|feet|mates?|back|work|pin|tea|tablets|stomach|hands?|arms?|keys|bag|life|school"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word, or a whole name, or a mark; "didn't" is two."""

    text: str
    tag: str = ""  # Penn Treebank: VBZ, NN …; "NAME" for somebody of the roster
    root: bool = False  # the sentence hangs on it
    head: int = 0  # place of the word it hangs on
    subject: bool = False  # the subject of a verb

    @property
    def low(self) -> str:
        """In lower case."""
        return self.text.casefold()


class Grammar(Protocol):
    """Tells what the words of sentences are."""

    def read(self, sentences: Sequence[Sequence[str]]) -> list[list[tuple[str, int, bool]]]:
        """For each sentence (words and marks), the tag, the head's place and whether it is a subject, of each word."""
        ...


class SpacyGrammar:
    """spaCy's tagger and parser from a local folder, loaded at first use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._nlp: Language | None = None

    def read(self, sentences: Sequence[Sequence[str]]) -> list[list[tuple[str, int, bool]]]:
        """See `Grammar.read`. Raises `ModelUnavailable` when the folder holds no model."""
        nlp = self._load()
        with without_neural_frameworks():
            from spacy.tokens import Doc

        docs: Iterator[Any] = nlp.pipe(Doc(nlp.vocab, words=list(words)) for words in sentences)
        return [[(w.tag_, w.head.i, w.dep_ in _SUBJECT) for w in doc] for doc in docs]

    def _load(self) -> Language:
        if self._nlp is None:
            try:
                with without_neural_frameworks():
                    import spacy

                    self._nlp = spacy.load(self._folder, exclude=_UNUSED_PIPES)
            except (OSError, ValueError) as exc:
                raise ModelUnavailable(
                    "The model that reads grammar (spaCy) is not on this computer.",
                    "Nothing was lost. Run “casescribe models install”, then process the visit again.",
                ) from exc
        return self._nlp


def cut(sentence: str, people: People) -> list[str]:
    """The sentence's words, names whole, contractions in two, marks alone."""
    plain, out, at = sentence.replace("’", "'"), list[str](), 0
    pattern = people.name_pattern
    for name in pattern.finditer(plain) if pattern else ():
        if is_name_here(name):
            out += [*_words(plain[at : name.start()]), name[0]]
            at = name.end()
    return [*out, *_words(plain[at:])]


def read_all(sentences: Sequence[str], people: People, grammar: Grammar) -> dict[str, tuple[Token, ...]]:
    """Each sentence as tokens."""
    words = {s: cut(s, people) for s in dict.fromkeys(sentences)}
    seen = grammar.read([_neutral(w, people) for w in words.values()])
    return {
        s: tuple(
            Token(text, "NAME" if _is_name(text, people) else tag, root=head == n, head=head, subject=subject)
            for n, (text, (tag, head, subject)) in enumerate(zip(w, found, strict=True))
        )
        for (s, w), found in zip(words.items(), seen, strict=True)
    }


def _words(text: str) -> list[str]:
    out: list[str] = []
    for word in _WORD.findall(text):
        found = None if _WHOLE.fullmatch(word) else _ENDING.match(word)
        out += [found["stem"], found["end"]] if found else [word]
    return _after_name(out)


def _after_name(words: list[str]) -> list[str]:
    """Join "'" and "s" that a name before them left behind."""
    if len(words) > 1 and words[0] == "'" and words[1].casefold() in ("s", "d", "ll", "ve", "re", "m"):
        return [f"'{words[1]}", *words[2:]]
    return words


def _is_name(word: str, people: People) -> bool:
    found = people.name_pattern.fullmatch(word) if people.name_pattern else None
    return found is not None and word[:1].isupper()


def _neutral(words: Sequence[str], people: People) -> list[str]:
    """One word for each, as the model sees it: "me mum" as "my parent", "she" as "he"."""
    out = []
    for n, word in enumerate(words):
        low, after = word.casefold(), words[n + 1].casefold() if n + 1 < len(words) else ""
        if _is_name(word, people):
            out.append(_ANYBODY)
        elif low in ("he", "she"):
            out.append("He" if word[0].isupper() else "he")
        elif low in ("him", "hers", "his", "her"):
            owns = low == "his" or (low == "her" and after.isalpha() and after not in _OBJECT_BEFORE)
            out.append("their" if owns else "them")
        elif low == "me" and _KIN_AFTER_ME.fullmatch(without_sex(after)):
            out.append("my")
        else:
            out.append(without_sex(word).replace(" ", "-") or word)
    return out
