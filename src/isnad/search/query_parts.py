"""The pieces of a query: brackets, signs, quoted and bare words, with their places."""

from __future__ import annotations

import re

import msgspec

from isnad.errors import UsageError

LONGEST = 2_000
"""Characters of a query."""

_OPENING = {'"': '"', "\u00ab": "\u00bb", "\u201c": "\u201d", "\u201d": "\u201d", "\u201e": "\u201d"}
_QUOTED = "|".join(f"{opening}[^{closing}]*{closing}?" for opening, closing in _OPENING.items())
_PART = re.compile(
    rf"(?P<mark>[()|])|(?P<minus>-(?=[^\s-]))|(?P<quoted>{_QUOTED})|(?P<sign>:|<=|>=|[<>=])"
    r"|(?P<word>[^\s()|\"\u00ab\u201c\u201d\u201e:<>=]+)"
)
_SPACE = re.compile(r"\s*")


class Part(msgspec.Struct, frozen=True):
    """A piece: its kind (`mark`, `minus`, `quoted`, `sign`, `word`), its characters, its place, whether a space stands before it."""

    kind: str
    text: str
    at: int
    spaced: bool

    @property
    def inside(self) -> str:
        """What stands between quotation marks; of other pieces the characters."""
        if self.kind != "quoted":
            return self.text
        closing = _OPENING[self.text[0]]
        return self.text[1:].removesuffix(closing)

    @property
    def place(self) -> str:
        """The piece and where it stands, for a message."""
        return f"{self.text!r} at character {self.at + 1}"


def parts_of(query: str) -> list[Part]:
    """The pieces of a query; raises `UsageError` on one that is too long."""
    if len(query) > LONGEST:
        raise UsageError(f"query: {len(query)} characters, expected at most {LONGEST}")
    out: list[Part] = []
    at = end = 0
    while True:
        space = _SPACE.match(query, end)
        at = space.end() if space else end
        if at >= len(query):
            return out
        match = _PART.match(query, at)
        if match is None:
            raise UsageError(f"query: {query[at : at + 10]!r} at character {at + 1} cannot be read")
        out.append(Part(match.lastgroup or "", match.group(), at, at > end or not out))
        end = match.end()
