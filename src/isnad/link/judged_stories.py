"""What people decided about which article belongs to which story, laid over what the machine found.

The machine's stories go on as they would without it, so that a judgement taken back leaves no trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

from isnad.model.account import Story
from isnad.model.ids import digest
from isnad.model.judgement import Judgement, in_force

Where = Callable[[str], str | None]


def moves(judgements: Iterable[Judgement], story_of: Where, survivor: Callable[[str], str]) -> dict[str, str]:
    """Articles that stand in another story than the machine's: article id to story id, the earlier judgement first.

    `story_of` tells the machine's story of an article (None for an unknown one), `survivor` the story that a merged one is in now.
    """
    out: dict[str, str] = {}

    def now(article: str) -> str | None:
        return out.get(article) or story_of(article)

    held = sorted(in_force(judgements, "story").values(), key=lambda j: (j.time, j.id))
    for judgement in held:
        article, (kind, _, other) = judgement.a.removeprefix("article:"), judgement.b.partition(":")
        story = survivor(other) if kind == "story" else now(other)
        here = now(article)
        if here is None or story is None:
            continue
        if judgement.verdict == "inside":
            out[article] = story
        elif here == story:
            out[article] = digest("story", "apart", article)
    return out


def judged_stories(stories: Sequence[Story], judgements: Iterable[Judgement]) -> tuple[Story, ...]:
    """Stories with articles moved as people decided; a story that is named and not here takes no article in."""
    machine = {a: s.id for s in stories for a in s.articles}
    ids = {s.id for s in stories}
    merged = {e.other: e.story for s in stories for e in s.events if e.kind == "merge"}
    moved = moves(judgements, machine.get, lambda s: merged.get(s, s))
    moved = {a: s for a, s in moved.items() if s in ids or s == digest("story", "apart", a)}
    if not moved:
        return tuple(stories)
    held: dict[str, list[str]] = {s.id: [] for s in stories}
    for article, story in machine.items():
        held.setdefault(moved.get(article, story), []).append(article)
    of = {s.id: s for s in stories}
    made = [
        msgspec.structs.replace(of[i], articles=tuple(sorted(a))) if i in of else Story(id=i, title="", articles=tuple(sorted(a)))
        for i, a in held.items()
        if a
    ]
    return tuple(sorted(made, key=lambda s: s.id))
