"""`python -m recorder` and the `casescribe` command."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from recorder.cli import main as cli_main

    cli_main()


if __name__ == "__main__":
    main()
