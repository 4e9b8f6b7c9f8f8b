"""The words of articles as numbers, and which articles share runs of them (shingles, Broder 1997) without comparing all pairs.

All shingles of all articles lie in one sorted array: equal ones stand together, and those that a few articles hold are the
pairs worth aligning. A shingle takes twelve bytes, so tens of thousands of articles fit in memory.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from operator import attrgetter

import msgspec
import numpy as np
import numpy.typing as npt

from isnad.lang.pack import Pack
from isnad.model.document import Document
from isnad.model.span import Span
from isnad.model.text import Kind, Token
from isnad.text.memo import Memo

SHINGLE = 4
"""Words of a run."""
BOILERPLATE = 40
"""A shingle in more articles than this seeds nothing."""
FREQUENT = 10
"""Words of a shingle in more articles than this count half."""
SAMPLE = 4
"""Of the shingles that many articles hold every so manieth seeds: each gives a pair for any two of them."""
FURNITURE = 8
"""The same for articles of one outlet that no other outlet shares: what its pages always say."""
OWN = 2.5
"""Own words of a shingle from which on it seeds."""
TITLES = ("titles", "organization_heads")
"""Tables of the words of titles."""
NAMED = 0.5
"""What a word of a name or title counts."""
SEEDS = 3
"""Distinct shared shingles from which on a pair is aligned."""
VERSE = 60
"""Words of the longest quotation of scripture."""
WORD, NUMBER = int(Kind.WORD), int(Kind.NUMBER)
KNOWN = 100_000
"""Words of which is remembered whether they are of a title."""
OPENING, CLOSING = '\u00ab\u201c"({[\ufd3f', '\u00bb\u201d")}]\ufd3e'
ORNATE = "\ufd3f{"
"""Brackets that are set around verses."""

_start = attrgetter("start")
Numbers = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]


class Words(msgspec.Struct, frozen=True, eq=False):
    """The words and numbers of an article's body: what each is, where it stands, whether it is the writer's own."""

    document: Document
    keys: Hashes
    starts: Numbers
    ends: Numbers
    own: npt.NDArray[np.float64]
    """How much of the writer's own each is: half in names and their titles, nothing in scripture and set phrases, which stand
    alike where nobody copied."""
    figures: npt.NDArray[np.bool_]
    """Whether each is a number in digits."""
    shingles: Hashes
    """Of the run that begins at each word; 0 where it is boilerplate."""

    def __len__(self) -> int:
        return len(self.keys)

    def span(self, first: int, last: int) -> Span:
        """The characters of words `[first, last)`."""
        return Span(int(self.starts[first]), int(self.ends[last - 1]))


@lru_cache(maxsize=262_144)
def word_key(norm: str) -> int:
    """A number for a folded word, the same in every process."""
    return int.from_bytes(blake2b(norm.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def runs(keys: Hashes) -> Hashes:
    """A number for the run of `SHINGLE` words at each word, never 0."""
    count = max(0, len(keys) - SHINGLE + 1)
    out = np.zeros(count, dtype=np.uint64)
    for place in range(SHINGLE):
        out = out * np.uint64(0x9E3779B97F4A7C15) + keys[place : place + count] * np.uint64(2 * place + 1)
    return out | np.uint64(1)


class WordReader:
    """Reads the words of bodies; knows the set phrases of a language."""

    def __init__(self, pack: Pack) -> None:
        self.affixes = pack.affixes
        self.titles = frozenset(self.bare(w) for t in TITLES for form in pack.forms(t) for w in form.split())
        self.titled = Memo(lambda norm: self.bare(norm) in self.titles, KNOWN)
        self.phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for row in pack.table("set_phrases"):
            words = tuple(row.folded.split())
            self.phrases.setdefault(words[0], []).append((words, row["kind"]))

    def __call__(self, document: Document) -> Words:
        """Words of the body, in order."""
        tokens = body_tokens(document)
        own = np.ones(len(tokens), dtype=np.float64)
        own[list(self.named(document, tokens))] = NAMED
        own[list(self.borrowed(tokens))] = 0.0
        kinds = np.array([t.kind for t in tokens], dtype=np.uint8)
        figures = kinds == NUMBER
        words = np.flatnonzero(figures | (kinds == WORD))
        keys = np.array([word_key(t.norm) for t in tokens], dtype=np.uint64)[words]
        return Words(
            document=document,
            keys=keys,
            starts=np.array([t.start for t in tokens], dtype=np.int64)[words],
            ends=np.array([t.end for t in tokens], dtype=np.int64)[words],
            own=own[words],
            figures=figures[words],
            shingles=runs(keys),
        )

    def bare(self, norm: str) -> str:
        """A folded word without conjunction and article."""
        word = norm[1:] if len(norm) > 3 and norm[0] in self.affixes.conjunctions else norm
        return word.removeprefix(self.affixes.article) if len(word) > len(self.affixes.article) + 2 else word

    def named(self, document: Document, tokens: Sequence[Token]) -> set[int]:
        """Tokens that stand in names, and words of titles and bodies wherever they stand."""
        spans = sorted({s for m in document.mentions for s in (m.span, m.role) if s is not None})
        titled = self.titled
        out = {number for number, token in enumerate(tokens) if titled[token.norm]}
        part = 0
        for number, start in enumerate([token.start for token in tokens] if spans else ()):
            while part < len(spans) and spans[part].end <= start:
                part += 1
            if part == len(spans):
                break
            if spans[part].start <= start:
                out.add(number)
        return out

    def borrowed(self, tokens: Sequence[Token]) -> set[int]:
        """Tokens of set phrases, and of verses in their brackets or in quotation marks after words that announce scripture."""
        norms = [t.norm for t in tokens]
        out: set[int] = set()
        for at, norm in enumerate(norms):
            if norm not in self.phrases and norm not in ORNATE:
                continue
            if norm in ORNATE:
                out.update(range(at, closed(norms, at)))
            for words, kind in self.phrases.get(norm, ()):
                end = at + len(words)
                if tuple(norms[at:end]) == words:
                    out.update(range(at, end))
                    if kind == "scripture":
                        opening = next((n for n in range(end, min(end + 3, len(norms))) if norms[n] in OPENING), None)
                        out.update(range(end, closed(norms, opening) if opening is not None else end))
        return out


def closed(norms: Sequence[str], opening: int) -> int:
    """Where the quotation that begins at a mark ends."""
    last = min(len(norms), opening + VERSE)
    return next((n + 1 for n in range(opening + 1, last) if norms[n] in CLOSING), last)


def body_tokens(document: Document) -> list[Token]:
    """Tokens of the body, in order."""
    tokens = tuple(document.tokens)
    out: list[Token] = []
    for span in document.layout.body:
        out += tokens[bisect_left(tokens, span.start, key=_start) : bisect_left(tokens, span.end, key=_start)]
    return out


class Shingles(msgspec.Struct, frozen=True, eq=False):
    """Every distinct shingle of every article, sorted, with the article that holds it."""

    hashes: Hashes
    holders: npt.NDArray[np.int32]
    seeding: npt.NDArray[np.bool_]
    """Whether the holder's own words stand in it."""

    @classmethod
    def of(cls, texts: Sequence[Words]) -> Shingles:
        """The shingles of all texts."""
        hashes, holders, seeding = [], [], []
        for number, text in enumerate(texts):
            found, first = np.unique(text.shingles, return_index=True)
            own = np.convolve(text.own, np.ones(SHINGLE), "valid") if len(text.shingles) else np.zeros(0)
            hashes.append(found)
            holders.append(np.full(len(found), number, dtype=np.int32))
            seeding.append(own[first] >= OWN)
        flat = np.concatenate([*hashes, np.zeros(0, dtype=np.uint64)])
        order = np.argsort(flat, kind="stable")
        return cls(
            flat[order],
            np.concatenate([*holders, np.zeros(0, dtype=np.int32)])[order],
            np.concatenate([*seeding, np.zeros(0, dtype=np.bool_)])[order],
        )

    def groups(self) -> tuple[Numbers, Numbers]:
        """First place and size of each run of equal shingles that more than one article holds."""
        edges = np.flatnonzero(np.concatenate([[True], self.hashes[1:] != self.hashes[:-1], [True]]))
        sizes = np.diff(edges)
        many = sizes > 1
        return edges[:-1][many], sizes[many]

    def frequent(self) -> Hashes:
        """Shingles that many articles hold."""
        starts, sizes = self.groups()
        return self.hashes[starts[sizes > FREQUENT]]

    def boilerplate(self, outlets: Sequence[str]) -> Hashes:
        """Shingles that too many articles hold, or many of one outlet and none of another."""
        starts, sizes = self.groups()
        names = {outlet: n for n, outlet in enumerate(dict.fromkeys(outlets))}
        wide = sizes > BOILERPLATE
        several = np.flatnonzero((sizes >= FURNITURE) & ~wide)
        if len(names) > 1 and len(several):
            outlet = np.array([names[o] for o in outlets], dtype=np.int64)[self.holders]
            bounds = np.stack([starts[several], starts[several] + sizes[several]], axis=1).ravel()
            least, most = (f.reduceat(np.append(outlet, 0), bounds)[::2] for f in (np.minimum, np.maximum))
            wide[several] = least == most
        return self.hashes[starts[wide]]

    def pairs(self, common: Hashes) -> list[tuple[int, int]]:
        """Pairs of articles that share enough seeding shingles, in order."""
        low, high, counts = self.counted(common)
        enough = counts >= SEEDS
        return list(zip(low[enough].tolist(), high[enough].tolist(), strict=True))

    def counted(self, common: Hashes) -> tuple[Numbers, Numbers, Numbers]:
        """Pairs of articles, in order, and how many seeding shingles they share."""
        starts, sizes = self.groups()
        bounds = np.stack([starts, starts + sizes], axis=1).ravel()
        own = np.logical_or.reduceat(np.append(self.seeding, False), bounds)[::2] if len(bounds) else np.zeros(0, dtype=np.bool_)
        thin = (sizes <= FREQUENT) | ((self.hashes[starts] >> np.uint64(7)) % np.uint64(SAMPLE) == 0)
        kept = ~np.isin(self.hashes[starts], common) & own & thin
        starts, sizes = starts[kept], sizes[kept]
        found = []
        for size in np.unique(sizes):
            rows = self.holders[starts[sizes == size][:, None] + np.arange(size)].astype(np.int64)
            for i in range(size - 1):
                low, high = np.minimum(rows[:, i, None], rows[:, i + 1 :]), np.maximum(rows[:, i, None], rows[:, i + 1 :])
                found.append(((low << 32) | high).ravel())
        keys, counts = np.unique(np.concatenate([*found, np.zeros(0, dtype=np.int64)]), return_counts=True)
        return keys >> 32, keys & 0xFFFFFFFF, counts
