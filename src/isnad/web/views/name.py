"""What the page of a name shows: its forms and why they are one, offices over time, what it said by story and claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from isnad.export.catalogue import Catalogue
from isnad.export.view_standing import standing_words
from isnad.export.view_words import one_line
from isnad.model.account import Account, Entity
from isnad.model.kept import StatementRow, StoryRow
from isnad.model.span import Span
from isnad.text.folding import fold_form
from isnad.web.views.claims import claim_address
from isnad.web.views.places import article_address, name_address
from isnad.web.views.why import Bond, bonds_of


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """An office or description over time."""

    text: str
    since: str
    until: str
    times: int
    address: str


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """One way to write the name."""

    text: str
    times: int
    address: str


class ClaimLine(msgspec.Struct, frozen=True, kw_only=True):
    """A claim of the name in a story."""

    text: str
    standing: str
    address: str


class InStory(msgspec.Struct, frozen=True, kw_only=True):
    """The name in a story."""

    story: StoryRow
    articles: int
    told: bool
    """Whether the story's account is at hand."""
    claims: tuple[ClaimLine, ...]
    more: int
    """Claims that are not shown."""


class SaidLine(msgspec.Struct, frozen=True, kw_only=True):
    """A statement in the order of time."""

    day: str
    act: str
    commitment: str
    direct: bool
    text: str
    outlet: str
    speaker: str
    address: str


def entity_of(account: Account, kind: str, folded: str) -> Entity | None:
    """The entity of an account that is written so; of several the one that is named so most."""
    found = [(n, e) for e in account.links.entities if e.type == kind for f, n in e.forms.items() if fold_form(f) == folded]
    return max(found, key=lambda f: (f[0], f[1].id))[1] if found else None


def forms_of(entities: Iterable[Entity], kind: str) -> list[Form]:
    """All ways to write the name, the most frequent first."""
    counts: Counter[str] = Counter()
    for entity in entities:
        counts.update(entity.forms)
    ranked = sorted(counts.items(), key=lambda c: (-c[1], c[0]))
    return [Form(text=one_line(f), times=n, address=name_address(kind, fold_form(f))) for f, n in ranked]


def bonds(entities: Iterable[Entity]) -> list[Bond]:
    """Why its forms are one and which were kept apart, each pair once, the strongest first."""
    held: dict[tuple[str, str, bool], Bond] = {}
    for bond in (b for e in entities for b in bonds_of(e)):
        key = (min(bond.a_anchor, bond.b_anchor), max(bond.a_anchor, bond.b_anchor), bond.same)
        if key not in held or bond.score > held[key].score:
            held[key] = bond
    return sorted(held.values(), key=lambda b: (not b.same, -b.score, b.a, b.b))


def offices(entities: Iterable[Entity]) -> list[Held]:
    """Offices in the order of time; the same words in several stories are one office."""
    held: dict[str, Held] = {}
    for role in (r for e in entities for r in e.roles):
        text, since, until = one_line(role.text), (role.since or "")[:10], (role.until or role.since or "")[:10]
        before = held.get(text)
        if before is None:
            address = article_address(role.evidence.article, role.evidence.span)
            held[text] = Held(text=text, since=since, until=until, times=role.times, address=address)
        else:
            held[text] = msgspec.structs.replace(
                before,
                since=min(filter(None, (before.since, since)), default=""),
                until=max(before.until, until),
                times=before.times + role.times,
            )
    return sorted(held.values(), key=lambda h: (h.since or "9999", h.until, h.text))


def in_story(row: StoryRow, articles: int, account: Account | None, entity: Entity | None, ways: tuple[Catalogue, int]) -> InStory:
    """The name in a story with its claims there, those of most outlets first."""
    say, most = ways
    if account is None or entity is None:
        return InStory(story=row, articles=articles, told=account is not None, claims=(), more=0)
    own = {s for s, e in account.links.speaker_entity.items() if e == entity.id}
    claims = sorted((c for c in account.links.claims if own & set(c.statements)), key=lambda c: (-c.tellers, -len(c.statements), c.id))
    lines = tuple(
        ClaimLine(text=one_line(c.text), standing=standing_words(c, say), address=claim_address(row.id, c)) for c in claims[:most]
    )
    return InStory(story=row, articles=articles, told=True, claims=lines, more=len(claims) - len(lines))


def said_lines(rows: Sequence[StatementRow], say: Catalogue) -> Iterator[SaidLine]:
    """Statements as they are shown."""
    for row in rows:
        yield SaidLine(
            day=row.day or "", act=say(f"act.{row.act}"), direct=row.direct, text=one_line(row.content), outlet=row.outlet or "",
            commitment=say(f"commitment.{row.commitment}") if row.commitment != "asserts" else "", speaker=one_line(row.speaker),
            address=article_address(row.article, Span(row.start, row.end)),
        )  # fmt: skip
