"""The annotated stories beside the checkout, and their scorer."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("ISNAD_SHARED", ROOT.parent / "shared"))
CORPUS = SHARED / "corpus"
REASON = f"the annotated stories are not there: {CORPUS} (set ISNAD_SHARED to the folder that holds corpus/)"


def stories() -> list[Path]:
    """Folders of the stories with gold annotation, by name."""
    return sorted(p.parent for p in CORPUS.glob("*/gold.yaml"))


def scorer() -> ModuleType:
    """The corpus's own score.py."""
    spec = importlib.util.spec_from_file_location("isnad_corpus_score", CORPUS / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def with_raw_only(story: Path, work: Callable[[Path], Any]) -> Any:
    """Run `work` on a copy of the story that holds the raw files and their table only, never the gold."""
    with tempfile.TemporaryDirectory(prefix="isnad-") as name:
        folder = Path(name) / story.name
        shutil.copytree(story / "raw", folder)
        if (story / "articles.csv").exists():
            shutil.copy(story / "articles.csv", folder)
        return work(folder)
