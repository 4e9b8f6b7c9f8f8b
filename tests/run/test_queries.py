"""Every query of the how-to page runs over a small result and finds something."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from isnad.run.bulk.order import Report
from isnad.run.bulk.tables import TABLES

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "query-archives.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def base(result: tuple[Path, Report]) -> duckdb.DuckDBPyConnection:
    """A connection with the views of the first block."""
    found = duckdb.connect()
    found.execute(BLOCKS[0].replace("archive/", f"{result[0]}/"))
    return found


@pytest.mark.parametrize("number", range(1, len(BLOCKS)))
def test_every_query_finds_something(base: duckdb.DuckDBPyConnection, result: tuple[Path, Report], number: int) -> None:
    found = base.execute(BLOCKS[number].replace("archive/", f"{result[0]}/")).fetchall()
    assert found, BLOCKS[number]


def ask(base: duckdb.DuckDBPyConnection, start: str) -> list[tuple[object, ...]]:
    """What the first query under a heading finds."""
    (block,) = re.findall(rf"## {start}\n.*?```sql\n(.*?)```", PAGE, re.DOTALL)[:1]
    return base.execute(block).fetchall()


def test_a_persons_statements(base: duckdb.DuckDBPyConnection) -> None:
    found = ask(base, "A person's statements over a year")
    assert len(found) >= 9 and [r[0] for r in found] == sorted(r[0] for r in found)  # type: ignore[type-var]
    assert any("حريقا شب في سوق سمارا" in str(r[4]) for r in found)


def test_a_toll(base: duckdb.DuckDBPyConnection) -> None:
    found = ask(base, "A toll over outlets")
    assert {(r[1], r[2]) for r in found} >= {("صحيفة الضفة", 4.0), ("موقع نبأ", 4.0)}
    assert {r[6] for r in found} >= {"سالم الرندي"}


def test_words_stand_where_they_are_said_to(base: duckdb.DuckDBPyConnection) -> None:
    for content, words in base.execute(
        'SELECT s.content, substr(a.text, s."start" + 1, s."end" - s."start") FROM statements s JOIN articles a ON a.id = s.article'
    ).fetchall():
        assert content == words or "…" in content


def test_the_page_names_every_table() -> None:
    assert set(re.findall(r"archive/(\w+)/", PAGE)) == set(TABLES) - {"times"}
