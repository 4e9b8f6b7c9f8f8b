"""Linking by shuffles finds what linking in memory finds, on sets that fit in memory."""

from __future__ import annotations

import gzip
import itertools
import os
import shutil
from pathlib import Path
from typing import Any

import pyarrow.dataset
import pytest
from benchmarks.archive_windows import kept

from isnad.lang.pack import load_pack
from isnad.link.entities import link_entities
from isnad.link.reuse import find_reuse
from isnad.link.stories import link_stories
from isnad.model.document import Document
from isnad.read.sources import read_articles
from isnad.run.bulk import copies
from isnad.run.bulk.order import Choices, bulk
from isnad.run.local import annotate_all
from isnad.run.runner import Here
from isnad.settings import Settings
from tests.run.archive import lines, story

ROOT = Path(__file__).parents[2]
NEWS = Path(os.environ.get("ISNAD_SHARED", ROOT.parent / "shared")) / "data" / "saudi-news"
WHOLE = Choices(window=0, story_window=0)


def rows(out: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pyarrow.dataset.dataset(str(out / table), format="parquet").to_table().to_pylist()
    return found


def documents(place: Path) -> list[Document]:
    return list(annotate_all([r.article for r in read_articles([str(place)], Settings()) if r.article is not None], "ar"))


def agrees(place: Path, out: Path) -> None:
    """Everything that `link` finds of copies, stories and names stands in the tables."""
    bulk([str(place)], out, Here(), WHOLE)
    read, pack = documents(place), load_pack("ar")
    pairs = {(r.a, r.b): (r.kind, r.direction, round(r.share, 4), len(r.passages)) for r in find_reuse(read, pack)}
    assert {(r["a"], r["b"]): (r["kind"], r["direction"], r["share"], r["passages"]) for r in rows(out, "reuse")} == pairs
    stories = link_stories(read, pack)
    assert {r["id"]: r["story"] for r in rows(out, "articles")} == {a: s.id for s in stories for a in s.articles}
    told = {s.id: (s.title or None, len(s.articles), " | ".join(s.entities)) for s in stories}
    assert {r["id"]: (r["title"] or None, r["articles"], r["names"]) for r in rows(out, "stories")} == told
    found = link_entities(read, pack)
    mentions = {(d.id, m.span.start, m.span.end): found.mention_entity.get((d.id, m.span)) for d in read for m in d.mentions}
    assert {(r["article"], r["start"], r["end"]): r["entity"] for r in rows(out, "mentions")} == mentions
    known = {e.id: (e.type, e.name, e.latin, sum(e.forms.values())) for e in found.entities}
    told_of = {r["id"]: (r["type"], r["name"], r["latin"], r["mentions"]) for r in rows(out, "entities")}
    assert told_of == {i: known[i] for i in set(mentions.values()) if i is not None}
    speakers = {r["id"]: r["speaker_id"] for r in rows(out, "statements") if r["speaker_id"]}
    assert speakers and all(found.speaker_entity[s] == e for s, e in speakers.items())


def test_the_demonstration_story(tmp_path: Path) -> None:
    for path in (ROOT / "examples" / "demo").rglob("*.txt"):  # without the list beside them: archives have none
        (tmp_path / "in").mkdir(exist_ok=True)
        shutil.copy(path, tmp_path / "in" / path.name)
    agrees(tmp_path / "in", tmp_path / "out")


@pytest.mark.parametrize("names", [1_000, 2])
def test_namesakes(tmp_path: Path, names: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A player and an officer of one name are two, wherever in the shuffle each of them lies."""
    monkeypatch.setattr("isnad.run.bulk.planning.NAMES", names)
    ball, guard = (
        "حضر اللاعب {} واللاعب {} مباراة الفريق في مدينة سمارا، وقال اللاعب {} إن الفوز كان مستحقاً.",
        "تفقد العقيد {} والعقيد {} الثكنات في مدينة سمارا، وقال العقيد {} إن الأمن مستتب.",
    )
    given = ["سامر", "ماهر", "عادل", "نادر", "جابر", "طارق"]
    texts = [t.format(f"{g} الدوري", f"{other} {g}ي", f"{g} الدوري") for g in given for t, other in ((ball, "حسام"), (guard, "فؤاد"))]
    for n, text in enumerate(texts):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / f"{n:02}.txt").write_text(f"خبر رقم {n} من سمارا\n\n{text}\n")
    agrees(tmp_path / "in", tmp_path / "out")
    named = [r["name"] for r in rows(tmp_path / "out", "entities") if r["name"].endswith("الدوري")]
    assert len(named) == 2 * len(set(named)) == 2 * len(given)


@pytest.mark.slow
@pytest.mark.skipif(not NEWS.is_dir(), reason="no articles in ../shared/data/saudi-news")
@pytest.mark.parametrize("parts", [1, 3])
def test_real_news(tmp_path: Path, parts: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one part of each shuffle, and in three."""
    for name, most in (("RUNS", 30_000), ("ARTICLES", 30), ("NAMES", 900), ("KEYS", 30), ("STORIES", 30)) if parts > 1 else ():
        monkeypatch.setattr(f"isnad.run.bulk.planning.{name}", most)
    monkeypatch.setattr("isnad.run.bulk.gather.SLICE", 40)
    with gzip.open(min(NEWS.glob("*.jsonl.gz"))) as file:
        (tmp_path / "news.jsonl").write_bytes(b"".join(itertools.islice(file, 90)))
    agrees(tmp_path / "news.jsonl", tmp_path / "out")


@pytest.mark.slow
@pytest.mark.skipif(not NEWS.is_dir(), reason="no articles in ../shared/data/saudi-news")
def test_windows_of_days_keep_most_together(tmp_path: Path) -> None:
    """Of five days, with windows of three: most of the stories of one run over all, and the copies of neighbouring days."""
    for path in sorted(NEWS.glob("*.jsonl.gz"))[:5]:
        with gzip.open(path) as file:
            (tmp_path / path.name.removesuffix(".gz")).write_bytes(b"".join(itertools.islice(file, 50)))
    files = sorted(str(p) for p in tmp_path.glob("*.jsonl"))
    bulk(files, tmp_path / "whole", Here(), WHOLE)
    shutil.copytree(tmp_path / "whole", tmp_path / "cut")  # so that nothing is read twice
    report = bulk(files, tmp_path / "cut", Here(), Choices(window=2, story_window=3, story_block=240))
    assert not report.made["gather"] and report.made["cluster"] > 1
    whole, cut = ({r["id"]: r["story"] for r in rows(tmp_path / place, "articles")} for place in ("whole", "cut"))
    assert kept(whole, cut) >= 0.85 and kept(cut, whole) >= 0.75
    pairs = [{(r["a"], r["b"]) for r in rows(tmp_path / place, "reuse")} for place in ("whole", "cut")]
    days = {r["id"]: r["day"] for r in rows(tmp_path / "whole", "articles")}
    near = {p for p in pairs[0] if days[p[0]] and days[p[1]] and abs((days[p[0]] - days[p[1]]).days) < 2}
    assert near and len(near & pairs[1]) >= 0.95 * len(near)


@pytest.mark.parametrize("window", [0, 30])
def test_a_text_that_everybody_carries_is_compared_with_its_first_carrier_only(
    tmp_path: Path, window: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [story(0, "سمارا", f"صحيفة {n:03}") for n in range(copies.CROWD + 9)]
    for name in "ab":  # each article stands in two shards
        (tmp_path / f"{name}.jsonl").write_bytes(lines(*many))
    monkeypatch.setattr("isnad.run.bulk.inputs.FILES", 1)
    bulk([str(tmp_path / f"{name}.jsonl") for name in "ab"], tmp_path / "out", Here(), Choices(window=window))
    pairs = [(r["a"], r["b"]) for r in rows(tmp_path / "out", "reuse")]
    assert len(set(pairs)) == len(pairs) and all(a != b for a, b in pairs)
    carriers = {x for p in pairs for x in p}
    assert len(carriers) == len(many) and len(pairs) < 2 * len(many), "in memory such a text is boilerplate, and nobody's"
    assert max(sum(x in p for p in pairs) for x in carriers) >= len(many) - 9
