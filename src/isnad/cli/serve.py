"""`isnad serve`: the reading room."""

from __future__ import annotations

import getpass
import socket
from pathlib import Path

import click
import msgspec

from isnad.cli.work import opened, settings_of, workspace_option
from isnad.export.catalogue import LANGUAGES, load_catalogue
from isnad.settings import Serving

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@workspace_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; any but this machine's own needs users.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8050, show_default=True, help="Port to listen on; 0 takes a free one.")
@click.option("--language", type=click.Choice(LANGUAGES), default="ar", show_default=True, help="Language until a reader chooses another.")
@click.option("--open", "browse", is_flag=True, help="Open a browser at the front page.")
@click.option("--login", is_flag=True, help="Ask for a login on this machine too (`isnad user`).")
@click.option("--name", "names", multiple=True, metavar="HOST", help="A name by which browsers ask for it (desk.example.org). Repeatable.")
@click.option("--tls-certificate", type=_FILE, metavar="FILE", help="Serve https with this certificate (PEM).")
@click.option("--tls-key", type=_FILE, metavar="FILE", help="The certificate's key (PEM).")
@click.option("--proxy", metavar="ADDRESS", help="A proxy there takes https and hands on to us; its X-Forwarded headers are believed.")
def serve(
    host: str, port: int, language: str, browse: bool, login: bool, names: tuple[str, ...], tls_certificate: Path | None,
    tls_key: Path | None, proxy: str | None,
) -> None:  # fmt: skip
    """Open the workspace in the browser: stories, articles, names, search, judgements. Nothing leaves this machine.

    On this machine's own address (the default) no login is needed: whoever uses this machine may read and judge. On any
    other, and behind a proxy, only users may (`isnad user add`).
    """
    from isnad.web.backroom import AtOnce, Process
    from isnad.web.serve import LOOPBACK, Listening
    from isnad.web.serve import serve as run

    if (tls_certificate is None) != (tls_key is None):
        raise click.UsageError("--tls-certificate and --tls-key: expected both or neither")
    public = host not in LOOPBACK or proxy is not None
    serving = Serving(
        language=language, author=_user(), users=login or public, https=tls_certificate is not None or proxy is not None,
        hosts=(*Serving().hosts, *_names(host, names)),
    )  # fmt: skip
    say = load_catalogue(language)

    def ready(address: str) -> None:
        click.echo(say("serve.ready", address=address))
        if browse:
            click.launch(address)

    settings = msgspec.structs.replace(settings_of(language, 1), serve=serving)
    with opened(settings) as desk:
        if serving.users and not desk.users():
            raise click.UsageError(
                f"--host {host}: needs a login, and there is no user yet; make one with `isnad user add NAME --role admin`"
            )
        if public and not serving.https:
            click.echo(say("serve.open-line"), err=True)
        place = click.get_current_context().meta["isnad.workspace"]
        backroom = AtOnce(desk) if desk.store.read_only else Process(place, settings)
        run(desk, Listening(host=host, port=port, certificate=tls_certificate, key=tls_key, proxy=proxy), backroom, ready=ready)


def _names(host: str, given: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the server besides those of loopback: those given, else the address itself, else what the machine calls itself."""
    if given:
        return given
    return (socket.gethostname(), socket.getfqdn()) if host in ("0.0.0.0", "::") else (host,)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return Serving().author
