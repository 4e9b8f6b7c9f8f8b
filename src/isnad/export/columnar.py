"""Tables as Parquet, for Polars, DuckDB, pandas and R; needs the extra `parquet`."""

from __future__ import annotations

import io
from importlib.util import find_spec
from typing import Any

from isnad.errors import UsageError
from isnad.export.tables import Row

TYPES = {
    "start": "int64", "end": "int64", "characters": "int64", "tellers": "int64", "origins": "int64", "mentions": "int64",
    "passages": "int64", "a_start": "int64", "a_end": "int64", "b_start": "int64", "b_end": "int64", "min": "float64", "max": "float64",
    "share": "float64", "published_confidence": "float64", "direct": "bool", "approximate": "bool", "stale": "bool", "planned": "bool",
    "wire_credited": "bool",
}  # fmt: skip
"""Columns that are no strings: a column has its type even where a table is empty or holds nothing in it."""


def parquet_bytes(rows: list[Row], columns: list[str]) -> bytes:
    """A table as Parquet (zstd), with the columns named. Raises `UsageError` without the extra."""
    if find_spec("pyarrow") is None:
        raise UsageError("Parquet needs the extra `parquet`: pip install 'isnad[parquet]'")
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds: dict[str, Any] = {"int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_()}
    schema = pa.schema([(c, kinds[TYPES[c]] if c in TYPES else pa.string()) for c in columns])
    made = pa.table({c: pa.array([_value(row[c], c) for row in rows], schema.field(c).type) for c in columns}, schema=schema)
    out = io.BytesIO()
    pq.write_table(made, out, compression="zstd")
    return out.getvalue()


def _value(value: Any, column: str) -> Any:
    if value is None:
        return None
    if TYPES.get(column) == "float64":
        return float(value)
    return value if column in TYPES else str(value).encode("utf-8", "replace").decode()
