"""A governance lead's path in plain lines: the state of the log, a note's story, verify, count, cosign, export, rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from audit.events import Entry
from tui.note_story import notes_in, story
from tui.oversight_desks import GovernanceDesk
from tui.plain_talk import PlainTalk
from tui.presenter import count

_DRAWN = re.compile("[█░]+ *")  # a bar, whose number stands beside it
_WITNESS = "Your signature says: I saw the log as it is now."


@dataclass
class PlainLog(PlainTalk):
    """A conversation about the log of one laptop: no names, no words of a visit."""

    desk: GovernanceDesk
    _entries: tuple[Entry, ...] = field(default=(), init=False)

    def begin(self) -> None:
        """Read the log, and say whether it is as it was written."""
        self._entries = tuple(self.desk.entries())
        self._verify(1)

    def round(self) -> None:
        """The notes, and what can be done."""
        notes = notes_in(self._entries)
        self.say(f"\n{count(len(notes), 'visit')} of which AI drafted a note, the one worked on last first.")
        for number, note in enumerate(notes, start=1):
            self.say(f"{number}. Visit {note.visit}: {note.state}, {note.last}.")
        given = self.number(
            "What now? A number tells that note’s story.",
            len(notes),
            v="verify the log again",
            c="counts over all notes",
            o="cosign the log’s head",
            x="export the log",
            w="write the counts to a file",
            r="the rules and the models",
        )
        if given.isdecimal():
            visit = notes[int(given) - 1].visit
            about = [entry for entry in self._entries if entry.visit == visit]
            self.say(f"\nVisit {visit}\n\n{_DRAWN.sub('', story(about))}")
            return
        home, desk = self.desk.folder, self.desk
        acts = {
            "v": lambda: self._verify(None),
            "c": self._counts,
            "o": lambda: self.to_file(_WITNESS, home / "head-cosigned.txt", desk.cosign),
            "x": lambda: self.to_file("Every entry with its hash, no names.", home / "audit-export.jsonl", desk.export),
            "w": lambda: self.to_file("The counts: .html, .csv or .json.", home / "audit-report.html", desk.write_report),
            "r": lambda: self.say("\n".join(("The rules", *desk.rules(), "The models on this laptop", *desk.models()))),
        }
        self.tried(acts[given])

    def _verify(self, lines: int | None) -> None:
        standing = self.desk.verify()
        self.say("The log is as it was written." if standing.ok else "THE LOG IS NOT AS IT WAS WRITTEN.")
        self.say("\n".join(standing.sentences[: lines if standing.ok else None]))

    def _counts(self) -> None:
        report = self.desk.report()
        self.say("\n".join(report.sentences))
        for sheet in report.sheets:
            self.say(f"\n{sheet.title}. {sheet.note}")
            for row in sheet.rows:
                self.say(
                    ", ".join(
                        f"{column}: {'none' if cell is None else cell}" for column, cell in zip(sheet.columns, row, strict=True)
                    )
                )
            if not sheet.rows:
                self.say("Nothing yet.")
