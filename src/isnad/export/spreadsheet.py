"""Tables for spreadsheets: CSV that Excel opens right, and one XLSX workbook with a sheet a table, right to left.

Texts come from strangers: a cell that a spreadsheet would take for a formula is written as text, and what turns the direction of
text or looks like something else stands in cells as its code, as on every page.
"""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

from isnad.export.catalogue import Catalogue
from isnad.export.tables import Cell, Row, Tables
from isnad.text.spoofing import shown

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a formula begins with; an apostrophe is put before such a text (OWASP, CSV injection)."""
LONGEST = 32_767
"""Characters of an Excel cell."""
WIDEST = 60
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every member of an archive, so that the same account gives the same bytes."""


def safe_cell(value: Cell) -> Cell:
    """A value that no spreadsheet takes for a formula."""
    if not isinstance(value, str):
        return value
    text = shown(value)
    return "'" + text if text.startswith(FORMULA) else text


def csv_bytes(rows: list[Row], columns: list[str]) -> bytes:
    """A table as CSV (RFC 4180) with a byte order mark, without which Excel misreads Arabic."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([["" if row[c] is None else safe_cell(row[c]) for c in columns] for row in rows])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def zipped(files: dict[str, bytes]) -> bytes:
    """Files in one archive; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def xlsx_bytes(made: Tables, columns_of: dict[str, list[str]], say: Catalogue) -> bytes:
    """A workbook: a sheet a table, headings fixed and filterable, Arabic from right to left."""
    import datetime

    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": "Isnad", "created": datetime.datetime(*EPOCH)})
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    cell = book.add_format({"text_wrap": True, "valign": "top"})
    for name, rows in made.items():
        sheet = book.add_worksheet(say(f"table.{name}"))
        if say.direction == "rtl":
            sheet.right_to_left()
        columns = columns_of[name]
        for place, column in enumerate(columns):
            sheet.write_string(0, place, say(f"column.{column}"), head)
            widths = [len(str(row[column])) for row in rows[:200] if row[column] is not None]
            sheet.set_column(place, place, max(8, min(WIDEST, max(widths, default=0) + 2)), cell)
        for number, row in enumerate(rows, 1):
            for place, column in enumerate(columns):
                _write(sheet, number, place, row[column])
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    book.close()
    return out.getvalue()


def _write(sheet: Any, row: int, column: int, value: Cell) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        # Written as a string, a formula stays text; no apostrophe is needed here.
        sheet.write_string(row, column, shown(value)[:LONGEST])
