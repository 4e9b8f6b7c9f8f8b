"""A person, body or place over all stories: variants with the reason of each merge, offices, everything said."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from isnad.model.account import Account, Entity
from isnad.model.judgement import name_anchor, name_of
from isnad.model.kept import NameRow, StatementPlace, StatementRow, StoryRow
from isnad.text.folding import fold_form
from isnad.web.pages.story import page_of
from isnad.web.views import name as shown
from isnad.web.visits import Visit

STORIES = 6
"""Stories of one page."""
CLAIMS = 6
"""Claims shown of a story."""
STATEMENTS = 30
"""Statements of one page."""
BONDS = 40
"""Pairs of forms shown with their reasons."""


def name(visit: Visit) -> Response:
    """The name that an anchor names: `person:FOLDED`, with or without `name:` before it."""
    row = _row(visit)
    page = page_of(visit)
    naming = visit.desk.stories_naming(row.type, [row.folded], limit=STORIES + 1, offset=(page - 1) * STORIES)
    told = [(story, articles, visit.desk.told(story.id)) for story, articles in naming[:STORIES]]
    stories, entities = _in_stories(visit, row, told)
    forms = shown.forms_of(entities, row.type)
    fullest = max(entities, key=lambda e: (sum(e.forms.values()), e.id), default=None)
    said = visit.desk.said_as({row.folded, *(fold_form(f.text) for f in forms)}, limit=STATEMENTS + 1, before=_before(visit))
    held = shown.bonds(entities)
    return visit.page(
        "name.html.j2", row=row, title=fullest.name if fullest else row.name, latin=fullest.latin if fullest else None, forms=forms,
        bonds=held[:BONDS], offices=shown.offices(entities), stories=stories, page=page, more=len(naming) > STORIES,
        said=list(shown.said_lines(said[:STATEMENTS], visit.say)), later=_cursor(said[STATEMENTS - 1]) if len(said) > STATEMENTS else "",
        anchor=name_anchor(row.type, row.folded),
    )  # fmt: skip


def _row(visit: Visit) -> NameRow:
    given = visit.part("anchor")
    found = name_of(given if given.startswith("name:") else f"name:{given}")
    if found is None:
        raise HTTPException(404)
    return visit.desk.name(found[0], found[1])


def _in_stories(visit: Visit, row: NameRow, told: list[tuple[StoryRow, int, Account | None]]) -> tuple[list[shown.InStory], list[Entity]]:
    """The name in each story, and who it is there."""
    stories: list[shown.InStory] = []
    entities: list[Entity] = []
    for story, articles, account in told:
        entity = shown.entity_of(account, row.type, row.folded) if account else None
        stories.append(shown.in_story(story, articles, account, entity, (visit.say, CLAIMS)))
        entities += [entity] if entity else []
    return stories, entities


def _before(visit: Visit) -> StatementPlace | None:
    """Where the list of statements goes on: `DAY,ARTICLE,START,ID`."""
    told = visit.ask("before").split(",")
    if len(told) != 4 or not (told[2].isascii() and told[2].isdigit() and len(told[2]) < 10):
        return None
    day, article, start, identity = told
    return day, article, int(start), identity


def _cursor(row: StatementRow) -> str:
    return f"{row.day or ''},{row.article},{row.start},{row.id}"
