"""`isnad serve` and `isnad user`."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from isnad import Workspace
from tests.cli.conftest import Call


def test_it_serves_until_it_is_stopped(demo: str) -> None:
    command = [sys.executable, "-m", "isnad.cli.main", "serve", "-w", demo, "--port", "0", "--language", "en"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            address = re.search(r"http://127\.0\.0\.1:\d+/", server.stdout.readline())
            assert address is not None
            with urllib.request.urlopen(address[0], timeout=20) as answer:
                assert answer.status == 200 and b'lang="en"' in answer.read()
        finally:
            server.terminate()
        assert server.wait(20) in (0, -15)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--host", "0.0.0.0"), "isnad user add"), (("--login",), "isnad user add"), (("--proxy", "127.0.0.1"), "isnad user add"),
        (("--tls-key", __file__), "expected both"),
    ],
)  # fmt: skip
def test_what_is_not_served(demo: str, call: Call, options: tuple[str, ...], expected: str) -> None:
    code, _, err = call("serve", "-w", demo, *options)
    assert code == 2 and expected in err


def test_users_come_and_go(demo: str, call: Call, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a long enough secret\n", encoding="utf-8")
    given = ("--password-file", str(tmp_path / "secret"))
    assert call("user", "add", "salma", "--role", "admin", *given, "-w", demo) == (0, "salma  admin\n", "")
    assert call("user", "add", "salma", *given, "-w", demo)[0] == 2
    assert call("user", "add", "omar", *given, "-w", demo)[0] == call("user", "role", "omar", "editor", "-w", demo)[0] == 0
    assert [line.split(",")[:2] for line in call("user", "list", "--format", "csv", "-w", demo)[1].splitlines()[1:]] == [
        ["omar", "editor"], ["salma", "admin"],
    ]  # fmt: skip
    (tmp_path / "secret").write_text("quite another secret\n", encoding="utf-8")
    assert call("user", "password", "omar", *given, "-w", demo)[0] == 0
    with Workspace.open(demo) as desk:
        assert desk.identified("omar", "quite another secret") is not None
    code, secret, told = call("user", "token", "omar", "--role", "reader", "--label", "nightly", "--days", "7", "-w", demo)
    assert code == 0 and secret.startswith("isnad_") and secret.strip() not in told
    (row,) = call("user", "tokens", "--format", "csv", "-w", demo)[1].splitlines()[1:]
    assert row.split(",")[:4] == [told.split()[0], "omar", "reader", "nightly"]
    assert call("user", "token", "omar", "--role", "admin", "-w", demo)[0] == 2
    assert call("user", "revoke", row.split(",")[0], "-w", demo)[0] == 0 and call("user", "revoke", "x", "-w", demo)[0] == 1
    assert call("user", "remove", "omar", "-w", demo)[0] == 0 and call("user", "remove", "omar", "-w", demo)[0] == 1
