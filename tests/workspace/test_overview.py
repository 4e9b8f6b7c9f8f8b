"""Stories as a front page lists them: in pages, by what they are about, with what their accounts told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from isnad import Workspace
from isnad.errors import UsageError
from isnad.store import marks, migrations
from isnad.workspace import telling

EVENTS = (
    ("سمارا", "حريق", "سوق الخشب", "التهمت النيران الدكاكين والبضائع واحترقت المخازن"),
    ("نوران", "فيضان", "نهر الزمرد", "غمرت المياه البيوت والحقول وانقطعت الطرق والجسور"),
    ("ميراس", "إضراب", "عمال المناجم", "توقف العمال عن الحفر مطالبين بزيادة الأجور والتأمين"),
    ("الرندية", "مؤتمر", "صيادي السمك", "ناقش الصيادون حصص السمك والشباك ومواسم الصيد"),
    ("البحرين السفلى", "مهرجان", "الغناء القديم", "غنى المطربون ألحانا قديمة أمام جمهور من العازفين"),
)
"""Town, event, of what, and a sentence that only this story has."""


def events(folder: Path, count: int = 14) -> Path:
    """A file of articles about invented events, of which each paper writes in turn."""
    folder.mkdir()
    lines = []
    for n in range(count):
        town, event, what, told = EVENTS[n % len(EVENTS)]
        text = f"{event} {what} في {town}\nقال المتحدث سالم الرندي إن {event} {what} في بلدة {town} مستمر. {told}. {told} ({n}).\n"
        day = f"2024-03-{1 + n // len(EVENTS) * 2 + n % 2:02}"
        lines.append({"id": n, "url": f"https://paper{n % 3}.example/{n}", "text": text, "published": day, "outlet": f"صحيفة {n % 3}"})
    (folder / "news.jsonl").write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return folder


@pytest.fixture
def desk(empty: Workspace, tmp_path: Path) -> Workspace:
    empty.add([events(tmp_path / "news")])
    return empty


def test_pages_hold_every_story_once(desk: Workspace) -> None:
    """In the order of the list, however many stand on a page."""
    order = [s.id for s in desk.stories()]
    assert len(order) == len(EVENTS)
    for size in (1, 2, 4, 9):
        seen: list[str] = []
        while page := desk.cards(limit=size, after=seen[-1] if seen else None):
            seen += [c.story.id for c in page]
        assert seen == order


def test_a_card_tells_growth_and_outlets(desk: Workspace) -> None:
    for card in desk.cards():
        articles = desk.articles(story=card.story.id)
        assert sum(n for _, n in card.growth) == sum(n for _, n in card.outlets) == card.story.size == len(articles)
        assert [day for day, _ in card.growth] == sorted({(a.published or "")[:10] for a in articles})


def test_stories_by_day_outlet_place_and_size(desk: Workspace) -> None:
    (outlet, *_) = desk.marks("outlet")
    assert {c.story.id for c in desk.cards({"outlet": outlet.value})} == {a.story for a in desk.articles(outlet=outlet.value)}
    assert outlet.stories == len(desk.cards({"outlet": outlet.value}))
    town = EVENTS[2][0]
    assert [c.story.title for c in desk.cards({"place": town})] == [s.title for s in desk.stories() if town in s.title]
    assert desk.cards({"place": "%"}) == desk.cards({"person": "لا أحد"}) == ()
    assert {c.story.size for c in desk.cards({"least": 3})} == {3}
    held = {s.id for s in desk.stories() if (s.first or "") <= "2024-03-02" <= (s.last or "")}
    assert {c.story.id for c in desk.cards({"since": "2024-03-02", "until": "2024-03-02"})} == held != set()
    with pytest.raises(UsageError, match="kind 'colour'"):
        desk.marks("colour")


def test_a_digest_is_kept_with_the_account_and_grows_old(desk: Workspace, tmp_path: Path) -> None:
    first = desk.stories()[0]
    assert all(c.digest is None and not c.fresh for c in desk.cards())
    account = desk.account(first.id)
    card = next(c for c in desk.cards() if c.story.id == first.id)
    assert card.fresh and card.digest is not None and card.digest.articles == len(account.documents)
    assert first.id not in desk.untold() and len(desk.untold()) == len(EVENTS) - 1
    a, b = (f"article:{a.id}" for a in desk.articles(story=first.id)[:2])
    desk.judge("story", a, b, "outside", author="t")
    card = next(c for c in desk.cards() if c.story.id == first.id)
    assert card.digest is not None and not card.fresh
    desk.account(first.id)
    assert next(c for c in desk.cards() if c.story.id == first.id).fresh


def test_a_digest_tells_the_main_claims(demo: str) -> None:
    with Workspace.open(demo) as desk:
        (story,) = desk.stories()
        account = desk.account(story.id)
        (card,) = desk.cards()
        assert card.digest is not None
        texts = {d.id: " ".join(d.text.split()) for d in account.documents}
        most = max(c.tellers for c in account.links.claims)
        assert card.digest.claims[0].tellers == most and card.digest.claims[0].speaker
        assert all(c.text.removesuffix(" …").split(" … ")[0] in texts[c.article] for c in card.digest.claims)
        assert card.digest.conflicts + card.digest.updates == len(account.conflicts)


def test_an_older_store_gets_its_marks(demo: str) -> None:
    with Workspace.open(demo) as desk:
        before = desk.cards()
        with desk.store.writing() as connection:
            for table in ("story_marks", "story_digests"):
                connection.exec_driver_sql(f"DROP TABLE {table}")
            migrations.add_marks(connection)
        assert desk.cards() == before and before[0].people


def test_the_fuller_form_of_a_name_stands_for_its_parts(demo: str) -> None:
    with Workspace.open(demo) as desk, desk.store.reading() as connection:
        (story,) = desk.stories()
        names = [f" {name} " for name, _ in marks.of_stories(connection, [story.id], "person")[story.id]]
    assert len(names) > 2 and not any(a in b for a in names for b in names if a != b)


def test_a_judgement_makes_the_digests_old_that_it_bears_on(desk: Workspace) -> None:
    stories = [s.id for s in desk.stories()]
    for story in stories:
        desk.account(story)
    article = desk.articles(story=stories[0])[0].id
    made = desk.judge("conflict", f"{article}:0-3", f"{article}:4-7", "dismissed", author="t")
    assert desk.untold() == (stories[0],)
    desk.account(stories[0])
    assert desk.untold() == ()
    desk.undo(made.id, author="t")
    assert desk.untold() == (stories[0],)
    desk.judge("entity", desk.names(story=stories[1], limit=1)[0].name, "لا أحد", "different", author="t")
    assert set(desk.untold()) >= {stories[1]}


def test_other_rules_make_all_digests_old(desk: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.outdate()
    told = desk.stories()[0].id
    desk.account(told)
    desk.outdate()
    assert told not in desk.untold()
    monkeypatch.setattr("isnad.run.fingerprints.telling_fingerprint", lambda language: "other")
    desk.outdate()
    assert told in desk.untold()


def test_what_comes_while_an_account_is_told_makes_it_old(desk: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = desk.stories()[0]
    whole = telling.account_over

    def slowly(*given: Any) -> Any:
        made = whole(*given)
        a, b = (f"article:{a.id}" for a in desk.articles(story=story.id)[:2])
        desk.judge("story", a, b, "outside", author="t")
        return made

    monkeypatch.setattr(telling, "account_over", slowly)
    desk.account(story.id)
    assert story.id in desk.untold()
    card = next(c for c in desk.cards() if c.story.id == story.id)
    assert card.digest is not None and not card.fresh
