"""The worker's main path without a screen to look at: one thing said, one answer typed, for screen readers and braille lines.

The list of visits, the note sentence by sentence with the words it rests on, confirming, rewording, writing, disclosures,
approving. Plain lines from top to bottom: no colours, no drawing, nothing that moves or is redrawn. It stands on the same
recorder and the same words as the pages, and logs reading as they do. What is typed over several lines is kept line by line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from recorder.domain import ApprovedNote, Statement, Status, WorkingNote
from recorder.interchange import note_from_canonical
from recorder.pipeline import CaseRecorder
from recorder.reasons import DISCLOSURE_REASONS
from tui import presenter, signing
from tui.desks import Desks
from tui.plain_talk import LeftPlain, PlainTalk
from tui.presenter import HAS_NOTE, About, NoteLine, count
from tui.reading import Reading, words_shown
from tui.signing import NOT_COUNTERSIGNED


@dataclass
class PlainMode(PlainTalk):
    """A conversation about visits."""

    recorder: CaseRecorder
    desks: Desks

    def round(self) -> None:
        """The list, and one of its visits."""
        references, visits = self.recorder.references(), self.recorder.visits()
        if not visits:
            self.say("There is no visit here yet. Make one with: casescribe case add, then casescribe visit add")
            raise LeftPlain
        self.say(f"\n{count(len(visits), 'visit')}, the newest first.")
        for number, visit in enumerate(visits, start=1):
            drafted = visit.status is Status.DRAFTED
            note = self.recorder.working_note(visit.id) if drafted else None
            back = drafted and bool(self.desks.given_back(visit.id))
            row = presenter.visit_row(visit, reference=references.get(visit.case_id, ""), note=note, given_back=back)
            self.say(f"{number}. {row.day}. {row.title}. {row.state.capitalize()}. {row.to_do}.")
        chosen = self.number("Which visit? Type its number.", len(visits))
        visit = visits[int(chosen) - 1]
        if visit.status not in HAS_NOTE:
            self.say(f"{presenter.visit_heading(visit)}: {presenter.state_words(visit)}.")
            self.say(presenter.next_step(visit, None))
        elif self.tried(lambda: self.recorder.open_visit(visit.id)):
            _PlainNote(self, visit.id).talk()


class _PlainNote:
    """The conversation about one note."""

    def __init__(self, mode: PlainMode, visit_id: str) -> None:
        self._mode, self._visit_id, self._recorder = mode, visit_id, mode.recorder
        self._transcript, self._roster = mode.recorder.transcript(visit_id), mode.recorder.roster(visit_id)
        self._reading = Reading(mode.desks.steady)

    @property
    def _is_draft(self) -> bool:
        return self._recorder.visit(self._visit_id).status is Status.DRAFTED

    @property
    def _is_filed(self) -> bool:
        return self._recorder.visit(self._visit_id).status is Status.FILED

    def _note(self) -> WorkingNote:
        if self._is_draft:
            return self._recorder.working_note(self._visit_id)
        return signing.as_signed(note_from_canonical(self._recorder.signed_note(self._visit_id).canonical))

    def talk(self) -> None:
        """What can be done with the note, until the person goes back."""
        say, visit = self._mode.say, self._recorder.visit(self._visit_id)
        say(f"\n{presenter.visit_heading(visit)}. {presenter.state_words(visit).capitalize()}.")
        for back in self._mode.desks.given_back(self._visit_id)[-1:] if self._is_draft else ():
            say(signing.given_back_line(back.reason, back.comment, by=back.by, at=back.at))
        while True:
            choices = {"r": "read the note", "t": "the whole transcript", "b": "back to the visits"}
            if self._is_draft:
                waiting = self._note().to_do()
                say(f"{count(len(waiting), 'thing')} to do before you can approve." if waiting else "All is done.")
                choices = {"n": "what is to do"} | choices | {"d": "possible disclosures", "a": "approve"}
            elif self._mode.desks.handing_on is not None:
                choices |= {"x": "export it to a file"} | ({} if self._is_filed else {"f": "say that it is filed"})
            acts = {"r": self._read, "t": self._say_transcript, "n": self._work, "d": self._disclosures, "a": self._approve}
            acts |= {"x": self._export, "f": self._file}
            answer = self._mode.answer("What now?", **choices)
            if answer == "b":
                return
            acts[answer]()

    def _say_transcript(self) -> None:
        for line in presenter.transcript_lines(self._transcript, self._roster) if self._transcript else ():
            self._mode.say(f"{line.place}. {line.speaker}: {line.text}")

    # Line by line

    def _read(self) -> None:
        """From the first line to the last."""
        self._through(lambda _line: True)

    def _work(self) -> None:
        """Only what waits, then the disclosures."""
        self._through(lambda line: line.waits)
        if self._note().unused_disclosures:
            self._disclosures()
        self._contradictions()

    def _through(self, wanted: Callable[[NoteLine], bool]) -> None:
        keys = [line.key for line in self._lines() if line.kind != "heading" and wanted(line)]
        place = 0
        while place < len(keys):
            place = max(place + self._line(keys[place]), 0)
        self._keep_reading()

    def _lines(self) -> tuple[NoteLine, ...]:
        return presenter.note_lines(self._note())

    def _line(self, key: str) -> int:
        """Say one line and do what is answered; how many lines to go on: 0 to say it again, a large one to end."""
        note = self._note()
        line = next(x for x in self._lines() if x.key == key and x.kind != "heading")
        statement = next((s for s in note.statements if s.id == key), None)
        about = presenter.about_line(line, note, transcript=self._transcript, roster=self._roster)
        self._say_line(line, about)
        self._reading.show(key if statement and about.turns and self._is_draft else None, self._words(statement, about))
        choices = {"": "next", "p": "previous", "b": "end of reading"}
        if self._is_draft:
            choices |= {"c": "confirm"} if line.waits and statement else {}
            choices |= {"e": "reword", "x": "take out"} if statement else {"w": "write"}
        answer = self._mode.answer("", **choices)
        self._reading.used()
        return self._done(answer, key, statement)

    def _done(self, answer: str, key: str, statement: Statement | None) -> int:
        recorder, visit_id = self._recorder, self._visit_id
        match answer:
            case "c" if statement:
                return int(self._mode.tried(lambda: recorder.confirm_statement(visit_id, key)))
            case "x" if statement:
                self._mode.tried(lambda: recorder.edit_statement(visit_id, key, ""))
            case "e" if statement:
                words = self._typed(
                    key, f"The new words of {key}; an empty line ends, and leaves all as it was if it is first."
                )
                if words:
                    self._mode.tried(lambda: recorder.edit_statement(visit_id, key, words))
            case "w":
                words = self._typed(key, "Write; an empty line ends.", joint="\n")
                if words:
                    return int(self._mode.tried(lambda: recorder.write_section(visit_id, key, words)))
            case "p":
                return -1
            case "b":
                return len(self._lines())
            case _:
                return 1
        return 0

    def _say_line(self, line: NoteLine, about: About) -> None:
        say = self._mode.say
        whose = f" [{line.tail}]" if line.tail else ""
        say(f"\n{f'{line.key}. ' if line.kind == 'sentence' else ''}{line.text}{whose}")
        say(about.words)
        for turn in about.turns:
            near = "" if turn.cited else "Just before or after it: "
            say(f"{near}{turn.speaker}, {turn.place}: “{turn.text}”")

    @staticmethod
    def _words(statement: Statement | None, about: About) -> int:
        return words_shown(statement, about) if statement else 0

    def _typed(self, key: str, question: str, *, joint: str = " ") -> str:
        return self._mode.typed(question, keeps=self._recorder, place=self._visit_id, field=key, joint=joint)

    def _keep_reading(self) -> None:
        self._reading.show(None)
        self._reading.settle()
        self._mode.tried(lambda: self._reading.keep(lambda seen: self._recorder.saw_evidence(self._visit_id, seen)))

    # Disclosures and signature

    def _disclosures(self) -> None:
        note = self._note()
        if not note.unused_disclosures:
            self._mode.say("There is no possible disclosure that the note does not use.")
        for turn in note.unused_disclosures:
            self._mode.say(f"\nTurn {turn} may be a disclosure, and no sentence of the note uses it.")
            for line in presenter.evidence(self._transcript, (turn,), roster=self._roster):
                self._mode.say(f"{line.speaker}, {line.place}: “{line.text}”")
            reasons = {str(n): code for n, code in enumerate(DISCLOSURE_REASONS, 1)}
            choices = {n: f"put aside, {DISCLOSURE_REASONS[code].casefold()}" for n, code in reasons.items()}
            self._mode.say("To use it, go back and add a sentence of your own.")
            why = reasons.get(self._mode.answer("", **choices, s="skip it for now"), "")
            if why:
                self._mode.tried(partial(self._recorder.acknowledge_disclosure, self._visit_id, turn, reason=why))

    def _contradictions(self) -> None:
        for pair in self._note().contradictions:
            if pair.seen:
                continue
            self._mode.say(f"\nTurns {pair.first} and {pair.second} do not agree: {presenter.differ_words(pair)}.")
            for line in presenter.evidence(self._transcript, (pair.first, pair.second), roster=self._roster):
                if line.cited:
                    self._mode.say(f"{line.speaker}, {line.place}: “{line.text}”")
            if self._mode.answer("", r="you have compared them", s="skip it for now") == "r":
                self._mode.tried(
                    lambda pair=pair: self._recorder.see_contradiction(self._visit_id, pair.first, pair.second)  # type: ignore[misc]
                )

    def _approve(self) -> None:
        note = self._note()
        if waiting := note.to_do():
            self._mode.say("Not yet. Still to do:")
            for item in waiting:
                self._mode.say(f"- {presenter.tidy(item)}")
            return
        self._mode.say(signing.approval_question(note, unsaved=self._recorder.typing(self._visit_id)))
        if self._mode.answer("Sign it?", yes="approve and sign", no="not yet") == "yes":
            signed: list[ApprovedNote] = []
            if self._mode.tried(lambda: signed.append(self._recorder.approve(self._visit_id))):
                self._mode.say(f"The note is approved and signed. SHA-256 {signed[0].sha256()}")

    # Out of this laptop

    def _export(self) -> None:
        desk = self._mode.desks.handing_on
        if desk is not None:
            place = Path.home() / f"visit-{self._visit_id}.docx"
            words = "The note as it was signed; the file’s ending says which kind, .docx for Word or .md for plain text."
            self._mode.to_file(words, place, lambda where: desk.export(self._visit_id, where))

    def _file(self) -> None:
        desk = self._mode.desks.handing_on
        if not self._mode.desks.countersigned_by(self._visit_id):
            self._mode.say(NOT_COUNTERSIGNED)
        if desk and self._mode.answer("Is it in the council’s records?", yes="yes, it is filed", no="not yet") == "yes":
            self._mode.tried(lambda: self._mode.say(desk.file(self._visit_id)))
