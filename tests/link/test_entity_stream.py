"""Names over a stream: any order and any delivery give what one run gives; short names by article; people's judgements and undoing them."""

from __future__ import annotations

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isnad.lang.pack import load_pack
from isnad.link.entities import EntityLinks, entities_of, link_entities
from isnad.link.entity_stream import EntityStream
from isnad.model.document import Document
from isnad.model.findings import Mention, MentionType
from isnad.model.judgement import Judgement, Verdict, judged, name_anchor
from isnad.model.span import Span
from isnad.text.folding import fold_form
from tests.making import document

Named = tuple[str, MentionType]
"""A name, with its title before it where it has one: `title|name`."""
PACK = load_pack("ar")
# Variants, families, namesakes, a short ministry and bodies of two countries: everything that the parts of linking decide on.
POOL: tuple[Named, ...] = (
    ("سيرغي ماركوف", "person"), ("سيرجي ماركوف", "person"), ("ماركوف", "person"), ("إيفان ماركوف", "person"), ("أحمد", "person"),
    ("أحمد الزهراني", "person"), ("أحمد بن سعيد الزهراني", "person"), ("أحمد بن خالد الزهراني", "person"), ("الزهراني", "person"),
    ("أحمد حسن", "person"), ("ليلى حداد", "person"), ("ليلى حداد الخوري", "person"), ("وزارة الداخلية", "organization"),
    ("وزارة الداخلية التونسية", "organization"), ("وزارة الداخلية المغربية", "organization"), ("رويترز", "organization"),
    ("وكالة رويترز", "organization"), ("غروزني", "place"), ("جروزني", "place"), ("ستيفان كوزلوف", "person"), ("كوزلوف", "person"),
)  # fmt: skip
ARTICLES = st.lists(st.lists(st.sampled_from(POOL), min_size=1, max_size=5, unique=True), min_size=1, max_size=7)


def told(names: list[Named], number: int) -> Document:
    """An article that holds these names."""
    text = f"\n{number} " + " ثم ".join(n.replace("|", " ") for n, _ in names)
    spots, at = [], 0
    for full, kind in names:
        title, _, name = full.rpartition("|")
        begin = text.index(full.replace("|", " "), at) + len(title) + bool(title)
        role = Span(begin - len(title) - 1, begin - 1) if title else None
        spots.append(Mention(span=Span(begin, begin + len(name)), type=kind, by="test@1:made", role=role))
        at = begin + len(name)
    return document(text, f"{number}.txt", mentions=tuple(spots))


def stories(articles: list[list[Named]]) -> list[Document]:
    return [told(names, number) for number, names in enumerate(articles)]


def judgement(a: str, b: str, verdict: Verdict, hour: int = 1) -> Judgement:
    a, b = (n.rpartition("|")[2] for n in (a, b))
    anchors = (a if a.startswith("name:") else name_anchor("person", fold_form(a))), (name_anchor("person", fold_form(b)))
    return judged("entity", anchors, verdict, "desk", f"2031-03-04T{hour:02}:00:00Z")


def groups(links: EntityLinks) -> frozenset[frozenset[object]]:
    """The mentions of each entity."""
    found: dict[str, set[object]] = {}
    for place, entity in links.mention_entity.items():
        found.setdefault(entity, set()).add(place)
    return frozenset(frozenset(g) for g in found.values())


def entity(links: EntityLinks, doc: Document, nth: int = 0) -> str:
    return links.mention_entity[doc.id, doc.mentions[nth].span]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ARTICLES, st.randoms(use_true_random=False))
def test_one_by_one_in_any_order_is_one_run(articles: list[list[Named]], chance: object) -> None:
    docs = stories(articles)
    whole = link_entities(docs, PACK)
    shuffled = list(docs)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    stream = EntityStream(PACK)
    for doc in shuffled:
        stream.add(doc)
        stream.settle()
    again = entities_of(stream, docs, PACK)
    assert again.entities == whole.entities
    assert again.mention_entity == whole.mention_entity


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ARTICLES, ARTICLES)
def test_articles_taken_back_leave_nothing(kept: list[list[Named]], gone: list[list[Named]]) -> None:
    docs, more = stories(kept), [told(names, 100 + n) for n, names in enumerate(gone)]
    stream = EntityStream(PACK)
    for doc in (*docs, *more):
        stream.add(doc)
        stream.settle()
    for doc in more:
        stream.remove(doc.id)
    stream.settle()
    assert entities_of(stream, docs, PACK) == link_entities(docs, PACK)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    ARTICLES,
    st.lists(st.tuples(st.sampled_from(POOL), st.sampled_from(POOL), st.sampled_from(["same", "different", "unsure"])), max_size=4),
)
def test_judging_and_undoing_restore_what_was(articles: list[list[Named]], verdicts: list[tuple[Named, Named, Verdict]]) -> None:
    docs = stories(articles)
    before = link_entities(docs, PACK)
    told_by_people = [judgement(a, b, verdict, hour) for hour, ((a, _), (b, _), verdict) in enumerate(verdicts)]
    stream = EntityStream(PACK)
    for doc in docs:
        stream.add(doc)
    stream.settle()
    stream.judge(told_by_people)
    stream.settle()
    assert entities_of(stream, docs, PACK) == link_entities(docs, PACK, told_by_people)
    undone = [msgspec.structs.replace(j, undone="2031-03-05T00:00:00Z", undone_by="desk") for j in told_by_people]
    stream.judge(undone)
    stream.settle()
    assert entities_of(stream, docs, PACK) == before
    assert link_entities(docs, PACK, undone) == before


def test_a_state_goes_through_json() -> None:
    docs = stories([[POOL[0], POOL[2]], [POOL[1]], [POOL[3], POOL[12]]])
    stream = EntityStream(PACK)
    for doc in docs:
        stream.add(doc)
    state = msgspec.json.decode(msgspec.json.encode(stream.state), type=type(stream.state))
    again = EntityStream(PACK, state)
    again.settle()
    assert entities_of(again, docs, PACK) == link_entities(docs, PACK)


def test_a_given_name_is_whom_its_own_article_names() -> None:
    docs = stories([[("أحمد", "person"), ("أحمد حسن", "person")], [("أحمد", "person"), ("أحمد الزهراني", "person")], [("أحمد", "person")]])
    links = link_entities(docs, PACK)
    assert entity(links, docs[0]) == entity(links, docs[0], 1)
    assert entity(links, docs[1]) == entity(links, docs[1], 1)
    assert len({entity(links, d) for d in docs}) == 3


def test_a_family_name_means_whom_it_means_elsewhere_unless_two_are_as_likely() -> None:
    one: Named = ("سيرغي ماركوف", "person")
    two: Named = ("إيفان ماركوف", "person")
    docs = stories([[one, ("ماركوف", "person")], [("ماركوف", "person")]])
    links = link_entities(docs, PACK)
    assert entity(links, docs[1]) == entity(links, docs[0])
    docs = stories([[one, ("ماركوف", "person")], [two, ("ماركوف", "person")], [("ماركوف", "person")]])
    links = link_entities(docs, PACK)
    assert entity(links, docs[2]) not in (entity(links, docs[0]), entity(links, docs[1]))
    assert entity(links, docs[0], 1) == entity(links, docs[0])


def test_a_shorter_name_does_not_join_two_that_exclude_each_other() -> None:
    docs = stories([[("أحمد بن سعيد الزهراني", "person")], [("أحمد بن خالد الزهراني", "person")], [("أحمد الزهراني", "person")]])
    links = link_entities(docs, PACK)
    assert len({entity(links, d) for d in docs}) == 3


def test_namesakes_of_contrary_offices_are_two() -> None:
    player, minister, plain = (("لاعب|أحمد حسن", "person"), ("وزير|أحمد حسن", "person"), ("أحمد حسن", "person"))
    friend, other = ("إيفان ماركوف", "person"), ("ليلى حداد", "person")
    docs = stories([[player, friend], [minister, other], [plain, friend], [plain]])  # type: ignore[list-item]
    links = link_entities(docs, PACK)
    assert entity(links, docs[0]) == entity(links, docs[2]) != entity(links, docs[1])
    assert entity(links, docs[3]) == entity(links, docs[1])
    docs = stories([[player, friend], [minister, friend]])  # type: ignore[list-item]
    links = link_entities(docs, PACK)
    assert entity(links, docs[0]) == entity(links, docs[1])


def test_a_ministry_without_a_country_is_that_of_its_article() -> None:
    tunis: Named = ("وزارة الداخلية التونسية", "organization")
    rabat: Named = ("وزارة الداخلية المغربية", "organization")
    bare: Named = ("وزارة الداخلية", "organization")
    docs = stories([[tunis, bare], [rabat, bare]])
    links = link_entities(docs, PACK)
    assert entity(links, docs[0]) == entity(links, docs[0], 1)
    assert entity(links, docs[1]) == entity(links, docs[1], 1)
    assert entity(links, docs[0]) != entity(links, docs[1])


def test_people_outrank_the_machine() -> None:
    docs = stories([[("سيرغي ماركوف", "person")], [("سيرجي ماركوف", "person")], [("ليلى حداد", "person")]])
    apart = link_entities(docs, PACK, [judgement("سيرغي ماركوف", "سيرجي ماركوف", "different")])
    assert entity(apart, docs[0]) != entity(apart, docs[1])
    assert any(m.features[-1].name == "judged-different" for e in apart.entities for m in e.kept_apart)
    joined = link_entities(docs, PACK, [judgement("سيرغي ماركوف", "ليلى حداد", "same")])
    assert entity(joined, docs[0]) == entity(joined, docs[1]) == entity(joined, docs[2])
    open_ = link_entities(docs, PACK, [judgement("سيرغي ماركوف", "سيرجي ماركوف", "unsure")])
    assert groups(open_) == groups(link_entities(docs, PACK))
    assert any(f.name == "judged-unsure" for e in open_.entities for m in e.merges for f in m.features)


def test_different_cuts_the_weakest_link_between() -> None:
    docs = stories([[("ليلى حداد", "person"), ("ليلى حداد الخوري", "person")], [("ليلى حدّاد", "person")]])
    links = link_entities(docs, PACK, [judgement("ليلى حداد", "ليلى حداد الخوري", "different")])
    assert entity(links, docs[0]) == entity(links, docs[1]) != entity(links, docs[0], 1)


def test_a_judgement_in_one_article_leaves_the_others() -> None:
    docs = stories([[("أحمد حسن", "person")], [("أحمد حسن", "person")], [("ليلى حداد", "person")]])
    here = name_anchor("person", fold_form("أحمد حسن"), docs[1].id)
    links = link_entities(docs, PACK, [judgement(here, "ليلى حداد", "same")])
    assert entity(links, docs[1]) == entity(links, docs[2]) != entity(links, docs[0])


def test_of_two_judgements_that_cannot_both_hold_the_later_does() -> None:
    docs = stories([[("سيرغي ماركوف", "person")], [("ليلى حداد", "person")]])
    first = judgement("سيرغي ماركوف", "ليلى حداد", "same", 1)
    links = link_entities(docs, PACK, [first, judgement("سيرغي ماركوف", "ليلى حداد", "different", 2)])
    assert entity(links, docs[0]) != entity(links, docs[1])
