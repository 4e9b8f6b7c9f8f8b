"""From what was named on a command line to articles: folders, files, standard input; each by the reader of its format.

A folder is read whole, subfolders too, in the order of names. In it only what may be an article is an input: hidden
files, the files of `COMPANIONS` (a README, pictures, settings) and sidecars are passed over by rule; any other file that
no reader knows is counted as `unknown-format`. A path that is given itself is never passed over.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from isnad.errors import UsageError
from isnad.model.outcome import Outcome
from isnad.read.html import read_html
from isnad.read.jsonl import read_json, read_jsonl
from isnad.read.listings import read_listing
from isnad.read.parquet import read_parquet
from isnad.read.peek import sniffed
from isnad.read.plain import read_plain
from isnad.read.records import FieldMap, Job, Metadata, Reader, Record, Source, failed, rejected
from isnad.read.sidecar import RAW, Sidecars, is_sidecar
from isnad.read.unpack import opened
from isnad.read.warc import read_wacz, read_warc
from isnad.settings import Settings

READERS: dict[str, Reader] = {
    "text/plain": read_plain,
    "text/html": read_html,
    "application/jsonl": read_jsonl,
    "application/json": read_json,
    "application/xml": read_listing,
    "application/feed+json": read_listing,
    "application/warc": read_warc,
    "application/wacz": read_wacz,
    "application/vnd.apache.parquet": read_parquet,
}
"""Media type to reader: the formats that Isnad reads. A new one is a line here and a line in `SUFFIXES`."""

SUFFIXES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".jsonl": "application/jsonl",
    ".ndjson": "application/jsonl",
    ".json": "application/json",
    ".xml": "application/xml",
    ".rss": "application/xml",
    ".atom": "application/xml",
    ".rdf": "application/xml",
    ".opml": "application/xml",
    ".warc": "application/warc",
    ".wacz": "application/wacz",
    ".parquet": "application/vnd.apache.parquet",
}
"""Suffix (before `.gz`, if it has one) to media type."""

_RATHER = {("application/json", "application/feed+json"), ("application/xml", "text/html")}
"""Where first bytes tell more than a suffix does: `.json` that is a feed, `.xml` that is a page."""

COMPANIONS = frozenset({
    ".md", ".rst", ".toml", ".yaml", ".yml", ".ini", ".cfg", ".lock", ".csv", ".tsv", ".css", ".js", ".py", ".sh", ".log",
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".ico", ".woff", ".woff2",
})  # fmt: skip
"""Suffixes of files that lie beside articles and are none."""
_COMPANION_NAMES = frozenset({"readme", "license", "licence", "notice", "copying", "changelog", "makefile"})


def read_articles(paths: Sequence[str], settings: Settings, fields: FieldMap | None = None) -> Iterator[Record]:
    """Every article that the paths hold, one record each; duplicates and bad input end as counted outcomes.

    Raises `UsageError` at once if a path does not exist; nothing else raises on account of what is read.
    """
    for path in paths:
        if path != "-" and not os.path.lexists(path):
            raise UsageError(f"no such file or folder: {shown(path)}")
    return without_duplicates(_records(paths, Job(settings=settings, fields=fields or FieldMap())))


def shown(path: str) -> str:
    """A path as text that can be written anywhere: bytes that are no UTF-8 are escaped."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def without_duplicates(records: Iterable[Record]) -> Iterator[Record]:
    """The records, those rejected whose article came before."""
    seen: dict[str, str] = {}
    for record in records:
        if record.article is None:
            yield record
        elif record.article.id in seen:
            yield rejected(record.article.path, "duplicate", f"the same as {seen[record.article.id]}")
        else:
            seen[record.article.id] = record.article.path
            yield record


def _records(paths: Sequence[str], job: Job) -> Iterator[Record]:
    sidecars = Sidecars()
    done: set[str] = set()
    for path in paths:
        if path == "-":
            yield from _read_standard_input(job)
        elif Path(path).is_dir():
            yield from _read_folder(Path(path), sidecars, job, done)
        elif os.path.realpath(path) not in done:
            done.add(os.path.realpath(path))
            yield from _read_file(Path(path), sidecars, job)


def _read_folder(folder: Path, sidecars: Sidecars, job: Job, done: set[str]) -> Iterator[Record]:
    unreadable: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(files):
            path = Path(place) / name
            real = os.path.realpath(path)
            if real in done or passed_over(path):
                continue
            done.add(real)
            if _media_type(path) is None and path.suffix:
                yield rejected(shown(str(path)), "unknown-format", path.suffix)
            else:
                yield from _read_file(path, sidecars, job)
        yield from _missing(Path(place), sidecars)
    for error in unreadable:
        yield failed(shown(str(error.filename)), "unreadable", error.strerror or "")


def passed_over(path: Path) -> bool:
    """Whether a file in a folder is no input, by rule: hidden, a companion of articles, a list of what articles do not tell."""
    suffix = path.suffix.lower()
    return path.name.startswith(".") or suffix in COMPANIONS or path.stem.lower() in _COMPANION_NAMES or is_sidecar(path)


def _missing(folder: Path, sidecars: Sidecars) -> Iterator[Record]:
    """A failed record for each file that the folder's sidecar names and that is not there."""
    sidecar = sidecars.of(folder)
    for name in sidecar.rows if sidecar else ():
        if not any(os.path.lexists(p) for p in (folder / name, folder / RAW / name)):
            yield failed(shown(str(folder / name)), "not-found", f"named in {sidecar.path.name if sidecar else ''}")
    if sidecar and sidecar.issues:
        path = shown(str(sidecar.path))
        yield Record(
            outcome=Outcome(path=path, fate="failed", reason="broken-sidecar", detail=sidecar.issues[0].detail), issues=sidecar.issues
        )


def _media_type(path: Path) -> str | None:
    name = path.name.lower().removesuffix(".gz")
    return SUFFIXES.get(Path(name).suffix)


def _read_file(path: Path, sidecars: Sidecars, job: Job) -> Iterator[Record]:
    name = shown(str(path))
    try:
        with path.open("rb") as stream:
            yield from _read_stream(name, stream, _media_type(path), sidecars.metadata(path) or Metadata(), job)
    except (OSError, EOFError, zlib.error) as error:
        yield failed(name, "unreadable", getattr(error, "strerror", None) or str(error))


def _read_standard_input(job: Job) -> Iterator[Record]:
    try:
        yield from _read_stream("-", cast(BinaryIO, sys.stdin.buffer), None, Metadata(), job)
    except (OSError, EOFError, zlib.error) as error:
        yield failed("-", "unreadable", str(error))


def _read_stream(name: str, stream: BinaryIO, media: str | None, meta: Metadata, job: Job) -> Iterator[Record]:
    """Find the format out where the name does not tell it, and read."""
    yield from read_source(Source(path=name, stream=stream, meta=meta), media, job)


def read_source(source: Source, media: str | None, job: Job) -> Iterator[Record]:
    """Unpack and read one source by the reader of its media type, told by its first bytes where that is None."""
    plain, head = opened(source.stream)
    found = sniffed(head)
    if media is None or (media, found) in _RATHER:
        media = found
    yield from READERS[media](msgspec.structs.replace(source, stream=plain), job)
