"""Reading of case files: sentences with what must be found in brackets."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

import isnad.lang.ar
from isnad.annotate.parse import parse
from isnad.lang.pack import load_pack
from isnad.model.article import Article
from isnad.model.document import Document, Publication

CASES = Path(isnad.lang.ar.__file__).parent / "cases"
MARK = re.compile(r"\[([^\[\]|]*)(?:\|([^\[\]]*))?\]")


@cache
def case_file(name: str) -> dict[str, Any]:
    """A case file, decoded."""
    return tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))


def marked(text: str) -> tuple[str, list[tuple[str, str | None]]]:
    """The sentence without brackets, and what stood in them: (words, value or None)."""
    found = [(m[1], m[2]) for m in MARK.finditer(text)]
    return MARK.sub(lambda m: m[1], text), found


def document_of(text: str, anchor: str | None = None) -> Document:
    """A parsed document without layout, published on a day."""
    document = parse(Article(id="case", path="case.txt", text=text), load_pack("ar"))
    return msgspec.structs.replace(document, publication=Publication(date=anchor))
