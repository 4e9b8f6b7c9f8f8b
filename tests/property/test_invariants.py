"""What must hold of whatever articles come: true to the bytes, in whatever order and by however many processes, however often."""

from __future__ import annotations

import io
import itertools
import json
import re
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from fuzzing.truths import document_faults, spans_of
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from isnad import Workspace
from isnad.cli.work import read_account
from isnad.derive.gate import check, content_words
from isnad.export.account_json import account_json
from isnad.lang.pack import load_pack
from isnad.model.article import Article
from isnad.model.document import Document
from isnad.pipeline import account, annotator
from isnad.read.jsonl import read_jsonl
from isnad.read.plain import read_plain
from isnad.read.records import Job, Reader, Source
from isnad.run.local import annotate_all, compact_documents
from isnad.settings import Settings
from tests.property.told import texts

MARKS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff", "utf-8-sig": b"\xef\xbb\xbf"}
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEW = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate))
"""Of what takes seconds; shrinking would take minutes."""


@cache
def annotate() -> Any:
    return annotator(load_pack("ar"))


def read(data: bytes, reader: Reader) -> list[Article]:
    return [r.article for r in reader(Source(path="a", stream=io.BytesIO(data)), Job(settings=Settings())) if r.article is not None]


def findings(document: Document) -> list[Any]:
    """Every span of every layer: what was found, not how the text was cut."""
    layers = ("layout", "mentions", "times", "quantities", "statements", "labels", "notes", "publication")
    return [span for layer in layers for _, span in spans_of(getattr(document, layer)) if span.size]


@QUICK
@given(texts(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp1256"]))
def test_findings_of_a_text_file_stand_in_its_bytes(text: str, encoding: str) -> None:
    """The bytes from where a span begins, counted in the encoding, are the words of the span."""
    if encoding == "cp1256":
        text = text.translate(dict.fromkeys(map(ord, "٧\u202b\u202c\u200f"))).encode("cp1256", "ignore").decode("cp1256")
    plain = "utf-8" if encoding == "utf-8-sig" else encoding
    mark = MARKS.get(encoding, b"")
    data = mark + text.encode(plain)
    article = read(data, read_plain)[0]
    document = annotate()(article)
    assert article.text == text and document_faults(document) == [] and findings(document)
    for span in findings(document):
        words = span.of(text).encode(plain)
        start = len(mark) + len(text[: span.start].encode(plain))
        assert data[start : start + len(words)] == words


@QUICK
@given(st.lists(texts(), min_size=1, max_size=3), st.booleans())
def test_findings_of_a_record_stand_in_its_fields(told: list[str], escaped: bool) -> None:
    rows = [dict(zip(("title", "text"), t.split("\n", 1), strict=True), id=n, byline="نوران - سالم الرندي") for n, t in enumerate(told)]
    data = "\n".join(json.dumps(row, ensure_ascii=escaped) for row in rows).encode()
    fields = [[json.loads(line)[k] for k in ("title", "byline", "text")] for line in data.decode().split("\n")]
    articles = read(data, read_jsonl)
    assert len(articles) == len(dict.fromkeys(map(str, rows)))
    for article in articles:
        row = fields[int(article.path.rpartition("#")[2])]
        document = annotate()(article)
        assert document_faults(document) == []
        for span in findings(document):
            # A span of several fields (a headline with its byline) is made of the fields' own lines.
            assert span.of(article.text) in "\n".join(row) or all(any(p in f for f in row) for p in span.of(article.text).split("\n"))


def many(told: Sequence[str]) -> list[Article]:
    return [
        msgspec.structs.replace(read(t.encode(), read_plain)[0], path=f"{n}.txt", outlet=f"o{n % 3}", published=f"2031-03-0{4 + n % 3}")
        for n, t in enumerate(told)
    ]


@QUICK
@given(st.lists(texts(), min_size=2, max_size=4, unique=True), st.randoms(use_true_random=False))
def test_the_order_of_documents_changes_no_byte(told: list[str], chance: Any) -> None:
    documents = [annotate()(a) for a in many(told)]
    first = account_json(account(documents, load_pack("ar")))
    chance.shuffle(documents)
    assert account_json(account(documents, load_pack("ar"))) == first


@QUICK
@given(st.lists(texts(), min_size=2, max_size=4, unique=True))
def test_no_sentence_of_a_brief_is_without_support(told: list[str]) -> None:
    pack = load_pack("ar")
    documents = [annotate()(a) for a in many(told)]
    made = account(documents, pack)
    free = frozenset(w for row in pack.table("brief_templates").rows for w in content_words(re.sub(r"\{\w+\}", "", row.form)))
    for sentence in made.brief:
        assert check(sentence, {d.id: d.text for d in documents}, free).passed, sentence
        assert not check(msgspec.structs.replace(sentence, evidence=()), {}, free).passed


@FEW
@given(st.lists(texts(), min_size=2, max_size=4, unique=True), st.randoms(use_true_random=False))
def test_the_order_of_files_changes_no_byte(told: list[str], chance: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, f"{n}.txt") for n in range(len(told))]
        for file, text in zip(files, told, strict=True):
            file.write_bytes(text.encode().replace("ا".encode(), b"\xff", 1))  # a lost byte is an issue of each file
        first = account_json(read_account([str(f) for f in files], Settings()))
        chance.shuffle(files)
        assert account_json(read_account([str(f) for f in files], Settings())) == first
        assert account_json(read_account([folder], Settings())) == first


@pytest.mark.parametrize("work", [annotate_all, compact_documents])
def test_the_number_of_processes_changes_no_byte(work: Any) -> None:
    """One example of many articles: starting processes takes its time."""
    told = [
        f"{a}\n{b}\n"
        for a, b in itertools.permutations(("قال سالم الرندي إن 12 شخصا قتلوا أمس.", "ونفى خالد النوري «ذلك كله».", "حريق."), 2)
    ] * 6
    articles = many([f"{t} {n}" for n, t in enumerate(told)])
    one, two = (account_json(account(list(work(articles, "ar", n)), load_pack("ar"))) for n in (1, 2))
    assert one == two


def seen(desk: Workspace) -> list[object]:
    """Everything that a person sees of a workspace, but for when it was written and the log of what was added."""
    stories = [msgspec.structs.replace(s, changed="") for s in desk.stories()]
    accounts = [msgspec.json.decode(account_json(desk.account(s.id))) for s in stories]
    for told in accounts:
        told.pop("outcomes")
    found = desk.search("قال", by="words", limit=50)
    return [
        stories, accounts, [(a.id, a.story, a.replaced_by) for a in desk.articles()], desk.names(), desk.statements(), desk.figures(),
        [(h.article.id, h.score) for h in found.hits], found.facets, desk.feeds(), desk.follows(),
    ]  # fmt: skip


@FEW
@given(st.lists(texts(), min_size=1, max_size=4, unique=True), st.lists(st.integers(0, 3), min_size=1, max_size=4))
def test_what_is_added_again_changes_nothing_that_can_be_seen(told: list[str], again: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "desk.db") as desk:
        files = [Path(folder, f"{n}.txt") for n in range(len(told))]
        for file, text in zip(files, told, strict=True):
            file.write_bytes(text.encode())
        desk.add(files)
        before = seen(desk)
        for n in again:
            added = desk.add([files[n % len(files)]])
            assert added.articles == () and added.outcomes == {("rejected", "known"): 1}
        desk.add(files[::-1])
        assert seen(desk) == before


@FEW
@given(st.data())
def test_judgements_taken_back_in_any_order_leave_nothing_but_the_log(data: st.DataObject) -> None:
    told = ["انهيار جسر نوران\n" + " ".join(t) for t in (
        ("قال سالم الرندي إن 12 شخصا قتلوا في نوران أمس.", "ونفى خالد النوري ذلك.", "وقال سالم الرندي إن الجسر قديم."),
        ("وقال سالم الرنديي إن 20 شخصا قتلوا في نوران أمس.", "وأكد خالد النوري أن الجسر قديم.", "وقال خالد النوري إن التحقيق بدأ."),
    )]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "desk.db") as desk:
        files = [Path(folder, f"{n}.txt") for n in range(len(told))]
        for file, text in zip(files, told, strict=True):
            file.write_bytes(text.encode())
        desk.add(files)
        before = seen(desk)
        made = [
            desk.judge(kind, a, b, verdict, author="desk")
            for kind, a, b, verdict in data.draw(st.lists(st.sampled_from(choices(desk)), min_size=1, max_size=5))
        ]
        for one in data.draw(st.permutations(list({j.id: j for j in made}.values()))):
            if next(j for j in desk.judgements() if j.id == one.id).undone is None:
                desk.undo(one.id, author="other")
        assert seen(desk) == before
        assert {j.id for j in desk.judgements()} >= {j.id for j in made} and all(j.undone for j in desk.judgements())


def choices(desk: Workspace) -> list[tuple[str, str, str, str]]:
    """Judgements that may be made: on names, speakers, claims and stories, for and against."""
    names = [n.name for n in desk.names(type="person")]
    rows = [r for r in desk.statements() if r.speaker]
    article = desk.articles()[0]
    assert len(names) > 1 and len(rows) > 2 and article.story
    pairs = list(itertools.combinations(sorted(names), 2))[:4]
    out = [("entity", a, b, verdict) for a, b in pairs for verdict in ("same", "different", "unsure")]
    out += [("claim", a.id, b.id, verdict) for a, b in itertools.combinations(rows[:4], 2) for verdict in ("same", "different")]
    out += [("speaker", r.id, r.speaker, "wrong") for r in rows[:3]] + [("speaker", r.id, names[0], "right") for r in rows[:3]]
    return [*out, ("story", article.id, article.story, "outside")]
