"""Every address of the API, in one literal table: from it are made the routes, the OpenAPI document and the page of documentation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from starlette.responses import Response

from isnad.model.judgement import Judgement
from isnad.model.kept import Alert, ArticleRow, EndedRow, Feed, FigureRow, Follow, NameRow, StatementRow, StoryCard
from isnad.model.revision import Revision
from isnad.web.api import answers, asking, lists, stories
from isnad.web.api.shapes import AccountShape
from isnad.web.visits import Visit


class Operation(NamedTuple):
    """One address: what is asked, what is answered."""

    path: str
    handler: Callable[[Visit], Response]
    summary: str
    query: type[asking.Nothing]
    answer: Any
    """Type of the answer; None: a file."""
    listed: bool = False
    """The answer is a page of a list of that type."""

    @property
    def name(self) -> str:
        """A name for programs that are made from the document."""
        return f"{self.handler.__module__.rpartition('.')[2]}_{self.handler.__name__}"


OPERATIONS: tuple[Operation, ...] = (
    Operation("/api/stories", stories.stories, "Stories, those with the latest article first", asking.Stories, StoryCard, True),
    Operation("/api/stories/{story}", stories.story, "A story", asking.Nothing, answers.StoryAnswer),
    Operation("/api/stories/{story}/account", stories.account, "The whole account of a story", asking.Nothing, AccountShape),
    Operation("/api/stories/{story}/exports/{format}", stories.export, "The account in another format, as a file", asking.Export, None),
    Operation("/api/articles", stories.articles, "Articles in the order in which they came", asking.Articles, ArticleRow, True),
    Operation("/api/articles/{article}", stories.article, "An article with its text and findings", asking.Nothing, answers.ArticleAnswer),
    Operation(
        "/api/articles/{article}/revisions", stories.revisions, "What each text of its address changed", asking.Nothing, Revision, True
    ),
    Operation("/api/statements", lists.statements, "Who said what, as the articles came", asking.Statements, StatementRow, True),
    Operation("/api/statements/{statement}", lists.statement, "A statement", asking.Nothing, StatementRow),
    Operation("/api/figures", lists.figures, "Figures, as the articles came", asking.Figures, FigureRow, True),
    Operation("/api/names", lists.names, "Spellings of names, in the order of their folded letters", asking.Names, NameRow, True),
    Operation("/api/names/{type}/{folded}", stories.name, "A name and the stories it stands in", asking.Nothing, answers.NameAnswer),
    Operation("/api/search", stories.search, "Articles that a query finds", asking.Search, answers.SearchAnswer),
    Operation("/api/judgements", lists.judgements, "Judgements, the latest first, those taken back too", asking.Page, Judgement, True),
    Operation("/api/feeds", lists.feeds, "Feeds that are watched, with their health", asking.Page, Feed, True),
    Operation("/api/outcomes", lists.outcomes, "What became of each input, the latest first", asking.Outcomes, EndedRow, True),
    Operation("/api/follows", lists.follows, "What is followed", asking.Nothing, Follow, True),
    Operation("/api/alerts", lists.alerts, "Alerts, the latest first", asking.Page, Alert, True),
    Operation("/api/counts", lists.counts, "How much is kept", asking.Nothing, answers.Counts),
)  # fmt: skip
