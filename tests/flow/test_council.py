"""A council's policy comes into force by the right signature only, and from then on it is obeyed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from audit.events import PolicyChanged
from recorder.access.keys import COUNCIL, RoleInVault
from recorder.bootstrap import OpenVault, open_vault
from recorder.cli import main
from recorder.config import Config
from recorder.domain import Status
from recorder.errors import BadInput, CasescribeError, Refused
from recorder.pipeline import Engines
from recorder.policy import policy_sha256, sign_policy
from recorder.rules.council import put_policy_in_force
from recorder.rules.file import standard_policy_text
from recorder.vault import read_keyring, unlock
from tests.conftest import PASSPHRASE, ROSTER, GivenSound, scripted_engines

LEAD, OTHER, SAFE = b"\1" * 32, b"\2" * 32, b"\3" * 32
GWEN = "governance signs policies"


def b64(key: bytes) -> str:
    import base64

    return base64.b64encode(key).decode()


def public(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def written(*lines: str, governance: bytes | None = None, recovery: bytes | None = None) -> str:
    """The standard policy with lines of its own and keys."""
    text = standard_policy_text()
    for line in lines:
        name = line.split(" = ")[0]
        before = next(x for x in text.splitlines() if x.split(" = ")[0] == name)
        text = text.replace(before, line)
    keys = [f'governance_lead = "{b64(public(governance))}"'] if governance else []
    if recovery:
        keys.append(f'recovery = "{b64(X25519PrivateKey.from_private_bytes(recovery).public_key().public_bytes_raw())}"')
    return "\n".join((text, *keys, ""))  # the standard policy ends in the section of keys


def put(opened: OpenVault, text: str, seed: bytes | None = None) -> None:
    signature = sign_policy(text.encode(), seed) if seed else None
    put_policy_in_force(opened, text, signature=signature, clock=opened.clock)


@pytest.fixture
def again(opened: OpenVault, config: Config) -> Iterator[list[OpenVault]]:
    """Vaults opened anew, the newest last; closed at the end."""
    held = [opened]
    yield held
    for one in held[1:]:
        one.vault.close()


def reopened(held: list[OpenVault], config: Config, engines: Engines | None = None) -> OpenVault:
    keys = unlock(config.vault_dir, PASSPHRASE, person="Priya Nair")
    held.append(open_vault(config, keys, engines=engines or scripted_engines(), clock=held[0].clock))
    return held[-1]


def test_the_first_policy_need_not_be_signed(opened: OpenVault, again: list[OpenVault], config: Config) -> None:
    text = written('council = "Ashborough Council"')
    put(opened, text)
    now = reopened(again, config)
    assert now.policy.council == "Ashborough Council"
    assert "not signed" in now.policy_origin
    assert now.recorder.history()[-1].event == PolicyChanged(policy_sha256=policy_sha256(text), signed_by=None)


def test_once_a_key_is_named_only_its_signature_counts(opened: OpenVault, again: list[OpenVault], config: Config) -> None:
    put(opened, written(governance=LEAD), LEAD)
    now = reopened(again, config)
    assert b64(public(LEAD)) != b64(public(OTHER))
    before = now.log.size
    for text, seed, said in (
        (written('council = "Mine"'), None, "not signed"),
        (written('council = "Mine"', governance=OTHER), OTHER, "another person"),
    ):
        with pytest.raises(Refused, match=said):
            put(now, text, seed)
    with pytest.raises(Refused, match="not the one that was signed"):
        put_policy_in_force(now, written('council = "Mine"'), signature=sign_policy(written().encode(), LEAD), clock=now.clock)
    assert now.log.size == before
    put(now, written('council = "Theirs"', governance=OTHER), LEAD)  # the lead hands over
    then = reopened(again, config)
    assert then.policy.council == "Theirs"
    with pytest.raises(Refused, match="another person"):
        put(then, written(governance=LEAD), LEAD)


def test_a_lead_of_this_vault_signs_where_no_policy_names_a_key(
    opened: OpenVault, again: list[OpenVault], config: Config
) -> None:
    opened.custodian.add_person("Gwen Price", RoleInVault.GOVERNANCE, passphrase=GWEN)
    with pytest.raises(Refused, match="not signed"):
        put(opened, written())
    with pytest.raises(Refused, match="another person"):
        put(opened, written(), OTHER)
    put(opened, written('council = "Ashborough"'), unlock(config.vault_dir, GWEN, person="Gwen Price").sign_seed)
    assert reopened(again, config).policy.council == "Ashborough"


def test_a_signature_by_nobody_known_is_no_signature(opened: OpenVault) -> None:
    with pytest.raises(BadInput, match="nobody here knows"):
        put(opened, written(governance=LEAD), OTHER)
    with pytest.raises(BadInput, match="has a fault"):
        put(opened, written('council = ""'))
    assert opened.store.council_policy() is None


def test_the_council_s_recovery_key_opens_the_vault_from_then_on(opened: OpenVault, config: Config) -> None:
    text = written(recovery=SAFE)
    put(opened, text)
    keyring = read_keyring(config.vault_dir)[0]
    assert keyring.recover(COUNCIL, SAFE) == opened.vault.unlocked.secrets
    entries = opened.log.size
    put(opened, text)
    assert opened.log.size == entries + 1  # the policy's entry alone: the key is the same
    with pytest.raises(CasescribeError):
        keyring.recover(COUNCIL, OTHER)
    put(opened, written())
    with pytest.raises(Refused, match="no council key"):
        read_keyring(config.vault_dir)[0].recover(COUNCIL, SAFE)


def consented(opened: OpenVault, **answers: bool) -> str:
    opened.recorder.open_case("CASE-9", ROSTER)
    from datetime import date

    visit = opened.recorder.plan_visit("CASE-9", title="Visit", template="child_in_need_visit", held_on=date(2026, 3, 11))
    for person, agreed in answers.items():
        opened.recorder.record_consent(visit.id, person, agreed=agreed, told_how="in_person")
    return visit.id


def test_a_kind_of_visit_that_is_not_recorded_is_refused_with_the_council_s_reason(
    opened: OpenVault, again: list[OpenVault], config: Config
) -> None:
    visit = consented(opened, sw=True, mum=True, child=True)
    section = "[recording.not_allowed]"
    put(opened, written().replace(section, f'{section}\nchild_in_need_visit = "The children asked us not to."\n#'))
    now = reopened(again, config)
    for take_in in (lambda: now.recorder.import_sound(visit, GivenSound()), lambda: now.recorder.require_consent(visit)):
        with pytest.raises(Refused, match="The children asked us not to"):
            take_in()
    assert now.recorder.visit(visit).status is Status.PLANNED


def test_a_no_stops_the_recording_on_either_basis(opened: OpenVault, again: list[OpenVault], config: Config) -> None:
    visit = consented(opened, sw=True, mum=True, child=False)
    with pytest.raises(Refused, match="Tyler Ashby said no"):
        opened.recorder.import_sound(visit, GivenSound())
    put(opened, written('consent = "notice"'))
    now = reopened(again, config)
    with pytest.raises(Refused, match="Tyler Ashby said no"):
        now.recorder.import_sound(visit, GivenSound())
    now.recorder.record_consent(visit, "child", agreed=True, told_how="in_person")
    assert now.recorder.import_sound(visit, GivenSound()).status is Status.RECORDED


def test_a_model_that_the_council_does_not_allow_hears_nothing(
    opened: OpenVault, recorded_visit: str, again: list[OpenVault], config: Config
) -> None:
    put(opened, allowing("a"))
    now = reopened(again, config)
    with pytest.raises(Refused, match="does not allow the model scripted-transcriber"):
        now.recorder.process(recorded_visit)
    assert now.recorder.visit(recorded_visit).status is Status.RECORDED
    put(now, allowing("0"))
    assert reopened(again, config).recorder.process(recorded_visit).status is Status.DRAFTED


def allowing(digit: str) -> str:
    return written(f'allowed = ["sha256:{digit * 64}"]')


def test_a_writer_s_prompt_is_no_model(opened: OpenVault, recorded_visit: str, again: list[OpenVault], config: Config) -> None:
    put(opened, allowing("0"))
    known, prompt, run = f"m sha256:{'0' * 64}", f"prompt.report sha256:{'b' * 64}", f"not-run.greedy sha256:{'c' * 64}"

    def with_model(model: str) -> Engines:
        engines = scripted_engines()
        return replace(engines, drafter=lambda: replace(engines.drafter(), model=model))  # type: ignore[type-var]

    unknown = reopened(again, config, with_model(f"{known}, {prompt}, {run}, other sha256:{'d' * 64}"))
    with pytest.raises(Refused, match="does not allow the model other"):
        unknown.recorder.process(recorded_visit)
    whole = reopened(again, config, with_model(f"{known}, {known}, {prompt}, {run}"))
    assert whole.recorder.process(recorded_visit).status is Status.DRAFTED


def test_signed_and_put_in_force_at_the_command_line(opened: OpenVault, config: Config, tmp_path: Path) -> None:
    opened.custodian.add_person("Gwen Price", RoleInVault.GOVERNANCE, passphrase=GWEN)
    opened.vault.close()
    file = tmp_path / "policy.toml"
    file.write_text(written('council = "Ashborough Council"'), encoding="utf-8")

    def run(person: str, words: str, *arguments: str) -> Result:
        (tmp_path / "words").write_text(words, encoding="utf-8")
        environ = {"CASESCRIBE_PASSPHRASE_FILE": str(tmp_path / "words"), "CASESCRIBE_VAULT": str(config.vault_dir)}
        return CliRunner().invoke(main, ["--as", person, "policy", *arguments], env=environ)

    assert run("Priya Nair", PASSPHRASE, "set", str(file)).exit_code == 4
    assert run("Priya Nair", PASSPHRASE, "sign", str(file)).exit_code == 4
    signed = run("Gwen Price", GWEN, "sign", str(file))
    assert signed.exit_code == 0, signed.output
    key = json.loads(signed.output.split("governance_lead = ")[1])
    assert key == b64(read_keyring(config.vault_dir)[0].person("Gwen Price").sign_public)
    done = run("Priya Nair", PASSPHRASE, "set", str(file))
    assert done.exit_code == 0, done.output
    assert "Ashborough Council" in run("Priya Nair", PASSPHRASE, "show").output
