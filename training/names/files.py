"""Compressed files that are whole or not there, the same bytes every time."""

from __future__ import annotations

import gzip
from pathlib import Path


def write_gzip(target: Path, content: bytes) -> None:
    """Write beside the target, then rename."""
    part = target.with_name(target.name + ".part")
    with part.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out:
        out.write(content)
    part.replace(target)
