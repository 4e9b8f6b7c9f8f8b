"""The funnel alone: processor milliseconds a page that is not Arabic, and one that is, without annotating."""

from __future__ import annotations

import gzip
import random
import time
from pathlib import Path
from typing import Any

from benchmarks.workspace import NEWS
from isnad.read.records import Job
from isnad.run.bulk.inputs import records_of
from isnad.settings import Settings

PAGES, ARABIC = 2_000, 100
LATIN = "abcdefghijklmnopqrstuvwxyz"


def funnel(place: Path) -> dict[str, Any]:
    """Read archives of made pages: of Latin letters, of a language of Arabic letters, and of real articles set in markup."""
    place.mkdir(parents=True, exist_ok=True)
    kinds = {"other": [_latin(n) for n in range(PAGES)], "arabic": _arabic()}
    out: dict[str, Any] = {}
    for kind, pages in kinds.items():
        path = place / f"{kind}.warc.gz"
        path.write_bytes(b"".join(_record(f"https://{kind}.example/{n}", p) for n, p in enumerate(pages)))
        clock = time.process_time()
        kept = sum(r.article is not None for r in records_of(str(path), Job(settings=Settings(), quick=True)))
        out[f"{kind}_ms"] = round(1000 * (time.process_time() - clock) / len(pages), 3)
        out[f"{kind}_kept"], out[f"{kind}_pages"] = kept, len(pages)
        out[f"{kind}_kb"] = round(sum(len(p) for p in pages) / len(pages) / 1000, 1)
    return out


def _latin(seed: int) -> bytes:
    chance = random.Random(seed)
    words = ("".join(chance.choices(LATIN, k=chance.randint(2, 9))) for _ in range(600))
    return _page(" ".join(words), "latin words " * 20)


def _arabic() -> list[bytes]:
    import json

    with gzip.open(min(NEWS.glob("*.jsonl.gz"))) as file:
        records = [json.loads(line) for line in file][: 10 * ARABIC : 10]
    return [_page(r["text"], r["title"] or "") for r in records if r.get("text")]


def _page(text: str, title: str) -> bytes:
    """A page with the menus, scripts and styles that pages have."""
    menu = "".join(f'<li class="menu-item menu-item-{n}"><a href="/section/{n}">Section {n}</a></li>' for n in range(120))
    script = "<script>var settings = {" + ",".join(f'"option{n}": "value {n}"' for n in range(600)) + "};</script>"
    body = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    return (
        f"<html><head><title>{title}</title>{script}</head><body><ul>{menu}</ul><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


def _record(address: str, page: bytes) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2021-03-04T10:00:00Z\r\n"
    head += f"WARC-Record-ID: <urn:uuid:{abs(hash(address)):032x}>\r\nContent-Type: application/http; msgtype=response\r\n"
    return gzip.compress(head.encode() + f"Content-Length: {len(answer)}\r\n\r\n".encode() + answer + b"\r\n\r\n")
