"""Whole documents for tests of single stages: text in, annotated document out."""

from __future__ import annotations

from functools import cache
from typing import Any

from isnad.lang.pack import load_pack
from isnad.model.document import Document
from isnad.pipeline import annotator
from tests.making import article


@cache
def _annotate() -> Any:
    return annotator(load_pack("ar"))


def read(text: str, **fields: Any) -> Document:
    """The annotated document of a page."""
    document: Document = _annotate()(article(text, **fields))
    return document
