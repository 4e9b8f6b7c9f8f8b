"""WARC, WACZ and Parquet: what is a page in them, and what is torn, false or too large."""

from __future__ import annotations

import builtins
import gzip
import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import pyarrow  # type: ignore[import-untyped, unused-ignore]
import pyarrow.parquet  # type: ignore[import-untyped, unused-ignore]
import pytest

from isnad.read.unpack import BrokenPayload, decoded_payload
from tests.read.lists import CRAWL, HTML, PARAGRAPH, warc
from tests.read.test_bad_input import read

ENDS = ["kept", "http-status", "not-a-page", "kept", "broken-archive", "kept"]


def ends(*paths: Path, **settings: Any) -> list[str]:
    return [r.outcome.reason or "kept" for r in read(*paths, **settings)]


@pytest.mark.parametrize("packed", [True, False])
def test_answers_of_a_crawl(packed: bool, tmp_path: Path) -> None:
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(warc(CRAWL, packed))
    records = read(path)
    assert [r.outcome.reason or "kept" for r in records] == ENDS
    first, last = records[0].article, records[-1].article
    assert first is not None and last is not None and PARAGRAPH.strip() in first.text
    assert first.retrieved is None and [i.code for i in records[0].issues] == ["future-date"]  # the invented crawl lies in 2031
    assert records[0].outcome.path.endswith("#https://www.diffa.example/n/1?ref=x")
    assert records[4].outcome.path.endswith("#https://diffa.example/n/3@5")
    assert (first.url, first.outlet) == ("https://diffa.example/n/1", "diffa.example")
    assert last.url == "https://diffa.example/n/4", "a page cannot claim another site's address"


def test_the_time_of_the_crawl_is_kept(tmp_path: Path) -> None:
    data = gzip.decompress(warc(CRAWL[:1])).replace(b"2031-03-04", b"2021-03-04")
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(data))
    (record,) = read(tmp_path)
    assert record.article is not None and record.article.retrieved == "2021-03-04T10:00:00+00:00"


def test_a_package_of_archives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("datapackage.json", "{}")
        package.writestr("archive/a.warc.gz", warc(CRAWL[:1]))
        package.writestr("archive/b.warc", warc(CRAWL[:1] + CRAWL[3:4], packed=False), zipfile.ZIP_DEFLATED)
    (tmp_path / "a.wacz").write_bytes(out.getvalue())
    assert ends(tmp_path) == ["kept", "duplicate", "kept"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Pipe(out.getvalue()))))
    assert [r.outcome.fate for r in read("-")] == ["kept", "rejected", "kept"]


def test_a_package_of_a_version_to_come(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("archive/a.warc", warc(CRAWL[:1], packed=False))
    data = bytearray(out.getvalue())
    data[data.index(b"PK\x01\x02") + 6] = 245  # the version needed, in the directory
    (tmp_path / "a.wacz").write_bytes(data)
    assert ends(tmp_path) == ["broken-archive"]


class Pipe(io.RawIOBase):
    """Bytes that cannot be gone back in."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._data.readinto(buffer)


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_on_standard_input(packed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Pipe(warc(CRAWL, packed)))))
    assert [r.outcome.reason or "kept" for r in read("-")] == ENDS


@pytest.mark.parametrize("packed", [True, False])
def test_half_sent_archives_keep_what_came_before(packed: bool, tmp_path: Path) -> None:
    data = warc([CRAWL[0], CRAWL[5]], packed)
    (tmp_path / "a.warc").write_bytes(data[:-120])
    assert ends(tmp_path) == ["kept", "broken-archive"]


def test_noise_within_an_archive(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(warc(CRAWL[:1]) + b"noise" * 50 + warc(CRAWL[5:]))
    assert ends(tmp_path) == ["kept", "broken-archive"]


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.warc", b"nonsense" * 100, ["broken-archive"]),
        ("a.warc", b"", ["empty"]),
        ("a.warc.gz", warc([]), ["empty"]),
        ("a.wacz", b"PK\x03\x04 nonsense", ["broken-archive"]),
        ("a.parquet", b"PAR1 nonsense PAR1", ["broken-archive"]),
    ],
)
def test_archives_that_are_none(name: str, data: bytes, expected: list[str], tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    assert ends(tmp_path) == expected


def test_a_bomb_in_an_archive_is_left_and_the_next_page_read(tmp_path: Path) -> None:
    bomb = ("https://diffa.example/b", 200, HTML | {"Content-Encoding": "gzip"}, gzip.compress(b"a" * 20_000_000))
    (tmp_path / "a.warc.gz").write_bytes(warc([bomb, CRAWL[0]]))
    assert ends(tmp_path, max_bytes=1_000_000) == ["too-large", "kept"]
    large = ("https://diffa.example/l", 200, HTML, b"a" * 1_000_001)
    (tmp_path / "a.warc.gz").write_bytes(warc([large, CRAWL[0]]))
    assert ends(tmp_path, max_bytes=1_000_000) == ["too-large", "kept"]


def test_a_page_out_of_all_proportion_is_left_and_the_next_read(tmp_path: Path) -> None:
    bomb = ("https://diffa.example/b", 200, HTML | {"Content-Encoding": "gzip"}, gzip.compress(b"a" * 2_000_000))
    (tmp_path / "a.warc.gz").write_bytes(warc([bomb, CRAWL[0]]))
    first, second = read(tmp_path)
    assert (first.outcome.reason, second.outcome.fate) == ("too-large", "kept") and "100 times" in first.outcome.detail


def test_a_file_of_nothing_but_empty_records_is_not_read_to_its_end(tmp_path: Path) -> None:
    good, idle = warc(CRAWL[:1], packed=False), b"WARC/1.0\r\n\r\n"
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(good + idle * 300_001 + warc(CRAWL[5:], packed=False)))
    assert ends(tmp_path) == ["kept", "too-large"]
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(good + idle * 3_000 + warc(CRAWL[5:], packed=False)))
    assert ends(tmp_path) == ["kept", "kept"]


@pytest.mark.parametrize("layers", [1, 2])
def test_an_archive_that_unpacks_out_of_all_proportion(layers: int, tmp_path: Path) -> None:
    head = b"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 200000000\r\n\r\n"
    data = gzip.compress(head + bytes(200_000_000), 1)
    (tmp_path / "a.warc.gz").write_bytes(data if layers == 1 else gzip.compress(data))
    (record,) = read(tmp_path)
    assert record.outcome.reason == ("unreadable" if layers == 1 else "broken-archive")
    assert layers == 2 or "100 times" in record.outcome.detail


def test_extracted_texts_of_an_archive(tmp_path: Path) -> None:
    texts = [("https://diffa.example/n/1", 200, {"Content-Type": "text/plain"}, PARAGRAPH.encode())]
    (tmp_path / "a.warc.gz").write_bytes(warc(texts, kind="conversion"))
    (record,) = read(tmp_path)
    assert record.article is not None and record.article.text == PARAGRAPH and record.article.url == "https://diffa.example/n/1"


@pytest.mark.parametrize(
    ("transfer", "content", "data"),
    [
        ("", "", b"words"),
        ("chunked", "", b"2\r\nwo\r\n3;x=y\r\nrds\r\n0\r\n\r\n"),
        ("chunked", "gzip", b"words"),
        ("", "gzip", gzip.compress(b"words")),
        ("", "deflate", __import__("zlib").compress(b"words")),
        ("", "br", b"\x0b\x02\x80words\x03"),
    ],
    ids=["none", "chunks", "named only", "gzip", "deflate", "br"],
)
def test_encodings_are_undone(transfer: str, content: str, data: bytes) -> None:
    assert decoded_payload(data, transfer, content, 100) == b"words"


@pytest.mark.parametrize(
    ("transfer", "content", "data"),
    [
        ("chunked", "", b"5\r\nwo"),
        ("", "gzip", gzip.compress(b"words")[:-9]),
        ("", "br", b"words"),
        ("", "lzma", b"x"),
        ("", "deflate", b"x"),
    ],
    ids=["torn chunks", "torn gzip", "br", "unknown", "deflate"],
)
def test_encodings_that_are_false(transfer: str, content: str, data: bytes) -> None:
    with pytest.raises(BrokenPayload):
        decoded_payload(data, transfer, content, 100)


def table(rows: list[dict[str, Any]]) -> bytes:
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), out)
    return out.getvalue()


ROWS = [{"id": n, "title": f"خبر {n}", "text": PARAGRAPH * 2 + str(n), "published": "2021-03-04", "other": b"x"} for n in range(300)]


def test_rows_of_a_parquet_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = table([*ROWS, {"id": 300}])
    (tmp_path / "a.parquet").write_bytes(data)
    records = read(tmp_path)
    assert [r.outcome.reason for r in records] == [""] * 300 + ["missing-text"]
    article = records[7].article
    assert article is not None and article.text.startswith("خبر 7\n") and article.published == "2021-03-04"
    assert records[7].outcome.path.endswith("a.parquet#7")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Pipe(data))))
    assert len(read("-")) == 301


def test_a_parquet_file_without_texts_or_rows(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(table([{"id": 1}]))
    (tmp_path / "b.parquet").write_bytes(table(ROWS[:1])[:-50] + b"PAR1")
    (tmp_path / "c.parquet").write_bytes(table([]))
    assert ends(tmp_path) == ["missing-text", "broken-archive", "empty"]


def test_a_parquet_file_that_holds_fewer_rows_than_it_tells_of(tmp_path: Path) -> None:
    data = bytearray(table(ROWS[:3]))
    told = data.index(bytes([0x16, 3 * 2, 0x19, 0x1C, 0x19]))  # of the footer: the number of rows of the file, then the list of its groups
    data[told + 1] = 5 * 2
    (tmp_path / "a.parquet").write_bytes(data)
    records = read(tmp_path)
    assert [r.outcome.reason or "kept" for r in records] == ["kept"] * 3 + ["broken-archive"]
    assert records[-1].outcome.path.endswith("a.parquet#4-") and "5 rows and holds 3" in records[-1].outcome.detail


def test_a_parquet_file_whose_statistics_do_not_fit_its_schema_does_not_end_the_process(tmp_path: Path) -> None:
    data = table([{"text": PARAGRAPH}, {"text": None}])
    optional, required = bytes([0x25, 2, 0x18, 4]) + b"text", bytes([0x25, 0, 0x18, 4]) + b"text"
    assert data.count(optional) == 1
    (tmp_path / "a.parquet").write_bytes(data.replace(optional, required))
    assert ends(tmp_path)[-1] == "broken-archive"


def test_a_parquet_file_too_large_unpacked(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(table([{"text": "a" * 1_000_000 + str(n)} for n in range(3)]))
    assert ends(tmp_path, max_bytes=40_000) == ["too-large"]


def test_a_parquet_file_out_of_all_proportion(tmp_path: Path) -> None:
    bomb = pyarrow.Table.from_pylist([{"text": "a" * 20_000_000}])
    pyarrow.parquet.write_table(bomb, tmp_path / "a.parquet", use_dictionary=False, compression="zstd")
    (record,) = read(tmp_path)
    assert record.outcome.reason == "too-large" and record.outcome.detail.startswith("row group 0")


def test_parquet_without_its_extra_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.parquet").write_bytes(table(ROWS[:1]))
    imported = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return imported(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    (record,) = read(tmp_path)
    assert (record.outcome.fate, record.outcome.reason) == ("failed", "needs-parquet") and "isnad[parquet]" in record.outcome.detail


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_package_that_names_a_member_twice(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as package:
        for _ in range(3):
            package.writestr("archive/a.warc", "no archive")
        package.writestr("archive/b.warc", "")
    found = [r.outcome for r in read(tmp_path)]
    assert len({o.path for o in found}) == len(found) == 4
