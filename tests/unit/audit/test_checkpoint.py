import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.checkpoint import (
    Checkpoint,
    VerifierKey,
    check_signature,
    open_checkpoint,
    parse_checkpoint,
    parse_note,
    sign,
)
from audit.errors import BadCheckpoint, BadSignature
from audit.scripted import ORIGIN, ScriptedSigner

# The example of golang.org/x/mod/sumdb/note, from which C2SP signed-note was written down.
NEUMANN_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NEUMANN_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
# The example of c2sp.org/tlog-checkpoint. The specification gives no public key for it; but the key id and the root are those
# of Go's checksum database, whose published key does verify it once its true name and origin are put back.
GO_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
C2SP_CHECKPOINT = (
    "example.com/behind-the-sofa\n"
    "20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    "\n"
    "— example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)
SIGNER = ScriptedSigner()
KEY = VerifierKey(SIGNER.key_name, SIGNER.public_key)
HEAD = Checkpoint(ORIGIN, 12, bytes(range(32)))
NOTE = sign(HEAD.text(), SIGNER).render()


def test_a_note_signed_by_another_implementation_verifies() -> None:
    check_signature(parse_note(NEUMANN_NOTE), VerifierKey.parse(NEUMANN_KEY))
    changed = NEUMANN_NOTE.replace("cryptography", "psychography")
    with pytest.raises(BadSignature):
        check_signature(parse_note(changed), VerifierKey.parse(NEUMANN_KEY))


def test_the_checkpoint_of_the_specification_reads() -> None:
    note = parse_note(C2SP_CHECKPOINT)
    head = parse_checkpoint(note.text)
    assert (head.origin, head.size) == ("example.com/behind-the-sofa", 20852163)
    assert base64.b64encode(head.root) == b"CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
    assert note.render() == C2SP_CHECKPOINT


def test_the_checkpoint_of_the_specification_verifies_under_its_true_name() -> None:
    text, _, signature = C2SP_CHECKPOINT.partition("\n\n")
    true = text.replace("example.com/behind-the-sofa", "go.sum database tree") + "\n\n"
    true += signature.replace("example.com/behind-the-sofa", "sum.golang.org")
    assert open_checkpoint(true, VerifierKey.parse(GO_KEY)).size == 20852163
    with pytest.raises(BadSignature):
        open_checkpoint(true.replace("20852163", "20852164"), VerifierKey.parse(GO_KEY))


def test_our_head_opens_with_our_key_only() -> None:
    assert open_checkpoint(NOTE, KEY) == HEAD
    stranger = ScriptedSigner("stranger")
    with pytest.raises(BadSignature):
        open_checkpoint(NOTE, VerifierKey(stranger.key_name, stranger.public_key))


def test_signatures_by_others_may_stand_beside_ours() -> None:
    other = sign(HEAD.text(), ScriptedSigner("supervisor", key_name="supervisor/1")).render()
    both = NOTE + other.rpartition("\n\n")[2]
    assert open_checkpoint(both, KEY) == HEAD


def test_a_false_signature_of_ours_beside_a_true_one_is_refused() -> None:
    lie = sign("another text\n", SIGNER).render().rpartition("\n\n")[2]
    with pytest.raises(BadSignature):
        open_checkpoint(NOTE + lie, KEY)


@settings(deadline=None)
@given(st.integers(0, len(NOTE.encode()) - 1), st.integers(1, 255))
def test_no_byte_of_a_signed_head_can_change(place: int, flip: int) -> None:
    raw = bytearray(NOTE.encode())
    raw[place] ^= flip
    with pytest.raises((BadCheckpoint, UnicodeDecodeError)):
        open_checkpoint(raw.decode(), KEY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\n",
        "a\n01\nAAAA\n",
        HEAD.text() + "extension\n",
        HEAD.text().replace("12", "012"),
        HEAD.text().replace("12", "-1"),
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BadCheckpoint):
        parse_checkpoint(text)


@pytest.mark.parametrize("key", ["", "a+b", NEUMANN_KEY.replace("c74f", "c74e"), NEUMANN_KEY + "A", "a b+c74f20a3+AA=="])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(BadCheckpoint):
        VerifierKey.parse(key)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\nb"])
def test_a_key_name_that_would_break_the_form_is_refused(name: str) -> None:
    with pytest.raises(BadCheckpoint):
        sign("text\n", ScriptedSigner(key_name=name))
