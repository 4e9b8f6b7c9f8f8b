"""Metadata beside text files: `articles.csv` or `articles.jsonl` in their folder, or in the folder above `raw/`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from isnad.model.outcome import Issue
from isnad.read.decode import decode
from isnad.read.records import Metadata

NAMES = ("articles.csv", "articles.jsonl")
RAW = "raw"
_LIMIT = 64_000_000
"""Bytes of a sidecar that are read."""


class Sidecar(msgspec.Struct, frozen=True):
    """What a sidecar says of the files beside it."""

    path: Path
    rows: dict[str, Metadata]
    """By the name in the column `file`, with forward slashes."""
    issues: tuple[Issue, ...] = ()


def is_sidecar(path: Path) -> bool:
    """Whether a file holds metadata of others: by name, and for JSON Lines only if its first record names a file."""
    if path.name == "articles.csv":
        return True
    if path.name != "articles.jsonl":
        return False
    try:
        with path.open("rb") as stream:
            first = msgspec.json.decode(stream.readline(1_000_000))
    except (OSError, ValueError):
        return False
    return isinstance(first, dict) and "file" in first


def load_sidecar(folder: Path) -> Sidecar | None:
    """The sidecar of a folder, None if it has none; what is broken in it becomes issues."""
    for name in NAMES:
        path = folder / name
        if not path.is_file() or not is_sidecar(path):
            continue
        try:
            with path.open("rb") as stream:
                data = stream.read(_LIMIT)
        except OSError as error:
            return Sidecar(path, {}, (Issue(path=str(path), code="unreadable", detail=error.strerror or ""),))
        return _parse(path, data)
    return None


def _parse(path: Path, data: bytes) -> Sidecar:
    rows: dict[str, Metadata] = {}
    issues: list[Issue] = []
    decoded = decode(data)
    if decoded.reason:
        return Sidecar(path, {}, (Issue(path=str(path), code="broken-sidecar", detail=decoded.reason),))
    records = _csv_rows(decoded.text) if path.suffix == ".csv" else _json_rows(decoded.text)
    for line, record in records:
        name = record.get("file") if record else None
        if not isinstance(name, str) or not name.strip():
            issues.append(Issue(path=str(path), code="broken-sidecar", detail=f"line {line}: no file named"))
            continue
        name = name.strip().replace("\\", "/").removeprefix("./")
        if name in rows:
            issues.append(Issue(path=str(path), code="duplicate-sidecar-row", detail=f"line {line}: {name}"))
            continue
        rows[name] = metadata_of(record)
    return Sidecar(path, rows, tuple(issues))


def metadata_of(record: dict[str, Any]) -> Metadata:
    """The known columns of a row; empty cells are missing."""
    values = {}
    for name in Metadata.__struct_fields__:
        value = record.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and value.strip():
            values[name] = value.strip()
    return Metadata(**values)


def _csv_rows(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    # A field may be as long as the file: the csv module's own limit would raise.
    csv.field_size_limit(max(csv.field_size_limit(), _LIMIT))
    reader = csv.DictReader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)
    reader.fieldnames = [n.strip().lower() for n in reader.fieldnames or ()]
    for row in reader:
        yield reader.line_num, row


def _json_rows(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                row = msgspec.json.decode(line.encode("utf-8", "replace"))
            except ValueError:
                row = {}
            yield number, row if isinstance(row, dict) else {}


class Sidecars:
    """Looks metadata up for files, reading each sidecar once."""

    def __init__(self) -> None:
        self._loaded: dict[Path, Sidecar | None] = {}

    def of(self, folder: Path) -> Sidecar | None:
        """The sidecar of a folder."""
        if folder not in self._loaded:
            self._loaded[folder] = load_sidecar(folder)
        return self._loaded[folder]

    def metadata(self, path: Path) -> Metadata | None:
        """What a sidecar in the file's folder, or one folder above, says of a file; None if it is named nowhere."""
        own = self.of(path.parent)
        if own and path.name in own.rows:
            return own.rows[path.name]
        folder = path.absolute().parent
        above = self.of(path.parent.parent if path.parent.name else folder.parent)
        if above is None:
            return None
        relative = f"{folder.name}/{path.name}"
        if relative in above.rows:
            return above.rows[relative]
        return above.rows.get(path.name) if folder.name == RAW else None

    def issues(self) -> Iterator[Issue]:
        """What was broken in the sidecars read so far."""
        for sidecar in self._loaded.values():
            if sidecar:
                yield from sidecar.issues
