"""One signed note before its supervisor: draft against final, sentence by sentence, with what it rests on.

The supervisor comments on sentences, gives the note back with a reason, or countersigns. Comments are kept as they are
written, and go with the note when it is given back.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from recorder.domain import ApprovedNote, Person, Transcript, WorkingNote
from recorder.interchange import note_from_canonical
from recorder.pipeline import CaseRecorder
from recorder.reasons import RETURN_REASONS
from tui import presenter, review_words
from tui.actions import in_background, problems_shown
from tui.oversight_desks import ReviewDesk
from tui.presenter import count
from tui.review_words import COMMENT
from tui.screens.audit_trail import AuditPage
from tui.screens.dialogs import MessageDialog, QuestionDialog, ask
from tui.screens.keeping import KeepingDialog
from tui.screens.page import BACK, HELP, Page
from tui.screens.text_page import FileDialog
from tui.screens.transcript import TranscriptPage
from tui.unsaved import TypingKeeper
from tui.widgets.evidence import Evidence
from tui.widgets.heading import PageHeading
from tui.widgets.long_words import LongWords
from tui.widgets.note import NoteList

_COUNTERSIGNED = (
    f"{review_words.COUNTERSIGNED_IN_YOUR_NAME} You can export it too (v: all visits, open it, x).\n\n{review_words.COSIGN_WHY}"
)
_BEING_TYPED = "typing-"  # stands before a field whose words are not saved as a comment yet


class CommentDialog(KeepingDialog):
    """What the supervisor says about one sentence."""

    def __init__(
        self, recorder: CaseRecorder, visit_id: str, *, key: str, text: str, saved: str, closed: Callable[[], None]
    ) -> None:
        super().__init__(TypingKeeper(recorder, visit_id), closed=closed)
        self._recorder, self._visit_id, self._key, self._text, self._saved = recorder, visit_id, key, text, saved

    def compose(self) -> ComposeResult:
        """The sentence, the field, the buttons."""
        with Vertical(classes="dialog wide"):
            yield Static(f"Your comment on {self._key}", classes="dialog-heading", markup=False)
            yield LongWords(self._text, classes="quoted")
            yield from self.field(f"{_BEING_TYPED}{COMMENT}{self._key}", self._saved, id="comment")
            yield Static("Ctrl+S: keep it   Esc: leave   an empty comment takes it back", classes="hint", markup=False)
            yield self.buttons()

    def on_mount(self) -> None:
        """Ready to write."""
        self.query_one("#comment").focus()

    def action_save(self) -> None:
        """Keep the comment; it goes with the note when that is given back."""
        (area,) = self.areas.values()
        words = area.text.strip()
        self.save(lambda: self._recorder.keep_typing(self._visit_id, f"{COMMENT}{self._key}", words))


class ReturnDialog(KeepingDialog):
    """Why a note is given back: a reason, words about all of it, and the comments already made."""

    def __init__(
        self,
        recorder: CaseRecorder,
        visit_id: str,
        *,
        comments: dict[str, str],
        give_back: Callable[[str, str], object],
        closed: Callable[[], None],
    ) -> None:
        super().__init__(TypingKeeper(recorder, visit_id), closed=closed)
        self._recorder, self._visit_id, self._comments, self._give_back = recorder, visit_id, comments, give_back

    def compose(self) -> ComposeResult:
        """Reason, words, what goes with it, buttons."""
        with Vertical(classes="dialog wide"):
            yield Static("Give this note back", classes="dialog-heading", markup=False)
            yield Static("Why? (↑ ↓ to choose, then Tab)", markup=False)
            yield OptionList(*(Option(review_words.RETURN_WORDS[r], id=r) for r in RETURN_REASONS), id="reasons", markup=False)
            yield Static("In your own words, for the worker:", markup=False)
            yield from self.field(f"{_BEING_TYPED}return", "", id="words")
            goes = f"Your {count(len(self._comments), 'comment')} on sentences will go with it." if self._comments else ""
            yield Static(f"{goes} Ctrl+S: give it back   Esc: leave".strip(), classes="hint", markup=False)
            yield self.buttons("Give back")

    def on_mount(self) -> None:
        """The reason first."""
        reasons = self.query_one("#reasons", OptionList)
        reasons.highlighted = 0
        reasons.focus()

    def action_save(self) -> None:
        """Give it back, then forget the comments: they are with the note now."""
        (area,) = self.areas.values()
        reason = RETURN_REASONS[self.query_one("#reasons", OptionList).highlighted or 0]
        comment = review_words.joined(area.text, self._comments)

        def give_back() -> None:
            self._give_back(reason, comment)
            for key in self._comments:
                self._recorder.keep_typing(self._visit_id, f"{COMMENT}{key}", "")

        self.save(give_back)


class ReviewPage(Page):
    """One note to review."""

    CSS_PATH = "oversight.tcss"
    HELP_TEXT = f"""Left: the note as its worker signed it, each sentence with whose words
it is in. Right: for the selected sentence, what the AI wrote against
what the worker signed, and the words that it rests on.

{review_words.LEGEND}

↑ ↓  from sentence to sentence   (Tab: to the words, to scroll them)
n    go to the next sentence that was changed, taken out, or is
     about harm
m    comment on the selected sentence
r    give the note back, with a reason and your comments
s    countersign: sign it as its supervisor
t    the whole transcript
a    the audit log of this visit
Esc  back to the notes that wait"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "next_changed", "Next change", tooltip="To the next sentence changed, taken out, or about harm"),
        Binding("m", "comment", "Comment", tooltip="Say something about the selected sentence"),
        Binding("r", "give_back", "Give back", tooltip="Return the note to its worker with your comments"),
        Binding("s", "countersign", "Countersign", tooltip="Sign the note as its supervisor"),
        Binding("t", "transcript", "Turns", tooltip="The whole transcript"),
        Binding("a", "audit", "Log", tooltip="What was done, from the audit log"),
        HELP,
        BACK,
    ]

    def __init__(self, recorder: CaseRecorder, visit_id: str, *, desk: ReviewDesk) -> None:
        super().__init__(recorder)
        self._visit_id, self._desk = visit_id, desk
        self._note: ApprovedNote | None = None
        self._draft: WorkingNote | None = None
        self._transcript: Transcript | None = None
        self._roster: tuple[Person, ...] = ()
        self._comments: dict[str, str] = {}
        self._message = ""  # said when this note is done with

    def compose(self) -> ComposeResult:
        """Heading, whose words, note and evidence, legend, keys."""
        yield PageHeading()
        yield Static(id="whose", markup=False)
        with Horizontal(id="body"):
            yield NoteList(id="note")
            yield Evidence(id="evidence")
        yield Static(id="think", markup=False)
        yield Static(review_words.LEGEND, id="legend", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Read the visit once; a signed note does not change."""
        with problems_shown(self):
            recorder = self.recorder
            self._note = note_from_canonical(recorder.signed_note(self._visit_id).canonical)
            self._draft = recorder.working_note(self._visit_id)
            self._transcript, self._roster = recorder.transcript(self._visit_id), recorder.roster(self._visit_id)
            self.query_one("#whose", Static).update(review_words.whose_words(self._note))
            self.query_one("#think", Static).update(f"To think about: {review_words.reflection(self._note)}")
        self.reload()
        self.query_one(NoteList).focus()

    def reload(self) -> None:
        """Show the note with the comments as they are now."""
        if self._note is None or self._draft is None:
            return
        with problems_shown(self):
            self._comments = review_words.comments_in(self.recorder.typing(self._visit_id))
            visit = self.recorder.visit(self._visit_id)
            made = count(len(self._comments), "comment") if self._comments else presenter.state_words(visit)
            self.query_one(PageHeading).show(presenter.visit_heading(visit), made)
            self.query_one(NoteList).show(review_words.review_lines(self._note, self._draft, comments=self._comments))
            self._show_evidence()

    def on_note_list_line_chosen(self) -> None:
        """Another sentence is selected."""
        self._show_evidence()

    def on_note_list_line_entered(self) -> None:
        """Enter on a line comments on it."""
        self.action_comment()

    def _show_evidence(self) -> None:
        line = self.query_one(NoteList).selected
        if line and self._note and self._draft:
            self.query_one(Evidence).show(
                review_words.about(
                    line,
                    self._note,
                    self._draft,
                    comments=self._comments,
                    transcript=self._transcript,
                    roster=self._roster,
                )
            )

    def action_next_changed(self) -> None:
        """The next line with a sign, going round at the end."""
        note_list = self.query_one(NoteList)
        if line := note_list.next_line(lambda one: bool(one.marks.strip(review_words.COMMENTED))):
            note_list.choose(line)
        else:
            self.notify("The worker changed nothing, and no sentence is about harm.", markup=False)

    def action_comment(self) -> None:
        """Say something about the selected sentence."""
        line = self.query_one(NoteList).selected
        if line is None or line.kind == "heading":
            return
        with problems_shown(self):
            saved = self._comments.get(line.key, "")
            dialog = CommentDialog(self.recorder, self._visit_id, key=line.key, text=line.text, saved=saved, closed=self.reload)
            self.app.push_screen(dialog)

    def action_give_back(self) -> None:
        """Return the note with a reason and the comments."""

        def give_back(reason: str, comment: str) -> None:
            self._desk.supervision.return_note(self._visit_id, reason=reason, comment=comment)
            self._message = "Given back. Its worker sees why, and your comments."

        with problems_shown(self):
            comments = dict(self._comments)
            self.app.push_screen(
                ReturnDialog(self.recorder, self._visit_id, comments=comments, give_back=give_back, closed=self._leave_if_over)
            )

    def _leave_if_over(self) -> None:
        if self._message:
            self.action_back()
            self.app.push_screen(MessageDialog("Done", self._message))

    def action_countersign(self) -> None:
        """Ask, then sign."""
        if self._note is None:
            return
        words = review_words.countersign_question(self._note)
        if self._comments:
            lost = f"Your {count(len(self._comments), 'comment')} will not be kept: to pass them on, give the note back."
            words = f"{lost}\n\n{words}"  # first, for what is long scrolls
        ask(self, QuestionDialog("Countersign this note?", words, yes="Countersign", no="Not yet"), self._countersign)

    def _countersign(self) -> None:
        def sign() -> None:
            self._desk.supervision.countersign(self._visit_id)
            for key in self._comments:
                self.recorder.keep_typing(self._visit_id, f"{COMMENT}{key}", "")

        in_background(self, sign, self._countersigned)

    def _countersigned(self, _done: None) -> None:
        """Leave the note, and offer to witness the log as it is now."""
        app, cosign = self.app, self._desk.cosign
        self.action_back()

        def keep(place: Path) -> str:
            cosign(place)
            return f"You cosigned the log’s head: {place}. Keep it away from this laptop."

        def ask_where() -> None:
            place = Path.home() / "head-cosigned.txt"
            app.push_screen(FileDialog("Cosign the log", review_words.WITNESS, place=place, go="Check and cosign", act=keep))

        question = QuestionDialog("Countersigned", _COUNTERSIGNED, yes="Cosign the log too", no="Close")
        ask(app.screen, question, ask_where)

    def action_transcript(self) -> None:
        """The whole transcript, at the selected sentence's first turn."""
        line = self.query_one(NoteList).selected
        cites = next((s.cites for s in self._note.statements if line and s.id == line.key), ()) if self._note else ()
        self.app.push_screen(TranscriptPage(self.recorder, self._visit_id, turn=cites[0] if cites else None))

    def action_audit(self) -> None:
        """What was done about this visit."""
        self.app.push_screen(AuditPage(self.recorder, self._visit_id))
