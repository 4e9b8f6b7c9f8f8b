"""Accounts that were asked for lately, held in memory: unpacking one of hundreds of articles takes longer than showing it."""

from __future__ import annotations

import gc
from collections import OrderedDict
from threading import Lock

from isnad.model.account import Account
from isnad.store.blobs import unpacked

ARTICLES = 800
"""Articles of all accounts that are held together, some 0.23 MB each; a larger account is held alone."""


def unpacked_account(data: bytes) -> Account:
    """An account from its blob. A hundred thousand structs come into being, none of them garbage: the collector would only count them."""
    working = gc.isenabled()
    gc.disable()
    try:
        return unpacked(data, Account)
    finally:
        if working:
            gc.enable()


class ToldAccounts:
    """The accounts used last, each under the fingerprint of what it rests on; may be used by several threads."""

    def __init__(self, articles: int = ARTICLES) -> None:
        self._most, self._lock = articles, Lock()
        self._held: OrderedDict[str, tuple[str, Account]] = OrderedDict()

    def get(self, story: str, mark: str) -> Account | None:
        """The account of a story if it is the one of a fingerprint."""
        with self._lock:
            found = self._held.get(story)
            if found is None or found[0] != mark:
                return None
            self._held.move_to_end(story)
            return found[1]

    def put(self, story: str, mark: str, account: Account) -> None:
        """Hold an account in place of an older one of its story; those not used longest go."""
        with self._lock:
            self._held[story] = (mark, account)
            self._held.move_to_end(story)
            while len(self._held) > 1 and sum(len(a.documents) for _, a in self._held.values()) > self._most:
                self._held.popitem(last=False)
