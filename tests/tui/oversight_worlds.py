"""Vaults as supervisors and governance leads find them: a signed note, edited by hand, and their own keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from textual.app import App

from recorder.access.keys import RoleInVault
from recorder.bootstrap import OpenVault, open_vault
from recorder.config import Config
from recorder.interface import entrance_to
from recorder.ledger import write_ledgers
from recorder.oversight import governance_entrance
from recorder.vault import unlock
from tests.conftest import finish_note, scripted_engines
from tui.app import CasescribeApp

SUPERVISORS_WORDS, LEADS_WORDS = "another horse battery", "governing three words"
OWN_SENTENCE = "The kitchen was warm and there was food."


def sign_a_worked_on_note(worker: OpenVault, visit_id: str) -> None:
    """The worker rewords the first sentence, takes the last out, adds one of their own, and signs."""
    recorder = worker.recorder
    first, *_, last = recorder.working_note(visit_id).statements
    recorder.edit_statement(visit_id, first.id, first.text.replace("missed", "did not go on"))
    recorder.edit_statement(visit_id, last.id, "")
    recorder.add_statement(visit_id, first.section, OWN_SENTENCE)
    finish_note(worker, visit_id)


@contextmanager
def supervisor_of(worker: OpenVault, config: Config, *, name: str = "Ngozi Eze") -> Iterator[OpenVault]:
    """The same vault in the hands of a supervisor."""
    worker.custodian.add_person(name, RoleInVault.SUPERVISOR, passphrase=SUPERVISORS_WORDS)
    keys = unlock(config.vault_dir, SUPERVISORS_WORDS, person=name)
    opened = open_vault(config, keys, engines=scripted_engines(), clock=worker.clock)
    yield opened
    opened.vault.close()


def supervisors_app(opened: OpenVault) -> CasescribeApp:
    """The interface as it opens for this person."""
    return CasescribeApp(home=entrance_to(opened).home)


def governance_app(worker: OpenVault, config: Config) -> CasescribeApp:
    """The interface as it opens for a governance lead, over their copy of the log."""
    worker.custodian.add_person("Gwen Hall", RoleInVault.GOVERNANCE, passphrase=LEADS_WORDS)
    write_ledgers(worker.vault, worker.log)
    keys = unlock(config.vault_dir, LEADS_WORDS, person="Gwen Hall")
    return CasescribeApp(home=governance_entrance(config, keys).home)


def read_in(app: App[None], selector: str) -> str:
    """What a person reads in one part of the page, on one line: words that wrap are joined again."""
    region = app.screen.query_one(selector).region
    strips = app.screen._compositor.render_strips()[region.y : region.bottom]
    return " ".join(" ".join(strip.crop(region.x, region.right).text for strip in strips).split())
