"""Articles about the same events: the stories of a stream, each with its headline, the names that tell it apart, its events."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from isnad.lang.pack import Pack
from isnad.link.story_state import Member, State
from isnad.link.story_stream import StoryStream, total
from isnad.link.story_words import Gist, Vector, dot, gist
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
    state = State()
    StoryStream(state).add_all(list(gists))
    return told(state)


def told(state: State) -> tuple[Story, ...]:
    """The stories of a stream as they are now."""
    spread = Counter(name for members in state.held.values() for m in members for name in m.names)
    events: dict[str, list[StoryEvent]] = {}
    for event in state.events:
        events.setdefault(event.story, []).append(event)
    made = [
        Story(
            id=story.id,
            title=headline(members, story.sum),
            articles=tuple(sorted(m.article for m in members)),
            entities=key_entities(members, spread, state.size),
            events=tuple(events.get(story.id, ())),
        )
        for number, story in state.clusters.items()
        if (members := state.held[number])
    ]
    return tuple(sorted(made, key=lambda s: s.id))


def headline(members: Sequence[Member], whole: Vector | None = None) -> str:
    """The headline of the article most like the whole, the sum of the members' vectors."""
    centre = total(members) if whole is None else whole
    return max(members, key=lambda m: (bool(m.title), dot(m.vector, centre), m.article)).title


def candidates(members: Sequence[Member]) -> Counter[str]:
    """Names that many of a story's articles share, with how many."""
    held = Counter(name for m in members for name in m.names)
    least = max(1.0, SHARED * len(members))
    return Counter({name: n for name, n in held.items() if n >= least})


def key_entities(members: Sequence[Member], spread: Mapping[str, int], size: int) -> tuple[str, ...]:
    """Names that many of the story's articles share and few of all `size` articles hold (`spread`: in how many each stands)."""
    held = candidates(members)
    ranked = sorted(held, key=lambda n: (-held[n] * math.log(1 + size / spread[n]), n))
    forms = {name: Counter(m.names[name] for m in members if name in m.names) for name in ranked[:KEY]}
    return tuple(max(found, key=lambda f: (found[f], f)) for found in forms.values())
