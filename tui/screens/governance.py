"""The governance lead's first page: is the log whole, and what was AI's part in each note. No names, no words of a visit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Footer, Static
from textual.widgets.option_list import Option

from audit.events import Entry
from audit.render import Report
from recorder.ports import Progress
from tui.actions import problems_shown
from tui.long_work import LongWork
from tui.note_story import NoteInLog, notes_in, story
from tui.oversight_desks import GovernanceDesk, Standing
from tui.presenter import count
from tui.screens.audit_trail import AuditPage
from tui.screens.fleet_page import LongFileDialog, open_fleet, show_report
from tui.screens.page import HELP, PlainPage
from tui.screens.text_page import TextPage
from tui.widgets.heading import PageHeading
from tui.widgets.long_words import LongWords
from tui.widgets.rows import RowList, hanging


class GovernancePage(PlainPage):
    """The log of one laptop."""

    CSS_PATH = "oversight.tcss"
    HELP_TEXT = """What was done on this laptop, by machines and by people, from its
audit log. You hold no key to any visit: what you see are numbers and
fingerprints, never a name or a word that was said.

The line at the top says whether the log is as it was written.
Left: every visit that AI drafted a note of. Right: its story.

↑ ↓    from note to note   (Tab: to the story, to scroll it)
v      verify the log again, and say all that is proven and what not
Esc    stop what takes too long; the other keys work meanwhile
c      counts and charts over all notes, to read or to take away
o      cosign: check the log and sign its head in your own name
x      export the log, for other programs or another pair of eyes
w      write the counts to a file (.html, .csv or .json)
f      fleet: the exports of many laptops together
r      the rules in force, and the models on this laptop
a      every entry of the log
q      leave"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "verify", "Verify", tooltip="Check every entry again"),
        Binding("c", "charts", "Charts", tooltip="Counts and charts over all notes"),
        Binding("o", "cosign", "Cosign", tooltip="Sign the log’s head in your own name"),
        Binding("x", "export", "Export", tooltip="Write the whole log to a file"),
        Binding("w", "write", "Report", tooltip="Write the counts to a file"),
        Binding("f", "fleet", "Fleet", tooltip="Many laptops together"),
        Binding("r", "rules", "Rules", tooltip="The rules in force and the models"),
        Binding("a", "log", "Log", tooltip="Every entry"),
        HELP,
        Binding("q", "app.quit", "Quit", tooltip="Leave"),
        Binding("escape", "stop", "Stop", show=False, tooltip="Stop what is under way"),
    ]

    def __init__(self, desk: GovernanceDesk) -> None:
        super().__init__()
        self._desk = desk
        self._entries: tuple[Entry, ...] = ()
        self._notes: tuple[NoteInLog, ...] = ()
        self._long_work = LongWork(self, told=self._tell)
        self._stood: Standing | None = None

    @property
    def keeps_awake(self) -> bool:
        """Whether locking now would cut work off."""
        return self._long_work.under_way

    def compose(self) -> ComposeResult:
        """Heading, state of the log, notes and story, keys."""
        yield PageHeading("Casescribe · the log of this laptop", back=False)
        yield LongWords("Checking the log …", id="standing")
        with Horizontal(id="body"):
            yield RowList(id="notes")
            with VerticalScroll(id="story-pane"):
                yield Static(id="story", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Read the log, then check it without keeping anybody waiting."""
        with problems_shown(self):
            self._entries = tuple(self._desk.entries())
            self._notes = notes_in(self._entries)
        self._list()
        self._check(self._show_standing)

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        self._long_work.leave()

    def _check(self, then: Callable[[Standing], None]) -> None:
        self._long_work.begin("Checking the log", self._desk.verify, then, ended=self._show_last)

    def _tell(self, line: str) -> None:
        for standing in self.query("#standing").results(LongWords):
            standing.update(line)

    def _show_last(self) -> None:
        if self._stood is None:
            self._tell("Not checked: it was stopped. v: check it")
        else:
            self._show_standing(self._stood)

    def _list(self) -> None:
        rows = self.query_one("#notes", RowList)
        for note in self._notes:
            words = Text(f"{note.state}\n")
            words.append(note.last, rows.ink("muted"))
            rows.add_option(Option(hanging(Text(note.visit, rows.ink("accent")), words, width=9)))
        notes = count(sum(note.signed for note in self._notes), "signed note")
        self.query_one(PageHeading).show("Casescribe · the log of this laptop", f"{notes}, {len(self._entries)} entries")
        if self._notes:
            rows.highlighted = 0
        else:
            self.query_one("#story", Static).update("AI has drafted no note here yet.")
        rows.focus()

    def on_option_list_option_highlighted(self, event: RowList.OptionHighlighted) -> None:
        """The story of the selected note."""
        visit = self._notes[event.option_index].visit
        about = [entry for entry in self._entries if entry.visit == visit]
        self.query_one("#story", Static).update(f"Visit {visit}\n\n{story(about)}")
        self.query_one("#story-pane", VerticalScroll).scroll_home(animate=False)

    def _show_standing(self, standing: Standing) -> None:
        self._stood = standing
        told, _, root = standing.sentences[0].partition(" Root: ")
        words = f"✓ {told} Root {root[:12]}…" if standing.ok else f"✗ {' '.join(standing.sentences[:2])}"
        self.query_one("#standing", LongWords).update(words)
        self.set_class(standing.ok, "whole")
        self.set_class(not standing.ok, "broken")

    # What can be done

    def action_verify(self) -> None:
        """Check again and say all of it."""

        def show(standing: Standing) -> None:
            self._show_standing(standing)
            self.app.push_screen(TextPage("Verified just now", lambda _width: "\n\n".join(standing.sentences)))

        self._check(show)

    def action_stop(self) -> None:
        """Stop what is under way."""
        self._long_work.stop()

    def action_charts(self) -> None:
        """Counts and charts."""

        def show(report: Report) -> None:
            self._show_last()
            show_report(self, report)

        self._long_work.begin("Checking and counting", self._desk.report, show, ended=self._show_last)

    def action_cosign(self) -> None:
        """Ask where the signed head goes, then sign."""

        def cosign(place: Path, progress: Progress) -> str:
            self._desk.cosign(place, progress)
            return f"You cosigned the head: {place}. Keep it away from this laptop; it is your witness next time."

        words = (
            "Your signature says: I saw the log as it is now. Whoever rewrites it later is found out by the file you keep. "
            "Name the file of last time: the log is checked against it first, and it then holds the new head."
        )
        place = self._desk.folder / "head-cosigned.txt"
        self.app.push_screen(LongFileDialog("Cosign the log", words, place=place, go="Check and cosign", act=cosign))

    def action_export(self) -> None:
        """Ask where, then write the log."""

        def export(place: Path, progress: Progress) -> str:
            return f"{count(self._desk.export(place, progress), 'entry', 'entries')} written to {place}."

        words = "Every entry with its hash, for “python -m audit verify” on any other computer. It holds no names."
        place = self._desk.folder / "audit-export.jsonl"
        self.app.push_screen(LongFileDialog("Export the log", words, place=place, go="Write it", act=export))

    def action_write(self) -> None:
        """Ask where, then write the counts."""

        def write(place: Path, progress: Progress) -> str:
            self._desk.write_report(place, progress)
            return f"The report is in {place}."

        words = "The counts and charts as one file. The ending says which: .html, .csv or .json."
        place = self._desk.folder / "audit-report.html"
        self.app.push_screen(LongFileDialog("Take the report away", words, place=place, go="Write it", act=write))

    def action_fleet(self) -> None:
        """Many laptops."""
        open_fleet(self, self._desk)

    def action_rules(self) -> None:
        """The rules and the models."""
        with problems_shown(self):
            words = "\n".join(
                ("The rules", *self._desk.rules(), "", "The models on this laptop", *self._desk.models()),
            )
            self.app.push_screen(TextPage("Rules and models", lambda _width: words))

    def action_log(self) -> None:
        """Every entry."""
        place = self.query_one("#notes", RowList).highlighted
        visit = self._notes[place].visit if place is not None else None
        self.app.push_screen(AuditPage(_ReadEntries(self._entries), visit))


class _ReadEntries:
    """The entries that were read, for the page that lists them."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self._entries = entries

    def history(self, visit_id: str | None = None) -> tuple[Entry, ...]:
        """The entries of one visit or of all."""
        return tuple(x for x in self._entries if visit_id is None or x.visit == visit_id)
