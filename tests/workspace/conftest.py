"""Fixtures: a clock that the test moves, and a workspace that goes by it and fetches impatiently."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from isnad import Workspace
from isnad.settings import Settings
from isnad.store.opening import open_store
from tests.fetch.server import IMPATIENT
from tests.workspace.feeding import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    settings = Settings(fetch=msgspec.structs.replace(IMPATIENT, retries=0), today=datetime.date(2031, 3, 5))
    with Workspace(open_store(str(tmp_path / "desk.db"), create=True), settings, clock=clock) as made:
        made._prepare()
        yield made
