"""Every format in which an account is given out: a literal table, looked up by name and imported when it is used.

One shape for all: a function from account and catalogue to bytes. Others come through entry points of the group
`isnad.exporters` (name = function of the same shape), looked up only when a name is not built in.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.metadata import entry_points

import msgspec

from isnad.errors import UsageError
from isnad.export.catalogue import Catalogue
from isnad.model.account import Account

Exporter = Callable[[Account, Catalogue], bytes]
GROUP = "isnad.exporters"


class Format(msgspec.Struct, frozen=True):
    """A format: what ends a file's name, its media type, the function, and whether it takes one table of many."""

    suffix: str
    media_type: str
    function: str
    tabular: bool = False


EXPORTERS: dict[str, Format] = {
    "json": Format(".json", "application/json", "json_account"),
    "jsonl": Format(".jsonl.zip", "application/zip", "jsonl_tables", tabular=True),
    "csv": Format(".csv.zip", "application/zip", "csv_tables", tabular=True),
    "xlsx": Format(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "workbook"),
    "parquet": Format(".parquet.zip", "application/zip", "parquet_tables", tabular=True),
    "web-annotation": Format(".jsonld", 'application/ld+json;profile="http://www.w3.org/ns/anno.jsonld"', "web_annotation"),
    "ftm": Format(".ftm.json", "application/x-ndjson", "ftm"),
    "ftm-statements": Format(".ftm.csv", "text/csv", "ftm_statements"),
    "schema-org": Format(".jsonld", "application/ld+json", "schema_org"),
    "ninjs": Format(".ninjs.jsonl", "application/x-ndjson", "ninjs"),
    "prov": Format(".jsonld", "application/ld+json", "prov"),
    "markdown": Format(".md", "text/markdown", "markdown"),
    "html": Format(".html", "text/html", "html"),
    "docx": Format(".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    "pdf": Format(".pdf", "application/pdf", "pdf"),
}
"""Name to format; the functions stand in `isnad.export.giving`."""


def exporter(name: str) -> Exporter:
    """The function of a format; raises `UsageError` for a name that is neither built in nor installed."""
    if name in EXPORTERS:
        function: Exporter = getattr(import_module("isnad.export.giving"), EXPORTERS[name].function)
        return function
    found = list(entry_points(group=GROUP, name=name))
    if not found:
        raise UsageError(f"no format {name!r}; there are {', '.join(EXPORTERS)}")
    outside: Exporter = found[0].load()
    return outside
