"""Articles into stories, and stories as people see them: with judgements, without older revisions."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence

from sqlalchemy import Connection

from isnad.link.judged_stories import moves
from isnad.link.stories import candidates, headline, key_entities
from isnad.link.story_state import Member
from isnad.link.story_stream import StoryStream
from isnad.link.story_words import Gist
from isnad.model.judgement import Judgement
from isnad.model.kept import StoryRow
from isnad.store import articles as kept
from isnad.store import clusters, counters, marks
from isnad.store import judgements as judged
from isnad.store import stories as told
from isnad.store.blobs import unpacked
from isnad.store.protocol import Store
from isnad.workspace.story_memory import StoredMemory

AT_ONCE = 1_000
"""Articles placed in one transaction."""


def place_waiting(store: Store, now: Callable[[], str], progress: Callable[[int], None] = lambda n: None) -> set[str]:
    """Place all articles that wait, in the order of time; gives the stories that changed."""
    memory = StoredMemory()
    stream = StoryStream(memory)
    changed: set[str] = set()
    while True:
        with store.writing() as connection:
            waiting = list(kept.waiting(connection, AT_ONCE))
            if not waiting:
                return changed
            memory.begin(connection)
            gists = [unpacked(data, Gist) for _, data in waiting]
            memory.expect(stem for one in gists for stem in one.bag)
            stream.place_all(gists)
            memory.flush(now())
            ids = [article for article, _ in waiting]
            kept.placed(connection, ids)
            gone = set(memory.gone.values())
            found = {c.id for c in memory.stories(memory.touched).values() if c.number in memory.touched}
            changed |= refresh(connection, found | gone, now())
        progress(len(waiting))


class Overlay:
    """Where each article stands when judgements are laid over the machine's stories."""

    def __init__(self, connection: Connection, judgements: Iterable[Judgement]) -> None:
        self._connection = connection
        held = [j for j in judgements if j.kind == "story" and j.undone is None]
        self.moved = moves(held, self.machine, lambda s: clusters.survivor(connection, s)) if held else {}

    def machine(self, article: str) -> str | None:
        """The machine's story of an article."""
        number = clusters.cluster_of(self._connection, [article]).get(article)
        return None if number is None else clusters.ids_of(self._connection, [number])[number]

    def touched_by(self, judgement: Judgement) -> set[str]:
        """Stories that a judgement may have to do with, as things stand."""
        article = judgement.a.removeprefix("article:")
        found = {self.machine(article), self.moved.get(article)}
        kind, _, other = judgement.b.partition(":")
        if kind == "story":
            found.add(clusters.survivor(self._connection, other))
        else:
            found |= {self.machine(other), self.moved.get(other)}
        return {s for s in found if s is not None}

    def members(self, story: str, number: int | None) -> list[Member]:
        """Articles of a story with its cluster's number, those that came in by a judgement last."""
        blobs = clusters.members_of(self._connection, number) if number is not None else []
        found = [m for m in (unpacked(b, Member) for b in blobs) if self.moved.get(m.article, story) == story]
        there = {m.article for m in found}
        extra = sorted(a for a, s in self.moved.items() if s == story and a not in there)
        found += [unpacked(b, Member) for a in extra if (b := clusters.member(self._connection, a)) is not None]
        return found


def refresh(connection: Connection, stories: Iterable[str], now: str) -> set[str]:
    """Write stories anew from their articles; gives those that there are, with stories that judgements touch."""
    overlay = Overlay(connection, judged.listed(connection))
    wanted = set(stories)
    wanted |= {s for a, s in overlay.moved.items() if overlay.machine(a) in wanted}
    numbers = clusters.numbers_of(connection, wanted)
    found = {story: overlay.members(story, numbers.get(story)) for story in sorted(wanted)}
    old = told.replaced(connection, [m.article for members in found.values() for m in members])
    current = {story: [m for m in members if m.article not in old] for story, members in found.items()}
    told.drop(connection, [story for story, members in current.items() if not members])
    current = {story: members for story, members in current.items() if members}
    told.put_stories(connection, _rows(connection, current, now))
    pairs = [(m.article, story) for story, members in current.items() for m in members]
    before = told.stories_of(connection, [article for article, _ in pairs])
    told.assign(connection, [(article, story) for article, story in pairs if before.get(article) != story])
    marks.write(connection, sorted(current))
    return set(current)


def _rows(connection: Connection, stories: Mapping[str, Sequence[Member]], now: str) -> list[StoryRow]:
    """Stories with members as people see them."""
    size = counters.number(connection, clusters.SIZE)
    spread = clusters.spread_of_names(connection, {name for members in stories.values() for name in candidates(members)})
    rows = []
    for story, members in stories.items():
        days = sorted(m.day for m in members if m.day is not None)
        first, last = (datetime.date.fromordinal(d).isoformat() for d in (days[0], days[-1])) if days else (None, None)
        names = key_entities(members, spread, size)
        title = " ".join(headline(members).split())
        rows.append(StoryRow(id=story, title=title, size=len(members), first=first, last=last, names=names, changed=now))
    return rows
