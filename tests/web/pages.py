"""Looking at pages in tests."""

from __future__ import annotations

import re
from typing import Any

from lxml import html
from starlette.testclient import TestClient

Tree = Any


def opened(client: TestClient, address: str, status: int = 200) -> Tree:
    """The page at an address as a tree."""
    answer = client.get(address)
    assert answer.status_code == status, answer.text[:2000]
    return html.document_fromstring(answer.content.decode())


def words(tree: Tree, path: str) -> list[str]:
    """The texts of elements, on one line each."""
    return [" ".join(e.text_content().split()) for e in tree.xpath(path)]


def token(client: TestClient, address: str = "/") -> str:
    """The token of the forms of a page; the browser keeps its cookie."""
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', client.get(address).text)
    assert found is not None, f"no form at {address}"
    return found[1]


def send(client: TestClient, to: str, origin: str = "http://127.0.0.1:8050", **fields: str) -> Any:
    """Send a form as a browser does."""
    return client.post(to, data=fields, headers={"Origin": origin})
