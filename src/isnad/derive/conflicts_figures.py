"""Conflicts within one figure of the ledger: one for each pair of positions, told by the tellings that show it best.

A position is a value. Two values of one article are set against each other where it tells both of one thing. Across
articles a value is set against the one that overtook or corrected it, not against every later one: of a toll that grows
from 7 over 12 to 19 there are two steps, and no third from 7 to 19.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from isnad.derive.conflicts_incidents import SAME_ARTICLE, Scene, alike, elsewhere, of_one_incident, other_days
from isnad.derive.figures_linking import MEASURED, SIDES, factor, point, same_place, vague
from isnad.derive.tellings import OTHER_NOUN, Telling, amount
from isnad.lang.terms import likeness
from isnad.model.account import Conflict, Evidence, Figure, FigureValue
from isnad.model.findings import Bounds
from isnad.model.span import Span

INFINITE = float("inf")
ABOUT = 0.1
"""An approximate number stands for this share around it."""
NOISE = 0.02
"""Numbers nearer than this are one number, rounded."""
LIKE = 0.35
"""Likeness of the words around one number from which on its other hedge is a step."""
ONE_MORE = 10
"""Under this two numbers of one text that differ by one are often the others and all ("six, and the driver")."""
MOST = 12
"""Conflicts shown of one figure."""
COUNTED = 12
"""Characters between a number and its noun where both are shown together."""

UNSETTLED = MEASURED | {"participants", "arrivals", "crossing", "beneficiaries", "recruited"}
"""Measures of which a text holds several that are no accounts of one thing."""

HEADLINE = 2.0
"""A headline's number and one of its text differ by no more than this factor, unless the text calls one the earlier."""
ROUND = 0.05
"""A round number of a headline stands for this share around it."""

GROWING = ("killed", "injured", "arrested", "rescued")
"""Measures of which a part is often told before the whole."""
GROUPS = SIDES | {"police", "children", "women", "civilians"}
"""Groups whose count is part of that of people at large."""

Pair = tuple[Telling, Telling]


def figure_conflicts(members: Sequence[Telling], figure: Figure, scene: Scene) -> Iterator[Conflict]:
    """Conflicts of one figure, those inside one article first, then step by step in time."""
    tellings = sorted((t for t in members if t.value.kind != "new" and not t.part and t.event not in UNSETTLED), key=rank)
    own = scene.own(tellings)
    within = [(a, b) for a, b in inside(tellings) if own or alike(a, b, scene) >= SAME_ARTICLE]
    whole = told_together(tellings) - {values(a, b) for a, b in within}
    led = leading(tellings, [t for pair in within for t in pair])
    steps = across(led, lambda a, b: values(a, b) not in whole and of_one_incident(a, b, scene, own))
    for a, b in [*within, *steps][:MOST]:
        yield conflict(a, b, figure)


def wider_counts(ledger: Sequence[tuple[Sequence[Telling], Figure]], scene: Scene) -> Iterator[Conflict]:
    """Where a story has but two counts of a measure, first of one group and on a later day of all: the toll has grown wider."""
    for event in GROWING:
        counts = [(m, f) for m, f in ledger if f.measure == event and m and not (m[0].part or m[0].period)]
        for found, figure in counts if len(counts) == 2 else ():
            whole = next(m for m, f in counts if f is not figure)
            a, b = min(found, key=rank), min(whole, key=rank)
            if part_of(a, b) and (a.places & b.places or alike(a, b, scene) >= SAME_ARTICLE):
                yield conflict(a, b, figure, "wider-scope")


def part_of(a: Telling, b: Telling) -> bool:
    """Whether one counts a group, and a later article all people."""
    later = a.document.id != b.document.id and (a.value.reported or "9") < (b.value.reported or "")
    all_people = not b.group.strip(OTHER_NOUN)
    return later and a.group in GROUPS and all_people and point(a) <= point(b) and not elsewhere(a, b)


def values(a: Telling, b: Telling) -> frozenset[str]:
    """The two values of a pair."""
    return frozenset((repr(a.value.value), repr(b.value.value)))


def told_together(tellings: Sequence[Telling]) -> set[frozenset[str]]:
    """Pairs of values that one article tells: where it does not set them against each other, they are whole and part."""
    texts: dict[str, list[Telling]] = {}
    for telling in tellings:
        if not telling.earlier and not telling.rejected:
            texts.setdefault(telling.document.id, []).append(telling)
    return {values(a, b) for found in texts.values() for a in found for b in found if a.value.value != b.value.value}


def rank(telling: Telling) -> tuple[str, bool, str, float, int]:
    """The order in which readers learn; a number that the text calls an earlier one comes first on its day."""
    day, reported, number, start = order(telling.value)
    return reported, not telling.earlier, day, number, start


def order(value: FigureValue) -> tuple[str, str, float, int]:
    """Time order of tellings; on one day the lower number first, as counts grow."""
    return value.as_of or value.reported or "9999", value.reported or "9999", amount(value.value), value.span.start


def inside(tellings: Sequence[Telling]) -> Iterator[Pair]:
    """One pair for each two values of one article, told in its text rather than in its headline."""
    seen: set[tuple[str, str, str]] = set()
    in_text = {(t.document.id, repr(t.value.value)) for t in tellings if not t.title}
    ranked = sorted(tellings, key=lambda t: (t.title, t.quantity.span))
    for at, one in enumerate(ranked):
        for two in ranked[at + 1 :]:
            again = two.title and (two.document.id, repr(two.value.value)) in in_text
            if one.document.id != two.document.id or not ((worth_telling(one, two) and not again) or drops_hedge(one, two)):
                continue
            a, b = sorted((one, two), key=rank)
            key = (a.document.id, repr(a.value.value), repr(b.value.value))
            if key not in seen:
                seen.add(key)
                yield a, b


def worth_telling(a: Telling, b: Telling) -> bool:
    """Whether one article's two numbers are two accounts, and not a number and its rounding, or a whole and its part."""
    if same_place(a, b) < 0 or other_days(a, b):
        return False
    if a.earlier != b.earlier and a.value.value != b.value.value:
        return True
    text, open_title = (b, vague(a)) if a.title else (a, vague(b) and b.title)
    if a.title != b.title and (factor(a, b) > HEADLINE or (open_title and not text.lead)):
        return False
    if not differs(a, b) or abs(point(a) - point(b)) in counted_beside(a, b):
        return False
    headline = (a.title and not b.others) or (b.title and not a.others)
    if abs(point(a) - point(b)) == 1 and max(point(a), point(b)) < ONE_MORE and not headline:
        return False
    rounded = a.over or b.over or (a.title and a.quantity.approximate) or (b.title and b.quantity.approximate)
    if not disjoint(a, b) and abs(point(a) - point(b)) <= ABOUT * max(point(a), point(b)) and rounded:
        return False
    return not (vague(a) or vague(b)) or disjoint(a, b)


def differs(a: Telling, b: Telling) -> bool:
    """Whether two tellings give other numbers, and not one the other rounded; a later exact one for an "about" is another."""
    x, y = point(a), point(b)
    if a.value.value == b.value.value:
        return False
    if abs(x - y) <= ROUND * max(x, y) and ((a.title and is_round(x)) or (b.title and is_round(y))):
        return False
    if abs(x - y) > NOISE * max(x, y):
        return True
    made_exact = a.quantity.approximate and not hedged(b) and (b.value.reported or "") > (a.value.reported or "")
    return (made_exact or not (hedged(a) or hedged(b))) and not (a.title or b.title)


def is_round(number: float) -> bool:
    """Whether a number from a hundred on has one digit that is not zero, or two from ten thousand on."""
    digits = str(int(number)).rstrip("0") if number == int(number) else ""
    return 0 < len(digits) <= (2 if number >= 10_000 else 1) and number >= 100


def counted_beside(a: Telling, b: Telling) -> set[float]:
    """Other counts of the same event in the article: two numbers whose difference it tells are a whole and its part."""
    others = (q for q in a.document.quantities if q.span not in (a.quantity.span, b.quantity.span))
    return {q.value for q in others if q.event in (a.event, "killed", "injured") and not isinstance(q.value, Bounds)} - {point(a), point(b)}


def drops_hedge(a: Telling, b: Telling) -> bool:
    """Whether the headline gives as exact what the text gives as more."""
    title, text = (a, b) if a.title else (b, a)
    same = a.value.value == b.value.value and not isinstance(a.value.value, Bounds)
    return same and title.title and not text.title and text.over and not (title.quantity.bound or title.quantity.approximate)


def hedged(telling: Telling) -> bool:
    """Whether words leave the number open."""
    return bool(telling.quantity.bound or telling.quantity.approximate or isinstance(telling.value.value, Bounds))


def across(tellings: Sequence[Telling], holds: Callable[[Telling, Telling], bool]) -> Iterator[Pair]:
    """For each value and each that follows it in time, the pair that shows the step best, and one other.

    The other is one teller's own step, where there is one; it has as few articles in common with the first as can be.
    """
    steps: dict[tuple[str, str], list[Pair]] = {}
    for at, a in enumerate(tellings):
        for b in tellings[at + 1 :]:
            if a.document.id != b.document.id and steps_on(a, b, tellings) and holds(a, b):
                steps.setdefault((repr(a.value.value), repr(b.value.value)), []).append((a, b))
    for found in steps.values():
        found.sort(key=clearest)
        yield found[0]
        own = [p for p in found if p[0].teller and p[0].teller == p[1].teller]
        others = sorted((p for p in own or found if common(p, found[0]) < 2), key=lambda p: common(p, found[0]))
        yield from others[:1]


def common(pair: Pair, other: Pair) -> int:
    """How many sides two pairs have of one outlet: what it prints twice is one telling."""
    return sum(a.document.id == b.document.id or a.outlet == b.outlet for a, b in zip(pair, other, strict=True))


def leading(tellings: Sequence[Telling], disputed: Sequence[Telling]) -> list[Telling]:
    """What each article tells itself: what it puts at its head, where it does, and what it sets against that (`disputed`).

    No other count that it also reports.
    """
    heads: dict[str, set[str]] = {}
    for telling in (*tellings, *disputed):
        if telling.lead:
            heads.setdefault(telling.document.id, set()).add(repr(telling.value.value))
    for telling in disputed:
        if not telling.earlier:
            heads.setdefault(telling.document.id, set()).add(repr(telling.value.value))
    return [t for t in tellings if t.document.id not in heads or repr(t.value.value) in heads[t.document.id]]


def steps_on(a: Telling, b: Telling, tellings: Sequence[Telling]) -> bool:
    """Whether the second takes the place of the first: no number that its own article overtook, nothing on the way between."""
    if a.value.value == b.value.value and b.over and not a.over and not a.quantity.bound:
        return (b.value.reported or "") > (a.value.reported or "") and likeness(a.terms, b.terms, {}) >= LIKE
    open_number = isinstance(a.value.value, Bounds) or isinstance(b.value.value, Bounds)
    if not differs(a, b) or a.earlier or b.earlier or a.rejected or b.rejected or (open_number and not disjoint(a, b)):
        return False
    if not disjoint(a, b) and (a.value.reported == b.value.reported or (at_least(b) and point(b) < point(a))):
        return False  # "More than 27" is 28 too, and after 28 no correction.
    return (bool(a.teller) and a.teller == b.teller) or not between(a, b, tellings)


def clearest(pair: Pair) -> tuple[object, ...]:
    """What shows a step best: one outlet's own two reports, the first to tell the new value, the last before it, like words."""
    a, b = pair
    same = a.outlet == b.outlet
    alike = likeness(a.terms, b.terms, {})
    return (
        (a.value.reported or "") == (b.value.reported or ""), not b.rises, not same, b.value.reported or "", -reported_on(a),
        b.title, a.title,
        (not a.teller) + (not b.teller), not (a.lead and b.lead), -alike, a.document.path, b.document.path,
    )  # fmt: skip


def reported_on(telling: Telling) -> int:
    """The day of the report as a number; 0 where it is not known."""
    return date.fromisoformat(telling.value.reported).toordinal() if telling.value.reported else 0


def between(a: Telling, b: Telling, tellings: Sequence[Telling]) -> bool:
    """Whether another value lies on the way from one to the other, in time and in number: then these two are no step."""
    low, high = sorted((point(a), point(b)))
    first, last = a.value.reported or "", b.value.reported or ""
    return any(low < point(c) < high and first <= (c.value.reported or "") <= last and not c.earlier for c in tellings)


def at_least(telling: Telling) -> bool:
    """Whether the number is open upwards."""
    return telling.over or telling.quantity.bound == "lower" or vague(telling)


def interval(telling: Telling) -> tuple[float, float]:
    """What the number leaves open: exact, about, at least, at most, vague."""
    value, bound = telling.value.value, telling.quantity.bound
    if isinstance(value, Bounds):
        return value.min or 0.0, INFINITE if value.max is None else value.max
    if bound == "lower":
        return value, INFINITE
    if bound == "upper":
        return 0.0, value
    if telling.quantity.approximate:
        return value * (1 - ABOUT), value * (1 + ABOUT)
    return value, value


def disjoint(a: Telling, b: Telling) -> bool:
    """Whether both cannot hold."""
    (low_a, high_a), (low_b, high_b) = interval(a), interval(b)
    return high_a < low_b or high_b < low_a


def conflict(a: Telling, b: Telling, figure: Figure, why: str = "") -> Conflict:
    """Two tellings of one figure, with the reason for calling them an update or a contradiction."""
    why = why or reason(a, b)
    return Conflict(
        kind="figure", about=f"{figure.measure} {figure.of}".strip(), relation="update" if why in UPDATES else "contradiction",
        a=Evidence(a.document.id, around(a)), b=Evidence(b.document.id, around(b)), why=why,
        details={
            "a": words(a), "b": words(b), "measure": figure.measure, "of": figure.of, "who_a": a.teller, "who_b": b.teller,
        },
        by="conflicts@2:figure",
    )  # fmt: skip


UPDATES = frozenset({"later-overtakes", "later-corrects", "another-count", "wider-scope"})


def reason(a: Telling, b: Telling) -> str:
    """Why two tellings are set against each other, the earlier first."""
    if drops_hedge(a, b):
        return "headline-drops-hedge"
    if a.document.id == b.document.id and a.rejected != b.rejected:
        return "number-rejected"
    later = (b.value.reported or "") > (a.value.reported or "") or (b.value.as_of or "") > (a.value.as_of or "")
    if later or (a.earlier and not b.earlier):
        return "later-overtakes" if point(b) >= point(a) else "later-corrects"
    if a.teller and b.teller and a.teller != b.teller:
        return "two-counts"
    if not disjoint(a, b):
        return "another-count"
    return "same-article" if a.document.id == b.document.id else "same-day"


def words(telling: Telling) -> str:
    """The number as it is told."""
    return telling.quantity.span.of(telling.document.text)


def around(telling: Telling) -> Span:
    """The number with its counted noun."""
    span, counts = telling.quantity.span, telling.quantity.counts
    if counts is None or abs(counts.start - span.end) > COUNTED:
        return span
    return Span(min(span.start, counts.start), max(span.end, counts.end))
