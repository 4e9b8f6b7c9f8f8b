"""`python -m benchmarks.reading_room`: time to the first byte and weight of every page of the reading room, over a full workspace.

python -m benchmarks.reading_room -w desk.db          pages of this workspace, each asked for 15 times
python -m benchmarks.reading_room                     of one with 20,000 articles of `../shared/data/saudi-news`, made first (long)
python -m benchmarks.reading_room --times 40

The server runs in a process of its own, as `isnad serve` does; the client waits for the first byte and then reads on. A story's
account is told once before its pages are timed, as the server does ahead of being asked. Weight is what goes over the line
(gzip). Limits of the last columns: 150 ms, 300 kB.
"""

from __future__ import annotations

import argparse
import http.client
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from benchmarks.workspace import ISNAD, NEWS, stream
from isnad import Workspace
from isnad.settings import Settings
from isnad.web.routes import PAGES

FIRST_BYTE, WEIGHT = 150.0, 300_000
"""Milliseconds, bytes: the budget of a page."""
LARGEST = 200
"""Articles of the largest story that is looked at: as many as accounts are told of ahead."""


def places(desk: Workspace) -> dict[str, str]:
    """An address of every kind of page, of the largest story that is told ahead."""
    story = max((s for s in desk.stories() if s.size <= LARGEST), key=lambda s: s.size)
    account = desk.account(story.id)
    document = max(account.documents, key=lambda d: len(d.text))
    name = desk.names(type="person", limit=1)[0]
    parts = {
        "story": story.id, "article": document.id, "anchor": f"person:{name.folded}", "type": "person", "folded": name.folded,
        "statement": desk.statements(limit=1)[0].id, "format": "csv",
    }  # fmt: skip
    if account.links.claims:
        parts["claim"] = account.links.claims[0].statements[0]
    if account.links.reuse:
        parts |= {"a": account.links.reuse[0].a, "b": account.links.reuse[0].b}
    out = {}
    for page in PAGES:
        wanted = re.findall(r"{(\w+)", page.path)
        if page.method == "GET" and page.role != "nobody" and page.path not in ("/users", "/me") and all(w in parts for w in wanted):
            out[page.path] = re.sub(r"{(\w+)(?::\w+)?}", lambda m: quote(parts[m[1]], safe=":"), page.path)
    word = quote(name.name)
    out |= {p: f"{p}?q={word}" for p in ("/search", "/search.atom", "/api/search")}
    out["/search (a word and a figure)"] = f"/search?q={word}+killed%3E5"
    out["/ (of a person)"] = f"/?person={word}"
    out["/ (a later page)"] = f"/?after={desk.cards(limit=200)[-1].story.id}"
    return out


def asked(port: int, path: str) -> tuple[float, int, int]:
    """Milliseconds to the first byte, bytes over the line, status."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    begin = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    first = (time.perf_counter() - begin) * 1000
    size = len(answer.read())
    connection.close()
    return first, size, answer.status


def measured(place: str, times: int) -> list[dict[str, object]]:
    """A row a page."""
    with Workspace.open(place) as desk:
        wanted = places(desk)
    command = [str(ISNAD), "serve", "-w", place, "--port", "0", "--language", "ar"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            port = int(re.search(r":(\d+)/", server.stdout.readline())[1])  # type: ignore[index]
            return [_row(port, name, path, times) for name, path in wanted.items()]
        finally:
            server.terminate()


def _row(port: int, name: str, path: str, times: int) -> dict[str, object]:
    asked(port, path)
    found = [asked(port, path) for _ in range(times)]
    first = sorted(f for f, _, _ in found)
    return {
        "page": name, "status": found[0][2], "median_ms": round(statistics.median(first), 1),
        "p95_ms": round(first[min(len(first) - 1, int(0.95 * len(first)))], 1), "bytes": found[0][1],
    }  # fmt: skip


def made(count: int, folder: Path) -> str:
    """A workspace with so many articles."""
    whole, _ = stream(count, folder)
    place = str(folder / "desk.db")
    with Workspace.create(place, Settings(workers=2)) as desk:
        desk.add([whole])
    return place


def show(rows: list[dict[str, object]]) -> None:
    """One line a page; what is over the budget is marked."""
    print(f"{'page':55}{'status':>7}{'median ms':>11}{'p95 ms':>9}{'kB':>8}")
    for row in rows:
        name = str(row["page"])
        # Whole accounts and files are as large as the story; the budget is that of pages.
        file = name.startswith("/api/") or "exports" in name
        over = not file and (float(str(row["median_ms"])) > FIRST_BYTE or int(str(row["bytes"])) > WEIGHT)
        weight, note = int(str(row["bytes"])) / 1000, "  over" if over else ""
        print(f"{name:55}{row['status']:>7}{row['median_ms']:>11}{row['p95_ms']:>9}{weight:>8.1f}{note}")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-w", "--workspace")
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.workspace is None and not NEWS.is_dir():
        print(f"nothing to measure: no articles in {NEWS} (set ISNAD_SHARED)", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory() as name:
        rows = measured(options.workspace or made(options.articles, Path(name)), options.times)
    if options.json:
        print(json.dumps(rows))
    else:
        show(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
