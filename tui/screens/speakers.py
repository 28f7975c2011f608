"""Whose voice is whose: a few seconds of each to hear, who the machine takes it for, and the person's last word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from recorder.clock_time import clock_time
from recorder.domain import Person, Status
from recorder.pipeline import CaseRecorder
from tui.actions import in_background, problems_shown
from tui.desks import Desks
from tui.listening import Listening
from tui.presenter import CONFIRMED, MUST_CONFIRM, count, tidy, visit_heading
from tui.screens.dialogs import QuestionDialog, ask
from tui.screens.making import make_draft, remake
from tui.screens.page import HELP, Page
from tui.voices import Voice, sample_of, unnamed, voices_of
from tui.widgets.heading import PageHeading
from tui.widgets.rows import RowList, hanging

_GUIDE = "Hear each voice (Space) and see who the machine takes it for. Enter: somebody else. g: all right, go on to the draft."


class PersonDialog(ModalScreen[str | None]):
    """Who a voice is; gives the person's key, or None."""

    CSS_PATH = "recording.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave it")]

    def __init__(self, label: str, roster: Sequence[Person], *, chosen: str | None) -> None:
        super().__init__()
        self._label, self._chosen = label, chosen
        self._roster = sorted(roster, key=lambda p: not p.present)

    def compose(self) -> ComposeResult:
        """The people, those present first."""
        with Vertical(classes="dialog"):
            yield Static(f"Who is voice {self._label}?", classes="dialog-heading", markup=False)
            names = [tidy(p.name) + ("" if p.present else "  (not at the visit)") for p in self._roster]
            yield OptionList(*[Option(name, id=str(n)) for n, name in enumerate(names)], markup=False)
            yield Static("↑ ↓: choose   Enter: this person   Esc: leave it", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Begin at who it is said to be."""
        keys = [p.key for p in self._roster]
        self.query_one(OptionList).highlighted = keys.index(self._chosen) if self._chosen in keys else 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """This person."""
        self.dismiss(self._roster[event.option_index].key)

    def action_leave(self) -> None:
        """As it was."""
        self.dismiss(None)


class SpeakersPage(Page):
    """The voices of one visit."""

    CSS_PATH = "recording.tcss"
    HELP_TEXT = """The machine told the voices apart and took each for somebody, from what
was said. It can be wrong, and then a sentence would be put into the
wrong mouth: hear each voice once.

↑ ↓    from voice to voice
Space  hear a few seconds of it; again after it ended: another place
Enter  say who it is, if the machine is wrong
g      all right: go on to the draft
Esc    back; every name you gave is stored"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "listen", "Hear it", key_display="Space", tooltip="A few seconds of this voice"),
        Binding("g", "go_on", "Go on to the draft", tooltip="The names are right"),
        HELP,
        Binding("escape", "back", "Back", key_display="Esc"),
    ]

    def __init__(self, recorder: CaseRecorder, visit_id: str, *, desks: Desks) -> None:
        super().__init__(recorder)
        self._visit_id, self._desks = visit_id, desks
        self._listening = Listening(self, recorder, visit_id=visit_id, player=desks.player, told=self._tell)
        self._voices: tuple[Voice, ...] = ()
        self._roster: tuple[Person, ...] = ()
        self._was: Status | None = None  # of the visit when the page was opened
        self._heard: dict[str, int] = {}  # label → how many of its samples were played

    def compose(self) -> ComposeResult:
        """Heading, what to do, voices, words of the selected one, what is heard, keys."""
        yield PageHeading()
        yield Static(_GUIDE, id="guide", markup=False)
        with Horizontal(id="body"):
            yield VoiceList(id="voices")
            yield Static(id="sample", markup=False)
        yield Static(id="heard", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin at the first voice."""
        self.reload()
        with problems_shown(self):
            self._was = self.recorder.visit(self._visit_id).status
        voices = self.query_one("#voices", RowList)
        voices.highlighted = 0 if self._voices else None
        voices.focus()
        self._listening.warm()

    def on_unmount(self) -> None:
        """Silence."""
        self._listening.silence()

    def reload(self) -> None:
        """Read the voices and show them, keeping the place."""
        with problems_shown(self):
            self._roster = self.recorder.roster(self._visit_id)
            transcript = self.recorder.transcript(self._visit_id, named=False)
            if transcript is not None:
                self._voices = voices_of(transcript, self.recorder.voices(self._visit_id), self._roster)
            self.query_one(PageHeading).show(
                f"Whose voice? · {visit_heading(self.recorder.visit(self._visit_id))}", count(len(self._voices), "voice")
            )
            listed = self.query_one("#voices", RowList)
            place = listed.highlighted
            listed.clear_options()
            listed.add_options([self._option(listed, voice) for voice in self._voices])
            listed.highlighted = place

    def _option(self, listed: RowList, voice: Voice) -> Option:
        known = voice.person is not None
        words = Text(voice.name)
        words.append(f"\n{voice.how_much}", listed.ink("muted"))
        mark = CONFIRMED if voice.label in self._heard and known else "?" if known else MUST_CONFIRM
        left = Text(f"{voice.label:<4}", listed.ink("muted"))
        left.append(mark, listed.ink("success" if mark == CONFIRMED else "warning", bold=True))
        return Option(hanging(left, words, width=6))

    @property
    def _selected(self) -> Voice | None:
        place = self.query_one("#voices", RowList).highlighted
        return None if place is None else self._voices[place]

    def on_option_list_option_highlighted(self) -> None:
        """Another voice is selected: its words, and silence."""
        self._listening.silence()
        if voice := self._selected:
            said = "\n\n".join(f"turn {t.i} · {clock_time(t.start)}\n{tidy(t.text)}" for t in voice.samples)
            self.query_one("#sample", Static).update(f"Some of what {voice.label} said:\n\n{said}")

    def on_option_list_option_selected(self) -> None:
        """Enter: somebody else."""
        voice = self._selected
        if voice is None:
            return

        def chosen(person: str | None) -> None:
            if person is not None and person != voice.person:
                name = {voice.label: person}
                in_background(
                    self, lambda: self.recorder.name_speakers(self._visit_id, name), lambda _stored: self._named(voice.label)
                )

        self.app.push_screen(PersonDialog(voice.label, self._roster, chosen=voice.person), chosen)

    def _named(self, label: str) -> None:
        self._heard.setdefault(label, 0)  # who says whose voice it is knows it
        self.reload()

    def action_listen(self) -> None:
        """A few seconds of the selected voice; the next time, of another place."""
        voice = self._selected
        if voice is None or not voice.samples:
            return
        turn = voice.samples[self._heard.get(voice.label, 0) % len(voice.samples)]
        failed = partial(self._heard.pop, voice.label, None)
        if self._listening.toggle(sample_of(turn), f"{voice.label}, turn {turn.i}", failed=failed):
            self._heard[voice.label] = self._heard.get(voice.label, 0) + 1

    def _tell(self, line: str) -> None:
        for shown in self.query("#heard").results(Static):
            shown.update(line)
            shown.display = bool(line)
        if not line and self.is_attached and self._heard:
            self.call_later(self._mark_heard)

    def _mark_heard(self) -> None:
        listed = self.query_one("#voices", RowList)
        for place, voice in enumerate(self._voices):
            listed.replace_option_prompt_at_index(place, self._option(listed, voice).prompt)

    def action_back(self) -> None:
        """To the page before; to a new draft, if the one there was put words into other mouths."""
        with problems_shown(self):
            if not remake(self, self.recorder, self._visit_id, was=self._was, desks=self._desks):
                super().action_back()

    def action_go_on(self) -> None:
        """The names are right: make the draft."""
        if nobody := unnamed(self._voices):
            words = f"{', '.join(nobody)}: what they say will stand in the note as the words of an unnamed voice."
            heading = f"{count(len(nobody), 'voice has', 'voices have')} no name yet"
            ask(self, QuestionDialog(heading, words, yes="Go on all the same", no="Name them"), self._go_on)
        else:
            self._go_on()

    def _go_on(self) -> None:
        make_draft(self, self.recorder, self._visit_id, desks=self._desks)


class VoiceList(RowList):
    """The list, with its Enter key shown among the hints."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Somebody else", tooltip="Say whose voice it is")]
