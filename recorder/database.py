"""sqlite-utils, loaded lean: the one place that imports it.

It would load numpy for column types that we never use, at a fifth of a second before every command. Hidden from it, it
does without, as it does where numpy is not installed. The encrypted database will be slipped under it here too.
"""

from __future__ import annotations

import sys

_numpy = sys.modules.get("numpy")
sys.modules["numpy"] = None  # type: ignore[assignment]  # an import of it fails, which sqlite-utils expects
try:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations
finally:
    if _numpy is None:
        del sys.modules["numpy"]
    else:
        sys.modules["numpy"] = _numpy

__all__ = ["Database", "Migrations"]
