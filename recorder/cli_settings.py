"""What every command is handed: the configuration, and a way to open the vault for as long as it is needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recorder.config import Config

if TYPE_CHECKING:
    from recorder.bootstrap import OpenVault


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person gave before the command's name."""

    config: Config

    @contextmanager
    def opened(self) -> Iterator[OpenVault]:
        """The vault, open. Raises `Refused` when there is none."""
        from recorder.bootstrap import open_vault

        vault = open_vault(self.config)
        try:
            yield vault
        finally:
            vault.vault.close()
