"""The people around a child, put right as the worker learns of them: added, changed, taken out again.

Each change is written with its entry in the log, which learns how many people there are and never who. A person keeps the
key under which consent, voices and transcripts know them, whatever becomes of their name. It refuses to take out somebody
of whom a visit still tells.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from audit import events
from recorder.acting import Acting
from recorder.domain import Person, Role
from recorder.errors import Refused, UsageError

_UNCHANGED = "Nothing was changed."


class PeopleDesk(Acting):
    """Acts on the people of cases."""

    @property
    def me(self) -> Person:
        """Whoever is at the keyboard, as a new case begins with them: they are at the visits and asked like everybody."""
        name = self._signer.name
        return Person(_new_key(name, ()), name, (name.split()[0],), Role.SOCIAL_WORKER)

    def save(self, case_id: str, person: Person) -> Person:
        """Add a person, whose key is empty, or put the one with that key right; returns them as stored.

        Raises `UsageError` for one without a name, or with a key that nobody in the case has.
        """
        if not person.name.strip():
            raise UsageError("The name is missing.", _UNCHANGED)
        with self._store.transaction():
            roster = self._store.case(case_id).roster
            keys = [p.key for p in roster]
            if not person.key:
                person = replace(person, key=_new_key(person.name, keys))
                roster = (*roster, person)
            elif person.key in keys:
                roster = tuple(person if p.key == person.key else p for p in roster)
            else:
                raise UsageError(f"Nobody in this case has the key {person.key}.", _UNCHANGED)
            self._store.replace_roster(case_id, roster)
            self._audit(events.RosterChanged(case=case_id, people=len(roster)))
        return person

    def take_out(self, case_id: str, key: str) -> None:
        """Take a person out of a case. Raises `Refused` where a visit has their consent, their voice or their words."""
        with self._store.transaction():
            roster = self._store.case(case_id).roster
            if any(self._is_told_of(key, v.id) for v in self._store.visits() if v.case_id == case_id):
                raise Refused(
                    "A visit of this case tells of them, so they stay.", f"{_UNCHANGED} Put their details right instead."
                )
            left = tuple(p for p in roster if p.key != key)
            self._store.replace_roster(case_id, left)
            self._audit(events.RosterChanged(case=case_id, people=len(left)))

    def typing(self, case_id: str) -> dict[str, str]:
        """Field → words that were typed about a case and not saved; '' for a case that is not there yet."""
        return self._store.case_words(case_id)

    def keep_typing(self, case_id: str, field: str, text: str) -> None:
        """Keep what is being typed into a field, so that a crash takes a second of it at most. No act, and not logged."""
        with self._store.transaction():
            self._store.keep_case_words(case_id, field, text, at=self._clock.now())

    def _is_told_of(self, key: str, visit_id: str) -> bool:
        asked = any(c.person == key for c in self._store.consents(visit_id))
        return asked or key in self._store.speakers(visit_id).values()


def _new_key(name: str, taken: Iterable[str]) -> str:
    """A short word from the first name that nobody in the case has: "tyler", "tyler2"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    stem = (re.findall(r"[a-z]+", plain) or ["person"])[0]
    used, number = set(taken), 1
    while (key := stem if number == 1 else f"{stem}{number}") in used:
        number += 1
    return key
