"""The first step: read the files of a shard, annotate what is Arabic, and keep what the later steps ask of each article.

    shard ─ look at bytes ─ read ─ annotate ─► slices: tables, gists (stories), words and shingles (copies), rolls (names)

A slice holds at most `SLICE` articles, so that a worker's memory does not grow with a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec
import numpy as np

from isnad.lang.pack import load_pack
from isnad.link.entity_stream import compiled
from isnad.link.reuse_index import WordReader, word_key
from isnad.link.story_words import gist
from isnad.model.article import Article
from isnad.model.document import Document
from isnad.model.outcome import Outcome
from isnad.pipeline import annotator
from isnad.read.records import FieldMap, Job, Record, failed, rejected
from isnad.run.bulk.inputs import records_of
from isnad.run.bulk.keeping import NO_DAY, Array, Writer, name_number, number, save_columns, write_json
from isnad.run.bulk.sketches import Named, bands_of, named, stored
from isnad.run.bulk.tables import OF_DOCUMENTS, Row, rows_of, write_table
from isnad.run.runner import Task
from isnad.settings import Settings

SLICE = 2_048
"""Articles of a slice at most."""
BROKEN = "stage-failed"
"""Reason of an article that a stage failed on."""

Ended = dict[str, int]
"""How many inputs ended how: `fate reason step`, parts that are empty left out."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which files make a shard, and how they are read."""

    files: tuple[str, ...]
    settings: Settings = Settings()


class SliceMade(msgspec.Struct, frozen=True, kw_only=True):
    """What a slice holds."""

    name: str
    articles: int
    runs: int
    """Entries of its index of shingles."""
    names: int
    """Names of its articles, each counted once an article."""
    days: dict[int, int]
    """Day of publication, else of retrieval, to articles; `NO_DAY` where neither is known."""
    told: dict[int, int]
    """The same by day of publication alone: what copies go by."""


class ShardMade(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a shard."""

    ended: Ended
    slices: tuple[SliceMade, ...]


def gather(task: Task, folder: Path) -> None:
    """Carry out the step for the files that the task names."""
    asked = task.asked(Asked)
    job = Job(settings=asked.settings, fields=FieldMap(**asked.settings.fields), quick=True)
    shard = _Shard(folder, asked.settings.language)
    for file in asked.files:
        for record in records_of(file, job):
            shard.take(record)
    write_json(folder / "made.json", shard.close())


class _Shard:
    """A shard at work."""

    def __init__(self, folder: Path, language: str) -> None:
        self._folder, self._language = folder, language
        self._annotate = _annotator(language)
        self._ended: Counter[str] = Counter()
        self._seen: set[str] = set()
        self._failures: list[Row] = []
        self._slices: list[SliceMade] = []
        self._open: _Slice | None = None

    def take(self, record: Record) -> None:
        """One record more: annotated if it is an article that has not come in this shard, and counted in any case."""
        article = record.article
        if article is not None and article.id in self._seen:
            record = rejected(article.path, "duplicate")
        elif article is not None:
            self._seen.add(article.id)
            try:
                document = self._annotate(article)
            except Exception as error:  # one article that a stage stumbles on must not end a run over millions
                record = failed(article.path, BROKEN, f"{type(error).__name__}: {error}"[:200])
            else:
                self._keep(msgspec.structs.replace(document, issues=(*record.issues, *document.issues)))
        self._count(record.outcome)

    def _count(self, outcome: Outcome) -> None:
        step = ""
        if outcome.reason == "not-arabic":
            step = outcome.detail if outcome.detail in ("bytes", "page") else "text"
        self._ended[" ".join(p for p in (outcome.fate, outcome.reason, step) if p)] += 1
        if outcome.fate == "failed":
            self._failures.append({"path": outcome.path, "reason": outcome.reason, "detail": outcome.detail})

    def _keep(self, document: Document) -> None:
        if self._open is None:
            name = f"s{len(self._slices):04}"
            (self._folder / name).mkdir()
            self._open = _Slice(self._folder / name, self._language)
        self._open.add(document)
        if self._open.articles == SLICE:
            self._slices.append(self._open.close())
            self._open = None

    def close(self) -> ShardMade:
        """What became of it all."""
        if self._open is not None:
            self._slices.append(self._open.close())
        write_table(self._folder / "failures.parquet", "failures", self._failures)
        return ShardMade(ended=dict(sorted(self._ended.items())), slices=tuple(self._slices))


class _Slice:
    """Articles that are kept together."""

    def __init__(self, folder: Path, language: str) -> None:
        self._folder = folder
        self._pack = load_pack(language)
        self._words, self._names = WordReader(self._pack), compiled(self._pack)[1]
        self._rows: dict[str, list[Row]] = {table: [] for table in OF_DOCUMENTS}
        self._files = {name: Writer(folder, name) for name in ("words", "gists", "rolls", "seens", "aliases")}
        self._shingles: list[tuple[Array, Array, Array]] = []
        self._who: list[tuple[int, int, int]] = []
        self._days: Counter[int] = Counter()
        self._told: Counter[int] = Counter()
        self.articles = 0
        self._seen = 0

    def add(self, document: Document) -> None:
        """One article more."""
        self.articles += 1
        for table, rows in rows_of(document).items():
            self._rows[table] += rows
        key, found = number(document.id), gist(document, self._pack)
        words, runs, own = stored(self._words(document))
        told = words.day
        self._files["gists"].add(key, found, found.day)
        self._files["words"].add(key, words, told)
        self._add_names(key, named(document, self._names))
        self._shingles.append((runs, np.full(len(runs), key, dtype=np.uint64), own))
        self._who.append((key, word_key(words.outlet), NO_DAY if told is None else told))
        self._days[NO_DAY if found.day is None else found.day] += 1
        self._told[NO_DAY if told is None else told] += 1

    def _add_names(self, key: int, found: Named) -> None:
        """The names of an article: whole, and one by one for those who gather all articles of a name."""
        roll = found.roll
        self._files["rolls"].add(key, found)
        self._seen += len(roll.names)
        for seen in roll.names:
            self._files["seens"].add(name_number(seen.key), (roll.article, seen))
        for pair in roll.aliases:
            for one, other in (pair, pair[::-1]):
                self._files["aliases"].add(name_number(one), (one, other))

    def close(self) -> SliceMade:
        """Write what is held and say what it is."""
        for table, rows in self._rows.items():
            write_table(self._folder / f"{table}.parquet", table, rows)
        for writer in self._files.values():
            writer.close()
        runs, articles, own = (np.concatenate(c) for c in zip(*self._shingles, strict=True))
        save_columns(self._folder, "runs", {"hash": runs, "article": articles, "own": own})
        bands = [bands_of(r) for r, _, _ in self._shingles]
        keys = [np.full(len(b), a[0] if len(a) else 0, dtype=np.uint64) for b, (_, a, _) in zip(bands, self._shingles, strict=True)]
        article, outlet, day = zip(*self._who, strict=True)
        save_columns(
            self._folder, "who", {"article": np.array(article, "<u8"), "outlet": np.array(outlet, "<u8"), "day": np.array(day, "<i4")}
        )
        save_columns(self._folder, "bands", {"hash": np.concatenate(bands), "article": np.concatenate(keys)})
        return SliceMade(
            name=self._folder.name, articles=self.articles, runs=len(runs), names=self._seen, days=dict(sorted(self._days.items())),
            told=dict(sorted(self._told.items())),
        )  # fmt: skip


@cache
def _annotator(language: str) -> Callable[[Article], Document]:
    return annotator(load_pack(language))
