"""What linking keeps of an article: its names, its words without the text, its runs of words, and bands of a MinHash signature.

Bands: Broder 1997; Indyk and Motwani 1998. Two articles with a Jaccard likeness of .8 share one of 16 bands of 4 with a probability
of .9998, of .5 with .64, of .2 with .03.
"""

from __future__ import annotations

import datetime
from collections import Counter
from functools import cache

import msgspec
import numpy as np

from isnad.link.entity_rolls import Reader, Roll
from isnad.link.reuse_index import OWN, SHINGLE, Hashes, Words, runs, word_key
from isnad.model.article import Article
from isnad.model.document import Document, Layout
from isnad.model.text import Folded
from isnad.run.bulk.keeping import Array

BANDS, ROWS = 16, 4
SHORT = 12
"""Distinct runs under which an article is too short for a signature."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """The words of an article; arrays as bytes."""

    document: Document
    """Without text (but where a credit must be read from it), tokens and findings."""
    keys: bytes
    starts: bytes
    ends: bytes
    own: bytes
    figures: bytes

    @property
    def day(self) -> int | None:
        """Day of publication, where the article alone tells it, as an ordinal."""
        try:
            return datetime.date.fromisoformat((self.document.publication.date or "")[:10]).toordinal()
        except ValueError:
            return None

    @property
    def outlet(self) -> str:
        """The outlet, or the article itself where none is known."""
        return self.document.outlet or self.document.id

    def words(self) -> Words:
        """The words as they were read."""
        keys = np.frombuffer(self.keys, dtype=np.uint64)
        return Words(
            document=self.document, keys=keys, starts=np.frombuffer(self.starts, dtype=np.uint32).astype(np.int64),
            ends=np.frombuffer(self.ends, dtype=np.uint32).astype(np.int64), own=np.frombuffer(self.own, dtype=np.uint8) / 2.0,
            figures=np.frombuffer(self.figures, dtype=np.bool_), shingles=runs(keys),
        )  # fmt: skip


class Named(msgspec.Struct, frozen=True):
    """The names of an article, and of each (in the same order) how many of its mentions are of which type."""

    roll: Roll
    types: tuple[dict[str, int], ...]


def named(document: Document, reader: Reader) -> Named:
    """What is kept of the names of an article."""
    types: dict[str, Counter[str]] = {}
    for mention in document.mentions:
        types.setdefault(reader.key(mention.span.of(document.text)), Counter())[mention.type] += 1
    roll = reader.roll(document)
    return Named(roll, tuple(dict(sorted(types[seen.key].items())) for seen in roll.names))


def stored(words: Words) -> tuple[Kept, Hashes, Array]:
    """What is kept of an article, its distinct runs, and whether the writer's own words stand in each."""
    found, first = np.unique(words.shingles, return_index=True)
    own = np.convolve(words.own, np.ones(SHINGLE), "valid") if len(words.shingles) else np.zeros(0)
    kept = Kept(
        document=_slim(words.document), keys=words.keys.tobytes(), starts=words.starts.astype(np.uint32).tobytes(),
        ends=words.ends.astype(np.uint32).tobytes(), own=(words.own * 2).astype(np.uint8).tobytes(), figures=words.figures.tobytes(),
    )  # fmt: skip
    return kept, found, own[first] >= OWN


def _slim(document: Document) -> Document:
    """A document with what telling the direction of a copy reads."""
    article, layout = document.article, document.layout
    text = article.text if layout.republished_from is not None else ""
    return Document(
        article=Article(id=article.id, path=article.path, text=text, outlet=article.outlet), folded=Folded("", None, None),
        layout=Layout(outlet=layout.outlet, wires=layout.wires, republished_from=layout.republished_from), publication=document.publication,
    )  # fmt: skip


def bands_of(shingles: Hashes) -> Hashes:
    """A key for each band of an article's signature, from its distinct runs; none for a short one."""
    if len(shingles) < SHORT:
        return np.zeros(0, dtype=np.uint64)
    mixed = shingles[None, :] * _factors()[:, None]
    # The low bits of a product hang on few bits of its factors: the high ones are compared.
    least = ((mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)).min(axis=1).reshape(BANDS, ROWS)
    out = np.arange(1, BANDS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for row in range(ROWS):
        out = (out ^ least[:, row]) * np.uint64(0x94D049BB133111EB)
        out ^= out >> np.uint64(31)
    return out


@cache
def _factors() -> Hashes:
    return np.array([word_key(f"minhash {n}") | 1 for n in range(BANDS * ROWS)], dtype=np.uint64)
