"""The ways in: for each a function from bytes to what is wrong with the answer. Whatever it raises is a finding too."""

from __future__ import annotations

import atexit
import contextlib
import io
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import msgspec

from fuzzing.reading_room import asking
from fuzzing.truths import document_faults, record_faults, writable
from isnad.errors import UsageError
from isnad.model.article import Article
from isnad.model.document import Document
from isnad.model.ids import digest
from isnad.read.records import Job, Metadata, Record, Source
from isnad.settings import Settings

Check = Callable[[bytes], list[str]]
SETTINGS = Settings()
DEMO = Path(__file__).parents[1] / "examples" / "demo"


class Harness(msgspec.Struct, frozen=True):
    """A way in."""

    about: str
    make: Callable[[], Check]
    """Loads what the way needs; the check is then run as often as one likes."""
    share: int = 1
    """How many parts of a campaign's inputs it gets: quick ways take more."""
    longest: int = 4096
    """Bytes of the longest input of a campaign."""


def reading(media: str | None, suffix: str) -> Callable[[], Check]:
    """The check of one reader; every record that it yields is held against what records promise."""

    def make() -> Check:
        from isnad.read.sources import read_source

        job = Job(settings=SETTINGS)
        hints = Metadata(url="https://paper.example/news/1", retrieved="2031-03-05")

        def check(data: bytes) -> list[str]:
            source = Source(path=f"a{suffix}", stream=io.BytesIO(data), hints=hints)
            try:
                return faults_of(read_source(source, media, job))
            except (OSError, EOFError, zlib.error) as error:  # what `read_articles` turns into the outcome `unreadable`
                return [] if writable(str(error)) else ["an error that cannot be written"]

        return check

    return make


def faults_of(records: Iterator[Record]) -> list[str]:
    """What is wrong with the records, each looked at as it comes: an archive need not fit in memory."""
    wrong: list[str] = []
    paths: set[str] = set()
    count = 0
    for record in records:
        count += 1
        wrong += record_faults(record)
        if record.outcome.path in paths:
            wrong.append(f"two ends of {record.outcome.path!r}")
        paths.add(record.outcome.path)
    return wrong[:20] if count else ["no record at all"]


def text_of(data: bytes) -> str:
    """A text of any characters: lone surrogates too, which no reader hands on, but a caller in Python may."""
    return data.decode("utf-8", "surrogatepass" if b"\xed" in data else "replace") if _decodes(data) else data.decode("utf-8", "replace")


def _decodes(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _article(text: str, number: int = 0) -> Article:
    return Article(
        id=digest(number, text.encode("utf-8", "surrogatepass").hex()), path=f"{number}.txt", text=text, outlet=f"o{number}",
        url=f"https://paper{number}.example/{number}", published="2031-03-04" if number % 2 else None, retrieved="2031-03-05",
    )  # fmt: skip


@cache
def annotate() -> Callable[[Article], Document]:
    """All stages, compiled."""
    from isnad.lang.pack import load_pack
    from isnad.pipeline import annotator

    return annotator(load_pack("ar"))


def annotating() -> Check:
    """All stages over any text, as much of it as a reader would not refuse for its length."""
    run = annotate()

    def check(data: bytes) -> list[str]:
        return document_faults(run(_article(text_of(data)[: SETTINGS.max_characters])))

    return check


def accounting() -> Check:
    """Articles of one file, parted by U+001E, to an account, and the account to every page and table."""
    from isnad.export.catalogue import load_catalogue
    from isnad.export.exporters import exporter
    from isnad.lang.pack import load_pack
    from isnad.pipeline import account

    run, pack, say = annotate(), load_pack("ar"), load_catalogue("ar")
    pages = [exporter(name) for name in ("json", "csv", "jsonl", "html", "markdown", "web-annotation", "ftm", "prov", "ninjs")]

    def check(data: bytes) -> list[str]:
        texts = text_of(data.replace(b"\xed", b""))[: SETTINGS.max_characters].split("\x1e")[:3]
        told = account([run(_article(text, n)) for n, text in enumerate(texts)], pack)
        wrong = [] if all(s.evidence for s in told.brief) else ["a sentence of the brief that rests on nothing"]
        for page in pages:
            page(told, say)
        return wrong

    return check


def searching() -> Check:
    """Queries on a small workspace: an answer, or `UsageError` with a message that can be shown."""
    from isnad import Workspace

    folder = tempfile.mkdtemp(prefix="isnad-fuzzing-")
    desk = Workspace.create(Path(folder) / "desk.db")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(desk.close)
    desk.add([DEMO])

    def check(data: bytes) -> list[str]:
        try:
            desk.search(text_of(data), by="words", limit=5)
        except UsageError as error:
            return [] if writable(str(error)) else [f"a message that cannot be shown: {error!r}"]
        return []

    return check


def dates() -> Check:
    """Dates as metadata write them."""
    from isnad.read.dates import iso_date

    def check(data: bytes) -> list[str]:
        found = iso_date(text_of(data))
        return [] if found is None or (len(found) >= 10 and found[4] == found[7] == "-") else [f"no ISO date: {found!r}"]

    return check


HARNESSES: dict[str, Harness] = {
    "text": Harness("plain text in any encoding", reading("text/plain", ".txt"), 20),
    "html": Harness("pages", reading("text/html", ".html"), 6, 8192),
    "jsonl": Harness("JSON Lines", reading("application/jsonl", ".jsonl"), 20),
    "json": Harness("JSON records and lists", reading("application/json", ".json"), 10),
    "feed": Harness("RSS, Atom, JSON Feed", reading("application/xml", ".rss"), 12),
    "opml": Harness("OPML and sitemaps", reading("application/xml", ".opml"), 8),
    "warc": Harness("WARC archives", reading("application/warc", ".warc"), 8),
    "wacz": Harness("WACZ packages", reading("application/wacz", ".wacz"), 2),
    "parquet": Harness("Parquet files", reading("application/vnd.apache.parquet", ".parquet"), 3, 16_384),
    "any": Harness("a file without a name: the format told by its bytes", reading(None, ""), 8),
    "dates": Harness("dates of metadata", dates, 10, 128),
    "annotate": Harness("all stages over any text", annotating, 3, 2048),
    "account": Harness("articles to an account, and that to pages and tables", accounting, 1, 2048),
    "search": Harness("search queries", searching, 6, 2048),
    "forms": Harness("forms of the reading room, in every role", asking("POST"), 2, 2048),
    "addresses": Harness("addresses and queries of the reading room, in every role", asking("GET"), 2, 1024),
}
"""Name to way in."""


def outcome(check: Check, data: bytes) -> list[str]:
    """What a check finds, an exception as the place it came from."""
    import traceback

    try:
        return check(data)
    except Exception as error:
        places = traceback.extract_tb(error.__traceback__)
        ours = next((p for p in reversed(places) if "isnad" in p.filename), places[-1])
        with contextlib.suppress(UnicodeEncodeError):
            return [f"{type(error).__name__} in {Path(ours.filename).name}:{ours.lineno}: {str(error)[:120]}"]
        return [f"{type(error).__name__} in {Path(ours.filename).name}:{ours.lineno}"]
