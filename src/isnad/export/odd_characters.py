"""Odd characters made visible in HTML: each as its code in a mark that says, in the language of the page, what it is."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left

from markupsafe import Markup, escape

from isnad.export.catalogue import Catalogue
from isnad.text.spoofing import Odd, oddities, pieces, token

_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What HTML cannot hold."""


MOST = 2_000
"""Marks of one text; a text of more is nothing but odd, and its later ones stand there as their code alone."""


class Marker:
    """Gives the parts of a text, escaped, with what is odd about it marked; what turned its direction turns nothing any more.

    What is odd is told by the whole text, so that a part is shown as it is in the whole. `lost` stands for each character that HTML
    cannot hold.
    """

    def __init__(self, text: str, say: Catalogue, lost: str = "") -> None:
        self._text, self._say, self._lost = text, say, lost
        self._odd = oddities(text)
        self._places = [o.at for o in self._odd]
        self._end = self._places[MOST] if len(self._odd) > MOST else len(text)

    def part(self, start: int, end: int) -> Markup:
        """The characters `[start, end)`."""
        first, last = (bisect_left(self._places, at) for at in (start, end))
        shown = pieces(self._text, self._odd[first:last], start, end)
        return Markup("").join(self._mark(words, one) if one else escape(_BROKEN.sub(self._lost, words)) for words, one in shown)

    def _mark(self, character: str, odd: Odd) -> Markup:
        """One odd character: its code, after the letter itself where it is one."""
        if odd.at >= self._end:
            return escape(token(character, odd))
        say = self._say
        told = (say(f"odd.{odd.kind}"), f"{odd.code} {unicodedata.name(character, '')}".strip())
        letter = character if odd.kind == "other-letter" else ""
        return Markup('<mark class="odd" title="{}">{}<bdi dir="ltr">[{}]</bdi></mark>').format(
            say("page.comma").join(told), letter, odd.code
        )


def marked(text: str, say: Catalogue) -> Markup:
    """The whole of a text, marked."""
    return Marker(text, say).part(0, len(text))
