"""Articles that several slices hold (the same outlet, address and text): the first of them, in the order of the input, keeps it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np

from isnad.run.bulk.keeping import Part, joined, save_columns
from isnad.run.runner import Task


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The slices in the order of the input, and the part of the article numbers."""

    slices: tuple[str, ...]
    part: Part


def repeats(task: Task, folder: Path) -> None:
    """`repeats`: slice (its place) and article, of all that came before."""
    asked = task.asked(Asked)
    keys, owners = [], []
    for place, name in enumerate(asked.slices):
        found = np.load(Path(task.root, name, "who.article.npy"), mmap_mode="r")
        low, high = asked.part.bounds(found)
        keys.append(np.array(found[low:high]))
        owners.append(np.full(high - low, place, dtype=np.uint32))
    articles, slices = joined(keys, "<u8"), joined(owners, "<u4")
    order = np.lexsort((slices, articles))
    articles, slices = articles[order], slices[order]
    again = np.concatenate([[False], articles[1:] == articles[:-1]])[: len(articles)]
    save_columns(folder, "repeats", {"slice": slices[again], "article": articles[again]})
