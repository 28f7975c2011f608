from datetime import UTC, datetime

import pytest

from audit.checkpoint import VerifierKey
from audit.cosign import cosigner_key
from audit.errors import BadCheckpoint
from audit.keys import Keys, parse_keys
from audit.scripted import ScriptedSigner

LOG = VerifierKey("casescribe/1", ScriptedSigner("log").public_key)
WORKER = VerifierKey("worker-17", ScriptedSigner("worker").public_key)
WITNESS = cosigner_key(ScriptedSigner("boss", key_name="supervisor-3"))
FILE = f"""# North team
log {LOG.render()}

person  {WORKER.render()}   # since spring
witness {WITNESS.render()}
revoked {WORKER.render()} 2026-11-01T00:00:00Z
"""


def test_the_file_says_who_may_sign_what() -> None:
    keys = parse_keys(FILE)
    assert keys.log_key("casescribe/1") == LOG.public_key
    assert keys.log_key("casescribe/2") is None
    assert keys.people == {WORKER.public_key.hex(): "worker-17"}
    assert keys.witnesses == (WITNESS,)
    assert keys.revoked == {WORKER.public_key.hex(): datetime(2026, 11, 1, tzinfo=UTC)}
    assert parse_keys("# nothing yet\n") == Keys()


@pytest.mark.parametrize(
    "line",
    [
        "log",
        "log x",
        f"person {WITNESS.render()}",
        f"witness {WORKER.render()}",
        f"revoked {WORKER.render()}",
        f"revoked {WORKER.render()} soon",
        f"friend {WORKER.render()}",
        f"person {WORKER.render()}x",
    ],
)
def test_a_line_in_another_form_is_named(line: str) -> None:
    with pytest.raises(BadCheckpoint, match="Line 3"):
        parse_keys(f"# keys\nlog {LOG.render()}\n{line}\n")
