"""What an assistant may ask of a workspace: every answer carries the words it rests on and where they stand.

Plain functions over a workspace that is open for reading only; `isnad.assistant.server` offers them by protocol. Texts of
articles are material, not instructions: answers hold them in fields named `words`, `text` and `title` only.
"""

from __future__ import annotations

from typing import Any

import msgspec

from isnad.errors import UsageError
from isnad.export.account_json import Json, account_object
from isnad.workspace.workspace import Workspace

MOST = 50
"""Rows of one answer."""
AROUND = 200
"""Code points of context that `read_words` gives on each side."""
LONGEST = 20_000
"""Code points of one reading."""


class Tools:
    """The tools over one workspace."""

    def __init__(self, desk: Workspace) -> None:
        self.desk = desk

    def list_stories(self, since: str | None = None, until: str | None = None, least: int = 1, limit: int = 20) -> list[Json]:
        """Stories of the workspace, the latest first: id, headline, days, number of articles, key names. Days are ISO."""
        rows = self.desk.stories(since=since, until=until, least=least, limit=_limited(limit))
        return [_plain(row) for row in rows]

    def story_account(self, story: str) -> Json:
        """The sourced account of a story: brief, timeline, figures, conflicts, claims with standing; each line with its evidence."""
        told = account_object(self.desk.account(story))
        places = _Places(told)
        return {
            "articles": [places.article(a) for a in told["articles"]],
            "brief": [{"text": s["text"], "evidence": [places.words(v) for v in s["evidence"]]} for s in told["brief"]],
            "timeline": [
                {"date": e["date"], "planned": e["planned"], "text": e["text"], "evidence": [places.words(v) for v in e["evidence"][:3]]}
                for e in told["timeline"][:MOST]
            ],
            "figures": [
                {"measure": f["measure"], "of": f["of"], "values": [v | places.words(v) for v in f["values"][:MOST]]}
                for f in told["figures"]
            ],
            "conflicts": [_conflict(c, places) for c in told["conflicts"][:MOST]],
            "claims": [
                {k: c[k] for k in ("id", "text", "tellers", "origins", "standing", "origin_names")}
                for c in sorted(told["claims"], key=lambda c: (-c["origins"], -c["tellers"], c["id"]))[:MOST]
            ],
        }  # fmt: skip

    def story_conflicts(self, story: str) -> list[Json]:
        """Where articles of a story disagree: both sides with their words, the kind, and why."""
        told = account_object(self.desk.account(story))
        places = _Places(told)
        return [_conflict(c, places) for c in told["conflicts"][:MOST]]

    def search_articles(self, query: str, limit: int = 10) -> list[Json]:
        """Articles by words, «phrases», fields (title: said: speaker: about: outlet: story: date: after: before:), figures (killed>9)."""
        found = self.desk.search(query, limit=_limited(limit))
        out = []
        for hit in found.hits:
            pieces = [{"words": s.text, "span": list(s.span), "marks": [list(m) for m in s.marks]} for s in hit.snippets]
            out.append({**_plain(hit.article), "snippets": pieces})
        return out

    def who_said(self, speaker: str, since: str | None = None, until: str | None = None, limit: int = 20) -> list[Json]:
        """What a person or body said, by day, over all stories; each with its article and span."""
        rows = self.desk.statements(speaker=speaker, since=since, until=until, limit=_limited(limit))
        return [_plain(row) for row in rows]

    def figures(self, event: str | None = None, above: float | None = None, story: str | None = None, limit: int = 20) -> list[Json]:
        """Numbers that measure something (killed, injured, arrested, price …), by day, each with its article and span."""
        rows = self.desk.figures(event=event, above=above, story=story, limit=_limited(limit))
        return [_plain(row) for row in rows]

    def read_words(self, article: str, start: int = 0, end: int | None = None) -> Json:
        """The words of an article at a span (code points), with what stands around them; without an end its beginning."""
        kept = self.desk.article(article)
        size = len(kept.text)
        stop = min(size, start + LONGEST if end is None else end)
        if not 0 <= start <= stop or stop - start > LONGEST:
            raise UsageError(f"span {start}-{end}: expected 0 <= start <= end <= {size}, at most {LONGEST} apart")
        return {
            "article": article, "url": kept.url, "outlet": kept.outlet, "span": [start, stop], "words": kept.text[start:stop],
            "before": kept.text[max(0, start - AROUND) : start], "after": kept.text[stop : stop + AROUND], "size": size,
        }  # fmt: skip


TOOLS = ("list_stories", "story_account", "story_conflicts", "search_articles", "who_said", "figures", "read_words")
"""Names of the methods that are offered."""


def _limited(limit: int) -> int:
    if limit < 1:
        raise UsageError(f"limit {limit}: expected 1 to {MOST}")
    return min(limit, MOST)


def _plain(row: Any) -> Json:
    made: Json = msgspec.to_builtins(row)
    return made


def _conflict(conflict: Json, places: _Places) -> Json:
    kept = {k: conflict[k] for k in ("kind", "relation", "about", "why", "details")}
    return {**kept, "a": places.words(conflict["a"]), "b": places.words(conflict["b"])}


class _Places:
    """Evidence with its words, its article and outlet."""

    def __init__(self, told: Json) -> None:
        self.by_path = {a["path"]: a for a in told["articles"]}

    def article(self, a: Json) -> Json:
        title = a["text"][a["title"][0] : a["title"][1]] if a["title"] else ""
        return {"article": a["id"], "title": title, "outlet": a["outlet"], "published": a["published"], "url": a["url"], "path": a["path"]}

    def words(self, place: Json) -> Json:
        a = self.by_path[place["path"]]
        start, end = place["span"]
        return {"article": a["id"], "outlet": a["outlet"], "published": a["published"], "span": [start, end], "words": a["text"][start:end]}
