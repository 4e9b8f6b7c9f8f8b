"""Whether a text is Arabic: other languages, also those in Arabic script, are left out."""

from __future__ import annotations

import re

_LETTER = re.compile(r"[^\W\d_]")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
# Letters that Arabic does not write, or only in foreign names: peh, tcheh, jeh, gaf and the letters of Urdu, Pashto, Kurdish, Uyghur.
_FOREIGN = re.compile(
    "[\u067e\u0686\u0698\u06af\u0679\u0688\u0691\u06ba\u06be\u06d2\u067c\u0689\u0693\u069a\u06cd\u06d0\u06b5\u06c6\u06ce\u0695\u06c7\u06cb]"
)
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufff0-\uffff\ud800-\udfff]")
_SAMPLE = 8_000
"""Characters from the beginning on which the language is judged."""
_ARABIC_SHARE = 0.25
"""Part of the letters that must be Arabic script: an article that embeds much English still passes."""
_FOREIGN_SHARE = 0.03
"""Part of the Arabic-script letters that may be foreign ones; Persian has about 8 %, Urdu more."""
_SHORT = 60
"""Letters under which the detector is a lottery and letters alone decide."""


def other_language(text: str) -> str | None:
    """None for Arabic; else the ISO 639 code of the language that the text is in, `und` where it is not known.

    A text without any letters is `und`. Judged on the first 8,000 characters.
    """
    sample = text[:_SAMPLE]
    letters = len(_LETTER.findall(sample))
    arabic = len(_ARABIC.findall(sample))
    if arabic == 0 or arabic < _ARABIC_SHARE * letters:
        return _detected(sample) if letters >= 10 else "und"
    arabic_only = " ".join(word for word in sample.split() if _ARABIC.search(word))
    foreign = len(_FOREIGN.findall(sample)) > _FOREIGN_SHARE * arabic
    if arabic < _SHORT:
        return "und" if foreign else None
    found = _detected(arabic_only)
    if found in ("ar", "und"):
        return "und" if foreign else None
    # The detector takes Arabic with many foreign names for a neighbour; without that neighbour's letters it is Arabic.
    return found if foreign or found not in _SCRIPT_NEIGHBOURS else None


def holds_arabic(data: bytes) -> bool:
    """Whether bytes may hold Arabic words at all: a count of bytes, so that what holds none need not be decoded.

    In UTF-8 the bytes D8 to DB begin Arabic letters and nothing else. Letters may also be written as references (`&#1575;`), JSON
    escapes or presentation forms, be UTF-16, or bytes of a legacy encoding, all of them high. Other languages in such encodings pass:
    this keeps out what cannot be Arabic, and lets `other_language` judge the rest.
    """
    if not data.isascii():
        if len(data) - len(data.translate(None, _LEADS)) >= _LEAST or data.startswith(_WIDE):
            return True
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return len(data) - len(data.translate(None, _HIGH)) >= _LEAST
    return b"\0" in data[:64] or sum(data.count(mark) for mark in _WRITTEN) >= _LEAST


def page_in_another_language(data: bytes) -> str | None:
    """The language that the bytes of a page are surely in, where Arabic is not among its languages; else None."""
    import pycld2

    try:
        sure, _, details = pycld2.detect(data, isPlainText=False)
    except (pycld2.error, ValueError):  # no UTF-8, or control characters: to be decoded and judged as text
        return None
    codes = [code for _, code, _, _ in details]
    return None if not sure or "ar" in codes or "un" in codes[:1] or _SCRIPT_NEIGHBOURS & set(codes) else codes[0]


_LEADS = b"\xd8\xd9\xda\xdb"
_HIGH = bytes(range(0xC0, 0x100))
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_WRITTEN = (b"&#15", b"&#16", b"&#17", b"&#x6", b"&#X6", b"\\u06", b"\xef\xb9", b"\xef\xba", b"\xef\xbb")
_LEAST = 16
"""Letters of a text that could be an article."""

_SCRIPT_NEIGHBOURS = frozenset({"ms", "az", "sd", "tr"})


def _detected(text: str) -> str:
    """The detector's best guess (CLD2), `und` if it has none."""
    import pycld2

    clean = _NOT_TEXT.sub(" ", text)
    try:
        _, _, details = pycld2.detect(clean.encode("utf-8", "replace"), isPlainText=True)
    except (pycld2.error, ValueError):
        return "und"
    code: str = details[0][1]
    return "und" if code == "un" else code
