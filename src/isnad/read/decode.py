"""Bytes to text: byte-order marks, strict UTF-8, UTF-16 and -32, the legacy Arabic encodings, and files that mix them."""

from __future__ import annotations

import codecs
import re

import msgspec

from isnad.model.span import Span

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The most usual first; Mac Arabic cannot be told from ISO 8859-6 in short texts, nor IBM 864 from anything, and both died out.
_LEGACY = ("cp1256", "iso8859-6", "cp720")
_NAMES = {"cp1256": "windows-1256", "iso8859-6": "iso-8859-6", "cp720": "ibm720"}
_PRIOR = 0.15
"""What each less usual encoding must be better by."""
_MAGIC = (
    b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"\xd0\xcf\x11\xe0", b"MZ\x90",
    b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"SQLite format 3", b"{\\rtf",
)  # fmt: skip
_CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})
_HIGH = bytes(range(128, 256))
_SAMPLE = 65_536
_JUDGED = 8_192
"""Bytes on which legacy encodings are compared."""
_SURE = 1.2
"""A score at which no further encoding is tried; Arabic prose in the right one reaches 1.3 and more."""
_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a]")
# The most frequent letters of Arabic prose, alef lam ya waw mim nun ra ta ba; they make up 60 % of any text.
_FREQUENT = re.compile("[\u0627\u0644\u064a\u0648\u0645\u0646\u0631\u062a\u0628]")
_ARTICLE = re.compile("\\b\u0627\u0644[\u0621-\u064a]")
_TOLERATED = 0.01
"""Part of the characters that may be lost bytes before a file counts as undecodable."""


class Decoded(msgspec.Struct, frozen=True, kw_only=True):
    """A decoded text, or the reason why there is none."""

    text: str = ""
    encoding: str = "utf-8"
    """WHATWG name of what most of the bytes are in."""
    other: tuple[Span, ...] = ()
    """Places that stood in another encoding than the rest (`mixed-encoding`)."""
    lost: tuple[Span, ...] = ()
    """Places where bytes meant nothing in any encoding: U+FFFD stands there (`broken-bytes`)."""
    reason: str = ""
    """`binary` or `undecodable`; empty where the text is good."""
    detail: str = ""


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode a file whole. `declared` (a header's or a page's own word) is believed where the bytes fit it strictly."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _unicode(data[len(mark) :], name)
    if wide := _wide_without_mark(data):
        return _unicode(data, wide)
    if why := binary(data):
        return Decoded(reason="binary", detail=why)
    try:
        return Decoded(text=data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if declared and (text := _strictly(data, declared)) is not None and _plausible(text) > 0:
        return Decoded(text=text, encoding=declared.lower())
    return _legacy_or_mixed(data)


def binary(data: bytes) -> str:
    """Why the bytes are no text (a known signature, NUL bytes, many control bytes), or an empty string."""
    for magic in _MAGIC:
        if data.startswith(magic):
            return f"signature {magic[:4]!r}"
    sample = data[:_SAMPLE]
    if data.rstrip(b"\0").count(0) > 0.001 * len(data):
        return "NUL bytes"  # a few, and a tail of them, stand in real text files
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    return f"{controls} control bytes in {len(sample)}" if controls > 0.02 * len(sample) + 2 else ""


def _wide_without_mark(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Arabic or Latin text is 0x06 or 0x00."""
    sample = data[: _SAMPLE & ~1]
    if len(sample) < 8 or b"\0" not in sample:
        return None
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = sample[first::2]
        if (high.count(0) + high.count(6)) > 0.9 * len(high) and sample[1 - first :: 2].count(0) < 0.05 * len(high):
            return name
    return None


def _unicode(data: bytes, name: str) -> Decoded:
    """Text after a byte-order mark; a torn last character and lone surrogates are lost, no more."""
    if name == "utf-8" and (why := binary(data)):
        return Decoded(reason="binary", detail=why)
    text = data.decode(name, "replace")
    if text.rstrip("\0").count("\0") > 0.001 * len(text):
        return Decoded(reason="binary", detail="NUL characters")
    return _with_losses(text, name, ()) if "\ufffd" in text else Decoded(text=text, encoding=name)


def _with_losses(text: str, name: str, other: tuple[Span, ...]) -> Decoded:
    lost = tuple(Span(*m.span()) for m in re.finditer("\ufffd+", text))
    count = sum(s.size for s in lost)
    if count > max(2, _TOLERATED * len(text)):
        return Decoded(reason="undecodable", detail=f"{count} of {len(text)} characters broken in {name}", encoding=name)
    return Decoded(text=text, encoding=name, other=other, lost=lost)


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (LookupError, ValueError):
        return None


def _plausible(text: str) -> float:
    """How much a decoded text looks like Arabic prose, 0 to about 2: frequent letters, and words with the article."""
    sample = text[:_SAMPLE]
    arabic = len(_ARABIC.findall(sample))
    odd = sum(1 for c in sample if "\x80" <= c < "\u0600" and c not in "\xab\xbb\xa0\xb7\xad")
    if not arabic:
        return 0.0
    words = sample.count(" ") + sample.count("\n") + 1
    return len(_FREQUENT.findall(sample)) / arabic + min(1.0, 5 * len(_ARTICLE.findall(sample)) / words) - 2 * odd / (arabic + odd)


def _best_legacy(data: bytes) -> str | None:
    """The legacy encoding that makes the bytes look most like Arabic, None if none does.

    A detector trained on all languages (uchardet) decides only where no Arabic one fits.
    """
    sample = data[:_JUDGED]
    scored = []
    for rank, name in enumerate(_LEGACY):
        score = _plausible(_strictly(sample, name) or "")
        if score > 0.35:
            scored.append((score - rank * _PRIOR, name))
        if score > _SURE:
            break
    return max(scored)[1] if scored else None


def _legacy_or_mixed(data: bytes) -> Decoded:
    lines = data.split(b"\n")
    good, bad = 0, []
    for line in lines:
        high = len(line) - len(line.translate(None, _HIGH)) if not line.isascii() else 0
        if high and _strictly(line, "utf-8") is None:
            bad.append(line)
        else:
            good += high
    wrong = sum(len(line) - len(line.translate(None, _HIGH)) for line in bad)
    legacy = _best_legacy(b"\n".join(bad))
    if good < 0.05 * (good + wrong):
        if _mostly_utf8(data):
            return _with_losses(data.decode("utf-8", "replace"), "utf-8", ())
        return _whole(data, legacy)
    return _mixed(lines, legacy)


def _mostly_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 with a few broken places: replacing loses little."""
    text = data[:_SAMPLE].decode("utf-8", "replace")
    return text.count("\ufffd") <= max(2, _TOLERATED * len(text)) and _ARABIC.search(text) is not None


def _whole(data: bytes, legacy: str | None) -> Decoded:
    if legacy is not None:
        return _with_losses(data.decode(legacy, "replace"), _NAMES[legacy], ())
    from resiliparse.parse.encoding import detect_encoding

    name = detect_encoding(data) or ""
    text = _strictly(data, name)
    name = _NAMES.get(name, name)
    return Decoded(text=text, encoding=name) if text is not None else Decoded(reason="undecodable", detail=name or "no encoding fits")


def _mixed(lines: list[bytes], legacy: str | None) -> Decoded:
    """Line by line: UTF-8 where it fits, else the legacy encoding, else UTF-8 with losses."""
    pieces: list[str] = []
    other: list[Span] = []
    at = 0
    for line in lines:
        text = _strictly(line, "utf-8")
        if text is None:
            if _mostly_utf8(line) or legacy is None:
                text = line.decode("utf-8", "replace")
            else:
                text = line.decode(legacy, "replace")
                other.append(Span(at, at + len(text)))
        pieces.append(text)
        at += len(text) + 1
    return _with_losses("\n".join(pieces), "utf-8", tuple(other))
