"""The contract of runners: every task once, whole or not at all, whoever dies."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from isnad.errors import RunError
from isnad.run.bulk.order import Report, bulk
from isnad.run.processes import Processes
from isnad.run.runner import DRAFT, Runner, Task, sweep
from tests.run.archive import contents
from tests.run.steps import Told


def task(root: Path, step: str, place: str, **told: object) -> Task:
    return Task(work=f"tests.run.steps:{step}", root=str(root), place=place, options=msgspec.msgpack.encode(Told(**told)))  # type: ignore[arg-type]


def drafts(root: Path) -> list[Path]:
    return list(root.rglob(f"{DRAFT}*"))


def test_every_task_is_done_once(runner: Runner, tmp_path: Path) -> None:
    tasks = [task(tmp_path, "write", f"steps/t{n}", text=str(n)) for n in range(7)]
    assert sorted(t.place for t in runner.run(tasks)) == [t.place for t in tasks]
    assert [(t.folder / "a.txt").read_text() for t in tasks] == [str(n) for n in range(7)]
    assert not drafts(tmp_path)
    (tasks[3].folder / "a.txt").write_text("kept")
    assert len(list(runner.run(tasks))) == 7 and (tasks[3].folder / "a.txt").read_text() == "kept", "what is there is not made again"
    assert list(runner.run([])) == []


def test_a_task_that_fails_is_named_and_leaves_nothing(runner: Runner, tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"stumble \(steps/bad\) went wrong: ValueError: no such luck"):
        list(runner.run([task(tmp_path, "stumble", "steps/bad")]))
    assert list((tmp_path / "steps").iterdir()) == []
    assert list(runner.run([task(tmp_path, "write", "steps/good", text="x")])), "the runner is of use after it"


def test_a_worker_that_dies_is_replaced_and_its_task_done_again_whole(workers: Runner, tmp_path: Path) -> None:
    diary = str(tmp_path / "diary")
    tasks = [task(tmp_path, "die", "steps/deadly", text="whole", deaths=2, diary=diary)]
    tasks += [task(tmp_path, "write", f"steps/t{n}", text=str(n)) for n in range(3)]
    assert {t.place for t in workers.run(tasks)} == {t.place for t in tasks}
    assert len(set((tmp_path / "diary").read_text().split())) == 3, "three processes began with it"
    assert [p.name for p in tasks[0].folder.iterdir()] == ["a.txt"]
    assert len(drafts(tmp_path)) == 2, "what the dead left lies under other names"
    sweep(tmp_path)
    assert not drafts(tmp_path)


def test_a_task_that_kills_every_worker_ends_the_run(workers: Runner, tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"die \(steps/deadly\).*its worker died 3 times"):
        list(workers.run([task(tmp_path, "die", "steps/deadly", deaths=9, diary=str(tmp_path / "diary"))]))
    assert len((tmp_path / "diary").read_text().split()) == 3
    assert not (tmp_path / "steps" / "deadly").exists()


def test_a_worker_that_dies_idle_is_not_missed(tmp_path: Path) -> None:
    with Processes(1) as pool:
        list(pool.run([task(tmp_path, "write", "steps/a", text="a")]))
        (before,) = pool.pids
        pool._idle[0].process.kill()
        pool._idle[0].process.join()
        list(pool.run([task(tmp_path, "write", "steps/b", text="b")]))
        assert (tmp_path / "steps" / "b" / "a.txt").read_text() == "b" and pool.pids != [before]
    assert pool.pids == []


def test_all_runners_give_the_same_bytes(archive: Path, result: tuple[Path, Report], runner: Runner, tmp_path: Path) -> None:
    bulk([str(archive)], tmp_path / "out", runner)
    assert contents(tmp_path / "out") == contents(result[0])
