"""Giving out the account of a story in every format: the same for pages and the API."""

from __future__ import annotations

from starlette.responses import Response

from isnad.errors import NothingFoundError, UsageError
from isnad.export.catalogue import LANGUAGES, load_catalogue
from isnad.export.exporters import EXPORTERS, exporter
from isnad.export.tables import TABLES
from isnad.model.kept import StoryRow
from isnad.web.api.answers import HEADERS
from isnad.web.visits import Visit

_TABLES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl", "parquet": "application/vnd.apache.parquet"}
"""Media types of one table."""


def export(visit: Visit) -> Response:
    """A story in a format, in the language of the page; `table` names one table of it."""
    row = visit.desk.story(visit.part("story"))
    return exported(visit, row, visit.part("format"), language=visit.language, table=visit.ask("table"))


def exported(visit: Visit, row: StoryRow, form: str, *, language: str = LANGUAGES[0], table: str = "") -> Response:
    """The account of a story as a file; one table of it where `table` names it.

    Raises `NothingFoundError` for a format that is not there, `UsageError` for a table that is not, and where the format needs
    an extra that is not installed.
    """
    if form not in EXPORTERS:
        raise NothingFoundError(f"no format {form!r}; there are {', '.join(EXPORTERS)}")
    known = EXPORTERS[form]
    if table:
        from isnad.export.giving import one_table

        if not known.tabular or table not in TABLES:
            raise UsageError(f"table {table!r} of {form}: expected csv, jsonl or parquet, and one of {', '.join(TABLES)}")
        data, name, kind = one_table(visit.desk.account(row.id), form, table), f"{table}.{form}", _TABLES[form]
    else:
        data, name, kind = exporter(form)(visit.desk.account(row.id), load_catalogue(language)), f"account{known.suffix}", known.media_type
    headers = HEADERS | {"Content-Disposition": f'attachment; filename="{row.id[:12]}-{name}"'}
    # A page that an article could have written must never run here: it is saved, and sandboxed where a browser opens it.
    return Response(
        data, media_type=kind, headers=headers | {"Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'"}
    )
