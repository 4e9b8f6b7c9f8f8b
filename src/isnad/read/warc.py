"""Web archives: WARC files (plain or gzipped, streamed) and WACZ packages, a record for each page in them.

Inputs are what a crawler got as an answer: `response`, `resource` and `conversion` records. Requests, notes on the crawl and
`revisit` records, which only point at an earlier answer, are passed over by rule.
"""

from __future__ import annotations

import gzip
import io
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

import msgspec

from isnad.read.html import read_html
from isnad.read.idle import Idle
from isnad.read.page_metadata import host_of
from isnad.read.peek import peeked
from isnad.read.plain import read_plain
from isnad.read.records import Job, Metadata, Record, Source, failed, first_known, rejected
from isnad.read.unpack import FREE, MOST_FOLD, BrokenPayload, TooLarge, decoded_payload, opened

_PAGES = ("text/html", "application/xhtml+xml")
_ANSWERS = frozenset({"response", "resource", "conversion"})
_MOST_IDLE = 300_000
"""Records in a row that are no answers, after which the rest of a file is left unread: a crawl has a request and a note for each."""
_DETAIL = 120


class _Names:
    """Paths of the records of an archive, `file#address`; the number of the record follows where an address comes again."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._seen: set[str] = set()
        self.number = 0

    def next(self, address: str) -> str:
        """The path of the next record."""
        self.number += 1
        path = f"{self._file}#{address or self.number}"
        path = f"{path}@{self.number}" if path in self._seen else path
        self._seen.add(path)
        return path


def read_warc(source: Source, job: Job) -> Iterator[Record]:
    """One record for each page that was fetched; what is no page, no answer or no text is counted with its reason."""
    yield from _read_members(source, source.stream, job, _Names(source.path))


def _read_members(source: Source, stream: BinaryIO, job: Job, names: _Names, member: str = "") -> Iterator[Record]:
    """The records of one archive; `member`: its path, where it is part of a package."""
    from fastwarc import ArchiveIterator, WarcRecordType

    stream, head = peeked(stream)
    if head.strip() and not head.lstrip().startswith(b"WARC/"):  # other packings the library would undo without a limit
        yield failed(names.next(""), "broken-archive", "no record at the beginning")
        return
    before, idle = names.number, Idle(_MOST_IDLE)
    watched = _Watched(stream)
    try:
        # Decoding is ours: the library's own ends the whole archive at one page with a false Content-Encoding.
        for item in ArchiveIterator(cast(BinaryIO, watched), record_types=WarcRecordType.any_type, auto_decode="none", strict_mode=False):
            idle.saw(str(item.record_type) in _ANSWERS)
            if idle.over:
                yield rejected(member or source.path, "too-large", f"{_MOST_IDLE} records without an answer: the rest is left unread")
                return
            if not idle.count:
                yield from _record(item, source, job, names)
    except (OSError, ValueError, RuntimeError) as error:
        if watched.error is not None:
            raise watched.error from error
        yield failed(names.next(""), "broken-archive", str(error)[:_DETAIL])
        return
    if names.number == before:
        yield rejected(member or source.path, "empty", "no pages in the archive")


class _Watched:
    """A stream that remembers why it could not be read: the library turns every error into its own."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = cast(io.BufferedReader, stream)
        self._at = 0
        self.error: OSError | None = None

    def read(self, size: int = -1) -> bytes:
        """The next bytes, those before a torn place apart from the error."""
        try:
            data = self._stream.read1(size)
            self._at += len(data)
            return data
        except (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile) as error:
            raise OSError(str(error)) from error  # the bytes are no archive: nothing is wrong with the disk
        except OSError as error:
            self.error = error
            raise

    def tell(self) -> int:
        """How many bytes were read: a pipe does not know, and the library dies of an error here."""
        return self._at

    def close(self) -> None:
        """Leaves the stream open: it belongs to who opened it."""


def _record(item: Any, source: Source, job: Job, names: _Names) -> Iterator[Record]:
    """The record of one archived answer."""
    address = (item.headers.get("WARC-Target-URI") or "").strip().strip("<>")
    path = names.next(address)
    limit = job.settings.max_bytes
    media = (item.http_content_type or item.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    status = item.http_headers.status_code if item.http_headers is not None else None
    page = media in _PAGES or (not media and item.http_headers is not None)
    if not address:
        yield failed(path, "broken-archive", f"record {names.number} has no address")
    elif status is not None and status != 200:
        yield rejected(path, "http-status", str(status))
    elif not page and not (media == "text/plain" and "conversion" in str(item.record_type)):
        yield rejected(path, "not-a-page", media or "no media type")
    elif item.content_length > limit:
        yield rejected(path, "too-large", f"more than {limit} bytes")
    else:
        data = item.reader.read(limit + 1)
        if len(data) < item.content_length:
            yield failed(path, "broken-archive", f"{len(data)} of {item.content_length} bytes")
            return
        yield from _page(data, item, msgspec.structs.replace(source, path=path), job)


def _page(data: bytes, item: Any, source: Source, job: Job) -> Iterator[Record]:
    """Undo what the transfer did to a page and read it."""
    headers = item.http_headers
    limit = job.settings.max_bytes
    try:
        if headers is not None:
            data = decoded_payload(data, headers.get("Transfer-Encoding") or "", headers.get("Content-Encoding") or "", limit + 1)
    except TooLarge as error:
        yield rejected(source.path, "too-large", str(error))
        return
    except BrokenPayload as error:
        yield failed(source.path, "broken-archive", str(error)[:_DETAIL])
        return
    address = source.path.partition("#")[2]
    address = (item.headers.get("WARC-Target-URI") or address).strip().strip("<>")
    day = item.record_date
    hints = Metadata(url=address, retrieved=day.isoformat() if day is not None else None, outlet=host_of(address) or None)
    source = msgspec.structs.replace(
        source, stream=io.BytesIO(data), hints=first_known(source.hints, hints), charset=item.http_charset or None
    )
    yield from (read_plain if headers is None else read_html)(source, job)


def read_wacz(source: Source, job: Job) -> Iterator[Record]:
    """The pages of all WARC files in a WACZ package (a ZIP archive with `archive/*.warc.gz`)."""
    with tempfile.TemporaryFile() as spooled:
        stream = source.stream
        if not stream.seekable():
            shutil.copyfileobj(stream, spooled)
            stream = cast(BinaryIO, spooled)
        try:
            package = zipfile.ZipFile(stream)
            members = [m for m in package.infolist() if m.filename.lower().endswith((".warc", ".warc.gz"))]
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:  # the last: a version that no ZIP file has yet
            yield failed(source.path, "broken-archive", str(error)[:_DETAIL])
            return
        if not members:
            yield rejected(source.path, "empty", "no WARC file in the package")
        names, own = _Names(source.path), _Names(source.path)
        for member in members:  # a broken package may name one twice
            yield from _read_member(package, member, source, job, names, own.next(member.filename))


def _read_member(
    package: zipfile.ZipFile, member: zipfile.ZipInfo, source: Source, job: Job, names: _Names, path: str
) -> Iterator[Record]:  # fmt: skip
    try:
        if member.file_size > max(FREE, MOST_FOLD * member.compress_size):
            yield rejected(path, "too-large", f"unpacks to more than {MOST_FOLD} times its size")
            return
        with package.open(member) as stream:
            yield from _read_members(source, opened(cast(BinaryIO, stream))[0], job, names, path)
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError, zlib.error) as error:
        yield failed(path, "broken-archive", str(error)[:_DETAIL])
