"""Made pages: invented articles in the furniture that pages of newspapers have, with what an extractor should give of each.

Five kinds of site (`sites/`): a present-day one with JSON-LD, a blog system with comments and related links inside the article, one
built of `div` alone, an old one of tables and line breaks in Windows-1256, and a short item amid long lists. Every third page holds an
embedded post. The same number of pages is always the same pages.
"""

from __future__ import annotations

import datetime
import json
import random
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

HERE = Path(__file__).parent
TEXTS: dict[str, Any] = tomllib.loads((HERE / "invented.toml").read_text(encoding="utf-8"))
FIRST_DAY = datetime.date(2021, 1, 3)
SITES = ("modern", "blog", "divs", "tables", "short")
IN_CP1256 = "tables"
SENTENCES = {"short": (4, 6)}
"""Fewest and most sentences of a site's articles."""


class Made(msgspec.Struct, frozen=True):
    """A page and what is true of it."""

    page: bytes
    title: str
    byline: str
    body: tuple[str, ...]
    """Paragraphs."""
    day: str
    """ISO date of publication."""
    post: str
    """Text of the embedded post; empty without one."""
    site: str


def pages(count: int, seed: int = 1) -> list[Made]:
    """So many pages, the sites by turns."""
    return [page(random.Random(f"{seed} {number}"), number) for number in range(count)]


def page(chance: random.Random, number: int) -> Made:
    """One page."""
    site = SITES[number % len(SITES)]
    place, person = filled("{place}", chance), filled("{person}", chance)
    made = Made(
        page=b"", title=filled(chance.choice(TEXTS["headlines"]), chance), byline=f"{place} - {person}",
        body=body(chance, *SENTENCES.get(site, (8, 15))), day=(FIRST_DAY + datetime.timedelta(days=11 * number % 1000)).isoformat(),
        post=filled(chance.choice(TEXTS["furniture"]["posts"]), chance) if number % 3 == 0 else "", site=site,
    )  # fmt: skip
    text = templates().get_template(f"{site}.html").render(**around(made, chance))
    return msgspec.structs.replace(made, page=text.encode("cp1256" if site == IN_CP1256 else "utf-8", "xmlcharrefreplace"))


def body(chance: random.Random, fewest: int, most: int) -> tuple[str, ...]:
    """Paragraphs of one or two sentences."""
    sentences = [filled(s, chance) for s in chance.sample(TEXTS["sentences"], chance.randint(fewest, most))]
    out = []
    while sentences:
        size = chance.randint(1, 2)
        out.append(". ".join(sentences[:size]) + ".")
        del sentences[:size]
    return tuple(out)


def around(made: Made, chance: random.Random) -> dict[str, Any]:
    """What a site sets around its article."""
    about = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": made.title, "datePublished": f"{made.day}T09:30:00+03:00",
        "author": {"@type": "Person", "name": made.byline}, "publisher": {"@type": "Organization", "name": "Sada"},
    }  # fmt: skip
    return {
        "made": made, "about": json.dumps(about, ensure_ascii=False), "caption": filled(chance.choice(TEXTS["captions"]), chance),
        "levant": written(made.day, "levant"), "gulf": written(made.day, "gulf"), "fixed": TEXTS["furniture"],
        "some": lambda name, count: [chance.choice(TEXTS["furniture"][name]) for _ in range(count)],
    }  # fmt: skip


@cache
def templates() -> Any:
    """The markup of the sites."""
    import jinja2

    return jinja2.Environment(loader=jinja2.FileSystemLoader(HERE / "sites"), autoescape=True, undefined=jinja2.StrictUndefined)


def filled(template: str, chance: random.Random) -> str:
    """A template with its slots filled."""
    lists = TEXTS["lists"]
    return re.sub(r"\{(\w+)\}", lambda m: str(chance.randint(3, 97)) if m[1] == "number" else chance.choice(lists[m[1]]), template)


def written(day: str, months: str) -> str:
    """A date as pages write it."""
    date = datetime.date.fromisoformat(day)
    return f"{date.day} {TEXTS['months'][months][date.month - 1]} {date.year}"
