"""Fetch files of one hub repository into a folder: `python -m models.fetching.hub_fetch REPOSITORY REVISION FOLDER PATTERN…`.

A program of its own because the hub's client decides at import whether it may use the network, and the rest of Casescribe
forbids it. Prints the commit that was fetched as one line of JSON; an interrupted fetch resumes.
"""

from __future__ import annotations

import json
import sys


def main() -> None:
    """Fetch what the command line names."""
    from huggingface_hub import HfApi, snapshot_download

    repository, revision, folder, *patterns = sys.argv[1:]
    commit = HfApi().model_info(repository, revision=revision).sha
    snapshot_download(repository, revision=commit, local_dir=folder, allow_patterns=patterns)
    sys.stdout.write(json.dumps({"commit": commit}) + "\n")


if __name__ == "__main__":
    main()
