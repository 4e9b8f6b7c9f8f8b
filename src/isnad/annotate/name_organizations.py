"""Names of organizations by their grammar: a head noun and its complement, up to where it ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from isnad.annotate.name_flags import COMMON, HEAD
from isnad.annotate.name_given import name_end
from isnad.annotate.name_words import AND, FEMININE, NISBA, Found, Words, span_of, word_at
from isnad.model.document import Document
from isnad.model.text import Token

LONGEST = 8
LONG_LINK = 4
ORIGIN = NISBA + FEMININE
LOOSE = frozenset({"party", "armed-group", "company", "ngo"})
"""Kinds whose definite head with an adjective is rather a common noun: the extremist organization."""
OPENING, CLOSING = '\u00ab\u201c\u201d\u201f"(', '\u00bb\u201d\u201c")'
CALLED = frozenset({"media", "agency"})
"""Kinds whose fixed name is told without its head."""
NAME_ONLY = frozenset({"media"})
"""Kinds whose head is no part of the name."""


def organizations(
    document: Document, part: tuple[int, int], words: Words, tagged: Sequence[str], fixed: Mapping[int, int]
) -> Iterator[Found]:
    """Organizations among the tokens of a part; `tagged` are all labels, `fixed` where fixed names begin and end."""
    tokens, (end, last) = document.tokens, part
    for at in words.flags.places(tokens, part, HEAD):
        if at < end or (head := words.head(tokens[at].norm)) is None:
            continue
        if at + 1 in fixed and head[1] not in CALLED and not words.definite(head[0]):
            form, fine, _ = head
            end = fixed[at + 1]
            while end < last and tokens[end].norm in words.nationality and words.definite(tokens[end].norm):
                end += 1
            yield Found(at, end, span_of(document, at, end, _skip(tokens[at].norm, form)), "organization", f"names@1:head {form}", fine)
        elif at + 1 not in fixed:
            form, fine, _ = head
            if fine in NAME_ONLY:
                start, end = _quoted_or_next(tokens, at, last, words, tagged)
                if end > start:
                    yield Found(start, end, span_of(document, start, end), "organization", f"names@1:outlet {form}", fine)
            else:
                end = _complement(tokens, at, last, words, form)
                quoted = at > 0 and tokens[at - 1].norm in OPENING
                end = _to_quote(tokens, at, end, last) if quoted else end
                if at in fixed and not all(_adjective(t.norm) for t in tokens[fixed[at] : end]):
                    end = at
                closed = quoted and end > at + 1 and end < last and tokens[end].norm in CLOSING
                called = not words.definite(form) and _called_after(tokens, at + 1, last, words, form) > at + 1
                if closed or called or _stands(words, tokens, (at, end), head, tagged[at:end]):
                    span = span_of(document, at, end, _skip(tokens[at].norm, form))
                    yield Found(at, end, span, "organization", f"names@1:head {form}", _kind(tokens[at:end], fine, words))
                else:
                    end = at


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
    if not sure and words.heads.get(words.bare(words.readings(tokens[at].norm)[-1]), ("", ""))[1] == "weak":
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
        and not any(words.ends(form) for form in words.readings(tokens[end].norm))
    ):
        end += 1
    return start, end


def _kind(tokens: Sequence[Token], fine: str, words: Words) -> str:
    """The kind of a head; an agency whose name says nothing of news is a government's."""
    news = fine != "agency" or any(token.norm in words.generic for token in tokens)
    return fine if news else "government"


def _to_quote(tokens: Sequence[Token], at: int, end: int, last: int) -> int:
    """The closing mark of a quoted name whose first words are a body: "coalition of the citizens for change"."""
    if end == at + 1:
        return end
    return next((i for i in range(end, min(last, at + LONGEST)) if tokens[i].norm in CLOSING), end)


def _stands(words: Words, tokens: Sequence[Token], part: tuple[int, int], head: tuple[str, str, str], tagged: Sequence[str]) -> bool:
    """Whether a head with its complement is a name: what more it needs depends on the head."""
    (at, end), (form, fine, strength) = part, head
    if end <= at + 1 or all(t.norm in words.generic for t in tokens[at + 1 : end]):
        return False
    if words.bare(form) in words.devices and tokens[at + 1].norm in words.no_body:
        return False  # "the technical staff", "the computer"
    national = any(t.norm in words.nationality for t in tokens[at + 1 : end])
    if strength == "bare":
        feminine = tokens[at + 1].norm in words.nationality and tokens[at + 1].norm.endswith(FEMININE)
        return feminine and words.definite(form) and words.title(word_at(tokens, at - 1)) is None
    if strength == "national":
        return national and not words.definite(form) and end > at + 2
    linked = any(t.norm.startswith(words.joined) and len(t.norm) > LONG_LINK for t in tokens[at + 2 : end])
    if words.definite(form) and fine in LOOSE and not (national or linked):
        return False
    if strength == "weak" and all(words.bare(t.norm) in words.common for t in tokens[at + 1 : end]):
        return False  # "movement of the ships"
    return strength == "strong" or any(label.endswith("ORG") for label in tagged)


def _skip(word: str, form: str) -> int:
    if word.endswith(form):
        return len(word) - len(form)
    return max(0, len(word) - len(form) + 1)


def _complement(tokens: Sequence[Token], at: int, last: int, words: Words, form: str) -> int:
    """Where the name that opens at a head ends; the head's own end plus one if it has no complement.

    Nouns with article follow nouns, adjectives end the row but for more adjectives and parts joined by "for the" or "and".
    """
    definite, described, place, sure = words.definite(form), False, False, at + 1
    if not definite and (end := _called_after(tokens, at + 1, last, words, form)) > at + 1:
        return end
    if _only_described(form, word_at(tokens, at + 1), words):
        return sure
    only_adjectives, linked = definite, words.bare(form) in words.no_purpose  # "the government the plan": verb, subject, object
    for j in range(at + 1, min(last, at + LONGEST)):
        word = word_at(tokens, j)
        adjective = words.definite(word) and (_adjective(word) or word in words.adjectives or word in words.nationality)
        opens = j == at + 1 and not words.definite(form) and word in words.patrons
        ending = word in words.boundaries or (words.title(word) is not None and not opens and not _adjective(word))
        if not word or (ending and word not in words.adjectives) or for_purpose(tokens, (at, j), definite=definite, words=words):
            break
        if words.definite(word):
            if (described or only_adjectives) and not adjective:
                break
            sure, definite = j + 1, True
            described, place = adjective or word in words.places, word in words.places
        elif definite and sure == j and _and(tokens, j, words, described):
            sure, described, only_adjectives = j + 1, words.definite(word[1:]), False
        elif (
            definite
            and sure == j
            and not (linked or (place and not word.startswith(words.joined)))
            and _linked(tokens, j, words, described or words.definite(form))
        ):
            sure, described, only_adjectives, linked = j + 1, False, False, words.head(word) is None
        elif j == at + 1 and word in words.places and not definite:
            return j + 1
        elif definite or j > at + 2:
            break
    return sure


def _and(tokens: Sequence[Token], j: int, words: Words, described: bool) -> bool:
    """Whether "and" joins another affair that a body cares for, or another adjective of it ("the economic and social council")."""
    word, before = tokens[j].norm, tokens[j - 1].norm
    rest = word[1:]
    if word[0] != AND or not rest:
        return False
    if words.definite(rest):
        alike = described and _adjective(rest) and _adjective(before) and rest[-1] == before[-1]
        return words.bare(rest) in words.affairs or (alike and rest not in words.nationality and before not in words.nationality)
    return rest in words.affairs and words.definite(word_at(tokens, j + 1))


def for_purpose(tokens: Sequence[Token], part: tuple[int, int], *, definite: bool, words: Words) -> bool:
    """Whether "for the …" tells what an indefinite head is for, so that it has no name ("an urgent committee for the …")."""
    at, j = part
    if definite or not tokens[j].norm.startswith(words.joined) or len(tokens[j].norm) <= LONG_LINK:
        return False
    described = j == at + 2 and tokens[at].norm.endswith(FEMININE) and tokens[at + 1].norm.endswith(FEMININE)
    return j == at + 1 or described


def described(tokens: Sequence[Token], words: Words) -> bool:
    """Whether a head without article is only described ("a Qatari company"), or is a device or crew: no name of a body."""
    head, word = words.head(tokens[0].norm), tokens[1].norm
    if head is None:
        return False
    if words.bare(head[0]) in words.devices and word in words.no_body:
        return True
    loose = word.endswith(ORIGIN) and word not in words.affairs and not (words.definite(head[0]) or words.definite(word))
    return _only_described(head[0], word, words) or (loose and not (words.head(word) or words.place_head(word) or word in words.places))


def _only_described(form: str, word: str, words: Words) -> bool:
    """Whether an indefinite adjective of origin follows a head without article, which so is any body of its kind."""
    return word in words.nationality and not (words.definite(form) or words.definite(word) or word in words.places)


def _called_after(tokens: Sequence[Token], at: int, last: int, words: Words, form: str) -> int:
    """The end of a person's name after whom a body is called, and of adjectives that follow; `at` where there is none."""
    start = at + (word_at(tokens, at) in words.patrons) if at < last else at  # "the centre of the king NAME"
    word = word_at(tokens, start) if start < last and form not in words.no_patron else ""
    if not word or words.definite(word) or word in words.places or not (word in words.particles or words.bearers(word) >= COMMON):
        return at
    end = name_end(tokens, start, last, words, [False] * (last + 1), expected=False)
    if end == start + 1 and word in words.particles:
        return at
    named = end
    while end < last and words.definite(word_at(tokens, end)) and _adjective(tokens[end].norm):
        end += 1
    while end < last and _linked(tokens, end, words, described=True):
        end += 1
        while end < last and words.definite(word_at(tokens, end)) and _adjective(tokens[end].norm):
            end += 1
    return end if named > at + 1 or end > named > at else at


def _linked(tokens: Sequence[Token], j: int, words: Words, described: bool) -> bool:
    """A joined part after an adjective: for the …, for the rights of the …"""
    word = tokens[j].norm
    if not described or word[:1] != words.joined[:1] or word in words.purposes:
        return False
    return (word.startswith(words.joined) and len(word) > LONG_LINK) or (len(word) > 3 and words.definite(word_at(tokens, j + 1)))


def _adjective(word: str) -> bool:
    return word.endswith((NISBA, NISBA + FEMININE))
