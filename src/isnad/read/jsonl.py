"""JSON Lines (plain or gzipped, streamed), and JSON files that hold a list of records or one.

An article's text is made of title, byline and text, a line each, without those that are missing; `title` and `byline`
point at theirs.
"""

from __future__ import annotations

import datetime
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec

from isnad.model.article import Article
from isnad.model.outcome import Issue
from isnad.model.span import Span
from isnad.read.decode import decode
from isnad.read.idle import Idle
from isnad.read.language import holds_arabic
from isnad.read.plain import judged
from isnad.read.records import FieldMap, Job, Metadata, Record, Source, failed, kept, rejected

_DECODER = msgspec.json.Decoder()
_DETAIL = 120
_PARTS = 4_000_000
"""Brackets and commas of one line or list: empty objects take a hundred times the memory of their letters."""
_LIST_LIMIT = 16
"""A list of records cannot be streamed: it may be so many times `max_bytes` large."""


class Names:
    """Gives each record of a file its path, `file#id` or `file#line`, each once, and notices ids that come twice."""

    def __init__(self, file: str, meta: Metadata) -> None:
        self.file = file
        self.meta = meta
        self._ids: set[str] = set()
        self._taken: set[str] = set()
        self._lines: list[tuple[int, int]] = []
        """First and last of the lines in a row that were called by their number: a file may have millions."""

    def line(self, number: int) -> str:
        """The path of what stands in a line or place (from 1, each greater than the last) and has no id."""
        if str(number) in self._taken:  # the id of an earlier line
            return self._once(f"{number}@{number}", number)
        first = self._lines.pop()[0] if self._lines and self._lines[-1][1] == number - 1 else number
        self._lines.append((first, number))
        return f"{self.file}#{number}"

    def path(self, identity: str | None, number: int) -> tuple[str, tuple[Issue, ...]]:
        """The path of record `number` (1-based line or place), and an issue if its id was given before."""
        if identity is None:
            return self.line(number), ()
        path = self._once(identity, number)
        if identity not in self._ids:
            self._ids.add(identity)
            return path, ()
        return path, (Issue(path=path, code="duplicate-id", detail=f"line {number}: {identity}"),)

    def _once(self, name: str, number: int) -> str:
        while name in self._taken or self._is_line(name):
            name = f"{name}@{number}"
        self._taken.add(name)
        return f"{self.file}#{name}"

    def _is_line(self, name: str) -> bool:
        """Whether an id is the number that an earlier line was called by."""
        if not (name.isdecimal() and name.isascii() and len(name) < 16):
            return False
        at = bisect_right(self._lines, (int(name), sys.maxsize)) - 1
        return at >= 0 and self._lines[at][1] >= int(name) and str(int(name)) == name


def read_jsonl(source: Source, job: Job) -> Iterator[Record]:
    """One record for each line that is not blank; broken and overlong lines are counted and the next is read."""
    names = Names(source.path, source.meta)
    empty, idle = True, Idle()
    for number, line in _lines(source.stream, job.settings.max_bytes):
        if idle.over:
            yield unread(source.path, number, idle)
            return
        if line is None:
            empty = False
            idle.saw(useful=False)
            yield rejected(names.line(number), "too-large", f"line {number}: more than {job.settings.max_bytes} bytes")
            continue
        if number == 1 and line.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"[":
            yield from _read_whole(line, source, job, names)
            return
        record = _record_of_line(line, number, job, names) if line.strip() else None
        idle.saw(record is not None and record.article is not None, len(line))
        if record is not None:
            empty = False
            yield record
    if empty:
        yield rejected(source.path, "empty")


def read_json(source: Source, job: Job) -> Iterator[Record]:
    """A file with one record, a list of records, an object that holds such a list, or after all one record a line."""
    yield from _read_whole(b"", source, job, Names(source.path, source.meta))


def _read_whole(begun: bytes, source: Source, job: Job, names: Names) -> Iterator[Record]:
    limit = job.settings.max_bytes * _LIST_LIMIT
    data = begun + source.stream.read(limit + 1)
    if len(data) > limit:
        yield rejected(source.path, "too-large", f"more than {limit} bytes")
        return
    if not data.strip():
        yield rejected(source.path, "empty")
        return
    try:
        value = _decoded(data)
    except ValueError as error:
        lines = [line for line in data.split(b"\n") if line.strip()]
        if len(lines) < 2 or not all(line.lstrip()[:1] == b"{" for line in lines[:2]):
            yield failed(source.path, "broken-record", str(error)[:_DETAIL])
            return
        numbered = ((number, line) for number, line in enumerate(data.split(b"\n"), 1) if line.strip())
        yield from _while_busy(((n, _record_of_line(line, n, job, names)) for n, line in numbered), source.path, len(data) / len(lines))
        return
    records = _list_in(value)
    if not records:
        yield rejected(source.path, "empty")
    found = ((number, row_record(record, number, job, names)) for number, record in enumerate(records, 1))
    yield from _while_busy(found, source.path, len(data) / max(1, len(records)))


def _while_busy(numbered: Iterable[tuple[int, Record]], file: str, size: float) -> Iterator[Record]:
    """The records, of so many bytes on average, until too many in a row hold no article."""
    idle = Idle()
    for number, record in numbered:
        if idle.over:
            yield unread(file, number, idle)
            return
        idle.saw(record.article is not None, size)
        yield record


def unread(file: str, number: int, idle: Idle) -> Record:
    """The end of what is left unread from a record on."""
    return rejected(f"{file}#{number}-", "too-large", f"{idle.count} records without an article: the rest is left unread")


def _list_in(value: Any) -> list[Any]:
    """The records: the value itself if it is a list; the one list of objects in an object that is no article; or one record."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        lists = [v for v in value.values() if isinstance(v, list) and v and all(isinstance(x, dict) for x in v)]
        if len(lists) == 1 and not any(isinstance(v, str) and len(v) > 200 for v in value.values()):
            return lists[0]
    return [value]


def _lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their 1-based numbers; None for one of more than `limit` bytes, which is skipped without being held."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(1 << 20)
        yield number, None


def _decoded(data: bytes) -> Any:
    """The JSON value; bytes that are no UTF-8 are decoded like a text file first. Raises `ValueError`."""
    if len(data) > _PARTS and sum(map(data.count, (b"{", b"[", b","))) > _PARTS:
        raise ValueError(f"more than {_PARTS} parts in one value")
    try:
        return _DECODER.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    except ValueError:
        decoded = decode(data.rstrip(b"\r\n"))
        if decoded.reason or (decoded.encoding == "utf-8" and not decoded.lost and not decoded.other):
            raise
    try:
        return _DECODER.decode(decoded.text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _record_of_line(line: bytes, number: int, job: Job, names: Names) -> Record:
    if job.quick and not holds_arabic(line):
        return rejected(names.line(number), "not-arabic", "bytes")
    try:
        value = _decoded(line)
    except ValueError as error:
        return failed(names.line(number), "broken-record", f"line {number}: {str(error)[:_DETAIL]}")
    return row_record(value, number, job, names)


def row_record(value: Any, number: int, job: Job, names: Names) -> Record:
    """The record of one object with fields, the `number`th of its file."""
    if not isinstance(value, dict):
        return failed(names.line(number), "broken-record", f"line {number}: not an object")
    fields = job.fields
    path, issues = names.path(_string(_get(value, fields.id)), number)
    parts = {name: _string(_get(value, getattr(fields, name))) for name in ("title", "byline", "text")}
    if parts["text"] is None:
        return rejected(path, "missing-text", f"line {number}: no {fields.text!r}")
    text, title, byline = compose(parts["title"], parts["byline"], parts["text"])
    draft = Article(id="", path=path, text=text, title=title, byline=byline, media_type="application/json")
    record = judged(draft, _metadata(value, fields, names.meta), job, issues)
    if record.article is not None and parts["title"] is None:
        return kept(record.article, (*record.issues, Issue(path=path, code="missing-field", detail=fields.title)))
    return record


def compose(title: str | None, byline: str | None, text: str) -> tuple[str, Span | None, Span | None]:
    """Title, byline and text, a line each, with the spans of the first two; line breaks inside those become spaces."""
    out = ""
    spans: list[Span | None] = []
    for part in (title, byline):
        if part is None:
            spans.append(None)
            continue
        line = " ".join(part.split())
        spans.append(Span(len(out), len(out) + len(line)))
        out += line + "\n"
    return out + text, spans[0], spans[1]


def _get(record: dict[str, Any], key: str) -> Any:
    """The value under a key, or under a dotted way into nested objects."""
    if key in record or "." not in key:
        return record.get(key)
    value: Any = record
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _string(value: Any) -> str | None:
    """Text of a field: strings, numbers, lists of strings (joined as lines); blank is missing."""
    if isinstance(value, list):
        value = "\n".join(v for v in value if isinstance(v, str))
    if isinstance(value, bool) or not isinstance(value, str | int | float | datetime.datetime):
        return None
    text = str(value)
    return text if text.strip() else None


def _metadata(record: dict[str, Any], fields: FieldMap, file: Metadata) -> Metadata:
    """From the record's own fields; what it lacks, from what a sidecar says of the file."""
    found = {}
    for name in ("outlet", "url", "retrieved", "published", "updated"):
        value = _string(_get(record, getattr(fields, name)))
        found[name] = value.strip() if value else getattr(file, name)
    return Metadata(**found)
