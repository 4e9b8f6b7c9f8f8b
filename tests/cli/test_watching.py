"""`isnad watch`, `feeds`, `follow` and `alerts`: what they print, write and refuse, and that they end when told to."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from isnad import Workspace
from isnad.read.listings import parse_listing
from tests.cli.conftest import Call
from tests.fetch.server import Asked, serving, told
from tests.read.lists import OPML
from tests.workspace.feeding import feed, item, story


@pytest.fixture
def run(call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Call:
    """Calls the program on a workspace: exit code, standard output and standard error."""
    monkeypatch.setenv("ISNAD_WORKSPACE", str(tmp_path / "desk.db"))
    return call


def test_feeds(run: Call, tmp_path: Path) -> None:
    (tmp_path / "a.opml").write_text(OPML, encoding="utf-8")
    assert run("feeds", "add", "http://a.example/feed", "http://b.example/feed")[:2] == (0, "2 feeds are watched from now on\n")
    assert run("feeds", "import", str(tmp_path / "a.opml"))[:2] == (0, "1 feed is watched from now on\n")
    assert run("feeds", "pause", "http://a.example/feed")[0] == run("feeds", "remove", "http://b.example/feed")[0] == 0
    code, out, _ = run("feeds", "list", "--format", "jsonl")
    rows = [json.loads(row) for row in out.splitlines()]
    assert code == 0 and [(r["address"], r["paused"]) for r in rows] == [
        ("http://a.example/feed", True),
        ("https://diffa.example/feed", False),
    ]
    assert run("feeds", "resume", "http://a.example/feed")[0] == 0
    code, _, err = run("feeds", "remove", "http://b.example/feed")
    assert code == 1 and "http://b.example/feed" in err
    code, _, err = run("feeds", "add", "feed://a.example")
    assert code == 2 and "feed://a.example" in err and "http" in err


def test_follow(run: Call) -> None:
    code, out, _ = run("follow", "add", "person", "سالم الرندي")
    assert code == 0 and run("follow", "list", "--format", "csv")[1].count("سالم الرندي") == 1
    assert run("follow", "remove", out.strip())[0] == 0 and run("follow", "remove", out.strip())[0] == 1
    code, _, err = run("follow", "add", "figure", "sung>3")
    assert code == 2 and "killed" in err


def test_a_look_prints_alerts_and_gives_them_out(run: Call, tmp_path: Path) -> None:
    atom = tmp_path / "alerts.xml"
    with serving({"/1": told(body=story(3, 1).encode()), "/hook": told(200), "/film": told(Content_Type="video/mp4")}) as server:
        server.answers["/feed"] = feed(item(server.base, "/1"))
        run("feeds", "add", f"{server.base}/feed", f"{server.base}/film")
        run("follow", "add", "phrase", "فرق الإطفاء")
        look = ("watch", "--once", "--allow", "127.0.0.1", "--atom", str(atom), "--webhook", f"{server.base}/hook")
        code, out, err = run(*look)
        assert code == 0 and out.count("\n") == 1 and "“فرق الإطفاء” stands in:" in out
        assert "2 feeds looked at, 1 of them with problems; 1 items new or changed, 1 new articles" in err and "video/mp4" in err
        assert [e.title for e in parse_listing(atom.read_bytes()).entries] == [out.strip().split(" ", 1)[1].strip("\u2068\u2069")]
        (hook,) = [json.loads(a.body) for a in server.asked if a.path == "/hook"]
        assert [a["kind"] for a in hook["alerts"]] == ["followed-phrase"]
        assert run(*look)[:2] == (0, "")
    code, out, _ = run("alerts", "--format", "json")
    assert code == 0 and [a["kind"] for a in json.loads(out)] == ["followed-phrase"]


def test_without_leave_nothing_inside_is_asked(run: Call) -> None:
    with serving({"/feed": feed()}) as server:
        run("feeds", "add", f"{server.base}/feed")
        code, _, err = run("watch", "--once")
        assert code == 0 and "forbidden-address" in err and server.asked == []


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("watch", "--once", "--allow", "inside"), "10.0.0.0/8"),
        (("watch", "--once", "--webhook", "mailto:x"), "http"),
        (("watch", "--once", "--atom", "/nowhere/x.xml"), "/nowhere"),
        (("watch", "--once", "-w", "nowhere.db"), "nowhere.db"),
        (("feeds", "import", "/nowhere.opml"), "/nowhere.opml"),
    ],
)
def test_wrong_use(arguments: tuple[str, ...], word: str, run: Call, tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "desk.db"):
        pass
    code, _, err = run(*arguments)
    assert code == 2 and word in err


LOOK = """
import sys
from isnad import Workspace, Settings
from isnad.settings import Fetching
from isnad.workspace.watching import Watch
settings = Settings(fetch=Fetching(allow=("127.0.0.1",), host_pause=0.0, host_connections=1))
with Workspace.open(sys.argv[1], settings) as desk:
    Watch(desk).look(all_feeds=True)
"""


@pytest.mark.slow
def test_killed_at_any_moment_it_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """kill -9 when the server is asked for the feed, and for the last page."""
    place = str(tmp_path / "desk.db")
    running: list[subprocess.Popen[bytes]] = []

    def killing(answer: bytes) -> Any:
        def app(asked: Asked) -> bytes:
            if running:
                running.pop().kill()
            return answer

        return app

    pages = {f"/{n}": told(body=story(3, n).encode()) for n in range(6)}
    with serving(pages) as server, Workspace.create(place) as desk:
        server.answers["/feed"] = whole = feed(*(item(server.base, p) for p in pages))
        desk.add_feeds([f"{server.base}/feed"])
        desk.follow("phrase", "فرق الإطفاء")
        for path in ("/feed", "/5"):
            server.answers |= {"/feed": whole, **pages} | {path: killing(whole if path == "/feed" else pages[path])}
            process = subprocess.Popen([sys.executable, "-c", LOOK, place])
            running.append(process)
            assert process.wait(60) == -signal.SIGKILL
        server.answers |= {"/feed": whole, **pages}
        subprocess.run([sys.executable, "-c", LOOK, place], check=True, timeout=60)
        assert len(desk) == 6 and [s.size for s in desk.stories()] == [6]
        assert sum(a.kind == "followed-phrase" for a in desk.alerts()) == 6


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_while_a_server_hangs_it_stops(sign: signal.Signals, tmp_path: Path) -> None:
    place = str(tmp_path / "desk.db")
    asked: Queue[subprocess.Popen[str]] = Queue()

    def hang(request: Asked) -> Any:
        asked.get(timeout=60).send_signal(sign)  # it may ask before this process knows its number
        return request.server.hang()

    with serving({"/feed": hang}) as server, Workspace.create(place) as desk:
        desk.add_feeds([f"{server.base}/feed"])
        command = [sys.executable, "-m", "isnad.cli.main", "watch", "-w", place, "--allow", "127.0.0.1"]
        # In the background of a shell SIGINT is ignored, and would be by what is started there: an ignored signal is handed on.
        before = signal.signal(sign, signal.default_int_handler)
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            signal.signal(sign, before)
            asked.put(process)
            try:
                _, err = process.communicate(timeout=60)
            finally:
                process.kill()
    assert process.returncode == 130 and "Traceback" not in err
