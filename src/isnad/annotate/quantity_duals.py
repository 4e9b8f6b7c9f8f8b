"""Dual nouns: "two policemen" in one word, number and counted noun at once."""

from __future__ import annotations

from collections.abc import Callable

from isnad.annotate.quantity_context import Around, Candidate, Noun
from isnad.lang.pack import Pack, Row
from isnad.model.span import Span
from isnad.model.text import Kind, Token

Found = tuple[Candidate, Noun]
SHORTEST = 4


def dual_finder(pack: Pack) -> Callable[[Around, list[tuple[int, int]]], list[Found]]:
    """Compile all duals of the table's nouns; the finder looks at the tokens of the given ranges."""
    forms = _forms(pack)
    affixes = pack.affixes
    particles = [c + p for c in ("", *affixes.conjunctions) for p in ("", *affixes.prepositions)]
    leads = sorted(
        {p + a for p in particles for a in ("", affixes.article)}
        | {c + affixes.swallowing + affixes.joined_article for c in ("", *affixes.conjunctions)},
        key=len,
    )
    ends = tuple({row.folded for row in pack.table("dual_endings") if row["state"] == "free"})
    pronouns = sorted(affixes.pronouns, key=len)
    nominative = tuple(row.folded for row in pack.table("dual_endings") if row["state"] == "construct" and row.id == "nominative")
    oblique = tuple(row.folded for row in pack.table("dual_endings") if row["state"] == "construct" and row.id == "oblique")

    def look(word: str) -> tuple[str, Row, str] | None:
        """Particles before it, its row, its state."""
        for lead in leads:
            if word.startswith(lead) and (found := forms.get(word[len(lead) :])):
                row, state = found
                if state == "free" or not lead.endswith(affixes.article):
                    return lead, row, state
        return None

    def with_pronoun(word: str) -> tuple[str, Row, str] | None:
        for pronoun in pronouns:
            # One letter after the oblique ending looks like a relative adjective, so that needs the nominative.
            stem = word[: -len(pronoun)]
            if not word.endswith(pronoun) or (len(pronoun) == 1 and not stem.endswith(nominative)):
                continue
            if (found := look(stem)) and found[2] == "construct":
                return found[0], found[1], "owned"
        return None

    def find(around: Around, ranges: list[tuple[int, int]]) -> list[Found]:
        out: list[Found] = []
        for first, last in ranges:
            for at in range(first, last):
                token = around.tokens[at]
                if token.kind != Kind.WORD or len(token.norm) < SHORTEST:
                    continue
                found = look(token.norm) if token.norm.endswith(ends) else None
                if found is None and token.norm.endswith(oblique):
                    found = _construct(around, at, look(token.norm))
                if found is None and len(token.norm) > SHORTEST:
                    found = with_pronoun(token.norm)
                if found and not around.is_taken(token.span) and not _agrees(around, at, out):
                    out.append(_found(token, at, found, affixes.article))
        return out

    return find


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
    return out


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


def _agrees(around: Around, at: int, out: list[Found]) -> bool:
    """Whether the word is an adjective of a dual right before it."""
    return bool(out) and out[-1][0].last == at and around.close(at)


def _found(token: Token, at: int, found: tuple[str, Row, str], article: str) -> Found:
    lead, row, _ = found
    start = token.start + len(lead) - (len(article) if lead.endswith(article) else 0)
    span = Span(start if token.start <= start < token.end else token.start, token.end)
    kind = row.id if row.id != "other" else "person"
    candidate = Candidate(at, at + 1, span, 2.0, ("dual",), row.where, lead, True)
    return candidate, Noun(at, at + 1, span, kind, row["event"])
