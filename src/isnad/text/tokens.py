"""Tokens: words, numbers, marks and links, over the folded text, with places in the source."""

from __future__ import annotations

import re
from sys import intern

from isnad.model.text import Folded, Kind, Token

_PLAIN = r"(?P<number>\d+(?:[.,]\d+)*)|(?P<word>[^\W\d_]+(?:['\u2019](?=[^\W\d_])[^\W\d_]+)?)|(?P<mark>[^\s\w]|_)"
_LINK = r"(?P<link>https?://[^\s<>\"]+|www\.[^\s<>\"]+|[\w.+-]+@[\w-]+\.[\w.-]+|@\w+|pic\.twitter\.com/\w+)"
_TOKEN, _TOKEN_OR_LINK = re.compile(_PLAIN), re.compile(f"{_LINK}|{_PLAIN}")
_IN_LINKS = ("@", "://", "www.", "pic.twitter.com/")
"""What every link has one of: a text without any needs no look for links at each word."""
_KINDS = {"link": int(Kind.LINK), "number": int(Kind.NUMBER), "word": int(Kind.WORD), "mark": int(Kind.PUNCTUATION)}


def tokenize(folded: Folded) -> tuple[Token, ...]:
    """Cut a folded text into tokens in order; letters and digits written together are two tokens."""
    starts, ends = folded.starts, folded.ends
    out = []
    pattern = _TOKEN_OR_LINK if any(mark in folded.text for mark in _IN_LINKS) else _TOKEN
    for match in pattern.finditer(folded.text):
        at, end = match.span()
        start, stop = (at, end) if starts is None or ends is None else (starts[at], ends[end - 1])
        # Words come again and again over articles: one string for each.
        out.append(Token(start, stop, intern(match[0]), _KINDS[match.lastgroup or "mark"], at))
    return tuple(out)
