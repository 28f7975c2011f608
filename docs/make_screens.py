"""Takes the pictures in docs/screens from a sample vault whose visit waits for its worker: each page as SVG and as text.

    python docs/make_screens.py VAULT      the vault that “casescribe demo --tui --to FOLDER” leaves in FOLDER/vault

It works on a copy: there the worker rewords a sentence and signs, and a supervisor and a governance lead come in. Only ever
run it on a sample vault, for the pictures hold what the pages show; it refuses any other.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
import tempfile
from pathlib import Path

from recorder import interface
from recorder.access.keys import RoleInVault
from recorder.bootstrap import OpenVault, open_vault
from recorder.config import Config
from recorder.ledger import write_ledgers
from recorder.oversight import governance_entrance
from recorder.vault import SAMPLE_PASSPHRASE, unlock
from tui.app import CasescribeApp

SCREENS = Path(__file__).resolve().parent / "screens"
SIZE = (110, 34)
_WORDS = "sample words only"
_BY_HAND = "(Sample text. A real note waits until its worker has written this section.)"


async def take(app: CasescribeApp, *pictures: tuple[str, str, str]) -> None:
    """Press keys (blanks between), wait for words, take a picture under a name; once for each."""
    async with app.run_test(size=SIZE) as pilot:
        for name, keys, words in pictures:
            await pilot.press(*keys.split())
            for _ in range(200):
                await pilot.pause(0.05)
                lines = [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]
                if words in "\n".join(lines):
                    break
            else:
                raise SystemExit(f"{name}: nobody reads “{words}”:\n" + "\n".join(lines))
            picture = app.export_screenshot(title="Casescribe")
            picture = re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL)  # they would load from the web
            (SCREENS / f"{name}.svg").write_text(picture, encoding="utf-8")
            if app.colours == "dark":  # text has no colours
                (SCREENS / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def sign(worker: OpenVault) -> None:
    """What a worker does, short."""
    recorder = worker.recorder
    (visit,) = recorder.visits()
    note = recorder.working_note(visit.id)
    first = next(s for s in note.statements if s.text and not s.confirm)
    recorder.edit_statement(visit.id, first.id, f"{first.text.removesuffix('.')}, in the kitchen.")
    for statement in note.statements:
        if statement.confirm:
            recorder.confirm_statement(visit.id, statement.id)
    for turn in note.unused_disclosures:
        recorder.acknowledge_disclosure(visit.id, turn)
    for section, _ in note.human_sections:
        recorder.write_section(visit.id, section, _BY_HAND)
    recorder.approve(visit.id)


async def main(vault: Path) -> None:
    """All pictures."""
    if not (vault / SAMPLE_PASSPHRASE).exists():
        raise SystemExit(f"{vault} is no sample vault.")
    SCREENS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        config = Config(vault_dir=Path(folder) / "vault", models_dir=Path(folder) / "no-models")
        await take(
            interface.make_app(config, door=interface.door_of(interface.Session(config))),
            ("first-run", "", "Who are you?"),
            ("passphrase", "enter", "Make your vault"),
        )
        shutil.copytree(vault, config.vault_dir)
        passphrase = (config.vault_dir / SAMPLE_PASSPHRASE).read_text(encoding="utf-8").strip()
        worker = open_vault(config, unlock(config.vault_dir, passphrase))
        await take(
            interface.make_app(config, interface.entrance_to(worker)),
            ("visits", "", "draft waits for you"),
            ("draft", "enter n", "You must confirm it"),
            ("edit", "e", "Reword sentence"),
            ("palette", "escape ctrl+p", "Search for commands"),
        )
        sign(worker)
        worker.custodian.add_person("Sample Supervisor (demo)", RoleInVault.SUPERVISOR, passphrase=_WORDS)
        worker.custodian.add_person("Sample Lead (demo)", RoleInVault.GOVERNANCE, passphrase=_WORDS)
        write_ledgers(worker.vault, worker.log)
        supervisor = open_vault(config, unlock(config.vault_dir, _WORDS, person="Sample Supervisor (demo)"))
        await take(
            interface.make_app(config, interface.entrance_to(supervisor)),
            ("queue", "", "1 note waiting"),
            ("review", "enter n", "To think about"),
        )
        lead = unlock(config.vault_dir, _WORDS, person="Sample Lead (demo)")
        await take(
            interface.make_app(config, governance_entrance(config, lead)),
            ("governance", "", "✓ All"),
            ("charts", "c", "Use by month"),
        )
        for name in ("light", "contrast"):
            await take(
                CasescribeApp(home=interface.entrance_to(supervisor).home, colours=name),
                (f"review-{name}", "enter n", "To think about"),
            )
        supervisor.vault.close()
        worker.vault.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
