"""Reading anew what older stages or tables read, batch by batch; stories and judgements stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from isnad.run.fingerprints import reading_fingerprint
from isnad.run.local import Workers
from isnad.settings import Settings
from isnad.store import articles as kept
from isnad.store import counters, marks
from isnad.store.protocol import Projection, Store
from isnad.store.rows import chunks
from isnad.workspace.adding import BATCH, write_documents
from isnad.workspace.preparing import Prepared, maker


def refresh_documents(
    store: Store, projections: Sequence[Projection], settings: Settings, progress: Callable[[int], None] = lambda n: None
) -> int:
    """Read stale articles anew; all of them where a projection is of another version. Gives how many were read."""
    mark = reading_fingerprint(settings.language)
    with store.writing() as connection:
        versions = counters.words(connection, "projection.")
        changed = [p for p in projections if versions.get(p.name) != str(p.version)]
        for projection in changed:
            projection.prepare(connection)
        wanted = kept.all_ids(connection) if changed else kept.stale(connection, mark)
    with Workers(maker(projections), settings.language, settings.workers) as workers:
        for batch in chunks(wanted, BATCH):
            with store.reading() as connection:
                texts = kept.articles_of(connection, batch)
            made = list(workers.submit([texts[a] for a in batch if a in texts]))
            with store.writing() as connection:
                _write(connection, made, mark, projections)
            progress(len(made))
    with store.writing() as connection:
        for projection in changed:
            counters.keep(connection, f"projection.{projection.name}", projection.version)
    return len(wanted)


def _write(connection: Connection, made: Sequence[Prepared], mark: str, projections: Sequence[Projection]) -> None:
    """Documents and columns of all, lists of those that no revision replaced."""
    write_documents(connection, made, mark, ())
    kept.describe(connection, [
        {"key": p.article.id, "outlet": p.outlet, "title": p.title, "published": p.published, "day": p.day} for p in made
    ])  # fmt: skip
    rows = kept.rows_of(connection, [p.article.id for p in made])
    current = [p for p in made if rows[p.article.id].replaced_by is None]
    for place, projection in enumerate(projections):
        projection.write(connection, [(p.article.id, p.rows[place]) for p in current])
    marks.write(connection, sorted({story for row in rows.values() if (story := row.story) is not None}))
