"""A PostgreSQL server of our own for tests: a cluster in a temporary folder, on a loopback port, gone afterwards.

What is missing is a reason to skip, except where `ISNAD_REQUIRE` names it (`ISNAD_REQUIRE=postgres`, several with commas):
there it is a failure, so that a machine that must test against the server cannot pass without it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest


def missing(what: str, reason: str) -> NoReturn:
    """Skip with the reason, or fail where the environment requires it."""
    if what in os.environ.get("ISNAD_REQUIRE", "").split(","):
        pytest.fail(f"{what} is required here: {reason}")
    pytest.skip(f"{what}: {reason}")


def postgres_programs() -> Path | None:
    """The folder of the server's programs: on the path, or where Debian puts them, the latest first."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3].split(".")[0]))
    return folders[-1].parent if folders else None


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgres_server() -> Iterator[str]:
    """A running server; gives the address of its databases, without a name. Skips or fails where there is none to be had."""
    programs = postgres_programs()
    if programs is None:
        missing("postgres", "no initdb found; on Debian: apt-get install postgresql")
    owner = None
    if os.getuid() == 0:
        # The server refuses to run as root.
        try:
            owner = pwd.getpwnam("postgres")
        except KeyError:
            missing("postgres", "running as root and there is no user postgres to run the server as")
    folder = Path(tempfile.mkdtemp(prefix="isnad-postgres-"))
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)

    def run(*command: str) -> None:
        who: dict[str, Any] = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner is not None else {}
        settings = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}
        with (folder / "log").open("ab") as log:
            done = subprocess.run(
                [str(programs / command[0]), *command[1:]], cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                check=False, env=settings, **who,
            )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{command[0]}: {(folder / 'log').read_text(encoding='utf-8', errors='replace')[-2000:]}")

    port, data = free_port(), folder / "data"
    try:
        run("initdb", "-D", str(data), "-U", "isnad", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        run("pg_ctl", "-D", str(data), "-w", "-o", options, "start")
        yield f"postgresql://isnad@127.0.0.1:{port}"
    finally:
        if (data / "postmaster.pid").exists():
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: str, name: str) -> str:
    """An empty database; gives its address."""
    import pg8000.native

    port = int(server.rpartition(":")[2])
    connection = pg8000.native.Connection("isnad", host="127.0.0.1", port=port, database="postgres")
    try:
        connection.run(f"CREATE DATABASE {name}")
    finally:
        connection.close()
    return f"{server}/{name}"
