"""The Latin form of an entity's name: from a table, from the usual form of each part, else by transliteration, and which of them."""

from __future__ import annotations

import gzip
from functools import cache, lru_cache
from pathlib import Path

from isnad.lang.pack import Pack
from isnad.link.entity_known import OTHER, Known
from isnad.link.entity_letters import is_latin
from isnad.link.entity_names import Names
from isnad.text.folding import fold_form

PARTS = "latin_parts.txt.gz"
VOWELS = "aiu"


@cache
def latin_parts(folder: Path) -> dict[str, str]:
    """Folded part of a name to its usual Latin form; empty where a pack has none."""
    path = folder / "models" / PARTS
    if not path.is_file():
        return {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return dict(line.split() for line in lines)


class Latin:
    """Gives Latin forms; compiled once a pack."""

    def __init__(self, pack: Pack, names: Names) -> None:
        self.names, self.known = names, Known(pack)
        self.letters = {r.form: "" if r["becomes"] == "-" else r["becomes"] for r in pack.table("romanisation") if r["kind"] == "letter"}
        self.words = {r.folded: r["becomes"] for r in pack.table("romanisation") if r["kind"] == "word"}
        self.parts = latin_parts(pack.folder)
        self.article = pack.affixes.article
        self.tabled: dict[tuple[str, str], str] = {}
        for row in pack.table(OTHER):
            found = self.known.id_of(row["type"], row.form)
            held = self.tabled.get((row["type"], found or ""), "")
            if found is not None and is_latin(row.form) and len(row.form) > len(held):
                self.tabled[row["type"], found] = row.form
        self.countries = {r.folded: r["country"] for r in pack.table("places") if r["kind"] == "country"}

    def of(self, kind: str, name: str) -> tuple[str | None, str | None]:
        """The Latin form of a name and where it is from (`table`, `parts`, `rules`); a Latin name is its own."""
        if is_latin(name):
            return name, "text"
        found = self.tabled.get((kind, self.known.id_of(kind, name) or "")) or (self.territory(name) if kind == "place" else None)
        if found:
            return found, "table"
        words = [w for w in fold_form(name).replace("-", " ").split() if any(c.isalnum() for c in w)]
        told = [self.word(w, original) for w, original in zip(words, self.originals(name, words), strict=True)]
        if not told:
            return None, None
        return " ".join(t for t, _ in told), "parts" if all(sure for _, sure in told) else "rules"

    def originals(self, name: str, words: list[str]) -> list[str]:
        """The words as written, where they are as many: folding hides the feminine ending."""
        written = [w for w in name.replace("-", " ").split() if any(c.isalnum() for c in w)]
        return written if len(written) == len(words) else words

    def territory(self, name: str) -> str | None:
        """A country's English name, from Unicode's list."""
        code = self.countries.get(fold_form(name))
        if not code:
            return None
        from babel import Locale

        found: str | None = Locale("en").territories.get(code)
        return found

    def word(self, word: str, written: str) -> tuple[str, bool]:
        """One word and whether its Latin form is known."""
        if word in self.words:
            return self.words[word], True
        if word in self.parts:
            return capital(self.parts[word]), True
        bare = self.names.bare(word)
        if bare != word:
            stem = bare if bare in self.parts else ""
            return f"al-{capital(self.parts[stem] if stem else self.spelled(bare, written))}", bool(stem)
        return capital(self.spelled(word, written)), False

    def spelled(self, word: str, written: str) -> str:
        """Transliteration letter by letter: vowels where they are written, `a` between consonants where none is."""
        out = ""
        for i, letter in enumerate(word):
            sound = self.letters.get(letter, letter if letter.isalnum() else "")
            last = i == len(word) - 1
            if last and written.endswith("\u0629"):
                sound = "" if out.endswith("a") else "a"
            elif sound in ("w", "y") and out and out[-1] not in VOWELS and (last or self.letters.get(word[i + 1], "") not in ("a",)):
                sound = "u" if sound == "w" else "i"
            elif sound and sound[0] not in VOWELS and out and out[-1] not in VOWELS and not (last and len(out) > 2 and out[-2] in VOWELS):
                sound = "a" + sound
            out += sound
        return out


@lru_cache(maxsize=2)
def latin_of(pack: Pack) -> Latin:
    """Latin forms of a pack's names, read once."""
    return Latin(pack, Names(pack))


def capital(word: str) -> str:
    """A word with a capital first letter."""
    return word[:1].upper() + word[1:]
