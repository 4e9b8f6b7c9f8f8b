"""Accounts of stories: told from their documents as `isnad.pipeline.account` tells them, kept until something they rest on changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection

from isnad.errors import NothingFoundError, StoreBusyError
from isnad.lang.pack import load_pack
from isnad.model.account import Account
from isnad.model.document import Document
from isnad.model.ids import digest
from isnad.model.judgement import Judgement, name_of, place_of
from isnad.model.outcome import in_order
from isnad.run.fingerprints import reading_fingerprint, telling_fingerprint
from isnad.store import articles as kept
from isnad.store import judgements as judged
from isnad.store import marks
from isnad.store import stories as told
from isnad.store.blobs import packed
from isnad.store.protocol import Store
from isnad.workspace.digesting import digest_of
from isnad.workspace.told_accounts import ToldAccounts, unpacked_account


def account_of(store: Store, story: str, language: str, now: str, memory: ToldAccounts) -> Account:
    """The account of a story; raises `NothingFoundError`. `now` is kept as the time of its digest."""
    with store.reading() as connection:
        ids, held, mark = _rests_on(connection, story, language)
        if not ids:
            raise NothingFoundError(f"no story {story} is kept here")
        remembered = memory.get(story, mark)
        data = told.account(connection, story, mark) if remembered is None else None
        anew = remembered is None and data is None
        if remembered is not None:
            made = remembered
        else:
            made = unpacked_account(data) if data is not None else account_over(connection, ids, held, language)
        digested = marks.digested(connection, story)
    memory.put(story, mark, made)
    if (anew or not digested) and not store.read_only:
        try:
            with store.writing(wait=False) as connection:
                if anew:
                    told.put_account(connection, story, mark, packed(made))
                # Articles or judgements that came meanwhile make the digest old at once.
                marks.put_digest(connection, story, digest_of(made, now), fresh=_rests_on(connection, story, language)[2] == mark)
        except StoreBusyError:
            pass  # another process writes: what is kept is written next time
    return made


def told_account(store: Store, story: str, language: str, memory: ToldAccounts) -> Account | None:
    """The account of a story if it was told since anything changed that it rests on; None otherwise: nothing is told now."""
    with store.reading() as connection:
        mark = _rests_on(connection, story, language)[2]
        if (remembered := memory.get(story, mark)) is not None:
            return remembered
        data = told.account(connection, story, mark)
    if data is None:
        return None
    made = unpacked_account(data)
    memory.put(story, mark, made)
    return made


def _rests_on(connection: Connection, story: str, language: str) -> tuple[list[str], tuple[Judgement, ...], str]:
    """What the account of a story rests on now: its articles, the judgements that bear on them, and the fingerprint of both."""
    ids = told.articles_in(connection, story)
    held = bearing(judged.listed(connection), ids)
    return ids, held, fingerprint(ids, held, language)


def fingerprint(ids: Sequence[str], held: Iterable[Judgement], language: str) -> str:
    """Of everything that an account rests on: texts, judgements, stages, tables."""
    return digest("account", telling_fingerprint(language), *sorted(ids), "judged", *sorted(j.id for j in held))


def bearing(judgements: Iterable[Judgement], ids: Sequence[str]) -> tuple[Judgement, ...]:
    """The judgements that hold and bear on some of the articles: on names everywhere, or on what stands in one of them."""
    here = set(ids)
    held = (j for j in judgements if j.undone is None)
    return tuple(j for j in held if all((a := article_of(anchor)) is None or a in here for anchor in (j.a, j.b)))


def article_of(anchor: str) -> str | None:
    """The article that an anchor is about; None for names in all articles, and for stories."""
    if (place := place_of(anchor)) is not None:
        return place[0]
    if (name := name_of(anchor)) is not None:
        return name[2]
    kind, _, rest = anchor.partition(":")
    return rest if kind == "article" else None


def account_over(connection: Connection, ids: Sequence[str], held: Sequence[Judgement], language: str) -> Account:
    """The account of articles, with what was odd when they came in."""
    from isnad.pipeline import account as tell

    documents = list(documents_over(connection, ids, language))
    outcomes, issues = kept.kept_outcomes(connection, ids)
    made = tell(documents, load_pack(language), outcomes, held)
    return msgspec.structs.replace(made, issues=(*in_order(issues), *made.issues))


def documents_over(connection: Connection, ids: Sequence[str], language: str) -> Iterable[Document]:
    """Documents of articles; those that older stages made are read anew, not written."""
    found = kept.documents_of(connection, ids)
    mark = reading_fingerprint(language)
    stale = [a for a in ids if a not in found or found[a][0] != mark]
    anew = {d.id: d for d in _read_anew(connection, stale, language)} if stale else {}
    return [anew[a] if a in anew else found[a][1] for a in ids]


def _read_anew(connection: Connection, ids: Sequence[str], language: str) -> Iterable[Document]:
    from isnad.run.local import annotate_all

    texts = kept.articles_of(connection, ids)
    return annotate_all([texts[a] for a in ids], language)
