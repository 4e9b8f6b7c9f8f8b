"""When an article was published: every case of cases/publication.toml."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.annotate.layout import layout_finder
from isnad.annotate.parse import parse
from isnad.annotate.publication import publication_finder, url_day
from isnad.annotate.times import time_finder
from isnad.lang.pack import load_pack
from isnad.model.article import Article
from isnad.model.document import Document
from tests.annotate.cases import case_file

CASES = case_file("publication")["case"]


@cache
def stages() -> Any:
    pack = load_pack("ar")
    return [layout_finder(pack), time_finder(pack), publication_finder(pack)]


def publish(text: str, **metadata: Any) -> Document:
    document = parse(Article(id="case", path="case.txt", text=text, **metadata), load_pack("ar"))
    for find in stages():
        document = find(document)
    return document


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["about"])
def test_cases(case: dict[str, str]) -> None:
    publication = publish(case["text"], **{k: case[k] for k in ("url", "retrieved", "published") if k in case}).publication
    assert (publication.date or "")[:10] == case["date"]
    assert publication.by == case["by"]
    assert 0 <= publication.confidence <= 1
    assert (publication.confidence == 0) == (not case["date"])


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://x.com/2015/08/10/a.html", date(2015, 8, 10)),
        ("http://x.com/2015-8-9-a", date(2015, 8, 9)),
        ("http://x.com/20150810/a", date(2015, 8, 10)),
        ("http://x.com/10-08-2015/a", date(2015, 8, 10)),
        ("http://x.com/article/1071594", None),
        ("http://x.com/2015/02/30/", None),
        (None, None),
        ("", None),
    ],
)
def test_addresses(url: str | None, day: date | None) -> None:
    assert url_day(url) == day


@given(st.text(max_size=100), st.text(max_size=30), st.text(max_size=30))
def test_any_metadata(text: str, url: str, retrieved: str) -> None:
    publication = publish(text, url=url, retrieved=retrieved).publication
    assert publication.date is None or date.fromisoformat(publication.date[:10])
