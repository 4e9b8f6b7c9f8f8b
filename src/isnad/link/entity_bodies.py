"""Names of bodies compared word by word: head nouns may be left out, adjectives of origin stand for countries, the rest must agree."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from isnad.lang.pack import Pack
from isnad.link.entity_known import FREE_HEADS
from isnad.link.entity_names import Names
from isnad.model.account import Feature
from isnad.text.folding import fold_form

FOREIGN = 5
"""Letters of a word that may be compared by sound."""


class Word(NamedTuple):
    """A word of a body's name, by what it does."""

    text: str
    kind: str
    """`country` (text is the ISO code), `head`, `free-head`, `open` (says nothing alone), or `plain`."""


class Bodies:
    """Reads and compares names of bodies; compiled once a pack."""

    def __init__(self, pack: Pack, names: Names) -> None:
        self.names = names
        self.article, self.joined = pack.affixes.article, pack.affixes.joined_article
        self.heads = {row.folded.removeprefix(self.article): row["fine"] for row in pack.table("organization_heads")}
        self.countries = {r.folded.removeprefix(self.article): r["country"] for r in pack.table("places") if r["kind"] == "country"}
        self.origins: dict[str, str] = {}
        for row in pack.table("nationalities"):
            for ending in ("", "\u0647", "\u0648\u0646", "\u064a\u0646"):
                self.origins[row.folded + ending] = row.id
        self.places = frozenset(r.folded.removeprefix(self.article) for r in pack.table("places"))
        self.clubs = names.rules["club-head"]
        self.heads |= dict.fromkeys(self.clubs, "company")
        self.undistinct = frozenset(w.removeprefix(self.article) for w in names.rules["no-distinction"])
        self.words = lru_cache(maxsize=131_072)(self._words)

    def _words(self, text: str) -> tuple[Word, ...]:
        out = []
        for number, raw in enumerate(fold_form(text).lower().replace("-", " ").replace(".", " ").replace("\u0640", "").split()):
            word = "".join(c for c in raw if c.isalnum())
            bare = word.removeprefix(self.article) if len(word) > 4 else word
            if word.startswith(self.joined) and len(word) > 4:
                bare = word[len(self.joined) :]
            if not bare:
                continue
            if bare in self.origins or word in self.countries or bare in self.countries:
                out.append(Word(self.origins.get(bare) or self.countries.get(bare) or self.countries[word], "country"))
            elif number == 0 and bare in self.heads:
                out.append(Word(bare, "free-head" if self.heads[bare] in FREE_HEADS else "head"))
            else:
                out.append(Word(bare, "open" if bare in self.undistinct else "plain"))
        return tuple(out)

    def same(self, a: Word, b: Word) -> float:
        """How sure two words are one: spelled alike or by sound, one country, or with the particle that joins them."""
        if a.text == b.text:
            return 1.0
        if "country" in (a.kind, b.kind):
            return 0.0
        short, long = sorted((a.text, b.text), key=len)
        if len(long) - len(short) == 1 and long.endswith(short) and long[0] in "\u0644\u0628\u0648\u0643":
            return 0.95
        if len(short) == 1 or (len(short) < FOREIGN - 1 and self.names.letters.weight(short) < 3):
            return 0.0
        if self.names.bone(a.text)[:1] != self.names.bone(b.text)[:1]:
            return 0.0
        form_a, form_b = self.names.form(a.text), self.names.form(b.text)
        if len(form_a.parts) != 1 or len(form_b.parts) != 1:
            return 0.0
        return self.names.same_part(form_a, 0, form_b, 0)

    def features(self, a: str, b: str) -> tuple[Feature, ...]:
        """What speaks for and against two names of bodies."""
        told = f"{a} = {b}"
        x, y = self.names.form(a), self.names.form(b)
        if x.whole == y.whole:
            return (Feature("spelling", 1.0, told),)
        one, two = self.words(a), self.words(b)
        pairs, left, over = self.matched(one, two)
        if not pairs:
            return self.together(a, b, told)
        sure = min(s for s, _, _ in pairs)
        if not left and not over:
            name = "nisba" if one != two and any(w.kind == "country" for w in one) else "spelling"
            return (Feature(name, round(sure, 3), told),)
        if left and over:
            if all(w.kind in ("head", "free-head", "open") for w in (*left, *over)) and len(pairs) >= 2:
                return (Feature("another-head-noun", round(0.75 * sure, 3), told),)
            return self.together(a, b, told)
        return self.shortened([w for _, w, _ in pairs], left or over, sure, told) or self.together(a, b, told)

    def matched(self, one: tuple[Word, ...], two: tuple[Word, ...]) -> tuple[list[tuple[float, Word, Word]], list[Word], list[Word]]:
        """Words that agree, in any order, and those left on each side."""
        pairs, over = [], list(two)
        left = []
        for word in one:
            ranked = [(self.same(word, other), -i) for i, other in enumerate(over)]
            best, at = max(ranked, default=(0.0, 0))
            if best:
                pairs.append((best, word, over.pop(-at)))
            else:
                left.append(word)
        return pairs, left, over

    def shortened(self, kept: list[Word], dropped: list[Word], sure: float, told: str) -> tuple[Feature, ...]:
        """One name is the other with words left out: a head noun, the country, words that say nothing alone."""
        telling = [w for w in kept if w.kind == "plain"]
        if all(w.kind in ("open", "country") for w in dropped):
            if len(kept) >= 2 and telling and all(w.kind != "head" for w in kept):
                return (Feature("without-country", round(0.85 * sure, 3), told),)
            if telling and any(self.rare(w) for w in telling):
                return (Feature("without-country", round(0.8 * sure, 3), told),)
            return (Feature("without-country-open", round(0.6 * sure, 3), told),)
        heads = [w for w in dropped if w.kind in ("head", "free-head")]
        if len(heads) != len([w for w in dropped if w.kind not in ("open", "country")]):
            return ()
        if len(kept) >= 2 and telling:
            return (Feature("without-head-noun", round(0.9 * sure, 3), told),)
        if telling and heads[0].kind == "free-head" and (telling[0].text not in self.places or heads[0].text in self.clubs):
            return (Feature("without-head-noun", round(0.8 * sure, 3), told),)
        return ()

    def contradiction(self, a: str, b: str) -> Feature | None:
        """Two bodies of different countries."""
        x, y = (frozenset(w.text for w in self.words(t) if w.kind == "country") for t in (a, b))
        return Feature("another-country", -1.0, f"{a} ≠ {b}") if x and y and x != y else None

    def rare(self, word: Word) -> bool:
        """Whether a word is a name of its own rather than a word of the language: foreign letters or many of them."""
        return self.names.letters.weight(word.text) >= 5

    def together(self, a: str, b: str, told: str) -> tuple[Feature, ...]:
        """The same letters, written together or apart, or alike in sound."""
        x, y = self.names.form(a), self.names.form(b)
        if x.latin != y.latin or x.native or y.native or len(x.parts) == len(y.parts) == 1:
            return ()
        alike = self.names.joined_alike(x.whole, y.whole)
        return (Feature("spelling", round(alike, 3), told),) if alike >= 0.9 else ()
