"""Names for things by what they are made of, so that they are the same on every machine and in every run."""

from __future__ import annotations

import hashlib


def digest(*parts: object, size: int = 8) -> str:
    """A hexadecimal BLAKE2b digest (RFC 7693) of the parts, `2 * size` characters long; parts are kept apart."""
    state = hashlib.blake2b(digest_size=size)
    for part in parts:
        data = str(part).encode("utf-8", "surrogatepass")
        state.update(len(data).to_bytes(8, "little"))
        state.update(data)
    return state.hexdigest()
