"""Pairs of tellings to learn from: invented ones with their speakers, and headline pairs of ANS (Apache-2.0) without."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import msgspec

from isnad.annotate.parse import parse
from isnad.lang.pack import Pack, load_pack
from isnad.lang.terms import Rarity, rarity_of
from isnad.link.claim_pairs import must_differ, values
from isnad.link.claim_words import Reader, Said
from isnad.link.entities import link_entities
from isnad.model.account import Links
from isnad.model.article import Article
from isnad.model.document import Document, Layout
from isnad.model.findings import Statement
from isnad.model.ids import digest
from isnad.model.span import Span
from isnad.pipeline import STAGES, annotator

TELLINGS = Path(__file__).with_name("tellings.tsv")
ARTICLES = Path(__file__).with_name("articles.tsv")
NOBODY = "-"
"""The claim of paragraphs that nobody repeats."""
NAMED = ("names", "times", "quantities")
MINED = 2
"""Unpaired headlines held against each headline as negatives, the most alike first."""
TWIN = 0.75
"""Shared part of terms from which on an unpaired headline may say the same and is no negative."""


class Pair(msgspec.Struct, frozen=True):
    """What the features see in two tellings, and whether they say the same."""

    group: str
    values: dict[str, float]
    same: bool
    apart: bool
    """Whether a rule keeps them apart, so that there is nothing to learn."""


def tellings() -> dict[str, list[tuple[str, str]]]:
    """Story to (claim, sentence), as they stand in the table."""
    out: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in TELLINGS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "story\t")):
            story, claim, sentence = line.split("\t")
            out[story].append((claim, sentence))
    return dict(out)


def linked(documents: Sequence[Document], pack: Pack) -> Links:
    """Entities and speakers only."""
    names = link_entities(documents, pack)
    return Links(entities=names.entities, mention_entity=names.mention_entity, speaker_entity=names.speaker_entity)


def single(story: str) -> Iterator[tuple[Article, list[str]]]:
    """Each telling of a story as an article of its own, with the claim of its one line."""
    for n, (claim, sentence) in enumerate(tellings()[story]):
        yield Article(id=digest(story, str(n)), path=f"{n}.txt", text=f"{sentence}\n", outlet=str(n), published="2031-03-05"), [claim]


def written() -> dict[str, list[tuple[Article, list[str]]]]:
    """Story to its short articles, each with the claims of its paragraphs, the headline first."""
    held: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for line in ARTICLES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "story\t")):
            story, number, claim, paragraph = line.split("\t")
            held[story, number].append((claim, paragraph))
    out: dict[str, list[tuple[Article, list[str]]]] = defaultdict(list)
    for (story, number), rows in held.items():
        text = "".join(f"{paragraph}\n" for _, paragraph in rows)
        claims = [f"{claim}{number}.{n}" if claim == NOBODY else claim for n, (claim, _) in enumerate(rows)]
        out[story].append(
            (Article(id=digest(story, number), path=f"{number}.txt", text=text, outlet=number, published="2031-03-05"), claims)
        )
    return out


def invented(pack: Pack) -> Iterator[tuple[str, list[tuple[str, Said]], Rarity]]:
    """Of each story its tellings as (claim, said): the longest statement of each line."""
    annotate = annotator(pack)
    for story, articles in ({story: list(single(story)) for story in tellings()} | written()).items():
        documents = [annotate(article) for article, _ in articles]
        said = Reader(pack, linked(documents, pack)).read(documents)
        found = []
        for article, claims in articles:
            for number, claim in enumerate(claims):
                here = [s for s in said if s.article == article.id and article.text.count("\n", 0, s.content[0].start) == number]
                if here:
                    found.append((claim, max(here, key=lambda s: (len(s.text), s.id))))
        yield story, found, rarity_of(one.terms for one in said)


def invented_pairs(pack: Pack) -> Iterator[Pair]:
    """All pairs inside each invented story."""
    for story, found, rarity in invented(pack):
        for (x, a), (y, b) in combinations(found, 2):
            yield Pair(story, values(a, b, rarity), x == y, must_differ(a, b))


def headlines(path: Path) -> list[tuple[str, str, str]]:
    """(headline, headline, agree | disagree | other) of a file of ANS."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(r["s1"], r["s2"], r["stance"].strip()) for r in csv.DictReader(file)]


def told(texts: Sequence[str], pack: Pack) -> tuple[dict[str, Said], Rarity]:
    """Headlines as statements of nobody."""
    finders = [s.factory(pack) for s in STAGES if s.name in NAMED]
    documents = []
    for text in dict.fromkeys(texts):
        document = parse(Article(id=digest("headline", text), path=text, text=text), pack)
        whole = Span(0, len(text))
        document = msgspec.structs.replace(document, layout=Layout(body=(whole,)))
        for find in finders:
            document = find(document)
        statement = Statement(id=document.id, content=(whole,), by="training@1:headline")
        documents.append(msgspec.structs.replace(document, statements=(statement,)))
    said = Reader(pack, linked(documents, pack)).read(documents)
    where = {d.id: d.path for d in documents}
    return {where[s.article]: s for s in said}, rarity_of(one.terms for one in said)


def headline_pairs(path: Path, pack: Pack | None = None, *, mine: bool = True) -> list[Pair]:
    """The labelled pairs of a file, and unpaired headlines that are much alike as further negatives."""
    rows = headlines(path)
    said, rarity = told([t for a, b, _ in rows for t in (a, b)], pack or load_pack("ar"))
    labelled = [(a, b, stance == "agree") for a, b, stance in rows if a != b]
    if mine:
        labelled += [(a, b, False) for a, b in mined(said, rarity, {frozenset((a, b)) for a, b, _ in rows})]
    return [Pair("ans", values(said[a], said[b], rarity), same, must_differ(said[a], said[b])) for a, b, same in labelled]


def mined(said: dict[str, Said], rarity: Rarity, paired: set[frozenset[str]]) -> Iterator[tuple[str, str]]:
    """For each headline the unpaired ones that share most of its rare terms without being twins."""
    index: dict[str, list[str]] = defaultdict(list)
    for text, one in said.items():
        for term in one.terms:
            index[term].append(text)
    for text, one in said.items():
        shared: dict[str, float] = defaultdict(float)
        for term in one.terms:
            for other in index[term] if len(index[term]) <= 200 else ():
                shared[other] += rarity[term]
        whole = sum(rarity[t] for t in one.terms)
        ranked = sorted(((-w, o) for o, w in shared.items() if o > text and w < TWIN * whole and frozenset((o, text)) not in paired))
        yield from ((text, other) for _, other in ranked[:MINED])
