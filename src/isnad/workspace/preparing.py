"""All that can be worked out of one article alone: done where it is annotated, in this process or in others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import msgspec

from isnad.lang.pack import Pack
from isnad.link.story_words import gist
from isnad.model.article import Article
from isnad.model.document import Document
from isnad.pipeline import annotator
from isnad.run.local import Maker
from isnad.store.blobs import packed
from isnad.store.protocol import Projection
from isnad.text.hosts import outlet_name


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """An article ready to be kept."""

    article: Article
    document: bytes
    gist: bytes
    moment: str
    """Of the gist: the order in which articles are placed into stories."""
    stems: tuple[str, ...]
    names: tuple[str, ...]
    title: str
    outlet: str | None
    published: str | None
    rows: tuple[Any, ...]
    """What each projection's reader made, in the order of the projections."""

    @property
    def day(self) -> str | None:
        """The ISO day of publication."""
        return self.published[:10] if self.published and len(self.published) >= 10 else None


def maker(projections: Sequence[Projection]) -> Maker[Prepared]:
    """What `Workers` compile: from a pack to a function that prepares an article."""
    return partial(preparer, tuple(projections))


def preparer(projections: Sequence[Projection], pack: Pack) -> Callable[[Article], Prepared]:
    """Compile stages and projections."""
    annotate = annotator(pack)
    readers = [p.reader(pack) for p in projections]
    return lambda article: prepared(annotate(article), pack, readers)


def prepared(document: Document, pack: Pack, readers: Sequence[Callable[[Document], Any]]) -> Prepared:
    """A document ready to be kept."""
    about = gist(document, pack)
    return Prepared(
        article=document.article,
        document=packed(document),
        gist=packed(about),
        moment=about.when,
        stems=tuple(about.bag),
        names=tuple(about.names),
        title=" ".join(about.title.split()),
        outlet=outlet_name(document.outlet, document.article.url),
        published=document.publication.date,
        rows=tuple(read(document) for read in readers),
    )
