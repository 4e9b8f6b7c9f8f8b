"""Processes that must not outlive the one that started them."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def outlived(code: str, least: int) -> int:
    """How many processes live on 20 seconds after the one that runs some code was killed.

    The code prints the numbers of at least so many processes that it started, and waits. Linux only.
    """
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT) as parent:
        assert parent.stdout is not None
        handles = [os.pidfd_open(int(pid)) for pid in parent.stdout.readline().split()]
        parent.kill()
    assert len(handles) >= least
    left = 0
    for handle in handles:
        left += not select.select([handle], [], [], 20)[0]
        os.close(handle)
    return left
