"""`casescribe serve`: the interface in this laptop's own browser."""

from __future__ import annotations

import shlex
import sys

import click

from recorder.commands.settings import Settings


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port on 127.0.0.1; a free one if not given.")
@click.pass_obj
def serve(settings: Settings, port: int) -> None:
    """Open the interface in this laptop's own browser; nothing can be reached from elsewhere."""
    from recorder import browser
    from recorder.isolation import shut_off

    sock = browser.listen(port)  # before the fence, which lets nobody make one; and nothing else happens before it
    shut_off()
    import asyncio

    gate = browser.Gate(sock.getsockname()[1])
    config = settings.config
    words = [sys.executable, "-m", "recorder", "--vault", str(config.vault_dir)]
    words += ["--as", config.person] if config.person else []
    click.echo(f"Open this in the browser of this laptop. It works once:\n\n    {gate.link}\n")
    click.echo("Ctrl+C here ends it. What you saved is stored.")
    try:
        asyncio.run(browser.serve(sock, gate, shlex.join(words)))
    except KeyboardInterrupt:
        click.echo("Ended.", err=True)
