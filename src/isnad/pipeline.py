"""The order of work, from articles to an account. Read this file first.

    articles ── annotate ──► documents ── link ──► links ── derive ──► account

Annotating works on one document at a time; linking sees all; deriving draws conclusions from both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

from isnad.annotate.chains import chain_finder
from isnad.annotate.labels import label_finder
from isnad.annotate.layout import layout_finder
from isnad.annotate.names import name_finder
from isnad.annotate.parse import parse
from isnad.annotate.publication import publication_finder
from isnad.annotate.quantities import quantity_finder, quantity_teller
from isnad.annotate.speakers import speaker_finder
from isnad.annotate.statements import statement_finder
from isnad.annotate.time_values import time_resolver
from isnad.annotate.times import time_finder
from isnad.derive.brief import write_brief
from isnad.derive.conflicts import find_conflicts
from isnad.derive.contrast import label_contrast
from isnad.derive.figures import figure_ledger, story_ledgers
from isnad.derive.independence import count_origins
from isnad.derive.judged_conflicts import judged_conflicts
from isnad.derive.look_alikes import look_alike_outlets
from isnad.derive.timeline import build_timeline
from isnad.errors import PipelineError
from isnad.lang.pack import Pack
from isnad.link.altered import altered_quotes
from isnad.link.claims import link_claims
from isnad.link.dating import date_by_story
from isnad.link.entities import link_entities
from isnad.link.judged_speakers import judged_speakers
from isnad.link.judged_stories import judged_stories
from isnad.link.reuse import find_reuse
from isnad.link.stories import link_stories
from isnad.link.story_words import Gist, gist
from isnad.link.wire_style import Style
from isnad.link.wires import infer_wires
from isnad.model.account import Account, Links
from isnad.model.article import Article
from isnad.model.document import Document, Finder
from isnad.model.judgement import Judgement
from isnad.model.outcome import Outcome
from isnad.model.text import Folded


class Stage(msgspec.Struct, frozen=True):
    """One step of annotating: how its finder is made, which layers it reads and which it adds to."""

    name: str
    factory: Callable[[Pack], Finder]
    needs: tuple[str, ...]
    gives: tuple[str, ...]


LATER_TABLES = ("responsibility", "outcome_states")
"""Tables whose hits conclusions read; those of the others are let go after annotating."""

PARSED = ("tokens", "sentences", "quotes", "hits")

STAGES: tuple[Stage, ...] = (
    Stage("layout", layout_finder, PARSED, ("layout",)),
    Stage("names", name_finder, (*PARSED, "layout"), ("mentions",)),
    Stage("times", time_finder, (*PARSED, "layout"), ("times",)),
    Stage("publication", publication_finder, ("times", "layout"), ("publication",)),
    Stage("time-values", time_resolver, ("times", "publication"), ("time-values",)),
    Stage("quantities", quantity_finder, (*PARSED, "layout", "times", "mentions"), ("quantities",)),
    Stage("statements", statement_finder, (*PARSED, "layout", "mentions"), ("statements",)),
    Stage("speakers", speaker_finder, ("statements", "mentions"), ("speakers",)),
    Stage("quantity-statements", quantity_teller, ("quantities", "statements"), ("quantity-statements",)),
    Stage("chains", chain_finder, ("statements", "speakers", "layout"), ("chains",)),
    Stage("labels", label_finder, (*PARSED, "layout", "statements"), ("labels",)),
)

STORY_STAGES = ("layout", "names", "times", "publication")
"""Stages that stories need."""


def check_stages(stages: Sequence[Stage]) -> None:
    """Raise `PipelineError` where a stage needs a layer that none before it gives."""
    given = set(PARSED)
    for stage in stages:
        if missing := set(stage.needs) - given:
            raise PipelineError(f"stage {stage.name!r} needs {sorted(missing)}, which no earlier stage gives")
        given.update(stage.gives)


def annotator(pack: Pack, stages: Sequence[Stage] = STAGES) -> Callable[[Article], Document]:
    """Compile all stages for a language; the result annotates one article."""
    check_stages(stages)
    finders = [stage.factory(pack) for stage in stages]

    def annotate(article: Article) -> Document:
        document = parse(article, pack)
        for find in finders:
            document = find(document)
        return slimmed(document)

    return annotate


def gist_reader(pack: Pack) -> Callable[[Article], Gist]:
    """Compile the stages that stories need; the result reads the gist of one article."""
    annotate = annotator(pack, [s for s in STAGES if s.name in STORY_STAGES])
    return lambda article: gist(annotate(article), pack)


def slimmed(document: Document) -> Document:
    """The document without what only annotating needs: a stream of them must fit in memory while they are linked."""
    hits = {table: document.hits[table] for table in LATER_TABLES if table in document.hits}
    return msgspec.structs.replace(document, folded=Folded("", None, None), hits=hits)


def link(
    documents: Sequence[Document], pack: Pack, judgements: Sequence[Judgement] = (), styles: Sequence[Style] = ()
) -> tuple[tuple[Document, ...], Links]:
    """Tie documents together; also dates those that only the others can date, and resolves their times anew.

    What people decided goes before what the rules find.
    """
    reuse = find_reuse(documents, pack)
    dated = date_by_story(documents, reuse, pack)
    resolve = time_resolver(pack)
    documents = tuple(resolve(msgspec.structs.replace(d, publication=dated[d.id])) if d.id in dated else d for d in documents)
    documents, names = judged_speakers(documents, link_entities(documents, pack, judgements), judgements)
    links = Links(
        reuse=reuse,
        wire=infer_wires(documents, reuse, pack, styles),
        entities=names.entities,
        mention_entity=names.mention_entity,
        speaker_entity=names.speaker_entity,
    )
    links = msgspec.structs.replace(links, claims=link_claims(documents, links, pack, judgements))
    links = msgspec.structs.replace(links, claims=count_origins(documents, links))
    links = msgspec.structs.replace(links, altered_quotes=altered_quotes(documents))
    return documents, msgspec.structs.replace(links, stories=judged_stories(link_stories(documents, pack), judgements))


def derive(
    documents: tuple[Document, ...], links: Links, pack: Pack, outcomes: Iterable[Outcome] = (), judgements: Sequence[Judgement] = ()
) -> Account:
    """Draw the conclusions of an account."""
    ledgers = story_ledgers(documents, links, pack)
    figures = figure_ledger(ledgers)
    conflicts = judged_conflicts(find_conflicts(ledgers, links, pack), judgements)
    return Account(
        documents=documents,
        links=links,
        figures=figures,
        conflicts=conflicts,
        timeline=build_timeline(documents, links, pack),
        labels=label_contrast(documents),
        brief=write_brief(documents, links, figures, conflicts, pack),
        issues=(*(issue for document in documents for issue in document.issues), *look_alike_outlets(documents)),
        outcomes=tuple(outcomes),
    )


def account(
    documents: Sequence[Document],
    pack: Pack,
    outcomes: Iterable[Outcome] = (),
    judgements: Sequence[Judgement] = (),
    styles: Sequence[Style] = (),
) -> Account:
    """The account of annotated documents, in the order of their paths, with what people decided; `styles` tell agencies by writing."""
    ordered = tuple(sorted(documents, key=lambda d: (d.path, d.id)))
    linked, links = link(ordered, pack, judgements, styles)
    return derive(linked, links, pack, outcomes, judgements)
