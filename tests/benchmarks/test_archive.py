"""Made archives: names that come again, worlds that are made the same at all times, and what cuts keep of stories."""

from __future__ import annotations

from benchmarks.archive import World
from benchmarks.archive_windows import kept

from isnad.link.reuse_index import word_key

NAMES = [f"{given} {family}" for given in ("سامر", "جابر", "نادر") for family in ("الطوراني", "المرداسي", "الشيحاوي", "البرقوقي")]
RARE = frozenset(word_key(w) for name in NAMES for w in name.split())


def named(power: float, worlds: int = 40) -> list[set[str]]:
    return [{World(n, RARE, power).name(name) for name in NAMES} for n in range(worlds)]


def test_the_first_world_is_the_base() -> None:
    assert named(0.8, 1) == [set(NAMES)]


def test_names_are_the_same_at_all_times() -> None:
    assert named(0.8) == named(0.8)


def test_names_come_again_the_more_the_less_the_power() -> None:
    own, often, seldom = (len(set().union(*named(power))) for power in (1.0, 0.5, 0.8))
    assert own > 0.9 * 40 * len(NAMES)
    assert len(NAMES) < often < seldom < own


def test_forms_with_one_last_word_go_together() -> None:
    for n in range(1, 20):
        world = World(n, RARE, 0.6)
        assert world.name("سامر الطوراني").split()[-1] == world.name("الطوراني")


def test_common_words_are_those_of_the_base() -> None:
    world = World(7, RARE - {word_key("سامر")}, 1.0)
    assert world.name("سامر الطوراني").startswith("سامر ") and world.name("الطوراني") != "الطوراني"


def test_what_a_cut_keeps() -> None:
    whole = {"a": "1", "b": "1", "c": "2"}
    cut = {"a": "1", "b": "3", "c": "3"}
    assert kept(whole, whole) == 1
    assert kept(whole, cut) == (0.5 + 0.5 + 1) / 3 and kept(cut, whole) == (1 + 0.5 + 0.5) / 3
