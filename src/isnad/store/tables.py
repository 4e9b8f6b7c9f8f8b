"""The tables. Columns where a question needs them, else one blob a thing (`isnad.store.blobs`). All times are UTC.

A change here needs a migration (`isnad.store.migrations`) and its plain SQL in `tests/store/schemas`.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table
from sqlalchemy import Text as PlainText

TEXT = PlainText().with_variant(PlainText(collation="C"), "postgresql")
"""Text in the order of its code points, on every store."""

metadata = MetaData()


def _article(**options: bool) -> Column[str]:
    return Column("article", TEXT, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, **options)  # type: ignore[arg-type]


meta = Table("meta", metadata, Column("key", TEXT, primary_key=True), Column("value", TEXT, nullable=False))

articles = Table(
    "articles", metadata,
    Column("id", TEXT, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),  # order of arrival, from 1
    Column("path", TEXT, nullable=False),
    Column("url", TEXT),
    Column("address", TEXT),  # the url in one spelling
    Column("outlet", TEXT),
    Column("title", TEXT, nullable=False),
    Column("published", TEXT),
    Column("day", TEXT),  # of `published`
    Column("added", TEXT, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("story", TEXT),
    Column("replaced_by", TEXT),  # the next revision's article
    Column("data", LargeBinary, nullable=False),  # Article
    Index("articles_address", "address"),
    Index("articles_outlet", "outlet", "day"),
    Index("articles_day", "day"),
    Index("articles_story", "story", "day", "outlet"),
)  # fmt: skip

documents = Table(
    "documents", metadata,
    _article(primary_key=True),
    Column("fingerprint", TEXT, nullable=False),
    Column("data", LargeBinary, nullable=False),  # Document
    Index("documents_fingerprint", "fingerprint"),
)  # fmt: skip

gists = Table(
    "gists", metadata,
    _article(primary_key=True),
    Column("moment", TEXT, nullable=False),
    Column("placed", Boolean, nullable=False),
    Column("data", LargeBinary, nullable=False),  # Gist
    Index("gists_waiting", "placed", "moment", "article"),
)  # fmt: skip

revisions = Table(
    "revisions", metadata,
    Column("address", TEXT, primary_key=True),
    Column("number", Integer, primary_key=True),  # from 1, in the order in which they came
    _article(unique=True),
    Column("seen", TEXT, nullable=False),
)  # fmt: skip

runs = Table(
    "runs", metadata,
    Column("id", TEXT, primary_key=True),
    Column("kind", TEXT, nullable=False),
    Column("started", TEXT, nullable=False),
    Column("ended", TEXT),  # NULL: still at work, or killed
)  # fmt: skip

outcomes = Table(
    "outcomes", metadata,
    Column("number", Integer, primary_key=True),
    Column("run", TEXT, ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
    Column("path", TEXT, nullable=False),
    Column("fate", TEXT, nullable=False),
    Column("reason", TEXT, nullable=False),
    Column("detail", TEXT, nullable=False),
    Column("article", TEXT),
    Column("issues", LargeBinary),  # tuple[Issue, ...]
    Index("outcomes_article", "article"),
    Index("outcomes_run", "run"),
    Index("outcomes_reason", "fate", "reason"),
)  # fmt: skip

# What the stories of the stream remember (isnad.link.story_memory).
stem_spread = Table("stem_spread", metadata, Column("stem", TEXT, primary_key=True), Column("articles", Integer, nullable=False))
name_spread = Table("name_spread", metadata, Column("name", TEXT, primary_key=True), Column("articles", Integer, nullable=False))
stem_holders = Table(
    "stem_holders", metadata,
    Column("stem", TEXT, primary_key=True),
    Column("total", Integer, nullable=False),
    Column("numbers", LargeBinary),  # of clusters, 4 bytes each, little-endian; NULL where they are too many to look any up
)  # fmt: skip
clusters = Table(
    "clusters", metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", TEXT, nullable=False, unique=True),
    Column("data", LargeBinary, nullable=False),  # Cluster
)  # fmt: skip
members = Table(
    "members", metadata,
    _article(primary_key=True),
    Column("cluster", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),  # Member
    Index("members_cluster", "cluster", "place"),
)  # fmt: skip
story_events = Table(
    "story_events", metadata,
    Column("number", Integer, primary_key=True),
    Column("kind", TEXT, nullable=False),
    Column("story", TEXT, nullable=False),
    Column("other", TEXT, nullable=False),
    Column("day", TEXT),
    Column("seen", TEXT, nullable=False),
    Index("story_events_story", "story"),
)  # fmt: skip

# Stories as people see them: with judgements, without older revisions.
stories = Table(
    "stories", metadata,
    Column("id", TEXT, primary_key=True),
    Column("title", TEXT, nullable=False),
    Column("size", Integer, nullable=False),
    Column("first", TEXT),
    Column("last", TEXT),
    Column("names", TEXT, nullable=False),  # JSON list
    Column("changed", TEXT, nullable=False),
    Index("stories_last", "last", "size"),
    Index("stories_changed", "changed"),
)  # fmt: skip

# What stories are listed and chosen by: their outlets, and the names that most of their articles hold.
story_marks = Table(
    "story_marks", metadata,
    Column("story", TEXT, primary_key=True),
    Column("kind", TEXT, primary_key=True),  # outlet, person, place, organization
    Column("value", TEXT, primary_key=True),  # the outlet as it is; a name folded
    Column("name", TEXT, nullable=False),  # as written
    Column("articles", Integer, nullable=False),
    Index("story_marks_value", "kind", "value", "story"),
)  # fmt: skip

# What lists show of the account that was told last of a story.
story_digests = Table(
    "story_digests", metadata,
    Column("story", TEXT, primary_key=True),
    Column("fresh", Boolean, nullable=False),  # whether nothing has changed since
    Column("data", TEXT, nullable=False),  # StoryDigest as JSON
)  # fmt: skip

accounts = Table(
    "accounts", metadata,
    Column("story", TEXT, primary_key=True),
    Column("fingerprint", TEXT, nullable=False),
    Column("data", LargeBinary, nullable=False),  # Account
)  # fmt: skip

statements = Table(
    "statements", metadata,
    _article(primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("id", TEXT, nullable=False),
    Column("speaker", TEXT, nullable=False),  # folded
    Column("named", TEXT, nullable=False),  # as written
    Column("form", TEXT, nullable=False),
    Column("act", TEXT, nullable=False),
    Column("commitment", TEXT, nullable=False),
    Column("direct", Boolean, nullable=False),
    Column("content", TEXT, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("day", TEXT),
    Index("statements_id", "id"),
    Index("statements_speaker", "speaker", "day"),
)  # fmt: skip

figures = Table(
    "figures", metadata,
    _article(primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("event", TEXT, nullable=False),
    Column("counts", TEXT, nullable=False),
    Column("low", Float),  # NULL: open
    Column("high", Float),
    Column("approximate", Boolean, nullable=False),
    Column("unit", TEXT),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("statement", TEXT),
    Column("day", TEXT),
    Index("figures_event", "event", "day"),
)  # fmt: skip

names = Table(
    "names", metadata,
    _article(primary_key=True),
    Column("folded", TEXT, primary_key=True),
    Column("type", TEXT, primary_key=True),
    Column("name", TEXT, nullable=False),
    Column("mentions", Integer, nullable=False),
    Column("day", TEXT),
    Index("names_folded", "folded", "day"),
)  # fmt: skip

judgements = Table(
    "judgements", metadata,
    Column("id", TEXT, primary_key=True),
    Column("kind", TEXT, nullable=False),
    Column("a", TEXT, nullable=False),
    Column("b", TEXT, nullable=False),
    Column("verdict", TEXT, nullable=False),
    Column("author", TEXT, nullable=False),
    Column("time", TEXT, nullable=False),
    Column("reason", TEXT, nullable=False),
    Column("undone", TEXT),
    Column("undone_by", TEXT),
    Index("judgements_time", "time"),
)  # fmt: skip

feeds = Table(
    "feeds", metadata,
    Column("address", TEXT, primary_key=True),
    Column("title", TEXT, nullable=False),
    Column("added", TEXT, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("etag", TEXT),
    Column("modified", TEXT),  # the Last-Modified header as it came
    Column("checked", TEXT),
    Column("due", TEXT, nullable=False),
    Column("failures", Integer, nullable=False),  # in a row
    Column("problem", TEXT, nullable=False),  # of the last check; empty: none
    Index("feeds_due", "paused", "due"),
)  # fmt: skip

# Items of watched feeds, so that none is fetched twice.
entries = Table(
    "entries", metadata,
    Column("key", TEXT, primary_key=True),
    Column("mark", TEXT, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("settled", Boolean, nullable=False),
    Column("seen", TEXT, nullable=False),
)  # fmt: skip

follows = Table(
    "follows", metadata,
    Column("id", TEXT, primary_key=True),
    Column("kind", TEXT, nullable=False),  # person, phrase, story …
    Column("value", TEXT, nullable=False),
    Column("added", TEXT, nullable=False),
)  # fmt: skip

alerts = Table(
    "alerts", metadata,
    Column("id", TEXT, primary_key=True),
    Column("time", TEXT, nullable=False),
    Column("kind", TEXT, nullable=False),
    Column("story", TEXT),
    Column("article", TEXT),
    Column("text", TEXT, nullable=False),
    Column("details", TEXT, nullable=False),  # JSON object
    Column("sent", TEXT),
    Index("alerts_time", "time"),
)  # fmt: skip

# Who may read and change the workspace in the reading room (isnad.web.access).
users = Table(
    "users", metadata,
    Column("name", TEXT, primary_key=True),
    Column("role", TEXT, nullable=False),  # reader, editor, admin
    Column("secret", TEXT, nullable=False),  # of the password, see isnad.workspace.passwords
    Column("added", TEXT, nullable=False),
)  # fmt: skip

sessions = Table(
    "sessions", metadata,
    Column("key", TEXT, primary_key=True),  # digest of the token that the browser holds
    Column("user", TEXT, ForeignKey("users.name", ondelete="CASCADE"), nullable=False),
    Column("began", TEXT, nullable=False),
    Column("seen", TEXT, nullable=False),
    Index("sessions_user", "user"),
)  # fmt: skip

# What programs log in with: each belongs to a user and may do no more than that user.
tokens = Table(
    "tokens", metadata,
    Column("key", TEXT, primary_key=True),  # digest of the token
    Column("user", TEXT, ForeignKey("users.name", ondelete="CASCADE"), nullable=False),
    Column("role", TEXT, nullable=False),
    Column("label", TEXT, nullable=False),
    Column("added", TEXT, nullable=False),
    Column("until", TEXT),  # NULL: no end
    Index("tokens_user", "user"),
)  # fmt: skip
