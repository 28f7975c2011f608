"""Settings that keep every dependency silent on the network, and off a busy processor, made before any of them loads.

They spare each library the attempt; the fence that does not depend on anybody's goodwill is `recorder.isolation`. Threads that
wait for each other are told to sleep, not to spin: on a busy machine, hearing from a second thread of this program took six
times the processor that it takes so.
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
    """Set them, whatever they were; how threads wait only where nobody has said it."""
    environ.update(SETTINGS)
    environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
