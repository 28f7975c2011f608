"""Takes the pictures in docs/screens from a vault: the draft page of its newest visit with a note, as SVG and as text.

    python docs/make_screens.py VAULT      for instance the vault that “casescribe demo” leaves behind

Only ever run it on a sample vault: the pictures hold what the pages show.
"""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

from recorder.bootstrap import open_vault
from recorder.config import Config
from tui.app import CasescribeApp

SCREENS = Path(__file__).resolve().parent / "screens"


async def take(vault: Path) -> None:
    """Open the first visit, select the first sentence that waits, take the picture."""
    app = CasescribeApp(open_vault(Config(vault_dir=vault, models_dir=vault / "no-models")).recorder)
    async with app.run_test(size=(110, 34)) as pilot:
        await pilot.press("enter", "n")
        await pilot.pause()
        picture = re.sub(r"@font-face \{.*?\}", "", app.export_screenshot(), flags=re.DOTALL)  # they would load from the web
        (SCREENS / "draft.svg").write_text(picture, encoding="utf-8")
        lines = (strip.text.rstrip() for strip in app.screen._compositor.render_strips())
        (SCREENS / "draft.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    SCREENS.mkdir(exist_ok=True)
    asyncio.run(take(Path(sys.argv[1])))
