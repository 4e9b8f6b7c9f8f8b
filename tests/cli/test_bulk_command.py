"""`isnad bulk` as a person calls it."""

from __future__ import annotations

from pathlib import Path

import pytest

from isnad.cli.bulk import runner_of
from isnad.errors import UsageError
from isnad.run.cluster import Cluster
from isnad.run.processes import Processes
from isnad.run.runner import Here
from tests.cli.conftest import Call
from tests.run.archive import lines, story


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(story(0, "سمارا", "نبأ"), {"id": "en", "text": "The harbour of the small town was closed."}))
    return path


def test_the_funnel_is_told(call: Call, news: Path, tmp_path: Path) -> None:
    code, out, _ = call("bulk", str(news), "-o", str(tmp_path / "out"))
    told = [" ".join(line.split()) for line in out.splitlines()]
    assert code == 0 and told[0] == "2 inputs" and {"1 kept", "1 rejected × not Arabic (told by its bytes)", "1 Articles"} <= set(told)
    assert told[-1].endswith(" tasks done, 0 found done")
    _, again, _ = call("bulk", str(news), "-o", str(tmp_path / "out"), "--language", "ar")
    assert "غير عربي" in again or "ليس عربيا" in again or "من بايتاته" in again


def test_fields_of_other_names(call: Call, tmp_path: Path) -> None:
    record = story(0, "سمارا", "نبأ")
    record["body"] = record.pop("text")
    (tmp_path / "a.jsonl").write_bytes(lines(record))
    code, _, err = call("bulk", str(tmp_path / "a.jsonl"), "-o", str(tmp_path / "out"))
    assert code == 1 and "a.jsonl" in err
    assert call("bulk", str(tmp_path / "a.jsonl"), "-o", str(tmp_path / "out"), "--field", "text=body")[0] == 0


def test_wrong_arguments(call: Call, news: Path, tmp_path: Path) -> None:
    code, _, err = call("bulk", str(tmp_path / "nowhere"), "-o", str(tmp_path / "out"))
    assert code == 2 and "nowhere" in err and not (tmp_path / "out").exists()
    code, _, err = call("bulk", str(news), "-o", str(news))
    assert code == 2 and "expected a folder" in err
    code, _, err = call("bulk", str(news), "-o", str(tmp_path / "out"), "--runner", "here", "--address", "auto")
    assert code == 2 and "--address is for --runner ray" in err


def test_which_runner_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(runner_of(None, 1, None), Here) and isinstance(runner_of("here", 4, None), Here)
    assert isinstance(runner_of(None, 2, None), Processes) and isinstance(runner_of("processes", 1, None), Processes)
    assert isinstance(runner_of("ray", 1, None), Cluster) and isinstance(runner_of(None, 1, "auto"), Cluster)
    monkeypatch.setattr("isnad.run.cluster.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install 'isnad\[ray\]'"):
        runner_of("ray", 1, None)
