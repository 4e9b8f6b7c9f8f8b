"""The floor: bytes decoded and gone through once by an Aho-Corasick automaton that holds the same vocabulary as written.

Nothing that reads the vocabulary out of a text in Python can be quicker. The floor finds letters wherever they stand, also inside of
other words, in one spelling only; annotating folds, cuts words, minds what is written together with them, and reads the findings.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.contests.contest import Answers, Contest, Items, Side, Task, Work
from benchmarks.contests.news import MISSING, as_article, sample, written

ARTICLES = 400


def task() -> Task | str:
    """Real articles as bytes."""
    articles = [written(r) for r in sample(ARTICLES, seed=3)]
    if not articles:
        return MISSING
    size = sum(len(a["text"]) for a in articles) / len(articles)
    items = [a | {"data": a.pop("text").encode()} for a in articles]
    return Task(items, about=f"{len(items)} news articles of {size:,.0f} characters on average; {len(surface()):,} forms of the tables")


def surface() -> set[str]:
    """All forms of the tables that are scanned, as written there."""
    from isnad.lang.pack import load_pack

    pack = load_pack("ar")
    return {row.form for table in map(pack.table, pack.tables) if table.spec.scan for row in table}


def scan(_: Items) -> Work:
    """Decode, and one pass of the automaton that the scanner uses too."""
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for form in sorted(surface()):
        automaton.add_word(form, form)
    automaton.make_automaton()
    return Work(lambda record: sum(1 for _ in automaton.iter(record["data"].decode())))


def parse(_: Items) -> Work:
    """Decode, and the first step of annotating."""
    from isnad.annotate.parse import parse as parsed
    from isnad.lang.pack import load_pack

    pack = load_pack("ar")
    assert pack.scanner
    return Work(lambda record: sum(map(len, parsed(as_article(record, record["data"].decode()), pack).hits.values())))


def annotate(_: Items) -> Work:
    """Decode, and the whole of annotating."""
    from isnad.lang.pack import load_pack
    from isnad.pipeline import annotator

    work = annotator(load_pack("ar"))

    def findings(record: Any) -> int:
        made = work(as_article(record, record["data"].decode()))
        return len(made.mentions) + len(made.times) + len(made.quantities) + len(made.statements) + len(made.labels)

    return Work(findings)


def judge(_: Task, answers: Answers, __: Any) -> Mapping[str, str]:
    """How much is found an article: places of forms, or findings."""
    return {"found an article": f"{sum(answers) / max(1, len(answers)):.0f}"}


CONTEST = Contest(
    name="floor",
    item="article",
    sides=(
        Side("the floor", scan, ("pyahocorasick",)),
        Side("Isnad, decode and parse", parse),
        Side("Isnad, decode and annotate", annotate),
    ),
    against=("the floor",),
    task=task,
    judge=judge,
    rounds=5,
)
