"""`isnad serve`: the reading room."""

from __future__ import annotations

import getpass

import click
import msgspec

from isnad.cli.work import opened, settings_of, workspace_option
from isnad.export.catalogue import LANGUAGES, load_catalogue
from isnad.settings import Serving


@click.command()
@workspace_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8050, show_default=True, help="Port to listen on; 0 takes a free one.")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="ar",
    show_default=True,
    help="Language of the pages until a reader chooses another.",
)
@click.option("--open", "browse", is_flag=True, help="Open a browser at the front page.")
def serve(host: str, port: int, language: str, browse: bool) -> None:
    """Open the workspace in the browser: stories, articles, names, search, judgements. Nothing leaves this machine.

    Whoever can open a page of this machine may read and judge, without a login: it is served to this machine only.
    """
    from isnad.web.serve import LOOPBACK
    from isnad.web.serve import serve as run

    if host not in LOOPBACK:
        raise click.UsageError(f"--host {host}: expected an address of this machine alone ({', '.join(sorted(LOOPBACK))})")
    say = load_catalogue(language)

    def ready(address: str) -> None:
        click.echo(say("serve.ready", address=address))
        if browse:
            click.launch(address)

    settings = msgspec.structs.replace(settings_of(language, 1), serve=Serving(language=language, author=_user()))
    with opened(settings) as desk:
        run(desk, host, port, ready=ready)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return Serving().author
