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
_KINDS = {"link": Kind.LINK, "number": Kind.NUMBER, "word": Kind.WORD, "mark": Kind.PUNCTUATION}


def tokenize(folded: Folded) -> tuple[Token, ...]:
    """Cut a folded text into tokens in order; letters and digits written together are two tokens."""
    source = folded.source
    identity = folded.starts is None
    out = []
    for match in _TOKEN.finditer(folded.text):
        at, end = match.span()
        kind = _KINDS[match.lastgroup or "mark"]
        start, stop = (at, end) if identity else source(at, end)
        # Words come again and again over articles: one string for each.
        out.append(Token(start, stop, intern(match.group()), int(kind), at))
    return tuple(out)
