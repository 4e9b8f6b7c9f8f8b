"""One scan for all vocabulary: every form of every table in one Aho-Corasick automaton over the folded text.

A form counts where it starts at a word's start or right after proclitics that its table allows, and ends at a word's
end or before an attached pronoun that its table allows. (Aho and Corasick 1975, through pyahocorasick.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import ahocorasick
import msgspec

from isnad.model.span import Span
from isnad.model.text import Folded, Hit, Kind, Token

CACHE = 100_000
"""Words whose edges are kept; beyond it they are forgotten together."""


Places = dict[int, tuple[int, str]]
"""By place in the folded text the number of its token, and the particles or pronoun outside of that place."""


class Affixes(msgspec.Struct, frozen=True, kw_only=True):
    """The particles that a language writes together with a word, folded."""

    conjunctions: frozenset[str]
    prepositions: frozenset[str]
    article: str
    """The definite article."""
    joined_article: str
    """The article as it stands after the preposition that swallows its first letter."""
    swallowing: str
    """That preposition."""
    pronouns: frozenset[str]
    future: str = ""
    """The future particle of verbs."""
    endings: frozenset[str] = frozenset()
    """Endings of gender, number and case, for light stems."""


class Entry(msgspec.Struct, frozen=True):
    """One form to look for, and what may be written together with it."""

    table: str
    row: int
    form: str
    """Folded."""
    proclitics: frozenset[str]
    """Of `conjunction`, `preposition`, `article`, `future`."""
    pronouns: bool
    whole: bool = True
    """False lets the form end inside a word (stems)."""


class Scanner:
    """A compiled vocabulary; immutable after construction."""

    def __init__(self, entries: Iterable[Entry], affixes: Affixes) -> None:
        self._affixes = affixes
        self._prefix = _Prefixes(affixes)
        self._edges: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {}
        self._automaton = ahocorasick.Automaton()
        payload: dict[str, list[tuple[Entry, str]]] = {}
        for entry in entries:
            payload.setdefault(entry.form, []).append((entry, ""))
            if entry.form.startswith(affixes.article) and "preposition" in entry.proclitics:
                # l + al-x is written ll-x: look for that too and report its preposition.
                joined = affixes.swallowing + affixes.joined_article + entry.form[len(affixes.article) :]
                payload.setdefault(joined, []).append((entry, affixes.swallowing))
        for form, found in payload.items():
            self._automaton.add_word(form, (len(form), tuple(found)))
        self._automaton.make_automaton()
        self._empty = not payload

    def scan(self, folded: Folded, tokens: Sequence[Token]) -> dict[str, tuple[Hit, ...]]:
        """All hits by table, each in text order (longer first where two start together)."""
        if self._empty:
            return {}
        text = folded.text
        starts, ends = self._places(tokens)
        out: dict[str, list[Hit]] = {}
        for end, (size, found) in self._automaton.iter(text):
            start, stop = end + 1 - size, end + 1
            if start not in starts or stop not in ends:
                continue
            place, finish = starts[start], ends[stop]
            if finish[0] < place[0]:
                continue
            for entry, swallowed in found:
                prefix, suffix = place[1] + swallowed, finish[1]
                if (suffix and not entry.pronouns) or (prefix and not self._allows(entry, prefix)):
                    continue
                span = folded.source(start + len(swallowed), stop)
                out.setdefault(entry.table, []).append(Hit(entry.table, entry.row, span, place[0], finish[0] + 1, prefix, suffix))
        return {table: tuple(sorted(hits, key=lambda h: (h.span.start, -h.span.end, h.row))) for table, hits in out.items()}

    def _places(self, tokens: Sequence[Token]) -> tuple[Places, Places]:
        """Where forms may start and end, with what is written together with them there."""
        starts: Places = {}
        ends: Places = {}
        edges, word = self._edges, int(Kind.WORD)
        if len(edges) >= CACHE:
            edges.clear()
        for number, token in enumerate(tokens):
            at, norm = token.at, token.norm
            end = at + len(norm)
            starts[at] = ends[end] = (number, "")
            if token.kind != word or len(norm) < 3:
                continue
            if norm not in edges:
                edges[norm] = self._find_edges(norm)
            before, after = edges[norm]
            for size in before:
                starts.setdefault(at + size, (number, norm[:size]))
            for size in after:
                ends.setdefault(end - size, (number, norm[-size:]))
        return starts, ends

    def _find_edges(self, norm: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Lengths of the proclitics at a word's start and of the pronouns at its end."""
        before = self._prefix.sizes(norm) if norm[0] in self._prefix.letters else []
        after = [size for size in (1, 2, 3) if size < len(norm) - 1 and norm[-size:] in self._affixes.pronouns]
        return tuple(before), tuple(after)

    def _allows(self, entry: Entry, prefix: str) -> bool:
        kinds = self._prefix.kinds(prefix)
        return kinds is not None and kinds <= entry.proclitics


class _Prefixes:
    """Splits the proclitics at a word's start."""

    def __init__(self, affixes: Affixes) -> None:
        def either(forms: Iterable[str]) -> str:
            return "|".join(re.escape(f) for f in sorted(forms, key=len, reverse=True)) or "(?!)"

        self.letters = frozenset(f[0] for f in (*affixes.conjunctions, *affixes.prepositions, affixes.article, affixes.future) if f)
        self._full = re.compile(
            f"(?P<conjunction>{either(affixes.conjunctions)})?(?:(?P<preposition>{either(affixes.prepositions)})?"
            f"(?P<article>{re.escape(affixes.article)})?|(?P<future>{re.escape(affixes.future) or '(?!)'}))"
        )
        self._kinds: dict[str, frozenset[str] | None] = {}
        self._longest = max(len(f) for f in affixes.conjunctions) + max(len(f) for f in affixes.prepositions) + len(affixes.article)

    def kinds(self, prefix: str) -> frozenset[str] | None:
        """Which kinds of proclitics the prefix consists of; None if it is no prefix."""
        if prefix not in self._kinds:
            match = self._full.fullmatch(prefix)
            self._kinds[prefix] = frozenset(k for k, v in match.groupdict().items() if v) if match else None
        return self._kinds[prefix]

    def sizes(self, word: str) -> list[int]:
        """Lengths of all beginnings of the word that are proclitics, leaving at least two letters."""
        return [n for n in range(1, min(self._longest, len(word) - 2) + 1) if self.kinds(word[:n])]


def longest(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Of hits in text order, those that no other hit covers or cuts: leftmost, then longest."""
    out: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.span.start, -h.span.end)):
        if not out or hit.span.start >= out[-1].span.end:
            out.append(hit)
    return tuple(out)


def hits_in(hits: Sequence[Hit], span: Span) -> list[Hit]:
    """Hits that lie wholly inside a span."""
    return [h for h in hits if span.start <= h.span.start and h.span.end <= span.end]
