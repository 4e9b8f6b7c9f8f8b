"""The command that measures beside other software: tables from given results, the page, sides in processes of their own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from benchmarks.contests import CONTESTS, alignment
from benchmarks.contests.contest import Answers, Contest, Side, Task, Work
from benchmarks.contests.results import Row, Taken, figure, rows, table, times

from benchmarks import peers, peers_page

ROOT = Path(__file__).parents[2]


def nothing(_: Any) -> Work:
    return Work(lambda item: item)


def judge(_: Task, answers: Answers, asked: Any) -> Mapping[str, str]:
    return {"sum": str(sum(answers))} | ({"asked": asked} if asked else {})


CONTEST = Contest(
    name="made", item="item", sides=(Side("ours", nothing), Side("theirs", nothing, ("msgspec",))), against=("ours",),
    task=lambda: Task([1, 2, 3]), judge=judge, left_out={"Nowhere": "needs the moon"},
)  # fmt: skip


def taken(*seconds: float, asked: Any = None) -> Taken:
    return Taken(0.5, seconds, 40.0, tuple(range(len(seconds))), asked)


def test_times_are_medians_over_rounds_of_what_both_did() -> None:
    runs = [
        {"ours": taken(1.0, 1.0, 9.0), "theirs": taken(2.0, 4.0)},
        {"ours": taken(1.0, 1.0, 9.0), "theirs": taken(10.0, 10.0)},
        {"ours": taken(2.0, 2.0, 9.0), "theirs": taken(4.0, 4.0)},
    ]
    assert times("theirs", "ours", runs) == 3.0
    assert times("theirs", "ours", [{"ours": taken(1.0), "theirs": "gone"}]) is None


def test_rows_tell_what_was_done_and_what_was_not_run() -> None:
    runs = [{"ours": taken(0.001, 0.002, 0.003, asked="yes"), "theirs": taken(0.004, 0.004)}] * 3
    ours, theirs, missing = rows(CONTEST, Task([1, 2, 3]), runs)
    assert (ours.done, ours.of, ours.times, ours.judged) == (3, 3, {}, {"sum": "3", "asked": "yes"})
    assert ours.each_ms == pytest.approx(2.0)
    assert (theirs.done, theirs.version, theirs.judged) == (2, msgspec.__version__, {"sum": "1"})
    assert theirs.times["ours"] == pytest.approx(8 / 3)
    assert missing.missing == "needs the moon"
    failed = rows(CONTEST, Task([1, 2, 3]), [{"ours": taken(1.0), "theirs": "ImportError: gone"}])[1]
    assert failed.missing == "ImportError: gone"


def test_a_table_has_a_line_for_what_ran_and_tells_the_rest_below() -> None:
    lines = [
        Row(name="ours", done=3, of=3, each_ms=1234.5, start=0.5, peak_mb=40.2, judged={"found": "0.900"}),
        Row(name="theirs", version="1.0", licence="GPL-3.0", done=2, of=1000, each_ms=0.0123, times={"ours": 0.25}, judged={"more": "7"}),
        Row(name="Nowhere", missing="needs the moon"),
    ]
    assert table(CONTEST, lines) == [
        "|  | version | licence | items | ms an item | × ours | start, s | MB | found | more |",
        "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        "| ours |  |  | 3 | 1,234 | 1 | 0.50 | 40 | 0.900 | – |",
        "| theirs | 1.0 | GPL-3.0 ¹ | 2 of 1,000 | 0.012 | 0.25 | 0.000 | 0 | – | 7 |",
        "", "Not run: Nowhere (needs the moon).",
        "", "¹ Run for this comparison only, in its own environment; nothing of it is used by Isnad.",
    ]  # fmt: skip


@pytest.mark.parametrize(("value", "shown"), [(1234.0, "1,234"), (99.96, "100.0"), (12.34, "12.3"), (1.234, "1.23"), (0.0123, "0.012")])
def test_figures_have_about_three_digits(value: float, shown: str) -> None:
    assert figure(value) == shown


# The page

PAGE = "# Page\nprose\n<!-- bench-peers: made -->\nold\n<!-- bench-peers: end of made -->\nmore prose\n"


def test_only_what_stands_between_the_markers_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    page.chmod(0o644)
    for _ in range(2):
        peers_page.written_into(page, "made", "| a |\n| b |\n")
    assert page.read_text(encoding="utf-8") == PAGE.replace("old", "| a |\n| b |")
    assert page.stat().st_mode & 0o777 == 0o644
    assert [p.name for p in tmp_path.iterdir()] == ["page.md"]


@pytest.mark.parametrize("page", ["no markers", PAGE + PAGE, "<!-- bench-peers: end of made --> <!-- bench-peers: made -->"])
def test_a_page_without_its_markers_is_left_as_it_is(tmp_path: Path, page: str) -> None:
    path = tmp_path / "page.md"
    path.write_text(page, encoding="utf-8")
    with pytest.raises(ValueError, match=r"page\.md: expected the lines <!-- bench-peers: made -->"):
        peers_page.written_into(path, "made", "new")
    with pytest.raises(ValueError, match="expected the lines"):
        peers_page.check(path, ["made"])
    assert path.read_text(encoding="utf-8") == page and len(list(tmp_path.iterdir())) == 1


def test_a_page_that_cannot_be_replaced_is_left_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        peers_page.written_into(path, "made", "new")
    assert path.read_text(encoding="utf-8") == PAGE and len(list(tmp_path.iterdir())) == 1


def test_the_page_in_docs_has_a_table_for_each_contest() -> None:
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    for name, contest in CONTESTS.items():
        first, last = peers_page.markers(name)
        assert page.count(first) == page.count(last) == 1, name
        told = page.split(first)[1].split(last)[0]
        missing = [side.name for side in contest.sides if f"| {side.name} |" not in told and f"{side.name} (" not in told]
        assert not missing, name
        assert all(reason in told for reason in contest.left_out.values()), name


# Sides in processes


def test_a_side_works_in_a_process_of_its_own_and_its_failure_is_told(tmp_path: Path) -> None:
    place = next(n for n, side in enumerate(alignment.CONTEST.sides) if side.name == "difflib")
    given = tmp_path / "task"
    given.write_bytes(msgspec.msgpack.encode(Task([[["a", "b", "c"], ["x", "b", "c"]]])))
    found = peers.take(alignment.CONTEST, place, (given, tmp_path / "out"), ask=True)
    assert isinstance(found, Taken) and found.answers == ([[1, 3, 1, 3]],) and found.peak_mb > 5
    given.write_bytes(msgspec.msgpack.encode(Task([[["a"]]])))
    failed = peers.take(alignment.CONTEST, place, (given, tmp_path / "out"), ask=True)
    assert isinstance(failed, str) and failed.startswith("ValueError: not enough values")


def test_a_side_that_fails_in_any_round_has_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def take(contest: Contest, place: int, files: tuple[Path, Path], ask: bool) -> Taken | str:
        assert ask == (len(asked) < 2)
        asked.append(contest.sides[place].name)
        return "gone" if asked.count("theirs") == 2 and asked[-1] == "theirs" else taken(1.0, 1.0, 1.0)

    monkeypatch.setattr(peers, "take", take)
    lines = peers.run(CONTEST, Task([1, 2, 3]), rounds=3)
    assert asked == ["ours", "theirs", "theirs", "ours", "ours"], "the order turns round, and who failed is asked no more"
    assert [line.missing for line in lines] == ["", "gone", "needs the moon"]


@pytest.mark.parametrize(
    ("given", "told"),
    [(["--rounds", "0"], "--rounds 0: expected at least 1"), (["--only", "nothing"], "invalid choice: 'nothing'")],
)
def test_a_wrong_argument_is_named(
    given: list[str], told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["peers", *given])
    with pytest.raises(SystemExit):
        peers.main()
    assert told in capsys.readouterr().err


def test_a_contest_without_its_data_is_left_out_and_its_tables_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(peers, "PAGE", page)
    monkeypatch.setattr(peers, "CONTESTS", {"made": msgspec.structs.replace(CONTEST, task=lambda: "no data")})
    monkeypatch.setattr("sys.argv", ["peers"])
    assert peers.main() == 0
    assert capsys.readouterr().err == "made: not run: no data\n" and page.read_text(encoding="utf-8") == PAGE


def test_what_stands_between_the_markers_names_machine_and_load() -> None:
    lines = [Row(name="ours", done=1, of=1)]
    told = peers.block(CONTEST, Task([1], about="One item"), lines, 3, 0.8)
    assert told.startswith("One item. Median of 3 rounds; ") and "other programs kept 0.8 cores busy meanwhile: a shared machine." in told
    assert "shared machine" not in peers.block(CONTEST, Task([1], about="One item"), lines, 3, 0.1)
    assert "meanwhile" not in peers.block(CONTEST, Task([1], about="One item"), lines, 3, None)
