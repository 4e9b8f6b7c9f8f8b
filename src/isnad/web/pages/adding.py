"""Adding: files that are dropped or chosen, how far their reading is, and what became of each."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from starlette.responses import Response

from isnad.errors import NothingFoundError, UsageError
from isnad.web.visits import Visit
from isnad.workspace.uploads import file_name

OUTCOMES = 200
"""Inputs of an upload that are shown."""


def adding(visit: Visit) -> Response:
    """The form, and an upload that the address names."""
    jobs = visit.backroom.jobs()
    wanted = visit.ask("job")
    job = next((j for j in jobs if j.id == wanted), None)
    if wanted and job is None:
        raise NothingFoundError(f"no upload {wanted} was made since the server started")
    ended, stories = [], []
    if job is not None and job.run:
        ended = [row for _, row in visit.desk.outcomes(limit=OUTCOMES, run=job.run)]
        stories = [(s, row.title if (row := visit.story(s)) else s) for s in job.stories[:20]]
    serving = visit.desk.settings.serve
    return visit.page(
        "adding.html.j2", job=job, jobs=jobs[:10], ended=ended, stories=stories, most=serving.upload_bytes // 1_000_000,
        files=serving.upload_files,
    )  # fmt: skip


def add(visit: Visit) -> Response:
    """Take files in: each is written whole to a folder of its own before any is read."""
    files = visit.files("files")
    if not files:
        raise UsageError("no file came: choose one or more, or drop them on the field")
    folder = Path(tempfile.mkdtemp(prefix="isnad-upload-"))
    try:
        taken: set[str] = set()
        for file in files:
            name = file_name(file.filename or "", taken)
            taken.add(name)
            with (folder / name).open("wb") as out:
                shutil.copyfileobj(file.file, out)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return visit.to("/add", job=visit.backroom.take(folder, len(files)).id)
