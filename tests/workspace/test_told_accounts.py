"""Accounts in memory: only the one of the right fingerprint, those used last, no more articles than agreed."""

from __future__ import annotations

from isnad import Workspace
from isnad.model.account import Account
from isnad.workspace.told_accounts import ToldAccounts
from tests.making import document


def account(articles: int) -> Account:
    return Account(documents=tuple(document(f"نص\n{n}", f"{n}.txt") for n in range(articles)))


def test_only_the_account_of_its_fingerprint_is_given() -> None:
    held, made = ToldAccounts(10), account(2)
    held.put("s", "one", made)
    assert held.get("s", "one") is made
    assert held.get("s", "two") is None and held.get("t", "one") is None


def test_what_was_not_used_longest_goes() -> None:
    held = ToldAccounts(5)
    for story in "abc":
        held.put(story, "m", account(2))
        held.get("a", "m")
    assert [s for s in "abc" if held.get(s, "m") is not None] == ["a", "c"]


def test_a_large_account_is_held_alone() -> None:
    held = ToldAccounts(5)
    held.put("a", "m", account(1))
    held.put("b", "m", account(9))
    assert held.get("a", "m") is None and held.get("b", "m") is not None


def test_a_judgement_makes_the_account_anew(demo: str) -> None:
    with Workspace.open(demo) as desk:
        story = desk.stories()[0].id
        before = desk.account(story)
        assert desk.account(story) is before
        conflict = before.conflicts[0]
        a, b = (f"{e.article}:{e.span.start}-{e.span.end}" for e in (conflict.a, conflict.b))
        made = desk.judge("conflict", a, b, "dismissed", author="t")
        assert desk.told(story) is None
        assert len(desk.account(story).conflicts) < len(before.conflicts)
        desk.undo(made.id, author="t")
        assert desk.account(story) == before
