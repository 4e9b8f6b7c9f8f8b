"""A name over all stories: forms, why they are one, offices, what it said by claim and over time."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from isnad import Workspace
from isnad.errors import NothingFoundError
from isnad.export.view_words import one_line
from isnad.model.account import Entity
from isnad.store.tables import statements
from isnad.text.folding import fold_form
from isnad.web.views.places import name_address
from tests.web.pages import opened, words


@pytest.fixture(scope="module")
def person(told: Workspace) -> Entity:
    """The person of the demonstration with most merges."""
    account = told.account(told.stories()[0].id)
    return max((e for e in account.links.entities if e.type == "person"), key=lambda e: (len(e.merges), sum(e.forms.values())))


def address(entity: Entity) -> str:
    return name_address(entity.type, fold_form(max(entity.forms, key=lambda f: (entity.forms[f], f))))


def test_all_forms_with_the_reason_of_each_merge(reader: TestClient, person: Entity) -> None:
    page = opened(reader, f"{address(person)}?lang=en")
    assert person.name in words(page, "//h1")[0]
    assert set(words(page, '//ul[@class="forms-list"]//a')) == {one_line(f) for f in person.forms}
    told = " ".join(words(page, '//ul[@class="bonds"]'))
    assert person.merges and all(f.name in told for m in person.merges for f in m.features)


def test_every_form_leads_to_the_same_name(reader: TestClient, person: Entity) -> None:
    titles = {words(opened(reader, name_address(person.type, fold_form(f))), "//h1")[0] for f in person.forms}
    assert len(titles) == 1


def test_offices_and_words_over_time(reader: TestClient, told: Workspace, person: Entity) -> None:
    page = opened(reader, address(person))
    assert set(words(page, '//ul[@class="offices"]//a')) == {one_line(r.text) for r in person.roles}
    account = told.account(told.stories()[0].id)
    own = [s for s, e in account.links.speaker_entity.items() if e == person.id]
    if own:
        assert page.xpath('//section[@id="stories"]//li/a[contains(@href,"/claims/")]')
    days = page.xpath('//ol[@class="told-days"]//time/@datetime')
    assert days == sorted(days, reverse=True)
    assert all(reader.get(a.partition("#")[0]).status_code == 200 for a in page.xpath('//ol[@class="told-days"]//a/@href')[:3])


def test_statements_go_on_where_the_last_page_ended(told: Workspace) -> None:
    speakers = {fold_form(s.speaker) for s in told.statements()} - {""}
    whole = told.said_as(speakers, limit=1000)
    paged, before = [], None
    while rows := told.said_as(speakers, limit=3, before=before):
        paged += rows
        before = (rows[-1].day or "", rows[-1].article, rows[-1].start, rows[-1].id)
    assert [r.id for r in paged] == [r.id for r in whole]
    assert len(whole) > 10 and [r.day or "" for r in whole] == sorted((r.day or "" for r in whole), reverse=True)


def test_statements_that_begin_at_one_place_all_come(told: Workspace) -> None:
    row = told.statements()[0]
    with told.store.writing() as connection:
        connection.execute(
            statements.insert(),
            [
                {
                    "article": row.article, "place": place, "id": f"{name}{row.id[1:]}", "speaker": "من لا أحد", "named": "من لا أحد",
                    "form": row.form, "act": row.act, "commitment": row.commitment, "direct": row.direct, "content": row.content,
                    "start": row.start, "end": row.end, "day": row.day,
                }
                for place, name in enumerate("abc", 900)
            ],
        )  # fmt: skip
    try:
        first = told.said_as(["من لا أحد"], limit=2)
        last = first[-1]
        rest = told.said_as(["من لا أحد"], limit=2, before=(last.day or "", last.article, last.start, last.id))
        assert [r.id[0] for r in (*first, *rest)] == ["c", "b", "a"]
    finally:
        with told.store.writing() as connection:
            connection.execute(statements.delete().where(statements.c.speaker == "من لا أحد"))


def test_both_ways_to_write_an_anchor(reader: TestClient, person: Entity) -> None:
    short = address(person)
    long = short.replace("/names/", "/names/name:")
    assert words(opened(reader, short), "//h1") == words(opened(reader, long), "//h1")


@pytest.mark.parametrize("anchor", ["nobody", "person:", "colour:x", f"person:{quote('لا أحد البتة')}", "person:%3Cscript%3E"])
def test_who_is_not_named_has_no_page(reader: TestClient, anchor: str) -> None:
    assert reader.get(f"/names/{anchor}").status_code == 404


def test_unknown_things_are_errors_of_the_workspace(told: Workspace) -> None:
    with pytest.raises(NothingFoundError, match="no statement x"):
        told.statement("x")
    with pytest.raises(NothingFoundError, match="no person is named x"):
        told.name("person", "x")
    assert told.revision("x") is None
    assert told.stories_naming("person", ["x"], limit=3) == []


def test_an_account_that_was_not_told_is_not_told_for_a_name(desk: Workspace) -> None:
    story = desk.stories()[0].id
    assert desk.told(story) is None
    account = desk.account(story)
    assert desk.told(story) == account
    with Workspace.open(desk.store.url.removeprefix("sqlite:///")) as again:
        assert again.told(story) == account
