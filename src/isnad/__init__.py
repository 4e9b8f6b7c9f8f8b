"""Isnad: reads many Arabic news articles about the same events and gives a sourced account of them.

    >>> from isnad import Workspace
    >>> with Workspace.create("desk.db") as desk:                       # doctest: +SKIP
    ...     desk.add(["articles/"])
    ...     account = desk.account(desk.stories(limit=1)[0].id)

The names below are the public ones; each is imported when it is first used. Everything else may change.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isnad.errors import IsnadError as IsnadError
    from isnad.errors import NothingFoundError as NothingFoundError
    from isnad.errors import StoreError as StoreError
    from isnad.errors import UsageError as UsageError
    from isnad.export.account_json import account_json as account_json
    from isnad.lang.pack import Pack as Pack
    from isnad.lang.pack import load_pack as load_pack
    from isnad.model.account import Account as Account
    from isnad.model.account import Story as Story
    from isnad.model.article import Article as Article
    from isnad.model.document import Document as Document
    from isnad.model.findings import Statement as Statement
    from isnad.model.judgement import Judgement as Judgement
    from isnad.model.outcome import Issue as Issue
    from isnad.model.outcome import Outcome as Outcome
    from isnad.model.span import Span as Span
    from isnad.pipeline import account as account
    from isnad.pipeline import annotator as annotator
    from isnad.read.sources import read_articles as read_articles
    from isnad.settings import Settings as Settings
    from isnad.workspace.workspace import Workspace as Workspace

_HOME = {
    "Account": "isnad.model.account",
    "Article": "isnad.model.article",
    "Document": "isnad.model.document",
    "IsnadError": "isnad.errors",
    "Issue": "isnad.model.outcome",
    "Judgement": "isnad.model.judgement",
    "NothingFoundError": "isnad.errors",
    "Outcome": "isnad.model.outcome",
    "Pack": "isnad.lang.pack",
    "Settings": "isnad.settings",
    "Span": "isnad.model.span",
    "Statement": "isnad.model.findings",
    "StoreError": "isnad.errors",
    "Story": "isnad.model.account",
    "UsageError": "isnad.errors",
    "Workspace": "isnad.workspace.workspace",
    "account": "isnad.pipeline",
    "account_json": "isnad.export.account_json",
    "annotator": "isnad.pipeline",
    "load_pack": "isnad.lang.pack",
    "read_articles": "isnad.read.sources",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    """A public name, imported now."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return __all__
