"""Inputs by chance: seeds cut, doubled, crossed, and sprinkled with what readers trip over; the same seed number gives the same inputs."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

SPRINKLED: tuple[bytes, ...] = (
    b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\xe2\x81\xa7", b"\xe2\x80\x8b", b"\xd9\x8b" * 20,
    b"\x1f\x8b\x08",
    b"\r\n\r\n", b"\n", b"<", b">", b"</", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;",
    b"&#x202e;", b'"', b"'", b"{", b"}", b"[", b"]", b":", b",", b"\\ud800", b"\\u0000", b"1e999", b"-1", b"99999999999999999999", b"null",
    b"Content-Length: 9\r\n", b"Content-Encoding: gzip\r\n", b"Transfer-Encoding: chunked\r\n", b"WARC/1.0\r\n", b"PAR1", b"PK\x03\x04",
    "\u00ab".encode(), "\u00bb".encode(), "\u201c".encode(), "قال ".encode(), " إن ".encode(), "، ".encode(), "وفقا ل".encode(),
    "12 قتيلا ".encode(),
    "الثلاثاء ".encode(), "محمد ".encode(), "٣".encode(), b"@a ", b"https://", b"=1+1", b"OR ", b"-", b"(", b")", b"*", b"\x1e",
)  # fmt: skip
"""Bytes that are put in at any place."""


def mutated(data: bytes, other: bytes, chance: random.Random, longest: int) -> bytes:
    """One input made of two, at most `longest` bytes."""
    out = bytearray(data[:longest])
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        at = chance.randrange(len(out) + 1)
        end = min(len(out), at + chance.choice((1, 2, 4, 16, 64, 256)))
        match chance.randrange(8):
            case 0:
                out[at:at] = chance.choice(SPRINKLED)
            case 1:
                out[at:end] = b""
            case 2:
                out[at:at] = out[at:end] * chance.choice((1, 1, 2, 8))
            case 3:
                start = chance.randrange(len(other) + 1)
                out[at:end] = other[start : start + chance.choice((4, 32, 256))]
            case 4 if out:
                out[min(at, len(out) - 1)] ^= 1 << chance.randrange(8)
            case 5:
                out[at:] = other[chance.randrange(len(other) + 1) :]
            case 6:
                out[at:at] = chance.choice(SPRINKLED) * chance.choice((2, 5, 30))
            case _:
                out[at:end] = chance.randbytes(min(8, end - at))
    return bytes(out[:longest])


def inputs(begin: Sequence[bytes], number: int, longest: int) -> Iterator[bytes]:
    """Inputs without end: first the seeds as they are, then what chance makes of them and of itself."""
    chance = random.Random(number)
    pool = [data[:longest] for data in begin]
    yield from pool
    while True:
        data = mutated(chance.choice(pool), chance.choice(pool), chance, longest)
        if chance.random() < 0.02 and len(pool) < 5_000:
            pool.append(data)
        yield data
