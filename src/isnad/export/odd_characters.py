"""Odd characters made visible in HTML: each as its code in a mark that says, in the language of the page, what it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from markupsafe import Markup, escape

from isnad.export.catalogue import Catalogue
from isnad.text.spoofing import Odd, oddities, pieces

_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What HTML cannot hold."""


def marked(text: str, say: Catalogue) -> Markup:
    """A text of an article, escaped, with what is odd about it marked; what turned its direction turns nothing any more."""
    return marked_part(text, oddities(text), (0, len(text)), say)


def marked_part(text: str, odd: Sequence[Odd], within: tuple[int, int], say: Catalogue, lost: str = "") -> Markup:
    """The characters `within` of a text whose odd ones are known; `lost` stands for each that HTML cannot hold."""
    shown = (mark(words, one, say) if one else escape(_BROKEN.sub(lost, words)) for words, one in pieces(text, odd, *within))
    return Markup("").join(shown)


def mark(character: str, odd: Odd, say: Catalogue) -> Markup:
    """One odd character: its code, after the letter itself where it is one."""
    letter = character if odd.kind == "other-letter" else ""
    name = unicodedata.name(character, "")
    title = say("page.comma").join(p for p in (say(f"odd.{odd.kind}"), f"{odd.code} {name}".strip()) if p)
    return Markup('<mark class="odd" title="{}">{}<bdi dir="ltr">[{}]</bdi></mark>').format(title, letter, odd.code)
