"""The runners, each as a test wants it. Ray is started once, small, on the loopback address, and shut down at the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from isnad.run.bulk.order import Report, bulk
from isnad.run.cluster import Cluster
from isnad.run.processes import Processes
from isnad.run.runner import Here, Runner
from tests.run.archive import invented

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def ray_cluster() -> Iterator[Cluster]:
    """A Ray cluster of two processors, whose workers know the tests."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(ROOT)
    try:
        with Cluster(2) as cluster:
            yield cluster
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before


@pytest.fixture(scope="session")
def process_pool() -> Iterator[Processes]:
    """Two worker processes."""
    with Processes(2) as pool:
        yield pool


@pytest.fixture(scope="session", autouse=True)
def no_cuts_by_address() -> Iterator[None]:
    """Where shards are cut follows from addresses, which here are those of a temporary folder: cut otherwise in one run of fifteen."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("isnad.run.bulk.inputs.CUT", 1 << 40)
        yield


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented archive."""
    return invented(tmp_path_factory.mktemp("archive") / "in")


@pytest.fixture(scope="session")
def result(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """What comes of it, and the report of the run; to be looked at only."""
    out = tmp_path_factory.mktemp("result") / "out"
    return out, bulk([str(archive)], out, Here())


@pytest.fixture(params=["here", "processes", pytest.param("ray", marks=pytest.mark.slow)])
def runner(request: pytest.FixtureRequest) -> Runner:
    """Every runner."""
    return named(request, request.param)


@pytest.fixture(params=["processes", pytest.param("ray", marks=pytest.mark.slow)])
def workers(request: pytest.FixtureRequest) -> Runner:
    """Every runner whose tasks are done in processes of their own."""
    return named(request, request.param)


def named(request: pytest.FixtureRequest, name: str) -> Runner:
    """A runner by its name."""
    if name == "here":
        return Here()
    found: Runner = request.getfixturevalue({"processes": "process_pool", "ray": "ray_cluster"}[name])
    return found
