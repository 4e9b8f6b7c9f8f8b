"""Single HTML pages: posts cut out first, then metadata, then the article's text (trafilatura; in archives resiliparse).

The text is headline, byline and extracted body, a line each and a paragraph each. `source_map` leads from it back into
the decoded page, for all runs of characters that stand there unchanged.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from isnad.model.article import Article, Piece
from isnad.read.decode import decode
from isnad.read.jsonl import compose
from isnad.read.language import holds_arabic, page_in_another_language
from isnad.read.markup import parsable
from isnad.read.plain import decoding_issues, judged
from isnad.read.records import Job, Metadata, Record, Source, failed, first_known, rejected

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_MOST_TAGS = 400_000
_MOST_ELEMENTS, _MOST_CHILDREN = 20_000, 600
"""Elements of a page, and of one of them, up to which it is extracted with care, which costs the square of an element's children."""
_NEAR, _FAR = 400, 60_000
"""How far ahead in the page a word, and a whole line, is looked for."""
_WORDS = 50
"""Words of a line that are looked for so far ahead before the first is found."""
_LEAST = 10
"""Characters that an article has at least, counted with scripts and all."""
_LOOKS = 2_000
"""How often a line is looked for so far ahead and not found, before looking stops being so patient."""


def read_html(source: Source, job: Job) -> Iterator[Record]:
    """One article from a page, however broken its markup; yields exactly one record."""
    data = source.stream.read(job.settings.max_bytes + 1)
    if len(data) > job.settings.max_bytes:
        yield rejected(source.path, "too-large", f"more than {job.settings.max_bytes} bytes")
        return
    if not data.strip():
        yield rejected(source.path, "empty")
        return
    if job.quick and (found := _not_arabic(data)):
        yield rejected(source.path, "not-arabic", found)
        return
    match = _CHARSET.search(data[:4096])
    decoded = decode(data, source.charset or (match.group(1).decode("ascii") if match else None))
    if decoded.reason:
        yield rejected(source.path, decoded.reason, decoded.detail)
        return
    if decoded.text.count("<") > _MOST_TAGS:
        yield rejected(source.path, "too-large", f"more than {_MOST_TAGS} tags")
        return
    from lxml import etree

    try:
        draft, meta = _article(decoded.text, source, _quick_body if job.quick else _body)
    except etree.ParserError:  # nothing but comments
        yield rejected(source.path, "empty", "no elements on the page")
        return
    except Exception as error:  # whatever a parser or extractor stumbles on in one page must not end the run
        yield failed(source.path, "broken-page", type(error).__name__)
        return
    if draft is None:
        yield rejected(source.path, "empty", "no text on the page")
        return
    issues = tuple(msgspec.structs.replace(issue, span=None) for issue in decoding_issues(source.path, decoded))
    yield judged(msgspec.structs.replace(draft, encoding=decoded.encoding), meta, job, issues)


def _not_arabic(data: bytes) -> str:
    """By which look at the bytes of a page it is surely not Arabic; empty if it may be."""
    if not holds_arabic(data):
        return "bytes"
    return "page" if page_in_another_language(data) else ""


def _article(page: str, source: Source, body_of: Callable[[Any], str]) -> tuple[Article | None, Metadata]:
    from lxml import html

    from isnad.read.page_metadata import believed, page_metadata
    from isnad.read.posts import cut_posts

    # No huge_tree: the parser's own limit of nesting is what keeps 100,000 open tags from overflowing the stack.
    tree = html.document_fromstring(parsable(page), parser=html.HTMLParser())
    meta = first_known(source.meta, believed(page_metadata(tree), source.hints.url), source.hints)
    posts = cut_posts(tree)
    if len("".join(map(str, tree.itertext())).strip()) < _LEAST:
        return None, meta  # extractors look longest where there is nothing
    body = (_quick_body if _crowded(tree) else body_of)(tree)
    if not body:
        return None, meta
    body = _without_head(body, meta)
    text, title, byline = compose(meta.title, meta.byline, body)
    places = map_to_source(text, page)
    return Article(
        id="", path=source.path, text=text, title=title, byline=byline, posts=posts, media_type="text/html", source_map=places
    ), meta


def _body(tree: Any) -> str:
    """The extracted text, one paragraph a line; empty if there is none."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = trafilatura.extract(tree, include_comments=False, include_tables=True, with_metadata=False, output_format="txt")
    text = (found or "").encode("utf-8", "replace").decode("utf-8")
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def _crowded(tree: Any) -> bool:
    """Whether a page has more elements than any article needs, or one element that many in it."""
    return any(count > _MOST_ELEMENTS or len(element) > _MOST_CHILDREN for count, element in enumerate(tree.iter(), 1))


def _quick_body(tree: Any) -> str:
    """The same by resiliparse: a tenth of the time, and a little more furniture."""
    from lxml import html
    from resiliparse.extract.html2text import extract_plain_text

    # The tree is written out anew: its depth is limited and its posts are gone.
    found = extract_plain_text(html.tostring(tree, encoding="unicode"), main_content=True, list_bullets=False, alt_texts=False)
    lines = (line.strip() for line in found.encode("utf-8", "replace").decode("utf-8").split("\n"))
    return "\n".join(line for line in lines if line)


def _without_head(body: str, meta: Metadata) -> str:
    """The body without headline and byline repeated at its very beginning, since they are lines of their own."""
    lines = body.split("\n")
    for part in (meta.title, meta.byline):
        if part and len(lines) > 1 and " ".join(lines[0].lstrip("#- ").split()) == " ".join(part.split()):
            lines.pop(0)
    return "\n".join(lines)


def map_to_source(text: str, page: str) -> tuple[Piece, ...]:
    """Runs of the text that stand unchanged in the decoded page, in order; linear in both."""
    pieces: list[Piece] = []
    cursor, start, missed = 0, 0, 0
    for line in text.split("\n"):
        far = _FAR if missed < _LOOKS else _NEAR
        at = page.find(line, cursor, cursor + far + len(line)) if line else -1
        if at >= 0:
            pieces.append(Piece(start, at, len(line)))
            cursor = at + len(line)
        elif line:
            missed += 1
            cursor = _map_words(line, start, page, (cursor, far), pieces)
        start += len(line) + 1
    return tuple(pieces)


def _map_words(line: str, start: int, page: str, ahead: tuple[int, int], pieces: list[Piece]) -> int:
    """A line that entities or tags interrupt: word by word, joining words that stand together; returns where it ended.

    `ahead` is where to look from, and how far for its first word.
    """
    cursor, reach = ahead
    for number, word in enumerate(re.finditer(r"\S+", line)):
        at = page.find(word.group(), cursor, cursor + reach + len(word.group()))
        if at < 0:
            reach = reach if number < _WORDS else _NEAR
            continue
        reach = _NEAR
        begin, last = start + word.start(), pieces[-1] if pieces else None
        if last and last.start >= start and begin - last.start == at - last.at and _gap_is_same(line, start, page, last, at):
            pieces[-1] = Piece(last.start, last.at, begin + len(word.group()) - last.start)
        else:
            pieces.append(Piece(begin, at, len(word.group())))
        cursor = at + len(word.group())
    return cursor


def _gap_is_same(line: str, start: int, page: str, last: Piece, at: int) -> bool:
    """Whether between a piece and the page's offset `at` the same characters stand in both."""
    gap = at - last.at - last.size
    done = last.start + last.size - start
    return line[done : done + gap] == page[last.at + last.size : at]
