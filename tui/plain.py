"""The worker's main path without a screen to look at: one thing said, one answer typed, for screen readers and braille lines.

The list of visits, the note sentence by sentence with the words it rests on, confirming, rewording, writing, disclosures,
approving. Plain lines from top to bottom: no colours, no drawing, nothing that moves or is redrawn. It stands on the same
recorder and the same words as the pages, and logs reading as they do. What is typed over several lines is kept line by line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from audit.errors import AuditError
from recorder.domain import ApprovedNote, Statement, Status, WorkingNote
from recorder.errors import CasescribeError
from recorder.interchange import note_from_canonical
from recorder.pipeline import CaseRecorder
from tui import presenter, signing
from tui.desks import Desks
from tui.presenter import HAS_NOTE, About, NoteLine, count
from tui.reading import Reading, words_shown
from tui.terminal_safety import harmless

_NO_BREAK = "\n"


class LeftPlain(Exception):
    """The person is done, or there is nothing more to read answers from."""


@dataclass
class PlainMode:
    """A conversation about visits. `ask` shows a question and returns the answer; it raises `LeftPlain` at the end of input."""

    recorder: CaseRecorder
    desks: Desks
    say_line: Callable[[str], object]
    ask: Callable[[str], str]
    said: tuple[str, ...] = field(default=())  # what opening the vault had to mend

    _HELP: ClassVar[str] = (
        "Every question ends with what you can answer. Type it and press Enter. A question mark repeats this; q leaves. "
        "All that you did is stored at once."
    )

    def run(self) -> None:
        """Talk until the person leaves."""
        self.say("Casescribe, plain mode. Nothing leaves this laptop.")
        self.say(self._HELP)
        for sentence in self.said:
            self.say(sentence)
        try:
            while True:
                self._visits()
        except LeftPlain:
            self.say("Left. Everything you saved is stored.")

    def say(self, text: str) -> None:
        """Lines as they are, without anything that could steer a terminal."""
        for line in text.split(_NO_BREAK):
            self.say_line(harmless(line))

    def _answer(self, question: str, **choices: str) -> str:
        """One of the choices (letter → what it does), asked until it is one; q always leaves. A number may be a choice too."""
        listed = ", ".join(f"{key or 'Enter'}: {what}" for key, what in choices.items() if what)
        while True:
            given = harmless(self.ask(f"{question} ({listed}, q: leave) ")).strip().casefold()
            if given == "q":
                raise LeftPlain
            if given == "?":
                self.say(self._HELP)
            elif given in choices or ("" in choices and not given):
                return given
            else:
                self.say(f"“{given}” is none of the answers.")

    def _tried(self, act: Callable[[], object]) -> bool:
        """Whether it happened; a refusal is said in its own sentence."""
        try:
            act()
        except (CasescribeError, AuditError) as problem:
            self.say(problem.sentence())
            return False
        return True

    # The list

    def _visits(self) -> None:
        cases, visits = self.recorder.cases(), self.recorder.visits()
        if not visits:
            self.say("There is no visit here yet. Make one with: casescribe visit add")
            raise LeftPlain
        self.say(f"\n{count(len(visits), 'visit')}, the newest first.")
        for number, visit in enumerate(visits, start=1):
            drafted = visit.status is Status.DRAFTED
            note = self.recorder.working_note(visit.id) if drafted else None
            back = drafted and bool(self.desks.given_back(visit.id))
            row = presenter.visit_row(visit, cases=cases, note=note, given_back=back)
            self.say(f"{number}. {row.day}. {row.title}. {row.state.capitalize()}. {row.to_do}.")
        chosen = self._answer("Which visit? Type its number.", **{str(n + 1): "" for n in range(len(visits))})
        visit = visits[int(chosen) - 1]
        if visit.status not in HAS_NOTE:
            self.say(f"{presenter.visit_heading(visit)}: {presenter.state_words(visit)}.")
            self.say(presenter.next_step(visit, None))
        elif self._tried(lambda: self.recorder.open_visit(visit.id)):
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
            acts = {"r": self._read, "t": self._say_transcript, "n": self._work, "d": self._disclosures, "a": self._approve}
            answer = self._mode._answer("What now?", **choices)
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
        answer = self._mode._answer("", **choices)
        self._reading.used()
        return self._done(answer, key, statement)

    def _done(self, answer: str, key: str, statement: Statement | None) -> int:
        recorder, visit_id = self._recorder, self._visit_id
        match answer:
            case "c" if statement:
                return int(self._mode._tried(lambda: recorder.confirm_statement(visit_id, key)))
            case "x" if statement:
                self._mode._tried(lambda: recorder.edit_statement(visit_id, key, ""))
            case "e" if statement:
                words = self._typed(
                    key, f"The new words of {key}; an empty line ends, and leaves all as it was if it is first."
                )
                if words:
                    self._mode._tried(lambda: recorder.edit_statement(visit_id, key, words))
            case "w":
                words = self._typed(key, "Write; an empty line ends.", joint="\n")
                if words:
                    return int(self._mode._tried(lambda: recorder.write_section(visit_id, key, words)))
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
        """Lines until an empty one, kept as they are typed and put together with `joint`."""
        lines = [kept] if (kept := self._recorder.typing(self._visit_id).get(key, "")) else []
        if kept:
            self._mode.say(f"Kept from last time, not saved yet: {kept}")
        self._mode.say(question)
        while line := self._mode.ask("> ").rstrip():
            lines.append(line)
            typed = joint.join(lines)
            self._mode._tried(lambda typed=typed: self._recorder.keep_typing(self._visit_id, key, typed))  # type: ignore[misc]
        return joint.join(lines).strip()

    def _keep_reading(self) -> None:
        self._reading.show(None)
        self._reading.settle()
        self._mode._tried(lambda: self._reading.keep(lambda seen: self._recorder.saw_evidence(self._visit_id, seen)))

    # Disclosures and signature

    def _disclosures(self) -> None:
        note = self._note()
        if not note.unused_disclosures:
            self._mode.say("There is no possible disclosure that the note does not use.")
        for turn in note.unused_disclosures:
            self._mode.say(f"\nTurn {turn} may be a disclosure, and no sentence of the note uses it.")
            for line in presenter.evidence(self._transcript, (turn,), roster=self._roster):
                self._mode.say(f"{line.speaker}, {line.place}: “{line.text}”")
            if self._mode._answer("", r="you have read it", s="skip it for now") == "r":
                self._mode._tried(lambda turn=turn: self._recorder.acknowledge_disclosure(self._visit_id, turn))  # type: ignore[misc]

    def _approve(self) -> None:
        note = self._note()
        if waiting := note.to_do():
            self._mode.say("Not yet. Still to do:")
            for item in waiting:
                self._mode.say(f"- {presenter.tidy(item)}")
            return
        self._mode.say(signing.approval_question(note, unsaved=self._recorder.typing(self._visit_id)))
        if self._mode._answer("Sign it?", yes="approve and sign", no="not yet") == "yes":
            signed: list[ApprovedNote] = []
            if self._mode._tried(lambda: signed.append(self._recorder.approve(self._visit_id))):
                self._mode.say(f"The note is approved and signed. SHA-256 {signed[0].sha256()}")
