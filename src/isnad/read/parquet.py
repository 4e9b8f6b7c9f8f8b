"""Parquet files: a row an article, columns as the keys of JSON Lines (the extra `parquet`)."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from isnad.read.idle import Idle
from isnad.read.jsonl import Names, row_record, unread
from isnad.read.records import FieldMap, Job, Record, Source, failed, rejected

_ROWS = 256
_MOST_FOLD, _FREE = 12, 4_000_000
"""Characters that rows may hold in all: so many for each byte of the file, and so many in any case. Real files hold three for a byte;
one in which a long text stands once and is named a million times would never end.
"""
_GROUP_LIMIT = 64
"""A row group may be so many times `max_bytes` large, unpacked, and no more than twice what all rows may hold: a letter of
Arabic is two bytes.
"""


def read_parquet(source: Source, job: Job) -> Iterator[Record]:
    """One record for each row, in batches; only the columns that are asked for are read."""
    try:
        import pyarrow  # type: ignore[import-untyped, unused-ignore]
        import pyarrow.parquet as library  # type: ignore[import-untyped, unused-ignore]
    except ImportError:
        yield failed(source.path, "needs-parquet", "pip install 'isnad[parquet]'")
        return
    with tempfile.TemporaryFile() as spooled:
        stream = source.stream
        if not stream.seekable():
            shutil.copyfileobj(stream, spooled)
            stream = cast(BinaryIO, spooled)
        try:
            file = library.ParquetFile(stream)
            yield from _rows(library, file, stream, source, job)
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            yield failed(source.path, "broken-archive", str(error).split("\n", 1)[0][:120])


def _rows(library: Any, file: Any, stream: BinaryIO, source: Source, job: Job) -> Iterator[Record]:
    wanted = _columns(file.schema_arrow, job.fields)
    if file.metadata.num_rows == 0:
        yield rejected(source.path, "empty")
        return
    if job.fields.text.partition(".")[0] not in wanted and job.fields.text not in wanted:
        yield rejected(source.path, "missing-text", f"no column {job.fields.text!r}")
        return
    left, idle = max(_FREE, _MOST_FOLD * stream.seek(0, io.SEEK_END)), Idle()
    if larger := _larger_than(file, min(job.settings.max_bytes * _GROUP_LIMIT, 2 * left)):
        yield rejected(source.path, "too-large", larger)
        return
    # Dictionaries stay as they are: a small file may hold one long text a million times.
    words = [f.name for f in file.schema_arrow if f.name in wanted and str(f.type) in ("string", "large_string", "binary")]
    stream.seek(0)
    file = library.ParquetFile(stream, read_dictionary=words)
    names = Names(source.path, source.meta)
    number = 0
    for number, row in enumerate(_values(file, wanted), 1):
        left -= sum(len(value) for value in row.values() if isinstance(value, str))
        if idle.over:
            yield unread(source.path, number, idle)
            return
        if left < 0:
            yield rejected(f"{source.path}#{number}-", "too-large", "rows out of all proportion to the file: the rest is left unread")
            return
        record = row_record(row, number, job, names)
        idle.saw(record.article is not None)
        yield record
    if number < file.metadata.num_rows:
        yield failed(
            f"{source.path}#{number + 1}-", "broken-archive", f"the file tells of {file.metadata.num_rows} rows and holds {number}"
        )


def _values(file: Any, wanted: list[str]) -> Iterator[dict[str, Any]]:
    """The rows, each with its columns by name."""
    for batch in file.iter_batches(batch_size=_ROWS, columns=wanted):
        columns = {name: batch.column(at) for at, name in enumerate(batch.schema.names)}
        for row in range(batch.num_rows):
            yield {name: _value(column[row]) for name, column in columns.items()}


def _columns(schema: Any, fields: FieldMap) -> list[str]:
    """The columns that hold what a field map names; a dotted name asks for the column it begins with."""
    keys = {getattr(fields, name) for name in FieldMap.__struct_fields__}
    return [name for name in schema.names if name in keys or name in {k.partition(".")[0] for k in keys}]


def _larger_than(file: Any, limit: int) -> str:
    """Which row group holds more than `limit` bytes; empty if none.

    Of all its columns: to ask for those of a single one ends the process where a file's statistics do not fit its schema (pyarrow 26).
    """
    sizes = (file.metadata.row_group(number).total_byte_size for number in range(file.metadata.num_row_groups))
    return next((f"row group {number}: more than {limit} bytes" for number, size in enumerate(sizes) if size > limit), "")


def _value(scalar: Any) -> Any:
    value = scalar.as_py()
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
