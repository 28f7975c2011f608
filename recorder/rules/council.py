"""Putting a council's policy in force on this laptop, so that nobody at its keyboard can make rules for themselves.

Once somebody's signature counts, only a policy that they signed is taken: the governance key that the policy now in force
names, else that of a governance lead who can sign in to this vault. An unsigned policy is taken only while there is neither.
What was put in force, and who signed it, stands in the log. It cannot tell an older policy of the council from its newest: the
log shows when which one came.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from audit import events
from recorder.access.keys import COUNCIL, RoleInVault
from recorder.bootstrap import OpenVault
from recorder.domain import Template
from recorder.errors import BadInput, Refused
from recorder.policy import Policy, check_policy_signature, policy_sha256, signer_of
from recorder.ports import Clock
from recorder.rules.file import read_policy
from recorder.templates import own_template, parse_template
from recorder.vault import read_keyring


def put_policy_in_force(opened: OpenVault, text: str, *, signature: str | None, clock: Clock) -> Policy:
    """Check a policy and put it in force for everything that is opened from now on; returns it.

    `text` is the file's text exactly as signed, `signature` that of its policy.toml.sig, if there is one. The vault is sealed
    to the council's recovery key that the policy names; where it names none, to none any more. Raises `BadInput` for a policy
    with faults, `Refused` for one that is not signed by whom it should be; the policy in force then stays.
    """
    policy = read_policy(text)
    signed_by = _signed_by(opened, policy, text.encode(), signature)
    with opened.store.transaction():
        opened.store.save_council_policy(text, signature=signature or "", signed_by=signed_by)
        told = events.PolicyChanged(policy_sha256=policy_sha256(text), signed_by=signed_by.hex() or None)
        opened.log.append(told, at=clock.now(), actor=opened.vault.signer.actor_id)
    # After the policy, in a transaction of its own: if it is cut off here, putting the same policy in force again does it.
    sealed_to = _sealed_to(opened)
    if policy.recovery_key and policy.recovery_key != sealed_to:
        opened.custodian.seal_to_council(policy.recovery_key)
    elif sealed_to and not policy.recovery_key:
        opened.custodian.forget_council()
    return policy


def take_in_template(opened: OpenVault, file: Path, *, clock: Clock) -> Template:
    """Keep a council's own kind of note in the vault, from a file named after it; returns it.

    A name is never given to another text, since drafts and signed notes are of it. Raises `BadInput` when the file cannot be
    used, `Refused` when the vault has another template of that name.
    """
    name, text = own_template(file)
    there = opened.store.council_templates().get(name)
    if there is not None and there != text:
        raise Refused(
            f"This vault has another template called “{name}”, and notes may have been written with it.",
            "Nothing was changed. Give the new one a name of its own, such as the old one with _2 after it.",
        )
    if there is None:
        with opened.store.transaction():
            opened.store.add_council_template(name, text)
            told = events.TemplateAdded(template=name, template_sha256=hashlib.sha256(text.encode()).hexdigest())
            opened.log.append(told, at=clock.now(), actor=opened.vault.signer.actor_id)
    return parse_template(name, text)


def governance_keys(opened: OpenVault) -> tuple[bytes, ...]:
    """Whose signature counts on the next policy (Ed25519, 32 raw bytes each); none while nobody's does."""
    if opened.policy.governance_key:
        return (opened.policy.governance_key,)
    people = read_keyring(opened.vault.folder)[0].people
    return tuple(slot.sign_public for slot in people if slot.role is RoleInVault.GOVERNANCE)


def _signed_by(opened: OpenVault, policy: Policy, data: bytes, signature: str | None) -> bytes:
    """The public key that signed, empty for a policy that need not be signed. Raises `Refused` and `BadInput`."""
    known = governance_keys(opened)
    if signature is None:
        if known:
            raise Refused(
                "This policy is not signed, and here a governance lead’s signature is needed.",
                "The policy in force stays. Your governance lead signs it with: casescribe policy sign FILE",
            )
        return b""
    signer = signer_of(signature)
    if not known and policy.governance_key != signer:
        raise BadInput(
            "This policy is signed with a key that nobody here knows.",
            "The policy in force stays. The policy should name the key under [keys] as governance_lead.",
        )
    check_policy_signature(data, signature, signer if signer in known or not known else known[0])
    return signer


def _sealed_to(opened: OpenVault) -> bytes | None:
    """The council's recovery key that the vault is sealed to now."""
    slots = read_keyring(opened.vault.folder)[0].slots
    return next((slot.open_public for slot in slots if slot.id == COUNCIL), None)
