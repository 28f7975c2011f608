"""A vault of an older version keeps its words, and finds them."""

from __future__ import annotations

from pathlib import Path

from recorder.database import open_encrypted
from recorder.migrations import casescribe_migrations, migrate
from recorder.store import Store


def test_words_that_were_there_before_the_search_index_are_found(tmp_path: Path) -> None:
    db = open_encrypted(tmp_path / "old.db", bytes(32))
    casescribe_migrations.apply(db, stop_before="m007_later_lives")
    for statement in (
        "INSERT INTO cases VALUES ('c1', 'REF-1')",
        """INSERT INTO people VALUES ('c1', 'mum', 0, '{"key": "mum", "name": "Donna Ashby", "also": ["Siobhán"]}')""",
        """INSERT INTO visits (id, case_id, title, template, held_on, status, created_at)
            VALUES ('v1', 'c1', 'Home visit', 't', '2026-03-11', 'drafted', '2026-03-11T09:00:00+00:00')""",
        "INSERT INTO transcripts VALUES ('v1', 'en', '', NULL, '')",
        "INSERT INTO turns (visit_id, i, speaker, text, words) VALUES ('v1', 12, 'S1', 'He missed Monday.', '[]')",
        "INSERT INTO human_sections VALUES ('v1', 'analysis', '')",
    ):
        db.conn.execute(statement)
    migrate(db)
    store = Store(db)

    def places(query: str) -> list[tuple[str, str, str]]:
        return [(row["case_id"], row["place"], row["ref"]) for row in store.search(query, mark="|", limit=9)[1]]

    assert places('"missed"') == [("c1", "turn", "12")]
    assert places('"siobhan"') == [("c1", "person", "mum")]
    assert places('"ref" "1"') == [("c1", "case", "")]
    assert places('"home"') == [("c1", "title", "")]
    db.conn.execute("INSERT INTO search_words (search_words, rank) VALUES ('integrity-check', 1)")  # raises when out of step
    db.conn.close()
