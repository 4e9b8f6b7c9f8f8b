"""The one settings object: built by the command line and the web application only, handed down from there."""

from __future__ import annotations

import datetime

import msgspec


class Fetching(msgspec.Struct, frozen=True, kw_only=True):
    """How pages are fetched: courtesy, patience, limits, and which networks are allowed. Times are seconds."""

    contact: str = ""
    """Mail address or page of whoever runs this, told to servers in the user agent."""
    robots: bool = True
    """Whether what a site's robots.txt forbids is left alone."""
    allow: tuple[str, ...] = ()
    """Networks that may be fetched from though they are not public, as `10.0.0.0/8` or `127.0.0.1`."""
    connect_timeout: float = 10.0
    read_timeout: float = 20.0
    """Longest silence of a server."""
    deadline: float = 60.0
    """Longest time for one answer in all, however steadily it drips."""
    max_bytes: int = 16_000_000
    """A larger answer is dropped, counted before and after unpacking."""
    redirects: int = 5
    retries: int = 2
    """How often a connection that broke or a busy server is tried again."""
    backoff: float = 1.0
    """Wait before the first new try; doubled for each further one."""
    longest_wait: float = 30.0
    """A server that asks (`Retry-After`) for a longer wait is left for another time."""
    host_pause: float = 1.0
    """Time between the beginnings of two requests to one host; a longer `Crawl-delay` is kept."""
    host_connections: int = 2
    """Requests to one host at the same time."""
    connections: int = 16
    """Requests at the same time in all."""
    depth: int = 2
    """Lists that are followed into each other: 2 leads from an OPML file over its feeds to their pages."""
    entries: int = 200
    """Items of one list that are followed."""


class Serving(msgspec.Struct, frozen=True, kw_only=True):
    """How the reading room is served (`isnad.web`)."""

    language: str = "ar"
    """Language of the pages until a reader chooses another: `ar` or `en`."""
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "::1")
    """Names by which browsers may ask for it; a request under any other is refused (a foreign page may point its own name here)."""
    users: bool = False
    """Whether a login is needed. Without, everybody who can reach the server may do everything."""
    https: bool = False
    """Whether browsers reach it by https: cookies are sent over nothing else then."""
    author: str = "desk"
    """Who decides where nobody logs in."""
    form_bytes: int = 262_144
    """A larger form is refused."""
    upload_bytes: int = 100_000_000
    """A larger upload is refused, all its files together."""
    upload_files: int = 200
    """Files of one upload."""
    requests: int = 600
    """Requests of one address in a minute; more are asked to wait."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a run may be told. Lower layers get values from it as arguments, never the environment."""

    language: str = "ar"
    """Language pack that reads the articles."""
    interface: str = "en"
    """Language of the texts shown to a person: `ar` or `en`."""
    workers: int = 1
    """Processes that annotate; 1 works in this process."""
    max_characters: int = 150_000
    """A longer text is rejected with the reason `too-long`: a book, not an article, and what would hold a reader up for seconds."""
    max_bytes: int = 32_000_000
    """A larger single file is rejected unread with the reason `too-large` (streams of records are not limited)."""
    fields: dict[str, str] = {}
    """Which key of a JSON Lines record holds what, where it is not the usual one (`text` to `body`, say)."""
    fetch: Fetching = Fetching()
    """How pages are fetched."""
    wire_model: str | None = None
    """File of a model of agencies that a desk trained on its own archive (`training/wires`)."""
    serve: Serving = Serving()
    """How the reading room is served."""
    watch_every: float = 900.0
    """Seconds between two looks at a watched feed."""
    today: datetime.date | None = None
    """The day on which the run takes place, to tell dates in the future; None means the machine's day."""
