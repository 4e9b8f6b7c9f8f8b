"""From the bytes of a page to its article: how fast, how much of the body is got, and how much else is let in.

Isnad's reader also finds headline, byline and times of publication, cuts embedded posts out, checks the language and maps the text
back to the page; of what is extracted only the text is asked, but for the side that asks trafilatura for metadata too.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from benchmarks.contests.contest import Answers, Contest, Items, Side, Task, Work, share
from benchmarks.contests.pages import SITES, Made, pages

PAGES = 150


def task() -> Task:
    """Made pages."""
    made = pages(PAGES)
    size = sum(len(m.page) for m in made) / len(made) / 1000
    about = f"{len(made)} made pages of {len({m.site for m in made})} kinds of site, {size:.0f} kB each on average"
    return Task([m.page for m in made], msgspec.to_builtins(made, builtin_types=(bytes,)), about=about)


def isnad(quick: bool) -> Work:
    """The reader of pages, in its careful or its fast form."""
    from isnad.read.html import read_html
    from isnad.read.records import Job, Source
    from isnad.settings import Settings

    job = Job(settings=Settings(), quick=quick)

    def read(page: bytes) -> tuple[str, str | None]:
        record = next(iter(read_html(Source(path="page", stream=io.BytesIO(page)), job)))
        article = record.article
        return (article.text, (article.published or "")[:10]) if article else ("", "")

    return warmed(read)


def warmed(read: Callable[[bytes], tuple[str, str | None]]) -> Work:
    """A side that has read other pages of each site: some parts are loaded on first use, each by its own kind of page."""
    for made in pages(len(SITES), seed=2):
        read(made.page)
    return Work(read)


def careful(_: Items) -> Work:
    """The reader as it is used for a desk."""
    return isnad(quick=False)


def fast(_: Items) -> Work:
    """The reader as it is used for archives."""
    return isnad(quick=True)


def trafilatura_text(_: Items) -> Work:
    """Trafilatura as it comes, without comments."""
    import trafilatura

    return warmed(lambda page: (trafilatura.extract(page, include_comments=False) or "", None))


def trafilatura_metadata(_: Items) -> Work:
    """The same with its metadata, dates among them."""
    import trafilatura

    def read(page: bytes) -> tuple[str, str | None]:
        found = trafilatura.bare_extraction(page, include_comments=False, with_metadata=True)
        return (found.text or "", found.date or "") if found else ("", "")

    return warmed(read)


def resiliparse_text(_: Items) -> Work:
    """Resiliparse's plain text of the main content, the encoding detected by it too."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    def read(page: bytes) -> tuple[str, None]:
        markup = bytes_to_str(page, detect_encoding(page, from_html_meta=True) or "utf-8")
        return extract_plain_text(markup, main_content=True), None

    return warmed(read)


def justext_text(_: Items) -> Work:
    """JusText with its list of frequent Arabic words."""
    import justext

    words = justext.get_stoplist("Arabic")
    return warmed(lambda page: ("\n".join(p.text for p in justext.justext(page, words) if not p.is_boilerplate), None))


def judge(task: Task, answers: Answers, _: Any) -> Mapping[str, str]:
    """By words: how much of the bodies is got, how much of the texts is article; posts kept out; days."""
    got = wanted = given = own = posts = held = days = 0
    told = False
    for made, (text, day) in zip(msgspec.convert(task.truth, list[Made]), answers, strict=False):
        body, found = (words(t) for t in ("\n".join(made.body), text))
        got += (body & found).total()
        wanted += body.total()
        own += (found & (body + words(made.title) + words(made.byline))).total()
        given += found.total()
        posts += bool(made.post)
        held += bool(made.post) and " ".join(made.post.split()) in " ".join(text.split())
        told, days = told or day is not None, days + (day == made.day)
    return {
        "body got": share(got, wanted), "article among the text": share(own, given), "posts kept apart": share(posts - held, posts),
        "day right": share(days, len(answers)) if told else "not asked",
    }  # fmt: skip


def words(text: str) -> Counter[str]:
    """Words of a text, with how often each stands in it."""
    return Counter(text.split())


CONTEST = Contest(
    name="extraction",
    item="page",
    sides=(
        Side("Isnad, careful", careful),
        Side("Isnad, fast", fast),
        Side("trafilatura, text", trafilatura_text, ("trafilatura",)),
        Side("trafilatura, text and metadata", trafilatura_metadata, ("trafilatura",)),
        Side("resiliparse", resiliparse_text, ("resiliparse",)),
        Side("jusText", justext_text, ("justext",)),
    ),
    against=("Isnad, careful", "Isnad, fast"),
    task=task,
    judge=judge,
)
