"""Revisions: the same address with another text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from isnad import Workspace
from isnad.errors import NothingFoundError
from isnad.workspace.addresses import normalised

FIRST = "حريق في سوق سمارا يقتل 3 أشخاص\nقال المتحدث سالم الرندي إن الحريق قتل 3 أشخاص في السوق.\nوأعلنت الشرطة أن التحقيق بدأ.\n"
SECOND = "حريق في سوق سمارا يقتل 5 أشخاص\nقال المتحدث سالم الرندي إن الحريق قتل 5 أشخاص في السوق.\nونفى الرندي وجود مفقودين.\n"


def put(folder: Path, name: str, text: str, url: str) -> Path:
    path = folder / name
    path.write_text(json.dumps({"text": text, "url": url, "published": "2031-03-04"}, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def desk(empty: Workspace, tmp_path: Path) -> Workspace:
    empty.add([put(tmp_path, "one.json", FIRST, "https://www.paper.example/fire/?utm_source=x")])
    return empty


def test_another_text_of_an_address_is_a_revision(desk: Workspace, tmp_path: Path) -> None:
    added = desk.add([put(tmp_path, "two.json", SECOND, "http://paper.example/fire#top")])
    assert added.revisions == ("paper.example/fire",) == tuple(a for a, _ in desk.revised())
    old, new = desk.articles()
    assert (old.replaced_by, old.story, new.replaced_by) == (new.id, None, None)
    assert [s.size for s in desk.stories()] == [1]
    assert {s.article for s in desk.statements()} == {new.id}
    assert desk.article(old.id).text == FIRST, "nothing is thrown away"


def test_what_changed_is_told(desk: Workspace, tmp_path: Path) -> None:
    desk.add([put(tmp_path, "two.json", SECOND, "https://paper.example/fire")])
    (revision,) = desk.revisions("https://paper.example/fire")
    a, b = (desk.article(i).text for i in (revision.before, revision.article))
    changed = [(e.a.of(a), e.b.of(b)) for e in revision.edits]
    assert changed[:2] == [("3", "5"), ("3", "5")]
    assert any("التحقيق" in x for x, _ in changed) and any("مفقودين" in y for _, y in changed)
    found = {(d.kind, d.fate, d.a.of(a) if d.a else None, d.b.of(b) if d.b else None) for d in revision.differences}
    assert ("figure", "changed", "3", "5") in found
    assert any(kind == "statement" and fate == "changed" for kind, fate, _, _ in found)
    assert any(kind == "statement" and fate in ("came", "changed") and y and "مفقودين" in y for kind, fate, _, y in found)


def test_the_same_text_is_no_revision(desk: Workspace, tmp_path: Path) -> None:
    added = desk.add([put(tmp_path, "copy.json", FIRST, "https://www.paper.example/fire/?utm_source=x")])
    assert (added.revisions, desk.revised()) == ((), ())
    assert desk.revisions("paper.example/fire") == ()


def test_an_unknown_address_is_named(desk: Workspace) -> None:
    with pytest.raises(NothingFoundError, match="no article of the address"):
        desk.revisions("https://paper.example/other")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.Paper.example/a/?utm_source=x&b=2&a=1#c", "paper.example/a?a=1&b=2"),
        ("http://paper.example:80/a", "paper.example/a"),
        ("http://paper.example:8080/a", "paper.example:8080/a"),
        ("https://paper.example/%D8%B3/", "paper.example/س"),
        ("https://paper.example/?p=1", "paper.example?p=1"),
        ("ftp://paper.example/a", None),
        ("http://[x/a", None),
        ("nothing", None),
        (None, None),
    ],
)
def test_one_spelling_for_an_address(url: str | None, expected: str | None) -> None:
    assert normalised(url) == expected
