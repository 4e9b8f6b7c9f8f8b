"""An article as published, with what was found in it, and why."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from isnad.errors import NothingFoundError
from isnad.lang.pack import load_pack
from isnad.model.document import Document
from isnad.web.pages.story import page_of
from isnad.web.views import article as shown
from isnad.web.views.marks import KINDS, marks_of, pieces, window
from isnad.web.views.places import article_address, span_of
from isnad.web.views.story import StoryView
from isnad.web.views.why import Why, reasons
from isnad.web.visits import Visit

STATEMENTS = 60
"""Statements in the list under the text."""
TOLD_HERE = 20
"""Articles of a story whose account is told for the page of one of them."""
KIN = 12
"""Articles that share words, in the list beside the text."""


def article(visit: Visit) -> Response:
    """The text with its marks; `?at=START-END` shows characters and why they were marked."""
    row = visit.desk.article_row(visit.part("article"))
    view = _view(visit, row.story)
    document = _document(visit, view, row.id)
    asked = visit.ask("at")
    here = span_of(asked, len(document.text)) if asked else None
    if asked and here is None:
        raise HTTPException(404)
    copies = shown.copies_of(document, view)
    within, page, total = window(document.text, here, page_of(visit))
    said = list(shown.said_in(document, visit.say, view))
    return visit.page(
        "article.html.j2", row=row, story=visit.story(row.story), document=document, view=view, here=here,
        title=shown.title_of(document, visit.say), outlet=shown.outlet_of(document), source=shown.safe_address(document.article.url),
        pieces=pieces(document.text, marks_of(document, shown.copied_spans(document, copies)), within, visit.say, here),
        basis=shown.basis(document, visit.say), kinds=KINDS, page=page, pages=total,
        said=said[:STATEMENTS], more_said=len(said) - STATEMENTS,
        kin=list(shown.kin_of(document, copies[:KIN], view)) if view else [], why=_why(visit, document, view),
        revision=_revision(visit, document),
        newer=article_address(row.replaced_by) if row.replaced_by else "", wire=view.builder.wire(document) if view else "",
    )  # fmt: skip


def _view(visit: Visit, story: str | None) -> StoryView | None:
    """The account that the article is told in; None while it waits for its story, and for a text that was replaced.

    That of a large story is not told here but taken where it is at hand: the article can be read without.
    """
    if story is None:
        return None
    try:
        account = visit.desk.told(story)
        if account is None and visit.desk.story(story).size <= TOLD_HERE:
            account = visit.desk.account(story)
    except NothingFoundError:
        return None
    return StoryView(story, account, visit.say) if account else None


def _document(visit: Visit, view: StoryView | None, identity: str) -> Document:
    """The article as its story reads it (dates and speakers may be known from others only), else as it was read alone."""
    known = view.builder.documents.get(identity) if view else None
    return known if known is not None else visit.desk.document(identity)


def _why(visit: Visit, document: Document, view: StoryView | None) -> list[Why]:
    here = span_of(visit.ask("at"), len(document.text))
    return reasons(document, here, load_pack(visit.desk.settings.language), visit.say, view) if here else []


def _revision(visit: Visit, document: Document) -> shown.RevisionView | None:
    found = visit.desk.revision(document.id)
    if found is None:
        return None
    return shown.revision_view(found, visit.desk.document(found.before), document, visit.say)
