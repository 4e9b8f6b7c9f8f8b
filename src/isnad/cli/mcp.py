"""`isnad mcp`: the workspace for assistants."""

from __future__ import annotations

import click

from isnad.cli.work import opened, settings_of, workspace_option


@click.command()
@workspace_option
def mcp() -> None:
    """Serve the workspace to an assistant over the Model Context Protocol, on standard input and output, for reading only.

    \b
    In the assistant's settings: command "isnad", arguments ["mcp", "-w", "/path/to/isnad.db"].
    """
    from isnad.assistant.server import make_server

    with opened(settings_of("en", 1), read_only=True) as desk:
        make_server(desk).run()
