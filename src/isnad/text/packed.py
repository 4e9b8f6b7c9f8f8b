"""Tokens packed into arrays, so that a stream of documents fits in memory: a token takes 25 bytes instead of 150."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import overload

from isnad.model.text import Token

Parts = tuple[str, bytes, bytes, bytes, bytes]
"""The norms, a line each; then start, end, place in the folded text as machine words, and kind as a byte."""
OPEN = 32
"""Documents whose tokens are kept unpacked, those used last."""


class PackedTokens(Sequence[Token]):
    """Tokens in order, unpacked when they are looked at. Equal to any packed tokens and tuple of the same tokens."""

    __slots__ = ("parts",)

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    @classmethod
    def of(cls, tokens: Sequence[Token]) -> PackedTokens:
        """Pack tokens."""
        if isinstance(tokens, PackedTokens):
            return tokens
        numbers = ([t.start for t in tokens], [t.end for t in tokens], [t.at for t in tokens])
        start, end, at = (array("I", n).tobytes() for n in numbers)
        return cls(("\n".join(t.norm for t in tokens), start, end, at, bytes(t.kind for t in tokens)))

    def unpacked(self) -> tuple[Token, ...]:
        """The tokens as a tuple."""
        return _unpacked(self)

    @overload
    def __getitem__(self, place: int) -> Token: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Token, ...]: ...
    def __getitem__(self, place: int | slice) -> Token | tuple[Token, ...]:
        return self.unpacked()[place]

    def __iter__(self) -> Iterator[Token]:
        return iter(self.unpacked())

    def __len__(self) -> int:
        return len(self.parts[4])

    def __eq__(self, other: object) -> bool:
        if isinstance(other, PackedTokens):
            return self.parts == other.parts
        return self.unpacked() == other

    def __hash__(self) -> int:
        return hash(self.parts[0])

    def __reduce__(self) -> tuple[type[PackedTokens], tuple[Parts]]:
        return PackedTokens, (self.parts,)


@lru_cache(maxsize=OPEN)
def _unpacked(packed: PackedTokens) -> tuple[Token, ...]:
    norms, start, end, at, kinds = packed.parts
    if not kinds:
        return ()
    columns = (memoryview(n).cast("I") for n in (start, end, at))
    starts, ends, places = columns
    return tuple(map(Token, starts, ends, norms.split("\n"), kinds, places))
