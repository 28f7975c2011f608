"""From configuration to a wired `CaseRecorder`: the only place that names engines.

Engines are handed over as functions, so that opening a vault costs no model. Nothing here is kept in a global: each
call builds anew, and the caller holds what it was given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache, partial
from typing import TYPE_CHECKING

from audit import events
from audit.errors import AuditError
from audit.log import AuditLog
from recorder.access.keys import STANDARD_COST, Cost, Unlocked
from recorder.config import Config
from recorder.domain import Advice, Person, RedactedTranscript, Transcript, Turn
from recorder.errors import CasescribeError, UsageError
from recorder.pipeline import CaseRecorder, Engines
from recorder.policy import Policy
from recorder.ports import Clock, Diariser, Drafter, Pseudonyms, Redactor, Transcriber, Writer
from recorder.rules.file import read_policy, standard_policy
from recorder.store import Store
from recorder.vault import Vault, read_keyring

if TYPE_CHECKING:
    from models.bias import BiasReport
    from models.fetching.weights import ModelStore
    from recorder.access.custody import KeyCustodian
    from recorder.access.sharing import SharingDesk
    from recorder.case_people import PeopleDesk
    from recorder.interchange import VisitFile
    from recorder.keeping.backup import BackupDesk
    from recorder.keeping.erasure import ErasureDesk
    from recorder.search import SearchDesk
    from recorder.sound.capture_desk import CaptureDesk
    from recorder.sound.recording_desk import RecordingDesk
    from recorder.supervision import SupervisionDesk
    from recorder.transcription.corrections import CorrectionDesk
    from recorder.views import Rule


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class OpenVault:
    """An open vault with everything that works on it."""

    vault: Vault
    store: Store
    log: AuditLog
    recorder: CaseRecorder
    redactor: Callable[[], Redactor]
    clock: Clock
    policy: Policy
    policy_origin: str  # where the policy in force came from, as a sentence
    said: tuple[str, ...]  # what opening it had to mend, as sentences for the person

    # What not every command needs loads when it is asked for.

    @property
    def sharing(self) -> SharingDesk:
        """Views for others, and the review of what they hide."""
        from recorder.access.sharing import SharingDesk

        signer = self.vault.signer
        return SharingDesk(store=self.store, log=self.log, signer=signer, clock=self.clock, redactor=self.redactor)

    @property
    def custodian(self) -> KeyCustodian:
        """Who holds the vault's keys."""
        from recorder.access.custody import KeyCustodian

        return KeyCustodian(vault=self.vault, store=self.store, log=self.log, clock=self.clock)

    @property
    def people(self) -> PeopleDesk:
        """The people of cases."""
        from recorder.case_people import PeopleDesk

        return PeopleDesk(vault=self.vault, store=self.store, log=self.log, clock=self.clock, policy=self.policy)

    @property
    def recording(self) -> RecordingDesk:
        """Recording a visit."""
        from recorder.sound.recording_desk import RecordingDesk

        required = self.recorder.require_consent
        return RecordingDesk(vault=self.vault, store=self.store, log=self.log, clock=self.clock, require_consent=required)

    @property
    def capturing(self) -> CaptureDesk:
        """Recording a visit from a microphone."""
        from recorder.sound.capture_desk import CaptureDesk

        return CaptureDesk(self.recording)

    @property
    def backups(self) -> BackupDesk:
        """The whole vault in one file."""
        from recorder.keeping.backup import BackupDesk

        return BackupDesk(vault=self.vault, store=self.store, log=self.log, clock=self.clock)

    @property
    def supervision(self) -> SupervisionDesk:
        """Notes returned, countersigned and filed."""
        from recorder.supervision import SupervisionDesk

        return SupervisionDesk(vault=self.vault, store=self.store, log=self.log, clock=self.clock, policy=self.policy)

    @property
    def erasure(self) -> ErasureDesk:
        """Holds, withdrawn consent, and erasing."""
        from recorder.keeping.erasure import ErasureDesk

        return ErasureDesk(vault=self.vault, store=self.store, log=self.log, clock=self.clock, policy=self.policy)

    @property
    def corrections(self) -> CorrectionDesk:
        """Corrections of transcripts, and the team's word list."""
        from recorder.transcription.corrections import CorrectionDesk

        return CorrectionDesk(vault=self.vault, store=self.store, log=self.log, clock=self.clock, policy=self.policy)

    @property
    def search(self) -> SearchDesk:
        """Finding words."""
        from recorder.search import SearchDesk

        return SearchDesk(vault=self.vault, store=self.store, log=self.log, clock=self.clock, policy=self.policy)

    def close(self) -> tuple[str, ...]:
        """Close the vault, its copies brought up to date; returns what could not be done about those, as sentences.

        The copies are the log for each governance lead and, once a day, the database. What a person did is safe without.
        """
        problems: list[str] = []
        try:
            for keep_up in (self._keep_ledgers, self._keep_snapshot):
                try:
                    keep_up()
                except (CasescribeError, AuditError) as exc:
                    problems.append(exc.sentence())
        finally:
            self.vault.close()
        return tuple(problems)

    def _keep_ledgers(self) -> None:
        folder = self.vault.folder
        leads = any(s.role and not s.role.reads_content for s in read_keyring(folder)[0].people)
        if leads or any(folder.glob("governance-*.log")):  # of somebody who is no longer here
            from recorder.ledger import write_ledgers

            write_ledgers(self.vault, self.log)

    def _keep_snapshot(self) -> None:
        from recorder.keeping.snapshot import take_snapshot_if_due

        vault, who = self.vault, self.vault.unlocked
        newest = read_keyring(vault.folder)[0].recover(who.person, who.open_seed)[-1]  # not ours, if we rotated meanwhile
        take_snapshot_if_due(vault.folder, vault.db, newest.database_key, now=self.clock.now().timestamp())


def create_vault(
    config: Config,
    *,
    worker: str,
    passphrase: str,
    team: str | None = None,
    clock: Clock | None = None,
    cost: Cost = STANDARD_COST,
    sample: bool = False,
) -> str:
    """Make a vault and write the first entries of its log; returns the recovery key, to be written down and forgotten.

    `team` is a code for reports.
    Raises `Refused` when there is one, `UsageError` for a passphrase too easily guessed.
    """
    from recorder.access.custody import require_good_passphrase

    require_good_passphrase(passphrase)
    vault, recovery_key = Vault.create(config.vault_dir, worker=worker, passphrase=passphrase, cost=cost, sample=sample)
    store, log, person = Store(vault.db), _log(vault), vault.signer
    with store.transaction():
        now = (clock or SystemClock()).now()
        made = events.VaultCreated(vault=vault.id, public_key=vault.head_signer.public_key.hex())
        log.append(made, at=now, actor=person.actor_id)
        added = events.PersonAdded(person=person.actor_id, role=vault.role.value, public_key=person.public_key.hex(), team=team)
        log.append(added, at=now, actor=person.actor_id)
    vault.publish(config.vault_dir)
    return recovery_key


def open_vault(config: Config, unlocked: Unlocked, *, engines: Engines | None = None, clock: Clock | None = None) -> OpenVault:
    """Open a vault with a person's keys and wire what works on it. Raises `Refused` when there is none.

    A rotation of keys that was cut off is finished first.
    """
    vault = Vault.open(config.vault_dir, unlocked)
    time = clock or SystemClock()
    if vault.rotating:
        from recorder.access.custody import KeyCustodian

        settled = KeyCustodian(vault=vault, store=Store(vault.db), log=_log(vault), clock=time).finish_rotation()
        vault.close()
        vault = Vault.open(config.vault_dir, settled)
    store, log = Store(vault.db), _log(vault)
    wired = engines or real_engines(config)
    policy, origin = policy_in_force(store)
    recorder = CaseRecorder(vault=vault, store=store, log=log, engines=wired, clock=time, policy=policy)
    opened = OpenVault(vault, store, log, recorder, wired.redactor, time, policy, origin, vault.said)
    if any("key file" in sentence for sentence in vault.said):
        opened.custodian.mend_key_files()
    if store.recording_unfinished():
        opened = replace(opened, said=(*opened.said, *opened.recording.recover_torn()))
    if store.erasure_unfinished():
        opened = replace(opened, said=(*opened.said, *opened.erasure.finish_interrupted()))
    return opened


def policy_in_force(store: Store) -> tuple[Policy, str]:
    """The council's policy as this vault holds it, else the one that Casescribe brings, and a sentence on where it is from."""
    held = store.council_policy()
    if held is None:
        return standard_policy(), "The standard policy that Casescribe brings; your council has not given its own."
    text, signed_by = held
    by = f"signed by the governance lead (key {signed_by.hex()[:16]})" if signed_by else "not signed"
    return read_policy(text), f"Your council’s own policy, {by}."


def recover(config: Config, *, means: str, open_seed: bytes, name: str | None, passphrase: str) -> None:
    """Open a vault without its person's passphrase, give them a new one and write it in the log. Raises `Refused`."""
    from recorder.access.custody import recover_vault

    keyring, unlocked = recover_vault(config.vault_dir, means=means, open_seed=open_seed, name=name, passphrase=passphrase)
    opened = open_vault(config, unlocked)
    try:
        opened.custodian.note_recovered(keyring, means=means)
    finally:
        opened.vault.close()


def _log(vault: Vault) -> AuditLog:
    return AuditLog(vault.db.conn, origin=vault.head_signer.key_name, signer=vault.head_signer)


def real_engines(config: Config) -> Engines:
    """The engines of the product, each loaded once when first needed."""
    return Engines(
        transcriber=cache(partial(build_transcriber, config)),
        diariser=cache(partial(build_diariser, config)),
        namer=_propose_names,
        redactor=cache(partial(build_redactor, config)),
        pseudonyms=pseudonyms_for,
        drafter=cache(partial(build_drafter, config)),
        adviser=_advise,
    )


def model_store(config: Config) -> ModelStore:
    """The installed models."""
    from models.fetching.weights import ModelStore

    return ModelStore(config.models_dir)


def build_transcriber(config: Config) -> Transcriber:
    """Whisper through faster-whisper. Raises `ModelUnavailable` or `ModelAltered`."""
    from models.hearing.transcriber import WhisperTranscriber
    from redaction.lexicon import lexicon

    weights, name = model_store(config), config.transcriber
    return WhisperTranscriber(weights.path(name), name=name, fingerprint=weights.fingerprint(name), is_word=lexicon().is_word)


def build_diariser(config: Config) -> Diariser:
    """GE2E speaker embeddings. Raises `ModelUnavailable` or `ModelAltered`."""
    from models.hearing.diariser import Ge2eDiariser

    weights, name = model_store(config), "ge2e-speaker-encoder"
    return Ge2eDiariser(weights.path(name), fingerprint=weights.fingerprint(name))


def build_redactor(config: Config) -> Redactor:
    """Presidio with our recognisers. Raises `ModelUnavailable` or `ModelAltered`."""
    from redaction.engine import PresidioRedactor

    weights, name, stronger = model_store(config), "spacy-en-core-web-sm", config.names_model
    fingerprint = weights.fingerprint(name) + (f", {weights.fingerprint(stronger)}" if stronger else "")
    token_classifier = weights.path(stronger) if stronger else None
    return PresidioRedactor(weights.path(name), fingerprint=fingerprint, token_classifier_dir=token_classifier)


def build_drafter(config: Config) -> Drafter:
    """The drafter that cites, with a language model when one is chosen. Raises `ModelUnavailable` or `ModelAltered`."""
    from models.drafter import CitingDrafter
    from models.language.embeddings import MiniLmEmbedder
    from models.talk.grammar import SpacyGrammar

    weights, meaning, english = model_store(config), "all-minilm-l6-v2", "spacy-en-core-web-sm"
    return CitingDrafter(
        MiniLmEmbedder(weights.path(meaning)),
        grammar=SpacyGrammar(weights.path(english)),
        writer=_build_writer(config),
        fingerprint=f"{weights.fingerprint(meaning)}, {weights.fingerprint(english)}",
    )


def _build_writer(config: Config) -> Writer | None:
    if config.writer is None:
        return None
    from models.language.writer import TransformersWriter

    weights = model_store(config)
    return TransformersWriter(weights.path(config.writer), fingerprint=weights.fingerprint(config.writer))


def measure_bias(config: Config, visits: Sequence[VisitFile]) -> tuple[BiasReport, tuple[str, ...]]:
    """What changes in drafts when only the people change, and the models that drafted.

    Raises `ModelUnavailable` or `ModelAltered`.
    """
    from models.bias import bias_report
    from recorder.templates import load_template

    redactor = build_redactor(config) if config.writer else None
    drafter = build_drafter(config)
    report = bias_report(
        drafter,
        visits,
        load_template=load_template,
        writer=config.writer or "none",
        pseudonyms=lambda v: pseudonyms_for(redactor.redact(v.transcript, v.roster), v.roster) if redactor else None,
    )
    return report, tuple(m.strip() for m in drafter.model.split(",") if m.strip())


def _propose_names(transcript: Transcript, roster: Sequence[Person], /) -> dict[str, str]:
    from models.hearing.naming import propose_names

    return propose_names(transcript, roster)


def _advise(text: str, cited: Sequence[Turn], people: Sequence[Person], /, *, visit_date: date) -> tuple[Advice, ...]:
    from models.evidence.grounding import advise

    return advise(text, cited, people, visit_date=visit_date)


def pseudonyms_for(
    redacted: RedactedTranscript, roster: Sequence[Person], /, *, earlier: Mapping[str, str] | None = None
) -> Pseudonyms:
    """Stand-ins for one transcript’s people, places and numbers."""
    from redaction.pseudonyms import StablePseudonyms

    return StablePseudonyms(redacted, roster, earlier=earlier)


def audience_rule(audience: str, *, subject: str | None) -> Rule:
    """What is hidden from an audience. Raises `UsageError` for one that does not exist or lacks its subject."""
    from redaction.policy import Audience, rule_for

    try:
        return rule_for(Audience(audience), subject=subject)
    except ValueError as exc:
        known = ", ".join(a.value for a in Audience)
        raise UsageError(
            f"No view can be made for {audience} like this ({exc}).",
            f"The audiences are {known}; subject_access needs --subject.",
        ) from exc
