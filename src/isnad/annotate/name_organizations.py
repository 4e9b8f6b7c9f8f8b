"""Names of organizations by their grammar: a head noun and its complement, up to where it ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from isnad.annotate.name_words import FEMININE, NISBA, Found, Words, span_of, word_at
from isnad.model.document import Document
from isnad.model.text import Token

LONGEST = 8
LONG_LINK = 4
LOOSE = frozenset({"party", "armed-group", "company", "ngo"})
"""Kinds whose definite head with an adjective is rather a common noun: the extremist organization."""
OPENING, CLOSING = '\u00ab\u201c\u201d\u201f"(', '\u00bb\u201d\u201c")'
NAME_ONLY = frozenset({"media"})
"""Kinds whose head is no part of the name."""


def organizations(
    document: Document, part: tuple[int, int], words: Words, tagged: Sequence[str], fixed: Mapping[int, int]
) -> Iterator[Found]:
    """Organizations among the tokens of a part; `tagged` are all labels, `fixed` where fixed names begin and end."""
    tokens, (at, last) = document.tokens, part
    while at < last:
        head = words.head(tokens[at].norm)
        end = at
        if head is not None and at + 1 not in fixed:
            form, fine, _ = head
            if fine in NAME_ONLY:
                start, end = _quoted_or_next(tokens, at, last, words, tagged)
                if end > start:
                    yield Found(start, end, span_of(document, start, end), "organization", f"names@1:outlet {form}", fine)
            else:
                end = _complement(tokens, at, last, words, form)
                if at in fixed and not all(_adjective(t.norm) for t in tokens[fixed[at] : end]):
                    end = at
                if _stands(words, tokens, (at, end), head, tagged[at:end]):
                    yield Found(
                        at, end, span_of(document, at, end, _skip(tokens[at].norm, form)), "organization", f"names@1:head {form}", fine
                    )
                else:
                    end = at
        at = max(end, at + 1)


def _quoted_or_next(tokens: Sequence[Token], at: int, last: int, words: Words, tagged: Sequence[str]) -> tuple[int, int]:
    """The name of an outlet after its head: between quotation marks, or the next word and what the tagger adds."""
    start = at + 1
    if start < last and tokens[start].norm in OPENING:
        end = start + 1
        while end < min(last, start + LONGEST) and tokens[end].norm not in CLOSING:
            end += 1
        return start + 1, end if end < last and tokens[end].norm in CLOSING else start
    word = word_at(tokens, start) if start < last else ""
    sure = bool(word) and tagged[start].endswith("ORG") and not words.definite(word)
    if not word or words.ends(word) or word in words.nationality or words.definite(tokens[at].norm):
        return start, start
    if (
        not (sure or (words.definite(word) and start + 1 < last))
        and words.heads.get(words.bare(words.readings(tokens[at].norm)[-1]), ("", ""))[1] != "strong"
    ):
        return start, start
    end = start + 1
    while (
        end < last
        and (tagged[end] == "I-ORG" or (words.definite(word) and words.definite(word_at(tokens, end))))
        and not words.ends(tokens[end].norm)
    ):
        end += 1
    return start, end


def _strength(word: str, words: Words) -> str:
    head = words.head(word)
    return head[2] if head else ""


def _stands(words: Words, tokens: Sequence[Token], part: tuple[int, int], head: tuple[str, str, str], tagged: Sequence[str]) -> bool:
    """Whether a head with its complement is a name: what more it needs depends on the head."""
    (at, end), (form, fine, strength) = part, head
    if end <= at + 1:
        return False
    national = any(t.norm in words.nationality for t in tokens[at + 1 : end])
    if strength == "bare":
        feminine = tokens[at + 1].norm in words.nationality and tokens[at + 1].norm.endswith(FEMININE)
        return feminine and words.definite(form) and words.title(word_at(tokens, at - 1)) is None
    if strength == "national":
        return national and not words.definite(form) and end > at + 2
    if words.definite(form) and fine in LOOSE and not national:
        return False
    return strength == "strong" or any(label.endswith("ORG") for label in tagged)


def _skip(word: str, form: str) -> int:
    if word.endswith(form):
        return len(word) - len(form)
    return max(0, len(word) - len(form) + 1)


def _complement(tokens: Sequence[Token], at: int, last: int, words: Words, form: str) -> int:
    """Where the name that opens at a head ends; the head's own end plus one if it has no complement.

    Nouns with article follow nouns, adjectives end the row but for more adjectives and parts joined by "for the".
    """
    definite, described, sure = words.definite(form), False, at + 1
    for j in range(at + 1, min(last, at + LONGEST)):
        word = word_at(tokens, j)
        adjective = words.definite(word) and (_adjective(word) or word in words.modifiers or word in words.nationality)
        opens = j == at + 1 and not words.definite(form) and words.definite(word)
        if not word or (not adjective and (word in words.boundaries or (words.title(word) is not None and not opens))):
            break
        if words.definite(word):
            if described and not adjective:
                break
            sure, definite, described = j + 1, True, adjective
        elif definite and sure == j and _linked(tokens, j, words, described or words.definite(form)):
            sure, described = j + 1, False
        elif j == at + 1 and word in words.places and not definite:
            return j + 1
        elif definite or j > at + 2:
            break
    return sure


def _linked(tokens: Sequence[Token], j: int, words: Words, described: bool) -> bool:
    """A joined part after an adjective: for the …, for the rights of the …"""
    word = tokens[j].norm
    if not described or word[:1] != words.joined[:1]:
        return False
    return (word.startswith(words.joined) and len(word) > LONG_LINK) or (len(word) > 3 and words.definite(word_at(tokens, j + 1)))


def _adjective(word: str) -> bool:
    return word.endswith((NISBA, NISBA + FEMININE))
