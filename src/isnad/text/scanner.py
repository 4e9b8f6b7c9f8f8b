"""One scan for all vocabulary: forms of one token are looked up word by word, those of several in one automaton over the text.

A form counts where it starts at a word's start or right after proclitics that its table allows, and ends at a word's
end or before an attached pronoun that its table allows. What stands in a word depends on nothing else, so that it is
found once a word form. (The automaton: Aho and Corasick 1975, through pyahocorasick.)
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import ahocorasick
import msgspec

from isnad.model.span import Span
from isnad.model.text import Folded, Hit, Kind, Token
from isnad.text.memo import Memo
from isnad.text.tokens import is_token

new = tuple.__new__
"""Makes a span without going through its constructor."""
SHORTEST = 3
"""Letters of the shortest word with which another is written together."""
CACHE = 200_000
"""Words whose hits are kept; beyond it they are forgotten together."""


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


Part = tuple[str, int, int, int, str, str]
"""A form found in a word: its table and row, its letters `[start, stop)` without proclitics, and what is written together with it."""


class Scanner:
    """A compiled vocabulary; what it has found in a word it remembers."""

    def __init__(self, entries: Iterable[Entry], affixes: Affixes) -> None:
        self._affixes = affixes
        self._prefix = _Prefixes(affixes)
        self._ends = frozenset(pronoun[-1] for pronoun in affixes.pronouns if pronoun)
        self._words: dict[str, list[tuple[Entry, str]]] = {}
        self._phrases = ahocorasick.Automaton()
        phrases: dict[str, list[tuple[Entry, str]]] = {}
        for entry in entries:
            forms = [(entry.form, "")]
            if entry.form.startswith(affixes.article) and "preposition" in entry.proclitics:
                # l + al-x is written ll-x: look for that too and report its preposition.
                joined = affixes.swallowing + affixes.joined_article + entry.form[len(affixes.article) :]
                forms.append((joined, affixes.swallowing))
            for form, swallowed in forms:
                (self._words if is_token(form) else phrases).setdefault(form, []).append((entry, swallowed))
        for form, found in phrases.items():
            self._phrases.add_word(form, (len(form), tuple(found)))
        self._phrases.make_automaton()
        self._has_phrases = bool(phrases)
        self._parts = Memo(self._find_parts, CACHE)
        self._edges = Memo(self._find_edges, CACHE)

    def scan(self, folded: Folded, tokens: Sequence[Token]) -> dict[str, tuple[Hit, ...]]:
        """All hits by table, each in text order (longer first where two start together)."""
        out: defaultdict[str, list[Hit]] = defaultdict(list)
        starts, ends = folded.starts, folded.ends
        drawn = False
        for number, found in enumerate(map(self._parts.__getitem__, [token.norm for token in tokens])):
            if found:
                token = tokens[number]
                at = token.at
                drawn = drawn or token.end - token.start < len(token.norm)
                for table, row, start, stop, prefix, suffix in found:
                    place = (at + start, at + stop) if starts is None or ends is None else (starts[at + start], ends[at + stop - 1])
                    out[table].append(Hit(table, row, new(Span, place), number, number + 1, prefix, suffix))
        # Words give their hits in order, unless several letters of one are drawn as a single character.
        mixed = set(out) if drawn else set()
        for hit in self._phrase_hits(folded, tokens):
            out[hit.table].append(hit)
            mixed.add(hit.table)
        for table in mixed:
            out[table].sort(key=_place)
        return {table: tuple(hits) for table, hits in out.items()}

    def _phrase_hits(self, folded: Folded, tokens: Sequence[Token]) -> Iterator[Hit]:
        """Hits of forms of several tokens."""
        if not self._has_phrases:
            return
        starts: list[int] = []
        for end, (size, found) in self._phrases.iter(folded.text):
            starts = starts or [token.at for token in tokens]
            start, stop = end + 1 - size, end + 1
            first, last = bisect_right(starts, start) - 1, bisect_left(starts, stop) - 1
            if first < 0 or (prefix := self._before(tokens[first], start)) is None or (suffix := self._after(tokens[last], stop)) is None:
                continue
            for entry, swallowed in found:
                before = prefix + swallowed
                if not (suffix and not entry.pronouns) and (not before or self._allows(entry, before)):
                    span = folded.source(start + len(swallowed), stop)
                    yield Hit(entry.table, entry.row, span, first, last + 1, before, suffix)

    def _before(self, token: Token, start: int) -> str | None:
        """The proclitics of a token before a place in it; None where no form can start there."""
        size = start - token.at
        known = not size or (token.kind == Kind.WORD and size in self._edges[token.norm][0])
        return token.norm[:size] if known else None

    def _after(self, token: Token, stop: int) -> str | None:
        """The pronoun of a token after a place in it; None where no form can end there."""
        size = token.at + len(token.norm) - stop
        known = not size or (token.kind == Kind.WORD and size in self._edges[token.norm][1])
        return token.norm[len(token.norm) - size :] if known else None

    def _find_parts(self, norm: str) -> tuple[Part, ...]:
        """The forms of one token that stand in a word."""
        before, after = self._find_edges(norm)
        words, whole = self._words, len(norm)
        cuts = [(start, whole - size) for start in (0, *before) for size in (0, *after) if norm[start : whole - size] in words]
        out: list[Part] = []
        for start, stop in cuts:
            for entry, swallowed in words[norm[start:stop]]:
                prefix, suffix = norm[:start] + swallowed, norm[stop:]
                if not (suffix and not entry.pronouns) and (not prefix or self._allows(entry, prefix)):
                    out.append((entry.table, entry.row, start + len(swallowed), stop, prefix, suffix))
        return tuple(sorted(out, key=lambda p: (p[2], -p[3], p[1])))

    def _find_edges(self, norm: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Lengths of the proclitics at a word's start and of the pronouns at its end."""
        if len(norm) < SHORTEST:
            return (), ()
        before = tuple(self._prefix.sizes(norm)) if norm[0] in self._prefix.letters else ()
        if norm[-1] not in self._ends:
            return before, ()
        return before, tuple([size for size in (1, 2, 3) if size < len(norm) - 1 and norm[-size:] in self._affixes.pronouns])

    def _allows(self, entry: Entry, prefix: str) -> bool:
        kinds = self._prefix.kinds(prefix)
        return kinds is not None and kinds <= entry.proclitics


def _place(hit: Hit) -> tuple[int, int, int]:
    return hit.span.start, -hit.span.end, hit.row


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
        leads = {c + p + a for c in ("", *affixes.conjunctions) for p in ("", *affixes.prepositions) for a in ("", affixes.article)}
        leads |= {c + affixes.future for c in ("", *affixes.conjunctions)}
        self._all = frozenset(lead for lead in leads if lead)
        self._longest = max(map(len, self._all), default=0)

    def kinds(self, prefix: str) -> frozenset[str] | None:
        """Which kinds of proclitics the prefix consists of; None if it is no prefix."""
        if prefix not in self._kinds:
            match = self._full.fullmatch(prefix)
            self._kinds[prefix] = frozenset(k for k, v in match.groupdict().items() if v) if match else None
        return self._kinds[prefix]

    def sizes(self, word: str) -> list[int]:
        """Lengths of all beginnings of the word that are proclitics, leaving at least two letters."""
        return [n for n in range(1, min(self._longest, len(word) - 2) + 1) if word[:n] in self._all]


def longest(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Of hits in text order, those that no other hit covers or cuts: leftmost, then longest."""
    out: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.span.start, -h.span.end)):
        if not out or hit.span.start >= out[-1].span.end:
            out.append(hit)
    return tuple(out)
