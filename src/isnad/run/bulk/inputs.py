"""What a run over archives reads: files of folders or of any fsspec address, in shards, each known by what is in it."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

import msgspec

from isnad.errors import UsageError
from isnad.model.ids import digest
from isnad.read.records import Job, Record, Source, failed, rejected
from isnad.read.sources import SUFFIXES, passed_over, read_source, shown
from isnad.run.bulk.keeping import write_json
from isnad.run.runner import Task

SHARD = 16 * 1024 * 1024
"""Bytes that small files are gathered to; a larger file is a shard of its own."""
FILES = 512
"""Files of a shard at most."""
CUT = 64
"""About every so manieth file begins a shard, told by its name: a new file moves no others but its neighbours into other shards."""


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the input."""

    address: str
    """A path of this machine, or an address with `://`."""
    size: int
    mark: str
    """What tells that it is unchanged: digest of its bytes, or what its store says of it."""
    stale: bool = False
    """`mark` is only when and where the file was written: its bytes are still to be looked at."""


def listed(inputs: Sequence[str]) -> list[File]:
    """All files of the inputs in order, each once. Raises `UsageError` for one that is not there."""
    found: dict[str, File] = {}
    for given in inputs:
        for file in _remote(given) if "://" in given else _local(given):
            found.setdefault(file.address, file)
    return list(found.values())


def _local(given: str) -> Iterator[File]:
    path = Path(given)
    if path.is_dir():
        for place, folders, names in os.walk(path):
            folders[:] = sorted(f for f in folders if not f.startswith("."))
            yield from (_file(Path(place) / n) for n in sorted(names) if not passed_over(Path(n)))
    elif path.is_file():
        yield _file(path)
    else:
        raise UsageError(f"no such file or folder: {shown(given)}")


def _file(path: Path) -> File:
    try:
        stat = path.stat()
    except OSError:  # a dangling link, say: reading it tells why
        return File(address=str(path), size=0, mark="unreadable")
    # The time of the last change of a file's entry cannot be set back, as that of its bytes can.
    return File(
        address=str(path), size=stat.st_size, mark=digest(path, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino), stale=True
    )


def _remote(given: str) -> Iterator[File]:
    if find_spec("fsspec") is None:
        raise UsageError(f"{given} needs the extra `bulk`: pip install 'isnad[bulk]'")
    import fsspec

    try:
        store, path = fsspec.core.url_to_fs(given)
        folder = store.isdir(path)
        names = sorted(store.find(path)) if folder else [path]
        if not folder and not store.exists(path):
            raise UsageError(f"no such file or folder: {given}")
    except (OSError, ValueError, ImportError) as error:
        raise UsageError(f"{given} cannot be listed: {error}") from error
    outer = given.partition("::")[2]
    for name in names:
        if not folder or (not any(p.startswith(".") for p in PurePosixPath(name[len(path) :]).parts) and not passed_over(Path(name))):
            address = f"{given.partition('://')[0]}://{name}::{outer}" if outer else store.unstrip_protocol(name)
            yield File(address=address, size=int(store.size(name) or 0), mark=str(store.ukey(name)))


def look(task: Task, folder: Path) -> None:
    """The step that gives files their digests: `marks.json` holds them in the order asked for."""
    marks = []
    for name in task.asked(tuple[str, ...]):
        try:
            with Path(name).open("rb") as file:
                marks.append(hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest())
        except OSError as error:
            marks.append(f"unreadable {error.strerror}")
    write_json(folder / "marks.json", marks)


def shards(files: Iterable[File]) -> Iterator[tuple[File, ...]]:
    """The files in shards, in order."""
    held: list[File] = []
    size = 0
    for file in files:
        begins = int(digest(file.address, size=4), 16) % CUT == 0
        if held and (begins or size + file.size > SHARD or len(held) == FILES):
            yield tuple(held)
            held, size = [], 0
        held.append(file)
        size += file.size
    if held:
        yield tuple(held)


def records_of(address: str, job: Job) -> Iterator[Record]:
    """One record for each article of a file; a file that cannot be opened or is of no known format is one, too."""
    name = address.partition("::")[0] if "://" in address else address
    suffix = PurePosixPath(name.lower().removesuffix(".gz")).suffix
    if suffix and suffix not in SUFFIXES:
        yield rejected(shown(address), "unknown-format", suffix)
        return
    try:
        with _opened(address) as stream:
            yield from read_source(Source(path=shown(address), stream=stream), SUFFIXES.get(suffix), job)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        yield failed(shown(address), "unreadable", getattr(error, "strerror", None) or str(error)[:120])


def _opened(address: str) -> Any:
    if "://" not in address:
        return cast(BinaryIO, Path(address).open("rb"))
    import fsspec

    return fsspec.open(address, "rb")
