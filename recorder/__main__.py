"""`python -m recorder` and the `casescribe` command: shut off from the network, then run.

`casescribe models install` is the one exception. `casescribe serve` makes its one listening socket, on 127.0.0.1, and shuts
itself off right after. Anything else, however it is typed, runs behind the fence from the start.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    from recorder.cli import main as cli_main
    from recorder.errors import Refused
    from recorder.isolation import shut_off

    if not begins_unfenced(sys.argv[1:]):
        try:
            shut_off()
        except Refused as exc:
            sys.exit(exc.sentence())
    cli_main()


def begins_unfenced(arguments: list[str]) -> bool:
    """Whether these arguments are `models install` or `serve`, options before it aside."""
    words = iter(arguments)
    rest: list[str] = []
    for word in words:
        if word in {"--vault", "--as"} and not rest:
            next(words, None)
        elif rest or not word.startswith(("--vault=", "--as=")):
            rest.append(word)
    return rest[:2] == ["models", "install"] or rest[:1] == ["serve"]


if __name__ == "__main__":
    main()
