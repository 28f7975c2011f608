"""The attacker has the database and the log's key, as whoever sits at an unlocked laptop has, and writes history anew.

The log alone cannot tell, and the verdict must say that it cannot. Any older head kept elsewhere tells.
"""

from random import Random

from audit import events as e
from audit.log import AuditLog
from audit.scripted import ORIGIN, ScriptedSigner, scripted_events, scripted_log
from audit.verify import verify

SIGNER = ScriptedSigner()
CLAIMS = {
    "test_with_the_key_a_rewritten_log_passes_and_the_verdict_says_what_it_does_not_prove": (
        "the database and the key",
        "the true key",
        "NOT caught; the answer says so",
    ),
    "test_a_head_kept_before_the_rewritten_part_does_not": (
        "the database and the key",
        "a head from before the part rewritten",
        "NOT caught; the answer says from where",
    ),
    "test_random_rewritings_before_the_last_kept_head_are_all_found": (
        "the database and the key",
        "a head over the part rewritten",
        "caught",
    ),
    "test_an_older_head_catches_it": (
        "the database and the key",
        "several heads",
        "caught, and placed between two of them",
    ),
}
WITHOUT_HEAD = "No older head was given: whoever has the key could have written this history anew."


def true_head(size: int = 12) -> str:
    conn = scripted_log(scripted_events()[:size])
    note = AuditLog(conn, origin=ORIGIN, signer=SIGNER).head_note()
    conn.close()
    assert note
    return note


def rewritten() -> tuple[e.Event, ...]:
    """The same history with another answer to the question of consent at entry 4."""
    events = list(scripted_events())
    events[3] = e.ConsentGiven(visit="v1", person=e.keyed_id(b"key", "mum"), agreed=False, how="in_person")
    return tuple(events)


def test_with_the_key_a_rewritten_log_passes_and_the_verdict_says_what_it_does_not_prove() -> None:
    forged = scripted_log(rewritten())
    verdict = verify(forged, expected_key=SIGNER.public_key)
    assert verdict.ok
    assert WITHOUT_HEAD in verdict.sentences()
    forged.close()


def test_an_older_head_catches_it() -> None:
    forged = scripted_log(rewritten())
    verdict = verify(forged, expected_key=SIGNER.public_key, pinned=[true_head(3), true_head(6), true_head()])
    assert not verdict.ok
    assert verdict.pinned == (3,)
    assert verdict.findings[0].entry == 4
    assert "Between entry 4 and entry 6 the history was rewritten" in verdict.findings[0].sentence
    forged.close()


def test_a_head_kept_before_the_rewritten_part_does_not() -> None:
    forged = scripted_log(rewritten())
    verdict = verify(forged, expected_key=SIGNER.public_key, pinned=[true_head(3)])
    assert verdict.ok
    assert "Up to entry 3 this holds even against whoever has the key: an older head agrees." in verdict.sentences()
    forged.close()


def test_random_rewritings_before_the_last_kept_head_are_all_found() -> None:
    chance, head = Random(6), true_head()  # noqa: S311 - the same attacks every time
    for _ in range(60):
        events = list(scripted_events())
        place = chance.randrange(1, 12)
        match chance.randrange(3):
            case 0:
                del events[place]
            case 1:
                events.insert(place, e.StatementConfirmed(visit="v1", statement=f"s{chance.randrange(99)}"))
            case _:
                events[place] = e.StatementConfirmed(visit="v1", statement=f"s{chance.randrange(10, 99)}")
        forged = scripted_log(events)
        assert not verify(forged, expected_key=SIGNER.public_key, pinned=[head]).ok
        forged.close()
