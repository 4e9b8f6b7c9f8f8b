"""Fixtures of several folders."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from isnad import Workspace
from tests.servers import new_database, postgres_server

DEMO = Path(__file__).parents[1] / "examples" / "demo"
_NUMBERS = count()


@pytest.fixture(scope="session")
def _demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "desk.db"
    with Workspace.create(path) as desk:
        desk.add([DEMO])
    return path


@pytest.fixture
def demo(_demo: Path, tmp_path: Path) -> str:
    """A workspace of one's own that holds the demonstration story."""
    return str(shutil.copy(str(_demo), str(tmp_path / "demo.db")))


@pytest.fixture
def database(postgres: str) -> str:
    """An empty database on the server."""
    return new_database(postgres, f"t{next(_NUMBERS)}")


@pytest.fixture
def empty(place: str) -> Iterator[Workspace]:
    """An empty workspace, on every kind of store."""
    with Workspace.create(place) as desk:
        yield desk


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
    return str(request.getfixturevalue("database"))
