"""Trials of a workspace by processes of their own: killed at random moments, two writers at once, a full disk, no rights.

    python -m tests.workspace.trials kills --kills 100             SQLite in a temporary folder
    python -m tests.workspace.trials kills --kills 100 --place postgresql://…

Everything is loaded once; each trial is a fork. A killed process says on a pipe which statement it is about to run and how
many inputs were acknowledged; it is killed after a random one. Then the store must hold all that was acknowledged and
nothing half. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import event, func, select

from isnad import Settings, Workspace
from isnad.errors import StoreError
from isnad.link.story_state import Cluster, Member
from isnad.link.story_words import Gist
from isnad.model.document import Document
from isnad.run.fingerprints import reading_fingerprint
from isnad.store import clusters, counters, tables
from isnad.store.blobs import unpacked
from isnad.workspace import adding
from isnad.workspace.adding import Progress
from tests.workspace.news import news

NOBODY = 65534


class Teller(Progress):
    """Writes to a pipe how many inputs were acknowledged."""

    def __init__(self, pipe: int) -> None:
        self.pipe, self.count = pipe, 0

    def read(self, articles: int) -> None:
        self.count += articles
        os.write(self.pipe, b"k%d\n" % self.count)


def forked(work: Callable[[int], None]) -> tuple[int, int]:
    """Work in a process of its own; gives its number and the end of a pipe that it writes to."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(read)
            work(write)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(write)
    return child, read


def added(place: str, folder: Path, pipe: int) -> None:
    """Add a folder, saying each statement and each acknowledgement."""
    with Workspace.create(place, Settings()) as desk:
        event.listen(desk.store.engine, "before_cursor_execute", lambda *a: os.write(pipe, b"s\n"))  # type: ignore[attr-defined]
        desk.add([folder], progress=Teller(pipe))


def run_until(place: str, folder: Path, statement: int) -> tuple[int, bool, int]:
    """Kill an adding at its nth statement; gives what was acknowledged, whether it had ended before, and how many it ran."""
    child, pipe = forked(lambda out: added(place, folder, out))
    seen = acknowledged = 0
    with os.fdopen(pipe, "rb") as lines:
        for line in lines:
            if line.startswith(b"k"):
                acknowledged = int(line[1:])
                continue
            seen += 1
            if seen == statement:
                os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.WEXITSTATUS(status):
        raise RuntimeError("the adding failed by itself")
    return acknowledged, not os.WIFSIGNALED(status), seen


def check(place: str, least: int, names: list[str]) -> list[str]:
    """What is wrong with a store that must hold at least the first so many files."""
    wrong = []
    with Workspace.open(place) as desk, desk.store.reading() as connection:
        if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
            wrong.append("damaged file")
        rows = list(connection.execute(select(tables.articles.c.id, tables.articles.c.path, tables.articles.c.story)))
        held = {Path(r.path.partition("#")[0]).name for r in rows}
        wrong += [f"acknowledged but lost: {n}" for n in names[:least] if n not in held]
        documents = {r.article: r for r in connection.execute(select(tables.documents))}
        gists = {r.article: r for r in connection.execute(select(tables.gists))}
        kept = set(connection.execute(select(tables.outcomes.c.article).where(tables.outcomes.c.fate == "kept")).scalars())
        ids = {r.id for r in rows}
        for what, there in (("documents", set(documents)), ("gists", set(gists)), ("outcomes", kept)):
            if there != ids:
                wrong.append(f"{what}: {len(there)} of {len(ids)}")
        mark = reading_fingerprint("ar")
        for row in documents.values():
            said = connection.execute(select(func.count()).select_from(tables.statements).where(tables.statements.c.article == row.article))
            if row.fingerprint != mark or said.scalar() != len(unpacked(row.data, Document).statements):
                wrong.append(f"half an article: {row.article}")
        stems = Counter(stem for r in gists.values() for stem in unpacked(r.data, Gist).bag)
        if stems != Counter(clusters.spread(connection, stems)) or counters.number(connection, clusters.SIZE) != len(ids):
            wrong.append("stems are counted wrong")
        placed = {a for a, r in gists.items() if r.placed}
        members = {r.article: r for r in connection.execute(select(tables.members))}
        if placed != set(members) or placed != {r.id for r in rows if r.story}:
            wrong.append("placed articles and members differ")
        sizes = Counter(r.cluster for r in members.values())
        found = {n: unpacked(data, Cluster) for n, data in clusters.all_clusters(connection)}
        if {n: c.size for n, c in found.items()} != dict(sizes):
            wrong.append("clusters and members differ")
        shown = {r.id: r.size for r in connection.execute(select(tables.stories.c.id, tables.stories.c.size))}
        if shown != dict(Counter(r.story for r in rows if r.story)):
            wrong.append("stories and articles differ")
        for row in members.values():
            unpacked(row.data, Member)
    return wrong


def new_place(given: str | None, folder: Path, number: int) -> str:
    """Where the next workspace is made: a file, or the given database emptied."""
    if given is None:
        return str(folder / f"{number}.db")
    from isnad.store.opening import open_store

    store = open_store(given, create=True)
    with store.writing() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    store.close()
    return given


def warm_up(files: Path, folder: Path) -> None:
    """Load everything that a fork needs."""
    with Path(os.devnull).open("wb") as nowhere:
        added(str(folder / "warm.db"), files, nowhere.fileno())


def kills(options: argparse.Namespace, folder: Path) -> dict[str, object]:
    """Kill addings until enough were hit; each goes on with what the one before left."""
    files = news(folder / "news", options.articles)
    names = sorted(p.name for p in files.iterdir())
    chance = random.Random(options.seed)
    warm_up(files, folder)
    _, finished, statements = run_until(str(folder / "whole.db"), files, 0)
    assert finished
    done = ended = number = most = 0
    place = new_place(options.place, folder, number)
    wrong: list[str] = []
    while done < options.kills and not wrong:
        acknowledged, finished, _ = run_until(place, files, chance.randrange(1, statements))
        most = max(most, acknowledged)
        if not finished:
            done += 1
        there = Path(place).exists() or options.place is not None
        if (there and not finished) or finished:
            try:
                wrong = check(place, acknowledged, names)
            except StoreError as error:
                # Killed before the tables were there: nothing was acknowledged either.
                wrong = [str(error)] if acknowledged or "no workspace at" not in str(error) else []
        if finished:
            ended += 1
            number += 1
            place = new_place(options.place, folder, number)
    return {"kills": done, "ended": ended, "most": most, "statements": statements, "wrong": wrong, "seed": options.seed}


def writers(options: argparse.Namespace, folder: Path) -> dict[str, object]:
    """Two processes that add overlapping articles at once."""
    files = news(folder / "news", options.articles)
    names = sorted(p.name for p in files.iterdir())
    place = new_place(options.place, folder, 0)
    Workspace.create(place).close()
    warm_up(news(folder / "few", 1), folder)
    halves = [folder / "left", folder / "right"]
    for half, part in zip(halves, (names[: 2 * len(names) // 3], names[len(names) // 3 :]), strict=True):
        half.mkdir()
        for name in part:
            shutil.copy(files / name, half / name)
    children = [forked(lambda out, half=half: added(place, half, out)) for half in halves]  # type: ignore[misc]
    for _, pipe in children:
        with os.fdopen(pipe, "rb") as lines:
            lines.read()
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child, _ in children]
    return {"codes": codes, "wrong": check(place, len(names), names)}


def full(options: argparse.Namespace, folder: Path) -> dict[str, object]:
    """A disk that takes no more after so many bytes; then one with room again."""
    files = news(folder / "news", options.articles)
    names = sorted(p.name for p in files.iterdir())
    place = str(folder / "desk.db")
    Workspace.create(place).close()

    def limited(pipe: int) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (options.bytes, options.bytes))
        try:
            added(place, files, pipe)
        except StoreError as error:
            os.write(pipe, b"e" + str(error).encode() + b"\n")

    child, pipe = forked(limited)
    with os.fdopen(pipe, "rb") as stream:
        told = stream.read().splitlines()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    acknowledged = max((int(line[1:]) for line in told if line.startswith(b"k")), default=0)
    errors = [line[1:].decode() for line in told if line.startswith(b"e")]
    wrong = check(place, acknowledged, names)
    with Workspace.open(place) as desk:
        desk.add([files])
    return {"code": code, "acknowledged": acknowledged, "errors": errors, "wrong": [*wrong, *check(place, len(names), names)]}


def rights(options: argparse.Namespace, folder: Path) -> dict[str, object]:
    """A workspace whose file and folder may only be read, as a user without rights."""
    files = news(folder / "news", options.articles)
    held = folder / "held"
    held.mkdir()
    place = held / "desk.db"
    with Workspace.create(str(place)) as desk:
        desk.add([files])
        desk.account(desk.stories()[0].id)
    for path in (place, held, folder):
        path.chmod(0o444 if path == place else 0o555)

    def reading(pipe: int) -> None:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        with Workspace.open(str(place)) as desk:
            told = len(desk.account(desk.stories()[0].id).documents)
            os.write(pipe, json.dumps({"read_only": desk.store.read_only, "articles": len(desk), "told": told}).encode() + b"\n")
            try:
                desk.add([files])
            except StoreError as error:
                os.write(pipe, json.dumps({"error": str(error)}).encode() + b"\n")

    child, pipe = forked(reading)
    with os.fdopen(pipe, "rb") as stream:
        told = [json.loads(line) for line in stream.read().splitlines()]
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    for path in (folder, held):
        path.chmod(0o755)
    return {"code": code, "told": told}


TRIALS = {"kills": kills, "writers": writers, "full": full, "rights": rights}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trial", choices=sorted(TRIALS))
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--articles", type=int, default=24)
    parser.add_argument("--bytes", type=int, default=1_500_000)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--place")
    options = parser.parse_args()
    adding.BATCH = 4
    folder = Path(tempfile.mkdtemp(prefix="isnad-trial-"))
    folder.chmod(0o755)
    try:
        print(json.dumps(TRIALS[options.trial](options, folder)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
