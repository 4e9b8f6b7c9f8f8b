"""What looks like something else, from reading to every page: told as an issue, marked where it is shown, never counted as the true one."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import html
from rich.console import Console
from starlette.testclient import TestClient

from isnad import Workspace
from isnad.export.briefing import build_briefing
from isnad.export.catalogue import load_catalogue
from isnad.export.exporters import exporter
from isnad.export.odd_characters import marked
from isnad.export.terminal import print_account
from isnad.export.view import build_view
from isnad.lang.pack import load_pack
from isnad.link.entities import link_entities
from isnad.model.account import Account
from isnad.model.outcome import SPOOFS
from isnad.pipeline import account, annotator
from isnad.read.jsonl import read_jsonl
from isnad.read.records import Job, Record, Source
from isnad.settings import Settings
from isnad.web.app import make_app
from tests.annotate.reading import read
from tests.making import document, mention

TRUE, FALSE = "paper.example", "p\u0430per.example"
BODY = "قال وزير النقل سالم الرندي إن 12 شخصا قتلوا في انهيار جسر النور يوم الثلاثاء، وأضاف: «سقط الجسر{} فجأة». "
ROWS = [
    {"id": "1", "outlet": "صحيفة النور", "url": f"https://{TRUE}/1", "title": "انهيار جسر في النور", "text": BODY.format("") * 3},
    {
        "id": "2", "outlet": "صحيفة النور", "url": f"https://{FALSE}/1", "title": "انهيار \u202eجسر\u202c في النور",
        "text": BODY.format("\u2067\u2066") * 3 + "ونقلت وكالة Re\u0443ters عنه أن الر\u200bندي سيزور المكان.",
    },
]  # fmt: skip


@cache
def records() -> tuple[Record, ...]:
    data = "\n".join(json.dumps({**row, "published": "2024-03-05"}) for row in ROWS).encode()
    return tuple(read_jsonl(Source(path="a.jsonl", stream=io.BytesIO(data)), Job(settings=Settings())))


@cache
def told() -> Account:
    annotate = annotator(load_pack("ar"))
    made = account([annotate(r.article) for r in records() if r.article], load_pack("ar"))
    return msgspec.structs.replace(made, issues=(*(i for r in records() for i in r.issues), *made.issues))


def test_each_kind_is_one_issue_with_its_place() -> None:
    clean, odd = records()
    assert clean.issues == () and odd.article is not None
    found = {i.code: i for i in odd.issues}
    codes = ["turned-text", "hidden-characters", "look-alike-letters"]
    assert sorted(found) == sorted([*codes, "deceptive-host"])
    places = [span.of(odd.article.text) for c in codes if (span := found[c].span) is not None]
    assert places == ["\u202e", "\u200b", "\u0443"]
    assert found["turned-text"].detail == "8 places: U+202E U+202C U+2067 U+2066" and found["deceptive-host"].detail.startswith("xn--")


def test_the_false_outlet_is_another_teller() -> None:
    assert len(told().links.claims) > 0 and {c.tellers for c in told().links.claims if len(c.statements) > 3} == {2}
    true = account([read(BODY.format("") * 3, path=p, outlet="صحيفة النور", url=f"https://{TRUE}/{p}") for p in "ab"], load_pack("ar"))
    assert {c.tellers for c in true.links.claims} == {1}
    assert [i.detail.split(" ")[0] for i in told().issues if i.code == "look-alike-outlets"] == [TRUE]
    assert not [i for i in true.issues if i.code == "look-alike-outlets"]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_report_marks_it_in_the_language_of_the_reader(language: str) -> None:
    say = load_catalogue(language)
    page = exporter("html")(told(), say).decode()
    tree: Any = html.document_fromstring(page)
    marks = tree.xpath('//mark[@class="odd"]')
    assert {m.text_content() for m in marks} >= {"[U+202E]", "[U+2067]", "[U+200B]", "\u0443[U+0443]"}
    assert any(m.get("title").startswith(say("odd.turning")) and "RIGHT-TO-LEFT OVERRIDE" in m.get("title") for m in marks)
    heads = tree.xpath('//details[@class="article"]/summary//mark[@class="odd"]')
    assert heads and not set(page) & set("\u202e\u202c\u2066\u2067")
    assert f"xn--pper-53d.example ({FALSE[:2]}" in tree.text_content() and say("issue.deceptive-host") in tree.text_content()
    assert not set("\u202e\u202c\u2066\u2067") & set(tree.xpath("//title")[0].text)


@pytest.mark.parametrize("form", ["markdown", "terminal", "briefing"])
def test_plain_pages_spell_it_out(form: str) -> None:
    say = load_catalogue("en")
    if form == "markdown":
        page = exporter("markdown")(told(), say).decode().replace("\\", "")
    elif form == "terminal":
        out = io.StringIO()
        print_account(build_view(told(), say), say, Console(file=out, width=200, color_system=None))
        page = out.getvalue()
    else:
        page = repr(build_briefing(build_view(told(), say), say))
    assert "[U+202E]" in page and "xn--pper-53d.example" in page and not set(page) & set("\u202e\u202d\u202a\u202b\u202c\u2066\u2067")
    assert form == "briefing" or (say("issue.deceptive-host") in page and say("issue.look-alike-outlets") in page)


def test_a_text_of_nothing_but_marks_makes_no_page_of_a_hundred_times_its_size() -> None:
    say = load_catalogue("ar")
    shown = marked("\u202eأ" * 50_000, say)
    assert shown.count("<mark") == 2_000 and shown.count("[U+202E]") == 50_000 and len(shown) < 12 * 100_000


def test_json_holds_issues_and_host_and_the_text_as_it_is() -> None:
    body = json.loads(exporter("json")(told(), load_catalogue("en")))
    by_path = {a["path"]: a for a in body["articles"]}
    true, false = by_path["a.jsonl#1"], by_path["a.jsonl#2"]
    assert true["host"] == {"name": TRUE, "letters": TRUE, "deceptive": False}
    assert false["host"] == {"name": "xn--pper-53d.example", "letters": FALSE, "deceptive": True}
    assert "\u202eجسر\u202c" in false["text"]
    issue = next(i for i in body["issues"] if i["code"] == "turned-text")
    assert false["text"][slice(*issue["span"])] == "\u202e"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("spoofing")
    (folder / "a.jsonl").write_text("\n".join(json.dumps({**r, "published": "2024-03-05"}) for r in ROWS), encoding="utf-8")
    with Workspace.create(folder / "desk.db") as made:
        made.add([folder / "a.jsonl"])
        for story in made.stories():
            made.account(story.id)
        yield made


def test_the_reading_room_marks_it(desk: Workspace) -> None:
    browser = TestClient(make_app(desk), base_url="http://127.0.0.1:8050", follow_redirects=False)
    false = next(a for a in desk.articles() if a.path.endswith("#2"))
    assert false.outlet == "xn--pper-53d.example"
    pages = {f"/articles/{false.id}": 4} | {f"/stories/{s.id}": 1 for s in desk.stories()}
    for address, warnings in {**pages, "/": 0, "/search?q=الرندي": 0}.items():
        answer = browser.get(address)
        tree: Any = html.document_fromstring(answer.text)
        assert answer.status_code == 200 and not set(answer.text) & set("\u202e\u202c\u2066\u2067"), address
        assert len(tree.xpath('//p[contains(@class, "spoof")]')) >= warnings, address
        assert warnings or tree.xpath('//mark[@class="odd"]'), address
    tree = html.document_fromstring(browser.get(f"/articles/{false.id}").text)
    assert tree.xpath('//h1//mark[@class="odd"]') and "xn--pper-53d.example" in tree.xpath('//p[@class="facts"]')[0].text_content()
    shown = tree.xpath('//div[@class="text"]')[0].text_content()
    assert shown.count("[U+2067]") == 3 and "\u0443[U+0443]" in shown


def test_a_name_in_borrowed_letters_is_kept_apart_with_the_reason() -> None:
    one = "قال Martin Keller إن الوضع هادئ."
    two = "قال Martin K\u0435ller إن الوضع هادئ."
    made = [document(t, f"{n}.txt", mentions=(mention(t, t[4:17], "person"),)) for n, t in enumerate([one, one, two])]
    entities = link_entities(made, load_pack("ar")).entities
    assert sorted(sum(e.forms.values()) for e in entities) == [1, 2]
    reasons = {f.name for e in entities for m in e.kept_apart for f in m.features}
    assert "look-alike-letters" in reasons
    same = link_entities([document(one, "a.txt", mentions=(mention(one, "Martin Keller", "person"),)), made[1]], load_pack("ar"))
    assert len(same.entities) == 1


def test_persian_letters_in_an_arabic_name_are_a_spelling() -> None:
    texts = ["قال كريم الفارسي إن الوضع هادئ.", "قال کریم الفارسی إن الوضع هادئ."]
    made = [document(t, f"{n}.txt", mentions=(mention(t, t[4:16], "person"),)) for n, t in enumerate(texts)]
    assert len(link_entities(made, load_pack("ar")).entities) == 1
    assert read(texts[1]).issues == ()


def test_every_issue_has_words_in_both_languages() -> None:
    source = Path(__file__).parents[2] / "src" / "isnad"
    codes = {c for p in source.rglob("*.py") for c in re.findall(r'Issue\([^)]*?code="([a-z-]+)"', p.read_text(encoding="utf-8"))}
    codes |= SPOOFS | {"mixed-encoding", "broken-bytes"}
    assert len(codes) >= 10
    for language in ("ar", "en"):
        assert {f"issue.{c}" for c in codes} <= load_catalogue(language).keys()
