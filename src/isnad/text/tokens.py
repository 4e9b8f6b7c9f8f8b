"""Tokens: words, numbers, marks and links, over the folded text, with places in the source."""

from __future__ import annotations

import re
from sys import intern

from isnad.model.text import Folded, Kind, Token

_TOKEN = re.compile(
    r"(?P<link>https?://[^\s<>\"]+|www\.[^\s<>\"]+|[\w.+-]+@[\w-]+\.[\w.-]+|@\w+|pic\.twitter\.com/\w+)"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_]+(?:['\u2019](?=[^\W\d_])[^\W\d_]+)?)"
    r"|(?P<mark>[^\s\w]|_)"
)
_KINDS = {"link": int(Kind.LINK), "number": int(Kind.NUMBER), "word": int(Kind.WORD), "mark": int(Kind.PUNCTUATION)}


def tokenize(folded: Folded) -> tuple[Token, ...]:
    """Cut a folded text into tokens in order; letters and digits written together are two tokens."""
    starts, ends = folded.starts, folded.ends
    out = []
    for match in _TOKEN.finditer(folded.text):
        at, end = match.span()
        start, stop = (at, end) if starts is None or ends is None else (starts[at], ends[end - 1])
        # Words come again and again over articles: one string for each.
        out.append(Token(start, stop, intern(match[0]), _KINDS[match.lastgroup or "mark"], at))
    return tuple(out)
