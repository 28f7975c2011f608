"""A supervisor's path in plain lines: the queue, a note against its draft, comments, given back or countersigned."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from recorder.interchange import note_from_canonical
from recorder.pipeline import CaseRecorder
from recorder.reasons import RETURN_REASONS
from tui import presenter, review_words
from tui.oversight_desks import ReviewDesk
from tui.plain_talk import PlainTalk, reasons
from tui.presenter import NoteLine, count
from tui.review_words import COMMENT, RETURN_WORDS
from tui.waiting import waiting_notes

_ALL = 10_000  # lines to go on: past the end


@dataclass
class PlainReview(PlainTalk):
    """A conversation about the notes that wait for a supervisor."""

    recorder: CaseRecorder
    desk: ReviewDesk

    def round(self) -> None:
        """The notes that wait, and one of them."""
        rows = waiting_notes(self.recorder, self.desk)
        if not rows:
            self.say("\nNo signed note waits for you.")
            self.answer("", **{"": "look again"})
            return
        self.say(f"\n{count(len(rows), 'note waits', 'notes wait')} for you, the one that waits longest first.")
        for number, row in enumerate(rows, start=1):
            harm = row.harm.removeprefix(review_words.HARM).strip()
            self.say(
                f"{number}. Waits {row.waits}. {row.title}. Signed by {row.by}. About harm: {harm}. To read: {row.effort}."
            )
        visit = rows[int(self.number("Which note? Type its number.", len(rows))) - 1].id
        if self.tried(lambda: self.recorder.open_visit(visit)):
            _PlainReviewed(self, visit).talk()


class _PlainReviewed:
    """The conversation about one signed note."""

    def __init__(self, talk: PlainReview, visit_id: str) -> None:
        self._talk, self._visit_id, self._recorder = talk, visit_id, talk.recorder
        self._note = note_from_canonical(talk.recorder.signed_note(visit_id).canonical)
        self._draft = talk.recorder.working_note(visit_id)
        self._transcript, self._roster = talk.recorder.transcript(visit_id), talk.recorder.roster(visit_id)

    @property
    def _comments(self) -> dict[str, str]:
        return review_words.comments_in(self._recorder.typing(self._visit_id))

    def talk(self) -> None:
        """What can be done with the note, until it is done with or the person goes back."""
        say, visit = self._talk.say, self._recorder.visit(self._visit_id)
        say(f"\n{presenter.visit_heading(visit)}, signed by {presenter.tidy(self._note.approved_by)}.")
        say(review_words.whose_words(self._note))
        say(f"To think about: {review_words.reflection(self._note)}")
        acts = {
            "r": self._read,
            "h": self._read_changed,
            "t": self._say_transcript,
            "g": self._give_back,
            "c": self._countersign,
        }
        while True:
            given = self._talk.answer(
                "What now?",
                r="read the note",
                h="only what was changed or is about harm",
                t="the whole transcript",
                g="give it back",
                c="countersign",
                b="back to the notes",
            )
            if given == "b" or acts[given]():
                return

    def _read(self) -> bool:
        return self._through(self._lines())

    def _read_changed(self) -> bool:
        return self._through([line for line in self._lines() if line.marks.strip(review_words.COMMENTED)])

    def _lines(self) -> list[NoteLine]:
        lines = review_words.review_lines(self._note, self._draft, comments=self._comments)
        return [line for line in lines if line.kind != "heading"]

    def _through(self, lines: list[NoteLine]) -> bool:
        self._talk.line_by_line(len(lines), lambda place: self._line(lines[place]))
        return False

    def _line(self, line: NoteLine) -> int:
        talk = self._talk
        about = review_words.about(
            line, self._note, self._draft, comments=self._comments, transcript=self._transcript, roster=self._roster
        )
        talk.say(f"\n{f'{line.key}. ' if line.kind == 'sentence' else ''}{line.text} [{line.tail}]")
        talk.say(about.words)
        for turn in about.turns:
            near = "" if turn.cited else "Just before or after it: "
            talk.say(f"{near}{turn.speaker}, {turn.place}: “{turn.text}”")
        match talk.answer("", **{"": "next", "p": "previous", "m": "comment on it", "b": "end of reading"}):
            case "m":
                self._comment(line.key)
                return 0
            case "p":
                return -1
            case "b":
                return _ALL
            case _:
                return 1

    def _comment(self, key: str) -> None:
        field = f"{COMMENT}{key}"
        talk, typing = self._talk, f"typing-{field}"
        question = f"Your comment on {key}, for its worker; an empty line ends, and takes it back if it is first."
        words = talk.typed(question, keeps=self._recorder, place=self._visit_id, field=typing)

        def keep() -> None:
            self._recorder.keep_typing(self._visit_id, field, words)
            self._recorder.keep_typing(self._visit_id, typing, "")

        if talk.tried(keep):
            talk.say("Kept. It goes with the note when you give it back." if words else "There is no comment on it.")

    def _say_transcript(self) -> bool:
        for line in presenter.transcript_lines(self._transcript, self._roster) if self._transcript else ():
            self._talk.say(f"{line.place}. {line.speaker}: {line.text}")
        return False

    def _give_back(self) -> bool:
        talk, comments = self._talk, self._comments
        chosen = talk.answer("Why?", **reasons(RETURN_WORDS, RETURN_REASONS), b="not now")
        if chosen == "b":
            return False
        field = "typing-return"
        question = "In your own words, for the worker; an empty line ends."
        words = talk.typed(question, keeps=self._recorder, place=self._visit_id, field=field)

        def give_back() -> None:
            reason = RETURN_REASONS[int(chosen) - 1]
            comment = review_words.joined(words, comments)
            self._talk.desk.supervision.return_note(self._visit_id, reason=reason, comment=comment)
            for used in (field, *(f"{COMMENT}{key}" for key in comments)):
                self._recorder.keep_typing(self._visit_id, used, "")

        given = talk.tried(give_back)
        if given:
            talk.say("Given back. Its worker sees why, and your comments.")
        return given

    def _countersign(self) -> bool:
        talk, comments = self._talk, self._comments
        if comments:
            talk.say(f"Your {count(len(comments), 'comment')} will not be kept: to pass them on, give the note back.")
        talk.say(review_words.countersign_question(self._note))
        if talk.answer("Countersign it?", yes="sign it in your name", no="not yet") == "no":
            return False

        def sign() -> None:
            talk.desk.supervision.countersign(self._visit_id)
            for key in comments:
                self._recorder.keep_typing(self._visit_id, f"{COMMENT}{key}", "")

        if not talk.tried(sign):
            return False
        talk.say(review_words.COUNTERSIGNED_IN_YOUR_NAME)
        if talk.answer(review_words.COSIGN_WHY, yes="cosign the log", no="no") == "yes":
            talk.to_file(review_words.WITNESS, Path.home() / "head-cosigned.txt", talk.desk.cosign)
        return True
