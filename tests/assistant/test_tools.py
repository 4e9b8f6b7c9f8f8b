"""Tools for assistants: asked directly, and over the protocol."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from isnad.assistant.tools import TOOLS, Tools
from isnad.errors import NothingFoundError, UsageError
from isnad.workspace.workspace import Workspace

RECORDS = [
    {"id": "1", "outlet": "صدى", "published": "2021-03-04", "url": "https://a.example/1", "title": "انفجار في ميناء سمار يخلف قتلى",
     "text": "قال وزير الصحة ليث الخرماني إن 14 شخصا قتلوا في انفجار ميناء سمار أمس الأربعاء."},
    {"id": "2", "outlet": "المنارة", "published": "2021-03-05", "url": "https://b.example/2",
     "title": "انفجار ميناء سمار: ارتفاع عدد القتلى",
     "text": "أعلن وزير الصحة ليث الخرماني أن عدد قتلى انفجار ميناء سمار بلغ 17 قتيلا."},
]  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("desk")
    (folder / "day.jsonl").write_bytes(b"\n".join(msgspec.json.encode(r) for r in RECORDS))
    with Workspace.create(folder / "desk.db") as made:
        made.add([folder / "day.jsonl"])
        yield made


def evidence(thing: Any) -> Iterator[dict[str, Any]]:
    if isinstance(thing, dict):
        if {"article", "span", "words"} <= thing.keys():
            yield thing
        for value in thing.values():
            yield from evidence(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from evidence(value)


class TestDirectly:
    def test_every_line_of_an_account_points_at_its_words(self, desk: Workspace) -> None:
        tools = Tools(desk)
        story = tools.list_stories(least=1)[0]["id"]
        told = tools.story_account(story)
        places = list(evidence(told))
        assert told["brief"] and places
        for place in places:
            start, end = place["span"]
            assert desk.article(place["article"]).text[start:end] == place["words"] != ""

    def test_who_said(self, desk: Workspace) -> None:
        rows = Tools(desk).who_said("الخرماني")
        assert [r["day"] for r in rows] == ["2021-03-04", "2021-03-05"]
        assert all(desk.article(r["article"]).text[r["start"] : r["end"]] == r["content"] for r in rows)

    def test_figures_and_search(self, desk: Workspace) -> None:
        tools = Tools(desk)
        assert {r["low"] for r in tools.figures(event="killed")} == {14, 17}
        assert {r["low"] for r in tools.figures(event="killed", above=15)} == {17}
        (hit,) = tools.search_articles("killed>15")
        assert hit["url"] == "https://b.example/2"

    def test_words_with_what_stands_around_them(self, desk: Workspace) -> None:
        tools = Tools(desk)
        article = tools.search_articles("أمس")[0]["id"]
        read = tools.read_words(article, 5, 9)
        assert read["before"] + read["words"] + read["after"] == desk.article(article).text[: 9 + len(read["after"])]

    @pytest.mark.parametrize(("start", "end"), [(-1, 3), (5, 2), (0, 10**9), (10**6, None)])
    def test_a_span_outside_is_named_or_cut(self, desk: Workspace, start: int, end: int | None) -> None:
        tools = Tools(desk)
        article = tools.search_articles("أمس")[0]["id"]
        if (start, end) == (0, 10**9):
            assert tools.read_words(article, start, end)["span"][1] == len(desk.article(article).text)
        else:
            with pytest.raises(UsageError, match="expected 0 <= start"):
                tools.read_words(article, start, end)

    def test_what_is_not_there_is_named(self, desk: Workspace) -> None:
        with pytest.raises(NothingFoundError):
            Tools(desk).story_account("nothing")
        with pytest.raises(UsageError, match="limit 0"):
            Tools(desk).list_stories(limit=0)


class TestOverTheProtocol:
    def test_tools_are_listed_as_reading_only_and_answer(self, desk: Workspace) -> None:
        mcp = pytest.importorskip("mcp", reason="the extra `assistant` is not installed")
        from isnad.assistant.server import make_server

        async def ask() -> None:
            async with mcp.Client(make_server(desk)) as client:
                listed = (await client.list_tools()).tools
                assert {t.name for t in listed} == set(TOOLS)
                assert all(t.annotations is not None and t.annotations.read_only_hint for t in listed)
                assert all(t.description for t in listed)
                answer = await client.call_tool("who_said", {"speaker": "الخرماني"})
                assert not answer.is_error
                assert "14 شخصا قتلوا" in str(answer.structured_content or answer.content)
                wrong = await client.call_tool("search_articles", {"query": "colour:red"})
                assert wrong.is_error
                assert "no field" in str(wrong.content)

        asyncio.run(ask())
