"""Entities: every pair of `cases/entities.toml`, and what holds for any order of documents."""

from __future__ import annotations

from typing import Any

import pytest

from isnad.lang.pack import load_pack
from isnad.link.entities import EntityLinks, link_entities
from isnad.model.document import Document
from tests.annotate.cases import case_file
from tests.making import document, mention

FILE = case_file("entities")
KNOWN = {tuple(pair) for pair in FILE.get("known_misses", ())}
PAIRS = [(g["type"], a, b, kind == "same") for g in FILE["group"] for kind in ("same", "different") for a, b in g[kind]]


def named(kind: Any, *names: str) -> list[Document]:
    """One document a name."""
    out = []
    for number, name in enumerate(names):
        text = f"\n{number} {name}"
        out.append(document(text, f"{number}.txt", mentions=(mention(text, name, kind),)))
    return out


def entities_of(documents: list[Document]) -> tuple[EntityLinks, list[str]]:
    links = link_entities(documents, load_pack("ar"))
    return links, [links.mention_entity[d.id, d.mentions[0].span] for d in documents]


@pytest.mark.parametrize(("kind", "a", "b", "same"), PAIRS)
def test_pairs(kind: str, a: str, b: str, same: bool, request: pytest.FixtureRequest) -> None:
    if (a, b) in KNOWN:
        request.applymarker(pytest.mark.xfail(reason="known miss", strict=True))
    _, (x, y) = entities_of(named(kind, a, b))
    assert (x == y) is same


def test_order_of_documents_changes_nothing() -> None:
    documents = named("person", "سيرغي ماركوف", "سيرجي ماركوف", "محمد سالم")
    forward, _ = entities_of(documents)
    backward, _ = entities_of(documents[::-1])
    assert forward.entities == backward.entities
    assert forward.mention_entity == backward.mention_entity


def test_a_merge_says_why() -> None:
    links, _ = entities_of(named("place", "سوريا", "سورية"))
    (entity,) = links.entities
    assert [f.name for m in entity.merges for f in m.features] == ["same-table-row"]
