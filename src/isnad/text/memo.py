"""What is asked of the same words again and again, answered once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

V = TypeVar("V")
LONGEST = 64
"""Letters of the longest word that is remembered: longer ones do not come again, and a page may be one."""


class Memo(dict[str, V]):
    """Answers by word, worked out at the first look; beyond a size they are forgotten together. A look is one look-up in a table."""

    def __init__(self, answer: Callable[[str], V], size: int) -> None:
        super().__init__()
        self._answer, self._size = answer, size

    def __missing__(self, word: str) -> V:
        found = self._answer(word)
        if len(word) <= LONGEST:
            if len(self) >= self._size:
                self.clear()
            self[word] = found
        return found
