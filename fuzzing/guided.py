"""A campaign in a process of its own, led by coverage where atheris is installed, else by chance.

    python -m fuzzing.guided HARNESS INPUTS SEED

Prints what came of it as one JSON object, a `Run`. What was wrong does not stop it.
"""

from __future__ import annotations

import importlib.util
import os
import random
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

ORDERED = 3
"""Of so many inputs one is changed by the engine's own mutations, the others by those of `mutate`."""


def campaign(harness: str, count: int, number: int, *, guided: bool) -> None:
    """Run so many inputs, print the run and end the process."""
    if guided:
        import atheris

        # Isnad's own branches lead; those of libraries would drown them.
        with atheris.instrument_imports(include=["isnad"]):
            import isnad.pipeline
            import isnad.read.sources
            import isnad.search.query  # noqa: F401
    from fuzzing.harness import HARNESSES
    from fuzzing.measure import SMALL, Run, apart, excess, peak_mb, timed
    from fuzzing.mutate import inputs, mutated
    from fuzzing.seeds import seeds

    way = HARNESSES[harness]
    check = way.make()
    # Made in children: making a bomb takes more memory than any input may.
    begin = [apart(partial(seed, size))[0][: way.longest] for _, seed in seeds(harness) for size in SMALL]
    timed(check, begin[0])  # what is loaded on first use is no input's fault
    run = Run(harness=harness)

    def one(data: bytes) -> None:
        before = peak_mb()
        seconds, wrong = timed(check, data)
        run.add(data[:40].hex(), seconds, [*wrong, *excess(seconds, peak_mb() - before)], data)
        if run.inputs >= count:
            run.peak_mb = peak_mb()
            print(msgspec.json.encode(run).decode(), flush=True)
            os._exit(0)

    if not guided:
        for data in inputs(begin, number, way.longest):
            one(data)
    chance = random.Random(number)

    def other(data: bytes, longest: int, seed: int) -> bytes:
        if chance.randrange(ORDERED) == 0:
            return bytes(atheris.Mutate(data, min(longest, max(1, len(data) + 16))))
        return mutated(data, chance.choice(begin), chance, longest)

    with tempfile.TemporaryDirectory(prefix="isnad-seeds-") as folder:
        for n, data in enumerate(begin):
            Path(folder, str(n)).write_bytes(data)
        options: list[Any] = [sys.argv[0], folder, "-runs=-1", f"-seed={number + 1}", f"-max_len={way.longest}", "-timeout=600"]
        atheris.Setup([*options, "-verbosity=0", "-rss_limit_mb=0"], one, custom_mutator=other)
        atheris.Fuzz()


def main() -> None:
    """Read the arguments."""
    harness, count, number = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    campaign(harness, count, number, guided=importlib.util.find_spec("atheris") is not None and "--chance" not in sys.argv)


if __name__ == "__main__":
    main()
