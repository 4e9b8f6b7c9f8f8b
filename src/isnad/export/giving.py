"""The functions behind `isnad.export.exporters`: account and catalogue in, bytes out."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from isnad.errors import UsageError
from isnad.export.account_json import account_json
from isnad.export.annotation import annotation_page
from isnad.export.briefing import build_briefing
from isnad.export.catalogue import Catalogue
from isnad.export.columnar import parquet_bytes
from isnad.export.ftm import ftm_lines
from isnad.export.ftm import ftm_statements as ftm_rows
from isnad.export.html import account_html
from isnad.export.markdown import account_markdown
from isnad.export.ninjs import ninjs_lines
from isnad.export.provenance import provenance
from isnad.export.schema_org import schema_org as schema_org_graph
from isnad.export.spreadsheet import csv_bytes, xlsx_bytes, zipped
from isnad.export.tables import TABLES, Row, lines, tables
from isnad.export.view import build_view
from isnad.model.account import Account

COLUMNS: dict[str, list[str]] = {
    "articles": [
        "id", "path", "url", "outlet", "title", "published", "published_by", "published_confidence", "wire", "wire_credited",
        "marks", "characters", "text",
    ],
    "statements": [
        "id", "article", "outlet", "published", "speaker", "speaker_id", "speaker_form", "source", "cue", "act", "commitment", "direct",
        "content", "start", "end", "chain", "claim", "nested_in", "by",
    ],
    "claims": ["id", "text", "tellers", "origins", "standing", "origin_names", "statements"],
    "figures": ["measure", "of", "min", "max", "kind", "as_of", "reported", "source", "stale", "path", "start", "end"],
    "conflicts": [
        "kind", "relation", "about", "why", "a_path", "a_words", "a_start", "a_end", "b_path", "b_words", "b_start", "b_end", "by",
    ],
    "timeline": ["date", "precision", "text", "planned", "evidence"],
    "entities": ["id", "type", "name", "latin", "mentions", "forms", "roles"],
    "mentions": ["article", "text", "type", "fine", "role", "entity", "name", "start", "end", "by"],
    "times": ["article", "text", "value", "start", "end", "by"],
    "quantities": ["article", "text", "min", "max", "approximate", "unit", "counts", "event", "statement", "start", "end", "by"],
    "copies": ["a", "b", "kind", "share", "direction", "passages", "why"],
    "labels": ["concept", "label", "voice", "outlet", "path", "start", "end"],
    "issues": ["path", "code", "detail", "start", "end"],
}  # fmt: skip
"""Columns of each table, also of an empty one."""


def one_table(account: Account, form: str, name: str) -> bytes:
    """One table as `csv`, `jsonl` or `parquet`; raises `UsageError` for an unknown table or another format."""
    if name not in TABLES:
        raise UsageError(f"no table {name!r}; there are {', '.join(TABLES)}")
    if form not in _ONE:
        raise UsageError(f"format {form!r} takes no single table; {', '.join(_ONE)} do")
    return _ONE[form](name, tables(account)[name])


_ONE: dict[str, Callable[[str, list[Row]], bytes]] = {
    "csv": lambda name, rows: csv_bytes(rows, COLUMNS[name]),
    "jsonl": lambda name, rows: lines(rows),
    "parquet": lambda name, rows: parquet_bytes(rows, COLUMNS[name]),
}


def _all_tables(account: Account, form: str) -> bytes:
    return zipped({f"{name}.{form}": _ONE[form](name, rows) for name, rows in tables(account).items()})


def json_account(account: Account, say: Catalogue) -> bytes:
    """The whole account, `isnad.account/1`."""
    return account_json(account)


def jsonl_tables(account: Account, say: Catalogue) -> bytes:
    """All tables as JSON Lines, in an archive."""
    return _all_tables(account, "jsonl")


def csv_tables(account: Account, say: Catalogue) -> bytes:
    """All tables as CSV, in an archive."""
    return _all_tables(account, "csv")


def parquet_tables(account: Account, say: Catalogue) -> bytes:
    """All tables as Parquet, in an archive."""
    return _all_tables(account, "parquet")


def workbook(account: Account, say: Catalogue) -> bytes:
    """All tables as sheets of one workbook."""
    return xlsx_bytes(tables(account), COLUMNS, say)


def _json(thing: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(thing), indent=1) + b"\n"


def web_annotation(account: Account, say: Catalogue) -> bytes:
    """Findings as W3C Web Annotations."""
    return _json(annotation_page(account))


def schema_org(account: Account, say: Catalogue) -> bytes:
    """Articles, quotations and claims as schema.org JSON-LD."""
    return _json(schema_org_graph(account))


def prov(account: Account, say: Catalogue) -> bytes:
    """Who told what through whom, as PROV-O JSON-LD."""
    return _json(provenance(account))


def ninjs(account: Account, say: Catalogue) -> bytes:
    """Articles as IPTC ninjs, one a line."""
    return ninjs_lines(account)


def ftm(account: Account, say: Catalogue) -> bytes:
    """FollowTheMoney entities, one a line."""
    return ftm_lines(account)


def ftm_statements(account: Account, say: Catalogue) -> bytes:
    """FollowTheMoney statements as CSV."""
    return ftm_rows(account)


def markdown(account: Account, say: Catalogue) -> bytes:
    """The page as Markdown."""
    return account_markdown(build_view(account, say), say).encode("utf-8", "replace")


def html(account: Account, say: Catalogue) -> bytes:
    """The page as one HTML file."""
    return account_html(build_view(account, say), say).encode("utf-8", "replace")


def docx(account: Account, say: Catalogue) -> bytes:
    """The briefing as DOCX."""
    from isnad.export.docx import briefing_docx

    return briefing_docx(build_briefing(build_view(account, say), say))


def pdf(account: Account, say: Catalogue) -> bytes:
    """The briefing as PDF."""
    from isnad.export.pdf import briefing_pdf

    return briefing_pdf(build_briefing(build_view(account, say), say))
