"""Words are found wherever they are, as they are now, and the log never learns which were looked for."""

from __future__ import annotations

import pytest

from audit.events import Searched
from recorder.bootstrap import OpenVault
from recorder.errors import UsageError
from recorder.search import Found


def places(found: tuple[Found, ...]) -> set[tuple[str, str]]:
    return {(f.place, f.ref) for f in found}


def test_words_are_found_in_every_place_and_follow_every_change(drafted: OpenVault, drafted_visit: str) -> None:
    find = drafted.search.search
    section = drafted.recorder.working_note(drafted_visit).human_sections[0][0]
    assert places(find("hide").shown) == {("turn", "2"), ("sentence", "s2")}
    drafted.recorder.edit_statement(drafted_visit, "s2", "Tyler said he crouches under the table.")
    drafted.recorder.write_section(drafted_visit, section, "The façade is cracking.")
    assert places(find("hide").shown) == {("turn", "2")}
    assert places(find("under TABLE").shown) == {("sentence", "s2")}
    assert places(find("facade").shown) == {("section", section)}
    drafted.recorder.write_section(drafted_visit, section, "")
    assert find("facade").total == 0
    assert places(find("Ashby").shown) == {("person", "mum"), ("person", "child")}
    assert places(find("home vis").shown) == {("title", "")}
    assert places(find("case 1").shown) == {("case", "")}
    found = find("crouch").shown[0]
    assert (found.case, found.visit_id) == ("CASE-1", drafted_visit)
    assert [text for text, hit in found.snippet if hit] == ["crouches"]


def test_what_is_typed_is_never_a_language_and_what_was_said_never_a_mark(drafted: OpenVault, drafted_visit: str) -> None:
    find = drafted.search.search
    hostile = 'say \x02deadbeef\x03 "quoted" [bold]now[/bold]'
    drafted.recorder.edit_statement(drafted_visit, "s1", hostile)
    for typed in ("hide OR", "NEAR(hide", "words:hide", '"hide" AND (shout)', "hide NOT shout"):
        assert find(typed).total == 0, typed
    for typed in ("hide*", "-hide", "^hide", '"hide', "(hide)", "hide\0", "+hide''"):
        assert find(typed).total == 2, typed
    for typed in (" ?! ", '"', "''", "*", "\0"):
        with pytest.raises(UsageError, match="no word"):
            find(typed)
    found = find("quoted").shown[0]
    assert "".join(text for text, _ in found.snippet) == hostile
    assert [text for text, hit in found.snippet if hit] == ["quoted"]


def test_a_search_is_audited_without_its_words(drafted: OpenVault) -> None:
    drafted.search.search("shout")
    drafted.search.search("nowhere")
    entries = [e.event for e in drafted.recorder.history() if isinstance(e.event, Searched)]
    assert entries == [Searched(found=2), Searched(found=0)]
