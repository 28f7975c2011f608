import base64
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit.checkpoint import COSIGNATURE, Checkpoint, Note, Signature, VerifierKey, check_signature, parse_note, sign
from audit.cosign import check_cosignature, cosign, cosigner_key
from audit.errors import BadCheckpoint, BadSignature
from audit.scripted import ORIGIN, ScriptedSigner

# The example of c2sp.org/tlog-cosignature; the specification gives neither of its public keys.
C2SP_COSIGNED = (
    "example.com/behind-the-sofa\n"
    "20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    "\n"
    "— example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 "
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)
LOG, WITNESS = ScriptedSigner(), ScriptedSigner("supervisor", key_name="witness/1")
AT = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
HEAD = sign(Checkpoint(ORIGIN, 12, bytes(range(32))).text(), LOG)


def test_the_cosignature_of_the_specification_reads() -> None:
    note = parse_note(C2SP_COSIGNED)
    assert note.render() == C2SP_COSIGNED
    value = note.signatures[1].value
    assert (len(value), int.from_bytes(value[:8], "big")) == (72, 1679315147)  # the time that the specification names


def test_a_cosignature_is_over_the_two_lines_of_the_specification_and_the_head() -> None:
    value = cosign(HEAD, WITNESS, at=AT).signatures[-1].value
    message = f"cosignature/v1\ntime {int(AT.timestamp())}\n{HEAD.text}".encode()
    Ed25519PublicKey.from_public_bytes(WITNESS.public_key).verify(value[8:], message)


def test_the_key_id_is_that_of_type_4() -> None:
    key = cosigner_key(WITNESS)
    assert key.kind == COSIGNATURE == base64.b64decode(key.render().split("+")[2])[:1]
    assert VerifierKey.parse(key.render()) == key
    assert key.id() != VerifierKey(key.name, key.public_key).id()


def test_a_witness_stands_beside_the_log_and_signs_once() -> None:
    once = cosign(HEAD, WITNESS, at=AT)
    twice = cosign(once, WITNESS, at=AT.replace(hour=22))
    assert check_cosignature(parse_note(once.render()), cosigner_key(WITNESS)).at == AT
    assert check_cosignature(twice, cosigner_key(WITNESS)).at.hour == 22
    assert len(twice.signatures) == 2
    check_signature(twice, VerifierKey(LOG.key_name, LOG.public_key))


@pytest.mark.parametrize("place", range(72))
def test_no_byte_of_a_cosignature_can_change(place: int) -> None:
    note = cosign(HEAD, WITNESS, at=AT)
    last = note.signatures[-1]
    value = bytearray(last.value)
    value[place] ^= 1
    forged = Note(note.text, (*note.signatures[:-1], Signature(last.key_name, last.key_id, bytes(value))))
    with pytest.raises(BadSignature):
        check_cosignature(forged, cosigner_key(WITNESS))


def test_a_plain_signature_is_no_cosignature_and_the_other_way_round() -> None:
    plain = sign(HEAD.text, WITNESS)
    with pytest.raises(BadSignature):
        check_cosignature(plain, cosigner_key(WITNESS))
    with pytest.raises(BadSignature):
        check_cosignature(plain, VerifierKey(WITNESS.key_name, WITNESS.public_key))
    with pytest.raises(BadSignature):
        check_signature(cosign(HEAD, WITNESS, at=AT), VerifierKey(WITNESS.key_name, WITNESS.public_key))


def test_only_a_head_is_cosigned_and_only_with_a_zone() -> None:
    with pytest.raises(BadCheckpoint):
        cosign(sign("not a head\n", LOG), WITNESS, at=AT)
    with pytest.raises(BadCheckpoint):
        cosign(HEAD, WITNESS, at=AT.replace(tzinfo=None))
    with pytest.raises(BadCheckpoint):
        cosign(HEAD, ScriptedSigner(key_name="two words"), at=AT)
