"""When to leave the rest of a file unread: too many records in a row held nothing, as in a bomb of a million empty ones."""

from __future__ import annotations

MOST = 100_000
"""Records in a row that hold no article."""
MOST_TINY, TINY = 10_000, 48
"""The same for records of so few bytes on average: no record of a newspaper is so short, a bomb is made of them."""


class Idle:
    """Counts records in a row that were of no use."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self.count = 0
        self._bytes = 0.0

    def saw(self, useful: bool, size: float = TINY) -> None:
        """One record of `size` bytes (where that is known)."""
        self.count, self._bytes = (0, 0.0) if useful else (self.count + 1, self._bytes + size)

    @property
    def over(self) -> bool:
        """Whether that is enough."""
        return self.count >= self._most or (self.count >= MOST_TINY and self._bytes < TINY * self.count)
