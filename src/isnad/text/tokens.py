"""Tokens: words, numbers, marks and links, over the folded text, with places in the source."""

from __future__ import annotations

import re
from sys import intern

from isnad.model.text import Folded, Kind, Token
from isnad.text.memo import Memo

_NUMBER, _WORD, _MARK = r"\d+(?:[.,]\d+)*", r"[^\W\d_]+(?:['\u2019](?=[^\W\d_])[^\W\d_]+)?", r"[^\s\w]|_"
_LINK = r"https?://[^\s<>\"]+|www\.[^\s<>\"]+|(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+|@\w+|pic\.twitter\.com/\w+"
_TOKEN = re.compile(f"{_WORD}|{_NUMBER}|{_MARK}")
_TOKEN_OR_LINK = re.compile(f"({_LINK})|{_TOKEN.pattern}")
_IN_LINKS = re.compile(r"@|://|www\.|pic\.twitter\.com/")
"""What every link has one of."""
KNOWN = 100_000
"""Chunks whose tokens are remembered."""
_WORD_KIND = int(Kind.WORD)


def _kind(norm: str) -> int:
    """What a token that is no link is made of."""
    if norm[0].isdecimal():
        return int(Kind.NUMBER)
    return int(Kind.WORD if norm[0].isalnum() else Kind.PUNCTUATION)


def _cut(chunk: str) -> tuple[tuple[str, int, int, int], ...]:
    """Tokens of a chunk of text without spaces: letters, kind, start and end in the chunk. One string for all that look alike."""
    if chunk.isalpha():  # nothing but letters: one word
        return ((intern(chunk), _WORD_KIND, 0, len(chunk)),)
    if _IN_LINKS.search(chunk):
        return tuple((intern(m[0]), int(Kind.LINK) if m[1] else _kind(m[0]), *m.span()) for m in _TOKEN_OR_LINK.finditer(chunk))
    return tuple((intern(m[0]), _kind(m[0]), *m.span()) for m in _TOKEN.finditer(chunk))


_CUT = Memo(_cut, KNOWN)


def is_token(form: str) -> bool:
    """Whether a folded form is a single token wherever it stands."""
    return _TOKEN.fullmatch(form) is not None


def tokenize(folded: Folded) -> tuple[Token, ...]:
    """Cut a folded text into tokens in order; letters and digits written together are two tokens.

    What stands between two spaces comes again and again over articles, and what it is cut into depends on nothing else.
    """
    starts, ends = folded.starts, folded.ends
    out: list[Token] = []
    add = out.append
    at = 0
    chunks = folded.text.replace("\n", " ").split(" ")
    for chunk, cut in zip(chunks, map(_CUT.__getitem__, chunks), strict=True):
        for norm, kind, first, last in cut:
            place = at + first
            if starts is None or ends is None:
                add(Token(place, at + last, norm, kind, place))
            else:
                add(Token(starts[place], ends[at + last - 1], norm, kind, place))
        at += len(chunk) + 1
    return tuple(out)
