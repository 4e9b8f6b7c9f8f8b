"""Options of the commands that fetch from the web."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from isnad.settings import Fetching

F = TypeVar("F", bound=Callable[..., Any])
KEY = "isnad.fetch"


def _keep(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def keep(context: click.Context, parameter: click.Parameter, value: Any) -> None:
        context.meta.setdefault(KEY, {})[name] = value

    return keep


def fetch_options(function: F) -> F:
    """Which networks are allowed and whom servers may write to."""
    for decorate in (
        click.option(
            "--contact", default="", envvar="ISNAD_CONTACT", metavar="MAIL|PAGE", expose_value=False, callback=_keep("contact"),
            help="Told to servers in the user agent, so that they can reach you (or set ISNAD_CONTACT).",
        ),
        click.option(
            "--allow", multiple=True, metavar="NETWORK", expose_value=False, callback=_keep("allow"),
            help="A network inside your own that may be fetched from, like 10.0.0.0/8 or 127.0.0.1. Repeatable.",
        ),
    ):  # fmt: skip
        function = decorate(function)
    return function


def fetching_of(context: click.Context | None) -> Fetching:
    """Fetching as the options say; raises `UsageError` on a network that is none."""
    options = context.meta.get(KEY) if context is not None else None
    if not options:
        return Fetching()
    from isnad.fetch.addresses import Networks

    Networks(options["allow"])
    return Fetching(**options)
