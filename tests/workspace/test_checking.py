"""What the workspace holds, what is stale, and mending it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from isnad import Workspace
from isnad.lang.pack import Pack
from isnad.model.document import Document
from isnad.store.opening import open_store
from isnad.workspace.checking import installed
from isnad.workspace.projections import PROJECTIONS
from tests.conftest import DEMO
from tests.workspace.news import news


class Lengths:
    """A projection from outside: how long each text is."""

    name = "lengths"

    def __init__(self, version: int = 1) -> None:
        self.version = version

    def prepare(self, connection: Connection) -> None:
        connection.execute(text("CREATE TABLE IF NOT EXISTS lengths (article TEXT PRIMARY KEY, size INTEGER)"))

    def reader(self, pack: Pack) -> Callable[[Document], Any]:
        return lambda document: len(document.text) * self.version

    def write(self, connection: Connection, rows: Sequence[tuple[str, Any]]) -> None:
        self.remove(connection, [a for a, _ in rows])
        for article, size in rows:
            connection.execute(text("INSERT INTO lengths VALUES (:a, :s)"), {"a": article, "s": size})

    def remove(self, connection: Connection, articles: Sequence[str]) -> None:
        for article in articles:
            connection.execute(text("DELETE FROM lengths WHERE article = :a"), {"a": article})


def lengths(desk: Workspace) -> dict[str, int]:
    with desk.store.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(text("SELECT article, size FROM lengths"))}


def test_what_the_store_holds(empty: Workspace, tmp_path: Path) -> None:
    desk = empty
    (tmp_path / "empty.txt").write_bytes(b"")
    desk.add([DEMO, tmp_path / "empty.txt"])
    found = desk.checkup()
    assert (found.counts["articles"], found.counts["stories"], found.waiting, found.stale) == (9, 1, 0, 0)
    assert [(c.fate, c.reason, c.count) for c in found.outcomes] == [("kept", "", 9), ("rejected", "empty", 1)]
    assert (found.projections, found.unended, found.failures) == ((), (), ())
    assert found.counts["statements"] == len(desk.statements())


def test_stale_documents_are_read_anew(empty: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = empty
    desk.add([DEMO])
    (story,) = desk.stories()
    before = desk.account(story.id)
    for module in ("adding", "checking", "refreshing", "telling"):
        monkeypatch.setattr(f"isnad.workspace.{module}.reading_fingerprint", lambda language: "other")
    monkeypatch.setattr("isnad.workspace.telling.telling_fingerprint", lambda language: "other")
    assert desk.checkup().stale == 9
    assert desk.account(story.id) == before, "read anew on the way"
    assert desk.refresh() == 9
    assert (desk.checkup().stale, desk.account(story.id), desk.stories()[0].id) == (0, before, story.id)
    assert desk.refresh() == 0


def test_a_projection_is_written_with_its_article_and_anew_for_another_version(place: str, tmp_path: Path) -> None:
    with Workspace(open_store(place, create=True), projections=(*PROJECTIONS, Lengths())) as desk:
        desk._prepare()
        desk.add([news(tmp_path / "news", 4)])
        found = {a.id: a.characters for a in desk}
        assert lengths(desk) == found
    with Workspace(open_store(place), projections=(*PROJECTIONS, Lengths(2))) as later:
        assert later.checkup().projections == ("lengths",)
        later.refresh()
        assert lengths(later) == {article: 2 * size for article, size in found.items()}
        assert later.checkup().projections == ()


def test_what_is_installed_is_told() -> None:
    found = installed()
    assert found.isnad != "unknown"
    assert set(found.extras) == {"meaning", "postgres", "parquet", "documents", "assistant"}
