"""Settings that keep every dependency silent on the network, made before any of them loads.

They spare each library the attempt; the fence that does not depend on anybody's goodwill is `recorder.isolation`.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping

SETTINGS = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "ORT_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_VERBOSITY": "error",
}


def keep_quiet(environ: MutableMapping[str, str] = os.environ) -> None:
    """Set them, whatever they were."""
    environ.update(SETTINGS)
