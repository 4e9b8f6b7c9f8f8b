"""Claims: every pair of `cases/claims.toml`, judgements, and what holds for any order of documents."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.lang.pack import load_pack
from isnad.lang.terms import rarity_of
from isnad.link.claim_meetings import headings
from isnad.link.claim_pairs import COUNTRY, FEATURES, score, side, values
from isnad.link.claim_weights import WEIGHTS
from isnad.link.claim_words import BACKGROUND, Reader, Said
from isnad.link.claims import link_claims
from isnad.model.account import Claim, Links
from isnad.model.document import Document
from isnad.model.judgement import Judgement, judged, place_anchor
from isnad.pipeline import annotator, link
from tests.annotate.cases import case_file
from tests.making import article

PACK = load_pack("ar")
ANNOTATE = annotator(PACK)
FILE = case_file("claims")
KNOWN = set(FILE["known_misses"])
PAIRS = [(a, b, kind == "same") for g in FILE["group"] for kind in ("same", "different") for a, b in g.get(kind, ())]
TELLINGS = sorted({s for a, b, _ in PAIRS for s in (a, b)})


def documents(*sentences: str) -> tuple[Document, ...]:
    """One article a sentence, each of its own outlet."""
    return tuple(
        ANNOTATE(article(f"خبر {n}\n\n{sentence}.", f"{n}.txt", outlet=f"و{n}", published="2031-03-05"))
        for n, sentence in enumerate(sentences)
    )  # fmt: skip


def told(*sentences: str) -> tuple[tuple[Document, ...], Links]:
    return link(documents(*sentences), PACK)


def groups(claims: tuple[Claim, ...]) -> set[frozenset[str]]:
    return {frozenset(c.statements) for c in claims}


def joined(found: tuple[tuple[Document, ...], Links]) -> bool:
    """Whether the longest statements of the two articles are one claim."""
    docs, links = found
    a, b = (max(d.statements, key=lambda s: sum(c.size for c in s.content)).id for d in docs)
    return any({a, b} <= set(c.statements) for c in links.claims)


@pytest.mark.parametrize(("a", "b", "same"), PAIRS)
def test_pairs(a: str, b: str, same: bool, request: pytest.FixtureRequest) -> None:
    if a in KNOWN and same:
        request.applymarker(pytest.mark.xfail(reason="known miss", strict=True))
    assert joined(told(a, b)) is same


A, B, C = (
    "قال وزير الصحة سامر الخطيب إن المستشفى الجديد سيفتح أبوابه في الربيع",
    "أعلن سامر الخطيب أن افتتاح المستشفى الجديد سيكون في الربيع",
    "قالت هيئة المطار إن المسافرين ناموا في القاعات",
)


def decision(docs: tuple[Document, ...], a: int, b: int, verdict: str, time: str = "2031-03-06T10:00:00Z") -> Judgement:
    places = tuple(place_anchor(docs[n].id, docs[n].statements[0].content[0]) for n in (a, b))
    return judged("claim", (places[0], places[1]), verdict, "desk", time)  # type: ignore[arg-type]


def claims(docs: tuple[Document, ...], links: Links, *judgements: Judgement) -> set[frozenset[str]]:
    return groups(link_claims(docs, links, PACK, judgements))


def test_judgements_join_and_keep_apart_and_undoing_restores() -> None:
    docs, links = told(A, B, C)
    one, two, three = (d.statements[0].id for d in docs)
    alone = claims(docs, links)
    assert alone == {frozenset({one, two}), frozenset({three})}
    different, same = decision(docs, 0, 1, "different"), decision(docs, 0, 2, "same")
    assert claims(docs, links, different) == {frozenset({one}), frozenset({two}), frozenset({three})}
    assert claims(docs, links, same) == {frozenset({one, two, three})}
    assert frozenset({one, three}) in claims(docs, links, different, same)
    undone = [msgspec.structs.replace(j, undone="2031-03-07T10:00:00Z", undone_by="desk") for j in (different, same)]
    assert claims(docs, links, *undone) == alone


def test_the_latest_judgement_holds_and_unsure_says_nothing() -> None:
    docs, links = told(A, B, C)
    alone = claims(docs, links)
    apart = decision(docs, 0, 1, "different")
    assert claims(docs, links, apart, decision(docs, 0, 1, "unsure", "2031-03-06T11:00:00Z")) == alone
    assert claims(docs, links, apart, decision(docs, 0, 1, "same", "2031-03-06T11:00:00Z")) == alone


def test_a_judgement_holds_where_the_content_is_read_a_little_otherwise() -> None:
    docs, links = told(A, B, C)
    first, second = docs[0].statements[0].content[0], docs[1].statements[0].content[0]
    shorter = msgspec.structs.replace(
        decision(docs, 0, 1, "different"),
        a=place_anchor(docs[0].id, first._replace(end=first.end - 6)), b=place_anchor(docs[1].id, second._replace(start=second.start + 4)),
    )  # fmt: skip
    assert frozenset({docs[0].statements[0].id}) in claims(docs, links, shorter)


def test_a_judgement_on_a_place_without_a_statement_changes_nothing() -> None:
    docs, links = told(A, B)
    lost = msgspec.structs.replace(
        decision(docs, 0, 1, "different"), a=place_anchor(docs[0].id, docs[0].statements[0].content[0]._replace(start=0, end=3))
    )
    assert claims(docs, links, lost) == claims(docs, links)


@given(st.permutations(range(8)), st.integers(0, len(TELLINGS) - 8))
@settings(max_examples=12, deadline=None)
def test_the_order_of_the_documents_does_not_matter(order: list[int], first: int) -> None:
    docs, links = told(*TELLINGS[first : first + 8])
    assert link_claims([docs[n] for n in order], links, PACK) == link_claims(docs, links, PACK)


def test_every_statement_is_in_one_claim_and_scores_are_symmetric_probabilities() -> None:
    docs, links = told(*TELLINGS[:20])
    everyone = sorted(s.id for d in docs for s in d.statements)
    assert sorted(s for c in links.claims for s in c.statements) == everyone
    said = Reader(PACK, links).read(docs)
    rarity = rarity_of(one.terms for one in said)
    for a, b in combinations(said, 2):
        assert 0.0 <= score(a, b, rarity) <= 1.0
        assert score(a, b, rarity) == pytest.approx(score(b, a, rarity))


def test_every_feature_has_a_weight_and_explains_itself() -> None:
    assert set(WEIGHTS) == {"bias", *FEATURES}
    assert all(judge.__doc__ for judge in FEATURES.values())
    docs, links = told(A, B)
    a, b = Reader(PACK, links).read(docs)
    assert {n for n, v in values(a, b, rarity_of([a.terms, b.terms])).items() if v} > {"covered", "same-name"}


def said_in(*documents_: Document) -> list[Said]:
    docs, links = link(documents_, PACK)
    return Reader(PACK, links).read(docs)


def test_headline_meets_its_article_only() -> None:
    texts = ("وزير النقل: الجسر سيفتح قريبا\n\nقال وزير النقل إن الأشغال انتهت.\n", "خبر\n\nقال وزير النقل إن الطريق مغلق.\n")
    said = said_in(*(ANNOTATE(article(t, f"{n}.txt", outlet=f"و{n}", published="2031-03-05")) for n, t in enumerate(texts)))
    met = [{said[a].title, said[b].title} for a, b in headings(said) if said[a].article == said[b].article]
    assert met == [{True, False}] == [{said[a].title, said[b].title} for a, b in headings(said)]


def test_relative_clause_goes_on_over_quotation_marks() -> None:
    (one,) = said_in(*documents("قالت الشرطة إن السائق الذي لقبته الصحف «صقر الطريق» وطارده شرطيان فر"))
    assert [t for t, weight in one.terms.items() if weight == 1.0] == ["سائق"]
    assert one.terms["طرد"] == BACKGROUND


def test_lead_begins_after_what_announces_it() -> None:
    said = said_in(*documents("قال المدير إن الدلائل تشير إلى أن السفينة غرقت قرب الميناء"))
    assert {frozenset({"boat", "sink", "ميناء"})} == {one.lead for one in said}
    assert any("prove" in one.terms for one in said)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (("x", "FR", False), ("x", "FR", False), 1.0),
        (("x", "FR", True), ("y", "FR", False), 1.0),
        (("x", "FR", False), ("y", "FR", False), COUNTRY),
        (("x", "FR", False), ("y", "ES", False), 0.0),
        ((None, None, False), (None, None, False), 0.0),
    ],
)
def test_sides(a: tuple[str | None, str | None, bool], b: tuple[str | None, str | None, bool], expected: float) -> None:
    (one,) = said_in(*documents("قالت الشرطة إن السائق فر"))
    left, right = (msgspec.structs.replace(one, speaker=s, country=c, state=state, person=False) for s, c, state in (a, b))
    assert side(left, right) == side(right, left) == expected


def test_no_case_was_learned_from() -> None:
    learned = (Path(__file__).parents[2] / "training" / "claims" / "tellings.tsv").read_text(encoding="utf-8")
    told = {line.split("\t")[2] for line in learned.splitlines() if line.count("\t") == 2}
    cases = {
        text for group in case_file("claims")["group"] for kind in ("same", "different") for pair in group.get(kind, ()) for text in pair
    }
    assert cases and len(told) > 300 and not cases & told
