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

from recorder.domain import ApprovedNote, Person, Statement, Status, Transcript, WorkingNote
from recorder.interchange import note_from_canonical
from recorder.pipeline import CaseRecorder
from tui import presenter, signing
from tui.actions import in_background, problems_shown
from tui.desks import Desks
from tui.presenter import About, NoteLine
from tui.screens.audit_trail import AuditPage
from tui.screens.dialogs import MessageDialog, QuestionDialog, ask
from tui.screens.disclosures import DisclosuresDialog
from tui.screens.edit import ChooseSectionDialog, EditDialog
from tui.screens.page import HELP
from tui.screens.read_page import ReadPage
from tui.screens.sections import SectionsDialog
from tui.screens.transcript import TranscriptPage
from tui.unsaved import TypingKeeper
from tui.widgets.evidence import Evidence
from tui.widgets.heading import PageHeading
from tui.widgets.note import NoteList

_CHANGES = frozenset({"edit", "confirm", "next_waiting", "write", "own_sentence", "disclosures", "approve"})


class ToDoLine(Static):
    """What is left to do; a click goes to it."""

    async def on_click(self) -> None:
        """To the next thing that waits."""
        await self.run_action("screen.next_waiting")


class DraftPage(ReadPage):
    """One visit's note."""

    CSS_PATH = "draft.tcss"
    HELP_TEXT = """Left: the note. Right: the words that the selected sentence rests on,
with what was said just before and after. “AI” after a sentence means
that the machine drafted it.

↑ ↓  from sentence to sentence   (Tab: to the words, to scroll them)
e    reword the sentence; empty it to take it out   (Enter does too)
c    confirm a sentence about harm: yes, this is what was said
n    go to the next thing that waits for you
w    write the sections that only you can write
o    add a sentence of your own
d    possible disclosures that the note does not use: read each
p    approve: sign the note, when nothing waits any more
t    the whole transcript
a    the audit log of this visit
Esc  back to the visits; all that you saved is stored
Ctrl+L  lock; what you are typing is kept"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "Edit", tooltip="Reword the sentence"),
        Binding("c", "confirm", "Confirm", tooltip="Yes, this is what was said"),
        Binding("w", "write", "Write", tooltip="The sections that only you can write"),
        Binding("o", "own_sentence", "Add own", tooltip="Add a sentence of your own"),
        Binding("d", "disclosures", "Disclosures", tooltip="Possible disclosures the note does not use"),
        Binding("p", "approve", "Approve", tooltip="Sign the note"),
        Binding("t", "transcript", "Turns", tooltip="The whole transcript"),
        Binding("a", "audit", "Log", tooltip="What was done, from the audit log"),
        HELP,
        Binding("n", "next_waiting", "Next", show=False),  # the line above the note says so; the keys must fit 80 cells
        Binding("escape", "back", "Back", show=False),
    ]

    def __init__(self, recorder: CaseRecorder, visit_id: str, *, desks: Desks) -> None:
        super().__init__(recorder, visit_id, steady=desks.steady)
        self._desks = desks
        self._signed = False
        self._note: WorkingNote | None = None
        self._transcript: Transcript | None = None
        self._roster: tuple[Person, ...] = ()

    def compose(self) -> ComposeResult:
        """Heading, why it was given back, what is left to do, note and evidence, legend, keys."""
        yield PageHeading()
        yield Static(id="given-back", markup=False)
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

    def reload(self) -> None:
        """Show the note as it is stored now."""
        with problems_shown(self):
            visit = self.recorder.visit(self._visit_id)
            self._signed = visit.status is not Status.DRAFTED
            self._note = self._signed_note() if self._signed else self.recorder.working_note(self._visit_id)
            self.query_one(PageHeading).show(presenter.visit_heading(visit), presenter.state_words(visit))
            self._show_given_back()
            self.query_one(ToDoLine).update(self._standing())
            unsaved = {} if self._signed else self.recorder.typing(self._visit_id)
            self.query_one(NoteList).show(presenter.note_lines(self._note, unsaved=unsaved))
            self.set_class(self._signed, "signed")
            self.refresh_bindings()
            self._show_evidence()

    def _signed_note(self) -> WorkingNote:
        return signing.as_signed(note_from_canonical(self.recorder.signed_note(self._visit_id).canonical))

    def _show_given_back(self) -> None:
        line = self.query_one("#given-back", Static)
        given_back = () if self._signed else self._desks.given_back(self._visit_id)
        line.display = bool(given_back)
        if given_back:
            last = given_back[-1]
            line.update(signing.given_back_line(last.reason, last.comment, by=last.by, at=last.at))

    def _standing(self) -> str:
        if self._signed:
            stored = self.recorder.signed_note(self._visit_id)
            by = self._desks.countersigned_by(self._visit_id)
            return signing.approved_line(sha256=stored.sha256, log_entry=stored.log_entry, countersigned_by=by)
        return presenter.to_do_line(self._note) if self._note else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A signed note offers nothing that would change it."""
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
            about = self._about(line, self._note)
            self.query_one(Evidence).show(about)
            self.count_reading(None if self._signed else self._selected_statement(), about)

    def _about(self, line: NoteLine, note: WorkingNote) -> About:
        return presenter.about_line(line, note, transcript=self._transcript, roster=self._roster)

    def _selected_statement(self) -> Statement | None:
        line = self.query_one(NoteList).selected
        if line is None or line.kind != "sentence" or self._note is None:
            return None
        return next(s for s in self._note.statements if s.id == line.key)

    # What a person does

    def action_edit(self) -> None:
        """Reword the selected sentence, or write the selected section."""
        line, statement = self.query_one(NoteList).selected, self._selected_statement()
        if line is None or self._note is None:
            return
        if statement is None:
            self._open_sections(line.key)
            return

        def store(text: str) -> None:
            if text != statement.text:
                self.recorder.edit_statement(self._visit_id, statement.id, text)

        about, text = self._about(line, self._note), statement.text or statement.drafted_text
        with problems_shown(self):
            self.app.push_screen(
                EditDialog(
                    f"Reword sentence {statement.id}",
                    text,
                    about=about,
                    keeper=TypingKeeper(self.recorder, self._visit_id),
                    field=statement.id,
                    store=store,
                    closed=self.reload,
                )
            )

    def action_confirm(self) -> None:
        """Say that the selected sentence is what was said."""
        statement = self._selected_statement()
        if statement is None or not statement.text or not statement.confirm or statement.confirmed:
            self.notify("This line needs no confirmation. n goes to the next thing that waits for you.", markup=False)
            return
        in_background(
            self, lambda: self.recorder.confirm_statement(self._visit_id, statement.id), then=lambda _done: self.reload()
        )

    def action_next_waiting(self) -> None:
        """The next line that waits; then the disclosures; then nothing is left."""
        note_list = self.query_one(NoteList)
        if line := note_list.next_waiting():
            note_list.choose(line)
            note_list.focus()
        elif self._note and self._note.unused_disclosures:
            self.action_disclosures()
        else:
            self.notify("Nothing waits any more. Read the note once more, then press p to approve.", markup=False)

    def action_write(self) -> None:
        """Write the human sections, beginning at the selected one."""
        line = self.query_one(NoteList).selected
        self._open_sections(line.key if line and line.kind == "section" else None)

    def _open_sections(self, first: str | None) -> None:
        if self._note is None:
            return
        with problems_shown(self):
            keeper = TypingKeeper(self.recorder, self._visit_id)
            self.app.push_screen(SectionsDialog(self.recorder, self._note, keeper=keeper, first=first, closed=self.reload))

    def action_own_sentence(self) -> None:
        """Add a sentence of the worker's own under a drafted heading."""
        if self._note is None:
            return
        sections = tuple(s for s in self._note.template.sections if s.written_by == "draft")
        statement = self._selected_statement()

        def chosen(section: str | None) -> None:
            if section is None:
                return
            heading = next(s.heading for s in sections if s.key == section)
            about = About("", f"It will stand under “{heading}”, marked as your own words.")
            with problems_shown(self):
                dialog = EditDialog(
                    "Your own sentence",
                    "",
                    about=about,
                    keeper=TypingKeeper(self.recorder, self._visit_id),
                    field=f"own:{section}",
                    store=lambda text: self.recorder.add_statement(self._visit_id, section, text),
                    closed=self.reload,
                )
                self.app.push_screen(dialog)

        self.app.push_screen(ChooseSectionDialog(sections, chosen=statement.section if statement else ""), chosen)

    def action_disclosures(self) -> None:
        """Read what the note does not use."""
        self.app.push_screen(DisclosuresDialog(self.recorder, self._visit_id, changed=self.reload))

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

    def action_transcript(self) -> None:
        """The whole transcript, at the selected sentence's first turn."""
        statement = self._selected_statement()
        turn = statement.cites[0] if statement and statement.cites else None
        self.app.push_screen(TranscriptPage(self.recorder, self._visit_id, turn=turn))

    def action_audit(self) -> None:
        """What was done about this visit."""
        self.app.push_screen(AuditPage(self.recorder, self._visit_id))
