"""Articles in: outcomes, stories, and accounts that equal those of the files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from isnad import Settings, Workspace
from isnad.errors import NothingFoundError
from isnad.export.account_json import account_json
from isnad.lang.pack import load_pack
from isnad.link.stories import stories_over
from isnad.model.account import Account
from isnad.pipeline import account, annotator, gist_reader
from isnad.read.sources import read_articles
from tests.conftest import DEMO
from tests.workspace.news import news


def from_files(paths: list[str]) -> Account:
    """The account as `isnad account` tells it of files."""
    records = list(read_articles(paths, Settings()))
    pack = load_pack("ar")
    documents = [annotator(pack)(r.article) for r in records if r.article is not None]
    told = account(documents, pack, [r.outcome for r in records])
    return msgspec.structs.replace(told, issues=(*(i for r in records for i in r.issues), *told.issues))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "desk.db") as made:
        yield made


def test_every_input_ends_in_one_outcome(desk: Workspace, tmp_path: Path) -> None:
    folder = news(tmp_path / "news", 5)
    (folder / "english.txt").write_text("The council met on Monday and agreed on a budget for the coming year.", encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    added = desk.add([folder])
    assert added.outcomes == {("kept", ""): 5, ("rejected", "empty"): 1, ("rejected", "not-arabic"): 1}
    assert len(added.articles) == len(desk) == 5
    assert {a.story for a in desk.articles()} == {s.id for s in desk.stories()}


def test_adding_again_adds_nothing(desk: Workspace, tmp_path: Path) -> None:
    folder = news(tmp_path / "news")
    before = desk.add([folder])
    stories = desk.stories()
    again = desk.add([folder])
    assert again.outcomes == {("rejected", "known"): 12}
    assert (again.articles, again.stories, desk.stories()) == ((), (), stories)
    assert len(before.articles) == len(desk) == 12


def test_the_account_of_a_story_is_that_of_its_files(desk: Workspace, tmp_path: Path) -> None:
    desk.add([news(tmp_path / "news"), DEMO])
    for story in desk.stories():
        paths = [a.path for a in desk.articles(story=story.id)]
        if not any("#" in p for p in paths):
            assert account_json(desk.account(story.id)) == account_json(from_files(paths))


def test_the_demonstration_is_one_story_with_the_same_account(desk: Workspace) -> None:
    desk.add([DEMO])
    (story,) = desk.stories()
    direct = account_json(from_files([str(DEMO)]))
    assert account_json(desk.account(story.id)) == direct
    assert account_json(desk.account(story.id[:6])) == direct, "the second time it comes from the store"


def test_stories_are_those_of_the_files(desk: Workspace, tmp_path: Path) -> None:
    folder = news(tmp_path / "news", 30)
    desk.add([folder, DEMO])
    read = gist_reader(load_pack("ar"))
    gists = [read(r.article) for r in read_articles([str(folder), str(DEMO)], Settings()) if r.article is not None]
    told = {s.id: (s.title, s.articles, s.entities) for s in stories_over(gists)}
    assert {s.id: (s.title, tuple(sorted(a.id for a in desk.articles(story=s.id))), s.names) for s in desk.stories()} == told


def test_several_workers_keep_the_same(tmp_path: Path) -> None:
    folder = news(tmp_path / "news", 40)
    found = []
    for workers in (1, 2):
        with Workspace.create(tmp_path / f"{workers}.db", Settings(workers=workers)) as desk:
            desk.add([folder])
            found.append(([msgspec.structs.replace(a, added="") for a in desk], desk.statements(), desk.figures(), desk.names()))
    assert found[0] == found[1]


def test_a_notebook_shows_the_latest_stories(desk: Workspace) -> None:
    desk.add([DEMO])
    (story,) = desk.stories()
    shown = desk._repr_html_()
    assert story.title in shown and story.id[:8] in shown and "9" in shown


def test_an_unknown_story_is_named(desk: Workspace, tmp_path: Path) -> None:
    desk.add([news(tmp_path / "news", 3)])
    with pytest.raises(NothingFoundError, match="no story begins with 'zzz'"):
        desk.account("zzz")


def test_what_was_said_by_whom_over_all(desk: Workspace, tmp_path: Path) -> None:
    desk.add([news(tmp_path / "news", 6)])
    said = desk.statements(speaker="سَالِم")
    assert said and all("سالم الرندي" in s.speaker for s in said)
    assert desk.statements(speaker="زيدون") == []
    assert [f.low for f in desk.figures(event="killed", above=2)] and desk.figures(event="killed", above=3) == []
    assert desk.names(name="الرندي")[0].articles == 6
