"""Dual nouns: "two policemen" in one word, number and counted noun at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

import msgspec

from isnad.annotate.quantity_context import Around, Candidate, Noun
from isnad.lang.pack import Pack, Row
from isnad.model.span import Span
from isnad.model.text import Kind, Token
from isnad.text.memo import Memo

Found = tuple[Candidate, Noun]
WORDS = 200_000
"""Words that are remembered."""
SHORTEST = 4


def dual_finder(pack: Pack) -> Callable[[Around, list[tuple[int, int]]], list[Found]]:
    """Compile all duals of the table's nouns; the finder looks at the tokens of the given ranges, which stand in order."""
    duals = _Duals(pack)

    def find(around: Around, ranges: list[tuple[int, int]]) -> list[Found]:
        out: list[Found] = []
        tokens = around.tokens
        words = [(at, known) for at, known in enumerate(map(duals.known.__getitem__, [token.norm for token in tokens])) if known]
        starts = [first for first, _ in ranges]
        for at, known in words:
            token, place = tokens[at], bisect_right(starts, at) - 1
            if place < 0 or at >= ranges[place][1] or token.kind != Kind.WORD:
                continue
            found = known.sure or _construct(around, at, known.construct) or known.owned
            if found and not around.is_taken(token.span) and not _agrees(around, at, out, found[0]):
                out.append(_found(token, at, found, duals.article))
        return out

    return find


class _Word(msgspec.Struct, frozen=True):
    """What a word may be as a dual: particles before it, its row and its state; None where it is none."""

    sure: tuple[str, Row, str] | None
    construct: tuple[str, Row, str] | None
    """Before its complement; only what follows can tell."""
    owned: tuple[str, Row, str] | None
    """With a pronoun."""


class _Duals:
    """All dual forms, and the particles and pronouns that may be written with them."""

    def __init__(self, pack: Pack) -> None:
        affixes = pack.affixes
        self.article = affixes.article
        self._forms = _forms(pack)
        conjunctions = ("", *affixes.conjunctions)
        leads = {c + p + a for c in conjunctions for p in ("", *affixes.prepositions) for a in ("", affixes.article)}
        self._leads = leads | {c + affixes.swallowing + affixes.joined_article for c in conjunctions}
        self._sizes = range(max(map(len, self._leads)) + 1)
        self._pronouns = tuple(sorted(affixes.pronouns, key=lambda pronoun: (len(pronoun), pronoun)))
        endings = [(row["state"], row.id, row.folded) for row in pack.table("dual_endings")]
        self._free = tuple(form for state, _, form in endings if state == "free")
        self._nominative = tuple(form for state, case, form in endings if (state, case) == ("construct", "nominative"))
        self._oblique = tuple(form for state, case, form in endings if (state, case) == ("construct", "oblique"))
        self._constructs = self._nominative + self._oblique
        self.known = Memo(self._word, WORDS)

    def _word(self, word: str) -> _Word | None:
        if len(word) < SHORTEST:
            return None
        sure = self._look(word) if word.endswith(self._free) else None
        construct = self._look(word) if sure is None and word.endswith(self._oblique) else None
        owned = self._look_owned(word) if len(word) > SHORTEST and word.endswith(self._pronouns) else None
        return _Word(sure, construct, owned) if sure or construct or owned else None

    def _look(self, word: str) -> tuple[str, Row, str] | None:
        for size in self._sizes:
            lead = word[:size]
            if (found := self._forms.get(word[size:])) and lead in self._leads:
                row, state = found
                if state == "free" or not lead.endswith(self.article):
                    return lead, row, state
        return None

    def _look_owned(self, word: str) -> tuple[str, Row, str] | None:
        """A dual with a pronoun after it."""
        for pronoun in self._pronouns:
            # One letter after the oblique ending looks like a relative adjective, so that needs the nominative.
            if not word.endswith(pronoun):
                continue
            stem = word[: -len(pronoun)]
            if not stem.endswith(self._nominative if len(pronoun) == 1 else self._constructs):
                continue
            if (found := self._look(stem)) and found[2] == "construct":
                return found
        return None


def _forms(pack: Pack) -> dict[str, tuple[Row, str]]:
    """Folded dual to its row and state; oblique duals of sound plurals are left out, as the plural looks the same."""
    endings = [row for row in pack.table("dual_endings") if row["state"] in ("free", "construct")]
    tied, open_ta = _ta(pack)
    out: dict[str, tuple[Row, str]] = {}
    for row in pack.table("dual_nouns"):
        stem = row.folded[: -len(tied)] + open_ta if row["plural"] == "feminine" and row.folded.endswith(tied) else row.folded
        for ending in endings:
            if (row["plural"], ending.id) in (("sound", "oblique"), ("oblique", "nominative")):
                continue
            out.setdefault(stem + ending.folded, (row, ending["state"]))
    return _units(pack, tied, open_ta) | _people(pack) | out


def _people(pack: Pack) -> dict[str, tuple[Row, str]]:
    """Duals of nationalities ("two Libyans"): in the nominative alone, as the oblique is the plural too."""
    nominative = next(r.folded for r in pack.table("dual_endings") if (r.id, r["state"]) == ("nominative", "free"))
    cells = {"plural": "sound", "event": ""}
    return {r.folded + nominative: (msgspec.structs.replace(r, id="person", cells=cells), "free") for r in pack.table("nationalities")}


def _units(pack: Pack, tied: str, open_ta: str) -> dict[str, tuple[Row, str]]:
    """Duals of units ("two metres"): of the singular, which is the first form of its unit that is a plain word."""
    singular: dict[str, Row] = {}
    for row in pack.table("units"):
        if row["dimension"] != "percent" and row.folded.isalpha() and len(row.folded) >= SHORTEST - 1 and not row.folded.isascii():
            singular.setdefault(row.id, row)
    endings = [row.folded for row in pack.table("dual_endings") if row["state"] == "free"]
    stems = [(row.folded.removesuffix(tied) + (open_ta if row.folded.endswith(tied) else ""), row) for row in singular.values()]
    cells = {"plural": "broken", "event": ""}
    return {stem + e: (msgspec.structs.replace(row, cells={**row.cells, **cells}), "free") for stem, row in stems for e in endings}


def _ta(pack: Pack) -> tuple[str, str]:
    rows = {row.id: row.folded for row in pack.table("dual_endings")}
    return rows["tied"], rows["open"]


def _construct(around: Around, at: int, found: tuple[str, Row, str] | None) -> tuple[str, Row, str] | None:
    """A dual before its complement looks like other words: only before a noun, and only of persons and feminine nouns."""
    if found is None or found[2] != "construct":
        return None
    row = found[1]
    following = around.noun(at + 1)
    if following is None or around.is_mark(at + 1) or around.word(at + 1) in around.marks.stopwords:
        return None
    return found if row["plural"] == "feminine" or (row.id == "person" and following.kind != "word") else None


def _agrees(around: Around, at: int, out: list[Found], lead: str) -> bool:
    """Whether the word is an adjective of a dual right before it, and not joined to it."""
    return not lead.startswith(tuple(around.marks.joiner)) and bool(out) and out[-1][0].last == at and around.close(at)


def _found(token: Token, at: int, found: tuple[str, Row, str], article: str) -> Found:
    lead, row, _ = found
    start = token.start + len(lead) - (len(article) if lead.endswith(article) else 0)
    span = Span(start if token.start <= start < token.end else token.start, token.end)
    kind = row.cells.get("dimension") or (row.id if row.id != "other" else "person")
    candidate = Candidate(at, at + 1, span, 2.0, ("dual",), row.where, lead, True)
    return candidate, Noun(at, at + 1, span, kind, row["event"], row.id if "dimension" in row.cells else None)
