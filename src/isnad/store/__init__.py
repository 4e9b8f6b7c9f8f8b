"""Keep: articles, revisions, findings, stories, judgements and alerts of a workspace, in SQLite or PostgreSQL."""
