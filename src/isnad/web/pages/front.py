"""The front page: what is going on. Stories with the latest article first, chosen by day, outlet, place, person."""

from __future__ import annotations

import datetime

from markupsafe import Markup
from starlette.responses import Response

from isnad.errors import UsageError
from isnad.export.catalogue import Catalogue
from isnad.export.view_standing import standing_words
from isnad.model.account import Claim
from isnad.model.kept import ClaimDigest
from isnad.web.rendering import isolated
from isnad.web.visits import Visit

STORIES = 24
"""Stories of one page."""
OUTLETS = 60
"""Outlets that can be chosen."""


def front(visit: Visit) -> Response:
    """Stories as cards."""
    chosen = {k: visit.ask(k) for k in ("day", "outlet", "place", "person", "least")}
    cards = visit.desk.cards(_filters(chosen), limit=STORIES + 1, after=visit.ask("after") or None)
    more = cards[STORIES - 1].story.id if len(cards) > STORIES else None
    articles, stories = visit.desk.counts()
    return visit.page(
        "front.html.j2", cards=cards[:STORIES], more=more, chosen=chosen, filtered=any(chosen.values()), later=bool(visit.ask("after")),
        outlets=visit.desk.marks("outlet", limit=OUTLETS), articles=articles, stories=stories,
        standing=lambda claim: Markup(standing_words(_claim(claim, visit.say), visit.say)),
    )  # fmt: skip


def _filters(chosen: dict[str, str]) -> dict[str, object]:
    day, least = chosen["day"], chosen["least"]
    if day:
        try:
            day = datetime.date.fromisoformat(day).isoformat()
        except ValueError:
            raise UsageError(f"day {day!r}: expected a date as 2024-01-31") from None
    if least and not (least.isascii() and least.isdigit() and len(least) < 7):
        raise UsageError(f"least {least!r}: expected a number of articles")
    names = {k: chosen[k] or None for k in ("outlet", "place", "person")}
    return {"since": day or None, "until": day or None, "least": int(least) if least else None, **names}


def _claim(claim: ClaimDigest, say: Catalogue) -> Claim:
    """The claim with every name isolated, so that Arabic names do not turn an English line: its standing is markup then."""
    return Claim(
        id="", statements=(), text="", tellers=claim.tellers, origins=claim.origins, standing=claim.standing,
        origin_names=tuple(isolated(n, say) for n in claim.origin_names), through=tuple(isolated(n, say) for n in claim.through),
    )  # fmt: skip
