"""Reported speech: cue, content, source."""

from __future__ import annotations

from isnad.lang.pack import Pack
from isnad.model.document import Document, Finder


def statement_finder(pack: Pack) -> Finder:
    """Compile the tables of the stage; the finder adds its layer to a document."""

    def find(document: Document) -> Document:
        return document

    return find
