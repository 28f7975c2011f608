"""The heart: the note on the left, the words it rests on beside it, always in step.

The page shows what a person must still do and lets them do it; once the note is signed it shows the signed words and
offers nothing that would change them.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Footer, Static

from recorder.domain import ApprovedNote, Status, WorkingNote
from recorder.interchange import note_from_canonical
from tui import presenter, review_words, signing
from tui.actions import in_background, problems_shown
from tui.screens.audit_trail import AuditPage
from tui.screens.dialogs import MessageDialog, QuestionDialog, ask
from tui.screens.hand_on import export_note, file_note
from tui.screens.page import HELP
from tui.screens.transcript import TranscriptPage
from tui.screens.work_page import WorkPage
from tui.widgets.evidence import Evidence
from tui.widgets.heading import PageHeading
from tui.widgets.long_words import LongWords
from tui.widgets.note import NoteList

_CHANGES = frozenset(
    {"undo", "edit", "confirm", "next_waiting", "write", "own_sentence", "evidence", "disclosures", "contradictions", "approve"}
)


class ToDoLine(Static):
    """What is left to do; a click goes to it."""

    async def on_click(self) -> None:
        """To the next thing that waits."""
        await self.run_action("screen.next_waiting")


class DraftPage(WorkPage):
    """One visit's note."""

    CSS_PATH = "draft.tcss"
    HELP_TEXT = """Left: the note. Right: the words that the selected sentence rests on,
with what was said just before and after. “AI” after a sentence means
that the machine drafted it. In a long turn the words behind the sentence
stand between ▸ and ◂. “hear: Monday♪” names words that may be misheard.

↑ ↓  from sentence to sentence   (Tab: to the words, to scroll them)
Space  hear the words that the sentence rests on; again: stop
s    hear them more slowly
e    reword the sentence; empty it to take it out   (Enter does too)
c    confirm a sentence about harm: yes, this is what was said
v    choose other words for the sentence to rest on
u    undo what you did last, and again what you did before
n    go to the next thing that waits for you
w    write the sections that only you can write
o    add a sentence of your own
d    possible disclosures that the note does not use: use each, or say why not
k    passages that do not agree, side by side
p    approve: sign the note, when nothing waits any more
x    export the signed note, for Word or as plain text
f    say that it is in the council’s records
t    the whole transcript; what the note leaves out has no ✓ there
a    the audit log of this visit
Esc  back to the visits; all that you saved is stored
Ctrl+L  lock; what you are typing is kept"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "listen(False)", "Play", key_display="Space", tooltip="Hear the words that the sentence rests on"),
        Binding("e", "edit", "Edit", tooltip="Reword the sentence"),
        Binding("c", "confirm", "Confirm", tooltip="Yes, this is what was said"),
        Binding("w", "write", "Write", tooltip="The sections that only you can write"),
        Binding("o", "own_sentence", "Own", tooltip="Add a sentence of your own"),
        Binding("u", "undo", "Undo", tooltip="Take back what you did last"),
        Binding("t", "transcript", "Turns", tooltip="The whole transcript"),
        Binding("p", "approve", "Approve", tooltip="Sign the note"),
        Binding("x", "export", "Export", tooltip="Write the signed note to a file"),
        Binding("f", "file", "Filed", tooltip="The signed note is in the council’s records now"),
        HELP,
        # The rest is told where it is wanted, for the keys must fit 80 cells.
        Binding("n", "next_waiting", "Next to do", show=False, tooltip="The next thing that waits for you"),
        Binding("s", "listen(True)", "Play slower", show=False, tooltip="Hear the words at three quarters of their speed"),
        Binding("v", "evidence", "Evidence", show=False, tooltip="Choose the words that the sentence rests on"),
        Binding("k", "contradictions", "Contradictions", show=False, tooltip="Passages that do not agree, side by side"),
        Binding("d", "disclosures", "Disclosures", show=False, tooltip="Possible disclosures the note does not use"),
        Binding("a", "audit", "Log", show=False, tooltip="What was done, from the audit log"),
        Binding("escape", "back", "Back", show=False),
    ]

    def compose(self) -> ComposeResult:
        """Heading, why it was given back, what is left to do, note and evidence, legend, keys."""
        yield PageHeading()
        yield LongWords(id="given-back")
        yield ToDoLine(id="to-do", markup=False)
        with Horizontal(id="body"):
            yield NoteList(id="note")
            yield Evidence(id="evidence")
        yield Static(presenter.LEGEND, id="legend", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Read the visit once; its words do not change while its note is worked on."""
        with problems_shown(self):
            self._transcript, self._roster = self.recorder.transcript(self._visit_id), self.recorder.roster(self._visit_id)
        self.reload()
        self.query_one(NoteList).focus()
        self._listening.warm()

    def on_screen_resume(self) -> None:
        """Back from the transcript: words may have been put right."""
        if self._look_again:
            self._look_again = False
            with problems_shown(self):
                self._transcript = self.recorder.transcript(self._visit_id)
                self.reload()

    def on_unmount(self) -> None:
        """Silence."""
        self._listening.silence()

    def reload(self) -> None:
        """Show the note as it is stored now."""
        with problems_shown(self):
            visit = self.recorder.visit(self._visit_id)
            self._signed, self._filed = visit.status is not Status.DRAFTED, visit.status is Status.FILED
            self._note = self._signed_note() if self._signed else self.recorder.working_note(self._visit_id)
            state = f"{presenter.length_words(self._note)} · {presenter.state_words(visit)}"
            self.query_one(PageHeading).show(presenter.visit_heading(visit), state)
            self._show_given_back()
            self.query_one(ToDoLine).update(self._standing())
            unsaved = {} if self._signed else self.recorder.typing(self._visit_id)
            self.query_one(NoteList).show(presenter.note_lines(self._note, unsaved=unsaved, transcript=self._transcript))
            self.set_class(self._signed, "signed")
            self.refresh_bindings()
            self._show_evidence()

    def _signed_note(self) -> WorkingNote:
        return signing.as_signed(note_from_canonical(self.recorder.signed_note(self._visit_id).canonical))

    def _show_given_back(self) -> None:
        line = self.query_one("#given-back", LongWords)
        given_back = () if self._signed else self._desks.given_back(self._visit_id)
        line.display = bool(given_back)
        self._comments = review_words.comments_of(given_back[-1].comment) if given_back else {}
        if given_back:
            last, n = given_back[-1], len(self._comments) - 1
            told = signing.given_back_line(last.reason, self._comments[""], by=last.by, at=last.at)
            beside = f" {presenter.count(n, 'comment')} beside the note ({review_words.COMMENTED})." if n else ""
            line.update(f"{told}{beside}")

    def _standing(self) -> str:
        if self._signed:
            stored = self.recorder.signed_note(self._visit_id)
            by = self._desks.countersigned_by(self._visit_id)
            return signing.approved_line(sha256=stored.sha256, log_entry=stored.log_entry, countersigned_by=by)
        return presenter.to_do_line(self._note) if self._note else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A signed note offers nothing that would change it, and only it can be handed on."""
        if action in {"export", "file"}:
            return self._signed and self._desks.handing_on is not None and (action == "export" or not self._filed)
        return not (self._signed and action in _CHANGES)

    # In step with the selection

    def on_note_list_line_chosen(self) -> None:
        """Another sentence is selected."""
        self._show_evidence()

    def on_note_list_line_entered(self) -> None:
        """Enter on a line."""
        if not self._signed:
            self.action_edit()

    def _show_evidence(self) -> None:
        line = self.query_one(NoteList).selected
        if line and self._note:
            self._listening.silence()
            about = review_words.with_comment(self._about(line, self._note), self._comments.get(line.key, ""))
            self.query_one(Evidence).show(about, can_be_heard=bool(self._stretches()))
            self.count_reading(None if self._signed else self._selected_statement(), about)

    def tell_what_is_heard(self, line: str) -> None:
        """What is heard, in the legend's place."""
        for legend in self.query("#legend").results(Static):
            legend.update(line or presenter.LEGEND)
            legend.set_class(bool(line), "heard")

    # To sign, and to look elsewhere

    def action_approve(self) -> None:
        """Say what is still to do, or ask for the signature."""
        if self._note is None:
            return
        if to_do := self._note.to_do():
            words = "\n".join(f"• {presenter.tidy(item)}" for item in to_do)
            heading = f"{presenter.count(len(to_do), 'thing')} to do before you can approve"
            ask(self, QuestionDialog(heading, words, yes="Go to the next one", no="Close"), self.action_next_waiting)
            return
        with problems_shown(self):
            words = signing.approval_question(self._note, unsaved=self.recorder.typing(self._visit_id))
            self._ask_for_signature(words)

    def _ask_for_signature(self, words: str) -> None:
        ask(self, QuestionDialog("Approve this note?", words, yes="Approve and sign", no="Not yet"), self._sign)

    def _sign(self) -> None:
        def sign() -> ApprovedNote:
            self.write_reading()
            return self.recorder.approve(self._visit_id)

        in_background(self, sign, self._approved)

    def _approved(self, _note: ApprovedNote) -> None:
        self.reload()
        stored = self.recorder.signed_note(self._visit_id)
        words = signing.approved_message(sha256=stored.sha256, log_entry=stored.log_entry)
        self.app.push_screen(MessageDialog("Approved", words))

    def action_export(self) -> None:
        """Write the signed note to a file."""
        if self._desks.handing_on is not None:
            export_note(self, self._desks.handing_on, self._visit_id)

    def action_file(self) -> None:
        """Say that the council's records have it."""
        if self._desks.handing_on is not None:
            countersigned = self._desks.countersigned_by(self._visit_id) is not None
            file_note(self, self._desks.handing_on, self._visit_id, countersigned=countersigned, filed=self.reload)

    def action_transcript(self) -> None:
        """The whole transcript, at the selected sentence's first turn."""
        self._look_again = True
        statement = self._selected_statement()
        turn = statement.cites[0] if statement and statement.cites else None
        self.app.push_screen(TranscriptPage(self.recorder, self._visit_id, turn=turn, desks=self._desks))

    def action_audit(self) -> None:
        """What was done about this visit."""
        self.app.push_screen(AuditPage(self.recorder, self._visit_id))
