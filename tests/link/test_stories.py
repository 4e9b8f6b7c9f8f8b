"""Stories over small invented streams: order, processes, state, events, ids."""

from __future__ import annotations

import random
from collections import Counter

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.lang.pack import load_pack
from isnad.link.stories import link_stories, stories_over, told
from isnad.link.story_state import State
from isnad.link.story_stream import StoryStream, heaviest
from isnad.link.story_words import Gist, bag
from isnad.model.account import Story
from tests.making import document

PACK = load_pack("ar")


def made(name: str, when: str, words: str, title: str = "") -> Gist:
    """A gist of words that count one each; those before a bar are the headline's."""
    counts = dict.fromkeys(words.split(), 2.0)
    return Gist(article=name, path=f"{name}.txt", when=when, title=title or name, names={w: w for w in words.split()[:2]}, bag=counts)


def stream(seed: int = 0, events: int = 12, each: int = 8) -> list[Gist]:
    """Articles of several events over a few days: own words of each event, and words that all share."""
    chance = random.Random(seed)
    out = []
    for event in range(events):
        own = [f"e{event}w{n}" for n in range(14)]
        for n in range(each):
            words = [*chance.sample(own, 9), *(f"all{chance.randrange(60)}" for _ in range(5)), f"only{event}x{n}"]
            out.append(made(f"{event:02}-{n:02}", f"2031-03-{1 + event % 3 + n // 3:02}T{chance.randrange(24):02}:00", " ".join(words)))
    return out


def sets(found: tuple[Story, ...]) -> set[frozenset[str]]:
    return {frozenset(s.articles) for s in found}


def test_articles_of_one_event_are_one_story() -> None:
    found = sets(stories_over(stream()))
    assert len(found) == 12
    assert all(len({a.split("-")[0] for a in group}) == 1 for group in found)


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_a_delivery_does_not_matter(chance: random.Random) -> None:
    shuffled = stream(3)
    chance.shuffle(shuffled)
    assert msgspec.json.encode(stories_over(shuffled)) == msgspec.json.encode(stories_over(stream(3)))


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 95))
def test_a_saved_state_goes_on_as_if_it_had_not_been_saved(cut: int) -> None:
    articles = sorted(stream(5), key=lambda g: g.when)
    first, second = State(), State()
    whole, halted = StoryStream(first), StoryStream(second)
    for one in articles[:cut]:
        whole.add_all([one])
        halted.add_all([one])
    third = msgspec.json.decode(msgspec.json.encode(second), type=State)
    resumed = StoryStream(third)
    for one in articles[cut:]:
        assert whole.add_all([one]) == resumed.add_all([one])
    assert told(first) == told(third)


def test_a_storys_id_stays_while_articles_come() -> None:
    articles = sorted(stream(7), key=lambda g: g.when)
    state = State()
    stream_of = StoryStream(state)
    first = dict(zip((g.article for g in articles), stream_of.add_all(articles[:60]), strict=False))
    stream_of.add_all(articles[60:])
    merged = {(e.other, e.story) for e in state.events if e.kind == "merge"}
    split = {(e.story, e.other) for e in state.events if e.kind == "split"}
    now = {a: s.id for s in told(state) for a in s.articles}
    moved = {(identity, now[a]) for a, identity in first.items() if identity != now[a]}
    assert len(moved) < 12
    assert moved <= merged | split


def test_two_threads_that_grow_into_one_are_merged_with_an_event() -> None:
    left = [f"left{n}" for n in range(12)]
    right = [f"right{n}" for n in range(12)]
    other = [made(f"o{n}", "2031-03-01", " ".join(f"o{n}w{m}" for m in range(12))) for n in range(70)]
    a = [made(f"a{n}", f"2031-03-02T0{n}", " ".join([*left, f"xa{n}"])) for n in range(3)]
    b = [made(f"b{n}", f"2031-03-02T1{n}", " ".join([*right, f"xb{n}"])) for n in range(3)]
    bridge = [made(f"c{n}", f"2031-03-03T0{n}", " ".join([*left, *right])) for n in range(6)]
    state = State()
    stream_of = StoryStream(state)
    stream_of.add_all([*other, *a, *b])
    before = {s.id for s in told(state)}
    stream_of.add_all(bridge)
    events = [e for e in state.events if e.kind == "merge"]
    (story,) = [s for s in told(state) if "a0" in s.articles]
    assert {"a0", "b0", "c0"} <= set(story.articles)
    assert [(e.story, e.other in before, e.day) for e in events] == [(story.id, True, "2031-03-03")]
    assert story.events == tuple(events)


def test_a_story_that_fell_into_two_is_split_with_an_event() -> None:
    first, second, shared = ([f"{p}{n}" for n in range(10)] for p in ("first", "second", "shared"))
    other = [made(f"o{n}", "2031-03-01", " ".join(f"o{n}w{m}" for m in range(12))) for n in range(70)]
    mixed = [made("m0", "2031-03-01T00", " ".join([*first, *second, *shared]))]
    a = [made(f"a{n}", f"2031-03-02T0{n}", " ".join([*first, *shared[:4]])) for n in range(7)]
    b = [made(f"b{n}", f"2031-03-02T0{n}", " ".join([*second, *shared[6:]])) for n in range(7)]
    state = State()
    stream_of = StoryStream(state)
    stream_of.add_all(other)
    coming = [*mixed, *(x for pair in zip(a, b, strict=True) for x in pair)]
    for one in coming:
        state.learn(one.bag)
    for one in coming:
        stream_of.place_all([one])
    now = {x: s.id for s in told(state) for x in s.articles}
    assert now["a3"] != now["b3"]
    splits = [e for e in state.events if e.kind == "split"]
    assert [{e.story, e.other} == {now["a3"], now["b3"]} for e in splits] == [True]


@pytest.mark.parametrize("seed", [0, 5, 7])
def test_stories_are_looked_up_by_the_keys_of_their_members_and_those_gone_by_none(seed: int) -> None:
    state = State()
    StoryStream(state).add_all(stream(seed, events=30, each=14))
    for number, story in state.clusters.items():
        assert story.keys == Counter(stem for m in state.held[number] for stem in heaviest(m.vector))
    held = {(stem, number) for stem, numbers in state.index.items() for number in numbers}
    assert held == {(stem, number) for number, story in state.clusters.items() for stem in story.keys}


@pytest.mark.parametrize("size", [0, 1, 2])
def test_the_smallest_streams(size: int) -> None:
    articles = [made(f"a{n}", "9999", "x y z") for n in range(size)]
    assert sum(len(s.articles) for s in stories_over(articles)) == size


def test_an_article_without_words_is_a_story_of_its_own() -> None:
    found = stories_over([made("a", "2031-03-01", ""), made("b", "2031-03-01", "x y z"), made("c", "2031-03-01", "x y z")])
    assert sets(found) == {frozenset({"a"}), frozenset({"b", "c"})}


def test_character_references_left_in_a_headline_are_no_words() -> None:
    read = document("افتتاح &#8220;جسر النور&#8221; في المدينة\nافتتح الوزير الجسر اليوم.")
    assert not {"8220", "8221"} & set(bag(read, PACK))


def test_headline_and_key_entities_come_from_the_members() -> None:
    texts = [f"حريق في مصنع الورق بمدينة سهيل {n}\nقال الدفاع المدني إن الحريق في المصنع أخمد." for n in range(3)]
    documents = [document(t, f"{n}.txt") for n, t in enumerate(texts)]
    (story,) = link_stories(documents, PACK)
    assert story.title in {t.splitlines()[0] for t in texts}
    (named,) = stories_over([made(f"n{n}", "2031-03-01", "alpha beta gamma delta") for n in range(3)])
    assert named.entities == ("alpha", "beta")


def test_what_shares_only_a_date_with_copies_of_one_text_is_another_story() -> None:
    words = " ".join(f"w{n}" for n in range(30))
    copies = [made(f"c{n}", "2031-03-04", f"{words} day month year c{n}") for n in range(4)]
    other = made("o", "2031-03-04", " ".join(f"o{n}" for n in range(30)) + " day month year")
    assert sets(stories_over([*copies, other])) == {frozenset(c.article for c in copies), frozenset({"o"})}
