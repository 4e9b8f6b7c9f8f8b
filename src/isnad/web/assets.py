"""Files that pages need besides themselves: styles, script, fonts. Each stands under an address with its digest and is kept for a year.

Styles are one file made of all `static/*.css` in the order of their names, so that a page asks once; likewise script. Fonts are
read from the installed package; where it is missing, the fonts of the reader's machine are used.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import msgspec

_STATIC = Path(__file__).parent / "static"
_FONTS = "fontpkg_ibm_plex_sans_arabic"
_WEIGHTS = {"Regular": 400, "SemiBold": 600}
KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".ttf": "font/ttf"}


class Asset(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it is served."""

    name: str
    """With its digest: `desk.0a1b2c3d4e.css`."""
    kind: str
    data: bytes
    packed: bytes
    """The same by gzip."""


@cache
def assets() -> dict[str, Asset]:
    """All assets, by their plain names (`desk.css`)."""
    found = {"icon.svg": _asset("icon.svg", (_STATIC / "icon.svg").read_bytes()), "desk.js": _asset("desk.js", _joined("*.js"))}
    faces = []
    for style, weight in _WEIGHTS.items():
        if (file := _font(style)) is not None:
            found[file.name] = _asset(file.name, file.read_bytes())
            faces.append(_face(found[file.name].name, weight))
    return {**found, "desk.css": _asset("desk.css", "".join(faces).encode() + _joined("*.css"))}


@cache
def by_address() -> dict[str, Asset]:
    """All assets, by their names with the digest."""
    return {a.name: a for a in assets().values()}


def _joined(pattern: str) -> bytes:
    return b"\n".join(f.read_bytes() for f in sorted(_STATIC.glob(pattern)))


def _asset(name: str, data: bytes) -> Asset:
    stem, _, kind = name.rpartition(".")
    mark = hashlib.blake2b(data, digest_size=5).hexdigest()
    return Asset(name=f"{stem}.{mark}.{kind}", kind=KINDS[f".{kind}"], data=data, packed=gzip.compress(data, 6, mtime=0))


def _font(style: str) -> Path | None:
    spec = find_spec(_FONTS)
    if spec is None or spec.origin is None:
        return None
    file = Path(spec.origin).parent / "files" / f"IBMPlexSansArabic-{style}.ttf"
    return file if file.exists() else None


def _face(name: str, weight: int) -> str:
    source = f'url("{name}") format("truetype")'
    return f'@font-face{{font-family:"Isnad Sans";font-weight:{weight};font-display:swap;src:{source}}}\n'
