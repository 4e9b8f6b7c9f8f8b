"""Fixtures of several folders."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.servers import new_database, postgres_server

_NUMBERS = count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server of our own; skips where there is none (see `tests.servers`)."""
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new workspace may be made, on every kind of store."""
    if request.param == "sqlite":
        return str(tmp_path / "desk.db")
    return new_database(request.getfixturevalue("postgres"), f"t{next(_NUMBERS)}")
