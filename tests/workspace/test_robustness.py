"""Nothing acknowledged is lost and nothing is half-written: kills, two writers, a full disk, no rights. See `trials`."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from isnad import Workspace
from isnad.errors import StoreError
from isnad.store import sqlite
from tests.workspace.news import news

ROOT = Path(__file__).parents[2]


def trial(*arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.workspace.trials", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_killed_at_random_moments() -> None:
    found = trial("kills", "--kills", "10", "--articles", "16")
    assert (found["kills"], found["wrong"]) == (10, []), found


def test_killed_at_random_moments_on_a_server(database: str) -> None:
    found = trial("kills", "--kills", "5", "--articles", "8", "--place", database)
    assert (found["kills"], found["wrong"]) == (5, []), found


def test_two_writers_at_once(place: str) -> None:
    found = trial("writers", "--articles", "18", *(("--place", place) if "://" in place else ()))
    assert found == {"codes": [0, 0], "wrong": []}


def test_a_disk_that_takes_no_more() -> None:
    found = trial("full", "--articles", "40", "--bytes", "1200000")
    assert (found["code"], found["wrong"]) == (0, [])
    assert 0 < found["acknowledged"] < 40, found
    assert len(found["errors"]) == 1 and "disk" in found["errors"][0]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become a user without rights")
def test_without_rights_it_is_read_and_says_why_it_is_not_written() -> None:
    found = trial("rights", "--articles", "6")
    assert found["code"] == 0
    state, refused = found["told"]
    assert state == {"read_only": True, "articles": 6, "told": state["told"]} and state["told"]
    assert "reading only" in refused["error"]


def test_a_full_store_says_so_and_keeps_what_it_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "desk.db"
    with Workspace.create(place) as desk:
        desk.add([news(tmp_path / "few", 3)])
        before = ([a.id for a in desk], desk.stories())
    real: Callable[..., sqlite3.Connection] = sqlite.connect

    def small(path: Path, *, read_only: bool) -> sqlite3.Connection:
        connection = real(path, read_only=read_only)
        connection.execute("PRAGMA max_page_count=1").close()  # means: not one page more
        return connection

    monkeypatch.setattr(sqlite, "connect", small)
    with Workspace.open(place) as desk:
        with pytest.raises(StoreError, match=r"desk\.db: the disk is full"):
            desk.add([news(tmp_path / "many", 60)])
        assert ([a.id for a in desk], desk.stories()) == before
    monkeypatch.undo()
    with Workspace.open(place) as desk:
        assert len(desk.add([tmp_path / "many"]).articles) == 57


def test_what_is_no_workspace_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("these are notes, and no workspace", encoding="utf-8")
    for create in (False, True):
        with pytest.raises(StoreError, match=r"notes\.txt is no workspace"):
            Workspace.open(other, create=create)
        assert other.read_text(encoding="utf-8") == "these are notes, and no workspace"
    with pytest.raises(StoreError, match="is a folder"):
        Workspace.open(tmp_path)
    with pytest.raises(StoreError, match="there is no folder"):
        Workspace.create(tmp_path / "none" / "desk.db")


def test_a_damaged_file_is_named(tmp_path: Path, demo: str) -> None:
    damaged = tmp_path / "damaged.db"
    data = bytearray(Path(demo).read_bytes())
    data[4096 : len(data) // 2] = b"\xff" * (len(data) // 2 - 4096)
    damaged.write_bytes(data)
    with pytest.raises(StoreError, match=r"damaged\.db: .*(damaged|malformed)"), Workspace.open(damaged) as desk:
        list(desk)
    assert damaged.read_bytes() == data
