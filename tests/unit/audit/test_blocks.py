"""The short way through an export must never forgive what the long way finds."""

from random import Random

import pytest

from audit import events as e
from audit.blocks import read_block
from audit.log import read_record
from audit.record import EntryRow, Record, export_lines, read_export
from audit.scripted import ScriptedSigner, scripted_events, scripted_log
from audit.verify import verify

KEY = ScriptedSigner().public_key


def lines_of(entries: int) -> list[bytes]:
    seen = [e.EvidenceSeen(visit="v1", statement=f"s{i}", seconds=i / 7, played=True) for i in range(entries)]
    conn = scripted_log((*scripted_events(), *seen))
    lines = list(export_lines(read_record(conn)))
    conn.close()
    return lines


LINES = lines_of(40)


def slowly(lines: list[bytes]) -> Record:
    """The same export, entry by entry."""
    record = read_export(lines)
    rows: tuple[EntryRow, ...] = tuple(record.entries)
    return Record(record.logs, rows)


def test_what_the_log_writes_is_recognised() -> None:
    block = read_block(LINES[1:], 1)
    assert block is not None
    assert len(block.leaves) == len(LINES) - 1
    assert read_block(LINES[1:], 2) is None
    assert read_block(LINES[20:], 20) is not None


def test_both_ways_say_the_same_of_an_untouched_log() -> None:
    assert verify(read_export(LINES), expected_key=KEY) == verify(slowly(LINES), expected_key=KEY)


def test_both_ways_say_the_same_of_any_tampering() -> None:
    chance = Random(11)  # noqa: S311 - the same attacks every time
    for _ in range(60):
        lines = list(LINES)
        place = chance.randrange(1, len(lines))
        match chance.randrange(4):
            case 0:
                raw = bytearray(lines[place])
                raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
                lines[place] = bytes(raw)
            case 1:
                del lines[place]
            case 2:
                lines.insert(place, lines[chance.randrange(1, len(lines))])
            case _:
                lines[place], lines[1] = lines[1], lines[place]
        quick, slow = verify(read_export(lines), expected_key=KEY), verify(slowly(lines), expected_key=KEY)
        assert quick == slow
        assert quick.ok is (lines == LINES)


@pytest.mark.parametrize(
    "leaf",
    [
        b'{"actor":"a1","at":"2026-11-21T22:10:00.000Z","event":{"kind":"x",},"seq":1,"v":1}',
        b'{"actor":"a1","at":"2026-11-21T22:10:00.000Z","event":{"kind":"\xff"},"seq":1,"v":1}',
        b'{"actor":"a1","at":"2026-11-21T22:10:00.000Z","event":{"kind":01},"seq":1,"v":1}',
        b'{"actor":"a1","at":"2026-11-21T22:10:00.000Z","event":{"kind":"x"},"seq":1,"v":2}',
        b'{"actor":"a1","at":"2026-11-21T22:10:00.000Z","event":{"kind":"x"}}},"seq":1,"v":1}',
    ],
)
def test_what_is_not_of_the_logs_own_form_is_looked_at_closely(leaf: bytes) -> None:
    from audit.merkle import leaf_hash

    line = b'{"entry":' + leaf + b',"hash":"' + leaf_hash(leaf).hex().encode() + b'"}\n'
    assert read_block([line], 1) is None
