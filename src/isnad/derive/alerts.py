"""What in an account is worth telling at once: what the articles that are new in it changed, and what somebody follows.

A notice has a key that says what it tells, not where: ten outlets with the same new toll make one notice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

import msgspec

from isnad.lang.pack import PROCLITICS, Pack
from isnad.model.account import Account, Evidence, FigureValue
from isnad.model.document import Document
from isnad.model.findings import Bounds
from isnad.model.kept import Follow
from isnad.text.folding import fold, fold_form
from isnad.text.scanner import Entry, Scanner

_THRESHOLD = re.compile(r"([a-z][a-z-]*)(?:\s*>\s*(\d+(?:\.\d+)?))?")
_SHOWN = 160
"""Characters of an article that a notice cites."""


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """Something worth telling."""

    kind: str
    """`figure-changes`, `conflict`, `denial`, `followed-person`, `followed-speaks`, `followed-phrase`, `followed-figure`."""
    key: tuple[str, ...]
    """What makes another notice the same one."""
    article: str
    """The new article that brought it."""
    details: dict[str, str]
    """Values that the message of its kind names."""


def notices(account: Account, new: Collection[str], follows: Sequence[Follow], pack: Pack) -> tuple[Notice, ...]:
    """All notices of a story's account, given which of its articles are new."""
    texts = {d.id: d.text for d in account.documents}
    found = [*figure_changes(account, new, texts), *conflicts(account, new, texts)]
    found += [*followed_persons(account, new, follows), *followed_figures(account, new, follows, texts)]
    documents = [d for d in account.documents if d.id in new]
    found += followed_phrases(documents, follows, pack)
    return tuple({(n.kind, n.key): n for n in reversed(found)}.values())[::-1]


def figure_changes(account: Account, new: Collection[str], texts: dict[str, str]) -> Iterator[Notice]:
    """Figures of which a new article tells a number that none told before and that none of a later day overtakes."""
    for figure in account.figures:
        told = [v for v in figure.values if v.kind != "new" and not v.stale]
        old, fresh = [v for v in told if v.article not in new], [v for v in told if v.article in new]
        if not old or not fresh:
            continue
        before, after = max(old, key=_moment), max(fresh, key=_moment)
        if _moment(after) >= _moment(before) and all(v.value != after.value for v in old):
            shown = after.span.of(texts[after.article])
            details = {
                "measure": figure.measure,
                "of": line(figure.of),
                "before": line(before.span.of(texts[before.article])),
                "after": line(shown),
            }
            yield Notice(
                kind="figure-changes", key=(figure.measure, fold_form(figure.of), fold_form(shown)), article=after.article, details=details
            )


def _moment(value: FigureValue) -> str:
    return value.as_of or value.reported or ""


def conflicts(account: Account, new: Collection[str], texts: dict[str, str]) -> Iterator[Notice]:
    """Contradictions and denials with a side in a new article; what merely overtakes is a figure that changes."""
    for conflict in account.conflicts:
        sides = (conflict.a, conflict.b)
        fresh = [s.article for s in sides if s.article in new]
        if not fresh or (conflict.relation != "contradiction" and conflict.kind != "denial"):
            continue
        shown = [conflict.details.get(n) or _words(s, texts) for n, s in zip("ab", sides, strict=True)]
        details = {"about": line(conflict.about), "a": line(shown[0]), "b": line(shown[1]), "why": conflict.why, "conflict": conflict.kind}
        key = (conflict.kind, fold_form(conflict.about), *sorted(fold_form(s) for s in shown))
        yield Notice(kind="denial" if conflict.kind == "denial" else "conflict", key=key, article=fresh[-1], details=details)


def _words(side: Evidence, texts: dict[str, str]) -> str:
    return side.span.of(texts[side.article])


def followed_persons(account: Account, new: Collection[str], follows: Sequence[Follow]) -> Iterator[Notice]:
    """New articles that name a followed person or body in any form that the account merges; those where it speaks say what."""
    for follow in (f for f in follows if f.kind == "person"):
        wanted = _entities_called(account, follow.value)
        if not wanted:
            continue
        named = {article for (article, _), entity in account.links.mention_entity.items() if entity in wanted and article in new}
        for document in (d for d in account.documents if d.id in new):
            said = next((s for s in document.statements if account.links.speaker_entity.get(s.id) in wanted), None)
            if said is not None:
                words = " … ".join(span.of(document.text) for span in said.content)
                yield Notice(
                    kind="followed-speaks",
                    key=(follow.id, document.id),
                    article=document.id,
                    details={"name": follow.value, "said": line(words)},
                )
            elif document.id in named:
                yield Notice(kind="followed-person", key=(follow.id, document.id), article=document.id, details={"name": follow.value})


def _entities_called(account: Account, name: str) -> set[str]:
    """Entities one of whose forms holds all words of a name; those that are the name itself, if there are such."""
    words = set(fold_form(name).split())
    forms = {e.id: [fold_form(f) for f in (e.name, *e.forms)] for e in account.links.entities}
    exact = {e for e, found in forms.items() if fold_form(name) in found}
    return exact or {e for e, found in forms.items() if words and any(words <= set(f.split()) for f in found)}


def followed_figures(account: Account, new: Collection[str], follows: Sequence[Follow], texts: dict[str, str]) -> Iterator[Notice]:
    """New tellings of a followed measure, above its threshold if it has one (`killed>100`)."""
    for follow in (f for f in follows if f.kind == "figure"):
        measure, above = threshold(follow.value)
        for figure in (f for f in account.figures if f.measure == measure):
            for value in (v for v in figure.values if v.article in new and not v.stale):
                if _highest(value) > above:
                    shown = value.span.of(texts[value.article])
                    details = {"measure": measure, "of": line(figure.of), "value": line(shown), "above": f"{above:g}"}
                    key = (follow.id, fold_form(figure.of), fold_form(shown))
                    yield Notice(kind="followed-figure", key=key, article=value.article, details=details)


def threshold(value: str) -> tuple[str, float]:
    """The measure and the number of `killed>100`; -1 where it names none. Raises `ValueError` for other forms."""
    match = _THRESHOLD.fullmatch(value.strip())
    if match is None:
        raise ValueError(f"{value!r}: expected a measure, or a measure and a number, like killed or killed>100")
    return match.group(1), float(match.group(2) or -1)


def _highest(value: FigureValue) -> float:
    if isinstance(value.value, Bounds):
        return value.value.max if value.value.max is not None else value.value.min or 0.0
    return value.value


def followed_phrases(documents: Sequence[Document], follows: Sequence[Follow], pack: Pack) -> list[Notice]:
    """Documents in which a followed phrase stands, folded, with whatever particles are written together with it."""
    phrases = [f for f in follows if f.kind == "phrase"]
    if not phrases:
        return []
    find = phrase_finder([f.value for f in phrases], pack)
    return [
        Notice(kind="followed-phrase", key=(phrases[n].id, d.id), article=d.id, details={"phrase": phrases[n].value})
        for d in documents
        for n in find(d)
    ]


def phrase_finder(phrases: Sequence[str], pack: Pack) -> Callable[[Document], list[int]]:
    """Compile phrases; the result gives the numbers of those that stand in a document."""
    article = pack.affixes.article
    forms = [(n, form) for n, phrase in enumerate(phrases) if (form := fold_form(phrase))]
    # With the article before it too: only so is it found where a preposition swallows the article's first letter.
    forms += [(n, article + form) for n, form in forms if not form.startswith(article)]
    scanner = Scanner([Entry("followed", n, form, PROCLITICS, True) for n, form in forms], pack.affixes)

    def find(document: Document) -> list[int]:
        hits = scanner.scan(fold(document.text), document.tokens)
        return sorted({hit.row for hit in hits.get("followed", ())})

    return find


def line(text: str) -> str:
    """Words on one line, cut where they are many."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else flat[:_SHOWN].rsplit(" ", 1)[0] + "…"
