"""Worker processes of one machine: the same results, and an end where one is killed."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

import pytest

from isnad.errors import RunError
from isnad.lang.pack import Pack
from isnad.model.article import Article
from isnad.run import local
from isnad.run.local import Workers
from tests.making import article
from tests.orphans import outlived

ARTICLES = [article(f"خبر رقم {n}", f"{n}.txt") for n in range(60)]


def measured(pack: Pack) -> Callable[[Article], int]:
    """Work that needs no stage."""
    return lambda one: len(one.text)


def deadly(pack: Pack) -> Callable[[Article], int]:
    """Work that kills its process as a system without memory does."""

    def work(one: Article) -> int:
        if one.path == "37.txt":
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    return work


@pytest.mark.skipif(sys.platform != "linux", reason="waits for processes that are not its own by their descriptors")
def test_workers_end_with_a_killed_parent() -> None:
    code = (
        "import signal\nfrom tests.run.test_local import ARTICLES, measured\nfrom isnad.run.local import Workers\n"
        "if __name__ == '__main__':\n workers = Workers(measured, 'ar', 2)\n list(workers.submit(ARTICLES))\n"
        " print(*workers._pool._processes, flush=True)\n signal.pause()\n"
    )
    assert outlived(code, 2) == 0


def test_batches_come_back_in_order() -> None:
    with Workers(measured, "ar", 2) as workers:
        first, second = workers.submit(ARTICLES), workers.submit(ARTICLES[::-1])
        lengths = [len(a.text) for a in ARTICLES]
        assert list(first) == lengths and list(second) == lengths[::-1]


def test_a_killed_worker_ends_a_batch_with_the_reason() -> None:
    with Workers(deadly, "ar", 2) as workers, pytest.raises(RunError, match="killed"):
        list(workers.submit(ARTICLES))


def test_a_killed_worker_ends_annotating_with_the_reason() -> None:
    with pytest.raises(RunError, match="killed"):
        list(local._each(deadly, int, ARTICLES, ("ar", 2)))
    assert len(list(local._each(measured, int, ARTICLES, ("ar", 2)))) == 60
