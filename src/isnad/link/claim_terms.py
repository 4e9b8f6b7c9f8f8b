"""Words of a content as terms that can be compared: senses and roots instead of spellings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from isnad.lang.pack import Pack
from isnad.model.text import Kind, Token
from isnad.text.roots import root_of
from isnad.text.stems import light_stem

FEWEST = 3
"""Letters that a word keeps without what is written together with it."""


class Terms:
    """The tables of a pack that tell what a word is compared by."""

    def __init__(self, pack: Pack) -> None:
        affixes = self._affixes = pack.affixes
        self._derivation = pack.derivation
        self._stop = pack.forms("stopwords")
        rows = pack.table("word_senses").rows
        self._senses: dict[str, str] = {}
        for row in rows:
            self._senses.setdefault(row.folded, row.id)
        self.poles = {row.id: row["pole"] for row in rows if row["pole"] != "-"}
        persons = sorted(pack.forms("derivations", "kind", "person"))
        particles = (*affixes.prepositions, affixes.article, affixes.swallowing + affixes.joined_article)
        verbal = ("", affixes.future, *persons, *(affixes.future + p for p in persons))
        nominal = (*particles, *(p + affixes.article for p in sorted(affixes.prepositions)))
        joined = sorted({*verbal, *nominal}, key=lambda f: (len(f), f))
        self._fronts = ranked(c + f for c in ("", *sorted(affixes.conjunctions)) for f in joined)
        ends = {*affixes.pronouns, *affixes.endings, *pack.forms("derivations", "kind", "suffix")}
        self._ends = ranked(("", *sorted(ends, key=lambda f: (len(f), f))))
        self._longest = max(map(len, self._fronts)), max(map(len, self._ends))
        self._known: dict[str, str | None] = {}
        self._stems: dict[str, str] = {}

    def stem(self, norm: str) -> str:
        """The listed word in a folded word, else its light stem."""
        if norm not in self._stems:
            self._stems[norm] = self._listed(norm) or light_stem(norm, self._affixes)
        return self._stems[norm]

    def _listed(self, norm: str) -> str | None:
        """The first word of the table that remains when particles, persons and endings are taken off, the fewest first."""
        return next((w for w in self._cut(norm) if w in self._senses), None)

    def _cut(self, norm: str) -> Iterator[str]:
        yield norm
        front, end = self._longest
        fronts = (norm[:n] for n in range(min(front, len(norm)) + 1))
        for first in sorted((f for f in fronts if f in self._fronts), key=self._fronts.__getitem__):
            rest = norm[len(first) :]
            ends = (rest[len(rest) - n :] for n in range(min(end, len(rest) - FEWEST) + 1))
            for last in sorted((e for e in ends if e in self._ends), key=self._ends.__getitem__):
                yield rest[: len(rest) - len(last)]

    def of(self, token: Token) -> str | None:
        """What a token is compared by; None for particles."""
        if token.kind == Kind.NUMBER:
            return token.norm
        if token.kind != Kind.WORD:
            return None
        if token.norm not in self._known:
            self._known[token.norm] = self._term(token.norm)
        return self._known[token.norm]

    def _term(self, norm: str) -> str | None:
        if len(norm) < 2 or norm in self._stop:
            return None
        listed = self._listed(norm)
        if listed is not None:
            return self._senses[listed]
        stem = light_stem(norm, self._affixes)
        return None if stem in self._stop else root_of(stem, self._derivation)

    def poles_of(self, terms: dict[str, float]) -> frozenset[str]:
        """The sides of axes that terms take, those left out whose contrary stands there too."""
        found = {self.poles[t] for t, weight in terms.items() if t in self.poles and weight >= 1.0}
        return frozenset(p for p in found if contrary(p) not in found)


def ranked(forms: Iterable[str]) -> dict[str, int]:
    """Forms with their rank in the order in which they are tried."""
    out: dict[str, int] = {}
    for form in forms:
        out.setdefault(form, len(out))
    return out


def contrary(pole: str) -> str:
    """The other side of an axis."""
    return pole[:-1] + ("-" if pole.endswith("+") else "+")
