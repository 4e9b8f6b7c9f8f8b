"""Judgements: each kind holds from when it is made, and taking it back leaves no trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from isnad import Workspace
from isnad.errors import NothingFoundError, UsageError
from isnad.export.account_json import account_json, account_object
from isnad.model.account import Account
from isnad.model.span import Span
from tests.conftest import DEMO
from tests.workspace.news import news


@pytest.fixture
def desk(demo: str) -> Iterator[Workspace]:
    with Workspace.open(demo) as made:
        yield made


def shown(desk: Workspace) -> list[object]:
    """Everything a person sees, without the times at which it was written."""
    stories = [msgspec.structs.replace(s, changed="") for s in desk.stories()]
    return [stories, [(a.id, a.story) for a in desk], [account_json(desk.account(s.id)) for s in stories]]


def told(desk: Workspace) -> Account:
    return desk.account(max(desk.stories(), key=lambda s: s.size).id)


def a_statement(desk: Workspace) -> tuple[str, str]:
    """A statement with a named speaker: its id and the name."""
    row = next(s for s in desk.statements() if s.form == "named" and s.speaker)
    return row.id, row.speaker


def conflict(desk: Workspace) -> tuple[str, str]:
    found = told(desk).conflicts[0]
    a, b = (f"{e.article}:{e.span.start}-{e.span.end}" for e in (found.a, found.b))
    return a, b


def an_article(desk: Workspace) -> tuple[str, str]:
    row = desk.articles()[0]
    assert row.story is not None
    return row.id, row.story


def two_people(desk: Workspace) -> tuple[str, str]:
    kept = {n.name for n in desk.names(type="person")}
    a, b = [e.name for e in told(desk).links.entities if e.name in kept][:2]
    return a, b


def of_one_claim(desk: Workspace) -> tuple[str, str]:
    a, b = next(c.statements for c in told(desk).links.claims if len(c.statements) > 1)[:2]
    return a, b


def of_two_claims(desk: Workspace) -> tuple[str, str]:
    of = {s: c.id for c in told(desk).links.claims for s in c.statements}
    rows = desk.statements()
    return next((a.id, b.id) for a in rows for b in rows if a.article < b.article and of[a.id] != of[b.id])


KINDS: dict[tuple[str, str], Callable[[Workspace], tuple[str, str]]] = {
    ("speaker", "wrong"): a_statement,
    ("speaker", "right"): lambda d: (a_statement(d)[0], "زيدون الهلالي"),
    ("entity", "same"): two_people,
    ("claim", "different"): of_one_claim,
    ("claim", "same"): of_two_claims,
    ("story", "outside"): an_article,
    ("conflict", "dismissed"): conflict,
    ("conflict", "accepted"): conflict,
}


@pytest.mark.parametrize("kind", KINDS, ids="-".join)
def test_taken_back_everything_is_as_it_was(kind: tuple[str, str], desk: Workspace) -> None:
    before = shown(desk)
    made = desk.judge(kind[0], *KINDS[kind](desk), kind[1], author="desk", reason="why")
    assert shown(desk) != before
    assert desk.undo(made.id[:10], author="other") == made
    assert shown(desk) == before
    assert [(j.author, j.undone_by) for j in desk.judgements()] == [("desk", "other")]


def test_a_wrong_speaker_is_taken_away(desk: Workspace) -> None:
    statement, name = a_statement(desk)
    made = desk.judge("speaker", statement, name, "wrong", author="desk")
    account = told(desk)
    (found,) = [s for a in account_object(account)["articles"] for s in a["statements"] if s["id"] == statement]
    assert (found["speaker"], found["speaker_form"]) == (None, "unnamed")
    assert found["chain"][-1]["role"] == "unnamed"
    assert statement not in account.links.speaker_entity
    assert made.a.startswith("place:") and made.b.startswith("name:person:")


def test_a_right_speaker_is_given(desk: Workspace) -> None:
    statement, name = a_statement(desk)
    other = next(s.speaker for s in desk.statements() if s.form == "named" and s.speaker not in (name, ""))
    made = desk.judge("speaker", statement, other, "right", author="desk")
    account = told(desk)
    entity = next(e for e in account.links.entities if e.id == account.links.speaker_entity[statement])
    assert other in entity.forms
    (found,) = [s for d in account.documents for s in d.statements if s.id == statement]
    assert found.speaker is not None and found.speaker.by == f"judgement:{made.id}"


def test_a_judgement_on_a_speaker_that_is_not_there_changes_nothing(desk: Workspace) -> None:
    before = account_json(told(desk))
    desk.judge("speaker", a_statement(desk)[0], "زيدون الهلالي", "wrong", author="desk")
    assert account_json(told(desk)) == before


def test_on_every_store(empty: Workspace) -> None:
    desk = empty
    desk.add([DEMO])
    before = shown(desk)
    made = [desk.judge(kind[0], *find(desk), kind[1], author="desk") for kind, find in KINDS.items()]
    assert shown(desk) != before
    for judgement in made:
        desk.undo(judgement.id, author="desk")
    assert shown(desk) == before


def test_an_article_outside_its_story_is_one_of_its_own_and_one_inside_comes_in(desk: Workspace, tmp_path: Path) -> None:
    desk.add([news(tmp_path / "news", 6)])
    article = desk.articles()[2]
    home = next(s for s in desk.stories() if s.id == article.story)
    other = next(s for s in desk.stories() if s.id != article.story)
    desk.judge("story", article.id, home.id, "outside", author="desk")
    alone = desk.article_row(article.id).story
    assert alone not in (home.id, None) and desk.story(str(alone)).size == 1
    assert desk.story(home.id).size == home.size - 1
    desk.judge("story", article.id, other.id, "inside", author="desk")
    assert desk.article_row(article.id).story == other.id
    assert desk.story(other.id).size == other.size + 1
    assert article.id in {d.id for d in desk.account(other.id).documents}
    with pytest.raises(NothingFoundError):
        desk.story(str(alone))
    desk.add([news(tmp_path / "news", 12)])
    assert desk.article_row(article.id).story == other.id, "it holds while articles come"


def test_a_story_may_be_named_by_another_article_of_it(desk: Workspace) -> None:
    first, second = desk.articles()[:2]
    desk.judge("story", first.id, f"article:{second.id}", "outside", author="desk")
    assert desk.article_row(first.id).story != desk.article_row(second.id).story


def test_an_accepted_conflict_names_who_accepted_it(desk: Workspace) -> None:
    a, b = conflict(desk)
    before = told(desk).conflicts
    desk.judge("conflict", b, a, "accepted", author="desk")
    assert told(desk).conflicts[0].details["accepted"] == "desk"
    desk.judge("conflict", a, b, "dismissed", author="other")
    assert told(desk).conflicts == before[1:], "the later judgement holds"


def test_places_may_grow_and_shrink_with_better_rules(desk: Workspace) -> None:
    first = told(desk).conflicts[0]
    wider = [Span(e.span.start, e.span.end + 1) for e in (first.a, first.b)]
    a, b = (f"{e.article}:{s.start}-{s.end}" for e, s in zip((first.a, first.b), wider, strict=True))
    desk.judge("conflict", a, b, "dismissed", author="desk")
    assert first not in told(desk).conflicts


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (("weather", "a", "b", "same"), UsageError, "no judgements on 'weather'; expected one of entity, speaker"),
        (("story", "a", "b", "right"), UsageError, "'right' does not fit a judgement on a story: expected one of inside, outside"),
        (("story", "zz", "{story}", "inside"), NothingFoundError, "no article 'zz'"),
        (("story", "{article}", "zz", "inside"), NothingFoundError, "no story begins with 'zz'"),
        (("claim", "zz", "zz", "same"), NothingFoundError, "no statement 'zz'"),
        (("conflict", "5-9", "x", "dismissed"), UsageError, "'5-9' is no place: expected ARTICLE:START-END"),
        (("entity", "سالم", "سَالم", "same"), UsageError, "was named twice"),
        (("entity", " \u200f ", "سالم", "same"), UsageError, "is no name"),
    ],
)
def test_what_is_wrong_is_named(arguments: tuple[str, str, str, str], error: type[Exception], message: str, desk: Workspace) -> None:
    article, story = an_article(desk)
    kind, a, b, verdict = (x.format(article=article, story=story) for x in arguments)
    with pytest.raises(error, match=message):
        desk.judge(kind, a, b, verdict, author="desk")
    assert desk.judgements() == ()


def test_a_judgement_needs_an_author(desk: Workspace) -> None:
    with pytest.raises(UsageError, match="author"):
        desk.judge("entity", "سالم", "سليم", "same", author=" ")
