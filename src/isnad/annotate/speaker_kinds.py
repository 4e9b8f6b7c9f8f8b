"""What kind of speaker a phrase is beyond its form: the type of an unnamed source, the government that a capital speaks for."""

from __future__ import annotations

import msgspec

from isnad.lang.pack import Pack
from isnad.model.document import Document
from isnad.model.findings import Speaker
from isnad.model.span import Span
from isnad.text.folding import fold_form
from isnad.text.stems import light_stem


class SpeakerKinds:
    """Compiled once a pack."""

    def __init__(self, pack: Pack) -> None:
        self.affixes = pack.affixes
        self.types: dict[str, tuple[int, str]] = {}
        for rank, row in enumerate(pack.table("source_types")):
            self.types.setdefault(row.folded, (rank, row.id))
        self.seats = {row.folded: row.id for row in pack.table("seats")}
        countries = (row for row in pack.table("places") if row["kind"] == "country" and row["country"])
        self.governments = {row.folded: row["country"] for row in countries} | self.seats

    def told(self, speaker: Speaker, phrase: Span | None, document: Document) -> Speaker:
        """The speaker with its type, or the country for whose government it speaks; unchanged where neither can be told."""
        if speaker.form == "unnamed":
            kind = self.type_of(document.text, phrase if phrase is not None and phrase.overlaps(speaker.span) else speaker.span)
            return msgspec.structs.replace(speaker, source_type=kind) if kind else speaker
        country = self.governments.get(fold_form(speaker.span.of(document.text)))
        return msgspec.structs.replace(speaker, stands_for=country) if country else speaker

    def type_of(self, text: str, phrase: Span) -> str | None:
        """The type that the words of a phrase tell; of several the one whose row stands first."""
        found = [kind for word in fold_form(phrase.of(text)).split() if (kind := self.type_of_word(word)) is not None]
        return min(found)[1] if found else None

    def type_of_word(self, word: str) -> tuple[int, str] | None:
        """Rank and type of a folded word, with or without article, preposition and ending."""
        article = self.affixes.article
        bare = word.removeprefix(article)
        if word[:1] in self.affixes.prepositions and word[1:].startswith(article):
            bare = word[1 + len(article) :]
        return self.types.get(word) or self.types.get(bare) or self.types.get(light_stem(bare, self.affixes))
