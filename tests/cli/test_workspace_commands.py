"""Commands over a workspace, run in this process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.conftest import DEMO
from tests.workspace.news import news


@pytest.fixture
def run(call: Call, monkeypatch: pytest.MonkeyPatch, demo: str) -> Call:
    monkeypatch.setenv("ISNAD_WORKSPACE", demo)
    monkeypatch.setenv("ISNAD_AUTHOR", "desk")
    return call


def rows(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_a_story_of_the_workspace_stands_for_its_files(run: Call) -> None:
    (story,) = rows(run("stories", "--format", "jsonl")[1])
    name = f"story:{str(story['id'])[:8]}"
    for command in ("account", "quotes", "timeline"):
        form = ("--format", "json")
        assert run(command, name, *form) == run(command, str(DEMO), *form)
    code, _, err = run("account", name, str(DEMO))
    assert (code, "expected one story:ID" in err) == (2, True)


def test_add_says_what_became_of_everything(run: Call, tmp_path: Path) -> None:
    code, out, _ = run("add", str(news(tmp_path / "news", 3)), str(DEMO))
    assert code == 0
    assert "3 new articles" in out
    assert "rejected: 9 × kept already" in out
    (tmp_path / "empty.txt").write_bytes(b"")
    assert run("add", str(tmp_path / "empty.txt"))[0] == 1


def test_lists_over_the_whole_workspace(run: Call) -> None:
    for command in ("stories", "quotes", "figures", "entities"):
        code, out, _ = run(command, "--format", "jsonl")
        assert (code, bool(rows(out))) == (0, True)
    assert rows(run("who", "الدرغلي", "--format", "jsonl")[1])
    code, _, err = run("who", "زيدون")
    assert (code, "زيدون" in err) == (1, True)


def test_judge_list_and_undo(run: Call) -> None:
    article = rows(run("quotes", "--format", "jsonl")[1])[0]
    code, out, _ = run("judge", "story", str(article["article"]), "outside", str(article["story"]), "--reason", "why")
    assert code == 0
    assert len(rows(run("stories", "--format", "jsonl")[1])) == 2
    (held,) = rows(run("judge", "list", "--format", "jsonl")[1])
    assert (held["id"], held["author"], held["reason"], held["undone"]) == (out.split()[0], "desk", "why", None)
    assert run("judge", "undo", str(held["id"]))[0] == 0
    assert len(rows(run("stories", "--format", "jsonl")[1])) == 1
    assert run("judge", "undo", str(held["id"]))[0] == 1
    assert run("judge", "story", str(article["article"]), "right", "x")[0] == 2


def test_revisions(run: Call, tmp_path: Path) -> None:
    paths = []
    for n in (3, 5):
        record = {
            "url": "https://paper.example/fire",
            "text": f"حريق في السوق يقتل {n} أشخاص\nقال المتحدث سالم الرندي إن الحريق قتل {n} أشخاص.",
        }
        paths.append(tmp_path / f"{n}.json")
        paths[-1].write_text(json.dumps(record), encoding="utf-8")
    run("add", str(paths[0]))
    run("add", str(paths[1]))
    assert rows(run("revisions", "--format", "jsonl")[1]) == [{"address": "paper.example/fire", "texts": 2}]
    code, out, _ = run("revisions", "https://paper.example/fire", "--format", "jsonl")
    assert code == 0
    assert ("figure", "changed", "3", "5") in {(r["kind"], r["fate"], r["before"], r["after"]) for r in rows(out)}
    assert run("revisions", "https://paper.example/fire")[0] == 0
    assert run("revisions", "https://paper.example/none")[0] == 1


@pytest.mark.parametrize("language", ["ar", "en"])
def test_doctor(run: Call, language: str, tmp_path: Path) -> None:
    code, out, _ = run("doctor", "--language", language)
    assert code == 0
    assert ("All is well." if language == "en" else "كل شيء سليم.") in out
    found = json.loads(run("doctor", "--format", "json", "--mend")[1])
    assert (found["workspace"]["counts"]["articles"], found["problem"]) == (9, None)
    code, out, _ = run("doctor", "--language", language, "-w", str(tmp_path / "none.db"))
    assert (code, "none.db" in out) == (0, True)
