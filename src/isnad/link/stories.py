"""Articles about the same events: the stories of a stream, each with its headline, the names that tell it apart, its events."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from isnad.lang.pack import Pack
from isnad.link.story_stream import Cluster, State, StoryStream
from isnad.link.story_words import Gist, dot, gist
from isnad.model.account import Story, StoryEvent
from isnad.model.document import Document

KEY = 6
"""Key entities of a story."""
SHARED = 0.3
"""Part of a story's articles that name a key entity."""


def link_stories(documents: Sequence[Document], pack: Pack) -> tuple[Story, ...]:
    """Stories over the documents, in the order of their ids; every article is in one."""
    return stories_over(gist(d, pack) for d in documents)


def stories_over(gists: Iterable[Gist]) -> tuple[Story, ...]:
    """Stories over gists of articles, in the order of their ids."""
    stream = StoryStream()
    stream.add_all(list(gists))
    return told(stream.state)


def told(state: State) -> tuple[Story, ...]:
    """The stories of a stream as they are now."""
    spread = Counter(name for s in state.stories.values() for m in s.members for name in m.names)
    events: dict[str, list[StoryEvent]] = {}
    for event in state.events:
        events.setdefault(event.story, []).append(event)
    made = [
        Story(
            id=story.id,
            title=headline(story),
            articles=tuple(sorted(m.article for m in story.members)),
            entities=key_entities(story, spread, state.size),
            events=tuple(events.get(story.id, ())),
        )
        for story in state.stories.values()
    ]
    return tuple(sorted(made, key=lambda s: s.id))


def headline(story: Cluster) -> str:
    """The headline of the article most like the whole."""
    return max(story.members, key=lambda m: (bool(m.title), dot(m.vector, story.sum), m.article)).title


def key_entities(story: Cluster, spread: Counter[str], size: int) -> tuple[str, ...]:
    """Names that many of the story's articles share and few others hold."""
    held = Counter(name for m in story.members for name in m.names)
    least = max(1.0, SHARED * story.size)
    ranked = sorted((name for name, n in held.items() if n >= least), key=lambda n: (-held[n] * math.log(1 + size / spread[n]), n))
    forms = {name: Counter(m.names[name] for m in story.members if name in m.names) for name in ranked[:KEY]}
    return tuple(max(found, key=lambda f: (found[f], f)) for found in forms.values())
