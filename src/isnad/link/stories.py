"""Articles about the same events, clustered in time order by weighted words, names and headlines.

Each article joins the story whose centre it is most like (cosine of tf-idf over folded stems, headline counted more, old
stories fading), or founds one. Only stories that share a rare stem are looked at. A story's id is minted from its founding
article. (Single-pass clustering, as in topic detection and tracking, Allan 2002.)
"""

from __future__ import annotations

import datetime
import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import msgspec

from isnad.lang.pack import Pack
from isnad.model.account import Links, Story
from isnad.model.document import Document
from isnad.model.ids import digest
from isnad.text.stems import stems

JOIN = 0.24
TITLE = 2.5
"""How much more a headline's stem counts."""
LEAD = 160
"""Words of the body that count."""
FADE = 4.0
"""Days after which likeness to a silent story counts half."""
FEW = 60
"""A run of at most so many articles that share a rare theme is taken for one story more easily."""
BACKGROUND = 150
"""Articles about other things that are imagined beside those at hand, so that what all of a small folder share still counts."""
KEEP = 40
"""Heaviest stems of a centre."""


class Centre(msgspec.Struct):
    """A story while it grows."""

    members: list[int]
    weights: Counter[str]
    day: datetime.date | None
    norm: float = 0.0


def link_stories(documents: Sequence[Document], links: Links, pack: Pack) -> tuple[Story, ...]:
    """Stories over the documents; every article is in one."""
    bags = [bag(d, pack) for d in documents]
    spread = Counter(w for b in bags for w in b)
    vectors = [weighted(b, spread, len(documents)) for b in bags]
    order = sorted(
        range(len(documents)), key=lambda n: (documents[n].publication.date or documents[n].article.retrieved or "9999", documents[n].id)
    )
    copies: dict[str, list[str]] = defaultdict(list)
    for reuse in links.reuse:
        if reuse.share >= 0.5:
            copies[reuse.a].append(reuse.b)
            copies[reuse.b].append(reuse.a)
    stories: list[Centre] = []
    of: dict[str, int] = {}
    index: dict[str, set[int]] = defaultdict(set)
    threshold = JOIN if len(documents) > FEW else JOIN / 2
    for number in order:
        document = documents[number]
        known = next((of[c] for c in copies[document.id] if c in of), None)
        best = known if known is not None else nearest(vectors[number], day_of(document), stories, index, threshold)
        if best is None:
            best = len(stories)
            stories.append(Centre([], Counter(), None))
        join(stories[best], number, vectors[number], day_of(document))
        of[document.id] = best
        for word in vectors[number]:
            index[word].add(best)
    return tuple(sorted((story_of(s, documents, vectors) for s in stories), key=lambda s: s.id))


def bag(document: Document, pack: Pack) -> Counter[str]:
    """Stems of headline and lead, the headline's counted more."""
    stopwords = pack.forms("stopwords")
    title = document.layout.title
    heading = [t for t in document.tokens if title and title.start <= t.start < title.end]
    start = document.layout.body[0].start if document.layout.body else 0
    lead = [t for t in document.tokens if t.start >= start][:LEAD]
    out: Counter[str] = Counter()
    for word in stems(heading, pack.affixes, stopwords):
        out[word] += TITLE  # type: ignore[assignment]
    for token in lead:
        for word in stems([token], pack.affixes, stopwords):
            out[word] += 1
    return out


def weighted(counts: Counter[str], spread: Counter[str], size: int) -> dict[str, float]:
    """tf-idf with damped counts, the heaviest only, of length 1."""
    raw = {
        w: (1 + math.log(n)) * math.log((size + BACKGROUND) / (spread[w] + 0.5))
        for w, n in counts.items()
        if n > 0 and (spread[w] > 1 or size < 3)
    }
    if not raw:
        return {}
    top = dict(sorted(raw.items(), key=lambda p: (-p[1], p[0]))[:KEEP])
    norm = math.sqrt(sum(v * v for v in top.values())) or 1.0
    return {w: v / norm for w, v in top.items()}


def day_of(document: Document) -> datetime.date | None:
    """The article's day."""
    text = (document.publication.date or document.article.retrieved or "")[:10]
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def nearest(
    vector: dict[str, float], day: datetime.date | None, stories: list[Centre], index: dict[str, set[int]], threshold: float
) -> int | None:
    """The story most like an article, if it is like enough."""
    shared: Counter[int] = Counter()
    for word in vector:
        if len(index[word]) <= 400:
            shared.update(index[word])
    best, most = None, threshold
    for number, common in sorted(shared.items()):
        if common < 2:
            continue
        story = stories[number]
        likeness = sum(v * story.weights[w] for w, v in vector.items()) / (story.norm or 1.0)
        if day and story.day:
            likeness *= 0.5 ** (max(0, (day - story.day).days - 1) / FADE)
        if likeness > most:
            best, most = number, likeness
    return best


def join(story: Centre, number: int, vector: dict[str, float], day: datetime.date | None) -> None:
    """Let an article into a story."""
    story.members.append(number)
    for word, value in vector.items():
        story.weights[word] += value  # type: ignore[assignment]
    story.norm = math.sqrt(sum(v * v for v in story.weights.values()))
    story.day = max((d for d in (story.day, day) if d), default=None)


def story_of(story: Centre, documents: Sequence[Document], vectors: Sequence[dict[str, float]]) -> Story:
    """A story; its title is the headline most like its centre."""

    def likeness(number: int) -> tuple[float, str]:
        return sum(v * story.weights[w] for w, v in vectors[number].items()), documents[number].id

    best = documents[max(story.members, key=likeness)]
    title = best.layout.title.of(best.text) if best.layout.title else ""
    founder = documents[story.members[0]]
    return Story(id=digest("story", founder.id), title=title, articles=tuple(sorted(documents[n].id for n in story.members)))
