"""A policy in plain sentences, and what in it is allowed and yet unwise.

What a governance lead signs they should be able to read aloud; so these sentences are made from the value that the
program obeys, never from the file's comments.
"""

from __future__ import annotations

import base64
from datetime import timedelta

from recorder.policy import ConsentBasis, Policy, in_words

_CONSENT = {
    ConsentBasis.EXPLICIT: "A visit is recorded only when everybody present said yes. A no always stops the recording.",
    ConsentBasis.NOTICE: "A visit is recorded when everybody present was told and nobody objected. A no always stops it.",
}


def describe(policy: Policy) -> tuple[str, ...]:
    """Each rule of the policy as one sentence, in the order of the file."""
    reason = f" The reason: {policy.sound_reason}" if policy.sound_reason else ""
    return (
        f"These are the rules of: {policy.council}.",
        _CONSENT[policy.consent],
        *(f"A visit of the kind {name} is never recorded. {why}" for name, why in policy.not_recorded),
        *(() if policy.not_recorded else ("Every kind of visit may be recorded.",)),
        f"The sound is due for erasure {_after_filing(policy.keep_sound)}.{reason}",
        f"Transcript and draft are due for erasure {_after_filing(policy.keep_transcript)}.",
        f"What was never signed is due for erasure {in_words(policy.keep_unfiled)} after the last work on it.",
        "A note is filed only once a supervisor has countersigned it."
        if policy.countersignature
        else "A note may be filed without a supervisor’s countersignature.",
        *(f"This model may be used: {model}" for model in policy.allowed_models),
        *(() if policy.allowed_models else ("Every model of the catalogue may be used.",)),
        f"The vault locks after {in_words(policy.idle_lock)} without a key press.",
        "A worker may keep their passphrase in the laptop’s own keyring."
        if policy.keyring
        else "A passphrase may not be kept in the laptop’s keyring.",
        f"The head of the audit log is to be cosigned at least every {in_words(policy.cosigned_within)}.",
        _key("The council’s recovery key is {}", policy.recovery_key, "There is no recovery key of the council."),
        _key("The governance lead’s key is {}", policy.governance_key, "No governance lead’s key is named."),
    )


def unwise(policy: Policy) -> tuple[str, ...]:
    """What the policy may say and a careful council would not, as sentences; empty when there is nothing."""
    day = timedelta(days=1)
    lock, sound, words = in_words(policy.idle_lock), in_words(policy.keep_sound), in_words(policy.keep_transcript)
    unfiled, cosigned = in_words(policy.keep_unfiled), in_words(policy.cosigned_within)
    checks = {
        f"The vault stays open for {lock} without a key press, on a kitchen table too. 10 minutes are wiser.": (
            policy.idle_lock > timedelta(minutes=30)
        ),
        "With a passphrase in the keyring, whoever is signed in to the laptop can open the vault.": policy.keyring,
        "Recording rests on notice, so a child who says nothing is recorded. The impact assessment should say why.": (
            policy.consent is ConsentBasis.NOTICE
        ),
        "The sound is kept longer than its transcript. Look at the reason again each year.": (
            policy.keep_sound > policy.keep_transcript
        ),
        f"The sound is kept for {sound}. The filed note is the record; voices are rarely needed so long.": (
            policy.keep_sound > 180 * day
        ),
        f"Transcript and draft are kept for {words} beside the filed note. A subject access request must search them.": (
            policy.keep_transcript > 365 * day
        ),
        f"What was never signed is due for erasure after {unfiled}. A week of illness would cost a worker the note.": (
            policy.keep_unfiled < 7 * day
        ),
        f"What was never signed is kept for {unfiled}. A visit so long without a note should be asked about, not kept.": (
            policy.keep_unfiled > 90 * day
        ),
        f"The log is cosigned only every {cosigned}, and so much could be rewritten unseen. 7 days are wiser.": (
            policy.cosigned_within > 31 * day
        ),
        "There is no recovery key of the council: who loses passphrase and printed key loses the vault.": (
            policy.recovery_key is None
        ),
        "No governance lead’s key is named, so nobody can show that these rules are the council’s.": (
            policy.governance_key is None
        ),
    }
    return tuple(sentence for sentence, so in checks.items() if so)


def _after_filing(span: timedelta) -> str:
    return f"{in_words(span)} after filing" if span else "as soon as the note is filed"


def _key(sentence: str, key: bytes | None, otherwise: str) -> str:
    return sentence.format(base64.b64encode(key).decode()) + "." if key else otherwise
