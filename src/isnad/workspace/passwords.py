"""Passwords as they are kept: scrypt (RFC 7914) with a salt each. The parameters stand with the digest, so that they may rise."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import threading
import unicodedata

from isnad.errors import UsageError

LEAST, MOST = 10, 200
"""Characters of a password."""
COST, BLOCK, LANES = 2**15, 8, 1
"""32 MB and about a tenth of a second."""
_MEMORY = 64 * 1024 * 1024
_AT_ONCE = threading.Semaphore(2)
"""So many are worked out at a time: a crowd of logins must not take all memory."""


def kept_form(password: str) -> str:
    """What is kept of a password: `scrypt$cost$block$lanes$salt$digest`. Raises `UsageError` on one that is too short or too long."""
    if not LEAST <= len(password) <= MOST:
        raise UsageError(f"a password of {len(password)} characters: expected {LEAST} to {MOST}")
    salt = os.urandom(16)
    digest = _digest(password, salt, (COST, BLOCK, LANES))
    return "$".join(["scrypt", str(COST), str(BLOCK), str(LANES), _text(salt), _text(digest)])


def fits(password: str, kept: str | None) -> bool:
    """Whether a password is the one that is kept. Takes as long where none is (`None`), so that nobody learns which users there are."""
    _, cost, block, lanes, salt, digest = (kept or _NOBODY).split("$")
    made = _digest(password[:MOST], base64.b64decode(salt), (int(cost), int(block), int(lanes)))
    return hmac.compare_digest(made, base64.b64decode(digest)) and kept is not None


def _digest(password: str, salt: bytes, parameters: tuple[int, int, int]) -> bytes:
    cost, block, lanes = parameters
    # The same letters may come composed or decomposed from another keyboard.
    letters = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    with _AT_ONCE:
        return hashlib.scrypt(letters, salt=salt, n=cost, r=block, p=lanes, maxmem=_MEMORY, dklen=32)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


_NOBODY = "$".join(["scrypt", str(COST), str(BLOCK), str(LANES), _text(bytes(16)), _text(bytes(32))])
