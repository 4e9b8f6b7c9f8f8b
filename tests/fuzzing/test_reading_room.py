"""What the harness of the reading room itself must see: forms that change something, and changes that nobody was allowed."""

from __future__ import annotations

import msgspec
import pytest
from fuzzing.reading_room import ADDRESS, Asked, Room, page_faults, room
from fuzzing.room_seeds import FORMS

from isnad.web import app as web
from isnad.web.access import forms

OURS = b"http://" + ADDRESS.encode()


@pytest.fixture(scope="module")
def here() -> Room:
    return room()


def follow(here: Room, **fields: object) -> Asked:
    """The form that follows a person."""
    page = next(p for p in here.pages["POST"] if p.path == "/follows")
    body = b"csrf=" + here.token.encode() + b"&kind=person&value=x"
    return msgspec.structs.replace(Asked(page=page, path=b"/follows", body=body, who="editor", origin=OURS), **fields)


def test_a_form_that_may_changes_and_is_put_back(here: Room) -> None:
    before = here.version()
    assert here.ask(follow(here)).status == 303
    assert here.version() != before and here.content() != here.first
    here.put_back()
    assert here.content() == here.first


@pytest.mark.parametrize(
    "wrong", [{"body": b"kind=person&value=x", "token": False}, {"who": "reader"}, {"who": "nobody"}, {"origin": b"http://a.example"}]
)
def test_a_form_that_may_not_is_refused(here: Room, wrong: dict[str, object]) -> None:
    assert here.faults(follow(here, **wrong)) == [] and here.ask(follow(here, **wrong)).status in (303, 403)
    assert here.content() == here.first


def test_a_change_without_a_token_would_be_seen(here: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "check_token", lambda visit: None)
    found = here.faults(follow(here, body=b"kind=person&value=x", token=False))
    assert [f for f in found if f.endswith("changed")] and here.content() == here.first


def test_a_change_by_who_may_not_would_be_seen(here: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web.ReadingRoom, "admit", lambda self, visit: None)
    assert [f for f in here.faults(follow(here, who="reader")) if "status" in f or "changed" in f]


@pytest.mark.parametrize(
    "page",
    [
        "<p onclick='x()'>a",
        "<script>1</script>",
        "<a href='java\tscript:1'>a</a>",
        "<p>\u202e</p>",
        "<iframe></iframe>",
        "<script src='//a.example'></script>",
    ],
)
def test_what_no_page_may_hold_is_seen(page: str) -> None:
    assert list(page_faults(page.encode())) != []


@pytest.mark.parametrize("path", ["/stories/{}", "/judgements/undo", "/?person={}", "/api/articles?story={}"])
def test_a_name_longer_than_any_is_not_found(here: Room, path: str) -> None:
    long = b"1%25_" * 20_000
    page = next(p for m in here.pages.values() for p in m if p.path in (path.partition("?")[0].replace("{}", "{story}"),))
    address, _, query = path.encode().partition(b"?")
    body = b"csrf=" + here.token.encode() + b"&id=" + long
    asked = Asked(page=page, path=address.replace(b"{}", long), query=query.replace(b"{}", long), body=body, who="admin", origin=OURS)
    assert here.faults(asked) == [] and here.ask(asked).status in (200, 400, 404)
    words = b"+".join(b"%d" % n for n in range(3_000))
    assert here.faults(msgspec.structs.replace(asked, query=query.replace(b"{}", words))) == []


def test_every_form_has_a_seed() -> None:
    assert set(FORMS) == {p.path for p in room().pages["POST"]}


def test_an_origin_that_is_no_address_is_refused(here: Room) -> None:
    assert here.ask(follow(here, origin=b"http://[")).status == 403
