"""What a person decided about a link: kept with author and time, outranking the machine, undoable.

A judgement must outlive reading the articles anew with better rules, so it does not point at ids of findings but at
anchors, which only articles and their words make up:

    name:person:<folded form>          a name, as `isnad.text.folding.fold_form` gives it (person, place, organization)
    name:person:<folded form>@<article>  the same, in one article only (for namesakes)
    place:<article>:<start>-<end>      characters of an article: a statement's content, a conflict's evidence
    article:<article>                  a whole article
    story:<story>                      a story by its id

Of each pair of anchors the latest judgement that was not undone holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, cast

import msgspec

from isnad.model.findings import MentionType
from isnad.model.ids import digest
from isnad.model.span import Span

JudgementKind = Literal["entity", "speaker", "claim", "story", "conflict"]
Verdict = Literal["same", "different", "unsure", "right", "wrong", "inside", "outside", "accepted", "dismissed"]

VERDICTS: dict[JudgementKind, tuple[Verdict, ...]] = {
    "entity": ("same", "different", "unsure"),
    "speaker": ("right", "wrong"),
    "claim": ("same", "different", "unsure"),
    "story": ("inside", "outside"),
    "conflict": ("accepted", "dismissed"),
}
"""Which verdicts a kind takes. `a` and `b` are: two names; a statement's place and its speaker's name; two statements'
places; an article and a story (or another article of it); the two places of a conflict."""


MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"
"""How its time is written: UTC to the microsecond, so that the later of two is known."""


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """One decision; never changed, only undone by a later one that names it."""

    id: str
    kind: JudgementKind
    a: str
    """Anchor."""
    b: str
    """Anchor. For kinds whose order does not matter the greater of the two."""
    verdict: Verdict
    author: str
    time: str
    """ISO date-time in UTC."""
    reason: str = ""
    undone: str | None = None
    """ISO date-time in UTC at which it was taken back."""
    undone_by: str | None = None


def judged(kind: JudgementKind, anchors: tuple[str, str], verdict: Verdict, author: str, time: str, reason: str = "") -> Judgement:
    """A judgement with its id; anchors of a symmetric kind are put in order. Raises `ValueError` on a verdict of another kind."""
    if verdict not in VERDICTS[kind]:
        raise ValueError(f"verdict {verdict!r} does not fit a judgement on a {kind}: expected one of {', '.join(VERDICTS[kind])}")
    a, b = sorted(anchors) if kind in ("entity", "claim", "conflict") else anchors
    identity = digest("judgement", kind, a, b, verdict, author, time)
    return Judgement(id=identity, kind=kind, a=a, b=b, verdict=verdict, author=author, time=time, reason=reason)


def in_force(judgements: Iterable[Judgement], kind: JudgementKind) -> dict[tuple[str, str], Judgement]:
    """For each pair of anchors the latest judgement of a kind that was not taken back."""
    live = sorted((j for j in judgements if j.kind == kind and j.undone is None), key=lambda j: (j.time, j.id))
    return {(j.a, j.b): j for j in live}


def name_anchor(type_: str, folded: str, article: str | None = None) -> str:
    """The anchor of a name, in all articles or in one."""
    return f"name:{type_}:{folded}" + (f"@{article}" if article else "")


def name_of(anchor: str) -> tuple[MentionType, str, str | None] | None:
    """Type, folded form and article (None: all) of a name anchor; None for other anchors."""
    kind, _, rest = anchor.partition(":")
    type_, colon, name = rest.partition(":")
    if kind != "name" or not colon or type_ not in ("person", "place", "organization"):
        return None
    folded, _, article = name.partition("@")
    return cast(MentionType, type_), folded, article or None


def place_anchor(article: str, span: Span) -> str:
    """The anchor of characters of an article."""
    return f"place:{article}:{span.start}-{span.end}"


def place_of(anchor: str) -> tuple[str, Span] | None:
    """The article and span of a place anchor; None for other anchors."""
    kind, _, rest = anchor.partition(":")
    article, _, span = rest.rpartition(":")
    start, _, end = span.partition("-")
    if kind != "place" or not all(n.isascii() and n.isdigit() for n in (start, end)):
        return None
    return article, Span(int(start), int(end))
