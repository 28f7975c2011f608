"""What was misheard, put right: a word or a speaker, once or wherever it was heard so.

A correction changes the transcript and keeps what stood there, who changed it and which sound it is about. Its words go onto
the word list, so that the next recording hears them right. What was made of the earlier words cannot stand unseen: a draft
that nobody has worked on is thrown away, to be made anew; in one that people have worked on, each sentence that cites a
corrected turn waits to be confirmed again. It refuses once the note is signed: the signature is over the transcript too.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass, replace

from audit import events
from recorder.acting import Acting
from recorder.domain import Doubt, Status, Transcript, Turn, Visit, Word
from recorder.errors import Refused, UsageError
from recorder.transcription.word_list import Correction, WordList

_MARKS = string.punctuation + "“”‘’…–—"
_UNCHANGED = "Nothing was changed."
_LONGEST = 100  # characters of what belongs on a word list

Place = tuple[str, float | None, float | None]  # what stood there, with start and end in seconds of the recording


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction did."""

    turns: tuple[int, ...]  # Turn.i that were changed
    places: int  # where words, or speakers, were changed
    draft_dropped: bool  # it was made from the earlier words, and nobody had worked on it
    to_confirm: int  # sentences that rest on the changed turns and wait for a person


def fix_words(turn: Turn, wrong: str, right: str) -> tuple[Turn, tuple[Place, ...]]:
    """A turn with `right` in the place of `wrong`, wherever it says so as whole words.

    Capitals and marks around the words do not count, and marks stay. Returns the turn and the places.
    """
    tokens = turn.text.split()
    timed = turn.words if [w.text for w in turn.words] == tokens else ()
    sought = [_bare(t) for t in wrong.split()]
    text: list[str] = []
    words: list[Word] = []
    places: list[Place] = []
    at = 0
    while at < len(tokens):
        found = tokens[at : at + len(sought)]
        if [_bare(t) for t in found] != sought:
            text.append(tokens[at])
            words += timed[at : at + 1]
            at += 1
            continue
        put = _dressed(right.split(), like=found)
        text += put
        old = timed[at : at + len(found)]
        words += _timed_as(put, old)
        places.append((" ".join(found), old[0].start if old else turn.start, old[-1].end if old else turn.end))
        at += len(found)
    return replace(turn, text=" ".join(text), words=tuple(words)), tuple(places)


def _bare(token: str) -> str:
    return token.strip(_MARKS).casefold() or token


def _dressed(right: Sequence[str], *, like: Sequence[str]) -> list[str]:
    """The words with the marks before and after those whose place they take, and a capital where a sentence begins."""
    first, last = like[0], like[-1]
    before, after = first[: len(first) - len(first.lstrip(_MARKS))], last[len(last.rstrip(_MARKS)) :]
    begins = first[len(before) : len(before) + 1].isupper() and not first.isupper()
    words = list(right)
    words[0] = before + (words[0][:1].upper() + words[0][1:] if begins else words[0])
    words[-1] += "" if words[-1].endswith(after) else after
    return words


def _timed_as(texts: Sequence[str], old: Sequence[Word]) -> list[Word]:
    """The words in the time of others; a person is sure of them."""
    if not old:
        return []
    if len(texts) == len(old):
        return [replace(w, text=t, probability=1.0, doubt=Doubt.NONE) for w, t in zip(old, texts, strict=True)]
    begin, step = old[0].start, (old[-1].end - old[0].start) / len(texts)
    return [Word(round(begin + n * step, 3), round(begin + (n + 1) * step, 3), t, 1.0) for n, t in enumerate(texts)]


class CorrectionDesk(Acting):
    """Corrections of transcripts, and the team's word list."""

    def corrections(self, visit_id: str) -> tuple[Correction, ...]:
        """All that was put right in a visit's transcript, the oldest first."""
        return WordList(self._store).corrections(self._store.visit(visit_id).id)

    def fix(self, visit_id: str, turn: int, wrong: str, right: str, *, everywhere: bool = False) -> Corrected:
        """Put `right` where a turn says `wrong`; `everywhere` in the turns after it as well.

        Raises `UsageError` when the turn does not say it, `Refused` once the note is signed.
        """
        if not wrong.split() or not right.split():
            raise UsageError("Say which words are wrong and what they should be.", _UNCHANGED)
        with self._store.transaction():
            visit, transcript = self._correctable(visit_id)
            said = _turn(transcript, turn)
            changed: list[Turn] = []
            kept: list[Correction] = []
            for one in transcript.turns[turn:] if everywhere else (said,):
                fixed, places = fix_words(one, wrong, right)
                if one.i == turn and not places:
                    raise UsageError(f"Turn {turn} does not say “{wrong}”.", _UNCHANGED)
                if fixed != one:
                    changed.append(fixed)
                    kept += [self._correction(one.i, "word", place, after=right) for place in places]
            return self._keep(visit, changed, kept)

    def give_to(self, visit_id: str, turn: int, person: str, *, everywhere: bool = False) -> Corrected:
        """Say who spoke a turn; `everywhere` the turns of the same voice after it as well.

        Raises `UsageError` for a person whom the case does not know, `Refused` once the note is signed.
        """
        with self._store.transaction():
            visit, transcript = self._correctable(visit_id)
            self._person(visit, person)
            said = _turn(transcript, turn)
            voice = self._voice_of(visit_id, person, transcript)
            theirs = [t for t in transcript.turns[turn:] if t.speaker == said.speaker] if everywhere else [said]
            changed = [replace(t, speaker=voice, speaker_doubtful=False) for t in theirs if t.speaker != voice]
            kept = [self._correction(t.i, "speaker", (said.speaker, t.start, t.end), after=person) for t in changed]
            return self._keep(visit, changed, kept)

    def words(self) -> tuple[str, ...]:
        """The team's word list, in order of the alphabet."""
        return WordList(self._store).words()

    def list_word(self, word: str) -> None:
        """Put a word, or a name of a few words, on the list. Raises `UsageError` when it is there, or is no word."""
        word = " ".join(word.split())
        if not word or len(word) > _LONGEST or not word.isprintable():
            raise UsageError("That is not a word for the list.", _UNCHANGED)
        with self._store.transaction():
            if not WordList(self._store).add(word, at=self._clock.now()):
                raise UsageError(f"“{word}” is on the list already.", _UNCHANGED)
            self._audit(events.WordsListed(added=1, removed=0))

    def unlist_word(self, word: str) -> None:
        """Take a word off the list. Raises `UsageError` when it is not on it."""
        with self._store.transaction():
            if not WordList(self._store).remove(word):
                raise UsageError(f"“{word}” is not on the list.", _UNCHANGED)
            self._audit(events.WordsListed(added=0, removed=1))

    def _correctable(self, visit_id: str) -> tuple[Visit, Transcript]:
        visit, transcript = self._store.visit(visit_id), self._store.transcript(visit_id, named=False)
        if visit.status in (Status.APPROVED, Status.COUNTERSIGNED, Status.FILED):
            raise Refused(
                "The note is signed, and its signature holds for the transcript too, so its words stay as they are.",
                "A supervisor can return the note; then correct them.",
            )
        if transcript is None or visit.status not in (Status.TRANSCRIBED, Status.DRAFTED):
            raise Refused("This visit has no transcript to correct.", f"Run: casescribe process {visit_id}")
        if any(not c.agreed for c in self._store.consents(visit_id)):
            raise Refused("Somebody took back their consent, so nothing more is made of this recording.", _UNCHANGED)
        return visit, transcript

    def _correction(self, turn: int, kind: str, place: Place, *, after: str) -> Correction:
        before, start, end = place
        return Correction(turn, kind, before, after, start, end, self._signer.name, self._clock.now())

    def _keep(self, visit: Visit, changed: Sequence[Turn], kept: Sequence[Correction]) -> Corrected:
        if not changed:
            raise UsageError("That is what the transcript says already.", _UNCHANGED)
        word_list, numbers = WordList(self._store), tuple(t.i for t in changed)
        names = {n.casefold() for p in self.roster(visit.id) for n in (p.name, *p.also)}
        for one in kept:  # the roster's names are told to the recogniser anyway, and belong to their case alone
            listed = one.kind == "word" and one.after.casefold() not in names and len(one.after) <= _LONGEST
            word_list.keep(visit.id, one, listed=listed)
        self._store.correct_turns(visit.id, changed)
        self._store.note_work(visit.id, at=self._clock.now())
        drop = visit.status is Status.DRAFTED and not self._store.has_human_work(visit.id)
        if drop:
            self._store.set_status(visit.id, Status.TRANSCRIBED)
            self._store.drop_draft(visit.id)
            self._audit(events.DraftDropped(visit=visit.id, reason="transcript-corrected"))
        to_confirm = word_list.ask_again(visit.id, numbers)
        words = sum(one.kind == "word" for one in kept)
        self._audit(
            events.TranscriptCorrected(
                visit=visit.id, turns=len(numbers), words=words, speakers=len(kept) - words, to_confirm=to_confirm
            )
        )
        return Corrected(numbers, len(kept), drop, to_confirm)

    def _voice_of(self, visit_id: str, person: str, transcript: Transcript) -> str:
        """The voice that is a person's; a new one where none was."""
        named = self._store.speakers(visit_id)
        for label, who in named.items():
            if who == person:
                return label
        taken = {t.speaker for t in transcript.turns} | set(named)
        new = next(f"S{n}" for n in range(1, len(taken) + 2) if f"S{n}" not in taken)
        self._store.save_speakers(visit_id, named | {new: person})
        return new


def _turn(transcript: Transcript, i: int) -> Turn:
    turn = transcript.turn(i)
    if turn is None:
        raise UsageError(f"The transcript has no turn {i}.", "“casescribe transcript” prints them with their numbers.")
    return turn
