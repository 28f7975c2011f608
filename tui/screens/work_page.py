"""What a worker does to a draft, sentence by sentence: hear it, reword it, confirm it, add to it, take it back.

`DraftPage` shows the note and signs it; the acts stand here. Each is stored at once, and the page reads the note anew.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from recorder.domain import Person, Statement, Transcript, Turn, WorkingNote
from recorder.pipeline import CaseRecorder
from recorder.sound.playback import Stretch, stretches_of
from tui import presenter
from tui.actions import in_background, problems_shown
from tui.desks import Desks
from tui.listening import Listening
from tui.presenter import About, NoteLine
from tui.screens.choose_evidence import ChooseEvidenceDialog
from tui.screens.contradictions import ContradictionsDialog
from tui.screens.disclosures import DisclosuresDialog
from tui.screens.edit import ChooseSectionDialog, EditDialog
from tui.screens.read_page import ReadPage
from tui.screens.sections import SectionsDialog
from tui.unsaved import TypingKeeper
from tui.widgets.note import NoteList


class WorkPage(ReadPage):
    """A page with a `NoteList` of one visit's note."""

    def __init__(self, recorder: CaseRecorder, visit_id: str, *, desks: Desks) -> None:
        super().__init__(recorder, visit_id, steady=desks.steady)
        self._desks = desks
        self._listening = Listening(self, recorder, visit_id=visit_id, player=desks.player, told=self.tell_what_is_heard)
        self._signed = self._filed = self._look_again = False
        self._note: WorkingNote | None = None
        self._transcript: Transcript | None = None
        self._roster: tuple[Person, ...] = ()

    def reload(self) -> None:
        """Show the note as it is stored now."""
        raise NotImplementedError

    def tell_what_is_heard(self, line: str) -> None:
        """Show what is heard now; an empty line in silence."""
        raise NotImplementedError

    def _about(self, line: NoteLine, note: WorkingNote) -> About:
        about = presenter.about_line(line, note, transcript=self._transcript, roster=self._roster)
        statement = next((s for s in note.statements if s.id == line.key), None)
        if statement is None or not statement.text or not statement.cites or self._signed:
            return about
        advice = [f"! {one.as_text()}" for one in self.recorder.advice(self._visit_id, statement.id)]
        return replace(about, words="\n".join([about.words, *advice]))

    def _selected_statement(self) -> Statement | None:
        line = self.query_one(NoteList).selected
        if line is None or line.kind != "sentence" or self._note is None:
            return None
        return next(s for s in self._note.statements if s.id == line.key)

    def _stretches(self) -> tuple[Stretch, ...]:
        statement = self._selected_statement()
        if statement is None or self._transcript is None:
            return ()
        return stretches_of(self._transcript, statement.cites, behind=statement.text or statement.drafted_text)

    def action_listen(self, slower: bool) -> None:  # noqa: FBT001 - an action's argument
        """Play the words behind the selected sentence, or stop."""
        self._listen(slower=slower)

    def _listen(self, *, slower: bool = False) -> None:
        line = self.query_one(NoteList).selected
        what = f"the words behind {line.key}" if line else ""
        unheard = partial(self.count_listening, is_heard=False)
        if self._listening.toggle(self._stretches(), what, slower=slower, failed=unheard):
            self.count_listening(is_heard=True)

    def _listen_to_turn(self, turn: int) -> None:
        stretches = stretches_of(self._transcript, (turn,)) if self._transcript else ()
        self._listening.toggle(stretches, f"turn {turn}", failed=lambda: None)

    def _nothing_recorded(self) -> None:
        self.notify("These are your own words: there is no recording of them.", markup=False)

    # What a person does

    def action_undo(self) -> None:
        """Take back what was done last, whenever that was."""

        def then(changed: str) -> None:
            if not changed:
                self.notify("There is nothing left to undo in this note.", markup=False)
                return
            self.reload()
            self.query_one(NoteList).choose_key(changed)
            self.notify(f"Undone: {changed} stands as it did before.", markup=False)

        in_background(self, lambda: self.recorder.undo(self._visit_id), then)

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
                    f"Reword sentence {statement.id} ({presenter.whose(statement)})",
                    text,
                    about=about,
                    keeper=TypingKeeper(self.recorder, self._visit_id),
                    field=statement.id,
                    store=store,
                    closed=self.reload,
                    listen=self._listen,
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
        elif self._note and any(not pair.seen for pair in self._note.contradictions):
            self.action_contradictions()
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

    def action_evidence(self) -> None:
        """Choose the words that the selected sentence rests on."""
        statement = self._selected_statement()
        if statement is None or not statement.text or self._transcript is None:
            self.notify("Go to a sentence first: only sentences rest on what was said.", markup=False)
            return
        dialog = ChooseEvidenceDialog(
            self.recorder,
            self._visit_id,
            statement,
            transcript=self._transcript,
            roster=self._roster,
            changed=self.reload,
            listen=self._listen_to_turn,
        )
        self.app.push_screen(dialog)

    def action_own_sentence(self) -> None:
        """Add a sentence of the worker's own under a drafted heading."""
        self._own_sentence(None)

    def _own_sentence(self, turn: Turn | None) -> None:
        """The same, resting on a turn if there is one, and beginning with its words."""
        if self._note is None:
            return
        begins = f"{presenter.speaker_name(turn.speaker, self._roster)} said: “{presenter.tidy(turn.text)}”" if turn else ""
        cites = (turn.i,) if turn else ()
        sections = tuple(s for s in self._note.template.sections if s.written_by == "draft")
        statement = self._selected_statement()

        def chosen(section: str | None) -> None:
            if section is None:
                return
            heading = next(s.heading for s in sections if s.key == section)
            turns = presenter.evidence(self._transcript, cites, roster=self._roster)
            about = About("", f"It will stand under “{heading}”, marked as your own words.", turns)
            with problems_shown(self):
                dialog = EditDialog(
                    "Your own sentence",
                    begins,
                    about=about,
                    keeper=TypingKeeper(self.recorder, self._visit_id),
                    field=f"own:{section}" + (f":{turn.i}" if turn else ""),
                    store=lambda text: self.recorder.add_statement(self._visit_id, section, text, cites=cites),
                    closed=self.reload,
                    listen=partial(self._listen_to_turn, turn.i) if turn else self._nothing_recorded,
                )
                self.app.push_screen(dialog)

        self.app.push_screen(ChooseSectionDialog(sections, chosen=statement.section if statement else ""), chosen)

    def action_disclosures(self) -> None:
        """Read what the note does not use."""

        def use(turn: int) -> None:
            self._own_sentence(self._transcript.turn(turn) if self._transcript else None)

        dialog = DisclosuresDialog(self.recorder, self._visit_id, changed=self.reload, listen=self._listen_to_turn, use=use)
        self.app.push_screen(dialog)

    def action_contradictions(self) -> None:
        """See side by side what does not agree."""
        if self._transcript is not None:
            dialog = ContradictionsDialog(
                self.recorder,
                self._visit_id,
                transcript=self._transcript,
                roster=self._roster,
                changed=self.reload,
                listen=self._listen_to_turn,
            )
            self.app.push_screen(dialog)
