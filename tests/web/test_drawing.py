"""Pictures: what they show, in which order, that each part opens its words, and that hostile text stays text."""

from __future__ import annotations

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from isnad.export.catalogue import load_catalogue
from isnad.export.drawing.figures import PILE, figure_chart, round_step
from isnad.export.drawing.formats import date_words, number_words, short_number
from isnad.export.drawing.svg import calm, direction_of, element
from isnad.export.view import FigureView, Point, Ref
from isnad.model.account import Claim, Event, Evidence, Reuse
from isnad.model.span import Span
from isnad.web.drawing.chain_layers import SHOWN, layered
from isnad.web.drawing.chains import Teller, chain_diagram
from isnad.web.drawing.copies import CROWDED, MOST, Carrier, copies_graph
from isnad.web.drawing.timeline import timeline_strip

AR, EN = load_catalogue("ar"), load_catalogue("en")
SVG, HOSTILE = "{http://www.w3.org/2000/svg}", '</title><script>alert(1)</script>" onload="x\u202e\u0007'

TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def parsed(drawn: str) -> etree._Element:
    """The picture as XML; every picture must be well-formed and told in words."""
    root = etree.fromstring(str(drawn))
    assert root.findtext(f"{SVG}title")
    return root


def harmless(root: etree._Element) -> None:
    """No element or attribute that text could have brought in, and no direction mark left."""
    names = {e.tag.removeprefix(SVG) for e in root.iter() if isinstance(e.tag, str)}
    assert names <= {"svg", "title", "desc", "a", "g", "circle", "rect", "line", "path", "text"}
    assert not [a for e in root.iter() for a in e.attrib if str(a).startswith("on")]
    assert not set("".join(str(t) for t in root.itertext())) & TURNING


def point(value: float, day: str, number: int = 1, **fields: object) -> Point:
    given: dict[str, object] = {
        "value": f"{value:g}", "low": value, "high": value, "day": day, "source": "", "note": "",
        "ref": Ref(number, Span(number, number + 2), "12"), "outlet": "Sada",
    }  # fmt: skip
    return Point(**(given | fields))  # type: ignore[arg-type]


def circles(root: etree._Element) -> list[tuple[float, float]]:
    return [(float(c.get("cx", "")), float(c.get("cy", ""))) for c in root.iter(f"{SVG}circle")]


def chart(points: list[Point], say: object = EN) -> etree._Element:
    figure = FigureView("Killed", "people", tuple(points))
    return parsed(figure_chart(figure, say, lambda r: f"/articles/a{r.number}#c{r.span.start}-{r.span.end}"))  # type: ignore[arg-type]


def test_a_telling_stands_by_day_and_number_and_opens_its_words() -> None:
    root = chart([point(7, "2031-03-04", 1), point(19, "2031-03-06", 2)])
    (x1, y1), (x2, y2) = circles(root)
    assert x1 < x2
    assert y1 > y2
    assert [a.get("href") for a in root.iter(f"{SVG}a")] == ["/articles/a1#c1-3", "/articles/a2#c2-4"]


def test_days_run_from_the_right_in_arabic_and_their_words_are_arabic() -> None:
    root = chart([point(7, "2031-03-04", 1), point(19, "2031-03-06", 2)], AR)
    (x1, _), (x2, _) = circles(root)
    assert x1 > x2
    assert "4 مارس" in [t.text for t in root.iter(f"{SVG}text")]


def test_open_numbers_ranges_and_old_values_look_different() -> None:
    shown = [point(20, "2031-03-04", 1, high=None), point(5, "2031-03-05", 2, high=9.0), point(7, "2031-03-06", 3, stale=True)]
    root = chart(shown)
    assert [a.get("class") for a in root.iter(f"{SVG}a")] == ["telling total open", "telling total", "telling total stale"]
    bar = next(e for e in root.iter(f"{SVG}line") if e.get("class") == "range")
    assert float(bar.get("y1", "")) < float(bar.get("y2", ""))


def test_many_tellings_of_one_number_are_counted_and_stay_in_the_picture() -> None:
    root = chart([point(7, "2031-03-04", 99)] + [point(12, "2031-03-06", n) for n in range(1, 31)])
    assert len(circles(root)) == PILE + 1
    assert f"+{30 - PILE}" in [t.text for t in root.iter(f"{SVG}text")]
    assert all(0 < x < 640 for x, _ in circles(root))


def test_an_article_that_tells_a_number_twice_is_one_dot() -> None:
    assert len(circles(chart([point(7, "2031-03-04", 1), point(7, "2031-03-04", 1), point(9, "2031-03-05", 2)]))) == 2


def test_falling_and_negative_numbers_have_a_place() -> None:
    root = chart([point(-3, "2031-03-04", 1), point(2, "2031-03-05", 2)])
    assert circles(root)[0][1] > circles(root)[1][1]
    assert all(0 < y < 260 for _, y in circles(root))


@given(st.lists(st.tuples(st.floats(-1e9, 1e12), st.integers(0, 4000)), min_size=2, max_size=20))
def test_every_telling_stands_inside_the_picture(told: list[tuple[float, int]]) -> None:
    days = [(datetime.date(2020, 1, 1) + datetime.timedelta(days=d)).isoformat() for _, d in told]
    for say in (AR, EN):
        root = chart([point(v, day, n) for n, ((v, _), day) in enumerate(zip(told, days, strict=True))], say)
        assert all(0 <= x <= 640 and 0 <= y <= 260 for x, y in circles(root))


def test_one_dated_telling_is_no_chart() -> None:
    figure = FigureView("Killed", "", (point(7, "2031-03-04"), point(9, "2031-03"), point(8, "")))
    assert figure_chart(figure, EN, lambda r: "") == ""


def test_hostile_words_in_a_figure_stay_words() -> None:
    shown = [point(7, "2031-03-04", 1, outlet=HOSTILE, source=HOSTILE), point(9, "2031-03-05", 2)]
    root = parsed(figure_chart(FigureView("Killed", HOSTILE, tuple(shown)), EN, lambda r: '"><script>'))
    harmless(root)
    assert "<script>" in (root.findtext(f"{SVG}title") or "")


@pytest.mark.parametrize(("span", "step"), [(20.0, 5.0), (4.0, 1.0), (70.0, 20.0), (1_000_000.0, 500_000.0), (0.8, 0.2)])
def test_ticks_are_round(span: float, step: float) -> None:
    assert round_step(span) == pytest.approx(step)


def event(day: str, text: str = "x", articles: int = 1, **fields: object) -> Event:
    held = tuple(Evidence(f"a{n}", Span(0, 1)) for n in range(articles))
    given: dict[str, object] = {"date": day, "precision": "day", "text": text, "evidence": held}
    return Event(**(given | fields))  # type: ignore[arg-type]


def test_events_stand_in_the_order_of_days_and_open_their_entry() -> None:
    events = [event("2031-03-06", "second", 5), event("2031-03-04", "first"), event("2031-03-09", "third", planned=True)]
    root = parsed(timeline_strip(events, EN, lambda e: f"#{e.text}"))
    assert [a.get("href") for a in root.iter(f"{SVG}a")] == ["#first", "#second", "#third"]
    assert [x for x, _ in circles(root)] == sorted(x for x, _ in circles(root))
    first, second, _ = (float(c.get("r", "")) for c in root.iter(f"{SVG}circle"))
    assert second > first
    assert [a.get("class") for a in root.iter(f"{SVG}a")][-1] == "event planned"
    turned = parsed(timeline_strip(events, AR, lambda e: ""))
    assert [x for x, _ in circles(turned)] == sorted((x for x, _ in circles(turned)), reverse=True)


def test_an_old_event_does_not_press_the_others_together() -> None:
    root = parsed(timeline_strip([event("1979-11-20"), event("2031-03-04"), event("2031-03-05"), event("2031-03-06")], EN, lambda e: ""))
    places = [x for x, _ in circles(root)]
    assert min(b - a for a, b in itertools.pairwise(places)) > 20
    assert [e for e in root.iter(f"{SVG}path") if e.get("class") == "break"]


def test_months_and_one_day_alone_make_no_strip() -> None:
    assert timeline_strip([event("2031-03-04"), event("2031-04", precision="month")], EN, lambda e: "") == ""


def test_hostile_events_stay_words() -> None:
    harmless(parsed(timeline_strip([event("2031-03-04", HOSTILE), event("2031-03-05", HOSTILE)], EN, lambda e: HOSTILE[:-2])))


def claim(tellers: int, origins: int) -> Claim:
    return Claim(id="c", statements=(), text="", tellers=tellers, origins=origins, standing="one-origin")


def teller(name: str, role: str = "outlet", link: str = "") -> Teller:
    return Teller(key=name, name=name, role=role, link=link)  # type: ignore[arg-type]


def boxes(root: etree._Element) -> dict[str, float]:
    """The left edge of each box by its words."""
    found = {}
    for group in root.iter(f"{SVG}a", f"{SVG}g"):
        box = group.find(f"{SVG}rect")
        assert box is not None
        found[group.findtext(f"{SVG}title") or ""] = float(box.get("x", ""))
    return found


def test_origin_agency_and_outlets_stand_in_the_order_of_telling() -> None:
    chains = [[teller(o), teller("Agency", "agency"), teller("Minister", "person", "#m")] for o in ("Sada", "Manara")]
    root = parsed(chain_diagram(claim(2, 1), chains, EN))
    places = boxes(root)
    assert places["Minister"] < places["Agency"] < places["Sada"] == places["Manara"]
    assert {"2 outlets", "one origin"} <= {t.text for t in root.iter(f"{SVG}text")}
    assert [a.get("href") for a in root.iter(f"{SVG}a")] == ["#m"]
    turned = boxes(parsed(chain_diagram(claim(2, 1), chains, AR)))
    assert turned["Minister"] > turned["Agency"] > turned["Sada"]


def test_many_outlets_of_one_agency_are_counted() -> None:
    chains = [[teller(f"Outlet {n}"), teller("Agency", "agency")] for n in range(30)]
    places = boxes(parsed(chain_diagram(claim(30, 1), chains, EN)))
    assert len(places) == SHOWN + 2
    assert f"+{30 - SHOWN}" in places


def test_chains_that_go_in_a_circle_end() -> None:
    laid = layered([["a", "b", "c"], ["c", "b", "a"], ["b", "a"], ["a", "a"]])
    assert laid.columns == (("a",), ("b",), ("c",))
    assert laid.steps == {("a", "b"): 1, ("b", "c"): 1}


def test_a_long_step_passes_beside_the_boxes() -> None:
    laid = layered([["o", "agency", "media", "outlet"], ["o", "other"]])
    assert laid.columns[-1] == ("outlet", "other") or laid.columns[-1] == ("other", "outlet")
    bends = laid.bends["o", "other"]
    assert len(bends) == 2
    assert all(bend in column for bend, column in zip(bends, laid.columns[1:3], strict=True))


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=6), max_size=12))
def test_any_chains_can_be_drawn(chains: list[list[str]]) -> None:
    laid = layered(chains)
    column = {key: n for n, keys in enumerate(laid.columns) for key in keys}
    assert all(column[a] < column[b] for a, b in laid.steps)
    told = {key for chain in chains for key in chain}
    assert len(told - column.keys()) == sum(laid.counted.values())
    drawn = chain_diagram(claim(1, 1), [[teller(k) for k in reversed(chain)] for chain in chains], AR)
    assert drawn == "" or parsed(drawn) is not None


def test_one_teller_alone_is_no_diagram() -> None:
    assert chain_diagram(claim(1, 1), [[teller("Sada")], []], EN) == ""


def test_hostile_tellers_stay_words() -> None:
    harmless(parsed(chain_diagram(claim(1, 1), [[teller(HOSTILE), teller("x" * 4000, "person", "#" + HOSTILE[:-2])]], EN)))


def carrier(number: int, outlet: str = "Sada") -> Carrier:
    return Carrier(
        id=f"a{number}", number=number, outlet=outlet, day="4 Mar", moment=f"2031-03-04T{number:02}", link=f"/articles/a{number}"
    )


def copy(a: int, b: int, direction: str = "a>b", share: float = 0.8) -> Reuse:
    return Reuse(a=f"a{a}", b=f"a{b}", kind="verbatim", share=share, direction=direction, passages=())  # type: ignore[arg-type]


def test_an_arrow_points_from_a_text_to_its_copy() -> None:
    root = parsed(copies_graph([carrier(1), carrier(2)], [copy(1, 2)], EN, lambda r: f"#copy-{r.a}-{r.b}"))
    assert [a.get("href") for a in root.iter(f"{SVG}a")] == ["#copy-a1-a2", "/articles/a1", "/articles/a2"]
    (_, first), (_, second) = circles(root)
    arc, tip = list(root.iter(f"{SVG}path"))
    assert f" {first:g}C" in (arc.get("d") or "")
    assert f" {second:g}l" in (tip.get("d") or "")
    back = parsed(copies_graph([carrier(1), carrier(2)], [copy(1, 2, "b>a")], EN, lambda r: ""))
    assert f" {first:g}l" in (list(back.iter(f"{SVG}path"))[1].get("d") or "")


def test_where_the_direction_is_not_known_no_arrow_is_drawn() -> None:
    root = parsed(copies_graph([carrier(1), carrier(2)], [copy(1, 2, "unknown")], EN, lambda r: ""))
    assert len(list(root.iter(f"{SVG}path"))) == 1


def test_copies_of_everything_keep_what_ties_them_most() -> None:
    carriers = [carrier(n) for n in range(1, 61)]
    copies = [copy(a, b, share=(a + b) / 200) for a in range(1, 61) for b in range(a + 1, 61)]
    root = parsed(copies_graph(carriers, copies, AR, lambda r: ""))
    arcs = [p for p in root.iter(f"{SVG}path") if p.get("class") == "arc"]
    assert len(circles(root)) == MOST
    assert len(arcs) == MOST - 1
    few = [copy(1, b) for b in range(2, CROWDED)]
    assert sum(p.get("class") == "arc" for p in parsed(copies_graph(carriers, few, AR, lambda r: "")).iter(f"{SVG}path")) == len(few)


def test_articles_that_hang_together_stand_together() -> None:
    carriers = [carrier(n) for n in range(1, 6)]
    root = parsed(copies_graph(carriers, [copy(1, 4), copy(2, 5), copy(4, 3)], EN, lambda r: ""))
    assert [a.get("href") for a in root.iter(f"{SVG}a") if a.get("class") == "carrier"] == [f"/articles/a{n}" for n in (1, 3, 4, 2, 5)]


def test_no_copies_no_graph() -> None:
    assert copies_graph([carrier(1)], [copy(1, 9)], EN, lambda r: "") == ""


def test_hostile_carriers_stay_words() -> None:
    harmless(parsed(copies_graph([carrier(1, HOSTILE), carrier(2, "x" * 3000)], [copy(1, 2)], EN, lambda r: '"><script>')))


def test_text_is_escaped_and_calm() -> None:
    assert element("text", '<b>"', class_="a&b") == '<text class="a&amp;b">&lt;b&gt;&#34;</text>'
    assert calm(" a\u202e\n\t b\u200f\x00 c ", 0) == "a[U+202E] b c"
    assert calm("abcdef", 4) == "abc…"
    assert (direction_of("12 قتيلا"), direction_of("- abc"), direction_of("1")) == ("rtl", "ltr", "ltr")


def test_days_and_numbers_are_written_as_the_language_writes_them() -> None:
    assert [date_words(d, "ar") for d in ("2031-03-04T10:00", "2031-03", "2031", "")] == ["4 مارس 2031", "مارس 2031", "2031", ""]
    assert number_words(12345.5, "en") == "12,345.5"
    assert short_number(2_500_000, "en") == "2.5M"
    assert "مليون" in short_number(2_500_000, "ar")
