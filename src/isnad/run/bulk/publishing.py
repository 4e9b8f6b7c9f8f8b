"""Giving out a result: the tables in folders of their own, all whole, and a manifest that says what belongs to it."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import msgspec

from isnad.export.files import write_whole
from isnad.run.bulk.gather import Ended
from isnad.run.bulk.inputs import File
from isnad.run.bulk.tables import TABLES

MANIFEST = "manifest.json"


class Shard(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a table."""

    file: str
    rows: int
    bytes: int
    digest: str


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was read."""

    file: str
    bytes: int
    mark: str
    """Digest of its bytes, or what its store says of it."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a result is made of; a file that it does not name does not belong to it."""

    format: str = "isnad.archive/1"
    isnad: str
    inputs: tuple[Input, ...]
    ended: Ended
    """How many inputs ended how (`fate reason step`); they sum to what was read."""
    tables: dict[str, tuple[Shard, ...]]

    @property
    def rows(self) -> dict[str, int]:
        """Rows of each table."""
        return {table: sum(s.rows for s in shards) for table, shards in self.tables.items()}


def publish(root: Path, tables: Mapping[str, Sequence[Path]], files: Sequence[File], ended: Ended) -> Manifest:
    """Put the files of all tables into their folders, then the manifest in its place, then away with what is no part of it."""
    told = {table: tuple(_put(root, table, path) for path in tables.get(table, ())) for table in TABLES}
    read = tuple(Input(file=f.address, bytes=f.size, mark=f.mark) for f in files)
    manifest = Manifest(isnad=version("isnad"), inputs=read, ended=ended, tables=told)
    write_whole(root / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")
    for table, shards in told.items():
        kept = {root / s.file for s in shards}
        for path in sorted((root / table).glob("*")):
            if path not in kept:
                path.unlink()
    return manifest


def _put(root: Path, table: str, made: Path) -> Shard:
    """A file in its table's folder, under the fingerprint of what it is made of."""
    import pyarrow.parquet as pq

    relative = made.relative_to(root).parts
    target = root / table / f"{'-'.join(relative[2:-1])}.parquet"
    target.parent.mkdir(exist_ok=True)
    if not target.exists():
        draft = target.with_name(f".{target.name}")
        draft.unlink(missing_ok=True)
        try:
            os.link(made, draft)  # the same bytes once: a store of links is the store of results
        except OSError:
            shutil.copyfile(made, draft)
        draft.replace(target)
    with target.open("rb") as file:
        digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
    rows, size = pq.read_metadata(target).num_rows, target.stat().st_size
    return Shard(file=target.relative_to(root).as_posix(), rows=rows, bytes=size, digest=digest)
