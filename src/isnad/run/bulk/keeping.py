"""Intermediate results in files: records that are looked up by the number of an article, and sorted arrays of which a part is read.

An article's id is a digest of 64 bits, so it serves as a number; ranges of numbers are shuffle partitions of equal size.
"""

from __future__ import annotations

import contextlib
import mmap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from isnad.model.ids import digest

T = TypeVar("T")
Array = npt.NDArray[Any]
NO_DAY = -(2**31)
"""Day of an article whose day is not known."""

RUN = 4_096
"""Rows of an index that are looked at together."""
_ROWS = np.dtype([("key", "<u8"), ("at", "<u8"), ("size", "<u4"), ("day", "<i4")])


def number(identity: str) -> int:
    """The number of an article by its id."""
    return int(identity, 16)


def identity(of: int) -> str:
    """The id of an article by its number."""
    return f"{int(of):016x}"


def name_number(name: str) -> int:
    """A number for a name, a unit, a block: whatever is gathered by a text."""
    return number(digest("name", name))


class Writer:
    """Writes records of one kind, `NAME.bin` with the records and `NAME.npy` with where they lie, by key."""

    def __init__(self, folder: Path, name: str) -> None:
        self._file = (folder / f"{name}.bin").open("wb")
        self._index = folder / f"{name}.npy"
        self._rows: list[tuple[int, int, int, int]] = []
        self._at = 0

    def add(self, key: int, record: object, day: int | None = None) -> None:
        """One record more; its day, an ordinal, where it has one."""
        data = msgspec.msgpack.encode(record)
        self._file.write(data)
        self._rows.append((key, self._at, len(data), NO_DAY if day is None else day))
        self._at += len(data)

    def close(self) -> Array:
        """The index, sorted by key, records of one key in the order in which they came."""
        self._file.close()
        rows = np.array(self._rows, dtype=_ROWS)
        rows = rows[np.argsort(rows["key"], kind="stable")]
        np.save(self._index, rows)
        return rows

    def __del__(self) -> None:
        """Where a task ended before: what a full disk did not take stays unwritten, and nothing more is said of it."""
        with contextlib.suppress(OSError):
            self._file.close()


class Records(Generic[T]):
    """Reads records of one kind; nothing is held in memory but what was asked for."""

    def __init__(self, folder: Path, name: str, kind: type[T]) -> None:
        index = folder / f"{name}.npy"
        self.rows: Array = np.asarray(np.load(index, mmap_mode="r" if index.stat().st_size > 1 << 16 else None))
        self._keys, self._at, self._sizes = (self.rows[column] for column in ("key", "at", "size"))
        self._data = _mapped(folder / f"{name}.bin")
        self._decoder: msgspec.msgpack.Decoder[T] = msgspec.msgpack.Decoder(kind)

    def at(self, place: int) -> T:
        """The record of a row of the index."""
        at = int(self._at[place])
        return self._decoder.decode(self._data[at : at + int(self._sizes[place])])

    def of(self, key: int) -> list[T]:
        """All records of a key."""
        first = int(self._keys.searchsorted(np.uint64(key)))
        last = first
        while last < len(self._keys) and self._keys[last] == key:
            last += 1
        return [self.at(n) for n in range(first, last)]

    def within(self, part: Part) -> Iterator[tuple[int, T]]:
        """Key and record of all keys in a range, in order."""
        low, high = part.bounds(self._keys)
        for first in range(low, high, RUN):
            rows = slice(first, min(first + RUN, high))
            for key, at, size in zip(*(column[rows].tolist() for column in (self._keys, self._at, self._sizes)), strict=True):
                yield key, self._decoder.decode(self._data[at : at + size])


def _mapped(path: Path) -> memoryview:
    """The bytes of a file, read by the system when they are looked at."""
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b"")


class Part(msgspec.Struct, frozen=True):
    """The `number`th of `count` equal ranges of 64-bit keys."""

    number: int = 0
    count: int = 1

    def bounds(self, ordered: Array) -> tuple[int, int]:
        """The places in a sorted array of keys between which the range lies."""
        edges = [-(-(n << 64) // self.count) for n in (self.number, self.number + 1)]
        low = int(np.searchsorted(ordered, np.uint64(edges[0])))
        high = len(ordered) if edges[1] >= 1 << 64 else int(np.searchsorted(ordered, np.uint64(edges[1])))
        return low, high


def part_of(key: int, count: int) -> int:
    """The range in which a key lies."""
    return key * count >> 64


def parts_for(size: int, most: int) -> tuple[Part, ...]:
    """As many ranges as keep each at about `most` of `size` things."""
    count = max(1, -(-size // most))
    return tuple(Part(n, count) for n in range(count))


def save_columns(folder: Path, name: str, columns: Mapping[str, Array]) -> None:
    """Arrays of one length, `NAME.COLUMN.npy`, all in the order of the first."""
    order = np.argsort(next(iter(columns.values())), kind="stable")
    for column, values in columns.items():
        np.save(folder / f"{name}.{column}.npy", values[order])


def mapped_columns(folder: Path, name: str, columns: Sequence[str]) -> list[Array]:
    """Arrays of that name, read by the system where they are looked at."""
    return [np.asarray(np.load(folder / f"{name}.{c}.npy", mmap_mode="r")) for c in columns]


def load_columns(folder: Path, name: str, columns: Sequence[str], part: Part | None = None) -> list[Array]:
    """Arrays of that name; of a part only what lies in its range of the first."""
    found = mapped_columns(folder, name, columns)
    low, high = part.bounds(found[0]) if part is not None else (0, len(found[0]))
    return [np.array(values[low:high]) for values in found]


def joined(arrays: Iterable[Array], kind: str) -> Array:
    """Arrays one after the other; an empty one of a kind where there are none."""
    held = [a for a in arrays if len(a)]
    return np.concatenate(held) if held else np.zeros(0, dtype=kind)


def write_json(path: Path, value: object) -> None:
    """A value as JSON, in the order in which it holds its parts."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n")


def read_json(path: Path, kind: type[T]) -> T:
    """A value from JSON."""
    return msgspec.json.decode(path.read_bytes(), type=kind)
