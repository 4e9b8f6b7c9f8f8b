"""A desk with the demonstration story, and browsers without a screen. Tests that only read share one workspace."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

from isnad import Workspace
from isnad.settings import Serving, Settings
from isnad.web.app import make_app

ADDRESS = "http://127.0.0.1:8050"


@pytest.fixture(scope="session")
def told(_demo: Path) -> Iterator[Workspace]:
    """The demonstration story with its account told; for reading only, one for all tests."""
    with Workspace.open(_demo) as desk:
        for story in desk.stories():
            desk.account(story.id)
        yield desk


@pytest.fixture(scope="session")
def reader(told: Workspace) -> TestClient:
    """A browser on the shared desk; in Arabic unless the address says otherwise. Keeps no cookies between requests."""
    client = TestClient(make_app(told), base_url=ADDRESS, raise_server_exceptions=False, follow_redirects=False)
    client.cookies.jar.set_policy(_NoCookies())
    return client


@pytest.fixture
def desk(demo: str) -> Iterator[Workspace]:
    """A desk of one's own with the demonstration story, to be changed."""
    with Workspace.open(demo) as made:
        yield made


@pytest.fixture
def browser(desk: Workspace) -> Callable[..., TestClient]:
    """Makes browsers on that desk; keyword arguments are those of `Serving`."""

    def made(**serving: object) -> TestClient:
        desk.settings = msgspec.structs.replace(desk.settings or Settings(), serve=Serving(**serving))  # type: ignore[arg-type]
        return TestClient(make_app(desk), base_url=ADDRESS, raise_server_exceptions=False, follow_redirects=False)

    return made


class _NoCookies(DefaultCookiePolicy):
    """A policy that keeps nothing."""

    def set_ok(self, cookie: object, request: object) -> bool:
        return False


HOSTILE = '<script>alert("x")</script> <img src=x onerror=alert(1)> \u202eمقلوب\u2066 " onmouseover="alert(1)'


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A desk whose articles try everything."""
    folder = tmp_path_factory.mktemp("hostile")
    body = "قال المتحدث باسم البلدية إن 12 شخصا أصيبوا في انهيار الجسر الجديد فجر الثلاثاء. "
    records = [
        {
            "id": f"h{n}", "title": f"{HOSTILE} {n}", "text": body * 6 + HOSTILE + "ا" * 900, "outlet": f'صدى"><b>{n}',
            "published": "2031-03-04", "url": "javascript:alert(1)" if n else f"https://news.example/{n}", "byline": HOSTILE,
        }
        for n in range(3)
    ]  # fmt: skip
    Path(folder / "h.jsonl").write_text("\n".join(json.dumps(r) for r in records), encoding="utf-8")
    with Workspace.create(folder / "desk.db") as desk:
        desk.add([folder / "h.jsonl"])
        yield desk
