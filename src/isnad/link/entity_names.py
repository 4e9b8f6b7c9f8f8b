"""Forms of names: folded parts without article, particles read for what they do, and whether two parts are one.

Arabic names are compared strictly: they differ by a vowel (two patterns of one root are two names). Foreign ones are
compared by sound, for every press transliterates them its own way.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import msgspec
from rapidfuzz.distance import Levenshtein

from isnad.lang.pack import Pack
from isnad.link.entity_letters import NONE, UNSAID, Letters, is_latin
from isnad.text.folding import fold_form
from isnad.text.spoofing import disguised, undisguised

ALIKE = 0.84
"""Likeness of two foreign parts from which on they may be one."""
ALIKE_SHORT = 0.86
"""The same for parts that only two letters carry."""
ALIKE_GIVEN = 0.89
"""The same where these are first names."""
ALIKE_SCRIPTS = 0.82
"""The same across scripts."""
EXCHANGE = 0.15
"""Dearest exchange of letters that an Arabic part bears."""
FATHER = "~"
DISGUISE = "\u2248 "
_BREAKS = str.maketrans(dict.fromkeys("-./,'\u2019\u00ab\u00bb\"()\u060c\u2013\u2014_:", " "))


class Site(NamedTuple):
    """What a place's name is compared by."""

    directions: frozenset[str]
    """Words that tell two places of one name apart (north, new, upper), without article."""
    letters: str
    """The name written as one word, without articles and the noun that says what it is."""
    plain: str
    """The same, with what orthographies differ in made one."""
    arabic: str
    """The same as sounds are compared."""


class Form(msgspec.Struct, frozen=True):
    """A form of a name: its folded parts, their skeletons, and what particles say of them."""

    text: str
    parts: tuple[str, ...]
    bones: tuple[str, ...]
    marks: tuple[str, ...] = ()
    """For each part `patronymic` (named as a father), `house` (a family's name) or nothing."""
    latin: bool = False
    native: bool = False
    """Holds a part that only Arabic names have."""
    articles: tuple[bool, ...] = ()
    """Whether each part bore the article."""
    whole: str = ""
    """All letters in one."""
    disguised: bool = False
    """Mixes Latin letters with ones of other alphabets that look like them; the parts are what a reader sees."""

    @property
    def last(self) -> str:
        """Skeleton of the last part."""
        return self.bones[-1] if self.bones else ""

    @property
    def key(self) -> str:
        """What forms that differ in article, spelling of compounds or particles that say nothing share; a father is marked.

        A disguised name has another than the one that it looks like.
        """
        return DISGUISE * self.disguised + " ".join(
            f"{FATHER}{p}" if m == "patronymic" else p for p, m in zip(self.parts, self.marks, strict=True)
        )


class Names:
    """Makes and compares forms; compiled once a pack."""

    def __init__(self, pack: Pack) -> None:
        rows = pack.table("skeleton").rows
        self.exchanges = [(r.folded, "" if r["becomes"] == "-" else fold_form(r["becomes"])) for r in rows]
        self.exchanges.sort(key=lambda e: -len(e[0]))
        self.letters = Letters(pack)
        self.article = pack.affixes.article
        self.rules: dict[str, frozenset[str]] = {}
        for kind in {row["kind"] for row in pack.table("name_rules")}:
            self.rules[kind] = pack.forms("name_rules", "kind", kind)
        self.given = {row.folded: row.id for row in pack.table("given_names")}
        self.spelled = {row.folded: row.id for row in pack.table("name_spellings")}
        self.nisba = min(pack.affixes.endings, key=lambda e: (e != "\u064a", e))
        self.form = lru_cache(maxsize=262_144)(self._form)
        self.bone = lru_cache(maxsize=262_144)(self.skeleton)
        self.alike = lru_cache(maxsize=524_288)(self._alike)
        self.nearest = lru_cache(maxsize=65_536)(self._nearest)
        self.plain = lru_cache(maxsize=262_144)(self._plain)
        self.site = lru_cache(maxsize=131_072)(self._site)
        self.untitled = lru_cache(maxsize=131_072)(self._untitled)
        self.titles = self._titles(pack)

    def _form(self, text: str) -> Form:
        disguise = disguised(text)
        folded = fold_form(undisguised(text) if disguise else text).lower().translate(_BREAKS)
        words = ["".join(c for c in w if c.isalnum()) for w in folded.split()]
        words = [w for w in words if w]
        parts, marks, articles = self._joined(words)
        if not parts:
            parts, marks, articles = words, [""] * len(words), [False] * len(words)
        native = any(marks) or any(p in self.given or any(c in self.rules["native-letter"] for c in p) for p in parts)
        latin = is_latin(text)
        bare = "".join(self.bare(w) for w in words)
        bones = tuple(self.bone(p) for p in parts)
        return Form(text, tuple(parts), bones, tuple(marks), latin, native, tuple(articles), bare, disguise)

    def _titles(self, pack: Pack) -> dict[str, frozenset[tuple[str, ...]]]:
        """Titles and honorifics by their first word; single words that are given names too are none."""
        out: dict[str, set[tuple[str, ...]]] = {}
        for form in {row.folded for row in pack.table("titles")} | self.rules["honorific"]:
            words = tuple(form.split())
            if len(words) > 1 or words[0] not in self.given:
                out.setdefault(words[0], set()).add(words)
        return {word: frozenset(found) for word, found in out.items()}

    def _untitled(self, text: str) -> Form:
        """The form without titles before it, as long as a name is left."""
        words = text.translate(_BREAKS).split()
        folded = [fold_form(w).lower() for w in words]
        at = 0
        while at < len(words) - 1:
            found = [len(t) for t in self.titles.get(folded[at], ()) if tuple(folded[at : at + len(t)]) == t]
            if not found or at + max(found) >= len(words):
                break
            at += max(found)
        return self.form(" ".join(words[at:])) if at else self.form(text)

    def _joined(self, words: list[str]) -> tuple[list[str], list[str], list[bool]]:
        """Parts with their marks and whether they bore the article: compounds made one, particles gone."""
        parts: list[str] = []
        marks: list[str] = []
        articles: list[bool] = []
        mark, at = "", 0
        while at < len(words):
            word, more = words[at], at + 1 < len(words)
            at += 1
            if word in self.rules["patronymic"] and more:
                mark = "patronymic"
            elif word in self.rules["house"] and more:
                mark = "house"
            elif (word in self.rules["foreign-particle"] or word in self.rules["article"]) and (more or parts):
                continue
            elif (word in self.rules["second"] or word in self.rules["family-suffix"]) and parts:
                parts[-1] += word
            else:
                articles.append(self.bare(word) != word)
                if word in self.rules["joined"] and more:
                    word += words[at]
                    at += 1
                else:
                    word = self.bare(word)
                parts.append(word)
                marks.append(mark)
                mark = ""
        return parts, marks, articles

    def bare(self, word: str) -> str:
        """A word without its article."""
        return word.removeprefix(self.article) if len(word) > len(self.article) + 2 else word

    def skeleton(self, part: str) -> str:
        """Consonants of a folded part, letters that transliterations exchange made one, doubled ones once."""
        if part.isascii():
            part = self.letters.read_latin(part)
        first, rest = part[:1], part[1:]
        for old, new in self.exchanges:
            rest = rest.replace(old, new)
            first = (new or first) if first == old and new else first
        out = first
        for letter in rest:
            if letter != out[-1:] and letter not in "aeiou":
                out += letter
        return out

    def is_given(self, form: Form, i: int) -> bool:
        """Whether a part is a given name (with the article it is a title or a family's name)."""
        return form.parts[i] in self.given and not form.articles[i]

    def particled(self, form: Form) -> bool:
        """Whether particles of foreign names stand in it, which are written apart or together."""
        return any(w in self.rules["foreign-particle"] for w in fold_form(form.text).split())

    def numbers(self, form: Form) -> frozenset[str]:
        """Ordinals and numbers of a name."""
        words = fold_form(form.text).split()
        return frozenset(w for w in words if w in self.rules["ordinal"] or w.isdigit())

    def _site(self, text: str) -> Site:
        """What a place's name is compared by."""
        words = fold_form(text).translate(_BREAKS).split()
        kept = words[1:] if len(words) > 1 and words[0] in self.rules["place-head"] else words
        letters = "".join(self.bare(w) for w in kept)
        directions = frozenset(self.bare(w) for w in fold_form(text).split() if w in self.rules["direction"])
        return Site(directions, letters, self.plain(letters), self.letters.arabic(letters))

    def joined_alike(self, a: str, b: str) -> float:
        """How alike two foreign names are, each written as one word."""
        u, v = self.letters.arabic(a), self.letters.arabic(b)
        if min(self.letters.weight(u), self.letters.weight(v)) < 4:
            return 0.0
        return self.likely(u, v, 0.92)

    def places_alike(self, a: Form, b: Form) -> float:
        """How sure two names of places are one, by their letters written as one word; 0 where a direction differs."""
        x, y = self.site(a.text), self.site(b.text)
        if x.directions != y.directions:
            return 0.0
        if a.whole == b.whole:
            return 1.0
        if x.letters == y.letters:
            return 0.9
        if a.latin != b.latin:
            if len(a.parts) != len(b.parts):
                return 0.0
            return min(self.same_part(a, i, b, i) for i in range(len(a.parts)))
        if x.plain == y.plain:
            return 0.98
        return self.strictly(x.arabic, y.arabic) if a.native or b.native else self.loosely(x.arabic, y.arabic, ALIKE_SHORT)

    def _plain(self, part: str) -> str:
        """An Arabic part with what orthographies differ in made one."""
        letters = part.replace("\u0626", "\u064a").replace("\u0624", "\u0648").replace("\u0621", "")
        return "".join(c for i, c in enumerate(letters) if i == 0 or c != letters[i - 1])

    def same_part(self, a: Form, i: int, b: Form, j: int) -> float:
        """How sure two parts are the same: 1 spelled alike, less by likeness, 0 not."""
        x, y = a.parts[i], b.parts[j]
        if x == y:
            return 1.0
        if min(len(x), len(y)) == 1:
            return self.initial(a, x, b, y)
        return self.alike(*sorted((x, y)), a.latin != b.latin, a.native or b.native, max(i, j) == 0)

    def initial(self, a: Form, x: str, b: Form, y: str) -> float:
        """An initial and a name that begins with it."""
        if a.latin != b.latin:
            return 0.0
        short, long = sorted((x, y), key=len)
        first = self.bone(long)[:1]
        return 0.8 if long.startswith(short) or self.bone(short) == first else 0.0

    def _alike(self, x: str, y: str, scripts: bool, native: bool, given: bool) -> float:
        """How sure two parts are one, by the table, strictly (`native`), or by sound."""
        if self.spelled.get(x, x) == self.spelled.get(y, y):
            return 1.0
        if scripts:
            return self.across(x, y)
        a, b = self.given.get(x), self.given.get(y)
        if a is not None and b is not None and a != b:
            return 0.0
        if any(long == short + second for short, long in ((x, y), (y, x)) for second in self.rules["second"]):
            return 0.85
        if self.plain(x) == self.plain(y):
            return 0.98
        if Levenshtein.distance(self.bone(x), self.bone(y), score_cutoff=2) > 2:
            return 0.0
        u, v = self.letters.arabic(x), self.letters.arabic(y)
        short, long = sorted((x, y), key=len)
        if long == short + self.nisba or (given and long[:-1] == short and long[-1] in "\u0627\u0647\u0648"):
            return 0.0
        return self.strictly(u, v) if native else self.loosely(u, v, ALIKE_GIVEN if given else ALIKE_SHORT)

    def strictly(self, u: str, v: str) -> float:
        """How sure two parts of Arabic names are one: letters of one class, or long ones that differ in a vowel; else 0."""
        if u in self.given or v in self.given:
            return 0.0
        if len(u) == len(v) and all(self.letters.cost(a, b) <= EXCHANGE for a, b in zip(u, v, strict=True)):
            return self.letters.likeness(u, v)
        return self.likely(u, v, 0.9) if min(self.letters.weight(u), self.letters.weight(v)) >= 4 else 0.0

    def loosely(self, u: str, v: str, short: float) -> float:
        """How sure two parts of foreign names are one; those of few letters must be as alike as `short`."""
        return self.likely(u, v, ALIKE if min(self.letters.weight(u), self.letters.weight(v)) > 2 else short)

    def likely(self, u: str, v: str, least: float) -> float:
        """How alike two parts sound; 0 below `least`."""
        likeness = self.letters.likeness(u, v, NONE, least)
        return likeness if likeness >= least else 0.0

    def across(self, x: str, y: str) -> float:
        """How sure a Latin and an Arabic part are one: alike, and no other given name is more so."""
        latin, arabic = (x, y) if x.isascii() or is_latin(x) else (y, x)
        read = self.letters.read_latin(latin)
        likeness = self.letters.likeness(read, self.letters.arabic(arabic), UNSAID, ALIKE_SCRIPTS)
        if likeness < ALIKE_SCRIPTS:
            return 0.0
        known = self.given.get(arabic)
        return 0.0 if known is not None and self.nearer(latin, likeness) not in (None, known) else likeness

    def nearer(self, latin: str, likeness: float) -> str | None:
        """The given name that a Latin word sounds clearly more like than so; None where there is none."""
        found, best = self.nearest(latin)
        return found if best > likeness + 0.05 else None

    def _nearest(self, latin: str) -> tuple[str, float]:
        """The given name that a Latin word sounds most like, and how much."""
        read = self.letters.read_latin(latin)
        best, form = max((self.letters.likeness(read, self.letters.arabic(form), UNSAID), form) for form in self.given)
        return self.given[form], best
