"""From an address to a store."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points

from isnad.errors import UsageError
from isnad.store.protocol import Store

Factory = Callable[..., Store]
"""`(url, *, create, read_only) -> Store`."""
GROUP = "isnad.stores"
"""Entry points of stores from outside: scheme = factory."""


def _sqlite(url: str, *, create: bool = False, read_only: bool = False) -> Store:
    from isnad.store.sqlite import open_sqlite

    return open_sqlite(url, create=create, read_only=read_only)


def _postgres(url: str, *, create: bool = False, read_only: bool = False) -> Store:
    from isnad.store.postgres import open_postgres

    return open_postgres(url, create=create, read_only=read_only)


STORES: dict[str, Factory] = {"sqlite": _sqlite, "postgresql": _postgres, "postgres": _postgres}
"""Scheme of the address to factory; an address without a scheme is a file of SQLite."""


def open_store(url: str, *, create: bool = False, read_only: bool = False) -> Store:
    """Open the store at an address or path. Raises `StoreError` where it cannot be opened, `UsageError` for an unknown scheme."""
    scheme = url.partition("://")[0] if "://" in url else "sqlite"
    factory = STORES.get(scheme) or _from_outside(scheme)
    return factory(url, create=create, read_only=read_only)


def _from_outside(scheme: str) -> Factory:
    found = list(entry_points(group=GROUP, name=scheme))
    if not found:
        raise UsageError(f"no store for addresses that begin with {scheme}://; there are {', '.join(sorted(STORES))}")
    factory: Factory = found[0].load()
    return factory
