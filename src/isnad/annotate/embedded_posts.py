"""Posts of social networks embedded in a text: the words before a line "— Name (@handle) date"."""

from __future__ import annotations

import re
from datetime import datetime

from isnad.model.article import Post
from isnad.model.document import Document
from isnad.model.span import Span

_SIGNED = re.compile(r"^[\u2014\u2013-]{1,8}\s{0,8}(?P<name>.{1,80}?)\s{0,8}\((?P<handle>@\w{1,30})\)\s*(?P<date>.{0,40})$")
_LINKED = re.compile(r"pic\.twitter\.com/\w+|https?://t\.co/\w+|(?:twitter|x)\.com/\w+/status")
_MARKS = ("(@", "t.co/", "twitter.com/", "x.com/")
"""What every post of a text has one of."""
_DATE_FORMS = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%Y-%m-%d")
REACH = 3
"""Lines of a post before its signature."""


def is_foreign(text: str) -> bool:
    """Whether a line is mostly in Latin letters."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isascii() for c in letters) * 2 > len(letters)


def is_post_line(text: str) -> bool:
    """Whether a line belongs to a post by itself: a link to a picture, or mostly Latin with a hashtag."""
    return _LINKED.search(text) is not None or (is_foreign(text) and "#" in text)


def post_date(text: str) -> str | None:
    """The ISO day of a post's date as the network writes it; None if it cannot be read."""
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(text.strip(), form).date().isoformat()
        except ValueError:
            continue
    return None


def find_posts(document: Document, lines: list[Span]) -> tuple[Post, ...]:
    """All posts that stand in the lines, in order; a signature takes the post's lines before it, else those after it."""
    text = document.text
    if not any(mark in text for mark in _MARKS):
        return ()
    used: set[int] = set()
    out = []
    for number, line in enumerate(lines):
        signed = _SIGNED.match(line.of(text))
        if signed is None:
            continue
        first = last = number
        while first > 0 and number - first < REACH and first - 1 not in used and belongs(lines[first - 1].of(text)):
            first -= 1
        while last + 1 < len(lines) and _LINKED.search(lines[last + 1].of(text)) and is_foreign(lines[last + 1].of(text)):
            last += 1
        used.update(range(first, last + 1))
        span = Span(lines[first].start, lines[last].end)
        words = text[span.start : lines[number].start].strip() or span.of(text)
        out.append(Post(text=words, author=signed["name"], handle=signed["handle"], published=post_date(signed["date"]), span=span))
    rest = [n for n, line in enumerate(lines) if n not in used and _LINKED.search(line.of(text)) and is_foreign(line.of(text))]
    out += [Post(text=lines[n].of(text), span=lines[n]) for n in rest]
    return tuple(sorted(out, key=lambda p: p.span or Span(0, 0)))


def belongs(text: str) -> bool:
    """Whether a line before a signature is the post's own."""
    return is_post_line(text) or is_foreign(text)
