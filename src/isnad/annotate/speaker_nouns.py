"""The nouns that can speak: kinds of source nouns, and the gender and number of reporting words and phrases."""

from __future__ import annotations

from functools import lru_cache

from isnad.lang.pack import Pack
from isnad.text.folding import fold_form
from isnad.text.memo import Memo
from isnad.text.stems import light_stem

KNOWN = 50_000
"""Words of which an answer is remembered."""


@lru_cache(2)
def nouns_of(pack: Pack) -> Nouns:
    """The nouns of a pack, compiled once."""
    return Nouns(pack)


class Nouns:
    """Kinds of source nouns by light stem; compiled once a pack."""

    def __init__(self, pack: Pack) -> None:
        self.affixes = pack.affixes
        rows = pack.table("source_nouns").rows
        kinds: dict[str, set[str]] = {}
        for row in rows:
            for key in (row.folded, light_stem(row.folded, pack.affixes)):
                kinds.setdefault(key, set()).add(row["form_of"])
        self.by_stem = kinds
        cues = pack.table("statement_cues").rows
        self.agreement = {r.folded: (r["gender"], r["number"], r["kind"]) for r in cues}
        self.feminine = pack.forms("feminine_nouns")
        self.backward = pack.forms("back_words")
        self.latter = frozenset(
            joined + form for form in pack.forms("statement_words", "kind", "latter") for joined in ("", *pack.affixes.conjunctions)
        )
        self.agencies = pack.table("agencies").rows
        a = pack.affixes
        self._leads = (a.swallowing + a.joined_article, *(p + a.article for p in sorted(a.prepositions)), a.article)
        self._bare: dict[str, str] = Memo(self._without_lead, KNOWN)
        self._kind: dict[str, frozenset[str]] = Memo(self._kinds_of, KNOWN)

    def bare(self, word: str) -> str:
        """A folded word without article, and without a preposition before it."""
        return self._bare[word]

    def _without_lead(self, word: str) -> str:
        for joined in self._leads:
            if word.startswith(joined) and len(word) > len(joined) + 2:
                return word[len(joined) :]
        return word

    def kind(self, word: str) -> frozenset[str]:
        """Kinds of a folded word, particles and article aside."""
        return self._kind[word]

    def _kinds_of(self, word: str) -> frozenset[str]:
        bare = self.bare(word)
        exact = self.by_stem.get(word) or self.by_stem.get(bare)
        stem = self.by_stem.get(light_stem(bare, self.affixes), set())
        # "officials" may stand without a name as "an official" does; beyond that the form itself decides.
        return frozenset(exact | (stem & {"unnamed"}) if exact else stem)

    def head(self, phrase: str) -> tuple[str, frozenset[str]]:
        """The first word of a phrase that is a source noun, with its kinds."""
        for word in fold_form(phrase).split()[:4]:
            found = self.kind(word)
            if found:
                return word, found
        return "", frozenset()

    def definite(self, word: str) -> bool:
        """Whether a word has the article, also after a preposition that swallows it."""
        a = self.affixes
        return word.startswith(a.article) or word.startswith(a.swallowing + a.joined_article) or word[1:].startswith(a.article)

    def is_feminine(self, phrase: str) -> bool:
        """Whether a phrase's head looks feminine: by its ending or by the list of feminine nouns."""
        words = fold_form(phrase).split()
        ending = fold_form("\u0629")
        return bool(words) and (
            words[0].endswith(ending) or words[0] in self.feminine or light_stem(words[0], self.affixes) in self.feminine
        )
