"""`python -m recorder` and the `casescribe` command: shut off from the network, then run.

`casescribe models install` is the one exception. Anything else, however it is typed, runs behind the fence.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    from recorder.cli import main as cli_main
    from recorder.errors import Refused
    from recorder.isolation import shut_off

    if not may_use_the_network(sys.argv[1:]):
        try:
            shut_off()
        except Refused as exc:
            sys.exit(exc.sentence())
    cli_main()


def may_use_the_network(arguments: list[str]) -> bool:
    """Whether these arguments are `models install`, options before it aside."""
    words = iter(arguments)
    rest: list[str] = []
    for word in words:
        if word == "--vault":
            next(words, None)
        elif not (word.startswith("--vault=") and not rest):
            rest.append(word)
    return rest[:2] == ["models", "install"]


if __name__ == "__main__":
    main()
