"""What the council's papers are begun from: this vault's rules, settings, models and log (`audit.packs` writes them).

Only what is configured or was counted; no child, no person, no place.
"""

from __future__ import annotations

from audit.log import read_record
from audit.numbers import Questions
from audit.packs import PackFacts
from audit.reports import report_on_log
from recorder import __version__
from recorder.assurance import verify_vault
from recorder.bootstrap import OpenVault, model_store
from recorder.config import Config
from recorder.errors import Refused
from recorder.rules.words import describe, unwise


def pack_facts(opened: OpenVault, config: Config, questions: Questions) -> PackFacts:
    """Look at an open vault. Raises `Refused` when its log is not as it was written."""
    assured = verify_vault(opened)
    if not assured.ok:
        raise Refused(f"No papers were made. {' '.join(assured.sentences[:2])}", "Run “casescribe audit verify”.")
    record = read_record(opened.vault.db.conn)
    leaves = [row.leaf for row in record.entries if isinstance(row.leaf, bytes)]
    return PackFacts(
        version=__version__,
        models=_models(config),
        settings=(
            f"Speech recogniser: {config.transcriber}",
            f"Stronger model for names: {config.names_model or 'none'}",
            f"Language model that words sentences: {config.writer or 'none; sentences are worded by rules'}",
        ),
        policy=(opened.policy_origin, *describe(opened.policy)),
        unwise=unwise(opened.policy),
        report=report_on_log(opened.vault.head_signer.key_name, leaves, sentences=assured.sentences, questions=questions),
    )


def _models(config: Config) -> tuple[str, ...]:
    store = model_store(config)
    return tuple(
        f"{name} ({status.entry.task}; {status.entry.licence}). {status.trust}"
        for name in store.catalogue.entries
        if (status := store.status(name)).installed
    )
