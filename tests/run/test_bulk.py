"""Runs over archives: the same bytes from all runners, nothing done twice, every input counted."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.errors import RunError, UsageError
from isnad.run.bulk.keeping import Part, part_of
from isnad.run.bulk.names import BLOCK, NEAR, BlockEntry, mates
from isnad.run.bulk.order import Choices, Report, bulk, locked
from isnad.run.bulk.publishing import Manifest
from isnad.run.bulk.sketches import bands_of
from isnad.run.runner import Here
from tests.disks import small_disk
from tests.run.archive import ENDED, contents, lines, story

NOTHING: dict[str, int] = {}


def done(report: Report) -> dict[str, int]:
    return {step: n for step, n in report.made.items() if n}


def ask(out: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as base:
        return base.execute(query.replace("DIR", str(out))).fetchall()


def test_every_input_is_counted(result: tuple[Path, Report]) -> None:
    _, report = result
    assert report.manifest.ended == ENDED
    assert report.manifest.rows["articles"] == ENDED["kept"] and report.manifest.rows["failures"] == ENDED["failed broken-record"]


def test_the_manifest_names_what_is_there(result: tuple[Path, Report]) -> None:
    import msgspec

    out, report = result
    told = msgspec.json.decode((out / "manifest.json").read_bytes(), type=Manifest)
    assert told == report.manifest
    files = {s.file for shards in told.tables.values() for s in shards}
    assert files == {p for p in contents(out) if p.endswith(".parquet") and not p.startswith("steps/")}
    assert ask(out, "SELECT count(*), count(DISTINCT id) FROM 'DIR/articles/*.parquet'") == [(11, 11)]


def test_articles_are_linked(result: tuple[Path, Report]) -> None:
    out, _ = result
    assert ask(out, "SELECT count(*) FROM 'DIR/articles/*.parquet' WHERE story IS NULL") == [(0,)]
    pairs = ask(out, "SELECT a_outlet, b_outlet, kind FROM 'DIR/reuse/*.parquet' WHERE share > 0.5")
    papers = {("صحيفة الضفة", "موقع نبأ"), ("موقع نبأ", "صحيفة الضفة"), ("صحيفة الضفة", "صحيفة الضفة"), ("موقع نبأ", "موقع نبأ")}
    assert len(pairs) == 37 and {p[:2] for p in pairs} == papers | {("diffa.example", "naba.example")}, "nine fires, two pages"
    (fires,) = ask(out, "SELECT count(DISTINCT story) FROM 'DIR/articles/*.parquet' WHERE title LIKE '%سوق سمارا%'")
    assert fires == (1,)
    told = ask(out, "SELECT DISTINCT speaker_words FROM 'DIR/statements/*.parquet' WHERE content LIKE '%سوق سمارا%'")
    assert told == [("سالم الرندي",)]
    assert ask(out, "SELECT sum(articles) FROM 'DIR/stories/*.parquet'") == [(11,)]


def test_articles_tell_what_looks_like_something_else(result: tuple[Path, Report]) -> None:
    rows = ask(result[0], "SELECT marks, contains(text, chr(8238)), count(*) FROM 'DIR/articles/*.parquet' GROUP BY ALL ORDER BY ALL")
    assert rows == [("turned-text", True, 1), (None, False, 10)]


def test_a_run_again_does_nothing(archive: Path, result: tuple[Path, Report], tmp_path: Path) -> None:
    out = shutil.copytree(result[0], tmp_path / "out")
    report = bulk([str(archive)], out, Here())
    assert done(report) == NOTHING and contents(out) == contents(result[0])


def test_only_the_shard_of_a_changed_file_is_read_again(archive: Path, result: tuple[Path, Report], tmp_path: Path, small: None) -> None:
    again, out = shutil.copytree(archive, tmp_path / "in"), tmp_path / "out"
    first = bulk([str(again)], out, Here())
    assert done(first)["gather"] == 4
    (again / "news.jsonl").write_bytes(lines(story(1, "سمارا", "موقع نبأ")))
    report = bulk([str(again)], out, Here())
    assert done(report)["gather"] == 1 and report.found["gather"] == 3
    assert report.manifest.rows["articles"] == 5
    for path in again.iterdir():
        path.touch()
    assert done(bulk([str(again)], out, Here())) == {"look": 1}, "bytes count, not the time of writing"
    fresh = tmp_path / "fresh"
    bulk([str(again)], fresh, Here())
    assert contents(out) == contents(fresh), "what is left of the old result is gone"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file a shard of its own."""
    monkeypatch.setattr("isnad.run.bulk.inputs.FILES", 1)


class StoppedError(Exception):
    """The run is stopped from outside."""


@pytest.mark.parametrize("after", ["gather", "crowd", "compare", "cluster", "tell"])
def test_a_run_that_was_stopped_goes_on(archive: Path, result: tuple[Path, Report], tmp_path: Path, after: str) -> None:
    def stop(step: str, done: int, of: int) -> None:
        if step == after:
            raise StoppedError

    out = tmp_path / "out"
    with pytest.raises(StoppedError):
        bulk([str(archive)], out, Here(), progress=stop)
    assert not (out / "manifest.json").exists() and not (out / "articles").exists()
    report = bulk([str(archive)], out, Here())
    assert report.found["gather"] == 1 and contents(out) == contents(result[0])


@pytest.mark.parametrize("size", [0, 600, 3_000, 9_000])
def test_a_disk_that_takes_no_more_ends_the_run_and_loses_nothing(
    archive: Path, result: tuple[Path, Report], tmp_path: Path, size: int
) -> None:
    out = tmp_path / "out"
    with small_disk(size), pytest.raises(RunError, match="File too large"):
        bulk([str(archive)], out, Here())
    assert not (out / "manifest.json").exists() and not (out / "articles").exists()
    bulk([str(archive)], out, Here())
    assert contents(out) == contents(result[0])


def published(out: Path) -> dict[str, bytes]:
    """What a reader is to look at: all but what the run keeps to go on."""
    return {name: data for name, data in contents(out).items() if not name.startswith("steps/")}


def test_a_result_is_replaced_whole_or_not_at_all(archive: Path, tmp_path: Path, small: None) -> None:
    out = tmp_path / "out"
    bulk([str(archive)], out, Here())
    before = published(out)
    more = shutil.copytree(archive, tmp_path / "more")
    (more / "z.jsonl").write_bytes(lines(story(9, "سمارا", "النور")))
    with small_disk(3_000), pytest.raises(RunError):
        bulk([str(more)], out, Here())
    assert published(out) == before
    bulk([str(more)], out, Here())
    assert published(out) != before


def test_a_changed_table_makes_all_anew(
    archive: Path, result: tuple[Path, Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = shutil.copytree(result[0], tmp_path / "out")
    monkeypatch.setattr("isnad.run.bulk.order.gathering_fingerprint", lambda language: "other")
    assert done(bulk([str(archive)], out, Here()))["gather"] == 1


def test_an_article_that_a_stage_fails_on_is_one_outcome(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from isnad.run.bulk import gather

    annotate = gather._annotator("ar")

    def stumbling(language: str) -> object:
        def work(article: object) -> object:
            if "نوران" in article.text:  # type: ignore[attr-defined]
                raise IndexError("no such token")
            return annotate(article)  # type: ignore[arg-type]

        return work

    monkeypatch.setattr(gather, "_annotator", stumbling)
    (tmp_path / "a.jsonl").write_bytes(lines(story(0, "سمارا", "نبأ"), story(0, "نوران", "نبأ")))
    report = bulk([str(tmp_path / "a.jsonl")], tmp_path / "out", Here())
    assert report.manifest.ended == {"failed stage-failed": 1, "kept": 1}
    assert ask(tmp_path / "out", "SELECT reason, detail FROM 'DIR/failures/*.parquet'") == [("stage-failed", "IndexError: no such token")]


def test_addresses_of_other_stores(archive: Path, result: tuple[Path, Report], tmp_path: Path) -> None:
    report = bulk([f"file://{archive}"], tmp_path / "out", Here())
    assert report.manifest.ended == ENDED
    one = bulk([f"local://{archive}/news.jsonl"], tmp_path / "one", Here())
    assert one.manifest.rows["articles"] == 8
    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", archive)
    assert bulk([f"zip://::file://{packed}"], tmp_path / "zip", Here()).manifest.ended == ENDED


@pytest.mark.parametrize("given", ["nowhere", "file:///nowhere/at/all", "nosuchstore://x/y"])
def test_what_is_not_there_is_a_wrong_argument(given: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere|nosuchstore"):
        bulk([given], tmp_path / "out", Here())
    assert not (tmp_path / "out").exists()


def test_nothing_in_it(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    report = bulk([str(tmp_path / "in")], tmp_path / "out", Here())
    assert report.manifest.ended == {} and set(report.manifest.rows.values()) == {0}


def test_two_runs_into_one_folder(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with locked(out), pytest.raises(UsageError, match="another run is writing"):
        bulk([str(archive)], out, Here())
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="it is a file, expected a folder"):
        bulk([str(archive)], tmp_path / "file", Here())


def test_windows_and_blocks_keep_together_what_belongs_together(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    report = bulk([str(archive)], out, Here(), Choices(window=2, story_window=1, story_block=1))
    assert report.manifest.ended == ENDED and ask(out, "SELECT count(*) FROM 'DIR/articles/*.parquet' WHERE story IS NULL") == [(0,)]
    assert ask(
        out, "SELECT max(n) FROM (SELECT count(DISTINCT story) n FROM 'DIR/articles/*.parquet' WHERE title LIKE '%حريق%' GROUP BY day)"
    ) == [(1,)]


def test_a_large_block_of_names_is_not_compared_whole() -> None:
    many = [BlockEntry("p", "b", f"{n:04}", f"{n:04}", "person") for n in range(BLOCK + 1)]
    pairs = {(a.unit, b.unit) for a, b in mates(many, unasked)}
    assert len(pairs) <= 2 * NEAR * len(many) and all(a < b for a, b in pairs)
    assert ("0000", "0001") in pairs and ("0000", "0500") in pairs, "neighbours by either end"
    few = many[:5]
    assert len(list(mates(few, unasked))) == 10
    more = [*few, BlockEntry("p", "w", "w", "w", "organization"), BlockEntry("p", "s", "s", "s", "organization")]
    assert len(list(mates(more, unasked))) == 11


def unasked(many: list[BlockEntry]) -> list[tuple[int, int]]:
    raise AssertionError("only places are sieved")


def test_of_places_a_sieve_tells_which_are_compared_but_not_where_a_table_makes_them_one() -> None:
    places = [BlockEntry("place x", "b", unit, unit, "place") for unit in "abcd"]
    assert [(a.unit, b.unit) for a, b in mates(places, lambda many: [(0, 2), (1, len(many) - 1)])] == [("a", "c"), ("b", "d")]
    tabled = [BlockEntry("id place x", "b", unit, unit, "place") for unit in "abc"]
    assert len(list(mates(tabled, unasked))) == 3
    assert list(mates([], unasked)) == []


@given(st.lists(st.integers(0, 2**64 - 1), min_size=1), st.integers(1, 9))
def test_parts_share_all_keys_between_them(keys: list[int], count: int) -> None:
    ordered = np.array(sorted(keys), dtype=np.uint64)
    bounds = [Part(n, count).bounds(ordered) for n in range(count)]
    assert [b[0] for b in bounds[1:]] == [b[1] for b in bounds[:-1]] and (bounds[0][0], bounds[-1][1]) == (0, len(keys))
    assert all(part_of(int(k), count) == n for n, (low, high) in enumerate(bounds) for k in ordered[low:high])


@given(st.lists(st.integers(1, 2**64 - 1), min_size=60, max_size=200, unique=True), st.floats(0.9, 1.0))
def test_bands_tell_copies(runs: list[int], part: float) -> None:
    one = np.array(sorted(runs), dtype=np.uint64)
    other = one[: max(56, int(len(one) * part))]
    assert len(set(bands_of(one).tolist()) & set(bands_of(other).tolist())) >= 1
    assert bands_of(one[:5]).size == 0
