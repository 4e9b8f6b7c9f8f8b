"""What an article is about, as weighted stems: the headline's count most, those of the body less the further down they stand."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping

import msgspec

from isnad.lang.pack import Pack
from isnad.model.document import Document
from isnad.model.text import Token
from isnad.text.folding import fold_form
from isnad.text.stems import stems

TITLE = 4.0
"""What a stem of the headline counts."""
HALF = 80
"""Words of the body after which a stem counts half."""
LEAD = 400
"""Words of the body that count."""
SATURATION = 2.5
"""A stem that counts so much has half of the weight it can have (as in BM25, Robertson and Zaragoza 2009)."""
RARITY = 0.9
BACKGROUND = 150
"""Articles about other things that are imagined beside those at hand, so that what all of a small folder share still counts."""

Bag = dict[str, float]
Vector = dict[str, float]


class Gist(msgspec.Struct, frozen=True):
    """What stories need of an article; small, so that a whole stream of them fits in memory."""

    article: str
    path: str
    when: str
    """ISO date or date-time, for the order; `9999` where it is not known."""
    title: str
    names: dict[str, str]
    """Folded form of each name to the form that the text has first."""
    bag: Bag

    @property
    def day(self) -> int | None:
        """The day, as an ordinal."""
        try:
            return datetime.date.fromisoformat(self.when[:10]).toordinal()
        except ValueError:
            return None


def gist(document: Document, pack: Pack) -> Gist:
    """The gist of a document with layout; names and publication are taken where they are there."""
    names: dict[str, str] = {}
    for mention in document.mentions:
        form = mention.span.of(document.text)
        names.setdefault(fold_form(form), form)
    title = document.layout.title.of(document.text) if document.layout.title else ""
    when = document.publication.date or document.article.retrieved or "9999"
    return Gist(document.id, document.path, when, title, names, bag(document, pack))


def bag(document: Document, pack: Pack) -> Bag:
    """Stems of headline and body with what they count."""
    stopwords = pack.forms("stopwords")
    title, body = document.layout.title, document.layout.body
    heading = [t for t in document.tokens if title and title.start <= t.start < title.end]
    first, last = (body[0].start, body[-1].end) if body else (0, 0)
    out: dict[str, float] = dict.fromkeys(sorted(stems(worded(document, heading), pack.affixes, stopwords)), TITLE)
    for place, token in enumerate([t for t in document.tokens if first <= t.start < last][:LEAD]):
        for stem in stems(worded(document, (token,)), pack.affixes, stopwords):
            out[stem] = out.get(stem, 0.0) + 0.5 ** (place / HALF)
    return out


def worded(document: Document, tokens: Iterable[Token]) -> list[Token]:
    """Tokens without the numbers of character references that a page left in its text (`&#8220;`)."""
    return [t for t in tokens if document.text[t.start - 1 : t.start] != "#"]


def vector(counts: Bag, spread: Mapping[str, int], size: int) -> Vector:
    """The bag weighted by how rare its stems are among `size` articles, of length 1, without stems that no other article has.

    What an article has alone counts for its length: it makes it less like any other.
    """
    raw = {s: n / (n + SATURATION) * math.log((size + BACKGROUND) / (spread[s] + 0.5)) ** RARITY for s, n in counts.items()}
    length = math.sqrt(sum(v * v for v in raw.values()))
    return {s: v / length for s, v in raw.items() if spread[s] > 1 or size < 3} if length else {}


def dot(a: Vector, b: Vector) -> float:
    """The inner product; the shorter one is gone through."""
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    return sum([value * long[stem] for stem, value in short.items() if stem in long], 0.0)
