"""Words of one article standing in another, found without comparing all pairs.

`reuse_index` finds the pairs that share runs of words, `reuse_align` their passages, `reuse_direction` who has them from
whom; here stands what is enough to be called reuse, and of which kind it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec
import numpy as np
import numpy.typing as npt

from isnad.lang.pack import Pack
from isnad.link.reuse_align import Block, aligned, laid
from isnad.link.reuse_direction import Side, directed, with_thirds
from isnad.link.reuse_index import SHINGLE, Hashes, Shingles, WordReader, Words
from isnad.model.account import Passage, Reuse
from isnad.model.document import Document

LEAST = 11
"""Own words that two articles must share in all."""
SHARE = 0.12
"""Share of the shorter article, for pairs without one long passage."""
LONG = 18
"""Own words of a passage that counts by itself."""
EXACT = 0.9
"""Part of both articles, and of the words of their passages, for the kind `verbatim`."""
NEAR, REST = 0.5, 0.3
"""Part of the shorter and of the longer article for the kind `near-verbatim`."""

Kind = Literal["verbatim", "near-verbatim", "partial"]


def find_reuse(documents: Sequence[Document], pack: Pack) -> tuple[Reuse, ...]:
    """All pairs of articles that share passages, in the order of their ids; of the two, the earlier one is `a`."""
    read = WordReader(pack)
    ordered = sorted(documents, key=lambda d: (d.publication.date or "9999", d.path, d.id))
    texts = [read(d) for d in ordered]
    index = Shingles.of(texts)
    common, frequent = index.boilerplate([d.outlet or d.id for d in ordered]), index.frequent()
    texts = [weighed(t, common, frequent) for t in texts]
    found = [r for a, b in index.pairs(common) if (r := compare(texts[a], texts[b])) is not None]
    laid.cache_clear()  # it holds articles
    return tuple(sorted(with_thirds(found, ordered), key=lambda r: (r.a, r.b)))


def weighed(text: Words, common: Hashes, frequent: Hashes) -> Words:
    """The words with the shingles of boilerplate put out, those of frequent ones counting half; both are sorted."""
    if not len(text.shingles):
        return text
    plain, many = held_in(common, text.shingles), held_in(frequent, text.shingles)
    held = np.convolve(many, np.ones(SHINGLE), "full") > 0
    return msgspec.structs.replace(text, shingles=np.where(plain, np.uint64(0), text.shingles), own=np.where(held, text.own / 2, text.own))


def held_in(ordered: Hashes, values: Hashes) -> npt.NDArray[np.bool_]:
    """Which of the values stand in a sorted array."""
    if not len(ordered):
        return np.zeros(len(values), dtype=np.bool_)
    places = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    return np.asarray(ordered[places] == values)


def compare(a: Words, b: Words) -> Reuse | None:
    """The reuse between two articles, the earlier one first; None where too little is shared."""
    blocks = aligned(a, b)
    sizes = [sum(k.a_end - k.a for k in blocks), sum(k.b_end - k.b for k in blocks)]
    shares = [min(1.0, size / max(1, len(text))) for size, text in zip(sizes, (a, b), strict=True)]
    own, longest = sum(k.own for k in blocks), max((k.own for k in blocks), default=0)
    share = shares[0] if len(a) <= len(b) else shares[1]
    if own < LEAST or (share < SHARE and longest < LONG):
        return None
    direction, why = directed(Side(a.document, len(a), shares[0]), Side(b.document, len(b), shares[1]))
    return Reuse(
        a=a.document.id, b=b.document.id, kind=kind_of(shares, share, blocks), share=share, shares=(shares[0], shares[1]),
        direction=direction, why=why, passages=tuple(Passage(a.span(k.a, k.a_end), b.span(k.b, k.b_end), round(k.same, 4)) for k in blocks),
    )  # fmt: skip


def kind_of(shares: Sequence[float], share: float, blocks: Sequence[Block]) -> Kind:
    """What the shared words make of the two articles."""
    same = sum(k.same * k.size for k in blocks) / max(1, sum(k.size for k in blocks))
    if min(shares) >= EXACT and same >= EXACT:
        return "verbatim"
    return "near-verbatim" if share >= NEAR and min(shares) >= REST else "partial"
